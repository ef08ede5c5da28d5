#define _GNU_SOURCE	/* copy_file_range */

#include <sys/sendfile.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "io.h"

#define CHUNK		65536
#define COPY_MAX	((uint64_t)1 << 30)	/* octets at once */

/* What is left of a file to be copied. */
struct part {
	int		 fd;
	off_t		 at;
	uint64_t	 left;
};

void
io_init(void)
{
	int fd;

	for (fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) == -1 && errno == EBADF &&
		    open("/dev/null", fd == STDIN_FILENO ? O_WRONLY :
		    O_RDONLY) != fd)
			_exit(fault_status(EX_OSERR));
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
}

int
io_open_status(int status)
{
	return errno == EMFILE || errno == ENFILE || errno == ENOMEM ?
	    EX_OSERR : status;
}

/* Wait until the descriptor is ready; a non-blocking one may not be. */
static void
wait_ready(int fd, short events)
{
	struct pollfd p;

	p.fd = fd;
	p.events = events;
	p.revents = 0;
	poll(&p, 1, -1);
}

ssize_t
io_read(int fd, void *p, size_t n)
{
	ssize_t got;

	while ((got = read(fd, p, n)) == -1) {
		if (errno == EAGAIN || errno == EWOULDBLOCK)
			wait_ready(fd, POLLIN);
		else if (errno != EINTR)
			break;
	}
	return got;
}

/* In one piece where its size is known: growing would leave copies of keys. */
int
io_load(struct buf *b, const char *file, size_t max, struct fault *f)
{
	struct stat st;
	ssize_t n = 0;
	int fd = open(file, O_RDONLY | O_CLOEXEC);

	if (fd == -1)
		return fault_set(f, EX_NOINPUT, "%s: %s", file,
		    strerror(errno));
	if (fstat(fd, &st) == 0 && st.st_size > 0 && (size_t)st.st_size < max)
		buf_room(b, (size_t)st.st_size + 2UL * CHUNK);
	while (b->n < max && (n = io_read(fd, buf_room(b, CHUNK), CHUNK)) > 0)
		b->n += (size_t)n;
	if (n == -1)
		fault_set(f, EX_IOERR, "%s: %s", file, strerror(errno));
	else if (n > 0)
		fault_set(f, EX_CONFIG, "%s: larger than %zu octets", file,
		    max);
	close(fd);
	return n == 0 ? 0 : -1;
}

int
io_write(int fd, struct span v)
{
	ssize_t n;

	while (v.n > 0) {
		n = write(fd, v.p, v.n);
		if (n >= 0)
			v = span_from(v, (size_t)n);
		else if (errno == EAGAIN || errno == EWOULDBLOCK)
			wait_ready(fd, POLLOUT);
		else if (errno != EINTR)
			return -1;
	}
	return 0;
}

static ssize_t
copy_range(struct part *p, int out, size_t n)
{
	return copy_file_range(p->fd, &p->at, out, NULL, n, 0);
}

static ssize_t
copy_pages(struct part *p, int out, size_t n)
{
	return sendfile(out, p->fd, &p->at, n);
}

/* Let the kernel copy as much as it does in this way. */
static void
copy_by(ssize_t (*copy)(struct part *, int, size_t), struct part *p, int out)
{
	ssize_t n = 0;

	while (p->left > 0) {
		n = copy(p, out, (size_t)(p->left < COPY_MAX ? p->left :
		    COPY_MAX));
		if (n > 0)
			p->left -= (uint64_t)n;
		else if (n == -1 && errno == EAGAIN)
			wait_ready(out, POLLOUT);
		else if (n == 0 || errno != EINTR)
			return;
	}
}

/* Copy the next piece ourselves: 0, or -1 and a fault. */
static int
copy_chunk(struct part *p, int out, struct fault *f)
{
	char chunk[CHUNK];
	struct span v = { chunk, 0 };
	ssize_t n;

	n = pread(p->fd, chunk, p->left < CHUNK ? (size_t)p->left : CHUNK,
	    p->at);
	if (n == -1 && errno == EINTR)
		return 0;
	if (n <= 0)
		return fault_set(f, EX_IOERR, "cannot read the message "
		    "again: %s", n == 0 ? "it is shorter now" :
		    strerror(errno));
	v.n = (size_t)n;
	p->at += n;
	p->left -= v.n;
	if (io_write(out, v) == -1)
		return fault_set(f, EX_IOERR, "cannot write to standard "
		    "output: %s", strerror(errno));
	return 0;
}

int
io_copy(int in, off_t at, uint64_t size, int out, int ours, struct fault *f)
{
	struct part p = { in, at, size };

	copy_by(copy_range, &p, out);
	if (ours)
		copy_by(copy_pages, &p, out);
	while (p.left > 0)
		if (copy_chunk(&p, out, f) == -1)
			return -1;
	return 0;
}

void
io_out(struct span v)
{
	if (io_write(STDOUT_FILENO, v) == -1)
		die(EX_IOERR, "cannot write to standard output: %s",
		    strerror(errno));
}

void
io_finish(void)
{
	if (fflush(stdout) == EOF || close(STDOUT_FILENO) == -1)
		die(EX_IOERR, "cannot write to standard output: %s",
		    strerror(errno));
}

char *
io_printable(const char *name, char *out, size_t size)
{
	size_t i;

	for (i = 0; name[i] != '\0' && i + 1 < size; i++)
		out[i] = (unsigned char)name[i] < 0x20 || name[i] == 0x7f ?
		    '?' : name[i];
	out[i] = '\0';
	return out;
}
