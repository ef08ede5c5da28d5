#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base64.h"
#include "cfws.h"
#include "domain.h"
#include "qp.h"
#include "scan.h"
#include "signature.h"

/* Section 3.5 wants 12 digits of times and 76 of lengths; see scan_number. */
#define TIME_DIGITS	76
#define LENGTH_DIGITS	76
#define TIME_INFINITE	1000000000000

static const char *
read_version(struct signature *sig, struct span v)
{
	(void)sig;
	return span_eq(v, "1") ? NULL : "v= is not 1";
}

static const char *
read_algorithm(struct signature *sig, struct span v)
{
	static const struct {
		const char	*name;
		enum key_type	 key_type;
		enum hash	 hash;
	} known[] = {
		{ "rsa-sha256",		KEY_RSA,	HASH_SHA256 },
		{ "ed25519-sha256",	KEY_ED25519,	HASH_SHA256 },
		{ "rsa-sha1",		KEY_RSA,	HASH_SHA1 }
	};
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (span_eq(v, known[i].name)) {
			sig->algorithm = known[i].name;
			sig->key_type = known[i].key_type;
			sig->hash = known[i].hash;
			return NULL;
		}
	return "a= names an unknown algorithm";
}

static const char *
read_signature(struct signature *sig, struct span v)
{
	struct buf *text = &sig->text;
	size_t i;

	if (base64_decode(&sig->data, v) == -1)
		return "b= is not base64";
	if (sig->data.n == 0)
		return "b= is empty";
	buf_room(text, v.n);
	for (i = 0; i < v.n; i++)
		if (v.p[i] > ' ')	/* all else is white space */
			text->p[text->n++] = v.p[i];
	return NULL;
}

static const char *
read_bodyhash(struct signature *sig, struct span v)
{
	if (base64_decode(&sig->bodyhash, v) == -1)
		return "bh= is not base64";
	return sig->bodyhash.n == 0 ? "bh= is empty" : NULL;
}

static const char *
read_canon(struct signature *sig, struct span v)
{
	if (canon_parse(v, &sig->header_canon, &sig->body_canon))
		return NULL;
	return "c= names an unknown canonicalization";
}

/* A name for DNS, of so many labels: keep it, or say what it is. */
static const char *
read_name(struct signature *sig, const char *tag, struct span v,
    size_t labels, struct span *name)
{
	const char *why = domain_check(v, labels);

	if (why == NULL) {
		*name = v;
		return NULL;
	}
	if (sig->why[0] == '\0')
		snprintf(sig->why, sizeof(sig->why), "%s %s", tag, why);
	return sig->why;
}

static const char *
read_domain(struct signature *sig, struct span v)
{
	return read_name(sig, "d=", v, 2, &sig->domain);
}

static const char *
read_selector(struct signature *sig, struct span v)
{
	return read_name(sig, "s=", v, 1, &sig->selector);
}

static const char *
read_headers(struct signature *sig, struct span v)
{
	struct span rest = v, name;

	while (span_item(&rest, ':', &name))
		if (!message_is_name(name))
			return "h= is not a list of field names";
	sig->headers = v;
	return NULL;
}

static int
is_atext_or_dot(unsigned char c)
{
	return is_atext(c) || c == '.';
}

/* What may stand in a quoted-string, behind a backslash or not. */
static int
is_quotable(unsigned char c)
{
	return c >= 0x20 && c != 0x7f;
}

/*
 * Local-part of RFC 5321 section 4.1.2, the dots not looked at closely: add
 * what it stands for, without quotes.  1, or 0 when it is none.
 */
static int
read_local_part(struct span v, struct buf *plain)
{
	struct scan s;

	scan_init(&s, v);
	if (!scan_byte(&s, '"')) {
		buf_span(plain, scan_while(&s, is_atext_or_dot));
		return scan_done(&s);
	}
	while (!scan_byte(&s, '"')) {
		scan_byte(&s, '\\');
		if (scan_done(&s) || !is_quotable((unsigned char)*s.p))
			return 0;
		buf_byte(plain, *s.p++);
	}
	return scan_done(&s);
}

int
signature_identity(struct span v, struct buf *local, struct span *domain)
{
	struct span head = v;

	head.n = span_rfind(v, '@');
	if (head.n == v.n || !read_local_part(head, local) ||
	    domain_check(span_from(v, head.n + 1), 2) != NULL)
		return 0;
	*domain = span_from(v, head.n + 1);
	return 1;
}

static const char *
read_identity(struct signature *sig, struct span v)
{
	if (qp_decode(&sig->identity, v) == -1)
		return "i= is not quoted-printable";
	if (!signature_identity(buf_view(&sig->identity), &sig->local_part,
	    &sig->identity_domain))
		return "i= is not an address";
	return NULL;
}

static const char *
read_length(struct signature *sig, struct span v)
{
	if (!number_parse(v, LENGTH_DIGITS, &sig->length)) {
		sig->length = SIGNATURE_NO_LENGTH;
		return "l= is not a number";
	}
	if (sig->length == SIGNATURE_NO_LENGTH)
		sig->length--;		/* there, and longer than any body */
	return NULL;
}

