#!/bin/sh
# The scene of postfix.t, within name spaces of its own: two machines on one
# loopback, each with an /etc, a queue and a log of its own.  "out" is
# mail.example.org (192.0.2.25), set up by out.setup; "mx" is mx.example.net
# (198.51.100.25), set up by in.setup.
# shellcheck disable=SC1091,SC2016
cd "$(dirname "$0")" || exit 1
. ./lib.sh
. ./servers.sh
: "${T:?}" "${nsd_dir:=}"
# All processes end with this one, the first of its name space, and postfix.t
# removes what it leaves.
trap - EXIT
unset TMPDIR
stop_servers
mount -t tmpfs -o mode=755 none "$T" || exit 1
mkfifo "$T/hold" && exec 8<>"$T/hold"
cmd=$(cd ../cmd && pwd) recipe=$(cd ../contrib/postfix && pwd)
ip link set lo up
for address in 192.0.2.25 192.0.2.66 198.51.100.25; do
	ip addr add "$address/32" dev lo
done
six=
if ip addr add 2001:db8::25/128 dev lo nodad 2>/dev/null; then
	ip addr add 2001:db8::66/128 dev lo nodad
	six=', 2001:db8::25'
fi
mkdir "$T/bin"
PATH=$T/bin:$PATH

# machine NAME: make it, and a command NAME that runs its words there.
machine() {
	H=$T/$1
	mkdir -m 755 "$H" "$H/spool" "$H/lib" "$H/log" "$H/bin" "$H/home"
	mkdir -m 1777 "$H/tmp"
	cp -a /etc "$H/etc"
	cat >"$T/bin/$1" <<-END
		#!/bin/sh
		exec nsenter -m -t \$(cat "$H/pid") -- sh -c "\$@"
	END
	chmod +x "$T/bin/$1"
	unshare -m sh -c '
		cd "$1" && mount --bind etc /etc && mount --bind log /var/log &&
		mount --bind spool /var/spool && mount --bind lib /var/lib &&
		mount --bind tmp /var/tmp && mount --bind home /home &&
		mount --bind bin /usr/local/bin && mount -t tmpfs none /run &&
		echo $$ >pid &&
		exec sleep 1000' - "$H" 8>&- &
	until_true '[ -s "$T/'"$1"'/pid" ]'
}

# until_true COMMAND: wait for it, ten seconds at most.
until_true() {
	i=0
	until eval "$1"; do
		i=$((i + 1))
		[ "$i" -lt 100 ] || return 1
		sleep 0.1
	done
}

# settle: wait until each message has arrived or waits in a deferred queue.
# The queues are looked at in the order in which mail goes through them; a
# second look is for bounces, which go the other way.
cat >"$T/bin/settle" <<'END'
#!/bin/sh
set -- out/spool/postfix out/spool/postfix-sealed mx/spool/postfix
for spool; do
	for queue in maildrop incoming active; do
		set -- "$@" "$T/$spool/$queue"
	done
	shift
done
calm=0
for _ in $(seq 900); do
	if find "$@" -type f 2>/dev/null | grep -q .; then
		calm=0
	else
		calm=$((calm + 1))
	fi
	[ "$calm" -lt 2 ] || exit 0
	sleep 0.03
done
echo 'the queues do not come to rest' >&2
exit 1
END
# flush MACHINE: try again what waits there, and wait until nothing does.
cat >"$T/bin/flush" <<'END'
#!/bin/sh
"$1" 'postqueue -f'
for _ in $(seq 300); do
	find "$T/$1/spool/postfix/deferred" -type f 2>/dev/null |
	    grep -q . || exec settle
	sleep 0.03
