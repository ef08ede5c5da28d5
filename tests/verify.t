#!/bin/sh
# What dkim-verify says of signatures that forge.py made.
# shellcheck disable=SC1091,SC2016
cd "$(dirname "$0")" || exit 1
. ./lib.sh

NOW=1795276800
export NOW
python=/usr/bin/python3

# v NAME PHRASE OPTION...: the verdicts, then the phrase if the field holds
# it, else the reason.
cat >"$T/v" <<'END'
#!/bin/sh
name=$1 phrase=$2
shift 2
dkim-verify -a mx.example.org -t "$NOW" -z "$T/zone" "$@" \
    <"$T/$name.eml" >"$T/$name.out"
status=$?
field=$(tr -s '\r\n\t ' ' ' <"$T/$name.out")
reason=$(printf '%s' "$field" | sed -n 's/.* reason="\([^"]*\)".*/\1/p')
verdicts=$(printf '%s' "$field" | grep -o ' dkim=[a-z]*' | cut -d= -f2)
case $field in
*"$phrase"*)	[ -z "$phrase" ] || reason=$phrase ;;
esac
# Whatever is not a pass says why.
[ -n "$phrase" ] || [ "$verdicts" = pass ] || reason=${reason:+a reason}
# shellcheck disable=SC2086
echo $verdicts${reason:+: $reason}
exit "$status"
END
chmod +x "$T/v"

