#ifndef PEM_H
#define PEM_H

#include "buf.h"
#include "span.h"

/*
 * The DER of a private key from PEM (RFC 7468), or from bare base64 as
 * OpenDKIM's key tables may hold it.  Line ends may be missing or stand as
 * "\n" in words, as in a table's line.  Returns NULL, or what is wrong as a
 * phrase ("is encrypted ...").  Wipe the buffer after use.
 */
const char	*pem_private(struct span text, struct buf *der);

/* The same for a public key; bare base64 is not one. */
const char	*pem_public(struct span text, struct buf *der);

/* Does the text hold a private key of any form? */
int		 pem_is_private(struct span text);

#endif
