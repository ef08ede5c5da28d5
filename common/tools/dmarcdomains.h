#ifndef DMARCDOMAINS_H
#define DMARCDOMAINS_H

#include "psl.h"
#include "verifier.h"

/*
 * Are the operands domains, not messages?  A path, "-" and the name of a file
 * that is there are messages; some of each is a wrong call.
 */
int	dmarcdomains_are(const struct option_tool *, int n, char *operands[]);

/*
 * Print what is published for each domain, and leave standard output closed.
 * Returns 0 when a policy was found for all of them, 1 when one has none,
 * EX_TEMPFAIL when DNS did not answer for one.  The list is for RFC 7489's
 * rules, or NULL.
 */
int	dmarcdomains_run(struct verifier *, int n, char *domains[],
	    const struct psl *);

#endif
