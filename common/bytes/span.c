#include <string.h>

#include "span.h"

int
ascii_lower(int c)
{
	return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

int
is_wsp(unsigned char c)
{
	return c == ' ' || c == '\t';
}

int
is_digit(unsigned char c)
{
	return c >= '0' && c <= '9';
}

int
is_alnum(unsigned char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

int
is_blank(unsigned char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct span
span_of(const char *s)
{
	struct span v = { s, strlen(s) };

	return v;
}

int
span_eq(struct span v, const char *word)
{
	return v.n == strlen(word) && memcmp(v.p, word, v.n) == 0;
}

int
span_eqi(struct span v, const char *word)
{
	return span_order(v, span_of(word)) == 0;
}

int
span_same(struct span a, struct span b)
{
	return a.n == b.n && span_order(a, b) == 0;
}

int
span_order(struct span a, struct span b)
{
	size_t i;
	int d;

	for (i = 0; i < a.n && i < b.n; i++) {
		d = ascii_lower((unsigned char)a.p[i]) -
		    ascii_lower((unsigned char)b.p[i]);
		if (d != 0)
			return d;
	}
	return a.n < b.n ? -1 : a.n > b.n;
}

int
span_starts(struct span v, const char *word)
{
	struct span head = { v.p, strlen(word) };

	return v.n >= head.n && span_eqi(head, word);
}

struct span
span_trim(struct span v)
{
	while (v.n > 0 && is_blank((unsigned char)v.p[0]))
		v = span_from(v, 1);
	while (v.n > 0 && is_blank((unsigned char)v.p[v.n - 1]))
		v.n--;
	return v;
}

struct span
span_from(struct span v, size_t n)
{
	struct span rest = { v.p + n, v.n - n };

	return rest;
}

size_t
span_find(struct span v, char c)
{
	const char *at = v.n == 0 ? NULL : memchr(v.p, c, v.n);

	return at == NULL ? v.n : (size_t)(at - v.p);
}

size_t
span_rfind(struct span v, char c)
{
	size_t i;

	for (i = v.n; i > 0; i--)
		if (v.p[i - 1] == c)
			return i - 1;
	return v.n;
}

int
span_item(struct span *rest, char separator, struct span *item)
{
	if (!span_next(rest, separator, item))
		return 0;
	*item = span_trim(*item);
	return 1;
}

int
span_lists(struct span list, const char *word)
{
	struct span item;

	while (span_item(&list, ':', &item))
		if (span_eq(item, word))
			return 1;
	return 0;
}

int
span_next(struct span *rest, char separator, struct span *piece)
{
	if (rest->p == NULL)
		return 0;
	piece->p = rest->p;
	piece->n = span_find(*rest, separator);
	if (piece->n == rest->n)
		memset(rest, 0, sizeof(*rest));
	else
		*rest = span_from(*rest, piece->n + 1);
	return 1;
}

size_t
span_utf8(struct span v)
{
	const unsigned char *p = (const unsigned char *)v.p;
	size_t i, n;

	n = p[0] < 0x80 ? 1 : p[0] < 0xc2 ? 0 : p[0] < 0xe0 ? 2 :
	    p[0] < 0xf0 ? 3 : p[0] < 0xf5 ? 4 : 0;
	if (n == 0 || n > v.n)
		return 0;
	for (i = 1; i < n; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	if ((p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] > 0x9f) ||
	    (p[0] == 0xf0 && p[1] < 0x90) || (p[0] == 0xf4 && p[1] > 0x8f))
		return 0;
	return n;
}

int
span_is_utf8(struct span v)
{
	size_t n;

	while (v.n > 0 && (n = span_utf8(v)) > 0)
		v = span_from(v, n);
	return v.n == 0;
}
