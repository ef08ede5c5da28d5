#ifndef OPERAND_H
#define OPERAND_H

/*
 * Judge each file operand, "-" being standard input: the function gets the
 * open file and its name, and returns an exit status, as this does: 0 when
 * all were 0; else the first of those that could not be judged (EX_NOINPUT
 * and its kin), else EX_TEMPFAIL, else 1.
 */
int	operand_each(int n, char *files[],
	    int (*judge)(void *, int fd, const char *file), void *);

#endif
