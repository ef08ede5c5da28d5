#ifndef KEYFILE_H
#define KEYFILE_H

#include "crypto.h"
#include "fault.h"
#include "span.h"

/*
 * Read a private key from a file, or with text from a table's entry.
 * The file is opened without waiting, must be a regular file of at most
 * 64 KiB that belongs to this user or root, without rights for others (for
 * the group neither, unless group_ok), in a folder that others cannot write
 * to (unless it is sticky), nor to one above it.  Its bytes are locked in
 * memory where that is allowed, and wiped.  Returns the key, to be freed
 * with key_free, or NULL and a fault that names the file and, for rights,
 * the command that mends it (EX_NOINPUT, EX_NOPERM, EX_DATAERR, EX_IOERR).
 */
struct key	*keyfile_private(const char *file, int group_ok,
		    struct fault *);
struct key	*keyfile_inline(struct span text, const char *where,
		    struct fault *);

/*
 * A private or a public key, whichever the file holds; a file with a
 * private key must be as safe as above.
 */
struct key	*keyfile_any(const char *file, int group_ok, struct fault *);

/*
 * Is a file that holds private keys among other things, as a table does, as
 * safe as above?  0, or -1 and a fault.
 */
int		 keyfile_check(const char *file, int group_ok, struct fault *);

#endif
