#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <stdlib.h>
#include <sysexits.h>

#include "buf.h"
#include "digest.h"
#include "fault.h"

struct digest {
	EVP_MD_CTX	*ctx;
};

/* Set once, by the first who needs libcrypto. */
static struct {
	CRYPTO_ONCE	 once;
	EVP_MD		*md[2];		/* by enum hash */
} library = { CRYPTO_ONCE_STATIC_INIT, { NULL, NULL } };

void
digest_die(const char *what)
{
	const char *data = NULL;
	unsigned long error;
	int flags = 0;

	error = ERR_peek_error_all(NULL, NULL, NULL, &data, &flags);
	if ((flags & ERR_TXT_STRING) == 0 || data == NULL || *data == '\0')
		data = "no reason is given";
	die(EX_OSERR, "libcrypto cannot %s (error %08lX): %s", what, error,
	    data);
}

/*
 * The lists of all ciphers and digests by name are half of libcrypto's start
 * and serve old interfaces only; cleaning up at exit is what exit does.  The
 * random numbers, for blinding, come from a generator that needs nothing but
 * the digest that is there already.
 */
static void
start(void)
{
	uint64_t lean = OPENSSL_INIT_NO_LOAD_CRYPTO_STRINGS |
	    OPENSSL_INIT_NO_ADD_ALL_CIPHERS |
	    OPENSSL_INIT_NO_ADD_ALL_DIGESTS | OPENSSL_INIT_NO_ATEXIT;

	if (getenv("OPENSSL_CONF") == NULL) {
		OPENSSL_init_crypto(lean | OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
		RAND_set_DRBG_type(NULL, "HASH-DRBG", NULL, NULL, "SHA256");
	} else
		OPENSSL_init_crypto(lean, NULL);
	library.md[HASH_SHA1] = EVP_MD_fetch(NULL, "SHA1", NULL);
	library.md[HASH_SHA256] = EVP_MD_fetch(NULL, "SHA256", NULL);
	if (library.md[HASH_SHA256] == NULL)
		digest_die("start");
}

void
digest_library(void)
{
	if (!CRYPTO_THREAD_run_once(&library.once, start))
		digest_die("start");
}

struct digest *
digest_new(enum hash hash)
{
	struct digest *d = mem_zero(1, sizeof(*d));

	digest_library();
	if ((d->ctx = EVP_MD_CTX_new()) == NULL ||
	    !EVP_DigestInit_ex(d->ctx, library.md[hash], NULL))
		digest_die("start a digest");
	return d;
}

void
digest_add(struct digest *d, const void *p, size_t n)
{
	if (!EVP_DigestUpdate(d->ctx, p, n))
		digest_die("make a digest");
}

void
digest_sink(void *d, const char *p, size_t n)
{
	digest_add(d, p, n);
}

size_t
digest_end(struct digest *d, unsigned char out[HASH_MAX])
{
	unsigned int n;

	if (!EVP_DigestFinal_ex(d->ctx, out, &n))
		digest_die("finish a digest");
	return n;
}

void
digest_free(struct digest *d)
{
	if (d == NULL)
		return;
	EVP_MD_CTX_free(d->ctx);
	free(d);
}
