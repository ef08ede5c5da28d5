#include <string.h>

#include "entryvalue.h"
#include "zonedata.h"
#include "zonetoken.h"

#define STRING_OCTETS	255	/* RFC 1035 section 3.3 */
#define WORDS		4	/* of a line, among which a type may stand */
#define TAG_LETTERS	6	/* of a tag that a value may begin with */
#define LINES_MAX	1000	/* of a value */

/* The strings of an entry on their way in. */
struct strings {
	struct entry	*e;
	size_t		 quoted, bare;	/* how many of them */
	struct buf	 before;	/* bare ones, before the first quoted */
};

static int
is_eol(unsigned char c)
{
	return c == '\n' || c == '\r';
}

static int
is_word(unsigned char c)
{
	return !is_wsp(c) && !is_eol(c);
}

static int
is_letter(unsigned char c)
{
	return is_alnum(c) && !is_digit(c);
}

/* Cut the first line off, without its end. */
static struct span
cut_line(struct span *rest)
{
	struct span line = *rest;

	line.n = span_find(line, '\n');
	*rest = span_from(*rest, line.n < rest->n ? line.n + 1 : line.n);
	return span_trim(line);
}

/* Does it begin with a tag of so many letters at most, as in "v=" or "k="? */
static int
begins_with_tag(struct span v, size_t letters)
{
	struct scan s;
	struct span name;

	scan_init(&s, v);
	name = scan_while(&s, is_letter);
	return name.n > 0 && name.n <= letters && scan_byte(&s, '=');
}

/* Without the quotes, of whatever kind, that stand in front. */
static struct span
behind_quotes(struct span v)
{
	static const char *const quotes[] = { "\"", "\\\"", "'", "\\'", "`",
	    "\xe2\x80\x9c", "\xe2\x80\x9d", "\xe2\x80\x98", "\xe2\x80\x99",
	    "(", " ", "\t" };
	size_t i = 0;

	while (i < sizeof(quotes) / sizeof(quotes[0])) {
		if (span_starts(v, quotes[i])) {
			v = span_from(v, strlen(quotes[i]));
			i = 0;
		} else
			i++;
	}
	return v;
}

/* Not all types: a and mx are words of SPF, too. */
static int
is_type(struct span word)
{
	static const char *const types[] = { "IN", "TXT", "SPF", "CNAME",
	    "SOA", "NS", "AAAA", "descriptive", "text" };
	size_t i;

	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (span_eqi(word, types[i]))
			return 1;
	return 0;
}

/* Is one of the first words of the line, but for its name, a type? */
static int
has_type(struct span line)
{
	struct scan s;
	struct span word;
	int i;

	scan_init(&s, line);
	for (i = 0; i < WORDS; i++) {
		scan_while(&s, is_wsp);
		word = scan_while(&s, is_word);
		if (i > 0 && is_type(word))
			return 1;
	}
	return 0;
}

/* Behind a word that stands in front, if it is this one. */
static struct span
behind_word(struct span v, const char *word)
{
	size_t n = strlen(word);

	return span_starts(v, word) && v.n > n && is_wsp((unsigned char)
	    v.p[n]) ? span_trim(span_from(v, n)) : v;
}

/* Behind the class and type of an entry whose name was not pasted. */
static struct span
behind_type(struct span line)
{
	struct span v = behind_word(behind_word(line, "IN"), "TXT");
	struct span text = behind_quotes(v);

	return text.p != v.p || begins_with_tag(text, TAG_LETTERS) ? v : line;
}

/* Does a value begin in this line? */
static int
is_start(struct span line)
{
	struct span v = behind_type(line), text = behind_quotes(v);

	return text.n > 0 && (v.p != line.p || text.p != v.p ||
	    span_starts(v, "v=") ||
	    (begins_with_tag(v, TAG_LETTERS) && !has_type(v)));
}

/*
 * Does the line go on with the value that first begins?  Strings are those of
 * one record, or answers of dig +short, one a line: tags of a key have one
 * letter.
 */
static int
goes_on(struct span line, struct span first)
{
	struct span v = behind_quotes(line), text = behind_quotes(first);

	if (line.n == 0 || strchr(";$", line.p[0]) != NULL ||
	    has_type(line) || span_starts(v, "v="))
		return 0;
	if (text.p == first.p || line.p[0] == ')')
		return v.p == line.p;
	return v.p != line.p && !span_starts(text, "v=spf") &&
	    !span_starts(text, "v=dmarc") &&
	    (!begins_with_tag(v, TAG_LETTERS) || begins_with_tag(v, 1));
}

size_t
entryvalue_length(struct span rest)
{
	struct span all = rest, before, line = cut_line(&rest);
	struct span first = behind_type(line);
	int open, lines = 1;

	if (line.n == 0 || (is_wsp((unsigned char)all.p[0]) &&
	    first.p != line.p) || !is_start(line))
		return 0;
	open = first.p[0] == '(' && span_find(first, ')') == first.n;
	for (;; lines++) {
		before = rest;
		line = cut_line(&rest);
		if (lines == LINES_MAX || (before.n == 0) ||
		    (!open && !goes_on(line, first)))
			break;
		if (open && span_find(line, ')') < line.n)
			open = 0;
	}
	return (size_t)(before.p - all.p);
}

