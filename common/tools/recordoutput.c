#include <sysexits.h>
#include <unistd.h>

#include "io.h"
#include "recordoutput.h"
#include "recordreport.h"

/* The records in the form that was asked for; one that lacks what the form
 * needs is a wrong call. */
static void
add_records(const struct recordoutput *how, const struct entries *all,
    struct buf *b)
{
	const char *name = how->write.form == NULL ? "zone" :
	    recordform_name(how->write.form);

	switch (recordwrite(b, &how->write, all)) {
	case RECORDWRITE_NAMELESS:
		option_wrong(how->tool, "-F %s wants the whole name of each "
		    "record: -d tells the domain, -s the selector of a key",
		    name);
	case RECORDWRITE_LONG:
		die(EX_DATAERR, "-F %s: a record is longer than its program "
		    "can read", name);
	case RECORDWRITE_ALL:
		break;
	}
}

int
recordoutput(const struct recordoutput *how, const struct entries *all)
{
	struct buf out = { 0 }, findings = { 0 };
	int bad = 0, unknown = 0, as_data = how->json && !how->compare;
	const struct entry *e;
	size_t i;

	for (i = 0; i < all->n; i++) {
		e = &all->list[i];
		bad |= findings_reach(&e->findings, how->compare ?
		    FINDING_ERROR : FINDING_WARNING);
		unknown |= e->unknown;
		if (as_data)
			recordreport_json(&out, e);
		else
			recordreport_text(&findings, e);
	}
	if (!how->json && !how->compare)
		add_records(how, all, &out);
	io_write(STDERR_FILENO, buf_view(&findings));
	io_out(buf_view(&out));
	buf_free(&out);
	buf_free(&findings);
	return bad ? 1 : unknown ? EX_TEMPFAIL : 0;
}
