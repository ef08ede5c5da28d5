#!/bin/sh
# dkim-genkey: options, files, faults; side by side with opendkim-genkey.
# shellcheck disable=SC1091,SC2016
cd "$(dirname "$0")" || exit 1
. ./lib.sh
. ./need.sh

PATH=$PATH:/usr/sbin:/sbin
chmod 755 "$T"
mkdir "$T/bin"
export TZ=UTC0
K=$PWD/data/keys
export K

# The strings of a record joined, and its p= alone.
cat >"$T/bin/text" <<'END'
tr '\n' ' ' <"$1" | grep -o '"[^"]*"' | tr -d '"\n'
END
cat >"$T/bin/p" <<'END'
text "$1" | sed 's/.*; p=//'
END
# A record with the letters of its key made alike.
cat >"$T/bin/layout" <<'END'
perl -pe 's/(?<=")(p=)?([A-Za-z0-9+\/=]+)(?=")/($1 || "") . "x" x length $2/e' "$1"
END
# How often each exit status came.
cat >"$T/bin/statuses" <<'END'
sort -n | uniq -c | sed 's/ *\([0-9]*\) /\1 of /'
END
# A zone of example.jp to which the records are appended.
cat >"$T/bin/zone" <<'END'
cat <<'ZONE' - "$@"
$TTL 3600
$ORIGIN example.jp.
@	IN	SOA	ns.example.jp. hostmaster.example.jp. 1 7200 900 1209600 300
@	IN	NS	ns.example.jp.
ns	IN	A	192.0.2.53
ZONE
END
# Run as a user who may do nothing.
cp "$(command -v dkim-genkey)" "$T/bin/dkim-genkey"
cat >"$T/bin/nobody" <<'END'
exec setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
END
chmod 755 "$T"/bin/*
PATH=$T/bin:$PATH

# What a run leaves in an empty folder: run with "in NAME; dkim-genkey ...".
cat >"$T/bin/left" <<'END'
find "$1" -mindepth 1 -printf '%f %m\n' | sort
END
chmod 755 "$T/bin/left"
in_dir() {
	mkdir "$T/$1" && cd "$T/$1" || exit 1
}

# Two files

in_dir a
is 'makes both files, mode 0600, says nothing' 0 'default.private 600
default.txt 600' 'dkim-genkey -d example.jp 2>&1 && left .'
is 'the key is PKCS#8 PEM of 2048 bits' 0 '-----BEGIN PRIVATE KEY-----
Private-Key: (2048 bit, 2 primes)' '
	head -1 default.private
	openssl pkey -in default.private -noout -text | head -1'
is 'the record holds its public half' 0 '' '
	test "$(openssl pkey -in default.private -pubout -outform DER |
	base64 -w0)" = "$(p default.txt)"'
is 'without -d the domain is localhost' 0 \
    '; ----- DKIM key x for localhost' \
    'dkim-genkey -s x && grep -o "; -.*" x.txt'
is 'is of use to nobody else whatever the umask' 0 'u0.private 600
u0.txt 600
u7.private 600
u7.txt 600' '
	mkdir u
	(umask 0; dkim-genkey -b 1024 -D u -s u0)
	(umask 0777; dkim-genkey -b 1024 -D u -s u7)
	left u'
is 'a slash behind the folder may be' 0 'default.private 600
default.txt 600' 'mkdir -m 700 slash && dkim-genkey -D slash/ && left slash'
is 'stdout may be closed' 0 '' 'dkim-genkey -s closed >&-'

# Kinds of keys

for bits in 1024 1025 3072 4096; do
	is "-b $bits" 0 "Private-Key: ($bits bit, 2 primes)" "
		dkim-genkey -b $bits -s b$bits -d example.jp &&
		openssl pkey -in b$bits.private -noout -text | head -1"
done
is '-T ed25519' 0 '-----BEGIN PRIVATE KEY-----
ED25519 Private-Key:' '
	dkim-genkey -T ed25519 -s ed -d example.jp && head -1 ed.private &&
	openssl pkey -in ed.private -noout -text | head -1'
is 'its record holds the 32 octets of RFC 8463' 0 \
    'v=DKIM1; h=sha256; k=ed25519' '
	test "$(openssl pkey -in ed.private -pubout -outform DER |
	tail -c 32 | base64)" = "$(p ed.txt)" && echo "$(text ed.txt |
	sed "s/; p=.*//")"'
