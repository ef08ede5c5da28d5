#include <stdlib.h>
#include <string.h>

#include "dmarcdest.h"
#include "dnsname.h"
#include "domain.h"

static const char *const words[] = {
	"invalid", "own", "authorized", "not authorized", "unknown"
};

const char *
dmarc_permission_word(enum dmarc_permission p)
{
	return words[p];
}

static void
refuse(struct dmarc_destination *d, enum dmarc_permission p, const char *why)
{
	d->permission = p;
	d->why = why;
}

/* The organization whose record it is. */
static struct span
owner(const struct dmarcpolicy *p)
{
	return p->place == DMARC_AT_PSD ? p->step->domain : p->walk->org;
}

/* RFC 9990 section 4, steps 2 and 3: the name to ask about. */
static void
make_name(struct dmarc_destination *d, const struct dmarcpolicy *p)
{
	buf_span(&d->name, p->step->domain);
	buf_text(&d->name, "._report._dmarc.");
	buf_span(&d->name, d->uri.host);
}

/*
 * Step 9: a list that the destination gives instead must stay on its host.
 * Returns 1 when it does.
 */
static int
stays(struct span list, struct span host)
{
	struct dmarc_uri u;

	while (list.p != NULL && dmarcuri_next(&list, &u))
		if (u.why == NULL && !span_same(u.host, host))
			return 0;
	return 1;
}

/* Steps 6 to 9. */
static void
read_answer(struct dmarc_destination *d, const struct dns_answer *a)
{
	struct dmarcrecord r;
	size_t i;

	refuse(d, DMARC_UNAUTHORIZED, "no v=DMARC1 record there");
	for (i = 0; i < a->n; i++) {
		if (!dmarcrecord_is(a->records[i]))
			continue;
		dmarcrecord_parse(&r, a->records[i]);
		if (!stays(r.tags[d->tag], d->uri.host)) {
			refuse(d, DMARC_UNAUTHORIZED,
			    "its record leads to another host");
			return;
		}
		refuse(d, DMARC_AUTHORIZED, NULL);
		if (r.tags[d->tag].n > 0)
			d->instead = r.tags[d->tag];
	}
}

/* Section 4 for one destination. */
static void
verify(struct dmarc_destination *d, const struct dmarcpolicy *p,
    struct dmarcwalks *walks)
{
	const struct dmarcwalk *w = dmarcwalks_from(walks, d->uri.host);
	const struct dns_answer *a;

	if (w->failed == NULL && p->walk->failed == NULL &&
	    span_same(w->org, owner(p))) {
		d->permission = DMARC_INSIDE;
		return;
	}
	make_name(d, p);
	if (dns_name_check(buf_view(&d->name)) != NULL) {
		refuse(d, DMARC_UNAUTHORIZED, "the name is too long for DNS");
		return;
	}
	a = dns_ask(walks->dns, buf_view(&d->name), DNS_TXT);
	if (a->status == DNS_TEMPFAIL)
		refuse(d, DMARC_UNKNOWN, a->why);
	else
		read_answer(d, a);
	if (d->permission == DMARC_UNAUTHORIZED && w->failed != NULL &&
	    domain_within(d->uri.host, owner(p)))
		refuse(d, DMARC_UNKNOWN, w->failed->why);
}

/* Take the tag's list in, and ask for what will be needed. */
static void
read_list(struct dmarcdests *all, const struct dmarcpolicy *p,
    const struct dmarcwalks *walks, enum dmarc_name tag)
{
	struct span rest = p->step->record.tags[tag];
	struct dmarc_uri u;

	while (rest.n > 0 && dmarcuri_next(&rest, &u)) {
		struct dmarc_destination *d;

		if (all->n == DMARCDEST_MAX) {
			all->more = 1;
			return;
		}
		d = &all->list[all->n++];
		d->tag = tag;
		d->uri = u;
		d->why = u.why == NULL && u.host.p == NULL ?
		    "reports go to mailto: addresses only" : u.why;
		if (d->why == NULL)
			dmarcwalks_ahead(walks, u.host);
	}
}

void
dmarcdests_lookup(struct dmarcdests *all, const struct dmarcpolicy *p,
    struct dmarcwalks *walks)
{
	size_t i;

	memset(all, 0, sizeof(*all));
	if (p->step == NULL)
		return;
	all->list = mem_zero(DMARCDEST_MAX, sizeof(*all->list));
	read_list(all, p, walks, DMARC_RUA);
	read_list(all, p, walks, DMARC_RUF);
	for (i = 0; i < all->n; i++)
		if (all->list[i].why == NULL)
			verify(&all->list[i], p, walks);
}

void
dmarcdests_free(struct dmarcdests *all)
{
	size_t i;

	for (i = 0; i < all->n; i++)
		buf_free(&all->list[i].name);
	free(all->list);
	memset(all, 0, sizeof(*all));
}
