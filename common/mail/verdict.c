#include <sysexits.h>

#include "verdict.h"

static const struct {
	const char	*word;
	int		 status;
} verdicts[] = {
	[NONE]		= { "none",		1 },
	[PERMERROR]	= { "permerror",	1 },
	[NEUTRAL]	= { "neutral",		1 },
	[POLICY]	= { "policy",		1 },
	[SOFTFAIL]	= { "softfail",		1 },
	[FAIL]		= { "fail",		1 },
	[TEMPERROR]	= { "temperror",	EX_TEMPFAIL },
	[PASS]		= { "pass",		0 }
};

const char *
verdict_word(enum verdict v)
{
	return verdicts[v].word;
}

int
verdict_exit(enum verdict v)
{
	return verdicts[v].status;
}
