#include <err.h>
#include <getopt.h>
#include <string.h>
#include <time.h>

#include "buf.h"
#include "crypto.h"
#include "domain.h"
#include "fault.h"
#include "io.h"
#include "keypair.h"
#include "option.h"
#include "record.h"
#include "span.h"

#define BITS_MIN	1024
#define BITS_MAX	8192
#define NOTE_MAX	4096

enum {
	IF_MISSING = OPTION_FAMILY,
	NOPTIONS,
	NEGATION		/* and the letter that is taken back */
};

#define NO(letter, name)	{ NEGATION + (letter), name, NULL, NULL }

/*
 * The options of opendkim-genkey and two more.  Rows without help are its
 * other spellings, as Perl's Getopt::Long takes them.
 */
static const struct option_row rows[] = {
	{ 'a', "append-domain", NULL, "put the domain into the owner name" },
	{ 'b', "bits", "N", "bits of an RSA key (2048)" },
	{ 'd', "domain", "NAME", "domain of the key (localhost)" },
	{ 'D', "directory", "DIR", "folder for the two files (.)" },
	{ 'h', "hash-algorithms", "LIST", "the h= tag (sha256)" },
	{ 'n', "note", "TEXT", "the n= tag, a note for people" },
	{ 'r', "restrict", NULL, "s=email: for mail only" },
	{ 's', "selector", "NAME", "selector; strftime(3) if it has a %" },
	{ 'S', "nosubdomains", NULL, "t=s: not for i= in subdomains" },
	{ 't', "testmode", NULL, "t=y: the domain is testing" },
	{ 'T', "type", "rsa|ed25519", "kind of key (rsa)" },
	{ 'v', "verbose", NULL, "say what was done; twice: say more" },
	{ IF_MISSING, "if-missing", NULL, "leave a key that is there" },
	{ 'S', "no-subdomains", NULL, NULL },
	{ 'S', "noS", NULL, NULL }, { 'S', "no-S", NULL, NULL },
	NO('S', "subdomains"),
	NO('a', "noappend-domain"), NO('a', "no-append-domain"),
	NO('r', "norestrict"), NO('r', "no-restrict"),
	NO('t', "notestmode"), NO('t', "no-testmode"), NO('t', "not"),
	NO(0, "nohelp"), NO(0, "no-help"),
	NO(0, "noversion"), NO(0, "no-version"),
	{ 'd', "d", "NAME", NULL },
	{ 'h', "h", "LIST", NULL },
	{ 'n', "n", "TEXT", NULL },
	{ 's', "s", "NAME", NULL },
	{ 't', "t", NULL, NULL },
	{ 'v', "v", NULL, NULL },
	{ 'V', "V", NULL, NULL },
	{ 0, NULL, NULL, NULL }
};

static const struct option_tool tool = {
	"dkim-genkey", "", "make a DKIM key and its DNS record", rows
};

/* What was said: by option its argument, "" if it has none, NULL if not. */
struct choices {
	const char	*said[NOPTIONS];
	int		 verbose;
	enum key_type	 type;
	unsigned	 bits;
	struct buf	 selector;
	struct buf	 domain;
};

static void
read_options(struct choices *c, int argc, char *argv[])
{
	int ch;

	c->said['d'] = "localhost";
	c->said['D'] = ".";
	c->said['h'] = "sha256";
	c->said['s'] = "default";
	c->said['T'] = "rsa";
	while ((ch = option_next(&tool, argc, argv)) != -1) {
		if (ch == 'V')
			option_version(&tool);
		if (ch >= NEGATION)
			c->said[ch - NEGATION] = NULL;
		else
			c->said[ch] = optarg == NULL ? "" : optarg;
		c->verbose += ch == 'v';
	}
	if (optind != argc)
		option_wrong(&tool, "operand '%s' is not wanted", argv[optind]);
}

static void
check_key(struct choices *c)
{
	const char *arg = c->said['b'], *kind = c->said['T'];
	uint64_t n = 2048;

	if (strcmp(kind, "rsa") != 0 && strcmp(kind, "ed25519") != 0)
		option_wrong(&tool, "-T: '%s' is not rsa or ed25519", kind);
	c->type = kind[0] == 'r' ? KEY_RSA : KEY_ED25519;
	if (c->type == KEY_ED25519 && arg != NULL)
		option_wrong(&tool, "-b is for RSA: Ed25519 has one size");
	if (arg != NULL)
		n = option_number(&tool, "-b", arg, UINT32_MAX);
	if (n < BITS_MIN)
		option_wrong(&tool, "-b: verifiers refuse RSA keys of less "
		    "than %d bits (RFC 8301 section 3.2)", BITS_MIN);
	if (n > BITS_MAX)
		option_wrong(&tool, "-b: %d bits are the most", BITS_MAX);
	c->bits = (unsigned)n;
}

