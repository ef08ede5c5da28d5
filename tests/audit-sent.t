#!/bin/sh
# contrib/audit-sent: what is found in a Maildir, an mbox and a folder, what
# is remembered, and what files and messages of odd kinds do.
# shellcheck disable=SC1091,SC2016
cd "$(dirname "$0")" || exit 1
. ./lib.sh
. ./need.sh
: "${T:?}"

audit=$PWD/../contrib/audit-sent
export audit TMPDIR="$T/tmp" XDG_STATE_HOME="$T/xdg"
mkdir "$T/tmp" "$T/keys" "$T/m"

# key NAME DOMAIN [OPTION...]: a key and its record.
key() {
	name=$1 domain=$2
	shift 2
	dkim-genkey -D "$T/keys" -d "$domain" -s "$name" "$@" 2>"$T/err"
	dns-record -F fqdn -k "$T/keys/$name.private" -d "$domain" \
	    -s "$name" >>"$T/zone" 2>"$T/err"
}
key mail example.org -b 2048
key weak example.org -b 1024
key ed example.org -T ed25519
key lists lists.example.net -T ed25519
key sub sub.example.org -T ed25519
key own own.example.org -T ed25519
key strict sub.example.com -T ed25519
key test example.org -T ed25519
sed -i '/^test\./s/v=DKIM1;/v=DKIM1; t=y;/' "$T/zone"
cat >>"$T/zone" <<'END'
_dmarc.example.org. IN TXT "v=DMARC1; p=reject"
_dmarc.own.example.org. IN TXT "v=DMARC1; p=none; psd=n"
_dmarc.example.com. IN TXT "v=DMARC1; p=reject; adkim=s"
END

# message FROM [CLIENT]
message() {
	printf '%s\n' "Received: from web (web.example.org [${2:-192.0.2.7}])" \
	    '	by mx.example.org (Postfix) with ESMTP id 1234;' \
	    '	Sat, 21 Nov 2026 12:00:00 +0000 (UTC)' "From: $1" \
	    'To: you@example.net' 'Subject: news' '' \
	    'What there is to say.' '' 'Good bye.'
}

# sign FILE FROM SELECTOR DOMAIN [OPTION...]
sign() {
	file=$T/m/$1 from=$2 s=$3 d=$4
	shift 4
	key=$s
	[ "$key" = gone ] && key=mail
	message "$from" | dkim-sign -d "$d" -s "$s" -k "$T/keys/$key.private" \
	    "$@" >"$file"
}
sign good a@example.org mail example.org
sign ed a@example.org ed example.org
sign weak a@example.org weak example.org
sign gone a@example.org gone example.org
sign test a@example.org test example.org
sign near a@example.org ed example.org -x 2d
sign far a@example.org ed example.org -x 30d
now=$(date +%s)
sign expired a@example.org ed example.org -t $((now - 86400 * 9)) -x 8d
sign short a@example.org ed example.org -t $((now - 86400 * 9)) -x 1d
sign above a@www.example.org ed example.org
sign below a@example.org sub sub.example.org
sign own a@example.org own own.example.org
sign strict a@example.com strict sub.example.com
sign other a@example.org lists lists.example.net
sign two 'a@example.org, b@example.net' ed example.org
message a@example.org >"$T/m/unsigned"
sed 's/Good bye/Bye/' "$T/m/good" >"$T/m/changed"
sed 's/^From:.*/&, c@example.org\r/' "$T/m/unsigned" >"$T/m/several"
sed '/^From:/d' "$T/m/unsigned" >"$T/m/nobody"
sed 's/^From/From: x@example.org\n&/' "$T/m/unsigned" >"$T/m/twice"
sed 's/$/\r/' "$T/m/ed" >"$T/m/crlf"

# maildir NAME MESSAGE...: a new one with these.
maildir() {
	box=$T/$1 i=0
	rm -rf "$box" "$T/state"
	mkdir -p "$box/cur" "$box/new" "$box/tmp"
	shift
	for m; do
		i=$((i + 1))
		cp "$T/m/$m" "$box/cur/$i.M1P1.host:2,S"
	done
}

