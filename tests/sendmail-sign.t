#!/bin/sh
# contrib/sendmail-sign: before a program that only keeps what it gets, and
# before the real Postfix, for mailx, mutt and cron.
# shellcheck disable=SC1091,SC2016
cd "$(dirname "$0")" || exit 1
. ./lib.sh
. ./need.sh

SITE=$T/etc/mailseal
mkdir -p "$T/bin" "$T/tmp" "$SITE/keys" && chmod 755 "$T" || exit 1
export SITE
dkim-genkey -a -D "$SITE/keys" -d example.org -s mail 2>"$T/err" || exit 1
mv "$SITE/keys/mail.private" "$SITE/keys/mail.example.org.private"
cat "$SITE/keys/mail.txt" >"$T/zone"
echo "mail._domainkey.example.org example.org:mail:$SITE/keys/mail.example.org.private" >"$SITE/key.table"
echo '*@example.org mail._domainkey.example.org' >"$SITE/signing.table"

cat >"$T/bin/real" <<'END_OF_SCRIPT'
#!/bin/sh
for argument; do echo "$argument"; done >"$T/arguments"
cat >"$T/sent"
exit "${REAL_STATUS:-0}"
END_OF_SCRIPT
# Says what went to the log.
printf '#!/bin/sh\nfor last; do :; done\necho "$last" >>"$T/log"\n' >"$T/bin/logger"
# As a person would edit it.
sed -e "s|^REAL=.*|REAL=$T/bin/real|" -e 's|^ORIGIN=.*|ORIGIN=example.org|' \
    -e "s|^PATH=.*|PATH=$T/bin:$PATH|" \
    ../contrib/sendmail-sign/sendmail-sign >"$T/bin/sendmail"
chmod 755 "$T"/bin/*
sed 's/^UNLISTED=.*/UNLISTED=pass/' "$T/bin/sendmail" >"$T/bin/passing"
sed "s|^REAL=.*|REAL=$T/bin/itself|" "$T/bin/sendmail" >"$T/bin/itself"
sed "s|^REAL=.*|REAL=$T/none|" "$T/bin/sendmail" >"$T/bin/alone"
chmod 755 "$T/bin/passing" "$T/bin/itself" "$T/bin/alone"
cp "$T/bin/sendmail" "$T/bin/mailq" && cp "$T/bin/sendmail" "$T/bin/newaliases"
# s ARGUMENT...: send standard input; n: and nothing may be handed on.
cat >"$T/bin/s" <<'END_OF_SCRIPT'
#!/bin/sh
rm -f "$T/sent" "$T/arguments" "$T/log"
MAILSEAL_DIR=$SITE TMPDIR=$T/tmp "$T/bin/${NAME_OF_IT:-sendmail}" "$@"
status=$?
ls -A "$T/tmp"
[ ! -e "$T/sent" ] || [ "$status" -eq "${REAL_STATUS:-0}" ] || echo 'handed on'
exit "$status"
END_OF_SCRIPT
# v: what the verifier says of the message that was sent.
cat >"$T/bin/v" <<'END_OF_SCRIPT'
#!/bin/sh
dkim-verify -a mx.example.net -z "$T/zone" <"${1:-$T/sent}" | grep -o 'dkim=[a-z]*'
END_OF_SCRIPT
chmod 755 "$T/bin/s" "$T/bin/v"
mkdir "$T/tool"
for tool in dkim-sign dkim-verify spf-check dmarc-lookup; do
	cp "$(command -v "$tool")" "$T/tool/" || exit 1
done
PATH=$T/bin:$PATH

M='From: A <a@example.org>\nTo: b@example.net\nDate: Sun, 22 Nov 2026 02:00:00 +0000\nMessage-ID: <1@example.org>\nSubject: x\n\nbody\n'
printf '%b' "$M" >"$T/m"

# What is sent
is 'a message is signed' 0 dkim=pass 's -t <$T/m && v'
is 'every byte below the signature' 0 '' \
    's -t <$T/m && tail -n 7 $T/sent | cmp - $T/m'
