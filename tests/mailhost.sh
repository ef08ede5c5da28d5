#!/bin/sh
# A mail server with Postfix, mailx, mutt and cron whose sendmail is
# contrib/sendmail-sign, and whose mail is delivered by procmail with
# contrib/procmail; for sendmail-sign.t, in name spaces of its own.
# shellcheck disable=SC1091,SC2016
set -u
OUTSIDE=$T T=$(mktemp -d) || exit 1
export OUTSIDE
. ./lib.sh

mount -t tmpfs -o mode=755 none "$T" && mount -t proc none /proc || exit 1
for dir in etc usr/sbin usr/local/bin var run; do
	mkdir -p "$T/over/$dir" "$T/work/$dir"
	mount -t overlay -o "lowerdir=/$dir,upperdir=$T/over/$dir,workdir=$T/work/$dir" \
	    none "/$dir" || {
		echo 'ok 1 # SKIP no overlay may be mounted here'
		echo 1..1
		exit
	}
done
ip link set lo up || exit 1
PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export PATH

# The tools, keys and tables, as the READMEs have it.
for tool in dkim-sign dkim-verify spf-check dmarc-lookup; do
	install -m 755 "$OUTSIDE/tool/$tool" /usr/local/bin/ || exit 1
done
groupadd mailseal-sign && useradd -m -d /var/web \
    -G mailseal-sign web && useradd -m -d /var/plain plain || exit 1
mkdir -p /etc/mailseal/keys
cp "$OUTSIDE/etc/mailseal/keys/"*.private /etc/mailseal/keys/
chgrp -R mailseal-sign /etc/mailseal && chmod 750 /etc/mailseal/keys &&
    chmod 640 /etc/mailseal/keys/*
echo 'mail._domainkey.example.org example.org:mail:/etc/mailseal/keys/mail.example.org.private' >/etc/mailseal/key.table
echo '*@example.org mail._domainkey.example.org' >/etc/mailseal/signing.table
echo example.org >/etc/mailname
dpkg-divert --quiet --admindir "$T/over" --add --rename --divert /usr/sbin/sendmail.real \
    /usr/sbin/sendmail 2>"$T/err" || mv /usr/sbin/sendmail /usr/sbin/sendmail.real
sed 's/^OPTIONS=.*/OPTIONS=--group-key/' ../contrib/sendmail-sign/sendmail-sign \
    >/usr/sbin/sendmail && chmod 755 /usr/sbin/sendmail
{
	cat "$OUTSIDE/zone"
	echo 'example.org. TXT "v=spf1 ip4:127.0.0.1 -all"'
	echo '_dmarc.example.org. TXT "v=DMARC1; p=reject; adkim=s"'
	echo 'slow.example.org. TIMEOUT'
} >/etc/mailseal/zone

# Postfix
rm -rf /var/spool/postfix /var/lib/postfix
mkdir -p /var/spool/postfix /var/lib/postfix && chown postfix /var/lib/postfix
cp /usr/share/postfix/main.cf.debian /etc/postfix/main.cf
cp /usr/share/postfix/master.cf.dist /etc/postfix/master.cf
sed -i 's/^\([a-z].* \)y\( .*\)/\1n\2/' /etc/postfix/master.cf
cat >>/etc/postfix/main.cf <<'END_OF_CONFIG'
compatibility_level = 3.6
myhostname = mx.example.org
myorigin = /etc/mailname
mydestination = example.org, mx.example.org, localhost
inet_interfaces = loopback-only
inet_protocols = ipv4
maillog_file = /var/log/mail.log
mailbox_command = /usr/bin/procmail -t -a "$EXTENSION"
relayhost = [127.0.0.1]:2525
disable_dns_lookups = yes
smtp_host_lookup = native
minimal_backoff_time = 1s
queue_run_delay = 1s
alias_maps =
alias_database =
END_OF_CONFIG
chgrp postdrop /usr/sbin/postdrop /usr/sbin/postqueue && chmod g+s /usr/sbin/postdrop /usr/sbin/postqueue
: >/var/log/mail.log
mkdir "$T/sunk" && chmod 777 "$T/sunk" "$T"
smtp-sink -u nobody -d "$T/sunk/%M%S." 127.0.0.1:2525 100 2>"$T/err" &
postfix start >"$T/err" 2>&1 || { note <"$T/err"; note </var/log/mail.log; }

