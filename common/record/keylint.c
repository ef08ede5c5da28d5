#include <string.h>

#include "keylint.h"
#include "pieces.h"
#include "publiclint.h"
#include "separator.h"

/* A record under repair: the text is taken apart anew after each change. */
struct work {
	struct entry	*e;
	struct pieces	 tags;
	struct buf	 p, t;		/* better values */
	int		 changed;
};

static const char letters[] = "vghknpst";	/* the tags, by their names */

/* Put a value in the place of another, which must outlive the work. */
static void
replace(struct work *w, struct piece *tag, struct span value)
{
	tag->value = value;
	w->changed = 1;
}

static struct finding *
tell(struct work *w, enum finding_level level, const struct piece *tag,
    const char *why)
{
	return findings_add(&w->e->findings, level, entry_clip(tag->text),
	    "%s", why);
}

/* A list in which something else than a colon separates. */
static void
check_colons(struct work *w, struct piece *tag, const char *what,
    const char *better)
{
	struct finding *f;

	f = tell(w, FINDING_ERROR, tag, what);
	buf_span(&f->better, tag->name);
	buf_printf(&f->better, "=%s", better);
	replace(w, tag, span_of(better));
}

static void
check_version(struct work *w, struct piece *tag)
{
	struct finding *f;

	if (tag != w->tags.list)
		return;
	if (span_eq(tag->value, "DKIM1"))
		return;
	f = tell(w, FINDING_ERROR, tag, "the version of a key record is "
	    "v=DKIM1, and case counts");
	if (span_eqi(tag->value, "DKIM1")) {
		buf_text(&f->better, "v=DKIM1");
		replace(w, tag, span_of("DKIM1"));
	}
}

/* RFC 6376 section 3.6.1: key-s-tag-type, separated by colons. */
static void
check_services(struct work *w, struct piece *tag)
{
	if (span_find(tag->value, ',') < tag->value.n ||
	    span_find(tag->value, ' ') < tag->value.n)
		check_colons(w, tag, "services are separated by colons, not "
		    "commas or blanks; s=* is all of them, as is no s= at "
		    "all", "*");
	else if (!span_lists(tag->value, "*") &&
	    !span_lists(tag->value, "email"))
		tell(w, FINDING_ERROR, tag, "the key is not for mail: leave "
		    "s= out, or say s=email");
}

static void
check_hashes(struct work *w, struct piece *tag)
{
	struct span rest = tag->value, word;

	if (span_find(tag->value, ',') < tag->value.n ||
	    span_find(tag->value, '-') < tag->value.n ||
	    span_eqi(tag->value, "sha256"))
		if (!span_eq(tag->value, "sha256")) {
			check_colons(w, tag, "h= is a list of sha256 and sha1 "
			    "with colons between, in lower case", "sha256");
			return;
		}
	if (!span_lists(tag->value, "sha256"))
		tell(w, FINDING_ERROR, tag, "h= does not allow sha256, and "
		    "verifiers take no signature with another hash (RFC 8301 "
		    "section 3.1): leave h= out, or say h=sha256");
	else if (span_lists(tag->value, "sha1"))
		tell(w, FINDING_NOTE, tag, "verifiers take no sha1 (RFC 8301 "
		    "section 3.1): h=sha256 does");
	while (span_item(&rest, ':', &word))
		if (!span_eq(word, "sha256") && !span_eq(word, "sha1"))
			tell(w, FINDING_WARNING, tag, "h= has a hash that "
			    "nobody knows");
}

static void
check_type(struct work *w, struct piece *tag)
{
	if (span_eq(tag->value, "rsa") || span_eq(tag->value, "ed25519"))
		return;
	if (span_eqi(tag->value, "rsa") || span_starts(tag->value, "rsa-"))
		check_colons(w, tag, "the kind of an RSA key is k=rsa", "rsa");
	else if (span_starts(tag->value, "ed25519"))
		check_colons(w, tag, "the kind of an Ed25519 key is "
		    "k=ed25519", "ed25519");
	else
		tell(w, FINDING_ERROR, tag, "k= is rsa or ed25519");
}

