#include <string.h>

#include "base64.h"
#include "pem.h"

#define ENCRYPTED	"is encrypted, and a filter cannot ask for its passphrase"

enum kind {
	PRIVATE,
	PUBLIC,
	OTHER
};

/* What a block holds, by its label. */
static const struct {
	const char	*label;
	enum kind	 kind;
	const char	*why;	/* why it is not what it must be */
} labels[] = {
	{ "PRIVATE KEY",	PRIVATE, "is a private key, not a public one" },
	{ "RSA PRIVATE KEY",	PRIVATE, "is a private key, not a public one" },
	{ "PUBLIC KEY",		PUBLIC,	"is a public key, not a private one" },
	{ "RSA PUBLIC KEY",	PUBLIC,	"is a public key, not a private one" },
	{ "ENCRYPTED PRIVATE KEY", OTHER, ENCRYPTED },
	{ "CERTIFICATE",	OTHER,	"is a certificate, not a key" },
	{ "CERTIFICATE REQUEST", OTHER,	"is a certificate request, not a key" },
	{ "EC PRIVATE KEY",	OTHER,	"is an EC key, not an RSA or "
					"Ed25519 key" },
	{ "EC PARAMETERS",	OTHER,	"is an EC key, not an RSA or "
					"Ed25519 key" },
	{ "DSA PRIVATE KEY",	OTHER,	"is a DSA key, not an RSA or "
					"Ed25519 key" },
	{ "OPENSSH PRIVATE KEY", OTHER,	"is an OpenSSH key, not PEM of "
					"PKCS#8 or PKCS#1" }
};
#define NLABELS	(sizeof(labels) / sizeof(labels[0]))

struct block {
	struct span	label;
	struct span	text;	/* between the two marker lines */
};

/* Where the word stands first in v; the length of v when it does not. */
static size_t
find_word(struct span v, const char *word)
{
	size_t i, n = strlen(word);

	for (i = 0; i + n <= v.n; i++)
		if (memcmp(v.p + i, word, n) == 0)
			return i;
	return v.n;
}

/* Cut v off at the word, eat both: 1, or 0 when the word is not there. */
static int
cut(struct span *v, const char *word, struct span *before)
{
	size_t at = find_word(*v, word);

	if (at == v->n)
		return 0;
	before->p = v->p;
	before->n = at;
	*v = span_from(*v, at + strlen(word));
	return 1;
}

/* The first block of the text: NULL, or what is wrong. */
static const char *
find_block(struct span text, struct block *b)
{
	struct span skipped, end;

	if (!cut(&text, "-----BEGIN ", &skipped))
		return "is not PEM";
	if (!cut(&text, "-----", &b->label))
		return "is broken PEM: its BEGIN line has no end";
	if (!cut(&text, "-----END ", &b->text))
		return "is cut off: it has no END line";
	if (!cut(&text, "-----", &end) || !span_same(end, b->label))
		return "is broken PEM: END does not match BEGIN";
	return NULL;
}

/* Undo base64 in which line ends may be written out as \n or \r. */
static const char *
decode(struct span text, struct buf *der)
{
	struct buf plain = { 0 };
	const char *why = NULL;
	size_t i;

	buf_room(&plain, text.n);	/* no growing leaves copies behind */
	for (i = 0; i < text.n; i++) {
		if (text.p[i] == '\\' && i + 1 < text.n &&
		    (text.p[i + 1] == 'n' || text.p[i + 1] == 'r'))
			i++;
		else
			buf_byte(&plain, text.p[i]);
	}
	if (base64_decode(der, buf_view(&plain)) == -1)
		why = "is not valid base64";
	else if (der->n == 0)
		why = "is empty";
	buf_wipe(&plain);
	return why;
}

static const char *
read_block(struct span text, enum kind kind, struct buf *der)
{
	struct block b;
	const char *why;
	size_t i;

	if ((why = find_block(text, &b)) != NULL)
		return why;
	for (i = 0; i < NLABELS; i++)
		if (span_eq(b.label, labels[i].label))
			break;
	if (i == NLABELS)
		return "is PEM, but not of a key";
	if (labels[i].kind != kind)
		return labels[i].why;
	if (find_word(b.text, "ENCRYPTED") < b.text.n)
		return ENCRYPTED;
	return decode(b.text, der);
}

const char *
pem_private(struct span text, struct buf *der)
{
	if (span_trim(text).n == 0)
		return "is empty";
	if (find_word(text, "-----BEGIN ") < text.n)
		return read_block(text, PRIVATE, der);
	if (decode(text, der) != NULL)
		return "is neither PEM nor base64";
	return NULL;
}

const char *
pem_public(struct span text, struct buf *der)
{
	if (span_trim(text).n == 0)
		return "is empty";
	return read_block(text, PUBLIC, der);
}

int
pem_is_private(struct span text)
{
	struct block b;

	return find_block(text, &b) == NULL &&
	    find_word(b.label, "PRIVATE") < b.label.n;
}
