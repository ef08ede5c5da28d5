#ifndef IO_H
#define IO_H

#include <sys/types.h>

#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "fault.h"
#include "span.h"

/*
 * Make this process fit to be a filter: descriptors 0 to 2 that are closed
 * are opened so that using them fails (never so that it seems to work), and
 * a reader that goes away or a file that grows too large is an error to be
 * reported, not a signal.
 */
void	io_init(void);

/*
 * The exit status for an open(2) that failed, by errno: the one given, or
 * EX_OSERR when it is this process that has not enough.
 */
int	io_open_status(int status);

/* As read(2), but waits out EINTR and EAGAIN. */
ssize_t	io_read(int fd, void *, size_t);

/*
 * Add the contents of a file of the site: a table or list of at most max
 * octets.  0, or -1 and a fault that names it (EX_NOINPUT, EX_CONFIG when it
 * is larger, EX_IOERR).
 */
int	io_load(struct buf *, const char *file, size_t max, struct fault *);

/* Write all of it, whatever the descriptor: 0, or -1 and errno. */
int	io_write(int fd, struct span);

/*
 * Copy so many octets of a file, from an offset, to standard output or what
 * stands for it; in the kernel where that can be.  The pages of a file that is
 * ours, which nobody else can change, may be lent to a pipe; of another one
 * they may not: its reader would see what is written to them meanwhile.
 * 0, or -1 and a fault (EX_IOERR).
 */
int	io_copy(int in, off_t at, uint64_t size, int out, int ours,
	    struct fault *);

/* Write to standard output, or die (EX_IOERR). */
void	io_out(struct span);

/* Close standard output, or die (EX_IOERR): last in each tool. */
void	io_finish(void);

/*
 * The printable form of a name for a line of output: control characters
 * become question marks.  Returns out, which has room for size bytes.
 */
char	*io_printable(const char *, char *out, size_t size);

#endif
