#!/bin/sh
# dmarc-lookup against the rules of RFC 9989, in the order of the document:
# the record, the walk, policy discovery, the Organizational Domain,
# alignment, From, the disposition, the field; then what is the tool's own.
cd "$(dirname "$0")" || exit 1
. ./lib.sh
. ./need.sh
. ./servers.sh
. ./dmarclib.sh
unset RES_OPTIONS LOCALDOMAIN

# What counts of a record: tag, policy and modes.
# shellcheck disable=SC2089
COUNTS='/^location: none/ { none = "none" }
/^tag:/ { tag = $2 " " }
/^policy:/ { policy = $2 }
/^alignment:/ { sub(/^alignment: /, ""); modes = ", " $0 }
END { print none tag policy modes }'
# shellcheck disable=SC2090
export COUNTS

# record NAME STATUS WANT RDATA [OPTION...]: the TXT records of one name.
record() {
	name=$1 status=$2 want=$3
	printf '_dmarc.example.com. TXT %s\n' "$4" >"$T/zone"
	shift 4
	is "$name" "$status" "$want" "dmarc-lookup -z \"\$T/zone\" $* \
	    example.com >\"\$T/lines\"; s=\$?
	    awk \"\$COUNTS\" \"\$T/lines\"; exit \$s"
}
R=', dkim relaxed, spf relaxed'

# Record 1: TXT at _dmarc, strings joined with nothing between.
record 'record 1: one string' 0 "p reject$R" '"v=DMARC1; p=reject"'
record 'record 1: strings are joined' 0 "p reject$R" \
    '"v=DM" "ARC1; p=rej" "" "ect"'
record 'record 1: with nothing between' 0 "p quarantine$R" \
    '"v=DMARC1;" "p=quarantine"'
record 'record 1: a text of 1000 octets' 0 "p reject$R" \
    "$(awk 'BEGIN { printf "\"v=DMARC1; \""; for (i = 0; i < 100; i++)
    printf " \"x%c=12345;\"", 97 + i % 26; print " \"p=reject\"" }')"
zone <<'END'
example.com.		TXT	"v=DMARC1; p=reject"
_dmarc.a.example.com.	A	192.0.2.1
_dmarc.b.example.com.	SPF	"v=DMARC1; p=reject"
_dmarc.c.example.com.	CNAME	there.example.net.
there.example.net.	TXT	"v=DMARC1; p=reject"
END
published 'record 1: not at the name itself' 1 'none example.com -' \
    example.com
published 'record 1: no TXT record' 1 'none a.example.com -' a.example.com
published 'record 1: not of another type' 1 'none b.example.com -' \
    b.example.com
published 'record 1: through a CNAME' 0 \
    '_dmarc.c.example.com c.example.com p reject' c.example.com

# The list itself, section 4.8.
record 'record 1: a final semicolon' 0 "p reject$R" '"v=DMARC1; p=reject;"'
record 'record 1: no blank' 0 "p reject$R" '"v=DMARC1;p=reject"'
record 'record 1: blanks where they may be' 0 "p reject$R" \
    '"v = DMARC1 ; p = reject ; "'
record 'record 1: tabs where they may be' 0 "p reject$R" \
    '"v\009=\009DMARC1\009;\009p\009=\009reject\009;\009"'
record 'record 1: a tab before a semicolon' 0 "p reject$R" \
    '"v=DMARC1; p=reject\009; t=n"'
record 'record 1: empty pieces' 0 "p reject$R" '"v=DMARC1;; ;p=reject;;"'
record 'record 1: the version alone' 1 none '"v=DMARC1"'

# Record 2: v is the first, and its value exact.
n=0
while IFS= read -r text; do
	n=$((n + 1))
	record "record 2: no DMARC record $n" 1 none "$text"
done <<'END'
"v=dmarc1; p=reject"
"v=DMARC2; p=reject"
"v=DMARC10; p=reject"
"v=DMARC; p=reject"
"v=DMARC1 p=reject"
"v=DMARC1, p=reject"
"p=reject; v=DMARC1"
"; v=DMARC1; p=reject"
"vv=DMARC1; p=reject"
"v==DMARC1; p=reject"
"v; p=reject"
"v=; p=reject"
"p=reject"
"v=spf1 -all"
"v=D MARC1; p=reject"
"v=DMARC1\000; p=reject"
""
END
record 'record 2: blanks around "="' 0 "p reject$R" '"v  =  DMARC1;p=reject"'

