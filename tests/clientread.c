/*
 * Who handed a message in, for tests.
 *
 *	clientread [--skip N] [--relay NET]... <message
 *
 * prints one line: what the trace fields say, or status and text of the fault.
 */
#include <err.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "client.h"

static void
print_client(struct client *c)
{
	struct buf ip = { 0 };

	ip_format(&ip, &c->ip);
	printf("ip=%s helo=%s sender=%s\n", buf_string(&ip),
	    buf_string(&c->helo), buf_string(&c->sender));
	buf_free(&ip);
}

int
main(int argc, char *argv[])
{
	static const struct option options[] = {
		{ "relay", required_argument, NULL, 'r' },
		{ "skip", required_argument, NULL, 's' },
		{ NULL, 0, NULL, 0 }
	};
	struct client_relays relays = { NULL, 0 };
	struct client client;
	struct message msg;
	struct fault fault;
	unsigned skip = 0;
	int ch;

	while ((ch = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (ch == 's')
			skip = (unsigned)strtoul(optarg, NULL, 10);
		else if (ch != 'r' || !client_relay_add(&relays, optarg))
			errx(64, "usage: clientread [--skip N] [--relay NET]");
	}
	if (message_read(&msg, STDIN_FILENO) == -1)
		err(1, "standard input");
	if (client_read(&client, &msg, skip, &relays, &fault) == 0) {
		print_client(&client);
		client_free(&client);
	} else
		printf("%d %s\n", fault.status, fault.text);
	message_free(&msg);
	free(relays.list);
	return 0;
}
