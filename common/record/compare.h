#ifndef COMPARE_H
#define COMPARE_H

#include "authority.h"
#include "dns.h"
#include "served.h"

/* What one server says. */
struct compare_server {
	struct buf	 at;		/* the name that was asked for */
	struct buf	 name;		/* of the server; may be empty */
	struct buf	 address;
	enum served_status status;
	struct buf	 why;
	int		 has_serial;
	uint32_t	 serial;	/* of its zone */
	int		 spare;		/* it did not answer, but another
					   address of the server did */
	struct dns	*dns;		/* while it is asked */
};

/* A record against what is served now.  Freed with compare_free. */
struct compare {
	struct served_want want;
	struct compare_server *list;
	size_t		 n;
	struct buf	 failure;	/* not all was asked: why; or empty */
};

/*
 * Ask each authoritative server of the zone that holds the name of the
 * record, at all of its addresses; behind a CNAME those of its target.  With
 * servers or zone files in the configuration only these are asked, as
 * resolvers are.  0, or -1 and a fault when servers are not known: then the
 * list holds those that are.
 */
int	compare_run(struct compare *, const struct served_want *,
	    const struct dns_config *, struct fault *);

/* What comes of it all: "other" if one differs, else "unknown" if one is. */
enum served_status compare_status(const struct compare *);

/* Add a line for each server, or an object of JSON on a line. */
void	compare_text(struct buf *, const struct compare *);
void	compare_json(struct buf *, const struct compare *);

void	compare_free(struct compare *);

#endif
