#include <ctype.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "buf.h"
#include "date.h"
#include "io.h"
#include "option.h"
#include "scan.h"

#define VERSION		"0.1"
#define TIMEOUT_MAX	3600
#define SKIP_MAX	10000

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
		    r->arg == NULL ? "" : " ", r->arg == NULL ? "" : r->arg);
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
	char left[64];
	const char *arg = r->arg == NULL ? "" : r->arg;
	const char *gap = r->arg == NULL ? "" : r->arg[0] == '[' ? "" : " ";

	if (r->letter < OPTION_HELP)
		snprintf(left, sizeof(left), "-%c, --%s%s%s", r->letter,
		    r->name, gap, arg);
	else
		snprintf(left, sizeof(left), "    --%s%s%s", r->name, gap, arg);
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
		option_wrong(t, "%s: '%s' is not a number of 0 to %llu", what,
		    arg, (unsigned long long)max);
	return n;
}

uint64_t
option_duration(const struct option_tool *t, const char *arg)
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
		option_wrong(t, "'%s' is no duration like 3600, 12h or 14d",
		    arg);
	return n * factor;
}

time_t
option_time(const struct option_tool *t, const char *arg)
{
	uint64_t n;
	time_t when;

	if (number_parse(span_of(arg), 12, &n))
		return (time_t)n;
	if (date_iso(span_of(arg), &when) == -1)
		option_wrong(t, "'%s' is no time like 1795276800 or "
		    "2026-11-21T12:00:00Z", arg);
	return when;
}

int
option_dns(const struct option_tool *t, struct dns_config *c, int letter)
{
	switch (letter) {
	case 'n':
		if (!dns_is_server(optarg))
			option_wrong(t, "-n: '%s' is not an address like "
			    "192.0.2.53, 192.0.2.53:5353 or [::1]:5353",
			    optarg);
		if (c->nservers == DNS_SERVERS)
			option_wrong(t, "-n: at most %d servers", DNS_SERVERS);
		c->servers[c->nservers++] = optarg;
		return 1;
	case 'z':
		c->zones = mem_grow(c->zones, c->nzones + 1,
		    sizeof(*c->zones));
		c->zones[c->nzones++] = optarg;
		return 1;
	case 'T':
		c->timeout = (unsigned)option_number(t, "-T", optarg,
		    TIMEOUT_MAX);
		if (c->timeout == 0)
			option_wrong(t, "-T: at least one second is needed");
		return 1;
	default:
		return 0;
	}
}

int
option_verify(const struct option_tool *t, struct option_verify *v, int letter)
{
	switch (letter) {
	case 'a':
		v->authserv_id = optarg;
		return 1;
	case 'f':
		v->filter = 1;
		return 1;
	case 'j':
		v->json = 1;
		return 1;
	case 'e':
		v->explain = 1;
		return 1;
	case 't':
		v->received = strcmp(optarg, "received") == 0;
		v->timed = !v->received;
		if (v->timed)
			v->now = option_time(t, optarg);
		return 1;
	case OPTION_DEFER:
		v->defer = 1;
		return 1;
	case OPTION_SKIP:
		v->skip = (unsigned)option_number(t, "--skip", optarg,
		    SKIP_MAX);
		return 1;
	default:
		return 0;
	}
}

/* A name that may stand in a field: printable, no blank at its ends. */
static int
is_authserv_id(const char *id)
{
	size_t i;

	for (i = 0; id[i] != '\0'; i++)
		if ((unsigned char)id[i] < 0x20 || id[i] == 0x7f)
			return 0;
	return i > 0 && i <= 255 && id[0] != ' ' && id[i - 1] != ' ';
}

void
option_verify_end(const struct option_tool *t, struct option_verify *v)
{
	static char host[256];

	if (v->filter + v->json + v->explain > 1)
		option_wrong(t, "-f, -j and -e do not go together");
	if (v->defer && !v->filter)
		option_wrong(t, "--defer is for -f");
	if (!v->timed)
		v->now = time(NULL);
	if (v->authserv_id == NULL) {
		if (gethostname(host, sizeof(host) - 1) == -1 ||
		    !is_authserv_id(host))
			option_wrong(t, "this host has no name: give -a ID");
		v->authserv_id = host;
	}
	if (!is_authserv_id(v->authserv_id))
		option_wrong(t, "-a: not a name of 1 to 255 printable "
		    "characters");
}
