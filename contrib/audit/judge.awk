# The judgement: "finding" or "unknown", folder, path, author, text.

function say(text) {
	print "finding\t" $1 "\t" $2 "\t" author[a] "\t" text
}
function unknown(text) {
	print "unknown\t" $1 "\t" $2 "\t" author[a] "\t" text \
	    "; it will be asked again"
}
# RFC 9989 section 5.1: 1, 0, or -1 when it is not known.
function aligned(d, a) {
	if (d == a)
		return 1
	if (mode[a] == "strict")
		return 0
	if (index("." d "\n", "." org[a] "\n") == 0)
		return 0
	if (!(d in org))
		return 0
	return org[d] == "-" ? -1 : org[d] == org[a]
}
# An expired signature was good as long as it should be?
function lasted(f) {
	return $(f + 1) == "the signature has expired (x=)" &&
	    $(f + 5) != "" && $(f + 6) - $(f + 5) >= expire * 86400
}
function check(f,    key) {
	key = $(f + 4) "._domainkey." $(f + 3) ": "
	if ($f == "temperror") {
		unknown(key "DNS did not answer")
		return
	}
	if ($f != "pass" && !lasted(f)) {
		sub(/leaves [0-9]+ octets/, "leaves octets", $(f + 1))
		say(key $f ", " $(f + 1))
		return
	}
	if ($(f + 2) ~ /rsa/ && $(f + 2) + 0 < 2048)
		say(key "the RSA key is weak, " $(f + 2) + 0 " bits " \
		    "(RFC 8301 wants 2048)")
	if ($(f + 2) ~ /testing/)
		say(key "the key is in test mode (t=y)")
	if ($(f + 6) == "")
		return
	life = $(f + 6) - ($(f + 5) == "" ? now : $(f + 5))
	if (life < expire * 86400)
		say(key "expires " int(life / 3600) " hours after it was " \
		    "made (x=), mail may be longer on its way")
}
function judge_author(    f, n, doubt, others) {
	n = doubt = 0
	others = ""
	if (org[author[a]] == "" || org[author[a]] == "-") {
		unknown("DNS did not answer for its DMARC policy")
		return
	}
	for (f = 5; f <= NF; f += 7) {
		if ($f == "none")
			continue
		is = $(f + 3) == "" ? 0 : aligned($(f + 3), author[a])
		if (is == 1) {
			check(f)
			n++
		} else if (is == -1)
			doubt = 1
		else if (index(others " ", " " $(f + 3) " ") == 0)
			others = others " " $(f + 3)
	}
	if (n > 0)
		return
	if (doubt)
		unknown("DNS did not answer for the organization of a signer")
	else if ($5 == "none")
		say("not signed" ($6 == "" ? "" : ": " $6))
	else
		say("not signed by this domain, but by" \
		    (others == " " ? " a broken field" : others))
}
set == "policies" { org[$1] = $2; mode[$1] = $3; next }
{
	a = 0
	author[0] = "-"
	if ($4 != "") {
		say("no author domain: " $4)
		next
	}
	count = split($3, author, " ")
	for (a = 1; a <= count; a++)
		judge_author()
}
