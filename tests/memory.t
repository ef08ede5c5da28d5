#!/bin/sh
# A message of 1 GiB from a pipe, in less than 8 MiB of memory.
# shellcheck disable=SC1091,SC2016
cd "$(dirname "$0")" || exit 1
. ./lib.sh
. ./need.sh

need 'GNU time (time)' '/usr/bin/time -q -f %M true'

cp data/sign/rsa.pem "$T/rsa.pem" && chmod 600 "$T/rsa.pem" || exit 1
cp data/sign/zone "$T/zone" && mkdir "$T/bin" "$T/tmp" && PATH=$T/bin:$PATH || exit 1
TMPDIR=$T/tmp
export TMPDIR

# within COMMAND: complain when it had more than 8 MiB.
cat >"$T/bin/within" <<'END'
#!/bin/sh
/usr/bin/time -q -f %M -o "$T/size.$$" "$@"
status=$?
[ "$(tail -n 1 "$T/size.$$")" -lt 8192 ] || {
	echo "$1: $(tail -n 1 "$T/size.$$") KiB" >&2
	exit 99
}
exit "$status"
END
# message KIND SIZE: a body of so many MiB.
cat >"$T/bin/message" <<'END'
#!/usr/bin/python3
import sys
kind, size = sys.argv[1], int(sys.argv[2])
block = {
    'lines': b'a line of text \t with  blanks in it and no more\r\n\r\n',
    'line': b'x',
    'blanks': b' ',
    'empty': b'\n',
    'cr': b'\r',
}[kind]
block = (block * (1048576 // len(block) + 1))[:1048576]
out = sys.stdout.buffer
out.write(b'Received: from a\nFrom: a@example.org\n\n')
try:
    for i in range(size):
        out.write(block)
    out.write(b'end')
    out.flush()
except BrokenPipeError:
    sys.exit(1)
END
chmod +x "$T"/bin/*

# A sanitizer keeps what was freed: then the sizes say nothing.
# shellcheck disable=SC3045
if ! (ulimit -v 400000 && dkim-verify --version >/dev/null 2>&1); then
	echo '1..0 # skip the tools are built with a sanitizer'
	exit 0
fi
# Twice the message is kept for a while.
if [ "$(df -kP "$T" | awk 'NR == 2 { print $4 }')" -lt 3000000 ]; then
	if [ "${CI:-}" = true ]; then
		echo "Bail out! no room for 3 GB in $T"
		exit 1
	fi
	echo "1..0 # skip no room for 3 GB in $T"
	exit 0
fi

sign="within dkim-sign -d example.org -s default -k $T/rsa.pem"
verify="within dkim-verify -a mx.example.org -z $T/zone"
for kind in lines line; do
	is "1 GiB, $kind: signed, and it passes" 0 dkim=pass \
	    "{ message $kind 1024 | $sign || echo failed >&2; } | $verify >\$T/out; s=\$?; grep -o dkim=pass \$T/out; exit \$s"
done
is '1 GiB, a filter' 0 1073741865 "message lines 1024 | $verify -f >\$T/whole; s=\$?
    tail -n +3 \$T/whole | wc -c | tr -d ' '; rm -f \$T/whole; exit \$s"
for kind in blanks empty cr; do
	is "128 MiB, $kind: signed, and it passes" 0 dkim=pass \
	    "{ message $kind 128 | $sign || echo failed >&2; } | $verify >\$T/out; s=\$?; grep -o dkim=pass \$T/out; exit \$s"
done
is 'a header of 50 MiB is passed on' 0 dkim=permerror \
    "{ echo 'X: y'; message lines 50 | tr -d '\\n'; } | $verify -f >\$T/out; s=\$?; head -n 2 \$T/out | grep -o dkim=permerror; exit \$s"
is 'many header fields are passed on' 0 dkim=permerror \
    "yes 'X-Some: field of a header without an end' | head -c 50000000 | $verify -f >\$T/out; s=\$?; head -n 2 \$T/out | grep -o dkim=permerror; exit \$s"
is 'a field of ours of 50 MB in a header too long' 0 dkim=permerror \
    "{ yes 'X-Some: field' | head -n 20000; printf 'Authentication-Results: mx.example.org;\\n'; yes ' x=y;' | head -c 50000000; } | $verify -f >\$T/out; s=\$?; head -n 2 \$T/out | grep -o dkim=permerror; exit \$s"
is 'nothing is left behind' 0 '' 'ls -A $T/tmp'

plan
