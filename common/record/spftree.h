#ifndef SPFTREE_H
#define SPFTREE_H

#include "dns.h"
#include "entry.h"

/*
 * Check what only DNS shows: the lookups of all records that are included
 * (RFC 7208 section 4.6.4), and whether these are good.  The entry is usable
 * and has a name.  What DNS does not answer is a finding, and sets
 * e->unknown.
 */
void	spftree(struct entry *, struct dns *);

#endif