is 'the arguments, and -i' 0 '-i
-f
a b@example.org
--
-x; $(touch gone)@example.net' 's -f "a b@example.org" -- "-x; \$(touch gone)@example.net" <$T/m; cat $T/arguments'
is 'a lone dot ends it' 0 body 's a <<E
$(cat $T/m)
.
more
E
tail -n 1 $T/sent'
for i in -i -oi '-o i' -oitrue -ti '-O IgnoreDots'; do
	is "$i: it does not" 0 'dkim=pass
more' '{ cat $T/m; printf ".\nmore\n"; } | s '"$i"' a; v; tail -n 1 $T/sent'
done
is 'a dot among others does not' 0 '..
. ' 'printf "..\n. \n" | cat $T/m - | s a; tail -n 2 $T/sent'
is 'CRLF' 0 'dkim=pass
0' "printf '$M.\\n' | sed 's/\$/\\r/' | s a; v; tr -dc '\\r' <\$T/sent | wc -c"
is 'CR within a line' 0 'dkim=pass
a b  c' 'printf "x\n\na\rb\r\rc\r\r\n" | s a; v; tail -n 1 $T/sent'
is 'NUL and 8-bit' 0 '' 'printf "From: a@example.org\nDate: x\nMessage-ID: y\n\n\0\377\n\0" >$T/odd; s -i a <$T/odd; tail -c $(wc -c <$T/odd) $T/sent | cmp - $T/odd; v >$T/out'
is 'no last newline' 0 dkim=pass 'printf "From: a@example.org\n\nx" | s a; v'
is 'mbox lines on top' 0 'dkim=pass
0' 'printf "From a\n>From b\n>>From c\n" | cat - $T/m | s a; v; grep -c "^>*From " $T/sent; :'
is 'large' 0 dkim=pass 'yes line | head -c 5000000 | cat $T/m - | s a; v'
is 'a long line is told' 0 '1
dkim=pass' 'yes x | tr -d "\n" | head -c 1200 | cat $T/m - | s a 2>$T/out; grep -c "998 octets" $T/out; v'
is 'Bcc is not signed' 0 'dkim=pass
h=From:From:Subject:Date:To' \
    'sed "1iBcc: secret@example.net" $T/m | s -t; grep -v ^Bcc $T/sent >$T/out; v $T/out; tr -d "\n\t" <$T/sent | grep -o "h=[^;]*" | head -n 1'

# What is completed
# c NAME INPUT FIELD ARGUMENT...: this is the field then.
c() {
	complete=$1 input=$2 want=$3
	shift 3
	is "completed: $complete" 0 "dkim=pass
$want" "printf '$input' | s $* -i a && v && sed '1,/^Date:/d; /^\$/,\$d' \$T/sent"
}
U=$(id -un)
D='Date: x\n'
c 'no From' 'hello\n' "From: $U@example.org"
c '-f' 'hello\n' 'From: w@example.org' -f w@example.org
c '-f without a domain' 'hello\n' 'From: w@example.org' -f w
c '-r in <>' 'hello\n' 'From: w@example.org' -r '"<w@example.org>"'
c '-f of a bounce' 'hello\n' 'From: MAILER-DAEMON@example.org' -f '"<>"'
c '-F' 'hello\n' "From: \"The \\\"\\\\\\\\ Web\" <$U@example.org>" -F "'The \"\\\\ Web'"
c '-F that is not ASCII' 'hello\n' "From: $U@example.org" -F "$(printf '\303\244')"
c '-F with a new line' 'hello\n' "From: $U@example.org" -F '"a
Bcc: x"'
c 'From of cron' "${D}From: root (Cron Daemon)\nTo: root\n\n" 'From: root@example.org (Cron Daemon)
To: root@example.org'
c 'lists' "${D}From: <w>\nCc: a, \"b c\", d <e>,\n\tf@example.net (g, h), i: j, k;\nBcc: l\n\n" 'From: <w@example.org>
Cc: a@example.org, "b c"@example.org, d <e@example.org>,
	f@example.net (g, h), i: j@example.org, k@example.org;
