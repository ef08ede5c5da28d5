#!/bin/sh
# dns-record -c: the record of a key, or a text, against what each
# authoritative server answers.
# shellcheck disable=SC1091,SC2016
cd "$(dirname "$0")" || exit 1
. ./lib.sh
. ./need.sh
: "${T:?}"

PATH=$PATH:/usr/sbin:/sbin
need 'NSD (nsd)' 'command -v nsd'
unset RES_OPTIONS LOCALDOMAIN
umask 077
(
	openssl genrsa -out "$T/mail.private" 4096
	openssl genrsa -out "$T/other.private" 4096
	openssl genpkey -algorithm ed25519 -out "$T/ed.private"
) 2>/dev/null

# record FILE [SED]: the record of that key, changed, as zone NAME.
record() {
	dns-record -F zone -k "$T/$1.private" -s mail | sed "${2:-}"
}

# zone DIR SERIAL: a zone of example.org, whose other records are on stdin.
zone() {
	mkdir -p "$T/$1"
	{
		printf '$TTL 300\n$ORIGIN example.org.\n'
		printf '@ SOA ns1 hostmaster %s 3600 600 86400 300\n' "$2"
		printf '@ NS ns1\n@ NS ns2\nns1 A 127.0.0.11\nns2 A 127.0.0.12\n'
		cat
	} >"$T/$1/example.org.zone"
}

record mail | zone good 2
record mail | zone good-old 1
: | zone none 1
record other | zone other 1
record mail '3d' | zone chunk 1
{ record mail; echo 'mail._domainkey TXT "v=DKIM1; p="'; } | zone two 2
echo 'mail._domainkey TXT "v=DKIM1; k=rsa; p="' | zone revoked 2
record mail 's/v=DKIM1; /v=DKIM1; t=y; /' | zone tags 2
record mail 's/h=sha256; //' | zone no-h 2
record mail 's/h=sha256/h=sha1/' | zone sha1 2
record mail 's/v=DKIM1; /&s=tlsrpt; /' | zone service 2
record mail 's/"v=DKIM1/"\\"v=DKIM1/' | zone quotes 2
echo 'mail._domainkey TXT "some text"' | zone text 2
echo 'mail._domainkey CNAME mail._domainkey.example.net.' | zone alias 2
echo 'mail._domainkey CNAME mail._domainkey' | zone loop 2
{ record mail; echo '@ TXT "v=spf1 mx -all"'; echo '@ TXT "x=y"'
    echo '_dmarc TXT "v=DMARC1; p=none"'; } | zone all 3
{ record mail; echo '@ TXT "v=spf1 mx -all"'; echo '@ TXT "v=spf1 a -all"'
    echo '_dmarc TXT "v=DMARC1; p=reject"'; } | zone all-old 2

# The zone that the alias leads to: DIR with the key of FILE.
elsewhere() {
	{
		printf '$TTL 300\n$ORIGIN example.net.\n'
		printf '@ SOA ns hostmaster 7 3600 600 86400 300\n'
		printf '@ NS ns\nns A 127.0.0.13\n'
		record "$2"
	} >"$T/$1/example.net.zone"
}
elsewhere alias mail
mkdir "$T/net" "$T/net-other"
elsewhere net mail
elsewhere net-other other

# One server: -n and -z
C='dns-record -c -k "$T/mail.private" -d example.org -s mail'
. ./servers.sh
# given DIR STATUS WORDS: as it is answered by a server that was named.
given() {
	start_nsd "$T/$1"
	is "-n: $1" "$2" "mail._domainkey.example.org: 127.0.0.1:$NSD_PORT: $3" \
	    "$C -n 127.0.0.1:$NSD_PORT"
	is "-z: $1" "$2" "mail._domainkey.example.org: zone file: $3" \
	    "$C -z \"\$T/$1/example.org.zone\""
}
given good 0 same
given none 1 'differs: the name does not exist'
given revoked 1 'differs: the key is revoked: p= is empty'
given text 1 'differs: no tag: "=" is missing, or a semicolon stands where none belongs'
p() {
	dns-record -F plain -k "$T/$1.private" | sed 's/.*p=//'
}
at=$(p mail >"$T/p1"; p other >"$T/p2"; cmp -l "$T/p1" "$T/p2" |
    awk '{ print $1; exit }')
given other 1 "differs: another key: from character $at on p= has $(
    tail -c "+$at" "$T/p2" | head -c 12)... where $(
    tail -c "+$at" "$T/p1" | head -c 12)... is wanted"