/* Section 3.5: longer than 12 digits may be taken as infinite. */
static int
read_time(struct span v, uint64_t *when)
{
	if (!number_parse(v, TIME_DIGITS, when)) {
		*when = SIGNATURE_NO_TIME;
		return 0;
	}
	if (*when > TIME_INFINITE)
		*when = TIME_INFINITE;
	return 1;
}

static const char *
read_timestamp(struct signature *sig, struct span v)
{
	return read_time(v, &sig->timestamp) ? NULL : "t= is not a time";
}

static const char *
read_expiration(struct signature *sig, struct span v)
{
	return read_time(v, &sig->expiration) ? NULL : "x= is not a time";
}

static const char *
read_query(struct signature *sig, struct span v)
{
	(void)sig;
	if (span_lists(v, "dns/txt"))
		return NULL;
	return "q= names no query method that we know";
}

/*
 * What may be said of a signature that is not right comes first: those
 * members are filled even when a later tag is wrong.
 */
static const struct {
	const char	*name;
	const char	*missing;	/* NULL: the tag is optional */
	const char	*(*read)(struct signature *, struct span);
} readers[] = {
	{ "d",	"there is no d= tag",	read_domain },
	{ "s",	"there is no s= tag",	read_selector },
	{ "a",	"there is no a= tag",	read_algorithm },
	{ "b",	"there is no b= tag",	read_signature },
	{ "v",	"there is no v= tag",	read_version },
	{ "bh",	"there is no bh= tag",	read_bodyhash },
	{ "h",	"there is no h= tag",	read_headers },
	{ "c",	NULL,			read_canon },
	{ "i",	NULL,			read_identity },
	{ "l",	NULL,			read_length },
	{ "q",	NULL,			read_query },
	{ "t",	NULL,			read_timestamp },
	{ "x",	NULL,			read_expiration }
};
#define NREADERS	(sizeof(readers) / sizeof(readers[0]))

static const char *
read_tags(struct signature *sig)
{
	const struct tag *tag;
	const char *why, *first = NULL;
	size_t i;

	for (i = 0; i < NREADERS; i++) {
		tag = taglist_find(&sig->tags, readers[i].name);
		why = tag == NULL ? readers[i].missing :
		    readers[i].read(sig, tag->value);
		if (first == NULL)
			first = why;
	}
	return first;
}

/* Section 6.1.1: what the tags must be to each other. */
static const char *
check_tags(const struct signature *sig)
{
	struct span base = span_of("_domainkey");

	if (!domain_within(sig->identity_domain, sig->domain))
		return "d= is not the domain of i= or above it";
	if (sig->expiration < TIME_INFINITE &&
	    sig->timestamp != SIGNATURE_NO_TIME &&
	    sig->expiration <= sig->timestamp)
		return "x= is not after t=";
	if (sig->selector.n + 1 + base.n + 1 + sig->domain.n > DOMAIN_MAX)
		return "s= and d= make a name that is too long for DNS";
	return NULL;
}

const char *
signature_parse(struct signature *sig, const struct field *f)
{
	const char *why;

	memset(sig, 0, sizeof(*sig));
	sig->field = f;
	sig->length = SIGNATURE_NO_LENGTH;
	sig->timestamp = sig->expiration = SIGNATURE_NO_TIME;
	if ((why = taglist_parse(&sig->tags, f->value)) != NULL)
		return why;
	if ((why = read_tags(sig)) != NULL)
		return why;
	if (sig->identity_domain.p == NULL)
		sig->identity_domain = sig->domain;
	sig->hole = taglist_find(&sig->tags, "b")->whole;
	return check_tags(sig);
}

size_t
signature_covers(const struct signature *sig, const char *name)
{
	struct span rest = sig->headers, item;
	size_t n = 0;

	while (span_item(&rest, ':', &item))
		n += (size_t)span_eqi(item, name);
	return n;
}

void
signature_fields(const struct message *msg, struct span names,
    const struct field *skip, enum canon canon, canon_sink sink, void *arg)
{
	static const struct span no_hole = { NULL, 0 };
	size_t *used = mem_zero(msg->nfields + 1, sizeof(*used));
	const struct field *f;
	struct span name;
	size_t first, at;

	while (span_item(&names, ':', &name)) {
		first = message_find(msg, name);
		at = first + used[first];
		if (at < msg->nfields && msg->order[at] == skip)
			at++;
		if (at >= msg->nfields)
			continue;
		f = msg->order[at];
		if (!span_same(f->name, name))
			continue;
		used[first] = at + 1 - first;
		canon_field(canon, f->whole, no_hole, 1, sink, arg);
	}
	free(used);
}

void
signature_header(const struct signature *sig, const struct message *msg,
    canon_sink sink, void *arg)
{
	signature_fields(msg, sig->headers, sig->field, sig->header_canon,
	    sink, arg);
	canon_field(sig->header_canon, sig->field->whole, sig->hole, 0, sink,
	    arg);
}

void
signature_free(struct signature *sig)
{
	taglist_free(&sig->tags);
	buf_free(&sig->identity);
	buf_free(&sig->local_part);
	buf_free(&sig->text);
	buf_free(&sig->data);
	buf_free(&sig->bodyhash);
	memset(sig, 0, sizeof(*sig));
}
