#ifndef CFWS_H
#define CFWS_H

#include "buf.h"
#include "scan.h"

/*
 * Eat comments, nested ones too, and folding white space (RFC 5322 section
 * 3.2.2).  A comment without an end is an error of the scan.
 */
void	cfws(struct scan *);

/*
 * Eat a quoted-string (section 3.2.4) from behind its first quote, and add
 * what it stands for.  One without an end is an error of the scan.
 */
void	cfws_quoted(struct scan *, struct buf *);

#endif
