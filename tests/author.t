#!/bin/sh
# Author domains: From fields, good, odd and made to deceive.
# shellcheck disable=SC1091,SC2016
cd "$(dirname "$0")" || exit 1
. ./lib.sh
. ./need.sh
: "${T:?}"

# from WANT VALUE: a message with this From field; the value is as printf's
# %b has it.
from() {
	printf 'Received: x\nFrom: %b\nTo: b@to.example\n\nFrom: a@body.example\n' \
	    "$2" >"$T/$N.in"
	is "$(printf '%s' "$2" | tr -c ' -~' '?')" 0 "$1" "./authorread <\"\$T/$N.in\""
}

# header NAME WANT HEADER
header() {
	printf '%b\nbody\n' "$3" >"$T/$N.in"
	is "$1" 0 "$2" "./authorread <\"\$T/$N.in\""
}

junk='? text that is no address'
name='! an address without a plain domain name'
order='! parentheses or quotes are not in order'
word='! an encoded word in text that is no address'
control='! a control character'

# plain: RFC 5322 section 3.4, RFC 6854
from 'good.example' 'a@good.example'
from 'good.example' '<a@good.example>'
from 'good.example' 'A B <a@good.example>'
from 'good.example' 'A. B. C <a@GOOD.Example>'
from 'good.example' '"A, B" <a@good.example>'
from 'good.example' '"b@evil.example" <a@good.example>'
from 'good.example' '"<b@evil.example>," <a@good.example>'
from 'good.example' '"\\" <b@evil.example>" <a@good.example>'
from 'good.example' '"b@evil.example"@good.example'
from 'good.example' '"a b"@good.example'
from 'good.example' 'a@good.example (A B)'
from 'good.example' '(A) a (B) @ (C) good.example (D)'
from 'good.example' '(A (nested) \\) B) <a@good.example>'
from 'good.example' '\n <a@good.example>'
from 'good.example' 'A\r\n\tB\r\n <a@good.example>'
from 'good.example' '< a@good.example >'
from 'good.example' 'a @ good.example'
from 'good.example' 'a+tag=x/y@good.example'
from 'good.example' '=?utf-8?q?b=40evil.example?= <a@good.example>'
from 'good.example' '=?utf-8?b?PGJAZXZpbC5leGFtcGxlPg==?= <a@good.example>'
from "evil.example $word" '=?utf-8?q?a=40good.example?=@evil.example'
from 'good.example' '\0303\0251 <\0303\0251@good.example>'
from 'xn--9ca.example' 'a@\0303\0251.example'
from 'good.example' '\0351 <a@good.example>'
from 'a_b.good.example' 'a@a_b.good.example'
from 'localhost' 'a@localhost'
from 'good.example' 'G: a@good.example;'
from 'x.example y.example' 'G: a@x.example, B <b@y.example>;'
from 'x.example y.example' 'G: a@x.example;, b@y.example'
from 'x.example' 'G:;, a@x.example'
from 'x.example y.example' 'a@x.example, b@y.example'
from 'x.example' 'a@x.example, b@X.Example'
from '1.example 2.example 3.example 4.example' \
    'a@1.example, a@2.example, a@3.example, a@4.example'
from '1.example 2.example 3.example 4.example ...' \
    'a@1.example, a@2.example, a@3.example, a@4.example, a@5.example'
from '1.example 2.example 3.example 4.example' \
    'a@1.example, a@2.example, a@3.example, a@4.example, b@1.example'

# not plain: all that some reader may show
from "good.example evil.example $junk" 'a@good.example <b@evil.example>'
from "good.example $junk" 'a@good.example <a@good.example>'
from "good.example evil.example $junk" '<a@good.example><b@evil.example>'
from "good.example evil.example $junk" '<a@good.example> <b@evil.example>'
from "good.example evil.example $junk" '<a@good.example> b@evil.example'
from "good.example evil.example $junk" '"a@good.example" b@evil.example'
from "good.example evil.example $junk" '<a@good.example <b@evil.example>>'
from "good.example evil.example $junk" 'A <a@good.example;b@evil.example>'
from "good.example evil.example $junk" 'A <a@good.example, b@evil.example>'
from "good.example evil.example $junk" 'a@good.example; b@evil.example'
from "good.example evil.example $junk" 'a@good.example: <b@evil.example>;'
from "evil.example any.example good.example $junk" \
    '<@evil.example,@any.example:a@good.example>'
