#ifndef AUTHRES_H
#define AUTHRES_H

#include "buf.h"
#include "message.h"
#include "span.h"

#define AUTHRES_PROPERTIES	8

/* "ptype.property=pvalue"; with mailbox set the value is local@value. */
struct authres_property {
	const char	*name;		/* "header.d" */
	struct span	 value;
	struct span	 local;		/* local-part of an address, as it is */
	int		 mailbox;
};

/* One resinfo of RFC 8601 section 2.2. */
struct authres_result {
	const char	*method;
	const char	*result;
	struct span	 reason;	/* empty: none */
	struct span	 comment;	/* empty: none */
	struct authres_property properties[AUTHRES_PROPERTIES];
	size_t		 n;
	size_t		 more;	/* behind them, for the JSON form only */
	struct span	 json;		/* further members of the JSON form */
};

/* Add the field, folded, with the message's line ends. */
void	authres_format(struct buf *, const char *authserv_id,
	    const struct authres_result *, size_t n, const char *eol);

/* Add it on one line that ends with LF, for a report. */
void	authres_line(struct buf *, const char *authserv_id,
	    const struct authres_result *, size_t n);

/*
 * Add the same as one JSON object on a line; file may be NULL.  Further
 * members of the object stand before its results, and may be empty.
 */
void	authres_json(struct buf *, const char *file, const char *authserv_id,
	    const struct authres_result *, size_t n, struct span members);

/* Is this the name of the field? */
int	authres_is_name(struct span);

/*
 * Does the value of an Authentication-Results field claim to come from this
 * authserv-id?  Comments, folds, quotes and case make no difference; a value
 * that cannot be parsed claims it when it holds the name anywhere.
 */
int	authres_claims(struct span value, const char *authserv_id);

/* Does it have this authserv-id, without any doubt? */
int	authres_is_own(struct span value, const char *authserv_id);

/*
 * The trust rule (RFC 8601 section 5): how many fields from the top stand
 * above the topmost Received (the N+1st with skip, or the lowest that there
 * is), and may be believed.  In a message without Received these are the
 * trace fields that open its header.
 */
size_t	authres_trusted(const struct message *, unsigned skip);

/* Is the field one that an -f tool removes, were it below that line? */
int	authres_forged(const struct field *, const char *authserv_id);

#endif
