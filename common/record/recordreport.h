#ifndef RECORDREPORT_H
#define RECORDREPORT_H

#include "buf.h"
#include "entry.h"

/* Add a line for each finding: FILE:LINE: NAME: error: TEXT: reason. */
void	recordreport_text(struct buf *, const struct entry *);

/* Add the record and its findings as an object of JSON on a line. */
void	recordreport_json(struct buf *, const struct entry *);

#endif
