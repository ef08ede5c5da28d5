#include <string.h>
#include <sysexits.h>

#include "json.h"
#include "spfdiff.h"

/* Both verdicts in one value; they are small. */
#define OLD(value)	((enum verdict)((value) >> 4))
#define NEW(value)	((enum verdict)((value) & 15))

static int
pair(int old, int new, void *arg)
{
	(void)arg;
	return old == new ? 0 : old << 4 | new;
}

int
spfdiff_init(struct spfdiff *d, const struct spfranges *old,
    const struct spfranges *new, struct fault *f)
{
	size_t i;

	memset(d, 0, sizeof(*d));
	d->old = old;
	d->new = new;
	for (i = 0; i < 2; i++)
		if (!iprange_combine(&d->family[i], &old->family[i],
		    &new->family[i], pair, NULL))
			return fault_set(f, EX_DATAERR, "more than %d ranges",
			    IPRANGE_MAX);
	return 0;
}

/* Is the note one of these, too? */
static int
has_note(const struct spfranges *r, const struct spfranges_note *n)
{
	size_t i;

	for (i = 0; i < r->n; i++)
		if (span_same(buf_view(&r->notes[i].term),
		    buf_view(&n->term)) &&
		    span_same(buf_view(&r->notes[i].why), buf_view(&n->why)))
			return 1;
	return 0;
}

/* Has one of them a term that is no range, and the other has not? */
static int
has_own(const struct spfranges *r, const struct spfranges *other)
{
	size_t i;

	for (i = 0; i < r->n; i++)
		if (!r->notes[i].listable && !has_note(other, &r->notes[i]))
			return 1;
	return 0;
}

int
spfdiff_differs(const struct spfdiff *d)
{
	size_t i;

	for (i = 0; i < 2; i++)
		if (d->family[i].n != 1 || d->family[i].list[0].value != 0)
			return 1;
	return has_own(d->old, d->new) || has_own(d->new, d->old);
}

/* One changed block, by one of the two forms. */
typedef void block_printer(struct buf *, struct span block, int value);

static void
text_block(struct buf *b, struct span block, int value)
{
	buf_text(b, NEW(value) == PASS ? "+ " : OLD(value) == PASS ? "- " :
	    "~ ");
	buf_span(b, block);
	buf_printf(b, ": %s -> %s\n", verdict_word(OLD(value)),
	    verdict_word(NEW(value)));
}

static void
json_block(struct buf *b, struct span block, int value)
{
	buf_text(b, b->p[b->n - 1] == '[' ? "{" : ",{");
	json_member(b, "range", block);
	json_member(b, "old", span_of(verdict_word(OLD(value))));
	json_member(b, "new", span_of(verdict_word(NEW(value))));
	buf_byte(b, '}');
}

static void
blocks_of(struct buf *b, struct iprange *r, block_printer *print)
{
	struct buf block = { 0 };
	struct ip net;
	unsigned bits;
	int more = 1;

	while (iprange_block(r, &more, &net, &bits)) {
		block.n = 0;
		ip_format(&block, &net);
		buf_printf(&block, "/%u", bits);
		print(b, buf_view(&block), r->value);
	}
	buf_free(&block);
}

static void
blocks(struct buf *b, const struct spfdiff *d, block_printer *print)
{
	struct iprange r;
	size_t i, k;

	for (i = 0; i < 2; i++)
		for (k = 0; iprange_get(&d->family[i], k, &r); k++)
			if (r.value != 0)
				blocks_of(b, &r, print);
}

/* One note; where: whose it is, "both", "old" or "new". */
typedef void note_printer(struct buf *, const struct spfranges_note *,
    const char *where);

/* Text from DNS: nothing of it can end the line. */
static void
add_printable(struct buf *b, struct span v)
{
	size_t i;

	for (i = 0; i < v.n; i++)
		buf_byte(b, (unsigned char)v.p[i] < 0x20 || v.p[i] == 0x7f ?
		    '?' : v.p[i]);
}

static void
text_note(struct buf *b, const struct spfranges_note *n, const char *where)
{
	add_printable(b, buf_view(&n->term));
	buf_text(b, ": ");
	add_printable(b, buf_view(&n->why));
	if (strcmp(where, "both") != 0)
		buf_printf(b, " (%s only)", where);
	buf_byte(b, '\n');
}

static void
json_note(struct buf *b, const struct spfranges_note *n, const char *where)
{
	buf_text(b, b->p[b->n - 1] == '[' ? "{" : ",{");
	json_member(b, "term", buf_view(&n->term));
	json_member(b, "why", buf_view(&n->why));
	json_member(b, "record", span_of(where));
	buf_byte(b, '}');
}

/* The notes of this kind: those of OLD, then those that only NEW has. */
static void
notes(struct buf *b, const struct spfdiff *d, int listable,
    note_printer *print)
{
	const struct spfranges_note *n;
	size_t i;

	for (i = 0; i < d->old->n; i++) {
		n = &d->old->notes[i];
		if (n->listable == listable)
			print(b, n, has_note(d->new, n) ? "both" : "old");
	}
	for (i = 0; i < d->new->n; i++) {
		n = &d->new->notes[i];
		if (n->listable == listable && !has_note(d->old, n))
			print(b, n, "new");
	}
}

void
spfdiff_text(struct buf *b, const struct spfdiff *d)
{
	blocks(b, d, text_block);
	notes(b, d, 0, text_note);
	notes(b, d, 1, text_note);
}

void
spfdiff_json(struct buf *b, const struct spfdiff *d)
{
	buf_text(b, "{\"changed\":[");
	blocks(b, d, json_block);
	buf_text(b, "],\"not-ranges\":[");
	notes(b, d, 0, json_note);
	buf_text(b, "],\"errors\":[");
	notes(b, d, 1, json_note);
	buf_text(b, "]}\n");
}

void
spfdiff_free(struct spfdiff *d)
{
	iprange_free(&d->family[0]);
	iprange_free(&d->family[1]);
}
