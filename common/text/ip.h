#ifndef IP_H
#define IP_H

#include "buf.h"
#include "span.h"

/* An address of IPv4 (4 octets) or IPv6 (16), and the length of a prefix. */
struct ip {
	unsigned char	a[16];
	size_t		n;	/* octets: 4, 16, or 0 for none */
};

/*
 * Parse an address: dotted quad without leading zeros, or the forms of RFC
 * 4291 section 2.2.  Of IPv4-mapped IPv6 (::ffff:0:0/96) it is the IPv4
 * address.  1, or 0 when it is none.
 */
int	ip_parse(struct span, struct ip *);

/* The same, but IPv4-mapped IPv6 stays IPv6; of one kind only. */
int	ip_parse4(struct span, struct ip *);
int	ip_parse6(struct span, struct ip *);

/* As ip_parse; IPv6 may have the tag of RFC 5321 section 4.1.3, "IPv6:". */
int	ip_parse_tagged(struct span, struct ip *);

/* The address in octets, 4 or 16 of them. */
struct ip	ip_from(const void *, size_t);

/* Add it as people write it (RFC 5952 for IPv6). */
void	ip_format(struct buf *, const struct ip *);

/*
 * Add it with dots: 192.0.2.1, or the 32 nibbles of IPv6, as the "i" macro
 * of RFC 7208 section 7.3 has it.
 */
void	ip_dotted(struct buf *, const struct ip *);

/* Add the name that PTR records stand at. */
void	ip_reverse(struct buf *, const struct ip *);

/* Do the first bits of both agree?  Different kinds never do. */
int	ip_within(const struct ip *, const struct ip *net, unsigned bits);

#endif
