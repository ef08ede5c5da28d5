#ifndef ZONETOKEN_H
#define ZONETOKEN_H

#include "buf.h"
#include "scan.h"
#include "span.h"

/*
 * The bytes and words of a master file (RFC 1035 section 5.1).  What is
 * wrong with them is the error of the scan.
 */
struct zone_reader {
	struct scan	 s;
	size_t		 line;		/* where the head stands */
	size_t		 at;		/* where the last token stood */
	size_t		 open;		/* parentheses not closed yet */
	size_t		 opened;	/* line of the outermost */
	struct span	 origin;	/* a name */
};

struct zone_token {
	struct span	 text;		/* its escapes are still in it */
	int		 quoted;
};

/*
 * The next token of an entry: 1, or 0 at the end of the entry or on error;
 * then the head stands on the line end that ends it.
 */
int		 zonetoken_next(struct zone_reader *, struct zone_token *);

/*
 * Behind an error: forget it and go on to where another entry may begin.  Of
 * one with parentheses all lines that begin with a blank are passed over, and
 * if none closes them, all that is left.
 */
void		 zonetoken_skip(struct zone_reader *);

/* Add the bytes that the text of a token stands for. */
void		 zonetoken_string(struct zone_reader *, struct span text,
		    struct buf *);

/* Add the name (dnsname.h) that it stands for, made absolute. */
void		 zonetoken_name(struct zone_reader *, struct span text,
		    struct buf *);

/* Is this, as in dnsname.h, a name?  NULL, or what is wrong as a phrase. */
const char	*zonetoken_check(struct span name);

#endif
