#include <string.h>

#include "author.h"
#include "cfws.h"
#include "idna.h"
#include "scan.h"

/* The reading of a field that may be plain. */
struct reader {
	struct scan	 s;
	struct author	*a;
};

static int
is_dot_atext(unsigned char c)
{
	return c == '.' || is_atext(c);
}

static int
is_domain(unsigned char c)
{
	return c == '.' || c == '-' || c == '_' || c >= 0x80 || is_alnum(c);
}

/* Keep it, unless it is there already: 1, or 0 when it is no name. */
static int
add_domain(struct author *a, struct span domain)
{
	struct buf name = { 0 };
	size_t i;

	if (idna_name(&name, domain) != NULL)
		return 0;
	for (i = 0; i < a->n; i++)
		if (span_same(buf_view(&a->domains[i]), buf_view(&name)))
			break;
	if (i < AUTHOR_DOMAINS && i == a->n) {
		a->domains[a->n++] = name;
		return 1;
	}
	a->more |= i == a->n;
	buf_free(&name);
	return 1;
}

static int
quoted(struct scan *s)
{
	struct buf text = { 0 };

	if (!scan_byte(s, '"'))
		return 0;
	cfws_quoted(s, &text);
	buf_free(&text);
	return s->err == NULL;
}

/*
 * Add the name that stands there; white space around its dots is that of
 * obs-domain (RFC 5322 section 4.4), and is left out.
 */
static void
read_name(struct scan *s, struct buf *name)
{
	struct scan before;
	struct span v;

	do {
		v = scan_while(s, is_domain);
		buf_span(name, v);
		before = *s;
		scan_fws(s);
	} while (v.n > 0 && (scan_peek(s) == '.' ||
	    (v.p[v.n - 1] == '.' && !scan_done(s) &&
	    is_domain((unsigned char)scan_peek(s)))));
	*s = before;
}

/* domain, but no comment may touch it, and it is no literal. */
static int
domain(struct reader *x)
{
	const char *start = x->s.p;
	struct buf name = { 0 };
	int is_name;

	cfws(&x->s);
	if (x->s.p > start && x->s.p[-1] == ')')
		return 0;
	read_name(&x->s, &name);
	is_name = scan_peek(&x->s) != '(' &&
	    add_domain(x->a, buf_view(&name));
	buf_free(&name);
	return is_name;
}

/*
 * An encoded word must not stand in an address (RFC 2047 section 5), as some
 * readers decode it first.
 */
static int
is_encoded(struct span local)
{
	for (; local.n > 0; local = span_from(local, 1))
		if (span_starts(local, "=?"))
			return 1;
	return 0;
}

/* addr-spec of RFC 5322 section 3.4.1 */
static int
addr_spec(struct reader *x)
{
	struct span local;

	if (!quoted(&x->s)) {
		local = scan_while(&x->s, is_dot_atext);
		if (!cfws_is_dot_atom(local) || is_encoded(local))
			return 0;
	}
	cfws(&x->s);
	return scan_byte(&x->s, '@') && domain(x);
}

/* phrase of section 3.2.5, with the dots of section 4.1 */
static void
phrase(struct reader *x)
{
	do
		cfws(&x->s);
	while (quoted(&x->s) || scan_while(&x->s, is_dot_atext).n > 0);
}

/* mailbox of section 3.4 */
static int
mailbox(struct reader *x)
{
	struct scan start = x->s;

	if (addr_spec(x))
		return 1;
	x->s = start;
	phrase(x);
	if (!scan_byte(&x->s, '<'))
		return 0;
	cfws(&x->s);
	if (!addr_spec(x))
		return 0;
	cfws(&x->s);
	return scan_byte(&x->s, '>');
}

static int
mailbox_list(struct reader *x)
{
	do {
		cfws(&x->s);
		if (!mailbox(x))
			return 0;
		cfws(&x->s);
	} while (scan_byte(&x->s, ','));
	return 1;
}

/* group */
static int
group(struct reader *x)
{
	phrase(x);
	if (!scan_byte(&x->s, ':'))
		return 0;
	cfws(&x->s);
	if (scan_peek(&x->s) != ';' && !mailbox_list(x))
		return 0;
	return scan_byte(&x->s, ';');
}

