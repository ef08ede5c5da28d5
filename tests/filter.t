#!/bin/sh
# dkim-verify -f: every byte, the trust rule, what can go wrong on the way.
# shellcheck disable=SC1091,SC2016
cd "$(dirname "$0")" || exit 1
. ./lib.sh
. ./need.sh

# skip NAME WHY, or a failure where nothing may be missing.
skip() {
	N=$((N + 1))
	if [ "${CI:-}" = true ]; then
		echo "not ok $N - $1: $2"
	else
		echo "ok $N - $1 # skip $2"
	fi
}

mkdir "$T/bin" "$T/tmp" && PATH=$T/bin:$PATH || exit 1
TMPDIR=$T/tmp
export TMPDIR
# f: the filter; n: without the field that it adds, which must be whole.
cat >"$T/bin/f" <<'END'
#!/bin/sh
exec dkim-verify -f -a mx.example.org -z /dev/null "$@"
END
cat >"$T/bin/n" <<'END'
#!/usr/bin/python3
import re, sys
data = sys.stdin.buffer.read()
m = re.match(rb'(From [^\n]*\n)?(Authentication-Results: mx\.example\.org;'
             rb'(\r?)\n\t[^\n]*\n(?:\t [^\n]*\n)*)', data)
if not m:
    sys.exit('no field on top: %r' % data[:200])
for line in m.group(2).split(b'\n')[:-1]:
    if line.endswith(b'\r') != (m.group(3) != b''):
        sys.exit('line ends differ: %r' % line)
sys.stdout.buffer.write(data[:m.start(2)] + data[m.end(2):])
END
chmod +x "$T"/bin/*

# Byte for byte, from a file and from a pipe
same() {
	is "$1: from a file" 0 '' "f <\$T/in | n | cmp - \$T/in"
	is "$1: from a pipe" 0 '' "cat \$T/in | f | n | cmp - \$T/in"
}
# odd NAME TEXT
odd() {
	printf '%b' "$2" >"$T/in"
	same "$1"
}
odd LF 'From: a@example.org\nTo: b@example.net\n\nbody\n\nend\n\n\n'
odd CRLF 'From: a@example.org\r\nTo: b@example.net\r\n\r\nbody\r\n\r\n'
odd 'mixed line ends' 'From: a@example.org\r\nTo: b@example.net\n\nbody\r\nbody\n'
odd 'CRLF header, LF separator' 'From: a@example.org\r\n\nbody\n'
odd 'no last newline' 'From: a@example.org\n\nbody\nend'
odd 'CR at the end' 'From: a@example.org\n\nbody\r'
odd 'bare CR' 'From: a\rb@example.org\r\rX: 1\n\r\r\nbody\r\rbody\n\r\n'
odd 'NUL and 8-bit' 'From: \0\0377a@example.org\nX: \0377\n\n\0\0377\0200\n\0'
odd 'mbox' 'From a@example.org Sat Nov 21 12:00:00 2026\nFrom: a@example.org\n\nFrom here\n'
odd 'mbox, CRLF' 'From a@example.org Sat Nov 21 12:00:00 2026\r\nFrom: a@example.org\r\n\r\nbody\r\n'
odd 'mbox, >From' '>From a@example.org Sat Nov 21 12:00:00 2026\nFrom: a@example.org\n\nbody\n'
odd 'no body' 'From: a@example.org\n\n'
odd 'no separator' 'From: a@example.org\nTo: b@example.net\n'
odd 'no separator, no newline' 'From: a@example.org\nTo: b@example.net'
odd 'one byte of a name' 'F'
odd 'blank lines' '\n\n\n\n'
odd 'only a body' '\nbody\n'
odd 'a line that is no field' 'From: a@example.org\nnot a field\nTo: b@example.net\n\nbody\n'
odd 'a line that is no field, CRLF' 'From: a@example.org\r\n: nameless\r\n\r\nbody\r\n'
odd 'NUL in a name' 'From: a@example.org\nX\0Y: 1\n\nbody\n'
odd '8-bit in a name' 'From: a@example.org\nX\0303\0244: 1\n\nbody\n'
odd 'blank in a name' 'From: a@example.org\nX Y: 1\n\nbody\n'
odd 'first line no field' 'not a field\nFrom: a@example.org\n\nbody\n'
odd 'only an mbox line' 'From a@example.org Sat Nov 21 12:00:00 2026\n'
odd 'two mbox lines' 'From a\nFrom b\nFrom: a@example.org\n\nbody\n'
odd 'folds' 'From:\n a@example.org\nSubject: a\n\t\n  b\n \n\nbody\n'
for tool in 'dkim-verify -z /dev/null' 'spf-check -z /dev/null' \
    'dmarc-lookup -z /dev/null'; do
	is "nothing at all is no message: ${tool%% *}" 75 '' \
	    "$tool -f -a mx.example.org </dev/null"
	is "its words: ${tool%% *}" 75 \
	    "${tool%% *}: standard input is empty: what stands before this in the pipe has failed" \
	    "$tool -f -a mx.example.org </dev/null 2>&1"
done
is 'a name that would rule the screen' 65 'dkim-verify: a?[31mb?c: no header at all' '
	cd "$T"; name=$(printf "a\033[31mb\nc"); echo >"$name"
	dkim-verify -z /dev/null "$name" 2>&1'
is 'a pipe whose first filter fails ends so' 75 '' '
	printf "From: a@example.org\n\n" |
	dkim-verify -f -a mx.example.org -z /nonexistent |
	spf-check -f -a mx.example.org -z /dev/null |
	dmarc-lookup -f -a mx.example.org -z /dev/null'
is 'a first line that is a continuation does not join the field' 0 \
    'continuation
From: a@example.org' 'printf " continuation\nFrom: a@example.org\n\nbody\n" | f | tail -n 4 | sed -n "1s/^ *//p;2p"'
is 'a first line that is a continuation, after the empty line that parts it' 0 '' \
    'printf " continuation\nFrom: a@example.org\n\nbody\n" >$T/in; f <$T/in >$T/out; tail -c "$(wc -c <$T/in)" $T/out | cmp - $T/in'
