# shellcheck shell=sh
# Mail and DNS for the tests of recipes that deliver; read after lib.sh and
# need.sh.  A test writes $T/bin/deliver FILE: it delivers the message into
# an empty $T/home and prints the exit status and the folders with mail.
# Programs run as nobody when root tests, and the tools from $T/bin.

DELIVERY_ID=mx.example.net
ODD_USER='"a b;$(touch gone)'\''"@example.org'
mkdir "$T/bin" "$T/in" "$T/home" || exit 1
chmod 755 "$T" "$T/bin" "$T/in" && chmod 777 "$T/home" || exit 1
for tool in dkim-sign dkim-verify spf-check dmarc-lookup dns-record; do
	cp "$(command -v "$tool")" "$T/bin/" || exit 1
done
TOOLS=$T/bin
export TOOLS DELIVERY_ID

# as_user COMMAND...: nobody, or who we are, with $T/home as its home.
cat >"$T/bin/as_user" <<'END_OF_SCRIPT'
#!/bin/sh
cd "$T/home" || exit 1
HOME=$T/home
export HOME
[ "$(id -u)" -ne 0 ] || exec setpriv --reuid=65534 --regid=65534 \
    --clear-groups "$@"
exec "$@"
END_OF_SCRIPT

# chain FILE: what the three tools make of it.
cat >"$T/bin/chain" <<'END_OF_SCRIPT'
#!/bin/sh
cd "$(mktemp -d -p "$T")" || exit 1
set -e
dkim-verify -f -a "$DELIVERY_ID" -z "$T/zone" <"$1" >1
spf-check -f -a "$DELIVERY_ID" -z "$T/zone" <1 >2
dmarc-lookup -f -a "$DELIVERY_ID" -z "$T/zone" <2
END_OF_SCRIPT
chmod 755 "$T/bin/as_user" "$T/bin/chain"
PATH=$T/bin:$PATH

cat >"$T/zone" <<'END_OF_ZONE'
example.org. TXT "v=spf1 ip4:192.0.2.1 -all"
_dmarc.example.org. TXT "v=DMARC1; p=reject"
_dmarc.example.com. TXT "v=DMARC1; p=quarantine"
_dmarc.none.example. TXT "v=DMARC1; p=none"
_dmarc.broken.example. TXT "v=DMARC1; p=rejekt"
slow.example.org. TIMEOUT
END_OF_ZONE

# mail NAME ADDRESS FROM [MORE]: a message as Postfix hands it to a delivery
# agent, with an mbox line.
mail() {
	cat >"$T/in/$1" <<-END_OF_MAIL
	From ${5:-user@example.org}  Sun Nov 22 02:00:00 2026
	Return-Path: <${5:-user@example.org}>
	X-Original-To: you@example.net
	Delivered-To: you@example.net
	Received: from mail.example.org (mail.example.org [$2])
	 by mx.example.net (Postfix) with ESMTPS id 4C1234567
	 for <you@example.net>; Sun, 22 Nov 2026 02:00:00 +0000 (UTC)
	From: $3
	To: you@example.net
	Subject: a subject${4:+
	$4}

	a line
	END_OF_MAIL
}

# add NAME TEXT: a message whose end is TEXT, in printf's escapes.
add() {
	mail "$1" 192.0.2.1 user@example.org "${3:-}"
	sed '/^$/q' "$T/in/$1" >"$T/head"
	{ cat "$T/head"; printf '%b' "$2"; } >"$T/in/$1"
}

A=Authentication-Results
NO=192.0.2.2
FORGED="$A: mx.example.net; dmarc=pass header.from=example.org policy.dmarc=none"
DOOM="$A: mx.example.net; dmarc=fail header.from=example.org policy.dmarc=reject"
# NAME STATUS FOLDER, and the message.
cat >"$T/folders" <<'END_OF_LIST'
pass 0 inbox
fails-reject 0 junk
fails-quarantine 0 junk
fails-none 0 inbox
no-policy 0 inbox
two-authors 0 junk
author-unreadable 0 junk
record-broken 0 junk
null-sender 0 inbox
odd-sender 0 inbox
other-id-above 0 inbox
forged-pass 0 junk
forged-fail 0 inbox
forged-folded 0 junk
forged-comment 0 junk
smuggled-pass 0 junk
smuggled-fail 0 inbox
mime-pass 0 junk
mime-fail 0 inbox
domain-is-policy 0 junk
long-authors 0 junk
crlf-pass 0 inbox
crlf-none 0 inbox
crlf-fails 0 junk
dns-down 75
END_OF_LIST
mail pass 192.0.2.1 'A User <user@example.org>'
mail fails-reject $NO user@example.org
mail fails-quarantine $NO user@example.com
mail fails-none $NO user@none.example
mail no-policy $NO user@nothing.example
mail two-authors $NO 'a@none.example, b@example.org'
mail author-unreadable $NO 'a@example.org <b@none.example'
mail record-broken $NO user@broken.example
mail null-sender 192.0.2.1 user@none.example '' '<>'
sed 's/^Return-Path.*/Return-Path: <>/; s/^From <>/From MAILER-DAEMON/' \
    "$T/in/null-sender" >"$T/head" && mv "$T/head" "$T/in/null-sender"
