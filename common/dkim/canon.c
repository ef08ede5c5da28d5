#include <endian.h>
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

/* Hand octets on, as many as the limit still allows. */
static void
give(struct canon_body *c, const char *p, size_t n)
{
	uint64_t room = c->total < c->limit ? c->limit - c->total : 0;

	c->total += n;
	if (n > room)
		n = (size_t)room;
	if (n > 0)
		c->sink(c->arg, p, n);
}

/* The line ends that were held back are inside the body. */
static void
give_lines(struct canon_body *c)
{
	static const char ends[] =
	    "\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n"
	    "\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n";
	size_t n;

	for (; c->lines > 0; c->lines -= n) {
		n = c->lines < 32 ? (size_t)c->lines : 32;
		give(c, ends, 2 * n);
	}
}

/*
 * Hand on what has gathered, but for the line ends at its end: the body may
 * end with them.
 */
static void
flush(struct canon_body *c)
{
	size_t n = c->gathered;

	while (n > 0 && c->out[n - 1] == '\n')
		n -= 2;
	if (n > 0) {
		give_lines(c);
		give(c, c->out, n);
	}
	c->lines += (c->gathered - n) / 2;
	c->gathered = 0;
}

static void
put(struct canon_body *c, const char *p, size_t n)
{
	if (n > sizeof(c->out) - c->gathered)
		flush(c);
	memcpy(c->out + c->gathered, p, n);
	c->gathered += n;
}

/* What was held back is content: blanks, then a CR that no LF followed. */
static void
release(struct canon_body *c)
{
	if (c->blank)
		put(c, " ", 1);
	if (c->cr)
		put(c, "\r", 1);
	c->blank = c->cr = 0;
}

/*
 * RFC 6376 sections 3.4.3 and 3.4.4: the next octet, whatever it is.  This is
 * all there is to say; the rest below is said by it too, only faster.
 */
static void
step(struct canon_body *c, const char *p)
{
	if (*p == '\n') {
		put(c, "\r\n", 2);
		c->blank = c->cr = 0;
	} else if (*p == '\r') {
		if (c->cr)
			release(c);
		c->cr = 1;
	} else if (c->canon == RELAXED && (*p == ' ' || *p == '\t')) {
		if (c->cr)
			release(c);
		c->blank = 1;
	} else {
		release(c);
		put(c, p, 1);
	}
}

/*
 * How many octets of a block are canonical where they stand, each looked at
 * with the one before it, all at once: up to a LF without a CR or, in relaxed,
 * a tab, or a blank or line end behind a blank.
 */
static size_t
plain_in_block(enum canon canon, const char *p)
{
	block before, b, odd;
	uint64_t half[2], first;
	size_t second;

	memcpy(&before, p - 1, sizeof(before));
	memcpy(&b, p, sizeof(b));
	odd = (block)((b == '\n') & ~(before == '\r'));
	if (canon == RELAXED)
		odd |= (block)((b == '\t') | ((before == ' ') & (b <= ' ')));
	memcpy(half, &odd, sizeof(half));
	if ((half[0] | half[1]) == 0)
		return sizeof(block);
	second = half[0] == 0;
	first = second ? half[1] : half[0];
	return 8 * second + (size_t)__builtin_ctzll(le64toh(first)) / 8;
}

/*
 * Take octets that are canonical where they stand, a block at a time, which is
 * copied whole; what comes next goes over the rest of it.  A CR or a blank is
 * never the last of them: it depends on what follows.  One octet was taken
 * before, and nothing is held back.  Returns how many were taken.
 */
static size_t
take_plain(struct canon_body *c, const char *p, size_t n)
{
	size_t i = 0, plain = sizeof(block);
	char *to;

	if (sizeof(c->out) - c->gathered < sizeof(block))
		flush(c);
	to = c->out + c->gathered;
	if (n > sizeof(c->out) - c->gathered)
		n = sizeof(c->out) - c->gathered;
	while (plain == sizeof(block) && i + sizeof(block) <= n) {
		memcpy(to + i, p + i, sizeof(block));
		plain = plain_in_block(c->canon, p + i);
		i += plain;
	}
	if (i > 0 && (p[i - 1] == '\r' ||
	    (c->canon == RELAXED && p[i - 1] == ' ')))
		i--;
	c->gathered += i;
	return i;
}

void
canon_body_add(struct canon_body *c, const char *p, size_t n)
{
	const char *end = p + n;

	while (p < end) {
		step(c, p++);
		if (!c->cr && !c->blank)
			p += take_plain(c, p, (size_t)(end - p));
	}
}

void
canon_body_end(struct canon_body *c)
{
	if (c->cr)		/* a CR at the very end is data */
		release(c);
	c->blank = 0;
	put(c, "\r\n", 2);
	flush(c);
	c->lines = 0;
	if (c->canon == SIMPLE || c->total > 0)
		give(c, "\r\n", 2);
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
