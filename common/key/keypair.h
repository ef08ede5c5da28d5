#ifndef KEYPAIR_H
#define KEYPAIR_H

#include "buf.h"
#include "fault.h"
#include "span.h"

/* The two files of a new key: SELECTOR.private and SELECTOR.txt. */
struct keypair {
	int		 folder;	/* open */
	struct buf	 names[2];
	struct buf	 paths[2];	/* with the folder, for messages */
	struct span	 bytes[2];	/* what is to be written */
	unsigned long	 tag;		/* of the temporary names */
};

/*
 * Open the folder and name the files.  Returns 0, or -1 and a fault.
 * Freed with keypair_free in both cases.
 */
int		 keypair_open(struct keypair *, const char *folder,
		    struct span selector, struct fault *);

/* Is there such a key already?  1 or 0. */
int		 keypair_exists(const struct keypair *);

/* 0 if neither name is taken; else -1 and a fault that says which. */
int		 keypair_vacant(const struct keypair *,
		    struct fault *);

/*
 * Write both files, mode 0600, or none; never over what is there.
 * Returns 0, or -1 and a fault (EX_CANTCREAT, EX_IOERR).
 */
int		 keypair_write(const struct keypair *,
		    struct fault *);

void		 keypair_free(struct keypair *);

#endif
