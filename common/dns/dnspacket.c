#include <sys/types.h>
#include <arpa/nameser.h>

#include "dnspacket.h"

#define MALFORMED	"malformed answer"
#define OTHER_QUESTION	"answer to another question"

/* Add a name of a packet.  Octets it takes there, or -1. */
static int
add_name(struct buf *b, ns_msg *m, const unsigned char *at)
{
	char text[NS_MAXDNAME];
	int n;

	n = ns_name_uncompress(ns_msg_base(*m), ns_msg_end(*m), at, text,
	    sizeof(text));
	if (n != -1)
		dns_name_from(b, text);
	return n;
}

/* RFC 1035 section 3.3.14. */
static int
add_txt(struct buf *b, struct span data)
{
	struct span v;

	if (data.n == 0)
		return -1;
	while (data.n > 0) {
		v = span_from(data, 1);
		if ((unsigned char)data.p[0] > v.n)
			return -1;
		v.n = (unsigned char)data.p[0];
		buf_span(b, v);
		data = span_from(data, v.n + 1);
	}
	return 0;
}

/* RFC 1035 section 3.3.9. */
static int
add_mx(struct buf *b, ns_msg *m, ns_rr *rr)
{
	if (ns_rr_rdlen(*rr) <= NS_INT16SZ)
		return -1;
	buf_add(b, ns_rr_rdata(*rr), NS_INT16SZ);
	return add_name(b, m, ns_rr_rdata(*rr) + NS_INT16SZ) ==
	    (int)ns_rr_rdlen(*rr) - NS_INT16SZ ? 0 : -1;
}

/* RFC 1035 section 3.3.13: of it all only the serial number. */
static int
add_soa(struct buf *b, ns_msg *m, ns_rr *rr)
{
	struct buf names = { 0 };
	int first, second, good;

	first = add_name(&names, m, ns_rr_rdata(*rr));
	second = first == -1 ? -1 : add_name(&names, m,
	    ns_rr_rdata(*rr) + first);
	good = second != -1 && (int)ns_rr_rdlen(*rr) == first + second +
	    5 * NS_INT32SZ;
	if (good)
		buf_add(b, ns_rr_rdata(*rr) + first + second, NS_INT32SZ);
	buf_free(&names);
	return good ? 0 : -1;
}

/* The data of a record: 0, or -1 when they are not what the type has. */
static int
add_data(struct buf *b, ns_msg *m, ns_rr *rr)
{
	struct span data = { (const char *)ns_rr_rdata(*rr),
	    ns_rr_rdlen(*rr) };

	switch (ns_rr_type(*rr)) {
	case ns_t_txt:
		return add_txt(b, data);
	case ns_t_ns:
	case ns_t_cname:
	case ns_t_ptr:
		return add_name(b, m, ns_rr_rdata(*rr)) == (int)data.n ? 0 :
		    -1;
	case ns_t_soa:
		return add_soa(b, m, rr);
	case ns_t_mx:
		return add_mx(b, m, rr);
	case ns_t_a:
	case ns_t_aaaa:
		buf_span(b, data);
		return data.n == (ns_rr_type(*rr) == ns_t_a ? 4 : 16) ? 0 :
		    -1;
	default:
		return -1;
	}
}

/* Is the record of this name, type and of class IN? */
static int
is_of(ns_rr *rr, const struct buf *name, int type)
{
	struct buf b = { 0 };
	int same;

	if (ns_rr_class(*rr) != ns_c_in || (int)ns_rr_type(*rr) != type)
		return 0;
	dns_name_from(&b, ns_rr_name(*rr));
	same = span_same(buf_view(&b), buf_view(name));
	buf_free(&b);
	return same;
}

/* Add the records that answer the question: 0, or -1 when one is broken. */
static int
collect(struct dns_answer *a, ns_msg *m, const struct dns_question *q)
{
	ns_rr rr;
	int i;

	for (i = 0; i < ns_msg_count(*m, ns_s_an); i++) {
		if (ns_parserr(m, ns_s_an, i, &rr) == -1)
			return -1;
		if (!is_of(&rr, &q->name, q->type))
			continue;
		if (add_data(&a->text, m, &rr) == -1)
			return -1;
		/* RFC 2181 section 8 */
		dnsanswer_ttl(a, ns_rr_ttl(rr) > INT32_MAX ? 0 :
		    ns_rr_ttl(rr));
		dnsanswer_record(a);
	}
	return 0;
}

/*
 * Replace the name in the question by that to which its CNAME leads: 1, or 0
 * when it has none, or -1 when that is broken.
 */