/* address-list, which RFC 6854 allows for From: is this all of it? */
static int
address_list(struct reader *x)
{
	struct scan start;

	do {
		cfws(&x->s);
		start = x->s;
		if (!mailbox(x)) {
			x->s = start;
			if (!group(x))
				return 0;
		}
		cfws(&x->s);
	} while (scan_byte(&x->s, ','));
	return x->s.err == NULL && scan_done(&x->s);
}

/* May this octet, or the end, stand behind the name of an address? */
static int
ends_name(int c)
{
	return c == -1 || (c != '\0' && strchr(" \t\r\n<>,;:", c) != NULL);
}

/*
 * Whatever name stands behind an "@", also in a string or comment, if nothing
 * else touches it.
 */
static void
add_all(struct author *a, struct span v)
{
	struct buf name = { 0 };
	struct scan s;
	size_t at;
	int c;

	for (; (at = span_find(v, '@')) < v.n; v = span_from(v, at + 1)) {
		scan_init(&s, span_from(v, at + 1));
		name.n = 0;
		read_name(&s, &name);
		name.n -= name.n > 0 && name.p[name.n - 1] == '.';
		c = scan_peek(&s);
		if (ends_name(c) || c == '"' || c == ')')
			add_domain(a, buf_view(&name));
	}
	buf_free(&name);
}

/*
 * Do all readers see the same name here, behind an "@"?  There are some that
 * make one name of what is parted by white space and comments.
 */
static int
is_plain_name(struct scan *s)
{
	struct buf text = { 0 }, name = { 0 };
	int is_name, c;

	read_name(s, &text);
	is_name = idna_name(&name, buf_view(&text)) == NULL;
	c = scan_peek(s);
	buf_free(&text);
	buf_free(&name);
	if (!is_name || c == '<' || !ends_name(c))
		return 0;
	cfws(s);
	c = scan_peek(s);
	return c == -1 || strchr("<>,;:", c) != NULL;
}

/*
 * Is each "@" outside of strings and comments one with a plain name?  Encoded
 * words may be in the name of a mailbox only; elsewhere there are readers who
 * decode them first.
 */
static const char *
check_all(struct span value)
{
	struct scan s;

	scan_init(&s, value);
	for (cfws(&s); !scan_done(&s); cfws(&s)) {
		if (scan_peek(&s) == '"')
			quoted(&s);
		else if (scan_peek(&s) == ')' || scan_peek(&s) == '\\')
			return "parentheses or quotes are not in order";
		else if (scan_word(&s, "=?"))
			return "an encoded word in text that is no address";
		else if (*s.p++ == '@' && !is_plain_name(&s) && s.err == NULL)
			return "an address without a plain domain name";
	}
	return s.err;
}

static const char *
read_from(struct author *a, struct span value)
{
	struct reader x = { { NULL, NULL, NULL }, a };
	const char *why = NULL;
	int plain;

	scan_init(&x.s, value);
	plain = address_list(&x);
	if (!cfws_is_text(value))
		why = "a control character";
	else if (!plain)
		why = check_all(value);
	if (why != NULL || !plain)
		add_all(a, value);
	if (!plain)
		a->doubt = "text that is no address";
	return why == NULL && a->n == 0 ? "no address" : why;
}

const char *
author_parse(struct author *a, const struct message *msg)
{
	struct span from = span_of("From");
	size_t i, first, n;

	memset(a, 0, sizeof(*a));
	if (msg->excess != NULL)
		return msg->excess;
	if (msg->odd > 0)
		a->doubt = "a line of the header that is no field";
	first = message_find(msg, from);
	n = message_count(msg, from);
	if (n == 1)
		return read_from(a, msg->order[first]->value);
	for (i = 0; i < n; i++)
		add_all(a, msg->order[first + i]->value);
	return n == 0 ? "no From field" : "several From fields";
}

void
author_free(struct author *a)
{
	size_t i;

	for (i = 0; i < a->n; i++)
		buf_free(&a->domains[i]);
	memset(a, 0, sizeof(*a));
}
