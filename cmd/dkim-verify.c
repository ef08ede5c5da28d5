#include <stdlib.h>
#include <unistd.h>

#include "dkim.h"
#include "dkimexplain.h"
#include "dkimreport.h"
#include "dnsoption.h"
#include "io.h"
#include "verifier.h"

enum {
	ALLOW_SHA1 = VERIFYOPTION_OWN,
	MIN_BITS,
	MAX_SIGNATURES,
	HONOR_G
};

#define THREADS_MAX	256

static const struct option_row rows[] = {
	VERIFYOPTION_ROWS,
	DNSOPTION_ROWS,
	{ 'P', "parallel", "N", "judge so many files at once (1)" },
	{ 'l', "allow-length", NULL, "accept l= that leaves body unsigned" },
	{ ALLOW_SHA1, "allow-sha1", NULL, "accept rsa-sha1" },
	{ MIN_BITS, "min-bits", "N", "least size of an RSA key (1024)" },
	{ MAX_SIGNATURES, "max-signatures", "N", "judge N at most (20)" },
	{ HONOR_G, "honor-g", NULL, "obey g= in keys, as RFC 4871 did" },
	{ 0, NULL, NULL, NULL }
};

static const struct option_tool tool = {
	"dkim-verify", "[file ...]", "check the DKIM signatures of a message",
	rows
};

/* One message. */
struct state {
	struct dkim_policy policy;
	struct dkim	*dkim;
	struct authres_result *results;
};

static void *
begin(void *own, const struct message *msg, time_t now, struct dns *dns,
    struct fault *f)
{
	struct state *s = mem_zero(1, sizeof(*s));

	(void)f;
	s->policy = *(const struct dkim_policy *)own;
	s->policy.now = now;
	s->dkim = dkim_new(&s->policy, msg, dns);
	return s;
}

static void
body(void *arg, const char *p, size_t n)
{
	dkim_body(((struct state *)arg)->dkim, p, n);
}

static void
end(void *arg)
{
	dkim_end(((struct state *)arg)->dkim);
}

static enum verdict
verdict(const void *arg)
{
	return dkim_verdict(((const struct state *)arg)->dkim);
}

static const struct authres_result *
results(void *arg, size_t *n)
{
	struct state *s = arg;

	free(s->results);
	s->results = dkimreport_results(s->dkim, n);
	return s->results;
}

static void
explain(void *arg, struct buf *b)
{
	dkimexplain(b, ((struct state *)arg)->dkim);
}

static void
members(void *arg, struct buf *b)
{
	dkimreport_members(b, ((struct state *)arg)->dkim);
}

static void
finish(void *arg)
{
	struct state *s = arg;

	free(s->results);
	dkim_free(s->dkim);
	free(s);
}

static const struct verifier_method method = {
	.begin = begin,
	.body = body,
	.end = end,
	.verdict = verdict,
	.results = results,
	.explain = explain,
	.members = members,
	.finish = finish
};

static void
read_option(struct verifier *v, struct dkim_policy *p, int ch)
{
	switch (ch) {
	case 'P':
		v->threads = (unsigned)option_number(&tool, "-P", optarg,
		    THREADS_MAX);
		if (v->threads == 0)
			option_wrong(&tool, "-P: at least one is needed");
		break;
	case 'l':
		p->allow_length = 1;
		break;
	case ALLOW_SHA1:
		p->allow_sha1 = 1;
		break;
	case HONOR_G:
		p->honor_g = 1;
		break;
	case MIN_BITS:
		p->min_bits = (unsigned)option_number(&tool, "--min-bits",
		    optarg, 8192);
		break;
	case MAX_SIGNATURES:
		p->max_signatures = (size_t)option_number(&tool,
		    "--max-signatures", optarg, 10000);
		break;
	}
}

int
main(int argc, char *argv[])
{
	struct dkim_policy policy = { 0 };
	struct verifier v = { 0 };
	int ch;

	io_init();
	policy.min_bits = 1024;
	policy.max_signatures = 20;
	v.tool = &tool;
	v.method = &method;
	v.own = &policy;
	while ((ch = option_next(&tool, argc, argv)) != -1)
		if (!dnsoption_take(&tool, &v.dns_config, ch) &&
		    !verifyoption_take(&tool, &v.option, ch))
			read_option(&v, &policy, ch);
	return verifier_run(&v, argc - optind, argv + optind, 0);
}
