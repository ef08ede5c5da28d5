#include <string.h>

#include "entryread.h"
#include "fuzz.h"
#include "keyrecord.h"
#include "recordcheck.h"
#include "recordreport.h"
#include "recordwrite.h"
#include "served.h"
#include "spfrecord.h"

static const char *const forms[] = { "zone", "fqdn", "plain", "nsupdate",
    "tinydns", "unbound", "dnsmasq", "route53", "json" };

static void
must(int good)
{
	if (!good)
		__builtin_trap();
}

/* No byte of the input rules the screen, or ends a line before its end. */
static void
check_printed(struct span v)
{
	size_t i;

	must(span_is_utf8(v));
	for (i = 0; i < v.n; i++)
		must(((unsigned char)v.p[i] >= 0x20 && v.p[i] != 0x7f) ||
		    v.p[i] == '\n' || v.p[i] == '\t');
}

/* What is said to be usable is. */
static void
check_usable(const struct entry *e)
{
	struct spf_record spf;
	struct keyrecord key;
	const char *why;

	must(!e->secret);
	if (e->kind == ENTRY_SPF) {
		must(spfrecord_parse(&spf, buf_view(&e->mended)) == NULL);
		spfrecord_free(&spf);
	} else if (e->kind == ENTRY_KEY) {
		why = keyrecord_parse(&key, buf_view(&e->mended));
		must(why == NULL || span_starts(span_of(why), "key revoked"));
		keyrecord_free(&key);
	}
}

static void
check_entry(const struct entry *e)
{
	struct buf b = { 0 };

	if (e->usable)
		check_usable(e);
	recordreport_text(&b, e);
	check_printed(buf_view(&b));
	b.n = 0;
	recordreport_json(&b, e);
	must(span_find(buf_view(&b), '\n') == b.n - 1);
	check_printed(buf_view(&b));
	buf_free(&b);
}

/* The zone form of one entry is read as the same text. */
static void
check_again(const struct entry *e, struct span zone)
{
	struct entries again = { 0 };
	struct fault f;

	must(entryread(&again, zone, "again", span_of(""), 0, &f)
	    == 0);
	must(again.n == 1);
	must(again.list[0].text.n == e->mended.n && memcmp(
	    again.list[0].text.p, e->mended.p, e->mended.n) == 0);
	entries_free(&again);
}

static void
write_all(const struct entries *all)
{
	struct recordwrite how = { 0 };
	struct buf b = { 0 };
	size_t i, usable = 0, last = 0;

	for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		how.form = recordform_find(forms[i]);
		b.n = 0;
		recordwrite(&b, &how, all);
	}
	for (i = 0; i < all->n; i++)
		if (all->list[i].usable && all->list[i].named.n > 0) {
			usable++;
			last = i;
		} else
			usable += 2UL * (unsigned)all->list[i].usable;
	how.form = recordform_find("fqdn");
	b.n = 0;
	if (usable == 1 && recordwrite(&b, &how, all) == RECORDWRITE_ALL)
		check_again(&all->list[last], buf_view(&b));
	buf_free(&b);
}

/* As if a server had answered with it. */
static void
judge(struct span text)
{
	static const char want[] = "v=DKIM1; k=ed25519; "
	    "p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
	struct dns_answer a = { .status = DNS_FOUND, .records = &text,
	    .n = 1 };
	struct served_want w = { ENTRY_KEY, { "x", 1 }, { want,
	    sizeof(want) - 1 }, 1 };
	struct buf why = { 0 };

	served_judge(&w, &a, &why);
	check_printed(buf_view(&why));
	buf_free(&why);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct span text = { (const char *)data, n };
	struct entries all = { 0 };
	struct fault f;
	size_t i;

	entryread(&all, text, "/nonexistent/zone", span_of(n % 2 == 0 ? "" :
	    "example.org"), 0, &f);
	recordcheck(&all, span_of("mail"), span_of(n % 3 == 0 ? "" :
	    "example.org"), NULL);
	for (i = 0; i < all.n; i++)
		check_entry(&all.list[i]);
	write_all(&all);
	entries_free(&all);
	judge(text);
	return 0;
}
