#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "spfstate.h"

/* A result of RFC 7208 section 2.6, and why. */
enum verdict
spfstate_judge(struct spf_tree *t, enum verdict verdict, const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	t->verdict = verdict;
	t->reason.n = 0;
	buf_span(&t->reason, buf_view(&t->domain));
	if (t->reason.n > 0)
		buf_text(&t->reason, ": ");
	buf_text(&t->reason, text);
	return verdict;
}

const struct dns_answer *
spfstate_ask(struct spf *s, struct spf_step *step, struct span name, int type)
{
	const struct dns_answer *a = dns_ask(s->dns, name, type);
	struct spf_lookup *l;

	step->asked = mem_grow(step->asked, step->nasked + 1,
	    sizeof(*step->asked));
	l = &step->asked[step->nasked++];
	memset(l, 0, sizeof(*l));
	buf_span(&l->name, name);
	l->type = type;
	l->status = a->status;
	l->n = a->n;
	return a;
}

static void tree_free(struct spf_tree *);

void
spfstate_step_free(struct spf_step *step)
{
	size_t i;

	for (i = 0; i < step->nasked; i++)
		buf_free(&step->asked[i].name);
	free(step->asked);
	buf_free(&step->target);
	if (step->below != NULL)
		tree_free(step->below);
}

static void
tree_free(struct spf_tree *t)
{
	size_t i;

	for (i = 0; t->steps != NULL && i < t->record.n; i++)
		spfstate_step_free(&t->steps[i]);
	free(t->steps);
	spfrecord_free(&t->record);
	buf_free(&t->domain);
	buf_free(&t->reason);
	free(t);
}

void
spfstate_free(struct spf *s)
{
	tree_free(s->tree);
	buf_free(&s->sender);
	buf_free(&s->explanation);
	buf_free(&s->validated);
}
