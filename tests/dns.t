#!/bin/sh
cd "$(dirname "$0")" || exit 1
. ./lib.sh && . ./servers.sh

# What libresolv finds in the environment is not for tests.
unset RES_OPTIONS LOCALDOMAIN

# The zone file: NAME below example.org and what it holds.
zone() {
	is "zone: $1" 0 "$2" "./dnsask -z data/dns/features.zone $1"
}

zone example.org 'FOUND ttl=5400
"blank owner"'
zone ttlclass.example.org 'FOUND ttl=60
"ttl, class"'
zone classttl.example.org 'FOUND ttl=60
"class, ttl"'
zone onlyttl.example.org 'FOUND ttl=86400
"ttl"'
zone units.example.org 'FOUND ttl=788645
"units"'
zone onlyclass.example.org 'FOUND ttl=5400
"class"'
zone lower.example.org 'FOUND ttl=5400
"lower case"'
zone upper.example.org 'FOUND ttl=5400
"upper case"'
zone LoWeR.eXample.oRG 'FOUND ttl=5400
"lower case"'
zone several.example.org 'FOUND ttl=5400
"one twothree"'
zone parens.example.org 'FOUND ttl=5400
"overlines"'
zone escapes.example.org 'FOUND ttl=5400
"a;b\x22c\x5cd\x00\xffe f"'
zone comment.example.org 'FOUND ttl=5400
"semi;colon"'
zone plain.example.org 'FOUND ttl=5400
"p=abc;x"'
zone emptystring.example.org 'FOUND ttl=5400
""'
zone absolute.example.net 'FOUND ttl=5400
"absolute"'
zone fqdn.example.org 'FOUND ttl=5400
"fqdn"'
zone alias.example.org 'FOUND ttl=5400
"one twothree"'
zone aliasabs.example.org 'FOUND ttl=5400
"absolute"'
zone aliasat.example.org 'FOUND ttl=5400
"blank owner"'
zone generic.example.org 'FOUND ttl=5400
"abcde"'
zone genericname.example.org 'FOUND ttl=5400
"abc"'
zone genericcname.example.org 'FOUND ttl=5400
"abcde"'
zone chaos.example.org NXDOMAIN
zone host.example.org NODATA
zone odd.example.org NODATA
zone twice.example.org 'FOUND ttl=5400
"same"'
zone two.example.org 'FOUND ttl=5400
"one"
"two"'
zone 1.example.org 'FOUND ttl=5400
"owner is a number"'
zone in.example.org 'FOUND ttl=5400
"owner is a class"'
zone f.example.org NXDOMAIN
zone loop.example.org \
    'TEMPFAIL (CNAME loop, or more than 8 CNAMEs in a row)'
zone c1.example.org 'FOUND ttl=5400
"eight steps"'
zone c0.example.org \
    'TEMPFAIL (CNAME loop, or more than 8 CNAMEs in a row)'
zone dangling.example.org NXDOMAIN
zone tohost.example.org NODATA
zone sub.example.org 'FOUND ttl=5400
"origin"'
zone x.sub.example.org 'FOUND ttl=5400
"below origin"'
zone x.deeper.sub.example.org 'FOUND ttl=5400
"relative origin"'
zone in.deeper.sub.example.org 'FOUND ttl=9
"included"'
zone in2.example.net 'FOUND ttl=9
"included too"'
zone after.deeper.sub.example.org 'FOUND ttl=5400
"after include"'
zone in.inc.example.org 'FOUND ttl=9
"included"'
zone ttl.deeper.sub.example.org 'FOUND ttl=7
"ttl 7"'
zone last.deeper.sub.example.org 'FOUND ttl=7
"no line end"'

# RFC 4592, and names that have no records but others below them.
zone b.c.example.org NODATA
zone c.example.org NODATA
zone x.c.example.org NXDOMAIN
zone x.wild.example.org 'FOUND ttl=5400
"wild"'
zone x.y.wild.example.org 'FOUND ttl=5400
"wild"'
zone host.wild.example.org NODATA
zone '"*.wild.example.org"' 'FOUND ttl=5400
"wild"'
zone x.host.wild.example.org NXDOMAIN
zone wild.example.org NODATA
zone x.wildalias.example.org 'FOUND ttl=5400
"one twothree"'
zone x.odd.example.org NODATA
zone org NODATA
zone example.com NXDOMAIN