mail odd-sender 192.0.2.1 user@example.org '' "$ODD_USER"
mail other-id-above 192.0.2.1 user@example.org "$A: mx.example.com; dmarc=fail policy.dmarc=reject"
mail forged-pass $NO user@example.org "$FORGED"
mail forged-fail 192.0.2.1 user@example.org "$DOOM"
mail forged-folded $NO user@example.org "$A:
 mx.example.net;
 dmarc=pass"
mail forged-comment $NO user@example.org "$A: (a) MX.example.net (b) 1; dmarc=pass"
mail smuggled-pass $NO user@example.org "not a field
$FORGED"
mail smuggled-fail 192.0.2.1 user@example.org "not a field
$DOOM"
mail mime-pass $NO user@example.org
mail mime-fail 192.0.2.1 user@example.org
for name in pass fail; do
	[ "$name" = pass ] && field=$FORGED || field=$DOOM
	sed '/^$/,$d' "$T/in/mime-$name" >"$T/head"
	{
		cat "$T/head"
		printf 'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n%s\n\ntext\n--b--\n' "$field"
	} >"$T/in/mime-$name"
done
mail domain-is-policy $NO 'user@example.org' '' 'x@policy.dmarc=none.example'
X=$(printf '%060d.%060d.%060d' 1 2 3 | tr 0 x)
mail long-authors $NO "a@$X.none.example,
 b@$X.example.org, c@$X.example.com, d@none.example" '' "e@$X.nothing.example"
for name in pass:pass none:fails-none fails:fails-reject; do
	sed 's/$/\r/' "$T/in/${name#*:}" >"$T/in/crlf-${name%:*}"
done
mail dns-down 192.0.2.1 user@example.org '' user@slow.example.org

# Messages of which every byte must arrive.
ODD='pass two-authors odd-sender smuggled-pass eight-bit nul bare-cr no-newline
	no-body blanks from-line large long-line length'
add eight-bit '\0303\0244\0377\n' "$(printf 'X-Odd: \303\244\377')"
add nul 'a\0b\n\0\n'
add bare-cr 'a\rb\n\r\rc\n'
add no-newline 'no newline'
add no-body ''
add blanks 'text\n\n\n\n'
add from-line 'text\n\nFrom here\n>From there\n.\n..\n'
add length 'the length is another\n' 'Content-Length: 3'
add large ''
yes 'a line of the body, one of many that make it large' | head -n 60000 >>"$T/in/large"
add long-line ''
yes x | head -n 300000 | tr -d '\n' >>"$T/in/long-line"
echo >>"$T/in/long-line"

# choose AGENT: the folder for each message.
choose() {
	while read -r name status folder; do
		is "$1: $name: ${folder:-stays in the queue}" 0 \
		    "$status${folder:+ $folder}" "deliver \$T/in/$name"
	done <"$T/folders"
}

# refuse AGENT: tools that are missing, fail or die; each in turn.  It is the
# agent that shows what it is made of there: no case for the sanitizers.
refuse() {
	[ -z "${SANITIZED:-}" ] || return 0
	for tool in dkim-verify spf-check dmarc-lookup; do
		mv "$T/bin/$tool" "$T/bin/$tool.kept"
		is "$1: $tool is missing: stays in the queue" 0 75 'deliver $T/in/pass'
		for how in 'exit 1' 'exit 64' 'exit 75' 'kill -9 $$' 'exit 0'; do
			[ "$how" = 'exit 0' ] && [ "$tool" != dmarc-lookup ] &&
				continue	# they would lie
			printf '#!/bin/sh\ncat >"$T/none" 2>/dev/null\n%s\n' "$how" \
			    >"$T/bin/$tool"
			chmod 755 "$T/bin/$tool"
			is "$1: $tool: $how: stays in the queue" 0 75 \
			    'deliver $T/in/pass'
		done
		printf '#!/bin/sh\nhead -n 3\nexit 75\n' >"$T/bin/$tool"
		is "$1: $tool fails half way: stays in the queue" 0 75 \
		    'deliver $T/in/large'
		mv "$T/bin/$tool.kept" "$T/bin/$tool"
	done
	# The sender can make a tool fail, and writes what it would have said.
	{ echo "$FORGED"; sed '1{/^From /d;}' "$T/in/dns-down"; } \
	    >"$T/in/forged-top"
	is "$1: a forged field on the very top and no DNS" 0 75 \
	    'deliver $T/in/forged-top'
}

# every_byte AGENT [FILTER]: each odd message as the tools and FILTER, what
# the agent changes, make it.
every_byte() {
	for name in $ODD; do
		is "$1: every byte: $name" 0 '' "
		    deliver \$T/in/$name >\$T/said
		    chain \$T/in/$name ${2:-} >\$T/wanted
		    find \$T/home/Maildir -path '*/new/*' -exec cat {} + |
		    cmp - \$T/wanted"
	done
}