is '-T rsa' 0 '' 'dkim-genkey --type rsa -b 1024 -s rsa'
is 'a killed run leaves nothing; 8192 bits are allowed' 143 '' '
	mkdir big && mkfifo fifo
	dkim-genkey -v -b 8192 -D big 2>fifo &
	read -r line <fifo && kill $! && wait $!
	s=$?; left big; exit $s'
is '-b 1023, 8193, 0, -1, x, 99999999999' 0 '6 of 64' '
	for b in 1023 8193 0 -1 x 99999999999; do
		dkim-genkey -b $b -s n; echo $?
	done | statuses'
is '-b 512 says why' 0 'dkim-genkey: -b: verifiers refuse RSA keys of less'\
' than 1024 bits (RFC 8301 section 3.2)' \
    'dkim-genkey -b 512 2>&1 | head -1'
is '-b does not go with ed25519' 64 '' 'dkim-genkey -T ed25519 -b 2048 -s n'
is '-T dsa' 64 '' 'dkim-genkey -T dsa -s n'

# Records

same='
	mkdir them us &&
	opendkim-genkey -D them -d example.jp $A &&
	dkim-genkey -D us -d example.jp $A &&
	layout them/*.txt >them/layout && layout us/*.txt >us/layout &&
	diff them/layout us/layout && (cd them && ls *.private *.txt) >them/ls &&
	(cd us && ls *.private *.txt) >us/ls && cmp us/ls them/ls'
i=0
while read -r options; do
	i=$((i + 1))
	in_dir "same$i"
	needs opendkim-genkey "as opendkim-genkey: $options" 0 '' \
	    "A='$options'; $same"
done <<'END'

-b 1024
-b 3000
-b1024 -smail
-s mail -h sha1:sha256
--hash-algorithms=sha256 --selector=mail
-t
--testmode
-S
--nosubdomains
--no-subdomains
--subdomains
-r
--restrict
-a
--append-domain
-t -S -r -a
-tSra
-artS -b 1024
-t --notestmode
-t --no-testmode
-t --not
-t --no-t
--no-t -t
-S --no-S -b 1024
-S --noS -b 1024
--nosubdomains --subdomains
-r --norestrict
-r --no-restrict
-r --no-r
-a --noappend-domain
-a --no-append-domain
-a --noa
--no-help --no-version --nohelp --noversion
--bits 1024 --domain example.org
--bits=1024 --domain=example.org
--d example.org --s x --t --h sha256
--sel x --dom example.net --test --app --rest --sub
-d example.org -d example.net
END
cd "$T/a" || exit 1
needs opendkim-genkey 'our record of its key is its file, byte for byte' 0 '' '
	mkdir -m 700 its && opendkim-genkey -D its/ -d example.jp -s mail &&
	dns-record -k its/mail.private -s mail -d example.jp |
	cmp - its/mail.txt'
is 'our own too' 0 '' '
	dns-record -k default.private -s default -d example.jp |
	cmp - default.txt &&
	dns-record -k ed.private -s ed -d example.jp | cmp - ed.txt'
is '-D, --directory, --directory=' 0 '3' '
	for d in "-D d1" "--directory d2" "--directory=d3"; do
		mkdir d${d#*d?}; done 2>/dev/null; mkdir -p d1 d2 d3
	dkim-genkey -b 1024 -Dd1 && dkim-genkey -b 1024 --directory d2 &&
	dkim-genkey -b 1024 --directory=d3 && ls d?/default.txt | wc -l'
is '-n, --note: quoted-printable' 0 \
    'v=DKIM1; n=a b, c=3Bd=3De=22f=22=5C=E6=97=A5=0A=09g=20; h=sha256; k=rsa' '
	dkim-genkey -b 1024 -s n1 -n "a b, c;d=e\"f\"\\日
	g " && echo "$(text n1.txt | sed "s/; p=.*//")"'
