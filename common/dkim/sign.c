#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base64.h"
#include "fold.h"
#include "qp.h"
#include "sign.h"
#include "signature.h"

static const char core[] = "From:Reply-To:Subject:Date:To:Cc:Resent-Date:"
    "Resent-From:Resent-To:Resent-Cc:In-Reply-To:References:List-Id:"
    "List-Help:List-Unsubscribe:List-Unsubscribe-Post:List-Subscribe:"
    "List-Post:List-Owner:List-Archive";

void
sign_style_init(struct sign_style *style, time_t now)
{
	memset(style, 0, sizeof(*style));
	style->header_canon = style->body_canon = RELAXED;
	style->headers = span_of(core);
	style->oversign = span_of("From");
	style->length = UINT64_MAX;
	style->timestamp = (uint64_t)now;
}

size_t
sign_want_body(const struct sign_style *style, struct bodyhash_set *bodies)
{
	return bodyhash_want(bodies, HASH_SHA256, style->body_canon,
	    style->with_length ? style->length : UINT64_MAX);
}

const char *
sign_check_body(const struct sign_style *style, const struct bodyhash *body)
{
	if (style->with_length && style->length != UINT64_MAX &&
	    style->length > body->canon.total)
		return "the body is shorter than the length given";
	return NULL;
}

/* Is the name in the list? */
static int
lists(struct span list, struct span name)
{
	struct span item;

	while (span_next(&list, ':', &item))
		if (span_same(span_trim(item), name))
			return 1;
	return 0;
}

static void
add_name(struct buf *names, struct span name)
{
	if (names->n > 0)
		buf_byte(names, ':');
	buf_span(names, name);
}

/*
 * The names of one list that no earlier list has, each as often as it is to
 * be signed: all that the message has, and one more if it is oversigned.
 */
static void
add_names(struct buf *names, const struct message *msg, struct span list,
    const struct sign_style *style)
{
	struct span done, name;
	size_t n;

	while (span_next(&list, ':', &name)) {
		name = span_trim(name);
		done = buf_view(names);
		if (name.n == 0 || (done.n > 0 && lists(done, name)))
			continue;
		n = message_count(msg, name);
		n += (size_t)lists(style->oversign, name);
		while (n-- > 0)
			add_name(names, name);
	}
}

/*
 * The h= list (RFC 6376 section 5.4); From always is in it, and section
 * 5.4.1 adds Content-Type when there is an l=.
 */
static void
choose_names(struct buf *names, const struct message *msg,
    const struct sign_style *style)
{
	if (!lists(style->headers, span_of("From")))
		add_names(names, msg, span_of("From"), style);
	add_names(names, msg, style->headers, style);
	if (style->with_length && style->headers.p == core)
		add_names(names, msg, span_of("Content-Type"), style);
	add_names(names, msg, style->oversign, style);
}

