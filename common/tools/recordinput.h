#ifndef RECORDINPUT_H
#define RECORDINPUT_H

#include "entry.h"
#include "fault.h"

/*
 * Add the records of files, "-" being standard input; names are relative to
 * the origin.  An exit status, as operand_each has it; what is wrong is said
 * on standard error.
 */
int	recordinput_files(struct entries *, int n, char *files[],
	    struct span origin);

/*
 * Add the record of a key, private or public, from a file.  0, or -1 and a
 * fault.
 */
int	recordinput_key(struct entries *, const char *file, int group_ok,
	    struct fault *);

/* The same for a private key in a table. */
int	recordinput_inline(struct entries *, struct span text,
	    const char *where, struct fault *);

/* Add a record that was made here. */
void	recordinput_text(struct entries *, enum entry_kind, const char *source,
	    struct span text);

#endif
