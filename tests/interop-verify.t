#!/bin/sh
# What the other implementations sign, dkim-verify verifies: dkimpy, Mail::DKIM
# and OpenDKIM.  data/interop has the messages, and what differs and why.
# shellcheck disable=SC1091,SC2016
cd "$(dirname "$0")" || exit 1
. ./lib.sh
. ./need.sh
. ./peers.sh
: "${T:?}"

RANDOM_MESSAGES=300

need_peers
make_keys
mkdir "$T/in" "$T/random" || exit 1
./data/interop/messages.py lines "$T/in" data/interop/*.eml
./data/interop/messages.py random "$T/random" 4871 "$RANDOM_MESSAGES"

# row IN SELECTOR CANON NAME [TAG]...: a line for peers.py; NAME tells the
# tags apart.
row() {
	file=$1 selector=$2 canon=$3
	out=${1##*/},$2,${3%/*}-${3#*/}${4:+,$4}
	shift 4
	echo "$file $T/signed/$out s=$selector c=$canon $*"
}

# options SELECTOR NAME [TAG]...: a few messages with these.
options() {
	for in in plain.lf repeated.crlf list.lf blank-lines-at-end.crlf; do
		row "$T/in/$in" "$1" simple/relaxed "$2" "$3" ${4:+"$4"}
		row "$T/in/$in" "$1" relaxed/simple "$2" "$3" ${4:+"$4"}
	done
}

for in in "$T"/in/*; do
	for canon in simple/simple simple/relaxed relaxed/simple \
	    relaxed/relaxed; do
		row "$in" rsa2048 "$canon" ''
		row "$in" ed25519 "$canon" ''
	done
done >"$T/rows"
for selector in rsa1024 rsa4096; do
	row "$T/in/plain.lf" "$selector" simple/simple ''
	row "$T/in/long-folded.crlf" "$selector" relaxed/relaxed ''
done >>"$T/rows"
for selector in rsa2048 ed25519; do
	options "$selector" i-domain i=@example.org
	options "$selector" i-address i=al@example.org
	options "$selector" i-below i=al@sub.example.org
	options "$selector" l l=all
	options "$selector" x x=3600
	options "$selector" z z=yes
	row "$T/in/like-tags.lf" "$selector" relaxed/simple z z=yes
	options "$selector" xz x=1209600 z=yes
	options "$selector" h-from h=From
	options "$selector" h-list h=To:From:Subject:Received:Comments:Date
	options "$selector" h-twice h=From:Received:Received:Subject:Subject
	options "$selector" h-missing h=From:X-None:Subject
	options "$selector" oversign h=From:From:To:To:Cc:Subject:X-None
done >>"$T/rows"
i=0
for in in "$T"/random/*.eml; do
	i=$((i + 1)) selector=rsa2048
	[ $((i % 3)) -eq 0 ] && selector=ed25519
	read -r tags <"${in%.eml}.tags"
	canon=${tags#c=}
	# shellcheck disable=SC2086
	row "$in" $selector "${canon%% *}" '' ${tags#c=* }
done >>"$T/rows"

# sign PEER: it signs what it can, in $T/PEER; what it cannot is in its results
# as unsigned.
sign() {
	mkdir "$T/$1" || exit 1
	sed "s,$T/signed/,$T/$1/," "$T/rows" >"$T/rows.all"
	fit "$1" "$T/rows.all" >"$T/rows.$1"
	case $1 in
	maildkim)	./peers.pl sign "$T/keys" "$T/rows.$1" ;;
	*)		./peers.py sign "$1" "$T/keys" "$T/rows.$1" ;;
	esac >"$T/unsigned.$1" 2>&1
	cut -d' ' -f2 "$T/rows.$1" >"$T/list.$1"
	xargs -d '\n' ls -d <"$T/list.$1" >"$T/ls.$1" 2>"$T/err"
	grep -vxFf "$T/ls.$1" "$T/list.$1" | sed 's/$/ unsigned/' \
	    >"$T/verify.$1"
	judge mailseal <"$T/ls.$1" >>"$T/verify.$1"
}

for peer in $PEERS; do
	sign "$peer"
	is "$peer: each message is judged" 0 '' \
	    "sh \"\$T/judged\" \"\$T/verify.$peer\" \"\$T/list.$peer\""
	for eml in data/interop/*.eml; do
		case=${eml##*/}
		case=${case%.eml}
		is "$peer: $case" 0 '' "sh \"\$T/odd\" verify.$peer $case"
	done
	is "$peer: $RANDOM_MESSAGES random messages" 0 '' \
	    "sh \"\$T/odd\" verify.$peer 'random.*'"
	is "$peer: what differs is still so" 0 '' \
	    "sh \"\$T/unseen\" verify.$peer"
