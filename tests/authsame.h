#ifndef AUTHSAME_H
#define AUTHSAME_H

/*
 * What authres_format promises of a value, to compare with what authfield
 * reads: text is clipped and cleaned, never more.
 */
#include <string.h>

#include "authfield.h"
#include "authres.h"
#include "cfws.h"
#include "domain.h"

/* Is it the text as it is, or (clean) in its printable form? */
static int
is_text_of(struct span got, struct span text, int clean)
{
	struct buf want = { 0 };
	int same;

	if (clean)
		buf_printable(&want, text);
	else
		buf_span(&want, text);
	same = got.n == want.n && (got.n == 0 ||
	    memcmp(got.p, want.p, got.n) == 0);
	buf_free(&want);
	return same;
}

static int
is_token_text(struct span v)
{
	struct scan s;

	scan_init(&s, v);
	return scan_while(&s, is_token).n > 0 && scan_done(&s) &&
	    span_is_utf8(v);
}

static int
same_property(const struct authres_property *want,
    const struct resinfo_property *got)
{
	struct span value = cfws_clip(want->value);
	struct span local = cfws_clip(want->local);
	struct buf name = { 0 };
	int same;

	buf_span(&name, got->ptype);
	if (got->ptype.n > 0)
		buf_byte(&name, '.');
	buf_span(&name, got->name);
	same = span_eq(buf_view(&name), want->name) &&
	    got->mailbox == want->mailbox;
	buf_free(&name);
	if (!want->mailbox)
		return same && is_text_of(got->value, value,
		    !is_token_text(value));
	if (domain_check(want->value, 1) == NULL)
		value = want->value;
	return same && is_text_of(got->value, value, 1) &&
	    is_text_of(got->local, local, !cfws_is_dot_atom(local));
}

static int
same_comment(struct span want, struct span got)
{
	struct buf text = { 0 };
	int same;

	cfws_add_ctext(&text, want);
	same = is_text_of(got, buf_view(&text), 0);
	buf_free(&text);
	return same;
}

/* A reason is cut at 800 octets, and then says so. */
static int
same_reason(struct span want, struct span got)
{
	struct buf cut = { 0 };
	int same;

	if (want.n <= 800)
		return is_text_of(got, want, 1);
	want.n = 800;
	buf_span(&cut, want);
	buf_text(&cut, "...");
	same = is_text_of(got, buf_view(&cut), 1);
	buf_free(&cut);
	return same;
}

/* Is this what was read of what was written? */
static int
same_result(const struct authres_result *want, const struct resinfo *got)
{
	size_t i;

	if (got->problem != NULL || !span_eq(got->method, want->method) ||
	    !span_eq(got->word, want->result) || got->n != want->n ||
	    !same_reason(want->reason, got->reason) ||
	    !same_comment(want->comment, got->comment))
		return 0;
	for (i = 0; i < want->n; i++)
		if (!same_property(&want->properties[i], &got->properties[i]))
			return 0;
	return 1;
}

/* The value of the one field that there is. */
static struct span
field_value(const struct buf *field)
{
	struct span v = buf_view(field);

	return span_from(v, span_find(v, ':') + 1);
}

/* Format, read again and compare. */
static int
same_field(const char *id, const struct authres_result *want, size_t n,
    const char *eol)
{
	struct authfield got;
	struct buf field = { 0 };
	size_t i;
	int same;

	authres_format(&field, id, want, n, eol);
	same = authfield_parse(&got, field_value(&field)) == NULL &&
	    got.n == n && is_text_of(got.id, cfws_clip(span_of(id)),
	    !is_token_text(cfws_clip(span_of(id))));
	for (i = 0; same && i < n; i++)
		same = same_result(&want[i], &got.results[i]);
	authfield_free(&got);
	buf_free(&field);
	return same;
}

#endif
