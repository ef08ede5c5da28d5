#include <string.h>

#include "hop.h"
#include "scan.h"

#define UNBALANCED	"has parentheses that do not match"

/*
 * What the from clause of a Received field says.  In all known forms the
 * client's address stands in the first comment behind the host name, or in
 * the second when the first is "(HELO x)"; with Exim it may be the host name.
 */
struct clause {
	struct span	 name;		/* the word behind "from" */
	struct span	 helo;
	struct ip	 ip;
	enum { FIRST, SECOND, LATE } place;	/* of the next comment */
	int		 found;		/* ip is set */
	int		 exim;		/* Exim wrote the field */
	const char	*why;		/* what makes it doubtful, or NULL */
};

static int
is_space(unsigned char c)
{
	return is_wsp(c) || c == '\r' || c == '\n';
}

static int
is_text(unsigned char c)
{
	return !is_space(c);
}

static int
is_word(unsigned char c)
{
	return !is_space(c) && c != '(';
}

static int
is_address(unsigned char c)
{
	return is_alnum(c) || c == '.' || c == ':';
}

/* What a server found out itself: a host, or what ident said and a host. */
static int
is_found(unsigned char c)
{
	return c > 0x20 && c < 0x7f && strchr("()[]\"\\,;=", c) == NULL;
}

/* The value of helo= or ident=; Sendmail's ident has "@" behind it. */
static int
is_value(unsigned char c)
{
	return !is_space(c) && c != '@';
}

/* An address in brackets, and the port that some servers write behind it. */
static int
read_literal(struct scan *s, struct ip *ip)
{
	struct span v;

	if (!scan_byte(s, '['))
		return 0;
	v = scan_while(s, is_address);
	if (!scan_byte(s, ']') || !ip_parse_tagged(v, ip))
		return 0;
	if (scan_byte(s, ':'))
		scan_number(s, 5);
	return s->err == NULL;
}

/* What Exim and Sendmail may write behind the address: nothing else. */
static int
read_details(struct scan *s, struct span *helo)
{
	for (;;) {
		scan_while(s, is_space);
		if (scan_done(s))
			return s->err == NULL;
		if (helo->p == NULL && scan_word(s, "helo="))
			*helo = scan_while(s, is_value);
		else if (scan_word(s, "ident="))
			scan_while(s, is_value);
		else if (scan_word(s, "port="))
			scan_number(s, 5);
		else if (!scan_word(s, "(may be forged)"))
			return 0;
	}
}

/* Exim's comment behind an address: (port=1234 helo=x ident=y). */
static int
read_params(struct span v, struct span *helo)
{
	struct scan s;

	scan_init(&s, v);
	return (span_starts(v, "port=") || span_starts(v, "helo=") ||
	    span_starts(v, "ident=")) && read_details(&s, helo);
}

/* "(HELO x)", as qmail has it. */
static int
read_helo(struct span v, struct span *helo)
{
	struct scan s;

	scan_init(&s, v);
	if (!scan_word(&s, "HELO") && !scan_word(&s, "EHLO"))
		return 0;
	v = span_from(v, 4);
	*helo = span_trim(v);
	return v.n == 0 || is_space((unsigned char)v.p[0]);
}

/*
 * TCP-info of RFC 5321 section 4.4, or an address without brackets: then it
 * must be all there is, but for what ident said.
 */
static int
read_tcpinfo(struct span v, struct ip *ip, struct span *helo)
{
	struct scan s;
	size_t at;

	scan_init(&s, v);
	scan_while(&s, is_space);
	v = scan_while(&s, is_found);
	scan_while(&s, is_space);
	if (!scan_done(&s))
		return read_literal(&s, ip) && read_details(&s, helo);
	at = span_rfind(v, '@');
	return ip_parse_tagged(at < v.n ? span_from(v, at + 1) : v, ip);
}

/* Is the host name nothing but an address in brackets? */
static int
name_is_literal(const struct clause *c, struct ip *ip)
{
	struct scan s;

	scan_init(&s, c->name);
	return read_literal(&s, ip) && scan_done(&s);
}

static void
take_comment(struct clause *c, struct span v)
{
	struct span helo = { NULL, 0 };
	struct ip ip;

	if (c->place == FIRST && read_helo(v, &c->helo)) {
		c->place = SECOND;
		return;
	}
	if (c->place != FIRST || !name_is_literal(c, &ip) ||
	    !read_params(v, &helo)) {
		memset(&helo, 0, sizeof(helo));
		if (!read_tcpinfo(v, &ip, &helo)) {
			c->place = LATE;
			return;
		}
	}
	if (c->place == LATE)
		c->why = c->found ? "has two client addresses" :
		    "has an address where no server writes its client's";
	c->place = LATE;
	c->found = 1;
	c->ip = ip;
	if (helo.p != NULL)
		c->helo = helo;
}

