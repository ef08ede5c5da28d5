#ifndef DKIMPOLICY_H
#define DKIMPOLICY_H

#include <time.h>

#include "buf.h"
#include "keyrecord.h"
#include "message.h"
#include "signature.h"

/* What a verifier accepts (RFC 6376 section 6.3, RFC 8301). */
struct dkim_policy {
	time_t		 now;
	unsigned	 min_bits;	/* of an RSA key */
	size_t		 max_signatures;
	int		 allow_sha1;
	int		 allow_length;	/* l= may leave body unsigned */
	int		 honor_g;	/* g= binds, as in RFC 4871 */
};

/*
 * May this key verify this signature (section 6.1.2, steps 6 and 8, and the
 * flags of section 3.6.1)?  NULL, or why not as a phrase.
 */
const char	*dkimpolicy_use(const struct dkim_policy *,
		    const struct signature *, const struct keyrecord *);

/*
 * A signature that verifies, over a body of so many canonical octets: is it
 * not accepted all the same (RFC 8301 section 3, RFC 6376 sections 3.5, 8.2
 * and 8.15)?  1 and the reason added, or 0.
 */
int		 dkimpolicy_refuses(const struct dkim_policy *,
		    const struct signature *, const struct keyrecord *,
		    uint64_t body, struct buf *reason);

/* Does the message have more From fields than the signature covers? */
int		 dkimpolicy_more_from(const struct message *,
		    const struct signature *);

/* Add facts about the key, for a comment; ad: DNSSEC vouches for it. */
void		 dkimpolicy_describe(struct buf *, const struct keyrecord *,
		    int ad);

#endif
