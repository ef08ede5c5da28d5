#ifndef RECORDCHECK_H
#define RECORDCHECK_H

#include "dns.h"
#include "entry.h"

/*
 * Check all records that were read: each by the grammar and by what goes
 * wrong in practice, and what stands beside it.  Fills in what checking fills
 * in.  Selector and domain, which may be empty, are for records that came
 * without a name.  dns is asked for what only DNS shows; NULL: nobody is.
 */
void	recordcheck(struct entries *, struct span selector, struct span domain,
	    struct dns *dns);

/* Has it no errors and no warnings? */
int	recordcheck_is_good(const struct entry *);

#endif
