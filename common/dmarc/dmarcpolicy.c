#include <string.h>

#include "dmarcpolicy.h"
#include "dmarcuri.h"
#include "domain.h"

static const char *const phrases[] = {
	"nowhere", "the domain itself", "the organizational domain",
	"the public suffix domain"
};

const char *
dmarc_place_phrase(enum dmarc_place place)
{
	return phrases[place];
}

void
dmarc_location(struct buf *b, const struct dmarcpolicy *p)
{
	buf_text(b, "_dmarc.");
	buf_printable(b, p->step->domain);
}

/* The reason names a record: words before and behind it. */
static void
give_up(struct dmarcpolicy *p, enum verdict verdict, const char *before,
    struct span domain, const char *behind)
{
	p->verdict = verdict;
	buf_printf(&p->reason, "%s _dmarc.", before);
	buf_printable(&p->reason, domain);
	buf_text(&p->reason, behind);
}

/*
 * Section 4.10.1: the domain's own record, else that of its Organizational
 * Domain, else that of the Public Suffix Domain.  NULL: there is none.  By
 * RFC 7489 section 6.6.3 several records of its own end the search.
 */
static const struct dmarc_step *
select_record(struct dmarcpolicy *p, const struct psl *psl)
{
	const struct dmarcwalk *w = p->walk;
	const struct dmarc_step *org = dmarcwalk_find(w, w->org);

	p->place = DMARC_AT_DOMAIN;
	if (w->steps[0].n == 1)
		return &w->steps[0];
	p->place = DMARC_AT_ORG;
	if (org != NULL && org->n == 1 &&
	    (psl == NULL || w->steps[0].n == 0))
		return org;
	p->place = DMARC_AT_PSD;
	if (w->psd != NULL)
		return w->psd;
	p->place = DMARC_NOWHERE;
	return NULL;
}

/* No record: one of the names that were asked may have had several. */
static void
say_none(struct dmarcpolicy *p, const struct psl *psl)
{
	const struct dmarcwalk *w = p->walk;
	size_t i;

	for (i = 0; i < w->n && w->steps[i].n <= 1; i++)
		;
	if (i < w->n)
		give_up(p, NONE, "more than one DMARC record at",
		    w->steps[i].domain, ": none of them counts");
	else
		give_up(p, NONE, "no DMARC record at", w->start, w->n == 1 ?
		    "" : psl == NULL ? " or above it" :
		    " or its organizational domain");
}

/*
 * Does the domain exist, that is, is the answer about the name itself other
 * than NXDOMAIN (section 3.2.13)?  A CNAME exists whatever it points to, so
 * that this is the type to ask for.
 */
static int
ask_existence(struct dmarcpolicy *p, struct dns *dns)
{
	const struct dns_answer *a = dns_ask(dns, p->walk->start, DNS_CNAME);

	if (a->status == DNS_TEMPFAIL) {
		p->verdict = TEMPERROR;
		buf_text(&p->reason, "does the domain exist? DNS: ");
		buf_text(&p->reason, a->why);
		return -1;
	}
	p->missing = a->status == DNS_NXDOMAIN;
	return 0;
}

/*
 * Section 4.7: np for a domain that does not exist, sp for another below
 * that of the record, p for the rest and where the others are absent.
 */
static int
select_tag(struct dmarcpolicy *p, struct dns *dns, const struct psl *psl)
{
	const struct dmarcrecord *r = &p->step->record;

	p->tag = DMARC_P;
	p->asked = r->p;
	if (p->place == DMARC_AT_DOMAIN)
		return 0;
	if (r->sp != DMARC_ABSENT) {
		p->tag = DMARC_SP;
		p->asked = r->sp;
	}
	if (psl != NULL || r->np == DMARC_ABSENT)
		return 0;
	if (ask_existence(p, dns) == -1)
		return -1;
	if (p->missing) {
		p->tag = DMARC_NP;
		p->asked = r->np;
	}
	return 0;
}

/* t=y asks for one step less. */
static enum dmarc_policy
lowered(enum dmarc_policy p)
{
	return p > DMARC_NONE ? p - 1 : p;
}

/*
 * Section 4.10.1: a record without a valid p, or with an sp or np that is
 * invalid, counts as p=none if reports can be sent, else as nothing.
 */
static void
judge_record(struct dmarcpolicy *p, struct dns *dns, const struct psl *psl)
{
	const struct dmarcrecord *r = &p->step->record;

	p->verdict = PASS;
	if (dmarcrecord_has_policy(r, psl == NULL)) {
		if (select_tag(p, dns, psl) == -1)
			return;
		p->policy = r->testing && psl == NULL ? lowered(p->asked) :
		    p->asked;
		return;
	}
	p->asked = p->policy = DMARC_NONE;
	p->as_none = 1;
	p->tag = DMARC_P;
	if (dmarcuri_any(r->tags[DMARC_RUA]))
		return;
	if (r->p == DMARC_ABSENT && r->sp != DMARC_INVALID &&
	    r->np != DMARC_INVALID)
		give_up(p, NONE, "neither p= nor a valid rua= in",
		    p->step->domain, "");
	else
		give_up(p, PERMERROR, "an invalid p=, sp= or np= in",
		    p->step->domain, "");
}

void
dmarcpolicy_lookup(struct dmarcpolicy *p, struct dmarcwalks *walks,
    struct span domain)
{
	memset(p, 0, sizeof(*p));
	p->walk = dmarcwalks_from(walks, domain);
	if (p->walk->failed != NULL && p->walk->steps[0].n != 1) {
		give_up(p, TEMPERROR, "DNS did not answer for",
		    p->walk->failed->domain, ": ");
		buf_text(&p->reason, p->walk->failed->why);
		return;
	}
	if ((p->step = select_record(p, walks->psl)) == NULL)
		say_none(p, walks->psl);
	else
		judge_record(p, walks->dns, walks->psl);
}

int
dmarcpolicy_has_record(const struct dmarcpolicy *p)
{
	return p->step != NULL &&
	    (p->verdict == PASS || p->verdict == TEMPERROR);
}

void
dmarcpolicy_free(struct dmarcpolicy *p)
{
	buf_free(&p->reason);
}