/* The selector as it is, or as strftime(3) expands it. */
static void
expand(struct buf *b, const char *arg)
{
	time_t now = time(NULL);
	struct tm *tm = localtime(&now);

	if (strchr(arg, '%') == NULL)
		buf_text(b, arg);
	else if (tm != NULL)
		b->n += strftime(buf_room(b, DOMAIN_MAX + 1), DOMAIN_MAX + 1,
		    arg, tm);
}

static void
check_record(struct choices *c)
{
	const char *why;

	if ((why = record_domain(&c->domain, c->said['d'])) != NULL)
		option_wrong(&tool, "-d: '%s' %s", c->said['d'], why);
	expand(&c->selector, c->said['s']);
	why = record_selector(buf_view(&c->selector), buf_view(&c->domain));
	if (why != NULL)
		option_wrong(&tool, "-s: '%s' %s", c->said['s'], why);
	if ((why = record_hashes(span_of(c->said['h']))) != NULL)
		option_wrong(&tool, "-h: '%s' %s", c->said['h'], why);
	if (c->said['n'] != NULL && strlen(c->said['n']) > NOTE_MAX)
		option_wrong(&tool, "-n: the note is longer than %d octets",
		    NOTE_MAX);
}

static void
format(const struct choices *c, const struct key *key, struct buf *record)
{
	struct record r = { 0 };

	r.key = key;
	r.hashes = c->said['h'];
	r.note = c->said['n'];
	r.testing = c->said['t'] != NULL;
	r.no_subdomains = c->said['S'] != NULL;
	r.email_only = c->said['r'] != NULL;
	record_format(record, &r, c->said['a'] != NULL ? "fqdn" :
	    "zone", buf_view(&c->selector), buf_view(&c->domain));
}

/* Make a key and write the two files.  Returns 0, or -1 and a fault. */
static int
make(const struct choices *c, struct keypair *pair, struct fault *f)
{
	struct buf pem = { 0 }, record = { 0 };
	struct key *key;
	int rc;

	if (c->verbose > 0)
		warnx("generating private key");
	key = key_generate(c->type, c->bits);
	format(c, key, &record);
	key_pem(key, &pem);
	key_free(key);
	pair->bytes[0] = buf_view(&pem);
	pair->bytes[1] = buf_view(&record);
	rc = keypair_write(pair, f);
	buf_wipe(&pem);
	buf_free(&record);
	return rc;
}

static void
report(const struct choices *c, struct keypair *pair)
{
	struct span s = buf_view(&c->selector), d = buf_view(&c->domain);

	if (c->verbose > 0) {
		warnx("private key written to %s", buf_string(&pair->paths[0]));
		warnx("DNS TXT record written to %s",
		    buf_string(&pair->paths[1]));
	}
	if (c->verbose > 1)
		warnx("to be published at %.*s._domainkey.%.*s", (int)s.n,
		    s.p, (int)d.n, d.p);
}

int
main(int argc, char *argv[])
{
	struct choices c = { 0 };
	struct keypair pair;
	struct fault f;
	int leave;

	io_init();
	key_harden();
	read_options(&c, argc, argv);
	check_key(&c);
	check_record(&c);

	if (keypair_open(&pair, c.said['D'], buf_view(&c.selector), &f)
	    == -1)
		fault_die(&f);
	leave = c.said[IF_MISSING] != NULL;
	if (leave && keypair_exists(&pair)) {
		if (c.verbose > 0)
			warnx("%s is there already", pair.paths[0].p);
	} else if (keypair_vacant(&pair, &f) == 0 &&
	    make(&c, &pair, &f) == 0)
		report(&c, &pair);
	else if (!leave || !keypair_exists(&pair))
		fault_die(&f);

	keypair_free(&pair);
	buf_free(&c.selector);
	buf_free(&c.domain);
	io_finish();
	return 0;
}
