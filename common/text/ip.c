#include <arpa/inet.h>

#include <string.h>

#include "ip.h"

/* The longest text that can be an address. */
#define TEXT	46

static int
parse(struct span v, int family, struct ip *ip)
{
	char text[TEXT];

	if (v.n == 0 || v.n >= sizeof(text) || memchr(v.p, '\0', v.n) != NULL)
		return 0;
	memcpy(text, v.p, v.n);
	text[v.n] = '\0';
	memset(ip, 0, sizeof(*ip));
	ip->n = family == AF_INET ? 4 : 16;
	return inet_pton(family, text, ip->a) == 1;
}

int
ip_parse4(struct span v, struct ip *ip)
{
	return parse(v, AF_INET, ip);
}

int
ip_parse6(struct span v, struct ip *ip)
{
	return parse(v, AF_INET6, ip);
}

int
ip_parse(struct span v, struct ip *ip)
{
	static const unsigned char mapped[12] = {
		0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff
	};

	if (ip_parse4(v, ip))
		return 1;
	if (!ip_parse6(v, ip))
		return 0;
	if (memcmp(ip->a, mapped, sizeof(mapped)) == 0)
		*ip = ip_from(ip->a + sizeof(mapped), 4);
	return 1;
}

int
ip_parse_tagged(struct span v, struct ip *ip)
{
	struct span tag = span_of("IPv6:");

	if (!span_starts(v, tag.p))
		return ip_parse(v, ip);
	v = span_from(v, tag.n);
	return span_find(v, ':') < v.n && ip_parse(v, ip);
}

struct ip
ip_from(const void *octets, size_t n)
{
	struct ip ip;

	memset(&ip, 0, sizeof(ip));
	memcpy(ip.a, octets, n);
	ip.n = n;
	return ip;
}

void
ip_format(struct buf *b, const struct ip *ip)
{
	char text[TEXT];

	if (inet_ntop(ip->n == 4 ? AF_INET : AF_INET6, ip->a, text,
	    sizeof(text)) != NULL)
		buf_text(b, text);
}

void
ip_dotted(struct buf *b, const struct ip *ip)
{
	size_t i;

	if (ip->n == 4) {
		ip_format(b, ip);
		return;
	}
	for (i = 0; i < ip->n; i++)
		buf_printf(b, "%s%X.%X", i > 0 ? "." : "", ip->a[i] >> 4,
		    ip->a[i] & 15);
}

void
ip_reverse(struct buf *b, const struct ip *ip)
{
	size_t i;

	for (i = ip->n; i > 0; i--) {
		if (ip->n == 4)
			buf_printf(b, "%u.", ip->a[i - 1]);
		else
			buf_printf(b, "%x.%x.", ip->a[i - 1] & 15,
			    ip->a[i - 1] >> 4);
	}
	buf_text(b, ip->n == 4 ? "in-addr.arpa" : "ip6.arpa");
}

int
ip_within(const struct ip *ip, const struct ip *net, unsigned bits)
{
	unsigned whole = bits / 8, rest = bits % 8;

	if (ip->n != net->n || bits > 8 * ip->n ||
	    memcmp(ip->a, net->a, whole) != 0)
		return 0;
	return rest == 0 ||
	    (ip->a[whole] ^ net->a[whole]) >> (8 - rest) == 0;
}
