#ifndef SPFRANGES_H
#define SPFRANGES_H

#include "dns.h"
#include "fault.h"
#include "iprange.h"
#include "spfstate.h"

/* Whose ranges: a domain, or the text of a record. */
struct spfranges_query {
	struct span	 operand;
	struct span	 domain;	/* that publishes a text; may be empty */
	const struct spf_limits *limits;
};

/* What the ranges do not tell: a term and a phrase. */
struct spfranges_note {
	struct buf	 term;
	struct buf	 why;
	int		 listable;	/* it is an error, which they show */
};

/*
 * The verdict of a record for each address, by families (IPv4, IPv6).  Terms
 * that no address decides alone count as if they did not match.
 */
struct spfranges {
	struct iprange_set family[2];
	struct spfranges_note *notes;
	size_t		 n;
};

/*
 * Work the ranges out (RFC 7208 sections 4 to 6).  0; or -1 and a fault when
 * there is no good record, a domain is missing or DNS does not answer.
 * Freed with spfranges_free either way.
 */
int	spfranges_read(struct spfranges *, const struct spfranges_query *,
	    struct dns *, struct fault *);

void	spfranges_free(struct spfranges *);

#endif
