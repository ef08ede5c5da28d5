#!/bin/sh
# dns-record: the record of a key, what a key file must be, records that it
# makes.
# shellcheck disable=SC1091,SC2016
cd "$(dirname "$0")" || exit 1
. ./lib.sh
. ./need.sh

PATH=$PATH:/usr/sbin:/sbin
K=$PWD/data/keys
export K
chmod 755 "$T"
mkdir "$T/bin" "$T/k"

cp "$(command -v dns-record)" "$T/bin/dns-record"
cat >"$T/bin/nobody" <<'END'
exec setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
END
# The record of a key file, in zone form.
cat >"$T/bin/record" <<'END'
exec dns-record -s mail -d example.jp -k "$@"
END
chmod 755 "$T"/bin/*
PATH=$T/bin:$PATH

# Private keys, safe as they should be.
cd "$T/k" || exit 1
umask 077
cp "$K/rfc8463-rsa.pem" rsa
cp "$K/rfc8463-ed25519.pem" ed
openssl genrsa -out 2048 2>/dev/null

# Forms

rsa_p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08\
a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL\
6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB
ed_p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
is 'zone: RFC 8463 appendix A.2, RSA' 0 "mail._domainkey	IN	TXT	( \"v=DKIM1; h=sha256; k=rsa; \"
	  \"p=$rsa_p\" )  ; ----- DKIM key mail for example.jp" \
    'dns-record -k rsa -s mail -d example.jp'
is 'zone: RFC 8463 appendix A.2, Ed25519' 0 "mail._domainkey	IN	TXT	( \"v=DKIM1; h=sha256; k=ed25519; \"
	  \"p=$ed_p\" )  ; ----- DKIM key mail for example.jp" \
    'dns-record --key ed --selector mail --domain Example.JP. --format zone'
is 'zone without a domain' 0 "mail._domainkey	IN	TXT	( \"v=DKIM1; h=sha256; k=ed25519; \"
	  \"p=$ed_p\" )  ; ----- DKIM key mail" 'dns-record -k ed -s mail'
is 'fqdn' 0 "mail._domainkey.example.jp.	IN	TXT	( \"v=DKIM1; h=sha256; k=ed25519; \"
	  \"p=$ed_p\" )  ; ----- DKIM key mail for example.jp" \
    'dns-record -F fqdn -k ed -s mail -d example.jp'
is 'plain' 0 "v=DKIM1; h=sha256; k=rsa; p=$rsa_p" 'dns-record -F plain -k rsa'
is 'plain, with names' 0 "v=DKIM1; h=sha256; k=ed25519; p=$ed_p" \
    'dns-record -F plain -k ed -s mail -d example.jp'
is 'a long key is in strings of 250, none empty' 0 '26 252 250 ' '
	dns-record -k "$K/rsa2688.pub" -s mail | tr "\n" " " |
	grep -o "\"[^\"]*\"" | awk "{ printf \"%d \", length - 2 } END { print \"\" }"'
needs named-checkzone 'BIND joins the strings to the plain form' 0 '' '
	for k in rsa ed 2048 "$K/rsa2688.pub" "$K/rsa8192.pub"; do
		{
			printf "%s\n" "\$TTL 60" "\$ORIGIN example.jp." \
			    "@ SOA a a 1 2 3 4 5" "@ NS a" "a A 192.0.2.53"
			dns-record -k "$k" -s mail
		} >zone && named-checkzone -D -q -o dump example.jp zone &&
		sed -n "s/^mail._domainkey[^\"]*//p" dump | sed "s/\" \"//g" |
		tr -d "\"" >got && dns-record -F plain -k "$k" | cmp - got
	done'

# Kinds of key files

is 'PKCS#8, PKCS#1, public keys of both kinds: all the same' 0 '' '
	openssl rsa -in 2048 -traditional -out pkcs1 2>/dev/null
	openssl pkey -in 2048 -pubout -out public
	openssl rsa -in 2048 -RSAPublicKey_out -out rsapublic 2>/dev/null
	openssl pkey -in 2048 -outform DER | base64 >bare
	sed "s/\$/\r/" 2048 >crlf
	openssl pkey -in 2048 -text >text
	(cat 2048; printf "trailing\n") >trailing
	head -1 pkcs1 rsapublic | grep -c RSA | grep -vx 2
	record 2048 >want
	for k in pkcs1 public rsapublic bare crlf text trailing; do
		record $k | cmp - want
	done'
