#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "compare.h"
#include "json.h"

#define TARGETS_MAX	8	/* names that CNAMEs lead to */

/* One name after the other: that of the record, then those of CNAMEs. */
struct work {
	struct compare	*out;
	const struct dns_config *config;
	struct dns	*resolver;
	struct buf	 names[TARGETS_MAX];
	size_t		 n;
	struct fault	*fault;
};

static struct compare_server *
add_server(struct compare *c, struct span at)
{
	struct compare_server *s;

	c->list = mem_grow(c->list, c->n + 1, sizeof(*c->list));
	s = &c->list[c->n++];
	memset(s, 0, sizeof(*s));
	buf_span(&s->at, at);
	s->status = SERVED_UNKNOWN;
	return s;
}

/* Where the name is among those that are looked at; w->n: nowhere. */
static size_t
find_name(const struct work *w, struct span name)
{
	size_t i;

	for (i = 0; i < w->n; i++)
		if (span_same(buf_view(&w->names[i]), name))
			break;
	return i;
}

/* A name to be looked at as well: NULL, or why it is not. */
static const char *
add_name(struct work *w, struct span from, struct span name)
{
	size_t at = find_name(w, name);

	if (at < w->n)
		return at <= find_name(w, from) ? ": a loop" : NULL;
	if (w->n == TARGETS_MAX)
		return ", one more than is followed";
	buf_span(&w->names[w->n++], name);
	return NULL;
}

/* Open the door to one server, and begin to ask. */
static int
open_server(struct work *w, struct compare_server *s, struct span zone)
{
	struct dns_config config = { 0 };

	config.servers[config.nservers++] = buf_string(&s->address);
	config.direct = 1;
	config.timeout = w->config->timeout;
	if ((s->dns = dns_open(&config, w->fault)) == NULL)
		return -1;
	dns_ahead(s->dns, buf_view(&s->at), DNS_CNAME);
	dns_ahead(s->dns, buf_view(&s->at), DNS_TXT);
	dns_ahead(s->dns, zone, DNS_SOA);
	return 0;
}

static void
add_alias(struct work *w, struct compare_server *s, struct span target)
{
	const char *why;

	s->status = SERVED_ELSEWHERE;
	buf_text(&s->why, "a CNAME to ");
	buf_printable(&s->why, target);
	if ((why = add_name(w, buf_view(&s->at), target)) != NULL) {
		s->status = SERVED_OTHER;
		buf_text(&s->why, why);
	}
}

static void
ask_serial(struct compare_server *s, struct span zone)
{
	const struct dns_answer *a = dns_ask(s->dns, zone, DNS_SOA);
	const unsigned char *p;

	if (a->status != DNS_FOUND)
		return;
	p = (const unsigned char *)a->records[0].p;
	s->has_serial = 1;
	s->serial = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	    (uint32_t)p[2] << 8 | p[3];
}

/* An authoritative server: has it the record, or a CNAME? */
static void
ask_server(struct work *w, struct compare_server *s, struct span zone)
{
	const struct dns_answer *a;

	if (s->address.n == 0) {
		s->status = SERVED_UNKNOWN;
		buf_text(&s->why, "the server's name has no address");
		return;
	}
	a = dns_ask(s->dns, buf_view(&s->at), DNS_CNAME);
	if (a->status == DNS_FOUND)
		add_alias(w, s, a->records[0]);
	else if (a->status == DNS_TEMPFAIL) {
		s->status = SERVED_UNKNOWN;
		buf_text(&s->why, a->why);
	} else
		s->status = served_judge(&w->out->want, dns_ask(s->dns,
		    buf_view(&s->at), DNS_TXT), &s->why);
	if (s->status != SERVED_UNKNOWN)
		ask_serial(s, zone);
}

