#ifndef ZONESTORE_H
#define ZONESTORE_H

#include <stdint.h>

#include "buf.h"
#include "span.h"

/* One resource record of a zone file. */
struct zone_record {
	struct span	name;	/* owner: absolute, as in dnsname.h */
	int		type;	/* RR type number; 0 for one not known here;
				   or ZONE_TIMEOUT of zonedata.h */
	uint32_t	ttl;
	struct span	data;	/* as struct dns_answer has it; p is NULL
				   for types that are not read */
};

/*
 * The records of one or more files.  All zero is an empty zone; the records
 * and their bytes belong to it.
 */
struct zone {
	struct zone_record	*records;
	size_t			 n;
	struct buf		*text;		/* where the spans point */
	size_t			 ntext;
};

/*
 * Copy bytes to where they stay until zone_free; chunks are never grown, so
 * that spans into them hold.
 */
struct span	zonestore_keep(struct zone *, struct span);

void		zonestore_add(struct zone *, const struct zone_record *);

void		zone_free(struct zone *);

#endif
