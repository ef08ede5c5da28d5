#include <string.h>
#include <sysexits.h>

#include "address.h"
#include "base64.h"
#include "domain.h"
#include "keytable.h"
#include "signature.h"

#define ADDRESSES_MAX	100	/* looked up, of a field */

/* Is it a path, as opendkim.conf(5) tells them from keys? */
static int
is_path(struct span key)
{
	return span_starts(key, "/") || span_starts(key, "./") ||
	    span_starts(key, "../");
}

/* Does it look like PEM, or base64 of some length? */
static int
is_key(struct span key)
{
	struct buf der = { 0 };
	int is = span_starts(key, "-----BEGIN") ||
	    (base64_decode(&der, key) == 0 && der.n >= 32);

	buf_wipe(&der);
	return is;
}

const char *
keytable_entry(struct keytable_entry *e, struct span value)
{
	struct span rest = value;

	memset(e, 0, sizeof(*e));
	if (!span_next(&rest, ':', &e->domain) || e->domain.n == 0)
		return "the domain is missing";
	if (!span_next(&rest, ':', &e->selector) || e->selector.n == 0)
		return "the selector is missing (domain:selector:key)";
	if (!span_next(&rest, ':', &e->key) || e->key.n == 0)
		return "the key is missing (domain:selector:key)";
	if (span_next(&rest, ':', &e->algorithm) && e->algorithm.n == 0)
		return "the algorithm is missing behind the last colon";
	if (rest.p != NULL)
		return "there are more than four fields";
	if (e->algorithm.p != NULL && !span_eq(e->algorithm, "rsa-sha256") &&
	    !span_eq(e->algorithm, "ed25519-sha256"))
		return "the algorithm is neither rsa-sha256 nor "
		    "ed25519-sha256";
	if (!is_path(e->key) && !is_key(e->key))
		return "the key is neither a path (/, ./ or ../) nor a key";
	if (!span_eq(e->domain, "%") && domain_check(e->domain, 2) != NULL)
		return "the first field is not a domain";
	if (domain_check(e->selector, 1) != NULL)
		return "the second field is not a selector";
	e->is_file = is_path(e->key);
	return NULL;
}

/* Every line, so that a fault shows before the message that needs it. */
static int
check_keys(const struct table *t, struct fault *f)
{
	struct keytable_entry e;
	const char *why;
	size_t i;

	for (i = 0; i < t->n; i++)
		if ((why = keytable_entry(&e, t->rows[i].value)) != NULL)
			return fault_set(f, EX_CONFIG, "%s: line %zu: %s",
			    t->file, t->rows[i].line, why);
	return 0;
}

/* A signing table that names keys: each must be there. */
static int
check_names(const struct keytable *k, struct fault *f)
{
	const struct table_row *row;
	struct span rest, name;
	size_t i;

	for (i = 0; i < k->signing.n; i++) {
		row = &k->signing.rows[i];
		rest = row->value;
		span_next(&rest, ':', &name);
		if (!span_eq(name, "%") && table_find(&k->keys, name) == NULL)
			return fault_set(f, EX_CONFIG, "%s: line %zu: %s has "
			    "no key of that name", k->signing.file, row->line,
			    k->keys.file);
	}
	return 0;
}

int
keytable_read(struct keytable *k, const char *keys, const char *signing,
    struct fault *f)
{
	memset(k, 0, sizeof(*k));
	if (table_read(&k->keys, keys, f) == -1 ||
	    table_read(&k->signing, signing, f) == -1)
		return -1;
	return check_keys(&k->keys, f) == -1 ? -1 : check_names(k, f);
}

/* Look up "user@" and a domain in pieces. */
static const struct table_row *
find(const struct table *t, struct span user, const char *middle,
    struct span domain)
{
	const struct table_row *row;
	struct buf key = { 0 };

	buf_span(&key, user);
	buf_text(&key, middle);
	buf_span(&key, domain);
	row = table_find(t, buf_view(&key));
	buf_free(&key);
	return row;
}

/*
 * user and each domain above: "user@.example.org" for "user@a.example.org";
 * with an empty user and no "@" it is ".example.org".
 */
static const struct table_row *
find_above(const struct table *t, struct span user, const char *at,
    struct span domain)
{
	const struct table_row *row = NULL;
	size_t dot;

	while (row == NULL && (dot = span_find(domain, '.')) < domain.n) {
		domain = span_from(domain, dot + 1);
		row = find(t, user, at, domain);
	}
	return row;
}

/*
 * The order of opendkim.conf(5), SigningTable: the patterns of refile: see
 * the whole address; other sets are asked for the address, the host, the
 * domains above with and without the user, the user anywhere, anybody.
 */
