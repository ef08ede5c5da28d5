#!/bin/sh
# dns-record: each form that it writes is read by the program it is for, and
# the octets that program serves are those of the record.
# shellcheck disable=SC1091,SC2016,SC2086
cd "$(dirname "$0")" || exit 1
. ./lib.sh
. ./need.sh
. ./servers.sh
: "${T:?}"

PATH=$PATH:/usr/sbin:/sbin
unset RES_OPTIONS LOCALDOMAIN
mkdir "$T/texts" "$T/in"

# A key of each length, a policy, an SPF record of several strings, a note
# with what has a meaning in some form.
umask 077
(
	cd "$T" || exit 1
	openssl genrsa -out rsa2048 2048
	openssl genrsa -out rsa4096 4096
	openssl genpkey -algorithm ed25519 -out ed25519
) 2>/dev/null
cp data/keys/rsa8192.pub "$T/rsa8192"
ip=$(for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do
	echo "--ip 192.0.2.$i"; done | tr '\n' ' ')
for k in rsa2048 rsa4096 rsa8192 ed25519; do
	dns-record -F fqdn -k "$T/$k" -d example.org -s "$k" >"$T/in/$k"
	echo "$k._domainkey.example.org" >"$T/in/$k.name"
done
# shellcheck disable=SC2086 # options are words
dns-record --spf $ip --all fail -d example.org -F fqdn >"$T/in/spf"
echo example.org >"$T/in/spf.name"
dns-record --dmarc --policy reject --rua dmarc@example.org -d example.org \
    -F fqdn >"$T/in/dmarc"
echo _dmarc.example.org >"$T/in/dmarc.name"
printf '%s\n' "note._domainkey.example.org. TXT \"v=DKIM1; n=it's a|b,c:d\\195\\164 #e @f %g \$h\" \
\"; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"" >"$T/in/note"
echo note._domainkey.example.org >"$T/in/note.name"
RECORDS='rsa2048 rsa4096 rsa8192 ed25519 spf dmarc note'
export RECORDS

# The text as the answer of dnsask has it.
for r in $RECORDS; do
	dns-record -F json "$T/in/$r" 2>/dev/null | python3 -c '
import json, sys
out = []
for c in json.load(sys.stdin)["text"].encode():
    odd = c < 0x20 or c > 0x7e or chr(c) in "\\\""
    out.append("\\x%02x" % c if odd else chr(c))
print("\"" + "".join(out) + "\"")' >"$T/texts/$r"
done
is 'the records are there' 0 7 '
	cat "$T"/texts/* | grep -c -e v=DKIM1 -e v=spf1 -e v=DMARC1'

# write FORM [RECORD]...: all of them, or these.
write() {
	form=$1
	shift
	# shellcheck disable=SC2086 # names are words
	[ $# -gt 0 ] || set -- $RECORDS
	for r; do
		cat "$T/in/$r"
	done | dns-record -d example.org -F "$form" 2>/dev/null
}

# hold READY COMMAND...: run it to the end of the test, wait until READY.
hold() {
	ready=$1
	shift
	{
		"$@" >"$T/log" 2>&1 8>&- &
		cat >/dev/null
		kill $!
	} <"$T/hold" 2>/dev/null 8>&- &
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25; do
		sleep 0.2
		sh -c "$ready" >/dev/null 2>&1 && return
	done
	note <"$T/log"
	return 1
}

# serves NAME PORT [RECORD]...: does that server answer with each octet?
serves() {
	name=$1 port=$2
	shift 2
	# shellcheck disable=SC2086 # names are words
	[ $# -gt 0 ] || set -- $RECORDS
	for r; do
		is "$name serves $r" 0 "$(cat "$T/texts/$r")" \
		    "./dnsask -n 127.0.0.1:$port $(cat "$T/in/$r.name") | sed 1d"
	done
}

soa='@ SOA ns hostmaster 1 3600 600 86400 300
@ NS ns
ns A 192.0.2.53'

# Zone files
for form in zone fqdn; do
	mkdir "$T/$form"
	{
		printf '$TTL 300\n$ORIGIN example.org.\n%s\n' "$soa"
		write $form
	} >"$T/$form/example.org.zone"
	export form
	needs named-checkzone "$form: named-checkzone" 0 '' \
	    'named-checkzone -q -i none example.org "$T/$form/example.org.zone"'
	needs nsd-checkzone "$form: nsd-checkzone" 0 'zone example.org is ok' \
	    'nsd-checkzone example.org "$T/$form/example.org.zone"'
done
is 'zone: names are relative' 0 '@ _dmarc ed25519._domainkey ' '
	sed -n "s/^\([@_e][^	]*\)	.*/\1/p" "$T/zone/example.org.zone" |
	grep -v -e SOA -e "NS ns" | sort | tr "\n" " "; echo'
