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
#define NVERDICTS	(sizeof(verdicts) / sizeof(verdicts[0]))

const char *
verdict_word(enum verdict v)
{
	return verdicts[v].word;
}

int
verdict_parse(struct span word, enum verdict *v)
{
	size_t i;

	if (span_eqi(word, "hardfail")) {
		*v = FAIL;
		return 1;
	}
	for (i = 0; i < NVERDICTS; i++)
		if (span_eqi(word, verdicts[i].word)) {
			*v = (enum verdict)i;
			return 1;
		}
	return 0;
}

int
verdict_exit(enum verdict v)
{
	return verdicts[v].status;
}
