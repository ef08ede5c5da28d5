#include <errno.h>
#include <paths.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "io.h"
#include "spool.h"

#define CHUNK	65536

/* May it be read again?  Not when it is also where the output goes. */
static int
is_lasting(const struct stat *in)
{
	struct stat out;

	return S_ISREG(in->st_mode) && (fstat(STDOUT_FILENO, &out) == -1 ||
	    out.st_dev != in->st_dev || out.st_ino != in->st_ino);
}

void
spool_init(struct spool *s, int in)
{
	memset(s, 0, sizeof(*s));
	s->in = in;
	s->file = -1;
	s->start = -1;
	if (fstat(in, &s->before) == 0 && is_lasting(&s->before))
		s->start = lseek(in, 0, SEEK_CUR);
}

/* A file without a name. */
static int
open_file(struct spool *s, struct fault *f)
{
	const char *folder = getenv("TMPDIR");
	struct buf path = { 0 };

	if (folder == NULL || folder[0] == '\0')
		folder = _PATH_TMP;
	buf_printf(&path, "%s/mailseal.XXXXXXXXXX", folder);
	buf_string(&path);
	s->file = mkstemp(path.p);
	if (s->file == -1)
		fault_set(f, EX_CANTCREAT, "cannot make a temporary file in "
		    "%s: %s", folder, strerror(errno));
	else
		unlink(path.p);
	buf_free(&path);
	return s->file == -1 ? -1 : 0;
}

int
spool_add(struct spool *s, const char *p, size_t n, struct fault *f)
{
	struct span v = { p, n };

	s->size += n;
	if (s->start != -1)
		return 0;
	if (s->file == -1 && s->memory.n + n <= SPOOL_MEMORY) {
		buf_add(&s->memory, p, n);
		return 0;
	}
	if (s->file == -1 && open_file(s, f) == -1)
		return -1;
	if (io_write(s->file, v) == -1)
		return fault_set(f, EX_IOERR, "cannot write to the temporary "
		    "file: %s", strerror(errno));
	return 0;
}

static int
same_time(struct timespec a, struct timespec b)
{
	return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

int
spool_check(const struct spool *s, struct fault *f)
{
	struct stat now;

	if (s->start == -1)
		return 0;
	if (fstat(s->in, &now) == -1 || now.st_size != s->before.st_size ||
	    !same_time(now.st_mtim, s->before.st_mtim))
		return fault_set(f, EX_IOERR,
		    "the input changed while it was read");
	return 0;
}

/* Read size octets of a file again, from an offset. */
static void
give_file(int fd, off_t at, uint64_t size,
    void (*sink)(void *, const char *, size_t), void *arg)
{
	char chunk[CHUNK];
	ssize_t n;

	if (lseek(fd, at, SEEK_SET) == -1)
		die(EX_IOERR, "cannot read the message again: %s",
		    strerror(errno));
	for (; size > 0; size -= (uint64_t)n) {
		n = io_read(fd, chunk,
		    size < sizeof(chunk) ? (size_t)size : sizeof(chunk));
		if (n <= 0)
			die(EX_IOERR, "cannot read the message again: %s",
			    n == 0 ? "it is shorter now" : strerror(errno));
		sink(arg, chunk, (size_t)n);
	}
}

void
spool_give(struct spool *s, void (*sink)(void *, const char *, size_t),
    void *arg)
{
	if (s->start != -1) {
		give_file(s->in, s->start, s->size, sink, arg);
		return;
	}
	if (s->memory.n > 0)
		sink(arg, s->memory.p, s->memory.n);
	if (s->file != -1)
		give_file(s->file, 0, s->size - s->memory.n, sink, arg);
}

int
spool_copy(struct spool *s, int out, struct fault *f)
{
	if (s->start != -1)
		return io_copy(s->in, s->start, s->size, out, 0, f);
	if (io_write(out, buf_view(&s->memory)) == -1)
		return fault_set(f, EX_IOERR, "cannot write to standard "
		    "output: %s", strerror(errno));
	if (s->file == -1)
		return 0;
	return io_copy(s->file, 0, s->size - s->memory.n, out, 1, f);
}

void
spool_free(struct spool *s)
{
	buf_free(&s->memory);
	if (s->file != -1)
		close(s->file);
	s->file = -1;
}
