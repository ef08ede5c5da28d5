#!/usr/bin/python3
"""From fields for authorread -l, and what others make of them.

    author-peer.py SEED N		print N values made of odd pieces
    author-peer.py VALUES OURS		compare with what authorread printed

The domains that email.utils and email.headerregistry find must be among
ours, where we have an author at all; a plain field has no more than theirs.
"""

import email.policy
import email.utils
import random
import re
import sys

PIECES = ['a@x.example', '<b@y.example>', 'c@z.example', '"q"', '"d@w.example"',
          '(c)', '(e@v.example)', ',', ';', 'G:', 'word', ' ', ' ', '<', '>',
          '@', '.', 'u.example', '[192.0.2.1]', '=?utf-8?q?f=40t.example?=']


def make(seed, n):
    r = random.Random(seed)
    for _ in range(n):
        print(''.join(r.choice(PIECES) for _ in range(r.randint(1, 6))))


def domains(value):
    """Names only, as theirs can be anything."""
    found = [a for _, a in email.utils.getaddresses([value])]
    try:
        found += [a.addr_spec for a in
                  email.policy.default.header_factory('From', value).addresses]
    except Exception:           # it has its own troubles
        pass
    names = {a.rpartition('@')[2].lower() for a in found if '@' in a}
    return {n for n in names if re.fullmatch(r'[a-z]+(\.[a-z]+)*', n)}


def compare(values, ours):
    with open(values) as v, open(ours) as o:
        for value, line in zip(v, o, strict=True):
            value = value.rstrip('\n')
            if '!' in line:
                continue
            got = set(line.partition('?')[0].split())
            theirs = domains(value)
            if not theirs <= got:
                print('%r: %s, not %s' % (value, sorted(theirs), sorted(got)))
            if '?' not in line and theirs and got != theirs:
                print('%r: more: %s' % (value, sorted(got - theirs)))


if sys.argv[1].isdigit():
    make(int(sys.argv[1]), int(sys.argv[2]))
else:
    compare(sys.argv[1], sys.argv[2])
