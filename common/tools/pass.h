#ifndef PASS_H
#define PASS_H

#include "message.h"
#include "spool.h"

/*
 * A message on its way through a filter: its header, what was read of it
 * besides, and where the rest is kept.
 */
struct pass {
	struct message	 msg;
	struct spool	 spool;
	int		 forget;	/* the body will not be written */
};

/* Read the header from standard input, or die (EX_IOERR).  p is all zero. */
void	pass_open(struct pass *);

/*
 * Read the body to its end, keep it unless it is to be forgotten, and hand
 * each piece to the sink on the way.  0, or -1 and a fault.
 */
int	pass_read(struct pass *, void (*sink)(void *, const char *, size_t),
	    void *arg, struct fault *);

/*
 * Write the message to standard output with these fields on top, below the
 * line of an mbox.  With an authserv_id the fields that claim it without
 * right are left out (authres_trusted); NULL leaves every byte.
 */
void	pass_write(struct pass *, struct span fields, const char *authserv_id,
	    unsigned skip);

void	pass_free(struct pass *);

#endif
