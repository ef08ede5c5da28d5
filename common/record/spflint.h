#ifndef SPFLINT_H
#define SPFLINT_H

#include "entry.h"

/*
 * Check the mended text of an entry as an SPF record: add what verifiers
 * (spfrecord.h) refuse, and what goes wrong in practice.  Errors that have
 * but one remedy are put right in e->mended; e->usable tells whether the
 * outcome is a record.
 */
void	spflint(struct entry *);

#endif
