#include <string.h>

#include "client.h"
#include "dmarcstory.h"

/* What stands at one name. */
static void
add_step(struct buf *b, const struct dmarc_step *s)
{
	buf_text(b, "  _dmarc.");
	buf_printable(b, s->domain);
	buf_text(b, ": ");
	if (s->why != NULL)
		buf_printf(b, "DNS did not answer: %s", s->why);
	else if (s->n > 1)
		buf_printf(b, "%zu records, none of them counts", s->n);
	else if (s->n == 1)
		buf_printable(b, s->record.text);
	else if (s->answer->status == DNS_NXDOMAIN)
		buf_text(b, "no such name");
	else
		buf_text(b, "no DMARC record");
	buf_byte(b, '\n');
}

void
dmarcstory_walk(struct buf *b, const struct dmarcwalk *w)
{
	size_t i;

	for (i = 0; i < w->n; i++)
		add_step(b, &w->steps[i]);
	buf_text(b, "  organizational domain: ");
	if (w->failed != NULL)
		buf_text(b, "not known");
	else
		buf_printable(b, w->org);
	buf_byte(b, '\n');
}

static void
add_policy(struct buf *b, const struct dmarcpolicy *p)
{
	if (p->verdict != PASS) {
		buf_text(b, "policy: ");
		buf_span(b, buf_view(&p->reason));
		buf_byte(b, '\n');
		return;
	}
	buf_printf(b, "policy: %s, from %s= ", dmarc_policy_word(p->policy),
	    dmarc_tag_name(p->tag));
	buf_printf(b, "at %s (", dmarc_place_phrase(p->place));
	dmarc_location(b, p);
	buf_byte(b, ')');
	if (p->as_none)
		buf_text(b, "; the record counts as p=none");
	if (p->policy != p->asked)
		buf_printf(b, "; t=y lowers %s",
		    dmarc_policy_word(p->asked));
	if (p->missing)
		buf_text(b, "; the author domain does not exist");
	buf_byte(b, '\n');
}

/* How an identifier that counts stands to the author domain. */
static void
add_alignment(struct buf *b, const struct dmarc_alignment *c,
    const struct dmarc_result *r)
{
	static const char *const words[] = {
		"alignment not known", "not aligned", "aligned"
	};

	buf_text(b, words[c->aligned + 1]);
	if (span_same(buf_view(&c->id->domain), r->domain)) {
		buf_text(b, ", the same domain\n");
		return;
	}
	buf_text(b, c->strict ? " (strict)\n" : " (relaxed)\n");
	if (c->walk != NULL)
		dmarcstory_walk(b, c->walk);
}

static void
add_id(struct buf *b, const struct dmarc_alignment *c,
    const struct dmarc_result *r)
{
	const struct dmarcid *id = c->id;

	dmarcid_print(b, id);
	if (dmarcpolicy_has_record(&r->policy))
		buf_text(b, ": ");
	if (!dmarcpolicy_has_record(&r->policy))
		buf_byte(b, '\n');
	else if (id->unused != NULL)
		buf_printf(b, "not used: %s\n", id->unused);
	else if (id->verdict != PASS && id->verdict != TEMPERROR)
		buf_text(b, "not a pass, cannot be aligned\n");
	else
		add_alignment(b, c, r);
}

/* RFC 9989 sections 5.3.6, 5.4 and 7.4. */
static const char *
advice(const struct dmarc_result *r)
{
	if (r->verdict == PASS)
		return "handle it as any other mail";
	if (r->verdict == TEMPERROR)
		return "try again later, or deliver without DMARC";
	if (r->verdict == PERMERROR && r->policy.verdict != PERMERROR)
		return "be wary: nobody can tell who wrote it";
	if (r->verdict != FAIL)
		return "DMARC has no say";
	if (r->sealer.p != NULL)
		return "deliver: a trusted sealer vouches for it";
	switch (r->disposition) {
	case DMARC_REJECT:
		return "treat it as suspicious, and refuse it if anything "
		    "else speaks against it";
	case DMARC_QUARANTINE:
		return "treat it as suspicious";
	default:
		return "deliver as without DMARC";
	}
}

static void
add_result(struct buf *b, const struct dmarc_result *r, size_t nids)
{
	size_t i;

	if (r->domain.p != NULL) {
		buf_text(b, "author domain: ");
		buf_printable(b, r->domain);
		buf_byte(b, '\n');
		dmarcstory_walk(b, r->policy.walk);
		add_policy(b, &r->policy);
		for (i = 0; i < nids; i++)
			add_id(b, &r->alignments[i], r);
	}
	if (r->sealer.p != NULL) {
		buf_text(b, "without ARC: ");
		buf_printable(b, buf_view(&r->overridden));
		buf_printf(b, "\nARC set %zu, sealed by ", r->instance);
		buf_printable(b, r->sealer);
		buf_text(b, ": it passed when it came there\n");
	}
	buf_printf(b, "dmarc=%s", verdict_word(r->verdict));
	if (r->reason.n > 0) {
		buf_text(b, ": ");
		buf_printable(b, buf_view(&r->reason));
	}
	buf_printf(b, "\na receiver would: %s\n", advice(r));
}

