#!/bin/sh
# spf-check --diff: the ranges whose result a new record changes.
# shellcheck disable=SC1091,SC2016
cd "$(dirname "$0")" || exit 1
. ./lib.sh
. ./need.sh
: "${T:?}"

need 'spf-check' 'command -v spf-check'
need 'python3' 'command -v /usr/bin/python3'

cat >"$T/zone" <<'END'
old.example.org.	IN TXT "v=spf1 ip4:192.0.2.0/25 -all"
new.example.org.	IN TXT "v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 -all"
a.example.org.		IN A 192.0.2.1
a.example.org.		IN A 192.0.2.2
a.example.org.		IN A 192.0.2.3
a.example.org.		IN AAAA 2001:db8::1
mx.example.org.		IN MX 10 a.example.org.
mx.example.org.		IN MX 20 b.example.org.
b.example.org.		IN A 198.51.100.1
many.example.org.	IN MX 1 m1.example.org.
many.example.org.	IN MX 1 m2.example.org.
many.example.org.	IN MX 1 m3.example.org.
many.example.org.	IN MX 1 m4.example.org.
many.example.org.	IN MX 1 m5.example.org.
many.example.org.	IN MX 1 m6.example.org.
many.example.org.	IN MX 1 m7.example.org.
many.example.org.	IN MX 1 m8.example.org.
many.example.org.	IN MX 1 m9.example.org.
many.example.org.	IN MX 1 m10.example.org.
many.example.org.	IN MX 1 m11.example.org.
ten.example.org.	IN MX 1 m1.example.org.
ten.example.org.	IN MX 1 m2.example.org.
ten.example.org.	IN MX 1 m3.example.org.
ten.example.org.	IN MX 1 m4.example.org.
ten.example.org.	IN MX 1 m5.example.org.
ten.example.org.	IN MX 1 m6.example.org.
ten.example.org.	IN MX 1 m7.example.org.
ten.example.org.	IN MX 1 m8.example.org.
ten.example.org.	IN MX 1 m9.example.org.
ten.example.org.	IN MX 1 m10.example.org.
m10.example.org.	IN A 203.0.113.10
m11.example.org.	IN A 203.0.113.11
inc.example.org.	IN TXT "v=spf1 ip4:192.0.2.0/26 -ip4:192.0.2.64/26 ~all"
outer.example.org.	IN TXT "v=spf1 -ip4:192.0.2.0/28 include:inc.example.org ?all"
fall.example.org.	IN TXT "v=spf1 -all"
soft.example.org.	IN TXT "v=spf1 ip4:192.0.2.0/24 ~all"
self.example.org.	IN TXT "v=spf1 ip4:192.0.2.1 include:self.example.org -all"
bad.example.org.	IN TXT "v=spf1 ip4:192.0.2.1 ipv4:192.0.2.2 -all"
two.example.org.	IN TXT "v=spf1 -all"
two.example.org.	IN TXT "v=spf1 +all"
none.example.org.	IN TXT "no record of SPF"
v.example.org.		IN TXT "v=spf1 exists:%{v}.v.example.org -all"
in-addr.v.example.org.	IN A 127.0.0.2
d.example.org.		IN TXT "v=spf1 a:a.%{o} -all"
mapped.example.org.	IN AAAA ::ffff:192.0.2.9
p1.example.org.		IN TXT "v=spf1 -include:p2.example.org"
p2.example.org.		IN TXT "v=spf1 include:p3.example.org"
p3.example.org.		IN TXT "v=spf1 all"
late.example.org.	IN CNAME late.example.org.
END
export Z="$T/zone"

# diff_ NAME WANT OLD NEW [OPTION...]: exit 1 if there is to be output, else 0.
diff_() {
	name=$1 want=$2 OLD=$3 NEW=$4
	shift 4
	export OLD NEW
	is "$name" "$([ -z "$want" ]; echo $?)" "$want" \
	    "spf-check -z \"\$Z\" $* --diff \"\$OLD\" \"\$NEW\""
}

# wrong NAME STATUS LINE OLD NEW [OPTION...]: LINE is all that it says.
wrong() {
	name=$1 status=$2 line=$3 OLD=$4 NEW=$5
	shift 5
	export OLD NEW
	is "$name" "$status" "spf-check: $line" \
	    "spf-check -z \"\$Z\" $* --diff \"\$OLD\" \"\$NEW\" 2>&1"
}

# --- what is the same
diff_ 'the same' '' 'v=spf1 -all' 'v=spf1 -all'
diff_ 'the same in other words' '' 'v=spf1 ip4:192.0.2.0/25 ip4:192.0.2.128/25 -all' \
    'v=spf1 ip4:192.0.2.77/24 -all'
