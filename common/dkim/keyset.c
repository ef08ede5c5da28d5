#include <stdlib.h>

#include "keyset.h"

#define KEY_OCTETS	8192	/* of a key in libcrypto, about */

static void
release(void *made)
{
	struct keyset *set = made;

	while (set->n > 0)
		keyrecord_free(&set->keys[--set->n].record);
	free(set);
}

/* Records that are no keys are passed over (RFC 6376 section 6.1.2). */
static struct keyset *
parse(const struct dns_answer *a)
{
	struct keyset *set = mem_zero(1, sizeof(*set));
	struct keyset_key *key;
	size_t i;

	for (i = 0; i < a->n; i++) {
		if (!keyrecord_is(a->records[i]) || ++set->all > KEYSET_MAX)
			continue;
		key = &set->keys[set->n++];
		key->why = keyrecord_parse(&key->record, a->records[i]);
	}
	return set;
}

const struct keyset *
keyset_of(const struct dns_answer *a)
{
	struct dns_memo *memo = a->memo;
	struct keyset *set = memo->made;

	if (set == NULL) {
		memo->made = set = parse(a);
		memo->release = release;
		memo->octets = sizeof(*set) + set->n * KEY_OCTETS;
	}
	return set;
}
