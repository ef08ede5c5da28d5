#include "authfield.h"
#include "authres.h"
#include "cfws.h"
#include "domain.h"
#include "fold.h"
#include "json.h"
#include "scan.h"

#define FIELD		"Authentication-Results"
#define REASON_MAX	800	/* octets: a line has 998, RFC 5322 section 2.1.1 */

static int
all(struct span v, int (*is)(unsigned char))
{
	struct scan s;

	scan_init(&s, v);
	return scan_while(&s, is).n > 0 && scan_done(&s);
}

static void
add_value(struct buf *b, struct span v)
{
	v = cfws_clip(v);
	if (all(v, is_token) && span_is_utf8(v))
		buf_span(b, v);
	else
		cfws_add_quoted(b, v);
}

/* A local-part: as it is, or what is no dot-atom as a quoted-string. */
static void
add_local(struct buf *b, struct span v)
{
	v = cfws_clip(v);
	if (v.n == 0 || cfws_is_dot_atom(v))
		buf_span(b, v);
	else
		cfws_add_quoted(b, v);
}

static void
add_property(struct buf *b, const struct authres_property *p)
{
	buf_printf(b, "%s=", p->name);
	if (p->mailbox) {
		add_local(b, p->local);
		buf_byte(b, '@');
		if (domain_check(p->value, 1) == NULL)
			buf_span(b, p->value);
		else
			cfws_add_quoted(b, cfws_clip(p->value));
	} else
		add_value(b, p->value);
}

/* Length up to the next run of blanks with text behind it. */
static size_t
until_blank(struct span v)
{
	size_t i = 0;

	while (i < v.n && v.p[i] == ' ')
		i++;
	while (i < v.n && v.p[i] != ' ')
		i++;
	while (i < v.n && span_trim(span_from(v, i)).n == 0)
		i++;
	return i;
}

/*
 * Write one word; the buffer is empty again.  A quoted-string or comment may
 * be folded at its blanks (RFC 5322 section 3.2.4).
 */
static void
put_word(struct fold *f, struct buf *word, int last)
{
	struct span rest, piece;

	if (last)
		buf_byte(word, ';');
	piece = rest = buf_view(word);
	piece.n = until_blank(rest);
	fold_word(f, piece);
	for (rest = span_from(rest, piece.n); rest.n > 0;
	    rest = span_from(rest, piece.n)) {
		piece = rest;
		piece.n = until_blank(rest);
		fold_blank(f, piece);
	}
	word->n = 0;
}

static void
add_comment(struct buf *b, struct span v)
{
	buf_byte(b, '(');
	cfws_add_ctext(b, v);
	buf_byte(b, ')');
}

/* A reason, of which names in it may make too much. */
static void
add_reason(struct buf *b, struct span v)
{
	struct buf cut = { 0 };

	if (v.n > REASON_MAX) {
		v.n = REASON_MAX;
		buf_span(&cut, v);
		buf_text(&cut, "...");
		v = buf_view(&cut);
	}
	buf_text(b, "reason=");
	cfws_add_quoted(b, v);
	buf_free(&cut);
}

/* more: another resinfo follows, after a semicolon. */
static void
put_result(struct fold *f, const struct authres_result *r, int more)
{
	struct buf word = { 0 };
	size_t i, left = r->n;

	left += (r->reason.n > 0) + (r->comment.n > 0);
	buf_printf(&word, "%s=%s", r->method, r->result);
	put_word(f, &word, more && left == 0);
	f->indent = "\t ";
	if (r->reason.n > 0) {
		add_reason(&word, r->reason);
		put_word(f, &word, more && --left == 0);
	}
	if (r->comment.n > 0) {
		add_comment(&word, r->comment);
		put_word(f, &word, more && --left == 0);
	}
	for (i = 0; i < r->n; i++) {
		add_property(&word, &r->properties[i]);
		put_word(f, &word, more && --left == 0);
	}
	buf_free(&word);
}

void
authres_format(struct buf *b, const char *id, const struct authres_result *r,
    size_t n, const char *eol)
{
	struct buf word = { 0 };
	struct fold f;
	size_t i;

	fold_init(&f, b, eol, FIELD);
	add_value(&word, span_of(id));
	put_word(&f, &word, 1);
	buf_free(&word);
	for (i = 0; i < n; i++) {
		fold_line(&f, "\t");
		put_result(&f, &r[i], i + 1 < n);
	}
	fold_end(&f);
}

