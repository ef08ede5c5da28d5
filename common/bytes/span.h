#ifndef SPAN_H
#define SPAN_H

#include <stddef.h>

/*
 * Borrowed bytes: not ended by NUL, never freed, never changed.
 * A span whose p is NULL was never set; an empty one has a p and n 0.
 */
struct span {
	const char	*p;
	size_t		 n;
};

/* The bytes of a string, without its NUL. */
struct span	span_of(const char *);

/* Is it this word?  The second compares without regard to ASCII case. */
int		span_eq(struct span, const char *);
int		span_eqi(struct span, const char *);

/* Are the two the same without regard to ASCII case? */
int		span_same(struct span, struct span);

/* Order without regard to ASCII case: less than, equal to, more than 0. */
int		span_order(struct span, struct span);

/* Does it start with this word (ASCII case aside)? */
int		span_starts(struct span, const char *);

/* The span without blanks, tabs and line ends at either end. */
struct span	span_trim(struct span);

/* All but the first n bytes; n is at most the length. */
struct span	span_from(struct span, size_t n);

/* Where the byte stands first, or last; the length when it is not there. */
size_t		span_find(struct span, char);
size_t		span_rfind(struct span, char);

/*
 * Iterate over the pieces between separators: 1 with the next piece, 0 after
 * the last.  An empty rest has one empty piece; start with *rest whole.
 */
int		span_next(struct span *rest, char separator, struct span *piece);

/* The same, each piece trimmed. */
int		span_item(struct span *rest, char separator, struct span *item);

/* Is the word, exactly, one of the items between colons? */
int		span_lists(struct span, const char *word);

/* Length of the UTF-8 sequence that v, not empty, starts with; 0: none. */
size_t		span_utf8(struct span);

/* Is all of it valid UTF-8? */
int		span_is_utf8(struct span);

/* ASCII only, whatever the locale says. */
int		ascii_lower(int);
int		is_wsp(unsigned char);
int		is_blank(unsigned char);	/* is_wsp, CR or LF */
int		is_alnum(unsigned char);
int		is_digit(unsigned char);

#endif
