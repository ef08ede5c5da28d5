#ifndef SPFMATCH_H
#define SPFMATCH_H

#include "spfmacro.h"
#include "spfstate.h"

#define SPFMATCH_MX	10	/* hosts that mx may have, section 4.6.4 */

/* The values of macros in a record of this domain. */
void	spfmatch_values(struct spf *, struct span domain,
	    struct spf_values *);

/* The name in an MX record. */
struct span spfmatch_mx_name(struct span);

/* Fill in the target-name of a step (RFC 7208 section 4.8). */
void	spfmatch_target(struct spf *, const struct spf_tree *,
	    struct spf_step *);

/*
 * Evaluate a mechanism other than include (section 5): SPF_MATCH,
 * SPF_NO_MATCH, or SPF_STOP with the tree judged.
 */
enum spf_outcome spfmatch_term(struct spf *, struct spf_tree *,
	    struct spf_step *);

#endif
