#ifndef SPF_H
#define SPF_H

#include "spfstate.h"

/*
 * check_host(): the arguments must outlive the result, which is freed with
 * spf_free.  The DNS answers that it borrows from live until dns_restart.
 */
struct spf	*spf_check(const struct spf_query *, const struct spf_limits *,
		    struct dns *);

void		 spf_free(struct spf *);

#endif
