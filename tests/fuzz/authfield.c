#include <string.h>

#include "../authsame.h"
#include "authdomain.h"
#include "fuzz.h"

static const char *
keep(struct buf *names, struct span ptype, struct span name)
{
	size_t start = names->n;

	buf_span(names, ptype);
	if (ptype.n > 0)
		buf_byte(names, '.');
	buf_span(names, name);
	buf_byte(names, '\0');
	return names->p + start;
}

/* What was read, to be written. */
static void
convert(struct authres_result *to, const struct resinfo *from,
    struct buf *names)
{
	static const struct span none = { NULL, 0 };
	const struct resinfo_property *p;

	memset(to, 0, sizeof(*to));
	to->method = keep(names, none, from->method);
	to->result = keep(names, none, from->word);
	to->reason = from->reason;
	to->comment = from->comment;
	for (; to->n < from->n && to->n < AUTHRES_PROPERTIES; to->n++) {
		p = &from->properties[to->n];
		to->properties[to->n].name = keep(names, p->ptype, p->name);
		to->properties[to->n].value = p->value;
		to->properties[to->n].local = p->local;
		to->properties[to->n].mailbox = p->mailbox;
	}
}

/* A domain is a name, and none comes of what must not be used. */
static void
check_domains(const struct resinfo *r)
{
	struct buf domain = { 0 };
	int identity = 0, helo;

	if (authdomain_dkim(r, &domain, &identity) == NULL ||
	    authdomain_spf(r, &domain, &helo) == NULL) {
		if (r->problem != NULL ||
		    domain_check(buf_view(&domain), 1) != NULL)
			__builtin_trap();
	} else if (domain.n > 0)
		__builtin_trap();
	if (r->problem != NULL && r->verdict != NONE)
		__builtin_trap();
	buf_free(&domain);
}

static void
read_one(struct span text, int arc)
{
	struct authres_result again;
	struct buf names = { 0 };
	struct authfield f;
	const char *id = "mx.example.org";
	size_t i, n;

	if (arc)
		authfield_parse_arc(&f, text);
	else
		authfield_parse(&f, text);
	if (f.text.n > text.n)
		__builtin_trap();	/* it has moved */
	for (i = 0; i < f.n; i++) {
		check_domains(&f.results[i]);
		if (f.results[i].problem != NULL)
			continue;
		n = f.results[i].method.n + f.results[i].word.n;
		buf_room(&names, n + text.n + 3 + 2 * AUTHRES_PROPERTIES +
		    AUTHRES_PROPERTIES * strlen("mailfrom"));
		convert(&again, &f.results[i], &names);
		if (!same_field(id, &again, 1, "\n") ||
		    !same_field(id, &again, 1, "\r\n"))
			__builtin_trap();
		names.n = 0;
	}
	authfield_free(&f);
	buf_free(&names);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct span text = { (const char *)data, n };

	read_one(text, 0);
	read_one(text, 1);
	return 0;
}
