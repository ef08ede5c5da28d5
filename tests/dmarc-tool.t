#!/bin/sh
# dmarc-lookup as a tool: whom it believes, what it passes on, how it ends,
# ARC, report addresses, findings, RFC 7489, the story, and its limits.
cd "$(dirname "$0")" || exit 1
. ./lib.sh
. ./need.sh
. ./servers.sh
. ./dmarclib.sh
unset RES_OPTIONS LOCALDOMAIN

# The trust rule: our own field above the topmost Received field.
zone <<'END'
_dmarc.example.com.	TXT	"v=DMARC1; p=reject"
END
DKIM='dkim=pass header.d=example.com'
PASS='pass example.com reject'
FAIL='fail example.com reject'
# header NAME STATUS WANT FIELDS [OPTION...]: FIELDS for printf %b, From is
# added.
header() {
	name=$1 status=$2 want=$3
	printf '%bFrom: a@example.com\n\n' "$4" >"$T/header"
	shift 4
	of_message "$name" "$status" "$want" "$@" <"$T/header"
}
A='Authentication-Results'
header 'trust: above Received' 0 "$PASS" "$A: $OWN; $DKIM\nReceived: x\n"
header 'trust: below it' 1 "$FAIL" "Received: x\n$A: $OWN; $DKIM\n"
header 'trust: between two, --skip 1' 0 "$PASS" \
    "Received: y\n$A: $OWN; $DKIM\nReceived: x\n" --skip 1
header 'trust: below two, --skip 1' 1 "$FAIL" \
    "Received: y\nReceived: x\n$A: $OWN; $DKIM\n" --skip 1
header 'trust: below two, --skip 2' 0 "$PASS" \
    "Received: y\nReceived: x\n$A: $OWN; $DKIM\nReceived: w\n" --skip 2
header 'trust: of another service' 1 "$FAIL" \
    "$A: mx.example.net; $DKIM\nReceived: x\n"
header 'trust: of another name below ours' 1 "$FAIL" \
    "$A: a.$OWN; $DKIM\nReceived: x\n"
header 'trust: no authserv-id' 1 "$FAIL" "$A: $DKIM\nReceived: x\n"
header 'trust: without regard to case' 0 "$PASS" \
    "authentication-RESULTS: MX.Example.ORG; $DKIM\nReceived: x\n"
header 'trust: comments, quotes, folds, a version' 0 "$PASS" \
    "$A: (x)\n \"$OWN\" (y)\n 1;\n\t$DKIM\nReceived: x\n"
header 'trust: no Received at all, on top' 0 "$PASS" "$A: $OWN; $DKIM\n"
header 'trust: no Received at all, behind other fields' 1 "$FAIL" \
    "Subject: x\n$A: $OWN; $DKIM\n"
header 'trust: two fields' 0 "$PASS" \
    "$A: $OWN; dkim=fail header.d=example.com\n$A: $OWN; $DKIM\nReceived: x\n"
header 'trust: one that is broken behind the result' 1 "$FAIL" \
    "$A: $OWN; dkim=pass header.d=\"example.com\nReceived: x\n"
header 'trust: --dkim is instead of its fields' 1 "$FAIL" \
    "$A: $OWN; $DKIM\nReceived: x\n" --dkim fail:example.com
header 'trust: --spf is not' 0 "$PASS" \
    "$A: $OWN; $DKIM\nReceived: x\n" --spf fail:example.com
header 'trust: an ARC field is no result of ours' 1 "$FAIL" \
    "ARC-$A: i=1; $OWN; $DKIM\nReceived: x\n"

# A field that was passed over is named where no other was there.
# passed_over NAME WANT FIELDS: WANT counts in the reason.
passed_over() {
	printf '%bFrom: a@example.com\n\n' "$3" >"$T/header"
	is "passed over: $1" 0 1 "dmarc-lookup -z '$T/zone' -a $OWN <'$T/header' |
	    tr -s '\\n\\t ' ' ' | grep -cF '$2'"
}
passed_over 'of another service' \
    'no spf result of mx.example.org; no dkim result of mx.example.org; there is a field of mx.example.net, see -a' \
    "$A: mx.example.net; $DKIM\nReceived: x\n"
passed_over 'below the line' \
    'one that stands below the topmost Received field is not believed, see --skip' \
    "Received: x\n$A: $OWN; $DKIM\n"
passed_over 'bytes that would rule the screen' \
    'there is a field of a?b, see -a' "$A: \"a\\033b\"; $DKIM\nReceived: x\n"
passed_over 'not where one of ours is there' \
    'reason="no spf result of mx.example.org; dkim=fail for example.com"' \
    "$A: mx.example.net; $DKIM\n$A: $OWN; dkim=fail header.d=example.com\nReceived: x\n"
passed_over 'not another service below the line' \
    'no dkim result of mx.example.org"' "Received: x\n$A: b.example; $DKIM\n"

# Exit statuses.
zone <<'END'
_dmarc.example.com.	TXT	"v=DMARC1; p=reject"
_dmarc.example.org.	TIMEOUT
END
printf 'From: a@example.com\n\nbody\n' >"$T/ok"
printf 'From: a@example.org\n\nbody\n' >"$T/late"
printf 'From: a@example.net\n\nbody\n' >"$T/none"
: >"$T/empty"
ends() {
	is "exit $1: $2" "$1" '' "$3 >\"\$T/out\""
}
ends 0 'a domain' 'dmarc-lookup -z "$T/zone" example.com'
ends 0 'domains' 'dmarc-lookup -z "$T/zone" example.com example.com.'
ends 1 'one of them has none' \
    'dmarc-lookup -z "$T/zone" example.com example.net example.com'
ends 75 'of one nothing is known' \
    'dmarc-lookup -z "$T/zone" example.net example.org example.com'
ends 0 'pass' 'dmarc-lookup -z "$T/zone" --dkim pass:example.com <"$T/ok"'
ends 1 'fail' 'dmarc-lookup -z "$T/zone" <"$T/ok"'
ends 1 'none' 'dmarc-lookup -z "$T/zone" <"$T/none"'
ends 75 'temperror' 'dmarc-lookup -z "$T/zone" <"$T/late"'
ends 0 'files' \
    'dmarc-lookup -z "$T/zone" --dkim pass:example.com "$T/ok" "$T/ok"'
