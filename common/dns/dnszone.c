#include <stdlib.h>
#include <string.h>

#include "dnszone.h"
#include "domain.h"
#include "zonedata.h"

/* The n-th byte from the end; the dot comes before all bytes of labels. */
static int
byte_back(struct span v, size_t n)
{
	char c = v.p[v.n - n];

	return c == '.' ? -1 : (unsigned char)c;
}

/* As in RFC 4034 section 6.1, a name stands just before those below it. */
static int
name_order(struct span a, struct span b)
{
	size_t i;
	int d;

	for (i = 1; i <= a.n && i <= b.n; i++)
		if ((d = byte_back(a, i) - byte_back(b, i)) != 0)
			return d;
	return a.n < b.n ? -1 : a.n > b.n;
}

static int
bytes_order(struct span a, struct span b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int d = n == 0 ? 0 : memcmp(a.p, b.p, n);

	return d != 0 ? d : a.n < b.n ? -1 : a.n > b.n;
}

/* By name and type; by data too, so that the same record twice is seen. */
static int
record_order(const void *left, const void *right)
{
	const struct zone_record *a = left, *b = right;
	int d = name_order(a->name, b->name);

	if (d == 0)
		d = a->type < b->type ? -1 : a->type > b->type;
	return d != 0 ? d : bytes_order(a->data, b->data);
}

void
dnszone_sort(struct zone *z)
{
	if (z->n > 0)
		qsort(z->records, z->n, sizeof(*z->records), record_order);
}

/* The first record whose name is not before this one, or z->n. */
static size_t
seek(const struct zone *z, struct span name)
{
	size_t low = 0, high = z->n, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (name_order(z->records[middle].name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/*
 * Does the name exist: has it records, or (RFC 4592 section 2.2.2) any name
 * below it?  *at is the first of its records, if it has any.
 */
static int
exists(const struct zone *z, struct span name, size_t *at)
{
	*at = seek(z, name);
	if (name.n == 0)
		return z->n > 0;
	return *at < z->n && domain_within(z->records[*at].name, name);
}

/*
 * The wildcard below the closest encloser of a name that does not exist (RFC
 * 4592 section 3.3.1): 1, *name its own name and *at its first record.
 */
static int
wildcard(const struct zone *z, struct span *name, size_t *at)
{
	struct span encloser = *name;
	struct buf b = { 0 };
	size_t dot, n;
	int found;

	do {
		dot = span_find(encloser, '.');
		encloser = span_from(encloser, dot < encloser.n ? dot + 1 :
		    dot);
	} while (encloser.n > 0 && !exists(z, encloser, at));
	buf_text(&b, encloser.n > 0 ? "*." : "*");
	buf_span(&b, encloser);
	found = exists(z, buf_view(&b), at);
	n = b.n;
	buf_free(&b);
	if (found && z->records[*at].name.n == n)
		*name = z->records[*at].name;
	else
		*at = z->n;	/* none, or one with names below it only */
	return found;
}

/* The first record of this type from at on at the same name, or z->n. */
static size_t
of_type(const struct zone *z, size_t at, struct span name, int type)
{
	for (; at < z->n && span_same(z->records[at].name, name); at++)
		if (z->records[at].type == type)
			return at;
	return z->n;
}

/* Add the records of this type; those that stand twice count once. */
static void
add_records(const struct zone *z, struct dns_answer *a, size_t at, int type)
{
	const struct zone_record *first = &z->records[at], *r;

	for (; at < z->n; at++) {
		r = &z->records[at];
		if (r->type != type || !span_same(r->name, first->name))
			break;
		if (r != first && bytes_order(r[-1].data, r->data) == 0)
			continue;
		dnsanswer_ttl(a, r->ttl);
		buf_span(&a->text, r->data);
		dnsanswer_record(a);
	}
}

/* Why a question about this name, which exists, has no answer, or NULL. */
static const char *
trouble(const struct zone *z, size_t at, struct span name, int type)
{
	size_t found = of_type(z, at, name, type);

	if (of_type(z, at, name, ZONE_TIMEOUT + type) < z->n)
		return "timed out";
	if (found < z->n)
		return z->records[found].data.p != NULL ? NULL :
		    "type is not read from zone files";
	return of_type(z, at, name, DNS_CNAME) == z->n &&
	    of_type(z, at, name, ZONE_TIMEOUT) < z->n ? "timed out" : NULL;
}

/* RFC 1034 section 4.3.2. */
void
dnszone_ask(const struct zone *z, struct dns_answer *a, struct span name,
    int type)
{
	const char *why;
	size_t at, found;
	int hops;

	for (hops = 0; hops <= DNS_HOPS; hops++) {
		if (!exists(z, name, &at) && !wildcard(z, &name, &at)) {
			dnsanswer_end(a, DNS_NXDOMAIN);
			return;
		}
		if ((why = trouble(z, at, name, type)) != NULL) {
			dnsanswer_fail(a, why);
			return;
		}
		if ((found = of_type(z, at, name, type)) < z->n)
			add_records(z, a, found, type);
		found = of_type(z, at, name, DNS_CNAME);
		if (a->n > 0 || found == z->n) {
			dnsanswer_end(a, DNS_NODATA);
			return;
		}
		dnsanswer_ttl(a, z->records[found].ttl);
		name = z->records[found].data;
	}
	dnsanswer_fail(a, DNS_CNAME_LOOP);
}
