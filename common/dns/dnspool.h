#ifndef DNSPOOL_H
#define DNSPOOL_H

#include "buf.h"
#include "dnsanswer.h"

/* The threads that ask, which the doors to DNS share. */
struct dnspool;

/* A question and, in time, its answer. */
struct dnslookup {
	struct dnslookup	*next;		/* for whoever asks */
	struct dnslookup	*older;		/* for whoever asks */
	struct dnspool		*pool;		/* NULL: no thread asks it */
	struct buf		 name;		/* in lower case */
	int			 type;
	long long		 ms;		/* that it may take */
	struct dns_answer	 answer;
	struct dns_memo		 memo;		/* of the answer */
	int			 done;		/* answer is there */
	int			 lost;		/* its thread is to free it */
	int			 late;		/* for this message */
};

/* Whom to tell that answers have arrived. */
struct dnswatch {
	void		(*tell)(void *);	/* or NULL */
	void		*arg;
	unsigned	 told;			/* arrivals that were told */
};

/*
 * A pool with one door, to these servers; none: those of resolv.conf.
 * direct: they are asked for what they know themselves.  Returns NULL when
 * one is no address.
 */
struct dnspool	*dnspool_open(const char *const *servers, size_t n,
		    int direct);

/* One more door, and one less: the last to leave frees it. */
void		 dnspool_join(struct dnspool *);
void		 dnspool_leave(struct dnspool *);

/* A question that nobody has asked yet, which may take so many milliseconds. */
struct dnslookup	*dnslookup_new(struct dnspool *, struct span name,
			    int type, long long ms);

/*
 * Let a thread ask: 1, or 0 when so many are under way that it must wait
 * (with ahead set, one is left for a question that cannot).
 */
int		 dnslookup_start(struct dnslookup *, int ahead);

/* Ask here and now, as dnsnet_ask does without tcp. */
void		 dnslookup_ask(struct dnslookup *);

/*
 * Wait for the answer until a moment of dnsnet_clock: 1, or 0 when it did not
 * come.  Meanwhile the watch is told what else arrives.
 */
int		 dnslookup_await(struct dnslookup *, long long until,
		    struct dnswatch *);

/* Is the answer there? */
int		 dnslookup_done(struct dnslookup *);

/* Is it an answer worth keeping for the next message? */
int		 dnslookup_lasts(struct dnslookup *);

/* One that no thread has been let ask. */
void		 dnslookup_free(struct dnslookup *);

/* Let go; one that is under way frees itself when it is through. */
void		 dnslookup_drop(struct dnslookup *);

#endif
