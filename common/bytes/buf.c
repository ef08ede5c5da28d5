#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "buf.h"
#include "fault.h"

#define GUESS	64	/* octets that most formatted text takes */

static void
no_memory(void)
{
	die(EX_OSERR, "out of memory");
}

void *
mem_zero(size_t n, size_t size)
{
	void *p = calloc(n == 0 ? 1 : n, size);

	if (p == NULL)
		no_memory();
	return p;
}

void *
mem_grow(void *old, size_t n, size_t size)
{
	void *p = reallocarray(old, n, size);

	if (p == NULL)
		no_memory();
	return p;
}

char *
buf_room(struct buf *b, size_t n)
{
	size_t size = b->size == 0 ? 64 : b->size;

	if (n > SIZE_MAX / 2 - b->n)
		no_memory();
	while (size < b->n + n)
		size *= 2;
	if (size != b->size) {
		b->p = mem_grow(b->p, size, 1);
		b->size = size;
	}
	return b->p + b->n;
}

void
buf_add(struct buf *b, const void *p, size_t n)
{
	if (n == 0)
		return;
	memcpy(buf_room(b, n), p, n);
	b->n += n;
}

void
buf_byte(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void
buf_text(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void
buf_span(struct buf *b, struct span v)
{
	buf_add(b, v.p, v.n);
}

/*
 * C0 and C1 controls, the latter as UTF-8 has them, and what turns or hides
 * text: U+061C, U+200B to U+200F, U+2028 to U+202E, U+2060 to U+206F, U+FEFF.
 */
int
buf_rules_screen(struct span v)
{
	const unsigned char *p = (const unsigned char *)v.p;

	if (p[0] < 0x80)
		return p[0] < 0x20 || p[0] == 0x7f;
	if (p[0] == 0xc2 || p[0] == 0xd8)
		return p[0] == 0xc2 ? p[1] < 0xa0 : p[1] == 0x9c;
	if (p[0] == 0xe2 && p[1] == 0x80)
		return (p[2] >= 0x8b && p[2] <= 0x8f) ||
		    (p[2] >= 0xa8 && p[2] <= 0xae);
	return (p[0] == 0xe2 && p[1] == 0x81 && p[2] >= 0xa0 && p[2] <= 0xaf) ||
	    (p[0] == 0xef && p[1] == 0xbb && p[2] == 0xbf);
}

void
buf_printable(struct buf *b, struct span v)
{
	size_t n;

	for (; v.n > 0; v = span_from(v, n)) {
		n = span_utf8(v);
		if (n > 0 && !buf_rules_screen(v))
			buf_add(b, v.p, n);
		else
			buf_byte(b, '?');
		n = n == 0 ? 1 : n;
	}
}

void
buf_lower(struct buf *b, struct span v)
{
	size_t i;

	buf_room(b, v.n);
	for (i = 0; i < v.n; i++)
		b->p[b->n++] = (char)ascii_lower((unsigned char)v.p[i]);
}

/* Most text fits at once; what does not is made twice. */
void
buf_vprintf(struct buf *b, const char *fmt, va_list ap)
{
	va_list again;
	size_t left;
	int n;

	buf_room(b, GUESS);
	left = b->size - b->n;
	va_copy(again, ap);
	n = vsnprintf(b->p + b->n, left, fmt, ap);
	if (n < 0)
		no_memory();
	if ((size_t)n >= left) {
		buf_room(b, (size_t)n + 1);
		vsnprintf(b->p + b->n, (size_t)n + 1, fmt, again);
	}
	va_end(again);
	b->n += (size_t)n;
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(b, fmt, ap);
	va_end(ap);
}

struct span
buf_view(const struct buf *b)
{
	struct span v = { b->p == NULL ? "" : b->p, b->n };

	return v;
}

const char *
buf_string(struct buf *b)
{
	*buf_room(b, 1) = '\0';
	return b->p;
}

void
buf_free(struct buf *b)
{
	free(b->p);
	memset(b, 0, sizeof(*b));
}

void
buf_wipe(struct buf *b)
{
	if (b->p != NULL)
		explicit_bzero(b->p, b->size);
	buf_free(b);
}