done
"$1" 'postqueue -p'
exit 1
END
# cool: programs of Postfix wait until a main.cf has not changed for a while.
cat >"$T/bin/cool" <<'END'
#!/bin/sh
touch -d '1 hour ago' /etc/postfix/*.cf /etc/postfix-sealed/*.cf 2>/dev/null
:
END
chmod +x "$T/bin/cool"
# message FROM SUBJECT [LINES]: one.
cat >"$T/bin/message" <<'END'
#!/bin/sh
printf 'From: %s\nTo: bob@example.net\nSubject: %s\n\n' "$1" "$2"
seq "${3:-1}"
END
# got SUBJECT: for each message of that subject that arrived, the folder and
# what was found.
cat >"$T/bin/got" <<'END'
#!/bin/sh
cd "$T/mx/home/bob/Maildir" || exit 1
grep -rl "^Subject: $1\$" . | while IFS= read -r file; do
	printf '%s' "$(dirname "${file#./}")"
	for method in dkim spf dmarc; do
		sed '/^Received: from/,$d' "$file" |
		    sed -n "s/^	\($method=[a-z]*\).*/ \1/p" | tr -d '\n'
	done
	echo
done
END
# why MACHINE: what its queue gives as the reason.
cat >"$T/bin/why" <<'END'
#!/bin/sh
"$1" 'postqueue -p' | sed -n 's/^ *(\(.*\))$/\1/p'
END
# As Debian installs it: $1 the name of the host, $2 its address, $3 local
# domains, $4 the protocols.
cat >"$T/install" <<'END'
set -eu
echo nameserver 127.0.0.1 >/etc/resolv.conf
mkdir -m 755 /var/spool/postfix
install -d -o postfix /var/lib/postfix
cat >/etc/aliases <<-aliases
	postmaster: root
	"odd one": bob
	"a,b": bob
	fails: "|exit 69"
	josé: bob
	aliases
cp /usr/share/postfix/main.cf.debian /etc/postfix/main.cf
sed 's/^#submission inet/submission inet/' \
    /usr/share/postfix/master.cf.dist >/etc/postfix/master.cf
postconf -e "myhostname=$1" "inet_interfaces=$2" "mydestination=$3" \
    "mynetworks=192.0.2.25, 192.0.2.66" "inet_protocols=${4:-ipv4}" \
    "recipient_delimiter=+" \
    'alias_maps=hash:/etc/aliases' 'alias_database=hash:/etc/aliases' \
    'maillog_file=/var/log/mail.log' 'home_mailbox=Maildir/'
cool
newaliases
for user in alice:2001 bob:2002; do
	echo "$user:2000::/home/${user%:*}:/bin/sh" |
	    sed 's/:/:x:/' >>/etc/passwd
	install -d -o "${user#*:}" -g 2000 "/home/${user%:*}"
done
END
# lines FROM TO: commands of README, from one to another.
lines() {
	sed -n 's/^    //p' "$recipe/README" | awk -v from="$1" -v to="$2" '
		index($0, from) == 1 { on = 1 }
		on { print }
		on && index($0, to) == 1 { exit }'
}

machine out
machine mx
for tool in dkim-genkey dkim-sign; do
	cp "$cmd/$tool" "$T/out/bin/"
done
for tool in dkim-verify spf-check dmarc-lookup; do
	cp "$cmd/$tool" "$T/mx/bin/"
done
{
	out "sh $T/install mail.example.org 192.0.2.25 \
	    'example.org, mail.example.org, localhost' ipv4"
	out "set -e; $(lines adduser 'sh out' | sed '$d')"
	out "cd $recipe && $(lines 'sh out' 'sh out')"
	out 'cool; /usr/lib/postfix/configure-instance.sh -'
} >"$T/out/setup" 2>&1 &
setup=$!
{
	mx "sh $T/install mx.example.net '198.51.100.25$six' \
	    'example.net, mx.example.net, localhost' ${six:+all}"
	mx "$(lines adduser adduser)"
	mx "cd $recipe && $(lines 'sh in' 'sh in')"
	mx 'cool; /usr/lib/postfix/configure-instance.sh -'
} >"$T/mx/setup" 2>&1
wait "$setup"
note <"$T/out/setup"
note <"$T/mx/setup"

