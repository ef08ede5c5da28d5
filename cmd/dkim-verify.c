#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "authres.h"
#include "dkim.h"
#include "dkimexplain.h"
#include "dkimreport.h"
#include "io.h"
#include "operand.h"
#include "option.h"
#include "pass.h"
#include "received.h"

enum {
	ALLOW_SHA1 = OPTION_OWN,
	MIN_BITS,
	MAX_SIGNATURES,
	HONOR_G
};

static const struct option_row rows[] = {
	OPTION_VERIFY_ROWS,
	OPTION_DNS_ROWS,
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

/* What the user asked for, and the door to DNS. */
struct verify {
	struct option_verify option;
	struct dkim_policy policy;
	struct dns_config dns_config;
	struct dns	*dns;
};

static void
read_options(struct verify *v, int argc, char *argv[])
{
	int ch;

	v->policy.min_bits = 1024;
	v->policy.max_signatures = 20;
	while ((ch = option_next(&tool, argc, argv)) != -1) {
		if (option_dns(&tool, &v->dns_config, ch) ||
		    option_verify(&tool, &v->option, ch))
			continue;
		if (ch == 'l')
			v->policy.allow_length = 1;
		else if (ch == ALLOW_SHA1)
			v->policy.allow_sha1 = 1;
		else if (ch == HONOR_G)
			v->policy.honor_g = 1;
		else if (ch == MIN_BITS)
			v->policy.min_bits = (unsigned)option_number(&tool,
			    "--min-bits", optarg, 8192);
		else
			v->policy.max_signatures = (size_t)option_number(
			    &tool, "--max-signatures", optarg, 10000);
	}
	option_verify_end(&tool, &v->option);
	if (v->option.filter && optind < argc)
		option_wrong(&tool, "-f takes no file operands");
}

/*
 * Set the time to judge by; -1 when it is wanted from the message and is not
 * there.
 */
static int
set_time(struct verify *v, const struct message *msg)
{
	v->policy.now = v->option.now;
	if (v->option.received &&
	    received_time(msg, &v->policy.now) == -1) {
		v->policy.now = time(NULL);
		return -1;
	}
	return 0;
}

static void
body_sink(void *d, const char *p, size_t n)
{
	dkim_body(d, p, n);
}

/* A message that comes in and goes on. */
static int
filter(struct verify *v)
{
	struct authres_result *results;
	struct buf field = { 0 };
	struct fault fault;
	struct pass p = { 0 };
	struct dkim *d;
	size_t n;

	pass_open(&p);
	if (set_time(v, &p.msg) == -1)
		warnx("the topmost Received field has no time: judged by the "
		    "clock");
	d = dkim_new(&v->policy, &p.msg, v->dns);
	if (pass_read(&p, body_sink, d, &fault) == -1)
		fault_die(&fault);
	dkim_end(d);
	if (v->option.defer && dkim_verdict(d) == TEMPERROR)
		die(EX_TEMPFAIL, "no answer from DNS, the message is deferred");
	results = dkimreport_results(d, &n);
	authres_format(&field, v->option.authserv_id, results, n, p.msg.eol);
	pass_write(&p, buf_view(&field), v->option.authserv_id,
	    v->option.skip);
	buf_free(&field);
	free(results);
	dkim_free(d);
	pass_free(&p);
	return 0;
}

static void
print_verdict(const struct verify *v, const struct dkim *d, const char *file,
    const char *eol)
{
	struct buf out = { 0 };
	const char *id = v->option.authserv_id;
	char name[1024];
	size_t n;
	struct authres_result *results = dkimreport_results(d, &n);

	if (file != NULL && !v->option.json)
		buf_printf(&out, "%s:%s", io_printable(file, name,
		    sizeof(name)), v->option.explain ? "\n" : "");
	if (v->option.json)
		authres_json(&out, file, id, results, n);
	else if (v->option.explain)
		dkimexplain(&out, d);
	else if (file != NULL)
		authres_line(&out, id, results, n);
	else
		authres_format(&out, id, results, n, eol);
	io_out(buf_view(&out));
	buf_free(&out);
	free(results);
}

/* Read the body and judge. */
static int
judge(struct verify *v, struct message *msg, int fd, const char *file)
{
	struct dkim *d = dkim_new(&v->policy, msg, v->dns);
	char chunk[65536];
	ssize_t n;
	int status;

	dkim_body(d, msg->rest.p, msg->rest.n);
	while ((n = message_body(msg, fd, chunk, sizeof(chunk))) > 0)
		dkim_body(d, chunk, (size_t)n);
	if (n == -1) {
		warn("%s", file == NULL ? "standard input" : file);
		dkim_free(d);
		return EX_IOERR;
	}
	dkim_end(d);
	print_verdict(v, d, file, msg->eol);
	status = verdict_exit(dkim_verdict(d));
	dkim_free(d);
	return status;
}

/* One message that is judged and not passed on; its exit status. */
static int
verify(void *arg, int fd, const char *file)
{
	struct verify *v = arg;
	const char *name = file == NULL ? "standard input" : file;
	struct message msg;
	int status;

	dns_restart(v->dns);
	if (message_read(&msg, fd) == -1) {
		warn("%s", name);
		status = EX_IOERR;
	} else if (msg.excess == NULL && !message_has_header(&msg)) {
		warnx("%s: no header at all", name);
		status = EX_DATAERR;
	} else if (set_time(v, &msg) == -1) {
		warnx("%s: the topmost Received field has no time", name);
		status = EX_DATAERR;
	} else
		status = judge(v, &msg, fd, file);
	message_free(&msg);
	return status;
}

int
main(int argc, char *argv[])
{
	struct verify v;
	struct fault fault;
	int status;

	io_init();
	memset(&v, 0, sizeof(v));
	read_options(&v, argc, argv);
	if (v.option.filter)
		fault_filter();
	if ((v.dns = dns_open(&v.dns_config, &fault)) == NULL)
		fault_die(&fault);
	if (v.option.filter)
		status = filter(&v);
	else if (optind < argc)
		status = operand_each(argc - optind, argv + optind, verify,
		    &v);
	else
		status = verify(&v, STDIN_FILENO, NULL);
	dns_close(v.dns);
	free(v.dns_config.zones);
	io_finish();
	return status;
}
