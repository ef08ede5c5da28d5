#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "dns.h"
#include "io.h"

#define NAMES_MAX	64

/*
 * A test's door to common/dns/dns.c: asks for the TXT records (-t: the number of
 * another type) of NAME, after the names of -a were asked ahead, and prints
 * the status and each record.  -r asks for all of it so many times, each a
 * message of its own; with -A the -a names are asked for as well.
 */
struct work {
	const char	*names[NAMES_MAX];	/* the last is NAME */
	size_t		 n;
	int		 all;		/* are asked for, not only NAME */
	int		 type;
	unsigned long	 rounds;
};

static void
usage(void)
{
	fprintf(stderr, "usage: dnsask [-A] [-a name] [-n server] [-r rounds] "
	    "[-T secs] [-t type] [-z file] name\n");
	exit(EX_USAGE);
}

static void
print_record(struct span v)
{
	size_t i;

	putchar('"');
	for (i = 0; i < v.n; i++)
		if (v.p[i] >= 0x20 && v.p[i] < 0x7f && v.p[i] != '\\' &&
		    v.p[i] != '"')
			putchar(v.p[i]);
		else
			printf("\\x%02x", (unsigned char)v.p[i]);
	printf("\"\n");
}

static void
print_answer(const struct dns_answer *a)
{
	static const char *const words[] = {
		"FOUND", "NODATA", "NXDOMAIN", "TEMPFAIL"
	};
	size_t i;

	printf("%s", words[a->status]);
	if (a->status == DNS_TEMPFAIL)
		printf(" (%s)", a->why);
	if (a->ttl > 0)
		printf(" ttl=%lu", (unsigned long)a->ttl);
	printf("%s\n", a->ad ? " ad" : "");
	for (i = 0; i < a->n; i++)
		print_record(a->records[i]);
}

static unsigned long
number(const char *text)
{
	char *end;
	unsigned long n = strtoul(text, &end, 10);

	if (*end != '\0' || n > 65535)
		usage();
	return n;
}

static void
ask(struct dns *d, const struct work *w)
{
	unsigned long i;
	size_t k;

	for (i = 0; i < w->rounds; i++) {
		dns_restart(d);
		for (k = 0; k + 1 < w->n; k++)
			dns_ahead(d, span_of(w->names[k]), w->type);
		for (k = w->all ? 0 : w->n - 1; k < w->n; k++)
			print_answer(dns_ask(d, span_of(w->names[k]),
			    w->type));
	}
}

int
main(int argc, char *argv[])
{
	struct dns_config config = { 0 };
	struct work w = { { 0 }, 0, 0, DNS_TXT, 1 };
	const char *zones[NAMES_MAX];
	struct fault f;
	struct dns *d;
	int ch;

	io_init();
	config.zones = zones;
	while ((ch = getopt(argc, argv, "Aa:n:r:T:t:z:")) != -1) {
		if (ch == 'A')
			w.all = 1;
		else if (ch == 'a' && w.n + 1 < NAMES_MAX)
			w.names[w.n++] = optarg;
		else if (ch == 'n' && config.nservers < DNS_SERVERS)
			config.servers[config.nservers++] = optarg;
		else if (ch == 'r')
			w.rounds = number(optarg);
		else if (ch == 'T')
			config.timeout = (unsigned)number(optarg);
		else if (ch == 't')
			w.type = (int)number(optarg);
		else if (ch == 'z' && config.nzones < NAMES_MAX)
			zones[config.nzones++] = optarg;
		else
			usage();
	}
	if (optind + 1 != argc)
		usage();
	w.names[w.n++] = argv[optind];
	if ((d = dns_open(&config, &f)) == NULL)
		fault_die(&f);
	else
		ask(d, &w);
	dns_close(d);
	io_finish();
	return 0;
}