given chunk 1 \
    'differs: 250 characters of p= are missing behind character 250: a lost string?'
given two 1 'differs: 2 records at the name, where one must be alone'
given tags 0 'same: t= is too much'
given no-h 0 'same: h= is missing'
given sha1 1 'differs: h= does not allow sha256'
given service 1 \
    'differs: the key is not for mail: leave s= out, or say s=email'
given quotes 1 'differs: quotes stand in the text itself: they belong to a zone file, not into the box of a provider'
is '-z: a CNAME to another zone file' 0 'mail._domainkey.example.org: zone file: same: a CNAME to mail._domainkey.example.net' \
    "$C -z \"\$T/alias/example.org.zone\" -z \"\$T/net/example.net.zone\""
is '-n: nobody there' 75 "mail._domainkey.example.org: 127.0.0.1:$(port=$(free_port); echo "$port" | tee "$T/port"): no answer: no server can be reached" \
    "$C -T 2 -n 127.0.0.1:\$(cat \"\$T/port\")"
start_nsd "$T/good"
good=$NSD_PORT
start_nsd "$T/other"
is '-n twice: one is right, one is not' 1 'same
differs' "$C -n 127.0.0.1:$good -n 127.0.0.1:$NSD_PORT >\"\$T/o\"; s=\$?
    sed 's/.*:[0-9]*: \([a-z]*\).*/\1/' \"\$T/o\"; exit \$s"
is 'a text: every tag counts' 1 "mail._domainkey.example.org: 127.0.0.1:$good: differs: h= is too much" \
    "dns-record -F fqdn -k \"\$T/mail.private\" -d example.org -s mail |
    sed 's/h=sha256; //' | dns-record -c -n 127.0.0.1:$good"
is 'a text: blanks do not' 0 "mail._domainkey.example.org: 127.0.0.1:$good: same" \
    "dns-record -F fqdn -k \"\$T/mail.private\" -d example.org -s mail |
    sed 's/DKIM1; /DKIM1;  /' | dns-record -c -n 127.0.0.1:$good"
start_nsd "$T/all"
all=$NSD_PORT
start_nsd "$T/all-old"
printf '%s\n' 'example.org. TXT "v=spf1 mx -all"' \
    '_dmarc.example.org. TXT "v=DMARC1; p=none"' >"$T/texts"
is 'SPF and DMARC: same' 0 "example.org: 127.0.0.1:$all: same
_dmarc.example.org: 127.0.0.1:$all: same" \
    "dns-record -c -n 127.0.0.1:$all \"\$T/texts\""
is 'SPF and DMARC: blanks do not count' 0 '' "printf '%s\n' 'example.org. TXT \"v=spf1 MX  -all\"' \
    '_dmarc.example.org. TXT \"v=DMARC1;p=none;\"' | dns-record -c -n 127.0.0.1:$all |
    grep -v ': same'; true"
is 'SPF and DMARC: two, another' 1 "example.org: 127.0.0.1:$NSD_PORT: differs: 2 records at the name, where one must be alone
_dmarc.example.org: 127.0.0.1:$NSD_PORT: differs: p= is another: v=DMARC1; p=reject" \
    "dns-record -c -n 127.0.0.1:$NSD_PORT \"\$T/texts\""
is '-j' 0 '' "dns-record -c -j -n 127.0.0.1:$all -n 127.0.0.1:$NSD_PORT \"\$T/texts\" |
    python3 -c '
