#ifndef SEPARATOR_H
#define SEPARATOR_H

#include "buf.h"
#include "span.h"

/*
 * Tags that run into each other, as in "p=none rua=mailto:a@example.org":
 * which of these names (a list with blanks between) stands with a value
 * behind a blank or comma in the tag?  Adds the text with semicolons there.
 * Returns how many were missing; name is the first of them then.
 */
size_t	separator_mend(struct buf *, struct span tag, const char *names,
	    struct span *name);

#endif
