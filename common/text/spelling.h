#ifndef SPELLING_H
#define SPELLING_H

#include "span.h"

/*
 * Would one letter more, less, other or exchanged make it that word (ASCII
 * case aside)?  Words of one or two letters are like no other.
 */
int	spelling_near(struct span, const char *word);

#endif
