#ifndef DMARCSTORY_H
#define DMARCSTORY_H

#include "dmarc.h"

/*
 * Add the story of a message's DMARC results, for a person: identifiers,
 * walks, the policy and its tag, what a receiver would do.  other is what
 * the other RFC's rules answer, or NULL: what differs is set side by side.
 * The last lines are those of a mail reader that shows the original; skip
 * is the number of Received fields that are our own.
 */
void	dmarcstory(struct buf *, const struct dmarc *,
	    const struct dmarc *other, unsigned skip);

/* Add the questions of a walk and what they found, a line each. */
void	dmarcstory_walk(struct buf *, const struct dmarcwalk *);

#endif
