#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "dnsname.h"
#include "scan.h"
#include "spfmacro.h"
#include "spfrecord.h"

#define TERMS_KEPT	1000	/* whatever they are */

static int
is_name(unsigned char c)
{
	return is_alnum(c) || c == '-' || c == '_' || c == '.';
}

int
spfrecord_is(struct span text)
{
	return span_starts(text, "v=spf1") &&
	    (text.n == 6 || text.p[6] == ' ');
}

size_t
spfrecord_select(const struct span *texts, size_t n, struct span *first)
{
	size_t i, found = 0;

	for (i = 0; i < n; i++)
		if (spfrecord_is(texts[i]) && ++found == 1)
			*first = texts[i];
	return found;
}

int
spfrecord_is_domain(struct span domain)
{
	if (domain.n > 0 && domain.p[domain.n - 1] == '.')
		domain.n--;
	return dns_name_check(domain) == NULL &&
	    span_find(domain, '.') < domain.n;
}

enum verdict
spfrecord_verdict(char qualifier)
{
	switch (qualifier) {
	case '-':
		return FAIL;
	case '~':
		return SOFTFAIL;
	case '?':
		return NEUTRAL;
	default:
		return PASS;
	}
}

/* ip4-cidr-length and ip6-cidr-length without the slash; 1, or 0. */
static int
read_bits(struct span v, unsigned max, unsigned *bits)
{
	uint64_t n;

	if (!number_parse(v, 3, &n) || n > max || (v.n > 1 && v.p[0] == '0'))
		return 0;
	*bits = (unsigned)n;
	return 1;
}

/* Take "/n" off the end: its digits, or an unset span. */
static struct span
cut_slash(struct span *v)
{
	struct span none = { NULL, 0 }, digits;
	size_t slash = span_rfind(*v, '/'), i;

	if (slash == v->n)
		return none;
	digits = span_from(*v, slash + 1);
	for (i = 0; i < digits.n; i++)
		if (!is_digit((unsigned char)digits.p[i]))
			return none;
	if (digits.n == 0)
		return none;
	v->n = slash;
	return digits;
}

/* dual-cidr-length at the end of v, which is cut off. */
static const char *
read_dual(struct spf_term *t, struct span *v)
{
	struct span before, first, second = cut_slash(v);

	if (second.p == NULL)
		return NULL;
	if (v->n > 0 && v->p[v->n - 1] == '/') {	/* "//n" */
		v->n--;
		if (!read_bits(second, 128, &t->bits6))
			return "a prefix of IPv6 is 0 to 128";
		before = *v;
		first = cut_slash(v);
		if (first.p == NULL)
			*v = before;
	} else
		first = second;
	if (first.p != NULL && !read_bits(first, 32, &t->bits4))
		return "a prefix of IPv4 is 0 to 32";
	return NULL;
}

/* ":" domain-spec in front of what may follow; unset when there is none. */
static const char *
read_spec(struct spf_term *t, struct span v, int needed)
{
	if (v.n == 0)
		return needed ? "the domain is missing" : NULL;
	if (v.p[0] != ':')
		return "a colon and a domain are wanted";
	t->spec = span_from(v, 1);
	return spfmacro_check_domain(t->spec);
}

static const char *
read_all(struct spf_term *t, struct span v)
{
	(void)t;
	return v.n == 0 ? NULL : "all takes no argument";
}

static const char *
read_domain(struct spf_term *t, struct span v)
{
	return read_spec(t, v, 1);
}

static const char *
read_ptr(struct spf_term *t, struct span v)
{
	return read_spec(t, v, 0);
}

/* a and mx */
static const char *
read_hosts(struct spf_term *t, struct span v)
{
	const char *why = read_dual(t, &v);

	return why == NULL ? read_spec(t, v, 0) : why;
}

static const char *
read_ip4(struct spf_term *t, struct span v)
{
	struct span bits;

	if (v.n == 0 || v.p[0] != ':')
		return "a colon and an address are wanted";
	v = span_from(v, 1);
	bits = cut_slash(&v);
	if (bits.p != NULL && !read_bits(bits, 32, &t->bits4))
		return "a prefix of IPv4 is 0 to 32";
	return ip_parse4(v, &t->net) ? NULL : "not an IPv4 address";
}

static const char *
read_ip6(struct spf_term *t, struct span v)
{
	struct span bits;

	if (v.n == 0 || v.p[0] != ':')
		return "a colon and an address are wanted";
	v = span_from(v, 1);
	bits = cut_slash(&v);
	if (bits.p != NULL && !read_bits(bits, 128, &t->bits6))
		return "a prefix of IPv6 is 0 to 128";
	return ip_parse6(v, &t->net) ? NULL : "not an IPv6 address";
}

/* A modifier's "=" and its domain-spec. */
static const char *
read_target(struct spf_term *t, struct span v)
{
	t->spec = span_from(v, 1);
	return spfmacro_check_domain(t->spec);
}

static const char *
read_unknown(struct spf_term *t, struct span v)
{
	t->spec = span_from(v, 1);
	return spfmacro_check_string(t->spec);
}

