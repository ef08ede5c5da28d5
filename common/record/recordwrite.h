#ifndef RECORDWRITE_H
#define RECORDWRITE_H

#include "entry.h"
#include "recordform.h"

/* How records are to be written. */
struct recordwrite {
	const struct recordform *form;	/* NULL: zone, or plain where a key
					   has no name */
	struct span	 origin;	/* of the zone, or empty */
	int		 timed;		/* with this TTL */
	uint32_t	 ttl;
};

enum recordwrite_status {
	RECORDWRITE_ALL,
	RECORDWRITE_NAMELESS,	/* one lacks the name that the form needs */
	RECORDWRITE_LONG	/* one is longer than its program can read */
};

/*
 * Add each record that can be used, as checking left it, in the form.  What
 * cannot be written is left out.
 */
enum recordwrite_status recordwrite(struct buf *, const struct recordwrite *,
	    const struct entries *);

#endif