/* RFC 1035 section 3.3: a string of a record has at most 255 octets. */
static void
check_lengths(struct entry *e)
{
	size_t i, n, start = 0;

	for (i = 0; i < e->nends; start = e->ends[i++])
		if ((n = e->ends[i] - start) > STRING_OCTETS)
			findings_add(&e->findings, FINDING_ERROR,
			    entry_clip(span_from(buf_view(&e->text), start)),
			    "a string of %zu octets: at most 255 may stand "
			    "between two quotes; cut it", n);
}

/* Words in front of the first quote: a TTL or a class that stands too late. */
static void
check_before(struct entry *e, struct strings *s)
{
	struct span rest = span_trim(buf_view(&s->before)), word;
	uint32_t ttl;

	if (rest.n == 0)
		return;
	findings_add(&e->findings, FINDING_ERROR, rest,
	    "stands between the type and the text, and is read as part of "
	    "it; the order is name, TTL, class, type, text");
	while (span_item(&rest, ' ', &word)) {
		if (zonedata_ttl(word, &ttl)) {
			e->timed = 1;
			e->ttl = ttl;
		} else if (zonedata_class(word) == -1)
			findings_add(&e->findings, FINDING_ERROR, word,
			    "is no TTL: it is a number of seconds, or one "
			    "like 1h30m");
	}
}

/* Where a comment begins; escaped semicolons are text. */
static size_t
find_comment(struct span line)
{
	size_t i;

	for (i = 0; i < line.n && line.p[i] != ';'; i++)
		i += line.p[i] == '\\';
	return i < line.n ? i : line.n;
}

/*
 * A text without quotes: its blanks are lost, and with the first semicolon
 * begins a comment.
 */
static void
check_bare(struct entry *e, struct strings *s, struct span raw)
{
	struct span tail, line = cut_line(&raw);
	int spf = span_starts(buf_view(&e->text), "v=spf1");

	tail = span_from(line, find_comment(line));
	if (s->bare == 0 || s->quoted > 0 ||
	    (spf ? s->bare == 1 : span_find(tail, '=') == tail.n))
		return;
	if (spf)
		line.n -= tail.n;
	findings_add(&e->findings, FINDING_ERROR, entry_clip(span_trim(line)), spf ?
	    "not in quotes: each word is a string of its own, and they are "
	    "joined without blanks" :
	    "not in quotes: behind the first semicolon all is a comment");
	e->text.n = e->nends = 0;
	buf_span(&e->text, span_trim(line));
}

/* What was read so far stood before the text. */
static void
set_before(struct strings *s)
{
	struct entry *e = s->e;
	struct span text = buf_view(&e->text), word;
	size_t i, start = 0;

	for (i = 0; i < e->nends; start = e->ends[i++]) {
		word = span_from(text, start);
		word.n = e->ends[i] - start;
		buf_text(&s->before, i > 0 ? " " : "");
		buf_span(&s->before, word);
	}
	e->text.n = e->nends = s->bare = 0;
}

static void
add_string(struct strings *s, struct zone_reader *r,
    const struct zone_token *t)
{
	struct buf *b = &s->e->text;

	if (t->quoted && s->quoted++ == 0 && s->bare > 0)
		set_before(s);
	if (!t->quoted && s->quoted > 0)
		findings_add(&s->e->findings, FINDING_ERROR, t->text,
		    "stands outside of the quotes");
	s->bare += !t->quoted;
	zonetoken_string(r, t->text, b);
	entry_end_string(s->e);
}

/* Read strings to the end of v: 1, or 0 and a finding. */
static int
read_strings(struct entry *e, struct span v, size_t open, const char *why)
{
	struct strings s = { e, 0, 0, { 0 } };
	struct zone_reader r = { .line = 1, .open = open };
	struct zone_token t;
	int whole;

	scan_init(&r.s, v);
	do
		while (zonetoken_next(&r, &t))
			add_string(&s, &r, &t);
	while (scan_byte(&r.s, '\n'));
	whole = r.s.err == NULL;
	if (!whole)
		why = r.s.err;
	check_lengths(e);
	check_before(e, &s);
	check_bare(e, &s, v);
	if (why != NULL && !findings_reach(&e->findings, FINDING_ERROR))
		whole = 0;
	if (!whole)
		findings_add(&e->findings, FINDING_ERROR, entry_clip(v), "%s",
		    why);
	buf_free(&s.before);
	return whole;
}

/* Lines of a text without quotes: SPF has blanks between its words. */
static void
read_plain(struct entry *e, struct span v)
{
	struct span line;

	while (v.n > 0) {
		line = cut_line(&v);
		if (e->text.n == 0)
			line = behind_type(line);
		else if (span_starts(buf_view(&e->text), "v=spf"))
			buf_byte(&e->text, ' ');
		buf_span(&e->text, line);
	}
}

int
entryvalue_read(struct entry *e, struct span v)
{
	struct span rest = v, first = behind_type(cut_line(&rest));

	v = span_from(v, (size_t)(first.p - v.p));
	if (first.n > 0 && (first.p[0] == '"' || first.p[0] == '('))
		return read_strings(e, v, 0, NULL);
	read_plain(e, v);
	return 1;
}

int
entryvalue_data(struct entry *e, struct span v, size_t open, const char *why)
{
	return read_strings(e, v, open, why);
}
