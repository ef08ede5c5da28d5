/*
 * What cannot be avoided, and nothing else, to measure the tools against.
 *
 *	limit start			start and end
 *	limit sign KEY			digest of standard input, one signature
 *	limit verify KEY SIGNATURE [FILE...]
 *					digest of standard input, or of each
 *					file, and each time one verification
 *	limit hash			digest of standard input
 *	limit pass			the same, kept in a file, written again
 *	limit signature KEY		writes the SIGNATURE for the above
 *
 * KEY holds numbers of an RSA key, each behind its length in two octets.
 * libcrypto is used as the tools use it: started lean, keys by
 * EVP_PKEY_fromdata.  What is verified is always the digest of nothing, and
 * nothing is canonicalized.
 */
#include <sys/sendfile.h>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>

#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NUMBERS	8

static const char *const names[NUMBERS] = {
	OSSL_PKEY_PARAM_RSA_N, OSSL_PKEY_PARAM_RSA_E, OSSL_PKEY_PARAM_RSA_D,
	OSSL_PKEY_PARAM_RSA_FACTOR1, OSSL_PKEY_PARAM_RSA_FACTOR2,
	OSSL_PKEY_PARAM_RSA_EXPONENT1, OSSL_PKEY_PARAM_RSA_EXPONENT2,
	OSSL_PKEY_PARAM_RSA_COEFFICIENT1
};

static EVP_MD *sha256;
static char chunk[65536];

static void
start(void)
{
	OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CRYPTO_STRINGS |
	    OPENSSL_INIT_NO_ADD_ALL_CIPHERS | OPENSSL_INIT_NO_ADD_ALL_DIGESTS |
	    OPENSSL_INIT_NO_ATEXIT | OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
	RAND_set_DRBG_type(NULL, "HASH-DRBG", NULL, NULL, "SHA256");
	sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
}

static size_t
read_file(const char *name, void *room, size_t size)
{
	int fd = open(name, O_RDONLY);
	ssize_t n;

	if (fd == -1 || (n = read(fd, room, size)) == -1)
		err(1, "%s", name);
	close(fd);
	return (size_t)n;
}

/* The first n numbers of the file, or as many as it has. */
static EVP_PKEY *
read_key(const char *name, size_t n)
{
	static unsigned char file[8192], native[8192];
	OSSL_PARAM list[NUMBERS + 1];
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
	EVP_PKEY *pkey = NULL;
	size_t i, at = 0, size, end = read_file(name, file, sizeof(file));
	BIGNUM *b;

	for (i = 0; i < n && at < end; i++) {
		size = (size_t)file[at] << 8 | file[at + 1];
		b = BN_bin2bn(file + at + 2, (int)size, NULL);
		BN_bn2nativepad(b, native + at, (int)size);
		BN_free(b);
		list[i] = OSSL_PARAM_construct_BN(names[i], native + at, size);
		at += size + 2;
	}
	list[i] = OSSL_PARAM_construct_end();
	if (EVP_PKEY_fromdata_init(ctx) != 1 || EVP_PKEY_fromdata(ctx, &pkey,
	    i > 2 ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY, list) != 1)
		errx(1, "%s: not a key", name);
	EVP_PKEY_CTX_free(ctx);
	return pkey;
}

static EVP_PKEY_CTX *
ready(EVP_PKEY *pkey, int (*init)(EVP_PKEY_CTX *))
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(pkey, NULL);

	if (init(ctx) != 1 ||
	    EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PADDING) != 1 ||
	    EVP_PKEY_CTX_set_signature_md(ctx, sha256) != 1)
		errx(1, "cannot use the key");
	return ctx;
}

/* The digest of all that is read; a copy goes to the other descriptor. */
static void
hash(int in, int copy, unsigned char digest[32])
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	ssize_t n;

	EVP_DigestInit_ex(ctx, sha256, NULL);
	while ((n = read(in, chunk, sizeof(chunk))) > 0) {
		EVP_DigestUpdate(ctx, chunk, (size_t)n);
		if (copy != -1 && write(copy, chunk, (size_t)n) != n)
			err(1, "write");
	}
	EVP_DigestFinal_ex(ctx, digest, NULL);
	EVP_MD_CTX_free(ctx);
}

static void
sign(const char *key, int to)
{
	EVP_PKEY *pkey = read_key(key, NUMBERS);
	EVP_PKEY_CTX *ctx = ready(pkey, EVP_PKEY_sign_init);
	unsigned char digest[32], out[1024];
	size_t n = sizeof(out);

	hash(STDIN_FILENO, -1, digest);
	if (EVP_PKEY_sign(ctx, out, &n, digest, 32) != 1 ||
	    (to != -1 && write(to, out, n) == -1))
		errx(1, "cannot sign");
	EVP_PKEY_CTX_free(ctx);
	EVP_PKEY_free(pkey);
}

static void
verify(EVP_PKEY_CTX *ctx, const char *signature)
{
	static unsigned char bytes[1024], digest[32];
	static unsigned int size;
	static size_t n;

	if (n == 0) {
		n = read_file(signature, bytes, sizeof(bytes));
		EVP_Digest("", 0, digest, &size, sha256, NULL);
	}
	if (EVP_PKEY_verify(ctx, bytes, n, digest, 32) != 1)
		errx(1, "does not verify");
}

/* Without files: standard input, once. */
static void
verify_all(const char *key, const char *signature, char *files[])
{
	EVP_PKEY *pkey = read_key(key, 2);
	EVP_PKEY_CTX *ctx = ready(pkey, EVP_PKEY_verify_init);
	unsigned char digest[32];
	int fd = STDIN_FILENO;

	do {
		if (*files != NULL && (fd = open(*files, O_RDONLY)) == -1)
			err(1, "%s", *files);
		hash(fd, -1, digest);
		verify(ctx, signature);
		close(fd);
	} while (*files != NULL && *++files != NULL);
	EVP_PKEY_CTX_free(ctx);
	EVP_PKEY_free(pkey);
}

static void
pass(void)
{
	char name[] = "/tmp/limit.XXXXXXXXXX";
	int fd = mkstemp(name);
	unsigned char digest[32];
	off_t size, at = 0;

	if (fd == -1)
		err(1, "%s", name);
	unlink(name);
	hash(STDIN_FILENO, fd, digest);
	size = lseek(fd, 0, SEEK_CUR);
	while (at < size)
		if (sendfile(STDOUT_FILENO, fd, &at, (size_t)(size - at)) <= 0)
			err(1, "sendfile");
	close(fd);
}

int
main(int argc, char *argv[])
{
	unsigned char digest[32];
	const char *what = argc > 1 ? argv[1] : "";

	if (strcmp(what, "start") == 0)
		return 0;
	start();
	if (strcmp(what, "sign") == 0 && argc == 3)
		sign(argv[2], -1);
	else if (strcmp(what, "signature") == 0 && argc == 3)
		sign(argv[2], STDOUT_FILENO);
	else if (strcmp(what, "verify") == 0 && argc > 3)
		verify_all(argv[2], argv[3], argv + 4);
	else if (strcmp(what, "hash") == 0)
		hash(STDIN_FILENO, -1, digest);
	else if (strcmp(what, "pass") == 0)
		pass();
	else
		errx(64, "not such a call");
	EVP_MD_free(sha256);
	return 0;
}