is 'the smuggling trick is in the reason' 0 'reason="the header ends at line 2, which is no field"' \
    'printf "From: a@example.org\nnot a field\nDKIM-Signature: v=1\n\nbody\n" | f | tr -s "\t\n" " " | grep -o "reason=\"[^\"]*\""'

# Large ones
cat >"$T/bin/make" <<'END'
#!/usr/bin/python3
import sys
out = sys.stdout.buffer
kind = sys.argv[1]
head = b'Received: from a\nFrom: a@example.org\n'
forged = b'Authentication-Results: mx.example.org; dkim=pass\n'
mark = b'X-Last: 1\n'
fill = b''.join(b'X-%d: %s\n' % (i, b'x' * 900) for i in range(1300))
if kind == 'line':          # one line of 100 MB
    out.write(head + b'\n')
    for i in range(100):
        out.write(b'x' * 1000000)
elif kind == '3mb':
    out.write(head + b'\n' + b'a line of the body\n' * 165000)
elif kind == 'header':
    out.write(head + fill + mark + b'\nbody\n')
elif kind == 'header-line':
    out.write(head + b'X: ' + b'x' * 1100000 + b'\n' + mark + b'\nbody\n')
elif kind == 'header-first':
    out.write(b'X: ' + b'x' * 1100000 + b'\n' + head + b'\nbody\n')
elif kind == 'header-open':
    out.write(head + b'X: ' + b'x' * 1100000)
elif kind == 'header-fold':
    out.write(head + b'X:\n' + b' folded\n' * 140000 + mark + b'\nbody\n')
elif kind == 'fields':
    out.write(head + b'X:\n' * 10000 + mark + b'\nbody\n')
elif kind == 'mbox-header':
    out.write(b'From a\n' + head + fill + b'\nbody\n')
