#ifndef CRYPTO_H
#define CRYPTO_H

#include <stdint.h>

#include "buf.h"
#include "digest.h"
#include "span.h"

/*
 * Keys and signatures.  What goes wrong inside libcrypto itself ends the
 * process (EX_OSERR).
 */

enum key_type {
	KEY_RSA,
	KEY_ED25519
};

struct key;		/* a private or a public key */

/*
 * A new private key; bits counts for RSA only, 1024 to 8192.
 * The key is freed with key_free.
 */
struct key	*key_generate(enum key_type, unsigned bits);

/*
 * A private key from its DER: PKCS#8, or PKCS#1 of RSA.  Returns NULL and
 * *key, to be freed with key_free, or what is wrong as a phrase ("is ...").
 */
const char	*key_private(struct key **, struct span der);

/* The same for a SubjectPublicKeyInfo or an RSAPublicKey. */
const char	*key_public(struct key **, struct span der);

/*
 * The public key in the p= tag of a key record, base64 undone: for RSA a
 * SubjectPublicKeyInfo or an RSAPublicKey (RFC 6376 section 3.6.1, erratum
 * 3017), for Ed25519 its 32 octets (RFC 8463 section 4.2).  An RSA key
 * outside 512 to 8192 bits, or with an exponent that is even, 1 or over
 * 2^32, is refused before any arithmetic.  Returns NULL and *key, to be
 * freed with key_free, or what is wrong as a phrase.
 */
const char	*key_from_record(struct key **, enum key_type, struct span);

enum key_type	 key_type(const struct key *);
unsigned	 key_bits(const struct key *);		/* of the RSA modulus */

/*
 * Of an RSA key: the exponent; and the least factor of the modulus below
 * 65536, or 0.  A modulus that has one is not the product of two large
 * primes: its octets have been damaged.
 */
uint64_t	 key_exponent(const struct key *);
unsigned	 key_factor(const struct key *);

int		 key_is_private(const struct key *);

/* Add the public half as the p= tag holds it, before base64. */
void		 key_record(const struct key *, struct buf *);

/* Add the private key as PKCS#8 PEM. */
void		 key_pem(const struct key *, struct buf *);

/*
 * Sign a SHA-256 digest: RSASSA-PKCS1-v1_5, or Ed25519 over the digest (RFC
 * 8463 section 3).  Adds the signature.  Before that it is verified with the
 * public half; 0, or -1 if the library failed or the check did.
 */
int		 key_sign(struct key *, const unsigned char digest[HASH_MAX],
		    struct buf *signature);

/*
 * Verify: 1 good, 0 bad, -1 when this machine does not allow the algorithm.
 * A key keeps what the first time has prepared; it is for one thread.
 */
int		 key_verify(struct key *, enum hash,
		    const unsigned char *digest, struct span signature);

void		 key_free(struct key *);

/*
 * For a process that will hold a private key: no core dumps, no tracing by
 * other processes of the same user.
 */
void		 key_harden(void);

#endif