# DNS for both.
mkdir "$T/zones"
zone() {
	{
		printf '$TTL 300\n$ORIGIN %s.\n@ SOA ns hostmaster 1 1 1 1 1\n' "$1"
		printf '@ NS ns\nns A 127.0.0.1\n'
		cat
	} >"$T/zones/$1.zone"
}
{
	cat <<-END
	@ MX 10 mail
	@ TXT "v=spf1 ip4:192.0.2.25 ip6:2001:db8::66 -all"
	_dmarc TXT "v=DMARC1; p=reject"
	mail A 192.0.2.25
	mail TXT "v=spf1 a -all"
	END
	cat "$T/out/etc/mailseal/keys/mail.txt"
} | zone example.org
: | zone example.com
for zone in com org; do
	: | zone "$zone"
done
zone example.net <<END
@ MX 10 mx
mx A 198.51.100.25
END
free_port() {
	echo 53
}
start_nsd "$T/zones"
out 'cool; postfix start' 2>&1 | note
mx 'cool; postfix start' 2>&1 | note

# send [OPTION]... FROM TO...: the message on standard input, by SMTP.
cat >"$T/bin/send" <<'END'
#!/usr/bin/python3
import argparse, smtplib, sys
p = argparse.ArgumentParser()
p.add_argument('--host', default='192.0.2.25:587')
p.add_argument('--bind', default='192.0.2.25')
p.add_argument('--helo', default='client.example.org')
p.add_argument('--mail', default='', help='options of MAIL FROM')
p.add_argument('sender')
p.add_argument('recipient', nargs='+')
a = p.parse_args()
host, port = a.host.rsplit(':', 1)
s = smtplib.SMTP(host, int(port), local_hostname=a.helo, timeout=20,
                 source_address=(a.bind, 0))
s.command_encoding = 'utf-8'
s.ehlo()
s.mail(a.sender, a.mail.split())
for r in a.recipient:
    code, text = s.rcpt(r)
    if code != 250:
        sys.exit('%s: %s' % (r, text))
text = sys.stdin.buffer.read().replace(b'\n', b'\r\n')
code, text = s.data(text)
s.quit()
if code != 250:
    sys.exit('%s' % text)
END
chmod +x "$T"/bin/*

# The whole road.
good='new dkim=pass spf=pass dmarc=pass'
cat >"$T/mail" <<'END'
From: Alice <alice@example.org>
To: bob@example.net
Subject: road
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Grüße,  from where blanks stand at the end:  
.
From here to there
.. and so on
END
is 'mail goes in on port 587' 0 '' \
    'send --mail BODY=8BITMIME alice@example.org bob@example.net <"$T/mail"'
is 'it arrives once, signed and verified' 0 "$good" 'settle; got road'
one() {
	grep -rl "^Subject: $1\$" "$T/mx/home/bob/Maildir"
}
cp "$(one road)" "$T/arrived"
is 'as it was' 0 '' 'sed "1,/^\$/d" "$T/mail" >"$T/body"
    sed "1,/^\$/d" "$T/arrived" | cmp - "$T/body"'
is 'the fields, from the top' 0 'Return-Path: <alice@example.org>
X-Original-To: bob@example.net
Delivered-To: bob@example.net
Received: by mx.example.net (Postfix, from userid N)
Authentication-Results: mx.example.net;
Authentication-Results: mx.example.net;
Received-SPF: pass (mx.example.net: domain of alice@example.org designates
Authentication-Results: mx.example.net;
Received: from mail.example.org (unknown [192.0.2.25])
Received: by sealed.mail.example.org (Postfix, from userid N)
DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.org; s=mail;
Received: from client.example.org (unknown [192.0.2.25])
From: Alice <alice@example.org>' \
    'grep "^[A-Z]" "$T/arrived" | sed "s/userid [0-9]*/userid N/; /^From:/q"'
is 'Received-SPF as others write it' 0 'Received-SPF: pass (mx.example.net: domain of alice@example.org designates 192.0.2.25 as permitted sender) client-ip=192.0.2.25;' \
    'sed -n "/^Received-SPF/,/^[^R\t]/p" "$T/arrived" | tr -d "\n" | tr "\t" " " | grep -o "^.*client-ip=[^ ]*"'
is 'a later tool believes it, one Received further down' 0 'dmarc=pass' \
    'dmarc-lookup --skip 1 -a mx.example.net -n 127.0.0.1 <"$T/arrived" | grep -o dmarc=pass'

