#include <string.h>

#include "address.h"
#include "author.h"
#include "domain.h"
#include "fuzz.h"
#include "idna.h"

static int
is_among(const struct author *a, struct span name)
{
	size_t i;

	for (i = 0; i < a->n; i++)
		if (span_same(buf_view(&a->domains[i]), name))
			return 1;
	return 0;
}

/* Whom another reader of addresses sees must be among them. */
static void
check_addresses(const struct author *a, struct span value)
{
	struct address other;
	struct buf name = { 0 };
	struct scan s;

	memset(&other, 0, sizeof(other));
	scan_init(&s, value);
	while (address_next(&s, &other)) {
		name.n = 0;
		if (idna_name(&name, other.domain) != NULL ||
		    !is_among(a, buf_view(&name)))
			__builtin_trap();
	}
	address_free(&other);
	buf_free(&name);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct field f = { { "From", 4 }, { (const char *)data, n },
	    { NULL, 0 } };
	const struct field *order[1] = { &f };
	struct message msg;
	struct author a;
	size_t i;

	memset(&msg, 0, sizeof(msg));
	msg.fields = &f;
	msg.nfields = 1;
	msg.order = order;
	if (author_parse(&a, &msg) == NULL) {
		if (a.n == 0)
			__builtin_trap();
		if (!a.more)
			check_addresses(&a, f.value);
	}
	for (i = 0; i < a.n; i++)
		if (domain_check(buf_view(&a.domains[i]), 1) != NULL)
			__builtin_trap();
	author_free(&a);
	return 0;
}
