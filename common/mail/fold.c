#include "fold.h"

static void
put(struct fold *f, struct span v)
{
	size_t i;

	for (i = 0; i < v.n; i++)
		f->column = v.p[i] == '\t' ? (f->column | 7) + 1 :
		    f->column + 1;
	buf_span(f->out, v);
}

void
fold_init(struct fold *f, struct buf *out, const char *eol, const char *name)
{
	f->out = out;
	f->eol = eol;
	f->indent = "\t";
	f->column = 0;
	put(f, span_of(name));
	put(f, span_of(":"));
}

void
fold_line(struct fold *f, const char *indent)
{
	buf_text(f->out, f->eol);
	f->indent = indent;
	f->column = 0;
	put(f, span_of(indent));
}

/* Is this the start of a continuation line, where nothing is gained? */
static int
at_start(const struct fold *f)
{
	struct span text = buf_view(f->out);
	size_t lf = span_rfind(text, '\n');

	return lf < text.n && span_eq(span_from(text, lf + 1), f->indent);
}

void
fold_word(struct fold *f, struct span v)
{
	if (at_start(f)) {
		put(f, v);
	} else if (f->column + 1 + v.n > FOLD_COLUMNS) {
		fold_line(f, f->indent);
		put(f, v);
	} else {
		put(f, span_of(" "));
		put(f, v);
	}
}

void
fold_blank(struct fold *f, struct span v)
{
	if (f->column + v.n > FOLD_COLUMNS) {
		buf_text(f->out, f->eol);
		f->column = 0;
	}
	put(f, v);
}

void
fold_part(struct fold *f, struct span v)
{
	if (f->column + v.n > FOLD_COLUMNS && !at_start(f))
		fold_line(f, f->indent);
	put(f, v);
}

void
fold_anywhere(struct fold *f, struct span v)
{
	struct span piece;

	while (v.n > 0) {
		if (f->column >= FOLD_COLUMNS)
			fold_line(f, f->indent);
		piece = v;
		if (piece.n > FOLD_COLUMNS - f->column)
			piece.n = FOLD_COLUMNS - f->column;
		put(f, piece);
		v = span_from(v, piece.n);
	}
}

void
fold_end(struct fold *f)
{
	buf_text(f->out, f->eol);
	f->column = 0;
}