diff_ 'the implicit neutral is ?all' '' 'v=spf1' 'v=spf1 ?all'
diff_ 'what all hides' '' 'v=spf1 -all ip4:192.0.2.1' 'v=spf1 -all'
diff_ 'all hides redirect' '' 'v=spf1 -all redirect=soft.example.org' 'v=spf1 -all'
diff_ 'exp and unknown modifiers' '' 'v=spf1 -all exp=x.example.org' 'v=spf1 x=%{d} -all'
diff_ 'a domain with itself' '' new.example.org NEW.example.org.

# --- ranges
diff_ 'domains' '+ 192.0.2.128/25: fail -> pass
+ 2001:db8::/32: fail -> pass' old.example.org new.example.org
diff_ 'the other way round' '- 192.0.2.128/25: pass -> fail
- 2001:db8::/32: pass -> fail' new.example.org old.example.org
diff_ 'a domain and a text' '- 192.0.2.0/25: pass -> fail' old.example.org 'v=spf1 -all'
diff_ 'the whole space' '+ 0.0.0.0/0: fail -> pass
+ ::/0: fail -> pass' 'v=spf1 -all' 'V=SPF1 all'
diff_ 'prefixes of length 0' '~ 0.0.0.0/0: neutral -> softfail
~ ::/0: neutral -> fail' 'v=spf1' 'v=spf1 ~ip4:203.0.113.9/0 -ip6:2001:db8::/0'
diff_ 'single addresses, the first and the last' '+ 0.0.0.0/32: fail -> pass
+ 255.255.255.255/32: fail -> pass
+ ::/128: fail -> pass
+ ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128: fail -> pass' 'v=spf1 -all' \
    'v=spf1 ip6:ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ip6::: ip4:255.255.255.255 ip4:0.0.0.0 -all'
diff_ 'neighbours become one block' '+ 192.0.2.0/24: fail -> pass
+ 2001:db8::/32: fail -> pass' 'v=spf1 -all' \
    'v=spf1 ip4:192.0.2.128/25 ip4:192.0.2.0/26 ip4:192.0.2.64/26 ip6:2001:db8:8000::/33 ip6:2001:db8::/33 -all'
diff_ 'neighbours that make no block' '+ 192.0.2.1/32: fail -> pass
+ 192.0.2.2/31: fail -> pass
+ 192.0.2.4/32: fail -> pass' 'v=spf1 -all' \
    'v=spf1 ip4:192.0.2.1 ip4:192.0.2.2 ip4:192.0.2.3 ip4:192.0.2.4 -all'
diff_ 'a hole' '+ 192.0.2.0/32: fail -> pass
~ 192.0.2.1/32: fail -> softfail
+ 192.0.2.2/31: fail -> pass' 'v=spf1 -all' 'v=spf1 ~ip4:192.0.2.1 ip4:192.0.2.0/30 -all'
diff_ 'one range, two changes' '- 192.0.2.0/25: pass -> fail
~ 192.0.2.128/25: softfail -> fail' \
    'v=spf1 ip4:192.0.2.0/25 ~ip4:192.0.2.0/24 -all' 'v=spf1 -all'

# --- order
diff_ 'first match wins' '- 192.0.2.1/32: pass -> fail' \
    'v=spf1 ip4:192.0.2.0/24 -ip4:192.0.2.1 -all' \
    'v=spf1 -ip4:192.0.2.1 ip4:192.0.2.0/24 -all'
diff_ 'a narrow one behind a wide one is nothing' '' \
    'v=spf1 ip4:192.0.2.0/24 ?ip4:192.0.2.0/25 -all' 'v=spf1 ip4:192.0.2.0/24 -all'
diff_ 'overlaps, each qualifier' '+ 192.0.2.0/32: neutral -> pass
~ 192.0.2.1/32: neutral -> fail
~ 192.0.2.2/31: neutral -> softfail' 'v=spf1' \
    'v=spf1 ip4:192.0.2.0 -ip4:192.0.2.0/31 ~ip4:192.0.2.0/30 ?ip4:192.0.2.0/29'

