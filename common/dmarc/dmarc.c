#include <stdlib.h>
#include <string.h>

#include "dmarc.h"
#include "domain.h"

#define NAMED	4	/* results that a reason names */

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
			if (dmarcid_counts(&q->ids->list[i]) &&
			    domain_within(name, tail(q->authors[j])))
				dmarcwalks_ahead(walks, name);
	}
}

static void
separate(struct buf *b)
{
	if (b->n > 0)
		buf_text(b, "; ");
}

/* Why this result is of no use. */
static void
add_useless(struct buf *b, const struct dmarc_alignment *a)
{
	const struct dmarcid *id = a->id;

	separate(b);
	dmarcid_print(b, id);
	if (id->unused != NULL)
		buf_printf(b, ": %s", id->unused);
	else if (id->verdict == PASS)
		buf_printf(b, " is not aligned%s%s", a->strict ? " (strict)" :
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

/* What RFC 9989 section 5.3.5 calls fail: all that was there, or was not. */
static void
explain_fail(struct dmarc_result *r, const struct dmarc_query *q)
{
	const char *broken = q->ids->broken;
	size_t i;

	add_silence(&r->reason, q, DMARC_SPF);
	add_silence(&r->reason, q, DMARC_DKIM);
	if (r->reason.n > 0 && q->ids->unread.n > 0) {
		separate(&r->reason);
		buf_span(&r->reason, buf_view(&q->ids->unread));
	}
	if (broken != NULL) {
		separate(&r->reason);
		buf_printf(&r->reason, "an Authentication-Results field is "
		    "broken: %s", broken);
	}
	for (i = 0; i < q->ids->n && i < NAMED; i++)
		add_useless(&r->reason, &r->alignments[i]);
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
		if (r->alignments[i].aligned == -1)
			break;
	if (i == n)
		return NULL;
	return r->policy.walk->failed != NULL ? r->policy.walk->failed :
	    r->alignments[i].walk->failed;
}

/* RFC 9989 section 5.3.6: a missing answer is neither pass nor fail. */
static void
explain_unknown(struct dmarc_result *r, size_t n)
{
	const struct dmarc_step *s = find_failed(r, n);
	size_t i;

	for (i = 0; i < n && s == NULL; i++)
		if (r->alignments[i].aligned == 1)
			add_useless(&r->reason, &r->alignments[i]);
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
		passes = dmarcalign_check(r->alignments,
		    q->ids->n, &r->policy, &d->walks);
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
 * RFC 9989 section 11.5: the strictest policy of those that fail comes first.
 * Where an answer is missing it may be any.
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

/*
 * Nobody is the author for sure: no pass, nobody to say none for, and nobody
 * whose p=none would let it go (section 11.5).
 */
static void
refuse(struct dmarc_result *r, const char *trouble)
{
	if (r->verdict != TEMPERROR &&
	    (r->verdict != FAIL || r->disposition == DMARC_NONE)) {
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

		r->alignments = dmarcalign_list(q->ids);
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
	struct dmarc_alignment *list = dmarcalign_list(ids);
	int passes = dmarcalign_check(list, ids->n, &r->policy, &d->walks);

	free(list);
	return passes;
}

static void
free_result(struct dmarc_result *r)
{
	dmarcpolicy_free(&r->policy);
	buf_free(&r->reason);
	buf_free(&r->overridden);
	free(r->alignments);
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
