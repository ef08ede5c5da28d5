#include <string.h>

#include "dnsname.h"
#include "zonetoken.h"

#define NAME_OCTETS	255UL		/* RFC 1035 section 3.1 */
#define LABEL_OCTETS	63

static int
is_plain(unsigned char c)
{
	return c == '\0' || strchr(" \t\r\n;()\"\\", c) == NULL;
}

static int
is_quotable(unsigned char c)
{
	return c != '"' && c != '\\' && c != '\n';
}

/* Pass over blanks, comments, parentheses and the line ends in them. */
static void
skip_blanks(struct zone_reader *r)
{
	int c;

	while ((c = scan_peek(&r->s)) != -1) {
		if (c == ';')
			scan_until(&r->s, '\n');
		else if (strchr(" \t\r()\n", c) == NULL || c == '\0' ||
		    (c == '\n' && r->open == 0))
			break;
		else
			scan_byte(&r->s, (char)c);
		if (c == '\n')
			r->line++;
		if (c == '(' && r->open++ == 0)
			r->opened = r->line;
		if (c == ')' && r->open == 0)
			scan_fail(&r->s, "parenthesis was never opened");
		else if (c == ')')
			r->open--;
	}
}

int
zonetoken_next(struct zone_reader *r, struct zone_token *t)
{
	int c;

	if (r->s.err != NULL)
		return 0;	/* at stays where the error is */
	skip_blanks(r);
	r->at = r->line;
	if (scan_done(&r->s) && r->s.err == NULL && r->open > 0) {
		r->at = r->opened;
		scan_fail(&r->s, "parenthesis is not closed");
	}
	if ((c = scan_peek(&r->s)) == -1 || c == '\n')
		return 0;
	t->quoted = scan_byte(&r->s, '"');
	t->text.p = r->s.p;
	for (;;) {
		scan_while(&r->s, t->quoted ? is_quotable : is_plain);
		if (!scan_byte(&r->s, '\\'))
			break;
		if ((c = scan_peek(&r->s)) == -1 || c == '\n')
			scan_fail(&r->s, "backslash at the end of a line");
		else
			scan_byte(&r->s, (char)c);
	}
	t->text.n = (size_t)(r->s.p - t->text.p);
	if (t->quoted && !scan_byte(&r->s, '"'))
		scan_fail(&r->s, "quoted string is not closed on its line");
	return r->s.err == NULL;
}

void
zonetoken_skip(struct zone_reader *r)
{
	int unclosed = r->open > 0 && r->s.p == r->s.end, more;

	r->s.err = NULL;
	do {
		scan_until(&r->s, '\n');
		more = !unclosed && r->open > 0 && r->s.end - r->s.p > 1 &&
		    is_wsp((unsigned char)r->s.p[1]);
		if (scan_byte(&r->s, '\n'))
			r->line++;
	} while (more);
	r->open = 0;
}

/*
 * The next byte of a token, or -1 at its end; \DDD and \X stand for a byte
 * that has no special meaning (RFC 1035 section 5.1).
 */
static int
next_byte(struct scan *s, int *escaped)
{
	int c = scan_peek(s), i, n = 0;

	*escaped = c == '\\';
	if (c == -1 || !scan_byte(s, (char)c) || !*escaped)
		return c;
	c = scan_peek(s);
	if (c == -1 || !is_digit((unsigned char)c)) {
		scan_byte(s, (char)c);
		return c;
	}
	for (i = 0; i < 3; i++) {
		c = scan_peek(s);
		if (c == -1 || !is_digit((unsigned char)c))
			break;
		scan_byte(s, (char)c);
		n = n * 10 + c - '0';
	}
	if (i < 3 || n > 255) {
		scan_fail(s, "\\DDD is not three digits up to 255");
		return -1;
	}
	return n;
}

void
zonetoken_string(struct zone_reader *r, struct span text, struct buf *b)
{
	struct scan s;
	int c, escaped;

	scan_init(&s, text);
	do {
		buf_span(b, scan_until(&s, '\\'));
		if ((c = next_byte(&s, &escaped)) != -1)
			buf_byte(b, (char)c);
	} while (c != -1);
	if (s.err != NULL)
		scan_fail(&r->s, s.err);
}

const char *
zonetoken_check(struct span name)
{
	struct span label, rest = name;
	size_t all = 1;

	while (name.n > 0 && span_next(&rest, '.', &label)) {
		if (label.n == 0)
			return "name has an empty label";
		if (label.n > LABEL_OCTETS)
			return "name has a label of more than 63 octets";
		all += label.n + 1;
	}
	return all > NAME_OCTETS ? "name is longer than 255 octets" : NULL;
}

void
zonetoken_name(struct zone_reader *r, struct span text, struct buf *b)
{
	struct scan s;
	size_t start = b->n;
	struct span name;
	int c, escaped, dot = 0;

	if (span_eq(text, "@")) {
		buf_span(b, r->origin);
		return;
	}
	if (text.n > 4 * NAME_OCTETS)
		scan_fail(&r->s, "name is longer than 255 octets");
	if (r->s.err != NULL || span_eq(text, "."))
		return;
	scan_init(&s, text);
	while ((c = next_byte(&s, &escaped)) != -1) {
		dot = c == '.' && !escaped;
		if (!dot)
			dns_name_byte(b, c);
		else if (!scan_done(&s))
			buf_byte(b, '.');
	}
	if (!dot && r->origin.n > 0) {
		buf_byte(b, '.');
		buf_span(b, r->origin);
	}
	name = span_from(buf_view(b), start);
	scan_fail(&r->s, s.err != NULL ? s.err : name.n == 0 ?
	    "name has an empty label" : zonetoken_check(name));
}
