#include "dkimpolicy.h"

#define CLOCK_SKEW	300	/* seconds that t= may be in the future */

static const char *
hash_name(enum hash hash)
{
	return hash == HASH_SHA1 ? "sha1" : "sha256";
}

const char *
dkimpolicy_use(const struct dkim_policy *p, const struct signature *sig,
    const struct keyrecord *k)
{
	if (!keyrecord_has_hash(k, hash_name(sig->hash)))
		return "the key does not allow this hash (h=)";
	if (k->type != sig->key_type)
		return "the key is not of the kind that a= names (k=)";
	if (k->strict && !span_same(sig->identity_domain, sig->domain))
		return "the key does not allow a subdomain in i= (t=s)";
	if (p->honor_g && !keyrecord_granted(k, buf_view(&sig->local_part)))
		return "the key does not allow this i= (g=)";
	return NULL;
}

int
dkimpolicy_refuses(const struct dkim_policy *p, const struct signature *sig,
    const struct keyrecord *k, uint64_t body, struct buf *reason)
{
	uint64_t now = p->now < 0 ? 0 : (uint64_t)p->now;

	if (sig->hash == HASH_SHA1 && !p->allow_sha1)
		buf_text(reason, "rsa-sha1 is not accepted (RFC 8301)");
	else if (k->type == KEY_RSA && key_bits(k->key) < p->min_bits)
		buf_printf(reason, "the key has %u bits, at least %u are "
		    "wanted", key_bits(k->key), p->min_bits);
	else if (sig->expiration != SIGNATURE_NO_TIME && now > sig->expiration)
		buf_text(reason, "the signature has expired (x=)");
	else if (sig->timestamp != SIGNATURE_NO_TIME &&
	    sig->timestamp > now + CLOCK_SKEW)
		buf_text(reason, "the signature is from the future (t=)");
	else if (sig->length < body && !p->allow_length)
		buf_printf(reason, "l= leaves %llu octets of the body unsigned",
		    (unsigned long long)(body - sig->length));
	else
		return 0;
	return 1;
}

int
dkimpolicy_more_from(const struct message *msg, const struct signature *sig)
{
	return message_count(msg, span_of("From")) >
	    signature_covers(sig, "From");
}

void
dkimpolicy_describe(struct buf *b, const struct keyrecord *k, int ad)
{
	if (k->key == NULL)
		return;
	if (k->type == KEY_RSA)
		buf_printf(b, "%u-bit rsa key", key_bits(k->key));
	else
		buf_text(b, "ed25519 key");
	if (k->testing)
		buf_text(b, ", testing");
	if (ad)
		buf_text(b, ", dnssec");
}
