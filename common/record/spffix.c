#include <string.h>

#include "domain.h"
#include "spelling.h"
#include "spffix.h"
#include "spfrecord.h"

/* Names that people write instead of those of RFC 7208. */
static const struct {
	const char	*wrong, *right;
} others[] = {
	{ "ipv4", "ip4" },
	{ "ip-4", "ip4" },
	{ "ipv6", "ip6" },
	{ "ip-6", "ip6" },
	{ "incl", "include" },
	{ "host", "a" },
	{ "aaaa", "a" }
};
#define NOTHERS	(sizeof(others) / sizeof(others[0]))

/* A term in parts. */
struct parts {
	struct span	 qualifier;	/* or empty */
	struct span	 name;
	struct span	 tail;		/* from ":", "=" or "/" on */
};

static int
is_name(unsigned char c)
{
	return strchr(":=/", c) == NULL || c == '\0';
}

static void
take_apart(struct span term, struct parts *p)
{
	p->qualifier = term;
	p->qualifier.n = strchr("+-?~", term.p[0]) != NULL;
	term = span_from(term, p->qualifier.n);
	p->name = term;
	p->name.n = 0;
	while (p->name.n < term.n && is_name((unsigned char)
	    term.p[p->name.n]))
		p->name.n++;
	p->tail = span_from(term, p->name.n);
}

int
spffix_is_name(const struct spf_term *t)
{
	struct span spec = t->spec;
	size_t i;

	if (spec.p == NULL || t->kind >= SPF_EXP)
		return 1;
	for (i = 0; i < spec.n; i++)
		if (strchr(":=~@/,", spec.p[i]) != NULL)
			return 0;
	if (span_find(spec, '%') == spec.n) {
		if (spec.n > 0 && spec.p[spec.n - 1] == '.')
			spec.n--;
		if (domain_check(spec, 1) != NULL)
			return 0;
	}
	return spec.n < 5 || !span_eqi(span_from(spec, spec.n - 4), "-all");
}

int
spffix_is_term(struct span term)
{
	struct spf_record r;
	struct buf b = { 0 };
	size_t i;
	int good;

	buf_text(&b, "v=spf1 ");
	buf_span(&b, term);
	good = term.n > 0 && spfrecord_parse(&r, buf_view(&b)) == NULL &&
	    r.n > 0;
	for (i = 0; good && i < r.n; i++)
		good = r.terms[i].kind != SPF_UNKNOWN &&
		    spffix_is_name(&r.terms[i]);
	if (term.n > 0)
		spfrecord_free(&r);
	buf_free(&b);
	return good;
}

/* What was added since start stays if it is good. */
static int
keep(struct buf *b, size_t start)
{
	if (spffix_is_term(span_from(buf_view(b), start)))
		return 1;
	b->n = start;
	return 0;
}

/* With another name. */
static int
rename_term(struct buf *b, const struct parts *p, const char *name)
{
	size_t start = b->n;

	buf_span(b, p->qualifier);
	buf_text(b, name);
	if (p->tail.n > 0) {
		buf_byte(b, strcmp(name, "redirect") == 0 ? '=' :
		    p->tail.p[0] == '=' ? ':' : p->tail.p[0]);
		buf_span(b, span_from(p->tail, 1));
	}
	return keep(b, start);
}

/* A name that none has, but one that is like it. */
static const char *
misspelt(struct buf *b, const struct parts *p)
{
	enum spf_kind k;
	size_t i;

	for (i = 0; i < NOTHERS; i++)
		if (span_eqi(p->name, others[i].wrong) &&
		    rename_term(b, p, others[i].right))
			return "no mechanism has this name";
	for (k = SPF_ALL; k <= SPF_EXP; k++)
		if ((spelling_near(p->name, spfrecord_name(k)) ||
		    (span_eqi(p->name, spfrecord_name(k)) && p->tail.n > 0 &&
		    p->tail.p[0] == (k < SPF_REDIRECT ? '=' : ':'))) &&
		    rename_term(b, p, spfrecord_name(k)))
			return span_eqi(p->name, spfrecord_name(k)) ?
			    "a mechanism has a colon before its value, and "
			    "only a modifier (redirect, exp) an equals sign" :
			    "no mechanism has this name: is it misspelt?";
	return NULL;
}

