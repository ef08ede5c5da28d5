#include <stdlib.h>
#include <string.h>

#include "idna.h"
#include "spf.h"
#include "spfahead.h"
#include "spfmacro.h"
#include "spfmatch.h"

/* RFC 7208 sections 4.4 and 4.5: find the record; PASS means there is one. */
static enum verdict
find_record(struct spf *s, struct spf_tree *t)
{
	const struct dns_answer *a;
	struct span domain = buf_view(&t->domain);
	size_t n;

	if (!spfrecord_is_domain(domain))
		return spfstate_judge(t, NONE, domain.n > 0 ?
		    "it is not a domain name" : s->is_helo ?
		    "there is no HELO name" : "the sender has no domain");
	if (s->query->record.p != NULL && span_same(domain, s->origin)) {
		t->text = s->query->record;
		return PASS;
	}
	a = dns_ask(s->dns, domain, DNS_TXT);
	if (a->status == DNS_TEMPFAIL)
		return spfstate_judge(t, TEMPERROR, "no answer from DNS: %s",
		    a->why);
	n = spfrecord_select(a->records, a->n, &t->text);
	if (n == 0)
		return spfstate_judge(t, NONE, "it has no SPF record");
	if (n > 1)
		return spfstate_judge(t, PERMERROR, "it has %zu SPF records",
		    n);
	return PASS;
}

/* RFC 7208 section 4.6: all of the record is parsed before any of it counts. */
static enum verdict
read_record(struct spf *s, struct spf_tree *t)
{
	enum verdict v = find_record(s, t);
	const char *why;
	size_t i;

	if (v != PASS)
		return v;
	if ((why = spfrecord_parse(&t->record, t->text)) != NULL)
		return spfstate_judge(t, PERMERROR, "%.*s: %s",
		    (int)t->record.bad.n, t->record.bad.p, why);
	t->steps = mem_zero(t->record.n, sizeof(*t->steps));
	for (i = 0; i < t->record.n; i++)
		t->steps[i].term = &t->record.terms[i];
	return PASS;
}

static void check(struct spf *, struct spf_tree *);

/* include and redirect: the tree below the step. */
static struct spf_tree *
descend(struct spf *s, const struct spf_tree *t, struct spf_step *step)
{
	step->below = mem_zero(1, sizeof(*step->below));
	buf_span(&step->below->domain, buf_view(&step->target));
	if (t == s->deciding && step->term->kind == SPF_REDIRECT)
		s->deciding = step->below;
	check(s, step->below);
	return step->below;
}

/* An error below is one here; its reason says where it is. */
static enum spf_outcome
stop_below(struct spf_tree *t, const struct spf_tree *below,
    enum verdict verdict)
{
	t->verdict = verdict;
	t->reason.n = 0;
	buf_span(&t->reason, buf_view(&below->reason));
	return SPF_STOP;
}

/* RFC 7208 section 5.2 */
static enum spf_outcome
include(struct spf *s, struct spf_tree *t, struct spf_step *step)
{
	const struct spf_tree *below = descend(s, t, step);

	switch (below->verdict) {
	case PASS:
		return SPF_MATCH;
	case TEMPERROR:
		return stop_below(t, below, TEMPERROR);
	case PERMERROR:
	case NONE:
		return stop_below(t, below, PERMERROR);
	default:
		return SPF_NO_MATCH;
	}
}

/* RFC 7208 section 4.6.4: may this term be evaluated? */
static int
count_lookup(struct spf *s, struct spf_tree *t, const struct spf_step *step)
{
	unsigned cost = spfrecord_costs(step->term);

	s->lookups += cost;
	if (cost == 0 || s->lookups <= s->limits->lookups)
		return 1;
	spfstate_judge(t, PERMERROR, "%.*s: more than %u terms that need DNS",
	    (int)step->term->text.n, step->term->text.p, s->limits->lookups);
	return 0;
}

/* RFC 8616 section 4: a local-part that is not ASCII matches nothing. */
static int
is_unmatchable(struct spf *s, const struct spf_term *term)
{
	size_t i;

	if (!spfmacro_uses(term->spec, 's') && !spfmacro_uses(term->spec, 'l'))
		return 0;
	s->used_local = 1;
	for (i = 0; i < s->local.n; i++)
		if ((unsigned char)s->local.p[i] >= 0x80)
			return 1;
	return 0;
}

static enum spf_outcome
evaluate(struct spf *s, struct spf_tree *t, struct spf_step *step)
{
	const struct spf_term *term = step->term;
	enum spf_outcome out;

	if (!count_lookup(s, t, step))
		return SPF_STOP;
	if (is_unmatchable(s, term))
		return SPF_NO_MATCH;
	if (term->kind != SPF_ALL && term->kind != SPF_IP4 &&
	    term->kind != SPF_IP6)
		spfmatch_target(s, t, step);
	if (term->kind == SPF_INCLUDE)
		out = include(s, t, step);
	else
		out = spfmatch_term(s, t, step);
	if (out != SPF_STOP && s->voids > s->limits->voids) {
		spfstate_judge(t, PERMERROR, "%.*s: more than %u void lookups",
		    (int)term->text.n, term->text.p, s->limits->voids);
		return SPF_STOP;
	}
	return out;
}

static int
is_modifier(const struct spf_term *term)
{
	return term->kind >= SPF_REDIRECT;
}

