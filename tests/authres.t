#!/bin/sh
# Authentication-Results as input: the grammar of RFC 8601, what servers make
# of it, what attackers make of it, and the way back from what we write.
# shellcheck disable=SC1091,SC2016
cd "$(dirname "$0")" || exit 1
. ./lib.sh
. ./need.sh
: "${T:?}"

# reads NAME VALUE WANT [OPTION]: the value is as printf's %b has it.
reads() {
	printf '%b' "$2" >"$T/$N.in"
	is "$1" 0 "$3" "./authread ${4:-} <\"\$T/$N.in\""
}

# result NAME RESINFO WANT: the same behind an authserv-id.
result() {
	reads "$1" "mx.example.org; $2" "id=mx.example.org
$3"
}

# RFC 8601 appendix B
reads 'B.2: no authentication done' 'example.org 1; none' 'id=example.org
none'
reads 'B.3: authentication done' \
    'example.com;\n\t  spf=pass smtp.mailfrom=example.net\n' 'id=example.com
spf=pass smtp.mailfrom="example.net" domain=example.net'
reads 'B.4: several authentications' \
    'example.com;\r\n  auth=pass (cram-md5) smtp.auth=sender@example.net;\r\n  spf=pass smtp.mailfrom=example.net' \
    'id=example.com
auth=pass comment="cram-md5" smtp.auth="sender"@"example.net"
spf=pass smtp.mailfrom="example.net" domain=example.net'
reads 'B.5: of one MTA' \
    'example.com;\n  sender-id=fail header.from=example.com;\n  dkim=pass (good signature) header.d=example.com' \
    'id=example.com
sender-id=fail header.from="example.com"
dkim=pass comment="good signature" header.d="example.com" domain=example.com'
reads 'B.5: of the other' \
    'example.com;\n  auth=pass (cram-md5) smtp.auth=sender@example.com;\n  spf=fail smtp.mailfrom=example.com' \
    'id=example.com
auth=pass comment="cram-md5" smtp.auth="sender"@"example.com"
spf=fail smtp.mailfrom="example.com" domain=example.com'
reads 'B.6: multi-tiered' \
    'example.com;\n  dkim=pass reason="good signature"\n   header.i=@mail-router.example.net;\n  dkim=fail reason="bad signature"\n   header.i=@newyork.example.com' \
    'id=example.com
dkim=pass reason="good signature" header.i=""@"mail-router.example.net" domain=mail-router.example.net
dkim=fail reason="bad signature" header.i=""@"newyork.example.com" domain=newyork.example.com'
reads 'B.6: of the list' \
    'example.net;\n  dkim=pass (good signature) header.i=@newyork.example.com' \
    'id=example.net
dkim=pass comment="good signature" header.i=""@"newyork.example.com" domain=newyork.example.com'
reads 'B.7: comment-heavy' \
    "foo.example.net (foobar) 1 (baz);\\n    dkim (Because I like it) / 1 (One yay) = (wait for it) fail\\n      policy (A dot can go here) . (like that) expired\\n      (this surprised me) = (as I wasn't expecting it) 1362471462\\n" \
    'id=foo.example.net
dkim=fail policy.expired="1362471462"'

# the rest of the grammar
reads 'authserv-id: a quoted-string' '(c) "mx \\"1\\"" (d) 1 ; none' \
    'id=mx "1"
none'
reads 'authserv-id alone' ' mx.example.org ' 'id=mx.example.org'
result 'nested comments, a quoted-pair' \
    'dkim=pass (a (b) \\) \\(c (d)) header.d=example.net' \
    'dkim=pass comment="a (b) ) (c (d)" header.d="example.net" domain=example.net'
result 'a folded comment' 'dkim=pass (one\r\n two)' \
    'dkim=pass comment="one two"'
result 'comments around a value' \
    'dkim=pass (one) header.d= (two) example.net (three)' \
    'dkim=pass comment="one" header.d="example.net" domain=example.net'
