#include <string.h>

#include "dmarcdest.h"
#include "dmarclint.h"
#include "domain.h"
#include "policylint.h"

/* Where the text has that part; its length when it has not. */
static size_t
find(struct span text, struct span part)
{
	size_t i;

	for (i = 0; part.n > 0 && i + part.n <= text.n; i++)
		if (memcmp(text.p + i, part.p, part.n) == 0)
			return i;
	return text.n;
}

static int
has_errors(struct span text)
{
	struct findings all = { 0 };
	struct dmarcrecord r;
	int has = 1;

	if (dmarcrecord_is(text)) {
		dmarcrecord_parse(&r, text);
		dmarclint(&all, &r);
		has = findings_reach(&all, FINDING_ERROR);
	}
	findings_free(&all);
	return has;
}

/* What is left of a text whose beginning was meant to be v=DMARC1. */
static struct span
behind_version(struct span text)
{
	size_t at = 0;

	while (at + 6 <= text.n && !span_starts(span_from(text, at),
	    "dmarc1"))
		at++;
	if (at + 6 > text.n)
		return text;
	text = span_from(text, at + 6);
	while (text.n > 0 && strchr(";,: \t", text.p[0]) != NULL)
		text = span_from(text, 1);
	return text;
}

/* Give it a version that verifiers know. */
static void
repair_version(struct entry *e)
{
	struct buf b = { 0 };

	buf_text(&b, "v=DMARC1; ");
	buf_span(&b, behind_version(buf_view(&e->mended)));
	e->mended.n = 0;
	buf_span(&e->mended, buf_view(&b));
	buf_free(&b);
}

/* Use what the findings from this one on say would be better. */
static void
repair_tags(struct entry *e, size_t from, enum finding_level level)
{
	struct span text, part;
	const struct finding *f;
	struct buf b = { 0 };
	size_t at;

	for (; from < e->findings.n; from++) {
		f = &e->findings.list[from];
		text = buf_view(&e->mended);
		part = buf_view(&f->text);
		if (f->level < level || f->better.n == 0 ||
		    (at = find(text, part)) == text.n)
			continue;
		b.n = 0;
		buf_add(&b, text.p, at);
		buf_span(&b, buf_view(&f->better));
		buf_span(&b, span_from(text, at + part.n));
		e->mended.n = 0;
		buf_span(&e->mended, buf_view(&b));
	}
	buf_free(&b);
}

void
policylint(struct entry *e)
{
	struct dmarcrecord r;
	size_t from;

	if (!dmarcrecord_is(buf_view(&e->mended))) {
		if (!dmarclint_near(&e->findings, buf_view(&e->mended)))
			findings_add(&e->findings, FINDING_ERROR,
			    entry_clip(buf_view(&e->mended)), "a DMARC record "
			    "begins with v=DMARC1 and a semicolon");
		repair_version(e);
	}
	from = e->findings.n;
	if (dmarcrecord_is(buf_view(&e->mended))) {
		dmarcrecord_parse(&r, buf_view(&e->mended));
		dmarclint(&e->findings, &r);
		repair_tags(e, from, FINDING_ERROR);
		if (has_errors(buf_view(&e->mended)))
			repair_tags(e, from, FINDING_WARNING);
	}
	e->usable = !has_errors(buf_view(&e->mended));
}

void
policylint_report(struct entry *e)
{
	e->usable = dmarcrecord_is(buf_view(&e->mended));
	if (!e->usable && !dmarclint_near(&e->findings, buf_view(&e->mended)))
		findings_add(&e->findings, FINDING_ERROR,
		    entry_clip(buf_view(&e->mended)), "leave for reports is "
		    "the text v=DMARC1");
	if (!e->usable) {
		e->mended.n = 0;
		buf_text(&e->mended, "v=DMARC1");
		e->usable = 1;
	}
}

/* Without DNS: what is to be looked at. */
static void
note_leave(struct entry *e, struct span domain, const struct dmarc_uri *u)
{
	if (u->why != NULL || u->host.p == NULL ||
	    domain_within(u->host, domain) || domain_within(domain, u->host))
		return;
	findings_add(&e->findings, FINDING_NOTE, u->text, "unless it is of "
	    "the same organization, %.*s._report._dmarc.%.*s must have a TXT "
	    "record v=DMARC1 (RFC 9990 section 4); -n or -z looks",
	    (int)domain.n, domain.p, (int)u->host.n, u->host.p);
}

static void
note_leaves(struct entry *e, struct span domain, const struct dmarcrecord *r)
{
	static const enum dmarc_name tags[] = { DMARC_RUA, DMARC_RUF };
	struct dmarc_uri u;
	struct span rest;
	size_t i, n = 0;

	for (i = 0; i < 2; i++) {
		rest = r->tags[tags[i]];
		while (rest.p != NULL && n++ < DMARCDEST_MAX &&
		    dmarcuri_next(&rest, &u))
			note_leave(e, domain, &u);
	}
}

static void
tell_leave(struct entry *e, struct span domain, struct dmarc_destination *d)
{
	if (d->permission == DMARC_UNKNOWN) {
		e->unknown = 1;
		findings_add(&e->findings, FINDING_NOTE, d->uri.text,
		    "%s: no answer from DNS: %s", buf_string(&d->name),
		    d->why);
	} else if (d->permission == DMARC_UNAUTHORIZED &&
	    !domain_within(d->uri.host, domain))	/* walks end here */
		findings_add(&e->findings, FINDING_WARNING, d->uri.text,
		    "no reports will go there: %s: %s (RFC 9990 section 4)",
		    buf_string(&d->name), d->why);
}

/* As if the record were the policy of the domain already. */
static void
check_leaves(struct entry *e, struct span domain, struct dns *dns)
{
	struct dmarc_step step = { .domain = domain, .n = 1 };
	struct dmarcpolicy p = { .step = &step, .place = DMARC_AT_DOMAIN };
	struct dmarcdests all = { 0 };
	struct dmarcwalks walks;
	size_t i;

	dmarcrecord_parse(&step.record, buf_view(&e->mended));
	dmarcwalks_init(&walks, dns, NULL);
	p.walk = dmarcwalks_from(&walks, domain);
	dmarcdests_lookup(&all, &p, &walks);
	for (i = 0; i < all.n; i++)
		tell_leave(e, domain, &all.list[i]);
	dmarcdests_free(&all);
	dmarcwalks_free(&walks);
}

void
policylint_leave(struct entry *e, struct dns *dns)
{
	struct span domain, before;
	struct dmarcrecord r;

	if (!entry_split(buf_view(&e->named), "_dmarc", &before, &domain) ||
	    domain.n == 0 || e->relative)
		return;
	if (dns != NULL) {
		check_leaves(e, domain, dns);
		return;
	}
	dmarcrecord_parse(&r, buf_view(&e->mended));
	note_leaves(e, domain, &r);
}
