#!/bin/sh
# Records that overflowed, looped or starved other implementations.
# shellcheck disable=SC1091,SC2016
cd "$(dirname "$0")" || exit 1
. ./lib.sh
: "${T:?}"
. ./servers.sh

mkdir "$T/bin" && PATH=$T/bin:$PATH || exit 1
# The zones: for -z, and for the server.
cat >"$T/make.py" <<'END'
import sys
zone, faults = open(sys.argv[1], 'wb'), open(sys.argv[2], 'wb')

def record(name, rrtype, data):
    """data: octets of a TXT record, or text as it is in a zone file."""
    if isinstance(data, bytes):
        text = b' '.join(b'"%s"' % b''.join(b'\\%03d' % c for c in data[i:i + 255])
                         for i in range(0, len(data), 255))
        plain = b''.join(b'\\x%02x' % c if c < 33 and c != 32 or c > 126 or c == 92
                         else bytes([c]) for c in data)
    else:
        text = plain = data.encode()
        if rrtype in ('PTR', 'MX', 'CNAME'):
            text += b'.'
    zone.write(b'%s. %s %s\n' % (name.encode(), rrtype.encode(), text))
    faults.write(b'%s %s - %s\n' % (name.encode(), rrtype.encode(), plain))

def spf(name, text):
    record(name + '.example.org', 'TXT', text if isinstance(text, bytes) else text.encode())

# Macros: digits, r, delimiters, escapes
spf('digits', 'v=spf1 exists:%{d99999999999999999999}.a -all')
spf('digits20', 'v=spf1 exists:%{d18446744073709551615r}.a.example.org -all')
spf('digits21', 'v=spf1 exists:%{d18446744073709551617}.a.example.org -all')
spf('digits128', 'v=spf1 exists:%{i128r.}.%{i4294967297}.a.example.org -all')
spf('delimiters', 'v=spf1 exists:%{l1r.-+,/_=}.%{s2.-+,/_=}.%{o.-+,/_=}.a.example.org -all')
spf('twice', 'v=spf1 exists:%{lr' + '.-+,/_=' * 400 + '}.a.example.org -all')
spf('escape', 'v=spf1 exists:%{L}.%{S}.%{H}.a.example.org -all')
spf('every', 'v=spf1 exists:' + '.'.join('%%{%s%s%sr.-}' % (c, n, '') for c in 'slodihvSLODIHV'
                                         for n in ('', 1, 2, 127, 128)) + '.a.example.org -all')
spf('percent', 'v=spf1 exists:' + '%%' * 100 + '%_%-.a.example.org -all')
spf('open', 'v=spf1 exists:%{ -all')
spf('end', 'v=spf1 exists:%')
spf('brace', 'v=spf1 exists:%{d')
spf('nul', b'v=spf1 exists:a\0b.example.org -all')
spf('eight', b'v=spf1 exists:\xff\xfe.example.org -all')
# Size
spf('all64', 'v=spf1 ' + 'ip4:198.51.100.1 ' * 3700 + '+all')
spf('terms', 'v=spf1 ' + 'x= ' * 20000 + '+all')
spf('lookups', 'v=spf1 ' + 'a ' * 20000 + '+all')
spf('unclosed', 'v=spf1 ' + '%{' * 30000)
spf('blanks', 'v=spf1' + ' ' * 60000 + '+all')
spf('term', 'v=spf1 exists:' + 'a.' * 30000 + 'example.org +all')
spf('slashes', 'v=spf1 a' + '/' * 60000)
spf('names', 'v=spf1 ' + 'y' * 60000 + '=1 +all')
spf('flood-d', 'v=spf1 exists:' + '%{d}.' * 13000 + 'grow.example.org +all')
spf('flood-p', 'v=spf1 exists:' + '%{p}' * 15000 + '.example.org ?all')
spf('flood-l', 'v=spf1 exists:' + '%{l}' * 15000 + '.example.org +all')
spf('flood-h', 'v=spf1 exists:' + '%{h64r-}' * 8000 + '.example.org +all')
# Growth beyond 253 octets: labels go on the left (section 7.3)
spf('grow', 'v=spf1 a:' + '%{d}.' * 40 + 'deep.example.org -all')
tail = '.'.join(['grow.example.org'] * 14)
name = ('.'.join(['grow.example.org'] * 40) + '.deep.example.org').split('.')
while len('.'.join(name)) > 253:
    name.pop(0)
