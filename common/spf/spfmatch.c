#include <string.h>

#include "domain.h"
#include "spfmatch.h"

#define PTR_MAX	10	/* RFC 7208 section 4.6.4 */

/* What is wanted of the names that PTR records gave. */
struct ptr_search {
	struct span	target;
	struct span	best;		/* the name that counts most */
	int		rank;		/* of it: see rank_name */
};

/* The type of address records that can match the client (section 5). */
static int
address_type(const struct spf *s)
{
	return s->query->ip.n == 4 ? DNS_A : DNS_AAAA;
}

/* Is the client among the addresses, in the term's prefix? */
static int
has_client(const struct spf *s, const struct dns_answer *a,
    const struct spf_term *term)
{
	unsigned bits = s->query->ip.n == 4 ? 32 : 128;
	struct ip ip;
	size_t i;

	if (term != NULL)
		bits = s->query->ip.n == 4 ? term->bits4 : term->bits6;
	for (i = 0; i < a->n; i++) {
		ip = ip_from(a->records[i].p, a->records[i].n);
		if (ip_within(&s->query->ip, &ip, bits))
			return 1;
	}
	return 0;
}

static void
count_void(struct spf *s, const struct dns_answer *a)
{
	if (a->status == DNS_NODATA || a->status == DNS_NXDOMAIN)
		s->voids++;
}

/* DNS did not answer (section 5): all of it stops. */
static enum spf_outcome
stop(struct spf_tree *t, const struct spf_step *step,
    const struct dns_answer *a)
{
	spfstate_judge(t, TEMPERROR, "%.*s: no answer from DNS: %s",
	    (int)step->term->text.n, step->term->text.p, a->why);
	return SPF_STOP;
}

static enum spf_outcome
outcome(int matches)
{
	return matches ? SPF_MATCH : SPF_NO_MATCH;
}

static enum spf_outcome
match_all(struct spf *s, struct spf_tree *t, struct spf_step *step)
{
	(void)s;
	(void)t;
	(void)step;
	return SPF_MATCH;
}

/* RFC 7208 section 5.6; the two kinds never match each other. */
static enum spf_outcome
match_net(struct spf *s, struct spf_tree *t, struct spf_step *step)
{
	const struct spf_term *term = step->term;

	(void)t;
	return outcome(ip_within(&s->query->ip, &term->net,
	    term->kind == SPF_IP4 ? term->bits4 : term->bits6));
}

/* RFC 7208 section 5.3 */
static enum spf_outcome
match_a(struct spf *s, struct spf_tree *t, struct spf_step *step)
{
	const struct dns_answer *a = spfstate_ask(s, step,
	    buf_view(&step->target), address_type(s));

	if (a->status == DNS_TEMPFAIL)
		return stop(t, step, a);
	count_void(s, a);
	return outcome(has_client(s, a, step->term));
}

/* RFC 7208 section 5.7: A records, whatever the client. */
static enum spf_outcome
match_exists(struct spf *s, struct spf_tree *t, struct spf_step *step)
{
	const struct dns_answer *a = spfstate_ask(s, step,
	    buf_view(&step->target), DNS_A);

	if (a->status == DNS_TEMPFAIL)
		return stop(t, step, a);
	count_void(s, a);
	return outcome(a->n > 0);
}

struct span
spfmatch_mx_name(struct span record)
{
	return span_from(record, record.n < 2 ? record.n : 2);
}

/* RFC 7208 section 5.4 */
static enum spf_outcome
match_mx(struct spf *s, struct spf_tree *t, struct spf_step *step)
{
	const struct dns_answer *mx = spfstate_ask(s, step,
	    buf_view(&step->target), DNS_MX), *a;
	size_t i;

	if (mx->status == DNS_TEMPFAIL)
		return stop(t, step, mx);
	count_void(s, mx);
	if (mx->n > SPFMATCH_MX) {
		spfstate_judge(t, PERMERROR, "%.*s: more than %d MX records",
		    (int)step->term->text.n, step->term->text.p, SPFMATCH_MX);
		return SPF_STOP;
	}
	for (i = 0; i < mx->n && !s->limits->sequential; i++)
		dns_ahead(s->dns, spfmatch_mx_name(mx->records[i]),
		    address_type(s));
	for (i = 0; i < mx->n; i++) {
		a = spfstate_ask(s, step, spfmatch_mx_name(mx->records[i]),
		    address_type(s));
		if (a->status == DNS_TEMPFAIL)
			return stop(t, step, a);
		if (has_client(s, a, step->term))
			return SPF_MATCH;
	}
	return SPF_NO_MATCH;
}

