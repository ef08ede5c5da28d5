#include <stdlib.h>
#include <string.h>

#include "zonestore.h"

#define CHUNK		65536	/* of kept bytes */

struct span
zonestore_keep(struct zone *z, struct span v)
{
	struct buf *b = z->ntext == 0 ? NULL : &z->text[z->ntext - 1];
	struct span kept;

	if (b == NULL || b->size - b->n < v.n) {
		z->text = mem_grow(z->text, z->ntext + 1, sizeof(*z->text));
		b = &z->text[z->ntext++];
		memset(b, 0, sizeof(*b));
		buf_room(b, v.n > CHUNK ? v.n : CHUNK);
	}
	kept.p = b->p + b->n;
	kept.n = v.n;
	buf_span(b, v);
	return kept;
}

void
zonestore_add(struct zone *z, const struct zone_record *record)
{
	if ((z->n & (z->n - 1)) == 0)
		z->records = mem_grow(z->records, z->n * 2 + 1,
		    sizeof(*z->records));
	z->records[z->n++] = *record;
}

void
zone_free(struct zone *z)
{
	size_t i;

	for (i = 0; i < z->ntext; i++)
		buf_free(&z->text[i]);
	free(z->text);
	free(z->records);
	memset(z, 0, sizeof(*z));
}