static int
follow(struct dns_answer *a, ns_msg *m, struct dns_question *q)
{
	ns_rr rr;
	int i;

	for (i = 0; i < ns_msg_count(*m, ns_s_an); i++) {
		if (ns_parserr(m, ns_s_an, i, &rr) == -1)
			return -1;
		if (!is_of(&rr, &q->name, ns_t_cname))
			continue;
		q->name.n = 0;
		if (add_data(&q->name, m, &rr) == -1)
			return -1;
		dnsanswer_ttl(a, ns_rr_ttl(rr) > INT32_MAX ? 0 :
		    ns_rr_ttl(rr));
		return 1;
	}
	return 0;
}

const char *
dnspacket_error(int rcode)
{
	static const struct {
		int		 rcode;
		const char	*phrase;
	} phrases[] = {
		{ ns_r_noerror,		NULL },
		{ ns_r_nxdomain,	NULL },
		{ ns_r_formerr,		"FORMERR" },
		{ ns_r_servfail,	"SERVFAIL" },
		{ ns_r_notimpl,		"NOTIMP" },
		{ ns_r_refused,		"REFUSED" }
	};
	size_t i;

	for (i = 0; i < sizeof(phrases) / sizeof(phrases[0]); i++)
		if (phrases[i].rcode == rcode)
			return phrases[i].phrase;
	return "server answered with an unusual error";
}

/* Is the packet an answer to this question?  NULL, or what it is. */
static const char *
check_header(ns_msg *m, const struct dns_question *q)
{
	ns_rr rr;

	if (!ns_msg_getflag(*m, ns_f_qr) ||
	    ns_msg_getflag(*m, ns_f_opcode) != ns_o_query ||
	    ns_msg_count(*m, ns_s_qd) != 1 ||
	    ns_parserr(m, ns_s_qd, 0, &rr) == -1)
		return MALFORMED;
	if (!is_of(&rr, &q->name, q->type))
		return OTHER_QUESTION;
	if (ns_msg_getflag(*m, ns_f_tc))
		return DNS_TRUNCATED;
	return dnspacket_error((int)ns_msg_getflag(*m, ns_f_rcode));
}

/* Does it only say whom else to ask, as no recursive server does? */
static int
is_referral(ns_msg *m)
{
	ns_rr rr;

	return !ns_msg_getflag(*m, ns_f_aa) && !ns_msg_getflag(*m, ns_f_ra) &&
	    ns_msg_count(*m, ns_s_an) == 0 &&
	    ns_msg_count(*m, ns_s_ns) > 0 &&
	    ns_parserr(m, ns_s_ns, 0, &rr) == 0 && ns_rr_type(rr) == ns_t_ns;
}

/*
 * The answer section, in the order of RFC 1034 section 5.3.3 step 4.  NULL
 * and *more, as dnspacket_parse returns it, or what is wrong.
 */
static const char *
parse_records(struct dns_answer *a, ns_msg *m, struct dns_question *q,
    int *more)
{
	int followed, n;

	for (followed = 0;; followed = 1) {
		if (collect(a, m, q) == -1)
			return MALFORMED;
		if (a->n > 0 || (n = follow(a, m, q)) == 0)
			break;
		if (n == -1)
			return MALFORMED;
		if (++q->hops > DNS_HOPS)
			return DNS_CNAME_LOOP;
	}
	*more = a->n == 0 && followed;
	if (a->n == 0 && !followed && ns_msg_count(*m, ns_s_an) > 0)
		return OTHER_QUESTION;
	if (!*more)
		dnsanswer_end(a, DNS_NODATA);
	return NULL;
}

int
dnspacket_parse(struct dns_answer *a, struct span packet,
    struct dns_question *q)
{
	const char *why;
	int more = 0;
	ns_msg m;

	if (packet.n > DNS_PACKET_MAX || ns_initparse(
	    (const unsigned char *)packet.p, (int)packet.n, &m) == -1)
		why = MALFORMED;
	else if ((why = check_header(&m, q)) == NULL) {
		a->ad = a->ad && ns_msg_getflag(m, ns_f_ad);
		if (is_referral(&m))
			why = "server only refers to other servers";
		else if (q->direct && !ns_msg_getflag(m, ns_f_aa))
			why = "server is no authority for the name";
		else if (ns_msg_getflag(m, ns_f_rcode) == ns_r_nxdomain)
			dnsanswer_end(a, DNS_NXDOMAIN);
		else
			why = parse_records(a, &m, q, &more);
	}
	if (why != NULL)
		dnsanswer_fail(a, why);
	return more;
}
