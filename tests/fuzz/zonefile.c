#include <stdint.h>

#include "dnszone.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
ask(const struct zone *z, struct span name, int type)
{
	struct dns_answer a;

	dnsanswer_init(&a);
	dnszone_ask(z, &a, name, type);
	dnsanswer_free(&a);
}

/* Ask for each record that is in the zone, and for another type. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const int types[] = { DNS_TXT, DNS_A, DNS_AAAA, DNS_MX,
	    DNS_PTR };
	struct span text = { (const char *)data, n };
	struct zone z = { 0 };
	struct fault f;
	size_t i;

	zone_parse(&z, text, "/nonexistent/zone", &f);
	dnszone_sort(&z);
	for (i = 0; i < z.n && i < 100; i++) {
		ask(&z, z.records[i].name, z.records[i].type);
		ask(&z, z.records[i].name, types[i % 5]);
	}
	zone_free(&z);
	return 0;
}