# The findings without where: all indented lines but the last of each row.
# shellcheck disable=SC2089
texts='NR > 3 && /^ *[0-9]+  / { if (text) print text; text = "" }
NR > 3 && /^       [^\/]/ { sub(/^ */, ""); text = text (text ? " " : "") $0 }
END { if (text) print text }'
# shellcheck disable=SC2090
export texts
cat >"$T/run" <<'END'
"$audit" -z "$T/zone" --state "$T/state" "$@"
END
export run="sh $T/run"

is '--help' 0 'usage: audit-sent [-x days] [-P n] [-T seconds] [-n address] [-z zonefile]' \
    '$audit --help | head -n 1'
is 'no folder is a wrong call' 64 '' '$audit'
is 'a wrong option' 64 '' '$audit --frobnicate "$T"'
is 'an option without its value' 64 '' '$audit "$T" -x'
is 'days that are no number' 64 '' '$audit -x soon "$T"'
is 'a name with a line end is a wrong call, behind -- too' 64 '' \
    '$run -- "$T/m
$T/m"'
is 'and so is no name' 64 '' '$run -- ""'
is 'a folder that is not there' 65 '' '$run "$T/nowhere"'
is 'a file that is no mbox' 65 '' '$run "$T/m/good"'
is 'a zone file that is not there is an error of dkim-verify' 66 \
    "dkim-verify: $T/nozone: No such file or directory" \
    '$audit -z "$T/nozone" --state "$T/state" "$T/m" 2>&1'
is 'no tools' 75 'audit-sent: dkim-verify is not in PATH' \
    'mkdir "$T/few"; for t in sh cat dirname getconf mktemp readlink rm tr; do
	ln -s "$(command -v "$t")" "$T/few"; done; PATH=$T/few $run "$T/m" 2>&1'
is 'a dkim-verify that is none is no silence' 75 \
    'audit-sent: this dkim-verify passes what is not signed' \
    'for t in dkim-verify dmarc-lookup; do
	printf "#!/bin/sh\n" >"$T/few/$t"; chmod +x "$T/few/$t"; done
    PATH=$T/few $run "$T/m" 2>&1'

# found NAME WANT MESSAGE...: in a Maildir of these; nothing is exit 0.
found() {
	name=$1 want=$2 expected=0
	shift 2
	[ -z "$want" ] || expected=1
	maildir box "$@"
	is "$name" "$expected" "$want" \
	    '$run "$T/box" >"$T/out"; s=$?; awk "$texts" "$T/out"; exit $s'
}
k=._domainkey.example.org
found 'what is good: silence' '' good ed far crlf above below
is 'really: nothing is printed' 0 '' '$run --all "$T/box"'
found 'not signed' 'not signed' unsigned
found 'the body was changed' "mail$k: fail, body hash did not verify" changed
found 'no key' "gone$k: permerror, no key: the name does not exist" gone
found 'a weak key' \
    "weak$k: the RSA key is weak, 1024 bits (RFC 8301 wants 2048)" weak
found 'a key in test mode' "test$k: the key is in test mode (t=y)" test
found 'expires soon' \
    "ed$k: expires 48 hours after it was made (x=), mail may be longer on its way" near
found 'expired since, but it held long enough' '' expired
found 'expired, too soon' \
    "ed$k: policy, the signature has expired (x=)" short
found 'another domain' \
    'not signed by this domain, but by lists.example.net' other
found 'strict alignment: a subdomain is another' \
    'not signed by this domain, but by sub.example.com' strict
found 'an organization of its own below ours (psd=n)' \
    'not signed by this domain, but by own.example.org' own
found 'two authors: each must be met' \
    'not signed by this domain, but by example.org' two
found 'no author' 'no author domain: no From field' nobody
found 'several From fields' 'no author domain: several From fields' twice
is '-x: days to hold' 0 '' 'rm -rf "$T/box/cur/"*; cp "$T/m/near" "$T/box/cur/9"
    $run -x 2 --all "$T/box"'
