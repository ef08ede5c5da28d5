#include <sys/resource.h>

#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "io.h"
#include "operand.h"
#include "pass.h"
#include "received.h"
#include "verifier.h"

#define DESCRIPTORS	32	/* for one thread: its file, its questions */

/* One message in the hands of the method. */
struct work {
	const struct verifier *v;
	void		*state;		/* NULL: it cannot be judged */
	struct fault	 fault;		/* and this is why */
	struct authres_result unknown;
};

/*
 * The time to judge by; -1 when it is wanted from the message and is not
 * there.
 */
static int
find_time(const struct verifier *v, const struct message *msg, time_t *now)
{
	*now = v->option.now;
	if (!v->option.received || received_time(msg, now) == 0)
		return 0;
	*now = time(NULL);
	return -1;
}

static void
begin(struct work *w, const struct verifier *v, const struct message *msg,
    time_t now)
{
	memset(w, 0, sizeof(*w));
	w->v = v;
	w->state = v->method->begin(v->own, msg, now, v->dns, &w->fault);
}

static void
body_sink(void *arg, const char *p, size_t n)
{
	struct work *w = arg;

	if (w->state != NULL && w->v->method->body != NULL)
		w->v->method->body(w->state, p, n);
}

static void
end(struct work *w)
{
	if (w->state != NULL && w->v->method->end != NULL)
		w->v->method->end(w->state);
}

static enum verdict
verdict(const struct work *w)
{
	return w->state == NULL ? PERMERROR : w->v->method->verdict(w->state);
}

/* The results, or the one that says why there are none. */
static const struct authres_result *
results(struct work *w, size_t *n)
{
	if (w->state != NULL)
		return w->v->method->results(w->state, n);
	w->v->method->unknown(&w->unknown);
	w->unknown.result = verdict_word(PERMERROR);
	w->unknown.reason = span_of(w->fault.text);
	*n = 1;
	return &w->unknown;
}

static void
finish(struct work *w)
{
	if (w->state != NULL)
		w->v->method->finish(w->state);
}

/* The fields that a filter adds. */
static void
format(struct work *w, struct buf *b, const char *eol)
{
	size_t n;
	const struct authres_result *r = results(w, &n);

	authres_format(b, w->v->option.authserv_id, r, n, eol);
	if (w->state != NULL && w->v->method->fields != NULL)
		w->v->method->fields(w->state, b, eol);
}

/* A message that comes in and goes on. */
static int
filter(const struct verifier *v)
{
	struct buf fields = { 0 };
	struct fault fault;
	struct pass p = { 0 };
	struct work w;
	time_t now;

	pass_open(&p);
	if (p.msg.bytes.n == 0)
		die(EX_TEMPFAIL, "standard input is empty: what stands before "
		    "this in the pipe has failed");
	if (find_time(v, &p.msg, &now) == -1)
		warnx("the topmost Received field has no time: judged by the "
		    "clock");
	begin(&w, v, &p.msg, now);
	if (pass_read(&p, body_sink, &w, &fault) == -1)
		fault_die(&fault);
	end(&w);
	if (v->option.defer && verdict(&w) == TEMPERROR)
		die(EX_TEMPFAIL, "no answer from DNS, the message is deferred");
	format(&w, &fields, p.msg.eol);
	pass_write(&p, buf_view(&fields), v->option.authserv_id,
	    v->option.skip);
	buf_free(&fields);
	finish(&w);
	pass_free(&p);
	return 0;
}

static void
add_json(struct work *w, struct buf *out, const char *file,
    const struct authres_result *r, size_t n)
{
	struct buf members = { 0 };

	if (w->state != NULL && w->v->method->members != NULL)
		w->v->method->members(w->state, &members);
	authres_json(out, file, w->v->option.authserv_id, r, n,
	    buf_view(&members));
	buf_free(&members);
}

/* Add what there is to say about a message that is not passed on. */
static void
report(struct work *w, struct buf *out, const char *file, const char *eol)
{
	const struct verifyoption *o = &w->v->option;
	char name[1024];
	size_t n;
	const struct authres_result *r = results(w, &n);

	if (file != NULL && !o->json)
		buf_printf(out, "%s:%s", io_printable(file, name,
		    sizeof(name)), o->explain ? "\n" : "");
	if (o->json)
		add_json(w, out, file, r, n);
	else if (o->explain && w->state != NULL)
		w->v->method->explain(w->state, out);
	else if (file != NULL)
		authres_line(out, o->authserv_id, r, n);
	else
		format(w, out, eol);
}

/* What an operand is called in a complaint. */
static const char *
shown(const char *file)
{
	return file == NULL ? "standard input" : file;
}

