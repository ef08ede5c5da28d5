#include "address.h"
#include "authres.h"
#include "date.h"
#include "fuzz.h"

/* What stands in address, date and Authentication-Results fields. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct span text = { (const char *)data, n };
	struct address a = { { 0 }, { 0 }, { 0 } };
	struct scan s;
	time_t when;

	scan_init(&s, text);
	while (address_next(&s, &a))
		if (a.domain.n == 0 || span_find(a.domain, '@') < a.domain.n)
			__builtin_trap();
	address_free(&a);
	authres_claims(text, "mx.example.org");
	date_mail(text, &when);
	date_iso(text, &when);
	return 0;
}
