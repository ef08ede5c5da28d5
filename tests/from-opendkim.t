#!/bin/sh
# contrib/from-opendkim: configurations as guides and the distribution have
# them; what is printed is run, and signs as OpenDKIM does.
# shellcheck disable=SC1091,SC2016
cd "$(dirname "$0")" || exit 1
. ./lib.sh
. ./need.sh
: "${T:?}"

PATH=$PATH:/usr/sbin
convert=$PWD/../contrib/from-opendkim
export convert
mkdir "$T/keys" "$T/bin" "$T/odd"
dkim-genkey -D "$T/keys" -d example.org -s mail 2>"$T/err"
cp "$T/keys/mail.private" "$T/keys/default.private"

# conf <<END: the configuration of the checks that follow; DIR is $T.
conf() {
	sed "s,DIR,$T,g" >"$T/conf"
}

# missing NAME STATUS WANT: what has no counterpart, without the file's name.
missing() {
	is "$1" "$2" "$3" '$convert "$T/conf" >"$T/out"; s=$?
	    sed -n "1,/^# No counterpart/d;s,^#   $T/,,p" "$T/out"; exit $s'
}

is '--help' 0 'usage: from-opendkim [file]' '$convert --help | head -n 1'
is 'a wrong option' 64 '' '$convert -x'
is 'two files' 64 '' '$convert a b'
is 'no such file' 66 "from-opendkim: $T/nothing: cannot be read" \
    '$convert "$T/nothing" 2>&1'

# What guides say
conf <<'END'
# the guide of 2013
Mode	sv
#KeyFile	/etc/opendkim/keys/default.private
KeyTable	refile:DIR/KeyTable
SigningTable	refile:DIR/SigningTable
ExternalIgnoreList	refile:DIR/TrustedHosts
InternalHosts	refile:DIR/TrustedHosts
END
cat >"$T/KeyTable" <<END
default._domainkey.mail.example.net mail.example.net:default:$T/keys/default.private
END
cat >"$T/SigningTable" <<'END'
*@mail.example.net default._domainkey.mail.example.net
END
printf '%s\n' 127.0.0.1 ::1 192.0.2.0/24 '# 10.0.0.1' >"$T/TrustedHosts"
missing '2013: all of it' 0 ''
is '2013: the tables' 0 'default._domainkey.mail.example.net mail.example.net:default:/etc/mailseal/keys/default.mail.example.net.private
*@mail.example.net default._domainkey.mail.example.net' \
    "sed -n '/<<.end/,/^end/{/end\$/!{/end.\$/!p;};}' \"\$T/out\""
is '2013: InternalHosts' 0 '127.0.0.1 [::1] 192.0.2.0/24' \
    "sed -n '/^# those who log in/{n;s/#.//p;}' \"\$T/out\""
is '2013: simple/simple, as OpenDKIM has it' 0 1 \
    'grep -c "^	dkim-sign .* -c simple/simple --dry-run" "$T/out"'
conf <<'END'
# the guide of 2024
PidFile	/run/opendkim/opendkim.pid
Mode	sv
Syslog	yes
SyslogSuccess	yes
LogWhy	yes
UserID	opendkim:opendkim
Socket	local:/run/opendkim/opendkim.sock
Umask	002
SendReports	no
SoftwareHeader	no
Canonicalization	relaxed/relaxed
Domain	example.jp
Selector	default
MinimumKeyBits	1024
KeyFile	/etc/opendkim/keys/default.private
KeyTable	DIR/KeyTable
SigningTable	refile:DIR/SigningTable
OversignHeaders	From
END
cat >"$T/KeyTable" <<END
default._domainkey.example.jp example.jp:default:$T/keys/default.private
END
echo '*@example.jp default._domainkey.example.jp' >"$T/SigningTable"
missing '2024: all of it' 0 ''
is '2024: what is not needed' 0 \
    '#   there is no daemon: PidFile Syslog SyslogSuccess UserID Umask
#   LogWhy: dkim-sign --dry-run and dkim-verify -e tell why' \
    'sed -n "/^# Not needed/,\$p" "$T/out" | sed 1d'
