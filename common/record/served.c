#include <string.h>

#include "cfws.h"
#include "dmarcrecord.h"
#include "keylint.h"
#include "keyrecord.h"
#include "mend.h"
#include "served.h"
#include "spfrecord.h"

#define SHOWN	12	/* characters of a key that differ */

/* The p tag without the blanks in it. */
static void
add_public(struct buf *b, const struct taglist *tags)
{
	const struct tag *p = taglist_find(tags, "p");
	size_t i;

	for (i = 0; p != NULL && i < p->value.n; i++)
		if (!is_wsp((unsigned char)p->value.p[i]) &&
		    p->value.p[i] != '\r' && p->value.p[i] != '\n')
			buf_byte(b, p->value.p[i]);
}

/*
 * Are characters missing, all in one place?  How many, and *at how many are
 * before them.
 */
static size_t
find_gap(struct span want, struct span got, size_t *at)
{
	size_t front = 0, back = 0;

	while (front < got.n && front < want.n &&
	    got.p[front] == want.p[front])
		front++;
	while (back < got.n - front && back < want.n - front &&
	    got.p[got.n - 1 - back] == want.p[want.n - 1 - back])
		back++;
	*at = front;
	return got.n < want.n && front + back >= got.n ? want.n - got.n : 0;
}

static struct span
shown(struct span v, size_t at)
{
	v = span_from(v, at < v.n ? at : v.n);
	if (v.n > SHOWN)
		v.n = SHOWN;
	return v;
}

/* Two values of p= that are not the same. */
static void
tell_public(struct buf *why, struct span want, struct span got)
{
	size_t at, gap = find_gap(want, got, &at);

	if (got.n == 0)
		buf_text(why, "the key is revoked: p= is empty");
	else if (gap > 0)
		buf_printf(why, "%zu characters of p= are missing behind "
		    "character %zu: a lost string?", gap, at);
	else {
		buf_printf(why, "another key: from character %zu on p= has ",
		    at + 1);
		buf_printable(why, shown(got, at));
		buf_text(why, "... where ");
		buf_printable(why, shown(want, at));
		buf_text(why, "... is wanted");
	}
}

/* The first error of the text, in the words of a check. */
static void
tell_error(struct buf *why, struct span text)
{
	struct entries all = { 0 };
	struct entry *e = entries_add(&all);
	size_t i;

	e->kind = ENTRY_KEY;
	buf_span(&e->text, text);
	mend(e);
	keylint(e);
	for (i = 0; i < e->findings.n; i++)
		if (e->findings.list[i].level == FINDING_ERROR)
			break;
	if (i < e->findings.n)
		buf_printable(why, buf_view(&e->findings.list[i].reason));
	entries_free(&all);
}

