#include <string.h>
#include <sysexits.h>

#include "dnsanswer.h"
#include "entryread.h"
#include "entryvalue.h"
#include "zonefile.h"

#define BROKEN_MAX	1000	/* entries that cannot be read */

/* What the watcher knows. */
struct reader {
	struct entries	*out;
	const char	*file;
	size_t		 broken;	/* entries that could not be read */
	int		 full;
};

static struct entry *
begin(struct reader *r, const char *file, size_t line)
{
	struct entry *e = entries_add(r->out);

	buf_text(&e->file, file);
	e->line = line;
	e->relative = 1;
	return e;
}

/* What nslookup(1) says besides records. */
static int
is_chatter(struct span line)
{
	static const char *const words[] = { "Server:", "Address:", "Name:",
	    "Non-authoritative answer", "Authoritative answers", "***" };
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (span_starts(line, words[i]))
			return 1;
	return 0;
}

/* Is it worth keeping?  What cannot be read always is. */
static void
settle(struct reader *r, struct entry *e, int whole)
{
	entry_judge(e);
	if (!whole)
		e->kind = ENTRY_BROKEN;
	r->broken += !whole;
	if (whole && e->kind == ENTRY_OTHER)
		entries_drop(r->out);
	r->full = r->out->n >= ENTRYREAD_MAX || r->broken >= BROKEN_MAX;
}

/* Lines that are no entry of a zone file: a value alone. */
static size_t
take(void *arg, struct span rest, size_t line)
{
	struct reader *r = arg;
	size_t n = entryvalue_length(rest);
	struct entry *e;

	if (n == 0 && is_chatter(rest)) {
		n = span_find(rest, '\n');
		return n < rest.n ? n + 1 : n;
	}
	if (n == 0)
		return 0;
	e = begin(r, r->file, line);
	rest.n = n;
	settle(r, e, entryvalue_read(e, rest));
	return n;
}

/* Pass over a word that stands in front, and blanks. */
static struct span
behind(struct span v, const char *word)
{
	v = span_trim(v);
	return span_starts(v, word) ? span_from(v, strlen(word)) : v;
}

/* A TXT record, by whatever words it was said to be one. */
static int
read_txt(struct entry *e, const struct zone_entry *z)
{
	if (span_starts(span_trim(z->data), "\\#") && z->why == NULL) {
		buf_span(&e->text, z->record.data);	/* RFC 3597 */
		return 1;
	}
	if (span_eqi(z->word, "descriptive")) {		/* host(1) */
		e->relative = 0;
		return entryvalue_data(e, behind(z->data, "text"), 0, NULL);
	}
	if (span_eqi(z->word, "text")) {		/* nslookup(1) */
		e->relative = 0;
		return entryvalue_data(e, behind(z->data, "="), 0, NULL);
	}
	if (span_eqi(z->word, "SPF"))
		findings_add(&e->findings, FINDING_ERROR, z->word,
		    "nobody asks for this type any more (RFC 7208 section "
		    "3.1): publish the text as TXT");
	return entryvalue_data(e, z->data, z->open, z->why);
}

static int
is_text(const struct zone_entry *z)
{
	return z->record.name.p != NULL && z->word.p != NULL &&
	    (z->record.type == DNS_TXT || span_eqi(z->word, "SPF") ||
	    span_eqi(z->word, "descriptive") || span_eqi(z->word, "text"));
}

static int
show(void *arg, const struct zone_entry *z)
{
	struct reader *r = arg;
	struct entry *e;

	if (!is_text(z) && z->why == NULL && z->record.type != DNS_CNAME)
		return 1;
	e = begin(r, z->file, z->line);
	e->relative = z->relative;
	e->timed = z->timed;
	e->ttl = z->record.ttl;
	if (z->record.name.p != NULL)
		buf_span(&e->name, z->record.name);
	if (is_text(z))
		settle(r, e, read_txt(e, z));
	else if (z->why == NULL) {
		e->kind = ENTRY_ALIAS;
		buf_span(&e->text, z->record.data);
	} else {
		findings_add(&e->findings, FINDING_ERROR,
		    entry_clip(span_trim(z->source)), "%s", z->why);
		settle(r, e, 0);
	}
	return !r->full;
}

int
entryread(struct entries *out, struct span text, const char *file,
    struct span origin, struct fault *f)
{
	struct reader r = { out, file, 0, 0 };
	struct zone_watch watch = { take, show, &r };

	if (zone_scan(text, file, origin, &watch, f) == -1)
		return -1;
	if (r.full)
		return fault_set(f, EX_DATAERR, "%s: more than %d records, or "
		    "more than %d that cannot be read", file, ENTRYREAD_MAX,
		    BROKEN_MAX);
	return 0;
}
