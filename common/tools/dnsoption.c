#include <unistd.h>

#include "buf.h"
#include "dnsoption.h"

#define TIMEOUT_MAX	3600

int
dnsoption_take(const struct option_tool *t, struct dns_config *c, int letter)
{
	switch (letter) {
	case 'n':
		if (!dns_is_server(optarg))
			option_wrong(t, "-n: '%s' is not an address like "
			    "192.0.2.53, 192.0.2.53:5353 or [::1]:5353",
			    optarg);
		if (c->nservers == DNS_SERVERS)
			option_wrong(t, "-n: at most %d servers", DNS_SERVERS);
		c->servers[c->nservers++] = optarg;
		return 1;
	case 'z':
		c->zones = mem_grow(c->zones, c->nzones + 1,
		    sizeof(*c->zones));
		c->zones[c->nzones++] = optarg;
		return 1;
	case 'T':
		c->timeout = (unsigned)option_number(t, "-T", optarg,
		    TIMEOUT_MAX);
		if (c->timeout == 0)
			option_wrong(t, "-T: at least one second is needed");
		return 1;
	default:
		return 0;
	}
}
