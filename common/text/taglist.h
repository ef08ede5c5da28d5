#ifndef TAGLIST_H
#define TAGLIST_H

#include "span.h"

/* One tag=value of RFC 6376 section 3.2. */
struct tag {
	struct span	name;
	struct span	value;	/* without white space around it */
	struct span	whole;	/* all between "=" and ";" or the end */
};

/* A parsed list; the spans borrow from its text. */
struct taglist {
	struct tag	*tags;	/* in the order of the text */
	size_t		 n;
};

/*
 * Parse a whole tag-list.  Returns NULL, or what is wrong as a phrase; then
 * the list is empty.  Freed with taglist_free in both cases.
 */
const char	*taglist_parse(struct taglist *, struct span text);

/* The tag of that name, exactly; NULL when there is none. */
const struct tag *taglist_find(const struct taglist *, const char *name);

void		 taglist_free(struct taglist *);

#endif
