#ifndef SPFREACH_H
#define SPFREACH_H

#include "iprange.h"
#include "spfstate.h"
#include "verdict.h"

/*
 * How far evaluation of a record has come for each address: a partition
 * whose values are a verdict or "undecided", with the lookups and void
 * lookups so far (RFC 7208 section 4.6.4).
 */

/* No address is decided. */
void	spfreach_init(struct iprange_set *, size_t octets);

/* Is any address undecided? */
int	spfreach_any(const struct iprange_set *);

/* The verdict for all that are undecided. */
void	spfreach_decide(struct iprange_set *, enum verdict);

/* For those in a prefix; 1, or 0 when there are too many intervals. */
int	spfreach_prefix(struct iprange_set *, const struct ip *, unsigned bits,
	    enum verdict);

/*
 * Count a lookup, or a void one, for those that are undecided; beyond the
 * limit they become PERMERROR, and then it returns 1.
 */
int	spfreach_lookup(struct iprange_set *, const struct spf_limits *);
int	spfreach_void(struct iprange_set *, const struct spf_limits *);

/* A copy for an included record, in which only the undecided have a place. */
void	spfreach_descend(struct iprange_set *below, const struct iprange_set *);

/*
 * Section 5.2: decide by what the included record says; what it does not
 * pass stays undecided.  1 or 0 as above.
 */
int	spfreach_ascend(struct iprange_set *, const struct iprange_set *below,
	    enum verdict);

/* In the end the values are verdicts and nothing else. */
void	spfreach_end(struct iprange_set *);

#endif
