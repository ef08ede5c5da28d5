#ifndef SCAN_H
#define SCAN_H

#include <stdint.h>

#include "span.h"

/*
 * A reading head over borrowed bytes.  The first error sticks: after it
 * every call eats nothing, so a caller may check err once at the end.
 */
struct scan {
	const char	*p;
	const char	*end;
	const char	*err;	/* a phrase, or NULL */
};

void		scan_init(struct scan *, struct span);

/* Is everything eaten (or has it failed)? */
int		scan_done(const struct scan *);

/* The next byte, or -1 at the end; nothing is eaten. */
int		scan_peek(const struct scan *);

/* Eat this byte, or this word, if it is next: 1 or 0. */
int		scan_byte(struct scan *, char);
int		scan_word(struct scan *, const char *);

/* Record an error, unless there is one already. */
void		scan_fail(struct scan *, const char *);

/* Eat FWS: blanks, tabs, and line ends that a blank or tab follows. */
void		scan_fws(struct scan *);

/* Eat bytes while the class holds. */
struct span	scan_while(struct scan *, int (*)(unsigned char));

/* Eat bytes up to this one, or all that are left. */
struct span	scan_until(struct scan *, char);

/*
 * Eat 1 to maxdigits digits.  A number too large for 64 bits is UINT64_MAX.
 * No digit, or more of them, is an error.
 */
uint64_t	scan_number(struct scan *, size_t maxdigits);

/* The whole span as such a number: 1 and *n, or 0. */
int		number_parse(struct span, size_t maxdigits, uint64_t *n);

/* Value of a hexadecimal digit of either case, -1 for another byte. */
int		hex_value(int);

#endif
