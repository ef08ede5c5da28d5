#!/bin/sh
# contrib/sieve with Dovecot's delivery agent, and with its LMTP server.
# shellcheck disable=SC1091,SC2016
cd "$(dirname "$0")" || exit 1
. ./lib.sh
. ./need.sh

LDA=/usr/lib/dovecot/dovecot-lda
need 'Dovecot (dovecot-core, dovecot-sieve)' "test -x $LDA && sievec -h 2>&1 | grep -q sievec"
. ./delivery.sh
. ./servers.sh

# Postfix's pipe(8) and LMTP hand mail over without an mbox line.
for file in "$T"/in/*; do
	sed '1{/^From /d;}' "$file" >"$T/head" && mv "$T/head" "$file"
done

# As a person would install and edit it, but for the folder.
mkdir "$T/etc" "$T/etc/sieve-filter" "$T/run" || exit 1
chmod 755 "$T/etc" "$T/etc/sieve-filter" "$T/run"
sed "s|^PATH=.*|PATH=$T/bin:/usr/bin:/bin|" ../contrib/sieve/mailseal-judge \
    >"$T/etc/sieve-filter/mailseal-judge"
chmod 755 "$T/etc/sieve-filter/mailseal-judge"
# edit OPTION [SCRIPT]: the script with more options.
edit() {
	sed -e "s|\"mx.example.org\"|\"$DELIVERY_ID\"|" \
	    -e "s|\"--defer\"|\"--defer\", \"-z\", \"$T/zone\"$1|" \
	    "../contrib/sieve/${2:-mailseal.sieve}" >"$T/etc/mailseal.sieve"
	sievec -c "$T/etc/dovecot.conf" "$T/etc/mailseal.sieve"
}
sed "s|/etc/dovecot|$T/etc|" ../contrib/sieve/mailseal.conf >"$T/etc/mailseal.conf"
PORT=$(free_port)
export PORT
cat >"$T/etc/dovecot.conf" <<END_OF_CONFIG
protocols = lmtp
base_dir = $T/run
state_dir = $T/run
log_path = $T/log
stats_writer_socket_path =
mail_location = maildir:$T/home/Maildir
first_valid_uid = 1
${SANITIZED:+default_vsz_limit = 0}
hostname = mx.example.net
postmaster_address = postmaster@example.net
ssl = no
passdb {
  driver = static
  args = nopassword=yes
}
userdb {
  driver = static
  args = uid=$(as_user id -u) gid=$(as_user id -g) home=$T/home allow_all_users=yes
}
namespace inbox {
  inbox = yes
  separator = /
}
protocol lda {
  mail_plugins = sieve
}
protocol lmtp {
  mail_plugins = sieve
}
plugin {
  sieve = file:$T/etc/user.sieve
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = $PORT
  }
}
!include mailseal.conf
END_OF_CONFIG
: >"$T/log" && chmod 666 "$T/log"
is 'the script compiles as it is' 0 '' \
    'sievec -c $T/etc/dovecot.conf ../contrib/sieve/mailseal.sieve $T/compiled'
edit ''
printf 'keep;\n' >"$T/etc/user.sieve"
sievec -c "$T/etc/dovecot.conf" "$T/etc/user.sieve"
chmod 644 "$T"/etc/*.sieve "$T"/etc/*.svbin "$T"/etc/*.conf

cat >"$T/bin/folders" <<'END_OF_SCRIPT'
#!/bin/sh
cd "$T/home" || exit 1
echo "$1" $(find . -path '*/new/*' -type f | sed 's|^./Maildir/new/.*|inbox|
    s|^./Maildir/.Junk/new/.*|junk|')
END_OF_SCRIPT
cat >"$T/bin/deliver" <<'END_OF_SCRIPT'
#!/bin/sh
as_user sh -c 'rm -rf Maildir'
USER=nobody as_user /usr/lib/dovecot/dovecot-lda -c "$T/etc/dovecot.conf" \
    -f user@example.org <"$1"
folders "$?"
END_OF_SCRIPT
chmod 755 "$T/bin/folders" "$T/bin/deliver"

choose dovecot-lda
refuse dovecot-lda
# Sieve reads and writes CRLF; on disk there is LF.
every_byte dovecot-lda
is 'nothing of a name was run' 0 '' 'find $T -name gone'
is 'no file is left behind' 0 '' 'find $T/home -not -path "$T/home/Maildir*" -type f'

# execute: the folder only.
cp ../contrib/sieve/mailseal-verdict "$T/etc/sieve-filter/"
cp "$T/etc/mailseal.sieve" "$T/etc/filter.sieve"
edit '' mailseal-verdict.sieve
chmod 644 "$T"/etc/*.svbin
for row in 'pass 0 inbox' 'fails-reject 0 junk' 'fails-none 0 inbox' \
    'two-authors 0 junk' 'record-broken 0 junk' 'domain-is-policy 0 junk' \
    'smuggled-pass 0 junk' 'forged-pass 0 junk' 'mime-pass 0 junk' 'dns-down 75'; do
	is "execute: $row" 0 "${row#* }" "deliver \$T/in/${row%% *}"
done
is 'execute: the message stays as it came' 0 '' \
    'deliver "$T/in/pass" >"$T/out"; cmp "$T/in/pass" "$T"/home/Maildir/new/*'

# LMTP, where Dovecot's own Received field is on top.
cat >"$T/bin/deliver" <<'END_OF_SCRIPT'
#!/usr/bin/python3
"""Hand a message to the LMTP server; print its code and the folder."""
import os, re, smtplib, subprocess, sys
subprocess.run(['as_user', 'rm', '-rf', 'Maildir'], check=True)
data = open(sys.argv[1], 'rb').read()
sender = re.search(rb'(?m)^Return-Path: <(.*)>', data).group(1).decode()
data = data[data.index(b'Received:'):]
with smtplib.LMTP('127.0.0.1', int(os.environ['PORT'])) as s:
    s.ehlo('mx.example.net')
    s.mail(sender)
    s.rcpt('nobody@example.net')
    print(s.data(data)[0], end='', flush=True)
subprocess.run(['folders', ''])
END_OF_SCRIPT
start_dovecot() {
	SERVERS=$((SERVERS + 1))
	{
		dovecot -F -c "$T/etc/dovecot.conf" >"$T/dovecot.log" 2>&1 8>&- &
		cat >/dev/null
		kill $!
		wait
	} <"$T/hold" 2>/dev/null 8>&- &
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		python3 -c 'import os, socket
socket.create_connection(("127.0.0.1", int(os.environ["PORT"])))' \
		    2>/dev/null && return
		sleep 0.2
	done
	note <"$T/log"
	return 1
}
if [ "$(id -u)" -ne 0 ]; then
	N=$((N + 1))
	echo "ok $N # SKIP LMTP: not root"
elif has 'LMTP (dovecot-lmtpd)' 'test -x /usr/lib/dovecot/lmtp'; then
	edit ', "--skip", "1"'
	chmod 644 "$T"/etc/*.svbin
	start_dovecot
	for row in 'pass 250 inbox' 'fails-reject 250 junk' 'null-sender 250 inbox' \
	    'smuggled-pass 250 junk' 'forged-pass 250 junk' 'dns-down 451'; do
		is "LMTP: $row" 0 "${row#* }" "deliver \$T/in/${row%% *}"
	done
	stop_servers
fi

plan
