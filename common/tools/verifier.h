#ifndef VERIFIER_H
#define VERIFIER_H

#include "authres.h"
#include "dns.h"
#include "message.h"
#include "verdict.h"
#include "verifyoption.h"

/*
 * What a tool of the verify family does with one message.  begin gets the
 * tool's own options and returns what the others work on; a member that is
 * not needed is NULL.
 */
struct verifier_method {
	void		*(*begin)(void *tool, const struct message *,
			    time_t now, struct dns *, struct fault *);
			/* NULL and a fault: it cannot be judged */
	void		 (*body)(void *, const char *, size_t);
	void		 (*end)(void *);
	enum verdict	 (*verdict)(const void *);
	const struct authres_result *(*results)(void *, size_t *n);
	void		 (*explain)(void *, struct buf *);
	void		 (*fields)(void *, struct buf *, const char *eol);
			/* further fields, below Authentication-Results */
	void		 (*members)(void *, struct buf *);
			/* further members of the JSON object */
	void		 (*unknown)(struct authres_result *);
			/* the result of a message without begin */
	void		 (*finish)(void *);
};

struct verifier {
	const struct option_tool *tool;
	const struct verifier_method *method;
	void		*own;		/* the tool's options */
	struct verifyoption option;
	struct dns_config dns_config;
	unsigned	 threads;	/* that judge file operands; 0: one */
	struct dns	*dns;
};

/*
 * After the options: check them, open the door to DNS, and do it all: the
 * filter, the file operands, standard input, or with alone set no message.
 * Returns the exit status of the tool.
 */
int	verifier_run(struct verifier *, int nfiles, char *files[], int alone);

#endif
