#ifndef DMARCURI_H
#define DMARCURI_H

#include "span.h"

/* One destination of a rua or ruf tag (RFC 9989 sections 4.6 and 4.8). */
struct dmarc_uri {
	struct span	 text;		/* without white space and size */
	struct span	 scheme;
	struct span	 host;		/* of mailto: the domain of the address;
					   unset in another scheme */
	struct span	 size;		/* obs-dmarc-report-size, or unset */
	const char	*why;		/* it is no valid URI: a phrase */
};

/*
 * Iterate over the URIs between commas: 1 with the next, 0 after the last.
 * Start with the tag's value.
 */
int	dmarcuri_next(struct span *rest, struct dmarc_uri *);

/* Does the list hold at least one valid URI? */
int	dmarcuri_any(struct span list);

#endif
