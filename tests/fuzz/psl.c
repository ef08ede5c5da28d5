#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "fuzz.h"
#include "idna.h"
#include "psl.h"

/* How many labels has it? */
static size_t
count_labels(struct span name)
{
	size_t n = name.n > 0, i;

	for (i = 0; i < name.n; i++)
		n += name.p[i] == '.';
	return n;
}

/* The last labels, so many. */
static struct span
last_labels(struct span name, size_t n)
{
	size_t dot;

	while (count_labels(name) > n) {
		dot = span_find(name, '.');
		name = span_from(name, dot + (dot < name.n));
	}
	return name;
}

/*
 * The labels of the public suffix, as publicsuffix.org has it: of the rules
 * that match, the longest exception, or else the longest, or else "*".
 */
static size_t
suffix_labels(const struct psl *l, struct span domain)
{
	size_t best = 1, exception = 0, i, n;

	for (i = 0; i < l->n; i++) {
		struct span rule = l->rules[i], rest = rule;
		int except = rule.n > 0 && rule.p[0] == '!';

		if (except)
			rest = rule = span_from(rule, 1);
		n = count_labels(rule);
		if (!except && span_starts(rule, "*."))
			rest = span_from(rule, 2);
		else if (!except && span_eq(rule, "*"))
			continue;
		if (rest.n == 0 || n > count_labels(domain) || !span_same(rest,
		    last_labels(domain, count_labels(rest))))
			continue;
		if (except && n > exception)
			exception = n;
		else if (!except && n > best)
			best = n;
	}
	return exception > 0 ? exception - 1 : best;
}

static void
check_domain(const struct psl *l, struct span domain)
{
	struct span org = psl_org(l, domain);
	size_t n = suffix_labels(l, domain) + 1;

	if (org.p < domain.p || org.p + org.n != domain.p + domain.n)
		__builtin_trap();
	if (org.p > domain.p && org.p[-1] != '.')
		__builtin_trap();
	if (!span_same(org, last_labels(domain, n)))
		__builtin_trap();
}

/* The input: domains in a line, with blanks between, and the list. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	char file[64];
	struct span rest = { (const char *)data, n }, line, domain;
	struct buf name = { 0 };
	struct fault fault;
	struct psl l;
	FILE *f;

	if (n > 65536 || !span_next(&rest, '\n', &line))
		return 0;
	snprintf(file, sizeof(file), "/dev/shm/fuzz-psl.%ld", (long)getpid());
	if ((f = fopen(file, "w")) == NULL)
		abort();
	fwrite(rest.p, 1, rest.n, f);
	fclose(f);
	if (psl_read(&l, file, &fault) == 0)
		while (span_next(&line, ' ', &domain)) {
			name.n = 0;
			if (idna_name(&name, domain) == NULL)
				check_domain(&l, buf_view(&name));
		}
	unlink(file);
	psl_free(&l);
	buf_free(&name);
	return 0;
}
