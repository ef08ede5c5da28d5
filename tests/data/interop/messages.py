#!/usr/bin/python3
"""Messages for the tests against other implementations.

    messages.py lines DIR FILE...
    messages.py random DIR SEED N
    messages.py mutate DIR SEED FILE...

lines writes each FILE into DIR with LF and with CRLF line ends: NAME.lf and
NAME.crlf.  random writes N messages that are the same for the same seed, and
for each a file of the tags of a signature, NAME.tags, as peers.py wants them;
NAME ends in -open when the last line of the body has no line end.
mutate takes signed messages (the topmost field is the signature) and writes
each of them with one change that no signature survives; CASE.KIND is what
kind of change it is.
"""
import os
import random
import re
import sys


def read(name):
    with open(name, 'rb') as f:
        return f.read()


def write(name, data):
    with open(name, 'wb') as f:
        f.write(data)


def lines(directory, files):
    for f in files:
        stem = os.path.join(directory, os.path.basename(f).rsplit('.', 1)[0])
        text = re.sub(rb'\r?\n', b'\n', read(f))
        write(stem + '.lf', text)
        write(stem + '.crlf', text.replace(b'\n', b'\r\n'))


WORDS = [b'seal', b'mail', b'Cypher', b'a', b'=', b'b=x;', b'bh=', b'"q, r"',
         b'<x@example.com>', b'x@example.net', b'(c)', b'50%', b'a:b', b'|',
         'grün'.encode(), '€'.encode(), b'\xff\x80', b'\\', b'=?utf-8?q?=21?=',
         b'.', b'..', b'From', b';', b'-', b'x' * 70]
BLANKS = [b' ', b' ', b' ', b'  ', b'\t', b' \t ']
NAMES = [b'Subject', b'To', b'Cc', b'Message-ID', b'X-Note', b'Received',
         b'Comments', b'Reply-To', b'In-Reply-To', b'References', b'Sender',
         b'MIME-Version', b'List-Id', b'Content-Type', b'Resent-From']


class Generator:
    def __init__(self, seed):
        self.r = random.Random(seed)

    def case(self, name):
        how = self.r.random()
        return name.lower() if how < .1 else name.upper() if how < .2 else name

    def value(self, words):
        """Text with folds, behind the colon."""
        r = self.r
        out = r.choice([b' ', b' ', b' ', b'', b'\t', b'  ', b'\n '])
        for i in range(words):
            if i > 0:
                out += b'\n' if r.random() < .15 else b''
                out += r.choice(BLANKS)
            out += r.choice(WORDS)
        return out + (r.choice(BLANKS) if r.random() < .1 else b'')

    def header(self):
        r = self.r
        fields = [b'Date: Sat, 21 Nov 2026 10:%02d:00 +0000' % r.randrange(60),
                  self.case(b'From') + b': Al <al@example.org>']
        for name in r.choices(NAMES, k=r.randrange(12)):
            fields.append(self.case(name) + b':' +
                          self.value(r.choice([0, 1, 2, 5, 5, 30])))
        r.shuffle(fields)
        return fields

    def line(self):
        r = self.r
        if r.random() < .25:
            return b''
        if r.random() < .05:
            return r.choice(BLANKS)
        out = r.choice(BLANKS) if r.random() < .1 else b''
        for _ in range(r.choice([1, 3, 8, 8, 150])):
            out += r.choice(WORDS) + (r.choice(BLANKS) if r.random() < .9
                                      else b'')
        return out

    def body(self):
        r = self.r
        text = [self.line() for _ in range(r.choice([0, 1, 2, 5, 40]))]
        out = b''.join(x + b'\n' for x in text)
        out += b'\n' * r.choice([0, 0, 0, 1, 5])
        return out + (b'no line end' if r.random() < .1 else b'')

    def tags(self, fields):
        r = self.r
        tags = ['c=%s/%s' % (r.choice(['simple', 'relaxed']),
                             r.choice(['simple', 'relaxed']))]
        if r.random() < .5:
            names = [re.match(rb'[^:]*', f)[0].decode() for f in fields]
            names = [n for n in names if n.lower() == 'from' or
                     r.random() < .7]
            names += r.sample(['From', 'Subject', 'X-None', 'Cc'],
                              r.randrange(4))
            tags.append('h=' + ':'.join(names))
        for tag, values in (('i', ['@example.org', 'al@example.org',
                                   'bo@sub.example.org']),
                            ('l', ['all']), ('x', ['3600']), ('z', ['yes'])):
            if r.random() < .2:
                tags.append('%s=%s' % (tag, r.choice(values)))
        return ' '.join(tags)

    def message(self, stem):
        fields = self.header()
        text = b''.join(f + b'\n' for f in fields)
        if self.r.random() < .95:
            text += b'\n' + self.body()
        if self.r.random() < .5:
            text = text.replace(b'\n', b'\r\n')
        if not text.endswith(b'\n'):
            stem += '-open'
        write(stem + '.eml', text)
        write(stem + '.tags', self.tags(fields).encode() + b'\n')