done

# One change, and it does not pass.
for peer in $PEERS; do
	mkdir "$T/mutants.$peer" || exit 1
	grep -e /random -e ',relaxed-relaxed$' -e ',simple-simple$' \
	    "$T/ls.$peer" | xargs -d '\n' ./data/interop/messages.py mutate \
	    "$T/mutants.$peer" 4871
	ls -d "$T/mutants.$peer"/* >"$T/list.mutants.$peer"
	is "$peer: there are mutants of each kind" 0 \
	    'above below body field removed time' \
	    "sed 's/.*\.//' \"\$T/list.mutants.$peer\" | sort | uniq -c |
    awk '\$1 > 20 { print \$2 }' | paste -sd ' '"
	judge mailseal <"$T/list.mutants.$peer" >"$T/judged.$peer"
	is "$peer: each mutant is judged" 0 '' \
	    "sed 's/ .*//' \"\$T/judged.$peer\" |
    comm -3 - \"\$T/list.mutants.$peer\""
	is "$peer: no mutant passes" 1 '' "grep pass \"\$T/judged.$peer\""
done

# The keys from a DNS server.
if has_nsd; then
	make_zone
	. ./servers.sh
	start_nsd "$T/zones"
	for peer in $PEERS; do
		grep -e '/plain.lf,' -e '/long-folded.crlf,' -e '/repeated' \
		    "$T/ls.$peer" >"$T/list.dns"
		judge mailseal "$NSD_PORT" <"$T/list.dns" >"$T/dns.$peer"
		is "$peer, NSD: each message is judged" 0 '' \
		    "sed 's/ .*//' \"\$T/dns.$peer\" | comm -3 - \"\$T/list.dns\""
		is "$peer, NSD: same as with keys from a file" 0 '' \
		    "sort \"\$T/verify.$peer\" | comm -13 - \"\$T/dns.$peer\""
	done
fi

# OpenDKIM's own program.  It signs with rsa-sha1 only, which RFC 8301 section
# 3.1 forbids to accept.  (Without -C, which keeps CRLF, it leaves rubbish
# behind b=, which is no base64string of RFC 6376 section 2.10.)
if has 'opendkim-testmsg' 'command -v opendkim-testmsg'; then
	mkdir "$T/testmsg.out" || exit 1
	for eml in "$T"/in/plain.crlf "$T"/in/long-folded.crlf \
	    "$T"/in/list.crlf "$T"/in/8-bit.crlf "$T"/in/dot-lines.crlf \
	    "$T"/in/blanks-at-line-ends.crlf; do
		opendkim-testmsg -C -d example.org -s rsa2048 \
		    -k "$T/keys/rsa2048.private" <"$eml" \
		    >"$T/testmsg.out/${eml##*/}" 2>"$T/err" || note <"$T/err"
	done
	sed 's/h=sha256; //' "$T/keys.zone" >"$T/sha1.zone"
	is 'opendkim-testmsg signs: policy, for it is rsa-sha1' 0 \
	    "$(for f in "$T"/testmsg.out/*; do
		echo "${f##*/} policy (rsa-sha1 is not accepted (RFC 8301))"
	    done)" 'cd "$T/testmsg.out" &&
    dkim-verify -j -z "$T/sha1.zone" * | sed "
    s/.\"file\":\"\([^\"]*\)\".*\"result\":\"\([a-z]*\)\",\"reason\":\"\([^\"]*\)\".*/\1 \2 (\3)/"'
	is 'opendkim-testmsg signs: pass with --allow-sha1' 0 '' \
	    'cd "$T/testmsg.out" &&
    dkim-verify --allow-sha1 -z "$T/sha1.zone" * >"$T/out"'
	sed 's/game/gaME/' "$T/testmsg.out/plain.crlf" >"$T/changed"
	is 'opendkim-testmsg signs: one change' 1 '' \
	    'dkim-verify --allow-sha1 -z "$T/sha1.zone" <"$T/changed" >"$T/out"'
fi

plan