# Names that may not be asked.
zone 'a..example.org' NXDOMAIN
zone example.org. NXDOMAIN
zone '""' NXDOMAIN
zone '"$(printf "a\011b").example.org"' NXDOMAIN
zone '"$(printf "\177").example.org"' NXDOMAIN
zone '"$(printf "\351").example.org"' NXDOMAIN

# Names of no host, which may be.
# shellcheck disable=SC1003,SC2089
odd='!"#$%&\0047()*+,-/:;<=>?@[\]^_`{|}~'
# shellcheck disable=SC2090
export odd
is 'zone: all bytes that a name may have' 0 'FOUND ttl=5400
"all there are"' './dnsask -z data/dns/features.zone \
	"$(printf "%b" "$odd").example.org"'
zone '"two words.example.org"' 'FOUND ttl=5400
"blank"'
zone '"STRONG+bad.example.org"' 'FOUND ttl=5400
"plus"'
zone '-- "-*-.example.org"' 'FOUND ttl=5400
"hyphens"'
zone '"\\032.example.org"' 'FOUND ttl=5400
"no escape"'
zone '"e.f.example.org"' NXDOMAIN
zone '"e\\.f.example.org"' NXDOMAIN
zone toodd.example.org 'FOUND ttl=5400
"blank"'
zone '"a\\b.x.example.org"' NXDOMAIN

# The other types: NAME TYPE and what it holds.
typed() {
	is "zone: $1, type $2" 0 "$3" \
	    "./dnsask -z data/dns/features.zone -t $2 $1"
}
typed host.example.org 1 'FOUND ttl=5400
"\xc0\x00\x02\x01"'
typed host.example.org 28 'FOUND ttl=5400
" \x01\x0d\xb8\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01"'
typed host.example.org 15 'FOUND ttl=5400
"\x00\x0ahost.example.org"'
typed host.example.org 12 NODATA
typed tohost.example.org 1 'FOUND ttl=5400
"\xc0\x00\x02\x01"'
typed mapped.example.org 28 'FOUND ttl=5400
"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff\xc0\x00\x02\x01"'
typed mapped.example.org 1 NODATA
typed mxs.example.org 15 'FOUND ttl=5400
"\x00\x00"
"\x00\x05host.example.org"
"\xff\xffa b.example.net"'
typed genericmx.example.org 15 'FOUND ttl=5400
"\x01\x02ab"'
typed generica.example.org 1 'FOUND ttl=5400
"\xc0\x00\x02\x01"'
typed genericaaaa.example.org 28 'FOUND ttl=5400
"\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f"'
typed 1.2.0.192.in-addr.arpa 12 'FOUND ttl=5400
"a\x00b.example.org"
"host.example.org"'

# Time-outs that a zone asks for.
typed late.example.org 16 'FOUND ttl=5400
"here"'
typed late.example.org 1 'TEMPFAIL (timed out)'
typed x.late.example.org 1 NXDOMAIN
typed latetxt.example.org 16 'TEMPFAIL (timed out)'
typed latetxt.example.org 1 'FOUND ttl=5400
"\xc0\x00\x02\x01"'
typed latetxt.example.org 28 NODATA
typed latealias.example.org 16 'TEMPFAIL (timed out)'
typed latealias.example.org 1 'FOUND ttl=5400
"\xc0\x00\x02\x01"'
typed tolate.example.org 28 'TEMPFAIL (timed out)'
typed lateodd.example.org 99 'TEMPFAIL (timed out)'
typed lateodd.example.org 16 NODATA
typed x.latewild.example.org 16 'TEMPFAIL (timed out)'

is 'zone: NS' 0 'FOUND ttl=5400
"ns.example.org"' './dnsask -z data/dns/features.zone -t 2 example.org'
is 'zone: CNAME' 0 'FOUND ttl=5400
"absolute.example.net"' \
    './dnsask -z data/dns/features.zone -t 5 aliasabs.example.org'
is 'zone: a type that is not read' 0 \
    'TEMPFAIL (type is not read from zone files)' \
    './dnsask -z data/dns/features.zone -t 6 example.org'
is 'zone: CRLF' 0 'FOUND ttl=5400
"overlines"' 'sed "s/\$/\r/" data/dns/features.zone >"$T/crlf.zone"
	cp data/dns/included.zone "$T/"
	./dnsask -z "$T/crlf.zone" parens.example.org'
