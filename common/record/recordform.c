#include <string.h>

#include "domain.h"
#include "json.h"
#include "recordform.h"

#define STRING_OCTETS	250	/* of 255 that a TXT string may have */
#define DNSMASQ_LINE	1024	/* of its configuration file */
#define TTL		3600	/* where a form wants one and none is known */

struct recordform {
	const char	*name;
	enum recordform_need need;
	int		 replaces;
	size_t		 max;		/* octets of a record; 0: any number */
	const char	*begin, *between, *end;
	void		(*add)(struct buf *, const struct recordform_record *);
};

/* Where in a key record the p tag begins; 0: it is the first, or none is. */
static size_t
find_public(const struct recordform_record *r)
{
	struct span rest = r->text, tag;

	while (r->kind == ENTRY_KEY && span_next(&rest, ';', &tag))
		if (span_starts(span_trim(tag), "p="))
			return (size_t)(span_trim(tag).p - r->text.p);
	return 0;
}

/*
 * Cut the next string off (RFC 6376 section 3.6.2.2, RFC 7208 section 3.3:
 * a reader joins them without a blank): the tags before p= of a key, then
 * p= with what there is room for; SPF behind a blank.
 */
static struct span
cut_string(const struct recordform_record *r, struct span *rest)
{
	struct span v = *rest;
	size_t at = (size_t)(v.p - r->text.p), public = find_public(r);
	size_t max = STRING_OCTETS;

	if (public > 0 && at == public)
		max += 2;		/* "p=" */
	if (at < public && max > public - at)
		max = public - at;
	if (v.n > max) {
		v.n = max;
		if (r->kind == ENTRY_SPF && span_rfind(v, ' ') < v.n)
			v.n = span_rfind(v, ' ') + 1;
	}
	*rest = span_from(*rest, v.n);
	return v;
}

/* Add text for a quoted string of a master file (RFC 1035 section 5.1). */
static void
add_quotable(struct buf *b, struct span v)
{
	size_t i;

	for (i = 0; i < v.n; i++)
		if (v.p[i] < 0x20 || v.p[i] > 0x7e || v.p[i] == '\'')
			buf_printf(b, "\\%03d", (unsigned char)v.p[i]);
		else {
			if (v.p[i] == '"' || v.p[i] == '\\')
				buf_byte(b, '\\');
			buf_byte(b, v.p[i]);
		}
}

/* The same with octal numbers, for bytes that are one of these, or odd. */
static void
add_octal(struct buf *b, struct span v, const char *odd)
{
	size_t i;

	for (i = 0; i < v.n; i++)
		if (v.p[i] < 0x20 || v.p[i] > 0x7e ||
		    strchr(odd, v.p[i]) != NULL)
			buf_printf(b, "\\%03o", (unsigned char)v.p[i]);
		else
			buf_byte(b, v.p[i]);
}

/* All strings in quotes, with something between them; returns how many. */
static size_t
add_strings(struct buf *b, const struct recordform_record *r,
    const char *between)
{
	struct span rest = r->text;
	size_t n = 0;

	do {
		buf_printf(b, "%s\"", n++ > 0 ? between : "");
		add_quotable(b, cut_string(r, &rest));
		buf_byte(b, '"');
	} while (rest.n > 0);
	return n;
}

/* Whose key it is, as opendkim-genkey(8) says it. */
static void
add_comment(struct buf *b, const struct recordform_record *r)
{
	struct span before, behind;

	if (r->kind != ENTRY_KEY || !entry_split(r->name, "_domainkey",
	    &before, &behind))
		return;
	buf_text(b, "  ; ----- DKIM key ");
	buf_span(b, before);
	if (behind.n == 0)
		behind = r->origin;
	if (behind.n > 0) {
		buf_text(b, " for ");
		buf_span(b, behind);
	}
}

