#ifndef FAULT_H
#define FAULT_H

/*
 * Why a tool cannot do its work: an exit status of sysexits(3) and one line
 * for a person, which names the file, line or option, never message bytes
 * or key material.
 */
struct fault {
	int	status;
	char	text[1024];
};

#if defined(__GNUC__)
#define FAULT_FORMAT(a, b)	__attribute__((format(printf, a, b)))
#define FAULT_NORETURN		__attribute__((noreturn))
#else
#define FAULT_FORMAT(a, b)
#define FAULT_NORETURN
#endif

/* Fill the fault in; returns -1, so that a caller may return it. */
int	fault_set(struct fault *, int status, const char *, ...)
	    FAULT_FORMAT(3, 4);

/* Say it on standard error and leave. */
void	fault_die(const struct fault *) FAULT_NORETURN;
void	die(int status, const char *, ...) FAULT_FORMAT(2, 3) FAULT_NORETURN;

/*
 * From now on this process is a filter in a mail server's pipe: whatever is
 * wrong with the site (memory, disk, key, table, DNS) is exit 75, so that
 * the mail is deferred.  A wrong call and a message that can never be
 * signed keep their status.
 */
void	fault_filter(void);

/* The status that this process may leave with in place of the given one. */
int	fault_status(int status);

#endif
