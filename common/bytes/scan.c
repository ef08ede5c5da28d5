#include <string.h>

#include "scan.h"

void
scan_init(struct scan *s, struct span v)
{
	s->p = v.p;
	s->end = v.n == 0 ? v.p : v.p + v.n;	/* p may be unset */
	s->err = NULL;
}

int
scan_done(const struct scan *s)
{
	return s->err != NULL || s->p == s->end;
}

int
scan_peek(const struct scan *s)
{
	return scan_done(s) ? -1 : (unsigned char)*s->p;
}

int
scan_byte(struct scan *s, char c)
{
	if (scan_done(s) || *s->p != c)
		return 0;
	s->p++;
	return 1;
}

int
scan_word(struct scan *s, const char *word)
{
	size_t n = strlen(word);

	if (scan_done(s) || (size_t)(s->end - s->p) < n ||
	    memcmp(s->p, word, n) != 0)
		return 0;
	s->p += n;
	return 1;
}

void
scan_fail(struct scan *s, const char *why)
{
	if (s->err == NULL)
		s->err = why;
}

/* Length of a line end at p that a blank or tab follows, else 0. */
static size_t
fold_length(const char *p, const char *end)
{
	size_t n = 0;

	if (p < end && *p == '\r')
		n = 1;
	if (p + n < end && p[n] == '\n' && p + n + 1 < end &&
	    is_wsp((unsigned char)p[n + 1]))
		return n + 1;
	return 0;
}

void
scan_fws(struct scan *s)
{
	size_t n;

	while (!scan_done(s)) {
		if (is_wsp((unsigned char)*s->p))
			s->p++;
		else if ((n = fold_length(s->p, s->end)) > 0)
			s->p += n;
		else
			break;
	}
}

struct span
scan_while(struct scan *s, int (*is)(unsigned char))
{
	const char *p = s->p, *end = s->err == NULL ? s->end : s->p;
	struct span v = { p, 0 };

	while (p != end && is((unsigned char)*p))
		p++;
	v.n = (size_t)(p - v.p);
	s->p = p;
	return v;
}

struct span
scan_until(struct scan *s, char c)
{
	struct span v = { s->p, 0 };

	if (!scan_done(s))
		v.n = (size_t)(s->end - s->p);
	v.n = span_find(v, c);
	s->p += v.n;
	return v;
}

uint64_t
scan_number(struct scan *s, size_t maxdigits)
{
	struct span v = scan_while(s, is_digit);
	uint64_t n = 0, digit;
	size_t i;

	if (v.n == 0)
		scan_fail(s, "not a number");
	if (v.n > maxdigits)
		scan_fail(s, "number has too many digits");
	for (i = 0; i < v.n; i++) {
		digit = (uint64_t)(v.p[i] - '0');
		if (n > (UINT64_MAX - digit) / 10)
			return UINT64_MAX;
		n = n * 10 + digit;
	}
	return n;
}

int
number_parse(struct span v, size_t maxdigits, uint64_t *n)
{
	struct scan s;

	scan_init(&s, v);
	*n = scan_number(&s, maxdigits);
	return s.err == NULL && scan_done(&s);
}

int
hex_value(int c)
{
	c = ascii_lower(c);
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}
