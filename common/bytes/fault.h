#ifndef FAULT_H
#define FAULT_H

/*
 * Why a tool cannot do its work: an exit status of sysexits(3) and one line
 * for a person, which names the file, line or option, never message bytes
 * or key material.
 */
struct fault {
	int	status;
	int	of_message;	/* nobody can mend it: the status stands */
	char	text[1024];
};

/* Fill the fault in; returns -1, so that a caller may return it. */
int	fault_set(struct fault *, int status, const char *, ...)
	    __attribute__((format(printf, 3, 4)));

/*
 * The same for a message that can never be handled, of all that there may be
 * wrong: EX_DATAERR, in a filter too.
 */
int	fault_message(struct fault *, const char *, ...)
	    __attribute__((format(printf, 2, 3)));

/* Say it on standard error and leave. */
void	fault_die(const struct fault *) __attribute__((noreturn));
void	die(int status, const char *, ...)
	    __attribute__((format(printf, 2, 3), noreturn));

/*
 * From now on this process is a filter in a mail server's pipe: whatever is
 * wrong with the site (memory, disk, key, table, DNS) is exit 75, so that
 * the mail is deferred.  A wrong call keeps its status, and so does what
 * fault_message says.
 */
void	fault_filter(void);

/* The status that this process may leave with in place of the given one. */
int	fault_status(int status);

#endif
