#ifndef DNSANSWER_H
#define DNSANSWER_H

#include <stdint.h>

#include "buf.h"
#include "dnsname.h"
#include "span.h"

/* How a question came out. */
enum dns_status {
	DNS_FOUND,	/* there are records */
	DNS_NODATA,	/* the name exists, records of this type do not */
	DNS_NXDOMAIN,	/* the name does not exist */
	DNS_TEMPFAIL	/* not known now: time-out, SERVFAIL, broken answer */
};

/* The RR type numbers, RFC 1035 section 3.2.2 and RFC 3596. */
#define DNS_A		1
#define DNS_NS		2
#define DNS_CNAME	5
#define DNS_SOA		6
#define DNS_PTR		12
#define DNS_MX		15
#define DNS_TXT		16
#define DNS_AAAA	28

#define DNS_HOPS	8	/* CNAMEs that are followed */
#define DNS_CNAME_LOOP	"CNAME loop, or more than 8 CNAMEs in a row"

/*
 * What an asker has made of an answer, to be found there when it is given
 * again.
 */
struct dns_memo {
	void		*made;		/* or NULL */
	void		(*release)(void *made);
	size_t		 octets;	/* that it takes, about */
};

/*
 * What the records hold: of TXT the strings joined, of NS, CNAME and PTR a
 * name as in dnsname.h, of SOA the four octets of the serial number, of MX two
 * octets of preference and then a name, of A and AAAA the octets of the
 * address.
 */
struct dns_answer {
	enum dns_status	 status;
	const char	*why;		/* of DNS_TEMPFAIL: a phrase */
	int		 ad;		/* the resolver vouches by DNSSEC */
	uint32_t	 ttl;		/* the least of the records */
	struct span	*records;
	size_t		 n;
	struct buf	 text;		/* where the records point */
	size_t		 used;		/* of text, by records */
	struct dns_memo	*memo;		/* when dns_ask found records */
};

/* An answer in the making: nothing in it yet. */
void	dnsanswer_init(struct dns_answer *);

/* Lower the TTL to that of a record. */
void	dnsanswer_ttl(struct dns_answer *, uint32_t);

/* What has been added to text since the last record is a record. */
void	dnsanswer_record(struct dns_answer *);

/* The answer is complete: DNS_FOUND if there is a record, else this. */
void	dnsanswer_end(struct dns_answer *, enum dns_status none);

/* Make it DNS_TEMPFAIL, for this reason. */
void	dnsanswer_fail(struct dns_answer *, const char *why);

void	dnsanswer_free(struct dns_answer *);

#endif
