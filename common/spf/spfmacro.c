#include <stdlib.h>
#include <string.h>

#include "domain.h"
#include "scan.h"
#include "spfmacro.h"

#define EXPANSION_MAX	65536
#define DELIMITERS	".-+,/_="

/* One macro-expand or a run of macro-literal. */
struct unit {
	struct span	literal;	/* set: text that stands for itself */
	char		letter;		/* else: in lower case */
	int		upper;		/* URL escaping is wanted */
	uint64_t	digits;		/* 0: none were given */
	int		reverse;
	struct span	delimiters;
};

static int
is_literal(unsigned char c)
{
	return c >= 0x21 && c <= 0x7e && c != '%';
}

static int
is_literal_or_space(unsigned char c)
{
	return is_literal(c) || c == ' ';
}

static int
is_delimiter(unsigned char c)
{
	return c != '\0' && strchr(DELIMITERS, c) != NULL;
}

/* What stands behind "%{", up to and with the "}". */
static void
read_macro(struct scan *s, struct unit *u)
{
	int c = scan_peek(s);

	u->letter = (char)ascii_lower(c);
	u->upper = u->letter != c;
	if (c == -1 || strchr("slodiphcrtv", u->letter) == NULL) {
		scan_fail(s, "unknown macro letter");
		return;
	}
	s->p++;
	if (is_digit((unsigned char)scan_peek(s))) {
		u->digits = scan_number(s, 20);
		if (u->digits == 0)
			scan_fail(s, "a macro wants no part at all");
	}
	c = scan_peek(s);
	u->reverse = c == 'r' || c == 'R';
	s->p += u->reverse;
	u->delimiters = scan_while(s, is_delimiter);
	if (!scan_byte(s, '}'))
		scan_fail(s, "macro without its closing brace");
}

/* The next unit: 1, or 0 at the end or on an error. */
static int
next(struct scan *s, struct unit *u, int (*is)(unsigned char))
{
	memset(u, 0, sizeof(*u));
	if (scan_done(s))
		return 0;
	u->literal = scan_while(s, is);
	if (u->literal.n > 0)
		return 1;
	if (scan_word(s, "%%"))
		u->literal = span_of("%");
	else if (scan_word(s, "%_"))
		u->literal = span_of(" ");
	else if (scan_word(s, "%-"))
		u->literal = span_of("%20");
	else if (scan_word(s, "%{")) {
		u->literal.p = NULL;
		read_macro(s, u);
	} else
		scan_fail(s, scan_peek(s) == '%' ? "% without a macro" :
		    "a character that has no place here");
	return s->err == NULL;
}

/* c, r and t are for explain-strings only (section 7.2). */
static int
is_for_terms(const struct unit *u)
{
	return u->literal.p != NULL || strchr("crt", u->letter) == NULL;
}

const char *
spfmacro_check_string(struct span v)
{
	struct scan s;
	struct unit u;

	scan_init(&s, v);
	while (next(&s, &u, is_literal))
		if (!is_for_terms(&u))
			return "c, r and t are macros of explanations only";
	return s.err;
}

const char *
spfmacro_check_explain(struct span v)
{
	struct scan s;
	struct unit u;

	scan_init(&s, v);
	while (next(&s, &u, is_literal_or_space))
		;
	return s.err;
}

/* toplabel: letters, digits and inner hyphens, not all of them digits. */
static int
is_toplabel(struct span v)
{
	size_t i;
	int other = 0;

	if (v.n == 0 || v.p[0] == '-' || v.p[v.n - 1] == '-')
		return 0;
	for (i = 0; i < v.n; i++) {
		if (!is_alnum((unsigned char)v.p[i]) && v.p[i] != '-')
			return 0;
		other |= !is_digit((unsigned char)v.p[i]);
	}
	return other;
}

/*
 * domain-end: a macro-expand, or behind the last one a dot and a toplabel
 * with or without a dot of its own.
 */
static int
ends_domain(struct span end, int macro)
{
	size_t dot;

	if (macro)
		return 1;
	if (end.n > 0 && end.p[end.n - 1] == '.')
		end.n--;
	dot = span_rfind(end, '.');
	return dot < end.n && is_toplabel(span_from(end, dot + 1));
}

const char *
spfmacro_check_domain(struct span v)
{
	struct span end = { "", 0 };
	struct scan s;
	struct unit u;
	int macro = 0;

	if (v.n == 0)
		return "the domain is missing";
	scan_init(&s, v);
	while (next(&s, &u, is_literal)) {
		if (!is_for_terms(&u))
			return "c, r and t are macros of explanations only";
		macro = s.p[-1] == '}' ? u.literal.p == NULL :
		    u.literal.p != s.p - u.literal.n;
		end = u.literal;
	}
	if (s.err != NULL)
		return s.err;
	return ends_domain(end, macro) ? NULL : "not a domain name";
}

