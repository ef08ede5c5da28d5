#!/bin/sh
# dns-record: each form that is read and each finding has a pair of files in
# data/record: NAME.in, whose first line may tell options, and NAME.want with
# the exit status, standard error and standard output.
# shellcheck disable=SC1091,SC2016
cd "$(dirname "$0")" || exit 1
. ./lib.sh
: "${T:?}"

cat >"$T/check" <<'END'
options=$(sed -n 's/\r$//; 1s/^; options: //p' "$1")
# shellcheck disable=SC2086 # options are words
dns-record $options <"$1" >"$T/out" 2>"$T/err"
echo "exit $?"
cat "$T/err" "$T/out"
END

for in in data/record/*.in; do
	name=${in##*/}
	is "${name%.in}" 0 "$(cat "${in%.in}.want")" "sh \"\$T/check\" $in"
done

# A finding's reason must be there for each exit status but 0.
for order in UTF-16LE UTF-16BE; do
	is "$order is named" 65 "dns-record: stdin: is UTF-16, not text: iconv -f UTF-16 -t UTF-8 makes it readable" "
	    printf '\\357\\273\\277v=spf1 -all\n' | iconv -f UTF-8 -t $order |
	    dns-record 2>&1"
done
is 'each fault is told' 0 '' '
	for want in data/record/*.want; do
		case $(sed 1q "$want") in
		"exit 0") ;;
		"exit 1") grep -q -e error: -e warning: "$want" ||
		    echo "$want" ;;
		*) sed -n 2p "$want" | grep -q . || echo "$want" ;;
		esac
	done'
is 'what is printed is good, but for what nobody can mend' 0 '' '
	for want in data/record/*.want; do
		grep -q " error: " "$want" || continue
		sed "1d; /^stdin:/d; /^dns-record:/d" "$want" >"$T/again"
		test -s "$T/again" || continue
		dns-record <"$T/again" >/dev/null 2>"$T/err"
		grep -q " error: " "$T/err" && echo "$want"
	done >"$T/list"
	grep -v -e second -e beside-cname -e key-512 -e key-768 -e plus-all \
	    -e prefix-0 -e spf-all.want -e spf-itself -e lookups -e two-spf \
	    -e hash-sha1 -e services-other -e changed-character \
	    -e key-type.want "$T/list"; true'
is 'no private key comes to light' 1 '' '
	for in in data/record/key-private*.in; do
		p=$(sed -n "s/.*\"p=\([^\"]*\).*/\1/p; s/.*BEGIN PRIVATE KEY-----\([^-]*\).*/\1/p" $in | cut -c21-60)
		test -n "$p" || echo "none in $in"
		for how in "" -j "-F plain" "-F json"; do
			dns-record $how -d example.org -s mail <$in 2>&1 |
			grep -F -e "$p"
		done
	done | grep .'

is 'a key file in the place of a record' 65 \
    'dns-record: stdin: holds the file of a key: -k FILE makes its record' '
	openssl genrsa 1024 2>"$T/e" | dns-record 2>&1'
is 'a key file with something before it, and after a record' 0 '65
65' '
	openssl genrsa -out "$T/pem" 2048 2>"$T/e"
	for how in "" -j; do
		(echo "Bag Attributes"; echo "v=spf1 mx -all"; cat "$T/pem") |
		dns-record $how >"$T/o" 2>&1
		echo $?
		grep -F -e "$(sed -n "5s/.*\(.\{30\}\)$/\1/p" "$T/pem")" "$T/o"
	done; true'
is 'the lines of a key are not shown' 1 '' '
	grep -v -e "-----" "$T/pem" >"$T/lines"
	cut -c1-12 "$T/lines" >"$T/starts"
	(dns-record <"$T/lines"; dns-record -j <"$T/lines"
	echo "\$INCLUDE pem" >"$T/including"
	dns-record "$T/including"; dns-record -j "$T/including") 2>&1 |
	grep -F -f "$T/starts"'
is 'the lines of an included file are not shown' 1 '' '
	echo "secret of the site" >"$T/site"
	printf "%s\n" "\$INCLUDE site" "m TXT \"v=spf1 -all\"" >"$T/including"
	(dns-record "$T/including"; dns-record -j "$T/including"
	cd "$T" && dns-record <including) 2>&1 | grep secret'
is 'a bare key is not shown' 1 '' '
	openssl genpkey -algorithm ed25519 -outform DER | base64 >"$T/key"
	(cat "$T/key"; echo; sed "s/^/x /" "$T/key") | dns-record 2>&1 |
	grep -F -e "$(cut -c25-40 "$T/key")"'

