#ifndef STRIP_H
#define STRIP_H

#include "buf.h"

/* What becomes of the field that goes by. */
enum strip_fate {
	STRIP_KEEP,
	STRIP_HOLD,	/* an Authentication-Results field: judged at its end */
	STRIP_DROP
};

/*
 * Takes forged Authentication-Results fields out of a header that is too
 * long to be held in memory, in any chunking, and lets the body pass.  One
 * such field is held at most; one over 1 MiB counts as forged.
 */
struct strip {
	const char	*authserv_id;
	void		(*sink)(void *, const char *, size_t);
	void		*arg;
	struct buf	 start;		/* of a line, until it is known */
	struct buf	 held;		/* the field with STRIP_HOLD */
	enum strip_fate	 fate;
	int		 fields;	/* a field has gone by */
	int		 inside;	/* a line whose start is known */
	int		 body;
};

/* Ready for the first octet of a field. */
void	strip_init(struct strip *, const char *authserv_id,
	    void (*sink)(void *, const char *, size_t), void *);
void	strip_add(struct strip *, const char *, size_t);
void	strip_end(struct strip *);

#endif
