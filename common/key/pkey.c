#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/x509.h>
#include <limits.h>

#include "buf.h"
#include "digest.h"
#include "keyder.h"
#include "pkey.h"

/* By enum keyder_number. */
static const char *const names[KEYDER_NUMBERS] = {
	OSSL_PKEY_PARAM_RSA_N, OSSL_PKEY_PARAM_RSA_E, OSSL_PKEY_PARAM_RSA_D,
	OSSL_PKEY_PARAM_RSA_FACTOR1, OSSL_PKEY_PARAM_RSA_FACTOR2,
	OSSL_PKEY_PARAM_RSA_EXPONENT1, OSSL_PKEY_PARAM_RSA_EXPONENT2,
	OSSL_PKEY_PARAM_RSA_COEFFICIENT1
};

/* A number in the octet order of this machine; its octets go into room. */
static OSSL_PARAM
parameter(const char *name, struct span v, struct buf *room)
{
	unsigned char *native = (unsigned char *)room->p + room->n;
	BIGNUM *n = BN_bin2bn((const unsigned char *)v.p, (int)v.n, NULL);

	if (n == NULL || BN_bn2nativepad(n, native, (int)v.n) == -1)
		digest_die("read a key");
	BN_clear_free(n);
	room->n += v.n;
	return OSSL_PARAM_construct_BN(name, native, v.n);
}

/*
 * The decoders of libcrypto need ten times as long: they try each format
 * that there is, and every step goes through their providers.
 */
static EVP_PKEY *
rsa(const struct keyder *k, int selection)
{
	OSSL_PARAM list[KEYDER_NUMBERS + 1];
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
	EVP_PKEY *pkey = NULL;
	struct buf room = { 0 };
	size_t i, n = 0;

	if (ctx == NULL)
		digest_die("use RSA keys");
	for (i = 0; i < k->n; i++)
		n += k->number[i].n;
	buf_room(&room, n);
	for (i = 0; i < k->n; i++)
		list[i] = parameter(names[i], k->number[i], &room);
	list[i] = OSSL_PARAM_construct_end();
	if (EVP_PKEY_fromdata_init(ctx) != 1 ||
	    EVP_PKEY_fromdata(ctx, &pkey, selection, list) != 1)
		pkey = NULL;
	EVP_PKEY_CTX_free(ctx);
	buf_wipe(&room);
	return pkey;
}

EVP_PKEY *
pkey_private(struct span der)
{
	const unsigned char *p = (const unsigned char *)der.p;
	struct keyder k;

	digest_library();
	if (der.n > LONG_MAX)
		return NULL;
	if (!keyder_private(&k, der))
		return d2i_AutoPrivateKey(NULL, &p, (long)der.n);
	if (k.n > 0)
		return rsa(&k, EVP_PKEY_KEYPAIR);
	return EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL,
	    (const unsigned char *)k.raw.p, k.raw.n);
}

/* A SubjectPublicKeyInfo, or with bare set an RSAPublicKey; all of v. */
static EVP_PKEY *
decode_public(struct span v, int bare)
{
	const unsigned char *p = (const unsigned char *)v.p;
	const unsigned char *end = p + v.n;
	EVP_PKEY *pkey;

	pkey = bare ? d2i_PublicKey(EVP_PKEY_RSA, NULL, &p, (long)v.n) :
	    d2i_PUBKEY(NULL, &p, (long)v.n);
	if (pkey != NULL && p != end) {
		EVP_PKEY_free(pkey);
		pkey = NULL;
	}
	return pkey;
}

EVP_PKEY *
pkey_public(struct span der)
{
	EVP_PKEY *pkey;
	struct keyder k;

	digest_library();
	if (der.n > LONG_MAX)
		return NULL;
	if (keyder_public(&k, der))
		return rsa(&k, EVP_PKEY_PUBLIC_KEY);
	pkey = decode_public(der, 0);
	return pkey != NULL ? pkey : decode_public(der, 1);
}
