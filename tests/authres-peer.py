#!/usr/bin/python3
"""What python3-authres reads in fields, one on a line, as authread -l has it,
but without comments and domains.
"""

import sys

from authres import AuthenticationResultsHeader


def quoted(text):
    return '"' + text.replace('\\', '\\\\').replace('"', '\\"') + '"'


def value(text):
    """Its values of mailboxes are joined."""
    local, at, domain = text.rpartition('@')
    return quoted(local) + at + quoted(domain) if at else quoted(text)


for line in sys.stdin:
    header = AuthenticationResultsHeader.parse(line.rstrip('\n'))
    print('id=' + header.authserv_id)
    for r in header.results:
        words = [r.method + '=' + r.result]
        if r.reason:
            words.append('reason=' + quoted(r.reason))
        words += [p.type + '.' + p.name + '=' + value(p.value)
                  for p in r.properties]
        print(' '.join(words))
