#!/usr/bin/python3
"""Check that fields are Authentication-Results as RFC 8601 section 2.2 has it.

    authres-parse.py [-1] [-p] FILE...

Each file is a message, or fields alone; the topmost field must be one, folded
at 78 columns.  -1: the first line of each file is all of it, behind
"FILE:".  -p: print what was read, a line for each result.
"""

import re
import sys


class Wrong(Exception):
    pass


class Parser:
    def __init__(self, text):
        self.text, self.at = text, 0

    def fail(self, what):
        raise Wrong('%s at %d: %r' % (what, self.at,
                                      self.text[self.at:self.at + 40]))

    def take(self, regex, what):
        m = re.compile(regex).match(self.text, self.at)
        if not m:
            self.fail(what)
        self.at = m.end()
        return m.group()

    def maybe(self, char):
        if self.text[self.at:self.at + 1] == char:
            self.at += 1
            return True
        return False

    def comment(self):
        self.take(r'\(', 'comment')
        while not self.maybe(')'):
            if self.text[self.at:self.at + 1] == '(':
                self.comment()
            else:
                # FWS, ctext with UTF-8, quoted-pair
                self.take(r'[ \t]|\r?\n[ \t]|[!-\'*-\[\]-~\x80-\U0010ffff]'
                          r'|\\[\t !-~]', 'ctext')

    def cfws(self):
        """[CFWS]: was there any?"""
        start = self.at
        while True:
            if self.text[self.at:self.at + 1] == '(':
                self.comment()
            elif not re.compile(r'(?:\r?\n)?[ \t]').match(self.text, self.at):
                return self.at > start
            else:
                self.at += len(re.compile(r'(?:(?:\r?\n)?[ \t])+').match(
                    self.text, self.at).group())

    def quoted(self):
        s = self.take(r'"(?:(?:\r?\n)?[ \t]|[!#-\[\]-~\x80-\U0010ffff]'
                      r'|\\[\t !-~\x80-\U0010ffff])*"', 'quoted-string')
        return re.sub(r'\\(.)', r'\1', re.sub(r'\r?\n', '', s[1:-1]))

    def value(self):
        if self.text[self.at:self.at + 1] == '"':
            return self.quoted()
        return self.take(r'[!#-\'*+\-.0-9A-Z^-~\x80-\U0010ffff]+', 'token')

    def keyword(self):
        return self.take(r'[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?',
                         'Keyword')

    DOMAIN = (r'[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?'
              r'(?:\.[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?)*')

    def pvalue(self):
        """value / [ [ local-part ] "@" ] domain-name, the longer of both."""
        start = self.at
        try:
            local = ''
            if self.text[self.at:self.at + 1] == '"':
                self.quoted()
            elif self.text[self.at:self.at + 1] != '@':
                atom = r'[A-Za-z0-9!#$%&\'*+/=?^_`{|}~\x80-\U0010ffff-]+'
                self.take(atom + r'(?:\.' + atom + ')*', 'dot-atom')
            local = re.sub(r'\r?\n', '', self.text[start:self.at])
            self.take('@', '@')
            return local + '@' + self.take(self.DOMAIN, 'domain-name')
        except Wrong:
            self.at = start
            return self.value()

    def end(self):
        return self.at == len(self.text)

    def field(self):
        self.take('Authentication-Results:', 'field name')
        self.cfws()
        out = ['id=' + self.value()]
        if self.cfws() and re.match('[0-9]', self.text[self.at:]):
            self.take('[0-9]+', 'version')
            self.cfws()
        while not self.end():
            self.take(';', '";"')
            self.cfws()
            out.append(self.resinfo())
        if len(out) == 1:
            self.fail('no result')
        return out

    def resinfo(self):
        method = self.keyword()
        self.cfws()
        if self.maybe('/'):
            self.cfws()
            self.take('[0-9]+', 'method-version')
            self.cfws()
        self.take('=', '"="')
        self.cfws()
        words = [method + '=' + self.keyword()]
        names = set()
        while True:
            space = self.cfws()
            if self.end() or self.text[self.at] == ';':
                return ' '.join(words)
            if not space:
                self.fail('no white space')
            name = self.keyword()
            self.cfws()
            if name == 'reason' and len(words) == 1:
                self.take('=', '"="')
                self.cfws()
                words.append('reason=' + repr(self.value()))
                continue
            self.take(r'\.', '"."')
            self.cfws()
            name += '.' + self.keyword()
            self.cfws()
            self.take('=', '"="')
            self.cfws()
            if name in names:
                self.fail(name + ' twice')
            names.add(name)
            words.append(name + '=' + self.pvalue())


def columns(line):
    n = 0
    for c in line:
        n = n // 8 * 8 + 8 if c == '\t' else n + 1
    return n


def check_folds(text, why):
    for line in re.split(r'\r?\n', text):
        if columns(line) > 78 and len(line.split()) > 1:
            raise Wrong('a line of %d columns that could be folded: %r' %
                        (columns(line), line[:100]))
        if len(line) > 998:
            raise Wrong('a line of %d characters' % len(line))
        if not line.strip():
            raise Wrong('a line of white space only')


def main():
    args = sys.argv[1:]
    one = '-1' in args
    show = '-p' in args
    status = 0
    for name in (a for a in args if not a.startswith('-')):
        with open(name, 'rb') as f:
            data = f.read()
        try:
            text = data.decode('utf-8')
            if one:
                text = text.split('\n')[0].split(':', 1)[1]
            if text.startswith('From '):
                text = text.split('\n', 1)[1]
            if not text.strip():
                raise Wrong('empty')
            text = re.split(r'\r?\n(?![ \t])', text)[0]
            if not one:
                check_folds(text, name)
            for line in Parser(text).field():
                if show:
                    print(line)
        except (Wrong, UnicodeDecodeError) as e:
            print('%s: %s' % (name, e))
            status = 1
    sys.exit(status)


main()
