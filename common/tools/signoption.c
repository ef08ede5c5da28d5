#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "signoption.h"

#define TIME_MAX	999999999999	/* 12 digits: RFC 6376 section 3.5 */

void
signoption_init(struct signoption *o)
{
	memset(o, 0, sizeof(*o));
	sign_style_init(&o->style, time(NULL));
}

static void
add(const struct option_tool *t, struct signoption_list *l)
{
	if (l->n == SIGNERS_MAX)
		option_wrong(t, "at most %d signatures", SIGNERS_MAX);
	l->args[l->n++] = optarg;
}

static void
read_canon(const struct option_tool *t, struct sign_style *style)
{
	if (!canon_parse(span_of(optarg), &style->header_canon,
	    &style->body_canon))
		option_wrong(t, "-c: '%s' is not simple or relaxed for the "
		    "header, a slash, and one of them for the body", optarg);
}

static struct span
read_names(const struct option_tool *t, const char *option)
{
	struct span rest = span_of(optarg), name;
	char *comma;

	while ((comma = strchr(optarg, ',')) != NULL)
		*comma = ':';		/* as OpenDKIM writes its lists */
	while (rest.n > 0 && span_next(&rest, ':', &name))
		if (!message_is_name(span_trim(name)) ||
		    span_find(name, ';') < name.n)
			option_wrong(t, "%s: '%s' is not a list of field "
			    "names with colons between", option, optarg);
	return span_of(optarg);
}

static void
read_length(const struct option_tool *t, struct sign_style *style)
{
	style->with_length = 1;
	if (optarg != NULL)
		style->length = option_number(t, "-l", optarg, INT64_MAX);
}

static void
read_on_error(const struct option_tool *t, struct signoption *o)
{
	o->pass_on_error = strcmp(optarg, "pass") == 0;
	if (!o->pass_on_error && strcmp(optarg, "tempfail") != 0)
		option_wrong(t, "--on-error is tempfail or pass");
}

int
signoption_take(const struct option_tool *t, struct signoption *o, int letter)
{
	struct sign_style *style = &o->style;

	switch (letter) {
	case 'd': add(t, &o->domains); return 1;
	case 's': add(t, &o->selectors); return 1;
	case 'k': add(t, &o->keys); return 1;
	case 'K': o->key_table = optarg; return 1;
	case 'S': o->signing_table = optarg; return 1;
	case 'h': style->headers = read_names(t, "-h"); return 1;
	case 'O': style->oversign = read_names(t, "-O"); return 1;
	case 'c': read_canon(t, style); return 1;
	case 'i': o->identity = optarg; return 1;
	case 'l': read_length(t, style); return 1;
	case 't':
		style->timestamp = (uint64_t)option_time(t, "-t", optarg);
		return 1;
	case 'x': style->lifetime = option_duration(t, "-x", optarg); return 1;
	case 'C': style->copy = 1; return 1;
	case 'o': o->header_only = 1; return 1;
	case 'v': o->verbose = 1; return 1;
	case SIGNOPTION_ON_ERROR: read_on_error(t, o); return 1;
	case SIGNOPTION_DRY_RUN: o->dry_run = 1; return 1;
	case SIGNOPTION_GROUP_KEY: o->group_key = 1; return 1;
	default: return 0;
	}
}

/* The i-th of a list; one that was given once serves all. */
static const char *
pick(const struct signoption_list *l, size_t i)
{
	return l->args[l->n == 1 ? 0 : i];
}

/* -d, -s and -k, as often as there are signatures. */
static void
name_signers(const struct option_tool *t, const struct signoption *o,
    struct signers *s)
{
	const struct signoption_list *lists[3];
	const char *why;
	size_t i, n = 0;

	lists[0] = &o->domains;
	lists[1] = &o->selectors;
	lists[2] = &o->keys;
	for (i = 0; i < 3; i++)
		n = lists[i]->n > n ? lists[i]->n : n;
	for (i = 0; i < 3; i++)
		if (lists[i]->n == 0 || (lists[i]->n != n && lists[i]->n != 1))
			option_wrong(t, "-d, -s and -k are needed, each once "
			    "or once for every signature");
	for (i = 0; i < n; i++) {
		why = signers_add(s, pick(lists[0], i), pick(lists[1], i),
		    pick(lists[2], i));
		if (why != NULL)
			option_wrong(t, "-d %s -s %s: a name that %s",
			    pick(lists[0], i), pick(lists[1], i), why);
	}
}

void
signoption_end(const struct option_tool *t, const struct signoption *o,
    struct signers *s)
{
	int by_table = o->key_table != NULL || o->signing_table != NULL;
	const char *why = NULL;

	memset(s, 0, sizeof(*s));
	s->group_ok = o->group_key;
	if (by_table && (o->key_table == NULL || o->signing_table == NULL))
		option_wrong(t, "-K and -S go together");
	if (by_table && o->domains.n + o->selectors.n + o->keys.n > 0)
		option_wrong(t, "-d, -s and -k do not go with -K and -S");
	if (by_table && o->identity != NULL)
		option_wrong(t, "-i does not go with -K and -S: the signing "
		    "table has it");
	if (!by_table)
		name_signers(t, o, s);
	if (o->identity != NULL)
		why = signers_identity(s, span_of(o->identity));
	if (why != NULL)
		option_wrong(t, "-i: %s", why);
	if (o->style.timestamp + o->style.lifetime > TIME_MAX)
		option_wrong(t, "-x: too far in the future");
}
