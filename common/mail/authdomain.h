#ifndef AUTHDOMAIN_H
#define AUTHDOMAIN_H

#include "resinfo.h"
#include "buf.h"

/*
 * Which domain a result of an Authentication-Results field speaks for (RFC
 * 8601 sections 2.7.1 and 2.7.2), whatever its verdict.  Added are A-labels in
 * lower case.  Each returns NULL, or why there is none as a phrase; then
 * nothing is added.  A property that is there but holds no domain is never
 * made up for by another.
 */

/*
 * header.d of a "dkim" result; without one the domain of header.i, and then
 * *identity is 1: the signing domain is that, or one above it.
 */
const char	*authdomain_dkim(const struct resinfo *,
		    struct buf *domain, int *identity);

/*
 * smtp.mailfrom of a "spf" result, an address or a domain alone.  With none,
 * or the null sender, smtp.helo, and then *helo is 1: for DMARC that domain
 * is none that MAIL FROM named.
 */
const char	*authdomain_spf(const struct resinfo *,
		    struct buf *domain, int *helo);

#endif
