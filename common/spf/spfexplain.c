#include <string.h>

#include "json.h"
#include "spfexplain.h"
#include "spfmacro.h"
#include "spfmatch.h"

#define TERMS_MAX	100	/* terms that the count follows */
#define DEPTH_MAX	10	/* and how deep */

static const char *
type_name(int type)
{
	switch (type) {
	case DNS_A:
		return "A";
	case DNS_AAAA:
		return "AAAA";
	case DNS_MX:
		return "MX";
	case DNS_PTR:
		return "PTR";
	default:
		return "TXT";
	}
}

static const char *const outcomes[] = {
	[SPF_NOT_REACHED] = "not reached",
	[SPF_NO_MATCH] = "no match",
	[SPF_MATCH] = "match",
	[SPF_EXPLAINS] = "explains",
	[SPF_STOP] = "decides"
};

/* Counting; what is left, and the depth, keep it finite. */
struct count {
	struct spf	*s;
	unsigned	 left;
	int		 depth;
};

static unsigned count_domain(struct count *, struct span domain,
    struct spfexplain_cost *);

/* One term and what is below it; what costs a lookup: RFC 7208 section 4.6.4 */
static unsigned
count_term(struct count *c, const struct spf_term *term, struct span domain)
{
	struct spf_values v;
	struct buf name = { 0 };
	unsigned n = spfrecord_costs(term);

	if (n == 0 || c->left == 0)
		return 0;
	c->left--;
	if ((term->kind != SPF_INCLUDE && term->kind != SPF_REDIRECT) ||
	    c->depth == DEPTH_MAX)
		return n;
	c->depth++;
	spfmatch_values(c->s, domain, &v);
	spfmacro_name(&name, term->spec, &v);
	n += count_domain(c, buf_view(&name), NULL);
	c->depth--;
	buf_free(&name);
	return n;
}

static unsigned
count_record(struct count *c, const struct spf_record *r, struct span domain,
    struct spfexplain_cost *cost)
{
	const struct spf_term *term;
	unsigned n = 0, one;
	size_t i;

	for (i = 0; i < r->n; i++) {
		term = &r->terms[i];
		if (term->kind == SPF_ALL)
			break;
		one = term->kind == SPF_REDIRECT && r->redirect == NULL ? 0 :
		    count_term(c, term, domain);
		n += one;
		if (cost != NULL && term->kind == SPF_INCLUDE &&
		    one > cost->of_most) {
			cost->of_most = one;
			cost->most.n = 0;
			buf_span(&cost->most, term->text);
		}
	}
	return n;
}

static unsigned
count_domain(struct count *c, struct span domain,
    struct spfexplain_cost *cost)
{
	const struct dns_answer *a;
	struct spf_record r;
	struct span text = c->s->query->record;
	unsigned n = 0;

	if (cost == NULL || text.p == NULL) {
		a = dns_ask(c->s->dns, domain, DNS_TXT);
		text.p = NULL;
		spfrecord_select(a->records, a->n, &text);
	}
	if (text.p == NULL)
		return 0;
	if (spfrecord_parse(&r, text) == NULL)
		n = count_record(c, &r, domain, cost);
	spfrecord_free(&r);
	return n;
}

void
spfexplain_cost(struct spf *s, struct spfexplain_cost *cost)
{
	struct count c = { s, TERMS_MAX, 0 };

	memset(cost, 0, sizeof(*cost));
	if (s->tree->text.p != NULL)
		cost->lookups = count_domain(&c, buf_view(&s->tree->domain),
		    cost);
}

static void
indent(struct buf *b, int depth)
{
	buf_printf(b, "%*s", 2 * depth, "");
}

static void
text_lookup(struct buf *b, const struct spf_lookup *l, int depth)
{
	static const char *const words[] = {
		[DNS_FOUND] = "found",
		[DNS_NODATA] = "has none",
		[DNS_NXDOMAIN] = "does not exist",
		[DNS_TEMPFAIL] = "no answer"
	};

	indent(b, depth);
	buf_printf(b, "? %s ", type_name(l->type));
	buf_printable(b, buf_view(&l->name));
	if (l->status == DNS_FOUND)
		buf_printf(b, ": %zu %s\n", l->n, words[l->status]);
	else
		buf_printf(b, ": %s\n", words[l->status]);
}

static void text_tree(struct buf *, const struct spf *,
    const struct spf_tree *, int);

static void
text_step(struct buf *b, const struct spf *s, const struct spf_step *step,
    int depth)
{
	size_t i;

	indent(b, depth);
	buf_printable(b, step->term->text);
	if (step->target.n > 0 && step->term->spec.p != NULL &&
	    span_find(step->term->spec, '%') < step->term->spec.n) {
		buf_text(b, " = ");
		buf_printable(b, buf_view(&step->target));
	}
	if (step->term->kind < SPF_EXP || step->outcome == SPF_EXPLAINS)
		buf_printf(b, ": %s", outcomes[step->outcome]);
	if (spfrecord_costs(step->term) && step->outcome != SPF_NOT_REACHED)
		buf_printf(b, " (lookups %u of %u, void %u of %u)",
		    step->lookups, s->limits->lookups, step->voids,
		    s->limits->voids);
	buf_byte(b, '\n');
	for (i = 0; i < step->nasked; i++)
		text_lookup(b, &step->asked[i], depth + 1);
	if (step->below != NULL)
		text_tree(b, s, step->below, depth + 1);
}

