#ifndef SERVED_H
#define SERVED_H

#include "dnsanswer.h"
#include "entry.h"

/* A record as it should be served. */
struct served_want {
	enum entry_kind	 kind;
	struct span	 name;
	struct span	 text;
	int		 key_only;	/* of a key record: the key counts, not
					   the other tags */
};

enum served_status {
	SERVED_SAME,
	SERVED_OTHER,
	SERVED_UNKNOWN,		/* the server did not answer */
	SERVED_ELSEWHERE	/* it has a CNAME: see there */
};

/*
 * Is the answer to a question for TXT records what is wanted?  Adds why not,
 * or what there is to say though it is: a phrase, or nothing.
 */
enum served_status served_judge(const struct served_want *,
	    const struct dns_answer *, struct buf *why);

/* "same", "differs", "no answer" */
const char	*served_word(enum served_status);

#endif
