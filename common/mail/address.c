#include <string.h>

#include "address.h"
#include "cfws.h"

/* What was collected of one mailbox. */
struct parts {
	struct buf	*text;
	size_t		 at;	/* where its "@" stands; 0: none yet */
	int		 word;	/* the last token was a word */
	int		 bad;	/* two words side by side: no addr-spec */
};

static void
forget(struct parts *p)
{
	p->text->n = p->at = 0;
	p->word = p->bad = 0;
}

static int
is_whole(const struct parts *p)
{
	return !p->bad && p->at > 0 && p->text->n > p->at + 1;
}

/* A word was added. */
static void
added_word(struct parts *p)
{
	p->bad |= p->word;
	p->word = 1;
}

/* Quotes stay, so that nothing in the string looks like a delimiter. */
static void
add_quoted(struct scan *s, struct parts *p)
{
	struct buf plain = { 0 };
	size_t i;

	cfws_quoted(s, &plain);
	buf_byte(p->text, '"');
	for (i = 0; i < plain.n; i++) {
		if (plain.p[i] == '"' || plain.p[i] == '\\')
			buf_byte(p->text, '\\');
		buf_byte(p->text, plain.p[i]);
	}
	buf_byte(p->text, '"');
	buf_free(&plain);
	added_word(p);
}

/* One token of an addr-spec or display name: 1, or 0 at a delimiter. */
static int
add_token(struct scan *s, struct parts *p)
{
	struct span atom;

	if (scan_byte(s, '"')) {
		add_quoted(s, p);
		return 1;
	}
	if (scan_byte(s, '.') || scan_byte(s, '@')) {
		if (s->p[-1] == '@') {
			p->bad |= p->at > 0;
			p->at = p->text->n;
		}
		buf_byte(p->text, s->p[-1]);
		p->word = 0;
		return 1;
	}
	atom = scan_while(s, is_atext);
	buf_span(p->text, atom);
	if (atom.n > 0)
		added_word(p);
	return atom.n > 0;
}

/* angle-addr, behind its "<"; a route (section 4.4) is passed over. */
static void
read_angle(struct scan *s, struct parts *p)
{
	forget(p);
	for (;;) {
		cfws(s);
		if (scan_done(s)) {
			p->bad = 1;
			return;
		}
		if (scan_byte(s, '>'))
			return;
		if (add_token(s, p))
			continue;
		if (scan_byte(s, ':') || scan_byte(s, ','))
			forget(p);
		else {
			p->bad = 1;
			s->p++;
		}
	}
}

/* Fill the address in from what was collected. */
static int
take(struct address *a, const struct parts *p)
{
	struct span all = buf_view(&a->text);

	a->domain = span_from(all, p->at + 1);
	a->local = all;
	a->local.n = p->at;
	return 1;
}

int
address_next(struct scan *s, struct address *a)
{
	struct parts p = { &a->text, 0, 0, 0 };

	forget(&p);
	for (;;) {
		cfws(s);
		if (scan_done(s))
			return s->err == NULL && is_whole(&p) && take(a, &p);
		if (add_token(s, &p))
			continue;
		if (scan_byte(s, '<')) {
			read_angle(s, &p);
			if (is_whole(&p))
				return take(a, &p);
			forget(&p);
		} else if (scan_byte(s, ',') || scan_byte(s, ';')) {
			if (is_whole(&p))
				return take(a, &p);
			forget(&p);
		} else if (scan_byte(s, ':')) {
			forget(&p);		/* the name of a group */
		} else {
			p.bad = 1;		/* no part of an address */
			s->p++;
		}
	}
}

void
address_free(struct address *a)
{
	buf_free(&a->text);
	memset(a, 0, sizeof(*a));
}