static void
text_tree(struct buf *b, const struct spf *s, const struct spf_tree *t,
    int depth)
{
	size_t i;

	indent(b, depth);
	buf_printable(b, buf_view(&t->domain));
	buf_text(b, ": ");
	if (t->text.p == NULL)
		buf_text(b, "no record");
	buf_printable(b, t->text);
	buf_byte(b, '\n');
	for (i = 0; t->steps != NULL && i < t->record.n; i++)
		text_step(b, s, &t->steps[i], depth + 1);
	indent(b, depth);
	buf_printf(b, "%s%s", verdict_word(t->verdict),
	    t->reason.n > 0 ? ": " : "");
	buf_printable(b, buf_view(&t->reason));
	buf_byte(b, '\n');
}

void
spfexplain_text(struct buf *b, struct spf *s)
{
	struct spfexplain_cost cost;

	buf_printf(b, "%s ", s->is_helo ? "HELO" : "MAIL FROM");
	buf_printable(b, s->is_helo ? s->origin : buf_view(&s->sender));
	buf_text(b, ", client ");
	ip_format(b, &s->query->ip);
	buf_byte(b, '\n');
	text_tree(b, s, s->tree, 0);
	if (s->explanation.n > 0) {
		buf_text(b, "explanation of the domain: ");
		buf_printable(b, buf_view(&s->explanation));
		buf_byte(b, '\n');
	}
	spfexplain_cost(s, &cost);
	buf_printf(b, "worst case %u of %u lookups", cost.lookups,
	    s->limits->lookups);
	if (cost.most.n > 0) {
		buf_text(b, "; most by ");
		buf_printable(b, buf_view(&cost.most));
		buf_printf(b, ": %u", cost.of_most);
	}
	buf_byte(b, '\n');
	buf_free(&cost.most);
}

static void
json_number(struct buf *b, const char *name, size_t n)
{
	json_name(b, name);
	buf_printf(b, "%zu", n);
}

static void
json_lookup(struct buf *b, const struct spf_lookup *l)
{
	static const char *const words[] = {
		[DNS_FOUND] = "found",
		[DNS_NODATA] = "nodata",
		[DNS_NXDOMAIN] = "nxdomain",
		[DNS_TEMPFAIL] = "tempfail"
	};

	buf_byte(b, '{');
	json_member(b, "name", buf_view(&l->name));
	json_member(b, "type", span_of(type_name(l->type)));
	json_member(b, "status", span_of(words[l->status]));
	json_number(b, "records", l->n);
	buf_byte(b, '}');
}

static void json_tree(struct buf *, const struct spf_tree *);

static void
json_step(struct buf *b, const struct spf_step *step)
{
	size_t i;

	buf_byte(b, '{');
	json_member(b, "term", step->term->text);
	json_member(b, "outcome", span_of(outcomes[step->outcome]));
	if (step->target.n > 0)
		json_member(b, "target", buf_view(&step->target));
	json_number(b, "lookups", step->lookups);
	json_number(b, "void", step->voids);
	json_name(b, "asked");
	buf_byte(b, '[');
	for (i = 0; i < step->nasked; i++) {
		buf_text(b, i > 0 ? "," : "");
		json_lookup(b, &step->asked[i]);
	}
	buf_byte(b, ']');
	if (step->below != NULL) {
		json_name(b, "below");
		json_tree(b, step->below);
	}
	buf_byte(b, '}');
}

static void
json_tree(struct buf *b, const struct spf_tree *t)
{
	size_t i;

	buf_byte(b, '{');
	json_member(b, "domain", buf_view(&t->domain));
	if (t->text.p != NULL)
		json_member(b, "record", t->text);
	json_member(b, "result", span_of(verdict_word(t->verdict)));
	if (t->reason.n > 0)
		json_member(b, "reason", buf_view(&t->reason));
	json_name(b, "terms");
	buf_byte(b, '[');
	for (i = 0; t->steps != NULL && i < t->record.n; i++) {
		buf_text(b, i > 0 ? "," : "");
		json_step(b, &t->steps[i]);
	}
	buf_text(b, "]}");
}

void
spfexplain_json(struct buf *b, struct spf *s)
{
	struct spfexplain_cost cost;
	struct buf m = { 0 };

	buf_byte(&m, '{');
	json_number(&m, "lookups", s->lookups);
	json_number(&m, "void", s->voids);
	spfexplain_cost(s, &cost);
	json_number(&m, "worst-case", cost.lookups);
	if (cost.most.n > 0)
		json_member(&m, "worst-include", buf_view(&cost.most));
	if (s->explanation.n > 0)
		json_member(&m, "explanation", buf_view(&s->explanation));
	json_name(&m, "tree");
	json_tree(&m, s->tree);
	buf_span(b, span_from(buf_view(&m), 1));
	buf_free(&m);
	buf_free(&cost.most);
}