# NAME | how forge.py makes it | options | verdict | what the field must say
cat >"$T/cases" <<'END'
# pass
ss | --set c=simple/simple | | pass |
sr | --set c=simple/relaxed | | pass |
rs | --set c=relaxed/simple | | pass |
rr | | | pass | (1024-bit rsa key)
c-none | --drop c | | pass |
c-simple | --set c=simple | | pass |
c-relaxed | --set c=relaxed | | pass |
crlf | --set c=simple/simple --eol crlf | | pass |
ed25519 | --key ed25519 | | pass | (ed25519 key)
r2048 | --key r2048 | | pass | (2048-bit rsa key)
r8192 | --key r8192 | | pass | (8192-bit rsa key)
e3 | --key e3 | | pass |
etop | --key etop | | pass |
nobody | --body '' | | pass |
nobody-simple | --body '' --set c=simple/simple | | pass |
blanks-only | --body ' \t\r\n\r\n \r\n' | | pass |
tail | --body 'a\r\n\r\n\r\n' --set c=simple/simple | | pass |
nonewline | --body 'one\r\nlast line' | | pass |
tight | --tags 'v=1;a=rsa-sha256;d=example.org;s={s};h=From;bh={bh};b={b}' | | pass |
semicolon | --more ';' | | pass |
loose | --tags '\r\n\tv \r\n = 1\r\n ;\ta\t=\r\n rsa-sha256 ; c = simple/simple\t; d\r\n =\r\n  example.org ; s = {s} ; h = From\r\n : To :\tSubject ; bh = {bh}\r\n ; b =\r\n {b} \r\n ; q = dns/txt ' | | pass |
loose-rr | --tags '\r\n\tv \r\n = 1\r\n ;\ta\t=\r\n rsa-sha256 ; c = relaxed/relaxed\t; d\r\n =\r\n  example.org ; s = {s} ; h = From\r\n : To :\tSubject ; bh = {bh}\r\n ; b =\r\n {b} \r\n ; q = dns/txt ' | | pass |
loose-crlf | --eol crlf --tags '\r\n\tv \r\n = 1\r\n ;\ta\t=\r\n rsa-sha256 ; c = simple/simple\t; d\r\n =\r\n  example.org ; s = {s} ; h = From\r\n : To :\tSubject ; bh = {bh}\r\n ; b =\r\n {b} \r\n ; q = dns/txt ' | | pass |
b-blanks | --bfill '\r\n \t' --hfill ' ' --set c=simple/simple | | pass |
b-first | --tags ' b= {b}\r\n ; v=1; a=rsa-sha256; c=simple; d=example.org; s={s}; h=From; bh={bh}' | | pass |
b-in-other | --tags ' xb={b}x; v=1; a=rsa-sha256; d=example.org; s={s}; h=From; bh={bh}; b= ' --as :: | | neutral | b= is empty
unknown-tag | --set 'z9_=anything at all, "so"' | | pass |
z-tag | --set 'z=From:author@example.org\x7cTo:=20x' | | pass |
empty-tag | --set zz= | | pass |
capital-more | --set D=example.com | | pass | header.d=example.org
d-case | --set d=Example.ORG | | pass |
field-case | --name dKIM-sIGNATURE --set c=simple/simple | | pass |
field-blank | --name 'DKIM-Signature \t' --set c=relaxed | | pass |
q-known | --set q=dns/txt | | pass |
q-two | --set 'q=x-foo/bar : dns/txt' | | pass |
h-case | --set h=fROM:to:SUBJECT | | pass |
h-absent | --set h=From:X-None:X-None:To | | pass |
h-twice | --field 'Keywords: top' --field 'Keywords: low' --set h=From:Keywords:Keywords:Keywords | | pass |
h-once | --field 'Keywords: top' --field 'Keywords: low' --set h=From:Keywords --edit 'top=>pot' | | pass |
h-own | --set h=From:DKIM-Signature:To | | pass |
h-own-two | --and --set h=DKIM-Signature:From:DKIM-Signature | | pass pass | header.s=h-own-two1
i-domain | --set i=@example.org | | pass | header.i=@example.org
i-sub | --set i=me@a.b.Example.org | | pass | header.i=me@a.b.Example.org
i-qp | --set i==61u=74hor@example.org | | pass | header.i=author@example.org
i-fold | --set 'i=au\r\n thor\r\n\t@example\r\n .org' | | pass | header.i=author@example.org
i-quoted | --set 'i="a=20b"@example.org' | | pass | header.i="a b"@example.org
i-utf8 | --set 'i=j=C3=BCrgen@example.org' | | pass | @example.org
i-case | --set 'i=@EXAMPLE.org' --record 'v=DKIM1; t=s; p={p}' | | pass |
s-dots | --set s=a-b.c_d.{s} --owner a-b.c_d.s-dots._domainkey.example.org | | pass | header.s=a-b.c_d.s-dots
t-now | --set t=1795276800 | | pass |
t-soon | --set t=1795277100 | | pass |
x-now | --set x=1795276800 | | pass |
x-long | --set t=1795276800 --set x=99999999999999999999 | | pass |
l-whole | --set l=15 | | pass |
l-zeros | --set l=0000000000000000000000000000000000000000000000000000000000000000000000000015 | | pass |
l-blank-tail | --body 'a\r\n\r\n\r\n' --set l=3 | | pass |
8bit | --eol crlf --body 'gr\xfc\xdf\0\r\r\n' --field 'X-8: \xfc\xff' --set h=From:X-8 --set c=simple/simple | | pass |
bare-cr | --eol crlf --body 'a\rb\r\n\r\r\n' --set c=simple/simple | | pass |
bare-cr-rr | --eol crlf --body 'a \rb\r\n\r \r\nend\r\n' | | pass |
# fail: which of the two
body | --edit 'Hello=>Hallo' | | fail | reason="body hash did not verify"
header | --edit 'Subject: test=>Subject: toast' | | fail | reason="signature did not verify"
both | --edit 'Subject: test=>Subject: toast' --edit 'Hello=>Hallo' | | fail | reason="body hash did not verify, signature did not verify"
own | --edit 'v=1;=>v=1 ;' | | fail | signature did not verify
own-other | --field 'X-Other: 1' --edit 'X-Other: 1=>X-Other: 2' | | pass |
wrong-key | --record 'v=DKIM1; p={p}' --key other --and --key r1024 --record none --rr '{s}._domainkey.example.org. CNAME wrong-key._domainkey.example.org.' | | fail pass | signature did not verify
l-long | --body 'Hello\r\n' --set l=8 | | fail | shorter than l=
l-huge | --body 'Hello\r\n' --set l=18446744073709551615 | | fail | shorter than l=
l-76 | --body 'Hello\r\n' --set l=9999999999999999999999999999999999999999999999999999999999999999999999999999 | | fail | shorter than l=
bh-short | --set bh=AAAA | | fail | reason="body hash did not verify"
bh-sha1 | --set bh=lGjRzEh8Mjdt4KgjAwhKmhq6HLM= | | fail | reason="body hash did not verify"
b-short | --set b=AAAA | | fail | reason="signature did not verify"
ed-b-short | --key ed25519 --set b=AAAA | | fail | reason="signature did not verify"
h-oversigned | --set h=From:To:Subject:Subject --edit 'Subject: test=>Subject: x\r\nSubject: test' | | fail | reason="signature did not verify"
from-oversigned | --set h=From:From:To --edit 'From: author=>From: evil@example.com\r\nFrom: author' | | fail | reason="signature did not verify"
l-append-changed | --set l=5 --edit 'Hello=>Hallo' | | fail | body hash did not verify
c-simple-changed | --set c=simple/simple --edit 'Subject: test=>Subject:  test' | | fail | signature did not verify
# policy: it verifies, but
r768 | --key r768 | | policy | 768 bits
r1023 | --key r1023 | | policy | 1023 bits
r512 | --key r512 | | policy | 512 bits
r1024-min | | --min-bits 2048 | policy | 1024 bits
r768-min | --key r768 | --min-bits 768 | pass |
r2048-min | --key r2048 | --min-bits 2048 | pass |
ed-min | --key ed25519 | --min-bits 4096 | pass |
r768-fail | --key r768 --edit 'Hello=>Hallo' | | fail | body hash
sha1 | --set a=rsa-sha1 | | policy | sha1
sha1-allowed | --set a=rsa-sha1 | --allow-sha1 | pass | header.a=rsa-sha1
sha1-fail | --set a=rsa-sha1 --edit 'Hello=>Hallo' | | fail | body hash
sha1-h | --set a=rsa-sha1 --record 'v=DKIM1; h=sha1; p={p}' | --allow-sha1 | pass |
x-past | --set x=1795276799 | | policy | x=
x-past-t | --set t=5 --set x=6 | | policy | expired
x-past-fail | --set x=5 --edit 'Hello=>Hallo' | | fail | body hash
t-future | --set t=1795277101 | | policy | t=
t-infinite | --set t=99999999999999999999 | | policy | t=
l-short | --body 'Hello\r\nmore\r\n' --set l=7 | | policy | l= leaves 6 octets of the body unsigned
l-zero | --set l=0 | | policy | l=
l-allowed | --body 'Hello\r\nmore\r\n' --set l=7 | -l | pass |
l-allowed-long | --body 'Hello\r\nmore\r\n' --set l=7 | --allow-length | pass |
l-appended | --set l=15 --edit 'world!\r\n=>world!\r\nBuy!\r\n' | | policy | l= leaves 6 octets
l-appended-ok | --set l=15 --edit 'world!\r\n=>world!\r\nBuy!\r\n' | -l | pass |
two-from | --header 'From: evil@example.com\r\nFrom: author@example.org\r\n' | | policy | From
two-from-top | --edit 'To: reader=>fROM : evil@example.com\r\nTo: reader' --set h=From:To --header 'To: reader@example.net\r\nFrom: author@example.org\r\n' | | policy | From
two-from-signed | --header 'From: evil@example.com\r\nFrom: author@example.org\r\n' --set h=From:From | | pass |
max | --and --and | --max-signatures 2 | pass pass policy | 2
max-one | --and | --max-signatures 1 | pass policy | 1
max-none | | --max-signatures 0 | policy | 0
# neutral: the field cannot be processed
v-none | --drop v | | neutral | v=
v-2 | --set v=2 | | neutral | v=
v-1.0 | --set v=1.0 | | neutral | v=
v-empty | --set v= | | neutral | v=
a-none | --drop a | | neutral | a=
a-unknown | --set a=rsa-sha512 --as sha256 | | neutral | a=
a-kind | --set a=dsa-sha256 | | neutral | a=
a-empty | --set a= | | neutral | a=
c-unknown | --set c=nowsp --as :simple/simple | | neutral | c=
c-body | --set c=relaxed/nowsp --as :relaxed/simple | | neutral | c=
c-more | --set c=relaxed/relaxed/simple --as :relaxed/relaxed | | neutral | c=
c-empty | --set c= --as :simple/simple | | neutral | c=
q-unknown | --set q=http/url | | neutral | q=
q-plain | --set q=dns | | neutral | q=
q-empty | --set q= | | neutral | q=
d-none | --drop d | | neutral | d=
s-none | --drop s | | neutral | s=
h-none | --drop h | | neutral | h=
b-none | --drop b | | neutral | b=
bh-none | --drop bh | | neutral | bh=
h-empty | --set h= | | neutral | h=
h-colon | --set h=From:To: | | neutral | h=
h-hole | --set h=From::To | | neutral | h=
h-blank | --set 'h=From To:Subject' | | neutral | h=
h-8bit | --set 'h=From:\xc3\xa9' | | neutral | h=
b-empty | --set b= | | neutral | b=
bh-empty | --set bh= | | neutral | bh=
twice | --more '; d=example.org' | | neutral | twice
twice-other | --set d=example.org --more '; d=example.com' | | neutral | twice
twice-unknown | --more '; foo=1; foo=2' | | neutral | twice
twice-b | --more '; b=AAAA' | | neutral | twice
i-other | --set i=@example.com | | neutral | i=
i-suffix | --set i=@evilexample.org | | neutral | i=
i-above | --set i=@org | | neutral | i=
i-parent | --set d=sub.example.org --set i=@example.org | | neutral | i=
i-no-at | --set i=example.org | | neutral | i=
i-empty | --set i= | | neutral | i=
i-domain-empty | --set i=me@ | | neutral | i=
i-bad-qp | --set i=a=4gb@example.org | | neutral | i=
i-cut-qp | --set i=a@example.org= | | neutral | i=
i-two-at | --set i=a@b@example.org | | neutral | i=
i-nul | --set 'i=a=00b@example.org' | | neutral | i=
i-nul-domain | --set 'i=a@example.org=00.example.org' | | neutral | i=
i-lf | --set 'i=a=0D=0AX-Evil:=20yes@example.org' | | neutral | i=
i-lf-quoted | --set 'i="a=0D=0AX-Evil:=20yes"@example.org' | | neutral | i=
i-lf-pair | --set 'i="=5C=0AX-Evil:=20yes"@example.org' | | neutral | i=
i-cr-pair | --set 'i="=5C=0D"@example.org' | | neutral | i=
i-nul-pair | --set 'i="=5C=00"@example.org' | | neutral | i=
i-quote-open | --set 'i="a@example.org' | | neutral | i=
i-quote-end | --set 'i="a=5C"@example.org' | | neutral | i=
i-quote-in | --set 'i="a"b"@example.org' | | neutral | i=
i-paren | --set 'i=a(b@example.org' | | neutral | i=
i-semi | --set 'i=a=3Bdkim=3Dpass@example.org' | | neutral | i=
i-blank | --set 'i=a=20b@example.org' | | neutral | i=
tag-V | --drop v --more '; V=1' | | neutral | v=
tag-D | --drop d --more '; D=example.org' | | neutral | d=
tag-B | --drop b --more '; B={b}' | | neutral | b=
b-broken | --set b=AAA!AAAA | | neutral | b=
b-cut | --set b=AAAAA | | neutral | b=
b-pad-in | --set b=AA==AAAA | | neutral | b=
b-nul | --set 'b=AAAA\0AAA' | | neutral |
bh-broken | --set bh=AAA*AAAA | | neutral | bh=
x-before-t | --set t=1795276900 --set x=1795276899 | | neutral | x=
x-same-t | --set t=1795276900 --set x=1795276900 | | neutral | x=
x-word | --set x=never | | neutral | x=
x-minus | --set x=-1 | | neutral | x=
t-word | --set t=now | | neutral | t=
t-minus | --set t=-1 | | neutral | t=
t-empty | --set t= | | neutral | t=
l-minus | --set l=-1 | | neutral | l=
l-word | --set l=15a | | neutral | l=
l-hex | --set l=0x0f | | neutral | l=
l-77 | --set l=99999999999999999999999999999999999999999999999999999999999999999999999999999 | | neutral | l=
l-empty | --set l= | | neutral | l=
d-nul | --set 'd=example.org\0.example.com' | | neutral |
d-blank | --set 'd=exam ple.org' | | neutral |
d-backslash | --set 'd=exam\\\\ple.org' | | neutral |
d-8bit | --set 'd=ex\xc3\xa4mple.org' | | neutral |
d-del | --set 'd=exam\x7fple.org' | | neutral |
d-paren | --set 'd=example.org(.example.com' | | neutral |
d-quote | --set 'd=example.org".example.com' | | neutral |
d-single | --set d=org | | neutral |
d-dots | --set d=example..org | | neutral |
d-dot-end | --set d=example.org. | | neutral |
d-dot-start | --set d=.example.org | | neutral |
d-hyphen | --set d=-example.org | | neutral |
d-empty | --set d= | | neutral |
d-star | --set 'd=*.example.org' | | neutral |
d-literal | --set 'd=[192.0.2.1]' | | neutral |
d-label | --set d=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.org | | neutral |
s-nul | --set 's=a\0b' | | neutral |
s-blank | --set 's=a b' | | neutral |
s-backslash | --set 's=a\\\\046b' | | neutral |
s-8bit | --set 's=a\xffb' | | neutral |
s-two-dots | --set s=a..b | | neutral |
s-dot-end | --set s=a. | | neutral |
s-empty | --set s= | | neutral |
s-star | --set s=* | | neutral |
name-long | --set s=sssssssssssssssssssssssssssssssssssssssssssssssssssssssssss.sssssssssssssssssssssssssssssssssssssssssssssssssssssssssss.sssssssssssssssssssssssssssssssssssssssssssssssssssssssssss.sssssssssssssssssssssssssssssssssssssssssssssssssssss | | neutral | too long
empty-field | --tags '' | | neutral |
no-tags | --tags ' nothing here' | | neutral |
nameless | --more '; =x' | | neutral |
two-semicolons | --more ';;' | | neutral |
only-semicolon | --tags ';' | | neutral |
digit-name | --more '; 1x=y' | | neutral |
hyphen-name | --more '; x-y=z' | | neutral |
cr-in-tag | --more '; n=a\rb' | | neutral |
nul-in-tag | --more '; n=a\0b' | | neutral |
# permerror: the key, or From
nxdomain | --record none | | permerror | does not exist
nodata | --record none --rr '{s}._domainkey.example.org. A 192.0.2.1' | | permerror | no TXT
nodata-above | --record none --rr 'x.{s}._domainkey.example.org. A 192.0.2.1' | | permerror | no TXT
revoked | --record 'v=DKIM1; p=' | | permerror | revoked
revoked-blank | --record 'v=DKIM1; k=rsa; p= ; t=s' | | permerror | revoked
revoked-ed | --key ed25519 --record 'v=DKIM1; k=ed25519; p=' | | permerror | revoked
p-none | --record 'v=DKIM1; k=rsa' | | permerror | p=
p-broken | --record 'v=DKIM1; p=AA!!' | | permerror | p=
p-garbage | --record 'v=DKIM1; p=AAAAAAAA' | | permerror | p=
p-cut | --record 'v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQ' | | permerror | p=
p-more | --record 'v=DKIM1; p={p}AAAA' | | permerror | p=
record-garbage | --record 'what is this' | | permerror | no key
record-empty | --record '' | | permerror | no key
record-twice | --record 'v=DKIM1; p={p}; p={p}' | | permerror | twice
record-twice-unknown | --record 'v=DKIM1; foo=1; foo=2; p={p}' | | permerror | twice
record-no-equals | --record 'v=DKIM1; k; p={p}' | | permerror |
record-quotes | --record '"v=DKIM1; p={p}"' | | permerror |
record-backslash | --record 'v=DKIM1\\\\; k=rsa\\\\; p={p}' | | permerror |
record-v2 | --record 'v=DKIM2; p={p}' | | permerror |
record-v-low | --record 'v=dkim1; p={p}' | | permerror |
record-v-late | --record 'k=rsa; v=DKIM1; p={p}' | | permerror | v=
record-h | --record 'v=DKIM1; h=sha1; p={p}' | | permerror | h=
record-h-sha1 | --set a=rsa-sha1 --record 'v=DKIM1; h=sha256; p={p}' | --allow-sha1 | permerror | h=
record-h-empty | --record 'v=DKIM1; h=; p={p}' | | permerror | h=
record-k | --record 'v=DKIM1; k=dsa; p={p}' | | permerror | k=
record-k-empty | --record 'v=DKIM1; k=; p={p}' | | permerror | k=
record-k-ed | --record 'v=DKIM1; k=ed25519; p={p}' | | permerror | p=
record-s | --record 'v=DKIM1; s=tlsrpt; p={p}' | | permerror | s=
record-s-comma | --record 'v=DKIM1; s=email,*; p={p}' | | permerror | s=
record-s-empty | --record 'v=DKIM1; s=; p={p}' | | permerror | s=
record-ts | --set i=me@sub.example.org --record 'v=DKIM1; t=s; p={p}' | | permerror | t=s
record-tys | --set i=@sub.example.org --record 'v=DKIM1; t=y : s; p={p}' | | permerror | t=s
kind-rsa | --key ed25519 --set a=rsa-sha256 | | permerror | k=
kind-ed | --set a=ed25519-sha256 | | permerror | k=
ed-spki | --key ed25519 --form spki | | permerror | Ed25519
ed-as-rsa | --key ed25519 --form spki --record 'v=DKIM1; p={p}' --set a=rsa-sha256 | | permerror | p=
ed-31 | --key ed25519 --record 'v=DKIM1; k=ed25519; p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==' | | permerror | p=
h-no-from | --set h=To:Subject | | permerror | From
h-xfrom | --set h=X-From:To | | permerror | From
no-from | --header 'To: reader@example.net\r\n' | | permerror | From
r384 | --key r384 --set a=rsa-sha1 | --allow-sha1 --min-bits 0 | permerror | 512
r511 | --key r511 | --min-bits 0 | permerror | 512
r8193 | --key r8193 | | permerror | 8192
eeven | --key eeven | | permerror | exponent
e65536 | --key e65536 | | permerror | exponent
e1 | --key e1 | | permerror | exponent
eover | --key eover | | permerror | exponent
eover-bare | --key eover --form bare | | permerror | exponent
# key records in all forms
k-bare | --form bare | | pass |
k-blanks | --record 'v=DKIM1; k=rsa; p={blanks}' | | pass |
k-loose | --record ' v = DKIM1 ;\tk = rsa ; p = {blanks} ; ' | | pass |
k-folded | --record 'v=DKIM1;\r\n k=rsa;\r\n\tp={p}' | | pass |
k-plain | --record 'p={p}' | | pass |
k-unknown | --record 'v=DKIM1; foo=bar; x_9=; p={p}; y=' | | pass |
k-n | --record 'v=DKIM1; n=notes=20here=3B ok; p={p}' | | pass |
k-h | --record 'v=DKIM1; h=sha1:foo : sha256; p={p}' | | pass |
k-s | --record 'v=DKIM1; s=foo : email; p={p}' | | pass |
k-s-star | --record 'v=DKIM1; s=*; p={p}' | | pass |
k-t | --record 'v=DKIM1; t=foo:bar; p={p}' | | pass |
k-ty | --record 'v=DKIM1; t=y; p={p}' | | pass | testing
k-ty-fail | --record 'v=DKIM1; t=y; p={p}' --edit 'Hello=>Hallo' | | fail | testing
k-ts | --set i=me@example.org --record 'v=DKIM1; t=s; p={p}' | | pass |
k-g | --set i=me@example.org --record 'v=DKIM1; g=you; p={p}' | | pass |
k-nopad | --record 'v=DKIM1; p={p};' | | pass |
cname | --owner key.example.net --rr '{s}._domainkey.example.org. CNAME a.example.net.' --rr 'a.example.net. CNAME key.example.net.' | | pass |
cname-none | --record none --rr '{s}._domainkey.example.org. CNAME gone.example.net.' | | permerror | does not exist
wildcard | --owner *._domainkey.w.example.org --set d=w.example.org | | pass |
spf-beside | --record 'v=spf1 -all' --record 'v=DKIM1; p={p}' --record 'proof=of-ownership' | | pass | (1024-bit rsa key)
spf-only | --record 'v=spf1 -all' | | permerror | no key
two-keys | --record 'v=DKIM1; p=MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBANhfXBdKhLbtJTrhmX' --record 'v=DKIM1; p={p}' | | pass | 2 keys
two-keys-revoked | --record 'v=DKIM1; p=' --record 'v=DKIM1; p={p}' | | pass | 2 keys
two-keys-first | --record 'v=DKIM1; p={p}' --record 'v=DKIM1; p=' | | pass | 2 keys
two-keys-bad | --record 'v=DKIM1; p=' --record 'v=DKIM1; p={p}' --edit 'Hello=>Hallo' | | fail | 2 keys
four-keys | --record 'v=DKIM1; n=1; p=' --record 'v=DKIM1; n=2; p=' --record 'v=DKIM1; n=3; p=' --record 'v=DKIM1; n=4; p={p}' | | pass | 4 keys
five-keys | --record 'v=DKIM1; n=1; p=' --record 'v=DKIM1; n=2; p=' --record 'v=DKIM1; n=3; p=' --record 'v=DKIM1; n=4; p=' --record 'v=DKIM1; p={p}' | | permerror | 5 keys
# --honor-g
g-exact | --set i=me@example.org --record 'v=DKIM1; g=me; p={p}' | --honor-g | pass |
g-other | --set i=me@example.org --record 'v=DKIM1; g=you; p={p}' | --honor-g | permerror | g=
g-case | --set i=ME@example.org --record 'v=DKIM1; g=me; p={p}' | --honor-g | permerror | g=
g-star | --set i=me@example.org --record 'v=DKIM1; g=*; p={p}' | --honor-g | pass |
g-star-none | --record 'v=DKIM1; g=*; p={p}' | --honor-g | pass |
g-wild | --set i=news-2026@example.org --record 'v=DKIM1; g=news-*6; p={p}' | --honor-g | pass |
g-wild-not | --set i=olds-2026@example.org --record 'v=DKIM1; g=news-*; p={p}' | --honor-g | permerror | g=
g-wild-short | --set i=ab@example.org --record 'v=DKIM1; g=ab*b; p={p}' | --honor-g | permerror | g=
g-empty | --set i=me@example.org --record 'v=DKIM1; g=; p={p}' | --honor-g | permerror | g=
g-empty-none | --record 'v=DKIM1; g=; p={p}' | --honor-g | permerror | g=
g-no-i | --record 'v=DKIM1; g=me; p={p}' | --honor-g | permerror | g=
g-absent | --set i=me@example.org | --honor-g | pass |
# temperror
loop | --record none --rr '{s}._domainkey.example.org. CNAME loop2.example.net.' --rr 'loop2.example.net. CNAME {s}._domainkey.example.org.' | | temperror | CNAME
END