is 'Ed25519: private, public' 0 '' '
	openssl pkey -in ed -pubout -out edpublic &&
	record ed >want && record edpublic | cmp - want'
is 'a public key may be read by all, wherever it is' 0 '' '
	mkdir -m 777 open && cp public open/public && chmod 666 open/public &&
	chmod 777 open && record open/public >/dev/null'
is 'a short key: its record, and exit 1 with the reason' 1 \
    "$K/rsa512.pub: mail._domainkey.example.jp: error: the RSA key has only 512\
 bits: verifiers refuse keys of less than 1024 (RFC 8301 section 3.2); make one\
 of 2048" 'record "$K/rsa512.pub" 2>&1 >short; s=$?; test -s short; exit $s'

# Faults of key files: fault NAME STATUS REASON FILE [OPTION]
fault() {
	is "$1" "$2" "dns-record: $4: $3" "record $4 ${5:-} 2>&1"
}

(
	openssl pkey -in 2048 -aes128 -passout pass:x -out encrypted
	openssl rsa -in 2048 -traditional -aes128 -passout pass:x -out encrypted1
	openssl req -x509 -key 2048 -subj /CN=example.jp -out certificate
	openssl ecparam -name prime256v1 -genkey -out ec
	openssl pkey -in ec -out ec8
	openssl genpkey -algorithm ED448 -out ed448
	openssl pkey -in ec -pubout -out ecpublic
) 2>/dev/null
ssh_key='-----BEGIN OPENSSH PRIVATE KEY-----
AAAA
-----END OPENSSH PRIVATE KEY-----'
printf '%s\n' "$ssh_key" >ssh
head -c 3000 /dev/urandom >garbage
: >empty
printf '\n \n' >blank
head -5 2048 >half
sed '3s/^./!/' 2048 >broken
sed '3s/^./!/' public >brokenpublic
sed 2d 2048 >holed
head -c 65537 /dev/zero | tr '\0' 'A' >long
cat 2048 public >both
cat public 2048 >both2
mkdir folder
mkfifo fifo

fault 'missing' 66 'No such file or directory' nothing
fault 'a folder' 66 'is not a regular file' folder
fault 'a FIFO' 66 'is not a regular file' fifo
fault 'a device' 66 'is not a regular file' /dev/zero
fault 'a file as folder' 66 'Not a directory' rsa/key
is 'a file without a name' 66 '' 'record ""'
is 'a pipe on /dev/stdin' 66 '' 'cat rsa | record /dev/stdin'
is 'a file on /dev/stdin' 0 '' 'record /dev/stdin <rsa >/dev/null'
e='is encrypted, and a filter cannot ask for its passphrase'
fault 'encrypted' 65 "$e" encrypted
fault 'encrypted, PKCS#1' 65 "$e" encrypted1
fault 'a certificate' 65 'is a certificate, not a key' certificate
fault 'an EC key' 65 'is an EC key, not an RSA or Ed25519 key' ec
fault 'an EC key in PKCS#8' 65 'is neither an RSA nor an Ed25519 key' ec8
fault 'an EC public key' 65 'is neither an RSA nor an Ed25519 key' ecpublic
fault 'an Ed448 key' 65 'is neither an RSA nor an Ed25519 key' ed448
fault 'an OpenSSH key' 65 'is an OpenSSH key, not PEM of PKCS#8 or PKCS#1' ssh
fault 'garbage' 65 'is not PEM' garbage
fault 'empty' 65 'is empty' empty
fault 'blank' 65 'is empty' blank
fault 'cut off' 65 'is cut off: it has no END line' half
fault 'broken base64' 65 'is not valid base64' broken
fault 'broken base64 of a public key' 65 'is not valid base64' brokenpublic
fault 'base64 that is no key' 65 'is not a private key' holed
fault 'more than 64 KiB' 65 'is longer than 64 KiB, as no key is' long
is 'exactly 64 KiB' 0 '' '
	(cat rsa; head -c 65536 /dev/zero | tr "\0" "\n") | head -c 65536 >full
	record full >/dev/null'
is 'control characters are not passed to a terminal' 66 \
    'dns-record: a?b?: No such file or directory' 'record "$(printf "a\nb\033")" 2>&1'

# Rights

