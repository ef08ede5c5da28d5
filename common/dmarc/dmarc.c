#include <stdlib.h>
#include <string.h>

#include "dmarc.h"
#include "domain.h"

#define NAMED	4	/* results that a reason names */

/*
 * Is it an Authenticated Identifier (RFC 9989 section 3.2.1), or would it be
 * if DNS had answered?
 */
static int
is_identifier(const struct dmarcid *id)
{
	return (id->verdict == PASS || id->verdict == TEMPERROR) &&
	    id->unused == NULL && id->domain.n > 0;
}

/* The last two labels: names that share them are often one organization. */
static struct span
tail(struct span name)
{
	size_t i = name.n;
	int dots = 0;

	while (i > 0 && (name.p[i - 1] != '.' || ++dots < 2))
		i--;
	return span_from(name, i);
}

/* Ask for all that will likely be needed, side by side. */
static void
ask_ahead(const struct dmarc_query *q, const struct dmarcwalks *walks)
{
	size_t i, j;

	for (i = 0; i < q->nauthors; i++)
		dmarcwalks_ahead(walks, q->authors[i]);
	for (i = 0; i < q->ids->n; i++) {
		struct span name = buf_view(&q->ids->list[i].domain);

		for (j = 0; j < q->nauthors; j++)
			if (is_identifier(&q->ids->list[i]) &&
			    domain_within(name, tail(q->authors[j])))
				dmarcwalks_ahead(walks, name);
	}
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

/* Section 5.3.4. */
static void
check_alignment(struct dmarc *d, const struct dmarc_result *r,
    struct dmarc_check *c)
{
	const struct dmarcid *id = c->id;
	const struct dmarcpolicy *p = &r->policy;
	const struct dmarcrecord *record = &p->step->record;
	struct span name = buf_view(&id->domain);

	c->strict = id->method == DMARC_DKIM ? record->adkim_strict :
	    record->aspf_strict;
	if (!is_identifier(id) || !may_align(p, id, c->strict))
		return;
	if (dmarcpolicy_wants_walk(p, c->strict, name))
		c->walk = dmarcwalks_from(&d->walks, name);
	c->aligned = dmarcpolicy_aligned(p, c->strict, name, c->walk);
}

/* All of them, none aligned yet; freed with free(3). */
static struct dmarc_check *
list_checks(const struct dmarcids *ids)
{
	struct dmarc_check *checks = mem_zero(ids->n, sizeof(*checks));
	size_t i;

	for (i = 0; i < ids->n; i++)
		checks[i].id = &ids->list[i];
	return checks;
}

/*
 * Section 5.3.5: one aligned identifier is enough.  Section 5.3.6: one that
 * is not known to be aligned, or aligned and not known to pass, is neither.
 */
static int
check_all(struct dmarc *d, const struct dmarc_result *r,
    const struct dmarcids *ids, struct dmarc_check *checks)
{
	int passes = 0;
	size_t i;

	for (i = 0; i < ids->n; i++) {
		check_alignment(d, r, &checks[i]);
		if (checks[i].aligned == 1 && ids->list[i].verdict == PASS)
			passes = 1;
		else if (checks[i].aligned != 0 && passes == 0)
			passes = -1;
	}
	return passes;
}

static void
separate(struct buf *b)
{
	if (b->n > 0)
		buf_text(b, "; ");
}

/* Why this result is of no use. */
static void
add_check(struct buf *b, const struct dmarc_check *c)
{
	const struct dmarcid *id = c->id;

	separate(b);
	buf_printf(b, "%s=%s", dmarc_method_word(id->method),
	    verdict_word(id->verdict));
	if (id->domain.n > 0) {
		buf_text(b, " for ");
		buf_printable(b, buf_view(&id->domain));
	}
	if (id->unused != NULL)
		buf_printf(b, ": %s", id->unused);
	else if (id->verdict == PASS)
		buf_printf(b, " is not aligned%s%s", c->strict ? " (strict)" :
		    "", id->identity ? ", known by header.i only" : "");
}

/* A method that said nothing: silence is not a failure of the sender's. */
static void
add_silence(struct buf *b, const struct dmarc_query *q, enum dmarc_method m)
{
	if (q->ids->given[m] || dmarcids_count(q->ids, m) > 0)
		return;
	separate(b);
	buf_printf(b, "no %s result of ", dmarc_method_word(m));
	buf_printable(b, span_of(q->authserv_id));
}

/* What section 5.3.5 calls fail: all that was there, or was not. */
static void
explain_fail(struct dmarc_result *r, const struct dmarc_query *q)
{
	const char *broken = q->ids->broken;
	size_t i;

	add_silence(&r->reason, q, DMARC_SPF);
	add_silence(&r->reason, q, DMARC_DKIM);
	if (broken != NULL) {
		separate(&r->reason);
		buf_printf(&r->reason, "an Authentication-Results field is "
		    "broken: %s", broken);
	}
	for (i = 0; i < q->ids->n && i < NAMED; i++)
		add_check(&r->reason, &r->checks[i]);
	if (q->ids->n > NAMED)
		buf_printf(&r->reason, "; and %zu more",
		    q->ids->n - NAMED);
}

/* The question that kept an alignment from being known, or NULL. */
static const struct dmarc_step *
find_failed(const struct dmarc_result *r, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (r->checks[i].aligned == -1)
			return r->policy.walk->failed != NULL ?
			    r->policy.walk->failed : r->checks[i].walk->failed;
	return NULL;
}

/* Section 5.3.6: an answer that is missing is neither pass nor fail. */
static void
explain_unknown(struct dmarc_result *r, size_t n)
{
	const struct dmarc_step *s = find_failed(r, n);
	size_t i;

	for (i = 0; i < n && s == NULL; i++)
		if (r->checks[i].aligned == 1)
			add_check(&r->reason, &r->checks[i]);
	if (s == NULL)
		return;
	buf_text(&r->reason, "DNS did not answer for _dmarc.");
	buf_printable(&r->reason, s->domain);
	buf_printf(&r->reason, ": %s", s->why);
}

/*
 * A pass needs the record and its modes, not the policy: which tag applies
 * may be unknown.
 */
static void
judge(struct dmarc *d, struct dmarc_result *r, struct span author)
{
	const struct dmarc_query *q = d->query;
	int passes = 0;

	r->domain = author;
	dmarcpolicy_lookup(&r->policy, &d->walks, author);
	r->verdict = r->policy.verdict;
	r->disposition = r->policy.policy;
	if (dmarcpolicy_has_record(&r->policy))
		passes = check_all(d, r, q->ids, r->checks);
	if (passes == 1)
		r->verdict = PASS;
	else if (r->verdict != PASS)
		buf_span(&r->reason, buf_view(&r->policy.reason));
	else if (passes == -1) {
		r->verdict = TEMPERROR;
		explain_unknown(r, q->ids->n);
	} else {
		r->verdict = FAIL;
		explain_fail(r, q);
	}
}

/*
 * Section 11.5: the strictest policy of those that fail comes first.  Where
 * an answer is missing it may be any.
 */
static int
rank(const struct dmarc_result *r)
{
	switch (r->verdict) {
	case FAIL:
		return 10 * (int)r->disposition;
	case TEMPERROR:
		return 10 * (int)DMARC_REJECT - 1;
	case PERMERROR:
		return 2;
	case PASS:
		return 0;
	default:
		return 1;
	}
}

void
dmarc_sort(struct dmarc *d)
{
	struct dmarc_result *r;
	size_t i, j;

	for (i = 1; i < d->n; i++) {
		r = d->results[i];
		for (j = i; j > 0 && rank(d->results[j - 1]) < rank(r); j--)
			d->results[j] = d->results[j - 1];
		d->results[j] = r;
	}
}

/* Nobody is the author for sure: no pass, and nobody to say none for. */
static void
refuse(struct dmarc_result *r, const char *trouble)
{
	if (r->verdict == PASS || r->verdict == NONE) {
		r->verdict = PERMERROR;
		r->reason.n = 0;
	}
	separate(&r->reason);
	buf_printf(&r->reason, "no certain author: %s", trouble);
}

/* What of the message itself has to do with the result. */
static void
add_notes(struct dmarc_result *r, const struct dmarc_query *q)
{
	if (q->trouble != NULL)
		refuse(r, q->trouble);
	if (q->doubt != NULL && q->trouble == NULL && r->verdict != PASS) {
		separate(&r->reason);
		buf_printf(&r->reason, "From is not plain: %s", q->doubt);
	}
	message_note_odd(q->msg, &r->reason);
}

struct dmarc *
dmarc_check(const struct dmarc_query *q, struct dns *dns)
{
	struct dmarc *d = mem_zero(1, sizeof(*d));
	size_t i = 0;

	d->query = q;
	dmarcwalks_init(&d->walks, dns, q->psl);
	ask_ahead(q, &d->walks);
	do {
		struct dmarc_result *r = mem_zero(1, sizeof(*r));

		r->checks = list_checks(q->ids);
		if (q->nauthors > 0)
			judge(d, r, q->authors[i]);
		add_notes(r, q);
		d->results[d->n++] = r;
	} while (++i < q->nauthors);
	dmarc_sort(d);
	return d;
}

int
dmarc_would_pass(struct dmarc *d, const struct dmarc_result *r,
    const struct dmarcids *ids)
{
	struct dmarc_check *checks = list_checks(ids);
	int passes = check_all(d, r, ids, checks);

	free(checks);
	return passes;
}

static void
free_result(struct dmarc_result *r)
{
	dmarcpolicy_free(&r->policy);
	buf_free(&r->reason);
	free(r->checks);
	free(r);
}

void
dmarc_free(struct dmarc *d)
{
	size_t i;

	if (d == NULL)
		return;
	for (i = 0; i < d->n; i++)
		free_result(d->results[i]);
	dmarcwalks_free(&d->walks);
	free(d);
}
