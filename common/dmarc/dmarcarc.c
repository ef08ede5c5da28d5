#include <string.h>

#include "authfield.h"
#include "dmarcarc.h"
#include "idna.h"
#include "scan.h"
#include "taglist.h"

#define ARC_SETS	50	/* RFC 8617 section 4.2.1 */

/* One ARC set: what is needed of it.  Unset is not there. */
struct arc_set {
	struct span	 sealer;	/* d= of the seal */
	struct span	 results;	/* the ARC-Authentication-Results */
};

/* The sets by their instance; broken: a field is twice there, or none. */
struct arc_sets {
	struct arc_set	 sets[ARC_SETS + 1];
	size_t		 newest;
	int		 broken;
};

/* Note a field in its set. */
static void
note(struct arc_sets *a, uint64_t instance, struct span *place,
    struct span value)
{
	if (place->p != NULL)
		a->broken = 1;
	*place = value;
	if (instance > a->newest)
		a->newest = (size_t)instance;
}

static void
read_seal(struct arc_sets *a, struct span value)
{
	const struct tag *i, *d;
	struct taglist tags;
	uint64_t instance = 0;

	a->broken |= taglist_parse(&tags, value) != NULL;
	i = taglist_find(&tags, "i");
	d = taglist_find(&tags, "d");
	if (i == NULL || d == NULL || !number_parse(i->value, 2, &instance) ||
	    instance < 1 || instance > ARC_SETS)
		a->broken = 1;
	else
		note(a, instance, &a->sets[instance].sealer, d->value);
	taglist_free(&tags);
}

static void
read_results(struct arc_sets *a, struct span value)
{
	struct authfield f;

	authfield_parse_arc(&f, value);
	if (f.instance < 1 || f.instance > ARC_SETS)
		a->broken = 1;
	else
		note(a, f.instance, &a->sets[f.instance].results, value);
	authfield_free(&f);
}

/* 0, or -1 when there is no chain of complete sets. */
static int
read_sets(struct arc_sets *a, const struct message *msg)
{
	size_t i;

	memset(a, 0, sizeof(*a));
	for (i = 0; i < msg->nfields; i++) {
		const struct field *f = &msg->fields[i];

		if (span_eqi(f->name, "ARC-Seal"))
			read_seal(a, f->value);
		else if (span_eqi(f->name, "ARC-Authentication-Results"))
			read_results(a, f->value);
	}
	for (i = 1; i <= a->newest; i++)
		if (a->sets[i].sealer.p == NULL || a->sets[i].results.p == NULL)
			a->broken = 1;
	return a->broken || a->newest == 0 ? -1 : 0;
}

/* The next domain of a list, as sealers are written: 1, 0, or -1: none. */
static int
next_domain(struct span *rest, struct buf *domain)
{
	struct span item;

	domain->n = 0;
	if (!span_item(rest, ',', &item))
		return 0;
	return idna_name(domain, item) == NULL ? 1 : -1;
}

int
dmarcarc_is_list(const char *list)
{
	struct span rest = span_of(list);
	struct buf domain = { 0 };
	int found;

	while ((found = next_domain(&rest, &domain)) == 1)
		;
	buf_free(&domain);
	return found == 0;
}

static int
is_trusted(struct span sealer, const char *trusted)
{
	struct span rest = span_of(trusted);
	struct buf domain = { 0 };
	int found = 0;

	while (!found && next_domain(&rest, &domain) == 1)
		found = span_same(buf_view(&domain), sealer);
	buf_free(&domain);
	return found;
}

/* Has it dmarc=pass for this author domain? */
static int
has_dmarc_pass(const struct authfield *f, struct span author)
{
	const struct resinfo_property *from;
	size_t i;

	for (i = 0; i < f->n; i++) {
		const struct resinfo *r = &f->results[i];

		if (r->verdict != PASS || !span_eqi(r->method, "dmarc"))
			continue;
		from = resinfo_property(r, "header", "from");
		if (from != NULL && span_same(from->value, author))
			return 1;
	}
	return 0;
}

/* Does the set say that the message passed when the sealer got it? */
static int
testifies(struct dmarc *d, const struct dmarc_result *r, struct span results)
{
	struct dmarcids ids = { 0 };
	struct authfield f;
	size_t i;
	int passed = 0;

	if (authfield_parse_arc(&f, results) == NULL) {
		for (i = 0; i < f.n; i++)
			dmarcids_add(&ids, &f.results[i], 0);
		passed = has_dmarc_pass(&f, r->domain) ||
		    dmarc_would_pass(d, r, &ids) == 1;
	}
	dmarcids_free(&ids);
	authfield_free(&f);
	return passed;
}

/*
 * From the newest set down: whoever sealed later could have changed the
 * message, so trust ends with the first sealer that is not in the list.
 */
static void
override(struct dmarc *d, struct dmarc_result *r, const struct arc_sets *a,
    const char *trusted)
{
	size_t i;

	for (i = a->newest; i > 0; i--) {
		if (!is_trusted(a->sets[i].sealer, trusted))
			return;
		if (!testifies(d, r, a->sets[i].results))
			continue;
		r->sealer = a->sets[i].sealer;
		r->instance = i;
		r->disposition = DMARC_NONE;
		r->overridden = r->reason;
		memset(&r->reason, 0, sizeof(r->reason));
		buf_text(&r->reason, "arc: trusted ");
		buf_printable(&r->reason, r->sealer);
		message_note_odd(d->query->msg, &r->reason);
		return;
	}
}

void
dmarcarc_override(struct dmarc *d, const char *trusted)
{
	struct arc_sets sets;
	size_t i;

	if (d->query->ids->arc != PASS || read_sets(&sets, d->query->msg) == -1)
		return;
	for (i = 0; i < d->n; i++)
		if (d->results[i]->verdict == FAIL)
			override(d, d->results[i], &sets, trusted);
	dmarc_sort(d);
}
