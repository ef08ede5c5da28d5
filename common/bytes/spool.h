#ifndef SPOOL_H
#define SPOOL_H

#include <sys/types.h>
#include <sys/stat.h>

#include <stdint.h>

#include "buf.h"
#include "fault.h"

#define SPOOL_MEMORY	(1024UL * 1024)	/* octets kept before a file is made */

/*
 * Keeps what a descriptor gives, so that it can be written later: in memory,
 * then in an unlinked file in TMPDIR; what comes from a regular file is
 * simply read again.
 */
struct spool {
	int		 in;		/* where the bytes come from */
	off_t		 start;		/* of them, if it can be read again */
	struct stat	 before;	/* the input as it was then */
	uint64_t	 size;		/* octets kept */
	struct buf	 memory;
	int		 file;		/* or -1 */
};

/* Keep what is read from the descriptor from now on. */
void	spool_init(struct spool *, int in);

/* Keep these octets, just read: 0, or -1 and a fault (EX_IOERR). */
int	spool_add(struct spool *, const char *, size_t, struct fault *);

/*
 * Make sure that all can be given back: the input has not changed.  0, or -1
 * and a fault.
 */
int	spool_check(const struct spool *, struct fault *);

/* Give all octets to the sink; dies when they cannot be read. */
void	spool_give(struct spool *, void (*)(void *, const char *, size_t),
	    void *);

/* Write all octets to the descriptor: 0, or -1 and a fault (EX_IOERR). */
int	spool_copy(struct spool *, int out, struct fault *);

void	spool_free(struct spool *);

#endif
