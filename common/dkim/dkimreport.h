#ifndef DKIMREPORT_H
#define DKIMREPORT_H

#include "authres.h"
#include "dkim.h"

/*
 * The judgements for an Authentication-Results field, in message order: an
 * array to be freed, with one entry "none" when there is no signature.  It
 * borrows from the struct dkim, which has passed dkim_end.  The JSON form
 * has t= and x= besides.
 */
struct authres_result	*dkimreport_results(const struct dkim *, size_t *n);

/*
 * Add members for the JSON form: the author domains, and why nobody can be
 * called the author, if that is so (author_parse).
 */
void	dkimreport_members(struct buf *, const struct dkim *);

#endif