if has 'NSD (nsd)' 'command -v nsd'; then
	start_nsd "$T/zone"
	serves 'zone: NSD' "$NSD_PORT"
	start_nsd "$T/fqdn"
	serves 'fqdn: NSD' "$NSD_PORT"
fi
is 'plain, one line each' 0 '' '
	for r in $RECORDS; do
		dns-record -F plain "$T/in/$r" 2>/dev/null >"$T/plain"
		test "$(wc -l <"$T/plain")" -eq 1 || echo "$r: lines"
		dns-record -F plain "$T/plain" 2>/dev/null | cmp - "$T/plain"
	done'

# nsupdate(1), and BIND that takes its updates
if has 'BIND and nsupdate (bind9, bind9-dnsutils)' \
    'command -v named && command -v nsupdate'; then
	mkdir "$T/named"
	port=$(free_port)
	printf '$TTL 300\n%s\nns2 A 192.0.2.54\n' "$soa" >"$T/named/zone"
	cat >"$T/named/conf" <<-END
	options {
		directory "$T/named"; pid-file none; session-keyfile none;
		listen-on port $port { 127.0.0.1; }; listen-on-v6 { none; };
		recursion no; dnssec-validation no; empty-zones-enable no;
	};
	controls { };
	zone "example.org" {
		type primary; file "zone"; allow-update { 127.0.0.1; };
	};
	END
	hold "grep -q running '$T/log'" named -g -c "$T/named/conf"
	export port
	write nsupdate >"$T/nsupdate"
	is 'nsupdate: BIND takes all' 0 '' '
		(printf "server 127.0.0.1 $port\n"; cat "$T/nsupdate") | nsupdate'
	is 'nsupdate: twice is as well' 0 '' '
		(printf "server 127.0.0.1 $port\n"; cat "$T/nsupdate") | nsupdate'
	serves 'nsupdate: BIND' "$port"
fi

# tinydns-data(8)
needs tinydns-data 'tinydns: tinydns-data and tinydns-get' 0 '' '
	mkdir "$T/tinydns" && cd "$T/tinydns" || exit 1
	printf ".example.org:192.0.2.53:ns\n" >data
	for r in $RECORDS; do
		dns-record -F tinydns "$T/in/$r" 2>/dev/null
	done >>data
	tinydns-data || exit 1
	for r in $RECORDS; do
		tinydns-get TXT "$(cat "$T/in/$r.name")" >"$T/answer"
		python3 - "$T/answer" "$T/texts/$r" <<\END || echo "$r"
import re, sys
line = [l for l in open(sys.argv[1], "rb").read().split(b"\n")
        if l.startswith(b"answer: ")]
assert len(line) == 1, line
raw = re.sub(rb"\\([0-7]{3})", lambda m: bytes([int(m[1], 8)]),
             line[0].split(b" ", 4)[4])
text = b""
while raw:                      # the strings, as they go over the wire
    text += raw[1:1 + raw[0]]
    raw = raw[1 + raw[0]:]
want = open(sys.argv[2], "rb").read().strip()[1:-1]
want = re.sub(rb"\\x(..)", lambda m: bytes([int(m[1], 16)]), want)
assert text == want, (text, want)
END
	done'

