#!/bin/sh
# mailseal(7): its examples, what it says of the tools, and that the page in
# Japanese is the same and reads well.
# shellcheck disable=SC1091,SC2016
cd "$(dirname "$0")" || exit 1
. ./lib.sh
. ./need.sh
: "${T:?}"

# make is asked here, not the make that may run this.
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES
TESTS=$PWD
PAGE=$PWD/../man1/mailseal.7
JA=$PWD/../man1/ja/mailseal.7
export TESTS PAGE JA

# The scene: mail for mx.example.com, whose tools ask a zone file.
mkdir "$T/bin" "$T/here" && cd "$T/here" || exit 1
for tool in dkim-verify spf-check dmarc-lookup; do
	cat >"$T/bin/$tool" <<-END
	#!/bin/sh
	case "\$*" in
	*-z*)	exec $(command -v "$tool") -a mx.example.com "\$@" ;;
	*)	exec $(command -v "$tool") -a mx.example.com -z "$T/zone" "\$@" ;;
	esac
	END
done
chmod 755 "$T"/bin/*

dkim-genkey -d example.jp -s mail && dkim-genkey -d lists.example.net -s l ||
    exit 1
{
	dns-record -F fqdn -k mail.private -d example.jp -s mail
	dns-record -F fqdn -k l.private -d lists.example.net -s l
	cat <<-'END'
	_dmarc.example.jp. TXT "v=DMARC1; p=reject"
	bounce.example.net. TXT "v=spf1 ip4:198.51.100.7 -all"
	lists.example.net. TXT "v=spf1 ip4:198.51.100.7 -all"
	END
} >"$T/zone"
cat >message <<'END'
From: Hanako <hanako@example.jp>
To: Taro <taro@example.com>
Subject: the timetable
Date: Sat, 21 Nov 2026 12:00:00 +0900
Message-ID: <1@example.jp>

The first train leaves at 5.
END

# came ADDRESS: standard input as it comes in from that sender.
came() {
	cat - "$T/body" <<END
Return-Path: <$1>
Received: from out.example.net (out.example.net [198.51.100.7])
	by mx.example.com (Postfix) with ESMTPS id 4Fz1qd0x0Vz1
	for <taro@example.com>; Sat, 21 Nov 2026 12:00:05 +0900 (JST)
END
}

dkim-sign -d example.jp -s mail -k mail.private <message >sent
cp sent "$T/body"
came bounces@bounce.example.net >received
{
	echo 'List-Id: <trains.lists.example.net>'
	cat sent
	echo 'sent by a mailing list'
} | dkim-sign -d lists.example.net -s l -k l.private >"$T/body"
came trains-bounces@lists.example.net >list
{
	echo 'Authentication-Results: mx.example.com; dkim=pass header.d=example.jp'
	cat message
} >"$T/body"
came bounces@bounce.example.net >forged

is 'what the page shows is what the tools say' 0 '14 examples' \
    'PATH=$T/bin:$PATH python3 "$TESTS/examples.py" "$PAGE"'

# What it says in words.

# The names behind .It in the section that tells what is signed, and the
# lines that these are continued on.
cat >listed <<'END'
sed -n '/^\.Sh WHAT IS SIGNED/,/^\.El/p' "$1" |
awk '/^\.It/ { sub(/^\.It/, ""); name = 1 }
	name { name = sub(/\\$/, ""); print }' | tr -s ' ,' '\n' | grep .
END
is 'the fields that are signed' 0 '' '
	sh listed "$PAGE" >names && test "$(wc -l <names)" -eq 20 || exit
	{
		sed "s/$/: x/" names
		printf "%s: x\n" Received Return-Path Comments Keywords \
		    Message-ID MIME-Version Content-Type Sender
	} >all
	{ cat names; echo From; } | sort >want
	dkim-sign -o -d example.jp -s mail -k mail.private <all |
	tr -d "\n\t " | sed "s/.*;h=//; s/;.*//" | tr ":" "\n" | sort |
	diff want -'
is 'with l= Content-Type is signed' 0 '' '
	printf "From: a\nContent-Type: x\n\n" |
	dkim-sign -l -o -d example.jp -s mail -k mail.private |
	tr -d "\n\t " | grep -q "h=From:From:Content-Type;"'
