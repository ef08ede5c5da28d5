#include <sys/socket.h>
#include <netinet/in.h>
#include <arpa/inet.h>
#include <arpa/nameser.h>

#include <errno.h>
#include <netdb.h>
#include <resolv.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "dnsnet.h"
#include "dnspacket.h"
#include "scan.h"

#define UDP_MAX		1232	/* that no path breaks into fragments */

union address {
	struct sockaddr_in	in;
	struct sockaddr_in6	in6;
};

struct dnsnet {
	union address	server[MAXNS];
	size_t		n;
	int		direct;
};

/* The part of ADDR:PORT or [ADDR]:PORT that is the address. */
static struct span
split_port(struct span text, struct span *port)
{
	struct span addr = text;
	size_t colon = span_find(text, ':');

	*port = span_of("53");
	if (text.n > 0 && text.p[0] == '[') {
		addr = span_from(text, 1);
		addr.n = span_find(addr, ']');
		text = span_from(text, addr.n + 1);
		if (text.n != 1 && (text.n < 2 || text.p[1] != ':'))
			addr.n = 0;
		else if (text.n > 1)
			*port = span_from(text, 2);
	} else if (colon < text.n && colon == span_rfind(text, ':')) {
		addr.n = colon;
		*port = span_from(text, colon + 1);
	}
	return addr;
}

/* An IPv6 address, which may name its interface as in fe80::1%eth0. */
static int
parse_in6(const char *text, struct sockaddr_in6 *in6)
{
	struct addrinfo hints, *ai;

	memset(&hints, 0, sizeof(hints));
	hints.ai_family = AF_INET6;
	hints.ai_flags = AI_NUMERICHOST;
	if (getaddrinfo(text, NULL, &hints, &ai) != 0)
		return 0;
	memcpy(in6, ai->ai_addr, sizeof(*in6));
	freeaddrinfo(ai);
	return 1;
}

static int
parse_server(const char *text, union address *a)
{
	struct span port, addr = split_port(span_of(text), &port);
	struct buf b = { 0 };
	uint64_t number;
	int good;

	memset(a, 0, sizeof(*a));
	buf_span(&b, addr);
	good = addr.n > 0 && number_parse(port, 5, &number) && number > 0 &&
	    number <= 65535;
	if (good && inet_pton(AF_INET, buf_string(&b), &a->in.sin_addr) == 1) {
		a->in.sin_family = AF_INET;
		a->in.sin_port = htons((uint16_t)number);
	} else if (good && (good = parse_in6(buf_string(&b), &a->in6)))
		a->in6.sin6_port = htons((uint16_t)number);
	buf_free(&b);
	return good;
}

int
dnsnet_is_server(const char *text)
{
	union address a;

	return parse_server(text, &a);
}

struct dnsnet *
dnsnet_open(const char *const *servers, size_t n, int direct)
{
	struct dnsnet *net = mem_zero(1, sizeof(*net));

	net->direct = direct;
	for (; net->n < n && net->n < MAXNS; net->n++) {
		if (!parse_server(servers[net->n], &net->server[net->n])) {
			free(net);
			return NULL;
		}
	}
	return net;
}

void
dnsnet_close(struct dnsnet *net)
{
	free(net);
}