/* In the order of enum spf_kind. */
static const struct {
	const char	*name;
	int		 modifier;
	int		 costs;		/* counts against the ten lookups */
	const char	*(*read)(struct spf_term *, struct span);
} kinds[] = {
	[SPF_ALL]	= { "all",	0, 0, read_all },
	[SPF_INCLUDE]	= { "include",	0, 1, read_domain },
	[SPF_A]		= { "a",	0, 1, read_hosts },
	[SPF_MX]	= { "mx",	0, 1, read_hosts },
	[SPF_PTR]	= { "ptr",	0, 1, read_ptr },
	[SPF_IP4]	= { "ip4",	0, 0, read_ip4 },
	[SPF_IP6]	= { "ip6",	0, 0, read_ip6 },
	[SPF_EXISTS]	= { "exists",	0, 1, read_domain },
	[SPF_REDIRECT]	= { "redirect",	1, 1, read_target },
	[SPF_EXP]	= { "exp",	1, 0, read_target },
	[SPF_UNKNOWN]	= { NULL,	1, 0, read_unknown }
};

unsigned
spfrecord_costs(const struct spf_term *t)
{
	return kinds[t->kind].costs == 0 ? 0 :
	    1U + (unsigned)spfmacro_uses(t->spec, 'p');
}

const char *
spfrecord_name(enum spf_kind kind)
{
	return kinds[kind].name;
}

static enum spf_kind
find_kind(struct span name, int modifier)
{
	enum spf_kind k;

	for (k = SPF_ALL; k < SPF_UNKNOWN; k++)
		if (kinds[k].modifier == modifier &&
		    span_eqi(name, kinds[k].name))
			break;
	return k;
}

/* directive or modifier */
static const char *
read_term(struct spf_term *t)
{
	struct span name;
	struct scan s;
	int modifier, qualified;

	t->bits4 = 32;
	t->bits6 = 128;
	scan_init(&s, t->text);
	t->qualifier = '+';
	qualified = strchr("+-?~", t->text.p[0]) != NULL;
	if (qualified)
		t->qualifier = *s.p++;
	name = scan_while(&s, is_name);
	modifier = scan_peek(&s) == '=';
	if (name.n == 0 || (modifier && (qualified || !is_alnum(
	    (unsigned char)name.p[0]) || is_digit((unsigned char)name.p[0]))))
		return "neither a mechanism nor a modifier";
	t->kind = find_kind(name, modifier);
	if (t->kind == SPF_UNKNOWN && !modifier)
		return "no mechanism has this name";
	name = span_from(t->text, (size_t)(s.p - t->text.p));
	return kinds[t->kind].read(t, name);
}

/* RFC 7208 section 6: redirect and exp stand once at most. */
static const char *
note_modifier(struct spf_record *r, size_t i)
{
	const struct spf_term *t = &r->terms[i];
	size_t k;

	if (t->kind != SPF_REDIRECT && t->kind != SPF_EXP)
		return NULL;
	for (k = 0; k < i; k++)
		if (r->terms[k].kind == t->kind)
			return "this modifier stands twice";
	return NULL;
}

/* Which modifiers count: all makes redirect void (RFC 7208 section 5.1). */
static void
set_modifiers(struct spf_record *r)
{
	size_t i;
	int all = 0;

	for (i = 0; i < r->n; i++) {
		all |= r->terms[i].kind == SPF_ALL;
		if (r->terms[i].kind == SPF_REDIRECT)
			r->redirect = &r->terms[i];
		if (r->terms[i].kind == SPF_EXP)
			r->exp = &r->terms[i];
	}
	if (all)
		r->redirect = NULL;
}

/*
 * Is the term that was read last worth its place?  In a record that is too
 * long, not if nothing could ever come of it.
 */
static int
is_kept(const struct spf_record *r, int all)
{
	enum spf_kind kind = r->terms[r->n].kind;

	return r->n < TERMS_KEPT || (kind != SPF_UNKNOWN &&
	    (!all || kind == SPF_REDIRECT || kind == SPF_EXP));
}

const char *
spfrecord_parse(struct spf_record *r, struct span text)
{
	struct span rest = span_from(text, 6), term;
	enum spf_kind kind;
	size_t size = 0;
	int all = 0;	/* it has been seen */

	memset(r, 0, sizeof(*r));
	while (r->why == NULL && span_next(&rest, ' ', &term)) {
		if (term.n == 0)
			continue;
		if (r->n == size) {
			size = size == 0 ? 16 : size * 2;
			r->terms = mem_grow(r->terms, size,
			    sizeof(*r->terms));
		}
		memset(&r->terms[r->n], 0, sizeof(*r->terms));
		r->bad = r->terms[r->n].text = term;
		r->why = read_term(&r->terms[r->n]);
		if (r->why == NULL)
			r->why = note_modifier(r, r->n);
		kind = r->terms[r->n].kind;
		r->n += r->why != NULL || is_kept(r, all);
		all |= kind == SPF_ALL;
	}
	if (r->why == NULL)
		set_modifiers(r);
	return r->why;
}

void
spfrecord_free(struct spf_record *r)
{
	free(r->terms);
	memset(r, 0, sizeof(*r));
}
