#include "scan.h"
#include "separator.h"

/* What people write between tags instead of a semicolon. */
static int
is_between(unsigned char c)
{
	return is_wsp(c) || c == ',';
}

/*
 * Does a tag with one of the names start here?  Its value is not empty: what
 * ends a base64 string looks like a tag without one.
 */
static int
starts_tag(struct span text, const char *names, struct span *name)
{
	struct span rest = span_of(names), word;
	struct scan s;

	scan_init(&s, text);
	*name = scan_while(&s, is_alnum);
	scan_while(&s, is_wsp);
	if (name->n == 0 || !scan_byte(&s, '='))
		return 0;
	scan_while(&s, is_wsp);
	if (scan_done(&s) || scan_peek(&s) == '=')
		return 0;
	while (span_next(&rest, ' ', &word))
		if (span_same(word, *name))
			return 1;
	return 0;
}

size_t
separator_mend(struct buf *b, struct span tag, const char *names,
    struct span *name)
{
	size_t n = 0, done = 0, end, i = span_find(tag, '=');
	struct span found;

	for (; i < tag.n; i++) {
		if (!is_between((unsigned char)tag.p[i]) ||
		    !starts_tag(span_from(tag, i + 1), names, &found))
			continue;
		for (end = i; end > done && is_between((unsigned char)
		    tag.p[end - 1]); end--)
			;
		buf_add(b, tag.p + done, end - done);
		buf_text(b, "; ");
		done = i + 1;
		if (n++ == 0)
			*name = found;
	}
	buf_add(b, tag.p + done, tag.n - done);
	return n;
}
