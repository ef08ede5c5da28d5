# shellcheck shell=sh disable=SC2154
# What is to be judged of a Maildir, a folder or an mbox, and what was: for
# audit-sent, which sets $D, the folder of its own for each, and $here.

# One line for each file: a line end in a name is \001 until it is used.
lines() {
	tr '\n\000' '\001\n'
}

unlines() {
	tr '\n\001' '\000\n'
}

# walk FOLDER OLD: $W/paths gets what is to be judged, $W/ids all that there
# is.  A message in a Maildir keeps its name, but for what is behind the
# colon, and never changes; a file elsewhere may become another message.
walk() {
	: >"$D/newer"
	if [ -d "$1/cur" ] && [ -d "$1/new" ]; then
		kind=maildir
		find "$1/new/." "$1/cur/." -type f ! -name '.*' -print0
	else
		kind=folder
		[ ! -e "$2" ] || find "$1/." -name '.?*' -prune -o -type f \
			-newer "$2" -print0 | lines >"$D/newer"
		find "$1/." -name '.?*' -prune -o -type f ! -name '[,#]*' \
			-print0
	fi >"$D/found" || return 1
	lines <"$D/found" | awk -v kind="$kind" '
	set == "old" { if (FNR > 1) old[$0]; next }
	{ sub("/[.]/", "/") }
	set == "newer" { newer[$0]; next }
	{
		id = $0
		if (kind == "maildir") {
			sub(/.*\//, "", id)
			sub(/:.*/, "", id)
		}
		print id >ids
		if (!(id in old) || $0 in newer) {
			print id >judged
			print
		}
	}' ids="$D/ids" judged="$D/judged" set=old "$D/old" \
		set=newer "$D/newer" set= - >"$D/paths"
}

# bytes FROM TO FILE
bytes() {
	tail -c +$(($1 + 1)) -- "$3" | head -c $(($2 - $1))
}

# The bytes before a place, so that an mbox that was written anew is noticed.
print_of() {
	back=$(($1 < 4096 ? $1 : 4096))
	bytes $(($1 - back)) "$1" "$2" | cksum
}

# cut WHICH FROM SIZE FILE: write messages of an mbox, and their paths.  Fails
# when not all of it could be read.
cut() {
	bytes "$2" "$3" "$4" | awk -f "$here/split.awk" asis="$1" at="$2" blank=1 \
		dir="$D/mbox" list="$D/quoted.new" sum="$D/sum" \
		set=old "$D/old" set=quoted "$D/quoted" set= - >>"$D/paths" ||
		return 1
	read -r sum end <"$D/sum"
	[ "$end" -ge "$3" ] || return 1
	written=$((written + sum))
}

# walk_mbox FILE: the same for an mbox, of which what was added is read.
walk_mbox() {
	from=0 kind=mbox written=0
	size=$(($(wc -c <"$1")))
	mkdir "$D/mbox"
	: >"$D/paths"
	: >"$D/quoted"
	: >"$D/quoted.new"
	was=$(sed -n 's/^\([0-9][0-9]*\) [0-9].*/\1/;2p' "$D/old")
	if [ -n "$was" ] && [ "$was" -le "$size" ] &&
		[ "$was $(print_of "$was" "$1")" = "$(sed -n 2p "$D/old")" ]
	then
		from=$was
	else
		: >"$D/old"
	fi
	cut 0 "$from" "$size" "$1" || return 1
	if [ -s "$D/quoted.new" ]; then
		mv "$D/quoted.new" "$D/quoted"
		cut 1 "$from" "$size" "$1" || return 1
		sort -o "$D/paths" "$D/paths"
	fi
	sed 's/.*\///' "$D/paths" >"$D/judged"
	[ "$(find "$D/mbox" -type f -exec cat {} + | wc -c)" -eq "$written" ]
}

# What was judged, as the next run wants to know it.
new_state() {
	read -r kind size <"$D/kind"
	cat "$D/head"
	if [ "$kind" != mbox ]; then
		awk 'set == "undone" { undone[$0]; next }
		set == "judged" { if (FNR in undone) again[$0]; next }
		!($0 in again)' set=undone "$D/undone" \
			set=judged "$D/judged" set= "$D/ids"
		return
	fi
	awk 'set == "undone" { undone[$0]; next }
	FNR in undone' set=undone "$D/undone" set= "$D/judged" | tr -d + |
		sort -n >"$D/again" || return 1
	at=$(head -n 1 "$D/again")
	: "${at:=$size}"
	echo "$at $(print_of "$at" "$(cat "$D/name")")"
	{
		sed 1,2d "$D/old"
		grep -v '+$' "$D/judged"
	} | awk 'set == "again" { again[$0]; next }
	$0 + 0 > at && !($0 in again)' at="$at" set=again "$D/again" set= -
}