# unbound.conf(5)
if has 'Unbound (unbound)' 'command -v unbound && command -v unbound-checkconf'; then
	mkdir "$T/unbound"
	port=$(free_port)
	{
		cat <<-END
		server:
			directory: "$T/unbound"
			chroot: ""
			username: ""
			pidfile: "$T/unbound/pid"
			use-syslog: no
			do-daemonize: no
			interface: 127.0.0.1
			port: $port
			module-config: "iterator"
		END
		write unbound
		echo 'remote-control:'
		echo '	control-enable: no'
	} >"$T/unbound/conf"
	is 'unbound: unbound-checkconf' 0 '' \
	    'unbound-checkconf "$T/unbound/conf" | grep -v "no errors in"; true'
	hold "grep -q 'start of service' '$T/log'" unbound -d -c "$T/unbound/conf"
	serves 'unbound: Unbound' "$port"
fi

# dnsmasq(8), whose lines have at most 1024 octets
if has 'dnsmasq (dnsmasq-base)' 'command -v dnsmasq'; then
	port=$(free_port)
	write dnsmasq rsa2048 rsa4096 ed25519 spf dmarc note >"$T/dnsmasq"
	is 'dnsmasq: dnsmasq --test' 0 '' \
	    'dnsmasq --test --conf-file="$T/dnsmasq" 2>"$T/err" || cat "$T/err"'
	hold "./dnsask -n 127.0.0.1:$port example.org | grep FOUND" dnsmasq \
	    --conf-file="$T/dnsmasq" --keep-in-foreground --port="$port" \
	    --listen-address=127.0.0.1 --bind-interfaces --no-resolv \
	    --no-hosts --user= --group= --pid-file --log-facility=-
	serves 'dnsmasq: dnsmasq' "$port" rsa2048 rsa4096 ed25519 spf dmarc note
fi

is 'dnsmasq: a key that is too long for a line of it' 65 \
    'dns-record: -F dnsmasq: a record is longer than its program can read' \
    'dns-record -F dnsmasq "$T/in/rsa8192" 2>&1'

# Route 53's change batch, by the grammar of its documentation: quoted strings
# of at most 255 octets with octal escapes
write route53 >"$T/route53"
is 'route53: a change batch of these texts' 0 '' '
	python3 - "$T" $RECORDS <<\END
import json, re, sys
top, names = sys.argv[1], sys.argv[2:]
batch = json.load(open(top + "/route53"))
assert list(batch) == ["Changes"] and len(batch["Changes"]) == len(names)
for name, change in zip(names, batch["Changes"]):
    assert change["Action"] == "UPSERT"
    r = change["ResourceRecordSet"]
    want = open(f"{top}/in/{name}.name").read().strip() + "."
    assert (r["Name"], r["Type"], r["TTL"]) == (want, "TXT", 3600), r
    (value,) = r["ResourceRecords"]
    assert re.fullmatch(r"\"[^\"]*\"( \"[^\"]*\")*", value["Value"])
    text = b""
    for string in re.findall(r"\"([^\"]*)\"", value["Value"]):
        octets = re.sub(rb"\\([0-7]{3})", lambda m: bytes([int(m[1], 8)]),
                        string.encode("ascii"))
        assert len(octets) <= 255
        text += octets
    want = open(f"{top}/texts/{name}", "rb").read().strip()[1:-1]
    want = re.sub(rb"\\x(..)", lambda m: bytes([int(m[1], 16)]), want)
    assert text == want, (text, want)
END'

is 'nothing to write is nothing' 1 '' '
	for form in nsupdate route53; do
		echo "a._domainkey.example.org. TXT \"v=DKIM1; p=x\"" |
		dns-record -F $form
	done'

# --ttl, and the TTL that was read
is '--ttl in each form that has one' 0 '' '
	for form in zone fqdn nsupdate tinydns unbound route53 json; do
		dns-record -d example.org --ttl 7654 -F $form "$T/in/dmarc" |
		grep -q -w 7654 || echo $form
		echo "_dmarc.example.org. 2h TXT \"v=DMARC1; p=reject\"" |
		dns-record -d example.org -F $form | grep -q -w 7200 ||
		echo "$form: read"
	done'
for form in fqdn nsupdate tinydns unbound dnsmasq route53; do
	is "$form wants the whole name" 64 '' \
	    "echo v=spf1 mx -all | dns-record -F $form"
done

plan
