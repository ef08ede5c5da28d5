#include <sys/stat.h>

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "domain.h"
#include "idna.h"
#include "io.h"
#include "psl.h"

#define PSL_MAX	(16UL * 1024 * 1024)

static int
is_dark(unsigned char c)
{
	return c > 0x20;
}

/* The rule of a line, up to its first blank; empty for a comment. */
static struct span
rule_of(struct span line)
{
	size_t n = 0;

	line = span_trim(line);
	if (span_starts(line, "//"))
		line.n = 0;
	while (n < line.n && is_dark((unsigned char)line.p[n]))
		n++;
	line.n = n;
	return line;
}

static int
by_name(const void *a, const void *b)
{
	return span_order(*(const struct span *)a, *(const struct span *)b);
}

/*
 * Each rule in A-labels, in order.  A rule that cannot be turned into them
 * matches no name that DNS has, and is left out.
 */
static void
read_rules(struct psl *l)
{
	struct span rest = buf_view(&l->text), line, names;
	size_t size = 0;

	while (span_next(&rest, '\n', &line)) {
		if (rule_of(line).n == 0 ||
		    idna_ascii(&l->names, rule_of(line)) == -1)
			continue;
		buf_byte(&l->names, '\n');
		size++;
	}
	l->rules = mem_zero(size, sizeof(*l->rules));
	names = buf_view(&l->names);
	while (l->n < size && span_next(&names, '\n', &l->rules[l->n]))
		l->n++;
	qsort(l->rules, l->n, sizeof(*l->rules), by_name);
}

int
psl_read(struct psl *l, const char *file, struct fault *f)
{
	memset(l, 0, sizeof(*l));
	if (io_load(&l->text, file, PSL_MAX, f) == -1)
		return -1;
	read_rules(l);
	if (l->n == 0)
		return fault_set(f, EX_DATAERR, "%s: no rule in it: is it a "
		    "public suffix list?", file);
	return 0;
}

int
psl_is_list(const char *file)
{
	char head[256];
	struct span line = { head, 0 };
	struct stat st;
	ssize_t n = -1;
	size_t length = strlen(file);
	int fd;

	if (length > 4 && strcmp(file + length - 4, ".dat") == 0)
		return 1;
	if (stat(file, &st) == -1 || !S_ISREG(st.st_mode))
		return 0;
	if ((fd = open(file, O_RDONLY | O_CLOEXEC)) != -1) {
		n = io_read(fd, head, sizeof(head));
		close(fd);
	}
	if (n <= 0)
		return 0;
	line.n = (size_t)n;
	line.n = span_find(line, '\n');
	return span_starts(line, "//") || span_find(line, ':') == line.n;
}

/* Is there the rule: the prefix, and then the name? */
static int
has_rule(const struct psl *l, const char *prefix, struct span name)
{
	struct buf key = { 0 };
	struct span k;
	int found;

	buf_text(&key, prefix);
	buf_span(&key, name);
	k = buf_view(&key);
	found = bsearch(&k, l->rules, l->n, sizeof(*l->rules), by_name) !=
	    NULL;
	buf_free(&key);
	return found;
}

/* An exception counts before all, then the longest rule; the last label. */
static struct span
public_suffix(const struct psl *l, struct span domain)
{
	struct span name;

	for (name = domain; name.n > 0; name = domain_parent(name))
		if (has_rule(l, "!", name))
			return domain_parent(name);
	for (name = domain; domain_parent(name).n > 0;
	    name = domain_parent(name))
		if (has_rule(l, "", name) ||
		    has_rule(l, "*.", domain_parent(name)))
			break;
	return name;
}

/* RFC 7489 section 3.2 */
struct span
psl_org(const struct psl *l, struct span domain)
{
	struct span suffix = public_suffix(l, domain), up = domain;

	while (up.n > suffix.n) {
		domain = up;
		up = domain_parent(up);
	}
	return domain;
}

void
psl_free(struct psl *l)
{
	buf_free(&l->text);
	buf_free(&l->names);
	free(l->rules);
	memset(l, 0, sizeof(*l));
}