"$python" ./forge.py "$T/cases" "$T" || exit 1

while IFS='|' read -r name _ options verdict phrase; do
	case $name in '#'*|'') continue ;; esac
	# Without the blanks around each field.
	name=${name% } options=${options# } verdict=${verdict# }
	verdict=${verdict% } phrase=${phrase# }
	want=$phrase
	case " $verdict " in
	*' pass '*)	status=0 ;;
	*temperror*)	status=75 ;;
	*)		status=1 ;;
	esac
	[ -n "$phrase" ] || [ "$verdict" = pass ] || want='a reason'
	is "$name" "$status" "$verdict${want:+: $want}" \
	    "\$T/v $name '$phrase' $options"
done <"$T/cases"

# Cases that say more than one thing
cat >"$T/more" <<'END'
alike-b | --set b=AAAAAAAAAAAABAAA --and --set b=AAAAAAAAAAAACAAA |
i-dots | --set i=a..b.@example.org |
i-no-utf8 | --set i==FF@example.org |
defer | --and --record none --rr '{s}._domainkey.example.org. CNAME {s}._domainkey.example.org.' |
odd-pass | --header 'From: a@example.org\r\nSubject: x\r\nX-Last: 1\r\n' --body 'no field\r\nX: y\r\n\r\nbody\r\n' --edit 'X-Last: 1\r\n\r\n=>X-Last: 1\r\n' |
END
"$python" ./forge.py "$T/more" "$T" || exit 1

