#ifndef SPFRECORD_H
#define SPFRECORD_H

#include "ip.h"
#include "span.h"
#include "verdict.h"

/* The terms of RFC 7208 sections 5 and 6. */
enum spf_kind {
	SPF_ALL,
	SPF_INCLUDE,
	SPF_A,
	SPF_MX,
	SPF_PTR,
	SPF_IP4,
	SPF_IP6,
	SPF_EXISTS,
	SPF_REDIRECT,
	SPF_EXP,
	SPF_UNKNOWN	/* a modifier of another specification */
};

/* One directive or modifier; the spans borrow from the record's text. */
struct spf_term {
	enum spf_kind	 kind;
	char		 qualifier;	/* '+', '-', '?' or '~' */
	struct span	 text;		/* the whole term as it stands */
	struct span	 spec;		/* domain-spec; unset: none */
	struct ip	 net;		/* of ip4 and ip6 */
	unsigned	 bits4;		/* of ip4, and the first of a dual CIDR */
	unsigned	 bits6;
};

struct spf_record {
	struct spf_term	*terms;
	size_t		 n;
	const struct spf_term *redirect;	/* NULL: none, or all is there */
	const struct spf_term *exp;
	const char	*why;			/* syntax error; then no terms */
	struct span	 bad;			/* the term that has it */
};

/* Is this TXT text an SPF record (section 4.5)? */
int	spfrecord_is(struct span text);

/*
 * The SPF records among the texts at a name: how many there are, and the
 * first of them (section 4.5: one is right).
 */
size_t	spfrecord_select(const struct span *texts, size_t n,
	    struct span *first);

/* Can check_host() be asked about this domain (section 4.3)? */
int	spfrecord_is_domain(struct span);

/* What a match with this qualifier means (section 4.6.2). */
enum verdict spfrecord_verdict(char qualifier);

/*
 * Parse a record by the grammar of section 12.  Returns NULL, or what is
 * wrong as a phrase, which bad locates.  Freed with spfrecord_free.
 */
const char *spfrecord_parse(struct spf_record *, struct span text);

void	spfrecord_free(struct spf_record *);

/*
 * How many of the ten lookups does the term cost (section 4.6.4)?  One if it
 * needs DNS, and one for %{p}.
 */
unsigned spfrecord_costs(const struct spf_term *);

/* The name of the kind: "include". */
const char *spfrecord_name(enum spf_kind);

#endif
