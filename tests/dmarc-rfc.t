#!/bin/sh
# The examples of RFC 9989 (sections 4, 5.1.8, appendix B) and of RFC 9990
# section 4: what the text says comes out must come out.
cd "$(dirname "$0")" || exit 1
. ./lib.sh
. ./dmarclib.sh

# Table 1 of section 4.4.
zone <<'END'
_dmarc.example.com.	TXT	"v=DMARC1; p=reject"
_dmarc.example.net.	TXT	"v=DMARC1; p=reject"
news.example.com.	A	192.0.2.1
END
judged '4.4 table 1: foo and news of example.com are relaxed' 0 \
    'pass news.example.com reject' a@news.example.com \
    --spf pass:foo.example.com --dkim fail:foo.example.com
judged '4.4 table 1: the same by DKIM' 0 \
    'pass news.example.com reject' a@news.example.com \
    --dkim pass:foo.example.com
judged '4.4 table 1: news and news are identical' 0 \
    'pass news.example.com reject' a@news.example.com \
    --spf pass:news.example.com
judged '4.4 table 1: foo.example.net shares no organization' 1 \
    'fail news.example.com reject' a@news.example.com \
    --spf pass:foo.example.net --dkim pass:foo.example.net
zone <<'END'
_dmarc.example.com.	TXT	"v=DMARC1; p=reject; adkim=s; aspf=s"
news.example.com.	A	192.0.2.1
END
judged '4.4 table 1, strict: relaxed is not enough' 1 \
    'fail news.example.com reject' a@news.example.com \
    --spf pass:foo.example.com --dkim pass:foo.example.com
judged '4.4 table 1, strict: identical is' 0 \
    'pass news.example.com reject' a@news.example.com \
    --spf pass:news.example.com
judged '4.4: names are compared without regard to case' 0 \
    'pass news.example.com reject' a@NEWS.example.COM \
    --dkim pass:News.Example.com

# Section 4.10.
zone <<'END'
example.com.	A	192.0.2.1
END
walk '4.10: the eight queries of a name with 13 labels' \
    '_dmarc.a.b.c.d.e.f.g.h.i.j.mail.example.com
_dmarc.g.h.i.j.mail.example.com
_dmarc.h.i.j.mail.example.com
_dmarc.i.j.mail.example.com
_dmarc.j.mail.example.com
_dmarc.mail.example.com
_dmarc.example.com
_dmarc.com' a.b.c.d.e.f.g.h.i.j.mail.example.com

# Section 4.10.2, the three examples and that of rule 2.
walk '4.10.2: the questions for a.mail.example.com' \
    '_dmarc.a.mail.example.com
_dmarc.mail.example.com
_dmarc.example.com
_dmarc.com' a.mail.example.com
zone <<'END'
_dmarc.mail.example.com.	TXT	"v=DMARC1; p=none"
_dmarc.example.com.		TXT	"v=DMARC1; p=quarantine; sp=reject"
a.mail.example.com.		A	192.0.2.1
END
published '4.10.2: the record with the fewest labels' 0 \
    '_dmarc.example.com example.com sp reject' a.mail.example.com
zone <<'END'
_dmarc.mail.example.com.	TXT	"v=DMARC1; p=quarantine; psd=n"
_dmarc.example.com.		TXT	"v=DMARC1; p=reject"
a.mail.example.com.		A	192.0.2.1
END
published '4.10.2: psd=n' 0 \
    '_dmarc.mail.example.com mail.example.com p quarantine' a.mail.example.com
walk '4.10.2: psd=n ends the walk' '_dmarc.a.mail.example.com
_dmarc.mail.example.com' a.mail.example.com
zone <<'END'
_dmarc.com.		TXT	"v=DMARC1; p=reject; psd=y"
a.mail.example.com.	A	192.0.2.1
END
published '4.10.2: psd=y at com' 0 \
    '_dmarc.com example.com p reject' a.mail.example.com
