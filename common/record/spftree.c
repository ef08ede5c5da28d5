#include <sysexits.h>

#include "spfexplain.h"
#include "spfranges.h"
#include "spftree.h"

static const struct spf_limits limits = { 10, 2, 0 };

#define HALF		127	/* of 256 parts, less those that are cut */

static const struct span nothing = { "", 0 };

/* Count the terms of all records (RFC 7208 section 4.6.4): too many? */
static int
check_cost(struct entry *e, struct dns *dns)
{
	struct spf_query q = { 0 };
	struct spfexplain_cost cost;
	struct spf *s;

	ip_parse(span_of("192.0.2.1"), &q.ip);	/* the count is of all */
	q.helo = buf_view(&e->name);
	q.helo_scope = 1;
	q.record = buf_view(&e->mended);
	q.receiver = span_of("localhost");
	s = spf_check(&q, &limits, dns);
	spfexplain_cost(s, &cost);
	if (cost.lookups > limits.lookups)
		findings_add(&e->findings, FINDING_ERROR, buf_view(&cost.most),
		    "with included records %u terms need DNS, and verifiers "
		    "stop with an error behind %u (RFC 7208 section 4.6.4)%s",
		    cost.lookups, limits.lookups, cost.most.n == 0 ? "" :
		    ": this include needs most of them");
	buf_free(&cost.most);
	spf_free(s);
	return cost.lookups > limits.lookups;
}

/*
 * How many of 256 parts of all addresses of a family may send, by the first
 * octet of each interval and the next.
 */
static unsigned
count_parts(const struct iprange_set *set)
{
	struct iprange range;
	unsigned parts = 0;
	size_t i;

	for (i = 0; iprange_get(set, i, &range); i++)
		if (range.value == PASS)
			parts += (unsigned)(range.last.a[0] -
			    range.first.a[0]);
	return parts;
}

/* What +all does, or a large network, wherever it stands. */
static void
check_everybody(struct entry *e, const struct spfranges *ranges)
{
	if (count_parts(&ranges->family[0]) < HALF &&
	    count_parts(&ranges->family[1]) < HALF)
		return;
	findings_add(&e->findings, FINDING_ERROR, nothing, "with what it "
	    "leads to, half of all addresses or more may send for this "
	    "domain: is there a +all in an included record?");
}

/* Errors of included records, and lookups that find nothing. */
static void
check_ranges(struct entry *e, struct dns *dns, int told)
{
	struct spfranges_query q = { buf_view(&e->mended),
	    buf_view(&e->name), &limits };
	struct spfranges ranges = { 0 };
	struct fault f = { 0 };
	struct buf *why;
	size_t i;

	if (spfranges_read(&ranges, &q, dns, &f) == -1) {
		e->unknown |= f.status == EX_TEMPFAIL;
		findings_add(&e->findings, f.status == EX_TEMPFAIL ?
		    FINDING_NOTE : FINDING_ERROR, nothing, "%s", f.text);
	}
	if (ranges.family[0].n > 0 && ranges.family[1].n > 0)
		check_everybody(e, &ranges);
	for (i = 0; i < ranges.n; i++) {
		why = &ranges.notes[i].why;
		if (ranges.notes[i].listable && !(told && span_starts(
		    buf_view(why), "more than 10 terms")))
			findings_add(&e->findings, FINDING_ERROR,
			    entry_clip(buf_view(&ranges.notes[i].term)),
			    "%s", buf_string(why));
	}
	spfranges_free(&ranges);
}

void
spftree(struct entry *e, struct dns *dns)
{
	int told = check_cost(e, dns);

	check_ranges(e, dns, told);
}
