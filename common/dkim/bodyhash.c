#include <stdlib.h>
#include <string.h>

#include "bodyhash.h"
#include "buf.h"

/* What makes two body hashes the same: RFC 6376 section 3.7, a= c= and l=. */
size_t
bodyhash_want(struct bodyhash_set *set, enum hash hash, enum canon canon,
    uint64_t limit)
{
	struct bodyhash *b;
	size_t i;

	for (i = 0; i < set->n; i++) {
		b = &set->list[i];
		if (b->hash == hash && b->canon.canon == canon &&
		    b->canon.limit == limit)
			return i;
	}
	set->list = mem_grow(set->list, set->n + 1, sizeof(*set->list));
	b = &set->list[set->n];
	memset(b, 0, sizeof(*b));
	b->hash = hash;
	b->digest = digest_new(hash);
	canon_body_init(&b->canon, canon, limit, digest_sink, b->digest);
	return set->n++;
}

void
bodyhash_add(struct bodyhash_set *set, const char *p, size_t n)
{
	size_t i;

	for (i = 0; i < set->n; i++)
		canon_body_add(&set->list[i].canon, p, n);
}

void
bodyhash_end(struct bodyhash_set *set)
{
	struct bodyhash *b;
	size_t i;

	for (i = 0; i < set->n; i++) {
		b = &set->list[i];
		canon_body_end(&b->canon);
		b->n = digest_end(b->digest, b->value);
	}
}

void
bodyhash_free(struct bodyhash_set *set)
{
	size_t i;

	for (i = 0; i < set->n; i++)
		digest_free(set->list[i].digest);
	free(set->list);
	memset(set, 0, sizeof(*set));
}
