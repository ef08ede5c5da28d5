#include <string.h>

#include "base64.h"
#include "pem.h"
#include "publiclint.h"
#include "scan.h"

#define BITS_MIN	1024	/* RFC 8301 section 3.2 */
#define BITS_GOOD	2048
#define EXPONENT	65537
#define ED25519_OCTETS	32
#define PRIVATE_MIN	60	/* characters of a private key */
#define HEAD		12	/* characters with the length of a key */

/* base64string of RFC 6376 section 2.10 */
static int
is_value(unsigned char c)
{
	return is_base64(c) || c == '=' || is_wsp(c) || c == '\r' ||
	    c == '\n';
}

/* What the value has that base64 has not: 1, or 0 when it is well. */
static int
odd_character(struct findings *all, struct span value)
{
	struct span odd;
	struct scan s;
	size_t at;

	scan_init(&s, value);
	at = scan_while(&s, is_value).n;
	if (at == value.n)
		return 0;
	odd = span_from(value, at);
	odd.n = span_utf8(odd) > 0 ? span_utf8(odd) : 1;
	if (span_starts(odd, "\xe2\x80\xa6") || span_starts(span_from(value,
	    at), "..."))
		findings_add(all, FINDING_ERROR, odd, "the key is shortened: "
		    "dots stand for the rest of it; copy all of it");
	else if (odd.p[0] == '-' || odd.p[0] == '_')
		findings_add(all, FINDING_ERROR, odd, "character %zu of p= is "
		    "of base64url; base64 has + and / instead", at + 1);
	else if (odd.p[0] == ',' || odd.p[0] == ':')
		findings_add(all, FINDING_ERROR, odd, "character %zu of p= is "
		    "not of base64: is a semicolon meant?", at + 1);
	else
		findings_add(all, FINDING_ERROR, odd, "character %zu of p= is "
		    "not of base64: copy the key once more", at + 1);
	return 1;
}

/* The length that DER says of itself (X.690 section 8.1.3), or 0. */
static size_t
der_length(struct span der)
{
	const unsigned char *p = (const unsigned char *)der.p;

	if (der.n < 4 || p[0] != 0x30)
		return 0;
	if (p[1] < 0x80)
		return 2 + (size_t)p[1];
	if (p[1] == 0x81)
		return 3 + (size_t)p[2];
	return p[1] == 0x82 ? 4 + ((size_t)p[2] << 8) + p[3] : 0;
}

/* Characters of base64, without padding and blanks. */
static size_t
count_characters(struct span value)
{
	size_t i, n = 0;

	for (i = 0; i < value.n; i++)
		n += is_base64((unsigned char)value.p[i]);
	return n;
}

/*
 * Has the value as many characters as the key in it says?  Its first twelve
 * are the head of the DER.  1 and a finding if not.
 */
static int
other_length(struct findings *all, struct span value)
{
	struct span head = value;
	struct buf der = { 0 };
	size_t has = count_characters(value), needs = 0;

	head.n = head.n < HEAD ? 0 : HEAD;
	if (base64_decode(&der, head) == 0)
		needs = (der_length(buf_view(&der)) * 8 + 5) / 6;
	buf_free(&der);
	if (needs == 0 || needs == has)
		return 0;
	findings_add(all, FINDING_ERROR, span_of("p="), "p= has %zu characters "
	    "(without =) and the key in it needs %zu: %zu are %s", has, needs,
	    has < needs ? needs - has : has - needs, has < needs ?
	    "missing; is a string lost?" : "too many; is a string there "
	    "twice?");
	return 1;
}

/* "=" in the middle: the end of the key is not at the end. */
static int
early_end(struct findings *all, struct span value)
{
	size_t at = span_find(value, '=');

	while (at < value.n && strchr("= \t", value.p[at]) != NULL)
		at++;
	if (at == value.n)
		return 0;
	findings_add(all, FINDING_ERROR, span_of("p="), "\"=\" stands in the "
	    "middle of p=, where a key ends: have strings changed places?");
	return 1;
}

/* Why it is not base64, though its characters are. */
static void
explain_cut(struct findings *all, struct span value)
{
	if (!other_length(all, value) && !early_end(all, value))
		findings_add(all, FINDING_ERROR, span_of("p="), "p= is not "
		    "base64: a character is missing or too much");
}

/* Is it a private key?  Nothing of it is shown. */
static int
is_private(struct span der)
{
	struct key *key = NULL;
	int is = key_private(&key, der) == NULL;

	key_free(key);
	return is;
}

static int
is_digit64(unsigned char c)
{
	return is_alnum(c) || c == '+' || c == '/';
}

int
publiclint_private(struct findings *all, struct span text)
{
	struct buf der = { 0 };
	struct span run;
	struct scan s;
	int found = pem_is_private(text);

	scan_init(&s, text);
	while (!found && !scan_done(&s)) {
		run = scan_while(&s, is_digit64);
		if (run.n == 0 && !scan_done(&s))
			scan_byte(&s, *s.p);
		der.n = 0;
		found = run.n >= PRIVATE_MIN && base64_decode(&der, run) == 0
		    && is_private(buf_view(&der));
	}
	buf_wipe(&der);
	if (found)
		findings_add(all, FINDING_ERROR, span_of(""), "there is a "
		    "PRIVATE key in the text: never publish it; if it has "
		    "been, make a new key (dkim-genkey), and dns-record -k "
		    "FILE for its record");
	return found;
}

