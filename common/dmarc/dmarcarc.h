#ifndef DMARCARC_H
#define DMARCARC_H

#include "dmarc.h"

/* Is it a list of domains, with commas between? */
int	dmarcarc_is_list(const char *);

/*
 * ARC's word (RFC 8617 section 7.2.1) where DMARC says fail: if our own
 * server found that the chain passes, and the sealers from some set to the
 * newest are all in the list (names with commas), and that set's
 * ARC-Authentication-Results has dmarc=pass for the author domain, or an
 * aligned spf or dkim pass, then its sealer is noted in the result and the
 * disposition is none.  The verdict stays what it is.
 */
void	dmarcarc_override(struct dmarc *, const char *trusted);

#endif
