#ifndef DNSNAME_H
#define DNSNAME_H

#include "buf.h"
#include "span.h"

/*
 * Names of DNS as this house writes them: the bytes of the labels as they
 * are, in lower case, with dots between.  A dot in a label, which no name
 * asked for can have, is a NUL.  There are no escapes.
 */

/*
 * Is this a name that may be asked: labels of 1 to 63 octets of printable
 * ASCII or blank, 253 octets in all, no dot at the end?  It need not be that
 * of a host.  Returns NULL, or what is wrong as a phrase.
 */
const char	*dns_name_check(struct span);

/* Add a byte of a label. */
void		 dns_name_byte(struct buf *, int);

/* Add the name that a text of libresolv means; the root is empty. */
void		 dns_name_from(struct buf *, const char *text);

/* Add the text by which libresolv knows a name. */
void		 dns_name_to(struct buf *, struct span name);

#endif
