#ifndef CLIENT_H
#define CLIENT_H

#include "buf.h"
#include "fault.h"
#include "ip.h"
#include "message.h"

/* Networks of our own relays: --relay. */
struct client_relays {
	struct {
		struct ip	net;
		unsigned	bits;
	}		*list;
	size_t		 n;
};

/* Who handed the message to our server: what check_host() starts from. */
struct client {
	struct ip	 ip;
	struct buf	 helo;		/* as given in HELO or EHLO; may be empty */
	struct buf	 sender;	/* MAIL FROM without <>; empty: null sender */
	const struct field *received;	/* the field that was read */
};

/*
 * As the user says it: an address that ip_parse_tagged takes; sender, with <> or
 * without, and helo may be NULL.
 */
void	client_set(struct client *, const char *ip, const char *sender,
	    const char *helo);

/*
 * Add a network, "192.0.2.0/24" or an address, to the relays: 1 or 0.
 */
int	client_relay_add(struct client_relays *, const char *);

/*
 * Read it from the trace fields: the sender from Return-Path, address and
 * HELO from the Received field that our own server wrote, in the forms of
 * Postfix, Sendmail, Exim, qmail, OpenSMTPD, Exchange and Courier.  skip
 * Received fields, and those whose client is one of the relays, are hops of
 * our own.  0, or -1 and a fault (EX_DATAERR) that says which field was
 * looked at and what it lacks, never a guess.  Freed with client_free.
 */
int	client_read(struct client *, const struct message *, unsigned skip,
	    const struct client_relays *, struct fault *);

/*
 * Address and HELO from the value of one Received field: 1, or 0 when it
 * names no client address.
 */
int	client_parse(struct span value, struct ip *, struct buf *helo);

void	client_free(struct client *);

#endif
