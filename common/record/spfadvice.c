#include <string.h>

#include "spfadvice.h"
#include "spfmacro.h"

#define OCTETS_GOOD	450	/* RFC 7208 section 3.4 */
#define LOOKUPS		10	/* section 4.6.4 */
#define PREFIX_MIN	8	/* of a network that one may have */
#define IDLE_REDIRECT	"redirect does nothing in a record that has all (RFC " \
			"7208 section 6.1): take out one of the two"

/* A record that parses, under examination. */
struct work {
	struct entry	*e;
	const struct spf_record *r;
	const struct spf_term *term;
};

static struct finding *
tell(struct work *w, enum finding_level level, const char *why)
{
	return findings_add(&w->e->findings, level, entry_clip(w->term->text),
	    "%s", why);
}

/* Networks from which no mail comes over the Internet (RFC 6890). */
static int
is_private(const struct ip *net, unsigned bits)
{
	static const struct {
		const char	*net;
		unsigned	 bits;
	} private[] = {
		{ "10.0.0.0", 8 }, { "172.16.0.0", 12 },
		{ "192.168.0.0", 16 }, { "127.0.0.0", 8 },
		{ "169.254.0.0", 16 }, { "100.64.0.0", 10 },
		{ "fc00::", 7 }, { "fe80::", 10 }, { "::1", 128 }
	};
	struct ip wide;
	size_t i;

	for (i = 0; i < sizeof(private) / sizeof(private[0]); i++)
		if (ip_parse(span_of(private[i].net), &wide) &&
		    bits >= private[i].bits &&
		    ip_within(net, &wide, private[i].bits))
			return 1;
	return 0;
}

/* The network of an address with bits behind its prefix: 1, or 0. */
static int
has_host_bits(const struct spf_term *t, unsigned bits, struct buf *better)
{
	struct ip net = t->net;
	size_t i, n = 0;

	for (i = 0; i < net.n * 8; i++)
		if (i >= bits && (net.a[i / 8] & 0x80 >> i % 8) != 0) {
			net.a[i / 8] &= (unsigned char)~(0x80 >> i % 8);
			n++;
		}
	if (n == 0)
		return 0;
	if (strchr("+-?~", t->text.p[0]) != NULL)
		buf_byte(better, t->text.p[0]);
	buf_printf(better, "%s:", spfrecord_name(t->kind));
	ip_format(better, &net);
	buf_printf(better, "/%u", bits);
	return 1;
}

/* ip4 and ip6 */
static void
check_net(struct work *w)
{
	unsigned bits = w->term->kind == SPF_IP4 ? w->term->bits4 :
	    w->term->bits6;
	struct buf better = { 0 };
	struct finding *f;

	if (w->term->qualifier == '+' && bits == 0)
		tell(w, FINDING_ERROR, "every address passes: name the "
		    "networks that send your mail");
	else if (w->term->qualifier == '+' && bits < PREFIX_MIN)
		tell(w, FINDING_WARNING, "a network this large belongs to "
		    "nobody alone");
	if (has_host_bits(w->term, bits, &better)) {
		f = tell(w, FINDING_WARNING, "bits are set behind the prefix: "
		    "verifiers pass over them; write the network, or the "
		    "address without a prefix");
		buf_span(&f->better, buf_view(&better));
	}
	if (is_private(&w->term->net, bits))
		tell(w, FINDING_WARNING, "a private network: no mail comes "
		    "from it over the Internet");
	buf_free(&better);
}

/* RFC 7208 section 5.1: what stands behind all is never looked at. */
static void
check_all(struct work *w)
{
	const struct spf_term *end = w->r->terms + w->r->n;

	if (w->term->qualifier == '+')
		tell(w, FINDING_ERROR, "everybody may send for this domain: "
		    "end the record with -all, or with ~all");
	else if (w->term->qualifier == '?')
		tell(w, FINDING_NOTE, "?all says nothing of other hosts: -all "
		    "forbids them, ~all nearly");
	for (w->term++; w->term < end; w->term++)
		if (w->term->kind < SPF_REDIRECT)
			tell(w, FINDING_WARNING, "behind all, where no "
			    "verifier looks: all is the last mechanism");
		else if (w->term->kind == SPF_REDIRECT)
			tell(w, FINDING_WARNING, IDLE_REDIRECT);
}

