/*
 * What the strict reader of keys takes, libcrypto's decoders take as well,
 * and see the same numbers in it.
 */
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <stdlib.h>

#include "fuzz.h"
#include "keyder.h"
#include "pkey.h"

static void
must_equal(const EVP_PKEY *pkey, const char *name, struct span v)
{
	BIGNUM *got = NULL;
	BIGNUM *want = BN_bin2bn((const unsigned char *)v.p, (int)v.n, NULL);

	if (!EVP_PKEY_get_bn_param(pkey, name, &got) || BN_cmp(got, want) != 0)
		abort();
	BN_free(got);
	BN_free(want);
}

static void
public_key(struct span der)
{
	const unsigned char *p = (const unsigned char *)der.p;
	EVP_PKEY *pkey, *ours;
	struct keyder k;

	if (!keyder_public(&k, der))
		return;
	if ((pkey = d2i_PUBKEY(NULL, &p, (long)der.n)) == NULL)
		pkey = d2i_PublicKey(EVP_PKEY_RSA, NULL, &p, (long)der.n);
	if (pkey == NULL || p != (const unsigned char *)der.p + der.n)
		abort();
	must_equal(pkey, OSSL_PKEY_PARAM_RSA_N, k.number[KEYDER_N]);
	must_equal(pkey, OSSL_PKEY_PARAM_RSA_E, k.number[KEYDER_E]);
	if ((ours = pkey_public(der)) == NULL || EVP_PKEY_eq(pkey, ours) != 1)
		abort();
	EVP_PKEY_free(ours);
	EVP_PKEY_free(pkey);
}

static void
private_key(struct span der)
{
	const unsigned char *p = (const unsigned char *)der.p;
	EVP_PKEY *pkey;
	struct keyder k;

	if (!keyder_private(&k, der))
		return;
	if ((pkey = d2i_AutoPrivateKey(NULL, &p, (long)der.n)) == NULL)
		abort();
	if (k.n > 0) {
		must_equal(pkey, OSSL_PKEY_PARAM_RSA_N, k.number[KEYDER_N]);
		must_equal(pkey, OSSL_PKEY_PARAM_RSA_D, k.number[KEYDER_D]);
		must_equal(pkey, OSSL_PKEY_PARAM_RSA_COEFFICIENT1,
		    k.number[KEYDER_QI]);
	}
	EVP_PKEY_free(pkey);
	EVP_PKEY_free(pkey_private(der));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct span der = { (const char *)data, n };

	public_key(der);
	private_key(der);
	return 0;
}