/* Read the body of a message that is judged and not passed on. */
static void
judge(struct work *w, struct message *msg, int fd, const char *file,
    struct outcome *o)
{
	char chunk[65536];
	ssize_t n;

	body_sink(w, msg->rest.p, msg->rest.n);
	while ((n = message_body(msg, fd, chunk, sizeof(chunk))) > 0)
		body_sink(w, chunk, (size_t)n);
	if (n == -1) {
		outcome_fail(o, EX_IOERR, "%s: %s", shown(file),
		    strerror(errno));
		return;
	}
	end(w);
	report(w, &o->out, file, msg->eol);
	o->status = verdict_exit(verdict(w));
}

/* The header was read: can the message be judged? */
static void
check(const struct verifier *v, struct message *msg, int fd, const char *file,
    struct outcome *o)
{
	struct work w;
	time_t now;

	if (msg->excess == NULL && !message_has_header(msg)) {
		outcome_fail(o, EX_DATAERR, "%s: no header at all",
		    shown(file));
		return;
	}
	if (find_time(v, msg, &now) == -1) {
		outcome_fail(o, EX_DATAERR, "%s: the topmost Received field "
		    "has no time", shown(file));
		return;
	}
	begin(&w, v, msg, now);
	if (w.state == NULL && msg->excess == NULL)
		outcome_fail(o, EX_DATAERR, "%s: %s", shown(file),
		    w.fault.text);
	else
		judge(&w, msg, fd, file, o);
	finish(&w);
}

static void
check_file(void *arg, int fd, const char *file, struct outcome *o)
{
	const struct verifier *v = arg;
	struct message msg;

	dns_restart(v->dns);
	if (message_read(&msg, fd) == -1)
		outcome_fail(o, EX_IOERR, "%s: %s", shown(file),
		    strerror(errno));
	else
		check(v, &msg, fd, file, o);
	message_free(&msg);
}

static int
check_input(struct verifier *v)
{
	struct outcome o = { 0 };

	check_file(v, STDIN_FILENO, NULL, &o);
	return outcome_print(&o);
}

/*
 * How many threads there may be: as many as are wanted and have something to
 * do, and for whose files and questions the descriptors are enough; one when
 * standard input is read twice.
 */
static size_t
count_threads(const struct verifier *v, int nfiles, char *files[])
{
	size_t n = v->threads < (unsigned)nfiles ? v->threads :
	    (size_t)nfiles;
	struct rlimit limit;
	int i, inputs = 0;

	for (i = 0; i < nfiles; i++)
		inputs += strcmp(files[i], "-") == 0;
	if (n == 0 || inputs > 1)
		return 1;
	if (getrlimit(RLIMIT_NOFILE, &limit) == 0 &&
	    limit.rlim_cur / DESCRIPTORS < n)
		n = (size_t)(limit.rlim_cur / DESCRIPTORS);
	return n > 0 ? n : 1;
}

/* Each thread has a door to DNS of its own. */
static int
check_files(const struct verifier *v, int nfiles, char *files[])
{
	size_t i, n = count_threads(v, nfiles, files);
	struct verifier *list;
	void **workers;
	int status;

	list = mem_zero(n, sizeof(*list));
	workers = mem_zero(n, sizeof(*workers));
	for (i = 0; i < n; i++) {
		list[i] = *v;
		list[i].dns = dns_beside(v->dns);
		workers[i] = &list[i];
	}
	status = operand_each(nfiles, files, check_file, workers, n);
	for (i = 0; i < n; i++)
		dns_close(list[i].dns);
	free(workers);
	free(list);
	return status;
}

/* All that is to be judged is in the options. */
static int
check_alone(const struct verifier *v)
{
	struct outcome o = { 0 };
	struct work w;

	begin(&w, v, NULL, v->option.now);
	if (w.state == NULL)
		fault_die(&w.fault);
	end(&w);
	report(&w, &o.out, NULL, "\n");
	o.status = verdict_exit(verdict(&w));
	finish(&w);
	return outcome_print(&o);
}

int
verifier_run(struct verifier *v, int nfiles, char *files[], int alone)
{
	struct fault fault;
	int status;

	verifyoption_end(v->tool, &v->option);
	if (v->option.filter && nfiles > 0)
		option_wrong(v->tool, "-f takes no file operands");
	if (v->option.filter)
		fault_filter();
	if ((v->dns = dns_open(&v->dns_config, &fault)) == NULL)
		fault_die(&fault);
	if (v->option.filter)
		status = filter(v);
	else if (nfiles > 0)
		status = check_files(v, nfiles, files);
	else if (alone)
		status = check_alone(v);
	else
		status = check_input(v);
	dns_close(v->dns);
	free(v->dns_config.zones);
	io_finish();
	return status;
}
