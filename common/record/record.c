#include "base64.h"
#include "domain.h"
#include "record.h"

#define STRING_OCTETS	250	/* of 255 that a TXT string may have */
#define BETWEEN		"._domainkey"

const char *
record_domain(struct buf *b, const char *domain)
{
	struct span v = span_of(domain);
	const char *why;
	size_t i, start = b->n;

	if (v.n > 0 && v.p[v.n - 1] == '.')
		v.n--;
	if ((why = domain_check(v, 1)) != NULL)
		return why;
	buf_span(b, v);
	for (i = start; i < b->n; i++)
		b->p[i] = (char)ascii_lower((unsigned char)b->p[i]);
	return NULL;
}

const char *
record_selector(struct span selector, struct span domain)
{
	const char *why;
	size_t n = selector.n + sizeof(BETWEEN) - 1;

	if ((why = domain_check(selector, 1)) != NULL)
		return why;
	if (domain.n > 0)
		n += 1 + domain.n;
	if (n > DOMAIN_MAX)
		return "makes the record's name longer than 253 octets";
	return NULL;
}

const char *
record_hashes(struct span list)
{
	struct span word;

	while (span_next(&list, ':', &word))
		if (!span_eq(word, "sha256") && !span_eq(word, "sha1"))
			return "is not sha256, sha1 or both with a colon";
	return NULL;
}

/*
 * Does the byte stand for itself in a qp-section (RFC 6376 section 3.5,
 * RFC 2045 section 6.7), and in a quoted string of a zone file?
 */
static int
is_qp(unsigned char c)
{
	return c >= 0x20 && c <= 0x7e && c != '=' && c != ';' && c != '"' &&
	    c != '\\';
}

static void
add_note(struct buf *b, struct span v)
{
	size_t i;

	for (i = 0; i < v.n; i++)
		if (is_qp((unsigned char)v.p[i]) &&
		    (v.p[i] != ' ' || (i > 0 && i + 1 < v.n)))
			buf_byte(b, v.p[i]);
		else
			buf_printf(b, "=%02X", (unsigned char)v.p[i]);
}

/* The tags before p=, in the order in which opendkim-genkey has them. */
static void
add_tags(struct buf *b, const struct record *r)
{
	buf_text(b, "v=DKIM1; ");
	if (r->note != NULL) {
		buf_text(b, "n=");
		add_note(b, span_of(r->note));
		buf_text(b, "; ");
	}
	if (r->hashes != NULL)
		buf_printf(b, "h=%s; ", r->hashes);
	/* RFC 8463 section 4.2 */
	buf_printf(b, "k=%s; ",
	    key_type(r->key) == KEY_ED25519 ? "ed25519" : "rsa");
	if (r->testing || r->no_subdomains)
		buf_printf(b, "t=%s%s%s; ", r->testing ? "y" : "",
		    r->testing && r->no_subdomains ? ":" : "",
		    r->no_subdomains ? "s" : "");
	if (r->email_only)
		buf_text(b, "s=email; ");
}

static void
add_public(struct buf *b, const struct key *key)
{
	struct buf raw = { 0 };

	key_record(key, &raw);
	base64_encode(b, buf_view(&raw));
	buf_free(&raw);
}

/*
 * Add the text as strings of a zone file, one a line, the first begun with
 * a word more than the others may have (RFC 6376 section 3.6.2.2: a reader
 * joins them without a blank).
 */
static void
add_strings(struct buf *b, const char *word, struct span text)
{
	struct span piece;

	buf_printf(b, "\"%s", word);
	for (;;) {
		piece.p = text.p;
		piece.n = text.n < STRING_OCTETS ? text.n : STRING_OCTETS;
		buf_span(b, piece);
		buf_byte(b, '"');
		text = span_from(text, piece.n);
		if (text.n == 0)
			break;
		buf_text(b, "\n\t  \"");
	}
}

static void
add_entry(struct buf *b, struct span tags, struct span public,
    const char *name, const char *comment)
{
	buf_printf(b, "%s\tIN\tTXT\t( ", name);
	add_strings(b, "", tags);
	buf_text(b, "\n\t  ");
	add_strings(b, "p=", public);
	buf_printf(b, " )  ; ----- DKIM key %s\n", comment);
}

void
record_format(struct buf *b, const struct record *r, enum record_form form,
    struct span selector, struct span domain)
{
	struct buf tags = { 0 }, public = { 0 }, name = { 0 }, comment = { 0 };

	add_tags(&tags, r);
	add_public(&public, r->key);
	if (form == RECORD_PLAIN) {
		buf_span(b, buf_view(&tags));
		buf_text(b, "p=");
		buf_span(b, buf_view(&public));
		buf_byte(b, '\n');
		goto out;
	}
	buf_span(&name, selector);
	buf_text(&name, BETWEEN);
	if (form == RECORD_FQDN)
		buf_printf(&name, ".%.*s.", (int)domain.n, domain.p);
	buf_span(&comment, selector);
	if (domain.n > 0)
		buf_printf(&comment, " for %.*s", (int)domain.n, domain.p);
	add_entry(b, buf_view(&tags), buf_view(&public), buf_string(&name),
	    buf_string(&comment));
out:
	buf_free(&tags);
	buf_free(&public);
	buf_free(&name);
	buf_free(&comment);
}
