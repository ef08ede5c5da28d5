#include "base64.h"
#include "dkimexplain.h"
#include "qp.h"

#define TEXT_SHOWN	800	/* octets of a list or key record */
#define COPIES_SHOWN	100	/* of z= */

/* Text from mail or DNS, unfolded, not too much of it. */
static void
add_text(struct buf *b, struct span v)
{
	struct buf line = { 0 };
	size_t i;

	for (i = 0; i < v.n && line.n < TEXT_SHOWN; i++)
		if (v.p[i] != '\r' && v.p[i] != '\n')
			buf_byte(&line, v.p[i] == '\t' ? ' ' : v.p[i]);
	buf_printable(b, buf_view(&line));
	buf_free(&line);
	if (i < v.n)
		buf_text(b, "...");
}

/* A tag of the signature as it stands, folds and all on one line. */
static void
add_tag(struct buf *b, const struct signature *sig, const char *name)
{
	const struct tag *tag = taglist_find(&sig->tags, name);

	if (tag == NULL)
		return;
	buf_printf(b, "%s%s=", b->p[b->n - 1] == ' ' ? "" : " ", name);
	add_text(b, tag->value);
}

/* RFC 6376 section 6.1.1 */
static void
explain_field(struct buf *b, const struct signature *sig)
{
	static const char *const names[] = {
		"v", "a", "c", "d", "s", "i", "q", "t", "x", "l"
	};
	size_t i;

	buf_text(b, "  field   ");
	if (sig->tags.n == 0)
		buf_text(b, "not a tag list");
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		add_tag(b, sig, names[i]);
	buf_byte(b, '\n');
}

/* RFC 6376 section 6.1.2 */
static void
explain_key(struct buf *b, const struct dkim_result *r)
{
	static const char *const outcomes[] = {
		[DNS_FOUND] = "found",
		[DNS_NODATA] = "has no TXT record",
		[DNS_NXDOMAIN] = "does not exist",
		[DNS_TEMPFAIL] = "did not get an answer"
	};
	const struct signature *sig = &r->signature;
	size_t i;

	buf_printf(b, "  key     %.*s._domainkey.%.*s ",
	    (int)sig->selector.n, sig->selector.p,
	    (int)sig->domain.n, sig->domain.p);
	if (r->answer == NULL) {
		buf_text(b, "was not asked for\n");
		return;
	}
	buf_printf(b, "%s\n", outcomes[r->answer->status]);
	for (i = 0; i < r->answer->n; i++) {
		buf_text(b, "          ");
		add_text(b, r->answer->records[i]);
		buf_byte(b, '\n');
	}
	if (r->comment.n > 0)
		buf_printf(b, "          %.*s\n", (int)r->comment.n,
		    r->comment.p);
}

/* z= (RFC 6376 section 3.5): a copy that no field of the name agrees with. */
static void
compare_copy(struct buf *b, const struct message *msg, struct span copy)
{
	struct buf value = { 0 };
	struct span name = copy;
	size_t i, first, n;
	int same = 0;

	name.n = span_find(copy, ':');
	if (name.n == copy.n || qp_decode(&value,
	    span_from(copy, name.n + 1)) == -1)
		return;
	name = span_trim(name);
	first = message_find(msg, name);
	n = message_count(msg, name);
	for (i = 0; i < n && !same; i++)
		same = canon_same(msg->order[first + i]->value,
		    buf_view(&value));
	if (!same && message_is_name(name))
		buf_printf(b, "          %.*s is not what it was when it was "
		    "signed (z=)\n", (int)name.n, name.p);
	buf_free(&value);
}

/* RFC 6376 section 6.1.3, steps 1, 2 and 4 */
static void
explain_header(struct buf *b, const struct message *msg,
    const struct dkim_result *r)
{
	static const char *const outcomes[] = {
		[UNCHECKED] = "not checked",
		[GOOD] = "the signature verifies",
		[BAD] = "the signature does not verify"
	};
	const struct signature *sig = &r->signature;
	const struct tag *z = taglist_find(&sig->tags, "z");
	struct span rest, copy;
	size_t n;

	buf_printf(b, "  header  %s", outcomes[r->header_check]);
	if (sig->headers.n > 0) {
		buf_text(b, "; signed: ");
		add_text(b, sig->headers);
	}
	buf_byte(b, '\n');
	if (z == NULL || r->header_check != BAD)
		return;
	rest = z->value;
	for (n = 0; n < COPIES_SHOWN && span_next(&rest, '|', &copy); n++)
		compare_copy(b, msg, copy);
}

static void
add_hash(struct buf *b, const char *label, struct span hash)
{
	buf_printf(b, "          %s ", label);
	base64_encode(b, hash);
	buf_byte(b, '\n');
}

/* RFC 6376 section 6.1.3, step 3 */
static void
explain_body(struct buf *b, const struct dkim *d, const struct dkim_result *r)
{
	if (r->body_check == UNCHECKED) {
		buf_text(b, "  body    not checked\n");
		return;
	}
	buf_printf(b, "  body    the hash %s\n", r->body_check == GOOD ?
	    "is that of bh=" : "is not that of bh=");
	add_hash(b, "bh= ", buf_view(&r->signature.bodyhash));
	add_hash(b, "body", dkim_body_digest(d, r));
}

static void
explain_result(struct buf *b, const struct dkim *d,
    const struct dkim_result *r)
{
	if (r->signature.field != NULL)
		explain_field(b, &r->signature);
	if (r->signature.domain.n > 0 && r->signature.selector.n > 0)
		explain_key(b, r);
	explain_header(b, dkim_message(d), r);
	explain_body(b, d, r);
	buf_printf(b, "  verdict %s%s%.*s\n", verdict_word(r->verdict),
	    r->reason.n > 0 ? ": " : "", (int)r->reason.n,
	    r->reason.n > 0 ? r->reason.p : "");
}

void
dkimexplain(struct buf *b, const struct dkim *d)
{
	const struct dkim_result *r;
	size_t i, n;

	r = dkim_results(d, &n);
	if (n == 0)
		buf_text(b, "no DKIM-Signature field\n  verdict none\n");
	for (i = 0; i < n; i++) {
		buf_printf(b, "signature %zu of %zu\n", i + 1, n);
		explain_result(b, d, &r[i]);
	}
}
