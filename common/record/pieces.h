#ifndef PIECES_H
#define PIECES_H

#include "buf.h"
#include "span.h"

#define PIECES_MAX	64

/*
 * A tag list as a person sees it, broken or not: what stands between the
 * semicolons.  taglist.h has the grammar; this is for saying what is wrong,
 * and for putting it right.  The spans borrow.
 */
struct piece {
	struct span	 text;		/* all of it, trimmed */
	struct span	 name;		/* before "=", trimmed */
	struct span	 value;		/* behind it; unset: there is no "=" */
};

struct pieces {
	struct piece	 list[PIECES_MAX];
	size_t		 n;
};

/* Take a text apart; 1, or 0 when there are more than PIECES_MAX. */
int		 pieces_split(struct pieces *, struct span text);

/* The first of that name (ASCII case aside), or NULL. */
struct piece	*pieces_find(struct pieces *, const char *name);

/* Add the list with "; " between; pieces whose name is empty are left out. */
void		 pieces_join(struct buf *, const struct pieces *);

#endif
