#include <string.h>

#include "dmarclint.h"
#include "dmarcuri.h"
#include "separator.h"
#include "spelling.h"

/* The historic tags of RFC 9989 section 9.3, from pct on. */
static const char *const historic[] = {
	"retired by RFC 9989: the policy is for all mail, t=y asks for less",
	"retired by RFC 9989: failure reports have one format",
	"retired by RFC 9989: reports come once a day"
};

/* What people write instead of a tag. */
static const struct {
	const char	*wrong, *right;
} misspelt[] = {
	{ "policy", "p" },
	{ "subdomain", "sp" },
	{ "spf", "aspf" },
	{ "dkim", "adkim" },
	{ "pc", "pct" },
	{ "percent", "pct" },
	{ "test", "t" },
	{ "report", "rua" }
};

/* The tag that was meant, or NULL. */
static const char *
meant(struct span name)
{
	size_t i;

	for (i = 0; i < DMARC_TAGS; i++)
		if (span_eqi(name, dmarc_tag_name((enum dmarc_name)i)) ||
		    spelling_near(name, dmarc_tag_name((enum dmarc_name)i)))
			return dmarc_tag_name((enum dmarc_name)i);
	for (i = 0; i < sizeof(misspelt) / sizeof(misspelt[0]); i++)
		if (span_eqi(name, misspelt[i].wrong))
			return misspelt[i].right;
	return NULL;
}

static void
unknown_tag(struct findings *all, const struct dmarc_tag *t)
{
	const char *better = meant(t->name);
	struct finding *f;

	if (span_eqi(t->name, "v")) {
		findings_add(all, FINDING_ERROR, t->text,
		    "a second v tag: two records in one text?");
		return;
	}
	f = findings_add(all, FINDING_WARNING, t->text,
	    "unknown tag, ignored%s%s%s", better == NULL ? "" :
	    "; is '", better == NULL ? "" : better, better == NULL ? "" :
	    "' meant?");
	if (better != NULL) {
		buf_printf(&f->better, "%s=", better);
		buf_span(&f->better, t->value);
	}
}

/* A piece that is no tag: most often an address behind a semicolon. */
static void
broken_tag(struct findings *all, const struct dmarc_tag *t)
{
	if (t->name.n > 0 && span_starts(t->text, "mailto:"))
		findings_add(all, FINDING_ERROR, t->text,
		    "addresses are separated by commas, not semicolons");
	else
		findings_add(all, FINDING_ERROR, t->text, "%s", t->why);
}

/* The words that a value may be, each with a blank behind it. */
static const char *
words(enum dmarc_name name)
{
	switch (name) {
	case DMARC_P:
	case DMARC_SP:
	case DMARC_NP:
		return "none quarantine reject ";
	case DMARC_ADKIM:
	case DMARC_ASPF:
		return "r s ";
	case DMARC_T:
		return "y n ";
	case DMARC_PSD:
		return "y n u ";
	default:
		return NULL;
	}
}

static int
is_among(struct span v, const char *list)
{
	struct span rest = span_of(list), word;

	while (span_next(&rest, ' ', &word))
		if (word.n > 0 && span_same(v, word))
			return 1;
	return 0;
}

static void
check_words(struct findings *all, const struct dmarc_tag *t)
{
	const char *list = words(t->known);

	if (list == NULL || is_among(t->value, list))
		return;
	findings_add(all, t->known <= DMARC_NP ? FINDING_ERROR :
	    FINDING_WARNING, t->text, "not one of: %.*s%s",
	    (int)strlen(list) - 1, list, t->known <= DMARC_NP ? "" :
	    "; the default counts");
}

/* dmarc-fo: "0" and "1" exclude each other, nothing stands there twice. */
static void
check_fo(struct findings *all, const struct dmarc_tag *t)
{
	struct span rest = t->value, item;
	unsigned seen = 0, bit;
	size_t at;

	while (span_item(&rest, ':', &item)) {
		at = item.n != 1 ? 4 : span_find(span_of("01ds"),
		    (char)ascii_lower((unsigned char)item.p[0]));
		bit = 1u << at;
		if (at == 4 || (seen & bit) != 0 || (seen | bit) % 4 == 3) {
			findings_add(all, FINDING_WARNING, t->text,
			    "not a list like 0, 1, d:s or 1:d:s; the default "
			    "counts");
			return;
		}
		seen |= bit;
	}
}

static void
check_uris(struct findings *all, const struct dmarc_tag *t)
{
	struct span rest = t->value;
	struct dmarc_uri u;
	struct finding *f;

	while (all->n < DMARCLINT_MAX && dmarcuri_next(&rest, &u)) {
		if (u.text.n == 0)
			findings_add(all, FINDING_WARNING, t->text,
			    "an empty address: a comma too many");
		else if (u.why != NULL) {
			f = findings_add(all, FINDING_ERROR, u.text, "%s",
			    u.why);
			if (u.scheme.p == NULL &&
			    span_find(u.text, '@') < u.text.n) {
				buf_text(&f->better, "mailto:");
				buf_span(&f->better, u.text);
			}
		} else if (!span_eqi(u.scheme, "mailto"))
			findings_add(all, FINDING_WARNING, u.text,
			    "reports go to mailto: addresses only");
		if (u.size.p != NULL)
			findings_add(all, FINDING_WARNING, u.size,
			    "a size limit is retired by RFC 9989, and ignored");
	}
}

