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
 * domain, or up to a record that says psd=y or psd=n; with a public suffix
 * list the two questions of RFC 7489 section 6.6.3, about the name and its
 * Organizational Domain.
 */
struct dmarcwalk {
	struct buf	 name;
	struct span	 start;		/* the name, of which steps are ends */
	struct dmarc_step steps[DMARCWALK_STEPS];
	size_t		 n;
	struct span	 org;		/* the Organizational Domain */
	const struct dmarc_step *failed;	/* the first that DNS did not
					   answer; then org is not known */
	const struct dmarc_step *psd;	/* the PSD above org, if it says so */
};

/*
 * The walks of one message or domain: no name is walked from twice, and no
 * question asked twice.  They borrow from the DNS answers.
 */
struct dmarcwalks {
	struct dns	*dns;
	const struct psl *psl;		/* judge as RFC 7489 has it; or NULL */
	struct dmarcwalk **list;
	size_t		 n;
};

/* None yet.  Freed with dmarcwalks_free. */
void	dmarcwalks_init(struct dmarcwalks *, struct dns *, const struct psl *);

/* Begin to ask what a walk from there will ask. */
void	dmarcwalks_ahead(const struct dmarcwalks *, struct span start);

/* The walk from the name, which has no dot at its end. */
const struct dmarcwalk *dmarcwalks_from(struct dmarcwalks *,
	    struct span start);

/* The step at this name (of the walk's own steps), or NULL. */
const struct dmarc_step *dmarcwalk_find(const struct dmarcwalk *,
	    struct span domain);

void	dmarcwalks_free(struct dmarcwalks *);

#endif
