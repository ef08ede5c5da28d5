#include <stdlib.h>
#include <string.h>

#include "domain.h"
#include "keylint.h"
#include "mend.h"
#include "namelint.h"
#include "policylint.h"
#include "publiclint.h"
#include "recordcheck.h"
#include "spflint.h"
#include "spfrecord.h"
#include "spftree.h"

#define ALIASES_MAX	1000	/* that are followed */

static int
is_checked(const struct entry *e)
{
	return e->kind <= ENTRY_REPORT;
}

/* Does it lead to records that are not part of it? */
static int
leads_on(const struct entry *e)
{
	struct spf_record r;
	size_t i, n = 0;

	if (spfrecord_parse(&r, buf_view(&e->mended)) == NULL)
		for (i = 0; i < r.n; i++)
			n += r.terms[i].kind == SPF_INCLUDE ||
			    &r.terms[i] == r.redirect;
	spfrecord_free(&r);
	return n > 0;
}

/* A record that is good by itself: what DNS shows of it. */
static void
check_beyond(struct entry *e, struct dns *dns)
{
	int absolute = e->named.n > 0 && !e->relative;

	if (e->kind == ENTRY_DMARC)
		policylint_leave(e, dns);
	else if (e->kind == ENTRY_SPF && dns != NULL && absolute)
		spftree(e, dns);
	else if (e->kind == ENTRY_SPF && leads_on(e))
		findings_add(&e->findings, FINDING_NOTE, span_of(""),
		    "the records that it leads to were not looked at: -n "
		    "SERVER or -z FILE does that%s", absolute ? "" :
		    ", with -d DOMAIN");
}

/* Nothing of a private key may come to light. */
static void
hide(struct entry *e)
{
	struct finding *f;
	size_t i;

	for (i = 0; i < e->findings.n; i++) {
		f = &e->findings.list[i];
		buf_wipe(&f->text);
		buf_wipe(&f->better);
	}
	e->usable = 0;
}

static void (*const lints[])(struct entry *) = {
	[ENTRY_KEY] = keylint,
	[ENTRY_SPF] = spflint,
	[ENTRY_DMARC] = policylint,
	[ENTRY_REPORT] = policylint_report
};

/* Does the alias stand where a key or a policy is looked for? */
static int
is_alias_of_mail(const struct entry *e)
{
	struct span name = buf_view(&e->name), before, behind;

	return e->kind == ENTRY_ALIAS && (e->aliased ||
	    entry_split(name, "_domainkey", &before, &behind) ||
	    entry_split(name, "_dmarc", &before, &behind));
}

/* Mark what the alias leads to: 1, or 0 when that is not among them. */
static int
follow_alias(struct entries *all, const struct entry *alias)
{
	size_t i;
	int found = 0;

	for (i = 0; i < all->n; i++)
		if (span_same(buf_view(&all->list[i].name),
		    buf_view(&alias->text)))
			all->list[i].aliased = found = 1;
	return found;
}

/* A record may stand where an alias leads to. */
static void
check_alias(struct entry *e)
{
	findings_add(&e->findings, FINDING_NOTE, span_of("CNAME"), "the "
	    "record is where it leads to, and was not looked at: -c, with "
	    "the record that is wanted there, does that");
}

/* Aliases in the order in which an answer has them; so many at most. */
static void
check_aliases(struct entries *all)
{
	size_t i, n = 0;

	for (i = 0; i < all->n; i++)
		if (is_alias_of_mail(&all->list[i]) && (n++ >= ALIASES_MAX ||
		    !follow_alias(all, &all->list[i])))
			check_alias(&all->list[i]);
}

/* Is it the record that the options speak of? */
static void
check_asked(struct entry *e, struct span selector, struct span domain)
{
	struct span name = buf_view(&e->named), before, behind;

	if (domain.n > 0 && !e->relative && !domain_within(name, domain))
		findings_add(&e->findings, FINDING_WARNING, span_of(""), "not "
		    "in the domain of -d, whose servers pass over it");
	if (e->kind == ENTRY_KEY && selector.n > 0 && entry_split(name,
	    "_domainkey", &before, &behind) && !span_same(before, selector))
		findings_add(&e->findings, FINDING_WARNING, span_of(""),
		    "another selector than that of -s");
}

