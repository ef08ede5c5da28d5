#ifndef SPFREPORT_H
#define SPFREPORT_H

#include "authres.h"
#include "spf.h"

/*
 * The result for an Authentication-Results field (RFC 7208 section 9.2, RFC
 * 8601 section 2.7.2).  Strings it needs are added to text, which must
 * outlive it as s must.
 */
void	spfreport_result(const struct spf *, struct authres_result *,
	    struct buf *text);

/* Add a Received-SPF field (RFC 7208 section 9.1). */
void	spfreport_received(struct buf *, const struct spf *, const char *eol);

#endif