is 'zone: two files' 0 'FOUND ttl=60
"v=DKIM1; p=def"' './dnsask -z data/dns/nsd/example.org.zone \
	-z data/dns/nsd/example.com.zone away.example.org'
is 'zone: from a pipe' 0 'FOUND ttl=5
"x"' 'echo "a 5 TXT x" | ./dnsask -z /dev/stdin a'
is 'zone: NUL and 8-bit bytes as they are' 0 'FOUND ttl=5
"a\x00\xff;"' 'printf "a 5 TXT \"a\000\377;\"" >"$T/z"
	./dnsask -z "$T/z" a'
is 'zone: byte order mark' 0 'FOUND
"x"' 'printf "\357\273\277a TXT x" >"$T/z"; ./dnsask -z "$T/z" a'
is 'zone: empty file' 0 NXDOMAIN ': >"$T/z"; ./dnsask -z "$T/z" a'
is 'zone: TTL over 2^31 is 0' 0 'FOUND
"x"' 'echo "a 2147483648 TXT x" >"$T/z"; ./dnsask -z "$T/z" a'
is 'zone: last TTL stated' 0 'FOUND ttl=5
"y"' 'printf "a 5 TXT x\nb TXT y\n" >"$T/z"; ./dnsask -z "$T/z" b'
is 'zone: root' 0 'FOUND
"x"' 'echo "*. TXT x" >"$T/z"; ./dnsask -z "$T/z" any.thing'
is 'zone: large' 0 'FOUND ttl=60
"99999"
0' 'awk "BEGIN { for (i = 0; i < 100000; i++)
		print \"h\" i \".example.org. 60 TXT \" i }" >"$T/z"
	timeout 20 ./dnsask -z "$T/z" h99999.example.org; echo $?'

# A zone that cannot be read: STATUS, LINE and what is wrong, TEXT.
bad() {
	is "zone: $2" "$1" "dnsask: $T/z:$2" \
	    "printf '$3' >'$T/z'; ./dnsask -z '$T/z' a 2>&1"
}

bad 65 '1: quoted string is not closed on its line' 'a TXT "x\nb TXT y\n'
bad 65 '2: parenthesis is not closed' 'b TXT x\na TXT ( x\n\n\n'
bad 65 '3: parenthesis was never opened' '\n\na TXT x )\n'
bad 65 '1: backslash at the end of a line' 'a TXT x\\\n'
bad 65 '1: \DDD is not three digits up to 255' 'a TXT "\\256"\n'
bad 65 '1: \DDD is not three digits up to 255' 'a TXT "\\25"\n'
bad 65 '1: record without data' 'a TXT\n'
bad 65 '1: record without a type' 'a\n'
bad 65 '1: record without a type' 'a 60 IN\n'
bad 65 '1: record without an owner' ' TXT x\n'
bad 65 '1: not a record type' 'a "v=DKIM1"\n'
bad 65 '1: not a record type' 'a v=DKIM1\n'
bad 65 '1: more than one name' 'a CNAME b c\n'
bad 65 '1: more than one name' 'a PTR b c\n'
bad 65 '2: more than one name' '\na MX 1 b c\n'
bad 65 '1: not a preference of 0 to 65535' 'a MX b\n'
bad 65 '1: not a preference of 0 to 65535' 'a MX 65536 b\n'
bad 65 '1: not a preference of 0 to 65535' 'a MX "1" b\n'
bad 65 '1: MX record without a name' 'a MX 10\n'
bad 65 '1: not an IPv4 address' 'a A 192.0.2\n'
bad 65 '1: not an IPv4 address' 'a A 192.0.2.256\n'
bad 65 '1: not an IPv4 address' 'a A 192.0.2.01\n'
bad 65 '1: not an IPv4 address' 'a A ::1\n'
bad 65 '1: more than one address' 'a A 192.0.2.1 192.0.2.2\n'
bad 65 '1: not an IPv6 address' 'a AAAA 192.0.2.1\n'
bad 65 '1: not an IPv6 address' 'a AAAA 1:::2\n'
bad 65 '1: more than one address' 'a AAAA ::1 ::2\n'
bad 65 '1: A record is not of 4 octets' 'a TYPE1 \\# 3 010203\n'
bad 65 '1: AAAA record is not of 16 octets' 'a AAAA \\# 3 010203\n'
bad 65 '1: MX record without a name' 'a MX \\# 1 01\n'
bad 65 '1: not one name' 'a MX \\# 2 0102\n'
bad 65 '1: not a record type that can time out' 'a TIMEOUT NOTYPE\n'
bad 65 '1: not a record type that can time out' 'a TIMEOUT TIMEOUT\n'
bad 65 '1: not a record type that can time out' 'a TIMEOUT 1\n'
bad 65 '1: more words than wanted' 'a TIMEOUT A AAAA\n'
bad 65 '1: name has an empty label' 'a..b TXT x\n'
bad 65 '1: name has an empty label' '.b TXT x\n'
bad 65 '1: name has an empty label' '"" TXT x\n'
bad 65 '1: $TTL without a time' '$TTL x\n'
bad 65 '1: $ORIGIN without a name' '$ORIGIN\n'
bad 65 '1: more words than wanted' '$TTL 5 6\n'
bad 65 '1: not one of $INCLUDE, $ORIGIN, $TTL' '$GENERATE 1-9 a A 192.0.2.1\n'
bad 65 '1: $INCLUDE without a file name' '$INCLUDE\n'
bad 65 '1: $INCLUDE more than 8 files deep' '$INCLUDE z\n'
bad 65 '1: \# without a length' 'a TYPE16 \\#\n'
bad 65 '1: \# has another length than it says' 'a TYPE16 \\# 3 0161\n'
bad 65 '1: odd number of hexadecimal digits' 'a TYPE16 \\# 2 016\n'
bad 65 '1: not a hexadecimal digit' 'a TYPE16 \\# 2 01zz\n'
bad 65 '1: string goes beyond its record' 'a TYPE16 \\# 2 0261\n'
bad 65 '1: TXT record without a string' 'a TYPE16 \\# 0\n'
bad 65 '1: label goes beyond its record' 'a TYPE5 \\# 2 4061\n'
bad 65 '1: not one name' 'a TYPE5 \\# 2 0161\n'
long=$(printf '%256s' '' | tr ' ' x)
bad 65 '1: string is longer than 255 octets' "a TXT $long\\n"
bad 65 '1: name has a label of more than 63 octets' "$long TXT x\\n"
many=$(printf '%150s' '' | sed 's/ /a./g')
bad 65 '1: name is longer than 255 octets' "$many TXT x\\n"
is 'zone: not there' 66 "dnsask: $T/none: No such file or directory" \
    './dnsask -z "$T/none" a 2>&1'
