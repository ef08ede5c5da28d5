#ifndef DMARCWALK_H
#define DMARCWALK_H

#include "dmarcrecord.h"
#include "dns.h"
#include "psl.h"

#define DMARCWALK_STEPS	8	/* questions of one walk, at most */

/* What stands at _dmarc below one name. */
struct dmarc_step {
	struct span	 domain;	/* the name, without _dmarc */
	size_t		 n;		/* how many records: more than one
					   count as none */
	const char	*why;		/* DNS did not answer: a phrase */
	const struct dns_answer *answer;
	struct dmarcrecord record;	/* if n is 1 */
};

/*
 * The DNS Tree Walk of RFC 9989 section 4.10 from a name to its top-level
 * domain, or up to a record that says psd=y or psd=n.  It borrows from the
 * name and from the DNS answers, and is not to be copied.
 */
struct dmarcwalk {
	struct span	 start;		/* without a dot at the end */
	struct dmarc_step steps[DMARCWALK_STEPS];
	size_t		 n;
	struct span	 org;		/* the Organizational Domain */
	const struct dmarc_step *failed;	/* the first that DNS did not
					   answer; then org is not known */
	const struct dmarc_step *psd;	/* the PSD above org, if it says so */
};

/*
 * Begin to ask what a walk from there will ask.  With a public suffix list
 * the questions are those of RFC 7489 section 6.6.3: the name and its
 * Organizational Domain.
 */
void	dmarcwalk_ahead(struct dns *, struct span start, const struct psl *);

/* Walk.  With a list, the Organizational Domain is what the list says. */
void	dmarcwalk(struct dmarcwalk *, struct dns *, struct span start,
	    const struct psl *);

/* The step at this name (of the walk's own steps), or NULL. */
const struct dmarc_step *dmarcwalk_find(const struct dmarcwalk *,
	    struct span domain);

#endif