conf <<'END'
KeyTable ../shared/samples/KeyTable
SigningTable refile:../shared/samples/SigningTable
END
sed -i 's,^KeyTable ,&file:,' "$T/conf"
if has 'the samples' 'test -e ../../shared/samples/KeyTable'; then
	samples=$PWD/../..
	export samples
	is 'tables as guides have them' 0 '5 tables lines in each, 4 keys' \
	    'cd "$samples" && ln -s "$PWD/shared/samples" "$T/samples"
	    sed -i "s,../shared,$T,g" "$T/conf"; $convert "$T/conf" >"$T/out"
	    test $(grep -c ":default:/etc/mailseal/keys/default.%" "$T/out") -eq 1 &&
	    test $(grep -c "install .*\.private$" "$T/out") -eq 3 &&
	    test $(grep -c "^for f in /etc/opendkim/keys/\*/default.private" "$T/out") -eq 1 &&
	    test $(sed -n "/<</,/^end/p" "$T/out" | wc -l) -eq 13 &&
	    echo 5 tables lines in each, 4 keys'
	is 'a table broken over two lines is named' 78 \
	    "from-opendkim: $T/samples/KeyTable.broken: line 1: only one field (an entry must stand on one line)" \
	    'sed "s/KeyTable$/&.broken/" "$T/conf" >"$T/conf2"; $convert "$T/conf2" 2>&1'
fi
# The same signature, by the real one and by what was printed.
cat >"$T/message" <<'END'
Received: from client.example.org by mx.example.org; Sat, 21 Nov 2026 12:00:00 +0000
From: A <a@example.org>, b@example.org
To: you@example.net
Subject:  two  blanks
Subject: again
Date: Sat, 21 Nov 2026 12:00:00 +0000
Message-ID: <1@example.org>
MIME-Version: 1.0
Content-Type: text/plain
Reply-To: a@example.org
List-Id: <list.example.org>
X-Own: x
Cc: c@example.net

The  text.  

END
sed -i 's/$/\r/' "$T/message"
sed 's/a@example.org/a@sub.example.org/;s/, b@.*\r/\r/' "$T/message" >"$T/message.sub"
# The tags of a signature that do not tell time or key; names of h= sorted.
cat >"$T/tags.py" <<'END'
import re, sys
text = sys.stdin.buffer.read().decode('latin-1').replace('\r', '')
m = re.search(r"(?:DKIM-Signature: |hvalue=')(v=(?:.|\n[ \t])*)", text)
if m is None:
    sys.exit('no signature: ' + text)
tags = dict((k.strip(), ''.join(v.split())) for k, v in
            (t.split('=', 1) for t in m.group(1).rstrip("'").split(';') if '=' in t))
h = sorted(tags['h'].lower().split(':'))
if sys.argv[1] == 'once':
    h = sorted(set(h))
if 'x' in tags:
    tags['x'] = int(tags['x']) - int(tags['t'])
print(tags['a'], tags['c'], tags['d'], tags['s'], tags['bh'], tags.get('x'), 'z' in tags, *h)
END

# What was printed between "Keys and tables" and "Outgoing", run without root.
cat >"$T/paste" <<'END'
$convert "$T/conf" >"$T/out" 2>"$T/trouble"; s=$?
[ $s -le 1 ] || { cat "$T/trouble"; exit $s; }
rm -rf "$T/etc"
sed -n '/^install/,/^# Who would/{/^# Who/!p;}' "$T/out" |
    sed "s,/etc/mailseal,$T/etc,g;s/ -o mailseal//" >"$T/commands"
sh -eu "$T/commands" || exit
sed -n 's/^	\(dkim-sign .*\) --dry-run <message$/\1/p' "$T/out" |
    sed "s,/etc/mailseal,$T/etc,g" >"$T/sign"
. "$T/sign" <"${1:-$T/message}"
END

# alike NAME MULTIPLE [MESSAGE]: many or once, how names in h= count.
alike() {
	m=$T/${3:-message}
	is "as OpenDKIM: $1" 0 yes "timeout 20 opendkim -x \"\$T/conf\" -t $m 2>&1 |
	    /usr/bin/python3 \"\$T/tags.py\" $2 >\"\$T/theirs\" &&
	    sh \"\$T/paste\" $m >\"\$T/signed\" &&
	    /usr/bin/python3 \"\$T/tags.py\" $2 <\"\$T/signed\" >\"\$T/ours\" &&
	    diff \"\$T/theirs\" \"\$T/ours\" && echo yes"
}
if has 'OpenDKIM (opendkim)' 'command -v opendkim'; then
	# What it does when nothing is said; with From oversigned.
	base="Mode s