static void
check_flags(struct work *w, struct piece *tag)
{
	struct span rest = tag->value, word;
	struct finding *f;

	if (span_find(tag->value, ',') < tag->value.n) {
		f = tell(w, FINDING_ERROR, tag, "flags are separated by "
		    "colons, not commas");
		while (span_item(&rest, ',', &word)) {
			buf_text(&w->t, w->t.n > 0 ? ":" : "");
			buf_span(&w->t, word);
		}
		buf_printf(&f->better, "t=%s", buf_string(&w->t));
		replace(w, tag, buf_view(&w->t));
		rest = tag->value;
	}
	while (span_item(&rest, ':', &word)) {
		if (span_eq(word, "y"))
			tell(w, FINDING_WARNING, tag, "t=y is the test mode: "
			    "verifiers may treat the mail as if it was not "
			    "signed; take it out when the tests are over");
		else if (!span_eq(word, "s") && word.n > 0)
			tell(w, FINDING_WARNING, tag, "t= has a flag that "
			    "nobody knows: y and s are the flags");
	}
}

/* RFC 4871 section 3.6.1, which RFC 6376 appendix C.2 took out. */
static void
check_granularity(struct work *w, struct piece *tag)
{
	tell(w, FINDING_WARNING, tag, tag->value.n > 0 ? "g= is retired (RFC "
	    "6376 appendix C.2): take it out; old verifiers compare it with "
	    "the address, new ones pass over it" : "g= is retired, and to "
	    "old verifiers an empty one forbids every address: take it out");
}

/* Insert k= before p=, or give it another value. */
static void
set_type(struct work *w, enum key_type type)
{
	struct piece *k = pieces_find(&w->tags, "k"), *p;
	struct span word = span_of(type == KEY_RSA ? "rsa" : "ed25519");
	size_t n;

	if (k == NULL && w->tags.n < PIECES_MAX) {
		p = pieces_find(&w->tags, "p");
		n = (size_t)(p - w->tags.list);
		memmove(p + 1, p, (w->tags.n - n) * sizeof(*p));
		w->tags.n++;
		k = p;
		k->name = span_of("k");
	}
	if (k != NULL)
		replace(w, k, word);
}

static void
check_public(struct work *w, struct piece *tag)
{
	struct piece *k = pieces_find(&w->tags, "k");
	enum key_type type = k != NULL && span_eqi(k->value, "ed25519") ?
	    KEY_ED25519 : KEY_RSA, said = type;
	struct keyrecord r;

	if (tag->value.n == 0) {
		tell(w, FINDING_WARNING, tag, "the key is revoked: p= is "
		    "empty, and no signature by it is accepted");
		return;
	}
	if (keyrecord_parse(&r, buf_view(&w->e->mended)) != NULL &&
	    publiclint_repair(&w->e->findings, tag->value, &type, &w->p,
	    &w->e->secret)) {
		replace(w, tag, buf_view(&w->p));
		if (type != said || k == NULL)
			set_type(w, type);
	}
	keyrecord_free(&r);
}

static const struct {
	const char	*name;
	void		(*check)(struct work *, struct piece *);
} checks[] = {
	{ "v",	check_version },
	{ "g",	check_granularity },
	{ "h",	check_hashes },
	{ "k",	check_type },
	{ "s",	check_services },
	{ "t",	check_flags },
	{ "p",	check_public }
};
#define NCHECKS	(sizeof(checks) / sizeof(checks[0]))

/* What the tags are called; a name of the wrong case is mended. */
static void
check_name(struct work *w, struct piece *tag)
{
	static const char lower[][2] = { "v", "g", "h", "k", "n", "p", "s",
	    "t" };
	const char *at = tag->name.n != 1 ? NULL :
	    strchr(letters, ascii_lower((unsigned char)tag->name.p[0]));

	if (tag->value.p == NULL)
		tell(w, FINDING_ERROR, tag, "no tag: \"=\" is missing, or a "
		    "semicolon stands where none belongs");
	else if (at == NULL || *at == '\0')
		tell(w, FINDING_WARNING, tag, "unknown tag, ignored: a key "
		    "record has v h k n p s t");
	else if (*at != tag->name.p[0]) {
		tell(w, FINDING_ERROR, tag, "names of tags are in lower "
		    "case");
		tag->name = span_of(lower[at - letters]);
		w->changed = 1;
	}
}

/* RFC 6376 section 3.2: no tag twice. */
static void
check_twice(struct work *w, size_t i)
{
	const struct piece *tag = &w->tags.list[i];
	size_t k;

	for (k = 0; k < i; k++)
		if (tag->value.p != NULL && w->tags.list[k].value.p != NULL &&
		    span_same(w->tags.list[k].name, tag->name))
			break;
	if (k == i)
		return;
	tell(w, FINDING_ERROR, tag, span_eqi(tag->name, "v") ?
	    "v= stands here twice: two records in one; each needs a TXT "
	    "record of its own, and a selector of its own" :
	    "the tag stands here twice: no verifier reads such a record");
}

