#include "base64.h"

static const char alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void
base64_encode(struct buf *b, struct span v)
{
	const unsigned char *p = (const unsigned char *)v.p;
	unsigned long group;
	size_t i, k, left;

	for (i = 0; i < v.n; i += 3) {
		left = v.n - i;
		group = (unsigned long)p[i] << 16;
		if (left > 1)
			group |= (unsigned long)p[i + 1] << 8;
		if (left > 2)
			group |= p[i + 2];
		for (k = 0; k < 4; k++)
			buf_byte(b, k > left ? '=' :
			    alphabet[group >> (18 - 6 * k) & 63]);
	}
}

enum {
	NO = 64,	/* no octet of base64 */
	PA,		/* = */
	BL		/* white space, which counts for nothing */
};

/* The values of the digits, and what else an ASCII character is. */
static const unsigned char values[128] = {
	NO, NO, NO, NO, NO, NO, NO, NO, NO, BL, BL, NO, NO, BL, NO, NO,
	NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO,
	BL, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, 62, NO, NO, NO, 63,
	52, 53, 54, 55, 56, 57, 58, 59, 60, 61, NO, NO, NO, PA, NO, NO,
	NO, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
	15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, NO, NO, NO, NO, NO,
	NO, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40,
	41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, NO, NO, NO, NO, NO
};

static unsigned
value(char c)
{
	return (unsigned char)c < sizeof(values) ?
	    values[(unsigned char)c] : NO;
}

int
is_base64(unsigned char c)
{
	return value((char)c) < NO;
}

/* The digits of v as bytes at out; 0, or -1 when it is not base64. */
static int
decode(struct span v, char *out, size_t *n)
{
	unsigned long group = 0;
	size_t i, digits = 0, pad = 0;
	unsigned c;

	*n = 0;
	for (i = 0; i < v.n; i++) {
		c = value(v.p[i]);
		if (c >= NO) {
			if (c == NO)
				return -1;
			pad += c == PA;
			continue;
		}
		if (pad > 0)
			return -1;
		group = group << 6 | c;
		if (++digits % 4 == 0) {
			out[(*n)++] = (char)(group >> 16 & 0xff);
			out[(*n)++] = (char)(group >> 8 & 0xff);
			out[(*n)++] = (char)(group & 0xff);
		}
	}
	if (digits % 4 == 1 || (pad > 0 && (digits + pad) % 4 != 0) || pad > 2)
		return -1;
	if (digits % 4 == 2)
		out[(*n)++] = (char)(group >> 4 & 0xff);
	if (digits % 4 == 3) {
		out[(*n)++] = (char)(group >> 10 & 0xff);
		out[(*n)++] = (char)(group >> 2 & 0xff);
	}
	return 0;
}

int
base64_decode(struct buf *b, struct span v)
{
	size_t n;

	if (decode(v, buf_room(b, v.n + 3), &n) == -1)
		return -1;
	b->n += n;
	return 0;
}
