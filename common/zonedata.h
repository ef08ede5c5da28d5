#ifndef ZONEDATA_H
#define ZONEDATA_H

#include "zonetoken.h"

/* The types of records and what stands behind them in a master file. */

/* The number behind a word such as TYPE or CLASS, or -1. */
int	zonedata_numbered(struct span, const char *word);

/* The number of a type, 0 for one not known here, or -1 for no type. */
int	zonedata_type(struct span);

/*
 * Read to the end of the record and add its data, as struct zone_record has
 * them; RFC 3597 section 5 may be their form.  Returns 1, or 0 when data of
 * this type are not read; then nothing is.
 */
int	zonedata_read(struct zone_reader *, int type, struct buf *);

#endif
