#define _GNU_SOURCE	/* memmem, memfd_create */
#include <sys/mman.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "dmarcarc.h"
#include "dmarclookup.h"
#include "dmarcreport.h"
#include "dmarcstory.h"
#include "fuzz.h"

/*
 * The input is a zone file, a line "%", and a message whose trusted fields
 * are those of "mx".
 */

/* No line is longer than RFC 5322 allows, and none has a control character. */
static void
check_lines(const struct buf *b, size_t longest)
{
	size_t i, column = 0;

	for (i = 0; i < b->n; i++) {
		unsigned char c = (unsigned char)b->p[i];

		column = c == '\n' ? 0 : column + 1;
		if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7f ||
		    column > longest)
			__builtin_trap();
	}
}

static struct dns *
open_zone(const uint8_t *data, size_t n)
{
	struct dns_config config;
	const char *zone;
	struct fault fault;
	struct dns *dns;
	char path[32];
	int fd = memfd_create("zone", 0);

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	zone = path;
	memset(&config, 0, sizeof(config));
	config.zones = &zone;
	config.nzones = 1;
	config.timeout = 5;
	dns = write(fd, data, n) == (ssize_t)n ? dns_open(&config, &fault) :
	    NULL;
	close(fd);
	return dns;
}

static void
read_message(struct message *msg, const uint8_t *data, size_t n)
{
	int fd = memfd_create("message", 0);

	if (write(fd, data, n) != (ssize_t)n || lseek(fd, 0, SEEK_SET) != 0 ||
	    message_read(msg, fd) == -1)
		abort();
	close(fd);
}

/* Format everything; a doubtful author never passes. */
static void
check_results(const struct dmarc *d)
{
	struct buf text = { 0 }, out = { 0 };
	struct authres_result *r;
	struct span none = { 0 };
	size_t n;

	if (d->query->trouble != NULL && d->results[0]->verdict == PASS)
		__builtin_trap();
	r = dmarcreport_results(d, 1, &text, &n);
	authres_format(&out, "mx", r, n, "\n");
	check_lines(&out, 998);
	out.n = 0;
	authres_json(&out, NULL, "mx", r, n, none);
	dmarcstory(&out, d, d, 0);
	check_lines(&out, (size_t)-1);
	free(r);
	buf_free(&text);
	buf_free(&out);
}

static void
check_survey(struct dns *dns, struct buf *domain)
{
	struct dmarcsurvey s;
	struct buf out = { 0 };

	dmarcsurvey(&s, dns, buf_string(domain), NULL);
	dmarclookup_text(&out, &s);
	dmarclookup_json(&out, &s);
	check_lines(&out, (size_t)-1);
	dmarcsurvey_free(&s);
	buf_free(&out);
}

static void
judge(const struct message *msg, struct dns *dns)
{
	struct dmarc_query q;
	struct dmarcids ids = { 0 };
	struct author author;
	struct dmarc *d;

	memset(&q, 0, sizeof(q));
	q.msg = msg;
	q.trouble = author_parse(&author, msg);
	q.doubt = author.doubt;
	for (; q.nauthors < author.n; q.nauthors++)
		q.authors[q.nauthors] =
		    buf_view(&author.domains[q.nauthors]);
	q.ids = &ids;
	q.authserv_id = "mx";
	dmarcids_read(&ids, msg, q.authserv_id, 0);
	d = dmarc_check(&q, dns);
	dmarcarc_override(d, "example.org,l.example");
	check_results(d);
	if (author.n > 0)
		check_survey(dns, &author.domains[0]);
	dmarc_free(d);
	dmarcids_free(&ids);
	author_free(&author);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const uint8_t *mark = memmem(data, n, "\n%\n", 3);
	struct message msg;
	struct dns *dns;

	if (mark == NULL)
		return 0;
	if ((dns = open_zone(data, (size_t)(mark - data) + 1)) == NULL)
		return 0;
	read_message(&msg, mark + 3, n - (size_t)(mark + 3 - data));
	judge(&msg, dns);
	message_free(&msg);
	dns_close(dns);
	return 0;
}