Bcc: l'
c 'what is whole stays' "${D}From: \"a, b\" <c@[192.0.2.1]>, w@example.org\nTo: undisclosed-recipients:;\nSender: <>\n\n" 'From: "a, b" <c@[192.0.2.1]>, w@example.org
To: undisclosed-recipients:;
Sender: <>' 2>&1
is 'no header: an empty line parts it' 0 'hello
there' 'printf "hello\nthere\n" | s a; sed "1,/^\$/d" $T/sent'
is 'a continuation first is no header' 0 ' hello' 'printf " hello\n" | s a; sed "1,/^\$/d" $T/sent'
is 'nothing at all' 0 dkim=pass 's -t <$T/log.none 2>$T/out || : >$T/log.none; s a <$T/log.none; v'
cat >"$T/hard" <<'END_OF_MAIL'
From: "r\"t" <root> (Cron (D\)) )
To: a, "b\\" <c>,
	d
Date: x
Message-ID: x

body
END_OF_MAIL
for awk in mawk gawk original-awk 'busybox awk'; do
	command -v "${awk%% *}" >"$T/out" || continue
	printf '#!/bin/sh\nexec %s "$@"\n' "$awk" >"$T/bin/awk"
	chmod 755 "$T/bin/awk"
	is "completed: with $awk" 0 'From: "r\"t" <root@example.org> (Cron (D\)) )
To: a@example.org, "b\\" <c@example.org>,
	d@example.org
Date: x
Message-ID: x

body' 's a <$T/hard; tail -n 7 $T/sent'
	rm "$T/bin/awk"
done

# What is refused; nothing is handed on, and the log says why.
# refused NAME STATUS WORDS COMMAND
refused() {
	is "refused: $1" "$2" "$3" "$4 2>\$T/said; status=\$?; grep -o \"$3\" \$T/said | head -n 1; cmp \$T/sent \$T/sent >\$T/out 2>&1 && echo sent; exit \$status"
}
refused 'an author of elsewhere' 75 'no line of' \
    'printf "From: a@elsewhere.example\n\n" | s a'
is 'the log has it' 0 1 'grep -c "^not signed, not sent: " $T/log'
is 'UNLISTED=pass: unsigned' 0 0 'printf "From: a@elsewhere.example\n\n" | NAME_OF_IT=passing s a && grep -c DKIM $T/sent; :'
refused 'two blanks in -f' 64 'no From' 'echo x | s -f "a  b" c'
refused 'a new line in -f' 64 'no From' 'echo x | s -f "a
Bcc: b" c'
mv "$SITE/keys/mail.example.org.private" "$SITE/keys/kept"
refused 'no key' 75 'No such file' 's a <$T/m'
refused 'no key, UNLISTED=pass' 75 'No such file' 'NAME_OF_IT=passing s a <$T/m'
mv "$SITE/keys/kept" "$SITE/keys/mail.example.org.private"
refused 'no tables' 75 'key.table' 'SITE=$T/none s a <$T/m'
is 'refused: no tables, in a folder of an odd name' 75 'no\c/key.table' \
    'SITE="$T/no\c" s a <$T/m 2>$T/said; status=$?; grep -o "no.c/key.table" $T/said; exit $status'
refused 'a header without end' 65 'header' 'yes "X: y" | head -n 20000 | cat - $T/m | s a'
printf '#!/bin/sh\nhead -n 1; kill -9 $$\n' >"$T/bin/dkim-sign" && chmod 755 "$T/bin/dkim-sign"
refused 'dkim-sign is killed' 75 'not sent: Killed' 's a <$T/m'
rm "$T/bin/dkim-sign"
refused '-bs' 64 'SMTP' 's -bs <$T/m >$T/greeting'
is '-bs: the greeting' 0 554 'cut -c 1-3 $T/greeting'
refused '-bS' 64 'SMTP' 's -bS <$T/m >$T/greeting'
refused 'an unknown option' 64 'option -Z' 's -Z <$T/m'
refused 'an option without its argument' 64 'option -d' 's -t -d <$T/m'
refused 'itself' 78 'itself' 'NAME_OF_IT=itself s a <$T/m'
refused 'no real one' 78 'the real sendmail' 'NAME_OF_IT=alone s a <$T/m'
refused 'no room' 75 'temporary' 'MAILSEAL_DIR=$SITE TMPDIR=$T/none sendmail a <$T/m'
printf '#!/bin/sh\n%s "$@" | head -c 30\n' "$(command -v awk)" >"$T/bin/awk-cut"
chmod 755 "$T/bin/awk-cut"
refused 'awk does not tell of a full disk' 75 'not be completed' \
    'cp $T/bin/awk-cut $T/bin/awk; s a <$T/m'
