#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "io.h"
#include "message.h"
#include "scan.h"

#define CHUNK	65536

/* Offsets, because the bytes move while they are being read. */
struct place {
	size_t	start;		/* of the field */
	size_t	colon;
	size_t	end;		/* behind its last line end */
};

struct reader {
	struct message	*msg;
	struct place	*places;
	size_t		 n, size;
	size_t		 at;		/* start of the first line not judged */
	size_t		 seen;		/* no LF stands between at and here */
	size_t		 header;	/* where the header starts */
	size_t		 line;		/* number of the line at "at" */
};

/* What a line is, in the header. */
enum line {
	EMPTY,
	FIELD,
	CONTINUATION,
	OTHER
};

/* ftext of RFC 5322 section 3.6.8. */
static int
is_ftext(unsigned char c)
{
	return c > 0x20 && c < 0x7f && c != ':';
}

int
message_is_name(struct span v)
{
	struct scan s;

	scan_init(&s, v);
	return scan_while(&s, is_ftext).n > 0 && scan_done(&s);
}

/* White space may stand before the colon (RFC 5322 section 4.5). */
static enum line
judge(struct span line, int first, size_t *colon)
{
	struct span name = line, end = line;

	if (end.n > 0 && end.p[end.n - 1] == '\n')
		end.n--;
	if (end.n > 0 && end.n < line.n && end.p[end.n - 1] == '\r')
		end.n--;
	if (end.n == 0)
		return EMPTY;
	if (is_wsp((unsigned char)line.p[0]))
		return first ? OTHER : CONTINUATION;
	name.n = *colon = span_find(end, ':');
	while (name.n > 0 && is_wsp((unsigned char)name.p[name.n - 1]))
		name.n--;
	return *colon < end.n && message_is_name(name) ? FIELD : OTHER;
}

static void
add_place(struct reader *r, size_t colon, size_t end)
{
	if (r->n == r->size) {
		r->size = r->size == 0 ? 64 : r->size * 2;
		r->places = mem_grow(r->places, r->size, sizeof(*r->places));
	}
	r->places[r->n].start = r->at;
	r->places[r->n].colon = r->at + colon;
	r->places[r->n++].end = end;
}

static int
exceeds(struct reader *r, size_t end)
{
	if (end - r->header > MESSAGE_HEADER_MAX)
		r->msg->excess = "the header is larger than 1 MiB";
	else if (r->n > MESSAGE_FIELDS_MAX)
		r->msg->excess = "the header has more than 10000 fields";
	return r->msg->excess != NULL;
}

/* Does a mailbox file's separator stand here?  "From :" is a field. */
static int
is_mbox(struct span line)
{
	struct span rest;

	if (line.n <= 5 || memcmp(line.p, "From ", 5) != 0 ||
	    line.p[line.n - 1] != '\n')
		return 0;
	rest = span_trim(span_from(line, 5));
	return rest.n == 0 || rest.p[0] != ':';
}

/* Take one line that ends at end: 1 to go on, 0 when the header has ended. */
static int
take_line(struct reader *r, size_t end)
{
	struct message *msg = r->msg;
	struct span line = { msg->bytes.p + r->at, end - r->at };
	size_t colon;

	if (r->line == 0 && is_mbox(line)) {
		msg->mbox.n = r->header = end;
	} else {
		switch (judge(line, r->n == 0, &colon)) {
		case FIELD:
			add_place(r, colon, end);
			break;
		case CONTINUATION:
			if (r->n > 0)
				r->places[r->n - 1].end = end;
			break;
		case EMPTY:
			msg->separator.n = line.n;
			return 0;
		case OTHER:
			msg->odd = r->line + 1;
			return 0;
		}
		if (exceeds(r, end))
			return 0;
	}
	r->line++;
	r->at = r->seen = end;
	return 1;
}

/* Take all whole lines, at the end of input also a last one without LF. */
static int
take_lines(struct reader *r)
{
	struct buf *b = &r->msg->bytes;
	const char *lf;

	while (r->seen < b->n &&
	    (lf = memchr(b->p + r->seen, '\n', b->n - r->seen)) != NULL)
		if (!take_line(r, (size_t)(lf - b->p) + 1))
			return 0;
	r->seen = b->n;
	if (b->n - r->header > MESSAGE_HEADER_MAX && exceeds(r, b->n))
		return 0;
	if (r->msg->eof && r->at < b->n)
		take_line(r, b->n);
	return !r->msg->eof;
}