static int
tell_private(struct findings *all, int *secret)
{
	struct span nothing = { "", 0 };

	*secret = 1;
	findings_add(all, FINDING_ERROR, nothing, "p= holds a PRIVATE key: "
	    "never publish it; if it has been, make a new key "
	    "(dkim-genkey), and dns-record -k FILE for its record");
	return 0;
}

/* Does the DER hold a key, though not as its record should? */
static int
other_key(struct findings *all, struct span der, enum key_type *type,
    struct buf *better)
{
	struct buf raw = { 0 };
	struct key *key = NULL;
	const char *why = NULL;

	if (der.n == ED25519_OCTETS && *type == KEY_RSA &&
	    key_from_record(&key, KEY_ED25519, der) == NULL)
		why = "an Ed25519 key: the record needs k=ed25519";
	else if (key_public(&key, der) == NULL && key_type(key) != *type)
		why = key_type(key) == KEY_RSA ? "an RSA key: the record "
		    "needs k=rsa" : "an Ed25519 key: the record needs "
		    "k=ed25519 and the 32 octets alone";
	else if (key != NULL && *type == KEY_ED25519)
		why = "of an Ed25519 key only its 32 octets belong into p= "
		    "(RFC 8463 section 4.2)";
	if (why != NULL) {
		*type = key_type(key);
		key_record(key, &raw);
		base64_encode(better, buf_view(&raw));
		findings_add(all, FINDING_ERROR, span_of("p="), "%s", why);
	}
	key_free(key);
	buf_free(&raw);
	return why != NULL;
}

/* PEM pasted into the tag, BEGIN line and all. */
static int
repair_pem(struct findings *all, struct span value, struct buf *better)
{
	struct buf der = { 0 };
	const char *why = pem_public(value, &der);

	if (why == NULL)
		base64_encode(better, buf_view(&der));
	findings_add(all, FINDING_ERROR, span_of("-----BEGIN"), why == NULL ?
	    "the BEGIN and END lines of a key file do not belong into p=" :
	    "p= %s", why == NULL ? "" : why);
	buf_free(&der);
	return why == NULL;
}

int
publiclint_repair(struct findings *all, struct span value,
    enum key_type *type, struct buf *better, int *secret)
{
	struct buf der = { 0 };
	int found = 0;

	if (pem_is_private(value))
		return tell_private(all, secret);
	if (span_starts(value, "-----BEGIN"))
		return repair_pem(all, value, better);
	if (odd_character(all, value))
		return 0;
	if (base64_decode(&der, value) == -1)
		explain_cut(all, value);
	else if (is_private(buf_view(&der)))
		tell_private(all, secret);
	else if (!(found = other_key(all, buf_view(&der), type, better)))
		other_length(all, value);
	buf_wipe(&der);
	return found;
}

/* Has it the usual encoding, SubjectPublicKeyInfo? */
static void
check_encoding(struct findings *all, const struct keyrecord *r)
{
	struct span value = taglist_find(&r->tags, "p")->value;
	struct buf der = { 0 }, raw = { 0 };
	struct finding *f;

	base64_decode(&der, value);
	key_record(r->key, &raw);
	if (der.n != raw.n || memcmp(der.p, raw.p, der.n) != 0) {
		f = findings_add(all, FINDING_WARNING, span_of("p="), "p= "
		    "is an RSAPublicKey without the frame that most "
		    "verifiers want (SubjectPublicKeyInfo)");
		buf_text(&f->better, "p=");
		base64_encode(&f->better, buf_view(&raw));
	}
	buf_free(&der);
	buf_free(&raw);
}

static void
check_rsa(struct findings *all, const struct keyrecord *r)
{
	struct span nothing = { "", 0 };
	unsigned bits = key_bits(r->key), factor = key_factor(r->key);

	if (factor > 0)
		findings_add(all, FINDING_ERROR, nothing, "the modulus of the "
		    "key is divisible by %u, as that of no RSA key is: "
		    "characters of p= were changed, or its strings have "
		    "changed places", factor);
	if (bits < BITS_MIN)
		findings_add(all, FINDING_ERROR, nothing, "the RSA key has "
		    "only %u bits: verifiers refuse keys of less than %d "
		    "(RFC 8301 section 3.2); make one of %d", bits, BITS_MIN,
		    BITS_GOOD);
	else if (bits < BITS_GOOD)
		findings_add(all, FINDING_NOTE, nothing, "the RSA key has %u "
		    "bits: %d are advised (RFC 8301 section 3.2)", bits,
		    BITS_GOOD);
	if (key_exponent(r->key) != EXPONENT)
		findings_add(all, FINDING_WARNING, nothing, "the exponent of "
		    "the RSA key is %llu: not every verifier takes another "
		    "than %d", (unsigned long long)key_exponent(r->key),
		    EXPONENT);
}

void
publiclint_key(struct findings *all, const struct keyrecord *r)
{
	struct span value = taglist_find(&r->tags, "p")->value;

	if (span_find(value, ' ') < value.n || span_find(value, '\t') <
	    value.n)
		findings_add(all, FINDING_WARNING, span_of("p="), "blanks "
		    "inside of the key: not every verifier passes over them");
	if (key_type(r->key) != KEY_RSA)
		return;
	check_encoding(all, r);
	check_rsa(all, r);
}