int
spfmacro_uses(struct span v, char letter)
{
	struct scan s;
	struct unit u;

	scan_init(&s, v);
	while (next(&s, &u, is_literal_or_space))
		if (u.literal.p == NULL && u.letter == letter)
			return 1;
	return 0;
}

/* The plain value of a macro letter. */
static void
add_value(struct buf *b, char letter, const struct spf_values *v)
{
	switch (letter) {
	case 's':
		buf_span(b, v->local);
		buf_byte(b, '@');
		buf_span(b, v->origin);
		break;
	case 'l': buf_span(b, v->local); break;
	case 'o': buf_span(b, v->origin); break;
	case 'd': buf_span(b, v->domain); break;
	case 'h': buf_span(b, v->helo); break;
	case 'r': buf_span(b, v->receiver); break;
	case 'i': ip_dotted(b, &v->ip); break;
	case 'c': ip_format(b, &v->ip); break;
	case 'v': buf_text(b, v->ip.n == 4 ? "in-addr" : "ip6"); break;
	case 't': buf_printf(b, "%lld", (long long)v->now); break;
	case 'p': buf_span(b, v->validated(v->arg, v->domain)); break;
	}
}

/* The parts of a value between delimiters, as offsets into it. */
struct parts {
	struct span	*list;
	size_t		 n;
};

static void
split(struct parts *p, struct span v, struct span delimiters)
{
	size_t i, start = 0;

	p->list = mem_zero(v.n + 1, sizeof(*p->list));
	p->n = 0;
	for (i = 0; i <= v.n; i++)
		if (i == v.n || span_find(delimiters, v.p[i]) < delimiters.n) {
			p->list[p->n] = span_from(v, start);
			p->list[p->n++].n = i - start;
			start = i + 1;
		}
}

/* Section 7.3: reverse, keep the right-hand parts, join with dots. */
static void
transform(struct buf *b, struct span v, const struct unit *u)
{
	struct parts p;
	size_t i, at;

	split(&p, v, u->delimiters.n > 0 ? u->delimiters : span_of("."));
	i = u->digits > 0 && u->digits < p.n ? p.n - (size_t)u->digits : 0;
	for (at = i; i < p.n; i++) {
		if (i > at)
			buf_byte(b, '.');
		buf_span(b, p.list[u->reverse ? p.n - 1 - i : i]);
	}
	free(p.list);
}

/* Everything but the unreserved characters of RFC 3986. */
static void
add_escaped(struct buf *b, struct span v)
{
	size_t i;

	for (i = 0; i < v.n; i++) {
		unsigned char c = (unsigned char)v.p[i];

		if (is_alnum(c) || c == '-' || c == '.' || c == '_' ||
		    c == '~')
			buf_byte(b, (char)c);
		else
			buf_printf(b, "%%%02X", c);
	}
}

static void
add_macro(struct buf *b, const struct unit *u, const struct spf_values *v)
{
	struct buf value = { 0 }, parts = { 0 };
	struct span result;

	add_value(&value, u->letter, v);
	result = buf_view(&value);
	if (u->digits > 0 || u->reverse || u->delimiters.n > 0) {
		transform(&parts, result, u);
		result = buf_view(&parts);
	}
	if (u->upper)
		add_escaped(b, result);
	else
		buf_span(b, result);
	buf_free(&value);
	buf_free(&parts);
}

int
spfmacro_expand(struct buf *b, struct span text, const struct spf_values *v)
{
	size_t start = b->n;
	struct scan s;
	struct unit u;

	scan_init(&s, text);
	while (next(&s, &u, is_literal_or_space)) {
		if (u.literal.p != NULL)
			buf_span(b, u.literal);
		else
			add_macro(b, &u, v);
		if (b->n - start > EXPANSION_MAX) {
			b->n = start;
			return -1;
		}
	}
	return 0;
}

void
spfmacro_name(struct buf *b, struct span text, const struct spf_values *v)
{
	struct buf whole = { 0 };
	struct span name;
	size_t dot;

	spfmacro_expand(&whole, text, v);
	name = buf_view(&whole);
	if (name.n > 0 && name.p[name.n - 1] == '.')
		name.n--;
	while (name.n > DOMAIN_MAX && (dot = span_find(name, '.')) < name.n)
		name = span_from(name, dot + 1);
	buf_span(b, name);
	buf_free(&whole);
}
