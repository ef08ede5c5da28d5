#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "spfmacro.h"
#include "spfmatch.h"
#include "spfranges.h"
#include "spfreach.h"

#define MX_MAX		10	/* RFC 7208 section 4.6.4 */
#define TERMS_MAX	1000	/* terms with DNS that are followed in all */

/* The work on all of an operand. */
struct work {
	const struct spfranges_query *query;
	struct dns	*dns;
	struct spfranges *out;
	struct fault	*fault;
	struct span	 origin;	/* o: the domain of the sender */
	unsigned	 terms;
};

/* One record on the way, and the term in hand. */
struct visit {
	struct work	*w;
	struct span	 domain;
	struct iprange_set *set;
	const struct spf_term *term;
	struct buf	 target;
};

/* Note something about the term in hand, once. */
static void
note(const struct visit *v, int listable, const char *why)
{
	struct spfranges *out = v->w->out;
	struct spfranges_note *n;
	size_t i;

	for (i = 0; i < out->n; i++)
		if (span_same(buf_view(&out->notes[i].term), v->term->text) &&
		    span_eq(buf_view(&out->notes[i].why), why))
			return;
	out->notes = mem_grow(out->notes, out->n + 1, sizeof(*out->notes));
	n = &out->notes[out->n++];
	memset(n, 0, sizeof(*n));
	buf_span(&n->term, v->term->text);
	buf_text(&n->why, why);
	n->listable = listable;
}

/* Nobody who has come so far gets further. */
static int
fail(struct visit *v, const char *why)
{
	note(v, 1, why);
	spfreach_decide(v->set, PERMERROR);
	return 0;
}

/* Some who have come so far are beyond a limit. */
static void
note_limit(const struct visit *v, unsigned limit, const char *what)
{
	struct buf why = { 0 };

	buf_printf(&why, "more than %u %s", limit, what);
	note(v, 1, buf_string(&why));
	buf_free(&why);
}

static int
too_many(struct work *w)
{
	return fault_set(w->fault, EX_DATAERR, "more than %d ranges",
	    IPRANGE_MAX);
}

static int
no_answer(struct work *w, struct span name, const struct dns_answer *a)
{
	return fault_set(w->fault, EX_TEMPFAIL, "%.*s: no answer from DNS: %s",
	    (int)name.n, name.p, a->why);
}

/* IPv4-mapped addresses of IPv6: as clients they are IPv4. */
static int
is_mapped(const struct ip *net, unsigned bits)
{
	static const unsigned char prefix[16] = {
		0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff
	};
	struct ip mapped = ip_from(prefix, 16);

	return bits >= 96 && ip_within(net, &mapped, 96);
}

/* The prefix matches the term in hand. */
static int
match_prefix(struct visit *v, const struct ip *net, unsigned bits)
{
	if (net->n != v->set->octets || is_mapped(net, bits) ||
	    spfreach_prefix(v->set, net, bits, spfrecord_verdict(v->term->qualifier)))
		return 0;
	return too_many(v->w);
}

static int
match_addresses(struct visit *v, const struct dns_answer *a)
{
	unsigned bits = v->set->octets == 4 ? v->term->bits4 : v->term->bits6;
	struct ip ip;
	size_t i;
	int status = 0;

	for (i = 0; i < a->n && status == 0; i++) {
		ip = ip_from(a->records[i].p, a->records[i].n);
		status = match_prefix(v, &ip, bits);
	}
	return status;
}

static int
match_all(struct visit *v)
{
	spfreach_decide(v->set, spfrecord_verdict(v->term->qualifier));
	return 0;
}

static int
match_net(struct visit *v)
{
	return match_prefix(v, &v->term->net, v->term->kind == SPF_IP4 ?
	    v->term->bits4 : v->term->bits6);
}

static int
address_type(const struct visit *v)
{
	return v->set->octets == 4 ? DNS_A : DNS_AAAA;
}

/* Ask for the target; NULL and a fault when there is no answer. */
static const struct dns_answer *
ask(struct visit *v, int type)
{
	struct span name = buf_view(&v->target);
	const struct spf_limits *limits = v->w->query->limits;
	const struct dns_answer *a = dns_ask(v->w->dns, name, type);

	if (a->status == DNS_TEMPFAIL) {
		no_answer(v->w, name, a);
		return NULL;
	}
	if (a->status != DNS_FOUND && spfreach_void(v->set, limits))
		note_limit(v, limits->voids, "void lookups");
	return a;
}

/* Section 5.3 */
static int
match_a(struct visit *v)
{
	const struct dns_answer *a = ask(v, address_type(v));

	return a == NULL ? -1 : match_addresses(v, a);
}

