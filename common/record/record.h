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

enum record_form {
	RECORD_ZONE,	/* zone-file entry, owner relative to the domain */
	RECORD_FQDN,	/* zone-file entry, absolute owner */
	RECORD_PLAIN	/* the text alone on a line */
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

/*
 * Add the record in one of the forms, ended by LF; the zone-file forms have
 * strings of at most 255 octets and say in a comment whose key it is.  The
 * names have passed the checks above.  An empty domain is one not known:
 * RECORD_FQDN needs it, RECORD_PLAIN needs neither name.
 */
void	record_format(struct buf *, const struct record *, enum record_form,
	    struct span selector, struct span domain);

#endif
