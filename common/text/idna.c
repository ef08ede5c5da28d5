#include <locale.h>
#include <wctype.h>

#include "domain.h"
#include "idna.h"

#define LABEL_MAX	63

/* RFC 3492 section 5 */
#define BASE		36
#define TMIN		1
#define TMAX		26
#define SKEW		38
#define DAMP		700
#define INITIAL_BIAS	72
#define INITIAL_N	0x80

/* The code points of a label. */
struct points {
	unsigned long	list[LABEL_MAX];
	size_t		n;
};

/* One code point of UTF-8: its length, or 0 when it is none. */
static size_t
decode(struct span v, unsigned long *point)
{
	static const unsigned long least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char *p = (const unsigned char *)v.p;
	size_t i, n;

	n = p[0] < 0x80 ? 1 : p[0] < 0xc0 ? 0 : p[0] < 0xe0 ? 2 :
	    p[0] < 0xf0 ? 3 : p[0] < 0xf8 ? 4 : 0;
	if (n == 0 || n > v.n)
		return 0;
	*point = n == 1 ? p[0] : p[0] & (0x7fU >> n);
	for (i = 1; i < n; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		*point = *point << 6 | (p[i] & 0x3f);
	}
	if (*point < least[n] || *point > 0x10ffff ||
	    (*point >= 0xd800 && *point <= 0xdfff))
		return 0;
	return n;
}

static int
read_points(struct points *p, struct span label)
{
	size_t n;

	for (p->n = 0; label.n > 0; label = span_from(label, n))
		if (p->n == LABEL_MAX ||
		    (n = decode(label, &p->list[p->n++])) == 0)
			return -1;
	return 0;
}

/*
 * RFC 5895 section 2: a user's upper case means lower case.  Where the C
 * library has no Unicode the points stay as they are.
 */
static void
lower_points(struct points *p)
{
	locale_t unicode = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	size_t i;

	if (unicode == (locale_t)0)
		return;
	for (i = 0; i < p->n; i++)
		p->list[i] = towlower_l((wint_t)p->list[i], unicode);
	freelocale(unicode);
}

/* RFC 3492 section 6.1 */
static unsigned long
adapt(unsigned long delta, unsigned long points, int first)
{
	unsigned long k;

	delta = first ? delta / DAMP : delta / 2;
	delta += delta / points;
	for (k = 0; delta > (BASE - TMIN) * TMAX / 2; k += BASE)
		delta /= BASE - TMIN;
	return k + (BASE - TMIN + 1) * delta / (delta + SKEW);
}

static void
add_digit(struct buf *b, unsigned long digit)
{
	buf_byte(b, (char)(digit < 26 ? 'a' + digit : '0' + digit - 26));
}

/* A delta as a variable-length integer. */
static void
add_integer(struct buf *b, unsigned long q, unsigned long bias)
{
	unsigned long k, t;

	for (k = BASE;; k += BASE) {
		t = k <= bias ? TMIN : k >= bias + TMAX ? TMAX : k - bias;
		if (q < t)
			break;
		add_digit(b, t + (q - t) % (BASE - t));
		q = (q - t) / (BASE - t);
	}
	add_digit(b, q);
}

/* The least code point of n or more. */
static unsigned long
next_point(const struct points *p, unsigned long n)
{
	unsigned long least = 0x110000;
	size_t i;

	for (i = 0; i < p->n; i++)
		if (p->list[i] >= n && p->list[i] < least)
			least = p->list[i];
	return least;
}

/* RFC 3492 section 6.3; 63 code points at most: nothing can overflow. */
static void
add_punycode(struct buf *b, const struct points *p)
{
	unsigned long n = INITIAL_N, delta = 0, bias = INITIAL_BIAS, m;
	size_t i, basic = 0, done;

	for (i = 0; i < p->n; i++)
		if (p->list[i] < INITIAL_N) {
			buf_byte(b, (char)p->list[i]);
			basic++;
		}
	if (basic > 0)
		buf_byte(b, '-');
	for (done = basic; done < p->n; delta++, n++) {
		m = next_point(p, n);
		delta += (m - n) * (done + 1);
		n = m;
		for (i = 0; i < p->n; i++) {
			if (p->list[i] < n)
				delta++;
			if (p->list[i] != n)
				continue;
			add_integer(b, delta, bias);
			bias = adapt(delta, done + 1, done == basic);
			delta = 0;
			done++;
		}
	}
}

static int
is_ascii(struct span v)
{
	size_t i;

	for (i = 0; i < v.n; i++)
		if ((unsigned char)v.p[i] >= 0x80)
			return 0;
	return 1;
}

static int
add_label(struct buf *b, struct span label)
{
	struct points p;
	size_t start = b->n;

	if (is_ascii(label)) {
		buf_span(b, label);
		return 0;
	}
	if (read_points(&p, label) == -1)
		return -1;
	lower_points(&p);
	buf_text(b, "xn--");
	add_punycode(b, &p);
	return b->n - start > LABEL_MAX ? -1 : 0;
}

int
idna_ascii(struct buf *b, struct span domain)
{
	size_t start = b->n;
	struct span label;
	int first = 1;

	while (span_next(&domain, '.', &label)) {
		if (!first)
			buf_byte(b, '.');
		first = 0;
		if (add_label(b, label) == -1) {
			b->n = start;
			return -1;
		}
	}
	return 0;
}

/*
 * What no U-label has (RFC 5892 section 2): invisible and compatibility
 * characters, marks that should have been composed, symbols.  Mail readers
 * map or hide them, so that another name is seen.
 */
static int
is_never(unsigned long c)
{
	static const struct {
		unsigned long	first, last;
	} ranges[] = {
		{ 0x80, 0xb6 }, { 0xb8, 0xbf }, { 0xd7, 0xd7 },
		{ 0xf7, 0xf7 }, { 0x300, 0x36f }, { 0x61c, 0x61c },
		{ 0x115f, 0x1160 }, { 0x17b4, 0x17b5 }, { 0x180b, 0x180f },
		{ 0x2000, 0x2bff }, { 0x2e00, 0x2fff }, { 0x3000, 0x3004 },
		{ 0x3008, 0x3029 }, { 0x3030, 0x303f }, { 0x3164, 0x3164 },
		{ 0x3200, 0x33ff }, { 0xe000, 0xfdff }, { 0xfe00, 0xfe1f },
		{ 0xfe30, 0xffff }, { 0x1d000, 0x1dfff },
		{ 0x1ee00, 0x1fbff }, { 0xe0000, 0x10ffff }
	};
	size_t i;

	for (i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		if (c >= ranges[i].first && c <= ranges[i].last)
			return 1;
	return 0;
}

/* Is it UTF-8 that may be in a name? */
static int
is_name_text(struct span v)
{
	unsigned long c;
	size_t n;

	for (; v.n > 0; v = span_from(v, n))
		if ((n = decode(v, &c)) == 0 || is_never(c))
			return 0;
	return 1;
}

const char *
idna_name(struct buf *b, struct span domain)
{
	struct buf name = { 0 };
	const char *why;

	if (!is_name_text(domain) || idna_ascii(&name, domain) == -1)
		why = "is no domain name";
	else
		why = domain_check(buf_view(&name), 1);
	if (why == NULL)
		buf_lower(b, buf_view(&name));
	buf_free(&name);
	return why;
}