/* An entry of a zone file behind its name. */
static void
add_entry(struct buf *b, const struct recordform_record *r)
{
	struct buf strings = { 0 };
	int several;

	if (r->timed)
		buf_printf(b, "\t%lu", (unsigned long)r->ttl);
	several = add_strings(&strings, r, "\n\t  ") > 1;
	buf_text(b, several ? "\tIN\tTXT\t( " : "\tIN\tTXT\t");
	buf_span(b, buf_view(&strings));
	buf_text(b, several ? " )" : "");
	add_comment(b, r);
	buf_byte(b, '\n');
	buf_free(&strings);
}

static void
add_name(struct buf *b, const struct recordform_record *r)
{
	buf_span(b, r->name.n > 0 ? r->name : span_of("@"));
	if (!r->relative)
		buf_byte(b, '.');
}

static void
add_fqdn(struct buf *b, const struct recordform_record *r)
{
	add_name(b, r);
	add_entry(b, r);
}

/* Relative to the zone, if it is known and the name is in it. */
static void
add_zone(struct buf *b, const struct recordform_record *r)
{
	struct span name = r->name;

	if (r->relative || r->origin.n == 0 ||
	    !domain_within(name, r->origin)) {
		add_fqdn(b, r);
		return;
	}
	name.n -= r->origin.n;
	if (name.n > 0)
		name.n--;
	buf_span(b, name.n > 0 ? name : span_of("@"));
	add_entry(b, r);
}

static void
add_plain(struct buf *b, const struct recordform_record *r)
{
	buf_printable(b, r->text);
	buf_byte(b, '\n');
}

/*
 * nsupdate(1).  The names of keys and of DMARC are theirs alone; where an SPF
 * record stands there may be others.
 */
static void
add_nsupdate(struct buf *b, const struct recordform_record *r)
{
	buf_text(b, r->kind == ENTRY_SPF ? "; an older one goes with: "
	    "update delete NAME IN TXT \"TEXT\"\n" : "update delete ");
	if (r->kind != ENTRY_SPF) {
		add_name(b, r);
		buf_text(b, " IN TXT\n");
	}
	buf_text(b, "update add ");
	add_name(b, r);
	buf_printf(b, " %lu IN TXT ", (unsigned long)(r->timed ? r->ttl :
	    TTL));
	add_strings(b, r, " ");
	buf_byte(b, '\n');
}

/* tinydns-data(8), which cuts the text into strings itself. */
static void
add_tinydns(struct buf *b, const struct recordform_record *r)
{
	buf_byte(b, '\'');
	add_octal(b, r->name, ":\\");
	buf_byte(b, ':');
	add_octal(b, r->text, ":\\");
	if (r->timed)
		buf_printf(b, ":%lu", (unsigned long)r->ttl);
	buf_byte(b, '\n');
}

/* unbound.conf(5) */
static void
add_unbound(struct buf *b, const struct recordform_record *r)
{
	buf_text(b, "local-data: '");
	add_name(b, r);
	if (r->timed)
		buf_printf(b, " %lu", (unsigned long)r->ttl);
	buf_text(b, " IN TXT ");
	add_strings(b, r, " ");
	buf_text(b, "'\n");
}

/* dnsmasq(8): commas between strings, a backslash before what is special. */
static void
add_dnsmasq(struct buf *b, const struct recordform_record *r)
{
	struct span rest = r->text, v;
	size_t i;

	buf_text(b, "txt-record=");
	buf_span(b, r->name);
	do {
		buf_text(b, ",\"");
		v = cut_string(r, &rest);
		for (i = 0; i < v.n; i++) {
			if (v.p[i] == '"' || v.p[i] == '\\')
				buf_byte(b, '\\');
			buf_byte(b, v.p[i]);
		}
		buf_byte(b, '"');
	} while (rest.n > 0);
	buf_byte(b, '\n');
}

