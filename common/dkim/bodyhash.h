#ifndef BODYHASH_H
#define BODYHASH_H

#include <stdint.h>

#include "canon.h"
#include "crypto.h"

/* The hash of a body in one canonicalization, cut at one length. */
struct bodyhash {
	enum hash	 hash;
	struct canon_body canon;	/* its total is the canonical length */
	struct digest	*digest;
	unsigned char	 value[HASH_MAX];	/* after bodyhash_end */
	size_t		 n;		/* octets of value */
};

/* All that are wanted of one body, which is read once.  All zero is none. */
struct bodyhash_set {
	struct bodyhash	*list;
	size_t		 n;
};

/*
 * Want the hash of RFC 6376 section 3.7, step 1: limit is l=, or UINT64_MAX.
 * Returns its place in the list, shared with others alike.
 */
size_t	bodyhash_want(struct bodyhash_set *, enum hash, enum canon,
	    uint64_t limit);

/* The next octets of the body, and after the last of them. */
void	bodyhash_add(struct bodyhash_set *, const char *, size_t);
void	bodyhash_end(struct bodyhash_set *);

void	bodyhash_free(struct bodyhash_set *);

#endif
