#ifndef SPFAHEAD_H
#define SPFAHEAD_H

#include "spfstate.h"

/*
 * Start the lookups that the terms of the record will need if no term before
 * them matches, as far as the limit of RFC 7208 section 4.6.4 lets
 * evaluation come, and those of the records below whose text is known by
 * now.  Asking again what is known or under way costs nothing, so this may
 * be called whenever something has arrived.  What evaluation counts is not
 * touched.
 */
void	spfahead(struct spf *);

#endif
