#ifndef FOLD_H
#define FOLD_H

#include "buf.h"
#include "span.h"

#define FOLD_COLUMNS	78	/* RFC 5322 section 2.1.1 */

/* A header field that is written word by word, and folded where needed. */
struct fold {
	struct buf	*out;
	const char	*eol;		/* of the message: CRLF or LF */
	const char	*indent;	/* how a continuation line begins */
	size_t		 column;	/* a tab counts as eight */
};

/* Start the field: "Name:" and nothing behind it. */
void	fold_init(struct fold *, struct buf *, const char *eol,
	    const char *name);

/* Go to a new line, which begins with this indent, as all that follow. */
void	fold_line(struct fold *, const char *indent);

/* A word, with a blank before it, or on a new line where it does not fit. */
void	fold_word(struct fold *, struct span);

/*
 * Text that begins with a blank of its own, inside a quoted-string or a
 * comment: the line may be broken before it, and the blank is all that the
 * continuation line begins with, so that unfolding gives the text back.
 */
void	fold_blank(struct fold *, struct span);

/* A piece without a blank before it: the line may be broken here, no more. */
void	fold_part(struct fold *, struct span);

/* Text that may be broken anywhere, as base64 may. */
void	fold_anywhere(struct fold *, struct span);

/* The line end of the field. */
void	fold_end(struct fold *);

#endif
