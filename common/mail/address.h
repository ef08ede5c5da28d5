#ifndef ADDRESS_H
#define ADDRESS_H

#include "buf.h"
#include "scan.h"
#include "span.h"

/* An addr-spec (RFC 5322 section 3.4.1) without its comments and folds. */
struct address {
	struct buf	text;		/* local-part "@" domain */
	struct span	local;		/* with its quotes, if any */
	struct span	domain;
};

/*
 * Iterate over the mailboxes of a From, Sender or similar field (section
 * 3.4): display names, comments, quoted strings, groups, routes.  Start with
 * scan_init on the field's value and an address that is all zero.  Returns 1
 * with the next address, 0 after the last; what is no address is passed
 * over.  Free with address_free at the end.
 */
int	address_next(struct scan *, struct address *);

void	address_free(struct address *);

#endif
