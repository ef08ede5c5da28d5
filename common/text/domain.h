#ifndef DOMAIN_H
#define DOMAIN_H

#include "span.h"

#define DOMAIN_MAX	253	/* octets of a name in text form, without the last dot */

/*
 * Is this a name that may be asked of DNS: labels of 1 to 63 letters,
 * digits, hyphens (not at the ends) and underscores, at least this many of
 * them, DOMAIN_MAX octets in all, no dot at the end?
 * Returns NULL, or what is wrong as a phrase.
 */
const char	*domain_check(struct span, size_t labels);

/* The name without its first label; empty when it has only one. */
struct span	 domain_parent(struct span name);

/* Is the name the same as, or below, the parent (ASCII case aside)? */
int		 domain_within(struct span name, struct span parent);

#endif
