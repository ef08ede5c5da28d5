#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "domain.h"
#include "keyfile.h"
#include "signature.h"
#include "signers.h"

#define BITS_MIN	1024	/* RFC 8301 section 3.2 */

const char *
signers_add(struct signers *s, const char *domain, const char *selector,
    const char *file)
{
	struct signer *who = &s->list[s->n];
	struct buf *low = &s->domains[s->n];
	const char *why;

	buf_lower(low, span_of(domain));
	if (low->n > 0 && low->p[low->n - 1] == '.')
		low->n--;
	if ((why = domain_check(buf_view(low), 2)) == NULL)
		why = domain_check(span_of(selector), 1);
	who->domain = buf_view(low);
	who->selector = span_of(selector);
	s->files[s->n++] = file;
	return why;
}

const char *
signers_identity(struct signers *s, struct span v)
{
	struct buf local = { 0 };
	struct span domain;
	size_t i;
	int ok = signature_identity(v, &local, &domain);

	buf_free(&local);
	if (!ok)
		return "it is not an address, or @ and a domain";
	for (i = 0; i < s->n; i++) {
		if (!domain_within(domain, s->list[i].domain))
			return "its domain is not that of -d or below";
		s->list[i].identity = v;
	}
	return NULL;
}

/* May the key sign mail (RFC 8301 section 3.2)? */
static int
check_key(const struct key *key, const char *file, struct fault *f)
{
	if (key_type(key) == KEY_RSA && key_bits(key) < BITS_MIN)
		return fault_set(f, EX_DATAERR, "%s: an RSA key of %u bits, "
		    "at least %d are needed (RFC 8301)", file, key_bits(key),
		    BITS_MIN);
	return 0;
}

static int
open_key(struct signers *s, size_t i, struct fault *f)
{
	s->keys[i] = keyfile_private(s->files[i], s->group_ok, f);
	s->list[i].key = s->keys[i];
	return s->keys[i] == NULL ? -1 :
	    check_key(s->keys[i], s->files[i], f);
}

int
signers_open(struct signers *s, const char *key_table,
    const char *signing_table, struct fault *f)
{
	size_t i;

	key_harden();
	s->by_table = key_table != NULL;
	if (s->by_table)
		return keytable_read(&s->tables, key_table, signing_table, f);
	for (i = 0; i < s->n; i++)
		if (open_key(s, i, f) == -1)
			return -1;
	return 0;
}

/* The key of a table's line, in a file or in the table itself. */
static int
open_chosen(struct signers *s, struct fault *f)
{
	struct keytable_choice *c = &s->choice;
	char where[512];

	snprintf(where, sizeof(where), "%s: line %zu", s->tables.keys.file,
	    c->key->line);
	if (c->is_file) {
		s->files[0] = buf_string(&c->file);
		return open_key(s, 0, f);
	}
	if (keyfile_check(s->tables.keys.file, s->group_ok, f) == -1)
		return -1;
	s->keys[0] = keyfile_inline(buf_view(&c->file), where, f);
	s->list[0].key = s->keys[0];
	return s->keys[0] == NULL ? -1 : check_key(s->keys[0], where, f);
}

/* Does the fourth field of the line name the key's algorithm? */
static int
check_algorithm(const struct signers *s, struct fault *f)
{
	const struct keytable_choice *c = &s->choice;
	const char *own = key_type(s->keys[0]) == KEY_RSA ? "rsa-sha256" :
	    "ed25519-sha256";

	if (c->algorithm.p == NULL || span_eq(c->algorithm, own))
		return 0;
	return fault_set(f, EX_CONFIG, "%s: line %zu: the algorithm is %.*s, "
	    "but the key is for %s", s->tables.keys.file, c->key->line,
	    (int)c->algorithm.n, c->algorithm.p, own);
}

int
signers_choose(struct signers *s, const struct message *msg, struct fault *f)
{
	struct keytable_choice *c = &s->choice;

	if (!s->by_table)
		return 0;
	if (keytable_choose(&s->tables, msg, c, f) == -1)
		return -1;
	if (domain_check(c->domain, 2) != NULL)
		return fault_set(f, EX_CONFIG, "%s: line %zu: the author's "
		    "domain cannot be signed for: it %s", s->tables.keys.file,
		    c->key->line, domain_check(c->domain, 2));
	s->list[0].domain = c->domain;
	s->list[0].selector = c->selector;
	s->list[0].identity = c->identity;
	s->n = 1;
	if (open_chosen(s, f) == -1)
		return -1;
	return check_algorithm(s, f);
}

static void
explain_choice(const struct signers *s, struct buf *b)
{
	const struct keytable_choice *c = &s->choice;

	buf_printf(b, "%s line %zu (%.*s) matches the address in %s\n",
	    s->tables.signing.file, c->signing->line,
	    (int)c->signing->key.n, c->signing->key.p, c->field);
	buf_printf(b, "%s line %zu (%.*s) has its key\n",
	    s->tables.keys.file, c->key->line, (int)c->key->key.n,
	    c->key->key.p);
}

void
signers_explain(const struct signers *s, struct buf *b)
{
	const struct signer *who;
	size_t i;

	if (s->by_table)
		explain_choice(s, b);
	for (i = 0; i < s->n; i++) {
		who = &s->list[i];
		buf_printf(b, "would sign with d=%.*s s=%.*s and ",
		    (int)who->domain.n, who->domain.p,
		    (int)who->selector.n, who->selector.p);
		if (key_type(who->key) == KEY_RSA)
			buf_printf(b, "a %u-bit RSA key", key_bits(who->key));
		else
			buf_text(b, "an Ed25519 key");
		buf_printf(b, " (%s)\n", s->files[i] == NULL ? "in the table" :
		    s->files[i]);
	}
}

void
signers_free(struct signers *s)
{
	size_t i;

	for (i = 0; i < SIGNERS_MAX; i++) {
		key_free(s->keys[i]);
		buf_free(&s->domains[i]);
	}
	if (s->by_table) {
		keytable_choice_free(&s->choice);
		keytable_free(&s->tables);
	}
	memset(s, 0, sizeof(*s));
}