from "good.example $junk" '"A" <a@good.example> trailing'
from "good.example $junk" 'A B a@good.example'
from "good.example $junk" 'A, B <a@good.example>'
from "good.example $junk" '[A] B <a@good.example>'
from "good.example $junk" 'G: A <a@good.example>'
from "good.example $junk" '<a@good.example>,'
from "good.example $junk" 'a@good.example, nobody'
from "good.example $junk" 'nobody, a@good.example'
from "good.example $junk" '<>, a@good.example'
from "evil.example good.example $junk" '<b@evil.example>a@good.example'
from 'evil.example' 'b@evil.example (a@good.example)'
from 'evil.example' '(<a@good.example>) <b@evil.example>'
from 'evil.example' '<b@evil.example> (x (a@good.example) y)'

# nobody
from '! no address' ''
from '! no address' ' \n '
from '! no address' 'nobody'
from '! no address' '<>'
from '! no address' '""'
from '! no address' '(nobody)'
from '! no address' 'nobody:;'
from '! no address' ','
from "$name" 'a@'
from "$name" '<a@>'
from "$name" '@'
from "$name" 'a@[192.0.2.1]'
from "$name" '<a@[IPv6:2001:db8::1]>'
from "$name" 'a@-good.example'
from "good.example $name" 'a@good.example.'
from "$name" 'a@good..example'
from "$name" 'a@.good.example'
from "good.example $name" 'a@good.example!evil.example'
from "$name" '<a@good.example(.evil.example)>'
from "$name" 'a@good.example(.evil.example'
from "$name" 'a@good.example(b).evil.example'
from 'good.example' 'a@good .example'
from "good $name" 'a@good (b) .example'
from 'good.example' 'a@good. example'
from "$name" 'a@(b)good.example'
from "good.example $name" 'a@good.example A B'
from "good.example evil.example $name" 'a@good.example b@evil.example'
from "good.example evil.example $name" 'a@good.example\n b@evil.example'
from "good.example $word" '=?utf-8?q?b=40evil.example?= a@good.example'
from "good.example evil.example $word" \
    '=?utf-8?q?x<a@good.example>?= <b@evil.example>'
from "good.example evil.example $name" 'a@good.example@evil.example'
from "good.example evil.example $name" 'a@good.example @evil.example'
from "good.example $name" 'a@good.example"x".evil.example'
from "$name" 'a@"good.example"'
from "$name" 'a@=?utf-8?q?good.example?='
from "good.example $name" '<a@good.example>, broken@'
from "good.example $name" 'broken@, a@good.example'
from "$name" 'a@\0343\0203\0273.\0377example'
from "$name" 'a@good\0343\0200\0202example'
from "good.example ! comment without an end" '<a@good.example> (b'
from "good.example ! comment without an end" '(b <a@good.example>'
from "good.example ! quoted string without an end" '"A <a@good.example>'
from "good.example $order" 'A) <a@good.example>'
from "good.example evil.example $order" '\\"<a@good.example>, <b@evil.example>'
from "good $control" 'a@good\0000.example'
from "good.example evil.example $control" 'a@good.example\0000 <b@evil.example>'
from "good.example evil.example $control" '"\0000" <b@good.example>, a@evil.example'
from "good.example $control" 'A\rB <a@good.example>'

# the header around it
header 'no From' '! no From field' 'To: a@to.example\n'
header 'several' 'good.example evil.example ! several From fields' \
    'From: a@evil.example\nFrom: a@good.example\n'
header 'several, of the same' 'good.example ! several From fields' \
    'From: a@good.example\nTo: b@to.example\nfrom: a@good.example\n'
header 'a blank before the colon' 'good.example' 'From \t: a@good.example\n'
header 'a blank before the colon of one' \
    'evil.example good.example ! several From fields' \
    'From: a@good.example\nFROM : a@evil.example\n'
header 'Resent-From, Sender, X-From' 'good.example' \
    'Resent-From: a@x.example\nSender: a@y.example\nFrom: a@good.example\nX-From: a@z.example\n'
header 'a header that ends oddly' \
    'good.example ? a line of the header that is no field' \
    'From: a@good.example\nno field\nFrom: a@evil.example\n'
awk 'BEGIN { for (i = 0; i < 11000; i++) print "X: x"
	print "From: a@good.example\n" }' >"$T/excess"
is 'a header beyond the limits' 0 \
    '! the header has more than 10000 fields' './authorread <"$T/excess"'
is 'a hundred thousand addresses' 0 '1.example 2.example 3.example 4.example ...' \
    'awk "BEGIN { printf \"a@1.example\"
	for (i = 2; i < 50000; i++) printf \",a@%d.example\", i }" |
    ./authorread -l'

# Whatever python's parsers find in a field is among ours, or there is no
# author.
is 'the parsers of python see nobody else' 0 '' \
    '/usr/bin/python3 author-peer.py 1 4000 >"$T/made"
    ./authorread -l <"$T/made" >"$T/ours"
    /usr/bin/python3 author-peer.py "$T/made" "$T/ours"'
is 'there is something to compare' 0 '' \
    'test "$(grep -vc ! "$T/ours")" -gt 1000'

plan
