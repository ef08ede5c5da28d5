#include <err.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "compare.h"
#include "comparerun.h"
#include "dnsnet.h"
#include "io.h"
#include "keyfile.h"
#include "keytable.h"
#include "record.h"
#include "recordinput.h"

#define PAUSE_MAX	30	/* seconds between two rounds */

/* How the last comparison of a record came out. */
struct comparison {
	enum served_status status;
	int		 exit;		/* 0, 1 or EX_TEMPFAIL */
	int		 failed;	/* the servers are not known */
	struct buf	 report;
	struct buf	 trouble;	/* what is waited for */
};

static void
run_one(const struct comparerun *how, const struct entry *e,
    struct comparison *o)
{
	struct served_want want = { e->kind, buf_view(&e->named),
	    buf_view(&e->mended), how->key_only };
	static const int exits[] = { 0, 1, EX_TEMPFAIL };
	struct compare c = { 0 };
	struct fault f = { 0 };

	o->report.n = o->trouble.n = 0;
	o->failed = compare_run(&c, &want, how->dns, &f) == -1;
	o->status = compare_status(&c);
	o->exit = o->failed && o->status == SERVED_UNKNOWN ? (f.status ==
	    EX_DATAERR ? 1 : f.status) : exits[o->status];
	compare_text(&o->trouble, &c);
	if (how->json)
		compare_json(&o->report, &c);
	else
		buf_span(&o->report, buf_view(&o->trouble));
	compare_free(&c);
}

/* All that do not agree yet, once more: how many there are then. */
static size_t
run_round(const struct comparerun *how, const struct entries *all,
    struct comparison *comparisons)
{
	size_t i, left = 0;

	for (i = 0; i < all->n; i++) {
		if (!all->list[i].usable)
			continue;
		if (comparisons[i].status != SERVED_SAME ||
		    comparisons[i].report.n == 0)
			run_one(how, &all->list[i], &comparisons[i]);
		left += comparisons[i].status != SERVED_SAME;
	}
	return left;
}

/* Say whom we wait for, when that is not what was said last. */
static void
tell(const struct entries *all, const struct comparison *comparisons,
    struct buf *said)
{
	struct buf b = { 0 };
	struct span rest, line;
	size_t i;

	for (i = 0; i < all->n; i++) {
		rest = buf_view(&comparisons[i].trouble);
		while (comparisons[i].status != SERVED_SAME &&
		    span_next(&rest, '\n', &line))
			if (line.n > 0) {
				buf_text(&b, "waiting: ");
				buf_span(&b, line);
				buf_byte(&b, '\n');
			}
	}
	if (b.n > 0 && (b.n != said->n || memcmp(b.p, said->p, b.n) != 0))
		io_write(STDERR_FILENO, buf_view(&b));
	buf_free(said);
	*said = b;
}

/* Rounds with pauses that grow, until all agree or the time is over. */
static void
run_all(const struct comparerun *how, const struct entries *all,
    struct comparison *comparisons)
{
	long long end = dnsnet_clock() + 1000LL * how->wait, left;
	struct buf said = { 0 };
	struct timespec t = { 0 };
	long long pause = 1;

	while (run_round(how, all, comparisons) > 0 &&
	    (left = (end - dnsnet_clock()) / 1000) > 0) {
		tell(all, comparisons, &said);
		t.tv_sec = (time_t)(pause < left ? pause : left);
		nanosleep(&t, NULL);
		pause = 2 * pause > PAUSE_MAX ? PAUSE_MAX : 2 * pause;
	}
	buf_free(&said);
}

static int
lacks_name(const struct entries *all)
{
	const struct entry *e;
	size_t i;

	for (i = 0; i < all->n; i++) {
		e = &all->list[i];
		if (e->usable && (e->relative || e->named.n == 0))
			return 1;
	}
	return 0;
}

int
comparerun(const struct option_tool *tool, const struct comparerun *how,
    const struct entries *all)
{
	struct comparison *comparisons;
	int status = 0, any = 0;
	size_t i;

	for (i = 0; i < all->n; i++)
		any |= all->list[i].usable;
	if (!any) {
		warnx("there is no record to compare");
		return EX_DATAERR;
	}
	if (lacks_name(all))
		option_wrong(tool, "-c wants the whole name of each record: "
		    "-d tells the domain, -s the selector of a key");
	comparisons = mem_zero(all->n, sizeof(*comparisons));
	run_all(how, all, comparisons);
	for (i = 0; i < all->n; i++) {
		io_out(buf_view(&comparisons[i].report));
		if (how->json && comparisons[i].failed)
			io_write(STDERR_FILENO,
			    buf_view(&comparisons[i].trouble));
		if (status != 1 && comparisons[i].exit != 0)
			status = comparisons[i].exit;
		buf_free(&comparisons[i].report);
		buf_free(&comparisons[i].trouble);
	}
	free(comparisons);
	return status;
}

/* One line of the table. */
static int
add_row(struct entries *all, const struct table *t,
    const struct table_row *row, int group_ok, struct fault *f)
{
	struct keytable_entry entry;
	struct buf file = { 0 };
	const char *why = keytable_entry(&entry, row->value);
	struct entry *e;
	int status;

	if (why != NULL)
		return fault_set(f, EX_CONFIG, "%s", why);
	if (span_eq(entry.domain, "%")) {
		warnx("%s: line %zu: the domain is that of each message (%%): "
		    "not compared", t->file, row->line);
		return 0;
	}
	buf_span(&file, entry.key);
	status = entry.is_file ? recordinput_key(all, buf_string(&file),
	    group_ok, f) : recordinput_inline(all, entry.key, t->file, f);
	if (status == 0) {
		e = &all->list[all->n - 1];
		e->relative = 0;
		buf_lower(&e->name, entry.selector);
		buf_text(&e->name, "._domainkey.");
		buf_lower(&e->name, entry.domain);
	}
	buf_wipe(&file);
	return status;
}

int
comparerun_table(struct entries *all, const char *name, int group_ok)
{
	struct table t;
	struct fault f;
	size_t i;
	int status = 0;

	if (table_read(&t, name, &f) == -1)
		fault_die(&f);
	for (i = 0; i < t.n; i++)
		if (add_row(all, &t, &t.rows[i], group_ok, &f) == -1) {
			warnx("%s: line %zu: %s", t.file, t.rows[i].line,
			    io_printable(f.text, f.text, sizeof(f.text)));
			status = status == 0 ? f.status : status;
		}
	table_free(&t);
	return status;
}
