#include <sys/prctl.h>
#include <sys/resource.h>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdlib.h>

#include "crypto.h"
#include "pkey.h"

#define ED25519_OCTETS	32
#define RSA_BITS_MIN	512
#define FACTOR_MAX	65536	/* that is looked for */
#define RSA_BITS_MAX	8192

struct key {
	EVP_PKEY	*pkey;
	EVP_PKEY_CTX	*verifier[2];	/* by enum hash, once it was needed */
	int		 is_private;
};

/* Keys */

static struct key *
key_new(EVP_PKEY *pkey, int is_private)
{
	struct key *key = mem_zero(1, sizeof(*key));

	key->pkey = pkey;
	key->is_private = is_private;
	return key;
}

void
key_free(struct key *key)
{
	if (key == NULL)
		return;
	EVP_PKEY_CTX_free(key->verifier[HASH_SHA1]);
	EVP_PKEY_CTX_free(key->verifier[HASH_SHA256]);
	EVP_PKEY_free(key->pkey);
	free(key);
}

enum key_type
key_type(const struct key *key)
{
	return EVP_PKEY_get_base_id(key->pkey) == EVP_PKEY_ED25519 ?
	    KEY_ED25519 : KEY_RSA;
}

unsigned
key_bits(const struct key *key)
{
	return (unsigned)EVP_PKEY_get_bits(key->pkey);
}

/* The modulus (n) or the exponent (e) of an RSA key; to be freed. */
static BIGNUM *
rsa_number(const struct key *key, const char *which)
{
	BIGNUM *n = NULL;

	if (!EVP_PKEY_get_bn_param(key->pkey, which, &n))
		digest_die("read a key");
	return n;
}

uint64_t
key_exponent(const struct key *key)
{
	BIGNUM *e = rsa_number(key, OSSL_PKEY_PARAM_RSA_E);
	uint64_t n = BN_get_word(e);

	BN_free(e);
	return n;
}

static int
is_prime(unsigned n)
{
	unsigned d;

	for (d = 2; d * d <= n; d++)
		if (n % d == 0)
			return 0;
	return 1;
}

unsigned
key_factor(const struct key *key)
{
	BIGNUM *n = rsa_number(key, OSSL_PKEY_PARAM_RSA_N);
	unsigned d, found = 0;

	for (d = 2; d < FACTOR_MAX && found == 0; d++)
		if (is_prime(d) && BN_mod_word(n, d) == 0)
			found = d;
	BN_free(n);
	return found;
}

int
key_is_private(const struct key *key)
{
	return key->is_private;
}

struct key *
key_generate(enum key_type type, unsigned bits)
{
	EVP_PKEY *pkey;

	digest_library();
	if (type == KEY_ED25519)
		pkey = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
	else
		pkey = EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)bits);
	if (pkey == NULL)
		digest_die("make a key");
	return key_new(pkey, 1);
}

/*
 * RFC 6376 section 3.3.3 wants 512 to 2048 bits of a verifier, and no more
 * than 8192 keeps the arithmetic bounded; so does a short exponent.
 */
static const char *
check_rsa(const EVP_PKEY *pkey)
{
	BIGNUM *e = NULL;
	const char *why = NULL;
	int bits = EVP_PKEY_get_bits(pkey);

	if (bits < RSA_BITS_MIN)
		return "has an RSA key of less than 512 bits";
	if (bits > RSA_BITS_MAX)
		return "has an RSA key of more than 8192 bits";
	if (!EVP_PKEY_get_bn_param(pkey, OSSL_PKEY_PARAM_RSA_E, &e))
		return "has an RSA key without an exponent";
	if (!BN_is_odd(e) || BN_is_one(e) || BN_num_bits(e) > 32)
		why = "has an RSA key with an unsafe exponent";
	BN_free(e);
	return why;
}

/* Only RSA and Ed25519 keys sign mail. */
static const char *
check_key(const EVP_PKEY *pkey)
{
	switch (EVP_PKEY_get_base_id(pkey)) {
	case EVP_PKEY_RSA:
		return check_rsa(pkey);
	case EVP_PKEY_ED25519:
		return NULL;
	default:
		return "is neither an RSA nor an Ed25519 key";
	}
}

/* Keep a key that libcrypto has read, if it is one for mail. */
static const char *
accept_key(struct key **key, EVP_PKEY *pkey, int is_private)
{
	const char *why;

	ERR_clear_error();
	if (pkey == NULL)
		return is_private ? "is not a private key" :
		    "is not a public key";
	if ((why = check_key(pkey)) != NULL) {
		EVP_PKEY_free(pkey);
		return why;
	}
	*key = key_new(pkey, is_private);
	return NULL;
}

const char *
key_private(struct key **key, struct span der)
{
	*key = NULL;
	return accept_key(key, pkey_private(der), 1);
}

const char *
key_public(struct key **key, struct span der)
{
	*key = NULL;
	return accept_key(key, pkey_public(der), 0);
}

static const char *
ed25519_raw(struct key **key, struct span v)
{
	if (v.n != ED25519_OCTETS)
		return "is not the 32 octets of an Ed25519 key";
	digest_library();
	return accept_key(key, EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519,
	    NULL, (const unsigned char *)v.p, v.n), 0);
}