long long
dnsnet_clock(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/*
 * Make the state ask our servers: glibc keeps IPv6 ones, whose place among
 * the others has family 0, beside the list.
 */
static void
set_servers(struct __res_state *state, const struct dnsnet *net)
{
	const union address *a;
	size_t i;

	for (i = 0; i < MAXNS; i++) {
		free(state->_u._ext.nsaddrs[i]);
		state->_u._ext.nsaddrs[i] = NULL;
		state->_u._ext.nssocks[i] = -1;
	}
	for (i = 0; i < net->n; i++) {
		a = &net->server[i];
		memset(&state->nsaddr_list[i], 0, sizeof(a->in));
		if (a->in.sin_family == AF_INET)
			state->nsaddr_list[i] = a->in;
		state->_u._ext.nsaddrs[i] = mem_zero(1, sizeof(a->in6));
		memcpy(state->_u._ext.nsaddrs[i], a, sizeof(*a));
	}
	state->nscount = (int)net->n;
	state->_u._ext.nscount = (uint16_t)net->n;
}

/* Seconds that libresolv waits until each server has had its turn. */
static int
round_length(const struct __res_state *state)
{
	int i, seconds, all = 0;

	for (i = 0; i < state->nscount; i++) {
		seconds = state->retrans << i;
		if (i > 0)
			seconds /= state->nscount;
		all += seconds > 0 ? seconds : 1;
	}
	return all > 0 ? all : 1;
}

/*
 * How long to wait, so that each server has its turn twice if possible, and
 * how often: to the end of the time, or, when nobody waits beside us who
 * would look at the clock, not beyond it.
 */
static void
set_pace(struct __res_state *state, long long ms, int beyond)
{
	int left = ms < 1000 ? 1 : (int)(ms / 1000), round;

	while (state->retrans > 1 && 2 * round_length(state) > left)
		state->retrans--;
	round = round_length(state);
	state->retry = (left + (beyond ? round - 1 : 0)) / round;
	if (state->retry == 0)
		state->retry = 1;
}

static int
open_state(struct __res_state *state, const struct dnsnet *net,
    long long ms, int tcp)
{
	memset(state, 0, sizeof(*state));
	if (res_ninit(state) == -1)
		return -1;
	if (net->n > 0)
		set_servers(state, net);
	set_pace(state, ms, tcp);
	state->options |= RES_TRUSTAD;
	state->options &= ~(unsigned long)(RES_USE_EDNS0 | RES_DEBUG);
	if (net->direct)
		state->options &= ~(unsigned long)RES_RECURSE;
	if (!tcp) {
		state->options |= RES_IGNTC;
		state->options &= ~(unsigned long)RES_USEVC;
	}
	return 0;
}

/* A query; with EDNS(0) it has an OPT record (RFC 6891 section 6.1.2). */
static int
make_query(struct __res_state *state, struct dns_question *q, int edns,
    unsigned char query[NS_PACKETSZ])
{
	static const unsigned char opt[] = { 0, 0, ns_t_opt, UDP_MAX >> 8,
	    UDP_MAX & 0xff, 0, 0, 0, 0, 0, 0 };
	struct buf text = { 0 };
	int n;

	dns_name_to(&text, buf_view(&q->name));
	n = res_nmkquery(state, ns_o_query, buf_string(&text), ns_c_in,
	    q->type, NULL, 0, NULL, query, NS_PACKETSZ - (int)sizeof(opt));
	buf_free(&text);
	if (n < NS_HFIXEDSZ || !edns)
		return n;
	memcpy(query + n, opt, sizeof(opt));
	query[11] = 1;		/* ARCOUNT */
	return n + (int)sizeof(opt);
}

/* Why nothing came of it: libresolv may have seen an answer and passed on. */
static const char *
send_phrase(const unsigned char *packet, int error)
{
	int answered = (packet[2] & 0x80) != 0, rcode = packet[3] & 0x0f;

	if (answered && dnspacket_error(rcode) != NULL)
		return dnspacket_error(rcode);
	if (answered && (packet[2] & 0x02) != 0)
		return DNS_TRUNCATED;
	if (answered)
		return "server gave no usable answer";
	return error == ETIMEDOUT ? "timed out" : "no server can be reached";
}

/*
 * Send the question, the way res_nquery does, but so that the length of an
 * answer is known even when it says no.  NULL or what went wrong.
 */
static const char *
send_query(struct __res_state *state, struct dns_question *q,
    unsigned char *packet, struct span *answer)
{
	unsigned char query[NS_PACKETSZ];
	int edns = 1, n;

	do {
		if ((n = make_query(state, q, edns, query)) == -1)
			return "query cannot be made";
		memset(packet, 0, NS_HFIXEDSZ);
		n = res_nsend(state, query, n, packet, DNS_PACKET_MAX);
		if (n < NS_HFIXEDSZ || n > DNS_PACKET_MAX)
			return send_phrase(packet, errno);
		/* RFC 6891 section 7: servers that do not know EDNS */
	} while (edns-- && (packet[3] & 0x0f) == ns_r_formerr);
	answer->p = (const char *)packet;
	answer->n = (size_t)n;
	return NULL;
}

/* Ask, and ask on, until there is an answer or the time is over. */
static void
ask_on(const struct dnsnet *net, struct dns_answer *a,
    struct dns_question *q, long long ms, int tcp)
{
	long long end = dnsnet_clock() + ms, left;
	unsigned char *packet = mem_zero(1, DNS_PACKET_MAX);
	struct __res_state state;
	const char *why = NULL;
	struct span answer = { "", 0 };
	int more = 1;

	while (why == NULL && more) {
		if ((left = end - dnsnet_clock()) <= 0)
			why = "timed out";
		else if (dns_name_check(buf_view(&q->name)) != NULL) {
			dnsanswer_end(a, DNS_NXDOMAIN);
			more = 0;
		} else if (open_state(&state, net, left, tcp) == -1)
			why = "resolver cannot be set up";
		else {
			why = send_query(&state, q, packet, &answer);
			res_nclose(&state);
			if (why == NULL)
				more = dnspacket_parse(a, answer, q);
		}
	}
	if (why != NULL)
		dnsanswer_fail(a, why);
	free(packet);
}

void
dnsnet_ask(const struct dnsnet *net, struct dns_answer *a, struct span name,
    int type, long long ms, int tcp)
{
	struct dns_question q = { 0 };

	dnsanswer_init(a);
	a->ad = 1;
	q.type = type;
	q.direct = net->direct;
	buf_span(&q.name, name);
	ask_on(net, a, &q, ms, tcp);
	buf_free(&q.name);
}
