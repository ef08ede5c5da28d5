#ifndef ZONEFILE_H
#define ZONEFILE_H

#include "fault.h"
#include "span.h"
#include "zonestore.h"

/* One entry on its way by, good or not. */
struct zone_entry {
	struct zone_record record;	/* as far as it was read: without a name
					   p is NULL, without a type it is -1 */
	int		 timed;		/* it names a TTL */
	int		 relative;	/* its owner, to a domain not known */
	const char	*file;
	size_t		 line;		/* where it begins, or what is wrong */
	struct span	 source;	/* all of it, with its comments */
	struct span	 word;		/* its type as it stands, or unset */
	struct span	 data;		/* what stands behind that */
	size_t		 open;		/* parentheses opened before that */
	const char	*why;		/* what is wrong with it, or NULL */
};

/* Who looks at entries as they are read. */
struct zone_watch {
	/* How many octets of the rest are lines that are no entries. */
	size_t		(*take)(void *, struct span rest, size_t line);
	/* 1 to go on, 0 to read no further. */
	int		(*entry)(void *, const struct zone_entry *);
	void		*arg;
	int		 include;	/* $INCLUDE is followed */
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

/*
 * Show the entries of a text to the watcher and keep none; what is wrong with
 * one does not end it.  Names are relative to the origin; empty: not known.
 * 0, or -1 and a fault when an included file cannot be read.
 */
int	zone_scan(struct span text, const char *name, struct span origin,
	    const struct zone_watch *, struct fault *);

#endif