Domain example.org
Selector mail
KeyFile $T/keys/mail.private
RequireSafeKeys no"
	for more in '' 'Canonicalization simple' 'Canonicalization relaxed' \
	    'Canonicalization relaxed/simple' 'Canonicalization simple/relaxed' \
	    'SignHeaders From,To,X-Own' 'SignHeaders *,+X-Own,-Cc' \
	    'OmitHeaders *,+Subject' 'OmitHeaders subject,cc' 'SignHeaders *,X-Own' \
	    'SignHeaders -To' 'SignHeaders To' 'SignatureTTL 86400' 'Diagnostics yes' \
	    'SignatureAlgorithm rsa-sha256' 'canonicalization	RELAXED/relaxed' \
	    'BaseDirectory /' 'AutoRestart yes'; do
		printf '%s\n' "$base" "$more" >"$T/conf"
		alike "${more:-nothing said}" once
	done
	for more in 'OversignHeaders From' 'OversignHeaders From,Subject,Sender' \
	    'OversignHeaders From
SignHeaders From,Subject,Date'; do
		printf '%s\n' "$base" "$more" >"$T/conf"
		alike "$more" many
	done
	conf <<-'END'
	Mode s
	Domain example.com,example.org
	SubDomains yes
	Selector mail
	KeyFile DIR/keys/mail.private
	OversignHeaders From
	RequireSafeKeys no
	END
	alike 'SubDomains' many message.sub
	alike 'two domains' many
	echo 'example.org' >"$T/domains"
	sed -i "s,^Domain.*,domain file:$T/domains," "$T/conf"
	alike 'domains in a file' many
	conf <<-'END'
	Mode s
	Include DIR/more
	OversignHeaders From
	RequireSafeKeys no
	END
	conf2=$T/more
	cat >"$conf2" <<-END
	KeyTable file:$T/KeyTable
	SigningTable refile:$T/SigningTable
	END
	printf '%s\n' "name example.org:mail:$T/keys/mail.private" \
	    "other example.com:mail:$T/keys/default.private" >"$T/KeyTable"
	printf '%s\n' '*@example.com other' '*@example.org	name' >"$T/SigningTable"
	alike 'tables, and Include' many
	printf '%s\n' "name %:mail:$T/keys/%/mail.private" >"$T/KeyTable"
	mkdir "$T/keys/example.org" && cp "$T/keys/mail.private" "$T/keys/example.org"
	echo '*@* name' >"$T/SigningTable"
	alike 'a table with %' many
	sed -i 's/refile/file/' "$T/more"
	echo 'a@example.org name' >"$T/SigningTable"
	alike 'a table that is no refile:' many
	printf 'name example.org:mail:%s\n' "$(openssl rsa -in "$T/keys/mail.private" \
	    -traditional -outform DER 2>"$T/err" | base64 -w 0)" >"$T/KeyTable"
	is 'a key in the table, which this OpenDKIM cannot read' 0 1 \
	    'sh "$T/paste" | grep -c "^DKIM-Signature"'
fi

# Words that sh must not read
key="$T/odd/a b\$(date)'\"\`.private"
cp "$T/keys/mail.private" "$key"
conf <<'END'
Domain example.org
Selector mail
KeyFile KEY
END
{ sed '$d' "$T/conf"; printf 'KeyFile %s\n' "$key"; } >"$T/conf2"
mv "$T/conf2" "$T/conf"
is 'a path with blanks, quotes and $()' 0 1 \
    'sh "$T/paste" | grep -c "^DKIM-Signature"'
for bad in 'Selector a;b' 'Selector a b' 'Domain a b' 'Domain $(date)' \
    'Canonicalization strict' 'Mode x' 'SignHeaders a;b' 'SignHeaders a|b' \
    'OversignHeaders $(date)' 'Nameservers a' 'SignatureTTL 1d' 'AuthservID a|b' \
    'MinimumKeyBits x' 'Selector'; do
	printf '%s\n' 'Mode sv' 'Domain example.org' 'Selector mail' \
	    'KeyFile /k' "$bad" >"$T/conf"
	is "refused, by file and line: $bad" 78 'conf: line 5: ' \
	    '$convert "$T/conf" 2>&1 | grep -o "conf: line 5: "; $convert "$T/conf" 2>"$T/err"'
