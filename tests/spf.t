#!/bin/sh
# spf-check: options, exits, results, fields, the tree, the filter.
# shellcheck disable=SC1091,SC2016
cd "$(dirname "$0")" || exit 1
. ./lib.sh
: "${T:?}"
. ./servers.sh

mkdir "$T/bin" "$T/tmp" && PATH=$T/bin:$PATH || exit 1
TMPDIR=$T/tmp
export TMPDIR

cat >"$T/zone" <<'END'
$ORIGIN example.org.
@		TXT	"v=spf1 ip4:192.0.2.1 ip6:2001:db8::1 -all"
soft		TXT	"v=spf1 ~all"
neutral		TXT	"v=spf1 ?all"
open		TXT	"v=spf1"
upper		TXT	"V=sPf1 IP4:192.0.2.1 -ALL"
late		TIMEOUT	TXT
two		TXT	"v=spf1 -all"
two		TXT	"v=spf1 +all"
cut		TXT	"v=spf1 ip4:192." "0.2.1 -all"
other		TXT	"v=spf10 +all"
bad		TXT	"v=spf1 ip4:192.0.2.256 -all"
bad-include	TXT	"v=spf1 include:bad.example.org -all"
no-include	TXT	"v=spf1 include:nothing.example.org -all"
late-a		TXT	"v=spf1 a:late-host.example.org -all"
late-host	TIMEOUT	A
late-include	TXT	"v=spf1 include:late.example.org -all"
mail		TXT	"v=spf1 a -all"
mail		A	192.0.2.1
exp		TXT	"v=spf1 -all exp=why.example.org"
why		TXT	"%{i} may not send for %{d}, says %{r}: see http://example.org/?s=%{S}"
local		TXT	"v=spf1 exists:%{l}.at.%{d} -all"
user.at.local	A	192.0.2.1
postmaster.at.local A	192.0.2.1
relocal		TXT	"v=spf1 redirect=%{l}.to.example.org"
user.to		TXT	"v=spf1 ip4:192.0.2.1 -all"
redirect	TXT	"v=spf1 redirect=example.org"
many		TXT	"v=spf1 include:one.example.org include:big.example.org ip4:192.0.2.0/24 a:h1.example.org -all"
one		TXT	"v=spf1 a:h1.example.org -all"
big		TXT	"v=spf1 a:h1.example.org a:h2.example.org mx:h1.example.org exists:h1.example.org ptr include:more.example.org a:h1.example.org a:h2.example.org ?all a:h1.example.org"
more		TXT	"v=spf1 a:h2.example.org -all"
eleven		TXT	"v=spf1 a:h1.example.org a:h1.example.org a:h1.example.org a:h1.example.org a:h1.example.org a:h1.example.org a:h1.example.org a:h1.example.org a:h1.example.org a:h1.example.org a:h1.example.org -all"
voids		TXT	"v=spf1 a:v1.example.org a:v2.example.org a:v3.example.org -all"
h1		A	198.51.100.1
h1		MX	10 h2
h2		A	198.51.100.2
hostile		TXT	"v=spf1 x\010Subject: y\" reason=z;\\"
hostile2	TXT	"v=spf1 ip4:\";spf=pass,}\010 -all"
hostile3	TXT	"v=spf1 a:\155\155\255.example.org -all"
hostile4	TXT	"v=spf1 include:%{h}.example.org -all"
hostile5	TXT	"v=spf1 -all exp=h5.example.org"
h5		TXT	"\010Authentication-Results: mx.example.org; spf=pass"
END
cat >"$T/bin/spf" <<'END'
#!/bin/sh
exec spf-check -a mx.example.org -z "$T/zone" "$@"
END
# say DOMAIN [OPTION]...: as the user there.
cat >"$T/bin/say" <<'END'
#!/bin/sh
domain=$1
shift
exec spf -i 192.0.2.1 -h mail.example.org -s "user@$domain" "$@"
END
# one: all lines of a field as one.
cat >"$T/bin/one" <<'END'
#!/bin/sh
tr -d '\r\n' | tr -s '\t ' '  '
echo
END
# get EXPRESSION: of the JSON on one line, a is all and r the result.
cat >"$T/bin/get" <<'END'
#!/usr/bin/python3
import json, sys
text = sys.stdin.buffer.read().decode('utf-8')
if text.count('\n') != 1 or not text.endswith('\n'):
    sys.exit('not one line: %r' % text)
