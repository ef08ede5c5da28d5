#include <err.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "comparerun.h"
#include "dnsoption.h"
#include "io.h"
#include "makeoption.h"
#include "record.h"
#include "recordcheck.h"
#include "recordinput.h"
#include "recordoutput.h"

#define WAIT_MAX	86400	/* seconds */

enum {
	GROUP_KEY = MAKEOPTION_OWN,
	TTL
};

static const struct option_row rows[] = {
	{ 'd', "domain", "NAME", "domain of the record" },
	{ 's', "selector", "NAME", "selector of the key" },
	{ 'k', "key", "FILE", "the record of this key" },
	{ GROUP_KEY, "group-key", NULL, "the key's group may have rights" },
	{ 'F', "format",
	    "zone|fqdn|plain|nsupdate|tinydns|unbound|dnsmasq|route53|json",
	    "how to write records (zone)" },
	{ TTL, "ttl", "SECS", "the TTL to write" },
	{ 'j', "json", NULL, "print findings as JSON" },
	{ 'c', "compare", NULL, "with what each server of DNS answers" },
	{ 'w', "wait", "SECS", "with -c: until all agree, so long at most" },
	{ 'K', "key-table", "TABLE", "with -c: each key of OpenDKIM's "
	    "KeyTable" },
	MAKEOPTION_ROWS,
	DNSOPTION_ROWS,
	{ 0, NULL, NULL, NULL }
};

static const struct option_tool tool = {
	"dns-record", "[file ...]",
	"make, check and compare DNS records of mail", rows
};

/* What the user asked for, and what was read. */
struct state {
	const char	*key, *selector, *table;
	struct buf	 domain;
	const struct recordform *form;	/* NULL: what fits */
	int		 group_ok, json, timed, compare;
	unsigned	 wait;
	uint32_t	 ttl;
	struct makeoption make;
	struct dns_config dns_config;
	struct entries	 entries;
};

static const struct recordform *
find_form(const char *name)
{
	const struct recordform *form = recordform_find(name);
	struct buf known = { 0 };

	if (form != NULL)
		return form;
	recordform_names(&known);
	option_wrong(&tool, "-F: '%s' is not one of %s", name,
	    buf_string(&known));
}

static void
set_domain(struct state *s, const char *arg)
{
	const char *why;

	s->domain.n = 0;
	if ((why = record_domain(&s->domain, arg)) != NULL)
		option_wrong(&tool, "-d: '%s' %s", arg, why);
}

static void
read_option(struct state *s, int ch)
{
	switch (ch) {
	case 'k': s->key = optarg; break;
	case 's': s->selector = optarg; break;
	case 'd': set_domain(s, optarg); break;
	case 'F': s->form = find_form(optarg); break;
	case 'j': s->json = 1; break;
	case 'c': s->compare = 1; break;
	case 'K': s->table = optarg; break;
	case 'w':
		s->wait = (unsigned)option_number(&tool, "-w", optarg,
		    WAIT_MAX);
		break;
	case GROUP_KEY: s->group_ok = 1; break;
	case TTL:
		s->timed = 1;
		s->ttl = (uint32_t)option_number(&tool, "--ttl", optarg,
		    INT32_MAX);
		break;
	}
}

/* A name that the form, or -k, cannot do without. */
static void
check_names(const struct state *s, int made)
{
	const struct recordform *form = s->form == NULL ?
	    recordform_find("zone") : s->form;
	enum recordform_need need = recordform_need(form);
	const char *why;

	if (s->selector != NULL && (why = record_selector(span_of(
	    s->selector), buf_view(&s->domain))) != NULL)
		option_wrong(&tool, "-s: '%s' %s", s->selector, why);
	if (s->compare || s->json)
		return;
	if (s->key != NULL && need != RECORDFORM_TEXT && s->selector == NULL)
		option_wrong(&tool, "-s is needed for -F %s",
		    recordform_name(form));
	if (made && need == RECORDFORM_DOMAIN && s->domain.n == 0)
		option_wrong(&tool, "-d is needed for -F %s",
		    recordform_name(form));
}

