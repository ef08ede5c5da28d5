/*
 * Canonicalization on its own, for tests.
 *
 *	canon [-N] [-l MAX] [-s AT | -r SEED] body simple|relaxed <body
 *	canon [-N] header simple|relaxed <header
 *	canon splits simple|relaxed <body
 *	canon compare simple|relaxed <body
 *
 * The first two print what a signature hashes: of the body cut at MAX octets,
 * handed over in two pieces cut at AT, or in random pieces; -N has it made by
 * the naive reference.  The others print only differences: to the unsplit
 * body for all splits in two (and in three, for bodies under 40 octets); to
 * the naive reference for random pieces and each l=.
 */
#include <err.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "canon.h"
#include "io.h"
#include "message.h"
#include "naive.h"

#define SMALL	40	/* octets of a body that is split in three */
#define LIMITS	300	/* each l= up to here is compared */

struct cut {
	size_t	 at[2];		/* ends of the first pieces; or none */
	unsigned long seed;	/* random pieces; 0 for none */
};

static const struct cut whole = { { SIZE_MAX, SIZE_MAX }, 0 };

static void
sink(void *out, const char *p, size_t n)
{
	buf_add(out, p, n);
}

/* A small generator that is the same everywhere. */
static size_t
next_random(unsigned long *seed, size_t below)
{
	*seed = (*seed * 1103515245 + 12345) & 0xffffffff;
	return (size_t)(*seed >> 8) % below;
}

/* Length of the next piece at from. */
static size_t
piece(struct cut *cut, size_t from, size_t n)
{
	size_t i, size;

	if (cut->seed != 0) {
		size = next_random(&cut->seed, 4) == 0 ? 100 : 3;
		size = next_random(&cut->seed, size + 1);
		return size < n - from ? size : n - from;
	}
	for (i = 0; i < 2; i++)
		if (cut->at[i] > from && cut->at[i] < n)
			return cut->at[i] - from;
	return n - from;
}

static void
machine(struct buf *out, enum canon canon, struct span in, uint64_t limit,
    struct cut cut)
{
	struct canon_body c;
	size_t from = 0, n;

	canon_body_init(&c, canon, limit, sink, out);
	while (from < in.n) {
		n = piece(&cut, from, in.n);
		canon_body_add(&c, in.p + from, n);
		from += n;
	}
	canon_body_end(&c);
	if ((c.total < limit ? c.total : limit) != out->n)
		printf("total is %llu, %zu octets came out\n",
		    (unsigned long long)c.total, out->n);
}

/* Does the machine print this, cut like that? */
static void
check(enum canon canon, struct span in, uint64_t limit, struct cut cut,
    struct span want)
{
	struct buf got = { 0 };

	machine(&got, canon, in, limit, cut);
	if (got.n != want.n || (want.n > 0 &&
	    memcmp(got.p, want.p, want.n) != 0))
		printf("%s, l=%llu, cut at %zu and %zu, seed %lu: differs\n",
		    canon == RELAXED ? "relaxed" : "simple",
		    (unsigned long long)limit, cut.at[0], cut.at[1], cut.seed);
	buf_free(&got);
}

static void
all_splits(enum canon canon, struct span in)
{
	struct buf want = { 0 };
	struct cut cut = whole;
	size_t i, j;

	machine(&want, canon, in, UINT64_MAX, whole);
	for (i = 0; i <= in.n; i++) {
		cut.at[0] = i;
		cut.at[1] = SIZE_MAX;
		check(canon, in, UINT64_MAX, cut, buf_view(&want));
		for (j = i + 1; in.n < SMALL && j <= in.n; j++) {
			cut.at[1] = j;
			check(canon, in, UINT64_MAX, cut, buf_view(&want));
		}
	}
	buf_free(&want);
}

static void
compare(enum canon canon, struct span in)
{
	struct buf want = { 0 };
	struct cut cut = whole;
	uint64_t limit;

	for (limit = 0; limit <= LIMITS && limit <= in.n + 4; limit++) {
		want.n = 0;
		naive_body(&want, canon, in, limit);
		check(canon, in, limit, whole, buf_view(&want));
		cut.seed = limit + 1;
		check(canon, in, limit, cut, buf_view(&want));
	}
	want.n = 0;
	naive_body(&want, canon, in, UINT64_MAX);
	for (cut.seed = 1; cut.seed <= 50; cut.seed++)
		check(canon, in, UINT64_MAX, cut, buf_view(&want));
	buf_free(&want);
}

static void
header(struct buf *out, enum canon canon, int naive)
{
	static const struct span no_hole = { NULL, 0 };
	struct message msg;
	size_t i;

	if (message_read(&msg, STDIN_FILENO) == -1)
		err(1, "standard input");
	for (i = 0; i < msg.nfields; i++) {
		if (naive)
			naive_field(out, canon, msg.fields[i].whole, 1);
		else
			canon_field(canon, msg.fields[i].whole, no_hole, 1,
			    sink, out);
	}
	message_free(&msg);
}

static void
read_all(struct buf *in)
{
	ssize_t n;

	while ((n = io_read(STDIN_FILENO, buf_room(in, 65536), 65536)) > 0)
		in->n += (size_t)n;
	if (n == -1)
		err(1, "standard input");
}

static void
body(struct buf *out, enum canon canon, uint64_t limit, struct cut cut,
    int naive)
{
	struct buf in = { 0 };

	read_all(&in);
	if (naive)
		naive_body(out, canon, buf_view(&in), limit);
	else
		machine(out, canon, buf_view(&in), limit, cut);
	buf_free(&in);
}

static void
differences(const char *what, enum canon canon)
{
	struct buf in = { 0 };

	read_all(&in);
	if (strcmp(what, "splits") == 0)
		all_splits(canon, buf_view(&in));
	else
		compare(canon, buf_view(&in));
	buf_free(&in);
}

static void __attribute__((noreturn))
usage(void)
{
	fprintf(stderr, "usage: canon [-N] [-l MAX] [-s AT | -r SEED] "
	    "body|header|splits|compare simple|relaxed\n");
	exit(64);
}

int
main(int argc, char *argv[])
{
	struct buf out = { 0 };
	struct cut cut = whole;
	uint64_t limit = UINT64_MAX;
	enum canon canon;
	int ch, naive = 0;

	while ((ch = getopt(argc, argv, "Nl:r:s:")) != -1) {
		switch (ch) {
		case 'N': naive = 1; break;
		case 'l': limit = strtoull(optarg, NULL, 10); break;
		case 'r': cut.seed = strtoul(optarg, NULL, 10); break;
		case 's': cut.at[0] = strtoul(optarg, NULL, 10); break;
		default: usage();
		}
	}
	if (argc - optind != 2)
		usage();
	canon = strcmp(argv[optind + 1], "relaxed") == 0 ? RELAXED : SIMPLE;
	if (strcmp(argv[optind], "header") == 0)
		header(&out, canon, naive);
	else if (strcmp(argv[optind], "body") == 0)
		body(&out, canon, limit, cut, naive);
	else
		differences(argv[optind], canon);
	if (out.n > 0)
		io_out(buf_view(&out));
	buf_free(&out);
	io_finish();
	return 0;
}