is '-x: more days' 1 1 '$run --expire=31 --all "$T/box" | grep -c "expires 48 hours"; $run -x31 --all "$T/box" >"$T/out"'

# The table
maildir box unsigned changed unsigned good unsigned
message a@example.org 198.51.100.9 >"$T/box/new/9.M1P1.host"
sed 's/web.example.org \[192.0.2.7\]/localhost [127.0.0.1]/
    s/^From:/Received: from a (b [2001:db8::7]) by x; now\n&/' \
    "$T/m/unsigned" >"$T/box/new/10.M1P1.host"
sed 's/^Received.*/Received: by mx.example.org (Postfix, from userid 0)/' \
    "$T/m/unsigned" >"$T/box/new/11.M1P1.host"
sed '1,3d' "$T/m/unsigned" >"$T/box/new/12.M1P1.host"
is 'the table: like goes with like' 1 "8 of 9 messages:

count  author       handed in by
    3  example.org  192.0.2.7
       not signed
       BOX/cur/1.M1P1.host:2,S
    1  example.org  -
       not signed
       BOX/new/12.M1P1.host
    1  example.org  192.0.2.7
       mail._domainkey.example.org: fail, body hash did not verify
       BOX/cur/2.M1P1.host:2,S
    1  example.org  198.51.100.9
       not signed
       BOX/new/9.M1P1.host
    1  example.org  2001:db8::7
       not signed
       BOX/new/10.M1P1.host
    1  example.org  local
       not signed
       BOX/new/11.M1P1.host" \
    '$run "$T/box" >"$T/out"; s=$?
    sed "s,$T/box,BOX,;s,cur/[135]\.,cur/1.," "$T/out"; exit $s'
is 'what is not 127.0.0.1 below --skip' 1 7 \
    '$run --all --skip 1 "$T/box" >"$T/out"; s=$?
    awk "/^ *[0-9]+  .*-$/ { n += \$1 } END { print n }" "$T/out"; exit $s'

# What was judged before
is 'the same again: nothing new' 0 '' '$run "$T/box"'
is 'a flag does not make a message new' 0 '' \
    'mv "$T/box/new/9.M1P1.host" "$T/box/cur/9.M1P1.host:2,RS"; $run "$T/box"'
is 'a new message does' 1 '1 of 1 messages:' \
    'cp "$T/m/unsigned" "$T/box/new/13.M1P1.host"
    $run "$T/box" >"$T/out"; s=$?; head -n 1 "$T/out"; exit $s'
is '--all' 1 '9 of 10 messages:' \
    '$run --all "$T/box" >"$T/out"; s=$?; head -n 1 "$T/out"; exit $s'
is 'old file times do not hide a message' 1 '1 of 1 messages:' \
    'cp "$T/m/unsigned" "$T/box/cur/14.M1P1.host:2,S"
    touch -t 200001010000 "$T/box/cur/14.M1P1.host:2,S"
    $run "$T/box" >"$T/out"; s=$?; head -n 1 "$T/out"; exit $s'
is 'those that are gone are forgotten' 0 1 \
    'rm "$T/box/cur/"* "$T/box/new/"*; $run "$T/box"; cat "$T/state/"* | wc -l'
is '--mark: all that is there counts as judged' 0 '' \
    'cp "$T/m/unsigned" "$T/box/cur/1"; $run --mark "$T/box" && $run "$T/box"'
is 'the table cannot be written: it is said again' 1 1 \
    'cp "$T/m/unsigned" "$T/box/cur/2"; $run "$T/box" 2>&- >&- ; test $? -ne 0 &&
    $run "$T/box" >"$T/out"; s=$?; grep -c "not signed" "$T/out"; exit $s'
is 'state: 0600, one file for each folder, nothing else' 0 '-rw------- 1' \
    'ls -l "$T/state" | sed -n "2,\$p" | cut -c1-12; ls "$T/state" | grep -v "^audit-sent\.[0-9]*-[0-9]*\$"; true'
