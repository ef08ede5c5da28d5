#include "qp.h"
#include "scan.h"

static int
is_safe(unsigned char c)
{
	return c > 0x20 && c < 0x7f && c != ';' && c != '=' && c != '|';
}

void
qp_encode(struct buf *b, struct span v)
{
	size_t i;

	for (i = 0; i < v.n; i++) {
		if (is_safe((unsigned char)v.p[i]))
			buf_byte(b, v.p[i]);
		else
			buf_printf(b, "=%02X", (unsigned char)v.p[i]);
	}
}

/* hex-octet, behind its "=" */
static int
hex_octet(struct scan *s)
{
	int high = hex_value(scan_peek(s)), low;

	if (high == -1)
		return -1;
	s->p++;
	if ((low = hex_value(scan_peek(s))) == -1)
		return -1;
	s->p++;
	return high << 4 | low;
}

int
qp_decode(struct buf *b, struct span v)
{
	struct scan s;
	int c;

	scan_init(&s, v);
	for (;;) {
		scan_fws(&s);
		if (scan_done(&s))
			return 0;
		c = scan_peek(&s);
		s.p++;
		if (c <= 0x20 || c == 0x7f || c == ';')
			return -1;
		if (c == '=' && (c = hex_octet(&s)) == -1)
			return -1;
		buf_byte(b, (char)c);
	}
}
