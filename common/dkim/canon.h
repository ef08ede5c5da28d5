#ifndef CANON_H
#define CANON_H

#include <stdint.h>

#include "span.h"

/* The canonicalizations of RFC 6376 section 3.4. */
enum canon {
	SIMPLE,
	RELAXED
};

/*
 * The value of c= (section 3.5): a body that is not named is simple.
 * 1, or 0 when it names none that we know.
 */
int	canon_parse(struct span, enum canon *header, enum canon *body);

/* Where canonical bytes go, piece by piece. */
typedef void (*canon_sink)(void *, const char *, size_t);

/*
 * The body, in any chunking; a bare LF counts as CRLF, a bare CR is data.
 * At most limit canonical octets reach the sink.
 */
struct canon_body {
	enum canon	 canon;
	uint64_t	 limit;		/* l=, or UINT64_MAX */
	uint64_t	 total;		/* canonical octets given so far */
	canon_sink	 sink;
	void		*arg;
	uint64_t	 lines;		/* line ends held back */
	int		 cr;		/* a CR is held back */
	int		 blank;		/* relaxed: white space is held back */
	char		 out[4096];	/* canonical octets gather here */
	size_t		 gathered;
};

void	canon_body_init(struct canon_body *, enum canon, uint64_t limit,
	    canon_sink, void *);
void	canon_body_add(struct canon_body *, const char *, size_t);

/* After the last byte of the body; then total is the canonical length. */
void	canon_body_end(struct canon_body *);

/*
 * One header field, from the first octet of its name; its last line end may
 * be missing or stay, a final CRLF goes out if wanted.  The bytes of hole (a
 * part of field, or all zero) are left out: the b= of a DKIM-Signature.
 */
void	canon_field(enum canon, struct span field, struct span hole,
	    int crlf, canon_sink, void *);

/* Are two field values the same in relaxed form? */
int	canon_same(struct span, struct span);

#endif