ends 75 'files, of one nothing is known' \
    'dmarc-lookup -z "$T/zone" --dkim pass:example.com "$T/ok" "$T/late" "$T/none"'
for wrong in "''" '.' '..' '--spf' '--spf pass' '--spf pass:' '--spf nonsense:example.com' \
    '--dkim pass:a..b' '--dkim :example.com' '--skip -1' '--defer' '--zzz' \
    'example..com' 'exam_ple!.com' "example.com $T/ok" '-f example.com' \
    '-n nonsense example.com' '-T 0 example.com'; do
	ends 64 "$wrong" "dmarc-lookup -z \"\$T/zone\" $wrong <\"\$T/ok\""
done
ends 64 'forty-one results' "dmarc-lookup -z \"\$T/zone\" \
    $(awk 'BEGIN { for (i = 0; i < 41; i++) print "--dkim fail:a.example" }' |
    tr '\n' ' ') <\"\$T/ok\""
ends 65 'no header at all' 'dmarc-lookup -z "$T/zone" <"$T/empty"'
ends 65 'a broken zone file' \
    'printf "x TXT (\n" >"$T/bad"; dmarc-lookup -z "$T/bad" example.com'
ends 65 'a public suffix list without a rule' \
    'printf "// none\n" >"$T/bad"; dmarc-lookup -z "$T/zone" --rfc7489="$T/bad" example.com'
ends 66 'no such message' 'dmarc-lookup -z "$T/zone" "$T/nowhere"'
ends 66 'no such zone file' 'dmarc-lookup -z "$T/nowhere" example.com'
ends 66 'no such list' \
    'dmarc-lookup -z "$T/zone" --rfc7489="$T/nowhere" example.com'
is 'exit 74: full' 74 '' 'dmarc-lookup -z "$T/zone" example.com >/dev/full'
is 'exit 74: full, a message' 74 '' \
    'dmarc-lookup -z "$T/zone" <"$T/ok" >/dev/full'
ends 75 '-f: no such zone file' 'dmarc-lookup -f -z "$T/nowhere" <"$T/ok"'
ends 75 '-f: no such list' \
    'dmarc-lookup -f -z "$T/zone" --rfc7489="$T/nowhere" <"$T/ok"'
is 'exit 75: -f, full' 75 '' 'dmarc-lookup -f -z "$T/zone" <"$T/ok" >/dev/full'
ends 0 '-f: fail' 'dmarc-lookup -f -z "$T/zone" <"$T/ok"'
ends 0 '-f: temperror' 'dmarc-lookup -f -z "$T/zone" <"$T/late"'
is 'exit 75: -f --defer: nothing goes out' 75 '' \
    'dmarc-lookup -f --defer -z "$T/zone" <"$T/late"'
ends 0 '-f --defer: fail' 'dmarc-lookup -f --defer -z "$T/zone" <"$T/ok"'

# Operands: what is a file, what a domain.
cp "$T/ok" "$T/example.com"
is 'operands: a file of that name is a message' 1 1 \
    'cd "$T" && dmarc-lookup -z zone example.com >out; s=$?
    grep -c "example.com:Authentication-Results" out; exit $s'
is 'operands: a dot behind it makes a domain of it' 0 'domain: example.com' \
    'cd "$T" && dmarc-lookup -z zone example.com. | head -1'
is 'operands: - is standard input' 0 -: \
    'dmarc-lookup -z "$T/zone" --dkim pass:example.com - <"$T/ok" |
    cut -c-2'
is 'operands: each domain once, in order, an empty line between' 1 \
    'domain: example.com

domain: example.net' 'dmarc-lookup -z "$T/zone" example.com example.net \
    >"$T/out"; s=$?; sed -n "/^domain/p; /^\$/p" "$T/out"; exit $s'
is 'operands: the same in JSON, a line each' 1 2 \
    'dmarc-lookup -j -z "$T/zone" example.com example.net >"$T/out"; s=$?
    wc -l <"$T/out" | tr -d " "; exit $s'

# -f: byte by byte.
# passes NAME BYTES [REST]: what comes out is the field and the input; REST:
# without what is ours in it.
passes() {
	printf %b "$2" >"$T/in"
	printf %b "${3:-$2}" >"$T/rest"
	is "-f: $1" 0 '' 'dmarc-lookup -f -a mx.example.org -z "$T/zone" \
	    --dkim pass:example.com <"$T/in" >"$T/out" &&
	/usr/bin/python3 - "$T/out" <<-END | cmp - "$T/rest"
	import re, sys
	data = open(sys.argv[1], "rb").read()
	field = rb"^Authentication-Results: mx\.example\.org;(?:[^\n]*\n[ \t])*[^\n]*\n"
	data, n = re.subn(field, b"", data, count=1, flags=re.M)
	sys.stdout.buffer.write(data if n else b"no field")
	END'
}
passes LF 'From: a@example.com\n\nbody\n'
passes CRLF 'From: a@example.com\r\n\r\nbody\r\n'
passes 'mixed line ends' 'From: a@example.com\r\nTo: b\n\nbody\r\nx\n'
passes mbox 'From a Sat Nov 21 12:00:00 2026\nFrom: a@example.com\n\nbody\n'
passes 'no final newline' 'From: a@example.com\n\nbody'
passes 'no body' 'From: a@example.com\n'
passes 'header without newline' 'From: a@example.com'
passes 'NUL and 8-bit bytes' \
    'From: a@example.com\nX: \0000\0377\n\n\0000\0200\0377\n'
passes 'no From' 'To: a@example.com\n\nbody\n'
passes 'odd fields' 'X:\n \n\tx\nFrom : a@example.com\n\n\n\n'
passes 'what is not ours stays' \
    "$A: mx.example.net; $DKIM\nFrom: a@example.com\n\nx\n"
passes 'ours above Received stays' \
    "$A: $OWN; $DKIM\nReceived: x\nFrom: a@example.com\n\nx\n"
