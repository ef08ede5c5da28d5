#include <stdlib.h>
#include <string.h>

#include "dnsanswer.h"

void
dnsanswer_init(struct dns_answer *a)
{
	memset(a, 0, sizeof(*a));
	a->ttl = UINT32_MAX;
}

void
dnsanswer_ttl(struct dns_answer *a, uint32_t ttl)
{
	if (ttl < a->ttl)
		a->ttl = ttl;
}

/* The text may still move: where a record begins is known at the end. */
void
dnsanswer_record(struct dns_answer *a)
{
	if ((a->n & (a->n - 1)) == 0)
		a->records = mem_grow(a->records, a->n * 2 + 1,
		    sizeof(*a->records));
	a->records[a->n].p = NULL;
	a->records[a->n++].n = a->text.n - a->used;
	a->used = a->text.n;
}

void
dnsanswer_end(struct dns_answer *a, enum dns_status none)
{
	const char *p = buf_view(&a->text).p;
	size_t i;

	for (i = 0; i < a->n; i++) {
		a->records[i].p = p;
		p += a->records[i].n;
	}
	a->status = a->n > 0 ? DNS_FOUND : none;
	if (a->n == 0)
		a->ttl = 0;
}

void
dnsanswer_fail(struct dns_answer *a, const char *why)
{
	dnsanswer_free(a);
	a->status = DNS_TEMPFAIL;
	a->why = why;
}

void
dnsanswer_free(struct dns_answer *a)
{
	free(a->records);
	buf_free(&a->text);
	memset(a, 0, sizeof(*a));
}
