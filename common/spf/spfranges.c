#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "spfmacro.h"
#include "spfranges.h"
#include "spfreach.h"

#define TERMS_MAX	1000	/* terms with DNS that are followed in all */

/*
 * Sections 4.3 to 4.5: the record of a domain.  NULL, or why it has none that
 * counts; or *failed.
 */
static const char *
find_record(struct spfvisit_work *w, struct span domain, struct span *text,
    int *failed)
{
	const struct dns_answer *a;
	size_t n;

	if (!spfrecord_is_domain(domain))
		return "it is not a domain name";
	a = dns_ask(w->dns, domain, DNS_TXT);
	if (a->status == DNS_TEMPFAIL) {
		*failed = spfvisit_no_answer(w, domain, a);
		return "no answer from DNS";
	}
	n = spfrecord_select(a->records, a->n, text);
	return n == 0 ? "it has no SPF record" :
	    n > 1 ? "it has more than one SPF record" : NULL;
}

static int read_record(struct spfvisit_work *, struct span domain,
    const struct spf_record *, struct iprange_set *);

/* The record of the target judges the set. */
static int
descend(struct spfvisit *v, struct iprange_set *set)
{
	struct spfvisit below = *v;
	struct spf_record record = { 0 };
	struct span text, name = buf_view(&v->target);
	struct buf phrase = { 0 };
	const char *why;
	int status = 0;

	why = find_record(v->w, name, &text, &status);
	if (why == NULL && (why = spfrecord_parse(&record, text)) != NULL) {
		buf_printf(&phrase, "%.*s: %s", (int)record.bad.n,
		    record.bad.p, why);
		why = buf_string(&phrase);
	}
	below.set = set;
	if (status == 0 && why != NULL)
		spfvisit_fail(&below, why);
	else if (status == 0)
		status = read_record(v->w, name, &record, set);
	spfrecord_free(&record);
	buf_free(&phrase);
	return status;
}

/* RFC 7208 section 5.2 */
static int
match_include(struct spfvisit *v)
{
	struct iprange_set below;
	int status;

	spfreach_descend(&below, v->set);
	status = descend(v, &below);
	if (status == 0 && !spfreach_ascend(v->set, &below,
	    spfrecord_verdict(v->term->qualifier)))
		status = spfvisit_too_many(v->w);
	iprange_free(&below);
	return status;
}

/* RFC 7208 section 6.1 */
static int
redirect(struct spfvisit *v)
{
	return descend(v, v->set);
}

/* In the order of enum spf_kind; of ptr nothing is known. */
static int (*const matchers[])(struct spfvisit *) = {
	[SPF_ALL] = spfvisit_all,
	[SPF_INCLUDE] = match_include,
	[SPF_A] = spfvisit_a,
	[SPF_MX] = spfvisit_mx,
	[SPF_PTR] = NULL,
	[SPF_IP4] = spfvisit_net,
	[SPF_IP6] = spfvisit_net,
	[SPF_EXISTS] = spfvisit_exists,
	[SPF_REDIRECT] = redirect
};

static int
uses(const struct spf_term *term, char letter)
{
	return term->spec.p != NULL && spfmacro_uses(term->spec, letter);
}

/* Does the address of the client alone decide, in whole ranges? */
static int
is_listable(const struct spf_term *term)
{
	static const char letters[] = "slhip";
	size_t i;

	for (i = 0; letters[i] != '\0'; i++)
		if (uses(term, letters[i]))
			return 0;
	return term->kind != SPF_PTR;
}

/* Does the term need a domain that is not known? */
static int
lacks_domain(const struct spfvisit *v, const struct spf_term *term)
{
	int own = term->spec.p == NULL || uses(term, 'd');

	return (own && v->domain.n == 0) ||
	    (uses(term, 'o') && v->w->origin.n == 0);
}

static void
expand(struct spfvisit *v, const struct spf_term *term)
{
	struct spf_values values = { 0 };

	v->target.n = 0;
	values.origin = v->w->origin;
	values.domain = v->domain;
	values.ip.n = v->set->octets;	/* for the v macro */
	if (term->spec.p == NULL)
		buf_span(&v->target, v->domain);
	else
		spfmacro_name(&v->target, term->spec, &values);
}