is 'state where systemd says' 1 1 \
    'STATE_DIRECTORY=$T/systemd $audit -z "$T/zone" "$T/box" >"$T/out"; s=$?
    ls "$T/systemd" | wc -l; exit $s'
as_root 'state that cannot be written is known before the work' 73 '' \
    'mkdir -m 755 "$T/closed"; chmod 755 "$T" "$T/tmp"; chmod 777 "$T/tmp"
    setpriv --reuid 65534 --clear-groups $audit --state "$T/closed/x" -z "$T/zone" "$T/box"'

as_root 'state in the home of another than root' 0 xdg/mailseal \
    'mkdir "$T/tmp/a"; cp -r "$audit" "${audit%-sent}" "$T/zone" "$T/tmp/a"; chown 65534 "$T/tmp/a"
    cd "$T/tmp/a"; : >mbox; XDG_STATE_HOME=$T/tmp/a/xdg setpriv --reuid 65534 --clear-groups \
	./audit-sent -z zone mbox; ls -d xdg/mailseal'

# DNS that does not answer: not judged, and asked again.
maildir box good changed unsigned
is 'no answer from DNS is 75, whatever else there is' 75 '3 3' \
    '$audit --state "$T/state" -n 127.0.0.1:9 -T 2 "$T/box" >"$T/out"; s=$?
    awk "/^ *[0-9]+  / { n += \$1 } /asked again/ { m++ }
    END { print n, n * (m > 0) }" "$T/out"; exit $s'
is 'and all of them are judged the next time' 1 '2 of 3 messages:' \
    '$run "$T/box" >"$T/out"; s=$?; head -n 1 "$T/out"; exit $s'

# Odd files
maildir box good
tab=$(printf '\t')
for n in 'with blank' '-leading' 'quo"te' "apos'trophe" 'back\slash' '$(date)' \
    '*' "tab${tab}here" 'line
end' "$(printf 'latin\351')" "$(printf 'utf\303\251')" '%s' 'a=b' 'x\"y'; do
	cp "$T/m/unsigned" "$T/box/cur/$n"
done
is 'odd names are read' 1 '14 of 15 messages:' \
    '$run "$T/box" >"$T/out"; s=$?; head -n 1 "$T/out"; exit $s'
is 'and known again' 0 '' '$run "$T/box"'
is 'control bytes in a name do not reach the table' 1 '' \
    'printf "From: a@example.org\n\n" >"$T/box/cur/$(printf "a\033[2Jb\nc")"
    $run "$T/box" >"$T/out"; s=$?; tr -d " -~\n" <"$T/out"; exit $s'
is 'no files: a link, a fifo, a folder' 0 '' \
    'ln -s "$T/m/unsigned" "$T/box/cur/link"; mkfifo "$T/box/cur/fifo"
    mkdir "$T/box/cur/folder"; cp "$T/m/unsigned" "$T/box/tmp/1"; $run "$T/box"'
is 'cur may be a link to a folder' 1 '1 of 1 messages:' \
    'mv "$T/box/cur" "$T/linked"; ln -s "$T/linked" "$T/box/cur"
    cp "$T/m/unsigned" "$T/box/cur/behind"; $run "$T/box" >"$T/out"; s=$?
    head -n 1 "$T/out"; rm "$T/box/cur"; mv "$T/linked" "$T/box/cur"; exit $s'
is 'an empty file is no message' 1 'no message: it has no header at all' \
    ': >"$T/box/cur/empty"; $run "$T/box" >"$T/out"; s=$?; awk "$texts" "$T/out"; exit $s'
