#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bodyhash.h"
#include "dkim.h"
#include "domain.h"
#include "keyset.h"

#define NAME_SIZE	(DOMAIN_MAX + 1)

struct dkim {
	const struct dkim_policy *policy;
	const struct message *msg;
	struct dns	*dns;
	struct dkim_result *results;
	size_t		 n;
	struct buf	 none;		/* what there is to say when n is 0 */
	struct bodyhash_set bodies;
};

/* Set the verdict and the reason for it. */
static void __attribute__((format(printf, 3, 4)))
judge(struct dkim_result *r, enum verdict verdict, const char *fmt, ...)
{
	char text[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	r->verdict = verdict;
	r->reason.n = 0;
	buf_text(&r->reason, text);
}

/* RFC 6376 section 3.6.2.1 */
static struct span
key_name(const struct signature *sig, char name[NAME_SIZE])
{
	int n = snprintf(name, NAME_SIZE, "%.*s._domainkey.%.*s",
	    (int)sig->selector.n, sig->selector.p,
	    (int)sig->domain.n, sig->domain.p);
	struct span v = { name, (size_t)n };

	return v;
}

/* Section 6.1.1, and the start of the key's lookup. */
static void
begin(struct dkim *d, struct dkim_result *r, const struct field *f)
{
	size_t number = (size_t)(r - d->results);
	char name[NAME_SIZE];
	const char *why;

	why = signature_parse(&r->signature, f);
	if (number >= d->policy->max_signatures)
		judge(r, POLICY, "not judged: there are more than %zu "
		    "signatures", d->policy->max_signatures);
	else if (why != NULL)
		judge(r, NEUTRAL, "%s", why);
	else if (message_top(d->msg, "From") == NULL)
		judge(r, PERMERROR, "the message has no From field");
	else if (signature_covers(&r->signature, "From") == 0)
		judge(r, PERMERROR, "From is not in h=");
	else {
		r->verdict = NONE;
		r->body = bodyhash_want(&d->bodies, r->signature.hash,
		    r->signature.body_canon, r->signature.length);
		dns_ahead(d->dns, key_name(&r->signature, name), DNS_TXT);
	}
}

struct dkim *
dkim_new(const struct dkim_policy *policy, const struct message *msg,
    struct dns *dns)
{
	struct dkim *d = mem_zero(1, sizeof(*d));
	size_t i, k = 0;

	d->policy = policy;
	d->msg = msg;
	d->dns = dns;
	d->n = message_count(msg, span_of("DKIM-Signature"));
	if (msg->excess != NULL)
		d->n = 1;
	d->results = mem_zero(d->n, sizeof(*d->results));
	if (msg->excess != NULL) {
		judge(&d->results[0], PERMERROR, "%s", msg->excess);
		return d;
	}
	for (i = 0; i < msg->nfields; i++)
		if (span_eqi(msg->fields[i].name, "DKIM-Signature"))
			begin(d, &d->results[k++], &msg->fields[i]);
	return d;
}

void
dkim_body(struct dkim *d, const char *p, size_t n)
{
	bodyhash_add(&d->bodies, p, n);
}

/* Section 3.7, hash step 2. */
static void
header_digest(const struct dkim *d, const struct signature *sig,
    unsigned char value[HASH_MAX])
{
	struct digest *digest = digest_new(sig->hash);

	signature_header(sig, d->msg, digest_sink, digest);
	digest_end(digest, value);
	digest_free(digest);
}

/* Section 6.1.3, step 3. */
static void
check_body(const struct dkim *d, struct dkim_result *r)
{
	const struct bodyhash *b = &d->bodies.list[r->body];
	struct buf *bh = &r->signature.bodyhash;

	r->body_check = bh->n == b->n && memcmp(bh->p, b->value, b->n) == 0 ?
	    GOOD : BAD;
	if (r->signature.length != SIGNATURE_NO_LENGTH &&
	    r->signature.length > b->canon.total)
		r->body_check = BAD;
}

/* What the two checks together say. */
static void
judge_checks(const struct dkim *d, struct dkim_result *r)
{
	const struct bodyhash *b = &d->bodies.list[r->body];
	int beyond = r->signature.length != SIGNATURE_NO_LENGTH &&
	    r->signature.length > b->canon.total;

	if (r->body_check == GOOD && r->header_check == GOOD)
		judge(r, PASS, "%s", "");
	else if (r->body_check == GOOD)
		judge(r, FAIL, "signature did not verify");
	else
		judge(r, FAIL, "body hash did not verify%s%s",
		    beyond ? ": the body is shorter than l=" : "",
		    r->header_check == GOOD ? "" :
		    ", signature did not verify");
}

/* What verifies and is not accepted all the same. */
static void
judge_policy(const struct dkim *d, struct dkim_result *r,
    const struct keyrecord *k)
{
	struct buf why = { 0 };

	if (dkimpolicy_refuses(d->policy, &r->signature, k,
	    d->bodies.list[r->body].canon.total, &why))
		judge(r, POLICY, "%s", buf_string(&why));
	else if (dkimpolicy_more_from(d->msg, &r->signature))
		judge(r, POLICY, "not every From field is signed");
	buf_free(&why);
}

static void
verify_header(const struct dkim *d, struct dkim_result *r,
    const struct keyrecord *k)
{
	unsigned char value[HASH_MAX];

	header_digest(d, &r->signature, value);
	switch (key_verify(k->key, r->signature.hash, value,
	    buf_view(&r->signature.data))) {
	case 1:
		r->header_check = GOOD;
		break;
	case 0:
		r->header_check = BAD;
		break;
	default:
		judge(r, POLICY, "this system does not allow %s",
		    r->signature.algorithm);
	}
}

/* Judge with one key. */
static void
judge_key(const struct dkim *d, struct dkim_result *r,
    const struct keyset_key *key)
{
	const struct keyrecord *k = &key->record;
	const char *why;

	r->header_check = UNCHECKED;
	if (key->why != NULL)
		judge(r, PERMERROR, "key record: %s", key->why);
	else if ((why = dkimpolicy_use(d->policy, &r->signature, k)) != NULL)
		judge(r, PERMERROR, "%s", why);
	else
		verify_header(d, r, k);
	if (r->header_check != UNCHECKED)
		judge_checks(d, r);
	if (r->verdict == PASS)
		judge_policy(d, r, k);
	r->comment.n = 0;
	dkimpolicy_describe(&r->comment, k, r->answer->ad);
}

/* Keep what an earlier key said if it says more than this one. */
static void
keep_better(struct dkim_result *r, struct dkim_result *old)
{
	struct buf reason = r->reason, comment = r->comment;

	if (old->verdict <= r->verdict) {
		buf_free(&old->reason);
		buf_free(&old->comment);
		return;
	}
	r->verdict = old->verdict;
	r->header_check = old->header_check;
	r->reason = old->reason;
	r->comment = old->comment;
	buf_free(&reason);
	buf_free(&comment);
}

/* There are TXT records, and none is meant to be a key. */
static void
judge_no_key(struct dkim_result *r, const struct dns_answer *a)
{
	struct keyrecord k;
	const char *why;

	if (a->n > 1) {
		judge(r, PERMERROR, "no key: the TXT records are no DKIM keys");
		return;
	}
	why = keyrecord_parse(&k, a->records[0]);
	judge(r, PERMERROR, "no key: the TXT record is no DKIM key: %s",
	    why == NULL ? "it has another purpose" : why);
	keyrecord_free(&k);
}

/*
 * Section 6.1.2, step 4: each key at the name is tried; records that are no
 * keys are passed over, unless there is nothing else.
 */
static void
judge_keys(const struct dkim *d, struct dkim_result *r)
{
	const struct keyset *set = keyset_of(r->answer);
	struct dkim_result old;
	size_t i;

	for (i = 0; i < set->n; i++) {
		old = *r;
		memset(&r->reason, 0, sizeof(r->reason));
		memset(&r->comment, 0, sizeof(r->comment));
		r->verdict = NONE;
		judge_key(d, r, &set->keys[i]);
		keep_better(r, &old);
	}
	if (set->all == 0)
		judge_no_key(r, r->answer);
	if (set->all > 1)
		buf_printf(&r->comment, "%swarning: %zu keys at this name",
		    r->comment.n > 0 ? ", " : "", set->all);
}

/* Section 6.1.2, steps 1 to 3. */
static void
finish(const struct dkim *d, struct dkim_result *r)
{
	char name[NAME_SIZE];

	check_body(d, r);
	r->answer = dns_ask(d->dns, key_name(&r->signature, name), DNS_TXT);
	switch (r->answer->status) {
	case DNS_FOUND:
		judge_keys(d, r);
		break;
	case DNS_NODATA:
		judge(r, PERMERROR, "no key: the name has no TXT record");
		break;
	case DNS_NXDOMAIN:
		judge(r, PERMERROR, "no key: the name does not exist");
		break;
	case DNS_TEMPFAIL:
		judge(r, TEMPERROR, "no answer from DNS: %s", r->answer->why);
		break;
	}
}

void
dkim_end(struct dkim *d)
{
	size_t i;

	bodyhash_end(&d->bodies);
	for (i = 0; i < d->n; i++) {
		if (d->results[i].verdict == NONE)
			finish(d, &d->results[i]);
		message_note_odd(d->msg, &d->results[i].reason);
	}
	if (d->n == 0)
		message_note_odd(d->msg, &d->none);
}

const struct dkim_result *
dkim_results(const struct dkim *d, size_t *n)
{
	*n = d->n;
	return d->results;
}

enum verdict
dkim_verdict(const struct dkim *d)
{
	enum verdict best = NONE;
	size_t i;

	for (i = 0; i < d->n; i++)
		if (d->results[i].verdict > best)
			best = d->results[i].verdict;
	return best;
}

struct span
dkim_none_reason(const struct dkim *d)
{
	return buf_view(&d->none);
}

const struct message *
dkim_message(const struct dkim *d)
{
	return d->msg;
}

struct span
dkim_body_digest(const struct dkim *d, const struct dkim_result *r)
{
	const struct bodyhash *b = &d->bodies.list[r->body];
	struct span v = { (const char *)b->value, b->n };

	return v;
}

void
dkim_free(struct dkim *d)
{
	size_t i;

	for (i = 0; i < d->n; i++) {
		signature_free(&d->results[i].signature);
		buf_free(&d->results[i].reason);
		buf_free(&d->results[i].comment);
	}
	bodyhash_free(&d->bodies);
	buf_free(&d->none);
	free(d->results);
	free(d);
}
