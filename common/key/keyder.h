#ifndef KEYDER_H
#define KEYDER_H

#include <stddef.h>

#include "span.h"

/* The numbers of an RSA key, in the order of RFC 8017 appendix A.1.2. */
enum keyder_number {
	KEYDER_N,
	KEYDER_E,
	KEYDER_D,
	KEYDER_P,
	KEYDER_Q,
	KEYDER_DP,
	KEYDER_DQ,
	KEYDER_QI,
	KEYDER_NUMBERS
};

/* What is in a key: borrows from the DER. */
struct keyder {
	struct span	number[KEYDER_NUMBERS];	/* the highest octet first,
						   which is not 0 */
	size_t		n;	/* numbers there are: 8, 2 or 0 */
	struct span	raw;	/* the 32 octets of an Ed25519 key, or unset */
};

/*
 * Read the usual forms of a private key, which is PKCS#8 without attributes
 * or PKCS#1, or of a public one, which is a SubjectPublicKeyInfo or an
 * RSAPublicKey.  Strict DER, to its last octet: 1, or 0 when it is anything
 * else, which may still be a key.
 */
int	keyder_private(struct keyder *, struct span der);
int	keyder_public(struct keyder *, struct span der);

#endif
