#ifndef SPFDIFFRUN_H
#define SPFDIFFRUN_H

#include "spfstate.h"
#include "verifier.h"

/*
 * The record that --diff holds against the old one: the operand, or the text
 * of -R, or the domain of the sender; else it is a wrong call.
 */
const char *spfdiffrun_new(const struct option_tool *, const char *record,
	    const char *sender, int n, char *operands[]);

/*
 * spf-check --diff: print how the results of two records, each a text or the
 * domain that has it, differ.  A text has the domain of the sender, which may
 * be NULL.  Returns the exit status: 0 when they do not differ, 1 when they
 * do.
 */
int	spfdiffrun(const struct verifier *, const struct spf_limits *,
	    const char *old, const char *new, const char *sender);

#endif
