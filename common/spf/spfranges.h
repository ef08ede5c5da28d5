#ifndef SPFRANGES_H
#define SPFRANGES_H

#include "spfvisit.h"

/*
 * Work the ranges out (RFC 7208 sections 4 to 6).  0; or -1 and a fault when
 * there is no good record, a domain is missing or DNS does not answer.
 * Freed with spfranges_free either way.
 */
int	spfranges_read(struct spfranges *, const struct spfranges_query *,
	    struct dns *, struct fault *);

void	spfranges_free(struct spfranges *);

#endif
