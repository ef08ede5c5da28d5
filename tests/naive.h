#ifndef NAIVE_H
#define NAIVE_H

/*
 * Canonicalization as the text of RFC 6376 section 3.4 reads, a step at a
 * time and each over the whole input: too slow and too hungry to use, simple
 * enough to be checked by eye.  A bare LF counts as CRLF, a bare CR is data.
 */
#include <stdint.h>
#include <string.h>

#include "buf.h"
#include "canon.h"

/* Each LF that has no CR before it gets one. */
static void
naive_crlf(struct buf *out, struct span in)
{
	size_t i;

	for (i = 0; i < in.n; i++) {
		if (in.p[i] == '\n' && (i == 0 || in.p[i - 1] != '\r'))
			buf_byte(out, '\r');
		buf_byte(out, in.p[i]);
	}
}

static int
naive_is_crlf(struct span v, size_t i)
{
	return i + 1 < v.n && v.p[i] == '\r' && v.p[i + 1] == '\n';
}

/* Take one line, without its CRLF, off the front of the rest. */
static struct span
naive_line(struct span *rest)
{
	struct span line = { rest->p, 0 };

	while (line.n < rest->n && !naive_is_crlf(*rest, line.n))
		line.n++;
	*rest = span_from(*rest, line.n < rest->n ? line.n + 2 : line.n);
	return line;
}

/* "Reduce all sequences of WSP to a single SP." */
static void
naive_reduce(struct buf *out, struct span v)
{
	size_t i;

	for (i = 0; i < v.n; i++) {
		if (v.p[i] != ' ' && v.p[i] != '\t')
			buf_byte(out, v.p[i]);
		else if (i == 0 || (v.p[i - 1] != ' ' && v.p[i - 1] != '\t'))
			buf_byte(out, ' ');
	}
}

static struct span
naive_strip_end(struct span v)
{
	while (v.n > 0 && (v.p[v.n - 1] == ' ' || v.p[v.n - 1] == '\t'))
		v.n--;
	return v;
}

static struct span
naive_strip_start(struct span v)
{
	while (v.n > 0 && (v.p[0] == ' ' || v.p[0] == '\t'))
		v = span_from(v, 1);
	return v;
}

static int
naive_ends(struct span v, const char *end)
{
	size_t n = strlen(end);

	return v.n >= n && memcmp(v.p + v.n - n, end, n) == 0;
}

/* Section 3.4.4, step a. */
static void
naive_relax(struct buf *out, struct span rest)
{
	while (rest.n > 0) {
		naive_reduce(out, naive_strip_end(naive_line(&rest)));
		buf_text(out, "\r\n");
	}
}

/* Sections 3.4.3 and 3.4.4, then l= of section 3.5. */
static void
naive_body(struct buf *out, enum canon canon, struct span in, uint64_t limit)
{
	struct buf whole = { 0 };

	naive_crlf(&whole, in);
	if (whole.n > 0 && !naive_ends(buf_view(&whole), "\r\n"))
		buf_text(&whole, "\r\n");
	if (canon == RELAXED)
		naive_relax(out, buf_view(&whole));
	else
		buf_span(out, buf_view(&whole));
	while (naive_ends(buf_view(out), "\r\n\r\n") ||
	    (out->n == 2 && naive_ends(buf_view(out), "\r\n")))
		out->n -= 2;
	if (out->n == 0 && canon == SIMPLE)
		buf_text(out, "\r\n");
	if (out->n > limit)
		out->n = (size_t)limit;
	buf_free(&whole);
}

/* Section 3.4.2 on a field that has CRLFs, the last one left off. */
static void
naive_relax_field(struct buf *out, struct span field)
{
	struct span name = { field.p, span_find(field, ':') }, value;
	struct buf flat = { 0 }, reduced = { 0 };
	size_t i;

	value = span_from(field, name.n + 1);
	name = naive_strip_end(name);
	for (i = 0; i < name.n; i++)
		buf_byte(out, name.p[i] >= 'A' && name.p[i] <= 'Z' ?
		    (char)(name.p[i] + 'a' - 'A') : name.p[i]);
	buf_text(out, ":");
	while (value.n > 0)
		buf_span(&flat, naive_line(&value));
	naive_reduce(&reduced, buf_view(&flat));
	buf_span(out, naive_strip_start(naive_strip_end(buf_view(&reduced))));
	buf_free(&flat);
	buf_free(&reduced);
}

/* Sections 3.4.1 and 3.4.2; a CRLF behind it if wanted. */
static void
naive_field(struct buf *out, enum canon canon, struct span field, int crlf)
{
	struct buf whole = { 0 };

	naive_crlf(&whole, field);
	if (naive_ends(buf_view(&whole), "\r\n"))
		whole.n -= 2;
	if (canon == RELAXED)
		naive_relax_field(out, buf_view(&whole));
	else
		buf_span(out, buf_view(&whole));
	if (crlf)
		buf_text(out, "\r\n");
	buf_free(&whole);
}

#endif
