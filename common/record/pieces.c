#include <string.h>

#include "pieces.h"

int
pieces_split(struct pieces *all, struct span text)
{
	struct piece *p;
	struct span v;
	size_t at;

	memset(all, 0, sizeof(*all));
	while (span_item(&text, ';', &v)) {
		if (v.n == 0)
			continue;
		if (all->n == PIECES_MAX)
			return 0;
		p = &all->list[all->n++];
		p->text = p->name = v;
		if ((at = span_find(v, '=')) == v.n)
			continue;
		p->name.n = at;
		p->name = span_trim(p->name);
		p->value = span_trim(span_from(v, at + 1));
	}
	return 1;
}

struct piece *
pieces_find(struct pieces *all, const char *name)
{
	size_t i;

	for (i = 0; i < all->n; i++)
		if (all->list[i].value.p != NULL &&
		    span_eqi(all->list[i].name, name))
			return &all->list[i];
	return NULL;
}

void
pieces_join(struct buf *b, const struct pieces *all)
{
	const struct piece *p;
	size_t i, start = b->n;

	for (i = 0; i < all->n; i++) {
		p = &all->list[i];
		if (p->name.n == 0)
			continue;
		buf_text(b, b->n > start ? "; " : "");
		buf_span(b, p->name);
		if (p->value.p != NULL) {
			buf_byte(b, '=');
			buf_span(b, p->value);
		}
	}
}