is 'dkim-verify before spf-check: no field is sealed' 0 'dkim=pass
dkim=fail' '
	PATH=$T/bin:$PATH
	dkim-sign -d example.jp -s mail -k mail.private \
	    -O Authentication-Results <message >sealed
	{ sed 4q received; cat sealed; } >sealed.received
	dkim-verify <sealed.received | grep -o "dkim=[a-z]*"
	spf-check -f <sealed.received | dkim-verify | grep -o "dkim=[a-z]*"'
is 'what may change, what may not' 0 'pass
pass
pass
fail
fail
pass
fail' '
	PATH=$T/bin:$PATH
	verdict() {
		dkim-verify | sed -n "s/.*dkim=\([a-z]*\).*/\1/p"
	}
	sed "s/^Subject: the /subject:  the   /" sent | verdict
	{ sed "s/5\\.\$/5.  /" sent; printf "\n\n"; } | verdict
	sed "s/\$/$(printf "\\r")/" sent | verdict
	sed "s/^Subject: /&[trains] /" sent | verdict
	sed "/^To: /d" sent | verdict
	{ echo "Subject: x"; cat sent; } | verdict
	dkim-sign -d example.jp -s mail -k mail.private -O From,Subject \
	    <message >over
	{ echo "Subject: x"; cat over; } | verdict'
is 'words of older days' 0 'dmarc=fail spf=fail dmarc=pass dmarc=pass ' '
	PATH=$T/bin:$PATH
	judge() {
		{ echo "Authentication-Results: mx.example.com; $1"; cat message; } |
		dmarc-lookup | grep -oE "dmarc=(pass|fail)|spf=[a-z]+" |
		tr "\n" " "
	}
	judge "spf=hardfail smtp.mailfrom=example.jp"
	judge "spf=pass smtp.mail=a@example.jp"
	judge "dkim=pass header.i=@example.jp"
	echo'
is 'every exit status of the tools, and no other' 0 '' '
	sed -n "/^\.Sh EXIT STATUS/,/^\.El/s/^\.It \([0-9]\)/\1/p" "$PAGE" >one
	sed -n "/^\.Sh EXIT STATUS/,/^\.El/s/^\.It \([0-9]\)/\1/p" \
	    "$TESTS"/../man1/*.1 | sort -nu >each
	test "$(wc -l <each)" -gt 9 && diff each one'

# Each page leads to it, and it is where man looks for it.
is 'all pages have it in SEE ALSO' 0 '' \
    'grep -L "^\.Xr mailseal 7" "$TESTS"/../man1/*.1; true'
is 'it is installed and taken away' 0 'man7/mailseal.7
ja/man7/mailseal.7' '
	m=$T/root/usr/share/man
	make -s -C "$TESTS/.." install DESTDIR="$T/root" PREFIX=/usr >make.out &&
	cmp "$PAGE" "$m/man7/mailseal.7" && cmp "$JA" "$m/ja/man7/mailseal.7" &&
	(cd "$m" && ls man7/mailseal.7 && ls ja/man7/mailseal.7) &&
	make -s -C "$TESTS/.." uninstall DESTDIR="$T/root" PREFIX=/usr >make.out &&
	find "$T/root" -name "*.[17]"'

# Two languages, two formatters.
is 'the same sections, lists, references and examples in Japanese' 0 '' '
	python3 "$TESTS/pages.py" skeleton "$PAGE" >en
	python3 "$TESTS/pages.py" skeleton "$JA" >ja
	test "$(wc -l <en)" -gt 200 && diff en ja'
is 'Japanese can be filled, without blanks inside' 0 '' \
    'python3 "$TESTS/pages.py" blanks "$JA"'
# fits FORMATTER COMMAND: no line of either page is too wide.
fits() {
	for page in "$PAGE" "$JA"; do
		is "$1: ${page##*man1/} fits into a terminal" 0 '' "
	$2 $page >out && test \$(wc -l <out) -gt 300 &&
	python3 \"\$TESTS/pages.py\" width <out"
	done
}
LC_ALL=C.UTF-8
export LC_ALL
if has mandoc 'command -v mandoc'; then
	fits mandoc 'mandoc -Tutf8'
fi
if has 'groff (groff-base)' 'command -v groff'; then
	fits groff 'groff -k -Tutf8 -mdoc'
	fits 'groff, as man does for Japanese' 'groff -k -Tutf8 -mdoc -mja'
fi

plan