is 'once' 0 '' '$run "$T/box"'
as_root 'a file that cannot be read' 66 '1
1' 'cp -r "$T/box" "$T/tmp/box"; cp "$T/m/ed" "$T/tmp/box/cur/shut"
    cp "$T/zone" "$T/tmp/zone"; cp -r "$audit" "${audit%-sent}" "$T/tmp"
    chown -R 65534 "$T/tmp"; chown 0 "$T/tmp/box/cur/shut"; chmod 600 "$T/tmp/box/cur/shut"
    setpriv --reuid 65534 --clear-groups "$T/tmp/audit-sent" --state "$T/tmp/state" \
	-z "$T/tmp/zone" "$T/tmp/box" >"$T/out" 2>"$T/errors"; s=$?
    grep -c "cannot be judged: .*/shut " "$T/errors"
    cat "$T/tmp/state/"* | grep -vc shut | sed "s/.*/1/"; exit $s'
as_root 'an mbox, a folder that cannot be read: by name' 66 \
    "audit-sent: $T/tmp/shut: cannot be read
audit-sent: $T/tmp/closed: cannot be read" \
    'cp "$T/m/ed" "$T/tmp/shut"; chmod 600 "$T/tmp/shut"; mkdir -m 700 "$T/tmp/closed"
    setpriv --reuid 65534 --clear-groups "$T/tmp/audit-sent" --state "$T/tmp/state" \
	-z "$T/tmp/zone" "$T/tmp/shut" "$T/tmp/closed" 2>&1 | grep -v "^find\|cd:"
    setpriv --reuid 65534 --clear-groups "$T/tmp/audit-sent" --state "$T/tmp/state" \
	-z "$T/tmp/zone" "$T/tmp/shut" 2>"$T/errors"; s=$?
    rm -r "$T/tmp/shut" "$T/tmp/closed"; exit $s'
sed 's/a@example.org/"\\033[2J" <a@example.org>/' "$T/m/unsigned" |
    awk '{ gsub(/\\033/, "\033"); print }' >"$T/m/screen"
maildir box screen
is 'control bytes in a message do not reach the table' 1 '' \
    '$run "$T/box" >"$T/out"; s=$?; tr -d " -~\n" <"$T/out"; exit $s'
maildir box unsigned
python3 -c 'print("DKIM-Signature: v=1; a=rsa-sha256; d=" + "a." * 20000 +
    "org; s=x; b=AA; bh=AA; h=from\nReceived: from x ([" + "9" * 90000 + "]) by y")' >"$T/box/cur/8"
message a@example.org >>"$T/box/cur/8"
is 'a hostile header' 1 '2 of 2 messages:' \
    '$run "$T/box" >"$T/out"; s=$?; head -n 1 "$T/out"; exit $s'

# A folder
mkdir -p "$T/folder/2026/11" "$T/folder/.git"
cp "$T/m/unsigned" "$T/folder/1"
cp "$T/m/unsigned" "$T/folder/2026/11/2"
cp "$T/m/unsigned" "$T/folder/.git/3"
cp "$T/m/unsigned" "$T/folder/,4"
cp "$T/m/unsigned" "$T/folder/.hidden"
is 'a folder, and those in it' 1 '2 of 2 messages:' \
    '$run "$T/folder" >"$T/out"; s=$?; head -n 1 "$T/out"; exit $s'
is 'by a relative name with a dash' 0 '' \
    'cd "$T" && ln -s folder ./-z && $run -- -z'
is 'a name that has another message now' 1 '1 of 1 messages:' \
    'cp "$T/m/changed" "$T/folder/1"
    $run "$T/folder" >"$T/out"; s=$?; head -n 1 "$T/out"; exit $s'
is 'a name with a "+" is no second reading of another' 1 '2 of 2 messages:' \
    'mkdir "$T/plus"; cp "$T/m/unsigned" "$T/plus/1"; cp "$T/m/unsigned" "$T/plus/1+"
    mkdir "$T/bin"; printf "%s\n" "#!/bin/sh" "$(command -v find) \"\$@\" | sort -z" >"$T/bin/find"
    chmod +x "$T/bin/find"; PATH=$T/bin:$PATH $run "$T/plus" >"$T/out"; s=$?
    rm -r "$T/bin"; head -n 1 "$T/out"; exit $s'
