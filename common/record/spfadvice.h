#ifndef SPFADVICE_H
#define SPFADVICE_H

#include "entry.h"
#include "spfrecord.h"

/*
 * Add what goes wrong in practice with an SPF record that parses: who can
 * send by it that should not, and what no verifier looks at.
 */
void	spfadvice(struct entry *, const struct spf_record *);

#endif
