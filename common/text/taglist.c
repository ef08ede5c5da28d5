#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "scan.h"
#include "taglist.h"

/* ALNUMPUNC */
static int
is_name(unsigned char c)
{
	return is_alnum(c) || c == '_';
}

/*
 * VALCHAR, with the UTF-8 that RFC 6376 section 3.2 advises not to preclude
 * and RFC 8616 section 5 allows.
 */
static int
is_valchar(unsigned char c)
{
	return c > 0x20 && c != 0x7f && c != ';';
}

/* tag-value and the FWS around it. */
static void
read_value(struct scan *s, struct tag *t)
{
	const char *start = s->p;

	do
		scan_fws(s);
	while (scan_while(s, is_valchar).n > 0);
	t->whole.p = start;
	t->whole.n = (size_t)(s->p - start);
	t->value = span_trim(t->whole);
}

/* tag-spec, and the ";" behind it if there is one. */
static void
read_tag(struct scan *s, struct tag *t)
{
	scan_fws(s);
	if (is_digit((unsigned char)scan_peek(s)) || scan_peek(s) == '_')
		scan_fail(s, "tag name does not start with a letter");
	t->name = scan_while(s, is_name);
	if (t->name.n == 0)
		scan_fail(s, "tag without a name");
	scan_fws(s);
	if (!scan_byte(s, '='))
		scan_fail(s, "tag without =");
	read_value(s, t);
	if (!scan_byte(s, ';') && !scan_done(s))
		scan_fail(s, "stray byte in tag list");
}

/* The end of the list: only FWS is left. */
static int
at_end(struct scan *s)
{
	scan_fws(s);
	return scan_done(s);
}

static int
by_name(const void *a, const void *b)
{
	const struct tag *x = *(const struct tag *const *)a;
	const struct tag *y = *(const struct tag *const *)b;
	size_t n = x->name.n < y->name.n ? x->name.n : y->name.n;
	int d = memcmp(x->name.p, y->name.p, n);

	if (d != 0)
		return d;
	return x->name.n < y->name.n ? -1 : x->name.n > y->name.n;
}

/* Section 3.2: a name that occurs twice makes the whole list invalid. */
static int
has_twice(const struct taglist *list)
{
	const struct tag **sorted = mem_zero(list->n, sizeof(*sorted));
	size_t i;
	int twice = 0;

	for (i = 0; i < list->n; i++)
		sorted[i] = &list->tags[i];
	qsort(sorted, list->n, sizeof(*sorted), by_name);
	for (i = 1; i < list->n && !twice; i++)
		twice = by_name(&sorted[i - 1], &sorted[i]) == 0;
	free(sorted);
	return twice;
}

const char *
taglist_parse(struct taglist *list, struct span text)
{
	struct scan s;
	size_t size = 0;

	memset(list, 0, sizeof(*list));
	scan_init(&s, text);
	do {
		if (list->n == size) {
			size = size == 0 ? 16 : size * 2;
			list->tags = mem_grow(list->tags, size,
			    sizeof(*list->tags));
		}
		read_tag(&s, &list->tags[list->n++]);
	} while (s.err == NULL && !at_end(&s));
	if (s.err == NULL && has_twice(list))
		s.err = "a tag appears twice";
	if (s.err != NULL)
		list->n = 0;
	return s.err;
}

const struct tag *
taglist_find(const struct taglist *list, const char *name)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		if (span_eq(list->tags[i].name, name))
			return &list->tags[i];
	return NULL;
}

void
taglist_free(struct taglist *list)
{
	free(list->tags);
	memset(list, 0, sizeof(*list));
}
