#include "cfws.h"

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

void
cfws(struct scan *s)
{
	size_t depth = 0;

	for (;;) {
		scan_fws(s);
		if (scan_byte(s, '('))
			depth++;
		else if (depth == 0)
			return;
		else if (scan_byte(s, ')'))
			depth--;
		else if (next(s) == -1) {
			scan_fail(s, "comment without an end");
			return;
		}
	}
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
