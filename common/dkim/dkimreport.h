#ifndef DKIMREPORT_H
#define DKIMREPORT_H

#include "authres.h"
#include "dkim.h"

/*
 * The judgements for an Authentication-Results field, in message order: an
 * array to be freed, with one entry "none" when there is no signature.  It
 * borrows from the struct dkim, which has passed dkim_end.
 */
struct authres_result	*dkimreport_results(const struct dkim *, size_t *n);

#endif
