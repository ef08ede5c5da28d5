#ifndef AUTHORITY_H
#define AUTHORITY_H

#include "dns.h"
#include "fault.h"
#include "ip.h"

#define AUTHORITY_MAX	32	/* addresses of servers */

/* One address of a name server. */
struct authority_server {
	struct buf	 name;		/* of the server; may be empty */
	struct buf	 address;	/* as dns_config wants it; empty: the
					   name has none */
};

/* The zone in which a name is, and who answers for it. */
struct authority {
	struct buf	 zone;
	struct authority_server *list;
	size_t		 n;
};

/*
 * Find out, by the NS records of the name or of the first one above it that
 * has any, and by the addresses of the servers they name.  0, or -1 and a
 * fault (EX_TEMPFAIL: DNS does not answer now; EX_DATAERR: there are none).
 * Freed with authority_free either way.
 */
int	authority_find(struct authority *, struct dns *, struct span name,
	    struct fault *);

void	authority_free(struct authority *);

#endif