is 'zone: a directory' 66 "dnsask: $T: Is a directory" './dnsask -z "$T" a 2>&1'
is 'zone: included file not there' 66 \
    "dnsask: $T/none: No such file or directory" \
    'echo "\$INCLUDE none" >"$T/z"; ./dnsask -z "$T/z" a 2>&1'
is 'zone: error in an included file' 65 "dnsask: $T/z2:2: record without data" \
    'echo "\$INCLUDE z2" >"$T/z"; printf "\na TXT\n" >"$T/z2"
	./dnsask -z "$T/z" a 2>&1'
is 'zone: larger than 64 MiB' 65 "dnsask: $T/z: zone is larger than 64 MiB" \
    'head -c 70000000 /dev/zero >"$T/z"; ./dnsask -z "$T/z" a 2>&1
	status=$?; rm "$T/z"; exit $status'
is 'zone: 60 MB of opened parentheses' 65 "dnsask: $T/z:1: parenthesis is not closed" \
    'head -c 60000000 /dev/zero | tr "\0" "(" >"$T/z"
	timeout 20 ./dnsask -z "$T/z" a 2>&1; status=$?; rm "$T/z"; exit $status'
is 'zone: 30 MB in one string' 65 \
    "dnsask: $T/z:1: string is longer than 255 octets" \
    '(printf "a TXT "; head -c 30000000 /dev/zero | tr "\0" x) >"$T/z"
	timeout 20 ./dnsask -z "$T/z" a 2>&1; status=$?; rm "$T/z"; exit $status'

# A server with faults: MODE of tests/data/dns/faults, and the answer.
start_fault data/dns/faults -v || exit 1
export FAULT="127.0.0.1:$FAULT_PORT"
fault() {
	is "fault: $1" 0 "$2" "./dnsask -n $FAULT $1.example.org"
}