zone <<'END'
_dmarc.example.com.	TXT	"v=DMARC1; p=reject; psd=y"
mail.example.com.	A	192.0.2.1
END
published '4.10.2, rule 2: psd=y at example.com' 0 \
    '_dmarc.example.com mail.example.com p reject' mail.example.com
walk '4.10.2, rule 2: psd=y ends the walk' '_dmarc.mail.example.com
_dmarc.example.com' mail.example.com
zone <<'END'
_dmarc.mail.example.com.	TXT	"v=DMARC1; p=reject"
END
published '4.10.2, note 1: the common domain of all identifiers' 0 \
    '_dmarc.mail.example.com mail.example.com p reject' mail.example.com
judged '4.10.2, note 1: is aligned with itself' 0 \
    'pass mail.example.com reject' a@mail.example.com \
    --spf pass:mail.example.com --dkim pass:mail.example.com

# Section 5.1.8.
zone <<'END'
_dmarc.example.com.		 TXT "v=DMARC1; p=none; sp=quarantine"
_dmarc.b.c.d.e.f.g.example.com.	 TXT "v=DMARC1; p=reject; psd=n"
mail.a.b.c.d.e.f.g.example.com.	 A 192.0.2.1
END
walk '5.1.8: the eight questions' \
    '_dmarc.mail.a.b.c.d.e.f.g.example.com
_dmarc.c.d.e.f.g.example.com
_dmarc.d.e.f.g.example.com
_dmarc.e.f.g.example.com
_dmarc.f.g.example.com
_dmarc.g.example.com
_dmarc.example.com
_dmarc.com' mail.a.b.c.d.e.f.g.example.com
published '5.1.8: the record at the zone cut is never found' 0 \
    '_dmarc.example.com example.com sp quarantine' \
    mail.a.b.c.d.e.f.g.example.com
zone <<'END'
_dmarc.example.com.		 TXT "v=DMARC1; p=none; sp=quarantine"
_dmarc.b.c.d.e.f.g.example.com.	 TXT "v=DMARC1; p=none; psd=n"
_dmarc.mail.a.b.c.d.e.f.g.example.com. TXT "v=DMARC1; p=reject"
END
published '5.1.8: one at the author domain is' 0 \
    '_dmarc.mail.a.b.c.d.e.f.g.example.com example.com p reject' \
    mail.a.b.c.d.e.f.g.example.com

# Appendix B.1: alignment.
zone <<'END'
_dmarc.example.com.	TXT	"v=DMARC1; p=reject"
child.example.com.	A	192.0.2.1
END
# b1 NAME STATUS WANT FROM ADDED: ADDED are the trace fields.
b1() {
	of_message "B.1 $1" "$2" "$3" <<-END
	Authentication-Results: $OWN; $5
	From: $4
	Date: Fri, Feb 15 2002 16:54:30 -0800
	To: receiver@example.org
	Subject: here's a sample

	END
}
b1 '1.1 SPF in strict alignment' 0 'pass example.com reject' \
    sender@example.com 'spf=pass smtp.mailfrom=sender@example.com'
b1 '1.2 SPF in relaxed alignment' 0 'pass example.com reject' \
    sender@example.com 'spf=pass smtp.mailfrom=sender@child.example.com'
b1 '1.3 no SPF alignment' 1 'fail child.example.com reject' \
    sender@child.example.com 'spf=pass smtp.mailfrom=sender@example.net'
b1 '1.2: not without a pass of SPF' 1 'fail example.com reject' \
    sender@example.com 'spf=softfail smtp.mailfrom=sender@child.example.com'
b1 '2.1 DKIM in strict alignment' 0 'pass example.com reject' \
    sender@example.com 'dkim=pass header.d=example.com'
b1 '2.2 DKIM in relaxed alignment' 0 'pass child.example.com reject' \
    sender@child.example.com 'dkim=pass header.d=example.com'
