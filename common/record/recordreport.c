#include "json.h"
#include "recordcheck.h"
#include "recordreport.h"

/* Where the record stands, as compilers say it. */
static void
add_place(struct buf *b, const struct entry *e)
{
	buf_printable(b, buf_view(&e->file));
	if (e->line > 0)
		buf_printf(b, ":%zu", e->line);
	buf_text(b, e->file.n > 0 ? ": " : "");
	if (e->name.n > 0) {
		buf_printable(b, buf_view(&e->name));
		buf_text(b, ": ");
	}
}

static void
add_line(struct buf *b, const struct entry *e, const struct finding *f)
{
	add_place(b, e);
	buf_printf(b, "%s: ", finding_word(f->level));
	if (f->text.n > 0) {
		buf_printable(b, buf_view(&f->text));
		buf_text(b, ": ");
	}
	buf_printable(b, buf_view(&f->reason));
	if (f->better.n > 0) {
		buf_text(b, " (better: ");
		buf_printable(b, buf_view(&f->better));
		buf_byte(b, ')');
	}
	buf_byte(b, '\n');
}

void
recordreport_text(struct buf *b, const struct entry *e)
{
	size_t i;

	for (i = 0; i < e->findings.n; i++)
		add_line(b, e, &e->findings.list[i]);
}

static void
add_finding(struct buf *b, const struct finding *f)
{
	buf_byte(b, '{');
	json_member(b, "severity", span_of(finding_word(f->level)));
	if (f->text.n > 0)
		json_member(b, "text", buf_view(&f->text));
	json_member(b, "reason", buf_view(&f->reason));
	if (f->better.n > 0)
		json_member(b, "better", buf_view(&f->better));
	buf_byte(b, '}');
}

/* A text that is no key may be half of a private one: it is not shown. */
static int
may_show(const struct entry *e)
{
	return e->kind != ENTRY_BROKEN &&
	    (e->kind != ENTRY_KEY || e->usable);
}

static void
add_text(struct buf *b, const struct entry *e)
{
	struct span text = buf_view(&e->text), mended = buf_view(&e->mended);

	json_member(b, "text", text);
	if (e->usable && (text.n != mended.n || !span_same(text, mended)))
		json_member(b, "corrected", mended);
}

void
recordreport_json(struct buf *b, const struct entry *e)
{
	size_t i;
	struct buf m = { 0 };

	buf_byte(&m, '{');
	json_member(&m, "file", buf_view(&e->file));
	if (e->line > 0) {
		json_name(&m, "line");
		buf_printf(&m, "%zu", e->line);
	}
	if (e->name.n > 0)
		json_member(&m, "name", buf_view(&e->name));
	json_member(&m, "kind", span_of(entry_word(e->kind)));
	if (e->timed) {
		json_name(&m, "ttl");
		buf_printf(&m, "%lu", (unsigned long)e->ttl);
	}
	if (may_show(e))
		add_text(&m, e);
	json_name(&m, "good");
	buf_text(&m, recordcheck_is_good(e) ? "true" : "false");
	json_name(&m, "findings");
	buf_byte(&m, '[');
	for (i = 0; i < e->findings.n; i++) {
		buf_text(&m, i > 0 ? "," : "");
		add_finding(&m, &e->findings.list[i]);
	}
	buf_text(&m, "]}\n");
	buf_span(b, buf_view(&m));
	buf_free(&m);
}