fault normal 'FOUND ttl=300
"v=DKIM1; p=abc"'
fault bytes 'FOUND ttl=300
"a\x00b\xff\x22\x5c\x5c"'
fault eight NODATA
fault nothere NXDOMAIN
fault below NODATA
fault delay 'FOUND ttl=300
"late"'
fault servfail 'TEMPFAIL (SERVFAIL)'
fault refused 'TEMPFAIL (REFUSED)'
fault notimp 'TEMPFAIL (NOTIMP)'
fault formerr 'TEMPFAIL (FORMERR)'
fault noedns 'FOUND ttl=300
"old server"'
fault nxdomain NXDOMAIN
fault nodata NODATA
fault truncated 'FOUND ttl=300
"whole over TCP"'
fault truncated2 'TEMPFAIL (answer is truncated)'
fault tcpcut 'TEMPFAIL (malformed answer)'
fault tcpquestion 'TEMPFAIL (answer to another question)'
fault tcpnxdomain 'TEMPFAIL (answer to another question)'
fault badlength 'TEMPFAIL (malformed answer)'
fault badstring 'TEMPFAIL (malformed answer)'
fault cut 'TEMPFAIL (malformed answer)'
fault short 'TEMPFAIL (server gave no usable answer)'
fault qr0 'TEMPFAIL (malformed answer)'
fault wrongowner 'TEMPFAIL (answer to another question)'
fault pointerloop 'TEMPFAIL (malformed answer)'
fault rdataloop 'TEMPFAIL (malformed answer)'
fault norecords 'TEMPFAIL (malformed answer)'
fault referral 'TEMPFAIL (server gave no usable answer)'
fault signed 'FOUND ttl=300 ad
"x"'
fault ttl 'FOUND ttl=17
"x"'
fault hugettl 'FOUND
"x"'
fault alias 'FOUND ttl=300
"v=DKIM1; p=abc"'
fault chain 'FOUND ttl=300
"v=DKIM1; p=abc"'
fault alone 'FOUND ttl=300
"v=DKIM1; p=abc"'
fault alone2 'FOUND ttl=300
"v=DKIM1; p=abc"'
fault gone NXDOMAIN
fault toodata NODATA
fault strange NXDOMAIN
fault toroot NXDOMAIN
fault tofault 'TEMPFAIL (SERVFAIL)'
fault loop 'TEMPFAIL (CNAME loop, or more than 8 CNAMEs in a row)'
fault loop1 'TEMPFAIL (CNAME loop, or more than 8 CNAMEs in a row)'
fault longloop1 'TEMPFAIL (CNAME loop, or more than 8 CNAMEs in a row)'
fault empty 'FOUND ttl=300
""'
fault two 'FOUND ttl=300
"one"
"two"'
is 'fault: huge' 0 60017 "./dnsask -n $FAULT huge.example.org | wc -c"
is 'fault: big' 0 1517 "./dnsask -n $FAULT big.example.org | wc -c"

# What a server answers that is not for us is passed over until it is late.
for name in timeout tcphang badid wrongquestion garbage; do
	is "fault: $name" 0 'TEMPFAIL
in time' 'start=$(date +%s)
	./dnsask -T 2 -n $FAULT '$name'.example.org | sed "s/ (.*//"
	[ $(($(date +%s) - start)) -le 4 ] && echo in time'
done
is 'why is timed out' 0 'TEMPFAIL (timed out)' \
    './dnsask -T 1 -n $FAULT timeout.example.org'
is 'the time is that of the message' 0 'TEMPFAIL (timed out)
FOUND ttl=300
"v=DKIM1; p=abc"
TEMPFAIL (timed out)
in time' 'start=$(date +%s)
	./dnsask -A -T 2 -n $FAULT -a timeout.example.org \
	    -a normal.example.org end.timeout.example.org
	[ $(($(date +%s) - start)) -le 4 ] && echo in time'
is 'each message has its time' 0 '2 TEMPFAIL (timed out)' \
    './dnsask -T 1 -r 2 -n $FAULT timeout.example.org |
	uniq -c | sed "s/^ *//"'
is 'nobody listens' 0 'TEMPFAIL (no server can be reached)' \
    './dnsask -T 2 -n 127.0.0.1:1 normal.example.org'
is 'the second server is asked' 0 'FOUND ttl=300
"v=DKIM1; p=abc"' './dnsask -n 127.0.0.1:1 -n $FAULT normal.example.org'
is 'NS, A and AAAA' 0 'FOUND ttl=300
"ns.example.org"
FOUND ttl=300
"\xc0\x00\x02\x08"
FOUND ttl=300
" \x01\x0d\xb8\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x06"' \
    './dnsask -n $FAULT -t 2 server.example.org
	./dnsask -n $FAULT -t 1 eight.example.org
	./dnsask -n $FAULT -t 28 six.example.org'