/* The other rules' result for the same author domain. */
static const struct dmarc_result *
counterpart(const struct dmarc *d, struct span domain)
{
	size_t i;

	for (i = 0; i < d->n; i++)
		if (d->results[i]->domain.p != NULL &&
		    span_same(d->results[i]->domain, domain))
			return d->results[i];
	return NULL;
}

/* A row of the comparison, unless both say the same. */
static void
add_row(struct buf *b, const char *what, struct span one, struct span two)
{
	size_t start;

	if (span_same(one, two))
		return;
	buf_printf(b, "  %-22s", what);
	start = b->n;
	buf_printable(b, one);
	while (b->n < start + 24)
		buf_byte(b, ' ');
	buf_byte(b, ' ');
	buf_printable(b, two);
	buf_byte(b, '\n');
}

static struct span
location(const struct dmarc_result *r)
{
	return r->policy.step == NULL ? span_of("none") :
	    r->policy.step->domain;
}

static struct span
policy(const struct dmarc_result *r)
{
	return span_of(r->policy.verdict == PASS ?
	    dmarc_policy_word(r->disposition) : "none");
}

static struct span
org(const struct dmarc_result *r)
{
	return r->policy.walk->failed != NULL ? span_of("not known") :
	    r->policy.walk->org;
}

/* one is by RFC 7489, two by RFC 9989. */
static void
compare(struct buf *b, const struct dmarc_result *one,
    const struct dmarc_result *two)
{
	size_t start = b->n, head;

	add_row(b, "", span_of("RFC 7489"), span_of("RFC 9989"));
	head = b->n;
	add_row(b, "result", span_of(verdict_word(one->verdict)),
	    span_of(verdict_word(two->verdict)));
	add_row(b, "policy", policy(one), policy(two));
	add_row(b, "record of", location(one), location(two));
	add_row(b, "organizational domain", org(one), org(two));
	if (b->n > head)
		return;
	b->n = start;
	buf_text(b, "RFC 9989 says the same\n");
}

/* An aligned pass is worth more than a pass, that more than the rest. */
static int
weight(const struct dmarc_alignment *c)
{
	if (c->id->verdict != PASS || c->id->unused != NULL)
		return 0;
	return c->aligned == 1 ? 2 : 1;
}

/* The result that speaks for a method, the first of its kind. */
static const struct dmarc_alignment *
speaker(const struct dmarc *d, enum dmarc_method m)
{
	const struct dmarc_alignment *best = NULL, *c;
	const struct dmarc_result *r = d->results[0];
	size_t i;

	for (i = 0; i < d->query->ids->n; i++) {
		c = &r->alignments[i];
		if (c->id->method != m)
			continue;
		if (best == NULL || weight(c) > weight(best))
			best = c;
	}
	return best;
}

/* In capitals, as there. */
static void
add_capitals(struct buf *b, const char *word)
{
	for (; *word != '\0'; word++)
		buf_byte(b, *word >= 'a' && *word <= 'z' ?
		    (char)(*word - 'a' + 'A') : *word);
}

/* The client of the first Received field that is not our own. */
static int
find_client(const struct message *msg, unsigned skip, struct ip *ip)
{
	struct buf helo = { 0 };
	int found = 0;
	size_t i;

	for (i = 0; i < msg->nfields; i++) {
		if (!span_eqi(msg->fields[i].name, "Received") || skip-- > 0)
			continue;
		found = client_parse(msg->fields[i].value, ip, &helo);
		break;
	}
	buf_free(&helo);
	return found;
}

static void
add_summary(struct buf *b, const struct dmarc *d, unsigned skip)
{
	const struct dmarc_alignment *spf = speaker(d, DMARC_SPF);
	const struct dmarc_alignment *dkim = speaker(d, DMARC_DKIM);
	struct ip ip;

	buf_text(b, "SPF: ");
	add_capitals(b, spf == NULL ? "none" : verdict_word(spf->id->verdict));
	if (spf != NULL && spf->id->unused != NULL)
		buf_text(b, " (not used)");
	else if (spf != NULL && find_client(d->query->msg, skip, &ip)) {
		buf_text(b, " with IP ");
		ip_format(b, &ip);
	}
	buf_text(b, "\nDKIM: '");
	add_capitals(b, dkim == NULL ? "none" :
	    verdict_word(dkim->id->verdict));
	buf_byte(b, '\'');
	if (dkim != NULL && dkim->id->domain.n > 0) {
		buf_text(b, " with domain ");
		buf_printable(b, buf_view(&dkim->id->domain));
	}
	buf_text(b, "\nDMARC: '");
	add_capitals(b, verdict_word(d->results[0]->verdict));
	buf_text(b, "'\n");
}

void
dmarcstory(struct buf *b, const struct dmarc *d, const struct dmarc *other,
    unsigned skip)
{
	const struct dmarc_result *r, *o;
	size_t i;

	for (i = 0; i < d->n; i++) {
		r = d->results[i];
		add_result(b, r, d->query->ids->n);
		if (other == NULL || r->domain.p == NULL)
			continue;
		o = counterpart(other, r->domain);
		if (o != NULL)
			compare(b, r, o);
	}
	add_summary(b, d, skip);
}