/* Section 5.4 */
static int
match_mx(struct visit *v)
{
	const struct dns_answer *mx = ask(v, DNS_MX), *a;
	struct span host;
	size_t i;
	int status = 0;

	if (mx == NULL)
		return -1;
	if (mx->n > MX_MAX)
		return fail(v, "more than 10 MX records");
	for (i = 0; i < mx->n && !v->w->query->limits->sequential; i++)
		dns_ahead(v->w->dns, spfmatch_mx_name(mx->records[i]),
		    address_type(v));
	for (i = 0; i < mx->n && status == 0 && spfreach_any(v->set); i++) {
		host = spfmatch_mx_name(mx->records[i]);
		a = dns_ask(v->w->dns, host, address_type(v));
		if (a->status == DNS_TEMPFAIL)
			return no_answer(v->w, host, a);
		status = match_addresses(v, a);
	}
	return status;
}

/* Section 5.7, of a name that is the same for all clients. */
static int
match_exists(struct visit *v)
{
	const struct dns_answer *a = ask(v, DNS_A);

	if (a == NULL)
		return -1;
	return a->n > 0 ? match_all(v) : 0;
}

/*
 * Sections 4.3 to 4.5: the record of a domain.  NULL, or why it has none that
 * counts; or *failed.
 */
static const char *
find_record(struct work *w, struct span domain, struct span *text,
    int *failed)
{
	const struct dns_answer *a;
	size_t n;

	if (!spfrecord_is_domain(domain))
		return "it is not a domain name";
	a = dns_ask(w->dns, domain, DNS_TXT);
	if (a->status == DNS_TEMPFAIL) {
		*failed = no_answer(w, domain, a);
		return "no answer from DNS";
	}
	n = spfrecord_select(a->records, a->n, text);
	return n == 0 ? "it has no SPF record" :
	    n > 1 ? "it has more than one SPF record" : NULL;
}

static int read_record(struct work *, struct span domain,
    const struct spf_record *, struct iprange_set *);

/* The record of the target judges the set. */
static int
descend(struct visit *v, struct iprange_set *set)
{
	struct visit below = *v;
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
		fail(&below, why);
	else if (status == 0)
		status = read_record(v->w, name, &record, set);
	spfrecord_free(&record);
	buf_free(&phrase);
	return status;
}

/* Section 5.2 */
static int
match_include(struct visit *v)
{
	struct iprange_set below;
	int status;

	spfreach_descend(&below, v->set);
	status = descend(v, &below);
	if (status == 0 && !spfreach_ascend(v->set, &below,
	    spfrecord_verdict(v->term->qualifier)))
		status = too_many(v->w);
	iprange_free(&below);
	return status;
}

/* Section 6.1 */
static int
redirect(struct visit *v)
{
	return descend(v, v->set);
}

/* In the order of enum spf_kind; of ptr nothing is known. */
static int (*const matchers[])(struct visit *) = {
	[SPF_ALL] = match_all,
	[SPF_INCLUDE] = match_include,
	[SPF_A] = match_a,
	[SPF_MX] = match_mx,
	[SPF_PTR] = NULL,
	[SPF_IP4] = match_net,
	[SPF_IP6] = match_net,
	[SPF_EXISTS] = match_exists,
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
lacks_domain(const struct visit *v, const struct spf_term *term)
{
	int own = term->spec.p == NULL || uses(term, 'd');

	return (own && v->domain.n == 0) ||
	    (uses(term, 'o') && v->w->origin.n == 0);
}

static void
expand(struct visit *v, const struct spf_term *term)
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
ahead(struct visit *v, const struct spf_record *r)
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
		    term->kind == SPF_A ? address_type(v) :
		    types[term->kind]);
	}
}

/* A term that needs DNS, or its target at least; 0 or -1 and a fault. */
static int
read_costly(struct visit *v)
{
	struct work *w = v->w;
	const struct spf_limits *limits = w->query->limits;

	if (++w->terms > TERMS_MAX)
		return fault_set(w->fault, EX_DATAERR, "more than %d terms "
		    "that need DNS", TERMS_MAX);
	if (spfreach_lookup(v->set, limits))
		note_limit(v, limits->lookups, "terms that need DNS");
	if (!spfreach_any(v->set))
		return 0;
	if (!is_listable(v->term)) {
		note(v, 0, "not a range");
		return 0;
	}
	if (lacks_domain(v, v->term))
		return fault_set(w->fault, EX_USAGE, "%.*s: of which domain? "
		    "-s tells", (int)v->term->text.n, v->term->text.p);
	expand(v, v->term);
	return matchers[v->term->kind](v);
}

static int
read_term(struct visit *v, const struct spf_term *term)
{
	v->term = term;
	if (!spfreach_any(v->set))
		return 0;
	return spfrecord_costs(term) ? read_costly(v) :
	    matchers[term->kind](v);
}

/* Section 4.6.2: the terms judge the part of the set that is undecided. */
static int
read_record(struct work *w, struct span domain, const struct spf_record *r,
    struct iprange_set *set)
{
	struct visit v = { w, domain, set, NULL, { 0 } };
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
open_record(struct work *w, struct spf_record *record)
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
	struct work w = { q, dns, out, fault, { NULL, 0 }, 0 };
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