/* "p=none rua=mailto:a@example.org" is one tag, and its value is no word. */
static int
lacks_semicolon(struct findings *all, const struct dmarc_tag *t)
{
	struct buf better = { 0 };
	struct span name;
	size_t n;

	n = separator_mend(&better, t->text, "v p sp np adkim aspf t psd fo "
	    "rua ruf pct rf ri", &name);
	if (n > 0)
		findings_add(all, FINDING_ERROR, t->text, "the semicolon "
		    "before %.*s= is missing", (int)name.n,
		    name.p)->better = better;
	else
		buf_free(&better);
	return n > 0;
}

static void
check_tag(struct findings *all, const struct dmarc_tag *t)
{
	if (lacks_semicolon(all, t))
		return;
	if (t->why != NULL)
		broken_tag(all, t);
	else if (t->known == DMARC_TAGS)
		unknown_tag(all, t);
	else if (t->known >= DMARC_PCT)
		findings_add(all, FINDING_WARNING, t->text, "%s",
		    historic[t->known - DMARC_PCT]);
	else if (t->known == DMARC_FO)
		check_fo(all, t);
	else if (t->known == DMARC_RUA || t->known == DMARC_RUF)
		check_uris(all, t);
	else
		check_words(all, t);
}

/* What only the whole record shows. */
static void
check_whole(struct findings *all, const struct dmarcrecord *r)
{
	static const struct span nothing = { "", 0 };

	if (!dmarcrecord_has_policy(r, 1))
		findings_add(all, dmarcuri_any(r->tags[DMARC_RUA]) ?
		    FINDING_WARNING : FINDING_ERROR, nothing, "%s%s",
		    r->p < DMARC_NONE ? "no valid p tag" :
		    "an invalid sp or np tag", dmarcuri_any(
		    r->tags[DMARC_RUA]) ? ": it counts as p=none" :
		    " and no valid rua: the record is not used at all");
	if (r->testing && r->p <= DMARC_NONE && r->sp <= DMARC_NONE &&
	    r->np <= DMARC_NONE)
		findings_add(all, FINDING_WARNING, span_of("t=y"),
		    "no effect where the policy is none");
	if (r->psd == 'y' && r->tags[DMARC_RUF].p != NULL)
		findings_add(all, FINDING_WARNING, span_of("ruf="),
		    "not used with psd=y (RFC 9991)");
	if (r->tags[DMARC_FO].p != NULL && r->tags[DMARC_RUF].p == NULL)
		findings_add(all, FINDING_WARNING, span_of("fo="),
		    "ignored without ruf");
}

void
dmarclint(struct findings *all, const struct dmarcrecord *r)
{
	struct span rest = dmarcrecord_tags(r->text);
	struct dmarc_tag t;
	unsigned seen = 0;

	if (r->text.p[0] != 'v')
		findings_add(all, FINDING_WARNING, span_of("V"),
		    "write v in lower case");
	while (all->n < DMARCLINT_MAX && dmarcrecord_next(&rest, &t)) {
		check_tag(all, &t);
		if (t.known < DMARC_TAGS && (seen & 1u << t.known) != 0)
			findings_add(all, FINDING_ERROR, t.text,
			    "a tag that stands there twice has no value");
		if (t.known < DMARC_TAGS)
			seen |= 1u << t.known;
	}
	if (all->n >= DMARCLINT_MAX)
		findings_add(all, FINDING_WARNING, span_of("..."),
		    "what is behind was not looked at");
	check_whole(all, r);
}

/* Where the text has the word, case aside; its length when it has not. */
static size_t
find_word(struct span text, const char *word)
{
	size_t i;

	for (i = 0; i < text.n; i++)
		if (span_starts(span_from(text, i), word))
			break;
	return i;
}

int
dmarclint_near(struct findings *all, struct span text)
{
	size_t at = find_word(text, "dmarc1");
	struct span head = text, word = { text.p + at, 6 };

	if (at == text.n)
		return 0;
	head.n = span_find(text, ';');
	if (span_find(head, '"') < head.n || span_find(head, '\\') < head.n)
		findings_add(all, FINDING_ERROR, head,
		    "quotes or backslashes belong to the zone file, not into "
		    "the text");
	else if (at < head.n && is_wsp((unsigned char)text.p[0]))
		findings_add(all, FINDING_ERROR, head,
		    "a blank before v=DMARC1: the record is ignored");
	else if (!span_eq(word, "DMARC1"))
		findings_add(all, FINDING_ERROR, head, "write DMARC1 as it "
		    "stands here: case counts");
	else
		findings_add(all, FINDING_ERROR, head,
		    "a DMARC record begins with v=DMARC1 and a semicolon");
	return 1;
}
