#include "json.h"

/* Length of the UTF-8 sequence at the start of v, 0 when it is none. */
static size_t
utf8_length(struct span v)
{
	const unsigned char *p = (const unsigned char *)v.p;
	size_t i, n;

	n = p[0] < 0x80 ? 1 : p[0] < 0xc2 ? 0 : p[0] < 0xe0 ? 2 :
	    p[0] < 0xf0 ? 3 : p[0] < 0xf5 ? 4 : 0;
	if (n == 0 || n > v.n)
		return 0;
	for (i = 1; i < n; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	if ((p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] > 0x9f) ||
	    (p[0] == 0xf0 && p[1] < 0x90) || (p[0] == 0xf4 && p[1] > 0x8f))
		return 0;
	return n;
}

int
json_is_utf8(struct span v)
{
	size_t n;

	while (v.n > 0 && (n = utf8_length(v)) > 0)
		v = span_from(v, n);
	return v.n == 0;
}

void
json_string(struct buf *b, struct span v)
{
	size_t n;

	buf_byte(b, '"');
	for (; v.n > 0; v = span_from(v, n)) {
		n = utf8_length(v);
		if (n == 0) {
			buf_text(b, "\\ufffd");
			n = 1;
		} else if ((unsigned char)v.p[0] < 0x20 || v.p[0] == 0x7f)
			buf_printf(b, "\\u%04x", (unsigned char)v.p[0]);
		else {
			if (v.p[0] == '"' || v.p[0] == '\\')
				buf_byte(b, '\\');
			buf_add(b, v.p, n);
		}
	}
	buf_byte(b, '"');
}

void
json_name(struct buf *b, const char *name)
{
	char last = b->n == 0 ? '{' : b->p[b->n - 1];

	if (last != '{' && last != '[')
		buf_byte(b, ',');
	json_string(b, span_of(name));
	buf_byte(b, ':');
}

void
json_member(struct buf *b, const char *name, struct span v)
{
	json_name(b, name);
	json_string(b, v);
}
