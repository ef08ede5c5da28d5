#ifndef RESINFO_H
#define RESINFO_H

#include "buf.h"
#include "scan.h"
#include "span.h"
#include "verdict.h"

#define RESINFO_PROPERTIES	64

/* "ptype.property=pvalue"; with mailbox set the value was local@value. */
struct resinfo_property {
	struct span	ptype;		/* empty: "action=none" has none */
	struct span	name;
	struct span	value;
	struct span	local;
	int		mailbox;
};

/*
 * One result of an Authentication-Results field (RFC 8601 section 2.2).  One
 * with a problem must not be used (sections 2.6 and 4.1); it has what was
 * read of it, and NONE for a verdict.
 */
struct resinfo {
	struct span	 method;
	struct span	 word;		/* as it stands: "hardfail" */
	enum verdict	 verdict;
	const char	*problem;	/* a phrase; NULL: none */
	struct span	 reason;	/* p is NULL: none */
	struct span	 comment;	/* the first behind the word */
	struct resinfo_property *properties;
	size_t		 n;
};

/*
 * Read one, up to a semicolon or the end.  The spans point into what is
 * scanned, and into text, which must have room for as many bytes as are left
 * to read.  A comment or string without an end is an error of the scan.
 * Returns 0, or -1 and an error of the scan when comments and strings are so
 * much out of order that what was read before is in doubt too.
 */
int	resinfo_parse(struct resinfo *, struct scan *, struct buf *text);

/* The property, by its names in lower case; NULL when it is not there. */
const struct resinfo_property *resinfo_property(const struct resinfo *,
	    const char *ptype, const char *name);

/* Keyword of RFC 5321 section 4.1.2; some have an underscore. */
int	resinfo_is_keyword(unsigned char);

/* Is it 1, the version of all that is registered (section 2.6)? */
int	resinfo_is_version(struct span digits);

void	resinfo_free(struct resinfo *);

#endif
