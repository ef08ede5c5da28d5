#!/bin/sh
# Canonicalization: RFC 6376 section 3.4.  A case is three files in data/canon,
# see there; what they are not is made here from a seed.
# shellcheck disable=SC1091,SC2016
cd "$(dirname "$0")" || exit 1
. ./lib.sh
. ./need.sh
: "${T:?}"

# Each case by the state machine, by the naive reference in naive.h, in all
# two-way splits (three-way, if it is small), in random pieces, and cut at each
# l=; the last three print only differences.
for in in data/canon/*.in; do
	name=${in##*/}
	name=${name%.in}
	what=${name%%-*}
	for canon in simple relaxed; do
		is "$name, $canon" 0 '' "./canon $what $canon <$in |
    cmp - ${in%.in}.$canon"
		is "$name, $canon: the reference" 0 '' \
		    "./canon -N $what $canon <$in | cmp - ${in%.in}.$canon"
		is "$name, $canon: splits" 0 '' "./canon splits $canon <$in"
		is "$name, $canon: pieces and l=" 0 '' \
		    "./canon compare $canon <$in"
	done
done

# The limit of l= is that of the golden file.
for want in data/canon/body-*.simple data/canon/body-*.relaxed; do
	is "${want##*/}: l=" 0 '' "for l in 0 1 2 3 7 200 201; do
    ./canon -l \$l body ${want##*.} <${want%.*}.in >\"\$T/cut\"
    head -c \$l $want | cmp - \"\$T/cut\"; done"
done

# What dkim-sign hashes is the golden file, and with l=1 the start of it.
dkim-genkey -T ed25519 -D "$T" -d example.org -s s
cat >"$T/bh" <<'END'
{ printf 'From: a@example.org\n\n'; cat "$1"; } |
dkim-sign -o -d example.org -s s -k "$T/s.private" -c "simple/$2" $3 |
tr -d ' \t\r\n' | grep -o 'bh=[^;]*' | cut -d= -f2-
END
hash_of() {
	openssl dgst -sha256 -binary | base64
}
for want in data/canon/body-*.simple data/canon/body-*.relaxed; do
	bh="sh \"\$T/bh\" ${want%.*}.in ${want##*.}"
	is "${want##*/}: bh= of dkim-sign" 0 "$(hash_of <"$want")" "$bh"
	[ -s "$want" ] && is "${want##*/}: bh= of dkim-sign, l=1" 0 \
	    "$(head -c 1 "$want" | hash_of)" "$bh -l1"
done

# A large body: text with all that is special in it, the same each time.
# random SEED BYTES: words, blanks, line ends, bare CRs.
random() {
	awk -v seed="$1" -v size="$2" '
	function below(n) {
		seed = seed * 16807 % 2147483647
		return int(seed / 2147483647 * n)
	}
	BEGIN {
		while (n < size) {
			r = below(40)
			if (r < 22)
				s = substr("abcdefghijklmnopqrstuvwxyz.", below(26) + 1,
				    below(9) + 1)
			else if (r < 29)
				s = " "
			else if (r < 31)
				s = "\t"
			else if (r < 33)
				s = "  \t "
			else if (r < 35)
				s = "\n"
			else if (r < 37)
				s = "\r\n"
			else if (r < 38)
				s = "\r"
			else if (r < 39)
				s = "\r\n\n\r\n"
			else
				s = " \n\t\r\n"
			printf "%s", s
			n += length(s)
		}
	}'
}

random 6376 1048576 >"$T/large"
for canon in simple relaxed; do
	./canon -N body $canon <"$T/large" >"$T/large.$canon"
	is "1 MiB, $canon: whole" 0 '' "./canon body $canon <\"\$T/large\" |
    cmp - \"\$T/large.$canon\""
	for seed in 1 2 3 4 5 6 7 8 9 10; do
		is "1 MiB, $canon: random pieces $seed" 0 '' \
		    "./canon -r $seed body $canon <\"\$T/large\" |
    cmp - \"\$T/large.$canon\""
	done
	for at in 1 2 65535 65536 65537 524287 524288 1048575 1048576; do
		is "1 MiB, $canon: split at $at" 0 '' \
		    "./canon -s $at body $canon <\"\$T/large\" |
    cmp - \"\$T/large.$canon\""
	done
	for l in 0 1 65536 500000 1048575; do
		is "1 MiB, $canon: l=$l" 0 '' \
		    "./canon -l $l -r 7 body $canon <\"\$T/large\" >\"\$T/cut\"
    head -c $l \"\$T/large.$canon\" | cmp - \"\$T/cut\""
	done
done

# Many small ones.
for seed in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	random "$seed" "$((seed * 13))" >"$T/small"
	for canon in simple relaxed; do
		is "random $seed, $canon" 0 '' "./canon splits $canon <\"\$T/small\"
    ./canon compare $canon <\"\$T/small\""
	done
done

# dkimpy makes the same golden files, but for those that it gets wrong.
has_dkimpy && is 'dkimpy' 0 "$(cat data/canon/dkimpy)" \
    './peers.py canon data/canon/*.relaxed data/canon/*.simple'

plan