passes 'a forged one goes' \
    "Received: x\n$A: $OWN;\n $DKIM\nFrom: a@example.com\n\nx\n" \
    'Received: x\nFrom: a@example.com\n\nx\n'
is '-f: CRLF in the field, too' 0 0 \
    'printf "From: a@example.com\r\n\r\nx\r\n" | dmarc-lookup -f -z "$T/zone" |
    grep -vc "$(printf "\r")\$"; exit 0'
is '-f: the field is on top, below an mbox line' 0 'From
Authentication-Results:' \
    'printf "From a\nFrom: a@example.com\n\nx\n" |
    dmarc-lookup -f -z "$T/zone" | sed -n "1s/ .*//p; 2s/ .*//p"'
is '-f: the pipe of three' 0 \
    'Authentication-Results: mx.example.org; dmarc=fail reason="spf=' \
    'printf "From: a@example.com\n\nx\n" |
    dkim-verify -f -a mx.example.org -z "$T/zone" |
    spf-check -f -a mx.example.org -z "$T/zone" -i 192.0.2.1 -s a@example.com -h x |
    dmarc-lookup -f -a mx.example.org -z "$T/zone" | head -5 |
    tr -s "\n\t " " " | cut -c-63'

# ARC.
zone <<'END'
_dmarc.example.com.	TXT	"v=DMARC1; p=reject"
_dmarc.example.org.	TXT	"v=DMARC1; p=quarantine"
END
# set_of I SEALER RESULTS: one ARC set; own VERDICT: our result of the chain.
set_of() {
	printf 'ARC-Seal: i=%s; a=rsa-sha256; cv=none; d=%s; s=s; b=AA==\n' \
	    "$1" "$2"
	printf 'ARC-Message-Signature: i=%s; a=rsa-sha256; d=%s; s=s; h=from; bh=AA==; b=AA==\n' \
	    "$1" "$2"
	printf 'ARC-Authentication-Results: i=%s; mx.%s; %s\n' "$1" "$2" "$3"
}
own() {
	printf 'Authentication-Results: %s; %s\nReceived: x\n' "$OWN" "$1"
}
author() {
	printf 'From: %s\n\nbody\n' "${1:-a@example.com}"
}
BROKEN='arc=pass; dkim=fail header.d=example.com; spf=pass smtp.mailfrom=lists.example.net'
# arc NAME REASON [OPTION...]: of $T/message; "-" is no reason of ARC.
arc() {
	name=$1 why=$2
	shift 2
	is "arc: $name" 1 "$why" "dmarc-lookup -a $OWN -z \"\$T/zone\" $* \
	    <\"\$T/message\" >\"\$T/out\"; s=\$?
	    { tr -s '\\n\\t ' ' ' <\"\$T/out\"; echo; } | sed -n '
	    s/.*dmarc=fail reason=\"arc: trusted \\([^\"]*\\)\".*policy.dmarc=\\([a-z]*\\).*/\\1 \\2/p
	    t
	    s/.*dmarc=fail reason.*policy.dmarc=\\([a-z]*\\).*/- \\1/p'
	    exit \$s"
}
TRUST='--arc-trust lists.example.net'
L=lists.example.net
{ own "$BROKEN"; set_of 1 $L "$DKIM"; author; } >"$T/message"
arc 'an aligned dkim pass' "$L none" "$TRUST"
{ own "$BROKEN"; set_of 1 $L "$DKIM"; author; } >"$T/message"
arc 'nobody is trusted' '- reject'
{ own "$BROKEN"; set_of 1 $L "$DKIM"; author; } >"$T/message"
arc 'somebody else is' '- reject' --arc-trust example.net,other.example
{ own "$BROKEN"; set_of 1 $L "$DKIM"; author; } >"$T/message"
arc 'one of a list, in another case' "$L none" \
    --arc-trust 'example.net,LISTS.example.NET'
{ own "$BROKEN"; set_of 1 $L 'spf=pass smtp.mailfrom=b@x.example.com'
    author; } >"$T/message"
arc 'an aligned spf pass' "$L none" "$TRUST"
{ own "$BROKEN"; set_of 1 $L 'spf=pass smtp.helo=x.example.com'; author; } >"$T/message"
arc 'spf of HELO' '- reject' "$TRUST"
{ own "$BROKEN"; set_of 1 $L 'dmarc=pass header.from=example.com'; author; } >"$T/message"
arc 'dmarc=pass' "$L none" "$TRUST"
{ own "$BROKEN"; set_of 1 $L 'dmarc=pass header.from=example.net'; author; } >"$T/message"
arc 'dmarc=pass for another domain' '- reject' "$TRUST"
{ own "$BROKEN"; set_of 1 $L 'dmarc=pass'; author; } >"$T/message"
arc 'dmarc=pass for no domain' '- reject' "$TRUST"
{ own "$BROKEN"; set_of 1 $L 'dmarc=fail header.from=example.com'; author; } >"$T/message"
arc 'dmarc=fail' '- reject' "$TRUST"
{ own "$BROKEN"; set_of 1 $L 'dkim=pass header.d=example.net'; author; } >"$T/message"
arc 'a pass that is not aligned' '- reject' "$TRUST"
for word in fail none neutral permerror temperror; do
	{ own "arc=$word"; set_of 1 $L "$DKIM"; author; } >"$T/message"
	arc "our own arc=$word" '- reject' "$TRUST"
done
{ own dkim=none; set_of 1 $L "$DKIM"; author; } >"$T/message"
arc 'no arc result of ours' '- reject' "$TRUST"
{ printf 'Authentication-Results: mx.example.net; arc=pass\nReceived: x\n'
    set_of 1 $L "$DKIM"; author; } >"$T/message"
arc 'an arc result of others' '- reject' "$TRUST"
{ printf 'Received: x\n'; own "$BROKEN"; set_of 1 $L "$DKIM"; author; } >"$T/message"
arc 'a forged one' '- reject' "$TRUST"
{ own "$BROKEN"; author; } >"$T/message"
arc 'no chain' '- reject' "$TRUST"
{ own "$BROKEN"; set_of 2 $L 'dkim=fail header.d=example.com'
    set_of 1 first.example.org "$DKIM"; author; } >"$T/message"
arc 'the newest is trusted, the witness is not' '- reject' "$TRUST"
{ own "$BROKEN"; set_of 2 other.example.org 'dkim=fail header.d=example.com'
    set_of 1 $L "$DKIM"; author; } >"$T/message"
arc 'the newest is not trusted' '- reject' "$TRUST"
{ own "$BROKEN"; set_of 2 other.example.org 'dkim=fail header.d=example.com'
    set_of 1 $L "$DKIM"; author; } >"$T/message"
arc 'both are' "$L none" --arc-trust "$L,other.example.org"
{ own "$BROKEN"; set_of 1 $L "$DKIM"
    set_of 2 other.example.org 'dkim=fail header.d=example.com'; author; } >"$T/message"
arc 'in another order' "$L none" --arc-trust "$L,other.example.org"
{ own "$BROKEN"; set_of 3 $L "$DKIM"; set_of 1 $L "$DKIM"; author; } >"$T/message"
arc 'a gap' '- reject' "$TRUST"
{ own "$BROKEN"; set_of 2 $L "$DKIM"; author; } >"$T/message"
arc 'no first set' '- reject' "$TRUST"
{ own "$BROKEN"; set_of 1 $L "$DKIM"; set_of 1 $L "$DKIM"; author; } >"$T/message"
arc 'an instance twice' '- reject' "$TRUST"
{ own "$BROKEN"; set_of 51 $L "$DKIM"; author; } >"$T/message"
arc 'an instance over 50' '- reject' "$TRUST"
{ own "$BROKEN"; set_of 0 $L "$DKIM"; author; } >"$T/message"
arc 'instance 0' '- reject' "$TRUST"
{ own "$BROKEN"; set_of 1 $L "$DKIM" | grep -v ARC-Auth; author; } >"$T/message"
arc 'no results in the set' '- reject' "$TRUST"
{ own "$BROKEN"; set_of 1 $L "$DKIM" | grep -v ARC-Seal; author; } >"$T/message"
arc 'no seal in the set' '- reject' "$TRUST"
{ own "$BROKEN"; set_of 1 $L "$DKIM"; author; } >"$T/message"
is 'arc: the verdict stays fail: exit 1, and the whole field' 1 \
    'Authentication-Results: mx.example.org; dmarc=fail reason="arc: trusted lists.example.net" (p=reject, record of example.com) header.from=example.com policy.dmarc=none ' \
    "dmarc-lookup -a $OWN -z \"\$T/zone\" $TRUST <\"\$T/message\" >\"\$T/out\"
    s=\$?; tr -s '\\n\\t ' ' ' <\"\$T/out\"; echo; exit \$s"
is 'arc: a pass is a pass' 0 1 \
    "dmarc-lookup -a $OWN -z \"\$T/zone\" $TRUST --dkim pass:example.com \
	<\"\$T/message\" | grep -c dmarc=pass"
is 'arc: the story tells it' 0 'DMARC: '\''FAIL'\''' \
    "dmarc-lookup -e -a $OWN -z \"\$T/zone\" $TRUST <\"\$T/message\" |
    tail -1"
{ own "$BROKEN"; set_of 1 $L "$DKIM"
    author 'a@example.com, b@example.org'; } >"$T/two"
of_message 'arc: of two author domains one is vouched for' 1 \
    'fail example.org quarantine
fail example.com none' "$TRUST" <"$T/two"

# Where reports may go (RFC 9990 section 4).
# reports NAME WANT RUA [RECORD]: of example.com, whose organization that is.
reports() {
	{
		printf '_dmarc.example.com. TXT "v=DMARC1; p=none; %s"\n' "$3"
		printf '%b\n' "${4:-}"
	} | zone
	lines "reports: $1" reports "$2" example.com
}
R='_report._dmarc'
reports 'none' none ''
reports 'inside' 'rua mailto:a@x.y.example.com' 'rua=mailto:a@x.y.example.com'
reports 'another organization below' \
    'rua mailto:a@x.example.com (not authorized: no v=DMARC1 record there)' \
    'rua=mailto:a@x.example.com' \
    '_dmarc.x.example.com. TXT "v=DMARC1; p=none; psd=n"'
reports 'authorized' 'rua mailto:a@example.net (authorized)' \
    'rua=mailto:a@example.net' "example.com.$R.example.net. TXT v=DMARC1"
reports 'authorized for ruf' 'ruf mailto:a@example.net (authorized)' \
    'ruf=mailto:a@example.net' "example.com.$R.example.net. TXT v=DMARC1"
reports 'a wildcard' 'rua mailto:a@example.net (authorized)' \
    'rua=mailto:a@example.net' "*.$R.example.net. TXT v=DMARC1;"
reports 'of another domain' \
    'rua mailto:a@example.net (not authorized: no v=DMARC1 record there)' \
    'rua=mailto:a@example.net' "example.org.$R.example.net. TXT v=DMARC1"
reports 'of the host above' \
    'rua mailto:a@x.example.net (not authorized: no v=DMARC1 record there)' \
    'rua=mailto:a@x.example.net' "example.com.$R.example.net. TXT v=DMARC1"
reports 'v=DMARC1 among others' 'rua mailto:a@example.net (authorized)' \
    'rua=mailto:a@example.net' "example.com.$R.example.net. TXT x
	TXT v=DMARC1
	TXT \"v=DMARC2\""
reports 'two records are enough' 'rua mailto:a@example.net (authorized)' \
    'rua=mailto:a@example.net' "example.com.$R.example.net. TXT v=DMARC1
	TXT \"v=DMARC1; x=y\""
reports 'another version' \
    'rua mailto:a@example.net (not authorized: no v=DMARC1 record there)' \
    'rua=mailto:a@example.net' "example.com.$R.example.net. TXT v=dmarc1"
reports 'instead, the same host' \
    'rua mailto:a@example.net (authorized), which sends them to mailto:b@example.net' \
    'rua=mailto:a@example.net' \
    "example.com.$R.example.net. TXT \"v=DMARC1; rua=mailto:b@example.net\""
reports 'instead, the same host in another case' \
    'rua mailto:a@example.net (authorized), which sends them to mailto:b@EXAMPLE.net' \
    'rua=mailto:a@example.net' \
    "example.com.$R.example.net. TXT \"v=DMARC1; rua=mailto:b@EXAMPLE.net\""
reports 'instead, another host' \
    'rua mailto:a@example.net (not authorized: its record leads to another host)' \
    'rua=mailto:a@example.net' \
    "example.com.$R.example.net. TXT \"v=DMARC1; rua=mailto:b@example.org\""
reports 'instead, one of two elsewhere' \
    'rua mailto:a@example.net (not authorized: its record leads to another host)' \
    'rua=mailto:a@example.net' \
    "example.com.$R.example.net. TXT \"v=DMARC1; rua=mailto:b@example.net,mailto:c@example.com\""
reports 'instead of ruf means nothing for rua' \
    'rua mailto:a@example.net (authorized)' 'rua=mailto:a@example.net' \
    "example.com.$R.example.net. TXT \"v=DMARC1; ruf=mailto:b@example.org\""
reports 'instead of ruf alone' \
    'ruf mailto:a@example.net (authorized), which sends them to mailto:b@example.net' \
    'ruf=mailto:a@example.net' \
    "example.com.$R.example.net. TXT \"v=DMARC1; ruf=mailto:b@example.net\""
reports 'DNS does not answer' 'rua mailto:a@example.net (unknown: timed out)' \
    'rua=mailto:a@example.net' "example.com.$R.example.net. TIMEOUT"
reports 'DNS does not say whose the host is' \
    'rua mailto:a@x.example.com (unknown: timed out)' \
    'rua=mailto:a@x.example.com' '_dmarc.x.example.com. TIMEOUT'
reports 'nor whose the record' \
    'rua mailto:a@x.example.com (unknown: timed out)' \
    'rua=mailto:a@x.example.com' '_dmarc.com. TIMEOUT'
LONG=$(awk 'BEGIN { for (i = 0; i < 45; i++) printf "abcd."; print "example.net" }')
reports 'a name that is too long' \
    "rua mailto:a@$LONG (not authorized: the name is too long for DNS)" \
    "rua=mailto:a@\" \"$LONG"
reports 'both of them' 'rua mailto:a@example.com
rua mailto:b@example.net (authorized)
ruf mailto:c@example.net (authorized)' \
    'rua=mailto:a@example.com,mailto:b@example.net; ruf=mailto:c@example.net' \
    "example.com.$R.example.net. TXT v=DMARC1"
zone <<END
_dmarc.example.com.	TXT	"v=DMARC1; p=none; rua=mailto:a@example.net"
a.example.com.		A	192.0.2.1
example.com.$R.example.net. TXT	"v=DMARC1"
a.example.com.$R.example.org. TXT "v=DMARC1"
_dmarc.bank.example.	TXT	"v=DMARC1; p=none; psd=y; rua=mailto:a@giant.bank.example,mailto:b@bank.example"
END
lines 'reports: the name is of the record, not of the author' reports \
    'rua mailto:a@example.net (authorized)' a.example.com
lines 'reports: a suffix and who is below it are two' reports \
    'rua mailto:a@giant.bank.example (not authorized: no v=DMARC1 record there)
rua mailto:b@bank.example' giant.bank.example

# Findings: each of them.
# finds NAME WANT TEXT [RECORD]
finds() {
	{
		printf '_dmarc.example.com. TXT "%b"\n' "$3"
		printf '%b\n' "${4:-}"
	} | zone
	is "finding: $1" 0 "$2" 'dmarc-lookup -z "$T/zone" example.com |
	    sed -n "s/^finding: //p"'
}
finds 'nothing' '' 'v=DMARC1; p=reject; sp=none; np=reject; adkim=s; aspf=r; rua=mailto:a@example.com; ruf=mailto:a@example.com; fo=1:d:s; psd=n; t=y;'
finds 'pct' 'warning: pct=20: retired by RFC 9989: the policy is for all mail, t=y asks for less' \
    'v=DMARC1; p=none; pct=20'
finds 'rf' 'warning: rf=afrf: retired by RFC 9989: failure reports have one format' \
    'v=DMARC1; p=none; rf=afrf'
finds 'ri' 'warning: ri=60: retired by RFC 9989: reports come once a day' \
    'v=DMARC1; p=none; ri=60'
finds 'a size' 'warning: !10m: a size limit is retired by RFC 9989, and ignored' \
    'v=DMARC1; p=none; rua=mailto:a@example.com!10m'
finds 'an unknown tag' 'warning: zzz=1: unknown tag, ignored' \
    'v=DMARC1; p=none; zzz=1'
for row in 'policy=reject p=reject' 'rau=x rua=x' 'aspff=r aspf=r' \
    'akim=r adkim=r' 'P=reject p=reject' 'dkim=s adkim=s' 'spf=s aspf=s' \
    'percent=20 pct=20' 'test=y t=y' 'Rua=x rua=x'; do
	tag=${row%% *} better=${row#* }
	finds "misspelt $tag" "warning: $tag: unknown tag, ignored; is '${better%%=*}' meant?; better: $better" \
	    "v=DMARC1; p=none; $tag"
done
finds 'a second v' 'error: v=DMARC1: a second v tag: two records in one text?' \
    'v=DMARC1; p=none; v=DMARC1'
finds 'an address behind a semicolon' \
    'error: mailto:b@example.com: addresses are separated by commas, not semicolons' \
    'v=DMARC1; p=none; rua=mailto:a@example.com; mailto:b@example.com'
finds 'no tag' 'error: nonsense: no tag=value' 'v=DMARC1; p=none; nonsense'
finds 'no value' 'error: sp=: a tag without a value
error: an invalid sp or np tag and no valid rua: the record is not used at all' \
    'v=DMARC1; p=none; sp='
finds 'an odd byte' 'error: x=?: a byte that is not printable ASCII' \
    'v=DMARC1; p=none; x=\\200'
finds 'a broken policy' 'error: p=refuse: not one of: none quarantine reject
warning: no valid p tag: it counts as p=none' \
    'v=DMARC1; p=refuse; rua=mailto:a@example.com'
finds 'a broken np' 'error: np=x: not one of: none quarantine reject
error: an invalid sp or np tag and no valid rua: the record is not used at all' \
    'v=DMARC1; p=none; np=x'
finds 'no p' 'warning: no valid p tag: it counts as p=none' \
    'v=DMARC1; rua=mailto:a@example.com'
finds 'no p, no rua' \
    'error: no valid p tag and no valid rua: the record is not used at all' \
    'v=DMARC1; adkim=s'
finds 'a broken mode' 'warning: adkim=strict: not one of: r s; the default counts' \
    'v=DMARC1; p=none; adkim=strict'
finds 'a broken psd' 'warning: psd=yes: not one of: y n u; the default counts' \
    'v=DMARC1; p=none; psd=yes'
finds 'a broken t' 'warning: t=1: not one of: y n; the default counts' \
    'v=DMARC1; p=reject; t=1'
for fo in 0:1 2 d:d 'd s' 0:0 1:d:s:d; do
	finds "fo=$fo" "warning: fo=$fo: not a list like 0, 1, d:s or 1:d:s; the default counts" \
	    "v=DMARC1; p=none; ruf=mailto:a@example.com; fo=$fo"
done
for fo in 0 1 d s d:s s:d 1:d:s 0:s d:1 d:0:s s:d:1; do
	finds "fo=$fo is good" '' \
	    "v=DMARC1; p=none; ruf=mailto:a@example.com; fo=$fo"
done
finds 'fo without ruf' 'warning: fo=: ignored without ruf' \
    'v=DMARC1; p=none; fo=1'
finds 't=y without a policy' 'warning: t=y: no effect where the policy is none' \
    'v=DMARC1; p=none; t=y'
finds 't=y with np' '' 'v=DMARC1; p=none; np=reject; t=y'
finds 'a tag twice' 'error: t=n: a tag that stands there twice has no value' \
    'v=DMARC1; p=none; t=n; t=n'
finds 'V' 'warning: V: write v in lower case' 'V=DMARC1; p=none'
# uri WHY URI [BETTER]: one that is wrong, beside one that is not.
uri() {
	finds "$2: $1" "error: $2: $1${3:+; better: $3}" \
	    "v=DMARC1; p=none; rua=mailto:a@example.com,$2"
}
uri 'an address without mailto: before it' a@example.com mailto:a@example.com
uri 'no URI' nonsense
uri 'no scheme' ':a@example.com'
uri '% without two hexadecimal digits' 'mailto:a%4@example.com'
uri "'!' that begins no size" 'mailto:a!b@example.com'
uri 'a blank where a comma should be' \
    'mailto:a@example.com mailto:b@example.com'
uri 'a character that a URI may not have' 'mailto:<a@example.com>'
uri 'mailto: without an address' mailto:a
uri 'mailto: takes an address, without //' mailto://a@example.com
uri 'the address has no valid domain' mailto:a@b..example.com
uri 'nothing behind the scheme' http:
finds 'an empty piece of the list' 'warning: rua=mailto:a@example.com,,mailto:b@example.com: an empty address: a comma too many' \
    'v=DMARC1; p=none; rua=mailto:a@example.com,,mailto:b@example.com'
finds 'another scheme' 'warning: https://example.com/: reports go to mailto: addresses only' \
    'v=DMARC1; p=none; rua=mailto:a@example.com,https://example.com/'
finds 'not authorized' 'error: mailto:a@example.net: reports may not go there: no v=DMARC1 record there; better: example.com._report._dmarc.example.net. IN TXT "v=DMARC1;"' \
    'v=DMARC1; p=none; rua=mailto:a@example.net'
finds 'not known' 'warning: mailto:a@example.net: it is not known whether reports may go there: timed out' \
    'v=DMARC1; p=none; rua=mailto:a@example.net' \
    "example.com.$R.example.net. TIMEOUT"
finds 'more than twenty addresses' \
    'warning: rua=: more than 20 report addresses' \
    "v=DMARC1; p=none; rua=$(awk 'BEGIN { for (i = 0; i < 20; i++) {
	if (i % 8 == 7) printf "\" \""; printf "mailto:%d@example.com,", i }
	print "mailto:a@example.com" }')"