# Other ways in and out.
is 'a local command: signed' 0 "$good" \
    'message alice@example.org cron | out "sendmail -f alice@example.org bob@example.net"
    settle; got cron'
is 'a null sender: signed, and still null' 0 "$good
Return-Path: <>
	spf=pass smtp.helo=mail.example.org" \
    'message alice@example.org null | send "" bob@example.net
    settle; got null; cd "$T/mx/home/bob/Maildir" &&
    grep -rhe "^Return-Path: <>" -e "	spf=.*helo" .'
is 'a recipient whom nobody knows: one bounce, to the sender' 0 'Subject: Undelivered Mail Returned to Sender' \
    'message alice@example.org bounce | send alice@example.org none@example.net
    settle; grep -rh "^Subject: Un" "$T/out/home/alice/Maildir"'
is 'no From: it cannot be signed and is returned, with the reason' 0 'Diagnostic-Code: x-unix; dkim-sign: cannot sign: no From field' \
    'printf "Subject: none\n\nx\n" |
    send --bind 192.0.2.66 alice@example.org bob@example.net
    settle; got none; grep -rh "^Diag.*dkim-sign" "$T/out/home/alice/Maildir"'
is 'a bounce to somewhere else: signed' 0 "$good" \
    'message bob@example.net fails |
    send bob@example.net fails@mail.example.org
    settle; got "Undelivered Mail Returned to Sender"'
is 'odd addresses' 0 '"a,b"@example.net
"odd one"@example.net
bob+x@example.net
Return-Path: <"odd sender"@example.org>' \
    "message alice@example.org odd | send '\"odd sender\"@example.org' \
    '\"odd one\"@example.net' '\"a,b\"@example.net' bob+x@example.net
    settle; got odd >\"\$T/o\"; cd \"\$T/mx/home/bob/Maildir\" &&
    grep -rl '^Subject: odd' . | xargs sed -n 's/^X-Original-To: //p' | sort
    grep -rh 'odd sender' . | grep ^Return | sort -u"
is 'odd addresses: each signed' 0 "3 $good" 'uniq -c <"$T/o" | sed "s/^ *//"'
is 'an address in UTF-8' 0 "$good" \
    'message alice@example.org eai |
    send --mail SMTPUTF8 alice@example.org josé@example.net
    settle; got eai'
is '60 recipients: one signature' 0 "60 $good
1" \
    'message alice@example.org many |
    send alice@example.org $(seq -f "bob+%g@example.net" 60)
    settle; got many | uniq -c | sed "s/^ *//"
    grep -rl "^Subject: many" "$T/mx/home/bob/Maildir" |
    xargs grep -ho "header.b=.*" | sort -u | wc -l'
mx 'postconf -P "smtp/inet/smtpd_discard_ehlo_keywords=8bitmime,smtputf8"
    cool; postfix reload' 2>/dev/null
is '8 bit to a server without 8BITMIME: signed all the same' 0 "$good" \
    'sed "s/^Subject: .*/Subject: eight/" "$T/mail" |
    send --mail BODY=8BITMIME alice@example.org bob@example.net
    settle; got eight'
mx 'postconf -PX smtp/inet/smtpd_discard_ehlo_keywords
    postconf -e always_bcc=alice; cool; postfix reload' 2>/dev/null
is 'always_bcc: one copy' 0 1 \
    'message alice@example.org bcc | send alice@example.org bob@example.net
    settle; grep -rl "^Subject: bcc" "$T/mx/home/alice/Maildir" | wc -l'

# Authors without a line in the tables
cp "$T/out/bin/mailseal-out" "$T/filter"
others() {
	sed "s/^OTHERS=[a-z]*/OTHERS=$1/" "$T/filter" >"$T/out/bin/mailseal-out"
	message a@example.com "$1" | send alice@example.org bob@example.net
}
others refuse
is 'OTHERS=refuse: returned' 0 'mailseal-out: this server' \
    'settle; got refuse; grep -rho "mailseal-out: this server" "$T/out/home/alice/Maildir" |
    sort -u'
others defer
is 'OTHERS=defer: waits' 0 'no line of /etc/mailseal/signing.table' \
    'settle; got defer; why out | grep -o "no line of [^ ]*"'
