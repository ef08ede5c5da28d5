#ifndef TABLE_H
#define TABLE_H

#include "buf.h"
#include "fault.h"
#include "span.h"

/* A line of a table: a key, white space, a value. */
struct table_row {
	struct span	key;
	struct span	value;
	size_t		line;
};

/* A file: or refile: data set of OpenDKIM, read once. */
struct table {
	const char	*file;
	int		 patterns;	/* refile: "*" in keys is a wildcard */
	struct buf	 text;
	struct table_row *rows;
	size_t		 n;
};

/*
 * Read a table; without a prefix the name is that of a file: set.  "#"
 * starts a comment, blank lines are passed over.  0, or -1 and a fault that
 * names file and line (EX_NOINPUT, EX_CONFIG).  Freed with table_free.
 */
int	table_read(struct table *, const char *spec, struct fault *);

/* The first row whose key is, or matches, the text (case aside); or NULL. */
const struct table_row *table_find(const struct table *, struct span);

void	table_free(struct table *);

#endif
