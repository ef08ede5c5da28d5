#include "cfws.h"
#include "dmarclookup.h"
#include "json.h"

/* One line; the value is from DNS or the user. */
static void
add_line(struct buf *b, const char *key, struct span value)
{
	buf_printf(b, "%s: ", key);
	buf_printable(b, value);
	buf_byte(b, '\n');
}

static const char *
mode(int strict)
{
	return strict ? "strict" : "relaxed";
}

/* Where the record was found: RFC 9989 section 4.10. */
static void
add_location(struct buf *b, const struct dmarcpolicy *p)
{
	if (p->step == NULL) {
		buf_printf(b, "location: %s (", p->verdict == TEMPERROR ?
		    "unknown" : "none");
		buf_span(b, buf_view(&p->reason));
		buf_text(b, ")\n");
		return;
	}
	buf_text(b, "location: ");
	dmarc_location(b, p);
	buf_printf(b, " (%s%s)\n", dmarc_place_phrase(p->place),
	    p->missing ? "; the domain does not exist" : "");
}

static void
add_policy(struct buf *b, const struct dmarcpolicy *p)
{
	const struct dmarcrecord *r = &p->step->record;

	add_line(b, "record", r->text);
	if (p->verdict != PASS) {
		buf_text(b, "policy: ");
		buf_printf(b, "%s (", p->verdict == TEMPERROR ? "unknown" :
		    "none");
		buf_span(b, buf_view(&p->reason));
		buf_text(b, ")\n");
		return;
	}
	buf_printf(b, "tag: %s\n", dmarc_tag_name(p->tag));
	buf_printf(b, "policy: %s", dmarc_policy_word(p->policy));
	if (p->as_none)
		buf_text(b, " (the record counts as p=none)");
	else if (p->policy != p->asked)
		buf_printf(b, " (%s, lowered by t=y)",
		    dmarc_policy_word(p->asked));
	buf_printf(b, "\nalignment: dkim %s, spf %s\n", mode(r->adkim_strict),
	    mode(r->aspf_strict));
}

static void
add_dest(struct buf *b, const struct dmarc_destination *d)
{
	buf_printf(b, "reports: %s ", dmarc_tag_name(d->tag));
	buf_printable(b, d->uri.text);
	if (d->permission != DMARC_INSIDE)
		buf_printf(b, " (%s%s%s)",
		    dmarc_permission_word(d->permission),
		    d->why == NULL ? "" : ": ", d->why == NULL ? "" : d->why);
	if (d->instead.n > 0) {
		buf_text(b, ", which sends them to ");
		buf_printable(b, d->instead);
	}
	buf_byte(b, '\n');
}

static void
add_finding(struct buf *b, const struct finding *f)
{
	buf_printf(b, "finding: %s: ", finding_word(f->level));
	if (f->text.n > 0) {
		buf_printable(b, cfws_clip(buf_view(&f->text)));
		buf_text(b, ": ");
	}
	buf_printable(b, buf_view(&f->reason));
	if (f->better.n > 0) {
		buf_text(b, "; better: ");
		buf_printable(b, buf_view(&f->better));
	}
	buf_byte(b, '\n');
}

void
dmarclookup_text(struct buf *b, const struct dmarcsurvey *s)
{
	const struct dmarcpolicy *p = &s->policy;
	size_t i;

	add_line(b, "domain", buf_view(&s->domain));
	add_location(b, p);
	if (p->walk->failed == NULL)
		add_line(b, "organizational-domain", p->walk->org);
	if (p->step != NULL) {
		add_policy(b, p);
		if (s->dests.n == 0)
			buf_text(b, "reports: none\n");
	}
	for (i = 0; i < s->dests.n; i++)
		add_dest(b, &s->dests.list[i]);
	for (i = 0; i < s->findings.n; i++)
		add_finding(b, &s->findings.list[i]);
}

/* What the record says, and what of it applies. */
static void
json_policy(struct buf *b, const struct dmarcpolicy *p)
{
	const struct dmarcrecord *r = &p->step->record;
	struct buf name = { 0 };

	dmarc_location(&name, p);
	json_member(b, "location", buf_view(&name));
	buf_free(&name);
	json_member(b, "place", span_of(dmarc_place_phrase(p->place)));
	json_member(b, "record", r->text);
	if (p->verdict != PASS)
		return;
	json_member(b, "tag", span_of(dmarc_tag_name(p->tag)));
	json_member(b, "asked", span_of(dmarc_policy_word(p->asked)));
	json_member(b, "policy", span_of(dmarc_policy_word(p->policy)));
	json_member(b, "adkim", span_of(mode(r->adkim_strict)));
	json_member(b, "aspf", span_of(mode(r->aspf_strict)));
}

static void
json_dest(struct buf *b, const struct dmarc_destination *d)
{
	buf_byte(b, '{');
	json_member(b, "tag", span_of(dmarc_tag_name(d->tag)));
	json_member(b, "uri", d->uri.text);
	json_member(b, "permission",
	    span_of(dmarc_permission_word(d->permission)));
	if (d->name.n > 0)
		json_member(b, "asked", buf_view(&d->name));
	if (d->why != NULL)
		json_member(b, "why", span_of(d->why));
	if (d->instead.n > 0)
		json_member(b, "instead", d->instead);
	buf_byte(b, '}');
}

static void
json_finding(struct buf *b, const struct finding *f)
{
	buf_byte(b, '{');
	json_member(b, "level", span_of(finding_word(f->level)));
	json_member(b, "text", cfws_clip(buf_view(&f->text)));
	json_member(b, "reason", buf_view(&f->reason));
	if (f->better.n > 0)
		json_member(b, "better", buf_view(&f->better));
	buf_byte(b, '}');
}

/* The word for what was found, as exit statuses have it. */
static const char *
found(const struct dmarcpolicy *p)
{
	return p->verdict == PASS ? "found" : verdict_word(p->verdict);
}

void
dmarclookup_json(struct buf *b, const struct dmarcsurvey *s)
{
	const struct dmarcpolicy *p = &s->policy;
	size_t i;

	buf_byte(b, '{');
	json_member(b, "domain", buf_view(&s->domain));
	json_member(b, "result", span_of(found(p)));
	if (p->reason.n > 0)
		json_member(b, "reason", buf_view(&p->reason));
	if (p->walk->failed == NULL)
		json_member(b, "organizational-domain", p->walk->org);
	if (p->step != NULL)
		json_policy(b, p);
	json_name(b, "reports");
	buf_byte(b, '[');
	for (i = 0; i < s->dests.n; i++) {
		buf_text(b, i > 0 ? "," : "");
		json_dest(b, &s->dests.list[i]);
	}
	buf_byte(b, ']');
	json_name(b, "findings");
	buf_byte(b, '[');
	for (i = 0; i < s->findings.n; i++) {
		buf_text(b, i > 0 ? "," : "");
		json_finding(b, &s->findings.list[i]);
	}
	buf_text(b, "]}\n");
}
