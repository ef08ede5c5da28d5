#ifndef KEYSET_H
#define KEYSET_H

#include "dnsanswer.h"
#include "keyrecord.h"

#define KEYSET_MAX	4	/* keys that are tried at one name */

/* A record that means to be a key, and why it cannot be one, or NULL. */
struct keyset_key {
	struct keyrecord record;
	const char	*why;
};

/* The keys among the TXT records of an answer. */
struct keyset {
	struct keyset_key keys[KEYSET_MAX];
	size_t		 n;	/* of the keys above */
	size_t		 all;	/* keys there are */
};

/*
 * The keys of an answer with records.  They are read once and kept with the
 * answer, which frees them.
 */
const struct keyset	*keyset_of(const struct dns_answer *);

#endif
