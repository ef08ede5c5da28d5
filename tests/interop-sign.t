#!/bin/sh
# What dkim-sign signs, the other implementations verify: dkimpy, Mail::DKIM
# and OpenDKIM.  data/interop has the messages, and what differs and why.
# shellcheck disable=SC1091,SC2016
cd "$(dirname "$0")" || exit 1
. ./lib.sh
. ./need.sh
. ./peers.sh
: "${T:?}"

RANDOM_MESSAGES=300
[ -n "${SANITIZED:-}" ] && RANDOM_MESSAGES=60

need_peers
make_keys
mkdir "$T/in" "$T/out" "$T/random" "$T/mutants" || exit 1
./data/interop/messages.py lines "$T/in" data/interop/*.eml
./data/interop/messages.py random "$T/random" 6376 "$RANDOM_MESSAGES"

# sign IN SELECTOR CANON NAME [OPTION]...: NAME tells the options apart.
sign() {
	file=$1 selector=$2 canon=$3
	out=${1##*/},$2,${3%/*}-${3#*/}${4:+,$4}
	shift 4
	dkim-sign -d example.org -s "$selector" \
	    -k "$T/keys/$selector.private" -c "$canon" "$@" \
	    <"$file" >"$T/out/$out" 2>>"$T/errors" ||
	    echo "$out" >>"$T/errors"
}

: >"$T/errors"
for in in "$T"/in/*; do
	for canon in simple/simple simple/relaxed relaxed/simple \
	    relaxed/relaxed; do
		sign "$in" rsa2048 "$canon" ''
		case $in in
		*.lf)	sign "$in" ed25519 "$canon" '' ;;
		esac
	done
done
for in in "$T/in/plain.lf" "$T/in/long-folded.crlf"; do
	for selector in rsa1024 rsa4096; do
		for canon in simple/simple relaxed/relaxed; do
			sign "$in" "$selector" "$canon" ''
		done
	done
done

# options NAME [OPTION]...: a few messages with these.
options() {
	for in in plain.lf repeated.crlf list.lf blank-lines-at-end.crlf; do
		sign "$T/in/$in" rsa2048 simple/relaxed "$@"
		sign "$T/in/$in" ed25519 relaxed/simple "$@"
	done
}

options i-domain -i @example.org
options i-address -i al@example.org
options i-quoted -i '"a; b|c=d"@sub.Example.org'
options l -l
options l-0 -l0
options l-1 -l1
options l-3 -l3
options t -t 1234567890
options t-1 -t 1
options x -x 14d
options z -C
sign "$T/in/like-tags.lf" rsa2048 simple/relaxed z -C
sign "$T/in/like-tags.crlf" ed25519 relaxed/simple z -C
options ixlz -i al@sub.example.org -x 1w -l -C
options h-from -h from
options h-list -h To:From:sUBJECT:Received:comments:Message-ID
options h-missing -h from:x-none:subject
options oversign -O from:to:subject:date:cc:received:x-none
options oversign-none -O ''
for in in plain.lf repeated.crlf; do
	sign "$T/in/$in" rsa2048 relaxed/relaxed and-ed25519 \
	    -s ed25519 -k "$T/keys/ed25519.private"
	sign "$T/in/$in" ed25519 simple/simple and-rsa1024 \
	    -s rsa1024 -k "$T/keys/rsa1024.private"
done

# Tags as options, for the random messages.
i=0
for in in "$T"/random/*.eml; do
	read -r tags <"${in%.eml}.tags"
	i=$((i + 1)) canon='' selector=rsa2048
	[ $((i % 3)) -eq 0 ] && selector=ed25519
	set --
	for tag in $tags; do
		case $tag in
		c=*)	canon=${tag#c=} ;;
		l=*)	set -- "$@" -l ;;
		z=*)	set -- "$@" -C ;;
		*)	set -- "$@" "-${tag%%=*}" "${tag#*=}" ;;
		esac
	done
	sign "$in" "$selector" "$canon" '' "$@"
done

is 'all messages are signed' 0 '' 'cat "$T/errors"'
ls -d "$T"/out/* >"$T/list"

for peer in mailseal $PEERS; do
	fit "$peer" "$T/list" >"$T/list.$peer"
	judge "$peer" <"$T/list.$peer" >"$T/sign.$peer"
	is "$peer: each message is judged" 0 '' \
	    "sh \"\$T/judged\" \"\$T/sign.$peer\" \"\$T/list.$peer\""
	for eml in data/interop/*.eml; do
		case=${eml##*/}
		case=${case%.eml}
		is "$peer: $case" 0 '' "sh \"\$T/odd\" sign.$peer $case"
	done
	is "$peer: $RANDOM_MESSAGES random messages" 0 '' \
	    "sh \"\$T/odd\" sign.$peer 'random.*'"
	is "$peer: what differs is still so" 0 '' \
	    "sh \"\$T/unseen\" sign.$peer"
