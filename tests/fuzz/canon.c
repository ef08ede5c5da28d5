/*
 * The canonicalization state machine, in pieces that the input chooses,
 * against the naive reference; and header fields with a hole in them.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../naive.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
sink(void *out, const char *p, size_t n)
{
	buf_add(out, p, n);
}

static void
must_equal(const struct buf *a, const struct buf *b)
{
	if (a->n != b->n || (a->n > 0 && memcmp(a->p, b->p, a->n) != 0))
		abort();
}

/* Each byte of cuts is the length of one piece, over and over. */
static void
body(enum canon canon, uint64_t limit, struct span cuts, struct span in)
{
	struct buf got = { 0 }, want = { 0 };
	struct canon_body c;
	struct span rest = in;
	size_t n, i = 0;

	naive_body(&want, canon, in, limit);
	canon_body_init(&c, canon, limit, sink, &got);
	while (rest.n > 0) {
		n = (unsigned char)cuts.p[i++ % cuts.n] + 1U;
		n = n < rest.n ? n : rest.n;
		canon_body_add(&c, rest.p, n);
		rest = span_from(rest, n);
	}
	canon_body_end(&c);
	must_equal(&got, &want);
	if ((c.total < limit ? c.total : limit) != got.n)
		abort();
	buf_free(&got);
	buf_free(&want);
}

/* The bytes of the hole must be as if they had not been there. */
static void
field(enum canon canon, size_t at, size_t n, struct span in)
{
	struct buf got = { 0 }, want = { 0 }, rest = { 0 };
	struct span hole = { NULL, 0 }, head = in;
	size_t colon = span_find(in, ':');

	if (colon == in.n || naive_strip_start(in).n < in.n ||
	    span_find(in, '\r') < colon || span_find(in, '\n') < colon)
		return;		/* no field */
	at += colon + 1;
	if (in.p[in.n - 1] != '\n' && at + n < in.n &&
	    in.p[at] != '\n' && in.p[at + n] != '\n') {
		hole.p = in.p + at;
		hole.n = n;
		head.n = at;
		buf_span(&rest, head);
		buf_span(&rest, span_from(in, at + n));
	} else
		buf_span(&rest, in);
	naive_field(&want, canon, buf_view(&rest), (int)(n & 1));
	canon_field(canon, in, hole, (int)(n & 1), sink, &got);
	must_equal(&got, &want);
	buf_free(&got);
	buf_free(&want);
	buf_free(&rest);
}

/* The first byte says what, the next four where to cut; then the text. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct span in = { (const char *)data, n }, cuts;
	enum canon canon;
	uint64_t limit = UINT64_MAX;

	if (n < 6)
		return 0;
	canon = data[0] & 1 ? RELAXED : SIMPLE;
	if (data[0] & 2)
		limit = data[4];
	cuts.p = in.p + 1;
	cuts.n = 4;
	in = span_from(in, 5);
	if (data[0] & 4)
		field(canon, data[1], data[2], in);
	else
		body(canon, limit, cuts, in);
	return 0;
}
