#ifndef HOP_H
#define HOP_H

#include "buf.h"
#include "ip.h"
#include "span.h"

/*
 * The client of one hop: the address, and the host name of HELO or EHLO as
 * given, from the value of a Received field (RFC 5321 section 4.4, and what
 * servers make of it).  An address counts only where a known server writes
 * its client's; text that the client chose is never taken for it.
 * Returns NULL, or what is wrong with the field as a phrase: then there is
 * no address.
 */
const char	*hop_parse(struct span value, struct ip *, struct buf *helo);

/*
 * Is it "(qmail 1 invoked from network)", which qmail-queue puts over the
 * field of the qmail-smtpd that called it?
 */
int		 hop_is_half(struct span value);

#endif