/* The target itself, a name below it, another name (section 7.3). */
static int
rank_name(struct span name, struct span target)
{
	return span_same(name, target) ? 3 : domain_within(name, target) ?
	    2 : 1;
}

/*
 * Section 5.5: of the first ten names that the address has, the one that
 * counts most for the target among those that have the address.  Names of
 * less than the least rank are not asked for.
 */
static void
search_ptr(struct spf *s, struct spf_step *step, struct ptr_search *p,
    int least)
{
	const struct dns_answer *ptr, *a;
	struct buf reverse = { 0 };
	size_t i;
	int rank;

	ip_reverse(&reverse, &s->query->ip);
	ptr = spfstate_ask(s, step, buf_view(&reverse), DNS_PTR);
	buf_free(&reverse);
	count_void(s, ptr);
	for (i = 0; i < ptr->n && i < PTR_MAX; i++)
		if (!s->limits->sequential &&
		    rank_name(ptr->records[i], p->target) >= least)
			dns_ahead(s->dns, ptr->records[i], address_type(s));
	for (i = 0; i < ptr->n && i < PTR_MAX; i++) {
		rank = rank_name(ptr->records[i], p->target);
		if (rank < least || rank <= p->rank)
			continue;
		a = spfstate_ask(s, step, ptr->records[i], address_type(s));
		if (has_client(s, a, NULL)) {
			p->best = ptr->records[i];
			p->rank = rank;
		}
	}
}

static enum spf_outcome
match_ptr(struct spf *s, struct spf_tree *t, struct spf_step *step)
{
	struct ptr_search p = { { 0 }, { 0 }, 0 };

	(void)t;
	p.target = buf_view(&step->target);
	search_ptr(s, step, &p, 2);
	return outcome(p.rank >= 2);
}

/* In the order of enum spf_kind; include is the caller's. */
static enum spf_outcome (*const matchers[])(struct spf *, struct spf_tree *,
    struct spf_step *) = {
	[SPF_ALL] = match_all,
	[SPF_INCLUDE] = NULL,
	[SPF_A] = match_a,
	[SPF_MX] = match_mx,
	[SPF_PTR] = match_ptr,
	[SPF_IP4] = match_net,
	[SPF_IP6] = match_net,
	[SPF_EXISTS] = match_exists
};

enum spf_outcome
spfmatch_term(struct spf *s, struct spf_tree *t, struct spf_step *step)
{
	return matchers[step->term->kind](s, t, step);
}

/* The p macro (section 7.3): asked for only when it is there. */
static struct span
validated(void *arg, struct span domain)
{
	struct spf *s = arg;
	struct spf_step other;
	struct ptr_search p = { { 0 }, { 0 }, 0 };

	memset(&other, 0, sizeof(other));
	p.target = domain;
	search_ptr(s, s->step == NULL ? &other : s->step, &p, 1);
	s->validated.n = 0;
	if (p.rank == 0)
		buf_text(&s->validated, "unknown");
	else
		buf_span(&s->validated, p.best);
	spfstate_step_free(&other);
	return buf_view(&s->validated);
}

void
spfmatch_values(struct spf *s, struct span domain, struct spf_values *v)
{
	memset(v, 0, sizeof(*v));
	v->local = s->local;
	v->origin = s->origin;
	v->domain = domain;
	v->ip = s->query->ip;
	v->helo = s->query->helo;
	v->receiver = s->query->receiver;
	v->now = s->query->now;
	v->validated = validated;
	v->arg = s;
}

void
spfmatch_target(struct spf *s, const struct spf_tree *t, struct spf_step *step)
{
	struct spf_values v;

	if (step->term->spec.p == NULL) {
		buf_span(&step->target, buf_view(&t->domain));
		return;
	}
	spfmatch_values(s, buf_view(&t->domain), &v);
	s->step = step;
	spfmacro_name(&step->target, step->term->spec, &v);
	s->step = NULL;
}