static void
check_one(struct entry *e, struct span selector, struct span domain,
    struct dns *dns)
{
	if (!is_checked(e))
		return;
	namelint_complete(e, selector, domain);
	e->secret = publiclint_private(&e->findings, buf_view(&e->text));
	if (!e->secret) {
		mend(e);
		lints[e->kind](e);
	}
	if (e->aliased)
		buf_span(&e->named, buf_view(&e->name));
	else {
		namelint(e);
		check_asked(e, selector, domain);
	}
	if (e->usable)
		check_beyond(e, dns);
	if (e->secret)
		hide(e);
}

/* By name, then as they were read. */
static int
by_name(const void *left, const void *right)
{
	const struct entry *a = *(struct entry *const *)left;
	const struct entry *b = *(struct entry *const *)right;
	int d = span_order(buf_view(&a->name), buf_view(&b->name));

	return d != 0 ? d : a < b ? -1 : a > b;
}

static void
tell_beside(struct entry *e, const struct entry *other)
{
	const char *what = "a second record of this kind at the name";
	enum finding_level level = FINDING_ERROR;

	if (other->kind == ENTRY_ALIAS)
		what = "a CNAME stands at the same name, where nothing else "
		    "may (RFC 1034 section 3.6.2): take out one of the two";
	else if (span_same(buf_view(&e->text), buf_view(&other->text))) {
		what = "the record stands here twice";
		level = FINDING_NOTE;
	} else if (e->kind == ENTRY_SPF)
		what = "a second SPF record at the name: verifiers take none "
		    "of the two (RFC 7208 section 4.5); make one of them";
	else if (e->kind == ENTRY_KEY)
		what = "a second key at the name: verifiers take any of the "
		    "two (RFC 6376 section 3.6.2.2); give it a selector of "
		    "its own";
	else if (e->kind == ENTRY_DMARC)
		what = "a second DMARC record at the name: verifiers take "
		    "none of the two (RFC 9989 section 4.10); make one of "
		    "them";
	findings_add(&e->findings, level, span_of(""), "%s (the other: line "
	    "%zu)", what, other->line);
}

/* All at one name: from..to in the sorted list. */
static void
check_set(struct entry **from, struct entry **to)
{
	const struct entry *first[ENTRY_OTHER + 1] = { NULL };
	struct entry **e;

	for (e = from; e < to; e++) {
		if (first[(*e)->kind] == NULL)
			first[(*e)->kind] = *e;
		else if (is_checked(*e))
			tell_beside(*e, first[(*e)->kind]);
	}
	for (e = from; e < to && first[ENTRY_ALIAS] != NULL; e++)
		if (is_checked(*e))
			tell_beside(*e, first[ENTRY_ALIAS]);
}

static void
check_sets(struct entries *all)
{
	struct entry **sorted = mem_zero(all->n, sizeof(*sorted));
	size_t i, from;

	for (i = 0; i < all->n; i++)
		sorted[i] = &all->list[i];
	qsort(sorted, all->n, sizeof(*sorted), by_name);
	for (from = 0; from < all->n; from = i) {
		for (i = from + 1; i < all->n && span_same(buf_view(
		    &sorted[i]->name), buf_view(&sorted[from]->name)); i++)
			;
		if (sorted[from]->name.n > 0)
			check_set(sorted + from, sorted + i);
	}
	free(sorted);
}

void
recordcheck(struct entries *all, struct span selector, struct span domain,
    struct dns *dns)
{
	size_t i;

	check_aliases(all);
	for (i = 0; i < all->n; i++)
		check_one(&all->list[i], selector, domain, dns);
	if (all->n > 0)
		check_sets(all);
}

int
recordcheck_is_good(const struct entry *e)
{
	return !findings_reach(&e->findings, FINDING_WARNING);
}
