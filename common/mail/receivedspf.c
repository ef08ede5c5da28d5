#include <string.h>

#include "cfws.h"
#include "fold.h"
#include "receivedspf.h"

/*
 * The words of the comment, as Gmail made them known: $ stands for the
 * address or domain, # for the client.
 */
static const struct {
	const char	*result;
	const char	*words;
} comments[] = {
	{ "pass", "domain of $ designates # as permitted sender" },
	{ "fail", "domain of $ does not designate # as permitted sender" },
	{ "softfail", "domain of transitioning $ does not designate # as "
	    "permitted sender" },
	{ "neutral", "# is neither permitted nor denied by domain of $" },
	{ "none", "domain of $ does not publish permitted senders" },
	{ "temperror", "temporary error in processing domain of $" },
	{ "permerror", "permanent error in processing domain of $" }
};
#define NCOMMENTS	(sizeof(comments) / sizeof(comments[0]))

static void
add_value(struct buf *b, struct span v)
{
	v = cfws_clip(v);
	if (cfws_is_dot_atom(v))
		buf_span(b, v);
	else
		cfws_add_quoted(b, v);
}

static void
add_ctext(struct buf *b, struct span v)
{
	cfws_add_ctext(b, cfws_clip(v));
}

static void
add_comment(struct buf *b, const struct receivedspf *r, const char *words)
{
	buf_byte(b, '(');
	add_ctext(b, r->receiver);
	buf_text(b, ": ");
	for (; *words != '\0'; words++) {
		if (*words == '$')
			add_ctext(b, r->subject.n > 0 ? r->subject :
			    span_of("<>"));
		else if (*words == '#')
			add_ctext(b, r->ip);
		else
			buf_byte(b, *words);
	}
	buf_byte(b, ')');
}

static void
put_comment(struct fold *f, const struct receivedspf *r)
{
	struct buf b = { 0 };
	struct span rest, word;
	size_t i;

	for (i = 0; i + 1 < NCOMMENTS; i++)
		if (strcmp(r->result, comments[i].result) == 0)
			break;
	add_comment(&b, r, comments[i].words);
	rest = buf_view(&b);
	while (span_next(&rest, ' ', &word))
		if (word.n > 0)
			fold_word(f, word);
	buf_free(&b);
}

static void
put_pair(struct fold *f, const char *key, struct span v)
{
	struct buf b = { 0 };

	if (v.p == NULL)
		return;
	buf_printf(&b, "%s=", key);
	add_value(&b, v);
	buf_byte(&b, ';');
	fold_word(f, buf_view(&b));
	buf_free(&b);
}

void
receivedspf_format(struct buf *b, const struct receivedspf *r,
    const char *eol)
{
	struct span none = { NULL, 0 };
	struct fold f;

	fold_init(&f, b, eol, "Received-SPF");
	fold_word(&f, span_of(r->result));
	put_comment(&f, r);
	put_pair(&f, "client-ip", r->ip);
	put_pair(&f, "envelope-from", r->sender);
	put_pair(&f, "helo", r->helo);
	put_pair(&f, "receiver", r->receiver);
	put_pair(&f, "identity", r->identity == NULL ? none :
	    span_of(r->identity));
	put_pair(&f, "mechanism", r->mechanism);
	put_pair(&f, "problem", r->problem);
	fold_end(&f);
}