# --- a, mx, dual CIDR lengths
diff_ 'a: A for IPv4, AAAA for IPv6' '+ 192.0.2.1/32: fail -> pass
+ 192.0.2.2/31: fail -> pass
+ 2001:db8::1/128: fail -> pass' 'v=spf1 -all' 'v=spf1 a:a.example.org -all'
diff_ 'a with dual CIDR lengths' '+ 192.0.2.0/24: fail -> pass
+ 2001:db8::/64: fail -> pass' 'v=spf1 -all' 'v=spf1 a:a.example.org/24//64 -all'
diff_ 'a with one of them' '+ 192.0.2.1/32: fail -> pass
+ 192.0.2.2/31: fail -> pass
+ 2001:db8::/32: fail -> pass' 'v=spf1 -all' 'v=spf1 a:a.example.org//32 -all'
diff_ 'mx' '+ 192.0.2.0/30: fail -> pass
+ 198.51.100.0/30: fail -> pass
+ 2001:db8::1/128: fail -> pass' 'v=spf1 -all' 'v=spf1 mx:mx.example.org/30 -all'
diff_ 'mx of ten hosts' '+ 203.0.113.10/32: fail -> pass' 'v=spf1 -all' \
    'v=spf1 mx:ten.example.org -all'
diff_ 'mx of eleven hosts, for those who come there' '~ 0.0.0.0/1: fail -> permerror
mx:many.example.org: more than 10 MX records (new only)' \
    'v=spf1 ip6:::/0 ip4:128.0.0.0/1 -all' \
    'v=spf1 ip6:::/0 ip4:128.0.0.0/1 mx:many.example.org -all'
diff_ 'IPv4-mapped addresses are no clients of IPv6' '' 'v=spf1 -all' \
    'v=spf1 ip6:::ffff:192.0.2.0/120 a:mapped.example.org -all'
diff_ 'exists of a fixed name is for all or none' '+ 0.0.0.0/0: fail -> pass
+ ::/0: fail -> pass' 'v=spf1 exists:none.example.org -all' 'v=spf1 exists:a.example.org -all'
diff_ 'the v macro: by family' '+ 0.0.0.0/0: fail -> pass' 'v=spf1 -all' v.example.org

# --- include and redirect
diff_ 'include matches what its record passes' '+ 192.0.2.0/26: neutral -> pass' \
    'v=spf1' 'v=spf1 include:inc.example.org'
diff_ 'its fail and softfail fall through' '+ 192.0.2.0/26: softfail -> pass' \
    'v=spf1 ~all' 'v=spf1 include:inc.example.org ~all'
diff_ 'the qualifier is that of the outer term' '~ 192.0.2.0/26: neutral -> fail' \
    'v=spf1' 'v=spf1 -include:inc.example.org'
diff_ 'nested' '~ 192.0.2.16/28: neutral -> softfail
~ 192.0.2.32/27: neutral -> softfail' 'v=spf1' 'v=spf1 ~include:outer.example.org'
diff_ 'behind a term that matches first' '+ 192.0.2.32/27: neutral -> pass' \
    'v=spf1 ?ip4:192.0.2.0/27' 'v=spf1 ?ip4:192.0.2.0/27 include:inc.example.org'
diff_ 'include of a record that passes nobody' '' 'v=spf1 -all' \
    'v=spf1 include:fall.example.org -all'
diff_ 'redirect is for those whom no term matches' '- 192.0.2.0/25: pass -> neutral' \
    'v=spf1 redirect=soft.example.org' \
    'v=spf1 ?ip4:192.0.2.0/25 redirect=soft.example.org'
diff_ 'redirect gives the result, fail too' '+ 192.0.2.0/26: softfail -> pass
~ 192.0.2.64/26: softfail -> fail' 'v=spf1 ~all' 'v=spf1 redirect=inc.example.org'
diff_ 'include of no record: permerror behind it' '~ 0.0.0.0/1: fail -> permerror
include:none.example.org: it has no SPF record (new only)' \
    'v=spf1 ip6:::/0 ip4:128.0.0.0/1 -all' \
    'v=spf1 ip6:::/0 ip4:128.0.0.0/1 include:none.example.org -all'
diff_ 'redirect to no record' '~ 0.0.0.0/1: neutral -> permerror
redirect=none.example.org: it has no SPF record (new only)' \
    'v=spf1 ip6:::/0 ip4:128.0.0.0/1' \
    'v=spf1 ip6:::/0 ip4:128.0.0.0/1 redirect=none.example.org'
diff_ 'include of two records' '~ 0.0.0.0/0: neutral -> permerror
~ ::/0: neutral -> permerror
include:two.example.org: it has more than one SPF record (new only)' \
    'v=spf1' 'v=spf1 include:two.example.org'
diff_ 'include of a syntax error: all of it is void' '~ 0.0.0.0/0: neutral -> permerror
~ ::/0: neutral -> permerror
include:bad.example.org: ipv4:192.0.2.2: no mechanism has this name (new only)' \
    'v=spf1' 'v=spf1 include:bad.example.org'
