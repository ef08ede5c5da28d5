#include <stdlib.h>
#include <string.h>

#include "author.h"
#include "dkimreport.h"
#include "json.h"

#define B_LENGTH_MIN	8	/* RFC 6008 section 3 */
#define B_LENGTH_MAX	64
#define LOCAL_PART_MAX	255	/* a longer one would make too long a line */

/* The part of b= that may be shown, for sorting. */
static int
by_text(const void *a, const void *b)
{
	const struct buf *x = *(const struct buf *const *)a;
	const struct buf *y = *(const struct buf *const *)b;
	size_t n = x->n < y->n ? x->n : y->n;
	int d;

	if (n > B_LENGTH_MAX)
		n = B_LENGTH_MAX;
	d = n == 0 ? 0 : memcmp(x->p, y->p, n);
	if (d != 0 || n == B_LENGTH_MAX)
		return d;
	return x->n < y->n ? -1 : x->n > y->n;
}

/* One more than the octets that both begin with. */
static size_t
telling(const struct buf *a, const struct buf *b)
{
	size_t n = 0;

	while (n < a->n && n < b->n && a->p[n] == b->p[n])
		n++;
	return n == a->n && n == b->n ? 0 : n + 1;
}

/* RFC 6008 section 3: as much of b= as tells the signatures apart. */
static size_t
b_length(const struct dkim_result *r, size_t count)
{
	const struct buf **sorted = mem_zero(count, sizeof(*sorted));
	size_t i, n, least = B_LENGTH_MIN;

	for (i = 0; i < count; i++)
		sorted[i] = &r[i].signature.text;
	qsort(sorted, count, sizeof(*sorted), by_text);
	for (i = 1; i < count; i++)
		if ((n = telling(sorted[i - 1], sorted[i])) > least)
			least = n;
	free(sorted);
	return least > B_LENGTH_MAX ? B_LENGTH_MAX : least;
}

static void
add_property(struct authres_result *a, const char *name, struct span v)
{
	if (v.n > 0) {
		a->properties[a->n].name = name;
		a->properties[a->n++].value = v;
	}
}

/* RFC 8601 section 2.7.1: the properties of a signature. */
static void
describe_signature(struct authres_result *a, const struct signature *sig,
    size_t length)
{
	struct span b = buf_view(&sig->text);

	add_property(a, "header.d", sig->domain);
	if (sig->identity.n > 0 && sig->identity_domain.n > 0 &&
	    sig->local_part.n <= LOCAL_PART_MAX &&
	    span_is_utf8(buf_view(&sig->local_part))) {
		add_property(a, "header.i", sig->identity_domain);
		a->properties[a->n - 1].local =
		    buf_view(&sig->local_part);
		a->properties[a->n - 1].mailbox = 1;
	}
	add_property(a, "header.s", sig->selector);
	if (sig->algorithm != NULL)
		add_property(a, "header.a", span_of(sig->algorithm));
	if (b.n > length)
		b.n = length;
	add_property(a, "header.b", b);
}

/*
 * The times of a signature.  No property of these names is registered (RFC
 * 8601 section 6.4), so that they are for the JSON form only.
 */
static void
describe_times(struct authres_result *a, const struct signature *sig)
{
	size_t shown = a->n;
	const struct tag *t = taglist_find(&sig->tags, "t");
	const struct tag *x = taglist_find(&sig->tags, "x");

	if (t != NULL && sig->timestamp != SIGNATURE_NO_TIME)
		add_property(a, "header.t", t->value);
	if (x != NULL && sig->expiration != SIGNATURE_NO_TIME)
		add_property(a, "header.x", x->value);
	a->more = a->n - shown;
	a->n = shown;
}

struct authres_result *
dkimreport_results(const struct dkim *d, size_t *n)
{
	struct authres_result *all, *a;
	size_t i, count;
	const struct dkim_result *r = dkim_results(d, &count);
	size_t length = b_length(r, count);

	*n = count == 0 ? 1 : count;
	all = mem_zero(*n, sizeof(*all));
	all[0].method = "dkim";
	all[0].result = verdict_word(NONE);
	all[0].reason = dkim_none_reason(d);
	for (i = 0; i < count; i++) {
		a = &all[i];
		a->method = "dkim";
		a->result = verdict_word(r[i].verdict);
		a->reason = buf_view(&r[i].reason);
		a->comment = buf_view(&r[i].comment);
		describe_signature(a, &r[i].signature, length);
		describe_times(a, &r[i].signature);
	}
	return all;
}

void
dkimreport_members(struct buf *b, const struct dkim *d)
{
	struct author author;
	const char *problem = author_parse(&author, dkim_message(d));
	size_t i;

	if (problem == NULL && author.more)
		problem = "more than four author domains";
	json_name(b, "author");
	buf_byte(b, '[');
	for (i = 0; i < author.n; i++) {
		buf_text(b, i > 0 ? "," : "");
		json_string(b, buf_view(&author.domains[i]));
	}
	buf_byte(b, ']');
	if (problem != NULL)
		json_member(b, "author-problem", span_of(problem));
	author_free(&author);
}