static void __attribute__((format(printf, 2, 3)))
put(struct fold *f, const char *fmt, ...)
{
	char word[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(word, sizeof(word), fmt, ap);
	va_end(ap);
	fold_word(f, span_of(word));
}

static void
put_headers(struct fold *f, struct span names)
{
	struct span name;
	struct buf word = { 0 };
	int first = 1;

	while (span_next(&names, ':', &name)) {
		buf_text(&word, first ? "h=" : "");
		buf_span(&word, name);
		buf_byte(&word, names.p != NULL ? ':' : ';');
		if (first)
			fold_word(f, buf_view(&word));
		else
			fold_part(f, buf_view(&word));
		word.n = 0;
		first = 0;
	}
	buf_free(&word);
}

/* Text in dkim-quoted-printable, broken between its characters only. */
static void
put_quoted(struct fold *f, struct span v)
{
	struct buf quoted = { 0 };
	struct span rest, unit;

	qp_encode(&quoted, v);
	for (rest = buf_view(&quoted); rest.n > 0;
	    rest = span_from(rest, unit.n)) {
		unit = rest;
		unit.n = rest.p[0] == '=' ? 3 : 1;
		fold_part(f, unit);
	}
	buf_free(&quoted);
}

/* z= (RFC 6376 section 3.5): the fields that are signed, as they are. */
static void
put_copies(struct fold *f, const struct message *msg, struct span names)
{
	const struct field *field;
	size_t i;
	int first = 1;

	for (i = 0; i < msg->nfields; i++) {
		field = &msg->fields[i];
		if (!lists(names, field->name))
			continue;
		if (first)
			fold_word(f, span_of("z="));
		else
			fold_part(f, span_of("|"));
		fold_part(f, field->name);
		fold_part(f, span_of(":"));
		put_quoted(f, field->value);
		first = 0;
	}
	if (!first)
		fold_part(f, span_of(";"));
}

static void
put_identity(struct fold *f, struct span identity)
{
	struct buf word = { 0 };

	buf_text(&word, "i=");
	qp_encode(&word, identity);
	buf_byte(&word, ';');
	fold_word(f, buf_view(&word));
	buf_free(&word);
}

static const char *
canon_name(enum canon canon)
{
	return canon == RELAXED ? "relaxed" : "simple";
}

/* All tags but the value of b=. */
static void
put_tags(struct fold *f, const struct signer *who,
    const struct sign_style *style)
{
	put(f, "v=1;");
	put(f, "a=%s-sha256;",
	    key_type(who->key) == KEY_ED25519 ? "ed25519" : "rsa");
	put(f, "c=%s/%s;", canon_name(style->header_canon),
	    canon_name(style->body_canon));
	put(f, "d=%.*s;", (int)who->domain.n, who->domain.p);
	put(f, "s=%.*s;", (int)who->selector.n, who->selector.p);
	put(f, "t=%llu;", (unsigned long long)style->timestamp);
	if (style->lifetime > 0)
		put(f, "x=%llu;", (unsigned long long)style->timestamp +
		    style->lifetime);
	if (who->identity.p != NULL)
		put_identity(f, who->identity);
}

static void
put_bodyhash(struct fold *f, const struct bodyhash *body,
    const struct sign_style *style)
{
	struct span hash = { (const char *)body->value, body->n };
	struct buf text = { 0 };

	if (style->with_length)
		put(f, "l=%llu;", (unsigned long long)(style->length ==
		    UINT64_MAX ? body->canon.total : style->length));
	base64_encode(&text, hash);
	put(f, "bh=%s;", buf_string(&text));
	buf_free(&text);
}

/* RFC 6376 section 3.7, hash step 2: the field is whole, but b= empty. */
static void
header_digest(const struct message *msg, struct span names, struct span field,
    const struct sign_style *style, unsigned char value[HASH_MAX])
{
	static const struct span no_hole = { NULL, 0 };
	struct digest *digest = digest_new(HASH_SHA256);

	signature_fields(msg, names, NULL, style->header_canon, digest_sink,
	    digest);
	canon_field(style->header_canon, field, no_hole, 0, digest_sink,
	    digest);
	digest_end(digest, value);
	digest_free(digest);
}

int
sign_field(struct buf *out, const struct message *msg,
    const struct bodyhash *body, const struct signer *who,
    const struct sign_style *style)
{
	struct buf names = { 0 }, field = { 0 }, raw = { 0 }, b = { 0 };
	unsigned char digest[HASH_MAX];
	struct fold f;
	int status;

	choose_names(&names, msg, style);
	fold_init(&f, &field, msg->eol, "DKIM-Signature");
	put_tags(&f, who, style);
	put_headers(&f, buf_view(&names));
	if (style->copy)
		put_copies(&f, msg, buf_view(&names));
	put_bodyhash(&f, body, style);
	fold_word(&f, span_of("b="));
	header_digest(msg, buf_view(&names), buf_view(&field), style, digest);
	if ((status = key_sign(who->key, digest, &raw)) == 0) {
		base64_encode(&b, buf_view(&raw));
		fold_anywhere(&f, buf_view(&b));
		fold_end(&f);
		buf_span(out, buf_view(&field));
	}
	buf_free(&names);
	buf_free(&field);
	buf_free(&raw);
	buf_free(&b);
	return status;
}
