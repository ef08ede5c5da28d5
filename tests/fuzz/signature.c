#include "fuzz.h"
#include "keyrecord.h"
#include "signature.h"

/* A DKIM-Signature field's value, and the same bytes as a key record. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct span text = { (const char *)data, n };
	struct field f = { { "a", 1 }, text, text };
	struct signature sig;
	struct keyrecord key;

	if (signature_parse(&sig, &f) == NULL &&
	    (sig.domain.n == 0 || sig.selector.n == 0 || sig.data.n == 0))
		__builtin_trap();
	signature_covers(&sig, "from");
	signature_free(&sig);
	keyrecord_is(text);
	if (keyrecord_parse(&key, text) == NULL && key.key == NULL)
		__builtin_trap();
	keyrecord_granted(&key, text);
	keyrecord_free(&key);
	return 0;
}