# Record 3: unknown tags, and syntax errors in known ones.
record 'record 3: an unknown tag' 0 "p reject$R" '"v=DMARC1; x=y; p=reject"'
record 'record 3: one behind' 0 "p reject$R" '"v=DMARC1; p=reject; x=y; zz=1"'
record 'record 3: a piece that is no tag' 0 "p reject$R" \
    '"v=DMARC1; nonsense; p=reject"'
record 'record 3: a tag without a value' 0 "p reject$R" \
    '"v=DMARC1; p=reject; adkim=; aspf"'
record 'record 3: adkim with a value that is none' 0 "p reject$R" \
    '"v=DMARC1; p=reject; adkim=strict; aspf=x"'
record 'record 3: the one is good, the other broken' 0 \
    'p reject, dkim relaxed, spf strict' \
    '"v=DMARC1; p=reject; adkim=2; aspf=s"'
record 'record 3: 8-bit bytes in a tag' 0 "p reject$R" \
    '"v=DMARC1; aspf=s\195\164; p=reject"'
record 'record 3: a broken t' 0 "p reject$R" '"v=DMARC1; p=reject; t=1"'
record 'record 3: a broken rua' 0 "p reject$R" \
    '"v=DMARC1; p=reject; rua=nobody"'
zone <<'END'
_dmarc.a.example.com.	TXT	"v=DMARC1; p=reject; psd=x"
_dmarc.example.com.	TXT	"v=DMARC1; p=none"
END
published 'record 3: a broken psd is u' 0 \
    '_dmarc.a.example.com example.com p reject' a.example.com

# Record 4: the values of the ABNF have no case.
record 'record 4: p' 0 "p reject$R" '"v=DMARC1; p=ReJeCt"'
record 'record 4: QUARANTINE' 0 "p quarantine$R" '"v=DMARC1; p=QUARANTINE"'
record 'record 4: NONE' 0 "p none$R" '"v=DMARC1; p=None"'
record 'record 4: S' 0 'p reject, dkim strict, spf strict' \
    '"v=DMARC1; p=reject; adkim=S; aspf=S"'
record 'record 4: R' 0 "p reject$R" '"v=DMARC1; p=reject; adkim=R; aspf=R"'
record 'record 4: Y' 0 "p quarantine$R" '"v=DMARC1; p=reject; t=Y"'
record 'record 4: N' 0 "p reject$R" '"v=DMARC1; p=reject; t=N"'
zone <<'END'
_dmarc.a.example.com.	TXT	"v=DMARC1; p=reject; psd=N"
_dmarc.example.com.	TXT	"v=DMARC1; p=none"
_dmarc.example.net.	TXT	"v=DMARC1; p=none; sp=reject; psd=Y"
a.example.net.		A	192.0.2.1
END
published 'record 4: psd=N' 0 '_dmarc.a.example.com a.example.com p reject' \
    a.example.com
published 'record 4: psd=Y' 0 '_dmarc.example.net a.example.net sp reject' \
    a.example.net

# Record 5: two of them are none.
record 'record 5: two records' 1 none '"v=DMARC1; p=reject"
	TXT "v=DMARC1; p=none"'
record 'record 5: three, two of them broken' 1 none '"v=DMARC1; p=reject"
	TXT "v=DMARC1"
	TXT "v=DMARC1; p"'
record 'record 5: one, and other texts' 0 "p reject$R" '"v=DMARC1; p=reject"
	TXT "v=spf1 -all"
	TXT "v=dmarc1; p=none"
	TXT "p=none"'
zone <<'END'
_dmarc.a.example.com.	TXT	"v=DMARC1; p=reject"
			TXT	"v=DMARC1; p=reject; psd=n"
_dmarc.example.com.	TXT	"v=DMARC1; p=none; sp=quarantine"
a.example.com.		A	192.0.2.1
END
published 'record 5: the walk goes on behind them' 0 \
    '_dmarc.example.com example.com sp quarantine' a.example.com

