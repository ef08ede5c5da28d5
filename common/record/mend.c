#include <string.h>

#include "mend.h"

#define QUOTES	"quotes stand in the text itself: they belong to a zone file, " \
		"not into the box of a provider"
#define SLASHES	"backslashes stand in the text itself: they belong to a zone " \
		"file, not into the box of a provider"
#define CURLY	"typographic quotes: no program takes them for quotes"
#define BLANK	"a blank of a web page (U+00A0 or the like) that is no blank " \
		"for programs, and cannot be seen"
#define DASH	"a dash in the place of a hyphen"
#define BROKEN	"a line end or control character in the text"

/* What damages a text, and what it should be. */
static const struct {
	const char	*bytes, *right, *why;
} damages[] = {
	{ "\\\"",		"",	SLASHES },
	{ "\\",			"",	SLASHES },
	{ "\"",			"",	QUOTES },
	{ "&quot;",		"",	QUOTES },
	{ "`",			"",	QUOTES },
	{ "\xe2\x80\x98",	"",	CURLY },
	{ "\xe2\x80\x99",	"",	CURLY },
	{ "\xe2\x80\x9c",	"",	CURLY },
	{ "\xe2\x80\x9d",	"",	CURLY },
	{ "\xe2\x80\x9e",	"",	CURLY },
	{ "\xc2\xa0",		" ",	BLANK },
	{ "\xe2\x80\xaf",	" ",	BLANK },
	{ "\xe2\x80\x8b",	"",	BLANK },
	{ "\xe2\x80\x8e",	"",	BLANK },
	{ "\xef\xbb\xbf",	"",	BLANK },
	{ "\xc2\xad",		"",	BLANK },
	{ "\xe3\x80\x80",	" ",	BLANK },
	{ "\xe2\x80\x90",	"-",	DASH },
	{ "\xe2\x80\x91",	"-",	DASH },
	{ "\xe2\x80\x93",	"-",	DASH },
	{ "\xe2\x80\x94",	"-",	DASH },
	{ "\xe2\x88\x92",	"-",	DASH },
	{ "\xef\xbc\x9b",	";",	"a wide semicolon" },
	{ "\xef\xbc\x9a",	":",	"a wide colon" },
	{ "\xef\xbc\x9d",	"=",	"a wide equals sign" }
};
#define NDAMAGES	(sizeof(damages) / sizeof(damages[0]))

/* Tell it once for each reason. */
static void
tell(struct entry *e, struct span at, const char *why)
{
	size_t i;

	for (i = 0; i < e->findings.n; i++)
		if (span_eq(buf_view(&e->findings.list[i].reason), why))
			return;
	findings_add(&e->findings, FINDING_ERROR, entry_clip(at), "%s", why);
}

/* The length of the quote, blanks, quote that v begins with; or 0. */
static size_t
boundary(struct span v)
{
	size_t n = 1;

	if (v.p[0] != '"')
		return 0;
	while (n < v.n && is_wsp((unsigned char)v.p[n]))
		n++;
	return n < v.n && v.p[n] == '"' ? n + 1 : 0;
}

/* Whatever v begins with: add what is right; returns how much it was. */
static size_t
mend_one(struct entry *e, struct span v)
{
	size_t i, n = boundary(v);

	if (n > 0) {
		tell(e, v, QUOTES);
		return n;
	}
	for (i = 0; i < NDAMAGES; i++)
		if (span_starts(v, damages[i].bytes))
			break;
	if (i < NDAMAGES) {
		tell(e, v, damages[i].why);
		buf_text(&e->mended, damages[i].right);
		return strlen(damages[i].bytes);
	}
	if ((unsigned char)v.p[0] >= 0x20 && v.p[0] != 0x7f)
		buf_byte(&e->mended, v.p[0]);
	else {
		if (v.p[0] != '\t')
			tell(e, v, BROKEN);
		buf_text(&e->mended, v.p[0] == '\t' ? " " : "");
	}
	return 1;
}

/* A pair of single quotes around all of it. */
static struct span
without_quotes(struct entry *e, struct span v)
{
	if (v.n > 1 && v.p[0] == '\'' && v.p[v.n - 1] == '\'') {
		tell(e, v, QUOTES);
		v = span_from(v, 1);
		v.n--;
	}
	return v;
}

void
mend(struct entry *e)
{
	struct span v = without_quotes(e, buf_view(&e->text)), all;

	while (v.n > 0)
		v = span_from(v, mend_one(e, v));
	all = span_trim(buf_view(&e->mended));
	if (e->kind != ENTRY_KEY && e->text.n > 0 && all.n > 0 &&
	    is_wsp((unsigned char)e->text.p[0]))
		tell(e, buf_view(&e->text), "a blank before the version: "
		    "verifiers do not know the record by it");
	if (all.n > 0)
		memmove(e->mended.p, all.p, all.n);
	e->mended.n = all.n;
}
