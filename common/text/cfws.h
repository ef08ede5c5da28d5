#ifndef CFWS_H
#define CFWS_H

#include "buf.h"
#include "scan.h"

/*
 * The tokens of RFC 5322 section 3.2 that stand in many fields.  Text may be
 * UTF-8, as RFC 6532 has it.
 */

int	is_atext(unsigned char);

/* token of RFC 2045 section 5.1, with UTF-8 as well */
int	is_token(unsigned char);

/* Atoms with a dot between each two; valid UTF-8. */
int	cfws_is_dot_atom(struct span);

/* Is there no control character but tabs and folds? */
int	cfws_is_text(struct span);

/*
 * Add text as a quoted-string, or as the inside of a comment; what must not
 * stand in a field becomes a question mark, and so do the parentheses and
 * backslashes of a comment.
 */
void	cfws_add_quoted(struct buf *, struct span);
void	cfws_add_ctext(struct buf *, struct span);

/* As much of the text as a value may have, no half of a character: 320. */
struct span cfws_clip(struct span);

/*
 * Eat comments, nested ones too, and folding white space (RFC 5322 section
 * 3.2.2).  A comment without an end is an error of the scan.
 */
void	cfws(struct scan *);

/*
 * The same, and add what the first comment says, without folds; the buffer
 * may be NULL.
 */
void	cfws_comment(struct scan *, struct buf *);

/*
 * Eat a quoted-string (section 3.2.4) from behind its first quote, and add
 * what it stands for.  One without an end is an error of the scan.
 */
void	cfws_quoted(struct scan *, struct buf *);

#endif