# Record 6: defaults.
record 'record 6: strict modes' 0 'p none, dkim strict, spf relaxed' \
    '"v=DMARC1; p=none; adkim=s"'
record 'record 6: of SPF' 0 'p none, dkim relaxed, spf strict' \
    '"v=DMARC1; p=none; aspf=s"'
record 'record 6: historic tags mean nothing' 0 "p reject$R" \
    '"v=DMARC1; p=reject; pct=0; rf=iodef; ri=60"'
record 'record 6: not even when they are broken' 0 "p reject$R" \
    '"v=DMARC1; p=reject; pct=many; rf=; ri=-1"'
record 'record 6: t=n' 0 "p reject$R" '"v=DMARC1; p=reject; t=n"'

# Record 7: p may be anywhere, and may be absent (4.7, 4.10.1).
record 'record 7: p is not the second' 0 \
    'p quarantine, dkim strict, spf relaxed' \
    '"v=DMARC1; adkim=s; rua=mailto:a@example.com; p=quarantine"'
record 'record 7: no p, with rua' 0 "p none$R" \
    '"v=DMARC1; rua=mailto:a@example.com"'
record 'record 7: no p, no rua' 1 none '"v=DMARC1; adkim=s"'
record 'record 7: no p, rua broken' 1 none '"v=DMARC1; rua=a@example.com"'
record 'record 7: no p, one of rua good' 0 "p none$R" \
    '"v=DMARC1; rua=bad,mailto:a@example.com,worse"'
record 'record 7: no p, another scheme' 0 "p none$R" \
    '"v=DMARC1; rua=https://example.com/r"'
record 'record 7: no p, only ruf' 1 none \
    '"v=DMARC1; ruf=mailto:a@example.com"'
record 'record 7: p invalid, rua' 0 "p none$R" \
    '"v=DMARC1; p=rejected; rua=mailto:a@example.com"'
record 'record 7: p invalid' 1 none '"v=DMARC1; p=rejected"'
record 'record 7: p of another case of letter' 1 none '"v=DMARC1; p=discard"'
record 'record 7: sp invalid, rua' 0 "p none$R" \
    '"v=DMARC1; p=reject; sp=x; rua=mailto:a@example.com"'
record 'record 7: sp invalid' 1 none '"v=DMARC1; p=reject; sp=x"'
record 'record 7: np invalid, rua' 0 "p none$R" \
    '"v=DMARC1; p=reject; np=x; rua=mailto:a@example.com"'
record 'record 7: np invalid' 1 none '"v=DMARC1; p=reject; np=x"'
record 'record 7: sp without p' 0 "p none$R" \
    '"v=DMARC1; sp=reject; rua=mailto:a@example.com"'
zone <<'END'
_dmarc.a.example.com.	TXT	"v=DMARC1; adkim=s"
_dmarc.example.com.	TXT	"v=DMARC1; p=reject"
_dmarc.example.net.	TXT	"v=DMARC1; sp=reject; np=reject; rua=mailto:a@example.net"
a.example.net.		A	192.0.2.1
END
published 'record 7: one of no use is still the record' 1 \
    '_dmarc.a.example.com example.com none' a.example.com
judged 'record 7: no processing' 1 'none a.example.com' a@a.example.com \
    --dkim pass:a.example.com
published 'record 7: it counts as p=none, also for what is below' 0 \
    '_dmarc.example.net example.net p none' a.example.net
judged 'record 7: and mail can pass by it' 0 'pass a.example.net none' \
    a@a.example.net --dkim pass:example.net

# Record 8: sizes of report addresses.
record 'record 8: with sizes' 0 "p none$R" \
    '"v=DMARC1; rua=mailto:a@example.com!10m"'
zone <<'END'
_dmarc.example.com. TXT "v=DMARC1; p=none; rua=mailto:a@example.com!10m,mailto:b@example.com!5 , mailto:c@example.com!1K; ruf=mailto:d@example.com!0t"
END
lines 'record 8: the size is not part of the address' reports \
    'rua mailto:a@example.com
rua mailto:b@example.com
rua mailto:c@example.com
ruf mailto:d@example.com' example.com

