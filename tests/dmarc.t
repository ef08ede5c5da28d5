#!/bin/sh
# dmarc-lookup against the rules of RFC 9989, in the order of the document:
# the record, the walk, policy discovery, the Organizational Domain,
# alignment, From, the disposition, the field; then what is the tool's own.
cd "$(dirname "$0")" || exit 1
. ./lib.sh
. ./dmarclib.sh

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
record 'record 3: p twice is no p' 1 none '"v=DMARC1; p=none; p=reject"'
record 'record 3: p twice, even the same, with rua' 0 "p none$R" \
    '"v=DMARC1; p=reject; p=reject; rua=mailto:a@example.com"'
record 'record 3: a mode twice has its default' 0 "p reject$R" \
    '"v=DMARC1; p=reject; adkim=r; adkim=s"'
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

# Alignment 1: strict and relaxed.
zone <<'END'
_dmarc.example.com.	TXT	"v=DMARC1; p=reject"
_dmarc.mix.example.net.	TXT	"v=DMARC1; p=reject; adkim=s; aspf=r"
_dmarc.xim.example.net.	TXT	"v=DMARC1; p=reject; adkim=r; aspf=s"
_dmarc.org.example.com.	TXT	"v=DMARC1; p=none; psd=n"
_dmarc.mid.example.com.	TXT	"v=DMARC1; p=none"
_dmarc.own.example.com.	TXT	"v=DMARC1; p=reject; psd=n"
END
# aligned NAME RESULT FROM [OPTION...]
aligned() {
	name=$1 result=$2 from=$3
	shift 3
	case $result in
	pass)	status=0 ;;
	fail)	status=1 ;;
	*)	status=75 ;;
	esac
	judged "$name" "$status" "$result $from reject" "a@$from" "$@"
}
aligned 'alignment 1: the same domain' pass example.com --dkim pass:example.com
aligned 'alignment 1: below' pass example.com --dkim pass:a.b.example.com
aligned 'alignment 1: above' pass own.example.com \
    --dkim pass:a.own.example.com
aligned 'alignment 1: beside, another organization' fail own.example.com \
    --dkim pass:example.com --spf pass:example.com
aligned 'alignment 1: below, another organization' fail example.com \
    --dkim pass:org.example.com --spf pass:a.org.example.com
aligned 'alignment 1: a record on the way changes nothing' pass example.com \
    --dkim pass:a.mid.example.com
aligned 'alignment 1: a longer name is not below' fail example.com \
    --dkim pass:anexample.com --spf pass:example.com.example.net
aligned 'alignment 1: nor is the name above' fail example.com \
    --dkim pass:com --spf pass:com
aligned 'alignment 1: adkim=s, below' fail mix.example.net \
    --dkim pass:a.mix.example.net
aligned 'alignment 1: adkim=s, itself' pass mix.example.net \
    --dkim pass:MIX.example.net
aligned 'alignment 1: adkim=s is not for SPF' pass mix.example.net \
    --spf pass:a.mix.example.net
aligned 'alignment 1: aspf=s, below' fail xim.example.net \
    --spf pass:a.xim.example.net
aligned 'alignment 1: aspf=s, itself' pass xim.example.net \
    --spf pass:xim.example.net
aligned 'alignment 1: aspf=s is not for DKIM' pass xim.example.net \
    --dkim pass:a.xim.example.net
aligned 'alignment 1: one of many is enough' pass example.com \
    --dkim pass:example.net --dkim fail:example.com --spf fail:example.com \
    --dkim pass:example.org --dkim pass:x.example.com
for word in none fail neutral policy temperror permerror softfail; do
	case $word in
	temperror) expect='temperror example.com' status=75 ;;
	*) expect='fail example.com reject' status=1 ;;
	esac
	judged "alignment 1: dkim=$word" $status "$expect" a@example.com \
	    --dkim $word:example.com --spf fail:example.com
	judged "alignment 1: spf=$word" $status "$expect" a@example.com \
	    --spf $word:example.com --dkim fail:example.com
done
judged 'alignment 1: temperror, and another passes' 0 \
    'pass example.com reject' a@example.com \
    --spf temperror:example.com --dkim pass:example.com
judged 'alignment 1: temperror of a domain that is not aligned' 1 \
    'fail example.com reject' a@example.com \
    --spf temperror:example.org --dkim temperror:example.net
