#include <err.h>
#include <fcntl.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "io.h"
#include "operand.h"

static int
judge_file(const char *file, int (*judge)(void *, int, const char *),
    void *arg)
{
	char name[1024];
	int fd, status;

	if (strcmp(file, "-") == 0)
		return judge(arg, STDIN_FILENO, file);
	if ((fd = open(file, O_RDONLY | O_CLOEXEC | O_NOCTTY)) == -1) {
		warn("%s", io_printable(file, name, sizeof(name)));
		return io_open_status(EX_NOINPUT);
	}
	status = judge(arg, fd, file);
	close(fd);
	return status;
}

/* How bad a status is. */
static int
rank(int status)
{
	return status == 0 ? 0 : status == 1 ? 1 : status == EX_TEMPFAIL ?
	    2 : 3;
}

int
operand_each(int n, char *files[], int (*judge)(void *, int, const char *),
    void *arg)
{
	int i, status, worst = 0;

	for (i = 0; i < n; i++) {
		status = judge_file(files[i], judge, arg);
		if (rank(status) > rank(worst))
			worst = status;
	}
	return worst;
}
