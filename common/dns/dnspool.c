#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>

#include "dnsnet.h"
#include "dnspool.h"

#define THREADS		24		/* under way at once, for a door */
#define STACK		(256UL * 1024)

struct dnspool {
	pthread_mutex_t	 lock;
	pthread_cond_t	 arrived;	/* an answer did */
	struct dnsnet	*net;
	unsigned	 threads;	/* under way */
	unsigned	 arrivals;	/* so far */
	unsigned	 doors;		/* open */
};

struct dnspool *
dnspool_open(const char *const *servers, size_t n, int direct)
{
	struct dnsnet *net = dnsnet_open(servers, n, direct);
	pthread_condattr_t attr;
	struct dnspool *p;

	if (net == NULL)
		return NULL;
	p = mem_zero(1, sizeof(*p));
	p->net = net;
	p->doors = 1;
	pthread_mutex_init(&p->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&p->arrived, &attr);
	pthread_condattr_destroy(&attr);
#ifdef M_ARENA_MAX
	/* A heap for each thread would take 64 MiB of RLIMIT_AS each. */
	mallopt(M_ARENA_MAX, 1);
#endif
	return p;
}

static void
pool_free(struct dnspool *p)
{
	dnsnet_close(p->net);
	pthread_cond_destroy(&p->arrived);
	pthread_mutex_destroy(&p->lock);
	free(p);
}

void
dnspool_join(struct dnspool *p)
{
	pthread_mutex_lock(&p->lock);
	p->doors++;
	pthread_mutex_unlock(&p->lock);
}

void
dnspool_leave(struct dnspool *p)
{
	int last;

	pthread_mutex_lock(&p->lock);
	last = --p->doors == 0 && p->threads == 0;
	pthread_mutex_unlock(&p->lock);
	if (last)
		pool_free(p);
}

struct dnslookup *
dnslookup_new(struct dnspool *pool, struct span name, int type, long long ms)
{
	struct dnslookup *l = mem_zero(1, sizeof(*l));

	buf_lower(&l->name, name);
	l->type = type;
	l->pool = pool;
	l->ms = ms;
	return l;
}

void
dnslookup_free(struct dnslookup *l)
{
	if (l->memo.made != NULL)
		l->memo.release(l->memo.made);
	dnsanswer_free(&l->answer);
	buf_free(&l->name);
	free(l);
}

/* The thread: asks, and leaves the answer to those who wait, if any do. */
static void *
lookup_run(void *arg)
{
	struct dnslookup *l = arg;
	struct dnspool *p = l->pool;
	struct dns_answer answer;
	int lost, last;

	dnsnet_ask(p->net, &answer, buf_view(&l->name), l->type, l->ms, 1);
	pthread_mutex_lock(&p->lock);
	l->answer = answer;
	l->done = 1;
	lost = l->lost;
	last = --p->threads == 0 && p->doors == 0;
	p->arrivals++;
	pthread_cond_broadcast(&p->arrived);
	pthread_mutex_unlock(&p->lock);
	if (lost)
		dnslookup_free(l);
	if (last)
		pool_free(p);
	return NULL;
}

/* A thread that takes no signals and that nobody joins: 0, or an error. */
static int
make_thread(struct dnslookup *l)
{
	sigset_t all, before;
	pthread_attr_t attr;
	pthread_t thread;
	int error;

	pthread_attr_init(&attr);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	pthread_attr_setstacksize(&attr, STACK);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	error = pthread_create(&thread, &attr, lookup_run, l);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	pthread_attr_destroy(&attr);
	return error;
}

int
dnslookup_start(struct dnslookup *l, int ahead)
{
	unsigned max = ahead ? THREADS - 1 : THREADS;
	struct dnspool *p = l->pool;
	int started;

	pthread_mutex_lock(&p->lock);
	if ((started = p->threads < max * p->doors))
		p->threads++;
	pthread_mutex_unlock(&p->lock);
	if (started && make_thread(l) != 0) {
		pthread_mutex_lock(&p->lock);
		p->threads--;
		pthread_mutex_unlock(&p->lock);
		started = 0;
	}
	return started;
}

void
dnslookup_ask(struct dnslookup *l)
{
	dnsnet_ask(l->pool->net, &l->answer, buf_view(&l->name), l->type,
	    l->ms, 0);
	l->done = 1;
}

/*
 * If anything has arrived since the last time, whoever wants to ask ahead may
 * do so now; more may arrive meanwhile.
 */
static int
tell_arrival(struct dnspool *p, struct dnswatch *w)
{
	if (w->tell == NULL || w->told == p->arrivals)
		return 0;
	w->told = p->arrivals;
	pthread_mutex_unlock(&p->lock);
	w->tell(w->arg);
	pthread_mutex_lock(&p->lock);
	return 1;
}

int
dnslookup_await(struct dnslookup *l, long long until, struct dnswatch *w)
{
	struct dnspool *p = l->pool;
	struct timespec t;
	int done, error = 0;

	t.tv_sec = (time_t)(until / 1000);
	t.tv_nsec = (long)(until % 1000) * 1000000;
	pthread_mutex_lock(&p->lock);
	while (!l->done && error == 0)
		if (!tell_arrival(p, w))
			error = pthread_cond_timedwait(&p->arrived, &p->lock,
			    &t);
	done = l->done;
	pthread_mutex_unlock(&p->lock);
	return done;
}

int
dnslookup_done(struct dnslookup *l)
{
	int done;

	if (l->pool == NULL)
		return l->done;
	pthread_mutex_lock(&l->pool->lock);
	done = l->done;
	pthread_mutex_unlock(&l->pool->lock);
	return done;
}

int
dnslookup_lasts(struct dnslookup *l)
{
	return l->pool == NULL || (dnslookup_done(l) &&
	    l->answer.status != DNS_TEMPFAIL);
}

void
dnslookup_drop(struct dnslookup *l)
{
	int done = 1;

	if (l->pool != NULL) {
		pthread_mutex_lock(&l->pool->lock);
		done = l->done;
		l->lost = 1;
		pthread_mutex_unlock(&l->pool->lock);
	}
	if (done)
		dnslookup_free(l);
}