elif kind == 'forged-900k':
    out.write(head + forged[:-1] + b';' + b'\n x=y' * 180000 + b'\n' +
              mark + b'\n' + forged + b'body\n')
elif kind == 'forged-comment':
    out.write(head + b'Authentication-Results:' + b' (' * 100000 +
              b')' * 100000 + b'mx.example.org; dkim=pass\n' + mark +
              b'\nbody\n')
elif kind == 'forged-in-large':
    out.write(head + forged + fill + forged + b'X-One: 1\n' +
              b'authentication-RESULTS \t:\n (c)\n\t"MX.example.org" 1;'
              b'\n dkim=pass\n' + mark + b'\n' + forged + b'body\n')
elif kind == 'forged-large':
    out.write(head + forged[:-1] + b'\n x=y' * 300000 + b'\n' + mark +
              b'\n' + forged + b'body\n')
elif kind == 'forged-across':  # the limit is inside of it
    out.write(head + b'X: ' + b'x' * 1048500 + b'\n' + forged + forged +
              mark + b'\nbody\n')
elif kind == 'forged-last':
    out.write(head + fill + mark + forged[:-1])
elif kind == 'forged-blanks':
    out.write(head + fill + b'Authentication-Results' + b' ' * 2000 +
              b': mx.example.org; dkim=pass\n' + forged + mark + b'\nbody\n')
elif kind == 'forged-name':
    out.write(head + fill + b'X' * 2000 + b': y\n' + forged + mark +
              b'\nbody\n')
elif kind == 'forged-fields':
    out.write(head + b'X:\n' * 10000 + forged + mark + b'\nbody\n')
elif kind == 'other-in-large':
    out.write(head + fill + b'Authentication-Results: mx.example.net;\n'
              b' dkim=pass (mx.example.org)\n' + mark + b'\nbody\n')
END
chmod +x "$T/bin/make"
make line >"$T/in"
is 'line: from a pipe' 0 '' 'cat $T/in | f | n | cmp - $T/in'
# Sizes around those of the chunks in which a program may read and write
for size in 4095 16384 32000 32768 40000 65000 65535 65536 65537 70000 98304 131000 131072 200000 1048500 1048576 1048700 1100000; do
	{ printf 'From: a@example.org\n\n'; yes line | head -c "$size"; } >"$T/in"
	same "$size octets"
done
for kind in 3mb header header-line header-first header-open header-fold fields \
    mbox-header other-in-large; do
	make "$kind" >"$T/in"
	same "$kind"
done
for kind in header header-line header-first header-open header-fold fields; do
	is "$kind: permerror" 0 dkim=permerror "make $kind | f | head -n 2 | grep -o dkim=permerror"
done