is '--note=, --n' 0 'v=DKIM1; n=x; h=sha256; k=rsa
v=DKIM1; n=; h=sha256; k=rsa' '
	dkim-genkey -b 1024 -s n2 --note=x && dkim-genkey -b 1024 -s n3 --n "" &&
	for n in n2 n3; do echo "$(text $n.txt | sed "s/; p=.*//")"; done'
is 'no string is longer than 255 octets' 0 '' '
	dkim-genkey -b 1024 -d example.jp -s long -t -S -r -n \
	    "$(printf "%2000s;" x)" &&
	tr "\n" " " <long.txt | grep -o "\"[^\"]*\"" |
	awk "length > 257" | grep .; test $? -eq 1'
is 'a note of 4097 octets' 64 '' '
	dkim-genkey -b 1024 -s n -n "$(printf "%4097s" x)"'
is '-h with a word that is not one of a hash' 0 '5 of 64' '
	for h in "" sha512 sha256: "sha1, sha256" SHA256; do
		dkim-genkey -s n -h "$h"; echo $?
	done | statuses'

for check in named-checkzone nsd-checkzone; do
	needs $check "$check takes the records" 0 '7 of 0' "
		dns-record -k \$K/rsa8192.pub -s b8192 >b8192.txt
		for r in default b1024 b4096 b8192 ed long 'default ed long'; do
			zone \$(printf '%s.txt ' \$r) >zone
			$check example.jp zone >&2; echo \$?
		done | statuses"
done
needs named-checkzone 'BIND reads what we meant' 0 '' '
	zone long.txt >zone && named-checkzone -D -q -o dump example.jp zone &&
	grep -h domainkey dump >dump1 && text dump1 >dump2 &&
	text long.txt | cmp - dump2'
needs named-checkzone 'and with -a where we said' 0 'full._domainkey.example.jp.' '
	dkim-genkey -b 1024 -d example.jp -s full -a && zone full.txt >zone &&
	named-checkzone -D -q -o dump example.jp zone &&
	sed -n "s/^\([^ 	]*domainkey[^ 	]*\).*/\1/p" dump'

# Names

is 'a selector with strftime conversions' 0 '' '
	dkim-genkey -b 1024 -s m-%Y%m && test -s "$(date +m-%Y%m).private" &&
	grep -q "^$(date +m-%Y%m)._domainkey" "$(date +m-%Y%m).txt"'
is 'in local time' 0 '' '
	TZ=XXX-14 dkim-genkey -b 1024 -s d%d%H &&
	TZ=XXX12 dkim-genkey -b 1024 -s d%d%H && test $(ls d[0-9]???.txt | wc -l) = 2'
is 'the domain is lower-cased, a last dot goes' 0 \
    'up._domainkey.mail.example.jp.
; ----- DKIM key up for mail.example.jp' '
	dkim-genkey -b 1024 -a -s up -d Mail.Example.JP. && cut -sf1 up.txt |
	grep . && grep -o "; -.*" up.txt'
l63=$(printf '%063d' 0)
export l63
is 'a name of 253 octets in all' 0 '' '
	dkim-genkey -b 1024 -s longest -d \
	    "$l63.$l63.$l63.$(printf "%s" "$l63" | cut -c1-42)"'
while IFS= read -r domain; do
	is "-d '$domain'" 64 '' "dkim-genkey -s nnnnnnn -d '$domain'"
done <<END


.
..
example..jp
.example.jp
example.jp..
-a.example.jp
a-.example.jp
0$l63.example.jp
$l63.$l63.$l63.0$l63
$l63.$l63.$l63.00$(printf '%s' "$l63" | cut -c1-41)
例え.example.jp
a b.example.jp
 example.jp
example.jp/
a\\.example.jp
a;b.example.jp
"example.jp"
example.jp:25
*.example.jp
END
is 'a tab or a newline in a domain' 64 '' '
	dkim-genkey -s nnnnnnn -d "example.jp	"; test $? -eq 64 || exit 1
	dkim-genkey -s nnnnnnn -d "example
