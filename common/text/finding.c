#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "finding.h"

struct finding *
findings_add(struct findings *all, enum finding_level level,
    struct span text, const char *reason, ...)
{
	struct finding *f;
	va_list ap;

	all->list = mem_grow(all->list, all->n + 1, sizeof(*all->list));
	f = &all->list[all->n++];
	memset(f, 0, sizeof(*f));
	f->level = level;
	buf_span(&f->text, text);
	va_start(ap, reason);
	buf_vprintf(&f->reason, reason, ap);
	va_end(ap);
	return f;
}

int
findings_reach(const struct findings *all, enum finding_level level)
{
	size_t i;

	for (i = 0; i < all->n; i++)
		if (all->list[i].level >= level)
			return 1;
	return 0;
}

const char *
finding_word(enum finding_level level)
{
	static const char *const words[] = { "note", "warning", "error" };

	return words[level];
}

void
findings_free(struct findings *all)
{
	size_t i;

	for (i = 0; i < all->n; i++) {
		buf_free(&all->list[i].text);
		buf_free(&all->list[i].reason);
		buf_free(&all->list[i].better);
	}
	free(all->list);
	memset(all, 0, sizeof(*all));
}
