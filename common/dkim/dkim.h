#ifndef DKIM_H
#define DKIM_H

#include "buf.h"
#include "dkimpolicy.h"
#include "dns.h"
#include "message.h"
#include "signature.h"
#include "verdict.h"

/* How one of the two checks of a signature came out. */
enum dkim_check {
	UNCHECKED,
	GOOD,
	BAD
};

/* The judgement of one signature. */
struct dkim_result {
	enum verdict	 verdict;
	struct buf	 reason;	/* why it is not a pass */
	struct buf	 comment;	/* facts about the key */
	struct signature signature;
	size_t		 body;		/* number of its body hash */
	enum dkim_check	 body_check;
	enum dkim_check	 header_check;
	const struct dns_answer *answer;	/* of the key lookup, or NULL */
};

struct dkim;

/*
 * Begin to verify the signatures of a message whose header was read: parses
 * each and starts its key lookup (RFC 6376 sections 6.1.1 and 6.1.2).  The
 * arguments must outlive the result, which is freed with dkim_free.
 */
struct dkim	*dkim_new(const struct dkim_policy *, const struct message *,
		    struct dns *);

/* The next octets of the body. */
void		 dkim_body(struct dkim *, const char *, size_t);

/* The body is whole: fetch the keys and judge (section 6.1.3). */
void		 dkim_end(struct dkim *);

/* After dkim_end: the judgements in message order, and the best of them. */
const struct dkim_result *dkim_results(const struct dkim *, size_t *n);
enum verdict	 dkim_verdict(const struct dkim *);

/* The reason that goes with "none", when there is no signature; or empty. */
struct span	 dkim_none_reason(const struct dkim *);

const struct message *dkim_message(const struct dkim *);

/* The SHA-256 or SHA-1 of the body as this result's signature wants it. */
struct span	 dkim_body_digest(const struct dkim *,
		    const struct dkim_result *);

void		 dkim_free(struct dkim *);

#endif
