#ifndef DMARCID_H
#define DMARCID_H

#include "authfield.h"
#include "buf.h"
#include "message.h"
#include "span.h"
#include "verdict.h"

#define DMARCID_MAX	40	/* results of SPF and DKIM that are looked at */

enum dmarc_method {
	DMARC_SPF,
	DMARC_DKIM,
	DMARC_METHODS
};

/* What SPF or DKIM said of the message. */
struct dmarcid {
	enum dmarc_method method;
	enum verdict	 verdict;
	struct buf	 domain;	/* A-labels; may be empty */
	int		 identity;	/* DKIM's i= tells it, not d= */
	const char	*unused;	/* why it cannot be an Authenticated
					   Identifier though it passed; NULL */
};

/*
 * The results that DMARC works on (RFC 9989 section 5.3.3): those of the
 * trusted Authentication-Results fields, or those that the user gave.
 */
struct dmarcids {
	struct dmarcid	*list;
	size_t		 n;
	int		 given[DMARC_METHODS];	/* by the user: fields with
						   it are not looked at */
	const char	*broken;		/* one of them: what is wrong */
	enum verdict	 arc;			/* PASS: arc=pass, and nothing
						   else of arc */
	size_t		 narc;			/* how many arc results */
	struct buf	 unread;		/* no field was of our service: the
						   one that was passed over, as
						   a phrase; or empty */
};

/*
 * Take "RESULT:DOMAIN" from the user; the domain may be an address.
 * Returns NULL, or what is wrong as a phrase.
 */
const char	*dmarcids_give(struct dmarcids *, enum dmarc_method,
		    const char *);

/* Start with what the user gave. */
void		 dmarcids_copy(struct dmarcids *,
		    const struct dmarcids *given);

/*
 * Add those of the message: of the fields with this authserv-id, above the
 * topmost Received field, or the one behind those that are skipped.
 */
void		 dmarcids_read(struct dmarcids *, const struct message *,
		    const char *authserv_id, unsigned skip);

/* Add one result of a field; null_sender: the reverse-path is known as null. */
void		 dmarcids_add(struct dmarcids *, const struct resinfo *,
		    int null_sender);

/* How many results of the method are there? */
size_t		 dmarcids_count(const struct dmarcids *, enum dmarc_method);

/*
 * Is it an Authenticated Identifier (RFC 9989 section 3.2.1), or would it be
 * if DNS had answered?
 */
int		 dmarcid_counts(const struct dmarcid *);

/* Add "spf=pass for example.org". */
void		 dmarcid_print(struct buf *, const struct dmarcid *);

/* "spf" or "dkim" */
const char	*dmarc_method_word(enum dmarc_method);

/* All zero is none.  Freed with dmarcids_free. */
void		 dmarcids_free(struct dmarcids *);

#endif
