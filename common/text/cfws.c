#include <string.h>

#include "cfws.h"

#define VALUE_MAX	320	/* octets: the limit of an address */

int
is_atext(unsigned char c)
{
	return c > 0x20 && c != 0x7f && strchr("()<>[]:;@\\,.\"", c) == NULL;
}

int
is_token(unsigned char c)
{
	return c > 0x20 && c != 0x7f &&
	    strchr("()<>@,;:\\\"/[]?=", c) == NULL;
}

int
cfws_is_dot_atom(struct span v)
{
	struct span atom;
	struct scan s;

	if (v.n == 0 || !span_is_utf8(v))
		return 0;
	while (span_next(&v, '.', &atom)) {
		scan_init(&s, atom);
		if (scan_while(&s, is_atext).n == 0 || !scan_done(&s))
			return 0;
	}
	return 1;
}

int
cfws_is_text(struct span v)
{
	struct scan s;

	scan_init(&s, v);
	for (scan_fws(&s); !scan_done(&s); scan_fws(&s)) {
		if (scan_peek(&s) < 0x20 || scan_peek(&s) == 0x7f)
			return 0;
		s.p++;
	}
	return 1;
}

void
cfws_add_quoted(struct buf *b, struct span v)
{
	struct buf clean = { 0 };
	size_t i;

	buf_printable(&clean, v);
	buf_byte(b, '"');
	for (i = 0; i < clean.n; i++) {
		if (clean.p[i] == '"' || clean.p[i] == '\\')
			buf_byte(b, '\\');
		buf_byte(b, clean.p[i]);
	}
	buf_byte(b, '"');
	buf_free(&clean);
}

void
cfws_add_ctext(struct buf *b, struct span v)
{
	size_t i = b->n;

	buf_printable(b, v);
	for (; i < b->n; i++)
		if (strchr("()\\", b->p[i]) != NULL)
			b->p[i] = '?';
}

struct span
cfws_clip(struct span v)
{
	if (v.n <= VALUE_MAX)
		return v;
	v.n = VALUE_MAX;
	while (v.n > 0 && ((unsigned char)v.p[v.n] & 0xc0) == 0x80)
		v.n--;
	return v;
}

/* A character, or a quoted-pair: returns the character, -1 at the end. */
static int
next(struct scan *s)
{
	int c;

	scan_byte(s, '\\');
	if ((c = scan_peek(s)) != -1)
		s->p++;
	return c;
}

/* The inside of a comment, behind its "("; text may be NULL. */
static void
comment(struct scan *s, struct buf *text)
{
	size_t depth = 1;
	int c, quoted;

	for (;;) {
		quoted = scan_peek(s) == '\\';
		if ((c = next(s)) == -1) {
			scan_fail(s, "comment without an end");
			return;
		}
		if (c == '(' && !quoted)
			depth++;
		if (c == ')' && !quoted && --depth == 0)
			return;
		if (text != NULL && c != '\r' && c != '\n')
			buf_byte(text, (char)c);
	}
}

void
cfws_comment(struct scan *s, struct buf *text)
{
	for (scan_fws(s); scan_byte(s, '('); scan_fws(s)) {
		comment(s, text);
		text = NULL;
	}
}

void
cfws(struct scan *s)
{
	cfws_comment(s, NULL);
}

void
cfws_quoted(struct scan *s, struct buf *b)
{
	int c;

	while (!scan_byte(s, '"')) {
		if ((c = next(s)) == -1) {
			scan_fail(s, "quoted string without an end");
			return;
		}
		if (c != '\r' && c != '\n')
			buf_byte(b, (char)c);
	}
}
