#ifndef MEND_H
#define MEND_H

#include "entry.h"

/*
 * Undo what pasting does to the text of any record: quotes and backslashes
 * that a provider's form left behind, blanks of a web page, typographic
 * quotes and dashes.  Adds what it found, and the text without it to
 * e->mended.
 */
void	mend(struct entry *);

#endif