diff_ 'what stands before a broken include stays' '' \
    'v=spf1 +all' 'v=spf1 ip4:0.0.0.0/0 ip6:::/0 include:bad.example.org'

# --- limits
diff_ 'a loop runs into the ten lookups, but for those who match' \
    '~ 0.0.0.0/1: neutral -> permerror
include:self.example.org: more than 10 terms that need DNS (new only)' \
    'v=spf1 ip6:::/0 ip4:128.0.0.0/1 ip4:192.0.2.1' \
    'v=spf1 ip6:::/0 ip4:128.0.0.0/1 include:self.example.org'
five='a:a.example.org a:a.example.org a:a.example.org a:a.example.org a:a.example.org'
ten="$five $five"
diff_ 'ten lookups are in order' '' 'v=spf1 a:a.example.org -all' "v=spf1 $ten -all"
diff_ 'the eleventh is not' '~ 0.0.0.0/1: fail -> permerror
a:a.example.org: more than 10 terms that need DNS (new only)' \
    'v=spf1 ip6:::/0 ip4:128.0.0.0/1 -all' \
    "v=spf1 ip6:::/0 ip4:128.0.0.0/1 $ten a:a.example.org -all"
diff_ '--max-lookups' '' 'v=spf1 a:a.example.org -all' \
    "v=spf1 $ten a:a.example.org -all" --max-lookups 11
p1='include:p1.example.org'
diff_ 'lookups below an include that fails count' '~ 0.0.0.0/1: neutral -> permerror
-include:p2.example.org: more than 10 terms that need DNS (new only)' \
    "v=spf1 ip6:::/0 ip4:128.0.0.0/1 $p1 $p1 $p1" \
    "v=spf1 ip6:::/0 ip4:128.0.0.0/1 $p1 $p1 $p1 $p1"
diff_ 'two void lookups are in order' '' 'v=spf1 -all' \
    'v=spf1 a:x.example.org a:y.example.org -all'
diff_ 'the third is not; A and AAAA count by family' '~ ::/0: fail -> permerror
a:z.example.org: more than 2 void lookups (new only)' 'v=spf1 -all' \
    'v=spf1 -ip4:0.0.0.0/0 a:x.example.org a:y.example.org a:z.example.org -all'
diff_ '--max-void' '' 'v=spf1 -all' \
    'v=spf1 a:x.example.org a:y.example.org a:z.example.org -all' --max-void 3

# --- what is no range
diff_ 'in one record' 'exists:%{ir}.example.org: not a range (new only)' 'v=spf1 -all' \
    'v=spf1 exists:%{ir}.example.org -all'
is 'in both: said, but no difference that is known' 0 'ptr: not a range
include:%{h}.example.org: not a range
a:%{l}.example.org: not a range' 'R="v=spf1 ptr include:%{h}.example.org a:%{l}.example.org -all"
    spf-check -z "$Z" --diff "$R" "$R"'
diff_ 'in one that nobody comes to' '' 'v=spf1 -all' 'v=spf1 -all ptr:example.org'
is 'ranges and the rest as JSON' 1 '{"changed":[{"range":"192.0.2.0/25","old":"fail","new":"pass"},{"range":"2001:db8::/32","old":"fail","new":"softfail"}],"not-ranges":[{"term":"exists:%{i}.example.org","why":"not a range","record":"old"}],"errors":[]}' \
    'spf-check -z "$Z" -j --diff "v=spf1 exists:%{i}.example.org -all" "v=spf1 ip4:192.0.2.0/25 ~ip6:2001:db8::/32 -all"'
is 'no difference as JSON' 0 '{"changed":[],"not-ranges":[],"errors":[]}' \
    'spf-check -z "$Z" -j --diff "v=spf1 -all" "v=spf1 -all"'
is 'an error as JSON' 1 '{"changed":[{"range":"0.0.0.0/0","old":"pass","new":"permerror"}],"not-ranges":[],"errors":[{"term":"include:none.example.org","why":"it has no SPF record","record":"new"}]}' \
    'spf-check -z "$Z" -j --diff "v=spf1 all" "v=spf1 ip6:::/0 include:none.example.org"'

