#ifndef FINDING_H
#define FINDING_H

#include "buf.h"
#include "span.h"

enum finding_level {
	FINDING_NOTE,		/* it is well; there is more to know */
	FINDING_WARNING,	/* it works, but not as it might be meant */
	FINDING_ERROR		/* it does not work */
};

/* One thing that is wrong with a record, or not wise. */
struct finding {
	enum finding_level level;
	struct buf	 text;		/* what offends, as it stands there */
	struct buf	 reason;	/* a phrase that names the cause */
	struct buf	 better;	/* what would be right; empty: unknown */
};

/* All zero is none.  Freed with findings_free. */
struct findings {
	struct finding	*list;		/* in the order they were found */
	size_t		 n;
};

/*
 * Add a finding about this text (printable or not, may be empty).  The
 * result can be given a better text, until the next is added.
 */
struct finding	*findings_add(struct findings *, enum finding_level,
		    struct span text, const char *reason, ...)
		    __attribute__((format(printf, 4, 5)));

/* Is there a finding of this level or a higher one? */
int		 findings_reach(const struct findings *, enum finding_level);

/* "note", "warning" or "error" */
const char	*finding_word(enum finding_level);

void		 findings_free(struct findings *);

#endif