/* Ask for what the terms will need, as far as evaluation can come. */
static void
ahead(struct spfvisit *v, const struct spf_record *r)
{
	static const int types[] = {
		[SPF_INCLUDE] = DNS_TXT,
		[SPF_MX] = DNS_MX,
		[SPF_EXISTS] = DNS_A,
		[SPF_REDIRECT] = DNS_TXT
	};
	const struct spf_term *term;
	unsigned left = v->w->query->limits->lookups;
	size_t i;

	for (i = 0; i < r->n && r->terms[i].kind != SPF_ALL; i++) {
		term = &r->terms[i];
		if (!spfrecord_costs(term) || !is_listable(term) ||
		    lacks_domain(v, term))
			continue;
		if (left-- == 0)
			break;
		expand(v, term);
		dns_ahead(v->w->dns, buf_view(&v->target),
		    term->kind == SPF_A ? spfvisit_address_type(v) :
		    types[term->kind]);
	}
}

/* A term that needs DNS, or its target at least; 0 or -1 and a fault. */
static int
read_costly(struct spfvisit *v)
{
	struct spfvisit_work *w = v->w;
	const struct spf_limits *limits = w->query->limits;

	if (++w->terms > TERMS_MAX)
		return fault_set(w->fault, EX_DATAERR, "more than %d terms "
		    "that need DNS", TERMS_MAX);
	if (spfreach_lookup(v->set, limits))
		spfvisit_limit(v, limits->lookups, "terms that need DNS");
	if (!spfreach_any(v->set))
		return 0;
	if (!is_listable(v->term)) {
		spfvisit_note(v, 0, "not a range");
		return 0;
	}
	if (lacks_domain(v, v->term))
		return fault_set(w->fault, EX_USAGE, "%.*s: of which domain? "
		    "-s tells", (int)v->term->text.n, v->term->text.p);
	expand(v, v->term);
	return matchers[v->term->kind](v);
}

static int
read_term(struct spfvisit *v, const struct spf_term *term)
{
	v->term = term;
	if (!spfreach_any(v->set))
		return 0;
	return spfrecord_costs(term) ? read_costly(v) :
	    matchers[term->kind](v);
}

/*
 * RFC 7208 section 4.6.2: the terms judge the part of the set that is
 * undecided.
 */
static int
read_record(struct spfvisit_work *w, struct span domain,
    const struct spf_record *r,
    struct iprange_set *set)
{
	struct spfvisit v = { w, domain, set, NULL, { 0 } };
	size_t i;
	int status = 0;

	if (!w->query->limits->sequential)
		ahead(&v, r);
	for (i = 0; i < r->n && status == 0; i++)
		if (r->terms[i].kind < SPF_REDIRECT)
			status = read_term(&v, &r->terms[i]);
	if (status == 0 && r->redirect != NULL)
		status = read_term(&v, r->redirect);
	spfreach_decide(set, NEUTRAL);
	buf_free(&v.target);
	return status;
}

/* The operand's record, which must be there and good. */
static int
open_record(struct spfvisit_work *w, struct spf_record *record)
{
	struct span text = w->query->operand;
	const char *why;
	int failed = 0;

	w->origin = spfrecord_is(text) ? w->query->domain : text;
	if (!spfrecord_is(text) && (why = find_record(w, w->origin, &text,
	    &failed)) != NULL)
		return failed ? -1 : fault_set(w->fault, EX_DATAERR,
		    "%.*s: %s", (int)w->origin.n, w->origin.p, why);
	if ((why = spfrecord_parse(record, text)) != NULL)
		return fault_set(w->fault, EX_DATAERR, "%.*s%s%.*s: %s",
		    (int)w->origin.n, w->origin.p, w->origin.n > 0 ? ": " : "",
		    (int)record->bad.n, record->bad.p, why);
	return 0;
}

int
spfranges_read(struct spfranges *out, const struct spfranges_query *q,
    struct dns *dns, struct fault *fault)
{
	struct spfvisit_work w = { q, dns, out, fault, { NULL, 0 }, 0 };
	struct spf_record record = { 0 };
	size_t i;
	int status;

	memset(out, 0, sizeof(*out));
	status = open_record(&w, &record);
	for (i = 0; i < 2 && status == 0; i++) {
		w.terms = 0;
		spfreach_init(&out->family[i], i == 0 ? 4 : 16);
		status = read_record(&w, w.origin, &record, &out->family[i]);
		spfreach_end(&out->family[i]);
	}
	spfrecord_free(&record);
	return status;
}

void
spfranges_free(struct spfranges *r)
{
	size_t i;

	for (i = 0; i < r->n; i++) {
		buf_free(&r->notes[i].term);
		buf_free(&r->notes[i].why);
	}
	free(r->notes);
	iprange_free(&r->family[0]);
	iprange_free(&r->family[1]);
	memset(r, 0, sizeof(*r));
}
