#include <string.h>
#include <unistd.h>

#include "ip.h"
#include "makeoption.h"

/* A network behind the name of the mechanism that takes it. */
static void
add_net(const struct option_tool *t, struct buf *b, const char *arg)
{
	struct span addr = span_of(arg);
	struct ip ip;

	addr.n = span_find(addr, '/');
	if (ip_parse4(addr, &ip))
		buf_printf(b, " ip4:%s", arg);
	else if (ip_parse6(addr, &ip))
		buf_printf(b, " ip6:%s", arg);
	else
		option_wrong(t, "--ip: '%s' is no address or network like "
		    "192.0.2.0/24", arg);
}

/* An address of mail, or a URI, in a list of URIs. */
static void
add_uri(struct buf *b, const char *arg)
{
	buf_text(b, b->n > 0 ? "," : "");
	if (strchr(arg, ':') == NULL)
		buf_text(b, "mailto:");
	buf_text(b, arg);
}

static int
take_spf(const struct option_tool *t, struct makeoption *m, int letter)
{
	switch (letter) {
	case MAKEOPTION_MX:
		buf_text(&m->terms, " mx");
		break;
	case MAKEOPTION_A:
		buf_text(&m->terms, " a");
		break;
	case MAKEOPTION_IP:
		add_net(t, &m->terms, optarg);
		break;
	case MAKEOPTION_INCLUDE:
		buf_printf(&m->terms, " include:%s", optarg);
		break;
	case MAKEOPTION_ALL:
		m->all = optarg;
		break;
	default:
		return 0;
	}
	return m->of_spf = 1;
}

static int
take_dmarc(struct makeoption *m, int letter)
{
	switch (letter) {
	case MAKEOPTION_POLICY:
		m->policy = optarg;
		break;
	case MAKEOPTION_SP:
		m->sp = optarg;
		break;
	case MAKEOPTION_RUA:
		add_uri(&m->rua, optarg);
		break;
	case MAKEOPTION_RUF:
		add_uri(&m->ruf, optarg);
		break;
	case MAKEOPTION_STRICT:
		m->strict = 1;
		break;
	default:
		return 0;
	}
	return m->of_dmarc = 1;
}

int
makeoption_take(const struct option_tool *t, struct makeoption *m, int letter)
{
	if (letter == MAKEOPTION_SPF)
		return m->spf = 1;
	if (letter == MAKEOPTION_DMARC)
		return m->dmarc = 1;
	return take_spf(t, m, letter) || take_dmarc(m, letter);
}

static const char *
all_of(const struct option_tool *t, const char *arg)
{
	static const struct {
		const char	*name, *term;
	} words[] = {
		{ "fail", "-all" }, { "softfail", "~all" },
		{ "neutral", "?all" }
	};
	size_t i;

	if (arg == NULL)
		return "~all";
	for (i = 0; i < 3; i++)
		if (strcmp(arg, words[i].name) == 0)
			return words[i].term;
	option_wrong(t, "--all: '%s' is not fail, softfail or neutral", arg);
}

static const char *
policy_of(const struct option_tool *t, const char *arg)
{
	if (strcmp(arg, "none") != 0 && strcmp(arg, "quarantine") != 0 &&
	    strcmp(arg, "reject") != 0)
		option_wrong(t, "'%s' is not none, quarantine or reject", arg);
	return arg;
}

static void
add_dmarc(const struct option_tool *t, const struct makeoption *m,
    struct buf *b)
{
	buf_printf(b, "v=DMARC1; p=%s", policy_of(t, m->policy == NULL ?
	    "none" : m->policy));
	if (m->sp != NULL)
		buf_printf(b, "; sp=%s", policy_of(t, m->sp));
	buf_text(b, m->strict ? "; adkim=s; aspf=s" : "");
	if (m->rua.n > 0) {
		buf_text(b, "; rua=");
		buf_span(b, buf_view(&m->rua));
	}
	if (m->ruf.n > 0) {
		buf_text(b, "; ruf=");
		buf_span(b, buf_view(&m->ruf));
	}
}

int
makeoption_text(const struct option_tool *t, const struct makeoption *m,
    struct buf *b)
{
	if (m->spf && m->dmarc)
		option_wrong(t, "--spf and --dmarc are two records: ask for "
		    "one after the other");
	if (m->of_spf && !m->spf)
		option_wrong(t, "--mx, --a, --ip, --include and --all go "
		    "with --spf");
	if (m->of_dmarc && !m->dmarc)
		option_wrong(t, "--policy, --subdomain-policy, --rua, --ruf "
		    "and --strict go with --dmarc");
	if (m->spf) {
		buf_text(b, "v=spf1");
		buf_span(b, buf_view(&m->terms));
		buf_printf(b, " %s", all_of(t, m->all));
	} else if (m->dmarc)
		add_dmarc(t, m, b);
	return m->spf || m->dmarc;
}

void
makeoption_free(struct makeoption *m)
{
	buf_free(&m->terms);
	buf_free(&m->rua);
	buf_free(&m->ruf);
}