# Forged fields: none of ours below the topmost Received, others stay.
# gone NAME TEXT: this field is removed, and nothing else.
gone() {
	printf 'X-Above: 1\nReceived: from a\nX-A: 1\n%b\nX-B: 1\n\nbody\n' "$2" >"$T/in"
	is "removed: $1" 0 'X-Above: 1
Received: from a
X-A: 1
X-B: 1

body' 'f <$T/in | n'
	printf 'Received: from a\nX-A: 1\n%b' "$2" >"$T/in"
	is "removed at the very end: $1" 0 'Received: from a
X-A: 1' 'f <$T/in | n'
}
# stays NAME TEXT: this field stays as it is.
stays() {
	printf 'Received: from a\nX-A: 1\n%b\nX-B: 1\n\nbody\n' "$2" >"$T/in"
	is "stays: $1" 0 '' "f <\$T/in | n | cmp - \$T/in"
}
A=Authentication-Results
gone plain "$A: mx.example.org; dkim=pass"
gone 'no blank' "$A:mx.example.org;dkim=pass"
gone none "$A: mx.example.org; none"
gone 'only the id' "$A: mx.example.org"
gone 'no result' "$A: mx.example.org;"
gone 'name in capitals' "AUTHENTICATION-RESULTS: mx.example.org; dkim=pass"
gone 'id in capitals' "$A: MX.Example.ORG; dkim=pass"
gone 'blank before the colon' "$A : mx.example.org; dkim=pass"
gone 'tab before the colon' "$A\t: mx.example.org; dkim=pass"
gone folded "$A:\n mx.example.org;\n dkim=pass"
gone 'folded twice' "$A:\n \n\tmx.example.org\n ;\n dkim=pass"
gone commented "$A: (c) mx.example.org (d); dkim=pass"
gone 'comments around' "$A:(c)mx.example.org(d);dkim=pass"
gone 'nested comments' "$A: (a (b (c)) \\\\) (d)) mx.example.org; dkim=pass"
gone 'folded comment' "$A: (a\n b\n c)\n mx.example.org; dkim=pass"
gone 'id of another in a comment' "$A: (mx.example.net;) mx.example.org; dkim=pass"
gone quoted "$A: \"mx.example.org\"; dkim=pass"
gone 'quoted pairs' "$A: \"\\\\mx\\\\.example.or\\\\g\"; dkim=pass"
gone 'quoted and commented' "$A: (c) \"mx.example.org\" (d) ; dkim=pass"
gone 'folded inside quotes' "$A: \"mx.example.org\n \"; dkim=pass"
gone version "$A: mx.example.org 1; dkim=pass"
gone 'version and comment' "$A: mx.example.org (c) 1 (d); dkim=pass"
gone 'trailing dot' "$A: mx.example.org.; dkim=pass"
gone 'trailing dot, quoted' "$A: \"mx.example.org.\"; dkim=pass"
gone 'other methods' "$A: mx.example.org; spf=pass smtp.mailfrom=example.com; dmarc=pass"
gone 'a slash behind' "$A: mx.example.org/1; dkim=pass"
gone 'an equals sign behind' "$A: mx.example.org=1; dkim=pass"
gone 'a NUL behind' "$A: mx.example.org\0; dkim=pass"
gone 'a NUL before' "$A: \0mx.example.org; dkim=pass"
gone 'a CR before' "$A: \rmx.example.org; dkim=pass"
gone 'a comment without an end' "$A: (mx.example.org; dkim=pass"
gone 'a quote without an end' "$A: \"mx.example.org; dkim=pass"
gone 'a semicolon before' "$A: ; mx.example.org; dkim=pass"
gone 'two of them' "$A: mx.example.org; dkim=pass\n$A: mx.example.org; dkim=pass"
gone 'CRLF' "$A:\r\n mx.example.org;\r\n dkim=pass\r"
stays 'another host' "$A: mx.example.net; dkim=pass"
stays 'a host below' "$A: a.mx.example.org; dkim=pass"
stays 'a host above' "$A: example.org; dkim=pass"
stays 'a longer name' "$A: mx.example.org.example.net; dkim=pass"
stays 'our name in a comment' "$A: mx.example.net (mx.example.org); dkim=pass"
stays 'our name in a result' "$A: mx.example.net;\n dkim=pass header.d=mx.example.org"
stays 'another field' "ARC-$A: i=1; mx.example.org; dkim=pass"
stays 'X-' "X-$A: mx.example.org; dkim=pass"
stays 'name cut' "Authentication-Result: mx.example.org; dkim=pass"
stays 'odd blanks' "$A :\t\n mx.example.net  ;\n\t dkim=pass   "
stays 'Received-SPF' "Received-SPF: pass (mx.example.org: x)"

# What the message looks like below the field, with forged ones gone.
for kind in forged-900k forged-comment forged-in-large forged-large forged-across forged-last forged-blanks \
    forged-name forged-fields; do
	is "$kind: removed" 0 '' "make $kind | f | n | sed '/^\$/,\$d' | grep -a -i '^$A' || :"
	is "$kind: the rest stays" 0 'Received: from a
