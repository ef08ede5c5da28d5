#ifndef DMARC_H
#define DMARC_H

#include "author.h"
#include "dmarcalign.h"

/* What is judged.  All of it outlives the result. */
struct dmarc_query {
	const struct message *msg;
	struct span	 authors[AUTHOR_DOMAINS];	/* A-labels */
	size_t		 nauthors;
	const char	*trouble;	/* why none of them is beyond doubt:
					   a phrase; NULL: nothing is wrong */
	const char	*doubt;		/* why there may be others: a phrase,
					   or NULL; said with all but a pass */
	const struct dmarcids *ids;
	const char	*authserv_id;
	const struct psl *psl;		/* judge as RFC 7489 has it; or NULL */
};

/* The result for one author domain. */
struct dmarc_result {
	struct span	 domain;	/* unset: there is no author domain */
	struct dmarcpolicy policy;
	struct dmarc_alignment *alignments;	/* one for each id */
	enum verdict	 verdict;
	struct buf	 reason;	/* of all but PASS */
	enum dmarc_policy disposition;	/* the policy after all options */
	struct span	 sealer;	/* whose ARC seal overrides it */
	size_t		 instance;	/* of its set */
	struct buf	 overridden;	/* the reason before that */
};

/* All of them, the strictest first. */
struct dmarc {
	const struct dmarc_query *query;
	struct dmarc_result *results[AUTHOR_DOMAINS];
	size_t		 n;
	struct dmarcwalks walks;
};

/*
 * Evaluate DMARC (RFC 9989 section 5.3).  With several author domains each
 * has a result, and the first is that of the strictest policy that failed
 * (section 11.5).  Freed with dmarc_free.
 */
struct dmarc	*dmarc_check(const struct dmarc_query *, struct dns *);

/* Put the results in order again, when a disposition has changed. */
void		 dmarc_sort(struct dmarc *);

/*
 * Would these results make it a pass for the author domain?  1 with an
 * aligned one, 0, or -1 when DNS did not answer.
 */
int		 dmarc_would_pass(struct dmarc *, const struct dmarc_result *,
		    const struct dmarcids *);

void		 dmarc_free(struct dmarc *);

#endif
