/*
 * rounds N <LIST: run commands in turn, N times each, and print a line for
 * each: its name, the median and the least of its wall time and of its CPU
 * time in milliseconds, its peak memory in KiB, with tabs between.
 *
 * A line of LIST has four fields, with a tab between: name, input, output,
 * command (words with a blank between; no shell).  Input is a file, or with a
 * | before it a file that comes through a pipe, or -; output is a file, or a
 * | for a pipe that is read to its end.  A command whose status is over 2
 * ends it all (spfquery says 2 for pass).
 */
#define _GNU_SOURCE	/* environ, pipe2, wait4 */

#include <sys/resource.h>
#include <sys/wait.h>

#include <err.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define WORDS		100000	/* of all commands together */
#define COMMANDS	200
#define ROUNDS		1000

struct command {
	char	*name, *in, *out;
	char	**argv;
	double	 wall[ROUNDS], cpu[ROUNDS];	/* milliseconds */
	long	 peak;				/* KiB */
};

static double
seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int
open_file(const char *name, int flags)
{
	int fd = open(strcmp(name, "-") == 0 ? "/dev/null" : name,
	    flags | O_CLOEXEC, 0600);

	if (fd == -1)
		err(1, "%s", name);
	return fd;
}

/* A child that copies from one to the other; the pipe's other end. */
static int
helper(const char *name, pid_t *pid)
{
	static char chunk[65536];
	int ends[2], feeds = name[0] == '|' && name[1] != '\0';
	ssize_t n;

	if (pipe2(ends, O_CLOEXEC) == -1 || (*pid = fork()) == -1)
		err(1, "pipe");
	if (*pid > 0) {
		close(ends[feeds]);
		return ends[!feeds];
	}
	close(ends[!feeds]);
	if (feeds) {
		ends[0] = open_file(name + 1, O_RDONLY);
		while ((n = read(ends[0], chunk, sizeof(chunk))) > 0)
			if (write(ends[1], chunk, (size_t)n) != n)
				break;
	} else
		while (read(ends[0], chunk, sizeof(chunk)) > 0)
			;
	_exit(0);
}

static pid_t
start_command(char **argv, int in, int out)
{
	posix_spawn_file_actions_t actions;
	pid_t pid;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
	if (posix_spawnp(&pid, argv[0], &actions, NULL, argv, environ) != 0)
		errx(1, "%s: cannot be started", argv[0]);
	posix_spawn_file_actions_destroy(&actions);
	return pid;
}

static void
once(struct command *c, int round)
{
	pid_t pid, feeder = -1, reader = -1;
	int in, out, status;
	struct rusage r;
	double start;

	in = c->in[0] == '|' ? helper(c->in, &feeder) :
	    open_file(c->in, O_RDONLY);
	out = c->out[0] == '|' ? helper(c->out, &reader) :
	    open_file(c->out, O_WRONLY | O_CREAT | O_TRUNC);
	start = now();
	pid = start_command(c->argv, in, out);
	close(in);
	close(out);
	if (wait4(pid, &status, 0, &r) == -1)
		err(1, "%s", c->name);
	c->wall[round] = 1000 * (now() - start);
	c->cpu[round] = 1000 * (seconds(r.ru_utime) + seconds(r.ru_stime));
	if (r.ru_maxrss > c->peak)
		c->peak = r.ru_maxrss;
	if (feeder != -1)
		waitpid(feeder, NULL, 0);
	if (reader != -1)
		waitpid(reader, NULL, 0);
	if (!WIFEXITED(status) || WEXITSTATUS(status) > 2)
		errx(1, "%s: status %d", c->name, WEXITSTATUS(status));
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

/* Print the median and the least. */
static void
print(double *list, int n)
{
	qsort(list, (size_t)n, sizeof(*list), compare);
	printf("\t%.3f\t%.3f", n % 2 == 1 ? list[n / 2] :
	    (list[n / 2 - 1] + list[n / 2]) / 2, list[0]);
}

/* One line of the list: 1, or 0 at its end. */
static int
read_command(struct command *c, char **words, size_t *used)
{
	char *line = NULL, *rest, *word;
	size_t size = 0;
	ssize_t n = getline(&line, &size, stdin);

	if (n <= 0)
		return 0;
	line[strcspn(line, "\n")] = '\0';
	rest = line;
	c->name = strsep(&rest, "\t");
	c->in = strsep(&rest, "\t");
	c->out = strsep(&rest, "\t");
	if (rest == NULL)
		errx(1, "not four fields: %s", line);
	c->argv = words + *used;
	while ((word = strsep(&rest, " ")) != NULL && *used < WORDS - 1)
		words[(*used)++] = word;
	words[(*used)++] = NULL;
	return 1;
}

int
main(int argc, char *argv[])
{
	static struct command list[COMMANDS];
	static char *words[WORDS];
	int i, n = 0, round, rounds = argc == 2 ? atoi(argv[1]) : 0;
	size_t used = 0;
	struct command *c;

	if (rounds < 1 || rounds > ROUNDS)
		errx(1, "usage: rounds N <LIST");
	while (n < COMMANDS && read_command(&list[n], words, &used))
		n++;
	for (round = 0; round < rounds; round++)
		for (i = 0; i < n; i++)
			once(&list[i], round);
	for (c = list; c < list + n; c++) {
		printf("%s", c->name);
		print(c->wall, rounds);
		print(c->cpu, rounds);
		printf("\t%ld\n", c->peak);
	}
	return 0;
}