From: a@example.org
X-Last: 1' "make $kind | f | n | sed '/^\$/,\$d' | grep -a -e ^Received -e ^From -e ^X-Last"
done
is 'forged-in-large: the body stays' 0 "$A: mx.example.org; dkim=pass
body" 'make forged-in-large | f | n | sed "1,/^$/d"'
is 'forged-in-large: fields between stay' 0 'X-One: 1' 'make forged-in-large | f | grep ^X-One'

# Where the line is: the topmost Received, or with --skip N one further down.
cat >"$T/in" <<'END'
Authentication-Results: mx.example.org; a=pass
X-1: 1
Received: first
Authentication-Results: mx.example.org; b=pass
Received: second
Authentication-Results: mx.example.org; c=pass
Received-SPF: pass
received : third
Authentication-Results: mx.example.org; d=pass

Authentication-Results: mx.example.org; body
END
ours() {
	is "$1" 0 "$2" "$3 | n | sed -n 's/^Auth.*org; //p' | paste -s -d ' ' - | sed '/^\$/d'"
}
ours 'kept above the topmost Received' 'a=pass body' 'f <$T/in'
ours '--skip 0' 'a=pass body' 'f --skip 0 <$T/in'
ours '--skip 1' 'a=pass b=pass body' 'f --skip 1 <$T/in'
ours '--skip 2' 'a=pass b=pass c=pass body' 'f --skip 2 <$T/in'
ours '--skip 3: the lowest' 'a=pass b=pass c=pass body' 'f --skip 3 <$T/in'
ours 'another id: all stay' 'a=pass b=pass c=pass d=pass body' \
    'f -a mx.example.net <$T/in | sed "1s/example.net/example.org/"'
ours 'no Received: those that open the header' 'a=pass b=pass' \
    'printf "Authentication-Results: mx.example.org; a=pass\nReturn-Path: <>\nAuthentication-Results: mx.example.org; b=pass\nFrom: a@example.org\nAuthentication-Results: mx.example.org; c=pass\n\n" | f'
ours 'no Received, From on top' '' \
    'printf "From: a@example.org\nAuthentication-Results: mx.example.org; c=pass\n\n" | f'
ours 'Received in the body is none' 'a=pass' \
    'printf "Authentication-Results: mx.example.org; a=pass\nFrom: a@example.org\nAuthentication-Results: mx.example.org; b=pass\n\nReceived: x\n" | f'
is 'twice through the filter: both fields' 0 2 'f <$T/in | f | grep -c "^.dkim=none"'
is 'the field is on top of ours' 0 'Authentication-Results: mx.example.org;' 'f <$T/in | head -n 1'
is 'all that was said of forged fields above' 0 'Received: x' \
    'printf "Received: x\nAuthentication-Results: mx.example.org; x\nAuthentication-Results: mx.example.org; y" | f | n'

# -a
is '-a: quoted where it must be' 0 'Authentication-Results: "mx 1";' \
    'printf "From: a@example.org\n\n" | dkim-verify -f -a "mx 1" -z /dev/null | head -n 1'
is '-a: forged in quotes' 0 'Received: x' \
    'printf "Received: x\nAuthentication-Results: \"mx 1\"; x\n" | dkim-verify -f -a "mx 1" -z /dev/null | sed 1,2d'
for a in '' ' a' 'a ' "$(printf 'a\tb')"; do
	is "-a '$a' is refused" 64 '' "f -a '$a' <\$T/in"
done
is '-a: the host by default' 0 '' \
    'dkim-verify -f -z /dev/null <$T/in | head -n 1 | grep -v -i "^Authentication-Results: $(uname -n);\$"; :'
is '-f and operands' 64 '' 'f $T/in'
is '-f and -j' 64 '' 'f -j <$T/in'
is '--defer without -f' 64 '' 'dkim-verify --defer <$T/in'