a = json.loads(text)
r = a['results'][0]
tree = r.get('tree')
print(eval(sys.argv[1]))
END
# result: the method, result and reason of the topmost field, checked.
cat >"$T/bin/result" <<'END'
#!/bin/sh
cat >"$T/field" && ./authres-parse.py -p "$T/field"
END
chmod +x "$T"/bin/*

# Results and exits (DESIGN.md sections 3.2 and 3.4)
is 'pass' 0 'id=mx.example.org
spf=pass smtp.mailfrom=example.org' 'say example.org >$T/o; s=$?; result <$T/o; exit $s'
# no NAME STATUS RESULT REASON COMMAND
no() {
	is "$1" "$2" "id=mx.example.org
spf=$3 reason='$4' $5" "$6 >\$T/o; s=\$?; result <\$T/o; exit \$s"
}
no fail 1 fail '-all matched' smtp.mailfrom=example.org 'say example.org -i 192.0.2.2'
no softfail 1 softfail '~all matched' smtp.mailfrom=soft.example.org 'say soft.example.org'
no neutral 1 neutral '?all matched' smtp.mailfrom=neutral.example.org 'say neutral.example.org'
no 'neutral, no term matched' 1 neutral 'no term matched' smtp.mailfrom=open.example.org 'say open.example.org'
is 'none' 1 none 'say nothing.example.org -j >$T/o; s=$?; get "r[\"result\"]" <$T/o; exit $s'
is 'temperror' 75 temperror 'say late.example.org -j >$T/o; s=$?; get "r[\"result\"]" <$T/o; exit $s'
is 'permerror' 1 permerror 'say bad.example.org -j >$T/o; s=$?; get "r[\"result\"]" <$T/o; exit $s'
is 'the version is of either case, as are mechanisms' 0 '' 'say upper.example.org >/dev/null'
is 'strings of a record are joined without a blank' 0 '' 'say cut.example.org >/dev/null'
is 'v=spf10 is no record' 1 none 'say other.example.org -j | get "r[\"result\"]"; exit 1'
is 'redirect' 0 '' 'say redirect.example.org >/dev/null'

# Reasons
# why NAME DOMAIN PATTERN...: the reason has them all.
why() {
	name=$1 domain=$2
	shift 2
	for pattern; do
		is "reason, $name: $pattern" 0 '' "say $domain -j |
		get 'r[\"reason\"]' | grep -qiF -e '$pattern'"
	done
}
why 'two records' two.example.org '2 SPF records'
why 'syntax error' bad.example.org 'ip4:192.0.2.256'
why 'below an include' bad-include.example.org bad.example.org 'ip4:192.0.2.256'
why 'include of nothing' no-include.example.org nothing.example.org 'no SPF record'
why 'no answer' late-a.example.org late-host.example.org
why 'no answer below' late-include.example.org late.example.org
why 'too many lookups' eleven.example.org 10 'DNS'
why 'too many voids' voids.example.org 2 void
is 'no answer below an include is exit 75' 75 '' 'say late-include.example.org >/dev/null'
is 'no answer to a: is exit 75' 75 '' 'say late-a.example.org >/dev/null'
for term in 'a:/8' 'a:%{d}.foo}' 'a:example.org.%%_' 'a:%{x}.example.org' 'ip4:192.0.2.0/33' 'ip6:::1/129' \
    'a:example.org//129' 'mx/08' 'all.' 'include' 'exists:' 'redirect=' 'nonsense' \
    '-exp=example.org' 'a:%{d0}' 'a:%{d' 'a:%(d)' 'a:foo-' 'a:example.1' 'ptr/24' \
    'exists:example.org/24' 'ip4' '=x' '1=x' 'a:%{c}.example.org' 'ip4:192.0.2'; do
	is "syntax error is named: $term" 1 yes \
	    "say example.org -j -R 'v=spf1 $term +all' >\$T/o; s=\$?
	    get '\"yes\" if r[\"result\"] == \"permerror\" and \"$term\" in r[\"reason\"] else r' <\$T/o
	    exit \$s"
done
for term in 'a:%{d}' 'a:%{d1r.-}' 'a/24//64' 'mx//64' 'x-y_z.1=%{l}' 'a:example.org.' \
    'a:a/b.example.org/24' 'a:%{ir}.example.org' 'A:example.Org' 'ptr:example.org' \
    'exp=%{d}' 'a:1.a2' 'include=x' 'ip6:::/0' 'x='; do
	is "no syntax error: $term" 0 '' "say example.org -R 'v=spf1 ?$term +all' >/dev/null ||
	    say example.org -R 'v=spf1 $term +all' >/dev/null"
done
is 'redirect twice' 1 '' 'say example.org -R "v=spf1 redirect=a.example.org redirect=b.example.org" | grep -q permerror && exit 1'

# Identities
no 'HELO scope' 1 fail '-all matched' smtp.helo=mail.example.org \
    'spf -i 192.0.2.9 -s user@soft.example.org -h mail.example.org --scope helo'
is 'mailfrom scope' 0 '' 'spf -i 192.0.2.1 -s user@example.org -h x --scope mailfrom >/dev/null'
is 'a null sender is checked by HELO' 0 'id=mx.example.org
spf=pass smtp.helo=mail.example.org' 'spf -i 192.0.2.1 -s "<>" -h mail.example.org | result'
is 'an empty sender, too' 0 'id=mx.example.org
spf=pass smtp.helo=mail.example.org' 'spf -i 192.0.2.1 -s "" -h mail.example.org | result'
is 'HELO alone' 0 'id=mx.example.org
spf=pass smtp.helo=mail.example.org' 'spf -i 192.0.2.1 -h mail.example.org | result'
is 'a sender in angle brackets' 0 '' 'spf -i 192.0.2.1 -s "<user@example.org>" >/dev/null'
is 'no local-part is postmaster' 0 postmaster.at.local.example.org \
    'spf -i 192.0.2.1 -s local.example.org -j | get "tree[\"terms\"][0][\"target\"]"'
is 'an empty local-part, too' 0 postmaster.at.local.example.org \
    'spf -i 192.0.2.1 -s @local.example.org -j | get "tree[\"terms\"][0][\"target\"]"'
is 'a local-part that mattered is told' 0 'id=mx.example.org
spf=pass smtp.mailfrom=user@local.example.org' 'say local.example.org | result'
is 'a local-part that mattered to redirect only, too' 0 'id=mx.example.org
spf=pass smtp.mailfrom=user@relocal.example.org' 'say relocal.example.org | result'
is 'RFC 8616: a local-part that is not ASCII matches nothing' 1 fail \
    'spf -i 192.0.2.1 -s "$(printf "\303\274@local.example.org")" -j >$T/o; s=$?; get "r[\"result\"]" <$T/o; exit $s'
is 'an at sign in the local-part' 0 '' 'spf -i 192.0.2.1 -s "\"a@b\"@example.org" >/dev/null'
is 'an address literal as HELO is none' 1 none \
    'spf -i 192.0.2.1 -h "[192.0.2.1]" -j >$T/o; s=$?; get "r[\"result\"]" <$T/o; exit $s'
is 'one label is none' 1 none \
    'spf -i 192.0.2.1 -h localhost -j >$T/o; s=$?; get "r[\"result\"]" <$T/o; exit $s'
is 'IPv6' 0 '' 'say example.org -i 2001:db8::1 >/dev/null'
is 'IPv6, another' 1 '' 'say example.org -i 2001:db8::2 >/dev/null'
is 'IPv6 with the tag of a literal' 0 '' 'say example.org -i IPv6:2001:db8::1 >/dev/null'
is 'IPv4 has no tag' 64 '' 'say example.org -i IPv6:192.0.2.1 2>/dev/null'
is 'nothing to check is told' 0 'reason="there is no HELO name" smtp.helo=""' \
    'spf -i 192.0.2.1 -s "" -h "" | grep -o "reason=.*"'
is 'a sender without a domain is told' 0 'reason="the sender has no domain"' \
    'spf -i 192.0.2.1 -s a@ | grep -o "reason=\"[^\"]*\""'
is 'the words of Received-SPF then' 0 1 \
    'spf -i 192.0.2.1 -s "" -h "" -r | grep -c "domain of <> does not publish"'
is 'IPv4-mapped IPv6 is IPv4' 0 '' 'say example.org -i ::ffff:192.0.2.1 >/dev/null'
is 'IPv4-mapped IPv6 in hexadecimal' 0 '' 'say example.org -i ::ffff:c000:201 >/dev/null'
is 'IPv4-mapped, another' 1 '' 'say example.org -i ::ffff:192.0.2.2 >/dev/null'

# Limits
is 'ten lookups are enough' 1 permerror 'say eleven.example.org -j | get "r[\"result\"]"; exit 1'
is '--max-lookups' 1 fail 'say eleven.example.org -j --max-lookups 11 | get "r[\"result\"]"; exit 1'
is '--max-lookups 0' 1 permerror 'say mail.example.org -j --max-lookups 0 | get "r[\"result\"]"; exit 1'
is '--max-void' 1 fail 'say voids.example.org -j --max-void 3 | get "r[\"result\"]"; exit 1'
is '--max-void 0' 1 permerror 'say voids.example.org -j --max-void 0 | get "r[\"void\"]==1 and r[\"result\"]"; exit 1'
is '--sequential' 0 '' 'say mail.example.org --sequential >/dev/null'

# -R
is '-R' 0 '' 'say nothing.example.org -R "v=spf1 ip4:192.0.2.1 -all" >/dev/null'
is '-R, expanded for the domain' 0 '' 'say mail.example.org -R "v=spf1 a:%{d} -all" >/dev/null'
is '-R that is no record' 64 '' 'say example.org -R "spf1 -all"'

# exp=
is 'explanation' 0 '192.0.2.1 may not send for exp.example.org, says mx.example.org: see http://example.org/?s=user%40exp.example.org' \
    'say exp.example.org -j | get "r[\"explanation\"]"'
is 'explanation with -e' 0 1 'say exp.example.org -e | grep -c "^explanation of the domain: 192.0.2.1 may not"'
is '%{t} in an explanation is the time given' 0 '' \
    'say exp.example.org -j -t 1000000000 | get "r[\"explanation\"]" | grep -q 192.0.2.1'
is 'control bytes: no explanation' 0 None 'say hostile5.example.org -j | get "r.get(\"explanation\")"'

# The tree (issue 3, point 3)
is 'the tree' 1 'MAIL FROM user@mail.example.org, client 192.0.2.9
mail.example.org: v=spf1 a -all
  a: no match (lookups 1 of 10, void 0 of 2)
    ? A mail.example.org: 1 found
  -all: match
fail
worst case 1 of 10 lookups' 'say mail.example.org -i 192.0.2.9 -e'
is 'a macro before and after' 0 '  exists:%{l}.at.%{d} = user.at.local.example.org: match (lookups 1 of 10, void 0 of 2)' \
    'say local.example.org -e | grep exists:.*=
    test $? -eq 0'
is 'worst case, whatever matches first' 0 'worst case 13 of 10 lookups; most by include:big.example.org: 10' \
    'say many.example.org -e | tail -1'
is 'worst case, asked from where it does not matter' 0 'worst case 13 of 10 lookups; most by include:big.example.org: 10' \
    'say many.example.org -R "v=spf1 ip4:192.0.2.1 include:one.example.org include:big.example.org a:h1.example.org -all" -e | tail -1'
is 'worst case in JSON' 0 '13 include:big.example.org' \
    'say many.example.org -j | get "r[\"worst-case\"], r[\"worst-include\"]" | tr -d "(),'"'"'"'
is 'the tree in JSON' 0 "many.example.org pass ['one.example.org', 'big.example.org']" \
    'say many.example.org -i 203.0.113.1 -j --max-lookups 20 |
    get "\" \".join((tree[\"domain\"], tree[\"result\"], str([t[\"below\"][\"domain\"] for t in tree[\"terms\"] if \"below\" in t])))"'
is 'the count in JSON and the tree are the same' 0 '' \
    'say many.example.org -j | get "tree[\"terms\"][1][\"lookups\"]" >$T/a
    say many.example.org -j | get "r[\"lookups\"]" | cmp - $T/a'

# Received-SPF
is 'Received-SPF: pass' 0 'pass
client-ip=192.0.2.1
envelope-from=user@example.org
helo=mail.example.org
receiver=mx.example.org
identity=mailfrom
mechanism=ip4:192.0.2.1' 'say example.org -r | ./receivedspf-parse.py'
is 'Received-SPF: fail' 0 'fail
client-ip=2001:db8::9
envelope-from=user@example.org
helo=mail.example.org
receiver=mx.example.org
identity=mailfrom
mechanism=-all' 'say example.org -i 2001:DB8:0::9 -r | ./receivedspf-parse.py'
is 'Received-SPF: HELO' 0 'pass
client-ip=192.0.2.1
envelope-from=
helo=mail.example.org
receiver=mx.example.org
identity=helo
mechanism=a' 'spf -r -i 192.0.2.1 -s "<>" -h mail.example.org | ./receivedspf-parse.py'
is 'Received-SPF: default' 0 mechanism=default 'say open.example.org -r | ./receivedspf-parse.py | grep mechanism'
is 'Received-SPF: a problem' 0 1 'say bad.example.org -r | ./receivedspf-parse.py | grep -c "^problem=.*192\.0\.2\.256"'
for d in late none soft neutral two; do
	is "Received-SPF of $d.example.org" 0 '' "say $d.example.org -r | ./receivedspf-parse.py >/dev/null"
done
is 'Received-SPF below the other field' 0 'Authentication-Results
Received-SPF' 'say example.org -r | sed -n "s/^\([A-Z][^:]*\):.*/\1/p"'