jp"'
is 'says that an A-label is wanted' 0 "dkim-genkey: -d: '例え.example.jp' is"\
' not ASCII (an A-label, xn--, is wanted)' \
    'dkim-genkey -d 例え.example.jp 2>&1 | head -1'
while read -r selector; do
	is "-s '$selector'" 64 '' "mkdir -p sub; dkim-genkey -s '$selector'"
done <<END

.
..
../n
sub/n
/tmp/n
a..b
.a
a.
-a
a b
日
0$l63
%
%Y/%m
%%
END
is 'none of these left a file' 1 '' 'ls -a sub | grep "^n[.n]"'
is 'a selector of two labels' 0 '' '
	dkim-genkey -b 1024 -s 2026.mail && test -s 2026.mail.private'

# Nothing is overwritten

in_dir b
dkim-genkey -b 1024 && cp default.private key && cp default.txt record
is 'files that exist stay: exit 73, named' 73 \
    'dkim-genkey: default.private: exists already, and is left as it is' \
    'dkim-genkey 2>&1'
is 'in a folder, named with it' 73 \
    "dkim-genkey: $T/b/default.private: exists already, and is left as it is" \
    'dkim-genkey -D "$T/b/" 2>&1'
is '--if-missing: exit 0 and nothing said' 0 '' 'dkim-genkey --if-missing 2>&1'
is '--if-missing -v: a line' 0 'dkim-genkey: default.private is there already' \
    'dkim-genkey --if-missing -v 2>&1'
is 'all is as it was' 0 'default.private 600
default.txt 600
key 600
record 600' 'cmp key default.private && cmp record default.txt && left .'
is '--if-missing makes what is missing' 0 '' '
	dkim-genkey -b 1024 --if-missing -s new && test -s new.private &&
	test -s new.txt'
is 'a record alone is left too' 73 \
    'dkim-genkey: default.txt: exists already, and is left as it is' '
	rm default.private
	dkim-genkey 2>&1; s=$?; test ! -e default.private && cmp record default.txt
	exit $s'
is 'also with --if-missing' 73 '' '
	dkim-genkey --if-missing; s=$?; test ! -e default.private || exit 1
	cmp record default.txt && exit $s'
is 'a folder of that name' 73 '' '
	mkdir -p dir/default.private; dkim-genkey --if-missing -D dir'
is 'a symbolic link is not followed' 73 'default.private 777' '
	mkdir link; ln -s ../victim link/default.private
	dkim-genkey -D link; s=$?; ls victim; left link; exit $s'
is 'nor with --if-missing when it leads nowhere' 73 '' '
	dkim-genkey -D link --if-missing; s=$?; ls victim; exit $s'
is 'nor one in place of the record' 73 'default.txt 777' '
	mkdir link2; ln -s ../victim link2/default.txt
	dkim-genkey -D link2; s=$?; ls victim; left link2; exit $s'
is 'a record that appears meanwhile stays, and there is no key' 73 \
    'mine
default.txt 644' '
	umask 022; mkdir race; mkfifo fifo
	dkim-genkey -v -b 4096 -D race 2>fifo &
	read -r line <fifo; echo mine >race/default.txt; wait $!
	s=$?; cat race/default.txt; left race; exit $s'
is 'a key that appears meanwhile stays' 73 'mine
default.private 644' '
	umask 022; mkdir race2; mkfifo fifo2
	dkim-genkey -v -b 4096 -D race2 2>fifo2 &
	read -r line <fifo2; echo mine >race2/default.private; wait $!
	s=$?; cat race2/default.private; left race2; exit $s'
is 'with --if-missing it is welcome' 0 'mine
default.private 644' '
	umask 022; mkdir race3; mkfifo fifo3
	dkim-genkey -v -b 4096 --if-missing -D race3 2>fifo3 &
	read -r line <fifo3; echo mine >race3/default.private; wait $!
	s=$?; cat race3/default.private; left race3; exit $s'
is 'of eight at once one wins' 0 'default.private 600
default.txt 600
1 of 0
7 of 73' '
	mkdir many
	for i in 1 2 3 4 5 6 7 8; do
		(dkim-genkey -b 1024 -D many; echo $? >many.$i) &
	done; wait
	left many
	cat many.? | statuses
	dns-record -k many/default.private -s default -d localhost |
	cmp - many/default.txt'

