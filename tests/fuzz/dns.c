#include <stdint.h>

#include "dnspacket.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* The first byte chooses the type that was asked for, the rest is a packet. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const int types[] = { DNS_TXT, DNS_A, DNS_NS, DNS_CNAME,
	    DNS_AAAA, DNS_MX, DNS_PTR };
	struct span packet = { (const char *)data, n };
	struct dns_question q = { 0 };
	struct dns_answer a;

	if (n == 0)
		return 0;
	q.type = types[data[0] % 7];
	packet = span_from(packet, 1);
	buf_text(&q.name, "a.b");
	dnsanswer_init(&a);
	dnspacket_parse(&a, packet, &q);
	dnsanswer_free(&a);
	buf_free(&q.name);
	return 0;
}