# DNS that is down
port=$(/usr/bin/python3 -c 'import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("127.0.0.1", 0))
print(s.getsockname()[1])')
export port
sed '1s/^/DKIM-Signature: v=1; a=rsa-sha256; d=example.org; s=s; h=From; bh=AAAA; b=AAAA\n/' >"$T/signed" <<'END'
From: a@example.org

body
END
D="dkim-verify -a mx.example.org -T 1 -n 127.0.0.1:$port"
is 'DNS down: passed on with temperror' 0 'dkim=temperror' "$D -f <\$T/signed | grep -o dkim=temperror"
is 'DNS down: every byte' 0 '' "$D -f <\$T/signed | n | cmp - \$T/signed"
is 'DNS down, --defer: nothing goes out' 75 '' "$D -f --defer <\$T/signed"
is 'DNS down, not a filter' 75 'dkim=temperror' "$D <\$T/signed >\$T/out; s=\$?; grep -o dkim=temperror \$T/out; exit \$s"
is '--defer and no trouble' 0 '' 'f --defer <$T/signed | n | cmp - $T/signed'
is '--defer: one line on stderr' 0 1 "$D -f --defer <\$T/signed 2>&1 | wc -l | tr -d ' '"

# Zone files
is 'missing zone' 75 '' 'f -z $T/none <$T/in'
is 'missing zone, not a filter' 66 '' 'dkim-verify -z $T/none <$T/in'
printf 'example.org. TXT "open\n' >"$T/bad.zone"
is 'bad zone' 75 '' 'f -z $T/bad.zone <$T/in'
is 'bad zone, not a filter' 65 '' 'dkim-verify -z $T/bad.zone <$T/in'
is 'bad zone: file and line' 0 'bad.zone:1' 'f -z $T/bad.zone <$T/in 2>&1 | grep -o bad.zone:1'
is 'a folder as zone' 75 '' 'f -z $T <$T/in'

# Descriptors
make 3mb >"$T/3mb"
is 'full' 75 '' 'f <$T/in >/dev/full'
is 'full, not a filter' 74 '' 'dkim-verify -z /dev/null <$T/in >/dev/full'
is 'full, a large message' 75 '' 'f <$T/3mb >/dev/full'
is 'stdout closed' 75 '' 'f <$T/in >&-'
is 'stdout closed, not a filter' 74 '' 'dkim-verify -z /dev/null <$T/in >&-'
is 'stdin closed' 75 '' 'f <&-'
is 'stdin closed, not a filter' 74 '' 'dkim-verify -z /dev/null <&-'
is 'stderr closed' 0 '' 'f <$T/in 2>&- | n >/dev/null'
is 'all closed' 75 '' 'f <&- >&- 2>&-'
is 'stdout only for reading' 75 '' 'f <$T/in 1<$T/in'
is 'stdin is a folder' 75 '' 'f <$T'
is 'the reader goes away' 0 75 '{ f <$T/3mb; echo $? >$T/status; } | head -c 10 >/dev/null; cat $T/status'
is 'the reader goes away, said' 0 1 '{ f <$T/3mb 2>$T/said; } | head -c 10 >/dev/null; wc -l <$T/said | tr -d " "'
is 'the writer dies half way: what is there goes on' 0 '' \
    'head -c 1000 $T/3mb >$T/part; cat $T/part | f | n | cmp - $T/part'

# Limits, and a full disk
is 'RLIMIT_FSIZE: a file too large' 75 '' '(ulimit -f 100; f <$T/3mb >$T/out)'
is 'RLIMIT_FSIZE: no room to keep it, nothing goes out' 75 '' '(ulimit -f 100; cat $T/3mb | f)'
# few N COMMAND: may open no more than N descriptors once it runs.
cat >"$T/bin/few" <<'END'
#!/bin/sh
n=$1
shift
mkfifo "$T/few.$$" || exit 1
# A sanitizer opens files of its own when it looks for leaks.
export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0"
"$@" <"$T/few.$$" &
{ sleep .2; prlimit --pid $! --nofile="$n:$n"; cat; } >"$T/few.$$"
wait $!
END
chmod +x "$T/bin/few"
is 'RLIMIT_NOFILE: none is needed' 0 '' \
    'few 3 dkim-verify -f -a mx.example.org -z /dev/null <$T/signed | n | cmp - $T/signed'
is 'RLIMIT_NOFILE: no room to keep it' 75 '' 'few 3 dkim-verify -f -a mx.example.org -z /dev/null <$T/3mb'
is 'RLIMIT_NOFILE: DNS cannot be asked' 0 'dkim=temperror' \
    'few 3 dkim-verify -f -a mx.example.org -T 1 -n 127.0.0.1:$port <$T/signed >$T/out; n <$T/out | cmp - $T/signed; grep -o dkim=temperror $T/out'
is 'RLIMIT_NOFILE: DNS cannot be asked, --defer' 75 '' \
    'few 3 dkim-verify -f --defer -a mx.example.org -T 1 -n 127.0.0.1:$port <$T/signed'
# A program that a sanitizer watches needs more room than that.
# shellcheck disable=SC3045
if ! (ulimit -v 400000 && dkim-verify --version >/dev/null 2>&1); then
	set --
else
	set -- 3000 6000 8000 9000 10000 12000 15000 20000 40000
fi
for size in "$@"; do
	# The kernel kills what it cannot load, when most of it is one file.
	# shellcheck disable=SC3045
	(ulimit -v "$size" && dkim-verify --version) >"$T/out" 2>&1
	[ $? -ne 139 ] || continue
	is "RLIMIT_AS of $size kB: the message, or nothing" 0 '' \
	    "(ulimit -v $size; cat \$T/3mb | dkim-verify -f -a mx.example.org -z /dev/null >\$T/out 2>\$T/err); s=\$?
	    case \$s in
	    0)	n <\$T/out | cmp - \$T/3mb ;;
	    75)	cmp \$T/out /dev/null ;;
	    127) ;;	# the loader had no room
	    *)	echo status \$s; cat \$T/err ;;
	    esac"