static int
is_same(struct span a, struct span b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* The tags in which they differ; p= of keys is judged elsewhere.  1, or 0. */
static int
tell_tags(struct buf *why, const struct taglist *want,
    const struct taglist *got, int key)
{
	const struct tag *w, *g;
	struct buf name = { 0 };
	size_t i, start = why->n;

	for (i = 0; i < want->n + got->n; i++) {
		name.n = 0;
		buf_span(&name, i < want->n ? want->tags[i].name :
		    got->tags[i - want->n].name);
		w = taglist_find(want, buf_string(&name));
		g = taglist_find(got, buf_string(&name));
		if (name.n == 0 || (key && span_eq(buf_view(&name), "p")) ||
		    (i >= want->n && w != NULL))
			continue;
		if (w != NULL && g != NULL && is_same(w->value, g->value))
			continue;
		buf_printf(why, "%s%s= is %s", why->n > start ? ", " : "",
		    buf_string(&name), g == NULL ? "missing" : w == NULL ?
		    "too much" : "another");
	}
	buf_free(&name);
	return why->n > start;
}

/*
 * Both are key records that parse as tag lists, and differ.  Verifiers must
 * be able to use the key that is served (keyrecord.h).
 */
static enum served_status
judge_lists(const struct served_want *want, const struct keyrecord *wanted,
    const struct keyrecord *got, struct span text, struct buf *why)
{
	struct buf p = { 0 }, q = { 0 };
	enum served_status status = SERVED_OTHER;

	add_public(&p, &wanted->tags);
	add_public(&q, &got->tags);
	if (!is_same(buf_view(&p), buf_view(&q)))
		tell_public(why, buf_view(&p), buf_view(&q));
	else if (got->key == NULL && p.n > 0)
		tell_error(why, text);
	else if (!keyrecord_has_hash(got, "sha256"))
		buf_text(why, "h= does not allow sha256");
	else if (!tell_tags(why, &wanted->tags, &got->tags, 1) ||
	    want->key_only)
		status = SERVED_SAME;
	buf_free(&p);
	buf_free(&q);
	return status;
}

static enum served_status
judge_key(const struct served_want *want, struct span text, struct buf *why)
{
	struct keyrecord wanted, got;
	enum served_status status = SERVED_OTHER;

	keyrecord_parse(&wanted, want->text);
	keyrecord_parse(&got, text);
	if (wanted.tags.n > 0 && got.tags.n > 0)
		status = judge_lists(want, &wanted, &got, text, why);
	else
		tell_error(why, text);
	if (status == SERVED_OTHER && why->n == 0)
		buf_text(why, "the record cannot be read");
	keyrecord_free(&wanted);
	keyrecord_free(&got);
	return status;
}

/* How many of the texts are of the kind, and the first of them. */
static size_t
select_texts(enum entry_kind kind, const struct dns_answer *a,
    struct span *first)
{
	if (kind == ENTRY_SPF)
		return spfrecord_select(a->records, a->n, first);
	if (kind == ENTRY_DMARC || kind == ENTRY_REPORT)
		return dmarcrecord_select(a->records, a->n, first);
	*first = a->records[0];
	return a->n;
}

/* The same terms of SPF in the same order, blanks and case aside. */
static int
is_same_terms(struct span a, struct span b)
{
	struct span x, y;
	int more, other;

	do {
		while ((more = span_next(&a, ' ', &x)) && x.n == 0)
			;
		while ((other = span_next(&b, ' ', &y)) && y.n == 0)
			;
	} while (more && other && span_same(x, y));
	return !more && !other;
}

/* The same tags, blanks aside; else what differs is added. */
static int
is_same_tags(struct span got, struct span want, struct buf *why)
{
	struct taglist a, b;
	int same = taglist_parse(&a, want) == NULL;

	same = taglist_parse(&b, got) == NULL && same &&
	    !tell_tags(why, &a, &b, 0);
	taglist_free(&a);
	taglist_free(&b);
	return same;
}

/* One text is there: is it the one? */
static enum served_status
judge_text(const struct served_want *want, struct span text, struct buf *why)
{
	if (is_same(text, want->text))
		return SERVED_SAME;
	if (want->kind == ENTRY_KEY)
		return judge_key(want, text, why);
	if (want->kind == ENTRY_SPF ? is_same_terms(text, want->text) :
	    is_same_tags(text, want->text, why))
		return SERVED_SAME;
	buf_text(why, why->n > 0 ? ": " : "another text: ");
	buf_printable(why, cfws_clip(text));
	return SERVED_OTHER;
}

static enum served_status
judge_texts(const struct served_want *want, const struct dns_answer *a,
    struct buf *why)
{
	struct span text;
	size_t n = select_texts(want->kind, a, &text);

	if (n == 1)
		return judge_text(want, text, why);
	if (n == 0)
		buf_printf(why, "no such record among the %zu TXT records at "
		    "the name", a->n);
	else
		buf_printf(why, "%zu records at the name, where one must be "
		    "alone", n);
	return SERVED_OTHER;
}

enum served_status
served_judge(const struct served_want *want, const struct dns_answer *a,
    struct buf *why)
{
	switch (a->status) {
	case DNS_FOUND:
		return judge_texts(want, a, why);
	case DNS_NODATA:
		buf_text(why, "the name has no TXT record");
		return SERVED_OTHER;
	case DNS_NXDOMAIN:
		buf_text(why, "the name does not exist");
		return SERVED_OTHER;
	default:
		buf_text(why, a->why);
		return SERVED_UNKNOWN;
	}
}

const char *
served_word(enum served_status status)
{
	static const char *const words[] = { "same", "differs", "no answer",
	    "elsewhere" };

	return words[status];
}