b1 '2.3 no DKIM alignment' 1 'fail child.example.com reject' \
    sender@child.example.com 'dkim=pass header.d=example.net'
b1 '2.1: not without a signature that verifies' 1 'fail example.com reject' \
    sender@example.com 'dkim=fail header.d=example.com'
zone <<'END'
_dmarc.example.com.	TXT	"v=DMARC1; p=reject; adkim=s; aspf=s"
child.example.com.	A	192.0.2.1
END
b1 '1.1 is strict alignment' 0 'pass example.com reject' \
    sender@example.com 'spf=pass smtp.mailfrom=sender@example.com'
b1 '1.2 is not' 1 'fail example.com reject' \
    sender@example.com 'spf=pass smtp.mailfrom=sender@child.example.com'
b1 '2.1 is strict alignment, too' 0 'pass example.com reject' \
    sender@example.com 'dkim=pass header.d=example.com'
b1 '2.2 is not either' 1 'fail child.example.com reject' \
    sender@child.example.com 'dkim=pass header.d=example.com'

# Appendix B.2: what a domain publishes.
zone <<'END'
$ORIGIN example.com.
; DMARC Policy Record for the domain example.com
_dmarc	IN TXT ( "v=DMARC1; p=none; "
		 "rua=mailto:dmarc-feedback@example.com" )
END
is 'B.2.1: monitoring mode' 0 'domain: example.com
location: _dmarc.example.com (the domain itself)
organizational-domain: example.com
record: v=DMARC1; p=none; rua=mailto:dmarc-feedback@example.com
tag: p
policy: none
alignment: dkim relaxed, spf relaxed
reports: rua mailto:dmarc-feedback@example.com' \
    'dmarc-lookup -z "$T/zone" example.com'
zone <<'END'
$ORIGIN example.com.
_dmarc	IN TXT ( "v=DMARC1; p=none; "
		 "rua=mailto:dmarc-feedback@example.com; "
		 "ruf=mailto:auth-reports@example.com" )
END
is 'B.2.2: per-message failure reports' 0 'domain: example.com
location: _dmarc.example.com (the domain itself)
organizational-domain: example.com
record: v=DMARC1; p=none; rua=mailto:dmarc-feedback@example.com; ruf=mailto:auth-reports@example.com
tag: p
policy: none
alignment: dkim relaxed, spf relaxed
reports: rua mailto:dmarc-feedback@example.com
reports: ruf mailto:auth-reports@example.com' \
    'dmarc-lookup -z "$T/zone" example.com'

B23='$ORIGIN example.com.
_dmarc IN TXT ( "v=DMARC1; p=none; "
		"rua=mailto:dmarc-feedback@example.com; "
		"ruf=mailto:auth-reports@thirdparty.example.net" )
$ORIGIN thirdparty.example.net.'
zone <<END
$B23
@			IN MX	0 mail
END
lines 'B.2.3: the third party has not agreed' reports \
    'rua mailto:dmarc-feedback@example.com
ruf mailto:auth-reports@thirdparty.example.net (not authorized: no v=DMARC1 record there)' \
    example.com
zone <<END
$B23
; Accept DMARC reports on behalf of example.com
example.com._report._dmarc   IN   TXT    "v=DMARC1;"
END
lines 'B.2.3: it has' reports 'rua mailto:dmarc-feedback@example.com
ruf mailto:auth-reports@thirdparty.example.net (authorized)' example.com
lines 'B.2.3: nothing is wrong there' finding '' example.com
is 'B.2.3: the name that is asked for' 0 \
    '"asked":"example.com._report._dmarc.thirdparty.example.net"' \
    'dmarc-lookup -j -z "$T/zone" example.com |
    grep -o "\"asked\":\"[^\"]*_report[^\"]*\""'
