#ifndef DNS_H
#define DNS_H

#include "dnsanswer.h"
#include "fault.h"
#include "span.h"

#define DNS_SERVERS	3

/* Where answers come from; all zero: the servers of resolv.conf. */
struct dns_config {
	const char	*servers[DNS_SERVERS];	/* ADDR or ADDR:PORT or [ADDR]:PORT */
	size_t		 nservers;
	const char	**zones;	/* files; then nothing goes to the network */
	size_t		 nzones;
	int		 direct;	/* the servers are asked as authorities:
					   no recursion, no second hand */
	unsigned	 timeout;	/* seconds for all questions of a message */
};

struct dns;

/* Is this the address of a server, as dns_config wants it?  1 or 0. */
int		 dns_is_server(const char *);

/*
 * Open the door to DNS: reads the zone files.
 * Returns NULL and a fault when a zone file cannot be read.
 */
struct dns	*dns_open(const struct dns_config *, struct fault *);

/*
 * A second door to the same, for another thread: with answers and a time-out
 * of its own.  To be closed before the first.
 */
struct dns	*dns_beside(struct dns *);

/*
 * A new message begins: its questions have the whole time-out again.  Only
 * the time that dns_ask waits counts, not that in which a message arrives.
 * Answers given so far are no longer valid.
 */
void		 dns_restart(struct dns *);

/*
 * Begin to ask, in a thread, what dns_ask will want later.  Does nothing
 * when that is known already or too much is under way.
 */
void		 dns_ahead(struct dns *, struct span name, int type);

/*
 * Ask.  A name that does not pass dns_name_check does not exist.  CNAMEs
 * are followed.  Answers are remembered, those to other messages too, but not
 * DNS_TEMPFAIL; they stay valid until dns_restart or dns_close.  Lookups in
 * the order of RFC 1034 section 5.3.3.
 */
const struct dns_answer	*dns_ask(struct dns *, struct span name, int type);

/*
 * The answer if it has been asked for and is there already; else NULL, and
 * nobody waits.  Zone files know nothing ahead.
 */
const struct dns_answer	*dns_known(struct dns *, struct span name, int type);

/*
 * While dns_ask waits for its answer and another arrives, call this (NULL:
 * nothing), so that what that answer leads to can be asked ahead.
 */
void		 dns_on_arrival(struct dns *, void (*)(void *), void *);

/* Answers are no longer valid; what was made of them is freed. */
void		 dns_close(struct dns *);

#endif