result 'a comment behind the result at once' 'spf=pass(c) smtp.helo=mx.example.net' \
    'spf=pass comment="c" smtp.helo="mx.example.net" helo=mx.example.net'
result 'a quoted value' 'dkim=pass header.d="example.net" header.b="a\\"b\r\n c"' \
    'dkim=pass header.d="example.net" header.b="a\"b c" domain=example.net'
result 'a quoted local-part' 'spf=pass smtp.mailfrom="a@b (c"@example.net' \
    'spf=pass smtp.mailfrom="a@b (c"@"example.net" domain=example.net'
result 'CFWS before the @' 'spf=pass smtp.mailfrom= (c) a (d) @example.net' \
    'spf=pass comment="d" smtp.mailfrom="a"@"example.net" domain=example.net'
result 'U-labels, any case' \
    'dkim=pass header.d=\0303\0251.Example.NET; spf=pass smtp.mailfrom=a@\0303\0251.example' \
    'dkim=pass header.d="é.Example.NET" domain=xn--9ca.example.net
spf=pass smtp.mailfrom="a"@"é.example" domain=xn--9ca.example'
result 'version 1 of a method' 'dkim/1=pass; dkim / 01 = pass' 'dkim=pass
dkim=pass'
result 'words in any case' 'DKIM=Pass Header.D=example.net' \
    'DKIM=Pass/pass Header.D="example.net" domain=example.net'
result 'each word' \
    'x=none; x=permerror; x=neutral; x=policy; x=softfail; x=fail; x=temperror; x=pass' \
    'x=none
x=permerror
x=neutral
x=policy
x=softfail
x=fail
x=temperror
x=pass'

# what must be ignored: sections 2.6 and 4.1
reads 'another version of the field' 'mx.example.org 2; dkim=pass header.d=example.net' \
    'id=mx.example.org
fault: a version of the field that is not known'
result 'another version of a method' \
    'dkim/2=pass header.d=example.net; spf=pass smtp.mailfrom=example.net' \
    'dkim=pass/none header.d="example.net" problem: a version of the method that is not known
spf=pass smtp.mailfrom="example.net" domain=example.net'
result 'a result that is not known' 'dkim=dkim_pass header.d=example.net' \
    'dkim=dkim_pass/none header.d="example.net" problem: a result that is not known'
result 'an unknown method and ptype' 'x-any=pass x-type.x-name=1' \
    'x-any=pass x-type.x-name="1"'

# what servers write besides
if has 'the sample of 2013' 'test -f ../../shared/samples/gmail-2013.txt'; then
	is 'Gmail, 2013' 0 'id=mx.google.com
spf=pass comment="google.com: domain of user@mail.example.net designates 192.0.2.49 as permitted sender" smtp.mailfrom="user"@"mail.example.net" domain=mail.example.net
dkim=pass header.i=""@"mail.example.net" domain=mail.example.net' \
	    'sed -n -e "s/^Authentication-Results://p;t" -e "/^ /p" \
	    ../../shared/samples/gmail-2013.txt | ./authread'
fi
reads 'Office 365: no authserv-id' \
    'spf=pass (sender IP is 192.0.2.1)\r\n smtp.mailfrom=example.net; dkim=pass (signature was verified)\r\n header.d=example.net;dmarc=pass action=none\r\n header.from=example.net;compauth=pass reason=100' \
    'spf=pass comment="sender IP is 192.0.2.1" smtp.mailfrom="example.net" domain=example.net
dkim=pass comment="signature was verified" header.d="example.net" domain=example.net
dmarc=pass action="none" header.from="example.net"
compauth=pass reason="100"'
reads 'no authserv-id, but its semicolon' '; dkim=pass header.d=example.net' \
    'dkim=pass header.d="example.net" domain=example.net'
result 'hardfail' 'dkim=hardfail header.d=example.net; spf=HardFail' \
    'dkim=hardfail/fail header.d="example.net" domain=example.net
spf=HardFail/fail'
result 'smtp.mail, smtp.mfrom' 'spf=pass smtp.mail=a@example.net; spf=pass smtp.mfrom=example.com' \
    'spf=pass smtp.mailfrom="a"@"example.net" domain=example.net
