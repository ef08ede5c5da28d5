#include <errno.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "authres.h"
#include "io.h"
#include "pass.h"
#include "strip.h"

#define CHUNK	65536

void
pass_open(struct pass *p)
{
	if (message_read(&p->msg, STDIN_FILENO) == -1)
		die(EX_IOERR, "cannot read the message: %s", strerror(errno));
	spool_init(&p->spool, STDIN_FILENO);
}

int
pass_read(struct pass *p, void (*sink)(void *, const char *, size_t),
    void *arg, struct fault *f)
{
	char chunk[CHUNK];
	ssize_t n;

	sink(arg, p->msg.rest.p, p->msg.rest.n);
	while ((n = message_body(&p->msg, STDIN_FILENO, chunk,
	    sizeof(chunk))) > 0) {
		sink(arg, chunk, (size_t)n);
		if (!p->forget &&
		    spool_add(&p->spool, chunk, (size_t)n, f) == -1)
			return -1;
	}
	if (n == -1)
		return fault_set(f, EX_IOERR, "cannot read the message: %s",
		    strerror(errno));
	return 0;
}

/* Write what has gathered. */
static void
flush(struct buf *out)
{
	io_out(buf_view(out));
	out->n = 0;
}

/* Small pieces gather, large ones go out at once. */
static void
out_sink(void *arg, const char *p, size_t n)
{
	struct span v = { p, n };
	struct buf *out = arg;

	if (out->n + n <= CHUNK) {
		buf_span(out, v);
		return;
	}
	flush(out);
	if (n <= CHUNK)
		buf_span(out, v);
	else
		io_out(v);
}

static void
strip_sink(void *arg, const char *p, size_t n)
{
	strip_add(arg, p, n);
}

/* The header as it leaves: with new fields, without forged ones. */
static void
add_header(struct buf *b, const struct message *msg, struct span fields,
    const char *id, unsigned skip)
{
	size_t i, trusted = authres_trusted(msg, skip);

	buf_span(b, msg->mbox);
	buf_span(b, fields);
	for (i = 0; i < msg->nfields; i++)
		if (id == NULL || i < trusted ||
		    !authres_forged(&msg->fields[i], id))
			buf_span(b, msg->fields[i].whole);
	if (msg->nfields == 0 && fields.n > 0 && msg->rest.n > 0 &&
	    is_wsp((unsigned char)msg->rest.p[0]) && msg->separator.n == 0)
		buf_text(b, msg->eol);	/* this must not continue our field */
	buf_span(b, msg->separator);
}

/* The rest of the message, every byte as it came. */
static void
write_rest(struct pass *p, struct buf *out)
{
	struct fault fault;

	out_sink(out, p->msg.rest.p, p->msg.rest.n);
	flush(out);
	if (spool_copy(&p->spool, STDOUT_FILENO, &fault) == -1)
		fault_die(&fault);
}

/* The same of a header too long to be parsed, without what is forged. */
static void
strip_rest(struct pass *p, struct buf *out, const char *id)
{
	struct strip strip;

	strip_init(&strip, id, out_sink, out);
	strip_add(&strip, p->msg.rest.p, p->msg.rest.n);
	spool_give(&p->spool, strip_sink, &strip);
	strip_end(&strip);
	flush(out);
}

/* What was judged must be what goes out. */
static void
check_input(const struct pass *p)
{
	struct fault fault;

	if (spool_check(&p->spool, &fault) == -1)
		fault_die(&fault);
}

void
pass_write(struct pass *p, struct span fields, const char *id, unsigned skip)
{
	struct buf out = { 0 };

	check_input(p);
	add_header(&out, &p->msg, fields, id, skip);
	if (p->msg.excess == NULL || id == NULL)
		write_rest(p, &out);
	else
		strip_rest(p, &out, id);
	check_input(p);
	buf_free(&out);
}

void
pass_free(struct pass *p)
{
	spool_free(&p->spool);
	message_free(&p->msg);
}
