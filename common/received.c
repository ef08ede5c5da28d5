#include "date.h"
#include "received.h"

int
received_time(const struct message *msg, time_t *when)
{
	const struct field *f = message_top(msg, "Received");
	size_t at;

	if (f == NULL || (at = span_rfind(f->value, ';')) == f->value.n)
		return -1;
	return date_mail(span_from(f->value, at + 1), when);
}