spf=pass smtp.mailfrom="example.com" domain=example.com'
result '(null) for a method' '(null)=pass header.d=example.net; spf=pass smtp.mailfrom=example.net' \
    '=/none problem: no method and result
spf=pass smtp.mailfrom="example.net" domain=example.net'
result 'semicolons too many' ';dkim=pass;;\r\n ; (c) ; spf=fail;' 'dkim=pass
spf=fail'
result 'none among others' 'none; dkim=none; none' 'none
dkim=none'
result 'base64' 'dkim=pass header.b=abc/def= header.d=example.net' \
    'dkim=pass header.b="abc/def=" header.d="example.net" domain=example.net'
result 'an address with tag' 'spf=pass smtp.mailfrom=user+tag=x@example.org' \
    'spf=pass smtp.mailfrom="user+tag=x"@"example.org" domain=example.org'
result 'an address in a string' 'spf=pass smtp.mailfrom="user@example.org"' \
    'spf=pass smtp.mailfrom="user@example.org" domain=example.org'
result 'IPv6' 'arc=pass smtp.remote-ip=2001:db8::1' \
    'arc=pass smtp.remote-ip="2001:db8::1"'
result 'policy.dmarc' 'dmarc=pass policy.dmarc=none header.from=example.org' \
    'dmarc=pass policy.dmarc="none" header.from="example.org"'
result 'the null sender' \
    'spf=pass smtp.mailfrom= ; spf=pass smtp.mailfrom=<> smtp.helo=mx.example.net; spf=pass smtp.mailfrom="" smtp.helo=mx.example.net' \
    'spf=pass smtp.mailfrom=""
spf=pass smtp.mailfrom="<>" smtp.helo="mx.example.net" helo=mx.example.net
spf=pass smtp.mailfrom="" smtp.helo="mx.example.net" helo=mx.example.net'
result 'a reason behind properties, a token' 'dkim=fail header.d=example.net reason=nokey' \
    'dkim=fail reason="nokey" header.d="example.net" domain=example.net'

# attacks: no line may have a domain that was not the one named
S='a value with something stuck to it'
result 'CVE-2020-12272: a comment without an end' \
    'spf=pass smtp.mailfrom=example.com; dkim=pass header.d=example.net(.example.com; spf=pass smtp.mailfrom=example.org' \
    "spf=pass smtp.mailfrom=\"example.com\" domain=example.com
dkim=pass/none problem: $S
fault: comment without an end"
result 'a comment with an end' \
    'dkim=pass header.d=example.net(.example.com) header.i=@example.com; spf=pass smtp.mailfrom=example.org' \
    "dkim=pass/none problem: $S
spf=pass smtp.mailfrom=\"example.org\" domain=example.org"
result 'a comment in the midst' 'dkim=pass header.d=example.net(.).example.com' \
    "dkim=pass/none problem: $S"
result 'a comment before' 'dkim=pass header.d=(x)example.net' \
    'dkim=pass/none problem: a value with a comment stuck to it'
result 'a comment before a string' 'dkim=pass header.d=(x)"example.net"' \
    'dkim=pass/none problem: a value with a comment stuck to it'
result 'a comment without an end behind the last' 'dkim=pass header.d=example.net (' \
    'dkim=pass/none header.d="example.net" problem: comment without an end
fault: comment without an end'
result 'a string without an end' 'dkim=pass header.d=example.net header.b="x; spf=pass' \
    'dkim=pass/none header.d="example.net" header.b="x; spf=pass" problem: quoted string without an end
fault: quoted string without an end'
result 'text behind a string' 'dkim=pass header.d="example.net".example.com' \
    "dkim=pass/none problem: $S"
result 'a string behind text' 'dkim=pass header.d=example.net".example.com"' \
    "dkim=pass/none problem: $S"
result 'NUL' 'dkim=pass header.d=example.net\0000.example.com; spf=none' \
    "dkim=pass/none problem: $S