is 'OTHERS=defer: signed once there is a line' 0 'new dkim=pass spf=pass dmarc=none' \
    'echo "*@example.com mail.example.org" >>"$T/out/etc/mailseal/signing.table"
    flush out; got defer; sed -i "\$d" "$T/out/etc/mailseal/signing.table"'
others pass
is 'OTHERS=pass: goes out as it is' 0 'new dkim=none spf=pass dmarc=none' \
    'settle; got pass'
chmod 0 "$T/out/etc/mailseal/keys/mail.example.org.private"
message alice@example.org ours | send alice@example.org bob@example.net
is 'OTHERS=pass: ours is never unsigned' 0 'Permission denied' \
    'settle; got ours; why out | grep -o "Permission denied"'
chmod 600 "$T/out/etc/mailseal/keys/mail.example.org.private"
is 'OTHERS=pass: ours comes once the key can be read' 0 "$good" 'flush out; got ours'
cp "$T/filter" "$T/out/bin/mailseal-out"

# fault SUBJECT REASON BREAK MEND: mail that comes meanwhile waits and the
# queue says why; later it comes once, and signed.
fault() {
	eval "$3"
	message alice@example.org "$1" "${SIZE:-1}" |
	    send alice@example.org bob@example.net
	is "$1: waits, and says why" 0 "$2" \
	    "settle; got '$1'; why $AT | grep -o '$2'"
	eval "$4"
	is "$1: comes once" 0 "${WANT:-$good}" "flush $AT; got '$1'"
}
# standin TOOL: what is on standard input takes its place.
standin() {
	[ -e "$T/$AT/bin/$1.real" ] || mv "$T/$AT/bin/$1" "$T/$AT/bin/$1.real"
	{
		echo '#!/bin/sh'
		cat
	} >"$T/$AT/bin/$1"
	chmod 755 "$T/$AT/bin/$1"
}
real() {
	mv "$T/$AT/bin/$1.real" "$T/$AT/bin/$1"
}
# change SED: the filter, with other words.
change() {
	sed "$1" "$T/filter" >"$T/$AT/bin/$FILTER"
}
unchanged() {
	cp "$T/filter" "$T/$AT/bin/$FILTER"
}

AT=out FILTER=mailseal-out
# shellcheck disable=SC2034 # it is used by eval
table=$T/out/etc/mailseal/signing.table
key=$T/out/etc/mailseal/keys/mail.example.org.private
fault 'key unreadable' 'Permission denied' 'chown root "$key"' \
    'chown --reference="$T/out/etc/mailseal/keys" "$key"'
fault 'key gone' 'No such file' 'mv "$key" "$key.x"' 'mv "$key.x" "$key"'
fault 'key for all to see' 'others' 'chmod 644 "$key"' 'chmod 600 "$key"'
fault 'table broken' 'line 3' 'echo broken >>"$table"' 'sed -i "\$d" "$table"'
fault 'no dkim-sign' 'not found' 'mv "$T/out/bin/dkim-sign" "$T/x"' \
    'mv "$T/x" "$T/out/bin/dkim-sign"'
fault 'no filter' 'No such file' 'rm "$T/out/bin/mailseal-out"' unchanged
fault 'no sendmail' 'not found' 'change "s,^SENDMAIL=.*,SENDMAIL=/none,"' \
    unchanged
fault 'wrong options' 'usage' 'change "s/-K /-Z /"' unchanged
fault 'a loop' 'a loop' 'change "s/postfix-sealed/postfix/"' unchanged
SIZE=60000
fault 'disk full' 'No space left' \
    'out "mount -t tmpfs -o size=64k none /var/tmp; chmod 1777 /var/tmp"' \
    'out "umount /var/tmp"'
fault 'maildrop full' 'No space left' \
    'out "mount -t tmpfs -o size=64k,mode=1730,uid=postfix,gid=postdrop none \
    /var/spool/postfix-sealed/maildrop"' \
    'out "umount /var/spool/postfix-sealed/maildrop"'

