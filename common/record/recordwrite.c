#include "recordwrite.h"

static const struct recordform *
choose_form(const struct recordwrite *how, const struct entry *e)
{
	if (how->form != NULL)
		return how->form;
	return recordform_find(e->kind == ENTRY_KEY && e->named.n == 0 ?
	    "plain" : "zone");
}

static int
lacks_name(const struct recordform *form, const struct entry *e)
{
	switch (recordform_need(form)) {
	case RECORDFORM_DOMAIN:
		return e->relative || e->named.n == 0;
	case RECORDFORM_NAME:
		return e->kind == ENTRY_KEY && e->named.n == 0;
	default:
		return 0;
	}
}

static void
fill(struct recordform_record *r, const struct recordwrite *how,
    const struct entry *e)
{
	r->kind = e->kind;
	r->name = buf_view(&e->named);
	r->relative = e->relative;
	r->origin = how->origin;
	r->timed = how->timed || e->timed;
	r->ttl = how->timed ? how->ttl : e->ttl;
	r->text = buf_view(&e->mended);
}

enum recordwrite_status
recordwrite(struct buf *b, const struct recordwrite *how,
    const struct entries *all)
{
	const struct recordform *frame = how->form != NULL ? how->form :
	    recordform_find("zone"), *form;
	enum recordwrite_status status = RECORDWRITE_ALL;
	const struct entry *e;
	struct recordform_record r;
	size_t i, n = 0, start = b->n;

	recordform_begin(frame, b);
	for (i = 0; i < all->n; i++) {
		e = &all->list[i];
		if (!e->usable)
			continue;
		form = choose_form(how, e);
		if (lacks_name(form, e)) {
			status = RECORDWRITE_NAMELESS;
			continue;
		}
		fill(&r, how, e);
		if (recordform_add(form, b, &r, n))
			n++;
		else
			status = RECORDWRITE_LONG;
	}
	recordform_end(frame, b);
	if (n == 0)
		b->n = start;	/* no frame around nothing */
	return status;
}
