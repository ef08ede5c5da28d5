#include <string.h>

#include "receivedspf.h"
#include "spfreport.h"

/*
 * Who was checked (RFC 8601 section 2.7.2): of MAIL FROM the domain, unless
 * the rest mattered.
 */
static void
add_identity(const struct spf *s, struct authres_result *r)
{
	struct authres_property *p = &r->properties[r->n++];

	p->name = s->is_helo ? "smtp.helo" : "smtp.mailfrom";
	p->value = s->origin;
	if (!s->is_helo && s->used_local) {
		p->local = s->local;
		p->mailbox = 1;
	}
}

void
spfreport_result(const struct spf *s, struct authres_result *r,
    struct buf *text)
{
	memset(r, 0, sizeof(*r));
	r->method = "spf";
	r->result = verdict_word(s->tree->verdict);
	r->reason = buf_view(&s->tree->reason);
	if (s->tree->verdict != PASS && r->reason.n == 0 &&
	    s->mechanism.n > 0) {
		buf_printf(text, "%.*s matched", (int)s->mechanism.n,
		    s->mechanism.p);
		r->reason = buf_view(text);
	} else if (s->tree->verdict == NEUTRAL && r->reason.n == 0)
		r->reason = span_of("no term matched");
	add_identity(s, r);
}

/* RFC 7208 section 9.1 */
void
spfreport_received(struct buf *b, const struct spf *s, const char *eol)
{
	struct receivedspf r;
	struct buf ip = { 0 };

	memset(&r, 0, sizeof(r));
	ip_format(&ip, &s->query->ip);
	r.result = verdict_word(s->tree->verdict);
	r.receiver = s->query->receiver;
	r.subject = s->is_helo ? s->origin : buf_view(&s->sender);
	r.ip = buf_view(&ip);
	r.sender = s->query->sender;
	r.helo = s->query->helo;
	r.identity = s->is_helo ? "helo" : "mailfrom";
	r.mechanism = s->mechanism.n > 0 ? s->mechanism : span_of("default");
	if (s->tree->verdict == PERMERROR || s->tree->verdict == TEMPERROR) {
		r.problem = buf_view(&s->tree->reason);
		memset(&r.mechanism, 0, sizeof(r.mechanism));
	}
	receivedspf_format(b, &r, eol);
	buf_free(&ip);
}