for text in 'v=dmarc1; p=none' 'v=Dmarc1'; do
	finds "$text" "error: ${text%%;*}: write DMARC1 as it stands here: case counts" \
	    "$text"
done
finds 'a blank before it' \
    'error:  v=DMARC1: a blank before v=DMARC1: the record is ignored' \
    ' v=DMARC1; p=none'
finds 'quotes inside' \
    'error: "v=DMARC1: quotes or backslashes belong to the zone file, not into the text' \
    '\\"v=DMARC1; p=none\\"'
finds 'no semicolon' \
    'error: v=DMARC1 p=none: a DMARC record begins with v=DMARC1 and a semicolon' \
    'v=DMARC1 p=none'
finds 'another text' '' 'v=spf1 -all'
finds 'two records' \
    'error: _dmarc.example.com: 2 DMARC records at this name: none of them counts' \
    'v=DMARC1; p=none' '\tTXT "v=DMARC1; p=reject"'
finds 'at the domain itself' \
    'error: example.com: a DMARC record at the wrong name; better: _dmarc.example.com' \
    'x' 'example.com. TXT "v=DMARC1; p=none"'
finds 'at a name without a final dot in the zone file' \
    'error: _dmarc.example.com.example.com: a DMARC record at the wrong name; better: _dmarc.example.com' \
    'x' '_dmarc.example.com.example.com. TXT "v=DMARC1; p=none"'
