#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client.h"
#include "dnsoption.h"
#include "io.h"
#include "spf.h"
#include "spfdiffrun.h"
#include "spfexplain.h"
#include "spfreport.h"
#include "verifier.h"

enum {
	RELAY = VERIFYOPTION_OWN,
	SCOPE,
	MAX_LOOKUPS,
	MAX_VOID,
	SEQUENTIAL,
	DIFF
};

static const struct option_row rows[] = {
	{ 'i', "ip", "ADDR", "the client's address; without it, ask the message" },
	{ 's', "sender", "ADDRESS", "MAIL FROM" },
	{ 'h', "helo", "NAME", "HELO or EHLO" },
	{ SCOPE, "scope", "helo|mailfrom", "the identity to check" },
	{ 'r', "received-spf", NULL, "write a Received-SPF field as well" },
	{ 'R', "record", "TEXT", "as if the domain published this" },
	{ DIFF, "diff", "OLD", "the ranges whose result NEW changes" },
	VERIFYOPTION_ROWS,
	{ RELAY, "relay", "NET", "hops from here are our own" },
	DNSOPTION_ROWS,
	{ MAX_LOOKUPS, "max-lookups", "N", "terms that need DNS (10)" },
	{ MAX_VOID, "max-void", "N", "lookups that find nothing (2)" },
	{ SEQUENTIAL, "sequential", NULL, "ask one question at a time" },
	{ 0, NULL, NULL, NULL }
};

static const struct option_tool tool = {
	"spf-check", "[file ... | NEW]",
	"check whether a host may send for a domain", rows
};

/* What the user asked for. */
struct choice {
	struct spf_limits limits;
	struct client_relays relays;
	const char	*ip, *sender, *helo, *record, *diff;
	const struct verifyoption *option;
	int		 helo_scope, received_spf;
};

/* One message, or the client that the options name. */
struct state {
	const struct choice *choice;
	struct client	 client;
	struct spf_query query;
	struct spf	*spf;
	struct authres_result result;
	struct buf	 text, json;	/* of the result */
};

static void
set_query(struct state *s, time_t now)
{
	const struct choice *c = s->choice;
	struct spf_query *q = &s->query;

	q->ip = s->client.ip;
	q->sender = buf_view(&s->client.sender);
	q->helo = buf_view(&s->client.helo);
	q->helo_scope = c->helo_scope;
	if (c->record != NULL)
		q->record = span_of(c->record);
	q->receiver = span_of(c->option->authserv_id);
	q->now = now;
}

static void *
begin(void *own, const struct message *msg, time_t now, struct dns *dns,
    struct fault *f)
{
	const struct choice *c = own;
	struct state *s = mem_zero(1, sizeof(*s));

	s->choice = c;
	if (c->ip != NULL)
		client_set(&s->client, c->ip, c->sender, c->helo);
	else if (client_read(&s->client, msg, c->option->skip, &c->relays,
	    f) == -1) {
		client_free(&s->client);
		free(s);
		return NULL;
	}
	set_query(s, now);
	s->spf = spf_check(&s->query, &c->limits, dns);
	return s;
}

static enum verdict
verdict(const void *arg)
{
	return ((const struct state *)arg)->spf->tree->verdict;
}

static const struct authres_result *
results(void *arg, size_t *n)
{
	struct state *s = arg;

	s->text.n = s->json.n = 0;
	spfreport_result(s->spf, &s->result, &s->text);
	if (s->choice->option->json) {
		spfexplain_json(&s->json, s->spf);
		s->result.json = buf_view(&s->json);
	}
	*n = 1;
	return &s->result;
}

static void
explain(void *arg, struct buf *b)
{
	spfexplain_text(b, ((struct state *)arg)->spf);
}

static void
fields(void *arg, struct buf *b, const char *eol)
{
	struct state *s = arg;

	if (s->choice->received_spf)
		spfreport_received(b, s->spf, eol);
}

static void
unknown(struct authres_result *r)
{
	r->method = "spf";
}

static void
finish(void *arg)
{
	struct state *s = arg;

	spf_free(s->spf);
	client_free(&s->client);
	buf_free(&s->text);
	buf_free(&s->json);
	free(s);
}

static const struct verifier_method method = {
	.begin = begin,
	.verdict = verdict,
	.results = results,
	.explain = explain,
	.fields = fields,
	.unknown = unknown,
	.finish = finish
};

static unsigned
limit(const char *name)
{
	return (unsigned)option_number(&tool, name, optarg, 1000);
}

static void
read_option(struct choice *c, int ch)
{
	switch (ch) {
	case 'i': c->ip = optarg; break;
	case 's': c->sender = optarg; break;
	case 'h': c->helo = optarg; break;
	case 'r': c->received_spf = 1; break;
	case 'R': c->record = optarg; break;
	case MAX_LOOKUPS: c->limits.lookups = limit("--max-lookups"); break;
	case MAX_VOID: c->limits.voids = limit("--max-void"); break;
	case DIFF: c->diff = optarg; break;
	case SEQUENTIAL: c->limits.sequential = 1; break;
	case RELAY:
		if (!client_relay_add(&c->relays, optarg))
			option_wrong(&tool, "--relay: '%s' is no network like "
			    "192.0.2.0/24", optarg);
		break;
	case SCOPE:
		c->helo_scope = strcmp(optarg, "helo") == 0;
		if (!c->helo_scope && strcmp(optarg, "mailfrom") != 0)
			option_wrong(&tool, "--scope is helo or mailfrom");
		break;
	}
}

static void
check_options(const struct choice *c, int nfiles)
{
	struct ip ip;

	if (c->diff != NULL && (c->ip != NULL || c->helo != NULL))
		option_wrong(&tool, "--diff asks for all addresses: no -i, -h");
	if (c->diff == NULL && c->ip == NULL &&
	    (c->sender != NULL || c->helo != NULL))
		option_wrong(&tool, "-s and -h go with -i");
	if (c->ip != NULL && !ip_parse_tagged(span_of(c->ip), &ip))
		option_wrong(&tool, "-i: '%s' is not an address", c->ip);
	if (c->ip != NULL && c->sender == NULL && c->helo == NULL)
		option_wrong(&tool, "-i wants -s or -h, or both");
	if (c->ip != NULL && nfiles > 0)
		option_wrong(&tool, "-i takes no file operands");
	if (c->record != NULL && !spfrecord_is(span_of(c->record)))
		option_wrong(&tool, "-R: a record begins with v=spf1");
}

int
main(int argc, char *argv[])
{
	struct verifier v = { 0 };
	struct choice c = { .limits = { 10, 2, 0 }, .option = &v.option };
	int ch, status;

	io_init();
	v.tool = &tool;
	v.method = &method;
	v.own = &c;
	while ((ch = option_next(&tool, argc, argv)) != -1)
		if (!dnsoption_take(&tool, &v.dns_config, ch) &&
		    !verifyoption_take(&tool, &v.option, ch))
			read_option(&c, ch);
	check_options(&c, argc - optind);
	status = c.diff != NULL ? spfdiffrun(&v, &c.limits, c.diff,
	    spfdiffrun_new(&tool, c.record, c.sender, argc - optind,
	    argv + optind), c.sender) :
	    verifier_run(&v, argc - optind, argv + optind, c.ip != NULL);
	free(c.relays.list);
	return status;
}
