#ifndef DMARCSURVEY_H
#define DMARCSURVEY_H

#include "dmarcdest.h"
#include "dmarcpolicy.h"
#include "finding.h"

/* All that there is to know about the DMARC policy of a domain. */
struct dmarcsurvey {
	struct buf	 domain;	/* A-labels in lower case */
	struct dmarcwalks walks;
	struct dmarcpolicy policy;
	struct dmarcdests dests;
	struct findings	 findings;
};

/*
 * Add the domain as it is asked for: A-labels, lower case, no dot at the
 * end.  Returns NULL, or what is wrong with it as a phrase.
 */
const char	*dmarcsurvey_name(struct buf *, const char *domain);

/*
 * Look the policy of a domain up that dmarcsurvey_name takes, where its
 * reports may go, and what is wrong with it.  The list is for RFC 7489's
 * rules, or NULL.  It borrows from the DNS answers; freed with
 * dmarcsurvey_free.
 */
void		 dmarcsurvey(struct dmarcsurvey *, struct dns *,
		    const char *domain, const struct psl *);

void		 dmarcsurvey_free(struct dmarcsurvey *);

#endif
