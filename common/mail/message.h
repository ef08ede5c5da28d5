#ifndef MESSAGE_H
#define MESSAGE_H

#include <sys/types.h>

#include "buf.h"
#include "span.h"

#define MESSAGE_HEADER_MAX	(1024UL * 1024)	/* octets */
#define MESSAGE_FIELDS_MAX	10000

/* One header field (RFC 5322 section 2.2). */
struct field {
	struct span	name;	/* without white space before the colon */
	struct span	value;	/* all after the colon, folds and all,
				   without the last line end */
	struct span	whole;	/* from the name to the last line end */
};

/*
 * The header of a message and what was read behind it.  The bytes are as
 * they came; all spans point into them.  The body streams by: its first
 * octets are in rest, the others are still to be read.
 */
struct message {
	struct buf	 bytes;
	struct span	 mbox;		/* the "From " line of an mbox, or empty */
	struct field	*fields;	/* in message order */
	size_t		 nfields;
	struct span	 header;	/* all fields, one after the other */
	struct span	 separator;	/* the empty line, or nothing */
	struct span	 rest;		/* body octets that were read already */
	const char	*eol;		/* CRLF or LF: how the first line ends */
	size_t		 odd;		/* number of the line that ended the
					   header though it was not empty; 0 */
	const char	*excess;	/* the limit that the header goes beyond:
					   then rest starts inside it; NULL */
	int		 eof;		/* all that there is has been read */
	const struct field **order;	/* by name, and the lowest first */
};

/*
 * Read the header from the descriptor (section 2.1: up to the first empty
 * line).  A line that is neither field nor continuation ends it as well.
 * Returns 0, or -1 and errno when reading fails.  Freed with message_free.
 */
int		 message_read(struct message *, int fd);

/*
 * Read more of the body into room of that size.
 * Returns its length, 0 at the end, or -1 and errno.
 */
ssize_t		 message_body(struct message *, int fd, char *, size_t);

/* Where in order the fields of that name start; it may be the end. */
size_t		 message_find(const struct message *, struct span name);

/* How many fields have that name? */
size_t		 message_count(const struct message *, struct span name);

/* The topmost field of that name, or NULL. */
const struct field *message_top(const struct message *, const char *name);

/*
 * Add to a reason, whatever the verdict, that the header ended where it
 * should not, if it did: what stands behind may be shown as header.
 */
void		 message_note_odd(const struct message *, struct buf *reason);

/* Is there any field at all? */
int		 message_has_header(const struct message *);

/* Is this a field name (RFC 5322 section 3.6.8)? */
int		 message_is_name(struct span);

void		 message_free(struct message *);

#endif
