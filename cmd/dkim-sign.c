#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "io.h"
#include "option.h"
#include "pass.h"
#include "sign.h"
#include "signers.h"

#define TIME_MAX	999999999999	/* 12 digits: RFC 6376 section 3.5 */

enum {
	ON_ERROR = OPTION_OWN,
	DRY_RUN,
	GROUP_KEY
};

static const struct option_row rows[] = {
	{ 'd', "domain", "DOMAIN", "the signing domain (d=)" },
	{ 's', "selector", "NAME", "the selector of its key (s=)" },
	{ 'k', "key", "FILE", "the private key" },
	{ 'K', "key-table", "TABLE", "OpenDKIM's KeyTable" },
	{ 'S', "signing-table", "TABLE", "OpenDKIM's SigningTable" },
	{ 'h', "headers", "LIST", "the fields to sign" },
	{ 'O', "oversign", "LIST", "fields of which none may be added (From)" },
	{ 'c', "canon", "H/B", "canonicalization (relaxed/relaxed)" },
	{ 'i', "identity", "ADDRESS", "on whose behalf (i=)" },
	{ 'l', "length", "[N]", "sign N octets of the body, or say how many" },
	{ 't', "time", "TIME", "time of the signature (now)" },
	{ 'x', "expire", "TIME", "it expires that much later: 14d, 3600" },
	{ 'C', "copy-headers", NULL, "copy the signed fields into z=" },
	{ 'o', "header-only", NULL, "print only the new fields" },
	{ 'v', "verbose", NULL, "say who signed on standard error" },
	{ ON_ERROR, "on-error", "tempfail|pass", "when it cannot be signed" },
	{ DRY_RUN, "dry-run", NULL, "only say who would sign, and why" },
	{ GROUP_KEY, "group-key", NULL, "the group may read the key" },
	{ 0, NULL, NULL, NULL }
};

static const struct option_tool tool = {
	"dkim-sign", "", "put a DKIM signature on a message", rows
};

/* An option that may be given several times. */
struct list {
	const char	*args[SIGNERS_MAX];
	size_t		 n;
};

/* What the user asked for, and who signs. */
struct job {
	struct list	 domains, selectors, keys;
	const char	*key_table, *signing_table;
	const char	*identity;
	struct sign_style style;
	int		 header_only, verbose, pass_on_error, dry_run;
	struct signers	 signers;
};

static void
add(struct list *l)
{
	if (l->n == SIGNERS_MAX)
		option_wrong(&tool, "at most %d signatures", SIGNERS_MAX);
	l->args[l->n++] = optarg;
}

/* "relaxed", "simple/relaxed": the body's default is RFC 6376's. */
static void
read_canon(struct sign_style *style, const char *arg)
{
	struct span rest = span_of(arg), part[2];
	enum canon *canon[2];
	size_t i;

	part[1] = span_of("simple");
	span_next(&rest, '/', &part[0]);
	if (rest.p != NULL)
		part[1] = rest;
	canon[0] = &style->header_canon;
	canon[1] = &style->body_canon;
	for (i = 0; i < 2; i++) {
		if (!span_eq(part[i], "simple") && !span_eq(part[i], "relaxed"))
			option_wrong(&tool, "-c: '%s' is not simple or relaxed "
			    "for the header, a slash, and the same for the "
			    "body", arg);
		*canon[i] = span_eq(part[i], "relaxed") ? RELAXED : SIMPLE;
	}
}

static struct span
read_names(const char *option, const char *arg)
{
	struct span rest = span_of(arg), name;

	while (rest.n > 0 && span_next(&rest, ':', &name))
		if (!message_is_name(span_trim(name)) ||
		    span_find(name, ';') < name.n)
			option_wrong(&tool, "%s: '%s' is not a list of field "
			    "names with colons between", option, arg);
	return span_of(arg);
}

static void
read_option(struct job *j, int ch)
{
	switch (ch) {
	case 'd': add(&j->domains); break;
	case 's': add(&j->selectors); break;
	case 'k': add(&j->keys); break;
	case 'K': j->key_table = optarg; break;
	case 'S': j->signing_table = optarg; break;
	case 'h': j->style.headers = read_names("-h", optarg); break;
	case 'O': j->style.oversign = read_names("-O", optarg); break;
	case 'c': read_canon(&j->style, optarg); break;
	case 'i': j->identity = optarg; break;
	case 't':
		j->style.timestamp = (uint64_t)option_time(&tool, optarg);
		break;
	case 'x':
		j->style.lifetime = option_duration(&tool, optarg);
		break;
	case 'C': j->style.copy = 1; break;
	case 'o': j->header_only = 1; break;
	case 'v': j->verbose = 1; break;
	case 'l':
		j->style.with_length = 1;
		if (optarg != NULL)
			j->style.length = option_number(&tool, "-l", optarg,
			    INT64_MAX);
		break;
	case ON_ERROR:
		j->pass_on_error = strcmp(optarg, "pass") == 0;
		if (!j->pass_on_error && strcmp(optarg, "tempfail") != 0)
			option_wrong(&tool, "--on-error is tempfail or pass");
		break;
	case DRY_RUN: j->dry_run = 1; break;
	case GROUP_KEY: j->signers.group_ok = 1; break;
	}
}

/* The i-th of a list; one that was given once serves all. */
static const char *
pick(const struct list *l, size_t i)
{
	return l->args[l->n == 1 ? 0 : i];
}

