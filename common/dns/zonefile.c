#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "io.h"
#include "zonedata.h"
#include "zonefile.h"
#include "zonetoken.h"

#define CHUNK		65536			/* of a read */
#define OCTETS_MAX	((size_t)64 << 20)	/* with included files */
#define DEPTH_MAX	8			/* of $INCLUDE */

/* One file on its way in. */
struct file {
	struct zone_reader r;
	struct zone	*zone;
	struct fault	*fault;
	const char	*name;
	struct span	 owner;		/* of the last record; p NULL: none */
	int		 relative;	/* it, and to a domain not known */
	uint32_t	 ttl;		/* for records that name none */
	int		 fixed;		/* ttl is that of $TTL */
	unsigned	 depth;		/* of $INCLUDE */
	size_t		*left;		/* octets that may still be read */
	int		 told;		/* the fault is filled in already */
	const struct zone_watch *watch;	/* or NULL */
	struct zone_entry entry;	/* for it */
};

/* A name that stays. */
static struct span
keep_name(struct file *f, struct span text)
{
	struct buf b = { 0 };
	struct span v;

	zonetoken_name(&f->r, text, &b);
	v = zonestore_keep(f->zone, buf_view(&b));
	buf_free(&b);
	return v;
}

/* Data of this type; p is NULL when it is not read. */
static struct span
keep_data(struct file *f, int type)
{
	struct buf b = { 0 };
	struct span v = { NULL, 0 };

	if (zonedata_read(&f->r, type, &b))
		v = zonestore_keep(f->zone, buf_view(&b));
	buf_free(&b);
	return v;
}

/*
 * What may stand before the type, in either order: a TTL and a class.  On
 * return t is the type.
 */
static int
read_prefix(struct file *f, struct zone_token *t, uint32_t *ttl)
{
	int class = -1, timed = 0;

	*ttl = f->ttl;
	for (;;) {
		if (t->quoted)
			break;
		if (class == -1 && (class = zonedata_class(t->text)) != -1)
			;
		else if (!timed && zonedata_ttl(t->text, ttl))
			f->entry.timed = timed = 1;
		else
			break;
		if (!zonetoken_next(&f->r, t)) {
			scan_fail(&f->r.s, "record without a type");
			break;
		}
	}
	if (timed && !f->fixed)
		f->ttl = *ttl;
	return class == -1 ? ZONE_CLASS_IN : class;
}

/* All of a record behind its owner. */
static void
read_record(struct file *f, struct zone_token *t)
{
	struct zone_record record = { 0 };
	int class;

	if (f->owner.p == NULL)
		scan_fail(&f->r.s, "record without an owner");
	f->entry.record.name = record.name = f->owner;
	class = read_prefix(f, t, &record.ttl);
	f->entry.word = t->text;
	f->entry.open = f->r.open;
	record.type = t->quoted ? -1 : zonedata_type(t->text);
	if (record.type == -1)
		scan_fail(&f->r.s, "not a record type");
	if (record.type == ZONE_TIMEOUT)
		record.type += zonedata_timeout(&f->r);
	else if (f->r.s.err == NULL && class == ZONE_CLASS_IN)
		record.data = keep_data(f, record.type);
	f->entry.record = record;
	if (class != ZONE_CLASS_IN)
		f->entry.record.name.p = NULL;
	while (zonetoken_next(&f->r, t))
		;
	if (f->r.s.err == NULL && class == ZONE_CLASS_IN && f->watch == NULL)
		zonestore_add(f->zone, &record);
}

/* Fill the fault in; returns -1. */
static int
tell(struct file *f, int status, const char *why)
{
	char name[512];

	f->told = 1;
	io_printable(f->name, name, sizeof(name));
	if (status == EX_DATAERR && f->r.at > 0)
		return fault_set(f->fault, status, "%s:%zu: %s", name, f->r.at,
		    why);
	return fault_set(f->fault, status, "%s: %s", name, why);
}

