#ifndef DMARCALIGN_H
#define DMARCALIGN_H

#include "dmarcid.h"
#include "dmarcpolicy.h"

/* How one result of SPF or DKIM stands to an author domain. */
struct dmarc_alignment {
	const struct dmarcid *id;
	const struct dmarcwalk *walk;	/* of the identifier, or NULL */
	int		 aligned;	/* of a pass or temperror: 1, 0, or -1
					   when DNS did not answer */
	int		 strict;	/* the mode that was asked for */
};

/* One for each of the ids, none aligned yet; freed with free(3). */
struct dmarc_alignment *dmarcalign_list(const struct dmarcids *);

/*
 * Find out which are aligned with the domain of the policy, whose record is
 * known (RFC 9989 sections 4.10.2 and 5.3.4).  Returns 1 when one of them
 * makes it a pass, 0 when none does, -1 when that depends on an answer that
 * DNS did not give.
 */
int	dmarcalign_check(struct dmarc_alignment *, size_t n,
	    const struct dmarcpolicy *, struct dmarcwalks *);

#endif
