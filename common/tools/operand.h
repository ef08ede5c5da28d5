#ifndef OPERAND_H
#define OPERAND_H

#include "buf.h"

/* What one operand came to. */
struct outcome {
	int		 status;	/* an exit status */
	struct buf	 out;		/* for standard output */
	struct buf	 complaint;	/* for standard error; or empty */
};

/*
 * Judge each file operand, "-" being standard input: the function gets the
 * open file and its name, and fills in the outcome, which is all zero.  There
 * are as many threads as workers, each of which is the first argument of what
 * its thread calls; what they have to say comes in the order of the operands.
 * Returns an exit status: 0 when all were 0; else the first of those that
 * could not be judged (EX_NOINPUT and its kin), else EX_TEMPFAIL, else 1.
 */
int	operand_each(int n, char *files[],
	    void (*judge)(void *, int fd, const char *file, struct outcome *),
	    void *const *workers, size_t nworkers);

/*
 * Add a complaint, made as by printf(3), and set the status.  Control
 * characters, as names of files may have, become question marks.
 */
void	outcome_fail(struct outcome *, int status, const char *, ...)
	    __attribute__((format(printf, 3, 4)));

/* Say it all, on both outputs, and free it.  Returns the status. */
int	outcome_print(struct outcome *);

#endif