/* The bytes of a file: 0, or -1 and a fault. */
static int
load(struct file *f, struct buf *b)
{
	struct stat st;
	ssize_t n = -1;
	int fd, error;

	/* An included file is never waited for. */
	fd = open(f->name, O_RDONLY | O_CLOEXEC |
	    (f->depth > 0 ? O_NONBLOCK : 0));
	error = errno;

	if (fd != -1 && f->depth > 0 && (fstat(fd, &st) == -1 ||
	    !S_ISREG(st.st_mode))) {
		close(fd);
		return tell(f, EX_NOINPUT, "is not a regular file");
	}
	while (fd != -1 && b->n <= *f->left &&
	    (n = io_read(fd, buf_room(b, CHUNK), CHUNK)) > 0)
		b->n += (size_t)n;
	if (fd != -1 && n == -1)
		error = errno;
	if (fd != -1)
		close(fd);
	if (b->n > *f->left)
		return tell(f, EX_DATAERR, "zone is larger than 64 MiB");
	if (n == -1)
		return tell(f, EX_NOINPUT, strerror(error));
	*f->left -= b->n;
	return 0;
}

static int read_file(struct file *);

static void
read_origin(struct file *f)
{
	struct zone_token t;

	if (zonetoken_next(&f->r, &t))
		f->r.origin = keep_name(f, t.text);
	else
		scan_fail(&f->r.s, "$ORIGIN without a name");
}

/* RFC 2308 section 4. */
static void
read_default_ttl(struct file *f)
{
	struct zone_token t;

	f->fixed = 1;
	if (!zonetoken_next(&f->r, &t) || !zonedata_ttl(t.text, &f->ttl))
		scan_fail(&f->r.s, "$TTL without a time");
}

/* The path of an included file: relative to the file that includes it. */
static void
add_path(struct file *f, struct span text, struct buf *path)
{
	struct span dir = span_of(f->name);

	dir.n = span_rfind(dir, '/') + 1;
	if (dir.n <= strlen(f->name) && text.n > 0 && text.p[0] != '/')
		buf_span(path, dir);
	zonetoken_string(&f->r, text, path);
	if (text.n == 0 || span_find(buf_view(path), '\0') < path->n)
		scan_fail(&f->r.s, "$INCLUDE without a file name");
}

/* What the file sets holds in it only (RFC 1035 section 5.1). */
static void
read_include(struct file *f)
{
	struct file inner = *f;
	struct buf path = { 0 };
	struct zone_token t;

	if (f->watch != NULL && !f->watch->include)
		scan_fail(&f->r.s, "$INCLUDE is not followed in a text that "
		    "was pasted: name the file");
	else if (!zonetoken_next(&f->r, &t))
		scan_fail(&f->r.s, "$INCLUDE without a file name");
	else
		add_path(f, t.text, &path);
	if (zonetoken_next(&f->r, &t))
		inner.r.origin = keep_name(f, t.text);
	if (inner.depth++ == DEPTH_MAX)
		scan_fail(&f->r.s, "$INCLUDE more than 8 files deep");
	if (f->r.s.err == NULL) {
		inner.name = buf_string(&path);
		if (read_file(&inner) == -1) {
			f->told = 1;
			scan_fail(&f->r.s, "in an included file");
		}
	}
	buf_free(&path);
}

/* BIND's own: what it makes is no text, so that a watcher may miss it. */
static void
read_generate(struct file *f)
{
	struct zone_token t;

	if (f->watch == NULL)
		scan_fail(&f->r.s, "not one of $INCLUDE, $ORIGIN, $TTL");
	while (zonetoken_next(&f->r, &t))
		;
}

static const struct {
	const char	*name;
	void		(*read)(struct file *);
} directives[] = {
	{ "$GENERATE",	read_generate },
	{ "$INCLUDE",	read_include },
	{ "$ORIGIN",	read_origin },
	{ "$TTL",	read_default_ttl }
};
#define NDIRECTIVES	(sizeof(directives) / sizeof(directives[0]))

static void
read_directive(struct file *f, const struct zone_token *t)
{
	size_t i;

	for (i = 0; i < NDIRECTIVES; i++)
		if (span_eqi(t->text, directives[i].name))
			break;
	if (i < NDIRECTIVES)
		directives[i].read(f);
	else
		scan_fail(&f->r.s, "not one of $INCLUDE, $ORIGIN, $TTL");
}

