#include <stdio.h>
#include <string.h>

#include "base64.h"
#include "keyrecord.h"

int
keyrecord_is(struct span text)
{
	struct taglist list;
	const struct tag *v, *p;
	int is;

	if (taglist_parse(&list, text) != NULL) {
		taglist_free(&list);
		return span_starts(span_trim(text), "v=DKIM1");
	}
	v = taglist_find(&list, "v");
	p = taglist_find(&list, "p");
	is = v == NULL ? p != NULL : span_eq(v->value, "DKIM1");
	taglist_free(&list);
	return is;
}

static const char *
read_version(struct keyrecord *r, struct span v)
{
	if (!span_eq(v, "DKIM1"))
		return "v= is not DKIM1";
	if (!span_eq(r->tags.tags[0].name, "v"))
		return "v= is not the first tag";
	return NULL;
}

static const char *
read_hashes(struct keyrecord *r, struct span v)
{
	r->hashes = v;
	return NULL;
}

static const char *
read_type(struct keyrecord *r, struct span v)
{
	if (span_eq(v, "rsa"))
		r->type = KEY_RSA;
	else if (span_eq(v, "ed25519"))
		r->type = KEY_ED25519;
	else
		return "k= is an unknown key type";
	return NULL;
}

static const char *
read_services(struct keyrecord *r, struct span v)
{
	(void)r;
	if (span_lists(v, "*") || span_lists(v, "email"))
		return NULL;
	return "s= does not allow email";
}

static const char *
read_flags(struct keyrecord *r, struct span v)
{
	r->testing = span_lists(v, "y");
	r->strict = span_lists(v, "s");
	return NULL;
}

static const char *
read_granularity(struct keyrecord *r, struct span v)
{
	r->granularity = v;
	return NULL;
}

static const char *
read_key(struct keyrecord *r, struct span v)
{
	struct buf der = { 0 };
	const char *why;

	if (v.n == 0)
		return "key revoked (p= is empty)";
	if (base64_decode(&der, v) == -1)
		why = "p= is not base64";
	else if ((why = key_from_record(&r->key, r->type,
	    buf_view(&der))) != NULL) {
		snprintf(r->why, sizeof(r->why), "p= %s", why);
		why = r->why;
	}
	buf_free(&der);
	return why;
}

/* In the order of RFC 6376 section 6.1.2; k= goes before p=. */
static const struct {
	const char	*name;
	const char	*missing;	/* NULL: the tag is optional */
	const char	*(*read)(struct keyrecord *, struct span);
} readers[] = {
	{ "v",	NULL,			read_version },
	{ "h",	NULL,			read_hashes },
	{ "k",	NULL,			read_type },
	{ "s",	NULL,			read_services },
	{ "t",	NULL,			read_flags },
	{ "g",	NULL,			read_granularity },
	{ "p",	"there is no p= tag",	read_key }
};
#define NREADERS	(sizeof(readers) / sizeof(readers[0]))

const char *
keyrecord_parse(struct keyrecord *r, struct span text)
{
	const struct tag *tag;
	const char *why;
	size_t i;

	memset(r, 0, sizeof(*r));
	if ((why = taglist_parse(&r->tags, text)) != NULL)
		return why;
	for (i = 0; i < NREADERS; i++) {
		tag = taglist_find(&r->tags, readers[i].name);
		why = tag == NULL ? readers[i].missing :
		    readers[i].read(r, tag->value);
		if (why != NULL)
			return why;
	}
	return NULL;
}

int
keyrecord_has_hash(const struct keyrecord *r, const char *name)
{
	return r->hashes.p == NULL || span_lists(r->hashes, name);
}

int
keyrecord_granted(const struct keyrecord *r, struct span local)
{
	struct span g = r->granularity, head, tail;
	size_t star;

	if (g.p == NULL)
		return 1;
	star = span_find(g, '*');
	if (star == g.n)
		return g.n > 0 && g.n == local.n &&
		    memcmp(g.p, local.p, g.n) == 0;
	head = g;
	head.n = star;
	tail = span_from(g, star + 1);
	return local.n >= head.n + tail.n &&
	    memcmp(local.p, head.p, head.n) == 0 &&
	    memcmp(local.p + local.n - tail.n, tail.p, tail.n) == 0;
}

void
keyrecord_free(struct keyrecord *r)
{
	key_free(r->key);
	taglist_free(&r->tags);
	memset(r, 0, sizeof(*r));
}