# All that was printed is what RFC 8601 wants, folded at 78 columns.
# Values of mail in it are what they were.
for f in "$T"/*.out; do
	is "${f##*/} is an Authentication-Results field" 0 '' "./authres-parse.py $f"
done
# shown NAME WANT: the results as a parser reads them, without header.b.
shown() {
	is "$1: as a parser reads it" 0 "id=mx.example.org
$2" "./authres-parse.py -p \$T/$1.out | sed 's/ header.b=[^ ]*//'"
}
for name in i-dots i-no-utf8; do
	"$T/v" "$name" '' >/dev/null
	is "$name is an Authentication-Results field" 0 '' "./authres-parse.py $T/$name.out"
done
shown i-dots 'dkim=pass header.d=example.org header.i="a..b."@example.org header.s=i-dots header.a=rsa-sha256'
is 'one passes, of one nothing is known' 0 'temperror pass: CNAME' '$T/v defer CNAME'
is 'one passes, of one nothing is known: --defer is content' 0 '' \
    'dkim-verify -f --defer -z $T/zone <$T/defer.eml >/dev/null'
shown rr 'dkim=pass header.d=example.org header.s=rr header.a=rsa-sha256'
shown i-quoted 'dkim=pass header.d=example.org header.i="a b"@example.org header.s=i-quoted header.a=rsa-sha256'
shown i-fold 'dkim=pass header.d=example.org header.i=author@example.org header.s=i-fold header.a=rsa-sha256'
shown i-domain 'dkim=pass header.d=example.org header.i=@example.org header.s=i-domain header.a=rsa-sha256'
shown d-paren "dkim=neutral reason='d= has a character that no domain name has' header.s=d-paren header.a=rsa-sha256"

