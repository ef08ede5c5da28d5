# shellcheck shell=sh
# What a test needs and cannot find fails it where CI=true, else it is
# skipped; read after lib.sh.

# need WHAT COMMAND: all of the test needs what COMMAND finds.
need() {
	sh -c "$2" >/dev/null 2>&1 && return
	if [ "${CI:-}" = true ]; then
		echo "not ok 1 - needs $1"
		echo '1..1'
		exit 1
	fi
	echo "1..0 # SKIP needs $1"
	exit 0
}

# has WHAT COMMAND: one check needs it; false, after a line, when it is not
# there.
has() {
	sh -c "$2" >/dev/null 2>&1 && return
	N=$((N + 1))
	if [ "${CI:-}" = true ]; then
		echo "not ok $N - needs $1"
	else
		echo "ok $N # SKIP needs $1"
	fi
	return 1
}

# needs TOOL NAME STATUS WANT COMMAND: as is, if there is such a tool.
needs() {
	tool=$1
	shift
	if command -v "$tool" >/dev/null; then
		is "$@"
		return
	fi
	N=$((N + 1))
	if [ "${CI:-}" = true ]; then
		echo "not ok $N - $1: $tool is missing"
	else
		echo "ok $N - $1 # skip $tool is missing"
	fi
}

# as_root NAME STATUS WANT COMMAND: only root can set this scene.
as_root() {
	if [ "$(id -u)" -eq 0 ]; then
		needs setpriv "$@"
	else
		N=$((N + 1))
		echo "ok $N - $1 # skip not root"
	fi
}

# may_unshare OPTION: may this process have name spaces of its own?  Where
# the place forbids it (in a chroot, for one) a check is skipped, CI or not;
# only a missing program is a fault.
may_unshare() {
	if ! command -v unshare >/dev/null; then
		has 'unshare (util-linux)' false
		return 1
	fi
	unshare "$1" true 2>/dev/null && return
	N=$((N + 1))
	echo "ok $N # SKIP no name spaces may be made here"
	return 1
}

# also PEER COMMAND: the checks that the command prints become ours.
also() {
	sh -c "$2" >"$T/$1.tap" 2>"$T/$1.err"
	if ! grep -q '^1\.\.' "$T/$1.tap"; then
		N=$((N + 1))
		echo "not ok $N - $1: no answer"
		note <"$T/$1.err"
	fi
	while IFS= read -r line; do
		case $line in
		1..*)	;;
		'ok '* | 'not ok '*)
			N=$((N + 1))
			printf '%s %d - %s\n' "${line%% [0-9]*}" "$N" \
			    "${line#* - }"
			;;
		*)	printf '%s\n' "$line" ;;
		esac
	done <"$T/$1.tap"
}

# The other implementations, in Debian's packages.
has_dkimpy() {
	has 'dkimpy (python3-dkim, python3-nacl)' \
	    '/usr/bin/python3 -c "import dkim, nacl"'
}

has_opendkim() {
	has 'OpenDKIM (opendkim-tools)' \
	    'opendkim-testmsg </dev/null; test $? -ne 127 &&
	    /usr/bin/python3 -c "import ctypes; ctypes.CDLL(\"libopendkim.so.11\")"'
}

has_maildkim() {
	has 'Mail::DKIM (libmail-dkim-perl)' 'perl -MMail::DKIM::Verifier -e 0'
}

has_maildmarc() {
	has 'Mail::DMARC (libmail-dmarc-perl)' \
	    'perl -MMail::DMARC::PurePerl -e 0'
}

has_opendmarc() {
	has 'libopendmarc (libopendmarc2)' \
	    '/usr/bin/python3 -c "import ctypes; ctypes.CDLL(\"libopendmarc.so.2\")"'
}
