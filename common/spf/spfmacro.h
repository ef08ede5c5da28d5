#ifndef SPFMACRO_H
#define SPFMACRO_H

#include <time.h>

#include "buf.h"
#include "ip.h"
#include "span.h"

/* What macros stand for (RFC 7208 section 7.2). */
struct spf_values {
	struct span	local;		/* l */
	struct span	origin;		/* o: the domain of the sender */
	struct span	domain;		/* d */
	struct ip	ip;		/* i, v, c */
	struct span	helo;		/* h */
	struct span	receiver;	/* r */
	time_t		now;		/* t */
	/* p for that domain, asked for only when it is needed */
	struct span	(*validated)(void *, struct span domain);
	void		*arg;
};

/*
 * Does the text follow the grammar of domain-spec, or of a macro-string
 * (section 7.1)?  NULL, or what is wrong as a phrase.
 */
const char *spfmacro_check_domain(struct span);
const char *spfmacro_check_string(struct span);

/* The same for an explain-string, in which c, r and t are allowed too. */
const char *spfmacro_check_explain(struct span);

/* Does the text, which passed a check, use this letter, of either case? */
int	spfmacro_uses(struct span, char letter);

/*
 * Add the expansion of text that passed one of the checks (section 7.3).
 * 0, or -1 when it would be longer than 64 KiB; then nothing is added.
 */
int	spfmacro_expand(struct buf *, struct span, const struct spf_values *);

/*
 * The same for a name to be asked of DNS: without a dot at its end, cut to
 * 253 octets by taking labels away from the left; nothing when it is longer
 * than 64 KiB before that.
 */
void	spfmacro_name(struct buf *, struct span, const struct spf_values *);

#endif
