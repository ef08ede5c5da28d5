#include "json.h"

/* A character of at most three octets, as an escape. */
static void
add_escape(struct buf *b, struct span v, size_t n)
{
	const unsigned char *p = (const unsigned char *)v.p;
	unsigned c = n == 1 ? p[0] : n == 2 ? (p[0] & 0x1fu) << 6 :
	    (p[0] & 0x0fu) << 12 | (p[1] & 0x3fu) << 6;

	buf_printf(b, "\\u%04x", n == 1 ? c : c | (p[n - 1] & 0x3fu));
}

void
json_string(struct buf *b, struct span v)
{
	size_t n;

	buf_byte(b, '"');
	for (; v.n > 0; v = span_from(v, n)) {
		n = span_utf8(v);
		if (n == 0) {
			buf_text(b, "\\ufffd");
			n = 1;
		} else if (buf_rules_screen(v))
			add_escape(b, v, n);
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