finds 'sp and np below an organization' \
    'warning: sp=: no effect below the organizational domain
warning: np=: no effect below the organizational domain' \
    'v=DMARC1; p=none; sp=none; np=reject' \
    '_dmarc.com. TXT "v=DMARC1; p=none"'
is 'finding: in JSON, too' 0 \
    '"findings":[{"level":"warning","text":"sp=","reason":"no effect below the organizational domain"},{"level":"warning","text":"np=","reason":"no effect below the organizational domain"}]}' \
    'dmarc-lookup -j -z "$T/zone" example.com | grep -o "\"findings\":.*"'
is 'finding: nothing of DNS reaches the terminal' 0 0 \
    'printf "_dmarc.example.com. TXT \"v=DMARC1; p=none; x=\\027[2J\\010\"\n" \
	>"$T/zone"; dmarc-lookup -z "$T/zone" example.com |
    tr -d "\n" | tr -dc "\000-\037\177-\377" | wc -c | tr -d " "'

printf '_dmarc.example.com. TXT "v=DMARC1; p=none; x=\\226\\128\\174"\n' >"$T/zone"
is 'finding: nothing turns the line around' 0 0 \
    'for form in "" -j; do dmarc-lookup -z "$T/zone" $form example.com; done |
    tr -dc "\200-\377" | wc -c | tr -d " "'
