#include <string.h>

#include "dmarclint.h"
#include "dmarcsurvey.h"
#include "idna.h"

/* Texts at the name that are no DMARC records but mean to be. */
static void
check_near(struct findings *all, const struct dns_answer *a)
{
	size_t i;

	for (i = 0; i < a->n; i++)
		if (!dmarcrecord_is(a->records[i]))
			dmarclint_near(all, a->records[i]);
}

static void
add_several(struct findings *all, const struct dmarc_step *s)
{
	struct buf name = { 0 };

	buf_text(&name, "_dmarc.");
	buf_span(&name, s->domain);
	findings_add(all, FINDING_ERROR, buf_view(&name),
	    "%zu DMARC records at this name: none of them counts", s->n);
	buf_free(&name);
}

static void
check_steps(struct dmarcsurvey *s)
{
	const struct dmarcwalk *w = s->policy.walk;
	size_t i;

	for (i = 0; i < w->n; i++) {
		check_near(&s->findings, w->steps[i].answer);
		if (w->steps[i].n > 1)
			add_several(&s->findings, &w->steps[i]);
	}
}

/* A record at the name, where nobody looks for one. */
static void
check_place(struct dmarcsurvey *s, struct dns *dns, struct span name)
{
	const struct dns_answer *a = dns_ask(dns, name, DNS_TXT);
	struct finding *f;
	struct span text;

	if (dmarcrecord_select(a->records, a->n, &text) == 0)
		return;
	f = findings_add(&s->findings, FINDING_ERROR, name,
	    "a DMARC record at the wrong name");
	buf_text(&f->better, "_dmarc.");
	buf_span(&f->better, buf_view(&s->domain));
}

/*
 * A domain without a record of its own: has it been put to the domain
 * itself, or to the name that a zone file without a dot at the end makes?
 */
static void
check_places(struct dmarcsurvey *s, struct dns *dns)
{
	struct span domain = buf_view(&s->domain);
	struct buf doubled = { 0 };

	if (s->policy.walk->steps[0].n == 1)
		return;
	buf_text(&doubled, "_dmarc.");
	buf_span(&doubled, domain);
	buf_byte(&doubled, '.');
	buf_span(&doubled, domain);
	dns_ahead(dns, buf_view(&doubled), DNS_TXT);
	check_place(s, dns, domain);
	check_place(s, dns, buf_view(&doubled));
	buf_free(&doubled);
}

/* RFC 9989 section 4.7: sp and np are for names below an organization's. */
static void
check_idle(struct dmarcsurvey *s)
{
	const struct dmarcpolicy *p = &s->policy;
	const struct dmarcrecord *r = &p->step->record;

	if (p->place != DMARC_AT_DOMAIN || p->walk->failed != NULL ||
	    span_same(p->walk->org, p->walk->start))
		return;
	if (r->sp != DMARC_ABSENT)
		findings_add(&s->findings, FINDING_WARNING, span_of("sp="),
		    "no effect below the organizational domain");
	if (r->np != DMARC_ABSENT)
		findings_add(&s->findings, FINDING_WARNING, span_of("np="),
		    "no effect below the organizational domain");
}

static void
check_dest(struct dmarcsurvey *s, const struct dmarc_destination *d)
{
	struct finding *f;

	if (d->permission == DMARC_UNKNOWN)
		findings_add(&s->findings, FINDING_WARNING, d->uri.text,
		    "it is not known whether reports may go there: %s",
		    d->why);
	if (d->permission != DMARC_UNAUTHORIZED)
		return;
	f = findings_add(&s->findings, FINDING_ERROR, d->uri.text,
	    "reports may not go there: %s", d->why);
	buf_span(&f->better, buf_view(&d->name));
	buf_text(&f->better, ". IN TXT \"v=DMARC1;\"");
}

static void
check_record(struct dmarcsurvey *s)
{
	size_t i;

	dmarclint(&s->findings, &s->policy.step->record);
	check_idle(s);
	for (i = 0; i < s->dests.n; i++)
		check_dest(s, &s->dests.list[i]);
	if (s->dests.more)
		findings_add(&s->findings, FINDING_WARNING, span_of("rua="),
		    "more than %d report addresses", DMARCDEST_MAX);
}

const char *
dmarcsurvey_name(struct buf *b, const char *domain)
{
	struct span name = span_of(domain);

	if (name.n > 1 && name.p[name.n - 1] == '.')
		name.n--;
	return idna_name(b, name);
}

void
dmarcsurvey(struct dmarcsurvey *s, struct dns *dns, const char *domain,
    const struct psl *psl)
{
	struct span name;

	memset(s, 0, sizeof(*s));
	dmarcsurvey_name(&s->domain, domain);
	name = buf_view(&s->domain);
	dmarcwalks_init(&s->walks, dns, psl);
	dmarcwalks_ahead(&s->walks, name);
	dmarcpolicy_lookup(&s->policy, &s->walks, name);
	dmarcdests_lookup(&s->dests, &s->policy, &s->walks);
	check_steps(s);
	if (s->policy.step != NULL)
		check_record(s);
	check_places(s, dns);
}

void
dmarcsurvey_free(struct dmarcsurvey *s)
{
	dmarcpolicy_free(&s->policy);
	dmarcdests_free(&s->dests);
	dmarcwalks_free(&s->walks);
	findings_free(&s->findings);
	buf_free(&s->domain);
}
