#include <err.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

#include "fault.h"

static int filter;	/* set once, before anything can fail */

void
fault_filter(void)
{
	filter = 1;
}

int
fault_status(int status)
{
	if (!filter || status == 0 || status == EX_USAGE)
		return status;
	return EX_TEMPFAIL;
}

int
fault_set(struct fault *f, int status, const char *fmt, ...)
{
	va_list ap;

	f->status = status;
	f->of_message = 0;
	va_start(ap, fmt);
	vsnprintf(f->text, sizeof(f->text), fmt, ap);
	va_end(ap);
	return -1;
}

int
fault_message(struct fault *f, const char *fmt, ...)
{
	va_list ap;

	f->status = EX_DATAERR;
	f->of_message = 1;
	va_start(ap, fmt);
	vsnprintf(f->text, sizeof(f->text), fmt, ap);
	va_end(ap);
	return -1;
}

void
fault_die(const struct fault *f)
{
	errx(f->of_message ? f->status : fault_status(f->status), "%s",
	    f->text);
}

void
die(int status, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	verrx(fault_status(status), fmt, ap);
	va_end(ap);
}