# --- domains of texts
diff_ 'a text has the domain of -s' '+ 192.0.2.1/32: fail -> pass
+ 192.0.2.2/31: fail -> pass
+ 2001:db8::1/128: fail -> pass' 'v=spf1 -all' 'v=spf1 a -all' -s 'x@a.example.org'
diff_ 'mx without a domain' '+ 192.0.2.0/30: fail -> pass
+ 198.51.100.0/30: fail -> pass
+ 2001:db8::1/128: fail -> pass' 'v=spf1 -all' 'v=spf1 mx/30 -all' -s mx.example.org
diff_ 'macros of the domain' '' 'v=spf1 a:a.example.org -all' 'v=spf1 a:a.%{d} -all' \
    -s x@example.org
diff_ 'the o macro in an include' '+ 192.0.2.1/32: neutral -> pass
+ 192.0.2.2/31: neutral -> pass
+ 2001:db8::1/128: neutral -> pass' 'v=spf1' 'v=spf1 include:d.example.org' -s x@example.org
wrong 'a without -s' 64 'a: of which domain? -s tells' 'v=spf1 -all' 'v=spf1 a -all'
wrong 'mx without -s' 64 'mx/24: of which domain? -s tells' 'v=spf1 mx/24 -all' 'v=spf1 -all'
wrong 'a macro without -s' 64 'exists:%{d}: of which domain? -s tells' 'v=spf1 -all' \
    'v=spf1 exists:%{d} -all'
wrong 'a macro of an include without -s' 64 'a:a.%{o}: of which domain? -s tells' \
    'v=spf1 -all' 'v=spf1 include:d.example.org -all'

# --- exits
wrong 'syntax error in a text' 65 'ipv4:192.0.2.1: no mechanism has this name' \
    'v=spf1 -all' 'v=spf1 ipv4:192.0.2.1 -all'
wrong 'syntax error in a record' 65 \
    'bad.example.org: ipv4:192.0.2.2: no mechanism has this name' bad.example.org 'v=spf1 -all'
wrong 'no record' 65 'none.example.org: it has no SPF record' none.example.org 'v=spf1 -all'
wrong 'two records' 65 'two.example.org: it has more than one SPF record' \
    'v=spf1 -all' two.example.org
wrong 'no domain' 65 'v=spf2: it is not a domain name' 'v=spf1 -all' v=spf2
wrong 'an empty operand' 65 ': it is not a domain name' '' 'v=spf1 -all'
wrong 'DNS does not answer for the record' 75 \
    'late.example.org: no answer from DNS: CNAME loop, or more than 8 CNAMEs in a row' \
    late.example.org 'v=spf1 -all'
wrong 'DNS does not answer for a term' 75 \
    'late.example.org: no answer from DNS: CNAME loop, or more than 8 CNAMEs in a row' \
    'v=spf1 -all' 'v=spf1 a:late.example.org -all'
diff_ 'DNS is not asked for what nobody comes to' '' 'v=spf1 +all' \
    'v=spf1 ip6:::/0 ip4:0.0.0.0/0 a:late.example.org -all'
for args in '' 'a.example.org b.example.org' '-i 192.0.2.1 a.example.org' \
    "-R 'v=spf1 -all' a.example.org" '-h mx.example.org a.example.org' \
    '-f a.example.org' '-e a.example.org'; do
	is "a wrong call: --diff v=spf1 $args" 64 '' \
	    "spf-check -z \"\$Z\" --diff v=spf1 $args"
done
is 'a zone that is not there' 66 '' 'spf-check -z "$T/nozone" --diff v=spf1 v=spf1'
is 'stdout is full' 74 '' 'spf-check --diff v=spf1 "v=spf1 -all" >/dev/full'

# --- bounds
is '6,000 single addresses that make no block' 1 6000 \
    'perl -e "print q(v=spf1); printf q( ip4:198.18.%d.%d), \$_ >> 7, (\$_ * 2) & 255 for 0 .. 5999; print q( -all)" >"$T/text"
    spf-check --diff "v=spf1 -all" "$(cat "$T/text")" >"$T/out"; s=$?
    wc -l <"$T/out"; exit $s'

# --- and what evaluation says, address by address
is 'ranges and evaluation agree' 0 'agree' \
    '/usr/bin/python3 ./spfdiff.py "$T/prop" 40 7208'

is 'NEW from -R' 1 '- 192.0.2.128/25: pass -> fail' \
    'spf-check --diff "v=spf1 ip4:192.0.2.0/24 -all" \
    -R "v=spf1 ip4:192.0.2.0/25 -all" -z /dev/null'
is 'NEW twice' 64 '' 'spf-check --diff "v=spf1 -all" -R "v=spf1 -all" \
    "v=spf1 -all" -z /dev/null'
is 'no NEW' 64 '' 'spf-check --diff "v=spf1 -all" -z /dev/null'

plan