# MX and PTR.
is 'MX in the order of the answer' 0 'FOUND ttl=300
"\x00\x14b.example.org"
"\x00\x0aa.example.org"' './dnsask -n $FAULT -t 15 mx.example.org'
is 'MX to the root' 0 'FOUND ttl=300
"\x00\x00"' './dnsask -n $FAULT -t 15 nullmx.example.org'
is 'MX to a name that cannot be asked' 0 'FOUND ttl=300
"\x01\x02a\x00b.\x07\xe9.example.org"' './dnsask -n $FAULT -t 15 oddmx.example.org'
is 'PTR' 0 'FOUND ttl=300
"host.example.org"
"odd+\x22name\x22.example.org"' './dnsask -n $FAULT -t 12 ptr.example.org'
is 'MX and PTR that are malformed' 0 'TEMPFAIL (malformed answer)
TEMPFAIL (malformed answer)
TEMPFAIL (malformed answer)
TEMPFAIL (malformed answer)' 'for i in mxloop mxshort mxcut; do
		./dnsask -n $FAULT -t 15 $i.example.org
	done
	./dnsask -n $FAULT -t 12 ptrloop.example.org'
is 'strings are joined' 0 'FOUND ttl=300
"one two\x5c+"' './dnsask -n $FAULT strings.example.org'
is 'one type fails, another does not' 0 'FOUND ttl=300
"\xc0\x00\x02\x08"
TEMPFAIL (SERVFAIL)' './dnsask -n $FAULT -t 1 mixed.example.org
	./dnsask -n $FAULT -t 28 mixed.example.org'

# Names of no host go onto the wire as they are.
fault strong+bad 'FOUND ttl=300
"plus"'
fault toodd 'FOUND ttl=300
"blanks and all"'
is 'fault: all bytes that a name may have' 0 'FOUND ttl=300
"all there are"' './dnsask -n $FAULT "$(printf "%b" "$odd").EXAMPLE.org"'
is 'fault: blanks, quotes and parentheses' 0 'FOUND ttl=300
"blanks and all"' './dnsask -n $FAULT "A \"();@\$\\Z.example.org"'
is 'fault: hyphens at the ends' 0 'FOUND ttl=300
"hyphens"' './dnsask -n $FAULT -- "-*-.example.org"'
is 'fault: what looks like an escape' 0 'FOUND ttl=300
"no escape"' './dnsask -n $FAULT "\\032.example.org"'
is 'fault: backslash at the end' 0 'FOUND ttl=300
"backslash at the end"' './dnsask -n $FAULT "end\\"'
is 'a CNAME to a dot in a label is followed in its answer' 0 'FOUND ttl=300
"reached"' './dnsask -n $FAULT tonone.example.org'
label=$(printf '%63s' '' | tr ' ' '!')
export label
is 'the longest name' 0 'NXDOMAIN
1' './dnsask -n $FAULT "$label.$label.$label.${label%!!}"
	grep -c "udp .x21.x21.*[.].x21.*[.].x21.*[.].x21" "$FAULT_LOG"'

# Names that are no names never leave the house.
is 'a name that is none is not asked' 0 'NXDOMAIN
NXDOMAIN
NXDOMAIN
NXDOMAIN
NXDOMAIN
0' 'for i in "never\0011asked" "never\0177asked" "never\0351asked" never. \
	    "never.$label!.a"; do
		./dnsask -n $FAULT "$(printf "%b" "$i").example.org"
	done
	grep -c never "$FAULT_LOG"; true'
is 'a name is not completed' 0 'NXDOMAIN
udp normal 16' './dnsask -n $FAULT normal
	sed "s/^[0-9.]* //" "$FAULT_LOG" | grep "normal 16"'

# Memory for the run: three messages, one question.
is 'answers are remembered' 0 '3 FOUND ttl=300
1
3 NODATA
1' './dnsask -r 3 -n $FAULT Deep.below.example.org | grep FOUND |
	    uniq -c | sed "s/^ *//"
	grep -ci "deep[.]below" "$FAULT_LOG"
	./dnsask -r 3 -n $FAULT once.nodata.example.org | uniq -c |
	    sed "s/^ *//"
	grep -c "once[.]nodata" "$FAULT_LOG"'