spf=none"
result 'NUL in a string' 'dkim=pass header.d="example.net\0000.example.com"' \
    'dkim=pass/none header.d="example.net?.example.com" problem: a control character in a string'
result 'CR in a string' 'dkim=pass header.d="example\r.net"' \
    'dkim=pass/none header.d="example.net" problem: a control character in a string'
result 'a backslash' 'spf=pass; dkim=pass header.d=example\\.net; dkim=pass header.d=example.net' \
    'fault: comments and strings are not in order'
result 'a comment that was ended by what it quotes' \
    'spf=fail (domain of a); dkim=pass header.d=example.net; x@example.com) smtp.mailfrom=example.com' \
    'fault: comments and strings are not in order'
result 'a reason that holds a result' \
    'dkim=fail reason="x; dkim=pass header.d=example.net" header.d=example.com' \
    'dkim=fail reason="x; dkim=pass header.d=example.net" header.d="example.com" domain=example.com'
result 'a comment that holds a result' 'dkim=fail (; dkim=pass header.d=example.net)' \
    'dkim=fail comment="; dkim=pass header.d=example.net"'
result 'a local-part that holds a result' \
    'spf=fail smtp.mailfrom="a;dkim=pass header.d=example.net;"@example.com' \
    'spf=fail smtp.mailfrom="a;dkim=pass header.d=example.net;"@"example.com" domain=example.com'
result 'an empty value, and the next property' \
    'spf=pass smtp.mailfrom= smtp.rcptto=a@example.net' \
    'spf=pass/none problem: a value that may be a property'
result 'text of many words' 'spf=pass smtp.mailfrom=example.net example.com' \
    'spf=pass/none smtp.mailfrom="example.net" problem: text that is no property'
result 'a blank in an address' 'spf=pass smtp.mailfrom=a@ example.net' \
    'spf=pass/none smtp.mailfrom="a"@"" problem: text that is no property'
result 'a property twice' 'dkim=pass header.d=example.net HEADER.d=example.com' \
    'dkim=pass/none header.d="example.net" problem: a property that appears twice'
result 'smtp.mail and smtp.mailfrom' 'spf=pass smtp.mail=example.net smtp.mailfrom=example.com' \
    'spf=pass/none smtp.mailfrom="example.net" problem: a property that appears twice'
result 'two results in one' 'dkim=fail=pass header.d=example.net; dkim=fail dkim=pass header.d=example.net' \
    'dkim=fail/none problem: a result with something stuck to it
dkim=fail dkim="pass" header.d="example.net" domain=example.net'
result 'header.d that is no domain is not made up for' \
    'dkim=pass header.d=a@example.net; dkim=pass header.d=-.example header.i=@example.net; dkim=pass header.i=example.net' \
    'dkim=pass header.d="a"@"example.net"
dkim=pass header.d="-.example" header.i=""@"example.net"
dkim=pass header.i="example.net"'
result 'addresses that are none' \
    'spf=pass smtp.mailfrom="a@example.com@example.net"; spf=pass smtp.mailfrom=a@b@example.net; spf=pass smtp.mailfrom=a@[192.0.2.1]; spf=pass smtp.mailfrom=@' \
    "spf=pass smtp.mailfrom=\"a@example.com@example.net\"
spf=pass/none problem: $S
spf=pass smtp.mailfrom=\"a\"@\"[192.0.2.1]\"
spf=pass smtp.mailfrom=\"\"@\"\""
result 'a comma is no separator' 'dkim=pass header.d=example.net,example.com' \
    'dkim=pass header.d="example.net,example.com"'
result 'smtp.helo is no sender' 'spf=pass smtp.mailfrom=a@-.example smtp.helo=example.net' \
    'spf=pass smtp.mailfrom="a"@"-.example" smtp.helo="example.net"'
reads 'an authserv-id that is none' 'mx.example.org/x; dkim=pass header.d=example.net' \
    'id=mx.example.org
