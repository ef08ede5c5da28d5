#ifndef DMARCPOLICY_H
#define DMARCPOLICY_H

#include "buf.h"
#include "dmarcwalk.h"
#include "verdict.h"

/* Where the record that applies was found (RFC 9989 section 4.10.1). */
enum dmarc_place {
	DMARC_NOWHERE,
	DMARC_AT_DOMAIN,	/* at the domain itself */
	DMARC_AT_ORG,		/* at its Organizational Domain */
	DMARC_AT_PSD		/* at the Public Suffix Domain above that */
};

/* What a domain asks receivers to do with mail in its name that fails. */
struct dmarcpolicy {
	const struct dmarcwalk *walk;	/* from the domain */
	enum verdict	 verdict;	/* PASS: a policy applies; or NONE,
					   PERMERROR, TEMPERROR */
	struct buf	 reason;	/* of another verdict than PASS */
	enum dmarc_place place;
	const struct dmarc_step *step;	/* where the record stands, or NULL */
	enum dmarc_name	 tag;		/* which of p, sp, np applies */
	enum dmarc_policy asked;	/* what that tag says; DMARC_NONE when
					   the record counts as p=none */
	enum dmarc_policy policy;	/* the same after t= */
	int		 as_none;	/* the record counts as p=none */
	int		 missing;	/* NXDOMAIN: it does not exist */
};

/*
 * Find the policy of a domain that domain_check takes; if the walks go by a
 * public suffix list, as RFC 7489 section 6.6.3 has it.  It borrows from
 * the walks; freed with dmarcpolicy_free.
 */
void	dmarcpolicy_lookup(struct dmarcpolicy *, struct dmarcwalks *,
	    struct span domain);

/* Add the name that the record stands at: "_dmarc.example.org". */
void	dmarc_location(struct buf *, const struct dmarcpolicy *);

/* Is the record known, so that alignment can be judged by it? */
int	dmarcpolicy_has_record(const struct dmarcpolicy *);

/* "the domain itself", "the organizational domain", ... */
const char *dmarc_place_phrase(enum dmarc_place);

void	dmarcpolicy_free(struct dmarcpolicy *);

#endif
