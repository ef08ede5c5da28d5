#include "authdomain.h"
#include "domain.h"
#include "idna.h"

static const char *
check(const struct resinfo *r, const char *method)
{
	if (r->problem != NULL)
		return r->problem;
	return span_eqi(r->method, method) ? NULL : "is of another method";
}

/* The domain of an address; as a string it may be a value as a whole. */
static struct span
address_domain(const struct resinfo_property *p)
{
	size_t at = span_find(p->value, '@');

	if (p->mailbox || at == p->value.n)
		return p->value;
	return span_from(p->value, at + 1);
}

static int
is_address(const struct resinfo_property *p)
{
	return p->mailbox || span_find(p->value, '@') < p->value.n;
}

/* Is the domain of the address that one or below it (RFC 6376 section 3.5)? */
static int
is_below(const struct resinfo_property *address, struct span domain)
{
	struct buf inner = { 0 }, outer = { 0 };
	int below = idna_name(&inner, address_domain(address)) == NULL &&
	    idna_name(&outer, domain) == NULL &&
	    domain_within(buf_view(&inner), buf_view(&outer));

	buf_free(&inner);
	buf_free(&outer);
	return below;
}

const char *
authdomain_dkim(const struct resinfo *r, struct buf *domain, int *identity)
{
	const struct resinfo_property *d, *i;
	const char *why = check(r, "dkim");

	*identity = 0;
	if (why != NULL)
		return why;
	d = resinfo_property(r, "header", "d");
	i = resinfo_property(r, "header", "i");
	if (d != NULL && d->mailbox)
		return "has an address as header.d";
	if (d != NULL && i != NULL && is_address(i) && !is_below(i, d->value))
		return "has a header.i that is not below its header.d";
	if (d != NULL)
		return idna_name(domain, d->value);
	if (i == NULL)
		return "has no header.d";
	*identity = 1;
	return !is_address(i) ? "has no address as header.i" :
	    idna_name(domain, address_domain(i));
}

static int
is_null_sender(const struct resinfo_property *p)
{
	return !p->mailbox && (p->value.n == 0 || span_eq(p->value, "<>"));
}

const char *
authdomain_spf(const struct resinfo *r, struct buf *domain, int *helo)
{
	const struct resinfo_property *p;
	const char *why = check(r, "spf");

	*helo = 0;
	if (why != NULL)
		return why;
	p = resinfo_property(r, "smtp", "mailfrom");
	if (p != NULL && !is_null_sender(p))
		return idna_name(domain, address_domain(p));
	if ((p = resinfo_property(r, "smtp", "helo")) == NULL)
		return "has no smtp.mailfrom";
	*helo = 1;
	return p->mailbox ? "has an address as smtp.helo" :
	    idna_name(domain, p->value);
}
