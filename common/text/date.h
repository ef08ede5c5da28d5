#ifndef DATE_H
#define DATE_H

#include <time.h>

#include "span.h"

/*
 * Times in text, as seconds since 1970 in UTC.  Each returns 0, or -1 when
 * the text is not such a time.
 */

/* ISO 8601: 2026-11-21, or 2026-11-21T12:00[:00] and Z, +0900 or +09:00. */
int	date_iso(struct span, time_t *);

/* The date-time of RFC 5322 section 3.3, with the zones of section 4.3. */
int	date_mail(struct span, time_t *);

#endif
