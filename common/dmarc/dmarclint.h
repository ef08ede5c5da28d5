#ifndef DMARCLINT_H
#define DMARCLINT_H

#include "dmarcrecord.h"
#include "finding.h"

#define DMARCLINT_MAX	50	/* findings of one record, about */

/*
 * Add what is wrong with, or outdated in, the record itself: syntax errors,
 * misspelt and historic tags, values that mean nothing, addresses.  What
 * depends on DNS is not looked at.
 */
void	dmarclint(struct findings *, const struct dmarcrecord *);

/*
 * Add what is wrong with a text that is no DMARC record but means to be one.
 * Returns 1, or 0 when it does not look like it.
 */
int	dmarclint_near(struct findings *, struct span text);

#endif
