#ifndef RECORDOUTPUT_H
#define RECORDOUTPUT_H

#include "option.h"
#include "recordwrite.h"

/* How checked records are to be shown. */
struct recordoutput {
	const struct option_tool *tool;
	struct recordwrite write;
	int		 json;
	int		 compare;	/* the records will be compared: only
					   errors count, and none is written */
};

/*
 * Print what was found on standard error, and the records that can be used on
 * standard output; or all of it there as JSON.  Returns the exit status: 0
 * when nothing is wrong, 1, or EX_TEMPFAIL when DNS did not tell.
 */
int	recordoutput(const struct recordoutput *, const struct entries *);

#endif
