#ifndef SPFEXPLAIN_H
#define SPFEXPLAIN_H

#include "spf.h"

/* What all of a record may cost, whatever matches first. */
struct spfexplain_cost {
	unsigned	 lookups;	/* terms that need DNS */
	struct buf	 most;		/* the include that costs most; or empty */
	unsigned	 of_most;	/* and what it does, itself included */
};

/*
 * Count the whole record (RFC 7208 section 4.6.4), and ask DNS for what
 * evaluation did not reach; at most 100 terms are followed.  Free most.
 */
void	spfexplain_cost(struct spf *, struct spfexplain_cost *);

/* Add the tree for a person: each term, its questions, its outcome. */
void	spfexplain_text(struct buf *, struct spf *);

/* Add the same as members of a JSON object, without its braces. */
void	spfexplain_json(struct buf *, struct spf *);

#endif