/* An address where none belongs, or a name where an address does. */
static const char *
misplaced(struct buf *b, const struct parts *p)
{
	struct parts other = *p;
	struct span value = p->tail.n > 0 ? span_from(p->tail, 1) : p->tail;
	struct buf text = { 0 };
	const char *why = NULL;

	buf_byte(&text, ':');
	buf_span(&text, p->name);
	buf_span(&text, p->tail);
	other.tail = buf_view(&text);	/* all of it: an address alone */
	if (rename_term(b, &other, "ip4") || rename_term(b, &other, "ip6") ||
	    (value.n > 0 && (rename_term(b, p, "ip4") ||
	    rename_term(b, p, "ip6"))))
		why = "an address stands behind ip4: or ip6:, and nowhere "
		    "else";
	else if (span_starts(p->name, "ip") && domain_check(value, 2) == NULL
	    && rename_term(b, p, "a"))
		why = "a name has no place behind ip4: or ip6:; a: takes one";
	buf_free(&text);
	return why;
}

/* Several values behind one name: "ip4:192.0.2.1,192.0.2.2". */
static const char *
commas(struct buf *b, const struct parts *p)
{
	struct span rest = p->tail, value;
	size_t start = b->n;
	int n = 0;

	if (p->tail.n < 2 || span_find(p->tail, ',') == p->tail.n)
		return NULL;
	rest = span_from(rest, 1);
	while (span_item(&rest, ',', &value)) {
		if (value.n == 0)
			continue;
		if (n++ > 0)
			buf_byte(b, ' ');
		buf_span(b, p->qualifier);
		if (span_find(value, ':') == value.n ||
		    span_eqi(p->name, "ip6")) {
			buf_span(b, p->name);
			buf_byte(b, p->tail.p[0]);
		}
		buf_span(b, value);
	}
	return keep(b, start) ? "terms are separated by blanks, and each has "
	    "one value" : NULL;
}

/* "include:https://example.net/", "include:user@example.net" */
static const char *
address(struct buf *b, const struct parts *p)
{
	struct span v = p->tail.n > 0 ? span_from(p->tail, 1) : p->tail;
	size_t at = span_find(v, '/'), start = b->n;

	if (at + 1 < v.n && v.p[at + 1] == '/')
		v = span_from(v, at + 2);
	if (span_rfind(v, '@') < v.n)
		v = span_from(v, span_rfind(v, '@') + 1);
	v.n = span_find(v, '/');
	buf_span(b, p->qualifier);
	buf_span(b, p->name);
	buf_add(b, p->tail.p, p->tail.n > 0);
	buf_span(b, v);
	return keep(b, start) ? "the name of a domain is wanted, and no URL or "
	    "address of mail" : NULL;
}

/* Two terms without a blank between: "mx-all", "a.example.orginclude:b". */
static const char *
glued(struct buf *b, struct span term)
{
	static const char *const heads[] = { "-all", "~all", "?all", "+all",
	    "include:", "ip4:", "ip6:", "redirect=", "exists:" };
	struct span front = term, back;
	size_t i, at, start = b->n;

	for (at = 1; at < term.n; at++) {
		front.n = at;
		back = span_from(term, at);
		for (i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
			if (span_starts(back, heads[i]) &&
			    spffix_is_term(front)) {
				buf_span(b, front);
				buf_byte(b, ' ');
				buf_span(b, back);
				if (keep(b, start))
					return "the blank between two terms "
					    "is missing";
			}
	}
	return NULL;
}

/* A blank inside of a term: "- all", "ip4: 192.0.2.1". */
static const char *
torn(struct buf *b, struct span term, struct span rest, size_t *taken)
{
	struct span next = rest;
	size_t start = b->n;

	while (next.n > 0 && next.p[0] == ' ')
		next = span_from(next, 1);
	next.n = span_find(next, ' ');
	if (span_eq(term, "+") || next.n == 0 || strchr("+-?~:=/", term.p[term.n - 1]) == NULL)
		return NULL;
	buf_span(b, term);
	buf_span(b, next);
	if (!keep(b, start))
		return NULL;
	*taken = (size_t)(next.p - rest.p) + next.n;
	return "a blank ends a term: none may stand inside";
}

/* Punctuation at the end, or a dash behind "all". */
static const char *
trailing(struct buf *b, struct span term)
{
	size_t start = b->n, n = term.n;

	while (term.n > 0 && strchr(".,;:|", term.p[term.n - 1]) != NULL)
		term.n--;
	if (term.n == n)
		return NULL;
	buf_span(b, term);
	return keep(b, start) ? "punctuation behind a term" : NULL;
}

const char *
spffix(struct buf *b, struct span term, struct span rest, size_t *taken)
{
	struct parts p;
	const char *why;

	*taken = 0;
	take_apart(term, &p);
	if ((why = torn(b, term, rest, taken)) == NULL &&
	    (why = trailing(b, term)) == NULL &&
	    (why = commas(b, &p)) == NULL &&
	    (why = glued(b, term)) == NULL &&
	    (why = misspelt(b, &p)) == NULL &&
	    (why = misplaced(b, &p)) == NULL)
		why = address(b, &p);
	return why;
}
