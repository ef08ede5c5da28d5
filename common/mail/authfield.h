#ifndef AUTHFIELD_H
#define AUTHFIELD_H

#include "buf.h"
#include "resinfo.h"
#include "span.h"

#define AUTHFIELD_RESULTS	1000

/*
 * An Authentication-Results field (RFC 8601 section 2.2) as it was read.
 * Whether its writer is to be believed is for the caller to know.
 */
struct authfield {
	struct span	 id;		/* authserv-id; p is NULL: none */
	unsigned	 instance;	/* i= of ARC; 0 */
	int		 none;		/* it says "none" */
	struct resinfo	*results;
	size_t		 n;
	struct buf	 text;		/* of strings and comments */
};

/*
 * Read the value of the field, or of ARC-Authentication-Results (RFC 8617
 * section 4.1.1).  What servers are known to write besides is read too: no
 * authserv-id, values that should be quoted, "reason" anywhere, "smtp.mail"
 * for "smtp.mailfrom", semicolons too many.  The spans point into the value
 * or into the struct, which is always to be freed with authfield_free.
 * Returns NULL, or what is wrong as a phrase: the results before the fault
 * are given still, unless no part of the field can be trusted; then n is 0.
 */
const char	*authfield_parse(struct authfield *, struct span value);
const char	*authfield_parse_arc(struct authfield *, struct span value);

/* Add the authserv-id that the value starts with: 0, or -1: there is none. */
int		 authfield_id(struct span value, struct buf *);

void		 authfield_free(struct authfield *);

#endif
