#ifndef SPFDIFF_H
#define SPFDIFF_H

#include "spfranges.h"

/* Two records side by side; it borrows both. */
struct spfdiff {
	const struct spfranges *old, *new;
	struct iprange_set family[2];	/* values: both verdicts; 0: the same */
};

/* Compare: 0, or -1 and a fault.  Freed with spfdiff_free either way. */
int	spfdiff_init(struct spfdiff *, const struct spfranges *old,
	    const struct spfranges *new, struct fault *);

/* Is there a difference, in ranges or in the terms that are no ranges? */
int	spfdiff_differs(const struct spfdiff *);

/* Add lines for a person, or an object of JSON on a line. */
void	spfdiff_text(struct buf *, const struct spfdiff *);
void	spfdiff_json(struct buf *, const struct spfdiff *);

void	spfdiff_free(struct spfdiff *);

#endif
