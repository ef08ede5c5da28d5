#include <stdlib.h>
#include <string.h>

#include "authdomain.h"
#include "authres.h"
#include "cfws.h"
#include "dmarcid.h"
#include "idna.h"

static const char *const methods[DMARC_METHODS] = { "spf", "dkim" };

const char *
dmarc_method_word(enum dmarc_method m)
{
	return methods[m];
}

int
dmarcid_counts(const struct dmarcid *id)
{
	return (id->verdict == PASS || id->verdict == TEMPERROR) &&
	    id->unused == NULL && id->domain.n > 0;
}

void
dmarcid_print(struct buf *b, const struct dmarcid *id)
{
	buf_printf(b, "%s=%s", methods[id->method],
	    verdict_word(id->verdict));
	if (id->domain.n > 0) {
		buf_text(b, " for ");
		buf_printable(b, buf_view(&id->domain));
	}
}

static struct dmarcid *
add(struct dmarcids *ids, enum dmarc_method method, enum verdict verdict)
{
	struct dmarcid *id;

	ids->list = mem_grow(ids->list, ids->n + 1, sizeof(*ids->list));
	id = &ids->list[ids->n++];
	memset(id, 0, sizeof(*id));
	id->method = method;
	id->verdict = verdict;
	return id;
}

const char *
dmarcids_give(struct dmarcids *ids, enum dmarc_method method,
    const char *text)
{
	struct span domain = span_of(text), word = domain;
	struct buf ascii = { 0 };
	enum verdict verdict;

	word.n = span_find(domain, ':');
	if (word.n == domain.n || !verdict_parse(word, &verdict))
		return "this is not RESULT:DOMAIN, as in pass:example.org";
	domain = span_from(domain, word.n + 1);
	if (span_rfind(domain, '@') < domain.n)
		domain = span_from(domain, span_rfind(domain, '@') + 1);
	if (ids->n == DMARCID_MAX)
		return "there are too many";
	if (idna_name(&ascii, domain) != NULL)
		return "what stands behind the colon is no domain";
	add(ids, method, verdict)->domain = ascii;
	ids->given[method] = 1;
	return NULL;
}

void
dmarcids_copy(struct dmarcids *ids, const struct dmarcids *given)
{
	const struct dmarcid *from;
	size_t i;

	memset(ids, 0, sizeof(*ids));
	memcpy(ids->given, given->given, sizeof(ids->given));
	for (i = 0; i < given->n; i++) {
		from = &given->list[i];
		buf_span(&add(ids, from->method, from->verdict)->domain,
		    buf_view(&from->domain));
	}
}

/* DMARC_METHODS: it is another. */
static enum dmarc_method
find_method(struct span name)
{
	int m = 0;

	while (m < DMARC_METHODS && !span_eqi(name, methods[m]))
		m++;
	return (enum dmarc_method)m;
}

void
dmarcids_add(struct dmarcids *ids, const struct resinfo *r, int null_sender)
{
	struct dmarcid *id;
	int helo = 0;

	enum dmarc_method m = find_method(r->method);

	if (m == DMARC_METHODS || ids->given[m] || ids->n == DMARCID_MAX)
		return;
	id = add(ids, m, r->verdict);
	if (r->problem != NULL)
		verdict_parse(r->word, &id->verdict);
	if (m == DMARC_DKIM)
		id->unused = authdomain_dkim(r, &id->domain, &id->identity);
	else
		id->unused = authdomain_spf(r, &id->domain, &helo);
	if (helo && !null_sender)
		id->unused = "it is for HELO, and no Return-Path field shows "
		    "that the sender is null";
}

static void
add_arc(struct dmarcids *ids, const struct resinfo *r)
{
	if (ids->narc++ == 0 || r->verdict != PASS)
		ids->arc = r->verdict;
}

/* Is the value of a Return-Path field the null path, "<>"? */
static int
is_null_path(struct span value)
{
	struct scan s;
	int null;

	scan_init(&s, value);
	cfws(&s);
	null = scan_byte(&s, '<');
	cfws(&s);
	null = null && scan_byte(&s, '>');
	cfws(&s);
	return null && scan_done(&s) && s.err == NULL;
}

/*
 * A null reverse-path makes HELO the MAIL FROM identity (RFC 7208 section
 * 2.4).  The field counts where those of our own servers do.
 */
static int
has_null_sender(const struct message *msg, size_t trusted)
{
	const struct field *f = message_top(msg, "Return-Path");

	return f != NULL && f < msg->fields + trusted &&
	    is_null_path(f->value);
}

static void
add_field(struct dmarcids *ids, struct span value, int null_sender)
{
	struct authfield f;
	const char *why = authfield_parse(&f, value);
	size_t i;

	if (why != NULL)
		ids->broken = why;
	for (i = 0; i < f.n; i++) {
		const struct resinfo *r = &f.results[i];

		if (span_eqi(r->method, "arc"))
			add_arc(ids, r);
		dmarcids_add(ids, r, null_sender);
	}
	authfield_free(&f);
}

/*
 * A field that is not believed (RFC 8601 section 5): the name of another
 * service above the line, or ours below it, is worth a word.
 */
static void
pass_over(struct dmarcids *ids, struct span value, const char *authserv_id,
    int above)
{
	struct buf id = { 0 };

	if (ids->unread.n > 0)
		return;
	if (!above && authres_is_own(value, authserv_id))
		buf_text(&ids->unread, "one that stands below the topmost "
		    "Received field is not believed, see --skip");
	else if (above && authfield_id(value, &id) == 0) {
		buf_text(&ids->unread, "there is a field of ");
		buf_printable(&ids->unread, buf_view(&id));
		buf_text(&ids->unread, ", see -a");
	}
	buf_free(&id);
}

void
dmarcids_read(struct dmarcids *ids, const struct message *msg,
    const char *authserv_id, unsigned skip)
{
	size_t i, own = 0, trusted = authres_trusted(msg, skip);
	int null_sender = has_null_sender(msg, trusted);

	for (i = 0; i < msg->nfields; i++) {
		const struct field *f = &msg->fields[i];

		if (!authres_is_name(f->name))
			continue;
		if (i < trusted && authres_is_own(f->value, authserv_id)) {
			add_field(ids, f->value, null_sender);
			own++;
		} else
			pass_over(ids, f->value, authserv_id, i < trusted);
	}
	if (own > 0)
		ids->unread.n = 0;
}

size_t
dmarcids_count(const struct dmarcids *ids, enum dmarc_method m)
{
	size_t i, n = 0;

	for (i = 0; i < ids->n; i++)
		n += ids->list[i].method == m;
	return n;
}

void
dmarcids_free(struct dmarcids *ids)
{
	size_t i;

	for (i = 0; i < ids->n; i++)
		buf_free(&ids->list[i].domain);
	free(ids->list);
	buf_free(&ids->unread);
	memset(ids, 0, sizeof(*ids));
}
