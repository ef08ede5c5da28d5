#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "authority.h"

static const int types[] = { DNS_A, DNS_AAAA };

static int
no_answer(struct fault *f, struct span name, const struct dns_answer *a)
{
	struct buf b = { 0 };
	int status;

	buf_printable(&b, name);
	status = fault_set(f, EX_TEMPFAIL, "%s: no answer from DNS: %s",
	    buf_string(&b), a->why);
	buf_free(&b);
	return status;
}

/*
 * The NS records at the name itself; NULL and a fault when DNS does not
 * answer.  Behind a CNAME they would be those of another name.
 */
static const struct dns_answer *
ask_servers(struct dns *dns, struct span name, struct fault *f)
{
	const struct dns_answer *a = dns_ask(dns, name, DNS_CNAME);

	if (a->status != DNS_FOUND && a->status != DNS_TEMPFAIL)
		a = dns_ask(dns, name, DNS_NS);
	if (a->status == DNS_TEMPFAIL) {
		no_answer(f, name, a);
		return NULL;
	}
	return a;
}

static void
add_server(struct authority *out, struct span name, const struct ip *ip)
{
	struct authority_server *s;

	out->list = mem_grow(out->list, out->n + 1, sizeof(*out->list));
	s = &out->list[out->n++];
	memset(s, 0, sizeof(*s));
	buf_span(&s->name, name);
	if (ip != NULL)
		ip_format(&s->address, ip);
}

/* All addresses of a server. */
static int
add_addresses(struct authority *out, struct dns *dns, struct span name,
    struct fault *f)
{
	const struct dns_answer *a, *failed = NULL;
	size_t i, k, before = out->n;
	struct ip ip;

	for (i = 0; i < 2; i++) {
		a = dns_ask(dns, name, types[i]);
		if (a->status == DNS_TEMPFAIL)
			failed = a;
		for (k = 0; k < a->n && out->n < AUTHORITY_MAX; k++) {
			ip = ip_from(a->records[k].p, a->records[k].n);
			add_server(out, name, &ip);
		}
	}
	if (out->n == before && failed != NULL)
		return no_answer(f, name, failed);
	if (out->n == before)
		add_server(out, name, NULL);
	return 0;
}

int
authority_find(struct authority *out, struct dns *dns, struct span name,
    struct fault *f)
{
	const struct dns_answer *a = NULL;
	struct span zone = name;
	size_t i, k;
	int status = 0;

	memset(out, 0, sizeof(*out));
	while (zone.n > 0) {
		if ((a = ask_servers(dns, zone, f)) == NULL)
			return -1;
		if (a->status == DNS_FOUND &&
		    dns_ask(dns, zone, DNS_CNAME)->status != DNS_FOUND)
			break;
		i = span_find(zone, '.');
		zone = span_from(zone, i < zone.n ? i + 1 : i);
	}
	if (zone.n == 0)
		return fault_set(f, EX_DATAERR, "%.*s: no zone has it: there "
		    "are no NS records above it", (int)name.n, name.p);
	buf_span(&out->zone, zone);
	for (i = 0; i < a->n; i++)
		for (k = 0; k < 2; k++)
			dns_ahead(dns, a->records[i], types[k]);
	for (i = 0; i < a->n && out->n < AUTHORITY_MAX && status == 0; i++)
		status = add_addresses(out, dns, a->records[i], f);
	return status;
}

void
authority_free(struct authority *a)
{
	size_t i;

	for (i = 0; i < a->n; i++) {
		buf_free(&a->list[i].name);
		buf_free(&a->list[i].address);
	}
	free(a->list);
	buf_free(&a->zone);
	memset(a, 0, sizeof(*a));
}
