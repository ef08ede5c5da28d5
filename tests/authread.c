/*
 * An Authentication-Results field as it is read, for tests.
 *
 *	authread [-a] <value
 *	authread -l [-a] <values
 *
 * prints the authserv-id and a line for each result; with -l each line is a
 * value.  -a: of ARC-Authentication-Results.
 *
 *	authread -r SEED ROUNDS
 *
 * formats so many fields of random results, reads each again and compares;
 * prints how many came back.
 *
 *	authread -g SEED ROUNDS
 *
 * prints such fields, of harmless values, one on a line.
 */
#include <err.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "authdomain.h"
#include "authsame.h"
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
	int identity = 0, helo = 0;

	if (authdomain_dkim(r, &domain, &identity) == NULL ||
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

/* Random results, and the bytes of their values. */
struct maker {
	uint64_t	seed;
	int		tame;	/* a token, a domain, words */
	char		bytes[65536];
	size_t		n;
	struct authres_result results[4];
};

static size_t
chance(struct maker *m, size_t below)
{
	m->seed = m->seed * 6364136223846793005U + 1442695040888963407U;
	return (size_t)(m->seed >> 33) % below;
}

static char
any_byte(struct maker *m)
{
	static const char tame[] = "abcdefghijklmnopqrstuvwxyz0123456789";
	static const char marks[] = "()<>@,;:\\\"/[]?=.= \t\r\n\0";
	static const char utf8[] = "\xc3\xa9\xe3\x81\x82";

	if (m->tame)
		return tame[chance(m, sizeof(tame) - 1)];
	switch (chance(m, 8)) {
	case 0:
		return (char)chance(m, 256);
	case 1:
		return utf8[chance(m, sizeof(utf8) - 1)];
	case 2:
	case 3:
		return marks[chance(m, sizeof(marks) - 1)];
	case 4:
		return ' ';
	default:
		return tame[chance(m, sizeof(tame) - 1)];
	}
}

static struct span
any_text(struct maker *m, size_t most)
{
	struct span v = { m->bytes + m->n, chance(m, most) };
	size_t i;

	if (chance(m, 16) == 0 && !m->tame)
		v.n *= 20;
	if (m->tame)
		v.n++;
	for (i = 0; i < v.n; i++)
		m->bytes[m->n++] = any_byte(m);
	return v;
}

static struct span
any_domain(struct maker *m)
{
	if (m->tame || chance(m, 2) == 0)
		return span_of("mail.example.net");
	return any_text(m, 50);
}

static void
make_property(struct maker *m, struct authres_property *p, size_t i)
{
	static const char *const names[AUTHRES_PROPERTIES] = {
		"header.d", "header.i", "header.b", "header.from",
		"smtp.mailfrom", "smtp.helo", "policy.dmarc", "body.x_any-1"
	};

	memset(p, 0, sizeof(*p));
	p->name = names[i];
	if ((p->mailbox = chance(m, 2) == 0)) {
		p->local = any_text(m, 20);
		p->value = any_domain(m);
	} else
		p->value = any_text(m, 50);
}

static void
make_result(struct maker *m, struct authres_result *r)
{
	static const char *const methods[] = { "dkim", "spf", "x-any" };
	size_t i;

	memset(r, 0, sizeof(*r));
	r->method = methods[chance(m, 3)];
	r->result = verdict_word((enum verdict)chance(m, PASS + 1));
	if (chance(m, 2) == 0)
		r->reason = any_text(m, 80);
	if (chance(m, 2) == 0)
		r->comment = any_text(m, 80);
	for (i = chance(m, 3); i < AUTHRES_PROPERTIES; i += 1 + chance(m, 3))
		make_property(m, &r->properties[r->n++], i);
}

/* Returns how many results there are. */
static size_t
make_field(struct maker *m)
{
	size_t i, n = 1 + chance(m, 4);

	m->n = 0;
	for (i = 0; i < n; i++)
		make_result(m, &m->results[i]);
	return n;
}

static void
run_rounds(uint64_t seed, unsigned long rounds)
{
	static const char *const ids[] = {
		"mx.example.org", "mx 1; none", "\xc3\xa9.example", "a\"b\\"
	};
	static struct maker m;
	unsigned long i, good = 0;
	size_t n;

	m.seed = seed;
	for (i = 0; i < rounds; i++) {
		n = make_field(&m);
		good += (unsigned)same_field(ids[chance(&m, 4)], m.results, n,
		    i % 2 == 0 ? "\n" : "\r\n");
	}
	printf("%lu of %lu\n", good, rounds);
}

static void
print_rounds(uint64_t seed, unsigned long rounds)
{
	static struct maker m;
	struct buf b = { 0 };
	size_t n;

	m.seed = seed;
	m.tame = 1;
	for (; rounds > 0; rounds--) {
		n = make_field(&m);
		authres_line(&b, "mx.example.org", m.results, n);
	}
	io_out(buf_view(&b));
	buf_free(&b);
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

static void
read_input(int arc, int lines)
{
	struct buf in = { 0 };
	struct span rest, line;

	read_all(&in);
	rest = buf_view(&in);
	if (!lines)
		print_field(rest, arc);
	while (lines && span_next(&rest, '\n', &line) && line.n > 0)
		print_field(line, arc);
	buf_free(&in);
}

int
main(int argc, char *argv[])
{
	int ch, arc = 0, lines = 0, rounds = 0;

	while ((ch = getopt(argc, argv, "aglr")) != -1) {
		if (ch == 'a')
			arc = 1;
		else if (ch == 'l')
			lines = 1;
		else if (ch == 'r' || ch == 'g')
			rounds = ch;
		else
			errx(64, "usage: authread [-al] | -g|-r SEED ROUNDS");
	}
	if (rounds == 0)
		read_input(arc, lines);
	else if (argc - optind != 2)
		errx(64, "SEED and ROUNDS are missing");
	else
		(rounds == 'r' ? run_rounds : print_rounds)(
		    strtoul(argv[optind], NULL, 10),
		    strtoul(argv[optind + 1], NULL, 10));
	io_finish();
	return 0;
}
