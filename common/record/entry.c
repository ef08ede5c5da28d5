#include <stdlib.h>
#include <string.h>

#include "base64.h"
#include "cfws.h"
#include "dmarcrecord.h"
#include "entry.h"
#include "keyrecord.h"
#include "spfrecord.h"

#define KEY_MIN		60	/* octets of a key record without v=DKIM1 */
#define RUN_MAX		24	/* characters that are no key yet */

struct entry *
entries_add(struct entries *all)
{
	struct entry *e;

	if (all->n == all->size) {
		all->size = all->size * 2 + 1;
		all->list = mem_grow(all->list, all->size,
		    sizeof(*all->list));
	}
	e = &all->list[all->n++];
	memset(e, 0, sizeof(*e));
	return e;
}

void
entry_end_string(struct entry *e)
{
	if ((e->nends & (e->nends - 1)) == 0)
		e->ends = mem_grow(e->ends, e->nends * 2 + 1,
		    sizeof(*e->ends));
	e->ends[e->nends++] = e->text.n;
}

int
entry_split(struct span name, const char *label, struct span *before,
    struct span *behind)
{
	struct span rest = name, word;

	while (name.n > 0 && span_next(&rest, '.', &word)) {
		if (!span_eqi(word, label))
			continue;
		before->p = name.p;
		before->n = (size_t)(word.p - name.p);
		if (before->n > 0)
			before->n--;	/* the dot */
		*behind = rest.p == NULL ? span_from(name, name.n) : rest;
		return 1;
	}
	return 0;
}

/* Does the text mean to be a key?  It may be too broken for keyrecord_is. */
static int
is_key(struct span text, int at_key, int named)
{
	static const char *const tags[] = { "k=", "p=", "h=", "s=", "t=",
	    "g=", "n=", "v=" };
	size_t i;

	if (span_starts(text, "v=dkim") || span_starts(text, "dkim"))
		return 1;
	for (i = 0; i < sizeof(tags) / sizeof(tags[0]); i++)
		if (span_starts(text, tags[i]))
			return at_key || (i < 2 && keyrecord_is(text) &&
			    (!named || text.n >= KEY_MIN));
	return at_key;
}

/* The same for SPF. */
static int
is_spf(struct span text)
{
	return spfrecord_is(text) || span_starts(text, "v=spf") ||
	    span_starts(text, "spf1") || span_starts(text, "v=spf1");
}

static int
is_dmarc(struct span text)
{
	struct span rest = text, tag;

	while (span_item(&rest, ';', &tag))
		if (span_starts(tag, "v=dmarc"))
			return 1;
	return dmarcrecord_is(text) || span_starts(text, "dmarc1");
}

/* Damage at the front must not hide what it is. */
static struct span
without_quotes(struct span text)
{
	while (text.n > 0 && (strchr(" \t\"'\\(", text.p[0]) != NULL ||
	    (unsigned char)text.p[0] >= 0x80))
		text = span_from(text, 1);
	return text;
}

void
entry_judge(struct entry *e)
{
	struct span before, behind, name = buf_view(&e->name);
	struct span text = without_quotes(buf_view(&e->text));
	int at_key = entry_split(name, "_domainkey", &before, &behind);
	int at_dmarc = entry_split(name, "_dmarc", &before, &behind);
	int at_report = at_dmarc && entry_split(name, "_report", &before,
	    &behind);

	if (is_spf(text))
		e->kind = ENTRY_SPF;
	else if (is_dmarc(text) || (at_dmarc && span_starts(text, "v")))
		e->kind = at_report ? ENTRY_REPORT : ENTRY_DMARC;
	else if (!span_starts(name, "_adsp.") &&	/* RFC 5617: historic */
	    is_key(text, at_key && before.n > 0, name.n > 0))
		e->kind = ENTRY_KEY;
	else
		e->kind = ENTRY_OTHER;
}

const char *
entry_word(enum entry_kind kind)
{
	static const char *const words[] = {
		[ENTRY_KEY] = "dkim",
		[ENTRY_SPF] = "spf",
		[ENTRY_DMARC] = "dmarc",
		[ENTRY_REPORT] = "dmarc-report",
		[ENTRY_ALIAS] = "cname",
		[ENTRY_BROKEN] = "unreadable",
		[ENTRY_OTHER] = "other"
	};

	return words[kind];
}

struct span
entry_clip(struct span text)
{
	struct span v = cfws_clip(text);
	size_t i, run = 0;

	for (i = 0; i < v.n; i++) {
		run = is_base64((unsigned char)v.p[i]) ? run + 1 : 0;
		if (run > RUN_MAX)
			v.n = i + 1 - run;
		if (span_starts(span_from(v, i), "p=") && v.n > i + 2 +
		    RUN_MAX)
			v.n = i + 2;
	}
	return v;
}

static void
entry_free(struct entry *e)
{
	buf_free(&e->name);
	buf_wipe(&e->text);	/* it may be a private key */
	free(e->ends);
	buf_free(&e->file);
	findings_free(&e->findings);
	buf_wipe(&e->mended);
	buf_free(&e->named);
}

void
entries_drop(struct entries *all)
{
	entry_free(&all->list[--all->n]);
}

void
entries_free(struct entries *all)
{
	while (all->n > 0)
		entries_drop(all);
	free(all->list);
	memset(all, 0, sizeof(*all));
}
