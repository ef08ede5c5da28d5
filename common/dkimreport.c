#include "dkimreport.h"

#define B_LENGTH_MIN	8	/* RFC 6008 section 3 */
#define B_LENGTH_MAX	64

/* RFC 6008 section 3: as much of b= as tells the signatures apart. */
static size_t
b_length(const struct dkim_result *r, size_t count)
{
	const struct buf *a, *b;
	size_t i, k, n, least = B_LENGTH_MIN;

	for (i = 0; i < count; i++)
		for (k = 0; k < i; k++) {
			a = &r[i].signature.text;
			b = &r[k].signature.text;
			for (n = 0; n < a->n && n < b->n &&
			    a->p[n] == b->p[n]; n++)
				;
			if ((n < a->n || n < b->n) && n + 1 > least)
				least = n + 1;
		}
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
	if (sig->identity.n > 0 && sig->identity_domain.n > 0) {
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
	}
	return all;
}