static void
move_first(struct work *w, struct piece *tag)
{
	struct piece v = *tag;

	memmove(w->tags.list + 1, w->tags.list,
	    (size_t)(tag - w->tags.list) * sizeof(v));
	w->tags.list[0] = v;
	w->changed = 1;
}

static void
run_checks(struct work *w)
{
	struct piece *tag;
	size_t i;

	for (i = 0; i < w->tags.n; i++) {
		check_name(w, &w->tags.list[i]);
		check_twice(w, i);
	}
	for (i = 0; i < NCHECKS; i++)
		if ((tag = pieces_find(&w->tags, checks[i].name)) != NULL)
			checks[i].check(w, tag);
	if ((tag = pieces_find(&w->tags, "v")) != NULL &&
	    tag != w->tags.list) {
		tell(w, FINDING_ERROR, tag, "v= is not the first tag");
		move_first(w, tag);
	}
	if (pieces_find(&w->tags, "v") == NULL)
		findings_add(&w->e->findings, FINDING_NOTE, span_of(""),
		    "no v=DKIM1 in front, as RFC 6376 section 3.6.1 advises");
}

/* Verifiers have the last word: an error that nobody found yet is one. */
static void
conclude(struct entry *e)
{
	struct keyrecord r;
	const char *why = keyrecord_parse(&r, buf_view(&e->mended));
	const struct tag *p = taglist_find(&r.tags, "p");
	int revoked = why != NULL && p != NULL && p->value.n == 0 &&
	    span_starts(span_of(why), "key revoked");

	e->usable = revoked || (why == NULL &&
	    keyrecord_has_hash(&r, "sha256"));
	if (why != NULL && !revoked &&
	    !findings_reach(&e->findings, FINDING_ERROR))
		findings_add(&e->findings, FINDING_ERROR, entry_clip(
		    buf_view(&e->mended)), "%s%s", why, span_starts(span_of(
		    why), "p=") ? ": copy it once more, or make it with -k "
		    "FILE" : "");
	if (why == NULL)
		publiclint_key(&e->findings, &r);
	keyrecord_free(&r);
}

/* "v=DKIM1 k=rsa": the semicolon that is most often forgotten. */
static void
check_semicolons(struct entry *e)
{
	struct span rest = buf_view(&e->mended), text, name, better;
	struct buf b = { 0 };
	struct finding *f;
	size_t at;

	while (span_next(&rest, ';', &text)) {
		if (b.n > 0)
			buf_byte(&b, ';');
		at = b.n;
		if (span_starts(span_trim(text), "n=") ||
		    separator_mend(&b, text, "v g h k p s t", &name) == 0) {
			b.n = at;
			buf_span(&b, text);
			continue;
		}
		better = entry_clip(span_trim(span_from(buf_view(&b), at)));
		text = entry_clip(span_trim(text));
		f = findings_add(&e->findings, FINDING_ERROR, text,
		    "the semicolon before %.*s= is missing", (int)name.n,
		    name.p);
		if (better.n > text.n)
			buf_span(&f->better, better);
	}
	buf_wipe(&e->mended);
	e->mended = b;
}

/* Two semicolons with nothing between: taking it apart leaves that out. */
static void
check_empty(struct work *w)
{
	struct span rest = buf_view(&w->e->mended), tag;

	while (span_item(&rest, ';', &tag))
		if (tag.n == 0 && span_trim(rest).n > 0 && !w->changed) {
			w->changed = 1;
			findings_add(&w->e->findings, FINDING_ERROR,
			    span_of(";;"), "a semicolon too much: a tag "
			    "without a name");
		}
}

void
keylint(struct entry *e)
{
	struct work w = { 0 };
	struct buf joined = { 0 };

	w.e = e;
	check_semicolons(e);
	check_empty(&w);
	if (!pieces_split(&w.tags, buf_view(&e->mended)))
		findings_add(&e->findings, FINDING_ERROR,
		    entry_clip(buf_view(&e->mended)), "more than %d tags",
		    PIECES_MAX);
	else
		run_checks(&w);
	if (w.changed) {
		pieces_join(&joined, &w.tags);
		e->mended.n = 0;
		buf_span(&e->mended, buf_view(&joined));
	}
	if (!e->secret)
		conclude(e);
	buf_wipe(&joined);
	buf_wipe(&w.p);
	buf_free(&w.t);
}
