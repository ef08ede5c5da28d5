#include <stdlib.h>
#include <string.h>

#include "cfws.h"
#include "resinfo.h"

/* The reading of one result. */
struct reader {
	struct scan	*s;
	struct buf	*text;
	struct resinfo	*r;
};

/* What stands without quotes in practice, up to an "@". */
static int
is_plain(unsigned char c)
{
	return c > 0x20 && c != 0x7f && strchr("();\\\"@", c) == NULL;
}

int
resinfo_is_keyword(unsigned char c)
{
	return is_alnum(c) || c == '-' || c == '_';
}

/* Returns 0, so that a rule may return it. */
static int
complain(struct reader *x, const char *why)
{
	if (x->r->problem == NULL)
		x->r->problem = why;
	return 0;
}

/* CFWS; the first comment of a result is kept. */
static void
comments(struct reader *x)
{
	struct buf *text = x->text;
	size_t start = text->n;

	cfws_comment(x->s, x->r->comment.p == NULL ? text : NULL);
	if (text->n > start)
		x->r->comment = span_from(buf_view(text), start);
}

/* Does an element end here?  A comment need not stand apart everywhere. */
static int
ends(const struct reader *x, const char *marks)
{
	int c = scan_peek(x->s);

	return c == -1 || (c != '\0' && strchr(marks, c) != NULL);
}

/* quoted-string, behind its first quote */
static struct span
quoted(struct reader *x)
{
	struct span raw = { x->s->p, 0 };
	size_t start = x->text->n;

	cfws_quoted(x->s, x->text);
	raw.n = (size_t)(x->s->p - raw.p);
	if (!cfws_is_text(raw))
		complain(x, "a control character in a string");
	return span_from(buf_view(x->text), start);
}

static struct span
quoted_or_plain(struct reader *x)
{
	if (scan_byte(x->s, '"'))
		return quoted(x);
	return scan_while(x->s, is_plain);
}

/* Behind a value; a comment that touches it is no comment to all readers. */
static int
value_ends(struct reader *x)
{
	return ends(x, " \t\r\n;") ||
	    complain(x, "a value with something stuck to it");
}

/*
 * [CFWS] behind an "=", where a value begins.  One that holds another "="
 * and stands apart may be the next property, the value being empty.
 */
static int
value_begins(struct reader *x)
{
	const char *start = x->s->p;
	struct scan ahead;
	struct span v;

	cfws(x->s);
	ahead = *x->s;
	v = scan_while(&ahead, is_plain);
	if (x->s->p > start && x->s->p[-1] == ')' && !ends(x, ";@"))
		return complain(x, "a value with a comment stuck to it");
	if (x->s->p > start && span_find(v, '=') < v.n)
		return complain(x, "a value that may be a property");
	return 1;
}

/* pvalue: value / [ [ local-part ] "@" ] domain-name */
static int
pvalue(struct reader *x, struct resinfo_property *p)
{
	if (!value_begins(x))
		return 0;
	p->value = quoted_or_plain(x);
	if (!ends(x, " \t\r\n;@"))
		return value_ends(x);
	comments(x);
	if (!scan_byte(x->s, '@'))
		return 1;
	p->mailbox = 1;
	p->local = p->value;
	p->value = quoted_or_plain(x);
	return value_ends(x);
}

static int
same_name(const struct resinfo_property *a,
    const struct resinfo_property *b)
{
	return span_same(a->ptype, b->ptype) && span_same(a->name, b->name);
}

/* Of two values one is a lie, and nobody knows which. */
static int
add_property(struct reader *x, const struct resinfo_property *p)
{
	struct resinfo *r = x->r;
	size_t i;

	for (i = 0; i < r->n; i++)
		if (same_name(&r->properties[i], p))
			return complain(x, "a property that appears twice");
	if (r->n == RESINFO_PROPERTIES)
		return complain(x, "too many properties");
	if ((r->n & (r->n - 1)) == 0)
		r->properties = mem_grow(r->properties,
		    r->n == 0 ? 1 : r->n * 2, sizeof(*r->properties));
	r->properties[r->n++] = *p;
	return 1;
}

