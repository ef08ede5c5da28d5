#ifndef DNSZONE_H
#define DNSZONE_H

#include "dnsanswer.h"
#include "zonefile.h"

/*
 * Zone files in the place of DNS: one tree of names, without cuts, of which
 * nothing is missing.
 */

/* Put the records into the order in which dnszone_ask finds them. */
void	dnszone_sort(struct zone *);

/*
 * Ask.  CNAMEs are followed, wildcards stand for what is not there (RFC
 * 4592); the answer has been through dnsanswer_init and is to be freed.
 */
void	dnszone_ask(const struct zone *, struct dns_answer *,
	    struct span name, int type);

#endif
