#include <stdint.h>
#include <string.h>

#include "cfws.h"
#include "date.h"
#include "scan.h"

struct moment {
	long	year, month, day;	/* month 1 to 12 */
	long	hour, minute, second;
	long	zone;			/* seconds east of UTC */
};

/* Days since 1970-01-01 in the Gregorian calendar. */
static long
days(long year, long month, long day)
{
	long y = month > 2 ? year : year - 1;
	long era = y / 400, yoe = y % 400;
	long doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

static long
month_length(long year, long month)
{
	return month == 12 ? 31 :
	    days(year, month + 1, 1) - days(year, month, 1);
}

/* Check the ranges and count the seconds. */
static int
finish(const struct moment *m, time_t *when)
{
	if (m->year < 1970 || m->year > 9999 || m->month < 1 ||
	    m->month > 12 || m->day < 1 ||
	    m->day > month_length(m->year, m->month) ||
	    m->hour > 23 || m->minute > 59 || m->second > 60)
		return -1;
	*when = (time_t)days(m->year, m->month, m->day) * 86400 +
	    m->hour * 3600 + m->minute * 60 + m->second - m->zone;
	return 0;
}

/* A number of at most this many digits. */
static long
number(struct scan *s, size_t digits)
{
	struct span v = { s->p, 0 };
	uint64_t n;

	while (v.n < digits && s->p + v.n < s->end &&
	    is_digit((unsigned char)s->p[v.n]))
		v.n++;
	if (scan_done(s) || !number_parse(v, digits, &n)) {
		scan_fail(s, "not a number");
		return 0;
	}
	s->p += v.n;
	return (long)n;
}

static void
expect(struct scan *s, char c)
{
	if (!scan_byte(s, c))
		scan_fail(s, "not a time");
}

/* +hhmm or +hh:mm as seconds. */
static long
offset(struct scan *s)
{
	long sign = scan_byte(s, '-') ? -1 : 1, hours, minutes;

	if (sign == 1)
		expect(s, '+');
	hours = number(s, 2);
	scan_byte(s, ':');
	minutes = number(s, 2);
	return sign * (hours * 3600 + minutes * 60);
}

int
date_iso(struct span v, time_t *when)
{
	struct moment m = { 0 };
	struct scan s;

	scan_init(&s, v);
	m.year = number(&s, 4);
	expect(&s, '-');
	m.month = number(&s, 2);
	expect(&s, '-');
	m.day = number(&s, 2);
	if (scan_byte(&s, 'T') || scan_byte(&s, ' ')) {
		m.hour = number(&s, 2);
		expect(&s, ':');
		m.minute = number(&s, 2);
		if (scan_byte(&s, ':'))
			m.second = number(&s, 2);
		if (!scan_byte(&s, 'Z') && !scan_done(&s))
			m.zone = offset(&s);
	}
	if (s.err != NULL || !scan_done(&s))
		return -1;
	return finish(&m, when);
}

static int
is_letter(unsigned char c)
{
	return is_alnum(c) && !is_digit(c);
}

/* Number of the month (1 to 12), 0 when it is none. */
static long
month_number(struct span name)
{
	static const char *const months[] = {
		"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug",
		"sep", "oct", "nov", "dec"
	};
	long i;

	for (i = 0; i < 12; i++)
		if (span_eqi(name, months[i]))
			return i + 1;
	return 0;
}

/* The zones of RFC 5322 section 4.3; an unknown one is UTC. */
static long
named_zone(struct span name)
{
	static const struct {
		const char	*name;
		long		 hours;
	} zones[] = {
		{ "EST", -5 }, { "EDT", -4 }, { "CST", -6 }, { "CDT", -5 },
		{ "MST", -7 }, { "MDT", -6 }, { "PST", -8 }, { "PDT", -7 }
	};
	size_t i;

	for (i = 0; i < sizeof(zones) / sizeof(zones[0]); i++)
		if (span_eqi(name, zones[i].name))
			return zones[i].hours * 3600;
	return 0;
}

/* RFC 5322 section 4.3: years of two and three digits. */
static long
full_year(long year, size_t digits)
{
	if (digits == 2)
		return year + (year < 50 ? 2000 : 1900);
	return digits == 3 ? year + 1900 : year;
}

static void
mail_day(struct scan *s, struct moment *m)
{
	const char *p;

	cfws(s);
	if (scan_while(s, is_letter).n > 0) {	/* day-of-week */
		cfws(s);
		expect(s, ',');
		cfws(s);
	}
	m->day = number(s, 2);
	cfws(s);
	m->month = month_number(scan_while(s, is_letter));
	cfws(s);
	p = s->p;
	m->year = number(s, 4);
	m->year = full_year(m->year, (size_t)(s->p - p));
}

int
date_mail(struct span v, time_t *when)
{
	struct moment m = { 0 };
	struct scan s;

	scan_init(&s, v);
	mail_day(&s, &m);
	cfws(&s);
	m.hour = number(&s, 2);
	cfws(&s);
	expect(&s, ':');
	cfws(&s);
	m.minute = number(&s, 2);
	cfws(&s);
	if (scan_byte(&s, ':')) {
		cfws(&s);
		m.second = number(&s, 2);
		cfws(&s);
	}
	if (scan_peek(&s) == '+' || scan_peek(&s) == '-')
		m.zone = offset(&s);
	else
		m.zone = named_zone(scan_while(&s, is_letter));
	cfws(&s);
	if (s.err != NULL || !scan_done(&s))
		return -1;
	return finish(&m, when);
}
