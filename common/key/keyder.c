#include <string.h>

#include "keyder.h"
#include "scan.h"

/* The tags of X.690 that keys are made of. */
enum {
	INTEGER = 0x02,
	BIT_STRING = 0x03,
	OCTET_STRING = 0x04,
	SEQUENCE = 0x30
};

#define ED25519_OCTETS	32

static const char rsa[] = "\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01"
    "\x01\x05\x00";			/* RFC 8017 appendix A.1 */
static const char ed25519[] = "\x30\x05\x06\x03\x2b\x65\x70";	/* RFC 8410 */
static const char version_0[] = "\x02\x01\x00";
static const char no_unused_bits[] = "";	/* of a BIT STRING: its NUL */

/* Eat these octets if they are next: 1 or 0. */
static int
octets(struct scan *s, const char *p, size_t n)
{
	if ((size_t)(s->end - s->p) < n || memcmp(s->p, p, n) != 0)
		return 0;
	s->p += n;
	return 1;
}

static void
want(struct scan *s, const char *p, size_t n)
{
	if (!octets(s, p, n))
		scan_fail(s, "other octets");
}

static size_t
octet(struct scan *s)
{
	int c = scan_peek(s);

	if (c == -1) {
		scan_fail(s, "cut off");
		return 0;
	}
	s->p++;
	return (size_t)c;
}

/* X.690 section 10.1: in as few octets as can be; keys have two at most. */
static size_t
length(struct scan *s)
{
	size_t n = octet(s), least = 0;

	if (n == 0x81) {
		n = octet(s);
		least = 0x80;
	} else if (n == 0x82) {
		n = octet(s) << 8;
		n |= octet(s);
		least = 0x100;
	} else if (n >= 0x80)
		scan_fail(s, "length of another form");
	if (n < least || n > (size_t)(s->end - s->p))
		scan_fail(s, "wrong length");
	return s->err == NULL ? n : 0;
}

/* The content of the next element, which must have this tag. */
static struct span
element(struct scan *s, size_t tag)
{
	struct span v = { "", 0 };

	if (octet(s) != tag)
		scan_fail(s, "another tag");
	v.n = length(s);
	if (s->err == NULL) {
		v.p = s->p;
		s->p += v.n;
	}
	return v;
}

/* Go into an element that is all there is left. */
static void
enter(struct scan *s, size_t tag)
{
	struct span v = element(s, tag);

	if (!scan_done(s))
		scan_fail(s, "octets behind the end");
	if (s->err == NULL)
		scan_init(s, v);
}

/* A number over 0, without the zero octet that makes it positive. */
static struct span
number(struct scan *s)
{
	struct span v = element(s, INTEGER);
	int zero = v.n > 0 && v.p[0] == 0;

	if (zero)
		v = span_from(v, 1);
	if (v.n == 0 || ((unsigned char)v.p[0] >> 7) != zero)
		scan_fail(s, "not a positive number");
	return v;
}

static void
numbers(struct scan *s, struct keyder *k, size_t n)
{
	while (k->n < n)
		k->number[k->n++] = number(s);
}

/* All is eaten and nothing was wrong: 1; else 0, and nothing is known. */
static int
done(const struct scan *s, struct keyder *k)
{
	if (s->err == NULL && s->p == s->end)
		return 1;
	memset(k, 0, sizeof(*k));
	return 0;
}

/* RFC 5208 section 5, RFC 8017 appendix A.1.2, RFC 8410 section 7. */
int
keyder_private(struct keyder *k, struct span der)
{
	struct scan s;

	memset(k, 0, sizeof(*k));
	scan_init(&s, der);
	enter(&s, SEQUENCE);
	want(&s, version_0, 3);
	if (octets(&s, ed25519, 7)) {
		enter(&s, OCTET_STRING);
		k->raw = element(&s, OCTET_STRING);
		if (k->raw.n != ED25519_OCTETS)
			scan_fail(&s, "not 32 octets");
		return done(&s, k);
	}
	if (octets(&s, rsa, 15)) {
		enter(&s, OCTET_STRING);
		enter(&s, SEQUENCE);
		want(&s, version_0, 3);
	}
	numbers(&s, k, KEYDER_NUMBERS);
	return done(&s, k);
}

/* RFC 5280 section 4.1, RFC 8017 appendix A.1.1. */
int
keyder_public(struct keyder *k, struct span der)
{
	struct scan s;

	memset(k, 0, sizeof(*k));
	scan_init(&s, der);
	enter(&s, SEQUENCE);
	if (octets(&s, rsa, 15)) {
		enter(&s, BIT_STRING);
		want(&s, no_unused_bits, 1);
		enter(&s, SEQUENCE);
	}
	numbers(&s, k, KEYDER_E + 1);
	return done(&s, k);
}
