#ifndef SPFSTATE_H
#define SPFSTATE_H

#include <time.h>

#include "buf.h"
#include "dns.h"
#include "ip.h"
#include "spfrecord.h"
#include "verdict.h"

/* The arguments of check_host() (RFC 7208 section 4.1). */
struct spf_query {
	struct ip	 ip;
	struct span	 sender;	/* MAIL FROM, without <>; may be empty */
	struct span	 helo;
	int		 helo_scope;	/* check HELO, whatever the sender */
	struct span	 record;	/* set: the domain's record is this */
	struct span	 receiver;
	time_t		 now;
};

/* Section 4.6.4, and what is asked ahead. */
struct spf_limits {
	unsigned	 lookups;	/* 10 */
	unsigned	 voids;		/* 2 */
	int		 sequential;	/* ask one question at a time */
};

/* A question that a term asked, and how it came out. */
struct spf_lookup {
	struct buf	 name;
	int		 type;
	enum dns_status	 status;
	size_t		 n;		/* records */
};

/* How a term came out. */
enum spf_outcome {
	SPF_NOT_REACHED,
	SPF_NO_MATCH,
	SPF_MATCH,
	SPF_EXPLAINS,		/* exp: it was asked for the explanation */
	SPF_STOP		/* an error, or a redirect: no further term */
};

struct spf_tree;

/* What evaluating one term was. */
struct spf_step {
	const struct spf_term *term;
	enum spf_outcome outcome;
	struct buf	 target;	/* target-name, macros expanded */
	struct spf_lookup *asked;
	size_t		 nasked;
	struct spf_tree	*below;		/* of include and redirect */
	unsigned	 lookups;	/* so far, this term included */
	unsigned	 voids;
};

/* What one check_host() was: a record and its terms. */
struct spf_tree {
	struct buf	 domain;
	struct span	 text;		/* the record; empty: none */
	struct spf_record record;
	struct spf_step	*steps;		/* one for each term */
	enum verdict	 verdict;
	struct buf	 reason;
};

/* The result. */
struct spf {
	const struct spf_query *query;
	const struct spf_limits *limits;
	struct dns	*dns;
	struct buf	 sender;	/* local-part@domain that was checked */
	struct span	 local;
	struct span	 origin;
	int		 is_helo;	/* the identity that was checked */
	int		 used_local;	/* the local-part made a difference */
	unsigned	 lookups;
	unsigned	 voids;
	unsigned	 ahead;		/* questions asked ahead */
	struct spf_tree	*tree;
	struct spf_tree	*deciding;	/* whose terms give the result */
	struct span	 mechanism;	/* the term that matched; or empty */
	struct buf	 explanation;	/* from DNS; or empty */
	struct spf_step	*step;		/* being evaluated, or NULL */
	struct buf	 validated;	/* the last %{p} */
};

/*
 * Set the verdict of a tree and the reason for it, to which the domain is
 * added; returns the verdict.
 */
enum verdict	 spfstate_judge(struct spf_tree *, enum verdict, const char *,
		    ...) __attribute__((format(printf, 3, 4)));

/* Ask for a step, and note the question and its outcome there. */
const struct dns_answer *spfstate_ask(struct spf *, struct spf_step *,
		    struct span name, int type);

void		 spfstate_step_free(struct spf_step *);
void		 spfstate_free(struct spf *);

#endif
