#ifndef RECORD_H
#define RECORD_H

#include "buf.h"
#include "crypto.h"
#include "span.h"

/* The tags of a key record that is to be made (RFC 6376 section 3.6.1). */
struct record {
	const struct key	*key;		/* k= and p= */
	const char		*hashes;	/* h=, or NULL */
	const char		*note;		/* n= in plain text, or NULL */
	int			 testing;	/* t=y */
	int			 no_subdomains;	/* t=s */
	int			 email_only;	/* s=email */
};

/*
 * Add the domain as records name it: lower case, without a last dot.
 * Returns NULL, or what is wrong as a phrase; then nothing is added.
 */
const char	*record_domain(struct buf *, const char *domain);

/*
 * May this be the selector of a key of the domain (which may be empty: not
 * known)?  Returns NULL, or what is wrong as a phrase.
 */
const char	*record_selector(struct span selector, struct span domain);

/* Is this a list for h= that verifiers understand?  NULL, or a phrase. */
const char	*record_hashes(struct span);

/* Add its text. */
void	record_text(struct buf *, const struct record *);

/*
 * Add the record as an entry of a zone file: "zone" with a name relative to
 * the domain, "fqdn" with an absolute one.  The names have passed the checks
 * above.  An empty domain is one not known: "fqdn" needs it.
 */
void	record_format(struct buf *, const struct record *, const char *form,
	    struct span selector, struct span domain);

#endif