# Values that want to break out
hostile() {
	is "$1: the field" 0 '' "$2 >\$T/field; ./authres-parse.py \$T/field"
	is "$1: no other field" 0 Authentication-Results,Received-SPF, \
	    "$2 -r | LC_ALL=C sed -n 's/^\([^ 	][^:]*\):.*/\1/p' | tr '\n' ,; echo"
	is "$1: Received-SPF" 0 '' "$2 -r | ./receivedspf-parse.py >/dev/null"
	is "$1: JSON" 0 '' "$2 -j | get 'r[\"result\"]' >/dev/null"
	is "$1: the tree has no control bytes" 0 '' "$2 -e | LC_ALL=C tr -d '\n -\176\200-\377' | od -An -c"
}
for d in hostile hostile2 hostile3 hostile4 hostile5; do
	hostile "record of $d" "say $d.example.org"
done
EVIL=$(printf 'x"\r\nX-Evil: y;\\( spf=pass\t,}\302\205.example.org')
export EVIL
hostile 'HELO' 'spf -i 192.0.2.1 -s user@example.org -h "$EVIL"'
hostile 'HELO as a macro' 'spf -i 192.0.2.1 -s user@hostile4.example.org -h "$EVIL"'
hostile 'HELO as identity' 'spf -i 192.0.2.1 -h "$EVIL"'
hostile 'sender' 'spf -i 192.0.2.1 -s "user@$EVIL" -h mail.example.org'
hostile 'local-part' 'spf -i 192.0.2.1 -s "$EVIL@local.example.org" -h mail.example.org'
hostile 'local-part for an explanation' 'spf -i 192.0.2.1 -s "$EVIL@exp.example.org" -h mail.example.org'
RAW=$(printf 'a\377\200\233.example.org')
LONG=$(printf '%03000d' 0)
export RAW LONG
hostile 'bytes that are not UTF-8' 'spf -i 192.0.2.1 -s "$RAW@local.example.org" -h "$RAW"'
hostile 'a domain that is not UTF-8' 'spf -i 192.0.2.1 -s "user@$RAW" -h mail.example.org'
hostile 'a long local-part' 'spf -i 192.0.2.1 -s "$LONG@local.example.org" -h "$LONG"'
hostile 'a long domain' 'spf -i 192.0.2.1 -s "user@$LONG.example.org" -h mail.example.org'

