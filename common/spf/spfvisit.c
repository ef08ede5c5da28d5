#include <string.h>
#include <sysexits.h>

#include "spfmatch.h"
#include "spfreach.h"
#include "spfvisit.h"

void
spfvisit_note(const struct spfvisit *v, int listable, const char *why)
{
	struct spfranges *out = v->w->out;
	struct spfranges_note *n;
	size_t i;

	for (i = 0; i < out->n; i++)
		if (span_same(buf_view(&out->notes[i].term), v->term->text) &&
		    span_eq(buf_view(&out->notes[i].why), why))
			return;
	out->notes = mem_grow(out->notes, out->n + 1, sizeof(*out->notes));
	n = &out->notes[out->n++];
	memset(n, 0, sizeof(*n));
	buf_span(&n->term, v->term->text);
	buf_text(&n->why, why);
	n->listable = listable;
}

int
spfvisit_fail(struct spfvisit *v, const char *why)
{
	spfvisit_note(v, 1, why);
	spfreach_decide(v->set, PERMERROR);
	return 0;
}

void
spfvisit_limit(const struct spfvisit *v, unsigned limit, const char *what)
{
	struct buf why = { 0 };

	buf_printf(&why, "more than %u %s", limit, what);
	spfvisit_note(v, 1, buf_string(&why));
	buf_free(&why);
}

int
spfvisit_too_many(struct spfvisit_work *w)
{
	return fault_set(w->fault, EX_DATAERR, "more than %d ranges",
	    IPRANGE_MAX);
}

int
spfvisit_no_answer(struct spfvisit_work *w, struct span name,
    const struct dns_answer *a)
{
	return fault_set(w->fault, EX_TEMPFAIL, "%.*s: no answer from DNS: %s",
	    (int)name.n, name.p, a->why);
}

/* IPv4-mapped addresses of IPv6: as clients they are IPv4. */
static int
is_mapped(const struct ip *net, unsigned bits)
{
	static const unsigned char prefix[16] = {
		0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff
	};
	struct ip mapped = ip_from(prefix, 16);

	return bits >= 96 && ip_within(net, &mapped, 96);
}

/* The prefix matches the term in hand. */
static int
match_prefix(struct spfvisit *v, const struct ip *net, unsigned bits)
{
	if (net->n != v->set->octets || is_mapped(net, bits) ||
	    spfreach_prefix(v->set, net, bits,
	    spfrecord_verdict(v->term->qualifier)))
		return 0;
	return spfvisit_too_many(v->w);
}

static int
match_addresses(struct spfvisit *v, const struct dns_answer *a)
{
	unsigned bits = v->set->octets == 4 ? v->term->bits4 : v->term->bits6;
	struct ip ip;
	size_t i;
	int status = 0;

	for (i = 0; i < a->n && status == 0; i++) {
		ip = ip_from(a->records[i].p, a->records[i].n);
		status = match_prefix(v, &ip, bits);
	}
	return status;
}

int
spfvisit_all(struct spfvisit *v)
{
	spfreach_decide(v->set, spfrecord_verdict(v->term->qualifier));
	return 0;
}

int
spfvisit_net(struct spfvisit *v)
{
	return match_prefix(v, &v->term->net, v->term->kind == SPF_IP4 ?
	    v->term->bits4 : v->term->bits6);
}

int
spfvisit_address_type(const struct spfvisit *v)
{
	return v->set->octets == 4 ? DNS_A : DNS_AAAA;
}

/* Ask for the target; NULL and a fault when there is no answer. */
static const struct dns_answer *
ask(struct spfvisit *v, int type)
{
	struct span name = buf_view(&v->target);
	const struct spf_limits *limits = v->w->query->limits;
	const struct dns_answer *a = dns_ask(v->w->dns, name, type);

	if (a->status == DNS_TEMPFAIL) {
		spfvisit_no_answer(v->w, name, a);
		return NULL;
	}
	if (a->status != DNS_FOUND && spfreach_void(v->set, limits))
		spfvisit_limit(v, limits->voids, "void lookups");
	return a;
}

/* RFC 7208 section 5.3 */
int
spfvisit_a(struct spfvisit *v)
{
	const struct dns_answer *a = ask(v, spfvisit_address_type(v));

	return a == NULL ? -1 : match_addresses(v, a);
}

/* RFC 7208 section 5.4 */
int
spfvisit_mx(struct spfvisit *v)
{
	const struct dns_answer *mx = ask(v, DNS_MX), *a;
	struct span host;
	size_t i;
	int status = 0;

	if (mx == NULL)
		return -1;
	if (mx->n > SPFMATCH_MX)
		return spfvisit_fail(v, "more than 10 MX records");
	for (i = 0; i < mx->n && !v->w->query->limits->sequential; i++)
		dns_ahead(v->w->dns, spfmatch_mx_name(mx->records[i]),
		    spfvisit_address_type(v));
	for (i = 0; i < mx->n && status == 0 && spfreach_any(v->set); i++) {
		host = spfmatch_mx_name(mx->records[i]);
		a = dns_ask(v->w->dns, host, spfvisit_address_type(v));
		if (a->status == DNS_TEMPFAIL)
			return spfvisit_no_answer(v->w, host, a);
		status = match_addresses(v, a);
	}
	return status;
}

/* RFC 7208 section 5.7, of a name that is the same for all clients. */
int
spfvisit_exists(struct spfvisit *v)
{
	const struct dns_answer *a = ask(v, DNS_A);

	if (a == NULL)
		return -1;
	return a->n > 0 ? spfvisit_all(v) : 0;
}
