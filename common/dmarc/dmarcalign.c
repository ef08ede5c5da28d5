#include "dmarcalign.h"
#include "domain.h"

struct dmarc_alignment *
dmarcalign_list(const struct dmarcids *ids)
{
	struct dmarc_alignment *list = mem_zero(ids->n, sizeof(*list));
	size_t i;

	for (i = 0; i < ids->n; i++)
		list[i].id = &ids->list[i];
	return list;
}

/* Names of one organization end in its name, or at least in one label. */
static int
may_share(const struct dmarcwalk *w, struct span identifier)
{
	struct span end = w->start;

	if (w->failed == NULL)
		return domain_within(identifier, w->org);
	while (domain_parent(end).n > 0)
		end = domain_parent(end);
	return domain_within(identifier, end);
}

/*
 * A signature known by its identity alone (i=) is of that domain or of one
 * above it: is it aligned all the same?
 */
static int
may_align(const struct dmarcpolicy *p, const struct dmarcid *id, int strict)
{
	const struct dmarc_step *org = dmarcwalk_find(p->walk, p->walk->org);

	if (!id->identity)
		return 1;
	return !strict && (org == NULL || org->n != 1 ||
	    org->record.psd != 'n');
}

/* RFC 9989 section 4.10.2, for an identifier that counts. */
static void
align(struct dmarc_alignment *a, const struct dmarcpolicy *p,
    struct dmarcwalks *walks)
{
	struct span name = buf_view(&a->id->domain);

	if (span_same(name, p->walk->start)) {
		a->aligned = 1;
		return;
	}
	if (a->strict || !may_share(p->walk, name))
		return;
	a->walk = dmarcwalks_from(walks, name);
	if (p->walk->failed != NULL || a->walk->failed != NULL)
		a->aligned = -1;
	else
		a->aligned = span_same(a->walk->org, p->walk->org);
}

/*
 * RFC 9989 section 5.3.5: one aligned is enough.  Section 5.3.6: one that
 * is not known to be aligned, or aligned and not known to pass, is neither.
 */
int
dmarcalign_check(struct dmarc_alignment *list, size_t n,
    const struct dmarcpolicy *p, struct dmarcwalks *walks)
{
	const struct dmarcrecord *r = &p->step->record;
	struct dmarc_alignment *a;
	int passes = 0;

	for (a = list; a < list + n; a++) {
		a->strict = a->id->method == DMARC_DKIM ? r->adkim_strict :
		    r->aspf_strict;
		if (dmarcid_counts(a->id) && may_align(p, a->id, a->strict))
			align(a, p, walks);
		if (a->aligned == 1 && a->id->verdict == PASS)
			passes = 1;
		else if (a->aligned != 0 && passes == 0)
			passes = -1;
	}
	return passes;
}
