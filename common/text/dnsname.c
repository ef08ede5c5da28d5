#include "dnsname.h"
#include "domain.h"

#define LABEL_OCTETS	63	/* RFC 1035 section 3.1 */

static const char *
check_label(struct span v)
{
	size_t i;

	if (v.n == 0)
		return "has an empty label";
	if (v.n > LABEL_OCTETS)
		return "has a label of more than 63 octets";
	for (i = 0; i < v.n; i++)
		if (v.p[i] < 0x20 || v.p[i] > 0x7e)
			return "has a byte that is not printable ASCII";
	return NULL;
}

const char *
dns_name_check(struct span name)
{
	struct span label, rest = name;
	const char *why;

	if (name.n == 0)
		return "is empty";
	while (span_next(&rest, '.', &label))
		if ((why = check_label(label)) != NULL)
			return why;
	return name.n > DOMAIN_MAX ? "is longer than 253 octets" : NULL;
}

void
dns_name_byte(struct buf *b, int c)
{
	buf_byte(b, c == '.' ? '\0' : (char)ascii_lower(c));
}

/* RFC 1035 section 5.1: \DDD and \X. */
void
dns_name_from(struct buf *b, const char *text)
{
	const unsigned char *p = (const unsigned char *)text;

	for (; *p != '\0' && !(p[0] == '.' && p[1] == '\0'); p++) {
		if (*p == '.')
			buf_byte(b, '.');
		else if (*p != '\\' || p[1] == '\0')
			dns_name_byte(b, *p);
		else if (is_digit(p[1]) && is_digit(p[2]) && is_digit(p[3])) {
			dns_name_byte(b, (p[1] - '0') * 100 +
			    (p[2] - '0') * 10 + p[3] - '0');
			p += 3;
		} else
			dns_name_byte(b, *++p);
	}
}

void
dns_name_to(struct buf *b, struct span name)
{
	size_t i;
	unsigned char c;

	for (i = 0; i < name.n; i++) {
		c = (unsigned char)name.p[i];
		if (is_alnum(c) || c == '-' || c == '_' || c == '.')
			buf_byte(b, (char)c);
		else
			buf_printf(b, "\\%03d", c);
	}
}
