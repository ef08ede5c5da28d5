#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fuzz.h"
#include "json.h"
#include "spf.h"
#include "spfexplain.h"
#include "spfmacro.h"
#include "spfreport.h"

/*
 * The input is lines: the sender, the HELO name, the client's address, and
 * then a text for each of these names, "domain TXT text", in which the
 * domains may lead to each other.
 */
#define NAMES	6
static const char *const names[NAMES] = {
	"example.org", "a.example.org", "b.example.org", "c.example.org",
	"d.example.org", "e.example.org"
};

static struct span
validated(void *arg, struct span domain)
{
	(void)domain;
	(void)arg;
	return span_of("mail.example.org");
}

/* The parser and the macros alone. */
static void
check_text(struct span text, const struct spf_query *q)
{
	struct spf_record r;
	struct spf_values v;
	struct buf b = { 0 };
	size_t i;

	memset(&v, 0, sizeof(v));
	v.local = q->sender;
	v.origin = v.domain = q->helo;
	v.helo = q->helo;
	v.ip = q->ip;
	v.validated = validated;
	if (spfrecord_is(text)) {
		if (spfrecord_parse(&r, text) == NULL)
			for (i = 0; i < r.n; i++)
				if (r.terms[i].bits4 > 32 ||
				    r.terms[i].bits6 > 128)
					__builtin_trap();
		spfrecord_free(&r);
	}
	if (spfmacro_check_explain(text) == NULL)
		spfmacro_expand(&b, text, &v);
	b.n = 0;
	if (spfmacro_check_domain(text) == NULL) {
		spfmacro_name(&b, text, &v);
		if (b.n > 253 && span_find(buf_view(&b), '.') < b.n)
			__builtin_trap();
	}
	spfmacro_uses(text, 'p');
	buf_free(&b);
}

static void
zone_text(FILE *zone, const char *name, struct span text)
{
	size_t i;

	fprintf(zone, "%s. TXT", name);
	for (i = 0; i < text.n; i++) {
		if (i % 255 == 0)
			fprintf(zone, "%s \"", i > 0 ? "\"" : "");
		fprintf(zone, "\\%03u", (unsigned char)text.p[i]);
	}
	fprintf(zone, "%s\n", text.n > 0 ? "\"" : " \"\"");
}

static struct dns *
open_zone(struct span rest, const struct spf_query *q)
{
	static char file[64];
	static const char *list[] = { file };
	struct dns_config config;
	struct fault fault;
	struct span line;
	FILE *zone;
	size_t i;

	if (file[0] == '\0')
		snprintf(file, sizeof(file), "/dev/shm/fuzz-spf.%ld",
		    (long)getpid());
	if ((zone = fopen(file, "w")) == NULL)
		abort();
	for (i = 0; i < NAMES && span_next(&rest, '\n', &line); i++) {
		check_text(line, q);
		zone_text(zone, names[i], line);
	}
	fputs("example.org. A 192.0.2.1\nexample.org. MX 1 a.example.org.\n"
	    "a.example.org. AAAA 2001:db8::1\n"
	    "1.2.0.192.in-addr.arpa. PTR example.org.\n"
	    "1.2.0.192.in-addr.arpa. PTR b.example.org.\n"
	    "b.example.org. A 192.0.2.1\nlate.example.org. TIMEOUT\n", zone);
	fclose(zone);
	memset(&config, 0, sizeof(config));
	config.zones = list;
	config.nzones = 1;
	return dns_open(&config, &fault);
}

/* What is printed is one line of JSON, and fields that do not end early. */
static void
check_output(struct spf *s)
{
	struct authres_result r;
	struct buf text = { 0 }, b = { 0 };
	size_t i;

	spfreport_result(s, &r, &text);
	authres_format(&b, "mx.example.org", &r, 1, "\n");
	spfreport_received(&b, s, "\n");
	for (i = 0; i + 1 < b.n; i++)
		if (b.p[i] == '\n' && b.p[i + 1] != '\t' && b.p[i + 1] != ' ' &&
		    strncmp(b.p + i + 1, "Received-SPF:", 13) != 0)
			__builtin_trap();
	b.n = 0;
	spfexplain_json(&b, s);
	if (!span_is_utf8(buf_view(&b)) || memchr(b.p, '\n', b.n) != NULL)
		__builtin_trap();
	b.n = 0;
	spfexplain_text(&b, s);
	buf_free(&b);
	buf_free(&text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct span rest = { (const char *)data, n }, address;
	struct spf_limits limits = { 10, 2, 0 };
	struct spf_query q;
	struct spf *s;
	struct dns *dns;

	memset(&q, 0, sizeof(q));
	if (n > 65536 || !span_next(&rest, '\n', &q.sender) ||
	    !span_next(&rest, '\n', &q.helo) ||
	    !span_next(&rest, '\n', &address))
		return 0;
	if (!ip_parse(address, &q.ip))
		ip_parse(span_of("192.0.2.1"), &q.ip);
	q.receiver = span_of("mx.example.org");
	if ((dns = open_zone(rest, &q)) == NULL)
		abort();
	s = spf_check(&q, &limits, dns);
	check_output(s);
	spf_free(s);
	dns_close(dns);
	return 0;
}
