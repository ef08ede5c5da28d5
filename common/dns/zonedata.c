#include <string.h>

#include "dnsname.h"
#include "ip.h"
#include "zonedata.h"

#define STRING_OCTETS	255	/* RFC 1035 section 3.3 */
#define LABEL_OCTETS	63	/* RFC 1035 section 3.1 */
#define RECORD_OCTETS	65535

/* A type; of one without functions only the owner counts. */
struct rrtype {
	const char	*name;
	int		 number;
	void		(*read)(struct zone_reader *, struct zone_token *,
			    struct buf *);
	const char	*(*unpack)(struct span wire, struct buf *);
};

/* RFC 1035 section 3.3.14: strings, of which the joined bytes are added. */
static void
read_txt(struct zone_reader *r, struct zone_token *t, struct buf *b)
{
	size_t before, wire = 0;

	do {
		before = b->n;
		zonetoken_string(r, t->text, b);
		if (b->n - before > STRING_OCTETS)
			scan_fail(&r->s, "string is longer than 255 octets");
		wire += b->n - before + 1;
		if (wire > RECORD_OCTETS)
			scan_fail(&r->s, "record is longer than 65535 octets");
	} while (zonetoken_next(r, t));
}

static void
read_name(struct zone_reader *r, struct zone_token *t, struct buf *b)
{
	zonetoken_name(r, t->text, b);
	if (zonetoken_next(r, t))
		scan_fail(&r->s, "more than one name");
}

static void
read_a(struct zone_reader *r, struct zone_token *t, struct buf *b)
{
	struct ip ip = { 0 };

	if (t->quoted || !ip_parse4(t->text, &ip))
		scan_fail(&r->s, "not an IPv4 address");
	buf_add(b, ip.a, ip.n);
	if (zonetoken_next(r, t))
		scan_fail(&r->s, "more than one address");
}

/* RFC 3596 section 2.4. */
static void
read_aaaa(struct zone_reader *r, struct zone_token *t, struct buf *b)
{
	struct ip ip = { 0 };

	if (t->quoted || !ip_parse6(t->text, &ip))
		scan_fail(&r->s, "not an IPv6 address");
	buf_add(b, ip.a, ip.n);
	if (zonetoken_next(r, t))
		scan_fail(&r->s, "more than one address");
}

/* RFC 1035 section 3.3.9. */
static void
read_mx(struct zone_reader *r, struct zone_token *t, struct buf *b)
{
	uint64_t n = 0;

	if (t->quoted || !number_parse(t->text, 5, &n) || n > 65535)
		scan_fail(&r->s, "not a preference of 0 to 65535");
	buf_byte(b, (char)(n >> 8));
	buf_byte(b, (char)(n & 0xff));
	if (zonetoken_next(r, t))
		read_name(r, t, b);
	else
		scan_fail(&r->s, "MX record without a name");
}

/* The strings of a TXT record as it goes over the wire. */
static const char *
unpack_txt(struct span wire, struct buf *b)
{
	struct span v;

	if (wire.n == 0)
		return "TXT record without a string";
	while (wire.n > 0) {
		v = span_from(wire, 1);
		if ((unsigned char)wire.p[0] > v.n)
			return "string goes beyond its record";
		v.n = (unsigned char)wire.p[0];
		buf_span(b, v);
		wire = span_from(wire, v.n + 1);
	}
	return NULL;
}

/* A name as it goes over the wire, not compressed (RFC 3597 section 4). */
static const char *
unpack_name(struct span wire, struct buf *b)
{
	size_t i, n, start = b->n;

	while (wire.n > 0 && (n = (unsigned char)wire.p[0]) > 0) {
		if (n > LABEL_OCTETS || n >= wire.n)
			return "label goes beyond its record";
		if (b->n > start)
			buf_byte(b, '.');
		for (i = 1; i <= n; i++)
			dns_name_byte(b, (unsigned char)wire.p[i]);
		wire = span_from(wire, n + 1);
	}
	return wire.n == 1 ? zonetoken_check(span_from(buf_view(b), start)) :
	    "not one name";
}

static const char *
unpack_a(struct span wire, struct buf *b)
{
	buf_span(b, wire);
	return wire.n == 4 ? NULL : "A record is not of 4 octets";
}

static const char *
unpack_aaaa(struct span wire, struct buf *b)
{
	buf_span(b, wire);
	return wire.n == 16 ? NULL : "AAAA record is not of 16 octets";
}

static const char *
unpack_mx(struct span wire, struct buf *b)
{
	if (wire.n < 2)
		return "MX record without a name";
	buf_add(b, wire.p, 2);
	return unpack_name(span_from(wire, 2), b);
}

