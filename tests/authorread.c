/*
 * Who a message says wrote it, for tests.
 *
 *	authorread <message
 *	authorread -l <values
 *
 * prints the author domains, "..." when there are more, "?" and a doubt, "!"
 * and why there is no author; with -l for each line as the value of From.
 */
#include <err.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "author.h"
#include "io.h"

static void
print_author(const struct message *msg)
{
	struct author a;
	struct buf b = { 0 };
	const char *why = author_parse(&a, msg);
	size_t i;

	for (i = 0; i < a.n; i++)
		buf_printf(&b, "%s ", buf_string(&a.domains[i]));
	if (a.more)
		buf_text(&b, "... ");
	if (why != NULL)
		buf_printf(&b, "! %s ", why);
	else if (a.doubt != NULL)
		buf_printf(&b, "? %s ", a.doubt);
	if (b.n > 0)
		b.p[b.n - 1] = '\n';
	io_out(buf_view(&b));
	buf_free(&b);
	author_free(&a);
}

static void
print_lines(void)
{
	struct buf in = { 0 };
	struct field f = { { "From", 4 }, { NULL, 0 }, { NULL, 0 } };
	const struct field *order[1] = { &f };
	struct message msg;
	struct span rest;
	ssize_t n;

	while ((n = io_read(STDIN_FILENO, buf_room(&in, 65536), 65536)) > 0)
		in.n += (size_t)n;
	memset(&msg, 0, sizeof(msg));
	msg.fields = &f;
	msg.nfields = 1;
	msg.order = order;
	rest = buf_view(&in);
	while (span_next(&rest, '\n', &f.value))
		if (rest.p != NULL || f.value.n > 0)
			print_author(&msg);
	buf_free(&in);
}

int
main(int argc, char *argv[])
{
	struct message msg;

	if (argc > 1 && strcmp(argv[1], "-l") == 0)
		print_lines();
	else {
		if (message_read(&msg, STDIN_FILENO) == -1)
			err(1, "standard input");
		print_author(&msg);
		message_free(&msg);
	}
	io_finish();
	return 0;
}