# A message
cat >"$T/mail" <<'END'
Return-Path: <user@example.org>
Received: from mail.example.org (mail.example.org [192.0.2.1])
	by mx.example.org (Postfix) with ESMTP id 4ABC
	for <al@example.net>; Sat, 21 Nov 2026 10:00:00 +0000 (UTC)
From: user@example.org

body
END
cat >"$T/internal" <<'END'
Return-Path: <user@example.org>
Received: from gate.example.net (gate.example.net [198.51.100.7])
	by mx.example.org (Postfix) with ESMTP id 4ABD;
	Sat, 21 Nov 2026 10:00:01 +0000 (UTC)
Received: from mail.example.org (mail.example.org [192.0.2.1])
	by gate.example.net (Postfix) with ESMTP id 4ABC;
	Sat, 21 Nov 2026 10:00:00 +0000 (UTC)
From: user@example.org

body
END
sed 1d "$T/mail" >"$T/no-path"
sed 's/<user@example.org>/<>/' "$T/mail" >"$T/null"
grep -v '192.0.2.1' "$T/mail" >"$T/no-client"
printf 'From: user@example.org\n\nbody\n' >"$T/no-received"
is 'from a message' 0 'id=mx.example.org
spf=pass smtp.mailfrom=example.org' 'spf <$T/mail | result'
is 'from a message, Received-SPF' 0 'helo=mail.example.org' 'spf -r <$T/mail | ./receivedspf-parse.py | grep helo'
is 'from a message, null sender' 0 'id=mx.example.org
spf=pass smtp.helo=mail.example.org' 'spf <$T/null | result'
is 'CRLF' 0 '' 'sed "s/\$/\r/" $T/mail | spf >/dev/null'
is 'our own hop is asked' 1 '' 'spf <$T/internal >/dev/null'
is '--skip' 0 '' 'spf --skip 1 <$T/internal >/dev/null'
is '--relay' 0 '' 'spf --relay 198.51.100.0/24 <$T/internal >/dev/null'
is '--relay, twice' 0 '' 'spf --relay 2001:db8::/32 --relay 198.51.100.7 <$T/internal >/dev/null'
is '--relay of another net' 1 '' 'spf --relay 203.0.113.0/24 <$T/internal >/dev/null'
is '--skip too many' 65 '' 'spf --skip 2 <$T/internal'
for m in no-client no-received; do
	is "$m: exit 65" 65 '' "spf <\$T/$m"
	is "$m: why" 0 1 "spf <\$T/$m 2>&1 | grep -c Received"
	is "$m: with -f permerror, and it goes through" 0 permerror \
	    "spf -f <\$T/$m >\$T/out && tail -c \$(wc -c <\$T/$m) \$T/out | cmp - \$T/$m &&
	    result <\$T/out | sed -n 's/^spf=\([a-z]*\) reason=.*Received.*/\1/p'"