/* All servers of the zone that the name is in. */
static int
ask_zone(struct work *w, struct span name)
{
	struct compare *c = w->out;
	struct authority a;
	struct compare_server *s;
	size_t i, first = c->n;
	int status = authority_find(&a, w->resolver, name, w->fault);

	for (i = 0; i < a.n && status == 0; i++) {
		s = add_server(c, name);
		buf_span(&s->name, buf_view(&a.list[i].name));
		buf_span(&s->address, buf_view(&a.list[i].address));
		if (s->address.n > 0)
			status = open_server(w, s, buf_view(&a.zone));
	}
	for (i = first; i < c->n && status == 0; i++)
		ask_server(w, &c->list[i], buf_view(&a.zone));
	if (status == 0 && a.n == AUTHORITY_MAX && c->failure.n == 0)
		buf_printf(&c->failure, "more than %d addresses of servers: "
		    "the others were not asked", AUTHORITY_MAX);
	authority_free(&a);
	return status;
}

/* A server that was named, or the zone files: as a resolver is asked. */
static int
ask_given(struct work *w, const char *server)
{
	struct dns_config config = *w->config;
	struct compare_server *s = add_server(w->out, w->out->want.name);
	const struct dns_answer *a, *alias;

	if (server != NULL) {
		config.servers[0] = server;
		config.nservers = 1;
	}
	buf_text(&s->address, server != NULL ? server : "zone file");
	if ((s->dns = dns_open(&config, w->fault)) == NULL)
		return -1;
	dns_ahead(s->dns, buf_view(&s->at), DNS_CNAME);
	alias = dns_ask(s->dns, buf_view(&s->at), DNS_CNAME);
	a = dns_ask(s->dns, buf_view(&s->at), DNS_TXT);
	if (alias->status == DNS_FOUND) {
		buf_text(&s->why, "a CNAME to ");
		buf_printable(&s->why, alias->records[0]);
		buf_text(&s->why, a->status == DNS_FOUND ? "" : ", of which: ");
	}
	s->status = served_judge(&w->out->want, a, &s->why);
	return 0;
}

/* Serial numbers in the order of RFC 1982 section 3.2. */
static int
is_older(const struct compare_server *a, const struct compare_server *b)
{
	return a->has_serial && b->has_serial &&
	    span_same(buf_view(&a->at), buf_view(&b->at)) &&
	    a->serial != b->serial && b->serial - a->serial < 0x80000000u;
}

/* What only the sight of the others tells: who lags, who is not needed. */
static void
compare_servers(struct compare *c)
{
	struct compare_server *s, *other;
	size_t i, k;

	for (i = 0; i < c->n; i++)
		for (k = 0; k < c->n; k++) {
			s = &c->list[i];
			other = &c->list[k];
			if (s->status == SERVED_OTHER && is_older(s, other)) {
				buf_printf(&s->why, " (its zone is older: "
				    "serial %lu, %lu elsewhere)",
				    (unsigned long)s->serial,
				    (unsigned long)other->serial);
				break;
			}
			if (s->status == SERVED_UNKNOWN && s->name.n > 0 &&
			    other->status != SERVED_UNKNOWN &&
			    span_same(buf_view(&s->name),
			    buf_view(&other->name)))
				s->spare = 1;
		}
}

static int
run(struct work *w)
{
	size_t i;
	int status = 0;

	if (w->config->nzones > 0)
		return ask_given(w, NULL);
	for (i = 0; i < w->config->nservers && status == 0; i++)
		status = ask_given(w, w->config->servers[i]);
	if (w->config->nservers > 0)
		return status;
	if ((w->resolver = dns_open(w->config, w->fault)) == NULL)
		return -1;
	add_name(w, span_of(""), w->out->want.name);
	for (i = 0; i < w->n && status == 0; i++)
		status = ask_zone(w, buf_view(&w->names[i]));
	return status;
}

