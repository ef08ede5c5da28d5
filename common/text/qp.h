#ifndef QP_H
#define QP_H

#include "buf.h"
#include "span.h"

/*
 * dkim-quoted-printable of RFC 6376 section 2.11, and in its widened form
 * of RFC 8616 section 5.
 */

/* Add the encoded form; '|' is encoded as well, as z= needs it. */
void	qp_encode(struct buf *, struct span);

/* Add what the text stands for; FWS in it is ignored.  0, or -1. */
int	qp_decode(struct buf *, struct span);

#endif
