#include <stdlib.h>
#include <string.h>

#include "authfield.h"
#include "cfws.h"
#include "scan.h"

static void
drop_results(struct authfield *f)
{
	size_t i;

	for (i = 0; i < f->n; i++)
		resinfo_free(&f->results[i]);
	free(f->results);
	f->results = NULL;
	f->n = 0;
}

static struct resinfo *
new_result(struct authfield *f)
{
	if ((f->n & (f->n - 1)) == 0)
		f->results = mem_grow(f->results, f->n == 0 ? 1 : f->n * 2,
		    sizeof(*f->results));
	return &f->results[f->n++];
}

/* no-result; if it is none, nothing is eaten. */
static int
is_no_result(struct scan *s)
{
	struct scan ahead = *s;

	if (!span_eqi(scan_while(&ahead, resinfo_is_keyword), "none"))
		return 0;
	cfws(&ahead);
	if (!scan_done(&ahead) && scan_peek(&ahead) != ';')
		return 0;
	*s = ahead;
	return 1;
}

/* What is between two semicolons: resinfo, no-result, or nothing. */
static void
read_result(struct authfield *f, struct scan *s)
{
	cfws(s);
	if (scan_done(s) || scan_peek(s) == ';')
		return;
	if (is_no_result(s)) {
		f->none = 1;
		return;
	}
	if (f->n == AUTHFIELD_RESULTS)
		scan_fail(s, "too many results");
	else if (resinfo_parse(new_result(f), s, &f->text) == -1)
		drop_results(f);
}

/* authserv-id, behind its CFWS: the same for all who compare it */
static int
read_id(struct scan *s, struct buf *id)
{
	size_t start = id->n;

	if (scan_byte(s, '"'))
		cfws_quoted(s, id);
	else
		buf_span(id, scan_while(s, is_token));
	return s->err == NULL && id->n > start ? 0 : -1;
}

/* Does a result stand here in place of the authserv-id, or nothing? */
static int
has_no_id(struct scan s)
{
	size_t n = scan_while(&s, resinfo_is_keyword).n;

	cfws(&s);
	return scan_peek(&s) == '=' || scan_peek(&s) == '/' ||
	    (n == 0 && scan_peek(&s) == ';');
}

/* authserv-id [ CFWS authres-version ], and the semicolon behind them */
static void
read_head(struct authfield *f, struct scan *s)
{
	size_t start = f->text.n;
	struct span version;

	if (read_id(s, &f->text) == -1)
		scan_fail(s, "no authserv-id");
	f->id = span_from(buf_view(&f->text), start);
	cfws(s);
	version = scan_while(s, is_digit);
	if (version.n > 0 && !resinfo_is_version(version))
		scan_fail(s, "a version of the field that is not known");
	cfws(s);
	if (!scan_done(s) && scan_peek(s) != ';')
		scan_fail(s, "text behind the authserv-id");
	scan_byte(s, ';');
}

/* authres-payload */
static const char *
payload(struct authfield *f, struct scan *s)
{
	cfws(s);
	if (!has_no_id(*s))
		read_head(f, s);
	do
		read_result(f, s);
	while (scan_byte(s, ';'));
	return s->err;
}

/* What strings and comments say is never longer than what they stand in. */
static void
start(struct authfield *f, struct span value, struct scan *s)
{
	memset(f, 0, sizeof(*f));
	buf_room(&f->text, value.n);
	scan_init(s, span_trim(value));
}

const char *
authfield_parse(struct authfield *f, struct span value)
{
	struct scan s;

	start(f, value, &s);
	return payload(f, &s);
}

/* arc-info of RFC 8617 section 4.1.1; instance of section 3.9 */
const char *
authfield_parse_arc(struct authfield *f, struct span value)
{
	struct scan s;
	int is_i;

	start(f, value, &s);
	cfws(&s);
	is_i = scan_byte(&s, 'i');
	cfws(&s);
	if (!is_i || !scan_byte(&s, '='))
		return "no i= tag";
	cfws(&s);
	f->instance = (unsigned)scan_number(&s, 2);
	cfws(&s);
	if (f->instance < 1 || f->instance > 50)
		scan_fail(&s, "i= is not from 1 to 50");
	if (!scan_byte(&s, ';'))
		scan_fail(&s, "no semicolon behind i=");
	return s.err != NULL ? s.err : payload(f, &s);
}

int
authfield_id(struct span value, struct buf *id)
{
	struct scan s;

	scan_init(&s, value);
	cfws(&s);
	return read_id(&s, id);
}

void
authfield_free(struct authfield *f)
{
	drop_results(f);
	buf_free(&f->text);
	memset(f, 0, sizeof(*f));
}
