#ifndef SPFFIX_H
#define SPFFIX_H

#include "buf.h"
#include "span.h"
#include "spfrecord.h"

/*
 * What did the person mean who wrote this term, at which a parser of SPF
 * stops?  The rest of the record stands behind it.  Adds the term, or terms,
 * as they should be, with *taken the octets of the rest that belong to it,
 * and returns a phrase for what was wrong; or NULL.
 */
const char	*spffix(struct buf *, struct span term, struct span rest,
		    size_t *taken);

/* Is the domain of the term, macros aside, one that DNS could have? */
int		 spffix_is_name(const struct spf_term *);

/* Is this text, by itself, one or more good terms? */
int		 spffix_is_term(struct span);

#endif
