/*
 * limitdns NAME: ask the server of resolv.conf for a TXT record, once, by
 * libresolv, as spf-check has to at least.  limitdns: start and end.
 */
#include <arpa/nameser.h>

#include <netinet/in.h>
#include <resolv.h>
#include <string.h>

int
main(int argc, char *argv[])
{
	struct __res_state state;
	unsigned char answer[4096];
	int n;

	if (argc < 2)
		return 0;
	memset(&state, 0, sizeof(state));
	if (res_ninit(&state) == -1)
		return 1;
	n = res_nquery(&state, argv[1], ns_c_in, ns_t_txt, answer,
	    sizeof(answer));
	res_nclose(&state);
	return n <= 0;
}
