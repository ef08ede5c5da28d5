#ifndef IDNA_H
#define IDNA_H

#include "buf.h"
#include "span.h"

/*
 * Add a domain name with its U-labels turned into A-labels (RFC 5891 section
 * 4.4, RFC 3492); ASCII labels stay as they are.  Upper case is mapped (RFC
 * 5895); normalized the text has to be.  0, or -1 when it is not UTF-8 or a
 * label would be longer than 63 octets; then nothing is added.
 */
int		 idna_ascii(struct buf *, struct span domain);

/*
 * The same as names are compared: in lower case, and fit to be asked of DNS.
 * Returns NULL, or what is wrong as a phrase; then nothing is added.
 */
const char	*idna_name(struct buf *, struct span domain);

#endif