/* A line without the white space that folding put before it. */
static struct span
without_indent(struct span line)
{
	if (line.n > 0 && line.p[0] == '\t')
		line = span_from(line, 1);
	if (line.n > 0 && line.p[0] == ' ')
		line = span_from(line, 1);
	return line;
}

void
authres_line(struct buf *b, const char *id, const struct authres_result *r,
    size_t n)
{
	struct buf folded = { 0 };
	struct span rest, line;

	authres_format(&folded, id, r, n, "\n");
	rest = buf_view(&folded);
	while (span_next(&rest, '\n', &line) && rest.p != NULL) {
		buf_span(b, without_indent(line));
		buf_byte(b, rest.n > 0 ? ' ' : '\n');
	}
	buf_free(&folded);
}

static void
json_property(struct buf *b, const struct authres_property *p)
{
	struct buf value = { 0 };

	if (p->mailbox) {
		buf_span(&value, p->local);
		buf_byte(&value, '@');
	}
	buf_span(&value, p->value);
	json_member(b, p->name, buf_view(&value));
	buf_free(&value);
}

static void
json_result(struct buf *b, const struct authres_result *r)
{
	size_t i;

	buf_byte(b, '{');
	json_member(b, "method", span_of(r->method));
	json_member(b, "result", span_of(r->result));
	if (r->reason.n > 0)
		json_member(b, "reason", r->reason);
	if (r->comment.n > 0)
		json_member(b, "comment", r->comment);
	for (i = 0; i < r->n + r->more; i++)
		json_property(b, &r->properties[i]);
	if (r->json.n > 0) {
		buf_byte(b, ',');
		buf_span(b, r->json);
	}
	buf_byte(b, '}');
}

void
authres_json(struct buf *b, const char *file, const char *id,
    const struct authres_result *r, size_t n, struct span members)
{
	size_t i;

	buf_byte(b, '{');
	if (file != NULL)
		json_member(b, "file", span_of(file));
	json_member(b, "authserv-id", span_of(id));
	if (members.n > 0) {
		buf_byte(b, ',');
		buf_span(b, members);
	}
	json_name(b, "results");
	buf_byte(b, '[');
	for (i = 0; i < n; i++) {
		if (i > 0)
			buf_byte(b, ',');
		json_result(b, &r[i]);
	}
	buf_text(b, "]}\n");
}

static int
holds(struct span v, struct span word)
{
	for (; v.n >= word.n; v = span_from(v, 1)) {
		struct span head = { v.p, word.n };

		if (span_same(head, word))
			return 1;
	}
	return 0;
}

/* A dot at the end names the same host. */
static struct span
without_dot(struct span v)
{
	if (v.n > 0 && v.p[v.n - 1] == '.')
		v.n--;
	return v;
}

/* Is it this authserv-id?  1, 0, or -1 when none can be read. */
static int
compare_id(struct span value, struct span own)
{
	struct buf id = { 0 };
	int same = -1;

	if (authfield_id(value, &id) == 0)
		same = span_same(without_dot(span_trim(buf_view(&id))), own);
	buf_free(&id);
	return same;
}

int
authres_is_own(struct span value, const char *authserv_id)
{
	return compare_id(value, without_dot(span_of(authserv_id))) == 1;
}

int
authres_claims(struct span value, const char *authserv_id)
{
	struct span own = without_dot(span_of(authserv_id));
	int same = compare_id(value, own);

	return same == -1 ? holds(value, own) : same;
}

int
authres_is_name(struct span name)
{
	return span_eqi(name, FIELD);
}

int
authres_forged(const struct field *f, const char *authserv_id)
{
	return authres_is_name(f->name) &&
	    authres_claims(f->value, authserv_id);
}

/* Fields that servers put on top of a message. */
static int
is_trace(struct span name)
{
	static const char *const names[] = {
		FIELD, "Received-SPF", "Return-Path", "Delivered-To",
		"DKIM-Signature", "ARC-Seal", "ARC-Message-Signature",
		"ARC-Authentication-Results", "X-Original-To"
	};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (span_eqi(name, names[i]))
			return 1;
	return 0;
}

size_t
authres_trusted(const struct message *msg, unsigned skip)
{
	size_t i, leading = 0, lowest = 0;
	unsigned seen = 0;

	for (i = 0; i < msg->nfields && seen <= skip; i++) {
		if (span_eqi(msg->fields[i].name, "Received")) {
			lowest = i;
			seen++;
		} else if (leading == i && is_trace(msg->fields[i].name))
			leading++;
	}
	return seen == 0 ? leading : lowest;
}