zone <<END
$B23
; Override destination mailboxes
example.com._report._dmarc   IN   TXT    (
	"v=DMARC1; "
	"rua=mailto:aggregate-reports@thirdparty.example.net; "
	"ruf=mailto:failure-reports@thirdparty.example.net" )
END
lines 'B.2.4: only the ruf address is overridden' reports \
    'rua mailto:dmarc-feedback@example.com
ruf mailto:auth-reports@thirdparty.example.net (authorized), which sends them to mailto:failure-reports@thirdparty.example.net' \
    example.com

B25='test.example.com._report._dmarc.thirdparty.example.net. TXT "v=DMARC1"
_dmarc.example.com. TXT "v=DMARC1; p=none"
$ORIGIN test.example.com.'
zone <<END
$B25
_dmarc IN  TXT	( "v=DMARC1; p=quarantine; "
		  "rua=mailto:dmarc-feedback@example.com,"
		  "mailto:tld-test@thirdparty.example.net; "
		  "t=y" )
END
published 'B.2.5: t=y makes quarantine none' 0 \
    '_dmarc.test.example.com example.com p none' test.example.com
lines 'B.2.5: and says so' policy 'none (quarantine, lowered by t=y)' \
    test.example.com
lines 'B.2.5: one address inside, one outside' reports \
    'rua mailto:dmarc-feedback@example.com
rua mailto:tld-test@thirdparty.example.net (authorized)' test.example.com
judged 'B.2.5: mail that fails while testing' 1 \
    'fail test.example.com none' a@test.example.com \
    --spf fail:test.example.com --dkim none:test.example.com
published 'B.2.5: nothing of it is for example.com' 0 \
    '_dmarc.example.com example.com p none' example.com
zone <<END
$B25
_dmarc IN  TXT	( "v=DMARC1; p=reject; "
		  "rua=mailto:dmarc-feedback@example.com,"
		  "mailto:tld-test@thirdparty.example.net" )
END
published 'B.2.5: without t it is reject' 0 \
    '_dmarc.test.example.com example.com p reject' test.example.com
judged 'B.2.5: mail that fails then' 1 \
    'fail test.example.com reject' a@test.example.com \
    --spf fail:test.example.com --dkim none:test.example.com

# Appendix B.3.1: a receiver.
zone <<'END'
_dmarc.example.com. TXT "v=DMARC1; p=reject; aspf=r; " (
	"rua=mailto:dmarc-feedback@example.com" )
END
judged 'B.3.1: both identifiers are aligned' 0 'pass example.com reject' \
    a@example.com --spf pass:mail.example.com --dkim pass:example.com
is 'B.3.1: each of them' 0 '"domain":"mail.example.com","alignment":"aligned"
"domain":"example.com","alignment":"aligned"' \
    'grep -o "\"domain\":[^,]*,\"alignment\":\"[a-z ]*\"" "$T/json"'
judged 'B.3.1: none is' 1 'fail example.com reject' a@example.com \
    --spf pass:mail.example.org --dkim pass:example.org

# Appendix B.4: walks.
zone <<'END'
_dmarc.example.com.		TXT	"v=DMARC1; p=quarantine; sp=none"
_dmarc.signing.example.com.	TXT	"v=DMARC1; p=none"
a.b.c.d.e.f.g.h.i.j.k.example.com. A	192.0.2.1
END
judged 'B.4.1: SPF is aligned' 0 'pass example.com quarantine' a@example.com \
    --spf pass:example.com --dkim fail:signing.example.com
judged 'B.4.1: DKIM is' 0 'pass example.com quarantine' a@example.com \
    --spf fail:example.com --dkim pass:signing.example.com
judged 'B.4.1: else the author domain has the policy' 1 \
    'fail example.com quarantine' a@example.com \
    --spf fail:example.com --dkim fail:signing.example.com
walk 'B.4.1: the walk of the author domain' \
    '_dmarc.example.com
_dmarc.com' example.com
published 'B.4.1: the walk of the signer' 0 \
    '_dmarc.signing.example.com example.com p none' signing.example.com
