#ifndef RECEIVED_H
#define RECEIVED_H

#include <time.h>

#include "message.h"

/*
 * When the message came in: the date-time of its topmost Received field,
 * behind a semicolon (RFC 5321 section 4.4).  0, or -1 when there is none
 * that can be read.
 */
int	received_time(const struct message *, time_t *);

#endif