record('.'.join(name), 'A', '192.0.2.1')
spf('label', 'v=spf1 a:%{l}.example.org +all')
# Loops
spf('self', 'v=spf1 include:self.example.org -all')
spf('self64', 'v=spf1 ' + 'x= ' * 20000 + 'include:self64.example.org -all')
spf('ping', 'v=spf1 include:pong.example.org -all')
spf('pong', 'v=spf1 redirect=ping.example.org')
spf('reself', 'v=spf1 redirect=reself.example.org')
spf('fan', 'v=spf1 ' + 'include:fan.example.org ' * 2000 + '-all')
spf('wide', 'v=spf1 ' + ' '.join('include:w%d.example.org' % i for i in range(9)) + ' ' + 'redirect=wide.example.org')
for i in range(9):
    spf('w%d' % i, 'v=spf1 ' + 'include:wide.example.org ' * 9)
for i in range(200):
    spf('deep%d' % i, 'v=spf1 include:deep%d.example.org -all' % (i + 1))
spf('deep200', 'v=spf1 +all')
for i in range(10):
    spf('ten%d' % i, 'v=spf1 include:ten%d.example.org -all' % (i + 1))
spf('ten10', 'v=spf1 ip4:192.0.2.1 -all')
# Explanations
spf('x-include', 'v=spf1 -all exp=x-include.example.org')
spf('x-loop', 'v=spf1 exp=%{d} -all')
spf('x-huge', 'v=spf1 -all exp=huge.example.org')
spf('huge', b'%{S}' * 16000)
spf('x-raw', 'v=spf1 -all exp=raw.example.org')
spf('raw', b'a\r\nX-Evil: b\x1b[2J')
spf('x-p', 'v=spf1 -all exp=xp.example.org')
spf('xp', '%{p}' * 16000)
spf('x-two', 'v=spf1 -all exp=two.example.org')
spf('two', 'one')
spf('two', 'two')
spf('x-syntax', 'v=spf1 -all exp=syntax.example.org')
spf('syntax', 'see %{z}')
spf('x-name', 'v=spf1 -all exp=' + '%{d}.' * 10000 + 'example.org')
# Many hosts
spf('ptr', 'v=spf1 ptr:ptr-999.example.org -all')
spf('ptr-own', 'v=spf1 ptr:example.org -all')
for i in range(1000):
    record('1.2.0.192.in-addr.arpa', 'PTR', 'ptr-%d.example.org' % i)
    record('ptr-%d.example.org' % i, 'A', '192.0.2.1')
spf('mx', 'v=spf1 mx -all')
for i in range(100):
    record('mx.example.org', 'MX', '10 m%d.example.org' % i)
    record('m%d.example.org' % i, 'A', '192.0.2.1')
spf('mx10', 'v=spf1 mx -all')
for i in range(10):
    record('mx10.example.org', 'MX', '10 n%d.example.org' % i)