# Record 9: fo without ruf; "0" and "1".
record 'record 9: fo without ruf' 0 "p none$R" '"v=DMARC1; p=none; fo=1"'
record 'record 9: a broken fo' 0 "p none$R" \
    '"v=DMARC1; p=none; fo=0:1; ruf=mailto:a@example.com"'

# Record 10: schemes.
zone <<'END'
_dmarc.example.com. TXT "v=DMARC1; p=none; rua=https://example.com/report,MAILTO:a@EXAMPLE.com,mailto:b%2Cc%21d@example.com"
END
lines 'record 10: unknown schemes are ignored, mailto is not' reports \
    'rua https://example.com/report (invalid: reports go to mailto: addresses only)
rua MAILTO:a@EXAMPLE.com
rua mailto:b%2Cc%21d@example.com' example.com

# Walk 1: records are kept, or not; psd stops it.
zone <<'END'
_dmarc.stop.example.com.	TXT	"v=DMARC1; p=none; psd=n"
_dmarc.suffix.example.com.	TXT	"v=DMARC1; p=none; psd=y"
_dmarc.not.example.com.		TXT	"v=DMARC1; p=none; psd=u"
_dmarc.two.example.com.		TXT	"v=DMARC1; p=none; psd=n"
				TXT	"v=DMARC1; p=reject; psd=n"
_dmarc.other.example.com.	TXT	"v=DMARC2; p=none; psd=n"
END
walk 'walk 1: psd=n stops at the start' _dmarc.stop.example.com \
    stop.example.com
walk 'walk 1: psd=y stops at the start' _dmarc.suffix.example.com \
    suffix.example.com
for name in not two other; do
	walk "walk 1: $name does not" "_dmarc.$name.example.com
_dmarc.example.com
_dmarc.com" $name.example.com
done
walk 'walk 1: psd=n stops on the way' '_dmarc.a.b.stop.example.com
_dmarc.b.stop.example.com
_dmarc.stop.example.com' a.b.stop.example.com
walk 'walk 1: psd=y stops on the way' '_dmarc.a.suffix.example.com
_dmarc.suffix.example.com' a.suffix.example.com

# Walk 2: eight labels and more.
walk 'walk 2: one label' _dmarc.com com
walk 'walk 2: seven labels' '_dmarc.1.2.3.4.5.example.com
_dmarc.2.3.4.5.example.com
_dmarc.3.4.5.example.com
_dmarc.4.5.example.com
_dmarc.5.example.com
_dmarc.example.com
_dmarc.com' 1.2.3.4.5.example.com
walk 'walk 2: eight labels' '_dmarc.1.2.3.4.5.6.example.com
_dmarc.2.3.4.5.6.example.com
_dmarc.3.4.5.6.example.com
_dmarc.4.5.6.example.com
_dmarc.5.6.example.com
_dmarc.6.example.com
_dmarc.example.com
_dmarc.com' 1.2.3.4.5.6.example.com
walk 'walk 2: nine labels' '_dmarc.1.2.3.4.5.6.7.example.com
_dmarc.3.4.5.6.7.example.com
_dmarc.4.5.6.7.example.com
_dmarc.5.6.7.example.com
_dmarc.6.7.example.com
_dmarc.7.example.com
_dmarc.example.com
_dmarc.com' 1.2.3.4.5.6.7.example.com

# Walk 3: down to the TLD, eight questions at most.
zone <<'END'
_dmarc.com.		TXT	"v=DMARC1; p=reject; sp=quarantine"
_dmarc.c.		TXT	"v=DMARC1; p=reject; sp=quarantine"
a.example.com.		A	192.0.2.1
END
published 'walk 3: the record of the TLD' 0 '_dmarc.com com sp quarantine' \
    a.example.com
LABELS=$(awk 'BEGIN { for (i = 0; i < 126; i++) printf "a."; print "c" }')
LONG=$(awk 'BEGIN { for (i = 0; i < 3; i++) { for (j = 0; j < 63; j++)
	printf "x"; printf "." }
	for (j = 0; j < 59; j++) printf "y"; print ".c" }')
is 'walk 3: a name of 127 labels, and one of 253 octets' 0 '8
253
253' "dmarc-lookup -e -z \"\$T/zone\" $LABELS | grep -c '^  _dmarc'
for name in $LABELS $LONG; do printf %s \$name | wc -c | tr -d ' '; done"
published 'walk 3: the record of 127 labels' 0 '_dmarc.c c sp quarantine' \
    "$LABELS"
