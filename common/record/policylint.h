#ifndef POLICYLINT_H
#define POLICYLINT_H

#include "dns.h"
#include "entry.h"

/*
 * Check the mended text of an entry as a DMARC record (dmarclint.h), or as
 * leave to send reports elsewhere.  Errors that have but one remedy are put
 * right in e->mended; e->usable tells whether the outcome is a record.
 */
void	policylint(struct entry *);
void	policylint_report(struct entry *);

/*
 * The addresses for reports outside of the domain: have they given leave (RFC
 * 9990 section 4)?  Without DNS (NULL) a note says what is wanted.  What DNS
 * does not answer sets e->unknown.  The entry has a name.
 */
void	policylint_leave(struct entry *, struct dns *);

#endif
