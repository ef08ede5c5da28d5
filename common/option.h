#ifndef OPTION_H
#define OPTION_H

#include <stdint.h>
#include <time.h>

#include "dns.h"
#include "span.h"

/* One option of a tool: rows end with one whose name is NULL. */
struct option_row {
	int		 letter;	/* 256 and more: it has no letter */
	const char	*name;
	const char	*arg;		/* NULL: none; [X]: may be left out */
	const char	*help;		/* NULL: works, but is not shown */
};

/* What a tool is, for its usage. */
struct option_tool {
	const char		*name;
	const char		*operands;	/* as shown, "" for none */
	const char		*purpose;	/* one line: that of the man page */
	const struct option_row	*rows;
};

/* Long options without a letter that several tools share. */
enum {
	OPTION_HELP = 256,
	OPTION_VERSION,
	OPTION_DEFER,
	OPTION_SKIP,
	OPTION_OWN		/* the first number that a tool may use */
};

#define OPTION_DNS_ROWS \
	{ 'n', "nameserver", "ADDR[:PORT]", "ask this server" }, \
	{ 'z', "zone", "FILE", "answer from this zone file, ask nobody" }, \
	{ 'T', "timeout", "SECS", "for all DNS work on a message (20)" }

#define OPTION_VERIFY_ROWS \
	{ 'a', "authserv-id", "ID", "name of this service (host name)" }, \
	{ 'f', "filter", NULL, "pass the message on, field on top" }, \
	{ 'j', "json", NULL, "print JSON instead of the field" }, \
	{ 'e', "explain", NULL, "print the reasoning instead of the field" }, \
	{ 't', "time", "TIME", "judge as of this time, or 'received'" }, \
	{ OPTION_DEFER, "defer", NULL, "with -f: exit 75 on temperror" }, \
	{ OPTION_SKIP, "skip", "N", "N topmost Received fields are ours" }

/* The choices of the verify family. */
struct option_verify {
	const char	*authserv_id;
	int		 filter, json, explain, defer;
	unsigned	 skip;
	time_t		 now;		/* the time to judge by */
	int		 timed;		/* it was given */
	int		 received;	/* take it from the message instead */
};

/*
 * The next option: its letter, with optarg as in getopt(3), or -1 after the
 * last.  Answers --help and --version itself, and a wrong call with the
 * usage and EX_USAGE.
 */
int	option_next(const struct option_tool *, int argc, char *argv[]);

/* What --version does: print it and leave. */
void	option_version(const struct option_tool *) __attribute__((noreturn));

/* Leave with EX_USAGE: the reason, then the usage. */
void	option_wrong(const struct option_tool *, const char *, ...)
	    __attribute__((format(printf, 2, 3), noreturn));

/* Take an option if it is one of the shared rows: 1, or 0. */
int	option_dns(const struct option_tool *, struct dns_config *, int);
int	option_verify(const struct option_tool *, struct option_verify *, int);

/* Defaults of what the user left out, and what does not go together. */
void	option_verify_end(const struct option_tool *, struct option_verify *);

/* A number of 0 to max; anything else is a wrong call. */
uint64_t option_number(const struct option_tool *, const char *what,
	    const char *, uint64_t max);

/* Unix seconds, or ISO 8601 (date, or date and time; UTC unless it says). */
time_t	option_time(const struct option_tool *, const char *);

/* Seconds, or a number with s, m, h, d or w behind it. */
uint64_t option_duration(const struct option_tool *, const char *);

#endif