static const struct table_row *
find_signer(const struct table *t, const struct address *a)
{
	static const struct span none = { "", 0 };
	const struct table_row *row;

	row = find(t, a->local, "@", a->domain);
	if (t->patterns || row != NULL)
		return row;
	if ((row = find(t, none, "", a->domain)) == NULL &&
	    (row = find_above(t, a->local, "@.", a->domain)) == NULL &&
	    (row = find_above(t, none, ".", a->domain)) == NULL &&
	    (row = find(t, a->local, "@*", none)) == NULL)
		row = find(t, none, "*", none);
	return row;
}

/* Add text with each "%" replaced. */
static void
expand(struct buf *b, struct span text, struct span domain)
{
	size_t i;

	for (i = 0; i < text.n; i++) {
		if (text.p[i] == '%')
			buf_span(b, domain);
		else
			buf_byte(b, text.p[i]);
	}
}

/* Fill in the key's side of the choice. */
static void
choose_key(struct keytable_choice *c, struct span domain)
{
	struct keytable_entry e;

	keytable_entry(&e, c->key->value);
	c->selector = e.selector;
	c->algorithm = e.algorithm;
	c->is_file = e.is_file;
	if (c->is_file)
		expand(&c->file, e.key, domain);
	else
		buf_span(&c->file, e.key);
	c->domain = span_eq(e.domain, "%") ? domain : e.domain;
}

/* i=, unless it does not go with d=: then OpenDKIM leaves it out as well. */
static void
choose_identity(struct keytable_choice *c, struct span identity,
    struct span domain)
{
	size_t from = c->text.n;
	struct buf local = { 0 };
	struct span v, below;

	if (identity.p == NULL)
		return;
	expand(&c->text, identity, domain);
	v = span_from(buf_view(&c->text), from);
	if (signature_identity(v, &local, &below) &&
	    domain_within(below, c->domain))
		c->identity = v;
	buf_free(&local);
}

/* The line of the signing table is known: find its key. */
static int
resolve(const struct keytable *k, struct keytable_choice *c,
    const struct address *a, struct fault *f)
{
	struct span rest = c->signing->value, name, domain, identity = { 0 };

	/* Once the domain, and again for each "%"; the bytes must not move. */
	buf_room(&c->text, a->domain.n * (2 + rest.n) + 1);
	buf_lower(&c->text, a->domain);
	domain = buf_view(&c->text);
	span_next(&rest, ':', &name);
	span_next(&rest, ':', &identity);
	if (span_eq(name, "%"))
		name = domain;
	if ((c->key = table_find(&k->keys, name)) == NULL)
		return fault_set(f, EX_CONFIG, "%s: line %zu: %s has no key "
		    "of that name", k->signing.file, c->signing->line,
		    k->keys.file);
	choose_key(c, domain);
	choose_identity(c, identity, domain);
	return 0;
}

/* The first address of the field that the signing table knows. */
static int
choose_by(const struct keytable *k, const struct field *field,
    struct keytable_choice *c, struct fault *f)
{
	struct address a = { { 0 }, { 0 }, { 0 } };
	struct scan s;
	int status = 0, n = 0;

	scan_init(&s, field->value);
	while (c->signing == NULL && n++ < ADDRESSES_MAX &&
	    address_next(&s, &a)) {
		if (domain_check(a.domain, 1) != NULL)
			continue;	/* it may become part of a path */
		c->signing = find_signer(&k->signing, &a);
		if (c->signing != NULL)
			status = resolve(k, c, &a, f);
	}
	address_free(&a);
	return status;
}

/* Does a file: set hold what only a refile: set would understand? */
static int
looks_like_patterns(const struct table *t)
{
	size_t i, star;

	for (i = 0; !t->patterns && i < t->n; i++) {
		star = span_find(t->rows[i].key, '*');
		if (star + 1 < t->rows[i].key.n)
			return 1;
	}
	return 0;
}

int
keytable_choose(const struct keytable *k, const struct message *msg,
    struct keytable_choice *c, struct fault *f)
{
	static const char *const names[] = { "From", "Sender" };
	const struct field *field;
	size_t i;

	memset(c, 0, sizeof(*c));
	for (i = 0; i < 2 && c->signing == NULL; i++) {
		c->field = names[i];
		field = message_top(msg, names[i]);
		if (field != NULL && choose_by(k, field, c, f) == -1)
			return -1;
	}
	if (c->signing == NULL)
		return fault_set(f, 1, "no line of %s matches the author's "
		    "address (From, then Sender)%s", k->signing.file,
		    looks_like_patterns(&k->signing) ? "; it has patterns: "
		    "name it refile:FILE" : "");
	return 0;
}

void
keytable_choice_free(struct keytable_choice *c)
{
	buf_wipe(&c->file);
	buf_free(&c->text);
	memset(c, 0, sizeof(*c));
}

void
keytable_free(struct keytable *k)
{
	table_free(&k->keys);
	table_free(&k->signing);
}
