#include <errno.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "entryread.h"
#include "io.h"
#include "keyfile.h"
#include "operand.h"
#include "record.h"
#include "recordinput.h"

#define INPUT_MAX	((size_t)64 << 20)
#define CHUNK		65536

struct input {
	struct entries	*out;
	struct span	 origin;
};

/* All that a descriptor gives: 0, or -1 and a fault. */
static int
read_all(int fd, const char *file, struct buf *b, struct fault *f)
{
	ssize_t n;

	while ((n = io_read(fd, buf_room(b, CHUNK), CHUNK)) > 0) {
		b->n += (size_t)n;
		if (b->n > INPUT_MAX)
			return fault_set(f, EX_DATAERR, "%s: larger than 64 "
			    "MiB", file);
	}
	return n == -1 ? fault_set(f, EX_IOERR, "%s: %s", file,
	    strerror(errno)) : 0;
}

/* Is there a private key in PEM, which is no part of a record? */
static int
has_private(struct span text)
{
	static const char word[] = "PRIVATE KEY-----";
	struct span rest = text, line;
	size_t i;

	while (span_next(&rest, '\n', &line))
		for (i = 0; i + sizeof(word) <= line.n + 1; i++)
			if (line.p[i] == 'P' && span_starts(span_from(line,
			    i), word) && span_find(line, '=') == line.n)
				return 1;
	return 0;
}

static void
read_file(void *arg, int fd, const char *file, struct outcome *o)
{
	struct input *in = arg;
	struct buf b = { 0 };
	struct fault f;
	int status;

	if (strcmp(file, "-") == 0)
		file = "stdin";
	if (read_all(fd, file, &b, &f) == -1)
		status = -1;
	else if (span_starts(buf_view(&b), "\xff\xfe") ||
	    span_starts(buf_view(&b), "\xfe\xff"))
		status = fault_set(&f, EX_DATAERR, "%s: is UTF-16, not text: "
		    "iconv -f UTF-16 -t UTF-8 makes it readable", file);
	else if (span_starts(span_trim(buf_view(&b)), "-----BEGIN ") ||
	    has_private(buf_view(&b)))
		status = fault_set(&f, EX_DATAERR, "%s: holds the file of a "
		    "key: -k FILE makes its record", file);
	else
		status = entryread(in->out, buf_view(&b), file, in->origin,
		    fd != STDIN_FILENO, &f);
	buf_wipe(&b);	/* it may be a private key */
	if (status == -1)
		outcome_fail(o, f.status, "%s", f.text);
}

int
recordinput_files(struct entries *out, int n, char *files[],
    struct span origin)
{
	static char stdin_name[] = "-";
	char *only[] = { stdin_name };
	struct input in = { out, origin };
	void *worker = &in;

	return operand_each(n > 0 ? n : 1, n > 0 ? files : only, read_file,
	    &worker, 1);
}

void
recordinput_text(struct entries *out, enum entry_kind kind,
    const char *source, struct span text)
{
	struct entry *e = entries_add(out);

	e->kind = kind;
	e->relative = 1;
	buf_text(&e->file, source);
	buf_span(&e->text, text);
}

/* The record of a key, which is freed; NULL is a fault. */
static int
add_key(struct entries *out, const char *source, struct key *key)
{
	struct record r = { 0 };
	struct buf text = { 0 };

	if (key == NULL)
		return -1;
	r.key = key;
	r.hashes = "sha256";	/* as dkim-genkey has it by default */
	record_text(&text, &r);
	recordinput_text(out, ENTRY_KEY, source, buf_view(&text));
	buf_free(&text);
	key_free(key);
	return 0;
}

int
recordinput_key(struct entries *out, const char *file, int group_ok,
    struct fault *f)
{
	return add_key(out, file, keyfile_any(file, group_ok, f));
}

int
recordinput_inline(struct entries *out, struct span text, const char *where,
    struct fault *f)
{
	return add_key(out, where, keyfile_inline(text, where, f));
}