# mode FILE MODE: a copy of the key with that mode
mode() {
	cp rsa "$1" && chmod "$2" "$1"
}
mode others 604
mode world 644
mode write 602
mode group 640
mode groupw 620
mode both-ways 666
mode 'a b' 644
mode ./-x 644
mode plain400 400
chmod 644 both2 encrypted
fault 'others can read it' 77 'others can read this private key (mode 0644);'\
' mend it with: chmod 600 world' world
fault 'only others' 77 'others can read this private key (mode 0604);'\
' mend it with: chmod 600 others' others
fault 'others can write to it' 77 'others can write to this private key'\
' (mode 0602); mend it with: chmod 600 write' write
fault 'its group can read it' 77 'its group can read this private key'\
' (mode 0640) and --group-key is not given; mend it with: chmod 600 group' group
fault 'its group can write to it' 77 'its group can write to this private key'\
' (mode 0620) and --group-key is not given; mend it with: chmod 600 groupw' groupw
is '--group-key: its group may' 0 '' '
	record group --group-key >/dev/null && record groupw --group-key >/dev/null'
fault '--group-key: others may not' 77 'others can read this private key'\
' (mode 0666); mend it with: chmod o= both-ways' both-ways --group-key
is 'less is as good' 0 '' 'record plain400 >/dev/null'
fault 'a private key behind a public one' 77 'others can read this private key'\
' (mode 0644); mend it with: chmod 600 both2' both2
fault 'an encrypted one too' 77 'others can read this private key'\
' (mode 0644); mend it with: chmod 600 encrypted' encrypted
is 'the command can be pasted' 0 '' '
	for k in world write group "a b" ./-x; do
		record "$k" 2>&1 | sed "s/.*mend it with: //" >command
		sh ./command && record "$k" >/dev/null || echo "$k"
	done
	record -x 2>&1 >/dev/null | grep -v ": note: "; true'
is 'with a quote in its name' 0 '' "
	cp world \"it's\" && chmod 644 \"it's\" &&
	record \"it's\" 2>&1 | sed 's/.*mend it with: //' | sh &&
	record \"it's\" >/dev/null"
is 'bare base64 of a private key is one' 77 '' 'chmod 644 bare; record bare'
is 'a symbolic link: the rights of the key count' 0 '' '
	ln -s rsa link && record link >/dev/null && chmod 644 rsa
	record link >/dev/null; s=$?; chmod 600 rsa; test $s -eq 77'
mkdir -p w/in sticky && cp rsa w/in/key && cp rsa sticky/key
chmod 777 w && chmod 1777 sticky
T2=$(realpath .)
fault 'a folder above that others can write to' 77 "others can write to the\
 folder $T2/w of this private key (mode 0777); mend it with: chmod o-w $T2/w" \
    w/in/key
is 'sticky: they cannot take the key away' 0 '' 'record sticky/key >/dev/null'
is 'mended' 0 '' 'chmod o-w w && record w/in/key >/dev/null'
is 'the folder of a link counts where it leads' 77 '' '
	chmod o+w w && ln -s w/in/key link2 && record link2'

chmod 755 "$T/k"
as_root "somebody else's" 77 'dns-record: alien: this private key belongs to'\
' user 65534, not to root or to this user (0); mend it with: chown 0 alien' '
	cp rsa alien && chown 65534 alien && record alien 2>&1'
as_root 'his own, and root'\''s if he can read it' 0 '' '
	mkdir -m 755 home && cp rsa home/key && chown 65534 home/key &&
	nobody record home/key >/dev/null &&
	cp rsa home/key2 && chgrp 65534 home/key2 && chmod 640 home/key2 &&
	nobody record home/key2 --group-key >/dev/null'
as_root 'unreadable' 66 'dns-record: rsa: Permission denied' \
    'nobody record rsa 2>&1'

# Records that are made

is 'SPF' 0 'example.org.	IN	TXT	"v=spf1 mx ip4:192.0.2.0/24 ip6:2001:db8::/32 include:_spf.example.net -all"' '
	dns-record --spf -d example.org -F fqdn --mx --ip 192.0.2.0/24 \
	    --ip 2001:db8::/32 --include _spf.example.net --all fail'
is 'SPF, in the order of the options; ~all' 0 'v=spf1 include:_spf.example.net a mx ~all' \
    'dns-record --spf -F plain --include _spf.example.net --a --mx'