# JSON: the same findings as data, a record a line.
is 'JSON: whole, on one line a record, the same findings' 0 '' '
	for in in data/record/*.in; do
		options=$(sed -n "s/\r$//; 1s/^; options: //p" $in)
		echo "$in $(sed 1q ${in%.in}.want | cut -c6-) $(
		    grep -c ^stdin: ${in%.in}.want)"
		dns-record -j $options <$in 2>"$T/err"
		echo "$?"
	done >"$T/json"
	python3 - "$T/json" <<\END
import json, sys
lines = iter(open(sys.argv[1]).read().splitlines())
for head in lines:
    name, status, told = head.split()
    found = 0
    for line in lines:
        if not line.startswith("{"):
            break
        for f in json.loads(line)["findings"]:
            assert f["severity"] in ("note", "warning", "error"), name
            assert f["reason"], name
            found += 1
    if (line, found) != (status, int(told)):
        print(name, line, found)
END'
is 'JSON: text and corrected text' 0 '' '
	printf "%s\n" "_dmarc.example.org. TXT \" v=DMARC1; p=reject\"" |
	dns-record -j | python3 -c "
import json, sys
r = json.load(sys.stdin)
assert r[\"name\"] == \"_dmarc.example.org\" and r[\"kind\"] == \"dmarc\", r
assert r[\"text\"] == \" v=DMARC1; p=reject\" and r[\"line\"] == 1, r
assert r[\"corrected\"] == \"v=DMARC1; p=reject\" and not r[\"good\"], r
"'

# Files
is 'files as operands, checked together' 1 \
    'b:1: example.org: error: a second SPF record at the name: verifiers take none of the two (RFC 7208 section 4.5); make one of them (the other: line 1)' '
	cd "$T" && echo "example.org. TXT \"v=spf1 mx -all\"" >a &&
	echo "example.org. TXT \"v=spf1 a -all\"" >b &&
	dns-record a b 2>&1 >/dev/null'
is 'a file that is not there' 66 '' 'dns-record "$T/nothing"'
is 'stdin is -' 0 'v=spf1 mx -all' 'echo "v=spf1 mx -all" | dns-record -F plain -'
is 'an included file, relative to the file' 0 '@	IN	TXT	"v=spf1 mx -all"' '
	mkdir "$T/zone" && echo "@ TXT \"v=spf1 mx -all\"" >"$T/zone/spf" &&
	echo "\$INCLUDE spf" >"$T/zone/z" && dns-record -d example.org "$T/zone/z"'
is 'an included FIFO is not waited for' 66 '' '
	mkfifo "$T/zone/fifo" && echo "\$INCLUDE fifo" >"$T/zone/z2" &&
	dns-record "$T/zone/z2"'
is 'an included file that is not there' 66 '' '
	echo "\$INCLUDE nothing" >"$T/zone/z3" && dns-record "$T/zone/z3"'
is '-d is the origin' 0 'mail	IN	TXT	"v=spf1 a -all"' \
    'echo "mail TXT \"v=spf1 a -all\"" | dns-record -d example.org'
is 'stdout is full' 74 '' 'echo "v=spf1 a -all" | dns-record >/dev/full'

# Hostile input: an end, a bound, no bytes that rule the screen.
hostile() {
	is "hostile: $1" "$2" '' "$3 >\"\$T/h\" 2>&1; s=\$?
	LC_ALL=C tr -d '\\n\\t\\040-\\176\\200-\\377' <\"\$T/h\" | head -c 1 | grep -c . | grep -v 0
	exit \$s"
}
hostile 'random octets' 65 'python3 -c "import random, sys
random.seed(6376)
sys.stdout.buffer.write(random.randbytes(300000))" | dns-record'
hostile 'NULs' 1 'head -c 100000 /dev/zero | dns-record'
hostile 'escapes' 1 \
    'printf "example.org. TXT \"v=spf1 \\033[31m\\233x\\007 -all\"\n" | dns-record'
hostile 'escapes by DNS octets' 1 \
    'printf "%s\n" "\\027[2J.example.org. TXT \"v=spf1 \\027]0;x\\007 mx -all\"" | dns-record'
hostile 'a line of a megabyte' 1 \
    '(printf "v=spf1 "; head -c 1000000 /dev/zero | tr "\0" a) | dns-record'
hostile 'a text of 65535 octets and more' 1 \
    '(printf "x. TXT "; yes "\"v=DKIM1; p=$(printf %0200d 1)\"" | head -400 | tr "\n" " "; echo) | dns-record'
hostile 'parentheses that nobody closes' 1 \
    'yes "x (" | head -20000 | dns-record'
hostile 'tags without number' 1 \
    '(printf "v=DKIM1; "; yes "k=rsa;" | head -5000 | tr "\n" " ") | dns-record'
hostile 'SPF terms without number' 1 \
    '(printf "v=spf1 "; yes "mx" | head -20000 | tr "\n" " ") | dns-record'
hostile 'SPF errors without number' 1 \
    '(printf "v=spf1 "; yes "foo:bar" | head -5000 | tr "\n" " ") | dns-record'
hostile 'records without number' 65 \
    'yes "example.org. TXT \"v=spf1 mx -all\"" | head -200000 | dns-record'
hostile 'lines that cannot be read, without number' 65 \
    'yes ". . ." | head -200000 | dns-record'
hostile 'a zone that is cut off' 1 \
    'head -c 250 data/record/key-good.in | dns-record'

plan
