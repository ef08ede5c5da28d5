#include <string.h>

#include "authres.h"
#include "strip.h"

#define START_MAX	MESSAGE_HEADER_MAX	/* octets held to find a name's end */

void
strip_init(struct strip *s, const char *authserv_id,
    void (*sink)(void *, const char *, size_t), void *arg)
{
	memset(s, 0, sizeof(*s));
	s->authserv_id = authserv_id;
	s->sink = sink;
	s->arg = arg;
}

/* Octets of the current field. */
static void
put(struct strip *s, struct span v)
{
	if (s->fate == STRIP_KEEP)
		s->sink(s->arg, v.p, v.n);
	else if (s->fate == STRIP_HOLD)
		buf_span(&s->held, v);
	if (s->held.n > MESSAGE_HEADER_MAX) {
		buf_free(&s->held);
		s->fate = STRIP_DROP;
	}
}

/* The field that was held is whole. */
static void
judge_held(struct strip *s)
{
	struct span v = buf_view(&s->held);
	struct span value = span_from(v, span_find(v, ':') + (v.n > 0));

	if (v.n > 0 && !authres_claims(value, s->authserv_id))
		s->sink(s->arg, v.p, v.n);
	s->held.n = 0;
}

/* The line's start is at hand: what is it? */
static void
judge_start(struct strip *s)
{
	struct span line = buf_view(&s->start), name = line;

	if (is_wsp((unsigned char)line.p[0]) && s->fields) {
		put(s, line);		/* a continuation */
		return;
	}
	judge_held(s);
	name.n = span_find(line, ':');
	s->body = (name.n == line.n && line.n < START_MAX) ||
	    !message_is_name(span_trim(name)) ||
	    is_wsp((unsigned char)line.p[0]);
	s->fate = !s->body && authres_is_name(span_trim(name)) ?
	    STRIP_HOLD : STRIP_KEEP;
	s->fields = 1;
	put(s, line);
}

/* One octet of a line's start. */
static void
add_start(struct strip *s, char c)
{
	buf_byte(&s->start, c);
	if (c == '\n' || c == ':' || s->start.n == START_MAX ||
	    is_wsp((unsigned char)s->start.p[0])) {
		judge_start(s);
		s->start.n = 0;
		s->inside = c != '\n';
	}
}

/* The rest of a line whose start is known, or what there is of it. */
static size_t
add_inside(struct strip *s, struct span v)
{
	size_t n = span_find(v, '\n');

	s->inside = n == v.n;
	v.n = s->inside ? n : n + 1;
	put(s, v);
	return v.n;
}

void
strip_add(struct strip *s, const char *p, size_t n)
{
	struct span v = { p, n };

	while (v.n > 0 && !s->body) {
		if (s->inside) {
			v = span_from(v, add_inside(s, v));
		} else {
			add_start(s, v.p[0]);
			v = span_from(v, 1);
		}
	}
	if (v.n > 0)
		s->sink(s->arg, v.p, v.n);
}

void
strip_end(struct strip *s)
{
	if (!s->body && s->start.n > 0)
		judge_start(s);
	judge_held(s);
	buf_free(&s->start);
	buf_free(&s->held);
}