def make(directory, seed, n):
    generator = Generator(seed)
    for i in range(n):
        generator.message(os.path.join(directory, 'random%03d' % i))


class Mutator:
    def __init__(self, seed, text):
        self.r = random.Random(seed)
        self.eol = b'\r\n' if b'\r\n' in text else b'\n'
        header, mark, self.body = text.partition(self.eol * 2)
        self.mark = mark or self.eol
        if not mark:
            header = re.sub(rb'\r?\n\Z', b'', header)
        self.fields = re.split(self.eol + rb'(?![ \t])', header)
        own = re.sub(rb'\s', b'', self.fields[0])
        self.signed = re.search(rb';h=([^;]*);', own)[1].lower().split(b':')

    def name(self, i):
        return re.match(rb'[^:]*', self.fields[i])[0].strip().lower()

    def targets(self):
        """Fields that the signature covers: of each name the lowest ones."""
        left, found = list(self.signed), []
        for i in range(len(self.fields) - 1, 0, -1):
            if self.name(i) in left:
                left.remove(self.name(i))
                found.append(i)
        return found, left

    def hashed(self, fields):
        """What the signature hashes of these, roughly as relaxed has it."""
        left, found = list(self.signed), []
        for f in reversed(fields[1:]):
            name, value = f.split(b':', 1)
            if name.strip().lower() in left:
                left.remove(name.strip().lower())
                found.append((name.strip().lower(), b' '.join(value.split())))
        return sorted(found)

    def text(self, fields=None, body=None):
        return (self.eol.join(self.fields if fields is None else fields) +
                self.mark + (self.body if body is None else body))

    def change(self, text, start=0):
        """Change one visible byte into another."""
        places = [m.start() for m in re.finditer(rb'[0-9A-Za-z]', text)
                  if m.start() >= start]
        if not places:
            return None
        at = self.r.choice(places)
        new = b'q' if text[at:at + 1] != b'q' else b'w'
        return text[:at] + new + text[at + 1:]

    def mutants(self):
        fields, r = self.fields, self.r
        body = self.change(self.body)
        if body is not None:
            yield 'body', self.text(body=body)
        found, left = self.targets()
        i = r.choice(found)
        rest = fields[:i] + fields[i + 1:]
        if self.hashed(rest) != self.hashed(fields):
            yield 'removed', self.text(rest)
        new = self.change(fields[i], fields[i].index(b':') + 1)
        if new is not None:
            yield 'field', self.text(fields[:i] + [new] + fields[i + 1:])
        yield 'below', self.text(fields + [self.fields[i] + b'x'])
        if left:
            added = r.choice(left).title() + b': x@example.com'
            yield 'above', self.text([fields[0], added] + fields[1:])
        new = re.sub(rb'(;\s*t=[0-9]*)([0-9])',
                     lambda m: m[1] + b'%d' % (int(m[2]) ^ 1), fields[0])
        if new != fields[0]:
            yield 'time', self.text([new] + fields[1:])


def mutate(directory, seed, files):
    for f in files:
        for kind, text in Mutator(seed, read(f)).mutants():
            write('%s/%s.%s' % (directory, os.path.basename(f), kind), text)
        seed += 1


def main():
    verb, directory, *rest = sys.argv[1:]
    if verb == 'lines':
        lines(directory, rest)
    elif verb == 'random':
        make(directory, int(rest[0]), int(rest[1]))
    else:
        mutate(directory, int(rest[0]), rest[1:])


main()