done
printf 'Domain example.org\nSelector \033[2J\n' >"$T/conf"
is 'a control character' 78 "from-opendkim: $T/conf: line 2: a control character" \
    '$convert "$T/conf" 2>&1'
echo "Include $T/conf" >"$T/conf"
is 'a file that includes itself' 78 '' '$convert "$T/conf"'
echo 'KeyTable /k' >"$T/conf"
is 'half of the tables' 78 '' '$convert "$T/conf"'
printf 'KeyTable %s\nSigningTable %s\n' "$T/KeyTable" "$T/SigningTable" >"$T/conf"
echo "name example.org:-mail:$T/keys/mail.private" >"$T/KeyTable"
is 'dkim-sign checks the tables' 78 \
    "dkim-sign: $T/KeyTable: line 1: the second field is not a selector" \
    '$convert "$T/conf" 2>&1'
echo 'name example.org:mail' >"$T/KeyTable"
is 'an entry of two parts' 78 \
    "from-opendkim: $T/KeyTable: line 1: not of the form name domain:selector:key" \
    '$convert "$T/conf" 2>&1'
printf 'Domain example.org\r\nSELECTOR mail # of 2026\r\nkeyfile /k\r\n' \
    >"$T/conf"
missing 'CRLF, comments, letters of any size' 0 ''

# What has no counterpart is named, what is set as usual is not.
conf <<'END'
Mode v
On-BadSignature accept
On-DNSError tempfail
On-NoSignature reject
RemoveOldSignatures no
MultipleSignatures yes
PeerList 10.0.0.0/8
LDAPUseTLS yes
Frobnicate 7
ClockDrift 300
END
missing 'no counterpart' 1 'conf: line 4: On-NoSignature reject
conf: line 6: MultipleSignatures yes
conf: line 7: PeerList 10.0.0.0/8
conf: line 8: LDAPUseTLS yes
conf: line 9: Frobnicate, which OpenDKIM does not have either'
conf <<'END'
Domain ldap://ldap.example.org/dc=example
Selector mail
KeyFile /k
InternalHosts 127.0.0.1,!192.0.2.1,.example.org,mail.example.org,2001:db8::/32
END
missing 'data sets and hosts' 1 'conf: line 1: a data set of the kind ldap
conf: line 4: !192.0.2.1, a name or exception, which mynetworks cannot have
conf: line 4: .example.org, a name or exception, which mynetworks cannot have
conf: line 4: mail.example.org, a name or exception, which mynetworks cannot have'
conf <<'END'
Domain example.org
Selector mail
KeyFile /k
SignatureAlgorithm rsa-sha1
MaximumSignedBytes 100
END
missing 'what would be weaker' 1 'conf: line 4: rsa-sha1, which RFC 8301 forbids; it will be rsa-sha256
conf: line 5: MaximumSignedBytes 100'

# The verifying side
conf <<'END'
Mode v
AuthservID mx.example.org
MinimumKeyBits 2048
Nameservers 192.0.2.53, 2001:db8::53
DNSTimeout 5
MaximumSignaturesToVerify 3
Socket inet:8891@localhost
END
is 'verify: the command' 0 \
    'dkim-verify -a mx.example.org --min-bits 2048 --max-signatures 3 -T 5 -n 192.0.2.53 -n 2001:db8::53 <message' \
    '$convert "$T/conf" | grep "^dkim-verify"'
is 'verify: it can be run' 1 1 \
    '$convert "$T/conf" | sed -n "s/^\(dkim-verify.*\) <.*/\1/p" >"$T/command"
    sed "1,2d" "$T/message" | sh "$T/command" | grep -c dkim=none; exit 1'
is 'verify: nothing is signed' 0 0 '$convert "$T/conf" | grep -c dkim-sign; true'

