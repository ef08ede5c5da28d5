#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "io.h"
#include "table.h"

#define TABLE_MAX	(64UL * 1024 * 1024)

static size_t
blank_at(struct span v)
{
	size_t space = span_find(v, ' '), tab = span_find(v, '\t');

	return space < tab ? space : tab;
}

static int
add_row(struct table *t, size_t *size, struct span line, size_t number,
    struct fault *f)
{
	struct table_row *r;

	line.n = span_find(line, '#');
	line = span_trim(line);
	if (line.n == 0)
		return 0;
	if (t->n == *size) {
		*size = *size == 0 ? 16 : *size * 2;
		t->rows = mem_grow(t->rows, *size, sizeof(*t->rows));
	}
	r = &t->rows[t->n++];
	r->line = number;
	r->key = line;
	r->key.n = blank_at(line);
	r->value = span_trim(span_from(line, r->key.n));
	if (r->value.n == 0)
		return fault_set(f, EX_CONFIG, "%s: line %zu: only one field "
		    "(an entry must stand on one line)", t->file, number);
	return 0;
}

int
table_read(struct table *t, const char *spec, struct fault *f)
{
	struct span rest, line;
	size_t number = 0, size = 0;

	memset(t, 0, sizeof(*t));
	t->patterns = strncmp(spec, "refile:", 7) == 0;
	t->file = t->patterns ? spec + 7 :
	    strncmp(spec, "file:", 5) == 0 ? spec + 5 : spec;
	if (io_load(&t->text, t->file, TABLE_MAX, f) == -1)
		return -1;
	rest = buf_view(&t->text);
	if (span_starts(rest, "\xef\xbb\xbf"))	/* the mark of an editor */
		rest = span_from(rest, 3);
	while (span_next(&rest, '\n', &line))
		if (add_row(t, &size, line, ++number, f) == -1)
			return -1;
	return 0;
}

/* A wildcard pattern against all of the text; backtracks to the last "*". */
static int
matches(struct span pattern, struct span text)
{
	size_t p = 0, i = 0, star = pattern.n, from = 0;

	while (i < text.n) {
		if (p < pattern.n && pattern.p[p] == '*') {
			star = p++;
			from = i;
		} else if (p < pattern.n &&
		    ascii_lower((unsigned char)pattern.p[p]) ==
		    ascii_lower((unsigned char)text.p[i])) {
			p++;
			i++;
		} else if (star < pattern.n) {
			p = star + 1;
			i = ++from;
		} else
			return 0;
	}
	while (p < pattern.n && pattern.p[p] == '*')
		p++;
	return p == pattern.n;
}

const struct table_row *
table_find(const struct table *t, struct span text)
{
	size_t i;

	for (i = 0; i < t->n; i++)
		if (t->patterns ? matches(t->rows[i].key, text) :
		    span_same(t->rows[i].key, text))
			return &t->rows[i];
	return NULL;
}

void
table_free(struct table *t)
{
	free(t->rows);
	buf_wipe(&t->text);	/* it may hold keys */
	memset(t, 0, sizeof(*t));
}
