#!/bin/sh
# contrib/procmail with the real program.
# shellcheck disable=SC1091,SC2016
cd "$(dirname "$0")" || exit 1
. ./lib.sh
. ./need.sh

need 'procmail (procmail)' 'command -v procmail'
. ./delivery.sh
# As it is installed, set-user-ID, it would make a mailbox in /var/mail.
cp "$(command -v procmail)" "$T/bin/procmail" && chmod 755 "$T/bin/procmail"

# As a person would edit it.  procmail knows a home from passwd(5) only.
sed -e "1i\\
ORGMAIL=$T/home/orgmail" -e "s|\$HOME|$T/home|" \
    -e "s|^ID=.*|ID=$DELIVERY_ID|" \
    -e "s|^OPTIONS=.*|OPTIONS=\"--defer -z $T/zone\"|" \
    -e "s|^PATH=.*|PATH=$T/bin:/usr/bin:/bin|" \
    ../contrib/procmail/procmailrc >"$T/procmailrc"
chmod 644 "$T/procmailrc"
# The options that the README has for Postfix.
FLAGS=$(sed -n 's|.*/usr/bin/procmail \(.*\)-a .*|\1|p' ../contrib/procmail/README)
export FLAGS
cat >"$T/bin/deliver" <<'END_OF_SCRIPT'
#!/bin/sh
[ -n "${KEEP:-}" ] || as_user sh -c 'rm -rf Maildir && mkdir -p Maildir/.Junk'
as_user procmail $FLAGS "${2:-$T/procmailrc}" ${3:+"$3"} <"$1"
status=$?
cd "$T/home" || exit 1
echo "$status" $(find . -type f | sed 's|^./Maildir/new/.*|inbox|
    s|^./Maildir/.Junk/new/.*|junk|')
END_OF_SCRIPT
chmod 755 "$T/bin/deliver"

choose procmail
refuse procmail
is 'procmail: no such folder: stays in the queue' 0 '75' \
    'rm -rf $T/home/Maildir; KEEP=yes deliver $T/in/fails-reject'
is 'procmail: no mailbox can be written: stays in the queue' 0 '75' \
    'rm -rf $T/home/Maildir; chmod 555 $T/home; KEEP=yes deliver $T/in/pass; chmod 777 $T/home'
# Every byte, but for what the README says: no mbox line in a Maildir, an empty
# line at the end, a Content-Length that is right.
cat >"$T/bin/kept" <<'END_OF_SCRIPT'
#!/usr/bin/python3
import re, sys
data = re.sub(rb'^From .*\n', b'', sys.stdin.buffer.read())
while not data.endswith(b'\n\n'):
    data += b'\n'
length = b'%d' % (len(data.partition(b'\n\n')[2]) - 1)
data = re.sub(rb'\nContent-Length: \d+', b'\nContent-Length:' + length, data)
sys.stdout.buffer.write(data)
END_OF_SCRIPT
chmod 755 "$T/bin/kept"
every_byte procmail '| kept'

is 'nothing of a name was run' 0 '' 'find $T -name gone'

plan