# Faults

is 'a folder that is missing' 73 "dkim-genkey: cannot use the folder\
 'missing': No such file or directory" 'dkim-genkey -D missing 2>&1'
is 'a folder that is a file' 73 "dkim-genkey: cannot use the folder 'key': Not\
 a directory" 'dkim-genkey -D key 2>&1'
is 'a folder without a name' 73 '' 'dkim-genkey -D ""'
for blocks in 0 1; do
	is "a limit of $blocks blocks a file" 0 '74' "
		mkdir limit$blocks
		(ulimit -f $blocks; dkim-genkey -D limit$blocks; echo \$?) |
		cat; left limit$blocks | cat"
done
is 'says why' 0 \
    'dkim-genkey: limit/default.private: cannot be made: File too large' '
	mkdir limit; (ulimit -f 0; dkim-genkey -D limit 2>&1) | cat'
is 'a record that does not fit takes the key with it' 0 \
    'dkim-genkey: limit2/default.txt: cannot be made: File too large
74' '
	mkdir limit2; (ulimit -f 4; dkim-genkey -b 1024 -D limit2 -n \
	    "$(printf "%4000s" x)" 2>&1; echo $?) | cat; left limit2 | cat'
is 'no descriptor left' 71 '' '
	mkdir nofile; (ulimit -n 4
	ASAN_OPTIONS=detect_leaks=0 dkim-genkey -b 1024 -D nofile)
	s=$?; left nofile; exit $s'
as_root 'a folder that may only be read' 73 '' '
	umask 022; mkdir -m 755 ro; nobody dkim-genkey -D ro; s=$?; left ro; exit $s'
as_root 'a folder that may not even be read' 73 '' '
	mkdir -m 700 shut; nobody dkim-genkey -D shut; s=$?; left shut; exit $s'
as_root 'a user makes his own' 0 'default.private 600 65534
default.txt 600 65534' '
	mkdir own; chown 65534 own; chmod 755 .; nobody dkim-genkey -D own &&
	find own -type f -printf "%f %m %U\n" | sort'
if [ "$(id -u)" -eq 0 ] && mkdir full && mount -t tmpfs -o size=4k,mode=755 \
    none full 2>/dev/null; then
	is 'a disk that is full' 74 '' '
		cat /dev/zero >full/zero 2>/dev/null
		dkim-genkey -D full; s=$?; left full | grep -v zero; exit $s'
	is 'a disk with room for the key only' 74 \
	    'dkim-genkey: full/default.txt: cannot be made: No space left on device' '
		rm full/zero
		dkim-genkey -b 1024 -D full 2>&1; s=$?; left full; exit $s'
	umount full
else
	N=$((N + 1))
	echo "ok $N - a disk that is full # skip no tmpfs can be mounted"
fi

# Calls

is 'an operand' 64 '' 'dkim-genkey example.jp'
is 'an unknown option' 64 '' 'dkim-genkey --force'
is 'an unknown letter' 64 '' 'dkim-genkey -z'
is 'a negation that is none' 64 '' 'dkim-genkey --no-verbose'
is 'an option without its argument' 64 '' 'dkim-genkey -s'
is '--help is on stdout' 0 'dkim-genkey - make a DKIM key and its DNS record' \
    'dkim-genkey --help | head -1'
is '-V is --version' 0 '' '
	test -n "$(dkim-genkey -V)" &&
	test "$(dkim-genkey -V)" = "$(dkim-genkey --version)"'
is '-v tells what was done' 0 'dkim-genkey: generating private key
dkim-genkey: private key written to v.private
dkim-genkey: DNS TXT record written to v.txt' 'dkim-genkey -v -b 1024 -s v 2>&1'
is '-v -v where it belongs, too' 0 \
    'dkim-genkey: to be published at vv._domainkey.example.jp' '
	dkim-genkey -v --verbose -b 1024 -s vv -d example.jp 2>&1 | tail -1'

plan