is 'failures are asked again' 0 'TEMPFAIL (SERVFAIL)
TEMPFAIL (SERVFAIL)
asked twice' './dnsask -T 1 -r 1 -n $FAULT once.servfail.example.org
	once=$(grep -c "udp once.servfail" "$FAULT_LOG")
	./dnsask -T 1 -r 2 -n $FAULT twice.servfail.example.org | tail -n 1
	twice=$(grep -c "udp twice.servfail" "$FAULT_LOG")
	[ "$twice" -eq $((2 * once)) ] && echo asked twice'

# Ten answers that take 300 ms each.
set --
for i in 0 1 2 3 4 5 6 7 8; do
	set -- "$@" -a "s$i.example.org"
done
is 'lookups overlap' 0 '"0"
"1"
"2"
"3"
"4"
"5"
"6"
"7"
"8"
"9"
under 2 seconds' 'start=$(date +%s%N)
	./dnsask -n $FAULT -A '"$*"' s9.example.org | grep -v FOUND
	[ $((($(date +%s%N) - start) / 1000000)) -lt 2000 ] &&
	    echo under 2 seconds'
many=$(awk 'BEGIN { for (i = 0; i < 60; i++)
	print "-a h" i ".timeout.example.org" }' | tr '\n' ' ')
is 'only so many are under way' 0 24 \
    './dnsask -T 1 -n $FAULT '"$many"' last.timeout.example.org >/dev/null
	sed -n "s/.* udp \(.*timeout.example.org\) .*/\1/p" "$FAULT_LOG" |
	    grep -E "^(h[0-9]*|last)[.]timeout" | sort -u | wc -l'
# Servers that take a connection and are silent hold on to all threads; then
# it is asked without one, and without TCP.
few=$(awk 'BEGIN { for (i = 0; i < 23; i++)
	print "-a h" i ".tcphang.example.org" }' | tr '\n' ' ')
is 'all threads are stuck' 0 '48 TEMPFAIL (timed out)
23 TEMPFAIL (answer is truncated)
1 FOUND ttl=300
1 "v=DKIM1; p=abc"' './dnsask -T 1 -r 3 -A -n $FAULT '"$few"' \
	normal.example.org | uniq -c | sed "s/^ *//"'

# IPv6
start_fault data/dns/faults -6 || exit 1
is 'server: [::1]:port' 0 'FOUND ttl=300
"v=DKIM1; p=abc"' "./dnsask -n '[::1]:$FAULT_PORT' normal.example.org"
is 'server: [::1]:port over TCP' 0 'FOUND ttl=300
"whole over TCP"' "./dnsask -n '[::1]:$FAULT_PORT' truncated.example.org"
is 'server: IPv4 and IPv6' 0 'FOUND ttl=300
"v=DKIM1; p=abc"' "./dnsask -n 127.0.0.1:1 -n '[::1]:$FAULT_PORT' \
    normal.example.org"
for server in '' x '[::1' '[::1]5' '[::1]:' '[::1]:0' ::1::2 127.0.0.1: \
    127.0.0.1:70000 127.0.0.1:5x 192.0.2 256.0.0.1 ns.example.org '[]:53'; do
	is "server: $server is none" 64 'dnsask: not the address of a server' \
	    "./dnsask -n '$server' example.org 2>&1"
done

for server in 192.0.2.1 192.0.2.1:53 ::1 '[::1]' 2001:db8::53:5353 \
    '[2001:db8::1]:65535' fe80::1%lo; do
	is "server: $server" 0 NXDOMAIN "./dnsask -n '$server' a..b"
done

# NSD
start_nsd data/dns/nsd || exit 1
export NSD="127.0.0.1:$NSD_PORT"
nsd_answers() {
	is "NSD: $1" 0 "$2" "./dnsask -n $NSD $1.example.org"
	is "NSD's zone: $1" 0 "$2" "./dnsask -z data/dns/nsd/example.org.zone \
	    -z data/dns/nsd/example.com.zone $1.example.org"
}
nsd_answers mail._domainkey 'FOUND ttl=3600
"v=DKIM1; k=rsa; p=abc"'
nsd_answers quoted 'FOUND ttl=3600
"a;b\x22c\x5cd\x00\xff"'
nsd_answers alias 'FOUND ttl=3600
"v=DKIM1; k=rsa; p=abc"'
nsd_answers away 'FOUND ttl=60
"v=DKIM1; p=def"'
nsd_answers gone NXDOMAIN
nsd_answers x.wild 'FOUND ttl=3600
"wild"'
nsd_answers host.wild NODATA
nsd_answers wild NODATA
nsd_answers x.host.wild NXDOMAIN
nsd_answers b.c NODATA
nsd_answers nothing NXDOMAIN
nsd_answers two 'FOUND ttl=3600
"one"
"two"'
nsd_answers strong+bad 'FOUND ttl=3600
"plus"'
nsd_answers toodd 'FOUND ttl=3600
"blank"'
for where in "-n $NSD" '-z data/dns/nsd/example.org.zone'; do
	is "all bytes that a name may have: ${where%% *}" 0 'FOUND ttl=3600