record('n9.example.org', 'A', '192.0.2.1')
spf('addresses', 'v=spf1 a:hosts.example.org -all')
for i in range(1500):
    record('hosts.example.org', 'A', '198.51.%d.%d' % (i // 250, i % 250))
record('hosts.example.org', 'A', '192.0.2.1')
# CNAMEs
spf('chain', 'v=spf1 a:c0.example.org -all')
for i in range(5):
    record('c%d.example.org' % i, 'CNAME', 'c%d.example.org' % (i + 1))
record('c5.example.org', 'A', '192.0.2.1')
spf('longchain', 'v=spf1 a:d0.example.org -all')
for i in range(1000):
    record('d%d.example.org' % i, 'CNAME', 'd%d.example.org' % (i + 1))
spf('loop', 'v=spf1 a:l0.example.org ?all')
record('l0.example.org', 'CNAME', 'l1.example.org')
record('l1.example.org', 'CNAME', 'l0.example.org')
END
python3 "$T/make.py" "$T/zone" "$T/faults" || exit 1
start_fault "$T/faults" -v || exit 1

# check COMMAND: within 2 seconds and 32 MiB.
cat >"$T/bin/check" <<'END'
#!/usr/bin/python3
import os, resource, subprocess, sys, time
start = time.time()
try:
    done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, timeout=20)
except subprocess.TimeoutExpired:
    sys.exit('not done in 20 seconds')
took = time.time() - start
size = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
sanitized = 'SANITIZED' in os.environ
if took > (8 if sanitized else 2):
    sys.exit('%.1f seconds' % took)
if size > 32768 and not sanitized:
    sys.exit('%d KiB' % size)
sys.stdout.buffer.write(done.stdout)
sys.exit(done.returncode)
END
cat >"$T/bin/get" <<'END'
#!/usr/bin/python3
import json, sys
r = json.load(sys.stdin)['results'][0]
print(eval(sys.argv[1]))
END
chmod +x "$T/bin/check" "$T/bin/get"

# ask DOMAIN [OPTION]...: as LOCAL there, from HELO.
cat >"$T/bin/ask" <<'END'
#!/bin/sh
domain=$1
shift
exec check spf-check -a mx.example.org -i 192.0.2.1 -t 1 \
    -h "${HELO:-mail.example.org}" -s "${LOCAL:-user}@$domain.example.org" "$@"
END
chmod +x "$T/bin/ask"

# verdict DOMAIN WANT [OPTION]...: from the zone, from the server, the tree.
verdict() {
	name="$1${3:+, $3${4:+ $4}}"
	call="ask $1 ${3:-} ${4:-}"
	status=1
	[ "$2" = pass ] && status=0
	export LOCAL HELO
	for how in '-z $T/zone' '-n 127.0.0.1:$FAULT_PORT'; do
		is "$name, ${how%% *}" "$status" "$2" \
		    "$call $how -j >\$T/out; s=\$?
		    get 'r[\"result\"]' <\$T/out || exit 99
		    exit \$s"
	done
	is "$name: the tree" 0 '' \
	    "$call -z \$T/zone -e >\$T/out; test \$? -eq $status || exit 99
	    LC_ALL=C grep -n '[[:cntrl:]]' \$T/out; :"
	LOCAL='' HELO=''
}

LOCAL='' HELO=''
verdict digits fail
verdict digits20 fail
verdict digits21 fail
is 'digits beyond 64 bits do not wrap' 0 digits21.example.org.a.example.org \
    'spf-check -a x -z $T/zone -i 192.0.2.1 -s u@digits21.example.org -j | get "r[\"tree\"][\"terms\"][0][\"target\"]"'
verdict digits128 fail
LOCAL=a-b+c,d/e_f=g
verdict delimiters fail
LOCAL=$(awk 'BEGIN { while (n++ < 2000) printf "-=" }')
verdict delimiters fail
LOCAL=$(awk 'BEGIN { while (n++ < 2000) printf "-=" }')
verdict twice fail
EIGHT=$(printf '\001\177\200\377')
LOCAL=$EIGHT$EIGHT$EIGHT HELO=$EIGHT$EIGHT
verdict escape fail
LOCAL=$(awk 'BEGIN { while (n++ < 3000) printf "%%" }')
verdict escape fail
verdict every fail
verdict percent fail
for d in open end brace nul eight; do
	verdict $d permerror
done
verdict all64 pass
verdict terms pass
verdict lookups permerror
verdict unclosed permerror
verdict blanks pass
verdict term pass
verdict slashes permerror
verdict names pass
verdict flood-d pass
is 'flood-p: what costs lookups is limited' 0 True \
    'check spf-check -a x -z $T/zone -i 192.0.2.1 -s u@flood-p.example.org -j |
    get "r[\"result\"] == \"permerror\" or r[\"lookups\"] <= 10"'
verdict flood-l pass
LOCAL=$(printf '%04000d' 0)
verdict flood-l pass
HELO=$(awk 'BEGIN { while (n++ < 3000) printf "-." }')mail.example.org
verdict flood-h pass
verdict grow pass
LOCAL=$(printf '%0300d' 0)
verdict label pass
for d in self self64 ping reself fan wide deep0; do
	verdict $d permerror
done
verdict ten0 pass
verdict ten0 permerror --max-lookups 9
is 'self64 with the worst case is bounded' 0 1 \
    'check spf-check -a x -z $T/zone -i 192.0.2.1 -s u@self64.example.org -e | grep -c "^worst case"'
for d in x-include x-loop x-huge x-raw x-p x-two x-syntax x-name; do
	verdict $d fail
done
for d in x-raw x-two x-syntax x-name; do
	is "$d: no explanation" 0 None \
	    "spf-check -a x -z \$T/zone -i 192.0.2.1 -s u@$d.example.org -j | get 'r.get(\"explanation\")'"
done
is 'exp= that has a record of its own: its text, and no more' 0 'v=spf1 -all exp=x-include.example.org' \
    'spf-check -a x -z $T/zone -i 192.0.2.1 -s u@x-include.example.org -j | get "r.get(\"explanation\")"'
is 'exp= of the domain itself that is no macro-string' 0 None \
    'spf-check -a x -z $T/zone -i 192.0.2.1 -s u@x-loop.example.org -j | get "r.get(\"explanation\") and None"'
verdict ptr fail
verdict ptr-own pass
verdict mx permerror
verdict mx10 pass
verdict addresses pass
verdict chain pass
# A resolver gives up on them: either no answer, or no such name.
for d in longchain loop; do
	is "$d, -z" 0 '' "check spf-check -a x -z \$T/zone -i 192.0.2.1 -s u@$d.example.org >/dev/null; test \$? -eq 1 -o \$? -eq 75"
	is "$d, -n" 0 '' "check spf-check -a x -n 127.0.0.1:\$FAULT_PORT -i 192.0.2.1 -s u@$d.example.org >/dev/null; s=\$?; test \$s -eq 1 -o \$s -eq 75"
done
is 'ptr: at most ten of 1,000 names are asked for' 0 '' \
    'wc -l <$FAULT_LOG >$T/before
    spf-check -a x -n 127.0.0.1:$FAULT_PORT -i 192.0.2.1 -s u@ptr-own.example.org >/dev/null
    test $(($(wc -l <$FAULT_LOG) - $(cat $T/before))) -le 14'
is 'fan: nobody is flooded with questions' 0 '' \
    'wc -l <$FAULT_LOG >$T/before
    spf-check -a x -n 127.0.0.1:$FAULT_PORT -i 192.0.2.1 -s u@wide.example.org >/dev/null
    test $(($(wc -l <$FAULT_LOG) - $(cat $T/before))) -le 14'

# The sender and HELO of a message can be of any length.
cat >"$T/message.py" <<'END'
import sys
n = int(sys.argv[3])
print('''Return-Path: <%s@%s.example.org>
Received: from %s (mail.example.org [192.0.2.1])
	by mx.example.org (Postfix) with ESMTP id 1; Sat, 21 Nov 2026 10:00:00 +0000
From: user@example.org

body''' % ('x' * n, sys.argv[1], sys.argv[2] + '.y' * (n // 4)))
END
for d in flood-l flood-h x-huge; do
	for n in 1000 900000; do
		is "$d, from a message, $n octets" 0 '' \
		    "python3 \$T/message.py $d mail $n >\$T/mail
		    check spf-check -a mx.example.org -z \$T/zone -f -r <\$T/mail >\$T/out &&
		    tail -c \$(wc -c <\$T/mail) \$T/out | cmp - \$T/mail"
	done
done

plan
