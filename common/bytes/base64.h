#ifndef BASE64_H
#define BASE64_H

#include "buf.h"
#include "span.h"

/* Is it one of the 64 characters (RFC 4648 table 1)?  "=" is not. */
int	is_base64(unsigned char);

/* Add the base64 form (RFC 4648 section 4, padded, one line). */
void	base64_encode(struct buf *, struct span);

/*
 * Add the bytes that a base64string of RFC 6376 section 2.10 stands for:
 * white space is passed over anywhere, padding may be missing.
 * Returns 0, or -1 on any other byte or a cut group; then nothing is added.
 */
int	base64_decode(struct buf *, struct span);

#endif
