#include "domain.h"
#include "namelint.h"
#include "spelling.h"

#define KEYS		"_domainkey"
#define POLICY		"_dmarc"
#define REPORT		"_report"

static const struct span nothing = { "", 0 };

void
namelint_complete(struct entry *e, struct span selector, struct span domain)
{
	if (e->name.n > 0 || (e->kind == ENTRY_KEY && selector.n == 0))
		return;
	if (e->kind == ENTRY_KEY) {
		buf_span(&e->name, selector);
		buf_text(&e->name, "." KEYS);
	} else if (e->kind == ENTRY_DMARC)
		buf_text(&e->name, POLICY);
	if (domain.n > 0) {
		buf_text(&e->name, e->name.n > 0 ? "." : "");
		buf_span(&e->name, domain);
		e->relative = 0;
	}
}

static size_t
count_labels(struct span name)
{
	struct span label;
	size_t n = 0;

	while (name.n > 0 && span_next(&name, '.', &label))
		n++;
	return n;
}

/* Is it a domain and then the same once more, each of several labels? */
static int
is_doubled(struct span v)
{
	struct span half = v, rest;

	half.n = v.n / 2;
	if (v.n % 2 == 0 || count_labels(half) < 2)
		return 0;
	rest = span_from(v, half.n + 1);
	return v.p[half.n] == '.' && span_same(half, rest);
}

/* What stands behind the label: a domain that stands there twice? */
static void
check_doubled(struct entry *e, struct span behind)
{
	struct span before, rest;
	struct finding *f;
	size_t dot;

	if (entry_split(behind, KEYS, &before, &rest) ||
	    entry_split(behind, POLICY, &before, &rest)) {
		findings_add(&e->findings, FINDING_ERROR, nothing,
		    "_domainkey or _dmarc stands here twice: it belongs into "
		    "the name once");
		e->usable = 0;
	}
	while (behind.n > 0 && !is_doubled(behind)) {
		dot = span_find(behind, '.');
		behind = span_from(behind, dot < behind.n ? dot + 1 : dot);
	}
	if (behind.n == 0)
		return;
	f = findings_add(&e->findings, FINDING_ERROR, nothing,
	    "the domain stands here twice: the name has no dot at its end in "
	    "the zone file, or the box of the provider adds the domain "
	    "itself");
	e->named.n -= behind.n / 2 + 1;
	buf_span(&f->better, buf_view(&e->named));
}

/*
 * Without a dot at its end and without an origin: in the zone file of its
 * domain that name is another one.
 */
static void
check_relative(struct entry *e, struct span behind)
{
	struct finding *f;
	size_t dot;

	if (!e->relative && count_labels(behind) == 0) {
		findings_add(&e->findings, FINDING_ERROR, nothing, "a dot at "
		    "the end of the name, and no domain before it: nobody "
		    "asks for that name; take the dot away, or add the "
		    "domain");
		e->usable = 0;
	}
	while (behind.n > 0 && behind.p[0] == '_') {	/* _spf and its kin */
		dot = span_find(behind, '.');
		behind = span_from(behind, dot < behind.n ? dot + 1 : dot);
	}
	if (!e->relative || count_labels(behind) < 2)
		return;
	f = findings_add(&e->findings, FINDING_WARNING, nothing,
	    "no dot at its end: in a zone file the name of the zone is added "
	    "to it (-d says in which zone it stands)");
	buf_span(&f->better, buf_view(&e->named));
	buf_byte(&f->better, '.');
	e->relative = 0;
}

/* Put the label where one like it stands: 1, or 0 when there is none. */
static int
replace_label(struct entry *e, const char *label)
{
	struct span rest = buf_view(&e->name), word;
	struct buf b = { 0 };
	int replaced = 0;

	while (span_next(&rest, '.', &word)) {
		buf_text(&b, b.n > 0 ? "." : "");
		if (!replaced && !span_eqi(word, label) &&
		    (e->relative || count_labels(rest) > 1) &&
		    (spelling_near(word, label) ||
		    span_eqi(word, label + 1))) {
			replaced = 1;
			buf_text(&b, label);
		} else
			buf_span(&b, word);
	}
	if (replaced) {
		e->named.n = 0;
		buf_span(&e->named, buf_view(&b));
	}
	buf_free(&b);
	return replaced;
}

