# shellcheck shell=sh
# DNS servers for tests, on loopback and on ports of their own; read after
# lib.sh.  They end with the test: each holds the reading end of a pipe of
# which the test alone holds the writing end (descriptor 8).

mkfifo "$T/hold" && exec 8<>"$T/hold"
trap 'stop_servers; rm -rf "$T"' EXIT
SERVERS=0

stop_servers() {
	exec 8>&-
	wait
}

# A port that nobody has at this moment.
free_port() {
	python3 -c 'import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("127.0.0.1", 0))
print(s.getsockname()[1])'
}

# start_fault FILE [OPTION]...: run dnsfault.py; its port is in FAULT_PORT,
# its log, with -v, in FAULT_LOG.
start_fault() {
	SERVERS=$((SERVERS + 1))
	fault_out=$T/fault.$SERVERS.out fault_file=$1
	FAULT_LOG=$T/fault.$SERVERS.log
	shift
	: >"$fault_out"
	./dnsfault.py "$@" "$fault_file" <"$T/hold" >"$fault_out" \
	    2>"$FAULT_LOG" 8>&- &
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		FAULT_PORT=$(sed -n 's/^PORT //p' "$fault_out")
		[ -n "$FAULT_PORT" ] && break
		sleep 0.2
	done
	export FAULT_PORT FAULT_LOG
	[ -n "$FAULT_PORT" ] || { note <"$FAULT_LOG"; return 1; }
}

nsd_config() {
	cat <<-END
	server:
		ip-address: ${NSD_ADDRESS:-127.0.0.1}
		port: $NSD_PORT
		username: ""
		zonesdir: "$1"
		database: ""
		pidfile: "$2/pid"
		xfrdfile: "$2/xfrd.state"
		xfrdir: "$2"
		zonelistfile: "$2/zone.list"
		server-count: 1
	remote-control:
		control-enable: no
	END
	for zone in "$1"/*.zone; do
		name=${zone##*/}
		printf 'zone:\n\tname: "%s"\n\tzonefile: "%s"\n' \
		    "${name%.zone}" "$name"
	done
}

# start_nsd DIR: run NSD with DIR/NAME.zone for each zone NAME, at 127.0.0.1
# or NSD_ADDRESS; its port is in NSD_PORT.
start_nsd() {
	nsd_zones=$(cd "$1" && pwd)
	for _ in 1 2 3 4 5; do
		SERVERS=$((SERVERS + 1))
		nsd_dir=$T/nsd.$SERVERS
		mkdir "$nsd_dir"
		NSD_PORT=$(free_port)
		nsd_config "$nsd_zones" "$nsd_dir" >"$nsd_dir/conf"
		{
			nsd -d -c "$nsd_dir/conf" >"$nsd_dir/log" 2>&1 8>&- &
			cat >/dev/null
			kill $!
		} <"$T/hold" 2>/dev/null 8>&- &
		export NSD_PORT
		nsd_ready "$nsd_dir/log" && return
	done
	note <"$nsd_dir/log"
	return 1
}

# Has it said that it runs?
nsd_ready() {
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		sleep 0.2
		grep -q 'nsd started' "$1" && return
	done
	return 1
}
