#ifndef ZONEDATA_H
#define ZONEDATA_H

#include <stdint.h>

#include "zonetoken.h"

/* The words of a record in a master file: TTL, class, type and data. */

/*
 * The type of a record that stands for time-outs: of questions for which the
 * name has no record, or, with a type added to it, of those for that type.
 */
#define ZONE_TIMEOUT	65536

#define ZONE_CLASS_IN	1

/* The seconds of a TTL, plain or as 1h30m: 1, or 0 when it is none. */
int	zonedata_ttl(struct span, uint32_t *);

/* The number of a class, or -1 when it is none. */
int	zonedata_class(struct span);

/* The number behind a word such as TYPE or CLASS, or -1. */
int	zonedata_numbered(struct span, const char *word);

/*
 * The number of a type, ZONE_TIMEOUT among them, 0 for one not known here, or
 * -1 for no type.
 */
int	zonedata_type(struct span);

/* Read the type that may stand behind TIMEOUT; 0 when none does. */
int	zonedata_timeout(struct zone_reader *);

/*
 * Read to the end of the record and add its data, as struct zone_record has
 * them; RFC 3597 section 5 may be their form.  Returns 1, or 0 when data of
 * this type are not read; then nothing is.
 */
int	zonedata_read(struct zone_reader *, int type, struct buf *);

#endif
