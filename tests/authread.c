/*
 * An Authentication-Results field as it is read, for tests.
 *
 *	authread [-a] <value
 *	authread -l [-a] <values
 *
 * prints the authserv-id and a line for each result; with -l each line is a
 * value.  -a: of ARC-Authentication-Results.
 */
#include <err.h>
#include <string.h>
#include <unistd.h>

#include "authdomain.h"
#include "authfield.h"
#include "cfws.h"
#include "io.h"

static void
add_pair(struct buf *b, const char *name, struct span v)
{
	if (v.p == NULL)
		return;
	buf_printf(b, " %s=", name);
	cfws_add_quoted(b, v);
}

static void
add_property(struct buf *b, const struct resinfo_property *p)
{
	buf_byte(b, ' ');
	buf_printable(b, p->ptype);
	if (p->ptype.n > 0)
		buf_byte(b, '.');
	buf_printable(b, p->name);
	buf_byte(b, '=');
	if (p->mailbox) {
		cfws_add_quoted(b, p->local);
		buf_byte(b, '@');
	}
	cfws_add_quoted(b, p->value);
}

static void
add_domain(struct buf *b, const struct resinfo *r)
{
	struct buf domain = { 0 };
	int helo = 0;

	if (authdomain_dkim(r, &domain) == NULL ||
	    authdomain_spf(r, &domain, &helo) == NULL)
		buf_printf(b, " %s=%s", helo ? "helo" : "domain",
		    buf_string(&domain));
	buf_free(&domain);
}

static void
add_result(struct buf *b, const struct resinfo *r)
{
	size_t i;

	buf_printable(b, r->method);
	buf_byte(b, '=');
	buf_printable(b, r->word);
	if (strcmp(verdict_word(r->verdict), buf_string(b) + b->n -
	    r->word.n) != 0)
		buf_printf(b, "/%s", verdict_word(r->verdict));
	add_pair(b, "reason", r->reason);
	add_pair(b, "comment", r->comment);
	for (i = 0; i < r->n; i++)
		add_property(b, &r->properties[i]);
	add_domain(b, r);
	if (r->problem != NULL)
		buf_printf(b, " problem: %s", r->problem);
	buf_byte(b, '\n');
}

static void
print_field(struct span value, int arc)
{
	struct authfield f;
	struct buf b = { 0 };
	const char *why;
	size_t i;

	why = arc ? authfield_parse_arc(&f, value) : authfield_parse(&f, value);
	if (arc)
		buf_printf(&b, "i=%u\n", f.instance);
	if (f.id.p != NULL) {
		buf_text(&b, "id=");
		buf_printable(&b, f.id);
		buf_byte(&b, '\n');
	}
	if (f.none)
		buf_text(&b, "none\n");
	for (i = 0; i < f.n; i++)
		add_result(&b, &f.results[i]);
	if (why != NULL)
		buf_printf(&b, "fault: %s\n", why);
	io_out(buf_view(&b));
	buf_free(&b);
	authfield_free(&f);
}

static void
read_all(struct buf *b)
{
	ssize_t n;

	while ((n = io_read(STDIN_FILENO, buf_room(b, 65536), 65536)) > 0)
		b->n += (size_t)n;
	if (n == -1)
		err(1, "standard input");
}

int
main(int argc, char *argv[])
{
	struct buf in = { 0 };
	struct span rest, line;
	int ch, arc = 0, lines = 0;

	while ((ch = getopt(argc, argv, "al")) != -1) {
		if (ch == 'a')
			arc = 1;
		else if (ch == 'l')
			lines = 1;
		else
			errx(64, "usage: authread [-al]");
	}
	read_all(&in);
	rest = buf_view(&in);
	if (!lines)
		print_field(rest, arc);
	while (lines && span_next(&rest, '\n', &line) && line.n > 0)
		print_field(line, arc);
	buf_free(&in);
	io_finish();
	return 0;
}
