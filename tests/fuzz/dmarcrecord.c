#include <stdlib.h>
#include <string.h>

#include "dmarclint.h"
#include "dmarcuri.h"
#include "fuzz.h"

#define TEXTS	4

/* Does v lie in the text that it borrows from? */
static void
check_inside(struct span v, struct span text)
{
	if (v.n > 0 && (v.p < text.p || v.p + v.n > text.p + text.n))
		__builtin_trap();
}

static void
check_uris(struct span list, struct span text)
{
	const struct span whole = list;
	struct dmarc_uri u;
	size_t n = 0;
	int valid = 0;

	while (list.p != NULL && dmarcuri_next(&list, &u)) {
		check_inside(u.text, text);
		check_inside(u.host, text);
		if (u.why == NULL && u.text.n == 0)
			__builtin_trap();
		if (u.why == NULL && span_eqi(u.scheme, "mailto") &&
		    u.host.n == 0)
			__builtin_trap();
		valid |= u.why == NULL;
		if (++n > text.n + 1)
			__builtin_trap();
	}
	if (valid != dmarcuri_any(whole))
		__builtin_trap();
}

static void
check_tags(struct span text)
{
	struct span rest = dmarcrecord_tags(text);
	struct dmarc_tag t;

	while (dmarcrecord_next(&rest, &t)) {
		check_inside(t.text, text);
		check_inside(t.name, text);
		check_inside(t.value, text);
		if (t.why == NULL && (t.name.n == 0 || t.value.n == 0 ||
		    span_find(t.value, ';') < t.value.n))
			__builtin_trap();
		if ((t.known == DMARC_TAGS) != (dmarc_tag_find(t.name) ==
		    DMARC_TAGS))
			__builtin_trap();
	}
}

static void
check_same(const struct dmarcrecord *a, const struct dmarcrecord *b)
{
	int i;

	if (a->p != b->p || a->sp != b->sp || a->np != b->np ||
	    a->psd != b->psd || a->adkim_strict != b->adkim_strict ||
	    a->aspf_strict != b->aspf_strict || a->testing != b->testing)
		__builtin_trap();
	for (i = 0; i < DMARC_TAGS; i++)
		if ((a->tags[i].p == NULL) != (b->tags[i].p == NULL) ||
		    !span_same(a->tags[i], b->tags[i]))
			__builtin_trap();
}

/*
 * White space around semicolons, and tags that are not known, mean nothing:
 * the record says the same with more of them.
 */
static void
check_padding(const struct dmarcrecord *r)
{
	struct dmarcrecord padded;
	struct buf b = { 0 };
	size_t i;

	for (i = 0; i < r->text.n; i++)
		if (r->text.p[i] == ';')
			buf_text(&b, " \t; unknown=1\t; \t");
		else
			buf_byte(&b, r->text.p[i]);
	buf_text(&b, ";unknown=");
	if (!dmarcrecord_is(buf_view(&b)))
		__builtin_trap();
	dmarcrecord_parse(&padded, buf_view(&b));
	check_same(r, &padded);
	buf_free(&b);
}

static void
check_record(struct span text)
{
	struct findings all = { 0 };
	struct dmarcrecord r;
	size_t i;

	dmarcrecord_parse(&r, text);
	if (strchr("ynu", r.psd) == NULL || r.p > DMARC_REJECT)
		__builtin_trap();
	for (i = 0; i < DMARC_TAGS; i++)
		check_inside(r.tags[i], text);
	if (dmarcrecord_has_policy(&r, 1) && !dmarcrecord_has_policy(&r, 0))
		__builtin_trap();
	check_tags(text);
	check_uris(r.tags[DMARC_RUA], text);
	check_uris(r.tags[DMARC_RUF], text);
	check_padding(&r);
	dmarclint(&all, &r);
	for (i = 0; i < all.n; i++)
		if (all.list[i].reason.n == 0)
			__builtin_trap();
	findings_free(&all);
}

/* The input is the texts at a name, a line each, and a list of URIs. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct span rest = { (const char *)data, n }, texts[TEXTS], first;
	struct findings near = { 0 };
	size_t i, found;

	if (n > 65536)
		return 0;
	check_uris(rest, rest);
	for (n = 0; n < TEXTS && span_next(&rest, '\n', &texts[n]); n++)
		dmarclint_near(&near, texts[n]);
	found = dmarcrecord_select(texts, n, &first);
	for (i = 0; i < n; i++)
		if (dmarcrecord_is(texts[i])) {
			if (found-- == 0)
				__builtin_trap();
			check_record(texts[i]);
		}
	if (found != 0)
		__builtin_trap();
	findings_free(&near);
	return 0;
}