zone <<'END'
_dmarc.bank.example.		TXT	"v=DMARC1; p=reject; psd=y"
_dmarc.com.			TXT	"v=DMARC1; p=reject"
END
aligned 'alignment 1: two below one suffix' fail giant.bank.example \
    --dkim pass:mega.bank.example --spf pass:bank.example
aligned 'alignment 1: below the same of them' pass a.giant.bank.example \
    --dkim pass:b.giant.bank.example
aligned 'alignment 1: the suffix is its own organization' pass \
    bank.example --dkim pass:bank.example
aligned 'alignment 1: and of nobody below' fail \
    bank.example --dkim pass:giant.bank.example
aligned 'alignment 1: all of a TLD without psd' pass \
    a.example.com --dkim pass:b.example2.com

# Alignment 2: SPF, and HELO.
zone <<'END'
_dmarc.example.com.	TXT	"v=DMARC1; p=reject"
END
# field NAME STATUS WANT RESULTS [ABOVE]: results of our own field, for a
# message of a@example.com; ABOVE is another field before them.
field() {
	printf '%sAuthentication-Results: %s; %s\nReceived: from c by %s\nFrom: a@example.com\n\n' \
	    "${5:-}" "$OWN" "$4" "$OWN" >"$T/field"
	of_message "$1" "$2" "$3" <"$T/field"
}
PASS='pass example.com reject' FAIL='fail example.com reject'
NULL='Return-Path: <>
'
field 'alignment 2: MAIL FROM' 0 "$PASS" \
    'spf=pass smtp.mailfrom=b@mail.example.com'
field 'alignment 2: as a domain' 0 "$PASS" \
    'spf=pass smtp.mailfrom=mail.example.com'
field 'alignment 2: HELO alone' 1 "$FAIL" 'spf=pass smtp.helo=mail.example.com'
is 'alignment 2: and why' 0 1 'grep -c "it is for HELO" "$T/json"'
field 'alignment 2: HELO, another sender' 1 "$FAIL" \
    'spf=pass smtp.helo=mail.example.com' 'Return-Path: <b@example.net>
'
field 'alignment 2: HELO, a null sender' 0 "$PASS" \
    'spf=pass smtp.helo=mail.example.com' "$NULL"
field 'alignment 2: HELO, a null sender with comments' 0 "$PASS" \
    'spf=pass smtp.helo=mail.example.com' 'Return-Path: (x) < (y) > (z)
'
for path in '<> <b@example.net>' '<>x' '<' '<> (' '(<>)'; do
	field "alignment 2: HELO, and $path is no null sender" 1 "$FAIL" \
	    'spf=pass smtp.helo=mail.example.com' "Return-Path: $path
"
done
field 'alignment 2: HELO that is not aligned, a null sender' 1 "$FAIL" \
    'spf=pass smtp.helo=mail.example.net' "$NULL"
field 'alignment 2: MAIL FROM wins over HELO' 1 "$FAIL" \
    'spf=pass smtp.mailfrom=b@example.net smtp.helo=mail.example.com' "$NULL"
field 'alignment 2: a postmaster of HELO, as RFC 7208 has it' 0 "$PASS" \
    'spf=pass smtp.mailfrom=postmaster@mail.example.com' "$NULL"
field 'alignment 2: spf=fail for HELO' 1 "$FAIL" \
    'spf=fail smtp.helo=mail.example.com' "$NULL"
printf 'Authentication-Results: %s; spf=pass smtp.helo=example.com\nReceived: from c by %s\nReturn-Path: <>\nFrom: a@example.com\n\n' \
    "$OWN" "$OWN" >"$T/below"
of_message 'alignment 2: a null sender below Received is nobody'\''s word' \
    1 "$FAIL" <"$T/below"
printf 'Return-Path: <>\nReturn-Path: <b@example.net>\nAuthentication-Results: %s; spf=pass smtp.helo=example.com\nReceived: from c by %s\nFrom: a@example.com\n\n' \
    "$OWN" "$OWN" >"$T/twice"
of_message 'alignment 2: the topmost Return-Path counts' 0 "$PASS" <"$T/twice"

# Alignment 3: DKIM: the d= of each signature that verified.
field 'alignment 3: header.d' 0 "$PASS" 'dkim=pass header.d=example.com'
field 'alignment 3: not header.i above it' 1 "$FAIL" \
    'dkim=pass header.d=example.net header.i=@example.com'
