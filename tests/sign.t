#!/bin/sh
# dkim-sign: its options, OpenDKIM's tables, faults.
# shellcheck disable=SC1091,SC2016
cd "$(dirname "$0")" || exit 1
. ./lib.sh

K=$T/keys
mkdir "$K" && cp data/sign/*.pem "$K" && chmod 600 "$K"/*.pem || exit 1
cp data/sign/zone "$T/zone" || exit 1
export K

# skip NAME WHY, or a failure where nothing may be missing.
skip() {
	N=$((N + 1))
	if [ "${CI:-}" = true ]; then
		echo "not ok $N - $1: $2"
	else
		echo "ok $N - $1 # skip $2"
	fi
}

# What the tests below call: s signs as default._domainkey.example.org, t says
# what tags are in what comes out, v verifies it.
mkdir "$T/bin" && PATH=$T/bin:$PATH || exit 1
cat >"$T/bin/s" <<'END'
#!/bin/sh
exec dkim-sign -d example.org -s default -k "$K/rsa.pem" "$@"
END
cat >"$T/bin/t" <<END
#!/bin/sh
exec /usr/bin/python3 '$PWD/sig-parse.py' "\$@"
END
cat >"$T/bin/v" <<'END'
#!/bin/sh
# The verdicts and their reasons.
dkim-verify -a mx.example.org -z "$T/zone" "$@" >"$T/v.out"
status=$?
tr -s '\r\n\t ' ' ' <"$T/v.out" | grep -o 'dkim=[a-z]*\( reason="[^"]*"\)\{0,1\}'
exit "$status"
END
chmod +x "$T"/bin/*

cat >"$T/m" <<'END'
Received: from mx.example.net by mx.example.org; Sat, 21 Nov 2026 12:00:00 +0000
From: Author <author@example.org>
To: reader@example.net
Subject: a subject
  in two lines
Date: Sat, 21 Nov 2026 12:00:00 +0000
X-Other: not signed

Hello,   world! 

the end


END
sed 's/$/\r/' <"$T/m" >"$T/crlf"
{ echo 'From author@example.org Sat Nov 21 12:00:00 2026'; cat "$T/m"; } >"$T/mbox"

# The field and nothing else is new, and it verifies.
for m in m crlf mbox; do
	is "$m: signed, passes" 0 dkim=pass "s <\$T/$m | v"
	is "$m: all other bytes are as they were" 0 '' \
	    "s -t 1 <\$T/$m >\$T/out && s -t 1 -o <\$T/$m >\$T/new &&
	    /usr/bin/python3 -c 'import sys
a, b, c = (open(f, \"rb\").read() for f in sys.argv[1:])
i = a.find(b\"\\n\") + 1 if a[:5] == b\"From \" else 0
assert c == a[:i] + b + a[i:], c[:200]' \$T/$m \$T/new \$T/out"
	is "$m: at most 78 columns" 0 '' "s -C <\$T/$m | t --folds"
done
is 'CRLF message: no bare LF in what comes out' 0 '' \
    's -C <$T/crlf | sed "s/\r$//" | grep "$(printf "\r")"; s <$T/crlf | grep -v "$(printf "\r")\$" || true'
is 'LF message: no CR in what comes out' 1 '' 's -C <$T/m | grep "$(printf "\r")"'
is 'mbox: the From line stays on top' 0 'From author@example.org Sat Nov 21 12:00:00 2026' \
    's <$T/mbox | head -n 1'
is 'the field is above all others' 0 'DKIM-Signature:
Received:
From:
To:
Subject:
Date:
X-Other:' 's <$T/m | sed "/^$/q" | grep -o "^[A-Za-z-]*:"'

# A message of few parts
for m in 'no body:From: a@example.org\n\n' 'no separator:From: a@example.org\n' \
    'no last newline:From: a@example.org' 'no newline in the body:From: a@example.org\n\nbody' \
    'blank lines:From: a@example.org\n\n\n\n\n' 'NUL and 8-bit:From: a@example.org\nX: \377\n\n\0\377\r\n\r' \
    'mixed line ends:From: a@example.org\r\nTo: b@example.net\n\r\nbody\nbody\r\n' \
    'a line that is no field:From: a@example.org\nnot a field\nTo: b@example.net\n\nbody\n'; do
	name=${m%%:*} text=${m#*:}
	printf '%b' "$text" >"$T/odd"
	for c in simple/simple simple/relaxed relaxed/simple relaxed/relaxed; do
		is "$name, $c: passes" 0 dkim=pass "s -c $c <\$T/odd | v | grep -o '^dkim=pass'"
	done
	is "$name: all other bytes are as they were" 0 '' \
	    's -t 1 -o <$T/odd >$T/new; s -t 1 <$T/odd | tail -c +$(($(wc -c <$T/new) + 1)) | cmp - $T/odd'
done

for size in 16384 32000 40000 65000 65536 70000 131072 1048576 1100000; do
	{ printf 'From: a@example.org\n\n'; yes line | head -c "$size"; } >"$T/odd"
	is "$size octets from a pipe: passes" 0 dkim=pass 'cat $T/odd | s | v'
	is "$size octets from a file: all other bytes are as they were" 0 '' \
	    's -t 1 -o <$T/odd >$T/new; s -t 1 <$T/odd | tail -c +$(($(wc -c <$T/new) + 1)) | cmp - $T/odd'
done

# -c
is '-c simple: the body too' 0 'c=simple/simple' 's -c simple <$T/m | t c'
is '-c relaxed: the body is simple' 0 'c=relaxed/simple' 's -c relaxed <$T/m | t c'
is '-c: the default' 0 'c=relaxed/relaxed' 's <$T/m | t c'
for c in nowsp relaxed/ /relaxed relaxed/simple/simple ''; do
	is "-c '$c' is refused" 64 '' "s -c '$c' <\$T/m"
done

# h=
is 'the tags' 0 'v a c d s t h bh b' 's <$T/m | t'
is 'default h=' 0 'h=From:From:Subject:Date:To' 's <$T/m | t h'
is 'fields of a list are signed' 0 \
    'h=From:From:List-Id:List-Unsubscribe:List-Unsubscribe-Post' \
    'printf "From: a@example.org\nlist-ID: x\nList-Unsubscribe-Post: x\nLIST-UNSUBSCRIBE: x\nX-Not: 1\n\n" | s | t h'
is 'all of the default list' 0 \
    'h=From:From:Reply-To:Subject:Date:To:Cc:Resent-Date:Resent-From:Resent-To:Resent-Cc:In-Reply-To:References:List-Id:List-Help:List-Unsubscribe:List-Unsubscribe-Post:List-Subscribe:List-Post:List-Owner:List-Archive' \
    'for f in From Reply-To Subject Date To Cc Resent-Date Resent-From Resent-To Resent-Cc In-Reply-To References List-Id List-Help List-Unsubscribe List-Unsubscribe-Post List-Subscribe List-Post List-Owner List-Archive Received Return-Path Comments DKIM-Signature Message-ID; do echo "$f: a@example.org"; done | s | t h'
is 'a repeated field is signed as often as it is there' 0 'h=From:From:To:To:To' \
    'printf "To: 1\nFrom: a@example.org\nTo: 2\nTO: 3\n\n" | s | t h'
is 'repeated fields, from the bottom up' 0 dkim=pass \
    'printf "Keywords: 1\nFrom: a@example.org\nKeywords: 2\nKeywords: 3\n\n" | s -h Keywords | v'
is 'repeated fields: one more on top is not one of them' 0 dkim=pass \
    'printf "Keywords: 1\nFrom: a@example.org\nKeywords: 2\n\n" | s -h Keywords | sed "1s/^/Keywords: 0\n/" | v'
is 'repeated fields: order counts' 1 'dkim=fail reason="signature did not verify"' \
    'printf "Keywords: 1\nFrom: a@example.org\nKeywords: 2\n\n" | s -h Keywords | sed "s/: 1/: x/;s/: 2/: 1/;s/: x/: 2/" | v'
is '-h: From comes on its own' 0 'h=From:From:Subject' 's -h Subject <$T/m | t h'
is '-h: order, case and repeats' 0 'h=to:FROM:FROM:X-Other' 's -h to:FROM:X-Other:To:x-other <$T/m | t h'
is '-h: absent fields are not named' 0 'h=From:From:To' 's -h From:X-None:To <$T/m | t h'
is '-h: blanks around names' 0 'h=From:From:To' 's -h "From : To" <$T/m | t h'
is '-O: names once more than there are' 0 'h=From:Subject:Subject:Date:To:To:X-None' \
    's -O To:Subject:X-None <$T/m | t h'
is '-O: none' 0 'h=From:Subject:Date:To' 's -O "" <$T/m | t h'
is '-O: one more field breaks it' 1 'dkim=fail reason="signature did not verify"' \
    's -O To:From <$T/m | sed "1s/^/To: evil@example.com\n/" | v'
is 'From is oversigned' 1 'dkim=fail reason="signature did not verify"' \
    's <$T/m | sed "1s/^/From: evil@example.com\n/" | v'
for o in h O; do
	for list in 'Fr om' 'From:T\;o' 'From::To' 'To	X' 'É'; do
		is "-$o '$list' is refused" 64 '' "s -$o '$list' <\$T/m"
	done
done
is '-h DKIM-Signature: those that are there' 0 'dkim=pass
dkim=pass' 's <$T/m | s -h From:DKIM-Signature | v'

# Several signers
is 'two signatures, as given' 0 'a=rsa-sha256 d=example.org s=default
a=ed25519-sha256 d=example.org s=ed' \
    'dkim-sign -d example.org -s default -k $K/rsa.pem -d example.org -s ed -k $K/ed25519.pem <$T/m | t a d s'
is 'two signatures pass' 0 'dkim=pass
dkim=pass' 'dkim-sign -d example.org -s default -s ed -k $K/rsa.pem -k $K/ed25519.pem <$T/m | v'
is 'three domains, one selector, one key' 0 'dkim=pass
dkim=pass
dkim=pass' 'dkim-sign -d example.org -d example.jp -d example.com -s default -k $K/rsa.pem <$T/m | v'
is 'two keys for three domains are refused' 64 '' \
    'dkim-sign -d example.org -d example.jp -d example.com -s default -k $K/rsa.pem -k $K/rsa.pem <$T/m'
is '17 signatures are refused' 64 '' \
    'dkim-sign $(for i in 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7; do echo -d example.org; done) -s default -k $K/rsa.pem <$T/m'
is 'PKCS#1' 0 dkim=pass 'dkim-sign -d example.org -s default -k $K/pkcs1.pem <$T/m | v'
is '1024 bits' 0 dkim=pass 'dkim-sign -d example.org -s old -k $K/rsa1024.pem <$T/m | v'
is '-d is lowered' 0 'd=example.org' 'dkim-sign -d Example.ORG -s default -k $K/rsa.pem <$T/m | t d'
for args in '-d example.org -s default' '-d example.org -k x' '-s x -k x' '' \
    '-d org -s x -k x' '-d example..org -s x -k x' '-d .example.org -s x -k x' \
    '-d example.org/ -s x -k x' '-d example.org -s a..b -k x' '-d "a b.org" -s x -k x' \
    '-d example.org -s "" -k x' '-d example.org -s "x;t=1" -k x' '-K x' '-S x' \
    '-K x -S x -d example.org' '-K x -S x -i a@example.org' \
    '-d example.org -s default -k x operand' '--on-error=no -d example.org -s x -k x' \
    '--no-such-option'; do
	is "wrong call: $args" 64 '' "dkim-sign $args <\$T/m"
done

# i=
is '-i' 0 'i=author@example.org' 's -i author@example.org <$T/m | t i'
is '-i: a domain below' 0 'i=@mail.example.org' 's -i @mail.example.org <$T/m | t i'
is '-i passes' 0 'header.i=author@mail.example.org' \
    's -i author@mail.example.org <$T/m | v >/dev/null; grep -o "header.i=[^ ]*" $T/v.out'
is '-i: quoted-printable, and back' 0 'header.i="a; b"@example.org header.s' \
    's -i "\"a; b\"@example.org" <$T/m | v >/dev/null; tr -s "\t\n " " " <$T/v.out | grep -o "header.i=.*org header.s"'
is '-i: outside of -d' 64 '' 's -i a@example.com <$T/m'
is '-i: above -d' 64 '' 's -i a@org <$T/m'
is '-i: a suffix is not below' 64 '' 's -i a@evilexample.org <$T/m'
is '-i: no @' 64 '' 's -i example.org <$T/m'
is '-i: for both domains, or not at all' 64 '' \
    'dkim-sign -d example.org -d example.com -s default -k $K/rsa.pem -i a@example.org <$T/m'
for i in 'a b@example.org' 'a@b@example.org' '"a@example.org' 'a(b@example.org'; do
	is "-i '$i' is no address" 64 '' "s -i '$i' <\$T/m"
done
is '-i with a newline is no address' 64 '' 's -i "$(printf "a\nb@example.org")" <$T/m'

# l=
is '-l: the whole body' 0 'l=26' 's -l <$T/m | t l'
is '-l: passes' 0 dkim=pass 's -l <$T/m | v'
is '--length: the whole body' 0 'l=26' 's --length <$T/m | t l'
is '-l5' 0 'l=5' 's -l5 <$T/m | t l'
is '--length=5' 0 'l=5' 's --length=5 <$T/m | t l'
is '-l5 passes where that is allowed' 0 dkim=pass 's -l5 <$T/m | v -l'
is '-l0' 0 'l=0' 's -l0 <$T/m | t l'
is '-l26: no more is there' 0 dkim=pass 's -l26 <$T/m | v'
is '-l27: more than is there' 65 '' 's -l27 <$T/m'
is '-lx' 64 '' 's -lx <$T/m'
is '-l-1' 64 '' 's -l-1 <$T/m'

# t= x=
is '-t: seconds' 0 't=1795276800' 's -t 1795276800 <$T/m | t t'
is '-t: zero' 0 't=0' 's -t 0 <$T/m | t t'
is '-t: ISO 8601' 0 't=1795262400' 's -t 2026-11-21T12:00:00Z <$T/m | t t'
is '-t: a date' 0 't=1795219200' 's -t 2026-11-21 <$T/m | t t'
is '-t: an offset' 0 't=1795230000' 's -t 2026-11-21T12:00:00+09:00 <$T/m | t t'
is '-t: now' 0 '' 'n=$(date +%s); t=$(s <$T/m | t t); [ $((${t#t=} - n)) -le 2 ] && [ $((${t#t=} - n)) -ge 0 ]'
for t in yesterday -5 2026-02-30 2026-13-01 1e9 '' 2026-11-21T25:00:00Z; do
	is "-t '$t' is refused" 64 '' "s -t '$t' <\$T/m"
done
for x in 3600:3600 60s:60 5m:300 2h:7200 14d:1209600 2w:1209600 1:1; do
	is "-x ${x%:*}" 0 "x=$((1795276800 + ${x#*:}))" "s -t 1795276800 -x ${x%:*} <\$T/m | t x"
done
for x in 0 -5 14y d '' 1.5h '5 m' 99999999999999999999; do
	is "-x '$x' is refused" 64 '' "s -x '$x' <\$T/m"
done
is '-x: passes until then' 0 dkim=pass 's -t 1795276800 -x 60 <$T/m | v -t 1795276860'
is '-x: and no longer' 1 'dkim=policy' 's -t 1795276800 -x 60 <$T/m | v -t 1795276861 | grep -o dkim=policy; v -t 1 </dev/null >/dev/null 2>&1; false'
is 'the same time gives the same bytes' 0 '' 's -t 1 <$T/m >$T/1; s -t 1 <$T/m | cmp - $T/1'

# z=
is '-C: z= holds the fields that are signed' 0 'From: Author <author@example.org>
To: reader@example.net
Subject: a subject
  in two lines
Date: Sat, 21 Nov 2026 12:00:00 +0000' 's -C <$T/m | t --fields'
is '-C passes' 0 dkim=pass 's -C <$T/m | v'
is '-C: odd bytes' 0 'From: a|b;c=d <a@example.org>' \
    'printf "From: a|b;c=d <a@example.org>\n\n" | s -C | t --fields'
is '-C: 8-bit and control bytes pass' 0 dkim=pass \
    'printf "From: \377\001\0=7C a@example.org\nSubject: \r\t x\n\n" | s -C | v'
is '-C: folded' 0 '' 's -C <$T/m | t --folds'

# -o, -v, --help
is '-o: only the field' 0 'dkim=pass' 's -o <$T/m >$T/new; cat $T/new $T/m | v'
is '-o: nothing besides' 0 '' 's -o <$T/m | sed 1d | grep -v "^	"; :'
is '-v' 0 'dkim-sign: DKIM-Signature field added (s=default, d=example.org)' 's -v <$T/m 2>&1 >/dev/null'
is '-v: one line for each' 0 'dkim-sign: DKIM-Signature field added (s=default, d=example.jp)
dkim-sign: DKIM-Signature field added (s=ed, d=example.org)' \
    'dkim-sign -v -d example.jp -s default -k $K/rsa.pem -d example.org -s ed -k $K/ed25519.pem <$T/m 2>&1 >/dev/null'
is 'silent otherwise' 0 '' 's <$T/m 2>&1 >/dev/null'
is '--help' 0 'dkim-sign - put a DKIM signature on a message' 'dkim-sign --help | head -n 1'
is '--help, full' 74 '' 'dkim-sign --help >/dev/full'

# Keys that are not as they must be: at work 75, in --dry-run what it is.
# key FILE STATUS PHRASE: what is said of it.
key() {
	is "$1: deferred, nothing goes out" 75 '' "dkim-sign -d example.org -s default -k $1 <\$T/m"
	is "$1: said why" 0 "$3" \
	    "dkim-sign -d example.org -s default -k $1 <\$T/m 2>&1 | sed 's/^dkim-sign: [^:]*: //' | grep -F -o '$3' | head -n 1"
	is "$1: --dry-run" "$2" '' "dkim-sign --dry-run -d example.org -s default -k $1 <\$T/m"
	is "$1: --on-error pass" 0 '' \
	    "dkim-sign --on-error pass -d example.org -s default -k $1 <\$T/m | cmp - \$T/m"
	is "$1: --on-error tempfail" 75 '' \
	    "dkim-sign --on-error tempfail -d example.org -s default -k $1 <\$T/m"
	is "$1: one line on stderr" 0 1 \
	    "dkim-sign -d example.org -s default -k $1 <\$T/m 2>&1 | wc -l | tr -d ' '"
}
cp "$K/rsa.pem" "$K/open.pem" && chmod 644 "$K/open.pem"
cp "$K/rsa.pem" "$K/group.pem" && chmod 640 "$K/group.pem"
cp "$K/rsa.pem" "$K/write.pem" && chmod 602 "$K/write.pem"
mkdir "$T/loose" && chmod 777 "$T/loose" && cp "$K/rsa.pem" "$T/loose" && chmod 600 "$T/loose/rsa.pem"
echo garbage >"$K/garbage" && : >"$K/empty" && chmod 600 "$K/garbage" "$K/empty"
head -c 100000 /dev/zero | tr '\0' a >"$K/long" && chmod 600 "$K/long"
head -n 20 "$K/rsa.pem" >"$K/cut" && chmod 600 "$K/cut"
mkdir "$K/folder" && chmod 700 "$K/folder" && mkfifo -m 600 "$K/fifo"
ln -s nowhere "$K/dangling"
chmod 600 "$K"/*.pem; chmod 644 "$K/open.pem"; chmod 640 "$K/group.pem"; chmod 602 "$K/write.pem"
key '$K/missing' 66 'No such file'
key '$K/dangling' 66 'No such file'
key '$K/open.pem' 77 'chmod 600'
key '$K/group.pem' 77 'chmod 600'
key '$K/write.pem' 77 'chmod 600'
key '$T/loose/rsa.pem' 77 'chmod o-w'
key '$K/encrypted.pem' 65 encrypted
key '$K/encrypted1.pem' 65 encrypted
key '$K/certificate.pem' 65 certificate
key '$K/public.pem' 65 'public key'
key '$K/ec.pem' 65 'EC key'
key '$K/rsa512.pem' 65 512
key '$K/garbage' 65 'not a private key'
key '$K/empty' 65 empty
key '$K/cut' 65 cut
key '$K/long' 65 '64 KiB'
key '$K/folder' 66 'not a regular file'
key '$K/fifo' 66 'not a regular file'
key /dev/zero 66 'not a regular file'
is '--group-key' 0 dkim=pass 's --group-key -k $K/group.pem -s default <$T/m | v | head -n 1'
if [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null; then
	chmod 755 "$T"; chmod 711 "$K"
	cp "$K/rsa.pem" "$K/other.pem"; chmod 600 "$K/other.pem"; chown 12345 "$K/other.pem"
	key '$K/other.pem' 77 'chown 0'
	is 'a key that this user cannot open' 75 '' \
	    'setpriv --reuid 65534 --clear-groups dkim-sign -d example.org -s default -k $K/rsa.pem <$T/m'
	is 'a key that this user cannot open, --dry-run' 66 '' \
	    'setpriv --reuid 65534 --clear-groups dkim-sign --dry-run -d example.org -s default -k $K/rsa.pem <$T/m'
else
	skip 'a key of another user' 'not root, or no setpriv'
fi
is 'key material is not on stderr' 1 '' \
    'for k in cut garbage encrypted.pem rsa512.pem open.pem; do dkim-sign -d example.org -s x -k $K/$k <$T/m 2>&1; done | grep "[A-Za-z0-9+/]\{40\}"'
is 'the second key is bad: nothing goes out' 75 '' \
    'dkim-sign -d example.org -s default -s ed -k $K/rsa.pem -k $K/missing <$T/m'
is 'the second key is bad: --on-error pass is without the first' 0 '' \
    'dkim-sign --on-error pass -d example.org -s default -s ed -k $K/rsa.pem -k $K/missing <$T/m | cmp - $T/m'

# Messages that cannot be signed
/usr/bin/python3 -c 'import sys
t = sys.argv[1]
open(t + "/fields", "w").write("From: a@example.org\n" + "X: y\n" * 10000 + "\nbody\n")
open(t + "/fields-ok", "w").write("From: a@example.org\n" + "X: y\n" * 9998 + "\nbody\n")
open(t + "/fields-edge", "w").write("From: a@example.org\n" + "X: y\n" * 9999 + "\nbody\n")
open(t + "/large", "w").write("From: a@example.org\nX: " + "y" * 1048600 + "\n\nbody\n")
open(t + "/large-ok", "w").write("From: a@example.org\nX: " + "y" * (1048576 - 1000) + "\n\nbody\n")
' "$T" || exit 1
printf 'To: b@example.net\n\nbody\n' >"$T/no-from"
printf '\nbody\n' >"$T/no-header"
: >"$T/no-bytes"
printf ' From: a@example.org\n\nbody\n' >"$T/indented"
printf 'body\nFrom: a@example.org\n\nbody\n' >"$T/no-field"
for m in 'no-from:no From field' 'no-header:no header' 'no-bytes:no header' 'indented:no header' \
    'no-field:no header' 'fields:10000 fields' 'large:1 MiB'; do
	is "$m: exit 65, nothing goes out" 65 '' "s <\$T/${m%:*}"
	is "$m: said why" 0 "${m#*:}" "s <\$T/${m%:*} 2>&1 | grep -o '${m#*:}'"
	is "$m: --dry-run" 65 '' "s --dry-run <\$T/${m%:*}"
	is "$m: --on-error pass" 0 '' "s --on-error pass <\$T/${m%:*} 2>/dev/null | cmp - \$T/${m%:*}"
	is "$m: from a pipe, --on-error pass" 0 '' \
	    "cat \$T/${m%:*} | s --on-error pass 2>/dev/null | cmp - \$T/${m%:*}"
	is "$m: one line on stderr" 0 1 "s --on-error pass <\$T/${m%:*} 2>&1 >/dev/null | wc -l | tr -d ' '"
done
for m in fields-ok large-ok; do
	is "$m: within the limits" 0 dkim=pass "s <\$T/$m | v"
done
is 'the signature would be one field too many' 65 '' 's <$T/fields-edge'

# --dry-run
is '--dry-run: the message does not go out' 0 '' 's --dry-run <$T/m'
is '--dry-run: who would sign' 0 'd=example.org s=default' \
    's --dry-run <$T/m 2>&1 | grep -o "d=example.org s=default"'
is '--dry-run: with which key' 0 'rsa.pem' 's --dry-run <$T/m 2>&1 | grep -o "rsa.pem"'
is '--dry-run and --on-error pass: still the reason' 66 '' \
    'dkim-sign --dry-run --on-error pass -d example.org -s x -k $K/missing <$T/m'

# Tables: a folder with the key of each domain.
mkdir -p "$K/t/example.jp" "$K/t/example.com" "$K/t/example.net" && chmod -R go= "$K/t" &&
    cp "$K/rsa.pem" "$K/t/default.private" && cp "$K/rsa.pem" "$K/t/example.jp/default.private" &&
    cp "$K/rsa.pem" "$K/t/example.net/default.private" &&
    cp "$K/rsa.pem" "$K/t/example.com/mail.private" &&
    cp "$K/ed25519.pem" "$K/t/example.com/ed.private" || exit 1

# by: a message From $1, Sender $2, signed by $T/KT and $T/ST; who signed.
cat >"$T/bin/by" <<'END'
#!/bin/sh
sender=${2:+
Sender: $2}
printf '%s\n' "From: $1$sender" 'Subject: x' '' body |
    dkim-sign -K "${KT:-$T/KT}" -S "${ST:-refile:$T/ST}" >"$T/by.out"
status=$?
[ "$status" -ne 0 ] || t d s i <"$T/by.out"
exit "$status"
END
chmod +x "$T/bin/by"

SAMPLES=../../shared/samples
if [ -d "$SAMPLES" ]; then
	sed "s,/etc/opendkim/keys,$K/t," "$SAMPLES/KeyTable" >"$T/KT"
	cat "$SAMPLES/SigningTable" >"$T/ST"
	is 'samples: *@example.jp' 0 'd=example.jp s=default' 'by "A <a@example.jp>"'
	is 'samples: it passes' 0 dkim=pass 'v <$T/by.out'
	is 'samples: the first match wins' 0 'd=example.com s=ed' 'by news@example.com'
	is 'samples: the fourth field' 0 a=ed25519-sha256 't a <$T/by.out'
	is 'samples: ed25519 passes' 0 dkim=pass 'v <$T/by.out'
	is 'samples: *@example.com' 0 'd=example.com s=mail' 'by other@example.com'
	is 'samples: *@*.example.com' 0 'd=example.com s=mail' 'by a@b.c.example.com'
	is 'samples: *@*, the domain in the path' 0 'd=example.net s=default' 'by a@example.net'
	is 'samples: upper case' 0 'd=example.com s=ed' 'by NEWS@Example.COM'
	is 'samples: upper case in the path' 0 'd=example.net s=default' 'by a@Example.NET'
	is 'samples: no such key' 75 '' 'by a@example.org'
	is 'samples: no such key, named' 0 "$K/t/example.org/default.private" \
	    'by a@example.org 2>&1 | grep -o "/[^:]*"'
	is 'samples: as they are, --dry-run' 66 '' \
	    "dkim-sign --dry-run -K $SAMPLES/KeyTable -S refile:$SAMPLES/SigningTable <\$T/m"
	is 'samples: broken table at work' 75 '' "KT=$SAMPLES/KeyTable.broken by a@example.net"
	is 'samples: broken table, --dry-run' 78 '' \
	    "dkim-sign --dry-run -K $SAMPLES/KeyTable.broken -S refile:$SAMPLES/SigningTable <\$T/m"
	is 'samples: broken table, file and line' 0 'KeyTable.broken: line 1' \
	    "KT=$SAMPLES/KeyTable.broken by a@example.net 2>&1 | grep -o 'KeyTable.broken: line 1'"
	is 'samples: the message from port 587' 0 'd=example.com s=mail h=From:From:Date:To' \
	    "dkim-sign -K \$T/KT -S refile:\$T/ST <$SAMPLES/submission.eml | t d s h"
else
	skip 'the samples' 'they are not here'
fi

cat >"$T/KT" <<END
# comment
org	example.org:default:$K/t/default.private	# the key of org
  jp example.jp:default:$K/t/default.private  

com example.com:mail:$K/t/default.private:rsa-sha256
edd example.com:ed:$K/ed25519.pem:ed25519-sha256
wrong example.com:mail:$K/ed25519.pem:rsa-sha256
any %:default:$K/t/%/default.private
END

# who LINES FROM SENDER WANT: as by, with these lines in the signing table.
who() {
	printf '%b' "$1" >"$T/ST"
	is "$5$2${3:+, $3}: $4" "$6" "$4" "$7 by '$2' '$3'"
}
re() {
	who "$1" "$2" "$3" "$4" 'refile: ' "${5:-0}" ''
}
plain() {
	who "$1" "$2" "$3" "$4" 'file: ' "${5:-0}" "ST=file:$T/ST"
}
ORG='d=example.org s=default' JP='d=example.jp s=default'

re '*@example.org org\n* jp\n' a@example.org '' "$ORG"
re '*@example.org org\n* jp\n' a@b.example.org '' "$JP"
re 'a*@example.org org\n*b@example.org jp\n' ab@example.org '' "$ORG"
re '*b@example.org jp\na*@example.org org\n' ab@example.org '' "$JP"
re 'a.b@example.org org\n*@* jp\n' axb@example.org '' "$JP"
re '*@exam*.org org\n' a@example.org '' "$ORG"
re '*@*mple*.o*g org\n' a@example.org '' "$ORG"
re 'a@example.org org\n' A@EXAMPLE.org '' "$ORG"
re '%@example.org org\n' a@example.org '' '' 75
re 'example.org org\n' a@example.org '' '' 75
re '*@example.org org\n' a@notexample.org '' '' 75
re '*@example.org org\n' a@example.org.example.com '' '' 75
re '*@example.org missing\n' a@example.org '' '' 75
re '*@example.org wrong\n' a@example.org '' '' 75
re '*@example.com edd\n' a@example.com '' 'd=example.com s=ed'
re '*@example.org org:author@example.org\n' a@example.org '' "$ORG i=author@example.org"
re '*@example.org org:me@%\n' a@example.org '' "$ORG i=me@example.org"
re '*@*.example.org org:@%\n' a@b.example.org '' "$ORG i=@b.example.org"
re '*@example.org org:a@example.com\n' a@example.org '' "$ORG"
re '*@example.net any\n' a@example.net '' 'd=example.net s=default'
re '*@example.org org\n' a@example.jp s@example.org "$ORG"
re '*@example.org org\n*@example.jp jp\n' a@example.jp s@example.org "$JP"
re '*@example.org org\n' 'a@example.com, b@example.org' '' "$ORG"
re '*@example.org org\n*@example.jp jp\n' 'b@example.jp, a@example.org' '' "$JP"
re '*@example.org org\n' 'Group: a@example.jp, b@example.org;' '' "$ORG"
re '*@example.org org\n' 'Undisclosed:;' '' '' 75
re '*@example.org org\n' '"Doe, Jane" <a@example.org>' '' "$ORG"
re '*@example.org org\n*@example.jp jp\n' '"x@example.jp" <a@example.org>' '' "$ORG"
re '*@example.org org\n*@example.jp jp\n' 'x@example.jp <a@example.org>' '' "$ORG"
re '*@example.org org\n*@example.jp jp\n' '(x@example.jp) a@example.org' '' "$ORG"
re '*@example.org org\n*@example.jp jp\n' 'a(x@example.jp)@(x)example.org (y@example.jp)' '' "$ORG"
re '*@example.org org\n*@example.jp jp\n' '=?utf-8?q?x=40example=2Ejp=2C?= <a@example.org>' '' "$ORG"
re '*@example.org org\n*@example.jp jp\n' '=?utf-8?q?x,?= y <a@example.org>' '' "$ORG"
re '*@example.org org\n*@example.jp jp\n' '<@example.jp,@example.net:a@example.org>' '' "$ORG"
re '*@example.org org\n*@example.jp jp\n' '"a@example.jp"@example.org' '' "$ORG"
re '*@example.org org\n*@example.jp jp\n' '"a\"@example.jp"@example.org' '' "$ORG"
re '*@example.org org\n' '"a b"@example.org' '' "$ORG"
re '*@example.org org\n' 'a @ example . org' '' "$ORG"
re '*@example.org org\n*@example.jp jp\n' 'a@example.jp b@example.org' '' '' 75
re '*@example.org org\n*@example.jp jp\n' 'a@example.org@example.jp' '' '' 75
re '*@example.org org\n' 'nobody' '' '' 75
re '*@example.org org\n' '' '' '' 75
re '* any\n' 'a@../../x' '' '' 75
re '* any\n' 'a@/etc' '' '' 75
re '* any\n' 'a@..' '' '' 75
re '* any\n' 'a@example.net/../example.jp' '' '' 75
re '* any\n' 'a@example.jp%2f' '' '' 75
re '* any\n' 'a@%' '' '' 75
re '* any\n' 'a@[192.0.2.1]' '' '' 75
re '* any\n' '"/../../x"@example.jp' '' 'd=example.jp s=default'
re '* any\n' 'a@jp' '' '' 75

A='a@b.example.org'
plain "* com\\na@* com\\n.example.org com\\na@.example.org com\\nb.example.org com\\n$A org\\n" "$A" '' "$ORG"
plain '* com\na@* com\n.example.org com\na@.example.org com\nb.example.org org\n' "$A" '' "$ORG"
plain '* com\na@* com\n.example.org com\na@.example.org org\n' "$A" '' "$ORG"
plain '* com\na@* com\n.org com\n.example.org com\na@.org org\n' "$A" '' "$ORG"
plain '* com\na@* com\n.org com\n.example.org org\n' "$A" '' "$ORG"
plain '* com\na@* com\n.org org\n' "$A" '' "$ORG"
plain '* com\na@* org\n' "$A" '' "$ORG"
plain '* org\n' "$A" '' "$ORG"
plain 'b@* com\n* org\n' "$A" '' "$ORG"
plain '*@example.org com\n' a@example.org '' '' 75
plain '.example.org com\nexample.org org\n' a@example.org '' "$ORG"
plain '.example.org com\n' a@example.org '' '' 75
plain 'EXAMPLE.org org\n' A@example.ORG '' "$ORG"
plain 'example.org org\nexample.org com\n' a@example.org '' "$ORG"
printf 'example.org org\n' >"$T/ST"
is 'no prefix is file:' 0 "$ORG" 'ST=$T/ST by a@example.org'

# Keys in the table itself
pem=$(awk '{ printf "%s\\n", $0 }' "$K/rsa.pem")
text=$(sed '/-----/d' "$K/rsa.pem" | tr -d '\n')
printf '%s\n' "pem example.org:default:$pem" "text example.org:default:$text" \
    "four example.org:default:$text:rsa-sha256" \
    "cut example.org:default:${text%??????????????????}" >"$T/inline"
chmod 600 "$T/inline"
for k in pem text four; do
	echo "* $k" >"$T/ST"
	is "key in the table, $k" 0 "$ORG" 'KT=$T/inline by a@example.org'
	is "key in the table, $k: passes" 0 dkim=pass 'v <$T/by.out'
done
echo '* cut' >"$T/ST"
is 'key in the table, cut off' 75 '' 'KT=$T/inline by a@example.org'
is 'key in the table, cut off: --dry-run' 65 '' \
    'dkim-sign --dry-run -K $T/inline -S refile:$T/ST <$T/m'
is 'key in the table, cut off: file and line' 0 'inline: line 4' \
    'KT=$T/inline by a@example.org 2>&1 | grep -o "inline: line 4"'
is 'key in the table, cut off: not shown' 1 '' \
    'KT=$T/inline by a@example.org 2>&1 | grep "[A-Za-z0-9+/]\{40\}"'
chmod 644 "$T/inline"; echo '* pem' >"$T/ST"
is 'key in a table that others can read' 75 '' 'KT=$T/inline by a@example.org'
is 'key in a table that others can read: --dry-run' 77 '' \
    'dkim-sign --dry-run -K $T/inline -S refile:$T/ST <$T/m'
is 'key in a table that others can read: chmod' 0 'chmod 600' \
    'KT=$T/inline by a@example.org 2>&1 | grep -o "chmod 600"'

# Lines that are wrong: named, whether this message needs them or not.
# wrong KEYTABLE SIGNINGTABLE WHERE
wrong() {
	printf '%b' "$1" >"$T/KT2"; printf '%b' "$2" >"$T/ST"
	is "tables: $3: at work" 75 '' 'KT=$T/KT2 by a@example.org'
	is "tables: $3: --dry-run" 78 '' 'dkim-sign --dry-run -K $T/KT2 -S refile:$T/ST <$T/m'
	is "tables: $3: named" 0 "$3" "KT=\$T/KT2 by a@example.org 2>&1 | grep -o '$3'"
}
good="org example.org:default:$K/t/default.private\\n"
wrong "$good\\nbad\\n" '* org\n' 'KT2: line 3'
wrong "${good}bad example.org\\n" '* org\n' 'KT2: line 2'
wrong "${good}bad example.org:default\\n" '* org\n' 'KT2: line 2'
wrong "${good}bad example.org:default:\\n" '* org\n' 'KT2: line 2'
wrong "${good}bad ::\\n" '* org\n' 'KT2: line 2'
wrong "${good}bad :default:/x\\n" '* org\n' 'KT2: line 2'
wrong "${good}bad example.org::/x\\n" '* org\n' 'KT2: line 2'
wrong "${good}bad example.org:default:/x:md5\\n" '* org\n' 'KT2: line 2'
wrong "${good}bad example.org:default:/x:rsa-sha256:\\n" '* org\n' 'KT2: line 2'
wrong "${good}bad exam/ple.org:default:/x\\n" '* org\n' 'KT2: line 2'
wrong "${good}bad example.org:a/b:/x\\n" '* org\n' 'KT2: line 2'
wrong "${good}bad example.org:default:nonsense\\n" '* org\n' 'KT2: line 2'
wrong "${good}bad example.org:default:keys/default.private\\n" '* org\n' 'KT2: line 2'
wrong "${good}" '# c\n*@example.jp\n* org\n' 'ST: line 2'
wrong "${good}" '* other\n' 'ST: line 1'
wrong "${good}" '* :x\n' 'ST: line 1'
printf '%b' "$good" >"$T/KT2"; echo '* org' >"$T/ST"
is 'tables: a missing key table' 66 '' 'dkim-sign --dry-run -K $T/none -S refile:$T/ST <$T/m'
is 'tables: a missing signing table' 66 '' 'dkim-sign --dry-run -K $T/KT2 -S refile:$T/none <$T/m'
is 'tables: a missing table at work' 75 '' 'KT=$T/none by a@example.org'
is 'tables: a folder' 75 '' 'KT=$T by a@example.org'
is 'tables: empty' 75 '' 'ST=/dev/null by a@example.org'
is 'tables: no match, --on-error pass' 0 '' \
    'dkim-sign --on-error pass -K $T/KT2 -S /dev/null <$T/m 2>/dev/null | cmp - $T/m'
is 'tables: CRLF line ends' 0 "$ORG" 'sed "s/$/\r/" <$T/KT2 >$T/KT3; printf "* org\r\n" >$T/ST; KT=$T/KT3 by a@example.org'
is 'tables: no last newline' 0 "$ORG" 'printf %s "$(cat $T/KT2)" >$T/KT3; printf "* org" >$T/ST; KT=$T/KT3 by a@example.org'
is 'tables: --dry-run names both lines' 0 'ST line 1
KT2 line 1' 'dkim-sign --dry-run -K $T/KT2 -S refile:$T/ST <$T/m 2>&1 | grep -o "[KS]T2* line 1"'

# Faults at work
is 'full' 75 '' 's <$T/m >/dev/full'
is 'full, only the field' 75 '' 's -o <$T/m >/dev/full'
is 'full, a large message' 75 '' 's <$T/large-ok >/dev/full'
is 'stdout closed' 75 '' 's <$T/m >&-'
is 'stdin closed' 75 '' 's <&-'
is 'stdin closed, --dry-run' 74 '' 's --dry-run <&-'
is 'stderr closed' 0 dkim=pass 's -v <$T/m 2>&- | v'
is 'all closed' 75 '' 's <&- >&- 2>&-'
yes 'a line of a body' | head -c 3000000 | sed '1s/^/From: a@example.org\n\n/' >"$T/3mb"
is 'the reader goes away' 0 75 '{ s <$T/3mb; echo $? >$T/status; } | head -c 10 >/dev/null; cat $T/status'
is 'TMPDIR is missing' 75 '' 'cat $T/3mb | TMPDIR=$T/none s'
is 'TMPDIR is missing, --on-error pass' 75 '' 'cat $T/3mb | TMPDIR=$T/none s --on-error pass'
is 'TMPDIR is missing, only the field is wanted' 0 '' 'cat $T/3mb | TMPDIR=$T/none s -o >$T/new; cat $T/new $T/3mb | v >/dev/null'
is 'RLIMIT_FSIZE: no room to keep it' 75 '' '(ulimit -f 100; cat $T/3mb | s)'
is 'RLIMIT_FSIZE: the output is too large' 75 '' '(ulimit -f 100; s <$T/3mb >$T/out)'
is '3 MB from a pipe' 0 dkim=pass 'mkdir $T/tmp && cat $T/3mb | TMPDIR=$T/tmp s | v; ls -A $T/tmp'
is '3 MB from a file' 0 dkim=pass 's <$T/3mb | v'
is 'output is appended to the input' 0 dkim=pass \
    'cp $T/3mb $T/self; s <$T/self >>$T/self; tail -c +$(($(wc -c <$T/3mb) + 1)) $T/self | v'

plan
