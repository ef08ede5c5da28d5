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