/*
 * A comment, from behind its "(".  Servers differ in what a backslash does to
 * a parenthesis, so where one stands nobody knows which comment this is.
 */
static int
read_comment(struct scan *s, struct span *v)
{
	size_t depth = 1;
	int c, last = 0;

	v->p = s->p;
	while ((c = scan_peek(s)) != -1) {
		s->p++;
		if ((c == '(' || c == ')') && last == '\\')
			return 0;
		if (c == '(')
			depth++;
		else if (c == ')' && --depth == 0) {
			v->n = (size_t)(s->p - v->p) - 1;
			return 1;
		}
		last = c;
	}
	return 0;
}

/* A host name; the client may have called itself x(y). */
static int
is_balanced(struct span v)
{
	size_t i, depth = 0;

	for (i = 0; i < v.n; i++) {
		if (v.p[i] == '(')
			depth++;
		else if (v.p[i] == ')' && depth-- == 0)
			return 0;
	}
	return depth == 0;
}

/* Nothing that calls itself this could be a host; nor may it be printed. */
static int
is_printable(struct span v)
{
	size_t i;

	for (i = 0; i < v.n; i++)
		if ((unsigned char)v.p[i] < 0x20 || v.p[i] == 0x7f)
			return 0;
	return 1;
}

/* The comments up to "by". */
static const char *
read_comments(struct clause *c, struct scan *s)
{
	struct span v;

	for (;;) {
		scan_while(s, is_space);
		if (scan_byte(s, '(')) {
			if (!read_comment(s, &v))
				return UNBALANCED;
			take_comment(c, v);
			continue;
		}
		v = scan_while(s, is_word);
		if (v.n == 0)
			return "has no by clause";
		return span_eqi(v, "by") ? c->why :
		    "has text that is no comment before its by clause";
	}
}

/*
 * What is behind "by" says nothing of the client.  A second by clause means
 * that the first came with the host name.
 */
static const char *
read_rest(struct clause *c, struct scan *s)
{
	struct span v;
	int ours = 1;	/* no id yet: the sender has had no say */

	while (!scan_done(s)) {
		scan_while(s, is_space);
		if (scan_byte(s, '(')) {
			if (!read_comment(s, &v))
				return UNBALANCED;
			c->exim |= ours && span_starts(v, "Exim ");
			continue;
		}
		v = scan_while(s, is_word);
		if (span_eqi(v, "by") || span_eqi(v, "from"))
			return "has two from or by clauses";
		if (span_eqi(v, "id") || span_eqi(v, "for"))
			ours = 0;
	}
	return NULL;
}

static const char *
read_clause(struct clause *c, struct span value)
{
	struct scan s;
	const char *why;

	memset(c, 0, sizeof(*c));
	scan_init(&s, value);
	scan_while(&s, is_space);
	if (!span_eqi(scan_while(&s, is_word), "from"))
		return "has no from clause";
	scan_while(&s, is_space);
	c->name = c->helo = scan_while(&s, is_text);
	if (c->name.n == 0 || c->name.p[0] == '(')
		return "has no host name in its from clause";
	if (!is_balanced(c->name))
		return UNBALANCED;
	if ((why = read_comments(c, &s)) != NULL ||
	    (why = read_rest(c, &s)) != NULL)
		return why;
	if (c->place == FIRST && c->exim)	/* HELO was the address */
		c->found = name_is_literal(c, &c->ip);
	if (!c->found)
		return "has no client address";
	return is_printable(c->helo) ? NULL :
	    "has a control character in its client's host name";
}

const char *
hop_parse(struct span value, struct ip *ip, struct buf *helo)
{
	struct clause c;
	const char *why;

	helo->n = 0;
	memset(ip, 0, sizeof(*ip));
	if ((why = read_clause(&c, value)) != NULL)
		return why;
	*ip = c.ip;
	buf_span(helo, c.helo);
	return NULL;
}

int
hop_is_half(struct span value)
{
	struct scan s;

	scan_init(&s, span_trim(value));
	if (!scan_word(&s, "(qmail "))
		return 0;
	scan_number(&s, 20);
	return scan_word(&s, " invoked from network)") && s.err == NULL;
}