printf '_dmarc.example.com. TXT "v=DMARC1; p=none; rua=mailto:\\"\\\\@example.net; x=\\000\\010\\127\\200\\255\\195\\164"\n' >"$T/zone"
is 'finding: JSON that is JSON, whatever DNS says' 0 ok \
    'dmarc-lookup -j -z "$T/zone" example.com | /usr/bin/python3 -c "
import json, sys
lines = sys.stdin.buffer.read().splitlines()
assert len(lines) == 1
assert len(json.loads(lines[0].decode(\"utf-8\"))[\"findings\"]) == 2
print(\"ok\")"'

# RFC 7489, and a public suffix list.
cat >"$T/psl" <<'END'
// a list of our own
com
co.uk
uk
*.ck
!www.ck
*.kawasaki.jp
!city.kawasaki.jp
jp
公司.cn
b.example
END
zone <<'END'
END
# suffix DOMAIN ORG
suffix() {
	is "psl: $1" 1 "$2" "dmarc-lookup -z \"\$T/zone\" --rfc7489=\"\$T/psl\" \
	    $1 >\"\$T/lines\"; s=\$?
	    sed -n 's/^organizational-domain: //p' \"\$T/lines\"; exit \$s"
}
suffix a.b.c.d.example.com example.com
suffix example.com example.com
suffix com com
suffix a.example.co.uk example.co.uk
suffix co.uk co.uk
suffix b.example.uk example.uk
suffix a.b.c.ck b.c.ck
suffix b.c.ck b.c.ck
suffix c.ck c.ck
suffix a.www.ck www.ck
suffix www.ck www.ck
suffix ck ck
suffix a.b.x.kawasaki.jp b.x.kawasaki.jp
suffix a.city.kawasaki.jp city.kawasaki.jp
suffix kawasaki.jp kawasaki.jp
suffix a.b.xn--55qx5d.cn b.xn--55qx5d.cn
suffix a.b.公司.cn b.xn--55qx5d.cn
suffix a.b.cn b.cn
suffix a.b.c.unknown c.unknown
suffix a.b.c.example c.example
suffix x.y.b.example y.b.example
suffix X.Y.B.Example y.b.example
if has "Debian's public suffix list (publicsuffix)" \
    'test -s /usr/share/publicsuffix/public_suffix_list.dat'; then
	is 'psl: that of Debian' 1 'example.co.uk
b.c.ck
www.ck
city.kawasaki.jp
b.xn--55qx5d.cn' \
	    'dmarc-lookup -z "$T/zone" --rfc7489 a.example.co.uk a.b.c.ck \
		a.www.ck a.city.kawasaki.jp a.b.公司.cn >"$T/lines"; s=$?
	    sed -n "s/^organizational-domain: //p" "$T/lines"; exit $s'
fi
zone <<'END'
_dmarc.example.com.	TXT	"v=DMARC1; p=reject; sp=quarantine; np=none; t=y; pct=20"
_dmarc.mid.example.com.	TXT	"v=DMARC1; p=none; psd=n"
_dmarc.com.		TXT	"v=DMARC1; p=none; psd=y"
_dmarc.example.co.uk.	TXT	"v=DMARC1; p=reject"
			TXT	"v=DMARC1; p=none"
_dmarc.two.com.		TXT	"v=DMARC1; p=reject"
_dmarc.a.two.com.	TXT	"v=DMARC1; p=reject"
			TXT	"v=DMARC1; p=none"
_dmarc.bad.com.		TXT	"v=DMARC1; p=reject; np=x"
_dmarc.worse.com.	TXT	"v=DMARC1; p=reject; sp=x"
END
P='--rfc7489="$T/psl"'
published '7489: t has no meaning' 0 '_dmarc.example.com example.com p reject' \
    example.com "$P"
published '7489: nor np' 0 '_dmarc.example.com example.com sp quarantine' \
    nowhere.example.com "$P"
published '7489: nor psd=n' 0 '_dmarc.example.com example.com sp quarantine' \
    a.mid.example.com "$P"
published '7489: nor a broken np' 0 '_dmarc.bad.com bad.com p reject' \
    bad.com "$P"
published '7489: a broken sp does' 1 '_dmarc.worse.com worse.com none' \
    worse.com "$P"
published '7489: a public suffix is not asked' 1 'none other.com -' \
    a.other.com "$P"
published '7489: nothing between the two is asked' 0 \
    '_dmarc.example.com example.com sp quarantine' x.mid.example.com "$P"
published '7489: the domain itself is' 0 \
    '_dmarc.mid.example.com example.com p none' mid.example.com "$P"
published '7489: two records' 1 'none example.co.uk -' a.example.co.uk "$P"
published '7489: two records end it at the author domain, too' 1 \
    'none two.com -' a.two.com "$P"
judged '7489: alignment is by the list' 0 'pass mid.example.com none' \
    a@mid.example.com --dkim pass:example.com "$P"
judged '7489: which RFC 9989 sees otherwise' 1 'fail mid.example.com none' \
    a@mid.example.com --dkim pass:example.com
judged '7489: a temperror of an aligned domain' 75 \
    'temperror example.com' a@example.com --spf temperror:example.com \
    "$P"
is '7489: pct is told' 1 '(p=reject pct=20, record of example.com)' \
    'printf "From: a@example.com\n\n" | dmarc-lookup -z "$T/zone" \
    --rfc7489="$T/psl" --dkim fail:example.com >"$T/out"; s=$?
    tr -s "\n\t " " " <"$T/out" | grep -o "([^)]*)"; exit $s'

# The story.
zone <<'END'
_dmarc.example.com.	TXT	"v=DMARC1; p=reject; t=y; aspf=s"
news.example.com.	A	192.0.2.1
END
cat >"$T/message" <<END
$A: $OWN; spf=pass smtp.mailfrom=b@bounce.example.com;
	dkim=pass header.d=mail.example.com; dkim=fail header.d=example.com
Received: from mail.example.com (mail.example.com [192.0.2.25]) by $OWN
From: a@news.example.com

END
is 'story: all of it' 0 'author domain: news.example.com
  _dmarc.news.example.com: no such name
  _dmarc.example.com: v=DMARC1; p=reject; t=y; aspf=s
  _dmarc.com: no such name
  organizational domain: example.com
policy: quarantine, from p= at the organizational domain (_dmarc.example.com); t=y lowers reject
spf=pass for bounce.example.com: not aligned (strict)
dkim=pass for mail.example.com: aligned (relaxed)
  _dmarc.mail.example.com: no such name
  _dmarc.example.com: v=DMARC1; p=reject; t=y; aspf=s
  _dmarc.com: no such name
  organizational domain: example.com
dkim=fail for example.com: not a pass, cannot be aligned
dmarc=pass
a receiver would: handle it as any other mail
SPF: PASS with IP 192.0.2.25
DKIM: '\''PASS'\'' with domain mail.example.com
DMARC: '\''PASS'\''' "dmarc-lookup -e -a $OWN -z \"\$T/zone\" <\"\$T/message\""
is 'story: both RFCs, side by side where they differ' 0 \
    ' RFC 7489 RFC 9989
 policy reject quarantine' \
    "dmarc-lookup -e -a $OWN -z \"\$T/zone\" --rfc7489=\"\$T/psl\" \
    <\"\$T/message\" | sed -n '/RFC 9989/,/^[^ ]/p' | grep '^ ' | tr -s ' '"
is 'story: both agree' 0 'RFC 9989 says the same' \
    "printf 'From: a@example.net\n\n' | dmarc-lookup -e -a $OWN \
    -z \"\$T/zone\" --rfc7489=\"\$T/psl\" >\"\$T/out\"; grep 9989 \"\$T/out\""

# Limits, at a real server.
cat >"$T/faults" <<'END'
com ANYTYPE timeout
END
if has 'python3 (python3)' 'python3 -c 0' && start_fault "$T/faults" -v; then
	deep=a.b.c.d.e.f.g.h.i.j.example.com
	printf 'From: a@%s\n\n' $deep >"$T/message"
	is 'limits: no answer, and all eight are asked all the same' 75 \
	    "_dmarc.$deep
_dmarc.com
_dmarc.example.com
_dmarc.f.g.h.i.j.example.com
_dmarc.g.h.i.j.example.com
_dmarc.h.i.j.example.com
_dmarc.i.j.example.com
_dmarc.j.example.com" \
	    'dmarc-lookup -T 1 -n "127.0.0.1:$FAULT_PORT" --dkim pass:i.j.example.com \
		<"$T/message" >"$T/out"
	    s=$?; cut -d" " -f3 "$FAULT_LOG" | sort -u; exit $s'
fi
cat >"$T/faults" <<'END'
_dmarc.example.com TXT - v=DMARC1; p=reject; np=none
_dmarc.example.net TXT - v=DMARC1; p=reject
_dmarc.down.example TXT servfail
_dmarc.refused.example TXT refused
END
if has 'python3 (python3)' 'python3 -c 0' && start_fault "$T/faults" -v; then
	cat >"$T/message" <<END
$A: $OWN; dkim=pass header.d=c.example.com; dkim=pass header.d=c.example.com;
	dkim=pass header.d=d.c.example.com; dkim=pass header.d=mx.example.org;
	dkim=fail header.d=e.example.com; spf=pass smtp.mailfrom=a.example.com
Received: x
From: a@a.example.com, b@example.com, c@a.example.net

END
	is 'limits: no name is asked twice' 0 '' \
	    'dmarc-lookup -n "127.0.0.1:$FAULT_PORT" <"$T/message" \
	    -a mx.example.org >"$T/out"
	    cut -d" " -f3- "$FAULT_LOG" | sort >"$T/asked"; uniq -d "$T/asked"'
	is 'limits: nor one that cannot matter' 0 \
	    '_dmarc.a.example.com 16
_dmarc.a.example.net 16
_dmarc.c.example.com 16
_dmarc.com 16
_dmarc.d.c.example.com 16
_dmarc.example.com 16
_dmarc.example.net 16
_dmarc.net 16
a.example.com 5' 'cat "$T/asked"'
	is 'limits: SERVFAIL' 75 temperror \
	    'printf "From: a@down.example\n\n" |
	    dmarc-lookup -n "127.0.0.1:$FAULT_PORT" --dkim pass:down.example \
	    >"$T/out"; s=$?; grep -o "dmarc=[a-z]*" "$T/out" | cut -c7-; exit $s'
	is 'limits: REFUSED' 75 temperror \
	    'printf "From: a@refused.example\n\n" |
	    dmarc-lookup -n "127.0.0.1:$FAULT_PORT" --dkim pass:refused.example \
	    >"$T/out"; s=$?; grep -o "dmarc=[a-z]*" "$T/out" | cut -c7-; exit $s'
fi
zone <<'END'
_dmarc.example.com.	TXT	"v=DMARC1; p=reject"
END
{
	printf '%s: %s' "$A" "$OWN"
	awk 'BEGIN { for (i = 0; i < 200; i++)
		printf ";\n dkim=fail header.d=a%d.example.com", i }'
	printf '\nReceived: x\nFrom: a@example.com\n\n'
} >"$T/many"
is 'limits: two hundred results' 1 1 \
    "dmarc-lookup -a $OWN -z \"\$T/zone\" <\"\$T/many\" >\"\$T/out\"; s=\$?
    grep -c dmarc=fail \"\$T/out\"; exit \$s"
is 'limits: a reason that stays short' 0 0 \
    'awk "length > 998" "$T/out" | wc -l | tr -d " "'

plan
