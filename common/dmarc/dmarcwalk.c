#include <stdlib.h>
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

/* RFC 9989 section 4.10, steps 4 and 7: the name to ask about next. */
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

const struct dmarc_step *
dmarcwalk_find(const struct dmarcwalk *w, struct span domain)
{
	size_t i;

	for (i = 0; i < w->n; i++)
		if (span_same(w->steps[i].domain, domain))
			return &w->steps[i];
	return NULL;
}

/* What a walk before this one found out about the name, or NULL. */
static const struct dmarc_step *
find_step(const struct dmarcwalks *all, struct span domain)
{
	const struct dmarc_step *s = NULL;
	size_t i;

	for (i = 0; i < all->n && s == NULL; i++)
		s = dmarcwalk_find(all->list[i], domain);
	return s;
}

/* Steps 1 and 2, 5 and 6. */
static void
ask_step(struct dmarc_step *s, struct dns *dns, struct span domain)
{
	struct buf name = { 0 };
	struct span text = { NULL, 0 };

	memset(s, 0, sizeof(*s));
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

/* RFC 9989 section 4.10.2, among the names with a record, longest first. */
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

static void
walk(struct dmarcwalk *w, const struct dmarcwalks *all)
{
	struct span names[DMARCWALK_STEPS];
	size_t i, n = list_names(names, w->start, all->psl);

	for (i = 0; i < n; i++) {
		const struct dmarc_step *known = find_step(all, names[i]);
		struct dmarc_step *s = &w->steps[w->n++];

		if (known != NULL)
			*s = *known;
		else
			ask_step(s, all->dns, names[i]);
		s->domain = names[i];
		if (s->why != NULL && w->failed == NULL)
			w->failed = s;
		if (all->psl == NULL && s->n == 1 && s->record.psd != 'u')
			break;
	}
	if (all->psl != NULL)
		w->org = psl_org(all->psl, w->start);
	else
		select_org(w);
}

void
dmarcwalks_init(struct dmarcwalks *all, struct dns *dns,
    const struct psl *psl)
{
	memset(all, 0, sizeof(*all));
	all->dns = dns;
	all->psl = psl;
}

void
dmarcwalks_ahead(const struct dmarcwalks *all, struct span start)
{
	struct span names[DMARCWALK_STEPS];
	size_t i, n = list_names(names, start, all->psl);
	struct buf name = { 0 };

	for (i = 0; i < n; i++) {
		policy_name(&name, names[i]);
		dns_ahead(all->dns, buf_view(&name), DNS_TXT);
	}
	buf_free(&name);
}

const struct dmarcwalk *
dmarcwalks_from(struct dmarcwalks *all, struct span start)
{
	struct dmarcwalk *w;
	size_t i;

	for (i = 0; i < all->n; i++)
		if (span_same(all->list[i]->start, start))
			return all->list[i];
	w = mem_zero(1, sizeof(*w));
	buf_span(&w->name, start);
	w->start = buf_view(&w->name);
	walk(w, all);
	all->list = mem_grow(all->list, all->n + 1, sizeof(*all->list));
	all->list[all->n++] = w;
	return w;
}

void
dmarcwalks_free(struct dmarcwalks *all)
{
	size_t i;

	for (i = 0; i < all->n; i++) {
		buf_free(&all->list[i]->name);
		free(all->list[i]);
	}
	free(all->list);
	memset(all, 0, sizeof(*all));
}
