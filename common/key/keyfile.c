#include <sys/mman.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "buf.h"
#include "io.h"
#include "keyfile.h"
#include "pem.h"

#define SIZE_LIMIT	65536
#define NAME_SHOWN	300	/* a fault has room for two such names */

/* What makes a key of a text, with der as its working space. */
typedef const char *(*key_reader)(struct key **, struct span, struct buf *der);

/* An open key file. */
struct source {
	const char	*path;
	char		 name[NAME_SHOWN];	/* for messages */
	int		 fd;
	struct stat	 st;
	struct fault	*fault;
};

/* Rights that nobody but the owner may have, the worst first. */
static const struct {
	mode_t		 bit;
	int		 of_group;
	const char	*phrase;
} rights[] = {
	{ S_IROTH,	0,	"others can read" },
	{ S_IWOTH,	0,	"others can write to" },
	{ S_IXOTH,	0,	"others can run" },
	{ S_IRGRP,	1,	"its group can read" },
	{ S_IWGRP,	1,	"its group can write to" },
	{ S_IXGRP,	1,	"its group can run" }
};
#define NRIGHTS	(sizeof(rights) / sizeof(rights[0]))

/* Room for secrets: no growing leaves copies behind, no swapping if allowed. */
static void
reserve(struct buf *b, size_t n)
{
	buf_room(b, n);
	mlock(b->p, b->size);
}

static void
discard(struct buf *b)
{
	if (b->p == NULL)
		return;
	explicit_bzero(b->p, b->size);
	munlock(b->p, b->size);
	buf_free(b);
}

static int
is_plain(unsigned char c)
{
	return is_alnum(c) || strchr("/._-+=@%:,", c) != NULL;
}

/* Add a name as a shell takes it, for a command that is to be pasted. */
static void
add_quoted(struct buf *b, const char *name)
{
	size_t i;

	if (name[0] == '-')
		buf_text(b, "./");
	for (i = 0; name[i] != '\0' && is_plain((unsigned char)name[i]); i++)
		;
	if (name[i] == '\0') {
		buf_text(b, name);
		return;
	}
	buf_byte(b, '\'');
	for (i = 0; name[i] != '\0'; i++) {
		if (name[i] == '\'')
			buf_text(b, "'\\'");
		buf_byte(b, name[i]);
	}
	buf_byte(b, '\'');
}

/* A fault of rights: what is wrong, then the command that mends it. */
static int
unsafe(const struct source *s, const char *wrong, const char *command,
    const char *name)
{
	struct buf b = { 0 };

	buf_printf(&b, "%s: %s; mend it with: %s ", s->name, wrong, command);
	add_quoted(&b, name);
	fault_set(s->fault, EX_NOPERM, "%s", buf_string(&b));
	buf_free(&b);
	return -1;
}

/* Nobody but the owner, and the group if that is meant, has any right. */
static int
check_mode(const struct source *s, int group_ok)
{
	char wrong[128];
	size_t i;

	for (i = 0; i < NRIGHTS; i++)
		if ((s->st.st_mode & rights[i].bit) != 0 &&
		    !(rights[i].of_group && group_ok))
			break;
	if (i == NRIGHTS)
		return 0;
	snprintf(wrong, sizeof(wrong), "%s this private key (mode %04o)%s",
	    rights[i].phrase, (unsigned)(s->st.st_mode & 07777),
	    rights[i].of_group ? " and --group-key is not given" : "");
	return unsafe(s, wrong, group_ok ? "chmod o=" : "chmod 600", s->name);
}

static int
check_owner(const struct source *s)
{
	char wrong[128], command[64];
	unsigned long owner = s->st.st_uid, user = geteuid();

	if (owner == 0 || owner == user)
		return 0;
	snprintf(wrong, sizeof(wrong), "this private key belongs to user %lu, "
	    "not to root or to this user (%lu)", owner, user);
	snprintf(command, sizeof(command), "chown %lu", user);
	return unsafe(s, wrong, command, s->name);
}

static int
check_folder(const struct source *s, const char *folder)
{
	char name[NAME_SHOWN], wrong[NAME_SHOWN + 128];
	struct stat st;

	io_printable(folder, name, sizeof(name));
	if (stat(folder, &st) == -1)
		return fault_set(s->fault, EX_NOINPUT, "%s: its folder %s: %s",
		    s->name, name, strerror(errno));
	if ((st.st_mode & S_IWOTH) == 0 || (st.st_mode & S_ISVTX) != 0)
		return 0;
	snprintf(wrong, sizeof(wrong), "others can write to the folder %s of "
	    "this private key (mode %04o)", name,
	    (unsigned)(st.st_mode & 07777));
	return unsafe(s, wrong, "chmod o-w", name);
}

/* All folders from the file's own up to the root, links resolved. */
static int
check_folders(const struct source *s)
{
	char *path = realpath(s->path, NULL), *slash;
	int rc = 0;

	if (path == NULL)
		return fault_set(s->fault, EX_NOINPUT, "%s: %s", s->name,
		    strerror(errno));
	while (rc == 0 && (slash = strrchr(path, '/')) != NULL) {
		*slash = '\0';
		rc = check_folder(s, slash == path ? "/" : path);
	}
	free(path);
	return rc;
}

