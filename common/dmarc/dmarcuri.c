#include <string.h>

#include "dmarcuri.h"
#include "domain.h"
#include "scan.h"

static int
is_alpha(unsigned char c)
{
	return is_alnum(c) && !is_digit(c);
}

/* The characters of a scheme behind its first. */
static int
is_scheme(unsigned char c)
{
	return is_alnum(c) || c == '+' || c == '-' || c == '.';
}

/*
 * What may stand in a URI (RFC 3986 section 2) but "%", and but "!" and ",",
 * which DMARC wants encoded.
 */
static int
is_uric(unsigned char c)
{
	return is_alnum(c) ||
	    (c != '\0' && strchr("-._~:/?#[]@$&'()*+;=", c) != NULL);
}

/* Section 2.1 of RFC 3986. */
static void
eat_encoded(struct scan *s)
{
	if (s->end - s->p < 2 || hex_value((unsigned char)s->p[0]) == -1 ||
	    hex_value((unsigned char)s->p[1]) == -1) {
		scan_fail(s, "% without two hexadecimal digits");
		return;
	}
	s->p += 2;
}

static const char *
check_characters(struct span v)
{
	struct scan s;

	for (scan_init(&s, v); !scan_done(&s); ) {
		if (scan_while(&s, is_uric).n > 0)
			continue;
		if (scan_byte(&s, '%'))
			eat_encoded(&s);
		else if (scan_peek(&s) == '!')
			scan_fail(&s, "'!' that begins no size");
		else if (scan_peek(&s) == ' ' || scan_peek(&s) == '\t')
			scan_fail(&s, "a blank where a comma should be");
		else
			scan_fail(&s, "a character that a URI may not have");
	}
	return s.err;
}

/* The address of a mailto URI: one, as a comma would end the URI. */
static const char *
read_mailto(struct dmarc_uri *u, struct span to)
{
	size_t at;

	if (span_starts(to, "//"))
		return "mailto: takes an address, without //";
	to.n = span_find(to, '?');
	at = span_rfind(to, '@');
	if (at == to.n || at == 0)
		return "mailto: without an address";
	u->host = span_from(to, at + 1);
	if (domain_check(u->host, 1) != NULL) {
		memset(&u->host, 0, sizeof(u->host));
		return "the address has no valid domain";
	}
	return NULL;
}

static const char *
read_uri(struct dmarc_uri *u)
{
	size_t colon = span_find(u->text, ':');
	struct scan s;
	const char *why;

	scan_init(&s, u->text);
	if (u->text.n == 0)
		return "empty";
	if (colon == u->text.n)
		return span_find(u->text, '@') < u->text.n ?
		    "an address without mailto: before it" : "no URI";
	u->scheme = u->text;
	u->scheme.n = colon;
	if (!is_alpha((unsigned char)scan_peek(&s)) ||
	    scan_while(&s, is_scheme).n != colon)
		return "no scheme";
	if ((why = check_characters(span_from(u->text, colon + 1))) != NULL)
		return why;
	if (span_eqi(u->scheme, "mailto"))
		return read_mailto(u, span_from(u->text, colon + 1));
	return colon + 1 == u->text.n ? "nothing behind the scheme" : NULL;
}

/* obs-dmarc-report-size: it is taken off and means nothing. */
static void
take_size(struct dmarc_uri *u)
{
	size_t at = span_rfind(u->text, '!');
	struct span size = span_from(u->text, at);
	struct scan s;

	if (size.n == 0)
		return;
	scan_init(&s, span_from(size, 1));
	if (scan_while(&s, is_digit).n == 0)
		return;
	if (!scan_done(&s) && strchr("kmgtKMGT", scan_peek(&s)) != NULL)
		s.p++;
	if (!scan_done(&s))
		return;
	u->size = size;
	u->text.n = at;
}

int
dmarcuri_next(struct span *rest, struct dmarc_uri *u)
{
	memset(u, 0, sizeof(*u));
	if (!span_item(rest, ',', &u->text))
		return 0;
	take_size(u);
	u->why = read_uri(u);
	return 1;
}

int
dmarcuri_any(struct span list)
{
	struct dmarc_uri u;

	while (list.p != NULL && dmarcuri_next(&list, &u))
		if (u.why == NULL)
			return 1;
	return 0;
}