done
is 'no Return-Path: exit 65' 65 '' 'spf <$T/no-path'
is 'no Return-Path: why' 0 1 'spf <$T/no-path 2>&1 | grep -c Return-Path'
is 'no header' 65 '' 'printf "\nbody\n" | spf'
is 'nothing at all' 65 '' 'spf </dev/null'
is '-t received' 0 '' 'spf -t received <$T/mail >/dev/null'
is '-t received, no time' 65 '' 'grep -v UTC $T/mail | spf -t received'
is 'operands' 1 "$T/mail
$T/null
$T/internal" 'spf $T/mail $T/null $T/internal >$T/o; s=$?; sed "s/:.*//" $T/o; exit $s'
is 'operands, JSON' 0 "$T/mail" 'spf -j $T/mail | get "a[\"file\"]"'
is 'operands, the tree' 0 "$T/mail:" 'spf -e $T/mail | head -1'
is 'an operand that is not there' 66 '' 'spf $T/nothing'
is 'an operand that cannot be judged among others' 65 '' 'spf $T/mail $T/no-client >/dev/null'

# -f (tests/filter.t has the rest of it)
cat >"$T/bin/n" <<'END'
#!/usr/bin/python3
import re, sys
data = sys.stdin.buffer.read()
m = re.match(rb'(From [^\n]*\n)?(Authentication-Results: mx\.example\.org;'
             rb'(\r?)\n\t[^\n]*\n(?:\t [^\n]*\n| [^\n]*\n)*'
             rb'(?:Received-SPF:[^\n]*\n(?:[ \t][^\n]*\n)*)?)', data)