/* Open without waiting for a FIFO's writer or becoming a terminal's slave. */
static int
source_open(struct source *s, const char *path, struct fault *f)
{
	s->path = path;
	s->fault = f;
	io_printable(path, s->name, sizeof(s->name));
	s->fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	if (s->fd == -1)
		return fault_set(f, io_open_status(EX_NOINPUT), "%s: %s", s->name,
		    strerror(errno));
	if (fstat(s->fd, &s->st) == -1)
		fault_set(f, EX_IOERR, "%s: %s", s->name, strerror(errno));
	else if (!S_ISREG(s->st.st_mode))
		fault_set(f, EX_NOINPUT, "%s: is not a regular file", s->name);
	else if (s->st.st_size > SIZE_LIMIT)
		fault_set(f, EX_DATAERR, "%s: is longer than 64 KiB, as no "
		    "key is", s->name);
	else
		return 0;
	close(s->fd);
	return -1;
}

/* Read as many bytes as the file had when it was opened, no more. */
static int
read_text(const struct source *s, struct buf *text)
{
	size_t size = (size_t)s->st.st_size + 1;
	ssize_t n;

	reserve(text, size);
	while (text->n < size && (n = io_read(s->fd, text->p + text->n,
	    size - text->n)) != 0) {
		if (n == -1)
			return fault_set(s->fault, EX_IOERR, "%s: %s", s->name,
			    strerror(errno));
		text->n += (size_t)n;
	}
	if (text->n == size)
		return fault_set(s->fault, EX_DATAERR, "%s: grew while it was "
		    "read", s->name);
	return 0;
}

static const char *
read_private(struct key **key, struct span text, struct buf *der)
{
	const char *why;

	if ((why = pem_private(text, der)) != NULL)
		return why;
	return key_private(key, buf_view(der));
}

static const char *
read_public(struct key **key, struct span text, struct buf *der)
{
	const char *why;

	if ((why = pem_public(text, der)) != NULL)
		return why;
	return key_public(key, buf_view(der));
}

/* What is not a public key may still be a private one in bare base64. */
static const char *
read_any(struct key **key, struct span text, struct buf *der)
{
	const char *why;

	if (pem_is_private(text))
		return read_private(key, text, der);
	if ((why = read_public(key, text, der)) == NULL)
		return NULL;
	der->n = 0;
	return read_private(key, text, der) == NULL ? NULL : why;
}

/* Is there a private key in the text, be it broken or not the first block? */
static int
holds_private(struct span text)
{
	static const char word[] = "PRIVATE KEY-----";
	size_t i, n = sizeof(word) - 1;

	for (i = 0; i + n <= text.n; i++)
		if (memcmp(text.p + i, word, n) == 0)
			return 1;
	return 0;
}

static struct key *
load(const char *file, int group_ok, key_reader reader, struct fault *f)
{
	struct source s;
	struct buf text = { 0 }, der = { 0 };
	struct key *key = NULL;
	const char *why;
	int ok = 0;

	key_harden();
	if (source_open(&s, file, f) == -1)
		return NULL;
	if (read_text(&s, &text) == -1)
		goto out;
	reserve(&der, text.n + 3);
	why = reader(&key, buf_view(&text), &der);
	if (holds_private(buf_view(&text)) || reader == read_private ||
	    (key != NULL && key_is_private(key)))
		if (check_mode(&s, group_ok) == -1 ||
		    check_owner(&s) == -1 || check_folders(&s) == -1)
			goto out;
	if (why != NULL)
		fault_set(f, EX_DATAERR, "%s: %s", s.name, why);
	ok = why == NULL;
out:
	discard(&text);
	discard(&der);
	close(s.fd);
	if (!ok) {
		key_free(key);
		key = NULL;
	}
	return key;
}

struct key *
keyfile_private(const char *file, int group_ok, struct fault *f)
{
	return load(file, group_ok, read_private, f);
}

struct key *
keyfile_any(const char *file, int group_ok, struct fault *f)
{
	return load(file, group_ok, read_any, f);
}

int
keyfile_check(const char *file, int group_ok, struct fault *f)
{
	struct source s;

	s.path = file;
	s.fault = f;
	io_printable(file, s.name, sizeof(s.name));
	if (stat(file, &s.st) == -1)
		return fault_set(f, EX_NOINPUT, "%s: %s", s.name,
		    strerror(errno));
	if (check_mode(&s, group_ok) == -1 || check_owner(&s) == -1)
		return -1;
	return check_folders(&s);
}

struct key *
keyfile_inline(struct span text, const char *where, struct fault *f)
{
	struct buf der = { 0 };
	struct key *key = NULL;
	const char *why;

	key_harden();
	reserve(&der, text.n + 3);
	if ((why = read_private(&key, text, &der)) != NULL)
		fault_set(f, EX_DATAERR, "%s: the key %s", where, why);
	discard(&der);
	return key;
}
