#include <string.h>

#include "client.h"
#include "fuzz.h"
#include "receivedspf.h"

/* Whoever calls himself whatever: the client is 203.0.113.5, or none. */
static const char *const forms[][2] = {
	{ "from ", " (a.example [203.0.113.5]) by mx.example.org (Postfix) "
	    "with ESMTP id 1; Sat, 21 Nov 2026 10:00:00 +0000 (UTC)" },
	{ "from ", " (203.0.113.5) by mx.example.org (198.51.100.9) with "
	    "Microsoft SMTP Server id 1; Sat, 21 Nov 2026 10:00:00 +0000" },
	{ "from unknown (HELO ", ") (203.0.113.5) by mx.example.org with "
	    "SMTP; 21 Nov 2026 10:00:00 -0000" },
	{ "from a.example ([203.0.113.5]:1234 helo=", ") by mx.example.org "
	    "with esmtp (Exim 4.96) id 1; Sat, 21 Nov 2026 10:00:00 +0000" },
	{ "from [203.0.113.5] (port=1234 helo=", ") by mx.example.org with "
	    "esmtp (Exim 4.96) id 1; Sat, 21 Nov 2026 10:00:00 +0000" }
};

static void
check_forms(struct span helo)
{
	static const unsigned char real[] = { 203, 0, 113, 5 };
	struct buf value = { 0 }, said = { 0 };
	struct ip ip;
	size_t i;

	for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		value.n = 0;
		buf_text(&value, forms[i][0]);
		buf_span(&value, helo);
		buf_text(&value, forms[i][1]);
		if (client_parse(buf_view(&value), &ip, &said) &&
		    (ip.n != sizeof(real) ||
		    memcmp(ip.a, real, sizeof(real)) != 0))
			__builtin_trap();
	}
	buf_free(&value);
	buf_free(&said);
}

/* A message of two fields: Return-Path, and Received. */
static void
check_message(struct span path, struct span received)
{
	struct field f[] = {
		{ span_of("Return-Path"), path, path },
		{ span_of("Received"), received, received }
	};
	const struct field *order[] = { &f[1], &f[0] };
	struct message msg;
	struct client c;
	struct fault fault;

	memset(&msg, 0, sizeof(msg));
	msg.fields = f;
	msg.order = order;
	msg.nfields = 2;
	if (client_read(&c, &msg, 0, NULL, &fault) == 0) {
		if (c.ip.n != 4 && c.ip.n != 16)
			__builtin_trap();
		client_free(&c);
	}
}

/* Whatever the value: no line but those that fold, quotes and comment whole. */
static void
check_field(struct span v)
{
	struct receivedspf r = { "fail", v, v, v, v, v, "mailfrom", v, v };
	struct buf b = { 0 };
	size_t i, line = 0;
	int depth = 0, quoted = 0;

	receivedspf_format(&b, &r, "\n");
	for (i = 0; i < b.n; i++, line++) {
		if (b.p[i] == '\n') {
			if (line > 998 || (i + 1 < b.n && b.p[i + 1] != '\t'))
				__builtin_trap();
			line = 0;
		} else if (quoted && b.p[i] == '\\')
			i++;
		else if (b.p[i] == '"' && depth == 0)
			quoted = !quoted;
		else if (!quoted)
			depth += (b.p[i] == '(') - (b.p[i] == ')');
		if ((unsigned char)b.p[i] < 0x20 && b.p[i] != '\n' &&
		    b.p[i] != '\t')
			__builtin_trap();
	}
	if (depth != 0 || quoted || b.p[b.n - 1] != '\n')
		__builtin_trap();
	buf_free(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct span v = { (const char *)data, n }, path = v;

	path.n = span_find(v, '\n');
	check_message(path, span_from(v, path.n));
	check_forms(v);
	check_field(v);
	return 0;
}