/* reasonspec, behind its "="; a value, as it is for people only */
static int
reasonspec(struct reader *x)
{
	if (x->r->reason.p != NULL)
		return complain(x, "a reason that appears twice");
	if (!value_begins(x))
		return 0;
	x->r->reason = quoted_or_plain(x);
	return value_ends(x);
}

/* propspec; Microsoft's "action=none" has no ptype. */
static int
propspec(struct reader *x)
{
	struct resinfo_property p = { 0 };

	p.ptype = p.name = scan_while(x->s, resinfo_is_keyword);
	p.ptype.n = 0;
	cfws(x->s);
	if (scan_byte(x->s, '.')) {
		p.ptype = p.name;
		cfws(x->s);
		p.name = scan_while(x->s, resinfo_is_keyword);
		cfws(x->s);
		if (p.ptype.n == 0)
			return complain(x, "a property without a type");
	}
	if (p.name.n == 0 || !scan_byte(x->s, '='))
		return complain(x, "text that is no property");
	if (p.ptype.n == 0 && span_eqi(p.name, "reason"))
		return reasonspec(x);
	if (span_eqi(p.ptype, "smtp") && (span_eqi(p.name, "mail") ||
	    span_eqi(p.name, "mfrom")))
		p.name = span_of("mailfrom");	/* as it was called once */
	return pvalue(x, &p) && add_property(x, &p);
}

int
resinfo_is_version(struct span digits)
{
	uint64_t n;

	return number_parse(digits, 9, &n) && n == 1;
}

/* method, and its version (section 2.6) */
static void
method(struct reader *x)
{
	x->r->method = scan_while(x->s, resinfo_is_keyword);
	cfws(x->s);
	if (!scan_byte(x->s, '/'))
		return;
	cfws(x->s);
	if (!resinfo_is_version(scan_while(x->s, is_digit)))
		complain(x, "a version of the method that is not known");
	cfws(x->s);
}

static int
methodspec(struct reader *x)
{
	method(x);
	if (x->r->method.n == 0 || !scan_byte(x->s, '='))
		return complain(x, "no method and result");
	cfws(x->s);
	x->r->word = scan_while(x->s, resinfo_is_keyword);
	if (!verdict_parse(x->r->word, &x->r->verdict))
		complain(x, "a result that is not known");
	return ends(x, " \t\r\n;(") ||
	    complain(x, "a result with something stuck to it");
}

static int
propspecs(struct reader *x)
{
	for (;;) {
		comments(x);
		if (ends(x, ";"))
			return 1;
		if (!propspec(x))
			return 0;
	}
}

/*
 * Go to the semicolon behind a result that cannot be read.  A parenthesis
 * that closes nothing, or a backslash outside of strings, tells that a text
 * which was to be quoted is not.
 */
static int
skip_rest(struct reader *x)
{
	for (cfws(x->s); !ends(x, ";"); cfws(x->s)) {
		if (ends(x, ")\\")) {
			scan_fail(x->s, "comments and strings are not in order");
			return -1;
		}
		if (scan_byte(x->s, '"'))
			cfws_quoted(x->s, x->text);
		else
			x->s->p++;
	}
	return 0;
}

int
resinfo_parse(struct resinfo *r, struct scan *s, struct buf *text)
{
	struct reader x = { s, text, r };
	int status = 0;

	memset(r, 0, sizeof(*r));
	if (!methodspec(&x) || !propspecs(&x))
		status = skip_rest(&x);
	if (s->err != NULL)
		complain(&x, s->err);
	if (r->problem != NULL)
		r->verdict = NONE;
	return status;
}

const struct resinfo_property *
resinfo_property(const struct resinfo *r, const char *ptype,
    const char *name)
{
	size_t i;

	for (i = 0; i < r->n; i++)
		if (span_eqi(r->properties[i].ptype, ptype) &&
		    span_eqi(r->properties[i].name, name))
			return &r->properties[i];
	return NULL;
}

void
resinfo_free(struct resinfo *r)
{
	free(r->properties);
	memset(r, 0, sizeof(*r));
}