published 'walk 3: a name that _dmarc makes too long for DNS' 0 \
    '_dmarc.c c sp quarantine' "$LONG"
judged 'walk 3: such an author domain' 0 "pass $LONG quarantine" "a@$LONG" \
    --dkim "pass:$LABELS"
judged 'walk 3: the other of them' 0 "pass $LABELS quarantine" \
    "a@$LABELS" --spf "pass:$LONG"

# Policy 1: the author domain first, whatever its psd.
zone <<'END'
_dmarc.com.		TXT	"v=DMARC1; p=none; psd=y"
_dmarc.example.com.	TXT	"v=DMARC1; p=none; sp=none; np=none"
_dmarc.y.example.com.	TXT	"v=DMARC1; p=reject; sp=none; np=none; psd=y"
_dmarc.n.example.com.	TXT	"v=DMARC1; p=reject; sp=none; np=none; psd=n"
_dmarc.u.example.com.	TXT	"v=DMARC1; p=reject; sp=none; np=none; psd=u"
_dmarc.d.example.com.	TXT	"v=DMARC1; p=reject; sp=none; np=none"
END
published 'policy 1: psd=y' 0 '_dmarc.y.example.com y.example.com p reject' \
    y.example.com
published 'policy 1: psd=n' 0 '_dmarc.n.example.com n.example.com p reject' \
    n.example.com
published 'policy 1: psd=u' 0 '_dmarc.u.example.com example.com p reject' \
    u.example.com
published 'policy 1: no psd' 0 '_dmarc.d.example.com example.com p reject' \
    d.example.com
published 'policy 1: the suffix itself' 0 '_dmarc.com com p none' com
lines 'policy 1: where that is' location \
    '_dmarc.d.example.com (the domain itself)' d.example.com

# Policy 2: the Organizational Domain, then the Public Suffix Domain.
zone <<'END'
_dmarc.com.		TXT	"v=DMARC1; p=none; sp=quarantine; psd=y"
_dmarc.example.com.	TXT	"v=DMARC1; p=none; sp=reject"
a.b.example.com.	A	192.0.2.1
a.b.example2.com.	A	192.0.2.1
_dmarc.b.example3.com.	TXT	"v=DMARC1; p=reject"
a.b.example3.com.	A	192.0.2.1
END
lines 'policy 2: the organizational domain' location \
    '_dmarc.example.com (the organizational domain)' a.b.example.com
published 'policy 2: and its sp' 0 \
    '_dmarc.example.com example.com sp reject' a.b.example.com
lines 'policy 2: the public suffix domain' location \
    '_dmarc.com (the public suffix domain)' a.b.example2.com
published 'policy 2: and its sp, too' 0 \
    '_dmarc.com example2.com sp quarantine' a.b.example2.com
published 'policy 2: the record between the two is not used' 0 \
    '_dmarc.com example3.com sp quarantine' a.b.example3.com
zone <<'END'
_dmarc.b.example.com.	TXT	"v=DMARC1; p=quarantine"
_dmarc.example.com.	TXT	"v=DMARC1; p=reject"
			TXT	"v=DMARC1; p=none"
a.b.example.com.	A	192.0.2.1
1.2.3.4.5.6.7.example.net. A	192.0.2.1
_dmarc.2.3.4.5.6.7.example.net. TXT	"v=DMARC1; p=reject"
_dmarc.4.5.6.7.example.net. TXT	"v=DMARC1; p=none; sp=quarantine"
END
published 'policy 2: the walk passes over two records' 0 \
    '_dmarc.b.example.com b.example.com p quarantine' a.b.example.com
published 'policy 2: a deep name starts at seven labels' 0 \
    '_dmarc.4.5.6.7.example.net 4.5.6.7.example.net sp quarantine' \
    1.2.3.4.5.6.7.example.net

