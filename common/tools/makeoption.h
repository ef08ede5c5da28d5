#ifndef MAKEOPTION_H
#define MAKEOPTION_H

#include "buf.h"
#include "option.h"

/* The options that make an SPF or a DMARC record. */
#define MAKEOPTION_ROWS \
	{ MAKEOPTION_SPF, "spf", NULL, "make an SPF record" }, \
	{ MAKEOPTION_MX, "mx", NULL, "the domain's MX hosts send" }, \
	{ MAKEOPTION_A, "a", NULL, "the domain's own host sends" }, \
	{ MAKEOPTION_IP, "ip", "NET", "this address or network sends" }, \
	{ MAKEOPTION_INCLUDE, "include", "DOMAIN", "all that DOMAIN allows" }, \
	{ MAKEOPTION_ALL, "all", "fail|softfail|neutral", \
	    "what others get (softfail)" }, \
	{ MAKEOPTION_DMARC, "dmarc", NULL, "make a DMARC record" }, \
	{ MAKEOPTION_POLICY, "policy", "none|quarantine|reject", \
	    "what is asked for (none)" }, \
	{ MAKEOPTION_SP, "subdomain-policy", "none|quarantine|reject", \
	    "for subdomains" }, \
	{ MAKEOPTION_RUA, "rua", "ADDRESS", "aggregate reports go there" }, \
	{ MAKEOPTION_RUF, "ruf", "ADDRESS", "failure reports go there" }, \
	{ MAKEOPTION_STRICT, "strict", NULL, "subdomains are no match" }

enum {
	MAKEOPTION_SPF = OPTION_FAMILY,
	MAKEOPTION_MX, MAKEOPTION_A, MAKEOPTION_IP, MAKEOPTION_INCLUDE,
	MAKEOPTION_ALL,
	MAKEOPTION_DMARC,
	MAKEOPTION_POLICY, MAKEOPTION_SP, MAKEOPTION_RUA, MAKEOPTION_RUF,
	MAKEOPTION_STRICT,
	MAKEOPTION_OWN		/* the first number that a tool may use */
};

/* What was asked for.  All zero is nothing; freed with makeoption_free. */
struct makeoption {
	int		 spf, dmarc;
	int		 of_spf, of_dmarc;	/* an option for one was given */
	struct buf	 terms;			/* of SPF, in their order */
	const char	*all;
	const char	*policy, *sp;
	struct buf	 rua, ruf;
	int		 strict;
};

/* Take an option if it is one of these: 1, or 0. */
int	makeoption_take(const struct option_tool *, struct makeoption *, int);

/*
 * Add the record that was asked for: 1, or 0 when none was.  What does not
 * go together is a wrong call.
 */
int	makeoption_text(const struct option_tool *, const struct makeoption *,
	    struct buf *);

void	makeoption_free(struct makeoption *);

#endif
