#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>

#include "dns.h"
#include "dnsnet.h"
#include "dnszone.h"

#define TIMEOUT		20		/* RFC 7208 section 4.6.4 */
#define THREADS		24		/* under way at once, for a door */
#define STACK		(256UL * 1024)
#define BUCKETS		1024
#define KEEP_ANSWERS	4096		/* beyond one message */
#define KEEP_OCTETS	((size_t)8 << 20)

/* What the threads share with us; the last to leave frees it. */
struct pool {
	pthread_mutex_t	 lock;
	pthread_cond_t	 arrived;	/* an answer did */
	struct dnsnet	*net;
	unsigned	 threads;	/* under way */
	unsigned	 arrivals;	/* so far */
	unsigned	 doors;		/* open */
};

/* A question and, in time, its answer. */
struct lookup {
	struct lookup		*next;		/* in the same bucket */
	struct lookup		*older;		/* of all */
	struct pool		*pool;
	struct buf		 name;		/* in lower case */
	int			 type;
	long long		 ms;		/* that it may take */
	struct dns_answer	 answer;
	struct dns_memo		 memo;		/* of the answer */
	int			 done;		/* answer is there */
	int			 lost;		/* its thread is to free it */
	int			 late;		/* for this message */
};

struct dns {
	struct zone	 own;		/* of the first door */
	const struct zone *zone;	/* of all */
	struct pool	*pool;		/* NULL: all is in the zone */
	struct lookup	*bucket[BUCKETS];
	struct lookup	*newest;
	struct lookup	*kept;		/* it and the older ones are lasting */
	size_t		 n;		/* lookups that were kept */
	size_t		 octets;	/* in their answers, about */
	long long	 timeout;	/* milliseconds for a message */
	long long	 left;		/* of them */
	void		(*on_arrival)(void *);	/* or NULL */
	void		*arrival_arg;
	unsigned	 told;		/* arrivals that were told */
};

static const struct dns_answer nonexistent = { .status = DNS_NXDOMAIN };
static const struct dns_answer timed_out = {
	.status = DNS_TEMPFAIL, .why = "timed out"
};

int
dns_is_server(const char *text)
{
	return dnsnet_is_server(text);
}

static void
lookup_free(struct lookup *l)
{
	if (l->memo.made != NULL)
		l->memo.release(l->memo.made);
	dnsanswer_free(&l->answer);
	buf_free(&l->name);
	free(l);
}

static void
pool_free(struct pool *p)
{
	dnsnet_close(p->net);
	pthread_cond_destroy(&p->arrived);
	pthread_mutex_destroy(&p->lock);
	free(p);
}

static struct pool *
pool_open(struct dnsnet *net)
{
	struct pool *p = mem_zero(1, sizeof(*p));
	pthread_condattr_t attr;

	p->net = net;
	p->doors = 1;
	pthread_mutex_init(&p->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&p->arrived, &attr);
	pthread_condattr_destroy(&attr);
	return p;
}

static int
read_zones(struct dns *d, const struct dns_config *config, struct fault *f)
{
	size_t i;

	for (i = 0; i < config->nzones; i++)
		if (zone_read(&d->own, config->zones[i], f) == -1)
			return -1;
	dnszone_sort(&d->own);
	return 0;
}

static int
open_net(struct dns *d, const struct dns_config *config, struct fault *f)
{
	struct dnsnet *net = dnsnet_open(config->servers, config->nservers,
	    config->direct);

	if (net == NULL)
		return fault_set(f, EX_USAGE, "not the address of a server");
	d->pool = pool_open(net);
#ifdef M_ARENA_MAX
	/* A heap for each thread would take 64 MiB of RLIMIT_AS each. */
	mallopt(M_ARENA_MAX, 1);
#endif
	return 0;
}

struct dns *
dns_open(const struct dns_config *config, struct fault *f)
{
	struct dns *d = mem_zero(1, sizeof(*d));
	int status;

	d->timeout = 1000LL * (config->timeout == 0 ? TIMEOUT :
	    config->timeout);
	d->left = d->timeout;
	d->zone = &d->own;
	status = config->nzones > 0 ? read_zones(d, config, f) :
	    open_net(d, config, f);
	if (status == -1) {
		dns_close(d);
		return NULL;
	}
	return d;
}

