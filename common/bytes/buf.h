#ifndef BUF_H
#define BUF_H

#include <stdarg.h>
#include <stddef.h>

#include "span.h"

/*
 * Owned bytes that grow.  All zero is an empty one.  Out of memory ends the
 * process (EX_OSERR), so that adding cannot fail.
 */
struct buf {
	char	*p;
	size_t	 n;		/* bytes in use */
	size_t	 size;		/* bytes allocated */
};

void		buf_add(struct buf *, const void *, size_t);
void		buf_byte(struct buf *, char);
void		buf_text(struct buf *, const char *);
void		buf_span(struct buf *, struct span);
void		buf_printf(struct buf *, const char *, ...)
		    __attribute__((format(printf, 2, 3)));
void		buf_vprintf(struct buf *, const char *, va_list)
		    __attribute__((format(printf, 2, 0)));

/*
 * Add text that came from mail or DNS so that nothing of it can end the line
 * or rule the screen: control characters, what turns or hides text, and what is
 * no UTF-8 become question marks.
 */
void		buf_printable(struct buf *, struct span);

/* Does this valid UTF-8 begin with a character of that kind? */
int		buf_rules_screen(struct span);

/* Add the bytes with A to Z in lower case. */
void		buf_lower(struct buf *, struct span);

/* Room for n more bytes behind the last; add them by raising b->n. */
char		*buf_room(struct buf *, size_t n);

/* The bytes as they are now; the next change may move them. */
struct span	buf_view(const struct buf *);

/* Add a NUL behind the bytes, which does not count, and return them. */
const char	*buf_string(struct buf *);

void		buf_free(struct buf *);

/* As buf_free, but the bytes are wiped first: for keys. */
void		buf_wipe(struct buf *);

/* As calloc and reallocarray, but out of memory ends the process. */
void		*mem_zero(size_t n, size_t size);
void		*mem_grow(void *, size_t n, size_t size);

#endif