is 'several folders, one table; the worst exit' 65 '4 of 4 messages:' \
    'rm -rf "$T/state"; $run "$T/folder" "$T/nowhere" "$T/box" >"$T/out" 2>"$T/errors"
    s=$?; sed 1q "$T/out"; exit $s'
is 'what could be read is known all the same' 0 '' '$run "$T/folder" "$T/box"'

# An mbox
from='From a@example.org Sat Nov 21 12:00:00 2026'
# mbox MESSAGE...: quoted as qmail and others do (mboxrd).
mbox() {
	for stored; do
		echo "$from"
		sed 's/^>*From />&/' "$T/m/$stored"
		echo
	done
}
rm -rf "$T/state"
mbox good unsigned changed crlf >"$T/mbox"
is 'an mbox: its messages' 1 '2 of 4 messages:' \
    '$run "$T/mbox" >"$T/out"; s=$?; head -n 1 "$T/out"; exit $s'
at=$(($(mbox good | wc -c)))
is 'and where they start' 1 "$at" \
    "$run --all \"\$T/mbox\" | sed -n 's/.*mbox, at byte //p' | sort -n | head -n 1; exit 1"
is 'again' 0 '' '$run "$T/mbox"'
is 'no room to read it: which folder, and again the next time' 66 "audit-sent: $T/mbox: cannot be read" \
    'cp "$T/mbox" "$T/mbox.kept"; mbox good >>"$T/mbox"; mkdir "$T/bin"
    printf "%s\n" "#!/bin/sh" "exit 1" >"$T/bin/tail"; chmod +x "$T/bin/tail"
    PATH=$T/bin:$PATH $run "$T/mbox" 2>&1; s=$?; rm -r "$T/bin"
    mv "$T/mbox.kept" "$T/mbox"; exit $s'
is 'no copy stays' 0 '' 'ls "$T/tmp" | grep -v "^a\$\|^audit$\|^audit-sent\|^box\|^state\|^zone"; true'
mbox weak >>"$T/mbox"
is 'what was added' 1 '1 of 1 messages:' \
    '$run "$T/mbox" >"$T/out"; s=$?; head -n 1 "$T/out"; exit $s'
mbox weak gone weak >"$T/mbox"
is 'it was written anew: from the start' 1 '3 of 3 messages:' \
    '$run "$T/mbox" >"$T/out"; s=$?; head -n 1 "$T/out"; exit $s'
(mbox good weak gone weak; mbox good good) >"$T/mbox"
is 'something went in before: from the start' 1 '3 of 6 messages:' \
    '$run "$T/mbox" >"$T/out"; s=$?; head -n 1 "$T/out"; exit $s'
: >"$T/mbox"
is 'it was emptied' 0 '' '$run "$T/mbox"'
mbox unsigned >"$T/mbox"
is 'and fills again' 1 '1 of 1 messages:' \
    '$run "$T/mbox" >"$T/out"; s=$?; head -n 1 "$T/out"; exit $s'
{ mbox good; echo "$from"; echo; mbox good; } >"$T/hollow"
is 'an empty message in an mbox' 1 'no message: it has no header at all' \
    '$run "$T/hollow" >"$T/out"; s=$?; sed -n "s/^       no/no/p" "$T/out"; exit $s'
is 'once as well' 0 '' '$run "$T/hollow"'
{ echo 'From a@example.org 2026-11-21'; cat "$T/m/unsigned"; echo; } >"$T/odd"
is 'a From_ line of a strange form begins a message' 1 '1 of 1 messages:' \
    '$run "$T/odd" >"$T/out"; s=$?; head -n 1 "$T/out"; exit $s'
cat "$T/odd" "$T/odd" >"$T/odd2" && mv "$T/odd2" "$T/odd"
is 'and when it was added' 1 '1 of 1 messages:' \
    '$run "$T/odd" >"$T/out"; s=$?; head -n 1 "$T/out"; exit $s'

