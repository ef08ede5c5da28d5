#ifndef SIGN_H
#define SIGN_H

#include <stdint.h>
#include <time.h>

#include "bodyhash.h"
#include "buf.h"
#include "canon.h"
#include "crypto.h"
#include "message.h"
#include "span.h"

/* Who signs: the d= s= i= of a signature and its key. */
struct signer {
	struct span	 domain;
	struct span	 selector;
	struct span	 identity;	/* unset: no i= */
	struct key	*key;
};

/* How: the same for all signatures of a run (RFC 6376 section 3.5). */
struct sign_style {
	enum canon	 header_canon;
	enum canon	 body_canon;
	struct span	 headers;	/* names, with colons between */
	struct span	 oversign;
	int		 with_length;	/* l= is wanted */
	uint64_t	 length;	/* and its limit, or UINT64_MAX */
	uint64_t	 timestamp;
	uint64_t	 lifetime;	/* x= is that much later; 0: no x= */
	int		 copy;		/* z= is wanted */
};

/*
 * The defaults: relaxed/relaxed, the fields of RFC 6376 section 5.4.1 and
 * List-Unsubscribe-Post (RFC 8058), From oversigned, signed now.
 */
void		 sign_style_init(struct sign_style *, time_t now);

/* Want the hash of the body: its place in the set. */
size_t		 sign_want_body(const struct sign_style *,
		    struct bodyhash_set *);

/* It is there.  NULL, or why it cannot be signed in this style. */
const char	*sign_check_body(const struct sign_style *,
		    const struct bodyhash *);

/*
 * Add a whole DKIM-Signature field, folded, with the message's line ends
 * (sections 3.5, 3.7 and 5).  0, or -1 when the key could not sign.
 */
int		 sign_field(struct buf *, const struct message *,
		    const struct bodyhash *, const struct signer *,
		    const struct sign_style *);

#endif