# The recipe is for all users; plain has one of its own besides.
sed -e 's/^ID=.*/ID=mx.example.org/' \
    -e 's,^OPTIONS=.*,OPTIONS="--defer -z /etc/mailseal/zone",' \
    ../contrib/procmail/procmailrc >/etc/procmailrc
printf ':0 c\n| id -un >/var/plain/ran\n' >/var/plain/.procmailrc
for user in web plain; do
	mkdir -p "/var/$user/Maildir/.Junk" && chown -R "$user:" "/var/$user"
done

# arrived USER FOLDER: the message that has come, which then is taken away.
cat >/usr/local/bin/arrived <<'END_OF_SCRIPT'
#!/bin/sh
for _ in $(seq 1 100); do
	for file in "/var/$1/Maildir${2:+/.$2}/new"/*; do
		[ -f "$file" ] && cat "$file" && rm "$file" && exit
	done
	sleep 0.1
done
tail -n 20 /var/log/mail.log >&2
exit 1
END_OF_SCRIPT
# judged: the verdicts in our fields on top, dkimpy's, and From.
cat >/usr/local/bin/judged <<'END_OF_SCRIPT'
#!/usr/bin/python3
"""The verdicts in our fields, or those of the tool, and dkimpy's."""
import re, subprocess, sys
import dkim
data = re.sub(rb'\r?\n', b'\r\n', sys.stdin.buffer.read())
top = data.partition(b'Received:')[0]
print(' '.join(x.decode() for x in re.findall(rb'\t((?:dmarc|dkim)=[a-z]+)', top))
      or re.findall('dkim=[a-z]+', subprocess.run(
          ['dkim-verify', '-z', '/etc/mailseal/zone'], input=data,
          stdout=subprocess.PIPE).stdout.decode())[0])
key = open('/etc/mailseal/zone').read()
key = ''.join(re.findall(r'"([^"]*)"', key.partition('v=spf1')[0]))
print('dkimpy', dkim.verify(re.sub(rb'^(X-.*\r\n)*', b'', data),
                            dnsfunc=lambda name, timeout=5: key.encode()))
print(re.search(rb'\r\n(From: .*)\r\n', data).group(1).decode())
END_OF_SCRIPT
chmod 755 /usr/local/bin/arrived /usr/local/bin/judged

as() {
	printf 'setpriv --reuid %s --regid %s --init-groups env HOME=/var/%s USER=%s LOGNAME=%s' "$1" "$1" "$1" "$1" "$1"
}
WEB=$(as web)
GOOD='dmarc=pass dkim=pass
dkimpy True'
is 'mailx, by a user in the group of the keys' 0 "$GOOD
From: web@example.org" "echo hello | $WEB mailx -s 'a subject' plain && arrived plain | judged"
is 'mailx, by root, to a list without domains' 0 "$GOOD
From: root@example.org" 'echo hello | HOME=/root USER=root mailx -s x -c web plain && arrived plain | judged; arrived web >$T/out'
is 'mutt' 0 "$GOOD
From: web@example.org" "echo hello | $WEB mutt -e 'set copy=no' -s 'a subject' plain && arrived plain | judged | sed 's/From: .*<\(.*\)>/From: \1/'"
is 'a web application: sendmail -t -i, CRLF, Bcc' 0 "$GOOD
From: \"The Web\" <web@example.org>
0" 'printf "From: \"The Web\" <web>\r\nTo: Plain <plain>\r\nBcc: web\r\nSubject: x\r\n\r\n.\r\nhello\r\n" |
    '"$WEB"' sendmail -t -i -fweb && arrived plain >$T/out && judged <$T/out && grep -c ^Bcc: $T/out; arrived web >$T/out'
is 'no header, a user that may not read the keys' 75 '' \
    "echo hello | $(as plain) sendmail web"
is 'it says so' 0 1 "echo hello | $(as plain) sendmail web 2>&1 | grep -c 'not sent: .*mail.example.org.private'"
mkdir -p /var/spool/cron/crontabs && rm -rf /etc/cron.d/* /run/crond*
printf 'MAILTO=web\n@reboot root echo from cron\n' >/etc/cron.d/test
: >/etc/crontab
cron
is 'cron' 0 "$GOOD
From: root@example.org (Cron Daemon)" 'arrived web | judged'
kill "$(cat /run/crond.pid)"

# sent NAME FILE: over SMTP to another server, after Postfix's own changes.
cat >/usr/local/bin/sunk <<'END_OF_SCRIPT'
#!/bin/sh
for _ in $(seq 1 100); do
	for file in "$T/sunk"/*; do
		# The sink writes a last line when it has all.
		[ -s "$file" ] && ! mailq | grep -q '^[0-9A-F]' &&
			sed '/^X-/d' "$file" && rm "$file" && exit
	done
	sleep 0.1
done
tail -n 20 /var/log/mail.log >&2
exit 1
END_OF_SCRIPT
chmod 755 /usr/local/bin/sunk
sent() {
	is "over SMTP: $1" 0 "dkim=pass
dkimpy True
From: $2" "$3 >\$T/in && $WEB sendmail -i -f web you@example.net <\$T/in && sunk | judged"
}
sent 'no header' web@example.org 'printf "hello\n"'
sent 'dots' web@example.org 'printf "hello\n\n.\n..\n.a\n"'
sent '8-bit, tabs, blanks at the end' ' A <web@example.org>' \
    'printf "From:  A <web>\nSubject: x  y \n\tfolded\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n\303\244 \t \n\n\n"'
sent 'CR within a line, as a program writes that tells how far it is' \
    web@example.org 'printf "Subject: a\rb\n\n10%%\r20%%\r\n\r100%%\r\r\n"'
sent 'addresses of many kinds' '"W, x" <web@example.org>' \
    'printf "From: \"W, x\" <web>\nTo: a, \"b c\", D <d> (e),\n f@example.net, \"g\\\\\\\\\" <h>, i: j, k <l>;\nCc: m@mx\nReply-To: <n>\nSender: web (o)\nSubject: p\n\nq\n"'
sent 'what Postfix takes out' web@example.org \
    'printf "Return-Path: <a>\nBcc: b\nContent-Length: 3\nFrom: web\n\nhello\n"'
sent 'an mbox line, and a line that is no field' web@example.org \
    'printf "From web Sun Nov 22 02:00:00 2026\nFrom: web\nnot a field\nTo: x\n\nhello\n"'

is 'mailq, newaliases and -bv are the real ones' 0 'Mail queue is empty
newaliases 0' 'mailq; newaliases; echo newaliases $?'

# In: over SMTP, to procmail.
cat >/usr/local/bin/smtp <<'END_OF_SCRIPT'
#!/usr/bin/python3
import smtplib, sys
with smtplib.SMTP('127.0.0.1') as s:
    s.ehlo('mail.example.org')
    s.sendmail(sys.argv[1], ['plain@example.org'], sys.argv[2].encode())
END_OF_SCRIPT
chmod 755 /usr/local/bin/smtp
is 'from outside: SPF of what Postfix writes' 0 'dmarc=pass
spf=pass
dkim=none' 'smtp a@example.org "From: a@example.org

x" && arrived plain | sed "/^Received/q" | grep -o "^.[ds][a-z]*=[a-z]*" | tr -d "\t"'
is 'from outside: forged' 0 'dmarc=fail
spf=none
dkim=none' 'smtp a@example.com "From: a@example.org

x" && arrived plain Junk | sed "/^Received/q" | grep -o "^.[ds][a-z]*=[a-z]*" | tr -d "\t"'
is 'from outside: a bounce' 0 'dmarc=none' 'smtp "" "From: MAILER-DAEMON@example.com

x" && arrived plain | sed "/^Received/q" | grep -o "^.dmarc=[a-z]*" | tr -d "\t"'
cat >/usr/local/bin/deferred <<'END_OF_SCRIPT'
#!/bin/sh
for _ in $(seq 1 100); do
	grep -q 'status=deferred.*no answer from DNS' /var/log/mail.log && break
	sleep 0.1
done
mailq | grep -c '^[0-9A-F]'
find /var/plain/Maildir -path '*/new/*' | wc -l
ls /var/plain/ran 2>&1 | grep -c 'No such'
END_OF_SCRIPT
chmod 755 /usr/local/bin/deferred
is 'no DNS: in the queue, and not in a folder' 0 'plain
1
0
1' 'cat /var/plain/ran; rm /var/plain/ran; smtp a@slow.example.org "From: a@example.com

x" && deferred'
is 'DNS is back: delivered, and once' 0 'dmarc=none
Mail queue is empty
0' 'sed -i /TIMEOUT/d /etc/mailseal/zone; postqueue -f
    arrived plain | sed "/^Received/q" | grep -o "^.dmarc=[a-z]*" | tr -d "\t"; mailq
    find /var/plain/Maildir -path "*/new/*" | wc -l'
postfix stop >"$T/err" 2>&1

plan
umount -l /run /var /usr/local/bin /usr/sbin /etc "$T"
