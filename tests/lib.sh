# TAP for sh.  A test file: cd to tests, read this file, checks, plan.
set -u
T=$(mktemp -d) || exit 1
trap 'rm -rf "$T"' EXIT
N=0
export T

note() {
	sed 's/^/# /'
}

# is NAME STATUS WANT COMMAND: run COMMAND in sh; compare status and stdout.
is() {
	N=$((N + 1))
	printf '%s' "$3${3:+
}" >"$T/want"
	sh -c "$4" >"$T/got" 2>"$T/err"
	got=$?
	if [ "$got" -eq "$2" ] && cmp -s "$T/want" "$T/got"; then
		echo "ok $N - $1"
		return
	fi
	echo "not ok $N - $1"
	printf '%s\n' "ran: $4" | note
	[ "$got" -eq "$2" ] || echo "# status $got, wanted $2"
	diff -u "$T/want" "$T/got" | note
	note <"$T/err"
}

plan() {
	echo "1..$N"
}