"all there are"
FOUND ttl=3600
"blank"
NXDOMAIN' "./dnsask $where \"\$(printf '%b' \"\$odd\").EXAMPLE.org\"
	./dnsask $where 'TWO words.example.org'
	./dnsask $where 'two\\032words.example.org'"
	is "MX, A, AAAA, PTR: ${where%% *}" 0 'FOUND ttl=3600
"\x00\x0amail._domainkey.example.org"
"\x00\x14a \x22(b)\x5cc.example.com"
FOUND ttl=3600
"\xc0\x00\x02\x01"
FOUND ttl=3600
" \x01\x0d\xb8\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01"
FOUND ttl=3600
"a\x00b.example.org"
FOUND ttl=3600
"strong+bad.example.org"
NODATA' "./dnsask $where -t 15 mx.example.org
	./dnsask $where -t 1 mx.example.org
	./dnsask $where -t 28 mx.example.org
	./dnsask $where -t 12 ptr.example.org
	./dnsask $where -t 12 ptr2.example.org
	./dnsask $where -t 12 mx.example.org"
done
is 'NSD: another zone' 0 'TEMPFAIL (REFUSED)' \
    './dnsask -n $NSD example.net'
is 'NSD: a delegation' 0 'TEMPFAIL (server only refers to other servers)' \
    './dnsask -n $NSD x.sub.example.org'

# What dig prints is a zone.
for option in '' +unknownformat; do
	is "dig MX, A, AAAA, PTR $option" 0 '"\x00\x0amail._domainkey.example.org"
"\x00\x14a \x22(b)\x5cc.example.com"
"\xc0\x00\x02\x01"
" \x01\x0d\xb8\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01"
"a\x00b.example.org"
"blank"' 'dig -r @127.0.0.1 -p $NSD_PORT '"$option"' mx.example.org MX \
	    mx.example.org A mx.example.org AAAA ptr.example.org PTR \
	    "two\032words.example.org" TXT >"$T/dig" || exit
	for i in 15 1 28; do
		./dnsask -z "$T/dig" -t $i mx.example.org || exit
	done | grep -v FOUND
	./dnsask -z "$T/dig" -t 12 ptr.example.org | grep -v FOUND
	./dnsask -z "$T/dig" "two words.example.org" | grep -v FOUND'
done
# OPTIONS: dig's, over those in its ~/.digrc.
dig_zone() {
	is "dig $1" 0 'FOUND ttl=3600
"a;b\x22c\x5cd\x00\xff"
FOUND ttl=60
"v=DKIM1; p=def"
NODATA' 'dig -r @127.0.0.1 -p $NSD_PORT '"$1"' quoted.example.org TXT \
	    away.example.org TXT example.org SOA nothing.example.org TXT \
	    >"$T/dig" || exit
	./dnsask -z "$T/dig" quoted.example.org
	./dnsask -z "$T/dig" away.example.org
	./dnsask -z "$T/dig" example.org'
}
dig_zone ''
dig_zone '+multiline'
dig_zone '+ttlunits +noclass'
dig_zone '+unknownformat'
dig_zone '+unknownformat +multiline'
dig_zone '+noall +answer +authority'
dig_zone '+dnssec +nocomments +norecurse +nocookie'
is 'dig: no answer' 0 'NXDOMAIN' \
    'dig -r @127.0.0.1 -p $NSD_PORT nothing.example.net TXT >"$T/dig"
	./dnsask -z "$T/dig" nothing.example.net'
is 'dig: nobody there' 0 'NXDOMAIN' \
    'dig -r @127.0.0.1 -p 1 +tries=1 +time=1 example.net TXT >"$T/dig"
	./dnsask -z "$T/dig" example.net'

plan
