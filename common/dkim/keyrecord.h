#ifndef KEYRECORD_H
#define KEYRECORD_H

#include "crypto.h"
#include "span.h"
#include "taglist.h"

/* A DKIM key record (RFC 6376 section 3.6.1); borrows from its text. */
struct keyrecord {
	struct taglist	 tags;
	struct span	 hashes;	/* h=; unset: all */
	struct span	 granularity;	/* g= of RFC 4871; unset: all */
	enum key_type	 type;		/* k= */
	struct key	*key;		/* p= */
	int		 testing;	/* t=y */
	int		 strict;	/* t=s: i= and d= must be the same */
	char		 why[128];	/* of keyrecord_parse */
};

/*
 * Does this TXT text mean to be a DKIM key?  What does not (an SPF record,
 * a proof of ownership) is passed over where several stand at one name.
 */
int		 keyrecord_is(struct span text);

/*
 * Parse a record.  Returns NULL, or why it cannot be used as a phrase.
 * Freed with keyrecord_free in both cases.
 */
const char	*keyrecord_parse(struct keyrecord *, struct span text);

/* Is the hash among those of h=? */
int		 keyrecord_has_hash(const struct keyrecord *, const char *name);

/* RFC 4871 section 3.6.1: does g= match this local-part? */
int		 keyrecord_granted(const struct keyrecord *, struct span);

void		 keyrecord_free(struct keyrecord *);

#endif
