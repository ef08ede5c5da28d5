#!/bin/sh
# contrib/maildrop with the real program.
# shellcheck disable=SC1091,SC2016
cd "$(dirname "$0")" || exit 1
. ./lib.sh
. ./need.sh

need 'maildrop (maildrop)' 'command -v maildrop'
. ./delivery.sh

# As a person would edit it.
sed -e "s|^ID=.*|ID=\"$DELIVERY_ID\"|" \
    -e "s|^OPTIONS=.*|OPTIONS=\"--defer -z $T/zone\"|" \
    -e "s|^PATH=.*|PATH=\"$T/bin:/usr/bin:/bin\"|" \
    -e "s|\$HOME|$T/home|" ../contrib/maildrop/mailfilter >"$T/mailfilter"
chmod 600 "$T/mailfilter"
[ "$(id -u)" -ne 0 ] || chown 65534:65534 "$T/mailfilter"
# pipe(8) hands mail over without an mbox line.
for file in "$T"/in/*; do
	sed '1{/^From /d;}' "$file" >"$T/head" && mv "$T/head" "$file"
done
cat >"$T/bin/deliver" <<'END_OF_SCRIPT'
#!/bin/sh
[ -n "${KEEP:-}" ] || as_user sh -c 'rm -rf Maildir; for d in Maildir Maildir/.Junk; do
    mkdir -p $d/new $d/cur $d/tmp; done'
as_user maildrop "$T/mailfilter" <"$1"
status=$?
cd "$T/home" || exit 1
echo "$status" $(find . -type f | sed 's|^./Maildir/new/.*|inbox|
    s|^./Maildir/.Junk/new/.*|junk|')
END_OF_SCRIPT
chmod 755 "$T/bin/deliver"

choose maildrop
refuse maildrop
is 'maildrop: no such folder: stays in the queue' 0 '75' \
    'rm -rf $T/home/Maildir; KEEP=yes deliver $T/in/fails-reject'
printf '%s\n' '#!/bin/sh' "sed -e '\$a\\'" >"$T/bin/ended"
chmod 755 "$T/bin/ended"
every_byte maildrop '| ended'
is 'nothing of a name was run' 0 '' 'find $T -name gone'

plan
