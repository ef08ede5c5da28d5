#ifndef AUTHOR_H
#define AUTHOR_H

#include "buf.h"
#include "message.h"

#define AUTHOR_DOMAINS	4

/*
 * The author domains of a message (RFC 9989 section 5.3.1): those of the
 * addresses in its From field, each once, as A-labels in lower case.
 */
struct author {
	struct buf	 domains[AUTHOR_DOMAINS];
	size_t		 n;
	int		 more;		/* there are others, not kept */
	const char	*doubt;		/* a phrase; NULL: none */
};

/*
 * Find them.  A field that is plain RFC 5322 section 3.4 (groups of RFC 6854
 * are) gives the domains of its mailboxes; strings and comments count for
 * nothing.  One that is not is in doubt, as mail readers differ in what they
 * show: then each domain behind an "@" is given, also those of routes, of
 * strings and comments.  A policy is to be met for every one of them, or for
 * none (section 11.5).
 * Returns NULL, or why nobody can be called the author, as a phrase: the
 * domains that some reader might show are given still, but none may pass.
 * To be freed with author_free in either case.
 */
const char	*author_parse(struct author *, const struct message *);

void		 author_free(struct author *);

#endif