if not m:
    sys.exit('no field on top: %r' % data[:200])
for line in m.group(2).split(b'\n')[:-1]:
    if line.endswith(b'\r') != (m.group(3) != b''):
        sys.exit('line ends differ: %r' % line)
sys.stdout.buffer.write(data[:m.start(2)] + data[m.end(2):])
END
chmod +x "$T/bin/n"
same() {
	is "-f, $1: from a file" 0 '' 'spf -f <$T/in | n | cmp - $T/in'
	is "-f -r, $1: from a pipe" 0 '' 'cat $T/in | spf -f -r | n | cmp - $T/in'
}
odd() {
	printf '%b' "$2" >"$T/in"
	same "$1"
}
R='Received: from mail.example.org (mail.example.org [192.0.2.1]) by mx.example.org (Postfix) with ESMTP id 1; Sat, 21 Nov 2026 10:00:00 +0000'
odd LF "Return-Path: <user@example.org>\n$R\n\nbody\n\n"
odd CRLF "Return-Path: <user@example.org>\r\n$R\r\n\r\nbody\r\n\r\n"
odd 'mbox' "From a@example.org Sat Nov 21 12:00:00 2026\nReturn-Path: <user@example.org>\n$R\n\nFrom here\n"
odd 'NUL and 8-bit' "X: \0377\nReturn-Path: <user@example.org>\n$R\n\n\0\0377\0200\n\0"
odd 'no last newline' "Return-Path: <user@example.org>\n$R\n\nbody"
odd 'no client' 'From: a@example.org\n\nbody\n'
odd 'empty' ''
{
	cat "$T/mail"
	awk 'BEGIN { for (i = 0; i < 150000; i++) print "a line of the body" }'
} >"$T/in"
same '3 MB'
is '-f: what claims our name below Received is gone, no other' 0 \
    'Authentication-Results: mx.example.net; spf=fail' \
    '{ sed "/^From:/,\$d" $T/mail
    printf "Authentication-Results: (x)\n \"mx.example.org\" 1; spf=pass\n"
    printf "AUTHENTICATION-RESULTS: mx.example.org; spf=pass\n"
    printf "Authentication-Results: mx.example.net; spf=fail\n"
    sed -n "/^From:/,\$p" $T/mail; } | spf -f | n | grep -i -e "^authentication-results" -e "\"mx.example.org"'