/* RFC 6376 section 3.6.2.1 */
static void
check_key(struct entry *e)
{
	struct span before, behind;
	struct finding *f;

	if (!entry_split(buf_view(&e->name), KEYS, &before, &behind)) {
		f = findings_add(&e->findings, FINDING_ERROR,
		    nothing, "a key is looked for at "
		    "SELECTOR._domainkey.DOMAIN, and not here");
		if (replace_label(e, KEYS))
			buf_span(&f->better, buf_view(&e->named));
		else
			e->usable = 0;
	} else if (before.n == 0) {
		findings_add(&e->findings, FINDING_ERROR, nothing,
		    "the selector belongs before _domainkey");
		e->usable = 0;
	} else {
		check_doubled(e, behind);
		check_relative(e, behind);
	}
}

/* RFC 9989 section 4.7 */
static void
check_policy(struct entry *e)
{
	struct span before, behind, name = buf_view(&e->name);
	struct finding *f;

	if (entry_split(name, POLICY, &before, &behind) && before.n == 0) {
		check_doubled(e, behind);
		check_relative(e, behind);
		return;
	}
	f = findings_add(&e->findings, FINDING_ERROR, nothing, "a DMARC record "
	    "is looked for at _dmarc.DOMAIN, and not here");
	if (span_starts(name, "*.")) {
		e->usable = 0;
		return;
	}
	if (entry_split(name, POLICY, &before, &behind)) {
		e->named.n = 0;
		buf_text(&e->named, POLICY ".");
		buf_span(&e->named, before);
		buf_text(&e->named, behind.n > 0 ? "." : "");
		buf_span(&e->named, behind);
	} else if (!replace_label(e, POLICY)) {
		e->named.n = 0;
		buf_text(&e->named, POLICY ".");
		buf_span(&e->named, name);
	}
	buf_span(&f->better, buf_view(&e->named));
}

/* RFC 9990 section 4 */
static void
check_report(struct entry *e)
{
	struct span before, behind, domain, rest;

	if (entry_split(buf_view(&e->name), REPORT, &domain, &rest) &&
	    domain.n > 0 && entry_split(rest, POLICY, &before, &behind) &&
	    before.n == 0) {
		check_doubled(e, behind);
		check_relative(e, behind);
		return;
	}
	findings_add(&e->findings, FINDING_ERROR, nothing, "leave "
	    "for reports is looked for at DOMAIN._report._dmarc.RECEIVER, "
	    "DOMAIN being whose reports they are");
	e->usable = 0;
}

static void
check_spf(struct entry *e)
{
	struct span before, behind, name = buf_view(&e->name);

	if (entry_split(name, KEYS, &before, &behind) ||
	    entry_split(name, POLICY, &before, &behind)) {
		findings_add(&e->findings, FINDING_ERROR, nothing, "an SPF "
		    "record is looked for at the domain itself, and not here");
		e->named.n = 0;
		buf_span(&e->named, behind);
	} else {
		check_doubled(e, name);
		check_relative(e, name);
	}
}

static void (*const checks[])(struct entry *) = {
	[ENTRY_KEY] = check_key,
	[ENTRY_SPF] = check_spf,
	[ENTRY_DMARC] = check_policy,
	[ENTRY_REPORT] = check_report
};

void
namelint(struct entry *e)
{
	struct span name = buf_view(&e->name);
	const char *why;

	e->named.n = 0;
	buf_span(&e->named, name);
	if (name.n == 0)
		return;
	if (span_starts(name, "*."))
		name = span_from(name, 2);
	if ((why = domain_check(name, 1)) != NULL) {
		findings_add(&e->findings, FINDING_ERROR, nothing,
		    "the name %s", why);
		e->usable = 0;
	} else
		checks[e->kind](e);
}
