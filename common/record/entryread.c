#include <string.h>
#include <sysexits.h>

#include "dnsanswer.h"
#include "entryread.h"
#include "entryvalue.h"
#include "scan.h"
#include "zonefile.h"

#define TEXT_MAX	65000	/* octets that fit into a record with the lengths
				   of its strings */
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

/* What nslookup(1) and host(1) say besides records. */
static int
is_chatter(struct span line)
{
	static const char *const words[] = { "Server:", "Address:", "Name:",
	    "Aliases:", "Using domain server:", "Non-authoritative answer",
	    "Authoritative answers", "***" };
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
	if (whole && e->text.n > TEXT_MAX) {
		findings_add(&e->findings, FINDING_ERROR, span_of(""),
		    "%zu octets: a record of DNS has 65535 at most",
		    e->text.n);
		whole = 0;
	}
	entry_judge(e);
	if (!whole)
		e->kind = ENTRY_BROKEN;
	r->broken += !whole;
	if (whole && e->kind == ENTRY_OTHER)
		entries_drop(r->out);
	r->full = r->out->n >= ENTRYREAD_MAX || r->broken >= BROKEN_MAX;
}

static int
is_word(unsigned char c)
{
	return !is_blank(c);
}

/*
 * nslookup of Windows: "NAME text =", and the strings on lines of their own.
 * The octets it takes, or 0; name and strings are set.
 */
static size_t
find_nslookup(struct span rest, struct span *name, struct span *strings)
{
	struct scan s;

	scan_init(&s, rest);
	*name = scan_while(&s, is_word);
	scan_while(&s, is_wsp);
	if (name->n == 0 || !scan_word(&s, "text"))
		return 0;
	scan_while(&s, is_wsp);
	if (!scan_byte(&s, '=') || span_trim(scan_while(&s, is_wsp)).n > 0 ||
	    (scan_peek(&s) != '\r' && scan_peek(&s) != '\n'))
		return 0;
	scan_while(&s, is_blank);
	strings->p = s.p;
	while (scan_peek(&s) == '"') {
		scan_until(&s, '\n');
		strings->n = (size_t)(s.p - strings->p);
		scan_while(&s, is_blank);
	}
	return s.p > strings->p ? (size_t)(strings->p - rest.p) + strings->n :
	    0;
}

static size_t
take_nslookup(struct reader *r, struct span rest, size_t line)
{
	struct span name, strings = { NULL, 0 };
	size_t n = find_nslookup(rest, &name, &strings);
	struct entry *e;

	if (n == 0)
		return 0;
	e = begin(r, r->file, line);
	e->relative = 0;
	if (name.p[name.n - 1] == '.')
		name.n--;
	buf_lower(&e->name, name);
	settle(r, e, entryvalue_data(e, strings, 0, NULL));
	return n;
}

/* Lines that are no entry of a zone file: a value alone. */
static size_t
take(void *arg, struct span rest, size_t line)
{
	struct reader *r = arg;
	size_t n = entryvalue_length(rest);
	struct entry *e;

	if (n == 0 && (n = take_nslookup(r, rest, line)) > 0)
		return n;
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

/*
 * What is shown of an entry that cannot be read: nothing of an included file,
 * which may not be for all eyes, nor of a word alone, which may be a line of
 * a key.
 */
static struct span
shown(const struct reader *r, const struct zone_entry *z)
{
	struct span v = entry_clip(span_trim(z->source)), word;
	struct scan s;

	scan_init(&s, v);
	word = scan_while(&s, is_word);
	if (strcmp(z->file, r->file) != 0 || (scan_done(&s) &&
	    span_find(word, '.') == word.n))
		v.n = 0;
	return v;
}

static int
is_text(const struct zone_entry *z)
{
	return z->record.name.p != NULL && z->word.p != NULL &&
	    (z->record.type == DNS_TXT || span_eqi(z->word, "SPF") ||
	    span_eqi(z->word, "descriptive") || span_eqi(z->word, "text"));
}

/* A CNAME, by whatever words: the name that it leads to. */
static int
find_target(const struct zone_entry *z, struct buf *b)
{
	struct span v;

	if (z->why != NULL || z->record.name.p == NULL)
		return 0;
	if (z->record.type == DNS_CNAME) {
		buf_span(b, z->record.data);
		return 1;
	}
	if (span_eqi(z->word, "is"))			/* host(1) */
		v = behind(z->data, "an alias for ");
	else if (span_eqi(z->word, "canonical"))	/* nslookup(1) */
		v = behind(z->data, "name = ");
	else
		return 0;
	if (v.n > 0 && v.p[v.n - 1] == '.')
		v.n--;
	buf_lower(b, span_trim(v));
	return v.p != span_trim(z->data).p;
}

static int
show(void *arg, const struct zone_entry *z)
{
	struct reader *r = arg;
	struct buf target = { 0 };
	struct entry *e;
	int alias = find_target(z, &target);

	if (!alias)
		buf_free(&target);
	if (!is_text(z) && z->why == NULL && !alias)
		return 1;
	e = begin(r, z->file, z->line);
	e->relative = z->relative;
	e->timed = z->timed;
	e->ttl = z->record.ttl;
	if (z->record.name.p != NULL)
		buf_span(&e->name, z->record.name);
	if (is_text(z))
		settle(r, e, read_txt(e, z));
	else if (alias) {
		e->kind = ENTRY_ALIAS;
		e->relative = 0;
		e->text = target;
	} else {
		findings_add(&e->findings, FINDING_ERROR, shown(r, z), "%s",
		    z->why);
		settle(r, e, 0);
	}
	return !r->full;
}

int
entryread(struct entries *out, struct span text, const char *file,
    struct span origin, int include, struct fault *f)
{
	struct reader r = { out, file, 0, 0 };
	struct zone_watch watch = { take, show, &r, include };

	if (zone_scan(text, file, origin, &watch, f) == -1)
		return -1;
	if (r.full)
		return fault_set(f, EX_DATAERR, "%s: more than %d records, or "
		    "more than %d that cannot be read", file, ENTRYREAD_MAX,
		    BROKEN_MAX);
	return 0;
}
