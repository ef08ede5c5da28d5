#ifndef KEYTABLE_H
#define KEYTABLE_H

#include "buf.h"
#include "fault.h"
#include "message.h"
#include "span.h"
#include "table.h"

/* OpenDKIM's tables: who signs, and with which key. */
struct keytable {
	struct table	keys;		/* name, then domain:selector:key[:algorithm] */
	struct table	signing;	/* address, then name[:identity] */
};

/* The parts of a key table's value. */
struct keytable_entry {
	struct span	domain;		/* "%": that of the message */
	struct span	selector;
	struct span	key;		/* a path, or the key itself */
	struct span	algorithm;	/* unset: the key's own */
	int		is_file;
};

/* What the tables say of one message. */
struct keytable_choice {
	const char	*field;		/* "From" or "Sender" */
	const struct table_row *signing;
	const struct table_row *key;
	struct span	domain;		/* lines below: "%" is replaced */
	struct span	selector;
	struct span	algorithm;	/* unset: the key's own */
	struct span	identity;	/* unset: no i= */
	struct buf	file;		/* a path, or the key itself */
	int		is_file;
	struct buf	text;		/* where the spans above point */
};

/* Take a value apart: NULL, or what is wrong as a phrase. */
const char *keytable_entry(struct keytable_entry *, struct span value);

/*
 * Read both tables and check each line of them.  0, or -1 and a fault that
 * names file and line.  Freed with keytable_free.
 */
int	keytable_read(struct keytable *, const char *keys,
	    const char *signing, struct fault *);

/*
 * Choose the key for a message: the addresses of From in order, then that
 * of Sender; the first line that matches wins.  0, or -1 and a fault: of
 * status 1 when no line matches.  Freed with keytable_choice_free in both
 * cases.
 */
int	keytable_choose(const struct keytable *, const struct message *,
	    struct keytable_choice *, struct fault *);

void	keytable_choice_free(struct keytable_choice *);
void	keytable_free(struct keytable *);

#endif
