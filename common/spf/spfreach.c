#include "spfreach.h"

/* Beside enum verdict, in the lowest bits of a value; above them it counts. */
enum {
	UNDECIDED = 8,
	ELSEWHERE		/* does not come to this record */
};
#define KIND(value)	((value) & 15)
#define LOOKUP		(1 << 4)
#define VOID		(1 << 16)
#define LOOKUPS(value)	((unsigned)(value) >> 4 & 0xfff)
#define VOIDS(value)	((unsigned)(value) >> 16)

/* What is counted, and whether it became too much. */
struct counter {
	const struct spf_limits *limits;
	int		 unit;
	int		 over;
};

void
spfreach_init(struct iprange_set *s, size_t octets)
{
	iprange_init(s, octets, UNDECIDED);
}

int
spfreach_any(const struct iprange_set *s)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		if (KIND(s->list[i].value) == UNDECIDED)
			return 1;
	return 0;
}

static int
decide(int value, void *verdict)
{
	return KIND(value) == UNDECIDED ?
	    value - UNDECIDED + *(int *)verdict : value;
}

void
spfreach_decide(struct iprange_set *s, enum verdict verdict)
{
	int v = (int)verdict;

	iprange_change_all(s, decide, &v);
}

int
spfreach_prefix(struct iprange_set *s, const struct ip *net, unsigned bits,
    enum verdict verdict)
{
	int v = (int)verdict;

	return iprange_change(s, net, bits, decide, &v);
}

/* Beyond the limits of RFC 7208 section 4.6.4 the result is permerror. */
static int
count(int value, void *arg)
{
	struct counter *c = arg;

	if (KIND(value) != UNDECIDED)
		return value;
	value += c->unit;
	if (LOOKUPS(value) <= c->limits->lookups &&
	    VOIDS(value) <= c->limits->voids)
		return value;
	c->over = 1;
	return PERMERROR;
}

int
spfreach_lookup(struct iprange_set *s, const struct spf_limits *limits)
{
	struct counter c = { limits, LOOKUP, 0 };

	iprange_change_all(s, count, &c);
	return c.over;
}

int
spfreach_void(struct iprange_set *s, const struct spf_limits *limits)
{
	struct counter c = { limits, VOID, 0 };

	iprange_change_all(s, count, &c);
	return c.over;
}

static int
leave_out(int value, void *arg)
{
	(void)arg;
	return KIND(value) == UNDECIDED ? value : ELSEWHERE;
}

void
spfreach_descend(struct iprange_set *below, const struct iprange_set *s)
{
	iprange_copy(below, s);
	iprange_change_all(below, leave_out, NULL);
}

/* The counts are those below, whatever came of it. */
static int
match_below(int value, int below, void *verdict)
{
	if (KIND(value) != UNDECIDED)
		return value;
	switch (KIND(below)) {
	case PASS:
		return below - PASS + *(int *)verdict;
	case PERMERROR:
		return PERMERROR;
	default:
		return below - KIND(below) + UNDECIDED;
	}
}

int
spfreach_ascend(struct iprange_set *s, const struct iprange_set *below,
    enum verdict verdict)
{
	struct iprange_set joined;
	int v = (int)verdict;

	if (!iprange_combine(&joined, s, below, match_below, &v))
		return 0;
	iprange_free(s);
	*s = joined;
	return 1;
}

static int
strip(int value, void *arg)
{
	(void)arg;
	return KIND(value);
}

void
spfreach_end(struct iprange_set *s)
{
	iprange_change_all(s, strip, NULL);
}
