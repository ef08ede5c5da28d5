#ifndef DNSNET_H
#define DNSNET_H

#include "dnsanswer.h"

/*
 * The one door to libresolv.  Safe to be used by several threads at once.
 */

/* Is this the address of a server: ADDR, ADDR:PORT or [ADDR]:PORT?  1 or 0. */
int		 dnsnet_is_server(const char *);

struct dnsnet;

/*
 * The servers to ask, at most three; none: those of resolv.conf.  Returns
 * NULL when one is no address; to be freed with dnsnet_close.  Direct: the
 * servers are asked for what they know themselves, and only an answer by an
 * authority counts.
 */
struct dnsnet	*dnsnet_open(const char *const *servers, size_t n, int direct);

/*
 * Ask, for about so many milliseconds.  Without tcp the time is kept even
 * when a server takes a connection and is silent, but an answer that does
 * not fit into a datagram is DNS_TEMPFAIL.  The name has passed
 * dns_name_check.  The answer is to be freed.
 */
void		 dnsnet_ask(const struct dnsnet *, struct dns_answer *,
		    struct span name, int type, long long ms, int tcp);

void		 dnsnet_close(struct dnsnet *);

/* Milliseconds that have passed since some moment, come what may. */
long long	 dnsnet_clock(void);

#endif
