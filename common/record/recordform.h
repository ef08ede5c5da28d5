#ifndef RECORDFORM_H
#define RECORDFORM_H

#include <stdint.h>

#include "buf.h"
#include "entry.h"
#include "span.h"

/* A record that is to be written.  The name has passed domain_check. */
struct recordform_record {
	enum entry_kind	 kind;
	struct span	 name;		/* without a dot at its end */
	int		 relative;	/* to a domain that is not known */
	struct span	 origin;	/* of the zone, or empty */
	int		 timed;
	uint32_t	 ttl;
	struct span	 text;
};

/* A form that programs or providers of DNS want records in. */
struct recordform;

/* The form of that name, or NULL. */
const struct recordform *recordform_find(const char *name);

const char *recordform_name(const struct recordform *);

/* Add the names of all, with commas between. */
void	recordform_names(struct buf *);

/* What a form cannot do without: nothing, a name, an absolute one. */
enum recordform_need {
	RECORDFORM_TEXT,
	RECORDFORM_NAME,
	RECORDFORM_DOMAIN
};

enum recordform_need recordform_need(const struct recordform *);

/* Does putting it into use replace all TXT records of the name? */
int	recordform_replaces(const struct recordform *);

/*
 * Add records in a form, ended by LF; strings have at most 255 octets.  Begin
 * and end are for all of them together, even of none; i counts from 0.  1, or
 * 0 when the record is longer than its program can read; then it is not added.
 */
void	recordform_begin(const struct recordform *, struct buf *);
int	recordform_add(const struct recordform *, struct buf *,
	    const struct recordform_record *, size_t i);
void	recordform_end(const struct recordform *, struct buf *);

#endif
