#ifndef ENTRY_H
#define ENTRY_H

#include <stdint.h>

#include "buf.h"
#include "finding.h"
#include "span.h"

/* What a record is for. */
enum entry_kind {
	ENTRY_KEY,	/* a DKIM key, RFC 6376 section 3.6.1 */
	ENTRY_SPF,	/* RFC 7208 section 3 */
	ENTRY_DMARC,	/* RFC 9989 section 4.7 */
	ENTRY_REPORT,	/* leave to send DMARC reports elsewhere */
	ENTRY_ALIAS,	/* a CNAME where one of these might stand */
	ENTRY_BROKEN,	/* it could not be read */
	ENTRY_OTHER
};

/* A record as it was read, and what became of it. */
struct entry {
	struct buf	 name;		/* as in dnsname.h; empty: not known */
	int		 relative;	/* to a domain that is not known */
	int		 aliased;	/* a CNAME of a key or policy leads here */
	int		 timed;		/* it has a TTL */
	uint32_t	 ttl;
	enum entry_kind	 kind;
	struct buf	 text;		/* strings joined; of an alias its target */
	size_t		*ends;		/* of the strings in text */
	size_t		 nends;		/* 0: it was not cut into strings */
	struct buf	 file;
	size_t		 line;		/* 0: none */

	/* Checking fills these in. */
	struct findings	 findings;
	struct buf	 mended;	/* the text without its errors */
	struct buf	 named;		/* the name without them */
	int		 usable;	/* verifiers can make use of mended */
	int		 secret;	/* nothing of the text may be shown */
	int		 unknown;	/* DNS did not answer a check */
};

/* All zero is none.  Freed with entries_free. */
struct entries {
	struct entry	*list;
	size_t		 n;
	size_t		 size;		/* of list */
};

/* Add an entry, which holds until the next is added: all zero. */
struct entry	*entries_add(struct entries *);

/* Take the last one away again. */
void		 entries_drop(struct entries *);

/* The text has another string: it ends where the text ends now. */
void		 entry_end_string(struct entry *);

/* Find out the kind, by the text and the name; sets e->kind. */
void		 entry_judge(struct entry *);

/* "dkim", "spf", ... */
const char	*entry_word(enum entry_kind);

/*
 * A name in parts: what stands before a label, and behind it.  1, or 0 when
 * it has no such label; then the parts are not set.
 */
int		 entry_split(struct span name, const char *label,
		    struct span *before, struct span *behind);

/*
 * As much of a text as a finding shows: nothing of a p tag, and of what else
 * looks like a key, which may be a private one that was pasted by mistake.
 */
struct span	 entry_clip(struct span text);

void		 entries_free(struct entries *);

#endif
