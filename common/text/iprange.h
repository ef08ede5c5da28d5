#ifndef IPRANGE_H
#define IPRANGE_H

#include "ip.h"

#define IPRANGE_MAX	100000	/* intervals of a partition */

/* Addresses from first to last, both included. */
struct iprange {
	struct ip	 first;
	struct ip	 last;
	int		 value;
};

/*
 * A partition of all addresses of one kind: sorted intervals with a value
 * each.  An interval ends where the next begins; neighbours differ in value.
 */
struct iprange_start {
	unsigned char	 a[16];
	int		 value;
};

struct iprange_set {
	size_t		 octets;	/* of an address: 4 or 16 */
	struct iprange_start *list;
	size_t		 n;
	size_t		 size;
};

/* All addresses have this value.  Freed with iprange_free. */
void	iprange_init(struct iprange_set *, size_t octets, int value);

/* Another partition of the same; freed as well. */
void	iprange_copy(struct iprange_set *, const struct iprange_set *);

/*
 * Change the values of the addresses whose first bits are those of net, which
 * must be of their kind.  1, or 0 when there are more than IPRANGE_MAX
 * intervals afterwards.
 */
int	iprange_change(struct iprange_set *, const struct ip *net,
	    unsigned bits, int (*)(int value, void *), void *);

/* The same for all addresses. */
void	iprange_change_all(struct iprange_set *, int (*)(int value, void *),
	    void *);

/*
 * Make a partition by the values that two of the same kind have; 1, or 0 as
 * above, and then there is nothing to free.
 */
int	iprange_combine(struct iprange_set *, const struct iprange_set *,
	    const struct iprange_set *, int (*)(int, int, void *), void *);

/* The interval of this number: 1, or 0 behind the last. */
int	iprange_get(const struct iprange_set *, size_t, struct iprange *);

/*
 * Cut the largest CIDR block off the front of an interval: 1 with its prefix
 * and the interval behind it, or 0 after the last.  Begin with *more set.
 */
int	iprange_block(struct iprange *, int *more, struct ip *net,
	    unsigned *bits);

void	iprange_free(struct iprange_set *);

#endif