import json, sys
spf, dmarc = [json.loads(line) for line in sys.stdin]
assert spf[\"name\"] == \"example.org\" and spf[\"status\"] == \"differs\", spf
assert [s[\"status\"] for s in spf[\"servers\"]] == [\"same\", \"differs\"], spf
assert \"2 records\" in spf[\"servers\"][1][\"reason\"], spf
assert dmarc[\"kind\"] == \"dmarc\", dmarc
'"

# A KeyTable
cat >"$T/KeyTable" <<END
# keys
mail._domainkey.example.org example.org:mail:$T/mail.private
% %:mail:$T/mail.private
b example.org:b:$T/ed.private
END
is '-K: each key' 1 "mail._domainkey.example.org: 127.0.0.1:$good: same
b._domainkey.example.org: 127.0.0.1:$good: differs: the name does not exist" \
    "dns-record -c -K \"\$T/KeyTable\" -n 127.0.0.1:$good 2>\"\$T/e\"; s=\$?
    grep -q 'line 3: the domain is that of each message' \"\$T/e\" || echo; exit \$s"
is '-K: a key that others can read' 77 '' "cp \"\$T/ed.private\" \"\$T/open\"
    chmod 644 \"\$T/open\"
    echo \"a example.org:mail:\$T/open\" >\"\$T/kt2\"
    dns-record -c -K \"\$T/kt2\" -n 127.0.0.1:$good"
is '-K: a key that is not there' 66 'dns-record: kt4: line 2: /nonexistent: No such file or directory' "cd \"\$T\"
    printf '%s\n' '' 'a example.org:mail:/nonexistent' >kt4
    dns-record -c -K kt4 -n 127.0.0.1:$good 2>&1"
is '-K: no key of a domain' 65 '' "echo '% %:mail:/nonexistent' >\"\$T/kt5\"
    dns-record -c -K \"\$T/kt5\" -n 127.0.0.1:$good"
is '-K: a line that is none' 78 '' "echo 'a b' >\"\$T/kt3\"
    dns-record -c -K \"\$T/kt3\" -n 127.0.0.1:$good"

# Calls
is '-F with -c' 64 '' 'dns-record -c -F plain </dev/null'
is '--group-key without a key' 64 '' 'dns-record --group-key </dev/null'
is '-w without -c' 64 '' 'dns-record -w 3 </dev/null'
is '-K without -c' 64 '' 'dns-record -K x </dev/null'
is '-c without a name' 64 '' 'echo v=spf1 -all | dns-record -c -n 127.0.0.1'
is '-c with nothing to compare' 65 '' "echo 'a._domainkey.example.org. CNAME b.example.net.' |
    dns-record -c -n 127.0.0.1:$good"
is '-c -z with no such file' 66 'mail._domainkey.example.org: zone file: no answer
/nonexistent: No such file or directory' \
    "$C -z /nonexistent"
is '-c with a record that no verifier can use' 1 '' \
    "echo 'a._domainkey.example.org. TXT \"v=DKIM1; k=x; p=x\"' |
    dns-record -c -n 127.0.0.1:$good"

# All authoritative servers, found by NS, in a name space of their own: the
# resolver is at 127.0.0.1, the servers at 127.0.0.11 to 13.
cat >"$T/inside" <<'END'
. ./lib.sh
OUT=$1
python3 -c 'import fcntl, socket, struct
fcntl.ioctl(socket.socket(), 0x8914, struct.pack("16sh14x", b"lo", 0x49))'
echo nameserver 127.0.0.1 >"$T/resolv.conf"
mount --bind "$T/resolv.conf" /etc/resolv.conf || exit 1
. ./servers.sh
free_port() {
	echo 53
}
# serve ADDRESS DIR: NSD there; put it down again with stop.
serve() {
	NSD_ADDRESS=$1
	start_nsd "$OUT/$2"
}
. "$OUT/scene"
END

# servers_at: a scene of servers, and a command within it.
scene() {
	name=$1 status=$2 want=$3
	shift 3
	printf '%s\n' "$@" >"$T/scene"
	is "$name" "$status" "$want" \
	    'unshare -rmn sh "$T/inside" "$T"'
}

if may_unshare -rmn; then
	c='dns-record -c -k "$OUT/mail.private" -d example.org -s mail'
	n=mail._domainkey.example.org
	m=mail._domainkey.example.net
	scene 'all agree' 0 "$n: ns1.example.org (127.0.0.11): same
$n: ns2.example.org (127.0.0.12): same" 'serve 127.0.0.1 good' \
	    'serve 127.0.0.11 good' 'serve 127.0.0.12 good' "$c"
	scene 'one lags' 1 "$n: ns1.example.org (127.0.0.11): same
$n: ns2.example.org (127.0.0.12): differs: the name does not exist (its zone is older: serial 1, 2 elsewhere)" \
	    'serve 127.0.0.1 good' \
	    'serve 127.0.0.11 good' 'serve 127.0.0.12 none' "$c"
	scene 'one is dead' 75 "$n: ns1.example.org (127.0.0.11): same
$n: ns2.example.org (127.0.0.12): no answer: no server can be reached" \
	    'serve 127.0.0.1 good' 'serve 127.0.0.11 good' "$c"
	scene 'one is dead, one differs' 1 "$n: ns1.example.org (127.0.0.11): differs: the name does not exist
$n: ns2.example.org (127.0.0.12): no answer: no server can be reached" \
	    'serve 127.0.0.1 good' 'serve 127.0.0.11 none' "$c"
	scene 'one does not know the zone' 75 "$n: ns1.example.org (127.0.0.11): same
$n: ns2.example.org (127.0.0.12): no answer: REFUSED" \
	    'serve 127.0.0.1 good' 'serve 127.0.0.11 good' \
	    'serve 127.0.0.12 net' "$c"
	scene 'a CNAME to elsewhere, where it is right' 0 "$n: ns1.example.org (127.0.0.11): elsewhere: a CNAME to $m
$n: ns2.example.org (127.0.0.12): elsewhere: a CNAME to $m
$m: ns.example.net (127.0.0.13): same" 'serve 127.0.0.1 alias' \
	    'serve 127.0.0.11 alias' 'serve 127.0.0.12 alias' \
	    'serve 127.0.0.13 net' "$c"
	scene 'a CNAME to elsewhere, where it is another' 1 "$n: ns1.example.org (127.0.0.11): elsewhere: a CNAME to $m
$n: ns2.example.org (127.0.0.12): elsewhere: a CNAME to $m
$m: ns.example.net (127.0.0.13): differs: another key" \
	    'serve 127.0.0.1 alias' 'serve 127.0.0.11 alias' \
	    'serve 127.0.0.12 alias' 'serve 127.0.0.13 net-other' \
	    "$c >\"\$OUT/o\"; s=\$?; sed 's/: from char.*//' \"\$OUT/o\"; exit \$s"
	scene 'a CNAME on one of two' 1 "$n: ns1.example.org (127.0.0.11): same
$n: ns2.example.org (127.0.0.12): elsewhere: a CNAME to $m
$m: ns.example.net (127.0.0.13): differs: another key" \
	    'serve 127.0.0.1 alias' 'serve 127.0.0.11 good' \
	    'serve 127.0.0.12 alias' 'serve 127.0.0.13 net-other' \
	    "$c >\"\$OUT/o\"; s=\$?; sed 's/: from char.*//' \"\$OUT/o\"; exit \$s"
	scene 'a CNAME to a name that nobody knows, on one of two' 75 "$n: ns1.example.org (127.0.0.11): same
$n: ns2.example.org (127.0.0.12): elsewhere: a CNAME to $m
$m: no answer from DNS: REFUSED" 'serve 127.0.0.1 good' \
	    'serve 127.0.0.11 good' 'serve 127.0.0.12 alias' "$c"
	scene 'the same in JSON: no yes' 75 '"no answer"' 'serve 127.0.0.1 good' \
	    'serve 127.0.0.11 good' 'serve 127.0.0.12 alias' \
	    "$c -j >\"\$OUT/o\"; s=\$?; grep -o '^{\"name\":\"[^\"]*\",\"kind\":\"dkim\",\"status\":\"[^\"]*\"' \"\$OUT/o\" | sed 's/.*://'; exit \$s"
	scene 'a CNAME that is a loop, on one of two' 1 "$n: ns1.example.org (127.0.0.11): same
$n: ns2.example.org (127.0.0.12): differs: a CNAME to $n: a loop (its zone is older: serial 2, 3 elsewhere)" \
	    'serve 127.0.0.1 all' \
	    'serve 127.0.0.11 all' 'serve 127.0.0.12 loop' "$c"
	scene 'no resolver' 75 "$n: no answer from DNS: no server can be reached" "$c -T 2"
	scene 'a domain of which the resolver does not know' 75 \
	    'mail._domainkey.example.com: no answer from DNS: REFUSED' 'serve 127.0.0.1 good' \
	    'dns-record -c -k "$OUT/mail.private" -d example.com -s mail'

	# Waiting
	scene '-w: until the second has it' 0 "$n: ns1.example.org (127.0.0.11): same
$n: ns2.example.org (127.0.0.12): same" 'serve 127.0.0.1 good' \
	    'serve 127.0.0.11 good' \
	    "($c -w 60 2>\"\$OUT/waited\"; echo \$? >\"\$OUT/s\") >\"\$OUT/o\" &" \
	    'until grep -q waiting "$OUT/waited"; do sleep 0.2; done' \
	    'serve 127.0.0.12 good' \
	    'until test -s "$OUT/s"; do sleep 0.2; done' \
	    'cat "$OUT/o"' 'grep -q "^waiting: .*127.0.0.12): no answer" "$OUT/waited" || echo quiet' \
	    'exit "$(cat "$OUT/s")"'
	scene '-w: the time is over' 1 "$n: ns1.example.org (127.0.0.11): differs: the name does not exist
$n: ns2.example.org (127.0.0.12): differs: the name does not exist" \
	    'serve 127.0.0.1 none' 'serve 127.0.0.11 none' \
	    'serve 127.0.0.12 none' "$c -w 2"
fi

plan
