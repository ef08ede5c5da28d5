#ifndef DNSPACKET_H
#define DNSPACKET_H

#include "dnsanswer.h"

#define DNS_PACKET_MAX	65535
#define DNS_TRUNCATED	"answer is truncated"

/* A question, and where the CNAMEs in the answers so far have led. */
struct dns_question {
	struct buf	 name;		/* in lower case */
	int		 type;
	int		 hops;
	int		 direct;	/* only an authority may answer */
};

/*
 * Judge a packet (RFC 1035 section 4) as the answer to the question.
 * Returns 0 with the answer, or 1 when its CNAMEs lead to a name of which it
 * says no more: that is now the name in the question, to be asked next.
 */
int		 dnspacket_parse(struct dns_answer *, struct span packet,
		    struct dns_question *);

/* The phrase for an RCODE that is no answer; NULL for one that is. */
const char	*dnspacket_error(int rcode);

#endif