fault: text behind the authserv-id'
reads 'two authserv-ids' 'mx.example.org mx.example.com; dkim=pass' \
    'id=mx.example.org
fault: text behind the authserv-id'
reads 'nothing' '' 'id=
fault: no authserv-id'

# ARC-Authentication-Results, RFC 8617 section 4.1.1
reads 'AAR' 'i=1; mx.example.org; arc=none; dkim=pass header.d=example.net' \
    'i=1
id=mx.example.org
arc=none
dkim=pass header.d="example.net" domain=example.net' -a
reads 'AAR: CFWS' ' (c) i (c) = (c) 12 (c) ; (c)\r\n mx.example.org 1; none' \
    'i=12
id=mx.example.org
none' -a
reads 'AAR of Microsoft' \
    'i=1; mx.microsoft.com 1; spf=pass smtp.mailfrom=example.net; dmarc=pass action=none header.from=example.net; dkim=pass header.d=example.net; arc=none' \
    'i=1
id=mx.microsoft.com
spf=pass smtp.mailfrom="example.net" domain=example.net
dmarc=pass action="none" header.from="example.net"
dkim=pass header.d="example.net" domain=example.net
arc=none' -a
for i in 0 51 100 x ''; do
	printf 'i=%s; mx.example.org; dkim=pass' "$i" >"$T/aar"
	is "AAR: i=$i" 0 '1' './authread -a <"$T/aar" | grep -c fault:'
done
reads 'AAR without i=' 'mx.example.org; dkim=pass' 'i=0
fault: no i= tag' -a

# The fields of the ARC suite: those with an instance that may be read.
suite=../../shared/suites/arc/arc-draft-validation-tests.yml
export suite
cat >"$T/aar.py" <<'END'
import email, re, sys, yaml
seen = set()
for doc in yaml.safe_load_all(open(sys.argv[1])):
    for test in doc['tests'].values():
        msg = email.message_from_string(test['message'])
        seen.update(re.sub(r'\r?\n', ' ', v) for v in
                    msg.get_all('ARC-Authentication-Results', []))
print('\n'.join(sorted(seen)))
END
if has 'the ARC suite' 'test -f "$suite" &&
    /usr/bin/python3 -c "import yaml"'; then
	is 'the ARC suite' 0 '10 dkim=pass comment="1024-bit key" header.i=""@"d1.example" domain=d1.example
10 dmarc=pass
10 id=lists.example.org
10 spf=pass smtp.mailfrom="jqd"@"d1.example" domain=d1.example' \
	    '/usr/bin/python3 "$T/aar.py" "$suite" | ./authread -la |
	sort | uniq -c | sed "s/^ *//" | grep ^10'
fi

# far too much of it
is 'a thousand results, no more' 0 '1000
fault: too many results' \
    'awk "BEGIN { for (i = 0; i < 2000; i++) printf \"; dkim=pass\" }" |
    sed "s/^/mx/" | ./authread >"$T/many"; grep -c dkim "$T/many"
    tail -1 "$T/many"'
is 'properties: too many' 0 '1' \
    'awk "BEGIN { printf \"mx; dkim=pass\"
	for (i = 0; i < 65; i++) printf \" x.p%d=v\", i }" |
    ./authread | grep -c "problem: too many properties"'

# there and back
for seed in 1 2 3; do
	is "what we write is what we read: $seed" 0 '10000 of 10000' \
	    "./authread -r $seed 10000"
done

# the other implementation
if has 'python3-authres' '/usr/bin/python3 -c "import authres"'; then
	is 'python3-authres reads the same' 0 '' \
	    './authread -g 1 500 >"$T/made"
	/usr/bin/python3 authres-peer.py <"$T/made" >"$T/theirs"
	sed "s/^[^:]*://" "$T/made" | ./authread -l |
	sed "s/ comment=\"[^\"]*\"//; s/ domain=.*//; s/ helo=.*//" |
	diff - "$T/theirs"'
	is 'there is something to read' 0 '500' \
	    'grep -c "^id=mx.example.org" "$T/theirs"'
fi

plan
