#ifndef JSON_H
#define JSON_H

#include "buf.h"
#include "span.h"

/*
 * Add a JSON string (RFC 8259 section 7), quotes and all.  A byte that is
 * not part of valid UTF-8 becomes U+FFFD; what would rule the screen of who
 * looks at it is written as an escape.
 */
void	json_string(struct buf *, struct span);

/* Add "name": and the string, with a comma before it unless it is the first
 * of an object or array. */
void	json_member(struct buf *, const char *name, struct span);

/* Add a comma unless an object or array has just been opened, then "name":. */
void	json_name(struct buf *, const char *name);

#endif