rm -f "$T/bin/awk"
printf '#!/bin/sh\ncase $1 in length*) rm "$2" ;; *) exec %s "$@" ;; esac\n' \
    "$(command -v awk)" >"$T/bin/awk-rm"
chmod 755 "$T/bin/awk-rm"
refused 'what was signed is gone' 75 'cannot be read' \
    'cp $T/bin/awk-rm $T/bin/awk; s a <$T/m'
rm -f "$T/bin/awk"
is 'a full disk: nothing is handed on' 75 '' \
    '(ulimit -f 100; yes line | head -c 1000000 | cat $T/m - | s a)'
if [ "$(id -u)" -eq 0 ] && may_unshare -m; then
	is 'a full disk: the reason is told' 0 'No space left on device' \
	    'unshare -m sh -c "mount -t tmpfs -o size=64k none $T/tmp &&
	    yes line | head -c 20000 | cat $T/m - | s a" 2>&1 |
	    grep -o "No space.*"'
fi
cat >"$T/bin/interrupted" <<'END_OF_SCRIPT'
#!/bin/sh
# The message never ends, and sendmail is told to.
rm -f "$T/sent"
mkfifo "$T/slow" || exit 1
MAILSEAL_DIR=$SITE TMPDIR=$T/tmp sendmail a <"$T/slow" &
exec 9>"$T/slow"
cat "$T/m" >&9
until [ -d "$(echo "$T/tmp/"*)" ]; do sleep 0.05; done
kill $!
exec 9>&-
wait $!
echo $?
[ ! -e "$T/sent" ] || echo 'handed on'
ls -A "$T/tmp"
END_OF_SCRIPT
chmod 755 "$T/bin/interrupted"
is 'interrupted: nothing is handed on, nothing stays' 0 75 'timeout 20 interrupted'
is 'OPTIND of the environment' 0 '-i
-t' 'OPTIND=3; export OPTIND; s -t <$T/m; cat $T/arguments; v >$T/out'
is 'the status of the real one' 67 dkim=pass 'REAL_STATUS=67 s a <$T/m; status=$?; v; exit $status'
is 'nothing of a name was run' 0 '' 'find $T . -name gone'

# What is no message
# other NAME ARGUMENTS COMMAND: the real one gets it as it is.
other() {
	is "not a message: $1" 0 "$2" "$3 <\$T/m && cat \$T/arguments && cmp \$T/sent \$T/m"
}
other -bp -bp 's -bp'
other -bv '-bv
a' 's -bv a'
other -q -q 's -q'
other -qRexample.org -qRexample.org 's -qRexample.org'
other -bi -bi 's -bi'
other -I -I 's -I'
other mailq -bp 'NAME_OF_IT=mailq s'
other newaliases -bi 'NAME_OF_IT=newaliases s'

# Before the real Postfix, on a machine of its own: name spaces in which /etc,
# /usr and /var may be changed.
if [ -n "${SANITIZED:-}" ] || [ "$(id -u)" -ne 0 ]; then
	N=$((N + 1))
	echo "ok $N # SKIP Postfix: not root, or no case for the sanitizers"
elif has 'Postfix, procmail, mailx, mutt, cron (postfix, procmail, bsd-mailx, mutt, cron)' \
    'for p in postfix procmail mailx mutt cron; do command -v $p || exit 1; done' &&
    may_unshare -mn; then
	also Postfix 'unshare -mnpf --kill-child sh ./mailhost.sh'
fi

plan
