#include <string.h>

#include "base64.h"
#include "domain.h"
#include "record.h"
#include "recordform.h"

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

void
record_text(struct buf *b, const struct record *r)
{
	add_tags(b, r);
	buf_text(b, "p=");
	add_public(b, r->key);
}

void
record_format(struct buf *b, const struct record *r, const char *form,
    struct span selector, struct span domain)
{
	struct recordform_record out = { 0 };
	struct buf text = { 0 }, name = { 0 };
	int absolute = strcmp(form, "fqdn") == 0;

	record_text(&text, r);
	buf_span(&name, selector);
	buf_text(&name, BETWEEN);
	if (absolute) {
		buf_byte(&name, '.');
		buf_span(&name, domain);
	}
	out.kind = ENTRY_KEY;
	out.name = buf_view(&name);
	out.relative = !absolute;
	out.origin = domain;
	out.text = buf_view(&text);
	recordform_add(recordform_find(form), b, &out, 0);
	buf_free(&text);
	buf_free(&name);
}
