#include <string.h>

#include "dmarcwalk.h"
#include "domain.h"

#define LABELS		7	/* that a long name is cut to */

static size_t
count_labels(struct span name)
{
	size_t n = 1, i;

	for (i = 0; i < name.n; i++)
		n += name.p[i] == '.';
	return n;
}

/* Steps 4 and 7: the name to ask about after this one. */
static struct span
next_name(struct span name)
{
	size_t labels = count_labels(name);

	do
		name = domain_parent(name);
	while (--labels > LABELS);
	return name;
}

/* The names of a walk, in order; returns how many. */
static size_t
list_names(struct span *names, struct span start, const struct psl *psl)
{
	size_t n = 0;

	if (psl != NULL) {
		names[n++] = start;
		names[n] = psl_org(psl, start);
		return n + (names[n].n < start.n);
	}
	for (; start.n > 0 && n < DMARCWALK_STEPS; start = next_name(start))
		names[n++] = start;
	return n;
}

static void
policy_name(struct buf *b, struct span domain)
{
	b->n = 0;
	buf_text(b, "_dmarc.");
	buf_span(b, domain);
}

void
dmarcwalk_ahead(struct dns *dns, struct span start, const struct psl *psl)
{
	struct span names[DMARCWALK_STEPS];
	size_t i, n = list_names(names, start, psl);
	struct buf name = { 0 };

	for (i = 0; i < n; i++) {
		policy_name(&name, names[i]);
		dns_ahead(dns, buf_view(&name), DNS_TXT);
	}
	buf_free(&name);
}

/* Steps 1 and 2, 5 and 6. */
static void
take_step(struct dmarc_step *s, struct dns *dns, struct span domain)
{
	struct buf name = { 0 };
	struct span text = { NULL, 0 };

	memset(s, 0, sizeof(*s));
	s->domain = domain;
	policy_name(&name, domain);
	s->answer = dns_ask(dns, buf_view(&name), DNS_TXT);
	if (s->answer->status == DNS_TEMPFAIL)
		s->why = s->answer->why;
	else
		s->n = dmarcrecord_select(s->answer->records, s->answer->n,
		    &text);
	if (s->n == 1)
		dmarcrecord_parse(&s->record, text);
	buf_free(&name);
}

/* The name that is one label longer than the suffix of it. */
static struct span
one_below(struct span name, struct span suffix)
{
	struct span up;

	for (up = domain_parent(name); up.n > suffix.n; up = domain_parent(up))
		name = up;
	return name;
}

/* Section 4.10.2: of the names that have a record, the longest first. */
static void
select_org(struct dmarcwalk *w)
{
	size_t i;

	w->org = w->start;
	for (i = 0; i < w->n; i++) {
		const struct dmarc_step *s = &w->steps[i];

		if (s->n != 1)
			continue;
		if (s->record.psd == 'y' && s->domain.n < w->start.n) {
			w->org = one_below(w->start, s->domain);
			w->psd = s;
			return;
		}
		w->org = s->domain;
		if (s->record.psd == 'n')
			return;
	}
}

void
dmarcwalk(struct dmarcwalk *w, struct dns *dns, struct span start,
    const struct psl *psl)
{
	struct span names[DMARCWALK_STEPS];
	size_t i, n;

	memset(w, 0, sizeof(*w));
	w->start = start;
	n = list_names(names, start, psl);
	for (i = 0; i < n; i++) {
		struct dmarc_step *s = &w->steps[w->n++];

		take_step(s, dns, names[i]);
		if (s->why != NULL && w->failed == NULL)
			w->failed = s;
		if (psl == NULL && s->n == 1 && s->record.psd != 'u')
			break;
	}
	if (psl != NULL)
		w->org = psl_org(psl, start);
	else
		select_org(w);
}

const struct dmarc_step *
dmarcwalk_find(const struct dmarcwalk *w, struct span domain)
{
	size_t i;

	for (i = 0; i < w->n; i++)
		if (span_same(w->steps[i].domain, domain))
			return &w->steps[i];
	return NULL;
}
