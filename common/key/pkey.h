#ifndef PKEY_H
#define PKEY_H

#include <openssl/types.h>

#include "span.h"

/*
 * A key as libcrypto has it, from its DER: of a private key PKCS#8, or PKCS#1
 * of RSA; of a public one a SubjectPublicKeyInfo or an RSAPublicKey.  NULL
 * when it is none.  No arithmetic is done with its numbers.
 */
EVP_PKEY	*pkey_private(struct span der);
EVP_PKEY	*pkey_public(struct span der);

#endif
