#ifndef SIGNERS_H
#define SIGNERS_H

#include "fault.h"
#include "keytable.h"
#include "message.h"
#include "sign.h"

#define SIGNERS_MAX	16

/* Who signs the message: named one by one, or chosen by tables. */
struct signers {
	struct signer	 list[SIGNERS_MAX];
	size_t		 n;
	const char	*files[SIGNERS_MAX];	/* of the keys, when named */
	struct key	*keys[SIGNERS_MAX];
	struct buf	 domains[SIGNERS_MAX];	/* in lower case */
	int		 group_ok;		/* the group may read keys */
	int		 by_table;
	struct keytable	 tables;
	struct keytable_choice choice;
};

/*
 * Add a signer: strings stay the caller's.  Returns NULL, or why it cannot
 * be one as a phrase.
 */
const char	*signers_add(struct signers *, const char *domain,
		    const char *selector, const char *file);

/* The i= of all that were added.  NULL, or why it cannot be. */
const char	*signers_identity(struct signers *, struct span identity);

/*
 * Open what can fail before the message is read: the keys, or with table
 * names both tables.  0, or -1 and a fault.
 */
int		 signers_open(struct signers *, const char *key_table,
		    const char *signing_table, struct fault *);

/* The header is known: with tables, choose and open the key. */
int		 signers_choose(struct signers *, const struct message *,
		    struct fault *);

/* Add lines for a person: who signs with which key, and why. */
void		 signers_explain(const struct signers *, struct buf *);

void		 signers_free(struct signers *);

#endif