walk 'B.4.1: its names' '_dmarc.signing.example.com
_dmarc.example.com
_dmarc.com' signing.example.com
deep=a.b.c.d.e.f.g.h.i.j.k.example.com
walk 'B.4.2: the walk of the author domain' "_dmarc.$deep
_dmarc.g.h.i.j.k.example.com
_dmarc.h.i.j.k.example.com
_dmarc.i.j.k.example.com
_dmarc.j.k.example.com
_dmarc.k.example.com
_dmarc.example.com
_dmarc.com" $deep
published 'B.4.2: example.com is its organization' 0 \
    '_dmarc.example.com example.com sp none' $deep
judged 'B.4.2: SPF is aligned' 0 "pass $deep none" a@$deep \
    --spf pass:example.com --dkim fail:signing.example.com
judged 'B.4.2: DKIM is' 0 "pass $deep none" a@$deep \
    --spf fail:example.com --dkim pass:signing.example.com
judged 'B.4.2: neither passes' 1 "fail $deep none" a@$deep \
    --spf fail:example.com --dkim fail:signing.example.com
zone <<'END'
_dmarc.bank.example.		TXT	"v=DMARC1; p=reject; psd=y"
_dmarc.giant.bank.example.	TXT	"v=DMARC1; p=quarantine"
mail.mega.bank.example.		A	192.0.2.1
END
published 'B.4.3: giant.bank.example' 0 \
    '_dmarc.giant.bank.example giant.bank.example p quarantine' \
    giant.bank.example
walk 'B.4.3: its walk stops at bank.example' '_dmarc.giant.bank.example
_dmarc.bank.example' giant.bank.example
published 'B.4.3: mail.giant.bank.example' 0 \
    '_dmarc.giant.bank.example giant.bank.example p quarantine' \
    mail.giant.bank.example
published 'B.4.3: mail.mega.bank.example' 0 \
    '_dmarc.bank.example mega.bank.example p reject' mail.mega.bank.example
judged 'B.4.3: SPF is aligned' 0 'pass giant.bank.example quarantine' \
    a@giant.bank.example --spf pass:mail.giant.bank.example \
    --dkim pass:mail.mega.bank.example
is 'B.4.3: DKIM is not' 0 'aligned
not aligned' 'grep -o "\"alignment\":\"[a-z ]*\"" "$T/json" | cut -d\" -f4'
judged 'B.4.3: DKIM alone does not pass' 1 \
    'fail giant.bank.example quarantine' a@giant.bank.example \
    --spf fail:mail.giant.bank.example --dkim pass:mail.mega.bank.example

# RFC 9990 section 4.
RED='_dmarc.blue.example.com. TXT "v=DMARC1; p=none; rua=mailto:reports@red.example.net"'
zone <<END
$RED
blue.example.com._report._dmarc.red.example.net. TXT "v=DMARC1"
END
lines 'RFC 9990 4: red has confirmed' reports \
    'rua mailto:reports@red.example.net (authorized)' blue.example.com
zone <<END
$RED
blue.example.com._report._dmarc.red.example.net. TXT "v=spf1"
END
lines 'RFC 9990 4: red has not' reports \
    'rua mailto:reports@red.example.net (not authorized: no v=DMARC1 record there)' \
    blue.example.com
zone <<END
$RED
*._report._dmarc.red.example.net. TXT "v=DMARC1"
END
lines 'RFC 9990 4: red takes all' reports \
    'rua mailto:reports@red.example.net (authorized)' blue.example.com
zone <<END
$RED
blue.example.com._report._dmarc.red.example.net. TXT (
	"v=DMARC1; rua=mailto:other@red.example.net" )
END
lines 'RFC 9990 4: red has another address' reports \
    'rua mailto:reports@red.example.net (authorized), which sends them to mailto:other@red.example.net' \
    blue.example.com

plan
