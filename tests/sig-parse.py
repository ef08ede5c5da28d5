#!/usr/bin/python3
"""Show the DKIM-Signature fields on top of a message, as RFC 6376 has them.

    sig-parse.py [TAG]...    the values of these tags, "TAG=VALUE"; all names
                             of tags when none is given
    sig-parse.py --fields    the fields of z=, one a line, as they were
    sig-parse.py --folds     complain of lines over 78 columns

White space is taken out of the values, for no tag of ours may need it.
"""

import re
import sys


def columns(line):
    n = 0
    for c in line.rstrip('\r'):
        n = n // 8 * 8 + 8 if c == '\t' else n + 1
    return n


def read(data):
    text = data.decode('latin-1')
    if text.startswith('From '):
        text = text.split('\n', 1)[1]
    out = []
    while text.lower().startswith('dkim-signature:'):
        m = re.match(r'[^\n]*(\n[ \t][^\n]*)*\n', text)
        if not m:
            sys.exit('the field has no end')
        out.append(m.group())
        text = text[m.end():]
    return out


def tags(field):
    for item in field.split(':', 1)[1].split(';'):
        name, value = item.split('=', 1)
        yield name.strip(), re.sub('[ \t\r\n]', '', value)


def unquote(text):
    return re.sub('=([0-9A-F]{2})', lambda m: chr(int(m.group(1), 16)), text)


def main():
    fields = read(sys.stdin.buffer.read())
    for field in fields:
        if '--folds' in sys.argv:
            for line in field[:-1].split('\n'):
                if columns(line) > 78 or not line.strip():
                    print('%d columns: %s' % (columns(line), line))
            continue
        values = dict(tags(field))
        if '--fields' in sys.argv:
            for item in values.get('z', '').split('|'):
                sys.stdout.buffer.write(unquote(item).encode('latin-1') +
                                        b'\n')
        elif sys.argv[1:]:
            print(' '.join('%s=%s' % (t, values[t]) for t in sys.argv[1:]
                           if t in values))
        else:
            print(' '.join(name for name, value in tags(field)))
    if not fields:
        print('no DKIM-Signature field on top')


main()
