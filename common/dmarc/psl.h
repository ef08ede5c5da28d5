#ifndef PSL_H
#define PSL_H

#include "buf.h"
#include "fault.h"
#include "span.h"

/* Where Debian's package publicsuffix has it. */
#define PSL_FILE	"/usr/share/publicsuffix/public_suffix_list.dat"

/* A public suffix list, as publicsuffix.org has it. */
struct psl {
	struct buf	 text;		/* the file */
	struct span	*rules;		/* in order, with "!" and "*." */
	size_t		 n;
	struct buf	 names;		/* what the rules point into */
};

/* Read a list.  0, or -1 and a fault.  Freed with psl_free in both cases. */
int		 psl_read(struct psl *, const char *file, struct fault *);

/*
 * Does the word name a list, not a message or domain?  It ends in ".dat", or
 * is a file whose first line is a comment or a rule, and no header field.
 */
int		 psl_is_list(const char *file);

/*
 * The Organizational Domain of RFC 7489 section 3.2: the public suffix and
 * one label more, or the domain itself when it is a public suffix.  It
 * borrows from the domain.
 */
struct span	 psl_org(const struct psl *, struct span domain);

void		 psl_free(struct psl *);

#endif
