#ifndef DMARCREPORT_H
#define DMARCREPORT_H

#include "authres.h"
#include "dmarc.h"

/*
 * The results for an Authentication-Results field (RFC 9989 section 9), one
 * for each author domain; freed with free(3).  Strings they need are added
 * to text, which must be empty before, and outlive them as d must.  With
 * json their further members of that form are added as well.
 */
struct authres_result *dmarcreport_results(const struct dmarc *, int json,
	    struct buf *text, size_t *n);

#endif
