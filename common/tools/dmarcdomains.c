#include <sys/stat.h>

#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "dmarcdomains.h"
#include "dmarclookup.h"
#include "dmarcstory.h"
#include "io.h"
#include "verdict.h"

/*
 * Does the operand name a message: a path, standard input, or a file that
 * is there?  Everything else is a domain, and so is what ends in a dot.
 */
static int
is_file(const char *operand)
{
	size_t n = strlen(operand);
	struct stat st;

	if (n > 1 && operand[n - 1] == '.' && strchr(operand, '/') == NULL)
		return 0;
	return strcmp(operand, "-") == 0 || strchr(operand, '/') != NULL ||
	    (stat(operand, &st) == 0 && S_ISREG(st.st_mode));
}

int
dmarcdomains_are(const struct option_tool *tool, int n, char *operands[])
{
	int i, files = 0;

	for (i = 0; i < n; i++)
		files += is_file(operands[i]);
	if (files > 0 && files < n)
		option_wrong(tool, "operands are domains or files, not both "
		    "(a domain may end in a dot)");
	return n > 0 && files == 0;
}

static void
print(const struct dmarcsurvey *s, const struct verifyoption *o, int first)
{
	struct buf out = { 0 };

	if (!first && !o->json)
		buf_byte(&out, '\n');
	if (o->explain)
		dmarcstory_walk(&out, s->policy.walk);
	if (o->json)
		dmarclookup_json(&out, s);
	else
		dmarclookup_text(&out, s);
	io_out(buf_view(&out));
	buf_free(&out);
}

/* All operands are names, before anything is asked or printed. */
static void
check_names(const struct verifier *v, int n, char *domains[])
{
	struct buf name = { 0 };
	const char *why;
	int i;

	for (i = 0; i < n; i++) {
		if ((why = dmarcsurvey_name(&name, domains[i])) != NULL)
			option_wrong(v->tool, "'%s' is no domain: %s",
			    domains[i], why);
		name.n = 0;
	}
	buf_free(&name);
}

int
dmarcdomains_run(struct verifier *v, int n, char *domains[],
    const struct psl *psl)
{
	struct fault f;
	struct dns *dns;
	int i, status = 0;

	verifyoption_end(v->tool, &v->option);
	if (v->option.filter)
		option_wrong(v->tool, "-f takes no operands");
	check_names(v, n, domains);
	if ((dns = dns_open(&v->dns_config, &f)) == NULL)
		fault_die(&f);
	for (i = 0; i < n; i++) {
		struct dmarcsurvey s;
		int one;

		dns_restart(dns);
		dmarcsurvey(&s, dns, domains[i], psl);
		print(&s, &v->option, i == 0);
		one = verdict_exit(s.policy.verdict);
		if (one > status)
			status = one;
		dmarcsurvey_free(&s);
	}
	dns_close(dns);
	free(v->dns_config.zones);
	io_finish();
	return status;
}
