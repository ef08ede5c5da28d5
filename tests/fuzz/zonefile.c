#include <stdint.h>

#include "dnszone.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* Ask for each name that is in the zone: all of it is looked at. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct span text = { (const char *)data, n };
	struct zone z = { 0 };
	struct dns_answer a;
	struct fault f;
	size_t i;

	zone_parse(&z, text, "/nonexistent/zone", &f);
	dnszone_sort(&z);
	for (i = 0; i < z.n && i < 100; i++) {
		dnsanswer_init(&a);
		dnszone_ask(&z, &a, z.records[i].name, DNS_TXT);
		dnsanswer_free(&a);
	}
	zone_free(&z);
	return 0;
}