# Killed
killed='Command died with signal 9'
fault 'killed before it signs' "$killed" 'echo "kill -9 \$PPID" |
    standin dkim-sign' 'real dkim-sign'
fault 'killed while it signs' "$killed" \
    'echo "dkim-sign.real \"\$@\" | { head -c 70000; kill -9 \$PPID; }" |
    standin dkim-sign' 'real dkim-sign'
fault 'killed behind signing' "$killed" \
    'echo "dkim-sign.real \"\$@\"; kill -9 \$PPID" | standin dkim-sign' \
    'real dkim-sign'
fault 'dkim-sign killed' 'temporary failure' \
    'echo "dkim-sign.real \"\$@\" | head -c 70000; kill -9 \$\$" |
    standin dkim-sign' 'real dkim-sign'
fault 'killed while it hands on' "$killed" '
    change "s,^SENDMAIL=.*,SENDMAIL=/usr/local/bin/sendmail,"
    cat >"$T/out/bin/sendmail" <<-"END"
	#!/bin/sh
	mkfifo "$TMPDIR/fifo"
	/usr/sbin/sendmail "$@" <"$TMPDIR/fifo" &
	exec 5>"$TMPDIR/fifo"
	head -c 200000 >&5
	kill -9 $! $$
	END
    chmod 755 "$T/out/bin/sendmail"' unchanged
# What was handed on is not known then to the queue: as with SMTP, it may
# come twice, and not never.
WANT="$good
$good"
printf '#!/bin/sh\n/usr/sbin/sendmail "$@"\nkill -9 $$\n' >"$T/out/bin/sendmail"
change 's,^SENDMAIL=.*,SENDMAIL=/usr/local/bin/sendmail,'
message alice@example.org again | send alice@example.org bob@example.net
is 'killed behind the hand-over: comes' 0 "$good
$killed" "settle; got again; why out | grep -o '$killed'"
unchanged
is 'killed behind the hand-over: comes again' 0 "$good
$good" 'flush out; got again'
WANT=

# The pipe(8) that waits for it is killed.
echo 'ps -o ppid= -p "$PPID" >/var/tmp/pipe; kill -STOP $$; exec dkim-sign.real "$@"' |
    standin dkim-sign
message alice@example.org orphan | send alice@example.org bob@example.net
is 'pipe(8) killed: the filter ends too' 0 'gone' '
    for _ in $(seq 100); do
	    test -s "$T/out/tmp/pipe" && break
	    sleep .1
    done
    pipe=$(tr -d " " <"$T/out/tmp/pipe")
    filter=$(($(ps -o pid= --ppid "$pipe")))
    kill -9 "$pipe"
    kill -CONT $(ps -o pid= --ppid "$filter")
    for _ in $(seq 100); do
	    kill -0 $filter 2>/dev/null || break
	    sleep .1
    done
    kill -0 $filter 2>/dev/null || echo gone
    settle; got orphan'
real dkim-sign
is 'pipe(8) killed: the mail comes once' 0 "$good" 'flush out; got orphan'

# It hangs
out 'postconf -e mailseal-out_time_limit=1s; cool; postfix reload' 2>/dev/null
fault 'hangs' 'time limit exceeded' 'echo "exec sleep 100" | standin dkim-sign' \
    'real dkim-sign
    out "postconf -X mailseal-out_time_limit; cool; postfix reload" 2>/dev/null'

# To queue it again leads nobody past the filter.
chmod 0 "$key"
message alice@example.org requeued | send alice@example.org bob@example.net
is 'postsuper -r: waits again' 0 'Permission denied' \
    'settle; out "postsuper -r ALL; postqueue -f" 2>/dev/null; settle
    got requeued; why out | grep -o "Permission denied"'
chmod 600 "$key"
is 'postsuper -r: comes once' 0 "$good" 'flush out; got requeued'
is 'nothing is left' 1 '' 'ls "$T/out/tmp" | grep -v -e fifo -e pipe'

# What comes in
AT=mx FILTER=mailseal-in
cp "$T/mx/bin/mailseal-in" "$T/filter"
ours='Authentication-Results: mx.example.net; dkim=pass header.d=example.org'
# from SENDER [OPTION]...: by SMTP to mx, from a host that may not send for
# example.org, the message on standard input.
cat >"$T/bin/from" <<'END'
#!/bin/sh
sender=$1
shift
exec send --host 198.51.100.25:25 --bind 192.0.2.66 "$@" "$sender" \
    bob@example.net