done
is 'TMPDIR is missing' 75 '' 'cat $T/3mb | TMPDIR=$T/none f'
is 'TMPDIR is missing: named' 0 "none" 'cat $T/3mb | TMPDIR=$T/none f 2>&1 | grep -o none'
is 'TMPDIR is missing, and not needed' 0 '' 'TMPDIR=$T/none f <$T/3mb | n | cmp - $T/3mb'
is 'TMPDIR is missing, a small message' 0 '' 'cat $T/in | TMPDIR=$T/none f | n >/dev/null'
if [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null; then
	chmod 755 "$T" "$T/bin"; mkdir -m 700 "$T/private"
	is 'TMPDIR is not for us' 75 '' \
	    'cat $T/3mb | TMPDIR=$T/private setpriv --reuid 65534 --clear-groups dkim-verify -f -a mx.example.org -z /dev/null'
else
	mkdir -m 500 "$T/private"
	is 'TMPDIR is not for us' 75 '' 'cat $T/3mb | TMPDIR=$T/private f'
fi
if [ "$(id -u)" -eq 0 ] && may_unshare -m; then
	mkdir "$T/full"
	is 'TMPDIR is full' 75 '' \
	    'unshare -m sh -c "mount -t tmpfs -o size=1m none $T/full && cat $T/3mb | TMPDIR=$T/full f"'
	is 'TMPDIR is large enough' 0 '' \
	    'unshare -m sh -c "mount -t tmpfs -o size=8m none $T/full && cat $T/3mb | TMPDIR=$T/full f && ls -A $T/full" | n | cmp - $T/3mb'
fi
is 'nothing is left in TMPDIR' 0 '' 'ls -A $T/tmp'

# Descriptors that do not block
cat >"$T/bin/nonblock" <<'END'
#!/usr/bin/python3
"""Feed a program through slow pipes that do not block."""
import fcntl, os, subprocess, sys, threading, time
with open(sys.argv[1], 'rb') as f:
    data = f.read()
pipes = [os.pipe(), os.pipe()]
for fd in (pipes[0][0], pipes[1][1]):
    fcntl.fcntl(fd, fcntl.F_SETFL,
                fcntl.fcntl(fd, fcntl.F_GETFL) | os.O_NONBLOCK)
child = subprocess.Popen(sys.argv[2:], stdin=pipes[0][0], stdout=pipes[1][1])
os.close(pipes[0][0])
os.close(pipes[1][1])
def feed():
    size = max(1, len(data) // 5)
    for i in range(0, len(data), size):
        time.sleep(.02)
        rest = data[i:i + size]
        while rest:
            rest = rest[os.write(pipes[0][1], rest):]
    os.close(pipes[0][1])
threading.Thread(target=feed).start()
time.sleep(.3)
while True:
    got = os.read(pipes[1][0], 65536)
    if not got:
        break
    sys.stdout.buffer.write(got)
sys.exit(child.wait())
END
chmod +x "$T/bin/nonblock"
is 'EAGAIN: a small message' 0 '' 'nonblock $T/signed f | n | cmp - $T/signed'
is 'EAGAIN: a large message' 0 '' 'nonblock $T/3mb f | n | cmp - $T/3mb'
is 'one byte at a time' 0 '' \
    '/usr/bin/python3 -c "import sys, os
for b in open(sys.argv[1], \"rb\").read(): os.write(1, bytes([b]))" $T/signed | f | n | cmp - $T/signed'

# Files that change, or are read and written at once
# A DNS server that lets the tool wait, and answers that there is no key.
cat >"$T/bin/slow" <<'END'
#!/usr/bin/python3
import socket, sys, time
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(('127.0.0.1', 0))
s.settimeout(20)
with open(sys.argv[1], 'w') as f:
    print(s.getsockname()[1], file=f)
query, peer = s.recvfrom(4096)
open(sys.argv[2], 'w').close()
time.sleep(1)
end = query.index(b'\0', 12) + 5
s.sendto(query[:2] + b'\x85\x83\0\1\0\0\0\0\0\0' + query[12:end], peer)
END
chmod +x "$T/bin/slow"
{ sed '/^$/q' "$T/signed"; sed '1,/^$/d' "$T/3mb"; } >"$T/long"
# meanwhile COMMAND: the filter reads $T/change, which the command changes
# while it waits for DNS.
cat >"$T/bin/meanwhile" <<'END'
#!/bin/sh
cp "$T/long" "$T/change" && rm -f "$T/slow.port" "$T/slow.asked"
slow "$T/slow.port" "$T/slow.asked" &
until [ -s "$T/slow.port" ]; do sleep .05; done
{ until [ -e "$T/slow.asked" ]; do sleep .05; done; sleep .3; eval "$1"; } &
dkim-verify -f -a mx.example.org -n "127.0.0.1:$(cat "$T/slow.port")" <"$T/change"
status=$?
wait
exit "$status"
END
chmod +x "$T/bin/meanwhile"
is 'the input is as it was' 0 '' 'meanwhile : | n | cmp - $T/long'
is 'the input changes meanwhile: nothing goes out' 75 '' \
    'meanwhile "printf 2222 | dd of=$T/change bs=1 seek=2000000 conv=notrunc 2>/dev/null"'
is 'the input grows meanwhile: nothing goes out' 75 '' 'meanwhile "echo more >>$T/change"'
is 'the input is cut meanwhile: nothing goes out' 75 '' 'meanwhile ": >$T/change"'
is 'output is appended to the input' 0 '' \
    'cp $T/3mb $T/self; f <$T/self >>$T/self; tail -c +$(($(wc -c <$T/3mb) + 1)) $T/self | n | cmp - $T/3mb'
is 'output over the input' 0 '' \
    'cp $T/3mb $T/self; f <$T/self 1<>$T/self; n <$T/self | cmp - $T/3mb'
is 'from the middle of a file' 0 '' \
    '{ printf "skip me\n"; cat $T/3mb; } >$T/middle; { dd bs=8 count=1 2>/dev/null >/dev/null; f; } <$T/middle | n | cmp - $T/3mb'

plan
