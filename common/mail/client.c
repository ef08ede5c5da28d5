#include <string.h>

#include "cfws.h"
#include "client.h"
#include "hop.h"
#include "scan.h"

/* Atoms and the dots between them; UTF-8 as RFC 6532 has it. */
static int
is_atom(unsigned char c)
{
	return c > 0x20 && c != 0x7f && strchr("()<>[]:;@\\,\"", c) == NULL;
}

static int
is_route(unsigned char c)
{
	return is_atom(c) || c == '@' || c == ',';
}

/* Inside the brackets of an address literal. */
static int
is_literal(unsigned char c)
{
	return c == ':' || is_atom(c);
}

/* Local-part: a quoted-string keeps its quotes, and is all on one line. */
static void
read_local(struct scan *s)
{
	struct buf plain = { 0 };
	const char *p = s->p;

	if (!scan_byte(s, '"')) {
		if (scan_while(s, is_atom).n == 0)
			scan_fail(s, "no local-part");
		return;
	}
	cfws_quoted(s, &plain);
	buf_free(&plain);
	for (; p < s->p; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			scan_fail(s, "control character");
}

/* Mailbox of RFC 5321 section 4.1.2; a source route is dropped. */
static void
read_mailbox(struct scan *s, struct span *v)
{
	if (scan_peek(s) == '@') {
		scan_while(s, is_route);
		if (!scan_byte(s, ':'))
			scan_fail(s, "route without an address");
	}
	v->p = s->p;
	read_local(s);
	if (!scan_byte(s, '@'))
		scan_fail(s, "no domain");
	if (scan_byte(s, '[')) {
		scan_while(s, is_literal);
		if (!scan_byte(s, ']'))
			scan_fail(s, "literal without an end");
	} else if (scan_while(s, is_atom).n == 0)
		scan_fail(s, "no domain");
	v->n = (size_t)(s->p - v->p);
}

/* Reverse-path of RFC 5321, in brackets or bare: 1 or 0. */
static int
read_path(struct span value, struct buf *sender)
{
	struct span v = { "", 0 };
	struct scan s;
	int angle;

	scan_init(&s, value);
	cfws(&s);
	angle = scan_byte(&s, '<');
	if (!angle || scan_peek(&s) != '>')
		read_mailbox(&s, &v);
	if (angle && !scan_byte(&s, '>'))
		return 0;
	cfws(&s);
	if (s.err != NULL || !scan_done(&s))
		return 0;
	buf_span(sender, v);
	return 1;
}

int
client_relay_add(struct client_relays *r, const char *text)
{
	struct span v = span_of(text);
	size_t slash = span_find(v, '/');
	struct span address = { v.p, slash };
	struct ip net;
	uint64_t bits;

	if (!ip_parse(address, &net))
		return 0;
	bits = 8 * net.n;
	if (slash < v.n && (!number_parse(span_from(v, slash + 1), 3, &bits) ||
	    bits > 8 * net.n))
		return 0;
	r->list = mem_grow(r->list, r->n + 1, sizeof(*r->list));
	r->list[r->n].net = net;
	r->list[r->n++].bits = (unsigned)bits;
	return 1;
}

static int
is_relay(const struct client_relays *r, const struct ip *ip)
{
	size_t i;

	for (i = 0; r != NULL && i < r->n; i++)
		if (ip_within(ip, &r->list[i].net, r->list[i].bits))
			return 1;
	return 0;
}

/*
 * The topmost Return-Path.  One that stands below the Received field came in
 * with the message: the sender may have written it.
 */
static int
read_sender(struct client *c, const struct message *msg, size_t place,
    struct fault *fault)
{
	const struct field *f = message_top(msg, "Return-Path");

	if (f == NULL)
		return fault_message(fault, "no Return-Path field: nothing "
		    "names the envelope sender");
	if (f > c->received)
		return fault_message(fault, "the Return-Path field stands "
		    "below Received field %zu, where the sender may have "
		    "written it", place);
	if (!read_path(f->value, &c->sender))
		return fault_message(fault, "the topmost Return-Path field "
		    "has no address that can be read");
	return 0;
}

/* No field was left to read. */
static int
no_field(struct fault *fault, size_t fields, unsigned skip)
{
	if (fields == 0)
		return fault_message(fault, "no Received field: nothing "
		    "names the client");
	if (fields <= skip)
		return fault_message(fault, "no Received field below the %zu "
		    "that are skipped", fields);
	return fault_message(fault, "no Received field below those whose "
	    "client is a relay of our own");
}

static int
read_hops(struct client *c, const struct message *msg, unsigned skip,
    const struct client_relays *relays, struct fault *fault)
{
	const struct field *f;
	const char *why;
	size_t place = 0;

	for (f = msg->fields; f < msg->fields + msg->nfields; f++) {
		if (!span_eqi(f->name, "Received"))
			continue;
		if (place++ < skip || hop_is_half(f->value))
			continue;
		c->received = f;
		if ((why = hop_parse(f->value, &c->ip, &c->helo)) != NULL)
			return fault_message(fault, "Received field %zu %s",
			    place, why);
		if (!is_relay(relays, &c->ip))
			return read_sender(c, msg, place, fault);
	}
	return no_field(fault, place, skip);
}

void
client_set(struct client *c, const char *ip, const char *sender,
    const char *helo)
{
	struct span from = span_of(sender == NULL ? "" : sender);

	memset(c, 0, sizeof(*c));
	ip_parse_tagged(span_of(ip), &c->ip);
	buf_text(&c->helo, helo == NULL ? "" : helo);
	if (from.n > 1 && from.p[0] == '<' && from.p[from.n - 1] == '>') {
		from = span_from(from, 1);
		from.n--;
	}
	buf_span(&c->sender, from);
}

int
client_read(struct client *c, const struct message *msg, unsigned skip,
    const struct client_relays *relays, struct fault *fault)
{
	memset(c, 0, sizeof(*c));
	if (msg->excess != NULL)
		return fault_message(fault, "%s", msg->excess);
	if (read_hops(c, msg, skip, relays, fault) == 0)
		return 0;
	client_free(c);
	return -1;
}

int
client_parse(struct span value, struct ip *ip, struct buf *helo)
{
	return hop_parse(value, ip, helo) == NULL;
}

void
client_free(struct client *c)
{
	buf_free(&c->helo);
	buf_free(&c->sender);
	memset(c, 0, sizeof(*c));
}
