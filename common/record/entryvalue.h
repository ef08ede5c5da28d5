#ifndef ENTRYVALUE_H
#define ENTRYVALUE_H

#include "entry.h"

/*
 * The data of TXT records, as they were typed or pasted, in the text of an
 * entry.
 */

/*
 * Does a record's value begin here, without a name and a type before it?
 * Then how many octets of whole lines belong to it; else 0.
 */
size_t	entryvalue_length(struct span rest);

/* Read such a value: 1, or 0 and a finding when it cannot be read. */
int	entryvalue_read(struct entry *, struct span);

/*
 * Read what stands behind the type of an entry in a zone file, in which so
 * many parentheses have been opened.  why: what is wrong with the entry, or
 * NULL.  1 or 0 as above.
 */
int	entryvalue_data(struct entry *, struct span, size_t open,
	    const char *why);

#endif