field 'alignment 3: header.i alone' 0 "$PASS" 'dkim=pass header.i=@example.com'
field 'alignment 3: of the second signature' 0 "$PASS" \
    'dkim=fail header.d=example.com; dkim=pass header.d=a.example.com'
field 'alignment 3: none' 1 "$FAIL" 'dkim=none'
field 'alignment 3: no domain' 1 "$FAIL" 'dkim=pass'
field 'alignment 3: another method' 1 "$FAIL" \
    'domainkeys=pass header.d=example.com; auth=pass smtp.auth=a@example.com;
	iprev=pass policy.iprev=192.0.2.1; dmarc=pass header.from=example.com'
field 'alignment 3: another property' 1 "$FAIL" \
    'dkim=pass smtp.d=example.com header.s=example.com'
field 'alignment 3: a version' 0 "$PASS" 'dkim/1=pass header.d=example.com'
field 'alignment 3: comments and quotes' 0 "$PASS" \
    'dkim (c) = (c) pass (c) reason="x;y" (c (d)) header (c) . (c) d (c)
	= (c) "example.com" (c)'
field 'alignment 3: what stands before a comment is no domain' 1 "$FAIL" \
    'dkim=pass header.d=example.net(.example.com)'
field 'alignment 3: a reason that looks like a result' 1 "$FAIL" \
    'dkim=fail reason="; dkim=pass header.d=example.com"'
field 'alignment 3: no result of DKIM, and the reason says so' 1 "$FAIL" \
    'spf=pass smtp.mailfrom=example.net'
is 'alignment 3: it does' 0 1 'grep -c "no dkim result of mx.example.org" \
    "$T/json"'

# From 1: U-labels.
zone <<'END'
_dmarc.xn--bcher-kva.example.	TXT	"v=DMARC1; p=reject"
_dmarc.example.com.		TXT	"v=DMARC1; p=reject"
_dmarc.example.net.		TXT	"v=DMARC1; p=quarantine"
_dmarc.example.org.		TXT	"v=DMARC1; p=none"
END
judged 'From 1: U-labels become A-labels' 0 \
    'pass xn--bcher-kva.example reject' 'a@bücher.example' \
    --dkim pass:bücher.example
for from in a@BÜCHER.example a@bücher。example a@bücher.example; do
	printf 'From: %s\n\n' "$from" >"$T/message"
	is "From 1: $from may be shown as the same" 0 0 \
	    'dmarc-lookup -z "$T/zone" <"$T/message" | grep -c dmarc=none
	    exit 0'
done
published 'From 1: a domain on the command line' 0 \
    '_dmarc.xn--bcher-kva.example xn--bcher-kva.example p reject' \
    Bücher.example

# From 2: no domain, several.
of_message 'From 2: no field' 1 permerror <<'END'
To: a@example.com

END
judged 'From 2: an empty group' 1 permerror 'nobody:;'
judged 'From 2: no address' 1 permerror 'somebody'
judged 'From 2: empty' 1 permerror ''
# two NAME FROM FROM: whatever there is for the domains, it is no pass.
two() {
	printf 'From: %s\nFrom: %s\n\n' "$2" "$3" >"$T/message"
	is "$1" 1 permerror "dmarc-lookup -j -z \"\$T/zone\" \
	    --dkim pass:example.com <\"\$T/message\" >\"\$T/json\"; s=\$?
	    grep -o '\"result\":\"permerror\"' \"\$T/json\" | cut -d'\"' -f4
	    exit \$s"
}
two 'From 2: two fields' a@example.com b@example.net
two 'From 2: two fields of one domain' a@example.com b@example.com
two 'From 2: two fields that are the same' a@example.com a@example.com
judged 'From 2: two domains, both pass' 0 'pass example.com reject
pass example.net quarantine' 'a@example.com, b@example.net' \
    --dkim pass:example.com --dkim pass:example.net
judged 'From 2: one of two passes' 1 'fail example.net quarantine
pass example.com reject' 'a@example.com, b@example.net' \
    --dkim pass:example.com
judged 'From 2: the strictest that fails is first' 1 \
    'fail example.com reject
fail example.net quarantine
fail example.org none' 'c@example.org, b@example.net, a@example.com'
judged 'From 2: fail, then none, then pass' 1 \
    'fail example.org none
none example.edu
pass example.com reject' 'a@example.com, b@example.edu, c@example.org' \
    --dkim pass:example.com
judged 'From 2: none is no pass' 1 'none example.edu
pass example.com reject' 'a@example.com, b@example.edu' \
    --dkim pass:example.com