is 'SPF of a zone' 0 '@	IN	TXT	"v=spf1 ?all"' \
    'dns-record --spf -d example.org --all neutral'
is 'SPF is checked as any other' 1 '--spf: example.org: error: include:example.org: the record leads to itself: a loop, and an error of the whole record' \
    'dns-record --spf -d example.org --include example.org 2>&1 >/dev/null | head -1; exit 1'
is 'DMARC' 0 '_dmarc.example.org.	IN	TXT	"v=DMARC1; p=quarantine; rua=mailto:reports@example.org"' '
	dns-record --dmarc --policy quarantine --rua mailto:reports@example.org \
	    -d example.org -F fqdn'
is 'DMARC, all of it' 0 'v=DMARC1; p=reject; sp=none; adkim=s; aspf=s; rua=mailto:a@example.org,mailto:b@example.org; ruf=mailto:c@example.org' '
	dns-record --dmarc --policy reject --subdomain-policy none --strict \
	    --rua a@example.org --rua b@example.org --ruf c@example.org -F plain'
is 'DMARC: none, to begin with' 0 '_dmarc	IN	TXT	"v=DMARC1; p=none"' \
    'dns-record --dmarc -d example.org'
is 'DMARC is checked as any other' 0 '--dmarc: _dmarc.example.org: note: mailto:a@example.net: unless it is of the same organization, example.org._report._dmarc.example.net must have a TXT record v=DMARC1 (RFC 9990 section 4); -n or -z looks' \
    'dns-record --dmarc -d example.org --rua a@example.net 2>&1 >/dev/null'
for o in '--spf --dmarc' '--mx' '--policy none' '--spf --ip x' '--spf --all x' \
    '--dmarc --policy x' '--dmarc --subdomain-policy x' '--spf -k rsa' \
    '--spf -F fqdn' '--dmarc file'; do
	is "a wrong call: $o" 64 '' "dns-record $o"
done

# Output and calls

is 'stdout is full' 74 'dns-record: cannot write to standard output: No space'\
' left on device' 'record ed 2>&1 >/dev/full'
is 'stdout is closed' 74 '' 'record rsa >&-'
is '--help is on stdout' 0 'dns-record - make, check and compare DNS records of mail' \
    'dns-record --help | head -1'
is '--help on a full stdout' 74 '' 'dns-record --help >/dev/full'
is '--version' 0 '' 'dns-record --version | grep -q "^dns-record "'
is 'nothing at all' 65 '' 'dns-record -s mail </dev/null'
is 'no selector' 64 '' 'dns-record -k rsa -d example.jp'
is 'no selector: said' 0 'dns-record: -s is needed for -F zone' \
    'dns-record -k rsa 2>&1 | head -1'
is 'no domain for fqdn' 64 '' 'dns-record -k rsa -s mail -F fqdn'
is 'an unknown option' 64 '' 'dns-record -k rsa -s mail --nothing'
is 'an operand' 64 '' 'dns-record -k rsa -s mail example.jp'
is 'a form that is not known' 64 '' 'dns-record -k rsa -s mail -F djbdns'
is 'says which are' 0 \
    "dns-record: -F: 'djbdns' is not one of zone, fqdn, plain, nsupdate, tinydns,\
 unbound, dnsmasq, route53, json" \
    'dns-record -k rsa -s mail -F djbdns 2>&1 | head -1'
for d in '' . a..jp -a.jp 例え.jp 'a b.jp' 'a\.jp' 'a".jp' 'a;.jp'; do
	is "-d '$d'" 64 '' "dns-record -k rsa -s mail -d '$d'"
	is "-s '$d'" 64 '' "dns-record -k rsa -d example.jp -s '$d'"
done
is 'a name of 254 octets' 64 '' '
	l=$(printf "%060d" 0)
	dns-record -k rsa -s mail -d $l.$l.$l.$(printf "%054d" 0) >/dev/null &&
	dns-record -k rsa -s mail -d $l.$l.$l.$(printf "%055d" 0)'

# The man page's examples: what follows a line with a prompt is the output.
cp ed mail.private
cp ed k.private
chmod 644 k.private
is 'the examples of the man page' 0 '14 examples' \
    'python3 "$K/../../examples.py" "$K/../../../man1/dns-record.1" EXAMPLES'

plan
