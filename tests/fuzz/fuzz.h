#ifndef FUZZ_H
#define FUZZ_H

#include <stddef.h>
#include <stdint.h>

/* What libFuzzer calls with each input. */
int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

#endif
