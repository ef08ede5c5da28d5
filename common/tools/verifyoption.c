#include <string.h>
#include <unistd.h>

#include "verifyoption.h"

#define SKIP_MAX	10000

int
verifyoption_take(const struct option_tool *t, struct verifyoption *v,
    int letter)
{
	switch (letter) {
	case 'a':
		v->authserv_id = optarg;
		return 1;
	case 'f':
		v->filter = 1;
		return 1;
	case 'j':
		v->json = 1;
		return 1;
	case 'e':
		v->explain = 1;
		return 1;
	case 't':
		v->received = strcmp(optarg, "received") == 0;
		v->timed = !v->received;
		if (v->timed)
			v->now = option_time(t, "-t", optarg);
		return 1;
	case VERIFYOPTION_DEFER:
		v->defer = 1;
		return 1;
	case VERIFYOPTION_SKIP:
		v->skip = (unsigned)option_number(t, "--skip", optarg,
		    SKIP_MAX);
		return 1;
	default:
		return 0;
	}
}

/* A name that may stand in a field: printable, no blank at its ends. */
static int
is_authserv_id(const char *id)
{
	size_t i;

	for (i = 0; id[i] != '\0'; i++)
		if ((unsigned char)id[i] < 0x20 || id[i] == 0x7f)
			return 0;
	return i > 0 && i <= 255 && id[0] != ' ' && id[i - 1] != ' ';
}

void
verifyoption_end(const struct option_tool *t, struct verifyoption *v)
{
	static char host[256];

	if (v->filter + v->json + v->explain > 1)
		option_wrong(t, "-f, -j and -e do not go together");
	if (v->defer && !v->filter)
		option_wrong(t, "--defer is for -f");
	if (!v->timed)
		v->now = time(NULL);
	if (v->authserv_id == NULL) {
		if (gethostname(host, sizeof(host) - 1) == -1 ||
		    !is_authserv_id(host))
			option_wrong(t, "this host has no name: give -a ID");
		v->authserv_id = host;
	}
	if (!is_authserv_id(v->authserv_id))
		option_wrong(t, "-a: not a name of 1 to 255 printable "
		    "characters");
}