# none, and messages that are none
is 'none' 1 'Authentication-Results: mx.example.org;
	dkim=none' 'printf "From: a@example.org\n\nbody\n" | dkim-verify -a mx.example.org -z "$T/zone"'
is 'none: in its own line ends' 1 'Authentication-Results: mx.example.org;+
	dkim=none+' 'printf "From: a@example.org\r\n\r\nbody\r\n" | dkim-verify -a mx.example.org -z "$T/zone" >$T/out; s=$?; tr "\r" + <$T/out; exit $s'
is 'no header at all' 65 '' 'printf "\nbody\n" | dkim-verify -z "$T/zone"'
is 'empty' 65 '' 'dkim-verify -z "$T/zone" </dev/null'
is 'a line that is no field ends the header: that signature is body' 1 'none: a reason' \
    'printf "From: a@example.org\nno field\n" >$T/odd.eml; cat $T/rr.eml >>$T/odd.eml; $T/v odd ""'
is 'a line that is no field: its number' 0 'the header ends at line 2, which is no field' \
    'grep -o "the header ends at line 2, which is no field" $T/odd.out || tr -s "\t\n" " " <$T/odd.out | grep -o "the header ends at line 2, which is no field"'
is 'a line that is no field behind a signature: pass, and said' 0 \
    'pass: the header ends at line 5, which is no field' \
    '$T/v odd-pass "the header ends at line 5, which is no field"'

