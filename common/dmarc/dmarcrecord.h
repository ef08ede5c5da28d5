#ifndef DMARCRECORD_H
#define DMARCRECORD_H

#include "span.h"

/* dmarc-request, in order of strictness. */
enum dmarc_policy {
	DMARC_ABSENT,		/* the tag is not there */
	DMARC_INVALID,		/* it is, and says nothing that is known */
	DMARC_NONE,
	DMARC_QUARANTINE,
	DMARC_REJECT
};

/* The tags of RFC 9989 section 9.3; the last three are historic. */
enum dmarc_name {
	DMARC_P, DMARC_SP, DMARC_NP, DMARC_ADKIM, DMARC_ASPF, DMARC_T,
	DMARC_PSD, DMARC_RUA, DMARC_RUF, DMARC_FO,
	DMARC_PCT, DMARC_RF, DMARC_RI,
	DMARC_TAGS
};

/* One piece between semicolons: dmarc-tag of section 4.8. */
struct dmarc_tag {
	struct span	 text;		/* all of it, trimmed */
	struct span	 name;
	struct span	 value;
	enum dmarc_name	 known;		/* DMARC_TAGS: it is not */
	const char	*why;		/* a syntax error; then no value */
};

/* A DMARC Policy Record; the spans borrow from its text. */
struct dmarcrecord {
	struct span	 text;
	struct span	 tags[DMARC_TAGS];	/* values; unset: absent; empty:
						   twice, or a syntax error */
	enum dmarc_policy p, sp, np;
	char		 psd;			/* 'y', 'n' or 'u' */
	int		 adkim_strict, aspf_strict;
	int		 testing;		/* t=y */
};

/* Does the text begin with a v tag that says DMARC1 (section 4.7)? */
int	dmarcrecord_is(struct span text);

/*
 * The DMARC records among the texts at a name: how many there are, and the
 * first of them.  More than one is none (section 4.10).
 */
size_t	dmarcrecord_select(const struct span *texts, size_t n,
	    struct span *first);

/* Read a text of which dmarcrecord_is is true: all else has a default. */
void	dmarcrecord_parse(struct dmarcrecord *, struct span text);

/*
 * Iterate over the pieces behind the v tag: 1 with the next, 0 after the
 * last; empty ones are passed over.  Start with what dmarcrecord_tags gives.
 */
struct span dmarcrecord_tags(struct span text);
int	dmarcrecord_next(struct span *rest, struct dmarc_tag *);

/*
 * Has it what section 4.10.1 wants of a record that is used: a valid p, and
 * no sp that is invalid, nor, if np counts, an invalid np?
 */
int	dmarcrecord_has_policy(const struct dmarcrecord *, int np);

/* "none", "quarantine" or "reject"; "absent" and "invalid". */
const char *dmarc_policy_word(enum dmarc_policy);

/* "p", "sp", ...; and back, DMARC_TAGS when it is not known. */
const char *dmarc_tag_name(enum dmarc_name);
enum dmarc_name dmarc_tag_find(struct span name);

#endif
