/*
 * OpenDKIM's library, called as its filter calls it.
 *
 *	opendkim verify KEYS [FILE...]	KEYS: lines "NAME TEXT"
 *	opendkim sign KEY [FILE...]	the field goes to standard output
 *
 * Messages have CRLF line ends; without FILE one comes on standard input.
 */
#include <sys/types.h>

#include <err.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <opendkim/dkim.h>

static unsigned char chunk[65536];

static void
feed(DKIM *d, int fd)
{
	bool testkey;
	ssize_t n;
	int status;

	while ((n = read(fd, chunk, sizeof(chunk))) > 0)
		if ((status = dkim_chunk(d, chunk, (size_t)n)) != DKIM_STAT_OK)
			errx(1, "dkim_chunk: %d", status);
	if ((status = dkim_chunk(d, NULL, 0)) != DKIM_STAT_OK ||
	    (status = dkim_eom(d, &testkey)) != DKIM_STAT_OK)
		errx(1, "dkim_eom: %d", status);
}

static void
once(DKIM_LIB *lib, unsigned char *key, int fd)
{
	unsigned char *text;
	DKIM_STAT status;
	size_t n;
	DKIM *d;

	d = key == NULL ?
	    dkim_verify(lib, (const unsigned char *)"x", NULL, &status) :
	    dkim_sign(lib, (const unsigned char *)"x", NULL, key,
	    (const unsigned char *)"mail",
	    (const unsigned char *)"example.org", DKIM_CANON_RELAXED,
	    DKIM_CANON_RELAXED, DKIM_SIGN_RSASHA256, -1, &status);
	if (d == NULL)
		errx(1, "no handle: %d", status);
	feed(d, fd);
	if (key != NULL && dkim_getsighdr_d(d, 16, &text, &n) == DKIM_STAT_OK)
		printf("DKIM-Signature: %s\r\n", text);
	dkim_free(d);
}

int
main(int argc, char *argv[])
{
	static unsigned char key[8192];
	int i, fd, signs = argc > 2 && strcmp(argv[1], "sign") == 0;
	int method = DKIM_QUERY_FILE;
	DKIM_LIB *lib = dkim_init(NULL, NULL);

	if (argc < 3 || lib == NULL)
		errx(64, "usage: opendkim verify KEYS|sign KEY [FILE...]");
	if (signs) {
		if ((fd = open(argv[2], O_RDONLY)) == -1 ||
		    read(fd, key, sizeof(key) - 1) == -1)
			err(1, "%s", argv[2]);
		close(fd);
	} else {
		dkim_options(lib, DKIM_OP_SETOPT, DKIM_OPTS_QUERYMETHOD,
		    &method, sizeof(method));
		dkim_options(lib, DKIM_OP_SETOPT, DKIM_OPTS_QUERYINFO,
		    argv[2], strlen(argv[2]));
	}
	if (argc == 3)
		once(lib, signs ? key : NULL, STDIN_FILENO);
	for (i = 3; i < argc; i++) {
		if ((fd = open(argv[i], O_RDONLY)) == -1)
			err(1, "%s", argv[i]);
		once(lib, signs ? key : NULL, fd);
		close(fd);
	}
	dkim_close(lib);
	return 0;
}