# Policy 3: np, sp, p.
zone <<'END'
_dmarc.example.com.	TXT	"v=DMARC1; p=none; sp=quarantine; np=reject"
_dmarc.example.net.	TXT	"v=DMARC1; p=none; np=reject"
_dmarc.example.org.	TXT	"v=DMARC1; p=quarantine; sp=reject"
_dmarc.example.edu.	TXT	"v=DMARC1; p=reject"
a.example.com.		A	192.0.2.1
a.example.net.		A	192.0.2.1
a.example.org.		A	192.0.2.1
a.example.edu.		A	192.0.2.1
END
published 'policy 3: it exists: sp' 0 \
    '_dmarc.example.com example.com sp quarantine' a.example.com
published 'policy 3: it does not: np' 0 \
    '_dmarc.example.com example.com np reject' b.example.com
published 'policy 3: itself: p' 0 '_dmarc.example.com example.com p none' \
    example.com
published 'policy 3: it exists, no sp: p' 0 \
    '_dmarc.example.net example.net p none' a.example.net
published 'policy 3: it does not exist, no sp: np' 0 \
    '_dmarc.example.net example.net np reject' b.example.net
published 'policy 3: it exists, no np: sp' 0 \
    '_dmarc.example.org example.org sp reject' a.example.org
published 'policy 3: it does not exist, no np: sp' 0 \
    '_dmarc.example.org example.org sp reject' b.example.org
published 'policy 3: it exists, neither: p' 0 \
    '_dmarc.example.edu example.edu p reject' a.example.edu
published 'policy 3: it does not, neither: p' 0 \
    '_dmarc.example.edu example.edu p reject' b.example.edu
zone <<'END'
_dmarc.example.com.	TXT	"v=DMARC1; p=none; sp=quarantine; np=reject; psd=y"
a.example.com.		A	192.0.2.1
END
published 'policy 3: of a public suffix domain' 0 \
    '_dmarc.example.com a.example.com sp quarantine' a.example.com
published 'policy 3: of one, and no such name' 0 \
    '_dmarc.example.com b.example.com np reject' a.b.example.com

# Policy 4: what does not exist (3.2.13, A.4).
zone <<'END'
_dmarc.example.com.	TXT	"v=DMARC1; p=none; sp=quarantine; np=reject"
mx.example.com.		MX	0 mail.example.com.
txt.example.com.	TXT	"x"
x.empty.example.com.	A	192.0.2.1
alias.example.com.	CNAME	nowhere.example.net.
*.wild.example.com.	TXT	"x"
_dmarc.own.example.com.	A	192.0.2.1
caa.example.com.	CAA	0 issue "example.net"
END
for name in mx txt empty alias wild x.wild x.y.wild own caa; do
	published "policy 4: $name exists" 0 \
	    '_dmarc.example.com example.com sp quarantine' $name.example.com
done
for name in nowhere x.nowhere x.mx x.alias; do
	published "policy 4: $name does not exist" 0 \
	    '_dmarc.example.com example.com np reject' $name.example.com
done
lines 'policy 4: and is said so' location \
    '_dmarc.example.com (the organizational domain; the domain does not exist)' \
    nowhere.example.com

# Policy 5: no record.
zone <<'END'
example.com.	A	192.0.2.1
END
published 'policy 5: none' 1 'none a.example.com -' a.example.com
judged 'policy 5: DMARC does not apply' 1 'none a.example.com' \
    a@a.example.com --dkim pass:a.example.com --spf pass:a.example.com

# Policy 6: DNS does not answer.
zone <<'END'
_dmarc.example.com.	TXT	"v=DMARC1; p=reject"
_dmarc.late.example.com. TIMEOUT TXT
_dmarc.own.late.example.com. TXT "v=DMARC1; p=reject"
_dmarc.mid.own2.late.example.com. A 192.0.2.1
_dmarc.np.example.net.	TXT	"v=DMARC1; p=reject; np=none"
x.np.example.net.	TIMEOUT
_dmarc.np.example.edu.	TXT	"v=DMARC1; p=reject; sp=none"
x.np.example.edu.	TIMEOUT	CNAME
_dmarc.edu.		TIMEOUT
_dmarc.cut.example.edu. TXT	"v=DMARC1; p=reject; psd=n"
END
published 'policy 6: the author domain' 75 'unknown ? -' late.example.com
published 'policy 6: a name on the way' 75 'unknown ? -' x.late.example.com
published 'policy 6: above the domain, whose record there is' 0 \
    '_dmarc.own.late.example.com ? p reject' own.late.example.com