is '-f: what stands above Received is believed' 0 '' \
    '{ printf "Authentication-Results: mx.example.org; dkim=none\n"; cat $T/mail; } >$T/in; spf -f <$T/in | n | cmp - $T/in'
is '-f: exit 0 whatever the verdict' 0 '' 'sed s/user@/user@soft./ $T/mail | spf -f | grep -q softfail'
is '-f: temperror goes through' 0 '' 'sed s/user@/user@late./ $T/mail | spf -f | grep -q temperror'
is '-f --defer: temperror is exit 75 and nothing' 75 '' 'sed s/user@/user@late./ $T/mail | spf -f --defer'
is '-f --defer: others go through' 0 '' 'spf -f --defer <$T/mail | n | cmp - $T/mail'
is '-f -i: the client is given, the message goes through' 0 '' \
    'spf -f -i 192.0.2.1 -s user@example.org <$T/no-received | n | cmp - $T/no-received'
is '-f with a zone that is not there' 75 '' 'spf-check -f -a mx.example.org -z $T/nothing <$T/mail'
is '-f into a full device' 75 '' 'spf -f <$T/mail >/dev/full; s=$?; test $s -eq 74 && s=75; exit $s'

# Wrong calls
for call in '-i' '-i 192.0.2.1' '-i 192.0.2.256 -s a@example.org' '-i example.org -s a@example.org' \
    '-s a@example.org' '-h example.org' '-i 192.0.2.1 -h a file' '--scope both' '--relay x' \
    '--relay 192.0.2.0/33' '--skip x' '--defer' '-f -j' '-e -j' '-f file' '-T 0' '-T x' '-n x' \
    '--max-lookups x' '--max-void -1' '--nonsense' '-t never' '-R' '-a ""'; do
	is "wrong call: $call" 64 '' "spf-check $call </dev/null"
done
is '--help' 0 '' 'spf-check --help | grep -q "^  -i, --ip"'
is '--version' 0 '' 'spf-check --version | grep -q "^spf-check"'
is 'a full device' 74 '' 'say example.org >/dev/full'
is 'a zone that is not there' 66 '' 'spf-check -z $T/nothing -i 192.0.2.1 -h mail.example.org'
is 'same bytes each time' 0 '' \
    'say many.example.org -j -t 1 >$T/1 ; say many.example.org -j -t 1 | cmp - $T/1'

# Over a socket: silence, and what is asked
{
	echo 'silent.example.org TXT timeout'
	echo 'fail.example.org TXT servfail'
	echo 'sa.example.org TXT - v=spf1 a:silent-host.example.org -all'
	echo 'silent-host.example.org A timeout'
	printf 'nine.example.org TXT - v=spf1'
	for i in 1 2 3 4 5 6 7 8 9; do
		printf ' include:i%d.example.org' $i
	done
	echo ' -all'
	for i in 1 2 3 4 5 6 7 8; do
		echo "i$i.example.org TXT delay=30 v=spf1 ip4:198.51.100.$i -all"
	done
	echo 'i9.example.org TXT delay=30 v=spf1 a:host.example.org -all'
	echo 'host.example.org A delay=30 192.0.2.1'
	echo 'early.example.org TXT - v=spf1 ip4:192.0.2.1 include:i1.example.org -all'
	echo 'mx.example.org TXT - v=spf1 a:slow.example.org mx:many.example.org -all'
	echo 'slow.example.org A delay=300 198.51.100.1'
	awk 'BEGIN { for (i = 0; i < 30; i++) {
		print "many.example.org MX - 10 m" i ".example.org"
		print "m" i ".example.org A - 198.51.100.9" } }'
	echo 'p.example.org TXT - v=spf1 exists:%{p}.%{p}.e.example.org include:q.example.org -all'
	echo '1.2.0.192.in-addr.arpa PTR delay=200 h.example.net'
	echo 'h.example.net A - 192.0.2.1'
	echo 'q.example.org TXT - v=spf1 include:r.example.org a:host.example.org -all'
	echo 'r.example.org TXT - v=spf1 a:host.example.org -all'
} >"$T/faults"
start_fault "$T/faults" -v || exit 1
cat >"$T/bin/net" <<'END'
#!/bin/sh
domain=$1
shift
wc -l <"$FAULT_LOG" >"$T/before"
exec spf-check -a mx.example.org -i 192.0.2.1 -h mail.example.org -s "user@$domain" \
    -n "127.0.0.1:$FAULT_PORT" "$@"