# Lines that begin with "From " in the text, signed so, and stored in the
# three ways that programs have.
{
	message a@example.org
	printf '%s\n' '' 'From here on it is text.' '>From there it is' \
	    '>>From' 'From the end.'
} | dkim-sign -d example.org -s ed -k "$T/keys/ed.private" >"$T/m/froms"
{
	message a@example.org
	printf '%s\n' '' 'From here on it is text.' 'From the end.'
} | dkim-sign -d example.org -s ed -k "$T/keys/ed.private" >"$T/m/plain"
{
	message a@example.org
	printf '%s\n' '' '>From a mailer that quoted before it was signed'
} | dkim-sign -d example.org -s ed -k "$T/keys/ed.private" >"$T/m/before"
for way in 's/^>*From />&/' 's/^From />&/' 's/^nothing//'; do
	for m in froms plain before; do
		[ "$m$way" != 'fromss/^From />&/' ] || continue
		rm -rf "$T/state"
		{ mbox good; echo "$from"; sed "$way" "$T/m/$m"; echo
		mbox good; } >"$T/mbox"
		is "quoted by $way: $m" 0 '' '$run "$T/mbox"'
	done
done
rm -rf "$T/state"
{
	message a@example.org
	printf 'nul \000 and latin \351\nno end of line'
} | dkim-sign -d example.org -s ed -k "$T/keys/ed.private" >"$T/m/bytes"
{ echo "$from"; cat "$T/m/bytes"; echo; echo; mbox good; echo "$from"
cat "$T/m/bytes"; } >"$T/mbox"
is 'each byte of an mbox' 0 '' '$run "$T/mbox"'
cat >"$T/slow" <<'END'
#!/bin/sh
# dkim-verify, while another message comes in
case $* in
*/mbox/*) [ -e "$T/once" ] || { : >"$T/once"; cat "$T/half" >>"$T/mbox"; } ;;
esac
exec "$REAL" "$@"
END
mkdir "$T/bin"
cp "$T/slow" "$T/bin/dkim-verify"
chmod +x "$T/bin/dkim-verify"
REAL=$(command -v dkim-verify)
export REAL
mbox unsigned | head -n 6 >"$T/half"
rm -rf "$T/state"
mbox good unsigned >"$T/mbox"
is 'an mbox that grows: nothing is judged by half' 0 "0
1
2 of 2 messages:" 'PATH=$T/bin:$PATH $run "$T/mbox"; echo $?
    sed "1,6d" "$T/m/unsigned" >>"$T/mbox"; $run "$T/mbox" >"$T/out"; echo $?; sed 1q "$T/out"'

# As many messages as there are: few processes.
maildir many
i=0
while [ $i -lt 150 ]; do
	i=$((i + 1))
	cp "$T/m/good" "$T/many/new/$i.M1P1.host"
	cp "$T/m/unsigned" "$T/many/cur/$i.M1P2.host:2,"
done
cat >"$T/bin/dkim-verify" <<'END'
#!/bin/sh
echo "${0##*/}" >>"$T/calls"
PATH=${PATH#*:} exec "${0##*/}" "$@"
END
cp "$T/bin/dkim-verify" "$T/bin/dmarc-lookup"
chmod +x "$T/bin/"*
rm -f "$T/bin/cksum" "$T/calls"
is '300 messages: dkim-verify three times, dmarc-lookup once' 1 \
    '150 of 300 messages:
      3 dkim-verify
      1 dmarc-lookup' 'PATH=$T/bin:$PATH; $run "$T/many" >"$T/out"; s=$?
    sed 1q "$T/out"; sort "$T/calls" | uniq -c; exit $s'

cat >"$T/bin/dkim-verify" <<'END'
#!/bin/sh
for f; do case $f in */many/* | */mbox/*) echo "$f" >>"$T/asked" ;; esac; done
PATH=${PATH#*:} exec "${0##*/}" "$@"
END
is 'DNS does not answer: not all of the messages wait for it' 75 \
    "audit-sent: $T/many: DNS does not answer, 280 are left for the next run