/* -d, -s and -k, as often as there are signatures. */
static void
pair_signers(struct job *j)
{
	const struct list *lists[3];
	size_t i, n = 0;
	const char *why;

	lists[0] = &j->domains;
	lists[1] = &j->selectors;
	lists[2] = &j->keys;
	for (i = 0; i < 3; i++)
		n = lists[i]->n > n ? lists[i]->n : n;
	for (i = 0; i < 3; i++)
		if (lists[i]->n != n && lists[i]->n != 1)
			option_wrong(&tool, "-d, -s and -k are needed, each "
			    "once or once for every signature");
	for (i = 0; i < n; i++) {
		why = signers_add(&j->signers, pick(lists[0], i),
		    pick(lists[1], i), pick(lists[2], i));
		if (why != NULL)
			option_wrong(&tool, "-d or -s: a name that %s", why);
	}
}

static void
check_options(struct job *j)
{
	int by_table = j->key_table != NULL || j->signing_table != NULL;
	const char *why = NULL;

	if (by_table && (j->key_table == NULL || j->signing_table == NULL))
		option_wrong(&tool, "-K and -S go together");
	if (by_table && j->domains.n + j->selectors.n + j->keys.n > 0)
		option_wrong(&tool, "-d, -s and -k do not go with -K and -S");
	if (by_table && j->identity != NULL)
		option_wrong(&tool, "-i does not go with -K and -S: the "
		    "signing table has it");
	if (!by_table)
		pair_signers(j);
	if (j->identity != NULL)
		why = signers_identity(&j->signers, span_of(j->identity));
	if (why != NULL)
		option_wrong(&tool, "-i: %s", why);
	if (j->style.timestamp + j->style.lifetime > TIME_MAX)
		option_wrong(&tool, "-x: too far in the future");
}

static void
read_options(struct job *j, int argc, char *argv[])
{
	int ch;

	sign_style_init(&j->style, time(NULL));
	while ((ch = option_next(&tool, argc, argv)) != -1)
		read_option(j, ch);
	if (optind < argc)
		option_wrong(&tool, "the message is read from standard "
		    "input: no operands");
	check_options(j);
}

/* Can this message be signed at all? */
static int
check_message(const struct message *msg, struct fault *f)
{
	if (msg->excess != NULL)
		return fault_set(f, EX_DATAERR, "cannot sign: %s",
		    msg->excess);
	if (!message_has_header(msg))
		return fault_set(f, EX_DATAERR, "cannot sign: no header at "
		    "all");
	if (message_top(msg, "From") == NULL)
		return fault_set(f, EX_DATAERR, "cannot sign: no From field");
	return 0;
}

/* Add one field for each signer. */
static int
sign(struct job *j, const struct message *msg, struct sign_body *body,
    struct buf *fields, struct fault *f)
{
	const struct signer *who;
	const char *why;
	size_t i;

	if ((why = sign_body_end(body)) != NULL)
		return fault_set(f, EX_DATAERR, "cannot sign: %s", why);
	for (i = 0; i < j->signers.n; i++) {
		who = &j->signers.list[i];
		if (sign_field(fields, msg, body, who, &j->style) == -1)
			return fault_set(f, EX_OSERR, "the key of d=%.*s "
			    "s=%.*s could not sign", (int)who->domain.n,
			    who->domain.p, (int)who->selector.n,
			    who->selector.p);
		if (j->verbose)
			warnx("DKIM-Signature field added (s=%.*s, d=%.*s)",
			    (int)who->selector.n, who->selector.p,
			    (int)who->domain.n, who->domain.p);
	}
	return 0;
}

static void
body_sink(void *body, const char *p, size_t n)
{
	sign_body_add(body, p, n);
}

/* Read the message and make its fields: 0, or -1 and why it has none. */
static int
run(struct job *j, struct pass *p, struct buf *fields, struct fault *f)
{
	struct sign_body *body = sign_body_new(&j->style);
	struct fault lost;
	int status;

	status = signers_open(&j->signers, j->key_table, j->signing_table, f);
	pass_open(p);
	if (status == 0)
		status = check_message(&p->msg, f);
	if (status == 0)
		status = signers_choose(&j->signers, &p->msg, f);
	if (pass_read(p, body_sink, body, &lost) == -1)
		fault_die(&lost);
	if (status == 0 && !j->dry_run)
		status = sign(j, &p->msg, body, fields, f);
	sign_body_free(body);
	return status;
}

/* Say who would sign; nothing goes out. */
static void
explain(const struct job *j)
{
	struct buf b = { 0 };

	signers_explain(&j->signers, &b);
	fprintf(stderr, "%s", buf_string(&b));
	buf_free(&b);
}

int
main(int argc, char *argv[])
{
	struct buf fields = { 0 };
	struct fault fault;
	struct job j;
	struct pass p;

	io_init();
	memset(&j, 0, sizeof(j));
	read_options(&j, argc, argv);
	if (!j.dry_run)
		fault_filter();
	if (run(&j, &p, &fields, &fault) == -1) {
		if (!j.pass_on_error || j.dry_run)
			fault_die(&fault);
		warnx("not signed: %s", fault.text);
		fields.n = 0;
	}
	if (j.dry_run)
		explain(&j);
	else if (j.header_only)
		io_out(buf_view(&fields));
	else
		pass_write(&p, buf_view(&fields), NULL, 0);
	buf_free(&fields);
	pass_free(&p);
	signers_free(&j.signers);
	io_finish();
	return 0;
}