END
# asked: the questions since then, as a set.
cat >"$T/bin/asked" <<'END'
#!/bin/sh
since | awk '{ print $3, $4 }' | sort
END
printf '#!/bin/sh\ntail -n "+$(($(cat "$T/before") + 1))" "$FAULT_LOG"\n' >"$T/bin/since"
chmod +x "$T/bin/net" "$T/bin/asked" "$T/bin/since"
is 'silence is exit 75' 75 temperror 'net silent.example.org -T 1 -j >$T/o; s=$?; get "r[\"result\"]" <$T/o; exit $s'
is 'silence of a host' 75 '' 'net sa.example.org -T 1 >/dev/null'
is '-T: within the time' 0 '' 's=$(date +%s); net sa.example.org -T 1 >/dev/null; test $(($(date +%s) - s)) -le 2'
is 'SERVFAIL is exit 75' 75 '' 'net fail.example.org >/dev/null'
is 'the same questions with and without overlap' 0 11 \
    'net nine.example.org >/dev/null; asked >$T/a; net nine.example.org --sequential >/dev/null
    asked | cmp - $T/a && grep -c . $T/a'
is 'the same tree with and without overlap' 0 '' \
    'net nine.example.org -j -t 1 >$T/a; net nine.example.org -j -t 1 --sequential | cmp - $T/a'
# Each question comes 30 ms after the one before at the soonest.
is '--sequential has one question outstanding' 0 '' \
    'net nine.example.org --sequential >/dev/null
    since | awk "NR > 2 && \$1 - last < 0.029 { print } { last = \$1 }"'
is 'with overlap there are several' 0 '' \
    'net nine.example.org >/dev/null
    since | awk "NR > 2 && \$1 - last < 0.015 { n++ } { last = \$1 } END { exit n < 5 }"'
is 'what an ip4 match makes needless is not asked' 0 1 'net early.example.org >/dev/null; asked | grep -c .'
is 'what is asked ahead is bounded: hosts of an MX with 30' 0 '' \
    'net mx.example.org >/dev/null; test "$(asked | grep -c .)" -le 13'
is 'the p macro while answers arrive' 0 '' \
    'net p.example.org -j -t 1 >$T/a; net p.example.org -j -t 1 --sequential | cmp - $T/a'

# A header beyond the limits is a verdict (exit 1, not 65), filter or not.
{
	printf 'Return-Path: <x@example.org>\n'
	printf 'Received: from a (a [192.0.2.1]) by mx; Sat, 21 Nov 2026 10:00:00 +0000\n'
	awk 'BEGIN { for (i = 0; i < 10001; i++) print "X-" i ": a" }'
	printf 'From: a@example.org\n\nbody\n'
} >"$T/excess"
is 'a header beyond the limits' 1 'Authentication-Results: mx.example.org;
	spf=permerror reason="the header has more than 10000 fields"' \
    'spf-check -z /dev/null -a mx.example.org <$T/excess'
is 'a header beyond the limits, -f' 0 '' \
    'spf-check -f -z /dev/null -a mx.example.org <$T/excess |
    tail -n +3 | cmp - $T/excess'

# One dot at the end of a domain is the root.
is 'a domain with its last dot' 0 'Authentication-Results: mx.example.org;
	spf=pass smtp.mailfrom=example.org' \
    'spf-check -R "v=spf1 ip4:192.0.2.1 -all" -i 192.0.2.1 \
    -s u@example.org. -z /dev/null -a mx.example.org'

plan
