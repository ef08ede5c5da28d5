#!/bin/sh
# spf-check, pyspf and libspf2's spfquery on the same records of a seeded
# generator.  What differs is in spf-peers.py, with the section that decides.
# shellcheck disable=SC1091,SC2016
cd "$(dirname "$0")" || exit 1
. ./lib.sh
. ./need.sh
: "${T:?}"

CASES=1000
[ -n "${SANITIZED:-}" ] && CASES=1000

if has 'pyspf (python3-spf)' '/usr/bin/python3 -c "import spf"'; then
	mkdir "$T/pyspf" || exit 1
	also pyspf "/usr/bin/python3 ./spf-peers.py -n $CASES \"\$T/pyspf\""
fi

# spfquery asks the server of resolv.conf at port 53: a loopback of its own.
cat >"$T/inside" <<'END'
python3 -c 'import fcntl, socket, struct
fcntl.ioctl(socket.socket(), 0x8914, struct.pack("16sh14x", b"lo", 0x49))'
echo nameserver 127.0.0.1 >"$T/resolv.conf"
mount --bind "$T/resolv.conf" /etc/resolv.conf || exit 1
mkfifo "$T/hold" && exec 8<>"$T/hold"
python3 ./spf-peers.py -p -c spfquery -n "$1" "$T/spfquery"
./dnsfault.py -p 53 "$T/spfquery/faults" <"$T/hold" >"$T/port" 8>&- &
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	grep -q PORT "$T/port" && break
	sleep 0.2
done
python3 ./spf-peers.py -c spfquery -n "$1" "$T/spfquery"
exec 8>&-
wait
END
if has 'spfquery of libspf2 (spfquery)' \
    'spfquery -version 2>&1 | grep -q "Compiled with SPF library"' &&
    may_unshare -rmn; then
	mkdir "$T/spfquery" || exit 1
	also spfquery "unshare -rmn sh \"\$T/inside\" $CASES"
fi

plan