# Bounds
{
	for i in $(seq 499); do
		echo "DKIM-Signature: v=1; a=rsa-sha256; d=example.org; s=s$i; h=From; bh=AAAA; b=AAAA"
	done
	cat "$T/rr.eml"
} >"$T/many.eml"
is '500 signatures: 20 are judged' 1 '20 permerror
480 policy' 'dkim-verify -a mx.example.org -z $T/zone <$T/many.eml >$T/many.out; s=$?
    sed -n "s/^.dkim=\([a-z]*\).*/\1/p" $T/many.out | sort | uniq -c | sed "s/^ *//"; exit $s'
is '500 signatures: the last of 500 judged' 0 pass \
    'dkim-verify -a mx.example.org --max-signatures 500 -z $T/zone <$T/many.eml >$T/out; s=$?; tail -n 3 $T/out | sed -n "s/^.dkim=\([a-z]*\).*/\1/p"; exit $s'
is '500 signatures: a field of RFC 8601' 0 '' './authres-parse.py $T/many.out'
# within SECONDS COMMAND: it takes no longer (of the processor's time).
cat >"$T/within" <<'END'
#!/usr/bin/python3
import resource, subprocess, sys
subprocess.run(sys.argv[2:], stdout=subprocess.DEVNULL)
r = resource.getrusage(resource.RUSAGE_CHILDREN)
if r.ru_utime + r.ru_stime > float(sys.argv[1]):
    print('%.1f seconds' % (r.ru_utime + r.ru_stime))
END
chmod +x "$T/within"
python3 -c 'print(("DKIM-Signature:b=" + "A" * 80 + "\n") * 9990 + "From: a@example.org\n\nbody")' >"$T/alike.eml"
is '9990 signatures that look alike: no time is lost' 0 '' \
    '$T/within 1 dkim-verify -a mx.example.org -z $T/zone <$T/alike.eml'

# Two signatures whose b= starts alike are told apart (RFC 6008).
is 'alike: judged each' 1 'fail fail: signature did not verify' \
    "\$T/v alike-b 'signature did not verify'"
is 'alike: header.b differs' 0 'header.b=AAAAAAAAAAAAC
header.b=AAAAAAAAAAAAB' './authres-parse.py -p $T/alike-b.out | grep -o "header.b=[^ ]*"'

# -j
for name in rr i-quoted i-utf8 d-nul d-8bit i-lf-pair two-keys max nxdomain both; do
	is "-j: $name" 0 '' "dkim-verify -j -a mx.example.org -t \$NOW -z \$T/zone <\$T/$name.eml >\$T/j
	    [ \$(wc -l <\$T/j) -eq 1 ] || echo not one line
	    $python -c 'import json, sys; json.loads(sys.stdin.buffer.read().decode(\"ascii\" if False else \"utf-8\"))' <\$T/j"
done
is '-j: what it says' 0 'mx.example.org dkim policy the key has 768 bits, at least 1024 are wanted 768-bit rsa key example.org r768 rsa-sha256' \
    'dkim-verify -j -a mx.example.org -t $NOW -z $T/zone <$T/r768.eml | /usr/bin/python3 -c "import json, sys
