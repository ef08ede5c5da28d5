#ifndef ENTRYREAD_H
#define ENTRYREAD_H

#include "entry.h"
#include "fault.h"

#define ENTRYREAD_MAX	100000	/* entries that are kept */

/*
 * Add the records that a text holds, in whatever form it was pasted: entries
 * of a zone file, whole files, the answers of dig(1), host(1), nslookup(1);
 * or the value alone, plain or in quotes, with the lines and quotes that it
 * was cut into.  Names are relative to the origin; empty: not known.  What is
 * wrong with the form of an entry is among its findings.  Records that have
 * nothing to do with mail authentication are left out.
 * Files that it includes are read if it may: a text of somebody else may not.
 * 0, or -1 and a fault (EX_DATAERR, EX_NOINPUT).
 */
int	entryread(struct entries *, struct span text, const char *file,
	    struct span origin, int include, struct fault *);

#endif