judged 'From 2: one domain twice is one' 0 'pass example.com reject' \
    'a@example.com, b@EXAMPLE.com' --dkim pass:example.com
judged 'From 2: at most four, and the fifth is not passed over' 1 \
    'permerror example.com
permerror example.net
permerror example.org
permerror xn--bcher-kva.example' \
    'a@example.com, b@example.net, c@example.org, d@bücher.example, e@example.edu' \
    --dkim pass:example.com --dkim pass:example.net --dkim pass:example.org \
    --dkim pass:bücher.example
judged 'From 2: a group' 0 'pass example.com reject' \
    'friends: "x@example.net" <a@example.com> (b);' \
    --dkim pass:example.com

# Disposition 1: t=y.
zone <<'END'
_dmarc.example.com.	TXT	"v=DMARC1; p=reject; sp=quarantine; np=none; t=y"
a.example.com.		A	192.0.2.1
END
judged 'disposition 1: reject becomes quarantine' 1 \
    'fail example.com quarantine' a@example.com
judged 'disposition 1: quarantine becomes none' 1 'fail a.example.com none' \
    a@a.example.com
judged 'disposition 1: none stays' 1 'fail b.example.com none' \
    a@b.example.com
lines 'disposition 1: told' policy 'quarantine (reject, lowered by t=y)' \
    example.com
lines 'disposition 1: none is not lowered' policy none b.example.com
judged 'disposition 1: it passes all the same' 0 \
    'pass example.com quarantine' a@example.com --dkim pass:example.com

# Disposition 2: a receiver is not told to refuse for p=reject alone (7.4).
zone <<'END'
_dmarc.example.com.	TXT	"v=DMARC1; p=reject; sp=quarantine"
_dmarc.example.net.	TXT	"v=DMARC1; p=none"
a.example.com.		A	192.0.2.1
END
# advice NAME WANT FROM [OPTION...]
advice() {
	name=$1 want=$2
	printf 'From: %s\n\n' "$3" >"$T/message"
	shift 3
	is "$name" 0 "a receiver would: $want" \
	    "dmarc-lookup -e -z \"\$T/zone\" $* <\"\$T/message\" |
	    grep '^a receiver would'"
}
advice 'disposition 2: reject' \
    'treat it as suspicious, and refuse it if anything else speaks against it' \
    a@example.com
advice 'disposition 2: quarantine' 'treat it as suspicious' a@a.example.com
advice 'disposition 2: none' 'deliver as without DMARC' a@example.net
advice 'disposition 2: pass' 'handle it as any other mail' a@example.com \
    --dkim pass:example.com
advice 'disposition 2: none found' 'DMARC has no say' a@example.org

# Disposition 3: DNS errors (5.3.6).
zone <<'END'
_dmarc.example.com.	TXT	"v=DMARC1; p=reject; np=quarantine"
_dmarc.a.example.com.	TXT	"v=DMARC1; p=none"
_dmarc.late.example.com. TIMEOUT TXT
b.example.com.		TIMEOUT
_dmarc.example.net.	TXT	"v=DMARC1; p=reject"
_dmarc.a.example.net.	TXT	"v=DMARC1; p=reject; adkim=s"
_dmarc.net.		TIMEOUT
END
judged 'disposition 3: the author domain is not known' 75 \
    'temperror late.example.com' a@late.example.com \
    --dkim pass:late.example.com
judged 'disposition 3: nor what is above it' 75 'temperror x.example.net' \
    a@x.example.net --dkim pass:x.example.net
judged 'disposition 3: the same domain is aligned anyway' 0 \
    'pass example.net reject' a@example.net --dkim pass:example.net
judged 'disposition 3: it may be aligned' 75 'temperror example.net' \
    a@example.net --dkim pass:x.example.net
judged 'disposition 3: one may be, another is' 0 'pass example.net reject' \
    a@example.net --spf pass:x.example.net --dkim pass:example.net
judged 'disposition 3: strict alignment needs no walk' 1 \
    'fail a.example.net reject' a@a.example.net --dkim pass:example.net
judged 'disposition 3: what cannot be aligned is not asked for' 1 \
    'fail example.net reject' a@example.net --dkim pass:example.org
judged 'disposition 3: no identifier, no question' 1 \
    'fail example.net reject' a@example.net --dkim fail:example.net
judged 'disposition 3: the identifier is not known' 75 \
    'temperror example.com' a@example.com --dkim pass:late.example.com
