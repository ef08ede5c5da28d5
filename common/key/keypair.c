#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "io.h"
#include "keypair.h"

#define NAME_SHOWN	300	/* of the folder, in a fault */
#define TEMPORARY	64

int
keypair_open(struct keypair *k, const char *folder,
    struct span selector, struct fault *f)
{
	static const char *const suffix[] = { ".private", ".txt" };
	char shown[NAME_SHOWN];
	size_t i, n = strlen(folder);

	memset(k, 0, sizeof(*k));
	io_printable(folder, shown, sizeof(shown));
	for (i = 0; i < 2; i++) {
		buf_span(&k->names[i], selector);
		buf_printf(&k->names[i], "%s", suffix[i]);
		if (strcmp(folder, ".") != 0)
			buf_printf(&k->paths[i], "%s%s", shown,
			    n > 0 && folder[n - 1] == '/' ? "" : "/");
		buf_text(&k->paths[i], buf_string(&k->names[i]));
		buf_string(&k->paths[i]);
	}
	k->tag = arc4random();
	k->folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (k->folder == -1)
		return fault_set(f, io_open_status(EX_CANTCREAT), "cannot use the "
		    "folder '%s': %s", shown, strerror(errno));
	return 0;
}

int
keypair_exists(const struct keypair *k)
{
	struct stat st;

	return fstatat(k->folder, k->names[0].p, &st, 0) == 0 &&
	    S_ISREG(st.st_mode);
}

/* The fault of one of the files, from errno. */
static int
name_fault(const struct keypair *k, size_t i, int status,
    struct fault *f)
{
	if (errno == EEXIST)
		return fault_set(f, EX_CANTCREAT, "%s: exists already, and is "
		    "left as it is", k->paths[i].p);
	return fault_set(f, status, "%s: cannot be made: %s", k->paths[i].p,
	    strerror(errno));
}

int
keypair_vacant(const struct keypair *k, struct fault *f)
{
	struct stat st;
	size_t i;

	for (i = 0; i < 2; i++) {
		if (fstatat(k->folder, k->names[i].p, &st,
		    AT_SYMLINK_NOFOLLOW) == 0)
			errno = EEXIST;
		if (errno != ENOENT)
			return name_fault(k, i, EX_CANTCREAT, f);
	}
	return 0;
}

static void
temporary(const struct keypair *k, size_t i, char name[TEMPORARY])
{
	snprintf(name, TEMPORARY, ".dkim-genkey.%08lx.%zu", k->tag, i);
}

/* One of the files under its temporary name, whole and on the disk. */
static int
prepare(const struct keypair *k, size_t i, struct fault *f)
{
	char name[TEMPORARY];
	int fd, ok;

	temporary(k, i, name);
	fd = openat(k->folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW |
	    O_CLOEXEC, 0600);
	if (fd == -1)
		return fault_set(f, io_open_status(EX_CANTCREAT), "%s: cannot be "
		    "made as %s: %s", k->paths[i].p, name, strerror(errno));
	ok = fchmod(fd, 0600) == 0 && io_write(fd, k->bytes[i]) == 0 &&
	    fsync(fd) == 0;
	if (close(fd) == 0 && ok)
		return 0;
	name_fault(k, i, EX_IOERR, f);
	unlinkat(k->folder, name, 0);
	return -1;
}

/* Link both into place, which never replaces a file, or none. */
static int
place(const struct keypair *k, struct fault *f)
{
	char name[TEMPORARY];
	size_t i;

	for (i = 0; i < 2; i++) {
		temporary(k, i, name);
		if (linkat(k->folder, name, k->folder, k->names[i].p, 0) == -1)
			break;
	}
	if (i < 2)
		name_fault(k, i, EX_CANTCREAT, f);
	else if (fsync(k->folder) == 0 || errno == EINVAL)
		return 0;	/* or nothing to be synced, says EINVAL */
	else
		name_fault(k, 1, EX_IOERR, f);
	while (i > 0)
		unlinkat(k->folder, k->names[--i].p, 0);
	return -1;
}

int
keypair_write(const struct keypair *k, struct fault *f)
{
	char name[TEMPORARY];
	sigset_t all, before;
	size_t made = 0;
	int rc = -1;

	/* A signal half way would leave one file, or temporary ones. */
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	while (made < 2 && prepare(k, made, f) == 0)
		made++;
	if (made == 2)
		rc = place(k, f);
	while (made > 0) {
		temporary(k, --made, name);
		unlinkat(k->folder, name, 0);
	}
	sigprocmask(SIG_SETMASK, &before, NULL);
	return rc;
}

void
keypair_free(struct keypair *k)
{
	size_t i;

	for (i = 0; i < 2; i++) {
		buf_free(&k->names[i]);
		buf_free(&k->paths[i]);
	}
	if (k->folder != -1)
		close(k->folder);
}
