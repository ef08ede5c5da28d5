#ifndef DIGEST_H
#define DIGEST_H

#include <stddef.h>

/*
 * Digests, and how libcrypto is started.  What goes wrong inside the library
 * itself ends the process (EX_OSERR).
 */

enum hash {
	HASH_SHA1,
	HASH_SHA256
};

#define HASH_MAX	32	/* octets of the longest digest */

/*
 * Start libcrypto, once, before anything else is asked of it: without what a
 * filter of one message never uses.  The site's configuration is read only
 * when the environment names it (OPENSSL_CONF).
 */
void		 digest_library(void);

/* End the process: libcrypto cannot do that, and says why. */
void		 digest_die(const char *what) __attribute__((noreturn));

struct digest;

struct digest	*digest_new(enum hash);
void		 digest_add(struct digest *, const void *, size_t);

/* digest_add as a canon_sink, with the digest as its argument. */
void		 digest_sink(void *, const char *, size_t);

/* Finish: writes the digest to out and returns its length. */
size_t		 digest_end(struct digest *, unsigned char out[HASH_MAX]);
void		 digest_free(struct digest *);

#endif
