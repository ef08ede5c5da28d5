#ifndef DMARCLOOKUP_H
#define DMARCLOOKUP_H

#include "buf.h"
#include "dmarcsurvey.h"

/* Add what was found out of a domain, as lines of "key: value". */
void	dmarclookup_text(struct buf *, const struct dmarcsurvey *);

/* Add the same as one JSON object on a line. */
void	dmarclookup_json(struct buf *, const struct dmarcsurvey *);

#endif
