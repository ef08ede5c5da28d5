#ifndef VERDICT_H
#define VERDICT_H

#include "span.h"

/* The words of RFC 8601 section 2.7, least to most worth reporting. */
enum verdict {
	NONE,
	PERMERROR,
	NEUTRAL,
	POLICY,
	SOFTFAIL,	/* of SPF */
	FAIL,
	TEMPERROR,
	PASS
};

const char	*verdict_word(enum verdict);

/*
 * The word as others write it, in any case, "hardfail" of RFC 5451 too: 1 and
 * the verdict, or 0.
 */
int		 verdict_parse(struct span, enum verdict *);

/* The exit status of a tool whose best result is this one. */
int		 verdict_exit(enum verdict);

#endif