static void
check_ptr(struct work *w)
{
	tell(w, FINDING_WARNING, "ptr and %{p} are slow, and not to be used "
	    "(RFC 7208 section 5.5): name addresses or hosts");
}

static void
check_name(struct work *w)
{
	if (spfmacro_uses(w->term->spec, 'p'))
		check_ptr(w);
}

/* What is evaluated again must not be the record itself. */
static void
check_record(struct work *w)
{
	if (w->e->name.n > 0 && !w->e->relative &&
	    span_same(w->term->spec, buf_view(&w->e->name)))
		tell(w, FINDING_ERROR, "the record leads to itself: a loop, "
		    "and an error of the whole record");
	check_name(w);
}

static void
check_unknown(struct work *w)
{
	/* RFC 6652 section 3: how to report. */
	if (span_starts(w->term->text, "ra=") ||
	    span_starts(w->term->text, "rp=") ||
	    span_starts(w->term->text, "rr="))
		return;
	tell(w, FINDING_WARNING, "an unknown modifier: verifiers pass over "
	    "it (redirect and exp are known)");
}

static void
check_redirect(struct work *w)
{
	const struct spf_term *t;

	check_record(w);
	for (t = w->term + 1; t < w->r->terms + w->r->n; t++)
		if (t->kind == SPF_ALL && w->term->kind == SPF_REDIRECT)
			tell(w, FINDING_WARNING, IDLE_REDIRECT);
}

static void (*const checks[])(struct work *) = {
	[SPF_ALL] = check_all,
	[SPF_INCLUDE] = check_record,
	[SPF_A] = check_name,
	[SPF_MX] = check_name,
	[SPF_PTR] = check_ptr,
	[SPF_IP4] = check_net,
	[SPF_IP6] = check_net,
	[SPF_EXISTS] = check_name,
	[SPF_REDIRECT] = check_redirect,
	[SPF_EXP] = check_name,
	[SPF_UNKNOWN] = check_unknown
};

/* What only the whole record shows. */
static void
check_whole(struct entry *e, const struct spf_record *r)
{
	struct span text = buf_view(&e->mended), nothing = { "", 0 };
	unsigned lookups = 0;
	size_t i;
	int ends = r->redirect != NULL;

	for (i = 0; i < r->n; i++) {
		lookups += spfrecord_costs(&r->terms[i]);
		ends |= r->terms[i].kind == SPF_ALL;
	}
	if (!ends)
		findings_add(&e->findings, FINDING_WARNING, nothing, "neither "
		    "all nor redirect at the end: of other hosts the record "
		    "says nothing; add -all or ~all");
	if (lookups > LOOKUPS)
		findings_add(&e->findings, FINDING_ERROR, nothing, "%u terms "
		    "need DNS, and verifiers stop with an error behind %d "
		    "(RFC 7208 section 4.6.4): name addresses instead",
		    lookups, LOOKUPS);
	if (text.n > OCTETS_GOOD)
		findings_add(&e->findings, FINDING_WARNING, nothing, "%zu "
		    "octets: beyond %d an answer may not fit into a datagram "
		    "(RFC 7208 section 3.4)", text.n, OCTETS_GOOD);
}

void
spfadvice(struct entry *e, const struct spf_record *r)
{
	struct work w = { e, r, NULL };
	size_t i;

	for (i = 0; i < r->n; i++) {
		w.term = &r->terms[i];
		checks[w.term->kind](&w);
		if (r->terms[i].kind == SPF_ALL)
			break;		/* the rest is told */
	}
	check_whole(e, r);
}
