#include "domain.h"

static int
is_label(unsigned char c)
{
	return is_alnum(c) || c == '-' || c == '_';
}

static const char *
check_label(struct span v)
{
	size_t i;

	for (i = 0; i < v.n; i++) {
		if ((unsigned char)v.p[i] >= 0x80)
			return "is not ASCII (an A-label, xn--, is wanted)";
		if (!is_label((unsigned char)v.p[i]))
			return "has a character that no domain name has";
	}
	if (v.n == 0)
		return "has an empty label";
	if (v.n > 63)
		return "has a label of more than 63 octets";
	if (v.p[0] == '-' || v.p[v.n - 1] == '-')
		return "has a label with a hyphen at its end";
	return NULL;
}

/* RFC 1035 section 2.3.1, with the underscores of RFC 8553. */
const char *
domain_check(struct span name, size_t labels)
{
	struct span label, rest = name;
	const char *why;
	size_t n = 0;

	if (name.n == 0)
		return "is empty";
	while (span_next(&rest, '.', &label)) {
		if ((why = check_label(label)) != NULL)
			return why;
		n++;
	}
	if (name.n > DOMAIN_MAX)
		return "is longer than 253 octets";
	if (n < labels)
		return "has only one label";
	return NULL;
}

struct span
domain_parent(struct span name)
{
	size_t dot = span_find(name, '.');

	return span_from(name, dot + (dot < name.n));
}

int
domain_within(struct span name, struct span parent)
{
	struct span tail;

	if (name.n < parent.n)
		return 0;
	tail = span_from(name, name.n - parent.n);
	return span_same(tail, parent) &&
	    (name.n == parent.n || tail.p[-1] == '.');
}
