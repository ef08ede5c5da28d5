/*
 * A Received-SPF field on its own, for tests.
 *
 *	receivedspf [-c] result receiver subject ip sender helo identity
 *	    mechanism problem
 *
 * prints it; "-" leaves a value out, -c has its lines end with CRLF.
 */
#include <err.h>
#include <string.h>

#include "io.h"
#include "receivedspf.h"

static struct span
value(const char *arg)
{
	struct span none = { NULL, 0 };

	return strcmp(arg, "-") == 0 ? none : span_of(arg);
}

int
main(int argc, char *argv[])
{
	struct receivedspf r;
	struct buf out = { 0 };
	const char *eol = "\n";

	if (argc > 1 && strcmp(argv[1], "-c") == 0) {
		eol = "\r\n";
		argc--;
		argv++;
	}
	if (argc != 10)
		errx(64, "usage: receivedspf [-c] VALUE...");
	r.result = argv[1];
	r.receiver = value(argv[2]);
	r.subject = value(argv[3]);
	r.ip = value(argv[4]);
	r.sender = value(argv[5]);
	r.helo = value(argv[6]);
	r.identity = value(argv[7]).p;
	r.mechanism = value(argv[8]);
	r.problem = value(argv[9]);
	receivedspf_format(&out, &r, eol);
	io_out(buf_view(&out));
	buf_free(&out);
	io_finish();
	return 0;
}
