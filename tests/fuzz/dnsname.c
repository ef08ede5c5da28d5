#include <stdint.h>
#include <stdlib.h>

#include "dnsname.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* A name that may be asked is the same after its way through libresolv. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct span name = { (const char *)data, n };
	struct buf text = { 0 }, back = { 0 };

	buf_span(&text, name);
	dns_name_from(&back, buf_string(&text));
	text.n = back.n = 0;
	if (dns_name_check(name) == NULL) {
		dns_name_to(&text, name);
		dns_name_from(&back, buf_string(&text));
		if (!span_same(buf_view(&back), name))
			abort();
	}
	buf_free(&text);
	buf_free(&back);
	return 0;
}
