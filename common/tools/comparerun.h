#ifndef COMPARERUN_H
#define COMPARERUN_H

#include "dns.h"
#include "entry.h"
#include "fault.h"
#include "option.h"

/* How records are to be compared with what DNS serves. */
struct comparerun {
	const struct dns_config *dns;
	int		 json;
	int		 key_only;	/* of keys only the key counts */
	unsigned	 wait;		/* seconds until all agree */
};

/*
 * Compare each record that can be used, print what each server says, and
 * return the exit status: 0 when all serve all records, 1 when one does not,
 * EX_TEMPFAIL when one does not answer.  Whom it waits for it says on
 * standard error.  A record whose whole name is not known is a wrong call.
 */
int	comparerun(const struct option_tool *, const struct comparerun *,
	    const struct entries *);

/*
 * Add the records of the keys of an OpenDKIM KeyTable, with their names.  An
 * exit status: 0, or that of a key that cannot be read, which is said on
 * standard error.
 */
int	comparerun_table(struct entries *, const char *table, int group_ok);

#endif
