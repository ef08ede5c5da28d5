#ifndef VERDICT_H
#define VERDICT_H

/* The words of RFC 8601 section 2.7, least to most worth reporting. */
enum verdict {
	NONE,
	PERMERROR,
	NEUTRAL,
	POLICY,
	SOFTFAIL,	/* of SPF */
	FAIL,
	TEMPERROR,
	PASS
};

const char	*verdict_word(enum verdict);

/* The exit status of a tool whose best result is this one. */
int		 verdict_exit(enum verdict);

#endif
