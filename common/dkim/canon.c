#include <string.h>

#include "buf.h"
#include "canon.h"

/*
 * Bytes that are looked at together: the compilers' own vectors, of the size
 * that each machine has.
 */
typedef unsigned char block __attribute__((vector_size(16)));

static int
read_word(struct span v, enum canon *canon)
{
	*canon = span_eq(v, "relaxed") ? RELAXED : SIMPLE;
	return *canon == RELAXED || span_eq(v, "simple");
}

int
canon_parse(struct span v, enum canon *header, enum canon *body)
{
	struct span rest = v, first;

	if (!span_next(&rest, '/', &first) || !read_word(first, header))
		return 0;
	*body = SIMPLE;
	return rest.p == NULL || read_word(rest, body);
}

void
canon_body_init(struct canon_body *c, enum canon canon, uint64_t limit,
    canon_sink sink, void *arg)
{
	memset(c, 0, sizeof(*c));
	c->canon = canon;
	c->limit = limit;
	c->sink = sink;
	c->arg = arg;
}

static void
flush(struct canon_body *c)
{
	if (c->gathered > 0)
		c->sink(c->arg, c->out, c->gathered);
	c->gathered = 0;
}

/* Hand octets on, as many as the limit still allows. */
static void
emit(struct canon_body *c, const char *p, size_t n)
{
	uint64_t room = c->total < c->limit ? c->limit - c->total : 0;

	c->total += n;
	if (n > room)
		n = (size_t)room;
	if (n > sizeof(c->out) - c->gathered)
		flush(c);
	if (n > sizeof(c->out)) {
		c->sink(c->arg, p, n);
	} else if (n > 0) {
		memcpy(c->out + c->gathered, p, n);
		c->gathered += n;
	}
}

/*
 * A byte of content follows: what was held back is inside the body now.
 * Held line ends come first, then blanks of the line that goes on, then the
 * CR that turned out to be data.
 */
static void
release(struct canon_body *c)
{
	static const char ends[] = "\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n";
	size_t n;

	while (c->lines > 0) {
		n = c->lines < 8 ? (size_t)c->lines : 8;
		emit(c, ends, 2 * n);
		c->lines -= n;
	}
	if (c->blank)
		emit(c, " ", 1);
	c->blank = 0;
	if (c->cr)
		emit(c, "\r", 1);
	c->cr = 0;
}

/* Does the byte need a look, or is it content like its neighbours? */
static int
is_special(const struct canon_body *c, char b)
{
	return b == '\r' || b == '\n' ||
	    (c->canon == RELAXED && (b == ' ' || b == '\t'));
}

/*
 * Is the byte at q, in a run that began at p, canonical where it stands?  A
 * CRLF is, whatever follows; a CR that no LF follows is data.
 */
static int
is_plain(const struct canon_body *c, const char *p, const char *q,
    const char *end)
{
	switch (*q) {
	case '\n':
		return q > p && q[-1] == '\r';
	case '\r':
		return q + 1 < end;
	case '\t':
		return c->canon == SIMPLE;
	case ' ':
		return c->canon == SIMPLE ||
		    (q + 1 < end && !is_special(c, q[1]));
	default:
		return 1;
	}
}

/*
 * How many bytes of a block are, looked at all at once, when the bytes around
 * it are known: up to one before a LF without a CR or, in relaxed, up to a tab
 * or a blank that white space or a line end follows.
 */
static size_t
plain_in_block(const struct canon_body *c, const char *p)
{
	block b, next, odd;
	uint64_t half[2];
	size_t i;

	memcpy(&b, p, sizeof(b));
	memcpy(&next, p + 1, sizeof(next));
	odd = (block)((next == '\n') & (b != '\r'));
	if (c->canon == RELAXED)
		odd |= (block)((b == '\t') | ((b == ' ') & ((next == ' ') |
		    (next == '\t') | (next == '\r'))));
	memcpy(half, &odd, sizeof(half));
	if ((half[0] | half[1]) == 0)
		return sizeof(block);
	for (i = 0; odd[i] == 0; i++)
		;
	return i;
}

/* Length of the run at p that is canonical as it stands. */
static size_t
run_length(const struct canon_body *c, const char *p, const char *end)
{
	const char *q = p;
	size_t n = sizeof(block);

	if (is_special(c, *p))
		return 0;
	while (n == sizeof(block) && (size_t)(end - q) > sizeof(block)) {
		n = plain_in_block(c, q);
		q += n;
	}
	while (q < end && is_plain(c, p, q, end))
		q++;
	return (size_t)(q - p);
}

/* Take a run; the line ends at its end are held back. */
static void
run(struct canon_body *c, const char *p, size_t n)
{
	uint64_t lines = 0;

	release(c);
	for (; n >= 2 && p[n - 1] == '\n'; n -= 2)
		lines++;
	emit(c, p, n);
	c->lines = lines;
}

