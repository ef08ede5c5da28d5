#ifndef ZONEFILE_H
#define ZONEFILE_H

#include <stdint.h>

#include "buf.h"
#include "fault.h"
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
 * Read a master file (RFC 1035 section 5.1): $ORIGIN, $TTL, parentheses,
 * quotes, comments, escapes, owners left blank, class and TTL in either
 * order, TTLs with units; also what dig(1) prints.  Without $ORIGIN a
 * relative name is relative to the root.
 * A TYPE that is none: "name TIMEOUT" makes each question about the name for
 * which it has no record time out, "name TIMEOUT TYPE" those of that type.
 * Returns 0, or -1 with a fault that names file and line (EX_NOINPUT,
 * EX_DATAERR).
 */
int	zone_read(struct zone *, const char *file, struct fault *);

/* The same, from text; the name is for messages. */
int	zone_parse(struct zone *, struct span text, const char *name,
	    struct fault *);

void	zone_free(struct zone *);

#endif
