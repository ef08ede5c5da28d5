#ifndef OPTION_H
#define OPTION_H

#include <stdint.h>
#include <time.h>

#include "span.h"

/* One option of a tool: rows end with one whose name is NULL. */
struct option_row {
	int		 letter;	/* 256 and more: it has no letter */
	const char	*name;
	const char	*arg;		/* NULL: none; [X]: may be left out */
				/* a|b: these words; B: as its name says */
	const char	*help;		/* NULL: works, but is not shown */
};

/* What a tool is, for its usage. */
struct option_tool {
	const char		*name;
	const char		*operands;	/* as shown, "" for none */
	const char		*purpose;	/* one line: that of the man page */
	const struct option_row	*rows;
};

/* Options that have no letter are numbers from here. */
enum {
	OPTION_HELP = 256,
	OPTION_VERSION,
	OPTION_FAMILY		/* the first that a family of tools may use */
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

/*
 * A number of 0 to max; anything else is a wrong call, which names what, the
 * option, as the next two do.
 */
uint64_t option_number(const struct option_tool *, const char *what,
	    const char *, uint64_t max);

/* Unix seconds, or ISO 8601 (date, or date and time; UTC unless it says). */
time_t	option_time(const struct option_tool *, const char *what,
	    const char *);

/* Seconds, or a number with s, m, h, d or w behind it. */
uint64_t option_duration(const struct option_tool *, const char *what,
	    const char *);

#endif
