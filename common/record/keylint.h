#ifndef KEYLINT_H
#define KEYLINT_H

#include "entry.h"

/*
 * Check the mended text of an entry as a DKIM key record: add what verifiers
 * (keyrecord.h) refuse, and what goes wrong in practice.  Errors that have
 * but one remedy are put right in e->mended; e->usable tells whether the
 * outcome is a key, e->secret that the text holds a private one.
 */
void	keylint(struct entry *);

#endif