END
chmod +x "$T/bin/from"
is 'forged: judged, and our own name taken out' 0 'new dkim=none spf=fail dmarc=fail
0' \
    '{ echo "'"$ours"'"; message alice@example.org forged; } |
    from mallory@example.org; settle; got forged
    grep -rl "^Subject: forged" "$T/mx/home/bob/Maildir" | xargs cat |
    grep -c dkim=pass; :'
change 's/^JUNK=/&Junk/'
mx 'echo /home/bob/Maildir/.Junk/ >/home/bob/.forward+junk
    chown bob /home/bob/.forward+junk'
is 'JUNK: filed by verdict' 0 '.Junk/new dkim=none spf=fail dmarc=fail' \
    'message alice@example.org junk | from mallory@example.org
    settle; got junk'
is 'JUNK: an author whom other programs may read' 0 '.Junk/new dkim=none spf=fail dmarc=permerror' \
    'message "alice@(x)example.org" odd-author | from mallory@example.org
    settle; got odd-author'
is 'JUNK: a program of this host writes to whom it likes' 0 'new dkim=none spf=fail dmarc=fail' \
    'message alice@example.org own | from alice@example.org --bind 127.0.0.1
    settle; got own'
is 'JUNK: good mail is where it was' 0 "$good" \
    'message alice@example.org fine | send alice@example.org bob@example.net
    settle; got fine'
is 'JUNK: no policy, no doubt' 0 'new dkim=none spf=none dmarc=none' \
    'message "\"; dmarc=fail policy.dmarc=reject\" <a@example.com>" quoted |
    from a@example.com; settle; got quoted'
is 'JUNK: addresses in quotes, and with an extension' 0 '"odd one+Junk"@example.net
bob+Junk@example.net
bob+list@example.net' \
    "message alice@example.org three | send --host 198.51.100.25:25 \
    --bind 192.0.2.66 '' '\"odd one\"@example.net' bob@example.net \
    bob+list@example.net; settle; cd \"\$T/mx/home/bob/Maildir\" &&
    grep -rl '^Subject: three' . | xargs sed -n 's/^X-Original-To: //p' | sort"
unchanged
is 'a null sender: HELO is judged' 0 'new dkim=none spf=fail dmarc=fail
	spf=fail reason="-all matched" smtp.helo=mail.example.org' \
    'message alice@example.org hello | from "" --helo mail.example.org
    settle; got hello; cd "$T/mx/home/bob/Maildir" &&
    grep -rl "^Subject: hello" . | xargs grep smtp.helo'
[ -z "$six" ] ||
    is 'by IPv6' 0 'new dkim=none spf=pass dmarc=pass' \
    'message alice@example.org six | from alice@example.org \
    --host 2001:db8::25:25 --bind 2001:db8::66; settle; got six'
is 'a HELO that is none' 0 'new dkim=none spf=none dmarc=fail' \
    'message alice@example.org helo |
    from "" --helo="-z\"(;\$(id).example.org"; settle; got helo'
# Such lines are one octet longer in the queue than smtpd(8) counts.
is 'too large for the second half of its way: refused, not returned' 1 '' \
    '{ message alice@example.org large
    yes "$(printf "%130s" x)" | head -n 76984; } | from alice@example.org'
is 'too large: nothing is returned' 1 '' \
    'settle; grep -l status=bounced "$T/mx/log/mail.log"'

killed='Command died with signal 9'
WANT='new dkim=pass spf=pass dmarc=pass'
for tool in dkim-verify spf-check dmarc-lookup; do
	fault "$tool killed" 'temporary failure' \
	    "echo '$tool.real \"\$@\" | head -c 70000; kill -9 \$\$' |
	    standin $tool" "real $tool"
done
fault 'filter killed' "$killed" \
    'echo "kill -9 \$(ps -o ppid= -p \$PPID)" | standin spf-check' \
    'real spf-check'
