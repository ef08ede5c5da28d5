#ifndef SIGNATURE_H
#define SIGNATURE_H

#include <stdint.h>

#include "buf.h"
#include "canon.h"
#include "crypto.h"
#include "message.h"
#include "span.h"
#include "taglist.h"

#define SIGNATURE_NO_LENGTH	UINT64_MAX	/* there is no l= tag */
#define SIGNATURE_NO_TIME	UINT64_MAX	/* there is no t= or x= tag */

/*
 * A DKIM-Signature field (RFC 6376 section 3.5).  The spans borrow from the
 * message.  Each member holds only what passed its grammar: one that did
 * not, or is missing, is zero.
 */
struct signature {
	const struct field *field;
	struct taglist	 tags;
	const char	*algorithm;	/* a=, one of the words that we know */
	enum key_type	 key_type;
	enum hash	 hash;
	enum canon	 header_canon;	/* c= */
	enum canon	 body_canon;
	struct span	 domain;	/* d= */
	struct span	 selector;	/* s= */
	struct span	 headers;	/* h= */
	struct buf	 identity;	/* i=, decoded */
	struct buf	 local_part;	/* of i=, without quotes */
	struct span	 identity_domain;	/* of i=, or d= */
	struct buf	 text;		/* b= without white space */
	struct buf	 data;		/* b= */
	struct buf	 bodyhash;	/* bh= */
	uint64_t	 length;	/* l=, or SIGNATURE_NO_LENGTH */
	uint64_t	 timestamp;	/* t=, or SIGNATURE_NO_TIME */
	uint64_t	 expiration;	/* x=, or SIGNATURE_NO_TIME */
	char		 why[128];	/* of signature_parse */
	struct span	 hole;		/* what the hash leaves out of the field */
};

/*
 * Parse the field, as strictly as section 6.1.1 demands.  Returns NULL, or
 * what is wrong as a phrase.  Freed with signature_free in both cases.
 */
const char	*signature_parse(struct signature *, const struct field *);

/*
 * An i= that is decoded: add its local-part as it is meant, and set its
 * domain.  1, or 0 when it is none.
 */
int		 signature_identity(struct span, struct buf *local_part,
		    struct span *domain);

/* How often does h= name the field? */
size_t		 signature_covers(const struct signature *, const char *name);

/*
 * Section 3.7, hash step 2: the fields of h=, each name from the bottom up,
 * then the signature's own field with an empty b=.
 */
void		 signature_header(const struct signature *,
		    const struct message *, canon_sink, void *);

void		 signature_free(struct signature *);

/*
 * The first part of that, for any list of names: each name takes the lowest
 * field that was not taken yet (section 5.4.2), never the one to skip.
 */
void		 signature_fields(const struct message *, struct span names,
		    const struct field *skip, enum canon, canon_sink, void *);

#endif
