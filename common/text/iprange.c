#include <stdlib.h>
#include <string.h>

#include "iprange.h"

/* Set or clear all bits behind the prefix. */
static void
fill(unsigned char *a, size_t octets, unsigned bits, int set)
{
	unsigned mask, i;

	for (i = bits / 8; i < octets; i++) {
		mask = i == bits / 8 ? 0xffU >> (bits % 8) : 0xffU;
		a[i] = (unsigned char)(set ? a[i] | mask : a[i] & ~mask);
	}
}

/* The address behind this one: 1, or 0 when it was the last of all. */
static int
step_up(unsigned char *a, size_t octets)
{
	size_t i;

	for (i = octets; i > 0; i--)
		if (++a[i - 1] != 0)
			return 1;
	return 0;
}

/* The address before this one, which is not the first of all. */
static void
step_down(unsigned char *a, size_t octets)
{
	size_t i;

	for (i = octets; i > 0; i--)
		if (a[i - 1]-- != 0)
			break;
}

static void
make_room(struct iprange_set *s)
{
	if (s->n < s->size)
		return;
	s->size = s->size == 0 ? 16 : s->size * 2;
	s->list = mem_grow(s->list, s->size, sizeof(*s->list));
}

void
iprange_init(struct iprange_set *s, size_t octets, int value)
{
	memset(s, 0, sizeof(*s));
	s->octets = octets;
	make_room(s);
	memset(&s->list[0], 0, sizeof(s->list[0]));
	s->list[0].value = value;
	s->n = 1;
}

void
iprange_copy(struct iprange_set *s, const struct iprange_set *from)
{
	*s = *from;
	s->size = s->n;
	s->list = mem_zero(s->size, sizeof(*s->list));
	memcpy(s->list, from->list, s->n * sizeof(*s->list));
}

/* The interval that begins with this address, which may split another. */
static size_t
split(struct iprange_set *s, const unsigned char *a)
{
	size_t low = 0, high = s->n, middle;

	while (high - low > 1) {
		middle = low + (high - low) / 2;
		if (memcmp(s->list[middle].a, a, s->octets) <= 0)
			low = middle;
		else
			high = middle;
	}
	if (memcmp(s->list[low].a, a, s->octets) == 0)
		return low;
	make_room(s);
	memmove(s->list + low + 2, s->list + low + 1,
	    (s->n - low - 1) * sizeof(*s->list));
	s->list[low + 1].value = s->list[low].value;
	memcpy(s->list[low + 1].a, a, s->octets);
	s->n++;
	return low + 1;
}

/* Join neighbours of the same value, from the one before i to that at end. */
static void
join(struct iprange_set *s, size_t i, size_t end)
{
	size_t to, from;

	to = i > 0 ? i - 1 : 0;
	if (end < s->n)
		end++;
	for (from = to + 1; from < end; from++)
		if (s->list[from].value != s->list[to].value)
			s->list[++to] = s->list[from];
	memmove(s->list + to + 1, s->list + end,
	    (s->n - end) * sizeof(*s->list));
	s->n -= end - to - 1;
}

int
iprange_change(struct iprange_set *s, const struct ip *net, unsigned bits,
    int (*change)(int, void *), void *arg)
{
	struct ip first = *net, behind = *net;
	size_t i, k, end;

	fill(first.a, s->octets, bits, 0);
	fill(behind.a, s->octets, bits, 1);
	i = split(s, first.a);
	end = step_up(behind.a, s->octets) ? split(s, behind.a) : s->n;
	for (k = i; k < end; k++)
		s->list[k].value = change(s->list[k].value, arg);
	join(s, i, end);
	return s->n <= IPRANGE_MAX;
}

void
iprange_change_all(struct iprange_set *s, int (*change)(int, void *),
    void *arg)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		s->list[i].value = change(s->list[i].value, arg);
	join(s, 0, s->n);
}

/* Add an interval at the end, unless it goes on as the last does. */
static void
append(struct iprange_set *s, const struct iprange_start *from, int value)
{
	if (s->n > 0 && s->list[s->n - 1].value == value)
		return;
	make_room(s);
	s->list[s->n] = *from;
	s->list[s->n++].value = value;
}

int
iprange_combine(struct iprange_set *s, const struct iprange_set *x,
    const struct iprange_set *y, int (*value)(int, int, void *), void *arg)
{
	size_t i = 0, k = 0;
	const struct iprange_start *from = x->list;
	int order;

	memset(s, 0, sizeof(*s));
	s->octets = x->octets;
	for (;;) {
		append(s, from, value(x->list[i].value, y->list[k].value,
		    arg));
		if (i + 1 == x->n && k + 1 == y->n)
			break;
		order = i + 1 == x->n ? 1 : k + 1 == y->n ? -1 :
		    memcmp(x->list[i + 1].a, y->list[k + 1].a, s->octets);
		i += order <= 0;
		k += order >= 0;
		from = order <= 0 ? &x->list[i] : &y->list[k];
	}
	if (s->n > IPRANGE_MAX)
		iprange_free(s);
	return s->n > 0;
}

int
iprange_get(const struct iprange_set *s, size_t i, struct iprange *r)
{
	if (i >= s->n)
		return 0;
	r->value = s->list[i].value;
	r->first = ip_from(s->list[i].a, s->octets);
	if (i + 1 < s->n) {
		r->last = ip_from(s->list[i + 1].a, s->octets);
		step_down(r->last.a, s->octets);
	} else {
		r->last = r->first;
		fill(r->last.a, s->octets, 0, 1);
	}
	return 1;
}

int
iprange_block(struct iprange *r, int *more, struct ip *net, unsigned *bits)
{
	size_t octets = r->first.n;
	struct ip low, high;

	if (!*more)
		return 0;
	for (*bits = 0; *bits < 8 * octets; ++*bits) {
		low = high = r->first;
		fill(low.a, octets, *bits, 0);
		fill(high.a, octets, *bits, 1);
		if (memcmp(low.a, r->first.a, octets) == 0 &&
		    memcmp(high.a, r->last.a, octets) <= 0)
			break;
	}
	*net = r->first;
	fill(r->first.a, octets, *bits, 1);
	*more = memcmp(r->first.a, r->last.a, octets) < 0;
	step_up(r->first.a, octets);
	return 1;
}

void
iprange_free(struct iprange_set *s)
{
	free(s->list);
	memset(s, 0, sizeof(*s));
}
