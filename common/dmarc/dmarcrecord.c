#include <string.h>

#include "dmarcrecord.h"
#include "scan.h"

static const char *const names[DMARC_TAGS] = {
	"p", "sp", "np", "adkim", "aspf", "t", "psd", "rua", "ruf", "fo",
	"pct", "rf", "ri"
};

static const char *const policies[] = {
	"absent", "invalid", "none", "quarantine", "reject"
};

const char *
dmarc_policy_word(enum dmarc_policy p)
{
	return policies[p];
}

const char *
dmarc_tag_name(enum dmarc_name name)
{
	return names[name];
}

/* Names are case-sensitive, RFC 6376 section 3.2. */
enum dmarc_name
dmarc_tag_find(struct span name)
{
	size_t i;

	for (i = 0; i < DMARC_TAGS; i++)
		if (span_eq(name, names[i]))
			break;
	return (enum dmarc_name)i;
}

/* dmarc-value is 1*(%x20-3A / %x3C-7E). */
static int
is_value(unsigned char c)
{
	return c >= 0x20 && c <= 0x7e && c != ';';
}

static int
is_name(unsigned char c)
{
	return is_alnum(c) || c == '_';
}

/* Without the blanks at the end. */
static struct span
without_blanks(struct span v)
{
	while (v.n > 0 && is_wsp((unsigned char)v.p[v.n - 1]))
		v.n--;
	return v;
}

/*
 * dmarc-tag = 1*ALPHA equals 1*dmarc-value, with the *WSP of dmarc-sep at
 * the ends of the text.
 */
static void
read_tag(struct dmarc_tag *t, struct span text)
{
	struct scan s;

	scan_init(&s, without_blanks(text));
	scan_while(&s, is_wsp);
	t->name = scan_while(&s, is_name);
	t->known = dmarc_tag_find(t->name);
	scan_while(&s, is_wsp);
	if (t->name.n == 0 || !scan_byte(&s, '='))
		scan_fail(&s, "no tag=value");
	scan_while(&s, is_wsp);
	t->value = scan_while(&s, is_value);
	if (!scan_done(&s))
		scan_fail(&s, "a byte that is not printable ASCII");
	if (t->value.n == 0)
		scan_fail(&s, "a tag without a value");
	t->why = s.err;
	t->text = span_trim(text);
}

/* dmarc-version: "v" equals %s"DMARC1". */
int
dmarcrecord_is(struct span text)
{
	struct dmarc_tag t;

	if (text.n == 0 || is_wsp((unsigned char)text.p[0]))
		return 0;
	text.n = span_find(text, ';');
	read_tag(&t, text);
	return t.why == NULL && span_eqi(t.name, "v") &&
	    span_eq(t.value, "DMARC1");
}

size_t
dmarcrecord_select(const struct span *texts, size_t n, struct span *first)
{
	size_t i, found = 0;

	for (i = 0; i < n; i++)
		if (dmarcrecord_is(texts[i]) && found++ == 0)
			*first = texts[i];
	return found;
}

struct span
dmarcrecord_tags(struct span text)
{
	struct span version;

	span_next(&text, ';', &version);
	return text;
}

int
dmarcrecord_next(struct span *rest, struct dmarc_tag *t)
{
	struct span text;

	while (span_next(rest, ';', &text)) {
		if (span_trim(text).n == 0)
			continue;
		read_tag(t, text);
		return 1;
	}
	return 0;
}

static enum dmarc_policy
read_policy(struct span v)
{
	int i;

	if (v.p == NULL)
		return DMARC_ABSENT;
	for (i = DMARC_NONE; i <= DMARC_REJECT; i++)
		if (span_eqi(v, policies[i]))
			return (enum dmarc_policy)i;
	return DMARC_INVALID;
}

/* The values that have words: what is not known is the default. */
static void
read_values(struct dmarcrecord *r)
{
	const struct span *tags = r->tags;

	r->p = read_policy(tags[DMARC_P]);
	r->sp = read_policy(tags[DMARC_SP]);
	r->np = read_policy(tags[DMARC_NP]);
	r->adkim_strict = span_eqi(tags[DMARC_ADKIM], "s");
	r->aspf_strict = span_eqi(tags[DMARC_ASPF], "s");
	r->testing = span_eqi(tags[DMARC_T], "y");
	r->psd = span_eqi(tags[DMARC_PSD], "y") ? 'y' :
	    span_eqi(tags[DMARC_PSD], "n") ? 'n' : 'u';
}

/*
 * Section 4.8: what is broken is left out.  A tag that stands there twice
 * has no value that could be relied on (RFC 6376 section 3.2).
 */
void
dmarcrecord_parse(struct dmarcrecord *r, struct span text)
{
	static const struct span broken = { "", 0 };
	struct span rest = dmarcrecord_tags(text);
	struct dmarc_tag t;

	memset(r, 0, sizeof(*r));
	r->text = text;
	while (dmarcrecord_next(&rest, &t)) {
		if (t.known == DMARC_TAGS)
			continue;
		if (t.why != NULL || r->tags[t.known].p != NULL)
			t.value = broken;
		r->tags[t.known] = t.value;
	}
	read_values(r);
}

int
dmarcrecord_has_policy(const struct dmarcrecord *r, int np)
{
	return r->p >= DMARC_NONE && r->sp != DMARC_INVALID &&
	    (!np || r->np != DMARC_INVALID);
}
