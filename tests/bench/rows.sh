# shellcheck shell=sh
# Rows of a table that are measured in turn; read by run and dns, which have
# $B, a folder of their own, and $quick and $tsv.
: "${B:?}"

# add NAME INPUT OUTPUT COMMAND...: one row, if there is such a command.
add() {
	name=$1 in=$2 out=$3
	shift 3
	command -v "$1" >"$B/log" || return 0
	printf '%s\t%s\t%s\t%s\n' "$name" "$in" "$out" "$*" >>"$B/rows"
}
# measure ROUNDS TITLE: the rows that were added.
measure() {
	rounds=$1
	[ -z "$quick" ] || rounds=$(((rounds + 9) / 10))
	printf '\n%s (%d rounds)\n' "$2" "$rounds"
	"$B/rounds" "$rounds" <"$B/rows" >"$B/result"
	rm "$B/rows"
	awk -F'\t' '
		BEGIN {
			printf "%-34s %9s %9s %9s %9s %8s %6s\n", "", "wall ms",
			    "least", "CPU ms", "least", "KiB", "ratio"
		}
		NR == 1 { ours = $4 }
		{
			ratio = $4 > 0 ? $4 / ours : 0
			printf "%-34s %9.2f %9.2f %9.2f %9.2f %8d %6.2f\n", $1,
			    $2, $3, $4, $5, $6, ratio
		}' "$B/result"
	[ -z "$tsv" ] || sed "s/^/$2	/" "$B/result" >>"$tsv"
}