/* The step of the redirect modifier. */
static struct spf_step *
redirect_step(struct spf_tree *t)
{
	return t->record.redirect == NULL ? NULL :
	    &t->steps[t->record.redirect - t->record.terms];
}

/* RFC 7208 section 6.1: no mechanism matched. */
static void
redirect(struct spf *s, struct spf_tree *t, struct spf_step *step)
{
	const struct spf_tree *below;

	step->outcome = SPF_STOP;
	if (!count_lookup(s, t, step) || is_unmatchable(s, step->term))
		return;
	spfmatch_target(s, t, step);
	below = descend(s, t, step);
	step->lookups = s->lookups;
	step->voids = s->voids;
	if (below->verdict == NONE)
		stop_below(t, below, PERMERROR);
	else if (below->verdict == PERMERROR || below->verdict == TEMPERROR)
		stop_below(t, below, below->verdict);
	else
		t->verdict = below->verdict;
}

/* RFC 7208 section 6.2: a mechanism said fail, and the record explains it. */
static void
explain(struct spf *s, struct spf_tree *t)
{
	struct spf_step *step = &t->steps[t->record.exp - t->record.terms];
	const struct dns_answer *a;
	struct spf_values v;
	size_t i;

	spfmatch_target(s, t, step);
	spfmatch_values(s, buf_view(&t->domain), &v);
	a = spfstate_ask(s, step, buf_view(&step->target), DNS_TXT);
	step->outcome = SPF_EXPLAINS;
	if (a->status == DNS_FOUND && a->n == 1 &&
	    spfmacro_check_explain(a->records[0]) == NULL &&
	    spfmacro_expand(&s->explanation, a->records[0], &v) == -1)
		s->explanation.n = 0;
	for (i = 0; i < s->explanation.n; i++)
		if ((unsigned char)s->explanation.p[i] < 0x20 ||
		    (unsigned char)s->explanation.p[i] > 0x7e)
			break;
	if (i < s->explanation.n)
		s->explanation.n = 0;
}

/* RFC 7208 section 4.6.2: the terms from left to right.  1 when one decided. */
static int
walk(struct spf *s, struct spf_tree *t)
{
	struct spf_step *step;
	size_t i;

	for (i = 0; i < t->record.n; i++) {
		step = &t->steps[i];
		if (is_modifier(step->term))
			continue;
		step->outcome = evaluate(s, t, step);
		step->lookups = s->lookups;
		step->voids = s->voids;
		if (step->outcome == SPF_MATCH) {
			t->verdict = spfrecord_verdict(step->term->qualifier);
			if (t == s->deciding)
				s->mechanism = step->term->text;
		}
		if (step->outcome != SPF_NO_MATCH)
			return 1;
	}
	return 0;
}

/* check_host() for one domain. */
static void
check(struct spf *s, struct spf_tree *t)
{
	struct spf_step *next;

	t->verdict = read_record(s, t);
	if (t->verdict != PASS)
		return;
	t->verdict = NEUTRAL;
	spfahead(s);
	if (!walk(s, t) && (next = redirect_step(t)) != NULL)
		redirect(s, t, next);
	else if (t->verdict == FAIL && t == s->deciding &&
	    t->record.exp != NULL)
		explain(s, t);
}

/* RFC 8616 section 4: U-labels become A-labels first. */
static void
add_domain(struct buf *b, struct span domain)
{
	if (domain.n > 0 && domain.p[domain.n - 1] == '.')
		domain.n--;
	if (idna_ascii(b, domain) == -1)
		buf_span(b, domain);
}

/*
 * RFC 7208 sections 2.4 and 4.3: which identity is checked, and as which
 * sender.
 */
static void
choose_identity(struct spf *s)
{
	static const struct span none = { "", 0 };
	const struct spf_query *q = s->query;
	struct span sender = q->sender;
	size_t at;

	s->is_helo = q->helo_scope || sender.n == 0;
	at = span_rfind(sender, '@');
	if (s->is_helo || at == sender.n || at == 0)
		buf_text(&s->sender, "postmaster@");
	if (s->is_helo) {
		add_domain(&s->sender, q->helo);
	} else if (at == sender.n) {
		add_domain(&s->sender, sender);
	} else {
		sender.n = at + 1;
		buf_span(&s->sender, at == 0 ? none : sender);
		add_domain(&s->sender, span_from(q->sender, at + 1));
	}
	s->local = s->origin = buf_view(&s->sender);
	at = span_rfind(s->local, '@');
	s->local.n = at;
	s->origin = span_from(s->origin, at + 1);
}

static void
ahead(void *s)
{
	spfahead(s);
}

struct spf *
spf_check(const struct spf_query *q, const struct spf_limits *limits,
    struct dns *dns)
{
	struct spf *s = mem_zero(1, sizeof(*s));

	s->query = q;
	s->limits = limits;
	s->dns = dns;
	choose_identity(s);
	s->tree = s->deciding = mem_zero(1, sizeof(*s->tree));
	buf_span(&s->tree->domain, s->origin);
	dns_on_arrival(dns, ahead, s);
	check(s, s->tree);
	dns_on_arrival(dns, NULL, NULL);
	return s;
}

void
spf_free(struct spf *s)
{
	if (s != NULL)
		spfstate_free(s);
	free(s);
}