const char *
key_from_record(struct key **key, enum key_type type, struct span v)
{
	const char *why;

	*key = NULL;
	if (type == KEY_ED25519)
		return ed25519_raw(key, v);
	if ((why = key_public(key, v)) == NULL && key_type(*key) != KEY_RSA) {
		key_free(*key);
		*key = NULL;
		why = "holds another kind of key than k= says";
	}
	return why;
}

void
key_record(const struct key *key, struct buf *b)
{
	unsigned char raw[ED25519_OCTETS], *der = NULL;
	size_t size = sizeof(raw);
	int n;

	if (key_type(key) == KEY_ED25519) {
		if (!EVP_PKEY_get_raw_public_key(key->pkey, raw, &size))
			digest_die("give the public key");
		buf_add(b, raw, size);
		return;
	}
	if ((n = i2d_PUBKEY(key->pkey, &der)) < 0)
		digest_die("give the public key");
	buf_add(b, der, (size_t)n);
	OPENSSL_free(der);
}

void
key_pem(const struct key *key, struct buf *b)
{
	BIO *bio = BIO_new(BIO_s_secmem());
	char *p;
	long n;

	if (bio == NULL || !PEM_write_bio_PKCS8PrivateKey(bio, key->pkey,
	    NULL, NULL, 0, NULL, NULL))
		digest_die("write the private key");
	n = BIO_get_mem_data(bio, &p);
	buf_add(b, p, (size_t)n);
	BIO_free(bio);
}

/* Signatures */

/* A context for RSASSA-PKCS1-v1_5 over a digest, made ready by init. */
static EVP_PKEY_CTX *
rsa_ctx(const struct key *key, enum hash hash, int (*init)(EVP_PKEY_CTX *))
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(key->pkey, NULL);

	if (ctx == NULL)
		digest_die("use a key");
	if (init(ctx) > 0 &&
	    EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PADDING) > 0 &&
	    EVP_PKEY_CTX_set_signature_md(ctx,
	    hash == HASH_SHA1 ? EVP_sha1() : EVP_sha256()) > 0)
		return ctx;
	EVP_PKEY_CTX_free(ctx);
	return NULL;
}

static int
rsa_sign(const struct key *key, const unsigned char *digest, char *out,
    size_t *n)
{
	EVP_PKEY_CTX *ctx = rsa_ctx(key, HASH_SHA256, EVP_PKEY_sign_init);
	int ok;

	ok = ctx != NULL && EVP_PKEY_sign(ctx, (unsigned char *)out, n,
	    digest, HASH_MAX) == 1;
	EVP_PKEY_CTX_free(ctx);
	return ok;
}

static int
ed25519_sign(const struct key *key, const unsigned char *digest, char *out,
    size_t *n)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	int ok;

	ok = ctx != NULL &&
	    EVP_DigestSignInit(ctx, NULL, NULL, NULL, key->pkey) == 1 &&
	    EVP_DigestSign(ctx, (unsigned char *)out, n, digest,
	    HASH_MAX) == 1;
	EVP_MD_CTX_free(ctx);
	return ok;
}

int
key_sign(struct key *key, const unsigned char digest[HASH_MAX],
    struct buf *b)
{
	struct span signature;
	size_t n = (size_t)EVP_PKEY_get_size(key->pkey);
	int ok;

	signature.p = buf_room(b, n);
	ok = key_type(key) == KEY_RSA ?
	    rsa_sign(key, digest, b->p + b->n, &n) :
	    ed25519_sign(key, digest, b->p + b->n, &n);
	ERR_clear_error();
	signature.n = n;
	if (!ok || key_verify(key, HASH_SHA256, digest, signature) != 1)
		return -1;
	b->n += n;
	return 0;
}

static int
rsa_verify(struct key *key, enum hash hash, const unsigned char *digest,
    struct span signature)
{
	EVP_PKEY_CTX **ctx = &key->verifier[hash];

	if (*ctx == NULL)
		*ctx = rsa_ctx(key, hash, EVP_PKEY_verify_init);
	if (*ctx == NULL)
		return -1;
	return EVP_PKEY_verify(*ctx, (const unsigned char *)signature.p,
	    signature.n, digest, hash == HASH_SHA1 ? 20 : 32) == 1;
}

static int
ed25519_verify(const struct key *key, const unsigned char *digest,
    struct span signature)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	int ok;

	if (ctx == NULL ||
	    EVP_DigestVerifyInit(ctx, NULL, NULL, NULL, key->pkey) != 1) {
		EVP_MD_CTX_free(ctx);
		return -1;
	}
	ok = EVP_DigestVerify(ctx, (const unsigned char *)signature.p,
	    signature.n, digest, HASH_MAX) == 1;
	EVP_MD_CTX_free(ctx);
	return ok;
}

int
key_verify(struct key *key, enum hash hash, const unsigned char *digest,
    struct span signature)
{
	int ok;

	ok = key_type(key) == KEY_RSA ?
	    rsa_verify(key, hash, digest, signature) :
	    ed25519_verify(key, digest, signature);
	ERR_clear_error();
	return ok;
}

void
key_harden(void)
{
	struct rlimit none = { 0, 0 };

	setrlimit(RLIMIT_CORE, &none);
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}
