#include <string.h>

#include "spfadvice.h"
#include "spffix.h"
#include "spflint.h"
#include "spfrecord.h"

#define FIXES_MAX	50	/* errors of a record that are told */
#define CUT_OCTETS	200	/* a string so long was cut by a program */

/* Put text in the place of a part of the record. */
static void
splice(struct buf *all, size_t at, size_t n, struct span by)
{
	struct buf b = { 0 };
	struct span v = buf_view(all);

	buf_add(&b, v.p, at);
	buf_span(&b, by);
	buf_span(&b, span_from(v, at + n));
	buf_free(all);
	*all = b;
}

/* Section 4.5: the version, and a blank unless it is all. */
static int
check_version(struct entry *e)
{
	struct span v = buf_view(&e->mended);
	struct finding *f;

	if (spfrecord_is(v))
		return 1;
	if (!span_starts(v, "v=spf1") || is_digit((unsigned char)v.p[6])) {
		findings_add(&e->findings, FINDING_ERROR, entry_clip(v),
		    "an SPF record begins with v=spf1 and a blank");
		return 0;
	}
	f = findings_add(&e->findings, FINDING_ERROR, entry_clip(v),
	    "a blank is wanted behind v=spf1, and nothing else");
	splice(&e->mended, 6, strchr(";,:.", v.p[6]) != NULL,
	    span_of(v.n > 7 && v.p[7] == ' ' ? "" : " "));
	if (!spfrecord_is(buf_view(&e->mended)))
		return 0;
	buf_span(&f->better, buf_view(&e->mended));
	return 1;
}

/*
 * Strings are joined without a blank: does a term begin with one?  Where a
 * program cut the text, a part of a name may look like a term.
 */
static void
check_strings(struct entry *e)
{
	struct span v = buf_view(&e->text), term;
	size_t i, at, start = 0, added = 0;
	enum finding_level level;

	if (e->mended.n != e->text.n)
		return;
	for (i = 0; i + 1 < e->nends; start = e->ends[i++]) {
		at = e->ends[i];
		if (at == 0 || at >= v.n || v.p[at] == ' ' ||
		    v.p[at - 1] == ' ')
			continue;
		term = span_from(v, at);
		term.n = span_find(term, ' ');
		if (!spffix_is_term(term))
			continue;
		level = at - start < CUT_OCTETS ? FINDING_ERROR : FINDING_NOTE;
		findings_add(&e->findings, level, entry_clip(term), "a string "
		    "begins here, and strings are joined without a blank: put "
		    "one at the end of the string before");
		if (level == FINDING_ERROR)
			splice(&e->mended, at + added++, 0, span_of(" "));
	}
}

/* A modifier that has the name of a mechanism, or of a version. */
static const struct spf_term *
bad_modifier(const struct spf_record *r, const char **why)
{
	enum spf_kind k;
	struct span name;
	size_t i;

	for (i = 0; i < r->n; i++) {
		name = r->terms[i].text;
		name.n = span_find(name, '=');
		*why = "v= stands here twice: two records in one?";
		if (r->terms[i].kind == SPF_UNKNOWN && span_eqi(name, "v"))
			return &r->terms[i];
		*why = "a mechanism has a colon before its value; with an "
		    "equals sign it is passed over";
		for (k = SPF_ALL; k < SPF_REDIRECT; k++)
			if (r->terms[i].kind == SPF_UNKNOWN &&
			    span_eqi(name, spfrecord_name(k)))
				return &r->terms[i];
	}
	return NULL;
}

/* A name of DNS with what none has: two terms in one. */
static const struct spf_term *
bad_name(const struct spf_record *r, const char **why)
{
	size_t i;

	*why = "no domain has such a name: the blank between two terms is "
	    "missing, or a character is too much";
	for (i = 0; i < r->n; i++)
		if (!spffix_is_name(&r->terms[i]))
			return &r->terms[i];
	return NULL;
}

/* Where evaluation stops, or should have: the term and why; or NULL. */
static const char *
find_error(struct spf_record *r, struct span text, struct span *bad)
{
	const struct spf_term *t = NULL;
	const char *why = spfrecord_parse(r, text);

	*bad = r->bad;
	if (why == NULL && ((t = bad_modifier(r, &why)) != NULL ||
	    (t = bad_name(r, &why)) != NULL))
		*bad = t->text;
	return t == NULL && r->why == NULL ? NULL : why;
}

/*
 * Tell of each error, and mend it where a remedy is known; 1, or 0 when one
 * was left over.
 */
static int
check_terms(struct entry *e)
{
	struct buf text = { 0 }, better = { 0 };
	struct spf_record r;
	struct span bad, rest;
	struct finding *f;
	const char *why, *fixed;
	size_t at, taken, i;
	int left = 0;

	buf_span(&text, buf_view(&e->mended));
	for (i = 0; i < FIXES_MAX; i++) {
		if ((why = find_error(&r, buf_view(&text), &bad)) == NULL)
			break;
		at = (size_t)(bad.p - text.p);
		rest = span_from(buf_view(&text), at + bad.n);
		better.n = 0;
		fixed = spffix(&better, bad, rest, &taken);
		if (span_same(buf_view(&better), bad)) {
			fixed = NULL;	/* by itself it is well */
			better.n = 0;
		}
		f = findings_add(&e->findings, FINDING_ERROR,
		    entry_clip(bad), "%s%s", fixed != NULL ? fixed : why,
		    fixed == NULL && span_starts(span_of(why),
		    "no mechanism") ? ": there are all, include, a, mx, ptr, "
		    "ip4, ip6, exists, and redirect= and exp=" : "");
		buf_span(&f->better, buf_view(&better));
		splice(&text, at, bad.n + taken, buf_view(&better));
		left |= fixed == NULL;
		spfrecord_free(&r);
	}
	if (i < FIXES_MAX)
		spfrecord_free(&r);
	left |= i == FIXES_MAX;
	if (!left) {
		e->mended.n = 0;
		buf_span(&e->mended, buf_view(&text));
	}
	buf_free(&text);
	buf_free(&better);
	return !left;
}

void
spflint(struct entry *e)
{
	struct spf_record r;

	check_strings(e);
	e->usable = check_version(e) && check_terms(e);
	if (!e->usable)
		return;
	if (spfrecord_parse(&r, buf_view(&e->mended)) == NULL)
		spfadvice(e, &r);
	spfrecord_free(&r);
}