static const struct rrtype rrtypes[] = {
	{ "A",		1,	read_a,		unpack_a },
	{ "NS",		2,	read_name,	unpack_name },
	{ "CNAME",	5,	read_name,	unpack_name },
	{ "SOA",	6,	NULL,		NULL },
	{ "PTR",	12,	read_name,	unpack_name },
	{ "MX",		15,	read_mx,	unpack_mx },
	{ "TXT",	16,	read_txt,	unpack_txt },
	{ "AAAA",	28,	read_aaaa,	unpack_aaaa },
	{ "TIMEOUT",	ZONE_TIMEOUT, NULL,	NULL }
};
#define NTYPES	(sizeof(rrtypes) / sizeof(rrtypes[0]))

/* Add the octets of a word of hexadecimal digits. */
static void
add_hex(struct zone_reader *r, struct span word, struct buf *b)
{
	size_t i;
	int high, low;

	if (word.n % 2 != 0)
		scan_fail(&r->s, "odd number of hexadecimal digits");
	for (i = 0; i + 1 < word.n; i += 2) {
		high = hex_value((unsigned char)word.p[i]);
		low = hex_value((unsigned char)word.p[i + 1]);
		if (high == -1 || low == -1) {
			scan_fail(&r->s, "not a hexadecimal digit");
			return;
		}
		buf_byte(b, (char)(high << 4 | low));
	}
}

/* RFC 3597 section 5: \# LENGTH HEX..., for a type of any name. */
static void
read_generic(struct zone_reader *r, const struct rrtype *type, struct buf *b)
{
	struct buf wire = { 0 };
	struct zone_token t;
	uint64_t n;

	if (!zonetoken_next(r, &t) || !number_parse(t.text, 5, &n))
		scan_fail(&r->s, "\\# without a length");
	else {
		while (zonetoken_next(r, &t))
			add_hex(r, t.text, &wire);
		if (wire.n != n)
			scan_fail(&r->s, "\\# has another length than it says");
	}
	if (r->s.err == NULL)
		scan_fail(&r->s, type->unpack(buf_view(&wire), b));
	buf_free(&wire);
}

/* The type's row if its data are read, else NULL. */
static const struct rrtype *
readable(int type)
{
	size_t i;

	for (i = 0; i < NTYPES; i++)
		if (rrtypes[i].number == type && rrtypes[i].read != NULL)
			return &rrtypes[i];
	return NULL;
}

int
zonedata_read(struct zone_reader *r, int type, struct buf *b)
{
	const struct rrtype *row = readable(type);
	struct zone_token t;

	if (row == NULL)
		return 0;
	if (!zonetoken_next(r, &t))
		scan_fail(&r->s, "record without data");
	else if (!t.quoted && span_eq(t.text, "\\#"))
		read_generic(r, row, b);
	else
		row->read(r, &t, b);
	return 1;
}

int
zonedata_numbered(struct span v, const char *word)
{
	uint64_t n;

	if (!span_starts(v, word) ||
	    !number_parse(span_from(v, strlen(word)), 5, &n) || n > 65535)
		return -1;
	return (int)n;
}

int
zonedata_type(struct span v)
{
	size_t i;
	int n;

	for (i = 0; i < NTYPES; i++)
		if (span_eqi(v, rrtypes[i].name))
			return rrtypes[i].number;
	if ((n = zonedata_numbered(v, "TYPE")) != -1)
		return n;
	for (i = 0; i < v.n; i++)
		if (!is_alnum((unsigned char)v.p[i]) && v.p[i] != '-')
			return -1;
	return v.n > 0 && !is_digit((unsigned char)v.p[0]) ? 0 : -1;
}

int
zonedata_timeout(struct zone_reader *r)
{
	struct zone_token t;
	int type;

	if (!zonetoken_next(r, &t))
		return 0;
	type = t.quoted ? -1 : zonedata_type(t.text);
	if (type <= 0 || type >= ZONE_TIMEOUT)
		scan_fail(&r->s, "not a record type that can time out");
	if (zonetoken_next(r, &t))
		scan_fail(&r->s, "more words than wanted");
	return type;
}

int
zonedata_ttl(struct span v, uint32_t *ttl)
{
	static const char units[] = "smhdw";
	static const uint32_t seconds[] = { 1, 60, 3600, 86400, 604800 };
	struct scan s;
	uint64_t n, all = 0;
	size_t i;

	scan_init(&s, v);
	do {
		n = scan_number(&s, 10);
		for (i = 0; units[i] != '\0'; i++)
			if (ascii_lower(scan_peek(&s)) == units[i])
				break;
		if (units[i] != '\0' && scan_byte(&s, *s.p))
			n *= seconds[i];
		if ((all += n) > UINT32_MAX)
			all = UINT32_MAX;
	} while (!scan_done(&s));
	if (s.err != NULL)
		return 0;
	/* RFC 2181 section 8: a TTL with the top bit set counts as zero. */
	*ttl = all > INT32_MAX ? 0 : (uint32_t)all;
	return 1;
}

int
zonedata_class(struct span v)
{
	if (span_eqi(v, "IN"))
		return ZONE_CLASS_IN;
	if (span_eqi(v, "CS"))
		return 2;
	if (span_eqi(v, "CH"))
		return 3;
	return span_eqi(v, "HS") ? 4 : zonedata_numbered(v, "CLASS");
}
