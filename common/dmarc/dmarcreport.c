#include <string.h>

#include "dmarcreport.h"
#include "json.h"
#include "scan.h"

/* Where a string in text starts and ends, until text stands still. */
struct part {
	size_t	start, end;
};

static struct part
begin(const struct buf *text)
{
	struct part p = { text->n, text->n };

	return p;
}

static struct span
view(const struct buf *text, struct part p)
{
	struct span v = { buf_view(text).p + p.start, p.end - p.start };

	return v;
}

/*
 * What the domain asks for: "p=reject, record of X".  historic: RFC 7489
 * had pct.
 */
static struct part
add_comment(struct buf *text, const struct dmarc_result *r, int historic)
{
	const struct dmarcpolicy *p = &r->policy;
	struct part part = begin(text);
	uint64_t pct;

	if (p->step == NULL || p->verdict != PASS)
		return part;
	buf_printf(text, "%s=%s%s", dmarc_tag_name(p->tag),
	    dmarc_policy_word(p->asked), p->policy != p->asked ? " t=y" : "");
	if (historic && number_parse(p->step->record.tags[DMARC_PCT], 3,
	    &pct) && pct <= 100)
		buf_printf(text, " pct=%u", (unsigned)pct);
	buf_text(text, ", record of ");
	buf_printable(text, p->step->domain);
	part.end = text->n;
	return part;
}

static void
json_id(struct buf *b, const struct dmarc_alignment *c)
{
	const struct dmarcid *id = c->id;

	buf_byte(b, '{');
	json_member(b, "method", span_of(dmarc_method_word(id->method)));
	json_member(b, "result", span_of(verdict_word(id->verdict)));
	if (id->domain.n > 0)
		json_member(b, "domain", buf_view(&id->domain));
	if (id->unused != NULL)
		json_member(b, "unused", span_of(id->unused));
	else if (id->verdict == PASS || id->verdict == TEMPERROR)
		json_member(b, "alignment", span_of(c->aligned == 1 ?
		    "aligned" : c->aligned == 0 ? "not aligned" : "unknown"));
	buf_byte(b, '}');
}

/* The members that the field has no place for. */
static struct part
add_json(struct buf *b, const struct dmarc_result *r, size_t nids)
{
	const struct dmarcpolicy *p = &r->policy;
	struct part part = begin(b);
	struct buf location = { 0 };
	size_t i;

	if (r->domain.p == NULL)
		return part;
	if (p->walk->failed == NULL)
		json_member(b, "organizational-domain", p->walk->org);
	if (p->step != NULL) {
		dmarc_location(&location, p);
		json_member(b, "location", buf_view(&location));
		json_member(b, "record", p->step->record.text);
	}
	json_name(b, "identifiers");
	buf_byte(b, '[');
	for (i = 0; i < nids; i++) {
		buf_text(b, i > 0 ? "," : "");
		json_id(b, &r->alignments[i]);
	}
	buf_byte(b, ']');
	part.start += b->p[part.start] == ',';
	part.end = b->n;
	buf_free(&location);
	return part;
}

static void
add_property(struct authres_result *a, const char *name, struct span value)
{
	a->properties[a->n].name = name;
	a->properties[a->n++].value = value;
}

/*
 * RFC 9989 sections 9.1 and 9.2.  Where it is not known whether the message
 * passes there is no policy to be applied (section 5.3.6).
 */
static void
make_result(struct authres_result *a, const struct dmarc_result *r)
{
	a->method = "dmarc";
	a->result = verdict_word(r->verdict);
	a->reason = buf_view(&r->reason);
	if (r->domain.p == NULL)
		return;
	add_property(a, "header.from", r->domain);
	if (r->policy.verdict == PASS &&
	    (r->verdict == PASS || r->verdict == FAIL))
		add_property(a, "policy.dmarc",
		    span_of(dmarc_policy_word(r->disposition)));
}

struct authres_result *
dmarcreport_results(const struct dmarc *d, int json, struct buf *text,
    size_t *n)
{
	struct authres_result *a = mem_zero(d->n, sizeof(*a));
	struct part comments[AUTHOR_DOMAINS], members[AUTHOR_DOMAINS];
	size_t i;

	for (i = 0; i < d->n; i++) {
		make_result(&a[i], d->results[i]);
		comments[i] = add_comment(text, d->results[i],
		    d->query->psl != NULL);
		members[i] = json ? add_json(text, d->results[i],
		    d->query->ids->n) : begin(text);
	}
	for (i = 0; i < d->n; i++) {
		a[i].comment = view(text, comments[i]);
		a[i].json = view(text, members[i]);
	}
	*n = d->n;
	return a;
}
