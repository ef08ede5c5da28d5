#include "spfahead.h"
#include "spfmacro.h"
#include "spfmatch.h"

/* How far evaluation could come. */
struct reach {
	struct spf	*s;
	unsigned	 left;		/* terms that need DNS: RFC 7208
					   section 4.6.4 */
};

static void ahead_domain(struct reach *, struct span domain, struct span text);

/* include and redirect: the record, and when it is known what it needs. */
static void
ahead_below(struct reach *r, struct span name)
{
	const struct dns_answer *a;
	struct span text;

	dns_ahead(r->s->dns, name, DNS_TXT);
	a = dns_known(r->s->dns, name, DNS_TXT);
	if (a != NULL && spfrecord_select(a->records, a->n, &text) == 1)
		ahead_domain(r, name, text);
}

/* mx: the hosts, when they are known. */
static void
ahead_mx(struct reach *r, struct span name, int type)
{
	const struct dns_answer *mx;
	size_t i;

	dns_ahead(r->s->dns, name, DNS_MX);
	mx = dns_known(r->s->dns, name, DNS_MX);
	if (mx == NULL || mx->n > SPFMATCH_MX)
		return;
	for (i = 0; i < mx->n; i++)
		dns_ahead(r->s->dns, spfmatch_mx_name(mx->records[i]), type);
}

static void
ahead_name(struct reach *r, enum spf_kind kind, struct span name)
{
	int type = r->s->query->ip.n == 4 ? DNS_A : DNS_AAAA;

	switch (kind) {
	case SPF_INCLUDE:
	case SPF_REDIRECT:
		ahead_below(r, name);
		break;
	case SPF_A:
		dns_ahead(r->s->dns, name, type);
		break;
	case SPF_EXISTS:
		dns_ahead(r->s->dns, name, DNS_A);
		break;
	case SPF_MX:
		ahead_mx(r, name, type);
		break;
	default:
		break;		/* ptr is not worth it */
	}
}

/* One term; %{p} would need an answer first. */
static void
ahead_term(struct reach *r, const struct spf_term *term, struct span domain)
{
	struct spf_values v;
	struct buf name = { 0 };
	unsigned cost = spfrecord_costs(term);

	if (cost == 0 || r->left == 0)
		return;
	r->left -= cost < r->left ? cost : r->left;
	if (cost > 1)			/* %{p} */
		return;
	spfmatch_values(r->s, domain, &v);
	if (term->spec.p == NULL)
		buf_span(&name, domain);
	else
		spfmacro_name(&name, term->spec, &v);
	ahead_name(r, term->kind, buf_view(&name));
	buf_free(&name);
}

/* Does evaluation end here without asking? */
static int
ends(const struct reach *r, const struct spf_term *term)
{
	const struct ip *ip = &r->s->query->ip;

	return term->kind == SPF_ALL ||
	    (term->kind == SPF_IP4 && ip_within(ip, &term->net, term->bits4)) ||
	    (term->kind == SPF_IP6 && ip_within(ip, &term->net, term->bits6));
}

static void
ahead_domain(struct reach *r, struct span domain, struct span text)
{
	struct spf_record record;
	size_t i = 0;

	if (spfrecord_parse(&record, text) == NULL) {
		for (; i < record.n && r->left > 0; i++) {
			if (ends(r, &record.terms[i]))
				break;
			if (record.terms[i].kind != SPF_REDIRECT)
				ahead_term(r, &record.terms[i], domain);
		}
		if (i == record.n && record.redirect != NULL)
			ahead_term(r, record.redirect, domain);
	}
	spfrecord_free(&record);
}

void
spfahead(struct spf *s)
{
	struct reach r = { s, s->limits->lookups };

	if (!s->limits->sequential && s->tree->text.p != NULL)
		ahead_domain(&r, buf_view(&s->tree->domain), s->tree->text);
}
