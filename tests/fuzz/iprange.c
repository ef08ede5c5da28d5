#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "iprange.h"

#define UNIVERSE	256	/* 192.0.2.0/24 */

static const unsigned char base[4] = { 192, 0, 2, 0 };

static void
want(int condition)
{
	if (!condition)
		abort();
}

/* Only values below 8 change, as "undecided" ones do. */
static int
change(int value, void *arg)
{
	return value < 8 ? *(int *)arg : value;
}

static int
pair(int x, int y, void *arg)
{
	(void)arg;
	return x == y ? 0 : x * 16 + y;
}

/* Give a prefix a value, in the partition and in the array. */
static void
assign(struct iprange_set *s, int *naive, const uint8_t *op)
{
	struct ip net = ip_from(base, 4);
	unsigned bits = 24 + op[0] % 9, i;
	int value = op[2] % 16;

	net.a[3] = op[1];
	want(iprange_change(s, &net, bits, change, &value));
	for (i = 0; i < UNIVERSE; i++)
		if ((i ^ op[1]) >> (32 - bits) == 0)
			naive[i] = change(naive[i], &value);
}

/* Each block is aligned, in order and in the interval; none could be joined. */
static void
check_blocks(struct iprange r)
{
	struct ip net, before = r.first, last = r.last;
	unsigned bits, length = 33;
	int more = 1, n = 0;

	while (iprange_block(&r, &more, &net, &bits)) {
		want(n == 0 ? memcmp(net.a, before.a, 4) == 0 :
		    memcmp(net.a, before.a, 4) > 0);
		want(ip_within(&last, &net, bits) == !more);
		want(n == 0 || bits != length ||
		    !ip_within(&net, &before, bits - 1));
		before = net;
		length = bits;
		want(++n <= 62);
	}
}

/* The partition says what the array says, and nothing outside of it. */
static void
check(const struct iprange_set *s, const int *naive, int outside)
{
	struct iprange r;
	struct ip ip = ip_from(base, 4);
	size_t i;
	unsigned k;

	for (i = 0; iprange_get(s, i, &r); i++) {
		want(memcmp(r.first.a, r.last.a, 4) <= 0);
		want(i == 0 || s->list[i - 1].value != r.value);
		want(memcmp(r.first.a, base, 3) == 0 || r.value == outside);
		check_blocks(r);
		for (k = 0; k < UNIVERSE; k++) {
			ip.a[3] = (unsigned char)k;
			if (memcmp(ip.a, r.first.a, 4) >= 0 &&
			    memcmp(ip.a, r.last.a, 4) <= 0)
				want(naive[k] == r.value);
		}
	}
	want(i == s->n && s->n <= UNIVERSE + 2);
	want(iprange_get(s, 0, &r) && r.first.a[0] == 0);
	want(iprange_get(s, s->n - 1, &r) && r.last.a[0] == 255);
}

/* Two partitions, made side by side and compared, against two arrays. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct iprange_set s[3];
	int naive[3][UNIVERSE] = { { 0 } };
	size_t i;

	iprange_init(&s[0], 4, 0);
	iprange_init(&s[1], 4, 0);
	for (i = 0; i + 4 <= n && i < 400; i += 4)
		assign(&s[data[i] & 1], naive[data[i] & 1], data + i + 1);
	want(iprange_combine(&s[2], &s[0], &s[1], pair, NULL));
	for (i = 0; i < UNIVERSE; i++)
		naive[2][i] = pair(naive[0][i], naive[1][i], NULL);
	for (i = 0; i < 3; i++) {
		check(&s[i], naive[i], 0);
		iprange_free(&s[i]);
	}
	return 0;
}
