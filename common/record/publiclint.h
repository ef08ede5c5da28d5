#ifndef PUBLICLINT_H
#define PUBLICLINT_H

#include "buf.h"
#include "crypto.h"
#include "finding.h"
#include "keyrecord.h"

/*
 * The p tag of a key record.  Each adds findings.
 */

/*
 * Why can the value not be used?  1 with a better one added that stands for
 * the same key, 0 when there is none.  *type is what k= says, and changed
 * when that is wrong.  *secret is set when it is a private key, of which
 * nothing may be shown.
 */
int	publiclint_repair(struct findings *, struct span value,
	    enum key_type *type, struct buf *better, int *secret);

/* Is a private key anywhere in the text?  1 and a finding, or 0. */
int	publiclint_private(struct findings *, struct span text);

/* A record that can be used: is its key a good one? */
void	publiclint_key(struct findings *, const struct keyrecord *);

#endif