static void
check_options(const struct state *s, int noperands)
{
	int made = s->make.spf || s->make.dmarc;

	if ((s->key != NULL) + made + (noperands > 0) + (s->table != NULL) >
	    1)
		option_wrong(&tool, "-k, -K, --spf, --dmarc and files are not "
		    "wanted together");
	if ((s->table != NULL || s->wait > 0) && !s->compare)
		option_wrong(&tool, "-K and -w go with -c");
	if (s->group_ok && s->key == NULL && s->table == NULL)
		option_wrong(&tool, "--group-key goes with -k or -K");
	if (s->form != NULL && (s->json || s->compare))
		option_wrong(&tool, "-F does not go with -j or -c, which "
		    "write no record");
	check_names(s, made || s->key != NULL);
}

/* From wherever records are to come: an exit status. */
static int
read_records(struct state *s, int n, char *files[])
{
	struct buf text = { 0 };
	struct fault f;
	int status = 0;

	if (s->table != NULL)
		status = comparerun_table(&s->entries, s->table, s->group_ok);
	else if (s->key != NULL) {
		if (recordinput_key(&s->entries, s->key, s->group_ok, &f)
		    == -1)
			fault_die(&f);
	} else if (makeoption_text(&tool, &s->make, &text))
		recordinput_text(&s->entries, s->make.spf ? ENTRY_SPF :
		    ENTRY_DMARC, s->make.spf ? "--spf" : "--dmarc",
		    buf_view(&text));
	else
		status = recordinput_files(&s->entries, n, files,
		    buf_view(&s->domain));
	buf_free(&text);
	return status;
}

/* DNS for checking, if it was said where to ask. */
static struct dns *
open_dns(const struct state *s)
{
	struct dns *dns = NULL;
	struct fault f;

	if (!s->compare && s->dns_config.nservers + s->dns_config.nzones > 0
	    && (dns = dns_open(&s->dns_config, &f)) == NULL)
		fault_die(&f);
	return dns;
}

/* All of it: an exit status. */
static int
run(struct state *s, struct dns *dns, int n, char *files[])
{
	struct recordoutput out = { &tool, { s->form, buf_view(&s->domain),
	    s->timed, s->ttl }, s->json, s->compare };
	struct comparerun how = { &s->dns_config, s->json,
	    s->key != NULL || s->table != NULL, s->wait };
	int status = read_records(s, n, files), found, compared;

	if (s->entries.n == 0)
		return status != 0 ? status : (warnx(s->table != NULL ?
		    "no key of a domain in the table" :
		    "no record of DKIM, SPF or DMARC in it"), EX_DATAERR);
	recordcheck(&s->entries, span_of(s->selector == NULL ? "" :
	    s->selector), buf_view(&s->domain), dns);
	found = recordoutput(&out, &s->entries);
	if (s->compare && (compared = comparerun(&tool, &how, &s->entries))
	    != 0)
		found = found == 1 ? 1 : compared;
	return status != 0 ? status : found;
}

int
main(int argc, char *argv[])
{
	struct state s = { 0 };
	struct dns *dns;
	int ch, status;

	io_init();
	while ((ch = option_next(&tool, argc, argv)) != -1)
		if (!dnsoption_take(&tool, &s.dns_config, ch) &&
		    !makeoption_take(&tool, &s.make, ch))
			read_option(&s, ch);
	check_options(&s, argc - optind);
	dns = open_dns(&s);
	status = run(&s, dns, argc - optind, argv + optind);
	entries_free(&s.entries);
	makeoption_free(&s.make);
	dns_close(dns);
	free(s.dns_config.zones);
	buf_free(&s.domain);
	io_finish();
	return status;
}
