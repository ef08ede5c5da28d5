#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "dns.h"
#include "dnsnet.h"
#include "dnspool.h"
#include "dnszone.h"

#define TIMEOUT		20		/* RFC 7208 section 4.6.4 */
#define BUCKETS		1024
#define KEEP_ANSWERS	4096		/* beyond one message */
#define KEEP_OCTETS	((size_t)8 << 20)

struct dns {
	struct zone	 own;		/* of the first door */
	const struct zone *zone;	/* of all */
	struct dnspool	*pool;		/* NULL: all is in the zone */
	struct dnslookup	*bucket[BUCKETS];
	struct dnslookup	*newest;
	struct dnslookup	*kept;		/* it and the older ones are lasting */
	size_t		 n;		/* lookups that were kept */
	size_t		 octets;	/* in their answers, about */
	long long	 timeout;	/* milliseconds for a message */
	long long	 left;		/* of them */
	struct dnswatch	 watch;
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
	d->pool = dnspool_open(config->servers, config->nservers,
	    config->direct);
	if (d->pool == NULL)
		return fault_set(f, EX_USAGE, "not the address of a server");
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
	if (d->pool != NULL)
		dnspool_join(d->pool);
	return d;
}

/* FNV-1a. */
static struct dnslookup **
bucket(struct dns *d, struct span name, int type)
{
	uint32_t hash = 2166136261u ^ (uint32_t)type;
	size_t i;

	for (i = 0; i < name.n; i++)
		hash = (hash ^ (uint32_t)ascii_lower((unsigned char)name.p[i]))
		    * 16777619u;
	return &d->bucket[hash % BUCKETS];
}

static struct dnslookup *
find(struct dns *d, struct span name, int type)
{
	struct dnslookup *l = *bucket(d, name, type);

	while (l != NULL && (l->type != type ||
	    !span_same(buf_view(&l->name), name)))
		l = l->next;
	return l;
}

static void
insert(struct dns *d, struct dnslookup *l)
{
	struct dnslookup **head = bucket(d, buf_view(&l->name), l->type);

	l->next = *head;
	*head = l;
	l->older = d->newest;
	d->newest = l;
}

void
dns_ahead(struct dns *d, struct span name, int type)
{
	struct dnslookup *l;

	if (d->pool == NULL || d->left <= 0 || dns_name_check(name) != NULL ||
	    find(d, name, type) != NULL)
		return;
	l = dnslookup_new(d->pool, name, type, d->left);
	if (dnslookup_start(l, 1))
		insert(d, l);
	else
		dnslookup_free(l);
}

/* Begin a lookup that is wanted now. */
static struct dnslookup *
begin(struct dns *d, struct span name, int type)
{
	struct dnslookup *l = dnslookup_new(d->pool, name, type, d->left);

	insert(d, l);
	if (d->pool == NULL) {
		dnsanswer_init(&l->answer);
		dnszone_ask(d->zone, &l->answer, buf_view(&l->name), type);
		l->done = 1;
	} else if (d->left <= 0) {
		dnsanswer_fail(&l->answer, timed_out.why);
		l->done = 1;
	} else if (!dnslookup_start(l, 0))
		dnslookup_ask(l);
	return l;
}

const struct dns_answer *
dns_ask(struct dns *d, struct span name, int type)
{
	long long start;
	struct dnslookup *l;

	if (dns_name_check(name) != NULL)
		return &nonexistent;
	start = d->pool == NULL ? 0 : dnsnet_clock();
	if ((l = find(d, name, type)) == NULL)
		l = begin(d, name, type);
	if (d->pool != NULL && !l->late) {
		l->late = !dnslookup_await(l, start + d->left, &d->watch);
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
	struct dnslookup *l = find(d, name, type);

	if (l == NULL || d->pool == NULL || l->late)
		return NULL;
	return dnslookup_done(l) ? &l->answer : NULL;
}

void
dns_on_arrival(struct dns *d, void (*tell)(void *), void *arg)
{
	d->watch.tell = tell;
	d->watch.arg = arg;
}

static void
take_out(struct dns *d, const struct dnslookup *l)
{
	struct dnslookup **at = bucket(d, buf_view(&l->name), l->type);

	while (*at != l)
		at = &(*at)->next;
	*at = l->next;
}

/* Forget lookups: all, or of those that are new what is not lasting. */
static void
forget(struct dns *d, int all)
{
	struct dnslookup **at = &d->newest, *l;

	while ((l = *at) != NULL && (all || l != d->kept)) {
		if (all || !dnslookup_lasts(l)) {
			*at = l->older;
			take_out(d, l);
			dnslookup_drop(l);
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
	if (d == NULL)
		return;
	forget(d, 1);
	if (d->pool != NULL)
		dnspool_leave(d->pool);
	zone_free(&d->own);
	free(d);
}
