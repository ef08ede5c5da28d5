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

/* Value of a base64 digit, or -1. */
static int
value(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* The digits of v as bytes at out; 0, or -1 when it is not base64. */
static int
decode(struct span v, char *out, size_t *n)
{
	unsigned long group = 0;
	size_t i, digits = 0, pad = 0;
	int c;

	*n = 0;
	for (i = 0; i < v.n; i++) {
		if (is_blank((unsigned char)v.p[i]))
			continue;
		if (v.p[i] == '=') {
			pad++;
			continue;
		}
		if (pad > 0 || (c = value(v.p[i])) == -1)
			return -1;
		group = group << 6 | (unsigned long)c;
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
