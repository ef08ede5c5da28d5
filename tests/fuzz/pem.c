#include <string.h>

#include "base64.h"
#include "crypto.h"
#include "fuzz.h"
#include "pem.h"
#include "qp.h"

/* Key files, and the encodings: what is encoded decodes to itself. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct span text = { (const char *)data, n };
	struct buf der = { 0 }, code = { 0 }, back = { 0 };
	struct key *key = NULL;

	if (pem_private(text, &der) == NULL)
		key_private(&key, buf_view(&der));
	key_free(key);
	base64_encode(&code, text);
	if (base64_decode(&back, buf_view(&code)) == -1 || back.n != n ||
	    (n > 0 && memcmp(back.p, data, n) != 0))
		__builtin_trap();
	code.n = back.n = 0;
	qp_encode(&code, text);
	if (qp_decode(&back, buf_view(&code)) == -1 || back.n != n ||
	    (n > 0 && memcmp(back.p, data, n) != 0))
		__builtin_trap();
	qp_decode(&back, text);
	buf_free(&der);
	buf_free(&code);
	buf_free(&back);
	return 0;
}