/* RFC 6376 sections 3.4.3 and 3.4.4, one special byte. */
static void
special(struct canon_body *c, char b)
{
	if (b == '\n') {
		c->lines++;
		c->cr = c->blank = 0;
		return;
	}
	if (c->cr)
		release(c);
	if (b == '\r')
		c->cr = 1;
	else
		c->blank = 1;
}

void
canon_body_add(struct canon_body *c, const char *p, size_t n)
{
	const char *end = p + n;

	while (p < end) {
		n = run_length(c, p, end);
		if (n > 0) {
			run(c, p, n);
			p += n;
		} else
			special(c, *p++);
	}
}

void
canon_body_end(struct canon_body *c)
{
	if (c->cr)		/* a CR at the very end is data */
		release(c);
	if (c->canon == SIMPLE || c->total > 0)
		emit(c, "\r\n", 2);
	flush(c);
	c->lines = 0;
	c->blank = 0;
}

/* The field without its last line end. */
static struct span
without_end(struct span field)
{
	if (field.n > 0 && field.p[field.n - 1] == '\n') {
		field.n--;
		if (field.n > 0 && field.p[field.n - 1] == '\r')
			field.n--;
	}
	return field;
}

/* RFC 6376 section 3.4.1; a bare LF becomes CRLF. */
static void
simple_part(struct span v, canon_sink sink, void *arg)
{
	size_t n;

	while (v.n > 0) {
		n = span_find(v, '\n');
		if (n == v.n) {
			sink(arg, v.p, n);
			return;
		}
		if (n > 0 && v.p[n - 1] == '\r')
			n--;
		sink(arg, v.p, n);
		sink(arg, "\r\n", 2);
		v = span_from(v, n + (v.p[n] == '\r' ? 2 : 1));
	}
}

/* The state of relaxed canonicalization of a field's value. */
struct relaxed {
	int		 started;	/* content has been seen */
	int		 blank;		/* white space is held back */
	canon_sink	 sink;
	void		*arg;
};

/* Is it white space or part of a line end? */
static int
is_space(struct span v, size_t i)
{
	return v.p[i] == ' ' || v.p[i] == '\t' || v.p[i] == '\n' ||
	    (v.p[i] == '\r' && i + 1 < v.n && v.p[i + 1] == '\n');
}

/* Length of the run at i that is content, with single blanks inside. */
static size_t
content(struct span v, size_t i)
{
	size_t start = i;

	while (i < v.n && (!is_space(v, i) || (v.p[i] == ' ' && i > start &&
	    i + 1 < v.n && !is_space(v, i + 1))))
		i++;
	return i - start;
}

/* Unfold, reduce white space, delete it at both ends. */
static void
relaxed_part(struct relaxed *r, struct span v)
{
	size_t i = 0, n;

	while (i < v.n) {
		if ((n = content(v, i)) > 0) {
			if (r->blank && r->started)
				r->sink(r->arg, " ", 1);
			r->started = 1;
			r->blank = 0;
			r->sink(r->arg, v.p + i, n);
			i += n;
		}
		for (; i < v.n && is_space(v, i); i++)
			if (is_wsp((unsigned char)v.p[i]))
				r->blank = 1;
	}
}

/*
 * RFC 6376 section 3.4.2, the name: lower case, no white space before the
 * colon.
 */
static void
relaxed_name(struct span name, canon_sink sink, void *arg)
{
	char low[256];
	size_t i, n;

	name = span_trim(name);
	while (name.n > 0) {
		n = name.n < sizeof(low) ? name.n : sizeof(low);
		for (i = 0; i < n; i++)
			low[i] = (char)ascii_lower((unsigned char)name.p[i]);
		sink(arg, low, n);
		name = span_from(name, n);
	}
	sink(arg, ":", 1);
}

void
canon_field(enum canon canon, struct span field, struct span hole, int crlf,
    canon_sink sink, void *arg)
{
	struct span head = field = without_end(field), name, tail = { "", 0 };
	struct relaxed r = { 0, 0, sink, arg };

	if (hole.p != NULL) {
		head.n = (size_t)(hole.p - field.p);
		tail = span_from(field, head.n + hole.n);
	}
	if (canon == SIMPLE) {
		simple_part(head, sink, arg);
		simple_part(tail, sink, arg);
	} else {
		name = head;
		name.n = span_find(head, ':');
		relaxed_name(name, sink, arg);
		relaxed_part(&r, span_from(head, name.n + 1));
		relaxed_part(&r, tail);
	}
	if (crlf)
		sink(arg, "\r\n", 2);
}

static void
buf_sink(void *b, const char *p, size_t n)
{
	buf_add(b, p, n);
}

int
canon_same(struct span a, struct span b)
{
	struct buf x = { 0 }, y = { 0 };
	struct relaxed rx = { 0, 0, buf_sink, &x }, ry = { 0, 0, buf_sink, &y };
	int same;

	relaxed_part(&rx, a);
	relaxed_part(&ry, b);
	same = x.n == y.n && (x.n == 0 || memcmp(x.p, y.p, x.n) == 0);
	buf_free(&x);
	buf_free(&y);
	return same;
}
