#ifndef VERIFYOPTION_H
#define VERIFYOPTION_H

#include <time.h>

#include "option.h"

/* The options of the verify family. */
#define VERIFYOPTION_ROWS \
	{ 'a', "authserv-id", "ID", "name of this service (host name)" }, \
	{ 'f', "filter", NULL, "pass the message on, field on top" }, \
	{ 'j', "json", NULL, "print JSON instead of the field" }, \
	{ 'e', "explain", NULL, "print the reasoning instead of the field" }, \
	{ 't', "time", "TIME|received", "judge as of this time, or of arrival" }, \
	{ VERIFYOPTION_DEFER, "defer", NULL, "with -f: exit 75 on temperror" }, \
	{ VERIFYOPTION_SKIP, "skip", "N", "pass over N Received fields on top" }

enum {
	VERIFYOPTION_DEFER = OPTION_FAMILY,
	VERIFYOPTION_SKIP,
	VERIFYOPTION_OWN	/* the first number that a tool may use */
};

/* The choices of the verify family. */
struct verifyoption {
	const char	*authserv_id;
	int		 filter, json, explain, defer;
	unsigned	 skip;
	time_t		 now;		/* the time to judge by */
	int		 timed;		/* it was given */
	int		 received;	/* take it from the message instead */
};

/* Take an option if it is one of these: 1, or 0. */
int	verifyoption_take(const struct option_tool *, struct verifyoption *,
	    int);

/* Defaults of what the user left out; what does not go together is wrong. */
void	verifyoption_end(const struct option_tool *, struct verifyoption *);

#endif
