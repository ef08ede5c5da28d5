#ifndef SIGNOPTION_H
#define SIGNOPTION_H

#include "option.h"
#include "sign.h"
#include "signers.h"

/* The options of the sign family. */
#define SIGNOPTION_ROWS \
	{ 'd', "domain", "DOMAIN", "the signing domain (d=)" }, \
	{ 's', "selector", "NAME", "the selector of its key (s=)" }, \
	{ 'k', "key", "FILE", "the private key" }, \
	{ 'K', "key-table", "TABLE", "OpenDKIM's KeyTable" }, \
	{ 'S', "signing-table", "TABLE", "OpenDKIM's SigningTable" }, \
	{ 'h', "headers", "LIST", "the fields to sign" }, \
	{ 'O', "oversign", "LIST", "fields nobody may add (From)" }, \
	{ 'c', "canon", \
	    "relaxed/relaxed|relaxed/simple|simple/relaxed|simple/simple", \
	    "how to canonicalize (relaxed/relaxed)" }, \
	{ 'i', "identity", "ADDRESS", "on whose behalf (i=)" }, \
	{ 'l', "length", "[N]", "say how long the body is (l=), or sign N octets" }, \
	{ 't', "time", "TIME", "time of the signature (now)" }, \
	{ 'x', "expire", "TIME", "it expires that much later: 14d, 3600" }, \
	{ 'C', "copy-headers", NULL, "copy the signed fields (z=)" }, \
	{ 'o', "header-only", NULL, "print only the new fields" }, \
	{ 'v', "verbose", NULL, "say who signed on standard error" }, \
	{ SIGNOPTION_ON_ERROR, "on-error", "tempfail|pass", \
	    "what becomes of mail that cannot be signed" }, \
	{ SIGNOPTION_DRY_RUN, "dry-run", NULL, "only say who would sign" }, \
	{ SIGNOPTION_GROUP_KEY, "group-key", NULL, "the group may read the key" }

enum {
	SIGNOPTION_ON_ERROR = OPTION_FAMILY,
	SIGNOPTION_DRY_RUN,
	SIGNOPTION_GROUP_KEY,
	SIGNOPTION_OWN		/* the first number that a tool may use */
};

/* An option that may be given several times. */
struct signoption_list {
	const char	*args[SIGNERS_MAX];
	size_t		 n;
};

/* What the user asked of a tool that signs. */
struct signoption {
	struct signoption_list domains, selectors, keys;
	const char	*key_table, *signing_table;
	const char	*identity;
	struct sign_style style;
	int		 header_only, verbose, pass_on_error, dry_run;
	int		 group_key;
};

void	signoption_init(struct signoption *);

/* Take an option if it is one of these: 1, or 0. */
int	signoption_take(const struct option_tool *, struct signoption *, int);

/* What does not go together is a wrong call; the others name the signers. */
void	signoption_end(const struct option_tool *, const struct signoption *,
	    struct signers *);

#endif
