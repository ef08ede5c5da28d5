#include <string.h>

#include "spelling.h"

int
spelling_near(struct span v, const char *word)
{
	size_t n = strlen(word), i = 0, j = 0;

	if (n < 3 || v.n + 1 < n || v.n > n + 1)
		return 0;
	while (i < v.n && i < n && ascii_lower((unsigned char)v.p[i]) ==
	    word[i])
		i++;
	while (j < v.n - i && j < n - i &&
	    ascii_lower((unsigned char)v.p[v.n - 1 - j]) == word[n - 1 - j])
		j++;
	if (i + j + 2 == n && v.n == n)
		return v.p[i] == word[i + 1] && v.p[i + 1] == word[i];
	return i + j + 1 >= (v.n > n ? v.n : n);
}