int
compare_run(struct compare *c, const struct served_want *want,
    const struct dns_config *config, struct fault *f)
{
	struct work w = { c, config, NULL, { { 0 } }, 0, f };
	size_t i;
	int status;

	memset(c, 0, sizeof(*c));
	c->want = *want;
	if ((status = run(&w)) == -1)
		buf_text(&c->failure, f->text);
	compare_servers(c);
	for (i = 0; i < c->n; i++) {
		dns_close(c->list[i].dns);
		c->list[i].dns = NULL;
	}
	for (i = 0; i < w.n; i++)
		buf_free(&w.names[i]);
	dns_close(w.resolver);
	return status;
}

enum served_status
compare_status(const struct compare *c)
{
	enum served_status worst = c->failure.n > 0 ? SERVED_UNKNOWN :
	    SERVED_SAME;
	size_t i, same = 0;

	for (i = 0; i < c->n; i++) {
		same += c->list[i].status == SERVED_SAME;
		if (c->list[i].status == SERVED_OTHER)
			return SERVED_OTHER;
		if (c->list[i].status == SERVED_UNKNOWN && !c->list[i].spare)
			worst = SERVED_UNKNOWN;
	}
	return same == 0 ? SERVED_UNKNOWN : worst;
}

static void
add_line(struct buf *b, const struct compare_server *s)
{
	buf_printable(b, buf_view(&s->at));
	buf_text(b, ": ");
	if (s->name.n > 0) {
		buf_printable(b, buf_view(&s->name));
		buf_text(b, " (");
	}
	buf_span(b, s->address.n > 0 ? buf_view(&s->address) : span_of("-"));
	buf_printf(b, "%s: %s", s->name.n > 0 ? ")" : "",
	    served_word(s->status));
	if (s->why.n > 0) {
		buf_text(b, ": ");
		buf_span(b, buf_view(&s->why));
	}
	buf_byte(b, '\n');
}

void
compare_text(struct buf *b, const struct compare *c)
{
	size_t i;

	for (i = 0; i < c->n; i++)
		add_line(b, &c->list[i]);
	if (c->failure.n > 0) {
		buf_printable(b, buf_view(&c->failure));
		buf_byte(b, '\n');
	}
}

static void
add_server_json(struct buf *b, const struct compare_server *s)
{
	buf_byte(b, '{');
	json_member(b, "at", buf_view(&s->at));
	if (s->name.n > 0)
		json_member(b, "server", buf_view(&s->name));
	if (s->address.n > 0)
		json_member(b, "address", buf_view(&s->address));
	json_member(b, "status", span_of(served_word(s->status)));
	if (s->why.n > 0)
		json_member(b, "reason", buf_view(&s->why));
	if (s->has_serial) {
		json_name(b, "serial");
		buf_printf(b, "%lu", (unsigned long)s->serial);
	}
	buf_byte(b, '}');
}

void
compare_json(struct buf *b, const struct compare *c)
{
	struct buf m = { 0 };
	size_t i;

	buf_byte(&m, '{');
	json_member(&m, "name", c->want.name);
	json_member(&m, "kind", span_of(entry_word(c->want.kind)));
	json_member(&m, "status", span_of(served_word(compare_status(c))));
	if (c->failure.n > 0)
		json_member(&m, "reason", buf_view(&c->failure));
	json_name(&m, "servers");
	buf_byte(&m, '[');
	for (i = 0; i < c->n; i++) {
		buf_text(&m, i > 0 ? "," : "");
		add_server_json(&m, &c->list[i]);
	}
	buf_text(&m, "]}\n");
	buf_span(b, buf_view(&m));
	buf_free(&m);
}

void
compare_free(struct compare *c)
{
	struct compare_server *s;
	size_t i;

	for (i = 0; i < c->n; i++) {
		s = &c->list[i];
		buf_free(&s->at);
		buf_free(&s->name);
		buf_free(&s->address);
		buf_free(&s->why);
	}
	free(c->list);
	buf_free(&c->failure);
	memset(c, 0, sizeof(*c));
}
