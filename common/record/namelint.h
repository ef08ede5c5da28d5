#ifndef NAMELINT_H
#define NAMELINT_H

#include "entry.h"

/*
 * Give a record that came without a name the one where verifiers look for
 * it: below the domain, for a key with the selector; each may be empty, and
 * then there is no name.
 */
void	namelint_complete(struct entry *, struct span selector,
	    struct span domain);

/*
 * Is the record where verifiers look for it?  Adds what is wrong with the
 * name of an entry, and the name without it to e->named.
 */
void	namelint(struct entry *);

#endif
