#ifndef RECEIVEDSPF_H
#define RECEIVEDSPF_H

#include "buf.h"
#include "span.h"

/*
 * What a Received-SPF field says (RFC 7208 section 9.1).  A span that was
 * never set is left out; an empty one is written as "".
 */
struct receivedspf {
	const char	*result;	/* "pass" */
	struct span	 receiver;	/* the name of this host */
	struct span	 subject;	/* address or domain that was judged */
	struct span	 ip;
	struct span	 sender;	/* without <>; empty: null sender */
	struct span	 helo;
	const char	*identity;	/* "mailfrom" or "helo"; NULL */
	struct span	 mechanism;	/* that matched, or "default" */
	struct span	 problem;	/* what the error was */
};

/*
 * Add the field, folded, with the message's line ends.  Whatever the values
 * hold, none can end the comment, its string or the line.
 */
void	receivedspf_format(struct buf *, const struct receivedspf *,
	    const char *eol);

#endif
