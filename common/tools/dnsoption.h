#ifndef DNSOPTION_H
#define DNSOPTION_H

#include "dns.h"
#include "option.h"

/* The options of all tools that ask DNS. */
#define DNSOPTION_ROWS \
	{ 'n', "nameserver", "ADDR[:PORT]", "ask this server" }, \
	{ 'z', "zone", "FILE", "answer from this zone file, ask nobody" }, \
	{ 'T', "timeout", "SECS", "for all DNS work on a message (20)" }

/* Take an option if it is one of these: 1, or 0. */
int	dnsoption_take(const struct option_tool *, struct dns_config *, int);

#endif