o = json.load(sys.stdin)
r = o[\"results\"][0]
print(o[\"authserv-id\"], *(r[k] for k in (\"method\", \"result\", \"reason\", \"comment\", \"header.d\", \"header.s\", \"header.a\")))"'
dkim-genkey -D "$T" -d example.org -s times
dns-record -F fqdn -k "$T/times.private" -d example.org -s times >"$T/times.zone"
is '-j: the times of a signature' 0 '1795262400 1795348800' \
    "printf 'From: a@example.org\\n\\nhi\\n' | dkim-sign -d example.org -s times -k \$T/times.private -t 1795262400 -x 1d >\$T/times.eml
    dkim-verify -j -z \$T/times.zone -t 1795262400 <\$T/times.eml | grep -v '\"author-problem\"' |
    $python -c 'import json, sys; r = json.load(sys.stdin)[\"results\"][0]; print(r[\"header.t\"], r[\"header.x\"])'"
is '-j: author domains, each once, in A-labels' 1 'example.org xn--bcher-kva.example' \
    "printf 'From: a@Example.ORG, b@example.org, \"c@example.com\" <c@b\\303\\274cher.example>\\n\\n' |
    dkim-verify -j -z \$T/zone >\$T/j; s=\$?
    $python -c 'import json, sys; print(*json.load(sys.stdin)[\"author\"])' <\$T/j; exit \$s"
for from in 'To: x:no From field' 'From: a@[192.0.2.1]:an address without a plain domain name' \
    'From: a@1.example, b@2.example, c@3.example, d@4.example, e@5.example:more than four author domains'; do
	is "-j: ${from#*:*:}" 1 "${from#*:*:}" "printf '%s\\n\\n' '${from%:*}' |
	    dkim-verify -j -z \$T/zone >\$T/j; s=\$?
	    $python -c 'import json, sys; print(json.load(sys.stdin)[\"author-problem\"])' <\$T/j; exit \$s"
done
is '-j: exit status' 1 '' 'dkim-verify -j -z $T/zone <$T/body.eml >/dev/null'
is '-j: files, a line each' 0 "$T/rr.eml
$T/ss.eml" 'dkim-verify -j -z $T/zone $T/rr.eml $T/ss.eml | /usr/bin/python3 -c "import json, sys
for line in sys.stdin: print(json.loads(line)[\"file\"])"'
is '-j: a file of an odd name' 0 '' 'cp $T/rr.eml "$T/a\"b\\
c".eml && dkim-verify -j -z $T/zone "$T/a\"b\\
c".eml | /usr/bin/python3 -c "import json, sys
assert json.load(sys.stdin)[\"file\"] == sys.argv[1]" "$T/a\"b\\
c".eml'

# Files
is 'files: name and field on a line' 0 "$T/rr.eml:Authentication-Results: mx.example.org; dkim=pass (1024-bit rsa key) header.d=example.org header.s=rr header.a=rsa-sha256" \
    'dkim-verify -a mx.example.org -z $T/zone $T/rr.eml | sed "s/ header.b=[^ ]*$//"'
is 'files: all pass' 0 '2' 'dkim-verify -z $T/zone $T/rr.eml $T/ss.eml >$T/out; s=$?; wc -l <$T/out | tr -d " "; exit $s'
is 'files: one does not pass' 1 '2' 'dkim-verify -z $T/zone $T/body.eml $T/ss.eml >$T/out; s=$?; wc -l <$T/out | tr -d " "; exit $s'
is 'files: one is missing, the others are judged' 66 '2' 'dkim-verify -z $T/zone $T/rr.eml $T/none $T/body.eml >$T/out; s=$?; wc -l <$T/out | tr -d " "; exit $s'
is 'files: one is missing, named' 0 "dkim-verify: $T/none: No such file or directory" 'dkim-verify -z $T/zone $T/none 2>&1 || :'
is 'files: one has no header' 65 '1' 'dkim-verify -z $T/zone /dev/null $T/rr.eml >$T/out; s=$?; wc -l <$T/out | tr -d " "; exit $s'
is 'files: one has no answer' 75 '2' 'dkim-verify -z $T/zone $T/loop.eml $T/rr.eml >$T/out; s=$?; wc -l <$T/out | tr -d " "; exit $s'
is 'files: one is a folder' 74 '' 'dkim-verify -z $T/zone $T'
cat >"$T/all" <<'END'
cd "$T" && dkim-verify -a mx.example.org -t "$NOW" -z zone "$@" *.eml none *.eml /dev/null . *.eml
echo "status $?"
END
export NOW
sh "$T/all" -P 1 >"$T/one" 2>&1
is 'files: there is much to compare' 0 '' 'test $(wc -l <$T/one) -gt 100'
for n in 2 3 64; do
	is "-P $n: the same output" 0 '' "sh \$T/all -P $n 2>&1 | cmp - \$T/one"
	is "-P $n -j: the same output" 0 '' \
	    "sh \$T/all -j >\$T/one.json 2>&1; sh \$T/all -j -P $n 2>&1 | cmp - \$T/one.json"
done
is '-P: standard input is one of them' 0 2 \
    'dkim-verify -P 2 -z $T/zone - $T/ss.eml <$T/rr.eml | grep -c dkim=pass'
for n in 0 -1 x 257; do
	is "-P '$n' is refused" 64 '' "dkim-verify -P '$n' -z \$T/zone \$T/rr.eml"
done
is 'files: pipes are parsed on a line' 0 '' 'dkim-verify -a mx.example.org -z $T/zone $T/two-keys.eml >$T/line; ./authres-parse.py -1 $T/line'
is 'files: an odd name cannot add a line' 0 1 'cp $T/rr.eml "$T/x
Authentication-Results: y" && dkim-verify -z $T/zone "$T/x
Authentication-Results: y" | wc -l | tr -d " "'

# -t
is '-t: ISO 8601' 1 'policy: x=' 'NOW=2030-01-01T00:00:00Z; export NOW; $T/v x-now x='
is '-t: ISO 8601, before' 0 'pass' 'NOW=2026-11-21; export NOW; $T/v x-now ""'
is '-t: zero is a time' 1 'policy: t=' 'NOW=0; export NOW; $T/v t-now t='
is '-t received' 0 pass '{ echo "Received: from a by b (c; d) with SMTP; Sat, 21 Nov 2026 12:00:00 +0000"; cat $T/x-now.eml; } >$T/r1.eml; NOW=received; export NOW; $T/v r1 ""'
is '-t received: later' 1 'policy: x=' '{ printf "Received: from a;\n\tMon, 23 Nov 2026 08:00:01 +0900 (JST)\n"; cat $T/x-now.eml; } >$T/r2.eml; NOW=received; export NOW; $T/v r2 x='
is '-t received: the topmost' 0 pass '{ cat $T/r1.eml; } | sed "1s/^/Received: y; 21 Nov 26 11:00 GMT\n/" >$T/r3.eml; sed "s/^Received: from.*/Received: z; 1 Jan 2040 00:00:00 +0000/" $T/r3.eml >$T/r4.eml; NOW=received; export NOW; $T/v r4 ""'
is '-t received: there is none' 65 '' 'dkim-verify -t received -z $T/zone <$T/x-now.eml'
for when in yesterday -1 2026-02-29 1.5 ''; do
	is "-t '$when' is refused" 64 '' "dkim-verify -z \$T/zone -t '$when' <\$T/rr.eml"
done

# -a
is '-a' 0 'Authentication-Results: mail.example.com;' 'dkim-verify -a mail.example.com -z $T/zone <$T/rr.eml | head -n 1'
is '-a: quoted' 0 'id=a;b "c" \d' "dkim-verify -a 'a;b \"c\" \\d' -z \$T/zone <\$T/rr.eml >\$T/q; ./authres-parse.py -p \$T/q | head -n 1"

# -z
grep '^rr\.' "$T/zone" >"$T/zone.rr"
grep '^two-keys\.' "$T/zone" >"$T/zone.two"
is '-z: two files' 0 'dkim=pass' 'dkim-verify -z $T/zone.two -z $T/zone.rr <$T/rr.eml | grep -o dkim=pass'
is '-z: a name that is in none does not exist' 1 'dkim=permerror' \
    'dkim-verify -z $T/zone.two <$T/rr.eml >$T/out; s=$?; grep -o dkim=permerror $T/out; exit $s'
is '-z: half of the records in each file' 0 '3 keys' \
    'sed "s/v=DKIM1; p=/v=DKIM1; n=9; p=/" $T/zone.two | head -n 1 >$T/zone.half; dkim-verify -z $T/zone.two -z $T/zone.half <$T/two-keys.eml | grep -o "[0-9] keys"'
for z in "$T/none:66" "$T:66"; do
	is "-z ${z#"$T"}" "${z##*:}" '' "dkim-verify -z ${z%:*} <\$T/rr.eml"
done

# temperror from a server that is not there
port=$("$python" -c 'import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("127.0.0.1", 0))
print(s.getsockname()[1])')
is 'temperror: nobody answers' 75 'temperror: no answer from DNS' \
    "dkim-verify -a mx.example.org -T 1 -n 127.0.0.1:$port <\$T/rr.eml >\$T/out; s=\$?
    tr -s '\t\n' ' ' <\$T/out | sed -n 's/.*dkim=\\([a-z]*\\) reason=\"\\([^:\"]*\\).*/\\1: \\2/p'; echo; exit \$s"
for n in nonsense 192.0.2.1:0 192.0.2.1:65536 192.0.2.1:x '[::1' ns.example.org; do
	is "-n $n is refused" 64 '' "dkim-verify -n '$n' <\$T/rr.eml"
done

# Usage
for o in --min-bits --max-signatures --skip -T; do
	for n in -1 x '' 99999999999999999999; do
		is "$o '$n' is refused" 64 '' "dkim-verify $o '$n' -z \$T/zone <\$T/rr.eml"
	done
done
is '--help' 0 'dkim-verify - check the DKIM signatures of a message' 'dkim-verify --help | head -n 1'
is '--version, full' 74 '' 'dkim-verify --version >/dev/full'
is 'full' 74 '' 'dkim-verify -z $T/zone <$T/rr.eml >/dev/full'
is 'files, full' 74 '' 'dkim-verify -z $T/zone $T/rr.eml >/dev/full'

# A site's own OpenSSL: the configuration that is named is read
cat >"$T/openssl.cnf" <<'END'
openssl_conf = all
[all]
providers = providers
[providers]
null = null
[null]
activate = 1
END
is 'OPENSSL_CONF names providers' 71 '' \
    'OPENSSL_CONF=$T/openssl.cnf dkim-verify -z $T/zone <$T/rr.eml'
is 'OPENSSL_CONF: a file that is not there' 0 'dkim=pass' \
    'OPENSSL_CONF=$T/none dkim-verify -t $NOW -z $T/zone <$T/rr.eml | grep -o dkim=pass'

# -e, once it says something
if [ -n "$(dkim-verify -e -z "$T/zone" <"$T/rr.eml")" ]; then
	for name in rr body header both nxdomain revoked r768 twice i-lf-pair d-nul; do
		is "-e: $name: printable lines" 0 '' \
		    "dkim-verify -e -t \$NOW -z \$T/zone <\$T/$name.eml | LC_ALL=C tr -d '\\t\\n -~' | tr -d '\\200-\\377'"
	done
else
	N=$((N + 1))
	echo "ok $N - -e # skip it prints nothing yet"
fi

# What -P must not change: who reads standard input, how many files there are.
printf 'From: a@example.org\n\nbody\n' >"$T/unsigned"
is '-P: standard input twice' 65 '-:Authentication-Results: mx; dkim=none' \
    'dkim-verify -a mx -P 2 - - <"$T/unsigned"'
is '-P: few descriptors' 1 200 \
    'ulimit -n 64; set --; while [ $# -lt 200 ]; do
    set -- "$@" "$T/unsigned"; done
    dkim-verify -a mx -P 100 "$@" >"$T/out"; s=$?
    grep -c dkim=none "$T/out"; exit $s'

plan