# Out of Postfix
cat >"$T/bin/postconf" <<'END'
#!/bin/sh
case $1 in
-hx) cat "$T/milters" ;;
-e) printf '%s\n' "$2" ;;
esac
END
chmod +x "$T/bin/postconf"
cat >"$T/leave" <<'END'
PATH=$T/bin:$PATH
$convert "$T/conf" | sed -n '/^for p/,/^done/p' >"$T/commands"
. "$T/commands" | sed 's/  */ /g;s/ *$//'
END
# leaves SOCKET MILTERS WANT
leaves() {
	printf 'Mode v\nSocket %s\n' "$1" >"$T/conf"
	echo "$2" >"$T/milters"
	is "$1 leaves $2" 0 "smtpd_milters =${3:+ $3}
non_smtpd_milters =${3:+ $3}" 'sh "$T/leave"'
}
leaves inet:8891@localhost inet:localhost:8891 ''
leaves inet:8891@127.0.0.1 'inet:localhost:11332, inet:127.0.0.1:8891' inet:localhost:11332
leaves inet6:8891@::1 'inet:[::1]:8891' ''
leaves 'inet6:8891@[2001:db8::1]' 'inet:[2001:db8::1]:8891' ''
leaves inet:8891@0.0.0.0 'inet:127.0.0.1:8891' ''
leaves inet:8891 'inet:localhost:8891,unix:/run/x' unix:/run/x
leaves local:/var/spool/postfix/opendkim/opendkim.sock \
    'unix:opendkim/opendkim.sock unix:/clamav/milter.sock' unix:/clamav/milter.sock
leaves local:/run/opendkim/opendkim.sock local:/run/opendkim/opendkim.sock ''
leaves /run/o.sock 'unix:/run/other.sock, unix:/run/o.sock' unix:/run/other.sock
leaves "local:/run/a'b\$(date).sock" "local:/run/a'b\$(date).sock" ''

printf 'Mode v\nSocket inet:8891@localhost\n' >"$T/conf"
echo '{ inet:localhost:8891, default_action=accept }' >"$T/milters"
is 'a milter with options is left to people' 0 \
    'smtpd_milters: with options, to be edited by hand
non_smtpd_milters: with options, to be edited by hand' 'sh "$T/leave"'
is 'who does not sign needs no second Postfix' 0 'postfix reload' \
    '$convert "$T/conf" | grep "^postfix\|^systemctl.* postfix"'
printf '%s\n' 'Domain example.org' 'Selector mail' 'KeyFile /k' \
    'InternalHosts 192.0.2.0/24,0.0.0.0/0,::/0' >"$T/conf"
is 'who signs has one to start' 1 \
    'systemctl daemon-reload && systemctl restart postfix' \
    '$convert "$T/conf" >"$T/out"; s=$?; grep "^postfix \|^systemctl.* postfix" "$T/out"; exit $s'
is 'no advice that makes an open relay' 0 '192.0.2.0/24' \
    "sed -n '/^# those who log in/{n;s/#.//p;}' \"\$T/out\""
missing 'but it is named' 1 "conf: line 4: 0.0.0.0/0, in mynetworks it would let strangers send: an open relay
conf: line 4: ::/0, in mynetworks it would let strangers send: an open relay"

# The lines for contrib/postfix fit it.
mkdir "$T/tree"
conf <<'END'
Domain example.org
Selector mail
KeyFile DIR/keys/mail.private
AuthservID mx.example.org
MinimumKeyBits 2048
END
is 'the lines for contrib/postfix' 0 'TABLES="-K /etc/mailseal/key.table -S refile:/etc/mailseal/signing.table -c simple/simple"
OTHERS=pass
ID=mx.example.org
dkim-verify -f --min-bits 2048' \
    'cd "$T/tree" && $convert "$T/conf" | sed -n "/^cp -R/p;/^sed/{/\\\\$/N;p;}" >commands && sh -e commands &&
    cat mailseal-postfix/mailseal-out mailseal-postfix/mailseal-in |
    grep -o "^TABLES=.*\|^OTHERS=[a-z]*\|^ID=[a-z.]*\|dkim-verify -f --min-bits 2048"'
is 'the scripts that are run are there' 0 'in.setup out.setup' \
    'cd "$T/tree" && ls $(sed -n "s/^sh //p" commands) $($convert "$T/conf" |
    sed -n "s/^sh //p") | sed "s/.*\///" | paste -sd " " -'
plan
