#include <err.h>
#include <getopt.h>
#include <string.h>

#include "buf.h"
#include "crypto.h"
#include "fault.h"
#include "io.h"
#include "keyfile.h"
#include "option.h"
#include "record.h"
#include "span.h"

#define BITS_MIN	1024	/* RFC 8301 section 3.2 */

enum {
	GROUP_KEY = OPTION_FAMILY
};

static const struct option_row rows[] = {
	{ 'k', "key", "FILE", "make the record of this key" },
	{ 's', "selector", "NAME", "selector of the key" },
	{ 'd', "domain", "NAME", "domain of the key" },
	{ 'F', "format", "FORM", "zone (default), fqdn or plain" },
	{ GROUP_KEY, "group-key", NULL, "the key's group may have rights" },
	{ 0, NULL, NULL, NULL }
};

static const struct option_tool tool = {
	"dns-record", "", "make the DNS record of a DKIM key", rows
};

/* What may be asked for, and what it needs. */
static const struct form {
	const char		*name;
	enum record_form	 form;
	int			 selector;
	int			 domain;
} forms[] = {
	{ "zone",	RECORD_ZONE,	1,	0 },
	{ "fqdn",	RECORD_FQDN,	1,	1 },
	{ "plain",	RECORD_PLAIN,	0,	0 }
};
#define NFORMS	(sizeof(forms) / sizeof(forms[0]))

struct choices {
	const char		*key;
	const char		*selector;
	const char		*domain;
	const struct form	*form;
	int			 group_ok;
};

static const struct form *
find_form(const char *name)
{
	struct buf known = { 0 };
	size_t i;

	for (i = 0; i < NFORMS; i++)
		if (strcmp(name, forms[i].name) == 0)
			return &forms[i];
	for (i = 0; i < NFORMS; i++)
		buf_printf(&known, "%s %s", i == 0 ? "" : ",", forms[i].name);
	option_wrong(&tool, "-F: '%s' is not one of%s", name,
	    buf_string(&known));
	return NULL;
}

static void
read_options(struct choices *c, int argc, char *argv[])
{
	int ch;

	c->form = &forms[0];
	while ((ch = option_next(&tool, argc, argv)) != -1) {
		switch (ch) {
		case 'k':
			c->key = optarg;
			break;
		case 's':
			c->selector = optarg;
			break;
		case 'd':
			c->domain = optarg;
			break;
		case 'F':
			c->form = find_form(optarg);
			break;
		case GROUP_KEY:
			c->group_ok = 1;
			break;
		}
	}
	if (optind != argc)
		option_wrong(&tool, "operand '%s' is not wanted", argv[optind]);
	if (c->key == NULL)
		option_wrong(&tool, "-k FILE is needed");
	if (c->form->selector && c->selector == NULL)
		option_wrong(&tool, "-s is needed for -F %s", c->form->name);
	if (c->form->domain && c->domain == NULL)
		option_wrong(&tool, "-d is needed for -F %s", c->form->name);
}

/* The domain in lower case (empty if not said), both names checked. */
static void
check_names(const struct choices *c, struct buf *domain)
{
	const char *why;

	if (c->domain != NULL &&
	    (why = record_domain(domain, c->domain)) != NULL)
		option_wrong(&tool, "-d: '%s' %s", c->domain, why);
	if (c->selector != NULL && (why = record_selector(span_of(c->selector),
	    buf_view(domain))) != NULL)
		option_wrong(&tool, "-s: '%s' %s", c->selector, why);
}

static void
print_record(const struct choices *c, const struct key *key,
    struct span domain)
{
	struct record r = { 0 };
	struct buf b = { 0 };

	r.key = key;
	r.hashes = "sha256";	/* as dkim-genkey has it by default */
	record_format(&b, &r, c->form->form,
	    span_of(c->selector == NULL ? "" : c->selector), domain);
	io_out(buf_view(&b));
	buf_free(&b);
}

int
main(int argc, char *argv[])
{
	struct choices c = { 0 };
	struct buf domain = { 0 };
	struct fault f;
	struct key *key;
	int weak;

	io_init();
	read_options(&c, argc, argv);
	check_names(&c, &domain);

	if ((key = keyfile_any(c.key, c.group_ok, &f)) == NULL)
		fault_die(&f);

	print_record(&c, key, buf_view(&domain));
	if ((weak = key_type(key) == KEY_RSA && key_bits(key) < BITS_MIN))
		warnx("the RSA key has only %u bits: verifiers refuse keys of "
		    "less than %d", key_bits(key), BITS_MIN);

	key_free(key);
	buf_free(&domain);
	io_finish();
	return weak;
}