/* A change of a Route 53 change batch; its strings have octal escapes. */
static void
add_route53(struct buf *b, const struct recordform_record *r)
{
	struct buf v = { 0 };
	struct span rest = r->text;

	do {
		buf_text(&v, v.n > 0 ? " \"" : "\"");
		add_octal(&v, cut_string(r, &rest), "\"\\");
		buf_byte(&v, '"');
	} while (rest.n > 0);
	buf_text(b, "    {\n      \"Action\": \"UPSERT\",\n"
	    "      \"ResourceRecordSet\": {\n        \"Name\": \"");
	add_name(b, r);
	buf_printf(b, "\",\n        \"Type\": \"TXT\",\n        \"TTL\": %lu,\n"
	    "        \"ResourceRecords\": [\n          { \"Value\": ",
	    (unsigned long)(r->timed ? r->ttl : TTL));
	json_string(b, buf_view(&v));
	buf_text(b, " }\n        ]\n      }\n    }");
	buf_free(&v);
}

static void
add_json(struct buf *b, const struct recordform_record *r)
{
	struct span rest = r->text;
	size_t n = 0;

	buf_byte(b, '{');
	if (r->name.n > 0)
		json_member(b, "name", r->name);
	json_member(b, "type", span_of("TXT"));
	if (r->timed) {
		json_name(b, "ttl");
		buf_printf(b, "%lu", (unsigned long)r->ttl);
	}
	json_member(b, "text", r->text);
	json_name(b, "strings");
	buf_byte(b, '[');
	do {
		buf_text(b, n++ > 0 ? "," : "");
		json_string(b, cut_string(r, &rest));
	} while (rest.n > 0);
	buf_text(b, "]}\n");
}

static const struct recordform forms[] = {
	{ "zone", RECORDFORM_NAME, 0, 0, "", "", "", add_zone },
	{ "fqdn", RECORDFORM_DOMAIN, 0, 0, "", "", "", add_fqdn },
	{ "plain", RECORDFORM_TEXT, 0, 0, "", "", "", add_plain },
	{ "nsupdate", RECORDFORM_DOMAIN, 0, 0, "", "", "send\n",
	    add_nsupdate },
	{ "tinydns", RECORDFORM_DOMAIN, 0, 0, "", "", "", add_tinydns },
	{ "unbound", RECORDFORM_DOMAIN, 0, 0, "", "", "", add_unbound },
	{ "dnsmasq", RECORDFORM_DOMAIN, 0, DNSMASQ_LINE, "", "", "",
	    add_dnsmasq },
	{ "route53", RECORDFORM_DOMAIN, 1, 0, "{\n  \"Changes\": [\n", ",\n",
	    "\n  ]\n}\n", add_route53 },
	{ "json", RECORDFORM_TEXT, 0, 0, "", "", "", add_json }
};
#define NFORMS	(sizeof(forms) / sizeof(forms[0]))

const struct recordform *
recordform_find(const char *name)
{
	size_t i;

	for (i = 0; i < NFORMS; i++)
		if (strcmp(name, forms[i].name) == 0)
			return &forms[i];
	return NULL;
}

const char *
recordform_name(const struct recordform *form)
{
	return form->name;
}

void
recordform_names(struct buf *b)
{
	size_t i;

	for (i = 0; i < NFORMS; i++)
		buf_printf(b, "%s%s", i == 0 ? "" : ", ", forms[i].name);
}

enum recordform_need
recordform_need(const struct recordform *form)
{
	return form->need;
}

int
recordform_replaces(const struct recordform *form)
{
	return form->replaces;
}

void
recordform_begin(const struct recordform *form, struct buf *b)
{
	buf_text(b, form->begin);
}

int
recordform_add(const struct recordform *form, struct buf *b,
    const struct recordform_record *r, size_t i)
{
	size_t start = b->n;

	if (i > 0)
		buf_text(b, form->between);
	form->add(b, r);
	if (form->max == 0 || b->n - start <= form->max)
		return 1;
	b->n = start;
	return 0;
}

void
recordform_end(const struct recordform *form, struct buf *b)
{
	buf_text(b, form->end);
}
