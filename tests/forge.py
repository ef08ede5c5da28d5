#!/usr/bin/python3
"""Make odd messages whose DKIM signatures really verify.

    forge.py CASES FOLDER    one case a line: NAME | OPTIONS | anything

Writes FOLDER/NAME.eml for each line and FOLDER/zone with all key records;
the selector of a case is its name.  Shares no code with mailseal: its own
canonicalization (RFC 6376 section 3.4), RSA and DER; openssl(1) makes the
Ed25519 signatures.  Keys are throw-away: tests/data/verify/primes.
"""

import argparse
import base64
import codecs
import hashlib
import os
import re
import shlex
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ED25519 = os.path.join(HERE, 'data/verify/ed25519.pem')
NOW = 1795276800
SPACE = b'[ \t\r\n]'


def plain(text):
    """Undo the escapes of an option; UTF-8 stays UTF-8."""
    return codecs.escape_decode(text.encode())[0]


# ASN.1 DER, as much as an RSA key needs

def der(tag, *parts):
    body = b''.join(parts)
    if len(body) < 128:
        return bytes([tag, len(body)]) + body
    size = len(body).to_bytes((len(body).bit_length() + 7) // 8, 'big')
    return bytes([tag, 128 + len(size)]) + size + body


def der_int(n):
    return der(2, n.to_bytes(n.bit_length() // 8 + 1, 'big'))


RSA_ID = bytes.fromhex('300d06092a864886f70d0101010500')
ED_ID = bytes.fromhex('300506032b6570')
PREFIX = {
    'sha1': bytes.fromhex('3021300906052b0e03021a05000414'),
    'sha256': bytes.fromhex('3031300d060960864801650304020105000420'),
}


class Rsa:
    kind = 'rsa'

    def __init__(self, primes, e):
        self.primes, self.e, self.n = primes, e, 1
        for p in primes:
            self.n *= p

    def sign(self, digest, hash_name):
        size = (self.n.bit_length() + 7) // 8
        t = PREFIX[hash_name] + digest
        em = b'\0\1' + b'\xff' * (size - len(t) - 3) + b'\0' + t
        m = int.from_bytes(em, 'big')
        if self.e % 2 == 0:     # no such thing: the key is refused before
            return em
        s, done = 0, 1
        for p in self.primes:
            part = pow(m, pow(self.e, -1, p - 1), p)
            s += done * ((part - s) * pow(done, -1, p) % p)
            done *= p
        return s.to_bytes(size, 'big')

    def record(self, form):
        bare = der(0x30, der_int(self.n), der_int(self.e))
        if form == 'bare':
            return bare
        return der(0x30, RSA_ID, der(3, b'\0', bare))


class Ed25519:
    kind = 'ed25519'
    known = None

    def sign(self, digest, hash_name):
        with tempfile.NamedTemporaryFile() as f:
            f.write(digest)
            f.flush()
            return subprocess.run(['openssl', 'pkeyutl', '-sign', '-rawin',
                '-inkey', ED25519, '-in', f.name],
                stdout=subprocess.PIPE, check=True).stdout

    def record(self, form):
        if Ed25519.known is None:
            Ed25519.known = subprocess.run(['openssl', 'pkey', '-in',
                ED25519, '-pubout', '-outform', 'DER'],
                stdout=subprocess.PIPE, check=True).stdout
        return self.known if form == 'spki' else self.known[-32:]


def read_keys():
    keys = {'ed25519': Ed25519()}
    with open(os.path.join(HERE, 'data/verify/primes')) as f:
        for line in f:
            words = line.split('#')[0].split()
            if words:
                keys[words[0]] = Rsa([int(p, 16) for p in words[2:]],
                                     int(words[1]))
    return keys


# RFC 6376 section 3.4

def canon_body(body, how):
    lines = body.split(b'\r\n')
    if how == 'relaxed':
        lines = [re.sub(b'[ \t]+', b' ', x).rstrip(b' ') for x in lines]
    while lines and lines[-1] == b'':
        lines.pop()
    if not lines and how == 'relaxed':
        return b''
    return b'\r\n'.join(lines) + b'\r\n'


def canon_field(field, how):
    """The field has no last CRLF, nor has the result."""
    if how == 'simple':
        return field
    name, value = field.split(b':', 1)
    value = re.sub(b'[ \t]+', b' ', value.replace(b'\r\n', b''))
    return name.strip(b' \t').lower() + b':' + value.strip(b' ')


def parse_tags(value):
    tags = {}
    for item in value.split(b';'):
        if b'=' in item:
            name, rest = item.split(b'=', 1)
            tags.setdefault(name.strip(b' \t\r\n'), rest.strip(b' \t\r\n'))
    return tags


def pick_fields(fields, names):
    left = list(fields)
    for name in names:
        want = name.strip(b' \t\r\n').lower()
        for i in range(len(left) - 1, -1, -1):
            if left[i].split(b':', 1)[0].strip(b' \t').lower() == want:
                yield left.pop(i)
                break


# Options of a case

def options():
    p = argparse.ArgumentParser(prog='case', allow_abbrev=False)
    add = p.add_argument
    add('--field', action='append', default=[], help='one more field')
    add('--header', help='all of the header instead of the default')
    add('--body', default='Hello, world!\\r\\n')
    add('--eol', default='lf', choices=['lf', 'crlf'])
    add('--edit', action='append', default=[], metavar='OLD=>NEW',
        help='change the whole message once it is signed')
    add('--key', default='r1024')
    add('--tags', help='the whole tag list: {s} {bh} {b} are filled in')
    add('--set', action='append', default=[], metavar='TAG=VALUE')
    add('--drop', action='append', default=[], metavar='TAG')
    add('--more', default='', help='text at the end of the tag list')
    add('--name', default='DKIM-Signature', help='what the field is called')
    add('--as', dest='as_', default='', metavar='HASH:H/B:L',
        help='how it is signed in truth, where the tags do not say')
    add('--bfill', default='', help='text between every 20 octets of b=')
    add('--hfill', default='', help='the same in bh=')
    add('--record', action='append', help='{p} is the public key')
    add('--form', help='of {p}: spki, bare or raw')
    add('--owner', help='the name of the record; @ is the default one')
    add('--rr', action='append', default=[], help='a line of the zone file')
    return p


DEFAULT = ['v=1', 'a={a}', 'c=relaxed/relaxed', 'd=example.org', 's={s}',
           'h=From:To:Subject', 'bh={bh}', 'b={b}']


def tag_list(o):
    if o.tags is not None:
        return o.tags
    tags = [t for t in DEFAULT if t.split('=')[0] not in o.drop]
    for new in o.set:
        name = new.split('=')[0]
        for i, tag in enumerate(tags):
            if tag.split('=')[0] == name:
                tags[i] = new
                break
        else:
            tags.insert(5, new)
    return ' ' + '; '.join(tags) + o.more


def fill(data, what):
    text = base64.b64encode(data)
    if what:
        text = what.join(text[i:i + 20] for i in range(0, len(text), 20))
    return text


def sign(o, fields, body, key, selector):
    """A DKIM-Signature field over these fields and this body."""
    text = plain(tag_list(o)).replace(b'{s}', selector)
    text = text.replace(b'{a}', key.kind.encode() + b'-sha256')
    tags = parse_tags(text)
    how = (o.as_ + '::').split(':')
    alg = tags.get(b'a', b'').decode()
    name = how[0] or ('sha1' if alg.endswith('sha1') else 'sha256')
    canon = how[1] or tags.get(b'c', b'simple').decode()
    header, cbody = (canon.split('/') + ['simple'])[:2]
    canonical = canon_body(body, cbody)
    length = how[2] or tags.get(b'l', b'').decode()
    if length.isdigit():
        canonical = canonical[:int(length)]
    digest = getattr(hashlib, name)
    bh = fill(digest(canonical).digest(), plain(o.hfill))
    field = plain(o.name) + b':' + text.replace(b'{bh}', bh)
    # The value of b= goes with all white space around it (section 3.7).
    empty = re.sub(SPACE + b'*[{]b[}]' + SPACE + b'*', b'', field)
    data = b''.join(canon_field(f, header) + b'\r\n'
                    for f in pick_fields(fields,
                                         tags.get(b'h', b'').split(b':')))
    data += canon_field(empty, header)
    b = key.sign(digest(data).digest(), name)
    return field.replace(b'{b}', fill(b, plain(o.bfill)))


def txt(owner, text):
    strings = [text[i:i + 200] for i in range(0, len(text), 200)] or [b'']
    out = owner + b'. TXT'
    for s in strings:
        out += b' "' + b''.join(
            b'\\%03d' % c if c < 32 or c > 126 or c in b'"\\' else
            bytes([c]) for c in s) + b'"'
    return out + b'\n'


def records(o, key, selector):
    tags = parse_tags(plain(tag_list(o)))
    owner = selector + b'._domainkey.' + tags.get(b'd', b'example.org')
    if not re.fullmatch(rb'([\w-]{1,63}\.)*[\w-]{1,63}', owner, re.A):
        owner = b'no-name.example.net'
    if o.owner:
        owner = o.owner.replace('@', owner.decode()).encode()
    form = o.form or ('raw' if key.kind == 'ed25519' else 'spki')
    p = base64.b64encode(key.record(form))
    default = ['v=DKIM1; k=%s; p={p}' % key.kind]
    for r in o.record if o.record is not None else default:
        if r != 'none':
            r = plain(r).replace(b'{p}', p)
            r = r.replace(b'{blanks}', b' '.join(
                p[i:i + 30] for i in range(0, len(p), 30)))
            yield txt(owner, r)
    for line in o.rr:
        yield plain(line).replace(b'{s}', selector) + b'\n'


HEADER = ('From: author@example.org\\r\\nTo: reader@example.net\\r\\n'
          'Subject: test\\r\\nDate: Sat, 21 Nov 2026 12:00:00 +0000\\r\\n')


def split_header(text):
    return re.split(b'\r\n(?![ \t])', text.rstrip(b'\r\n')) if text else []


def forge(name, words, keys):
    """The message, and the lines of its zone."""
    groups = [[]]
    for w in words:
        if w == '--and':        # one more signature, above the others
            groups.append([])
        else:
            groups[-1].append(w)
    parsed = [options().parse_args(g) for g in groups]
    first = parsed[0]
    fields = split_header(plain(HEADER if first.header is None
                                else first.header))
    fields += [plain(f) for f in first.field]
    body, zone = plain(first.body), b''
    message = b''.join(f + b'\r\n' for f in fields)
    base = list(fields)
    for i, o in enumerate(parsed):
        selector = name.encode() + (b'%d' % i if i else b'')
        if o.key == 'none':
            continue
        key = keys[o.key]
        field = sign(o, base, body, key, selector)
        base.insert(0, field)
        message = field + b'\r\n' + message
        for line in records(o, key, selector):
            zone += line
    message += b'\r\n' + body
    for o in parsed:
        for edit in o.edit:
            old, new = (plain(x) for x in edit.split('=>'))
            if old not in message:
                sys.exit('%s: nothing to edit: %s' % (name, edit))
            message = message.replace(old, new, 1)
    if first.eol == 'lf':
        message = message.replace(b'\r\n', b'\n')
    return message, zone


def main():
    keys = read_keys()
    zone = b''
    with open(sys.argv[1]) as f:
        for line in f:
            if not line.strip() or line.startswith('#'):
                continue
            name, words = (x.strip() for x in line.split('|')[:2])
            message, lines = forge(name, shlex.split(words), keys)
            zone += lines
            with open(os.path.join(sys.argv[2], name + '.eml'), 'wb') as out:
                out.write(message)
    with open(os.path.join(sys.argv[2], 'zone'), 'ab') as out:
        out.write(zone)


main()
