#include "date.h"
#include "received.h"

int
received_time(const struct message *msg, time_t *when)
{
	const struct field *f = message_top(msg, "Received");
	struct span v;
	size_t at;

	if (f == NULL)
		return -1;
	for (v = f->value; (at = span_rfind(v, ';')) < v.n; v.n = at)
		if (date_mail(span_from(f->value, at + 1), when) == 0)
			return 0;
	return -1;
}