struct dns *
dns_beside(struct dns *first)
{
	struct dns *d = mem_zero(1, sizeof(*d));

	d->zone = first->zone;
	d->pool = first->pool;
	d->timeout = d->left = first->timeout;
	if (d->pool != NULL) {
		pthread_mutex_lock(&d->pool->lock);
		d->pool->doors++;
		pthread_mutex_unlock(&d->pool->lock);
	}
	return d;
}

/* The thread: asks, and leaves the answer to those who wait, if any do. */
static void *
lookup_run(void *arg)
{
	struct lookup *l = arg;
	struct pool *p = l->pool;
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
		lookup_free(l);
	if (last)
		pool_free(p);
	return NULL;
}

/* A thread that takes no signals and that nobody joins: 0, or an error. */
static int
make_thread(struct lookup *l)
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

/*
 * Start a thread for it, unless so many for each door are under way: 1 or 0.
 */
static int
lookup_start(struct pool *p, struct lookup *l, unsigned max)
{
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

/* FNV-1a. */
static struct lookup **
bucket(struct dns *d, struct span name, int type)
{
	uint32_t hash = 2166136261u ^ (uint32_t)type;
	size_t i;

	for (i = 0; i < name.n; i++)
		hash = (hash ^ (uint32_t)ascii_lower((unsigned char)name.p[i]))
		    * 16777619u;
	return &d->bucket[hash % BUCKETS];
}

static struct lookup *
find(struct dns *d, struct span name, int type)
{
	struct lookup *l = *bucket(d, name, type);

	while (l != NULL && (l->type != type ||
	    !span_same(buf_view(&l->name), name)))
		l = l->next;
	return l;
}

/* A question that nobody has asked yet. */
static struct lookup *
make(struct dns *d, struct span name, int type)
{
	struct lookup *l = mem_zero(1, sizeof(*l));

	buf_lower(&l->name, name);
	l->type = type;
	l->pool = d->pool;
	l->ms = d->left;
	return l;
}

static void
insert(struct dns *d, struct lookup *l)
{
	struct lookup **head = bucket(d, buf_view(&l->name), l->type);

	l->next = *head;
	*head = l;
	l->older = d->newest;
	d->newest = l;
}

void
dns_ahead(struct dns *d, struct span name, int type)
{
	struct pool *pool = d->pool;
	struct lookup *l;

	if (pool == NULL || d->left <= 0 || dns_name_check(name) != NULL ||
	    find(d, name, type) != NULL)
		return;
	l = make(d, name, type);
	if (lookup_start(pool, l, THREADS - 1))	/* one is for dns_ask */
		insert(d, l);
	else
		lookup_free(l);
}

/* Begin a lookup that is wanted now. */
static struct lookup *
begin(struct dns *d, struct span name, int type)
{
	struct pool *pool = d->pool;
	struct lookup *l = make(d, name, type);

	insert(d, l);
	if (pool == NULL) {
		dnsanswer_init(&l->answer);
		dnszone_ask(d->zone, &l->answer, buf_view(&l->name), type);
		l->done = 1;
	} else if (d->left <= 0) {
		dnsanswer_fail(&l->answer, timed_out.why);
		l->done = 1;
	} else if (!lookup_start(pool, l, THREADS)) {
		dnsnet_ask(pool->net, &l->answer, buf_view(&l->name), type,
		    d->left, 0);
		l->done = 1;
	}
	return l;
}

/*
 * If anything has arrived since the last time, whoever wants to ask ahead may
 * do so now; more may arrive meanwhile.
 */
static int
tell_arrival(struct dns *d)
{
	if (d->on_arrival == NULL || d->told == d->pool->arrivals)
		return 0;
	d->told = d->pool->arrivals;
	pthread_mutex_unlock(&d->pool->lock);
	d->on_arrival(d->arrival_arg);
	pthread_mutex_lock(&d->pool->lock);
	return 1;
}

/* Wait for the answer while there is time: 1, or 0 when it did not come. */
static int
await(struct dns *d, struct lookup *l, long long until)
{
	struct pool *p = l->pool;
	struct timespec t;
	int done, error = 0;

	t.tv_sec = (time_t)(until / 1000);
	t.tv_nsec = (long)(until % 1000) * 1000000;
	pthread_mutex_lock(&p->lock);
	while (!l->done && error == 0)
		if (!tell_arrival(d))
			error = pthread_cond_timedwait(&p->arrived, &p->lock,
			    &t);
	done = l->done;
	pthread_mutex_unlock(&p->lock);
	return done;
}

const struct dns_answer *
dns_ask(struct dns *d, struct span name, int type)
{
	long long start;
	struct lookup *l;

	if (dns_name_check(name) != NULL)
		return &nonexistent;
	start = d->pool == NULL ? 0 : dnsnet_clock();
	if ((l = find(d, name, type)) == NULL)
		l = begin(d, name, type);
	if (d->pool != NULL && !l->late) {
		l->late = !await(d, l, start + d->left);
		d->left -= dnsnet_clock() - start;
	}
	if (l->late)
		return &timed_out;
	l->answer.memo = &l->memo;
	return &l->answer;
}

const struct dns_answer *
dns_known(struct dns *d, struct span name, int type)
{
	struct lookup *l = find(d, name, type);
	int done;

	if (l == NULL || d->pool == NULL || l->late)
		return NULL;
	pthread_mutex_lock(&d->pool->lock);
	done = l->done;
	pthread_mutex_unlock(&d->pool->lock);
	return done ? &l->answer : NULL;
}

void
dns_on_arrival(struct dns *d, void (*tell)(void *), void *arg)
{
	d->on_arrival = tell;
	d->arrival_arg = arg;
}

/* Let go of a lookup; one under way frees itself when it is through. */
static void
drop(struct lookup *l)
{
	int done = 1;

	if (l->pool != NULL) {
		pthread_mutex_lock(&l->pool->lock);
		done = l->done;
		l->lost = 1;
		pthread_mutex_unlock(&l->pool->lock);
	}
	if (done)
		lookup_free(l);
}

/* Is it an answer worth keeping for the next message? */
static int
is_lasting(struct lookup *l)
{
	int lasting;

	if (l->pool == NULL)
		return 1;
	pthread_mutex_lock(&l->pool->lock);
	lasting = l->done && l->answer.status != DNS_TEMPFAIL;
	pthread_mutex_unlock(&l->pool->lock);
	return lasting;
}

static void
take_out(struct dns *d, const struct lookup *l)
{
	struct lookup **at = bucket(d, buf_view(&l->name), l->type);

	while (*at != l)
		at = &(*at)->next;
	*at = l->next;
}

/* Forget lookups: all, or of those that are new what is not lasting. */
static void
forget(struct dns *d, int all)
{
	struct lookup **at = &d->newest, *l;

	while ((l = *at) != NULL && (all || l != d->kept)) {
		if (all || !is_lasting(l)) {
			*at = l->older;
			take_out(d, l);
			drop(l);
			continue;
		}
		l->late = 0;
		d->n++;
		d->octets += l->answer.text.size + l->memo.octets;
		at = &l->older;
	}
	d->kept = d->newest;
	if (all)
		d->n = d->octets = 0;
}

void
dns_restart(struct dns *d)
{
	d->left = d->timeout;
	forget(d, 0);
	if (d->n > KEEP_ANSWERS || d->octets > KEEP_OCTETS)
		forget(d, 1);
}

void
dns_close(struct dns *d)
{
	int last;

	if (d == NULL)
		return;
	forget(d, 1);
	if (d->pool != NULL) {
		pthread_mutex_lock(&d->pool->lock);
		last = --d->pool->doors == 0 && d->pool->threads == 0;
		pthread_mutex_unlock(&d->pool->lock);
		if (last)
			pool_free(d->pool);
	}
	zone_free(&d->own);
	free(d);
}