done

# One change, and no one says pass.
grep -e /random -e ',relaxed-relaxed$' -e ',simple-simple$' "$T/list" |
    grep -v ,and- | xargs -d '\n' ./data/interop/messages.py mutate \
    "$T/mutants" 6376
ls -d "$T"/mutants/* >"$T/list.mutants"
is 'there are mutants of each kind' 0 'above below body field removed time' \
    'sed "s/.*\.//" "$T/list.mutants" | sort | uniq -c |
    awk "\$1 > 90 { print \$2 }" | paste -sd " "'
for peer in mailseal $PEERS; do
	fit "$peer" "$T/list.mutants" >"$T/list.$peer"
	judge "$peer" <"$T/list.$peer" >"$T/mutants.$peer"
	is "$peer: each mutant is judged" 0 '' \
	    "sh \"\$T/judged\" \"\$T/mutants.$peer\" \"\$T/list.$peer\""
	is "$peer: no mutant passes" 1 '' "grep pass \"\$T/mutants.$peer\""
done

# The keys from a DNS server.
if has_nsd; then
	make_zone
	. ./servers.sh
	start_nsd "$T/zones"
	grep -e '/plain.lf,' -e '/long-folded.crlf,' -e '/repeated' "$T/list" \
	    >"$T/list.dns"
	for peer in mailseal $PEERS; do
		# libopendkim asks port 53 only: below.
		[ "$peer" = opendkim ] && continue
		fit "$peer" "$T/list.dns" >"$T/list.$peer"
		judge "$peer" "$NSD_PORT" <"$T/list.$peer" >"$T/dns.$peer"
		is "$peer, NSD: each message is judged" 0 '' \
		    "sh \"\$T/judged\" \"\$T/dns.$peer\" \"\$T/list.$peer\""
		is "$peer, NSD: same as with keys from a file" 0 '' \
		    "sort \"\$T/sign.$peer\" | comm -13 - \"\$T/dns.$peer\""
	done
fi

# OpenDKIM's own program, with a DNS server at port 53 of a loopback of its
# own.
if has_nsd && has_testmsg; then
	grep -e '/plain' -e '/8-bit' -e '/dot-lines' "$T/list" |
	    grep -v ',t-1$' >"$T/list.testmsg"
	is 'opendkim-testmsg, NSD: it verifies' 0 \
	    "$(sed 's/$/ pass/' "$T/list.testmsg")" \
	    'unshare -rmn sh "$T/testmsg" "$T/zones" <"$T/list.testmsg"'
	grep -e '/plain.*\.field$' -e '/plain.*\.body$' "$T/list.mutants" \
	    >"$T/list.testmsg"
	is 'opendkim-testmsg, NSD: mutants do not' 0 \
	    "$(sed 's/$/ fail/' "$T/list.testmsg")" \
	    'unshare -rmn sh "$T/testmsg" "$T/zones" <"$T/list.testmsg"'
fi

plan