published 'policy 6: does it exist?' 75 \
    '_dmarc.np.example.net np.example.net unknown' x.np.example.net
published 'policy 6: nobody wants to know if it exists' 75 'unknown ? -' \
    x.np.example.edu
published 'policy 6: above a record that ends the walk' 0 \
    '_dmarc.cut.example.edu cut.example.edu p reject' x.cut.example.edu

# Organization 1: psd=n.
zone <<'END'
_dmarc.com.			TXT	"v=DMARC1; p=none; psd=y"
_dmarc.example.com.		TXT	"v=DMARC1; p=none"
_dmarc.n.example.com.		TXT	"v=DMARC1; p=none; psd=n"
_dmarc.u.n.example.com.		TXT	"v=DMARC1; p=none"
_dmarc.n.n.example.com.		TXT	"v=DMARC1; p=none; psd=n"
END
lines 'organization 1: psd=n' organizational-domain n.example.com \
    a.b.n.example.com
lines 'organization 1: at the start' organizational-domain n.example.com \
    n.example.com
lines 'organization 1: above another record' organizational-domain \
    n.example.com u.n.example.com
lines 'organization 1: the longest of two' organizational-domain \
    n.n.example.com a.n.n.example.com

# Organization 2: psd=y.
zone <<'END'
_dmarc.com.			TXT	"v=DMARC1; p=none; psd=y"
_dmarc.example.com.		TXT	"v=DMARC1; p=none"
_dmarc.y.example.com.		TXT	"v=DMARC1; p=none; psd=y"
_dmarc.a.y.example.com.		TXT	"v=DMARC1; p=none"
_dmarc.7.example.net.		TXT	"v=DMARC1; p=none; psd=y"
_dmarc.3.4.5.6.7.example.org.	TXT	"v=DMARC1; p=none; psd=y"
END
lines 'organization 2: one label below psd=y' organizational-domain \
    a.y.example.com x.y.z.a.y.example.com
lines 'organization 2: no record is needed there' organizational-domain \
    b.y.example.com x.y.z.b.y.example.com
lines 'organization 2: not at the start' organizational-domain \
    y.example.com y.example.com
lines 'organization 2: of the TLD' organizational-domain example.com \
    x.example.com
lines 'organization 2: the walk never comes to the TLD' \
    organizational-domain b.y.example.com b.y.example.com
lines 'organization 2: the TLD itself' organizational-domain com com
lines 'organization 2: below a name of eight labels' organizational-domain \
    6.7.example.net 1.2.3.4.5.6.7.example.net
lines 'organization 2: the label that the walk has skipped' \
    organizational-domain 2.3.4.5.6.7.example.org \
    1.2.3.4.5.6.7.example.org
lines 'organization 2: of a name that is much deeper' \
    organizational-domain 2.3.4.5.6.7.example.org \
    a.b.c.d.e.f.g.1.2.3.4.5.6.7.example.org

# Organization 3: the fewest labels.
zone <<'END'
_dmarc.example.com.		TXT	"v=DMARC1; p=none"
_dmarc.a.example.com.		TXT	"v=DMARC1; p=none"
_dmarc.b.a.example.com.		TXT	"v=DMARC1; p=none; psd=u"
_dmarc.net.			TXT	"v=DMARC1; p=none"
_dmarc.example.net.		TXT	"v=DMARC1; p=none"
_dmarc.example.org.		TXT	"v=DMARC1; p=none"
				TXT	"v=DMARC1; p=reject"
_dmarc.b.example.org.		TXT	"v=DMARC1; p=none"
END
lines 'organization 3: of three' organizational-domain example.com \
    c.b.a.example.com
lines 'organization 3: a TLD without psd' organizational-domain net \
    a.example.net
lines 'organization 3: two records do not count' organizational-domain \
    b.example.org a.b.example.org
lines 'organization 3: nor do they at the start' organizational-domain \
    example.org example.org

# Organization 4: the start.
zone <<'END'
example.com.	A	192.0.2.1
END
published 'organization 4: no record at all' 1 \
    'none a.b.c.example.com -' a.b.c.example.com

plan
