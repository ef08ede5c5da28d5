#include <stdlib.h>
#include <unistd.h>

#include "author.h"
#include "dmarcarc.h"
#include "dmarcdomains.h"
#include "dmarcreport.h"
#include "dmarcstory.h"
#include "dnsoption.h"
#include "io.h"
#include "verifier.h"

enum {
	SPF = VERIFYOPTION_OWN,
	DKIM,
	ARC_TRUST,
	RFC7489
};

static const struct option_row rows[] = {
	VERIFYOPTION_ROWS,
	DNSOPTION_ROWS,
	{ SPF, "spf", "RESULT:DOMAIN", "what SPF says, for MAIL FROM" },
	{ DKIM, "dkim", "RESULT:DOMAIN", "what DKIM says; may be repeated" },
	{ ARC_TRUST, "arc-trust", "LIST", "domains whose ARC seals count" },
	{ RFC7489, "rfc7489", "[FILE]", "judge by RFC 7489 and this public "
	    "suffix list" },
	{ 0, NULL, NULL, NULL }
};

static const struct option_tool tool = {
	"dmarc-lookup", "[domain ... | file ...]",
	"find the DMARC policy of a domain, or judge a message by it", rows
};

/* What the user asked for. */
struct choice {
	struct dmarcids	 given;
	struct psl	 psl;
	const char	*psl_file;	/* NULL: RFC 9989 */
	const char	*arc_trust;
	const struct verifyoption *option;
};

/* One message. */
struct state {
	const struct choice *choice;
	const struct message *msg;
	struct author	 author;
	struct dmarcids	 ids;
	struct dmarc_query query, other_query;
	struct dmarc	*dmarc, *other;
	struct authres_result *results;
	struct buf	 text;		/* of the results */
};

static void
set_query(struct state *s)
{
	struct dmarc_query *q = &s->query;
	struct author *a = &s->author;

	q->trouble = author_parse(a, s->msg);
	if (q->trouble == NULL && a->more)
		q->trouble = "more than four author domains";
	for (; q->nauthors < a->n; q->nauthors++)
		q->authors[q->nauthors] = buf_view(&a->domains[q->nauthors]);
	q->msg = s->msg;
	q->doubt = a->doubt;
	q->ids = &s->ids;
	q->authserv_id = s->choice->option->authserv_id;
	s->other_query = *q;
	if (s->choice->psl_file != NULL)
		q->psl = &s->choice->psl;
}

static void *
begin(void *own, const struct message *msg, time_t now, struct dns *dns,
    struct fault *f)
{
	const struct choice *c = own;
	struct state *s;

	(void)now;
	if (msg->excess != NULL) {
		fault_message(f, "%s", msg->excess);
		return NULL;
	}
	s = mem_zero(1, sizeof(*s));
	s->choice = c;
	s->msg = msg;
	dmarcids_copy(&s->ids, &c->given);
	dmarcids_read(&s->ids, msg, c->option->authserv_id, c->option->skip);
	set_query(s);
	s->dmarc = dmarc_check(&s->query, dns);
	if (c->arc_trust != NULL)
		dmarcarc_override(s->dmarc, c->arc_trust);
	if (c->psl_file == NULL || !c->option->explain)
		return s;
	s->other = dmarc_check(&s->other_query, dns);
	if (c->arc_trust != NULL)
		dmarcarc_override(s->other, c->arc_trust);
	return s;
}

static enum verdict
verdict(const void *arg)
{
	return ((const struct state *)arg)->dmarc->results[0]->verdict;
}

static const struct authres_result *
results(void *arg, size_t *n)
{
	struct state *s = arg;

	free(s->results);
	s->text.n = 0;
	s->results = dmarcreport_results(s->dmarc, s->choice->option->json,
	    &s->text, n);
	return s->results;
}

static void
explain(void *arg, struct buf *b)
{
	struct state *s = arg;

	dmarcstory(b, s->dmarc, s->other, s->choice->option->skip);
}

static void
unknown(struct authres_result *r)
{
	r->method = "dmarc";
}

static void
finish(void *arg)
{
	struct state *s = arg;

	dmarc_free(s->dmarc);
	dmarc_free(s->other);
	dmarcids_free(&s->ids);
	author_free(&s->author);
	free(s->results);
	buf_free(&s->text);
	free(s);
}

static const struct verifier_method method = {
	.begin = begin,
	.verdict = verdict,
	.results = results,
	.explain = explain,
	.unknown = unknown,
	.finish = finish
};

static void
give(struct choice *c, enum dmarc_method m)
{
	const char *why = dmarcids_give(&c->given, m, optarg);

	if (why != NULL)
		option_wrong(&tool, "--%s: '%s': %s", dmarc_method_word(m),
		    optarg, why);
}

/* The list, in the same word as the option or in the next. */
static const char *
find_list(char *argv[])
{
	const char *next = argv[optind];

	if (optarg != NULL)
		return optarg;
	if (next == NULL || next[0] == '-' || !psl_is_list(next))
		return PSL_FILE;
	optind++;
	return next;
}

static void
read_option(struct choice *c, int ch, char *argv[])
{
	switch (ch) {
	case SPF: give(c, DMARC_SPF); break;
	case DKIM: give(c, DMARC_DKIM); break;
	case ARC_TRUST:
		if (!dmarcarc_is_list(optarg))
			option_wrong(&tool, "--arc-trust: '%s' is no list of "
			    "domains with commas between", optarg);
		c->arc_trust = optarg;
		break;
	case RFC7489: c->psl_file = find_list(argv); break;
	}
}

int
main(int argc, char *argv[])
{
	struct verifier v = { 0 };
	struct choice c = { .option = &v.option };
	const struct psl *psl = NULL;
	struct fault f;
	int ch, domains, status;

	io_init();
	v.tool = &tool;
	v.method = &method;
	v.own = &c;
	while ((ch = option_next(&tool, argc, argv)) != -1)
		if (!dnsoption_take(&tool, &v.dns_config, ch) &&
		    !verifyoption_take(&tool, &v.option, ch))
			read_option(&c, ch, argv);
	argc -= optind;
	argv += optind;
	if (v.option.filter)
		fault_filter();
	if (c.psl_file != NULL) {
		if (psl_read(&c.psl, c.psl_file, &f) == -1)
			fault_die(&f);
		psl = &c.psl;
	}
	domains = dmarcdomains_are(&tool, argc, argv);
	if (domains && (c.given.n > 0 || c.arc_trust != NULL))
		option_wrong(&tool, "--spf, --dkim and --arc-trust are for "
		    "messages");
	status = domains ?
	    dmarcdomains_run(&v, argc, argv, psl) :
	    verifier_run(&v, argc, argv, 0);
	psl_free(&c.psl);
	dmarcids_free(&c.given);
	return status;
}
