# shellcheck shell=sh
# shellcheck disable=SC2016
# For the tests against other implementations; read after lib.sh and need.sh.
: "${T:?}"

PEERS=
/usr/bin/python3 -c 'import dkim, nacl' 2>"$T/err" && PEERS="$PEERS dkimpy"
/usr/bin/python3 -c 'import ctypes; ctypes.CDLL("libopendkim.so.11")' \
    2>"$T/err" && PEERS="$PEERS opendkim"
perl -MMail::DKIM::Verifier -e 0 2>"$T/err" && PEERS="$PEERS maildkim"

# There are none to talk to, or CI wants all.
need_peers() {
	need 'another implementation of DKIM' "test -n '$PEERS'"
	has_dkimpy
	has_opendkim
	has_maildkim
}

# Keys of example.org in $T/keys: SELECTOR.private, keys.txt for the others
# and keys.zone for us.
make_keys() {
	mkdir "$T/keys" || exit 1
	for s in rsa1024 rsa2048 rsa4096 ed25519; do
		case $s in
		rsa*)	set -- -b "${s#rsa}" ;;
		*)	set -- -T ed25519 ;;
		esac
		dkim-genkey -D "$T/keys" -d example.org -s "$s" "$@"
		printf '%s._domainkey.example.org ' "$s"
		dns-record -F plain -k "$T/keys/$s.private"
	done >"$T/keys.txt"
	{ echo '$ORIGIN example.org.'; cat "$T"/keys/*.txt; } >"$T/keys.zone"
}

# judge PEER|mailseal [PORT]: read names of files, print each with its verdicts,
# pass or something else.  The keys are in those files, or in DNS at the port.
judge() {
	case $1 in
	mailseal)
		if [ $# -gt 1 ]; then
			set -- -n "127.0.0.1:$2"
		else
			set -- -z "$T/keys.zone"
		fi
		xargs -d '\n' dkim-verify -a x -j -l "$@" |
		    sed 's/^{"file":"\([^"]*\)".*"results":\[/\1/
			s/{"method":"dkim","result":"\([a-z]*\)"[^}]*},*/ \1/g
			s/\].*$//' ;;
	maildkim)
		./peers.pl verify "${2:-$T/keys.txt}" ;;
	*)	./peers.py verify "$1" "${2:-$T/keys.txt}" ;;
	esac
}

# make_zone: the keys as a zone for NSD, in $T/zones.
make_zone() {
	mkdir "$T/zones" || exit 1
	{
		printf '$TTL 60\n@ IN SOA ns.example.org. x.example.org. 1 1 1 1 1\n'
		printf '@ IN NS ns\nns IN A 127.0.0.1\n'
		cat "$T"/keys/*.txt
	} >"$T/zones/example.org.zone"
}

# What is known to differ: a regular expression on lines "DIRECTION PEER FILE
# VERDICTS", with the reason above it.
grep -v -e '^#' -e '^$' data/interop/differences >"$T/known"

# odd RESULTS CASE: lines of that case that are not pass all along, and that
# are not known.  RESULTS is DIRECTION.PEER in $T.
cat >"$T/odd" <<'END'
grep "/$2[.,]" "$T/$1" | grep -vE '^[^ ]+( pass)+$' |
sed "s,^$T/[^/]*/,$(echo "$1" | tr . ' ') ," | grep -vEf "$T/known"
:
END

# unseen RESULTS: which known differences are not seen?
cat >"$T/unseen" <<'END'
sed "s,^$T/[^/]*/,$(echo "$1" | tr . ' ') ," "$T/$1" >"$T/all"
grep -E "^\^(${1%.*}|\(sign\|verify\)) ${1#*.} " "$T/known" |
while read -r line; do
	grep -qE -e "$line" "$T/all" || echo "$line"
done
END

# fit PEER LIST: what it can be asked about; Mail::DKIM has no Ed25519.
fit() {
	case $1 in
	maildkim)	grep -v ed25519 "$2" ;;
	*)		cat "$2" ;;
	esac
}

# judged RESULTS LIST: which files of LIST have no line there, or the other
# way round?
cat >"$T/judged" <<'END'
sed 's/ .*//' "$1" | sort >"$T/seen"
sort "$2" | comm -3 - "$T/seen"
END

has_nsd() {
	has 'NSD (nsd)' 'nsd -v 2>&1 | grep -q NSD'
}

# testmsg ZONES: read names of files, print each with pass or fail, as
# opendkim-testmsg says.  It asks the first server of resolv.conf; to be run
# by unshare -rmn, where that is an NSD on a loopback that nobody else sees.
cat >"$T/testmsg" <<'END'
zones=$1
. ./lib.sh
: "${T:?}"
. ./servers.sh
free_port() {
	echo 53
}
/usr/bin/python3 -c 'import fcntl, socket, struct
fcntl.ioctl(socket.socket(), 0x8914, struct.pack("16sh14x", b"lo", 0x49))'
echo nameserver 127.0.0.1 >"$T/resolv.conf"
mount --bind "$T/resolv.conf" /etc/resolv.conf || exit 1
start_nsd "$zones" || exit 1
while read -r file; do
	crlf=
	grep -q "$(printf '\r')\$" "$file" && crlf=-C
	if opendkim-testmsg $crlf <"$file" >"$T/out" 2>&1; then
		echo "$file pass"
	else
		echo "$file fail"
	fi
done
END

has_testmsg() {
	has 'opendkim-testmsg (opendkim-tools), ip (iproute2)' \
	    'command -v opendkim-testmsg && command -v ip' &&
	    may_unshare -rmn
}
