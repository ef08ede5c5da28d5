#include <err.h>
#include <stdio.h>
#include <sysexits.h>
#include <unistd.h>

#include "io.h"
#include "pass.h"
#include "sign.h"
#include "signers.h"
#include "signoption.h"

static const struct option_row rows[] = {
	SIGNOPTION_ROWS,
	{ 0, NULL, NULL, NULL }
};

static const struct option_tool tool = {
	"dkim-sign", "", "put a DKIM signature on a message", rows
};

/* What the user asked for, and who signs. */
struct job {
	struct signoption option;
	struct signers	 signers;
};

static void
read_options(struct job *j, int argc, char *argv[])
{
	int ch;

	signoption_init(&j->option);
	while ((ch = option_next(&tool, argc, argv)) != -1)
		signoption_take(&tool, &j->option, ch);
	if (optind < argc)
		option_wrong(&tool, "the message is read from standard "
		    "input: no operands");
	signoption_end(&tool, &j->option, &j->signers);
}

/* Can this message be signed at all? */
static int
check_message(const struct message *msg, struct fault *f)
{
	if (msg->excess != NULL)
		return fault_message(f, "cannot sign: %s", msg->excess);
	if (!message_has_header(msg))
		return fault_message(f, "cannot sign: no header at all");
	if (message_top(msg, "From") == NULL)
		return fault_message(f, "cannot sign: no From field");
	return 0;
}

/* Add one field for each signer. */
static int
sign(struct job *j, const struct message *msg, const struct bodyhash *body,
    struct buf *fields, struct fault *f)
{
	const struct signer *who;
	const char *why;
	size_t i;

	if ((why = sign_check_body(&j->option.style, body)) != NULL)
		return fault_message(f, "cannot sign: %s", why);
	for (i = 0; i < j->signers.n; i++) {
		who = &j->signers.list[i];
		if (sign_field(fields, msg, body, who, &j->option.style) == -1)
			return fault_set(f, EX_OSERR, "the key of d=%.*s "
			    "s=%.*s could not sign", (int)who->domain.n,
			    who->domain.p, (int)who->selector.n,
			    who->selector.p);
		if (j->option.verbose)
			warnx("DKIM-Signature field added (s=%.*s, d=%.*s)",
			    (int)who->selector.n, who->selector.p,
			    (int)who->domain.n, who->domain.p);
	}
	if (msg->header.n + fields->n > MESSAGE_HEADER_MAX ||
	    msg->nfields + j->signers.n > MESSAGE_FIELDS_MAX)
		return fault_message(f, "cannot sign: with the signature the "
		    "header would be beyond the limits of verifiers");
	return 0;
}

static void
body_sink(void *bodies, const char *p, size_t n)
{
	bodyhash_add(bodies, p, n);
}

/* Read the message and make its fields: 0, or -1 and why it has none. */
static int
run(struct job *j, struct pass *p, struct buf *fields, struct fault *f)
{
	struct bodyhash_set bodies = { 0 };
	size_t body = sign_want_body(&j->option.style, &bodies);
	struct fault lost;
	int status;

	status = signers_open(&j->signers, j->option.key_table,
	    j->option.signing_table, f);
	pass_open(p);
	if (status == 0)
		status = check_message(&p->msg, f);
	if (status == 0)
		status = signers_choose(&j->signers, &p->msg, f);
	if (pass_read(p, body_sink, &bodies, &lost) == -1)
		fault_die(&lost);
	bodyhash_end(&bodies);
	if (status == 0 && !j->option.dry_run)
		status = sign(j, &p->msg, &bodies.list[body], fields, f);
	bodyhash_free(&bodies);
	return status;
}

/* Say who would sign; nothing goes out. */
static void
explain(const struct job *j)
{
	struct buf b = { 0 };

	signers_explain(&j->signers, &b);
	fprintf(stderr, "%s", buf_string(&b));
	buf_free(&b);
}

int
main(int argc, char *argv[])
{
	struct buf fields = { 0 };
	struct fault fault;
	struct job j;
	struct pass p = { 0 };

	io_init();
	read_options(&j, argc, argv);
	if (!j.option.dry_run)
		fault_filter();
	p.forget = j.option.dry_run || j.option.header_only;
	if (run(&j, &p, &fields, &fault) == -1) {
		if (!j.option.pass_on_error || j.option.dry_run)
			fault_die(&fault);
		warnx("not signed: %s", fault.text);
		fields.n = 0;
	}
	if (j.option.dry_run)
		explain(&j);
	else if (j.option.header_only)
		io_out(buf_view(&fields));
	else
		pass_write(&p, buf_view(&fields), NULL, 0);
	buf_free(&fields);
	pass_free(&p);
	signers_free(&j.signers);
	io_finish();
	return 0;
}
