#ifndef DMARCDEST_H
#define DMARCDEST_H

#include "dmarcpolicy.h"
#include "dmarcuri.h"

#define DMARCDEST_MAX	20	/* destinations that are looked at */

/* May reports be sent there? */
enum dmarc_permission {
	DMARC_INVALID_URI,	/* no: it is no valid URI, or no mailto: */
	DMARC_INSIDE,		/* yes: of the same organization */
	DMARC_AUTHORIZED,	/* yes: its domain says so */
	DMARC_UNAUTHORIZED,	/* no: its domain does not say so */
	DMARC_UNKNOWN		/* DNS did not answer */
};

/* One destination of a policy record's reports. */
struct dmarc_destination {
	enum dmarc_name	 tag;		/* DMARC_RUA or DMARC_RUF */
	struct dmarc_uri uri;
	enum dmarc_permission permission;
	struct buf	 name;		/* what was asked outside, or empty */
	struct span	 instead;	/* the destination's own list */
	const char	*why;		/* of a no or an unknown: a phrase */
};

struct dmarcdests {
	struct dmarc_destination *list;
	size_t		 n;
	int		 more;		/* there are more than DMARCDEST_MAX */
};

/*
 * Find out where the reports of the policy's record may go (RFC 9990 section
 * 4).  It borrows from the policy and the walks; freed with dmarcdests_free.
 */
void		 dmarcdests_lookup(struct dmarcdests *,
		    const struct dmarcpolicy *, struct dmarcwalks *);

/* "authorized", "not authorized", ... */
const char	*dmarc_permission_word(enum dmarc_permission);

void		 dmarcdests_free(struct dmarcdests *);

#endif
