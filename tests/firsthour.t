#!/bin/sh
# The first hour, as the README has it: its very commands, and what it says
# that they print; with a real name server, whose zone is appended to.
# shellcheck disable=SC1091,SC2016
cd "$(dirname "$0")" || exit 1
. ./lib.sh
. ./need.sh
: "${T:?}"

PATH=$PATH:/usr/sbin:/sbin
need 'NSD (nsd)' 'command -v nsd && command -v nsd-control'
need 'ip (iproute2)' 'command -v ip'
unset RES_OPTIONS LOCALDOMAIN

# The scene: a folder with a message, that of contrib/try; a zone; a sendmail
# that delivers at once, to the folder as well.
mkdir "$T/nsd" "$T/bin" "$T/home"
sed '1,/<<.MESSAGE.$/d; /^MESSAGE$/,$d' ../contrib/try >"$T/home/message"
cat >"$T/nsd/example.org.zone" <<'END'
$TTL 300
@	SOA	ns1 hostmaster 1 3600 600 86400 300
	NS	ns1
	NS	ns2
	MX	10 mx
ns1	A	192.0.2.53
ns2	A	198.51.100.53
mx	A	192.0.2.25
END
cat >"$T/nsd/nsd.conf" <<END
server:
	ip-address: 127.0.0.1
	ip-address: 192.0.2.53
	ip-address: 198.51.100.53
	username: ""
	zonesdir: "/etc/nsd"
	database: ""
	pidfile: "$T/nsd/pid"
	xfrdfile: "$T/nsd/xfrd.state"
	xfrdir: "$T/nsd"
	zonelistfile: "$T/nsd/zone.list"
	server-count: 1
remote-control:
	control-enable: yes
	control-interface: "$T/nsd/control"
zone:
	name: example.org
	zonefile: example.org.zone
END
cat >"$T/bin/sendmail" <<'END'
#!/bin/sh
cat >sent
cat - sent >received <<'FIELDS'
Return-Path: <postmaster@example.org>
Received: from mx.example.org (mx.example.org [192.0.2.25])
	by mx.example.net (Postfix) with ESMTPS id 4Fz1qd0x0Vz1
	for <you@example.net>; Sat, 21 Nov 2026 12:00:02 +0000 (UTC)
FIELDS
END
# It comes back when the new zone is there: dns-record would say on standard
# error that it waits.
cat >"$T/bin/nsd-control" <<END
#!/bin/sh
$(command -v nsd-control) "\$@" || exit
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	dig +short @127.0.0.1 mail._domainkey.example.org txt | grep -q . && exit
	sleep 0.2
done
END
chmod 755 "$T"/bin/*

# A network, a host name and an /etc/nsd of its own.
cat >"$T/inside" <<'END'
. ./lib.sh
OUT=$1
ip link set lo up && ip addr add 192.0.2.53/32 dev lo &&
ip addr add 198.51.100.53/32 dev lo && hostname mx.example.net &&
echo nameserver 127.0.0.1 >"$T/resolv.conf" &&
mount --bind "$T/resolv.conf" /etc/resolv.conf &&
mount --bind "$OUT/nsd" /etc/nsd || exit 1
. ./servers.sh
{
	nsd -d >"$T/log" 2>&1 8>&- &
	cat >/dev/null
	kill $!
} <"$T/hold" 8>&- &
nsd_ready "$T/log" || { cat "$T/log"; exit 1; }
tests=$PWD
cd "$OUT/home" &&
PATH=$OUT/bin:$PATH python3 "$tests/examples.py" "$tests/../README" \
    'The first hour' 8>&-
END

is 'there is a message' 0 1 'grep -c "^From: " "$T/home/message"'
if may_unshare -rmnu; then
	is 'each command of the README prints what it says' 0 '12 examples' \
	    'unshare -rmnu sh "$T/inside" "$T"'
	is 'what came in there is what was sent' 0 '' \
	    'sed 1,4d "$T/home/received" | cmp - "$T/home/signed"'
	is 'a zone that BIND takes too' 0 '' \
	    'named-checkzone -q example.org "$T/nsd/example.org.zone"'
fi
plan
