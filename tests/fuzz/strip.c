#include <string.h>

#include "fuzz.h"
#include "strip.h"

static void
add(void *b, const char *p, size_t n)
{
	buf_add(b, p, n);
}

/* Whatever the chunks, the same comes out. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct buf whole = { 0 }, parts = { 0 };
	struct strip s;
	size_t i, step;

	strip_init(&s, "mx.example.org", add, &whole);
	strip_add(&s, (const char *)data, n);
	strip_end(&s);
	strip_init(&s, "mx.example.org", add, &parts);
	for (i = 0; i < n; i += step) {
		step = 1 + data[i] % 7;
		if (step > n - i)
			step = n - i;
		strip_add(&s, (const char *)data + i, step);
	}
	strip_end(&s);
	if (whole.n != parts.n || whole.n > n ||
	    (whole.n > 0 && memcmp(whole.p, parts.p, whole.n) != 0))
		__builtin_trap();
	buf_free(&whole);
	buf_free(&parts);
	return 0;
}
