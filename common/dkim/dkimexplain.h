#ifndef DKIMEXPLAIN_H
#define DKIMEXPLAIN_H

#include "buf.h"
#include "dkim.h"

/*
 * Add the story of each judgement for a person, in the order of RFC 6376
 * section 6.1: the field, the key, the header, the body, the verdict.  The
 * struct dkim has passed dkim_end.
 */
void	dkimexplain(struct buf *, const struct dkim *);

#endif
