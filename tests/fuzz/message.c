#include <string.h>
#include <unistd.h>

#include "fuzz.h"
#include "message.h"

/* The parts of a message, put together, are the message. */
static void
check_parts(const struct message *msg)
{
	const char *p = msg->header.p;
	size_t i;

	if (msg->mbox.p + msg->mbox.n != p ||
	    p + msg->header.n != msg->separator.p ||
	    msg->separator.p + msg->separator.n != msg->rest.p)
		__builtin_trap();
	for (i = 0; i < msg->nfields; i++) {
		if (msg->fields[i].whole.p != p ||
		    !message_is_name(msg->fields[i].name))
			__builtin_trap();
		p += msg->fields[i].whole.n;
	}
	if (p != msg->separator.p)
		__builtin_trap();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct message msg;
	int fds[2];

	if (n > 60000 || pipe(fds) == -1)
		return 0;
	if (write(fds[1], data, n) != (ssize_t)n)
		__builtin_trap();
	close(fds[1]);
	if (message_read(&msg, fds[0]) == -1)
		__builtin_trap();
	check_parts(&msg);
	message_free(&msg);
	close(fds[0]);
	return 0;
}