judged 'disposition 3: another is' 0 'pass example.com reject' \
    a@example.com --dkim pass:late.example.com --dkim pass:x.example.com
judged 'disposition 3: the existence is not known' 75 \
    'temperror b.example.com' a@b.example.com --dkim fail:b.example.com
is 'disposition 3: it is not, and passes' 0 'dmarc=pass' \
    'printf "From: a@b.example.com\n\n" | dmarc-lookup -z "$T/zone" \
	-a mx.example.org --dkim pass:b.example.com | grep -o "dmarc=[a-z]*"'
judged 'disposition 3: of two author domains one is not known' 75 \
    'temperror late.example.com
pass example.com reject' 'a@example.com, b@late.example.com' \
    --dkim pass:example.com
judged 'disposition 3: the other fails' 1 \
    'fail example.com reject
temperror late.example.com' 'b@late.example.com, a@example.com'

# Field 1: the words and properties of section 9.
zone <<'END'
_dmarc.example.com.	TXT	"v=DMARC1; p=reject; sp=quarantine; t=y"
_dmarc.bad.example.	TXT	"v=DMARC1; p=refuse"
_dmarc.late.example.	TIMEOUT
END
# says NAME STATUS WANT FROM [OPTION...]: the field, unfolded.
says() {
	name=$1 status=$2 want=$3
	printf 'From: %s\n\n' "$4" >"$T/message"
	shift 4
	is "$name" "$status" "Authentication-Results: mx.example.org; $want" \
	    "dmarc-lookup -a $OWN -z \"\$T/zone\" $* <\"\$T/message\" \
	    >\"\$T/out\"; s=\$?; tr -s '\\n\\t ' ' ' <\"\$T/out\" |
	    sed 's/ \$//'; echo; exit \$s"
}
says 'field 1: pass' 0 'dmarc=pass (p=reject t=y, record of example.com) header.from=example.com policy.dmarc=quarantine' \
    a@example.com --dkim pass:example.com
says 'field 1: fail' 1 'dmarc=fail reason="spf=fail for example.com; dkim=pass for example.net is not aligned" (p=reject t=y, record of example.com) header.from=example.com policy.dmarc=quarantine' \
    a@example.com --spf fail:example.com --dkim pass:example.net
says 'field 1: none' 1 'dmarc=none reason="no DMARC record at _dmarc.example.net or above it" header.from=example.net' \
    a@example.net --spf pass:example.net
says 'field 1: temperror' 75 'dmarc=temperror reason="DNS did not answer for _dmarc.late.example: timed out" header.from=late.example' \
    a@late.example --spf pass:late.example
says 'field 1: permerror' 1 'dmarc=permerror reason="an invalid p=, sp= or np= in _dmarc.bad.example" header.from=bad.example' \
    a@bad.example --spf pass:bad.example
is 'field 1: lines of at most 78 octets where blanks allow it' 0 '' \
    'printf "From: a@example.com\n\n" | dmarc-lookup -a mx.example.org \
	-z "$T/zone" --spf fail:example.com | awk "length > 78"; exit 0'
is 'field 1: CRLF where the message has it' 0 0 \
    'printf "From: a@example.com\r\n\r\n" | dmarc-lookup -a mx.example.org \
	-z "$T/zone" --spf pass:example.com | grep -vc "$(printf "\r")\$";
	exit 0'
printf 'From: a@example.com\n\n' >"$T/one"
printf 'From: a@example.net\n\n' >"$T/two"
is 'field 1: files' 1 "$T/one:pass
$T/two:none" 'dmarc-lookup -z "$T/zone" --spf pass:example.com "$T/one" \
    "$T/two" >"$T/out"; s=$?
    sed "s/Authentication-Results: [^;]*; dmarc=//; s/ .*//" "$T/out"
    exit $s'

# A walk from a name of an ARC set is still there when the set is not: else
# the walk of another name answered for this one, and the seal was trusted.
sed '/^%$/,$d' data/dmarc/walk >"$T/walk.zone"
sed '1,/^%$/d' data/dmarc/walk >"$T/walk.eml"
is 'ARC: a walk outlives the set that it was for' 1 'fail vict.example reject
fail evil.example none' \
    'dmarc-lookup -j -z "$T/walk.zone" -a mx --arc-trust l.example \
    <"$T/walk.eml" >"$T/json"; s=$?; sed "$VERDICTS" "$T/json"; exit $s'

plan
