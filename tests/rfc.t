#!/bin/sh
# The RFCs' own examples: RFC 6376 sections 3.4.3 to 3.4.5, appendices A and
# C, with errata 3192 and 4926; RFC 8463 appendix A.
# shellcheck disable=SC1091,SC2016
cd "$(dirname "$0")" || exit 1
. ./lib.sh
. ./need.sh

D=data/rfc
cp $D/*.private "$T" && chmod 600 "$T"/*.private
export D

# The verdict, and the reason if there is one, of each signature.
cat >"$T/judge" <<'END'
dkim-verify -a mx.example.org -j -z data/rfc/keys.zone "$@" |
grep -o '"result":"[a-z]*"\(,"reason":"[^"]*"\)*' |
sed 's/"result":"\([a-z]*\)"/\1/; s/,"reason":"\(.*\)"/: \1/'
END
chmod +x "$T/judge"

BODY='body hash did not verify'
SIGNATURE='signature did not verify'

is 'RFC 6376 A.2 as in the errata, CRLF' 0 pass \
    '"$T/judge" <$D/rfc6376-a2.in'
is 'RFC 6376 A.2 as in the errata, LF' 0 pass \
    'tr -d "\r" <$D/rfc6376-a2.in | "$T/judge"'
is 'RFC 6376 A.2: exit 0' 0 '' \
    'dkim-verify -z $D/keys.zone <$D/rfc6376-a2.in >"$T/out"'
is 'RFC 6376 A.2 without erratum 3192' 0 "fail: $BODY" \
    'sed "s/game\. /&&/; s/game\. game\. /game.  /" $D/rfc6376-a2.in |
    "$T/judge"'
is 'RFC 6376 A.2 without erratum 4926' 0 "fail: $SIGNATURE" \
    'sed "s/^      /     /" $D/rfc6376-a2.in | "$T/judge"'
is 'RFC 6376 A.2: the body has one space more' 0 "fail: $BODY" \
    'sed "s/^Joe\./Joe. /" $D/rfc6376-a2.in | "$T/judge"'
is 'RFC 6376 A.2: empty lines behind the body' 0 pass \
    '{ cat $D/rfc6376-a2.in; printf "\r\n\n\r\n"; } | "$T/judge"'
is 'RFC 6376 A.2: the other key' 1 '' \
    'sed s/brisbane/test/ $D/keys.zone >"$T/zone"
    dkim-verify -z "$T/zone" <$D/rfc6376-a2.in >"$T/out"'

is 'RFC 8463 A.3, CRLF' 0 'pass
pass' '"$T/judge" <$D/rfc8463-a3.in'
is 'RFC 8463 A.3, LF' 0 'pass
pass' 'tr -d "\r" <$D/rfc8463-a3.in | "$T/judge"'
is 'RFC 8463 A.3, as a file' 0 'pass
pass' '"$T/judge" $D/rfc8463-a3.in'

# The first signature is lines 1 to 7, the second lines 8 to 15.
is 'RFC 8463 A.3: the lines are those' 0 'DKIM-Signature
DKIM-Signature
From' 'sed -n "1p;8p;16p" $D/rfc8463-a3.in | cut -d: -f1'
is 'RFC 8463 A.3: only Ed25519' 0 pass \
    'sed 8,15d $D/rfc8463-a3.in | "$T/judge"'
is 'RFC 8463 A.3: only RSA' 0 pass 'sed 1,7d $D/rfc8463-a3.in | "$T/judge"'
is 'RFC 8463 A.3: the other way round' 0 'pass
pass' '{ sed -n 8,15p $D/rfc8463-a3.in; sed 8,15d $D/rfc8463-a3.in; } |
    "$T/judge"'
is 'RFC 8463 A.3: a byte of the body' 0 "fail: $BODY
fail: $BODY" 'sed s/hungry/hungrY/ $D/rfc8463-a3.in | "$T/judge"'
for name in From To Subject Date Message-ID; do
	is "RFC 8463 A.3: a byte of $name" 0 "fail: $SIGNATURE
fail: $SIGNATURE" "sed '/^$name:/s/: ./: x/' \$D/rfc8463-a3.in | \"\$T/judge\""
	# Its h= has these two once only, the others once more than they are there.
	case $name in
	To|Message-ID)	want='pass
pass' ;;
	*)		want="fail: $SIGNATURE
fail: $SIGNATURE" ;;
	esac
	is "RFC 8463 A.3: one more $name" 0 "$want" "{ echo '$name: x@example.com'; cat \$D/rfc8463-a3.in; } |
    \"\$T/judge\""
done
is 'RFC 8463 A.3: a field that is not signed' 0 'pass
pass' '{ echo "X-Other: x"; cat $D/rfc8463-a3.in; } | "$T/judge"'
is 'RFC 8463 A.3: both wrong' 0 "fail: $BODY, $SIGNATURE
fail: $BODY, $SIGNATURE" \
    'sed "s/hungry/hungrY/; s/dinner/Dinner/" $D/rfc8463-a3.in | "$T/judge"'
is 'RFC 8463 A.3: a byte of b=' 0 "fail: $SIGNATURE
pass" 'sed "s/b=.gCri/b=\/gCrj/" $D/rfc8463-a3.in | "$T/judge"'
is 'RFC 8463 A.3: a byte of t=' 0 "fail: $SIGNATURE
fail: $SIGNATURE" 'sed s/t=1528637909/t=1528637908/ $D/rfc8463-a3.in |
    "$T/judge"'
is 'RFC 8463 A.3: tabs, folds and trailing blanks' 0 'pass
pass' 'sed "s/Is dinner/Is\t \r\n\t  dinner/; s/Joe\./&\t /; s/Are/ \t&/" \
    $D/rfc8463-a3.in | "$T/judge"'

# What we sign with the keys of appendix A.1, the others verify.
sed 1,15d $D/rfc8463-a3.in >"$T/message"
dkim-sign -d football.example.com -s brisbane \
    -k "$T/rfc8463-a1-ed25519.private" -s test \
    -k "$T/rfc8463-a1-rsa.private" -t 1528637909 \
    -h 'from:to:subject:date:message-id' \
    <"$T/message" >"$T/signed" 2>"$T/err" || note <"$T/err"
is 'RFC 8463: we sign and verify' 0 'pass
pass' '"$T/judge" <"$T/signed"'
has_dkimpy && is 'RFC 8463: we sign, dkimpy verifies' 0 'pass pass' \
    './peers.py verify dkimpy $D/keys.txt "$T/signed" | cut -d" " -f2-'
has_opendkim && is 'RFC 8463: we sign, OpenDKIM verifies' 0 'pass pass' \
    './peers.py verify opendkim $D/keys.txt "$T/signed" | cut -d" " -f2-'
has_maildkim && is 'RFC 8463: we sign, Mail::DKIM verifies the RSA' 0 pass \
    'sed "0,/^DKIM/{/^DKIM/d}" "$T/signed" |
    sed -n "/^DKIM/,\$p" >"$T/rsa"
    ./peers.pl verify $D/keys.txt "$T/rsa" | cut -d" " -f2-'
is 'RFC 8463: bh= is that of the RFC' 0 \
    '2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=
2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=' \
    'grep -o "bh=[^;]*" "$T/signed" | cut -d= -f2-'

# Sections 3.4.3 and 3.4.4: the hash of an empty body.
cat >"$T/bh" <<'END'
dkim-sign -o -d example.com -s s -k "$T/rfc6376-c.private" -c "relaxed/$1" |
tr -d ' \t\r\n' | grep -o 'bh=[^;]*'
END
chmod +x "$T/bh"
SIMPLE=bh=frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=
RELAXED=bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=
for canon in simple relaxed; do
	[ $canon = simple ] && want=$SIMPLE || want=$RELAXED
	is "empty body, $canon" 0 "$want" \
	    "printf 'From: a@example.com\r\n\r\n' | \"\$T/bh\" $canon"
	is "no body, no empty line, $canon" 0 "$want" \
	    "printf 'From: a@example.com\r\n' | \"\$T/bh\" $canon"
	is "no body, no line end, $canon" 0 "$want" \
	    "printf 'From: a@example.com' | \"\$T/bh\" $canon"
	is "a body of empty lines, $canon" 0 "$want" \
	    "printf 'From: a@example.com\n\n\n\r\n\n' | \"\$T/bh\" $canon"
done
is 'a body of blanks, relaxed' 0 $RELAXED \
    'printf "From: a@example.com\n\n \n\t\t\n " | "$T/bh" relaxed'

# Section 3.4.5, examples 1 to 3 (the third is the header of the first and the
# body of the second).
printf 'A: X\r\nB : Y\t\r\n\tZ  \r\n\r\n' >"$T/header"
printf ' C \r\nD \t E\r\n\r\n\r\n' >"$T/body"
is 'RFC 6376 3.4.5, example 1, header' 0 "$(printf 'a:X\r\nb:Y Z\r')" \
    './canon header relaxed <"$T/header"'
is 'RFC 6376 3.4.5, example 1, body' 0 "$(printf ' C\r\nD E\r')" \
    './canon body relaxed <"$T/body"'
is 'RFC 6376 3.4.5, example 2, header' 0 \
    "$(printf 'A: X\r\nB : Y\t\r\n\tZ  \r')" './canon header simple <"$T/header"'
is 'RFC 6376 3.4.5, example 2, body' 0 "$(printf ' C \r\nD \t E\r')" \
    './canon body simple <"$T/body"'

plan