/* The bytes stand still now: make spans of the offsets. */
static void
set_fields(struct reader *r)
{
	struct message *msg = r->msg;
	const char *p = msg->bytes.p;
	struct field *f;
	size_t i;

	msg->fields = mem_zero(r->n, sizeof(*msg->fields));
	msg->nfields = r->n;
	for (i = 0; i < r->n; i++) {
		f = &msg->fields[i];
		f->whole.p = p + r->places[i].start;
		f->whole.n = r->places[i].end - r->places[i].start;
		f->name.p = f->whole.p;
		f->name.n = r->places[i].colon - r->places[i].start;
		f->value = span_from(f->whole, f->name.n + 1);
		f->name = span_trim(f->name);
		if (f->value.n > 0 && f->value.p[f->value.n - 1] == '\n')
			f->value.n--;
		if (f->value.n > 0 && f->value.p[f->value.n - 1] == '\r' &&
		    f->value.p + f->value.n < f->whole.p + f->whole.n)
			f->value.n--;
	}
}

/* Sorted by name, the lowest field of a name first. */
static int
compare(const struct field *a, const struct field *b)
{
	int d = span_order(a->name, b->name);

	if (d != 0)
		return d;
	return a->whole.p > b->whole.p ? -1 : a->whole.p < b->whole.p;
}

static int
by_name(const void *a, const void *b)
{
	return compare(*(const struct field *const *)a,
	    *(const struct field *const *)b);
}

static void
set_order(struct message *msg)
{
	size_t i;

	msg->order = mem_zero(msg->nfields, sizeof(*msg->order));
	for (i = 0; i < msg->nfields; i++)
		msg->order[i] = &msg->fields[i];
	qsort(msg->order, msg->nfields, sizeof(*msg->order), by_name);
}

/*
 * Beyond a limit the rest starts at a field, so that a filter can go on
 * field by field.
 */
static void
step_back(struct reader *r)
{
	const char *p = r->msg->bytes.p;

	if (r->n > 0 && (r->places[r->n - 1].end > r->at ||
	    is_wsp((unsigned char)p[r->at])))
		r->at = r->places[--r->n].start;
}

static void
set_rest(struct reader *r)
{
	struct message *msg = r->msg;
	struct span all = buf_view(&msg->bytes);
	size_t n = span_find(all, '\n');

	msg->eol = n > 0 && n < all.n && all.p[n - 1] == '\r' ? "\r\n" : "\n";
	msg->mbox.p = all.p;
	msg->header.p = all.p + r->header;
	msg->header.n = r->at - r->header;
	msg->separator.p = all.p + r->at;
	msg->rest = span_from(all, r->at + msg->separator.n);
}

int
message_read(struct message *msg, int fd)
{
	struct reader r;
	ssize_t n;

	memset(msg, 0, sizeof(*msg));
	memset(&r, 0, sizeof(r));
	r.msg = msg;
	do {
		n = io_read(fd, buf_room(&msg->bytes, CHUNK), CHUNK);
		if (n == -1)
			break;
		msg->bytes.n += (size_t)n;
		msg->eof = n == 0;
	} while (take_lines(&r));
	if (msg->excess != NULL)
		step_back(&r);
	set_fields(&r);
	set_order(msg);
	set_rest(&r);
	free(r.places);
	return n == -1 ? -1 : 0;
}

ssize_t
message_body(struct message *msg, int fd, char *p, size_t size)
{
	ssize_t n;

	if (msg->eof)
		return 0;
	n = io_read(fd, p, size);
	msg->eof = n == 0;
	return n;
}

size_t
message_find(const struct message *msg, struct span name)
{
	size_t low = 0, high = msg->nfields, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (span_order(msg->order[mid]->name, name) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

size_t
message_count(const struct message *msg, struct span name)
{
	size_t first = message_find(msg, name), i = first;

	while (i < msg->nfields && span_same(msg->order[i]->name, name))
		i++;
	return i - first;
}

const struct field *
message_top(const struct message *msg, const char *name)
{
	struct span v = span_of(name);
	size_t n = message_count(msg, v);

	return n == 0 ? NULL : msg->order[message_find(msg, v) + n - 1];
}

int
message_has_header(const struct message *msg)
{
	return msg->nfields > 0;
}

void
message_note_odd(const struct message *msg, struct buf *reason)
{
	if (msg->odd > 0)
		buf_printf(reason, "%sthe header ends at line %zu, which is "
		    "no field", reason->n > 0 ? "; " : "", msg->odd);
}

void
message_free(struct message *msg)
{
	free(msg->order);
	free(msg->fields);
	buf_free(&msg->bytes);
	memset(msg, 0, sizeof(*msg));
}
