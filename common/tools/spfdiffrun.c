#include <stdlib.h>
#include <string.h>

#include "io.h"
#include "spfdiff.h"
#include "spfdiffrun.h"

/* The domain of an address, or all of it when it has no "@". */
static struct span
domain_of(const char *sender)
{
	struct span v = span_of(sender == NULL ? "" : sender);
	size_t at = span_rfind(v, '@');

	if (at < v.n)
		v = span_from(v, at + 1);
	if (v.n > 0 && v.p[v.n - 1] == '>')
		v.n--;
	return v;
}

/* A domain may end in a dot. */
static struct span
operand_of(const char *operand)
{
	struct span v = span_of(operand);

	if (!spfrecord_is(v) && v.n > 1 && v.p[v.n - 1] == '.')
		v.n--;
	return v;
}

static int
compare(const struct spfranges both[2], int json, struct fault *f)
{
	struct spfdiff d;
	struct buf b = { 0 };
	int status = spfdiff_init(&d, &both[0], &both[1], f);

	if (status == 0) {
		if (json)
			spfdiff_json(&b, &d);
		else
			spfdiff_text(&b, &d);
		io_out(buf_view(&b));
		status = spfdiff_differs(&d);
	}
	spfdiff_free(&d);
	buf_free(&b);
	return status;
}

/* Read both and compare; -1 and a fault when that cannot be done. */
static int
run(struct spfranges_query q[2], int json, struct dns *dns, struct fault *f)
{
	struct spfranges both[2];
	int status;

	memset(both, 0, sizeof(both));
	status = spfranges_read(&both[0], &q[0], dns, f);
	if (status == 0)
		status = spfranges_read(&both[1], &q[1], dns, f);
	if (status == 0)
		status = compare(both, json, f);
	spfranges_free(&both[0]);
	spfranges_free(&both[1]);
	return status;
}

const char *
spfdiffrun_new(const struct option_tool *t, const char *record,
    const char *sender, int n, char *operands[])
{
	const char *at = sender == NULL ? NULL : strrchr(sender, '@');

	if (n + (record != NULL) > 1)
		option_wrong(t, "--diff OLD takes one NEW");
	if (n == 1)
		return operands[0];
	if (record != NULL)
		return record;
	if (sender == NULL)
		option_wrong(t, "--diff OLD wants NEW: a text or a domain");
	return at == NULL ? sender : at + 1;
}

int
spfdiffrun(const struct verifier *v, const struct spf_limits *limits,
    const char *old, const char *new, const char *sender)
{
	struct spfranges_query q[2];
	struct fault f;
	struct dns *dns;
	int status;

	if (v->option.filter || v->option.explain)
		option_wrong(v->tool, "-f and -e do not go with --diff");
	q[0].limits = q[1].limits = limits;
	q[0].domain = q[1].domain = domain_of(sender);
	q[0].operand = operand_of(old);
	q[1].operand = operand_of(new);
	dns = dns_open(&v->dns_config, &f);
	status = dns == NULL ? -1 : run(q, v->option.json, dns, &f);
	dns_close(dns);
	free(v->dns_config.zones);
	if (status == -1) {
		io_printable(f.text, f.text, sizeof(f.text));
		fault_die(&f);
	}
	io_finish();
	return status;
}