fault 'no dmarc-lookup' 'not found' 'mv "$T/mx/bin/dmarc-lookup" "$T/x"' \
    'mv "$T/x" "$T/mx/bin/dmarc-lookup"'
fault 'disk full there' 'No space left' \
    'mx "mount -t tmpfs -o size=64k none /var/tmp; chmod 1777 /var/tmp"' \
    'mx "umount /var/tmp"'
fault 'maildrop full there' 'No space left' \
    'mx "mount -t tmpfs -o size=64k,mode=1730,uid=postfix,gid=postdrop none \
    /var/spool/postfix/maildrop"' 'mx "umount /var/spool/postfix/maildrop"'
SIZE=1

# DNS
dns_down() {
	kill "$(cat "$nsd_dir/pid")"
	until_true '! dig +tries=1 +time=1 @127.0.0.1 example.org >"$T/x"'
}
dns_down
is 'DNS down: waits' 0 'DNS' \
    'message alice@example.org down | from alice@example.org --bind 192.0.2.25
    settle; got down; why mx | grep -o DNS | sort -u'
message alice@example.org later | send alice@example.org bob@example.net
is 'DNS down: what goes out waits too' 0 'sealed' \
    'settle; got later; find "$T/out/spool/postfix-sealed/deferred" -type f |
    grep -q . && echo sealed'
start_nsd "$T/zones"
is 'DNS is back: comes once' 0 'new dkim=none spf=pass dmarc=pass' \
    'flush mx; got down'
is 'DNS is back: what went out comes too' 0 "$good" \
    'out "postqueue -c /etc/postfix-sealed -f"
    for _ in $(seq 100); do
	    got later | grep . && break
	    sleep .1
    done; settle'
dns_down
change 's/^PATIENCE=240/PATIENCE=0/'
is 'DNS down for too long: comes as it is' 0 'new dkim=none spf=temperror dmarc=temperror' \
    'message alice@example.org patience | from alice@example.org
    settle; got patience'
unchanged
start_nsd "$T/zones"

# Loops
mx 'postconf -e content_filter=mailseal-in:dummy; cool; postfix reload' 2>/dev/null
is 'content_filter for all: no loop' 0 "$good" \
    'message alice@example.org loop | send alice@example.org bob@example.net
    settle; got loop'
mx 'postconf -PX pickup/unix/content_filter; cool; postfix reload' 2>/dev/null
is 'a loop: found the first time' 0 'a loop: what this filter handed back has come again' \
    'message alice@example.org round | send alice@example.org bob@example.net
    settle; got round; why mx | grep -o "a loop.*again"'
mx 'postconf -P pickup/unix/content_filter=
    postconf -X content_filter; cool; postfix reload' 2>/dev/null
is 'a loop: mended, comes once' 0 "$good" \
    'mx "postsuper -r ALL" 2>/dev/null; flush mx; got round'

is 'a loop: not by what a sender writes' 0 'new dkim=none spf=fail dmarc=fail' \
    'message alice@example.org noloop | send --host 198.51.100.25:25 \
    --bind 192.0.2.66 a@example.org \
    "\"bob+from userid $(mx "id -u mailseal"))\"@example.net"
    settle; got noloop'

# Undone
out "$(lines 'postconf -X default' 'postqueue -f' |
    sed 's/postfix reload/:/'; lines 'postmulti -i' 'postconf -MX mailseal-out' |
    sed 's/^postmulti/cool; &/')
    cool; postfix reload" 2>/dev/null
is 'undone: mail goes out as before' 0 'new dkim=none spf=pass dmarc=pass' \
    'message alice@example.org undone | send alice@example.org bob@example.net
    settle; got undone'
mx "$(lines 'postconf -PX' 'postfix reload')" 2>/dev/null
is 'undone: mail comes in as before' 0 new \
    'message alice@example.org bare | send alice@example.org bob@example.net
    settle; got bare'
is 'undone: nothing of it is left' 1 '' \
    'out "postconf -n; postconf -M; ls /etc" | grep seal | grep -v "^mailseal$"
    mx "postconf -n; postconf -M; postconf -P" | grep mailseal'

plan
