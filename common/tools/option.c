#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "buf.h"
#include "date.h"
#include "io.h"
#include "option.h"
#include "scan.h"

#define VERSION		"0.1"

static size_t
count(const struct option_row *rows)
{
	size_t n = 0;

	while (rows[n].name != NULL)
		n++;
	return n;
}

/* Add "[-x ARG]" to the usage line, folded behind the tool's name. */
static void
usage_row(struct buf *b, size_t *column, const struct option_row *r)
{
	struct buf word = { 0 };

	buf_byte(&word, '[');
	if (r->letter < OPTION_HELP)
		buf_printf(&word, "-%c%s%s", r->letter,
		    r->arg == NULL || r->arg[0] == '[' ? "" : " ",
		    r->arg == NULL ? "" : r->arg);
	else
		buf_printf(&word, "--%s%s%s", r->name,
		    r->arg == NULL ? "" : r->arg[0] == '[' ? "[=" : " ",
		    r->arg == NULL ? "" : r->arg + (r->arg[0] == '['));
	buf_byte(&word, ']');
	if (*column + 1 + word.n > 78) {
		buf_text(b, "\n           ");
		*column = 11;
	}
	buf_printf(b, " %s", buf_string(&word));
	*column += 1 + word.n;
	buf_free(&word);
}

static void
usage(const struct option_tool *t, FILE *out)
{
	struct buf b = { 0 };
	size_t i, column;

	buf_printf(&b, "usage: %s", t->name);
	column = b.n;
	for (i = 0; t->rows[i].name != NULL; i++)
		if (t->rows[i].help != NULL)
			usage_row(&b, &column, &t->rows[i]);
	if (column + 1 + strlen(t->operands) > 78)
		buf_text(&b, "\n           ");
	if (t->operands[0] != '\0')
		buf_printf(&b, " %s", t->operands);
	fprintf(out, "%s\n", buf_string(&b));
	buf_free(&b);
}

static void
help_row(const struct option_row *r)
{
	char left[128];
	const char *arg = r->arg == NULL ? "" : r->arg;
	int optional = arg[0] == '[';

	snprintf(left, sizeof(left), "%c%c%c --%s%s%s",
	    r->letter < OPTION_HELP ? '-' : ' ',
	    r->letter < OPTION_HELP ? r->letter : ' ',
	    r->letter < OPTION_HELP ? ',' : ' ', r->name,
	    optional ? "[=" : arg[0] == '\0' ? "" : " ", arg + optional);
	if (strlen(left) > 30)
		printf("  %s\n  %-30s %s\n", left, "", r->help);
	else
		printf("  %-30s %s\n", left, r->help);
}

static void
help(const struct option_tool *t)
{
	size_t i;

	printf("%s - %s\n\n", t->name, t->purpose);
	usage(t, stdout);
	putchar('\n');
	for (i = 0; t->rows[i].name != NULL; i++)
		if (t->rows[i].help != NULL)
			help_row(&t->rows[i]);
	printf("  %-30s %s\n", "    --help", "print this and exit");
	printf("  %-30s %s\n", "    --version", "print the version and exit");
	io_finish();
	exit(0);
}

void
option_version(const struct option_tool *t)
{
	printf("%s (mailseal) %s\n", t->name, VERSION);
	io_finish();
	exit(0);
}

void
option_wrong(const struct option_tool *t, const char *fmt, ...)
{
	char raw[1024], text[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(raw, sizeof(raw), fmt, ap);
	va_end(ap);
	fprintf(stderr, "%s: %s\n", t->name,
	    io_printable(raw, text, sizeof(text)));
	usage(t, stderr);
	exit(EX_USAGE);
}

static int
has_arg(const struct option_row *r)
{
	if (r->arg == NULL)
		return no_argument;
	return r->arg[0] == '[' ? optional_argument : required_argument;
}

/* The rows as getopt_long(3) wants them; freed by the caller. */
static struct option *
long_options(const struct option_row *rows, struct buf *letters)
{
	static const struct option ends[] = {
		{ "help", no_argument, NULL, OPTION_HELP },
		{ "version", no_argument, NULL, OPTION_VERSION },
		{ NULL, 0, NULL, 0 }
	};
	size_t i, n = count(rows);
	struct option *longs = mem_zero(n + 3, sizeof(*longs));

	for (i = 0; i < n; i++) {
		longs[i].name = rows[i].name;
		longs[i].has_arg = has_arg(&rows[i]);
		longs[i].val = rows[i].letter;
		if (rows[i].letter < OPTION_HELP)
			buf_printf(letters, "%c%.*s", rows[i].letter,
			    longs[i].has_arg, "::");
	}
	memcpy(longs + n, ends, sizeof(ends));
	return longs;
}

int
option_next(const struct option_tool *t, int argc, char *argv[])
{
	struct buf letters = { 0 };
	struct option *longs = long_options(t->rows, &letters);
	int ch;

	ch = getopt_long(argc, argv, buf_string(&letters), longs, NULL);
	buf_free(&letters);
	free(longs);
	if (ch == OPTION_HELP)
		help(t);
	if (ch == OPTION_VERSION)
		option_version(t);
	if (ch == '?') {
		usage(t, stderr);
		exit(EX_USAGE);
	}
	return ch;
}

uint64_t
option_number(const struct option_tool *t, const char *what, const char *arg,
    uint64_t max)
{
	uint64_t n;

	if (!number_parse(span_of(arg), 20, &n) || n > max)
		option_wrong(t, "%s: '%s' is not a number up to %llu", what,
		    arg, (unsigned long long)max);
	return n;
}

uint64_t
option_duration(const struct option_tool *t, const char *what, const char *arg)
{
	static const struct {
		char		unit;
		uint64_t	seconds;
	} units[] = {
		{ 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 },
		{ 'w', 604800 }
	};
	struct span v = span_of(arg);
	uint64_t n, factor = 1;
	size_t i;

	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (v.n > 0 && v.p[v.n - 1] == units[i].unit) {
			factor = units[i].seconds;
			v.n--;
			break;
		}
	if (!number_parse(v, 10, &n) || n == 0)
		option_wrong(t, "%s: '%s' is no duration like 3600, 12h or "
		    "14d", what, arg);
	return n * factor;
}

time_t
option_time(const struct option_tool *t, const char *what, const char *arg)
{
	uint64_t n;
	time_t when;

	if (number_parse(span_of(arg), 12, &n))
		return (time_t)n;
	if (date_iso(span_of(arg), &when) == -1)
		option_wrong(t, "%s: '%s' is no time like 1795276800 or "
		    "2026-11-21T12:00:00Z", what, arg);
	return when;
}
