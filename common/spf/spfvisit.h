#ifndef SPFVISIT_H
#define SPFVISIT_H

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

/* The work on all of an operand. */
struct spfvisit_work {
	const struct spfranges_query *query;
	struct dns	*dns;
	struct spfranges *out;
	struct fault	*fault;
	struct span	 origin;	/* o: the domain of the sender */
	unsigned	 terms;
};

/* One record on the way, and the term in hand. */
struct spfvisit {
	struct spfvisit_work	*w;
	struct span	 domain;
	struct iprange_set *set;
	const struct spf_term *term;
	struct buf	 target;
};

/* Note something about the term in hand, once. */
void	spfvisit_note(const struct spfvisit *, int listable, const char *why);

/* Nobody who has come so far gets further; 0. */
int	spfvisit_fail(struct spfvisit *, const char *why);

/* Some who have come so far are beyond a limit. */
void	spfvisit_limit(const struct spfvisit *, unsigned limit,
	    const char *what);

/* The faults that end it all; -1. */
int	spfvisit_too_many(struct spfvisit_work *);
int	spfvisit_no_answer(struct spfvisit_work *, struct span name,
	    const struct dns_answer *);

/* The type of address records for the family in hand. */
int	spfvisit_address_type(const struct spfvisit *);

/*
 * What a mechanism matches (RFC 7208 section 5), with its target at hand: 0,
 * or -1 and a fault.
 */
int	spfvisit_all(struct spfvisit *);
int	spfvisit_net(struct spfvisit *);
int	spfvisit_a(struct spfvisit *);
int	spfvisit_mx(struct spfvisit *);
int	spfvisit_exists(struct spfvisit *);

#endif