/* One entry, which ends with its line or with the file. */
static void
read_entry(struct file *f)
{
	int blank = is_wsp((unsigned char)scan_peek(&f->r.s));
	struct zone_token t;

	if (!zonetoken_next(&f->r, &t))
		;
	else if (!blank && !t.quoted && t.text.p[0] == '$')
		read_directive(f, &t);
	else {
		if (!blank) {
			f->owner = keep_name(f, t.text);
			f->relative = f->r.origin.n == 0 && (t.text.n == 0 ||
			    t.text.p[t.text.n - 1] != '.');
			if (!zonetoken_next(&f->r, &t))
				scan_fail(&f->r.s, "record without a type");
		}
		if (f->r.s.err == NULL)
			read_record(f, &t);
	}
	if (zonetoken_next(&f->r, &t))
		scan_fail(&f->r.s, "more words than wanted");
	if (scan_byte(&f->r.s, '\n'))
		f->r.line++;
}

/*
 * One entry under watch: what is wrong with it is told to the watcher, and
 * the next one is read, unless nobody knows where that begins.
 */
static void
watch_entry(struct file *f)
{
	struct scan *s = &f->r.s;
	struct span rest = { s->p, (size_t)(s->end - s->p) };
	size_t i, taken = f->watch->take(f->watch->arg, rest, f->r.line);

	memset(&f->entry, 0, sizeof(f->entry));
	f->entry.record.type = -1;
	f->entry.line = f->r.line;
	for (i = 0; i < taken; i++)
		f->r.line += *s->p++ == '\n';
	if (taken == 0)
		read_entry(f);
	if (taken > 0 || f->told)
		return;
	f->entry.why = s->err;
	if (s->err != NULL) {
		f->entry.line = f->r.at;
		zonetoken_skip(&f->r);
	}
	f->entry.file = f->name;
	f->entry.relative = f->relative;
	f->entry.source.p = rest.p;
	f->entry.source.n = (size_t)(s->p - rest.p);
	if (f->entry.word.p != NULL) {
		f->entry.data.p = f->entry.word.p + f->entry.word.n;
		f->entry.data.n = (size_t)(s->p - f->entry.data.p);
	}
	if ((f->entry.why != NULL || f->entry.record.name.p != NULL) &&
	    !f->watch->entry(f->watch->arg, &f->entry))
		s->p = s->end;
}

/* All entries: 0, or -1 and a fault. */
static int
read_text(struct file *f, struct span text)
{
	scan_init(&f->r.s, text);
	scan_word(&f->r.s, "\xef\xbb\xbf");	/* the BOM of some editors */
	f->r.line = 1;
	f->r.open = 0;
	f->owner.p = NULL;
	while (!scan_done(&f->r.s)) {
		if (f->watch != NULL)
			watch_entry(f);
		else
			read_entry(f);
	}
	if (f->r.s.err == NULL)
		return 0;
	return f->told ? -1 : tell(f, EX_DATAERR, f->r.s.err);
}

static int
read_file(struct file *f)
{
	struct buf b = { 0 };
	int status;

	f->r.at = 0;
	if ((status = load(f, &b)) == 0)
		status = read_text(f, buf_view(&b));
	buf_free(&b);
	return status;
}

int
zone_read(struct zone *z, const char *name, struct fault *fault)
{
	size_t left = OCTETS_MAX;
	struct file f = { .zone = z, .fault = fault, .name = name,
	    .left = &left };

	f.r.origin = span_of("");
	return read_file(&f);
}

int
zone_parse(struct zone *z, struct span text, const char *name,
    struct fault *fault)
{
	size_t left = OCTETS_MAX;
	struct file f = { .zone = z, .fault = fault, .name = name,
	    .left = &left };

	f.r.origin = span_of("");
	return read_text(&f, text);
}

int
zone_scan(struct span text, const char *name, struct span origin,
    const struct zone_watch *watch, struct fault *fault)
{
	size_t left = OCTETS_MAX;
	struct zone z = { 0 };
	struct file f = { .zone = &z, .fault = fault, .name = name,
	    .left = &left, .watch = watch };
	int status;

	f.r.origin = origin;
	status = read_text(&f, text);
	zone_free(&z);
	return status;
}