20
150 of 300 messages:" \
    'rm -rf "$T/state"; rm "$T/bin/dmarc-lookup"; mv "$T/many/cur" "$T/cur2"; mkdir "$T/many/cur"
    for f in "$T/many/new/"*; do cp "$f" "$T/many/cur/c${f##*/}"; done
    (PATH=$T/bin:$PATH; exec "$audit" --state "$T/state" -n 127.0.0.1:9 -T 2 "$T/many") 2>&1 >"$T/out"; s=$?
    echo $(($(wc -l <"$T/asked"))); rm -r "$T/many/cur"; mv "$T/cur2" "$T/many/cur"
    $run "$T/many" | sed 1q; exit $s'
for i in 1 2 3 4 5 6 7 8 9 10 11; do mbox good good; done >"$T/mbox"
mbox unsigned >>"$T/mbox"
is 'nor those of an mbox; all are judged later' 75 '12
1 of 23 messages:' \
    'rm -f "$T/asked"
    (PATH=$T/bin:$PATH; exec "$audit" --state "$T/state" -n 127.0.0.1:9 -T 2 "$T/mbox") >"$T/out" 2>&1; s=$?
    echo $(($(wc -l <"$T/asked"))); $run "$T/mbox" | sed 1q; exit $s'
rm -rf "$T/state"
printf '%s\n' '#!/bin/sh' '[ "$1" != -n ] || exit 2' 'PATH=${PATH#*:} exec sort "$@"' >"$T/bin/sort"
chmod +x "$T/bin/sort"
is 'no room for what is to be asked again: all is judged again' 73 '1 of 23 messages:' \
    '(PATH=$T/bin:$PATH; exec "$audit" --state "$T/state" -n 127.0.0.1:9 -T 2 "$T/mbox") >"$T/out" 2>&1; s=$?
    rm "$T/bin/sort"; $run "$T/mbox" | sed 1q; exit $s'
is 'a limit on files: what was not judged is the next time' 66 '1 150' \
    'rm -rf "$T/state"; (ulimit -f 40; $run "$T/many" >"$T/out" 2>"$T/errors"); s=$?
    $run "$T/many" >"$T/out2"; echo $(grep -c "cannot be judged" "$T/errors") \
	$(awk "/messages:/ { n += \$1 } END { print n }" "$T/out" "$T/out2"); exit $s'
cat >"$T/bin/dkim-verify" <<'END'
#!/bin/sh
case $* in
*/many/*) kill -9 $$ ;;
*) PATH=${PATH#*:} exec "${0##*/}" "$@" ;;
esac
END
is 'dkim-verify is killed: nothing is judged' 75 '150 of 300 messages:' \
    'rm -rf "$T/state"; (PATH=$T/bin:$PATH; $run "$T/many"); s=$?
    $run "$T/many" | sed 1q; exit $s'

# Beside it
if has 'systemd-analyze (systemd)' 'command -v systemd-analyze'; then
	mkdir "$T/units"
	sed "s,^ExecStart=[^ ]*,ExecStart=$audit,;s/^User=.*/User=root/" \
	    ../contrib/audit-sent.service >"$T/units/audit-sent.service"
	cp ../contrib/audit-sent.timer "$T/units"
	is 'the systemd units' 0 '' 'systemd-analyze verify \
	    "$T/units/audit-sent.service" "$T/units/audit-sent.timer" 2>&1'
fi
is 'the crontab line runs' 1 'not signed' \
    'maildir=$T/many; line=$(sed -n "s/^[0-9* ]*mailseal //p" ../contrib/audit-sent.cron)
    line=$(printf "%s\n" "$line" | sed "s,/var/lib/mailseal,$T/state3,;s,/var/mail/sent,$T/box,;s,^audit-sent,$audit -z $T/zone,")
    sh -c "$line" >"$T/out"; s=$?; awk "$texts" "$T/out" | sort -u | head -n 1; exit $s'
plan
