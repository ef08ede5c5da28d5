#!/usr/bin/python3
"""Other implementations of DKIM: dkimpy, and OpenDKIM's library.

    peers.py verify dkimpy|opendkim KEYS [FILE]...
    peers.py sign dkimpy|opendkim KEYDIR LIST
    peers.py canon FILE.simple|FILE.relaxed...

verify prints for each file (of standard input, if none is named) its name and
pass or fail for each signature, in the order of the message.  KEYS is a file
of lines "NAME TEXT"; for dkimpy also a port of 127.0.0.1 where DNS has them.

sign reads lines of LIST, "IN OUT s=SELECTOR c=HEADER/BODY", with more words
behind if they are wanted: h=NAMES i=ADDRESS l=all x=SECONDS z=yes; the key is
KEYDIR/SELECTOR.private.  OUT is the signed message, with the line ends of IN.

canon names what dkimpy's canonicalization of FILE.in does not make.

Messages go to them with CRLF line ends, as on the wire.
"""
import base64
import ctypes as c
import re
import sys

DOMAIN = b'example.org'


def wire(message):
    return re.sub(rb'\r?\n', b'\r\n', message)


def read(name):
    with open(name, 'rb') as f:
        return f.read()


def write(name, data):
    with open(name, 'wb') as f:
        f.write(data)


def read_keys(name):
    keys = {}
    for line in read(name).splitlines():
        owner, value = line.split(None, 1)
        keys[owner.lower()] = value
    return keys


def is_ed25519(key):
    return len(b''.join(key.splitlines()[1:-1])) < 100


def count(message):
    header = message.split(b'\r\n\r\n', 1)[0]
    return len(re.findall(rb'(?im)^dkim-signature[ \t]*:', header))


class Dkimpy:
    def __init__(self, keys=None):
        import dkim
        import logging
        logging.disable(logging.CRITICAL)
        self.dkim = dkim
        self.lookup = dkim.get_txt
        if keys is not None and keys.isdigit():
            self.ask(int(keys))
        elif keys is not None:
            self.keys = read_keys(keys)
            self.lookup = self.find

    def ask(self, port):
        import dns.resolver
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers = ['127.0.0.1']
        resolver.port = port
        dns.resolver.default_resolver = resolver

    def find(self, name, timeout=0):
        return self.keys.get(name.rstrip(b'.').lower())

    def verify(self, message):
        return [self.verify_one(message, i) for i in range(count(message))]

    def verify_one(self, message, i):
        try:
            d = self.dkim.DKIM(message)
            return bool(d.verify(i, dnsfunc=self.lookup))
        except Exception:
            return False

    def sign(self, message, key, tags):
        algorithm = b'rsa-sha256'
        if is_ed25519(key):
            algorithm = b'ed25519-sha256'
            der = base64.b64decode(b''.join(key.splitlines()[1:-1]))
            key = base64.b64encode(der[-32:])
        d = self.dkim.DKIM(message, signature_algorithm=algorithm)
        d.should_not_sign = set()
        return d.sign(tags['s'], DOMAIN, key, identity=tags.get('i'),
                      canonicalize=tuple(tags['c'].split(b'/')),
                      include_headers=tags['h'].split(b':')
                      if 'h' in tags else None, length='l' in tags)


class Opendkim:
    """libopendkim; the numbers are those of its dkim.h."""
    SET = 1
    FLAGS, SIGNHDRS, OVERSIGNHDRS, QUERYMETHOD, QUERYINFO, TTL = \
        0, 4, 5, 6, 7, 11
    QUERY_FILE = 1
    SIGNLEN, ZTAGS = 0x04, 0x10
    PASSED, BH_MATCH = 0x04, 0
    CANON = {b'simple': 0, b'relaxed': 1}

    def __init__(self, keys=None):
        lib = self.lib = c.CDLL('libopendkim.so.11')
        lib.dkim_init.restype = c.c_void_p
        lib.dkim_verify.restype = lib.dkim_sign.restype = c.c_void_p
        lib.dkim_sig_getflags.restype = c.c_uint
        self.open()
        if keys is not None:
            self.option(self.QUERYMETHOD, c.c_int(self.QUERY_FILE))
            self.path = c.create_string_buffer(keys.encode())
            self.option(self.QUERYINFO, self.path, len(keys))

    def open(self):
        self.handle = c.c_void_p(self.lib.dkim_init(None, None))

    def close(self):
        self.lib.dkim_close(self.handle)

    def option(self, which, value, size=None):
        if self.lib.dkim_options(
                self.handle, self.SET, which, c.byref(value),
                c.c_size_t(size or c.sizeof(value))) != 0:
            raise RuntimeError('dkim_options %d' % which)

    def names(self, which, names):
        array = (c.c_char_p * (len(names) + 1))(*names, None)
        self.option(which, array, c.sizeof(c.c_void_p))

    def feed(self, d, message):
        """0, or the first status that is not."""
        lib = self.lib
        header, mark, body = message.partition(b'\r\n\r\n')
        if not mark and header.endswith(b'\r\n'):
            header = header[:-2]
        for field in re.split(rb'\r\n(?![ \t])', header):
            s = lib.dkim_header(d, field, c.c_size_t(len(field)))
            if s != 0:
                return s
        s = lib.dkim_eoh(d)
        if s == 0 and body:
            s = lib.dkim_body(d, body, c.c_size_t(len(body)))
        return s

    def verify(self, message):
        lib, status = self.lib, c.c_int()
        d = c.c_void_p(lib.dkim_verify(self.handle, b'x', None,
                                       c.byref(status)))
        wanted = count(message)
        try:
            if self.feed(d, message) != 0:
                return [False] * wanted
            lib.dkim_eom(d, None)
            sigs = c.POINTER(c.c_void_p)()
            n = c.c_int()
            if lib.dkim_getsiglist(d, c.byref(sigs), c.byref(n)) != 0:
                return [False] * wanted
            return [self.passed(c.c_void_p(sigs[i])) for i in range(n.value)]
        finally:
            lib.dkim_free(d)

    def passed(self, sig):
        return (self.lib.dkim_sig_getflags(sig) & self.PASSED != 0 and
                self.lib.dkim_sig_getbh(sig) == self.BH_MATCH)

    def set_tags(self, message, tags):
        flags = (self.SIGNLEN if 'l' in tags else 0) | \
            (self.ZTAGS if 'z' in tags else 0)
        self.option(self.FLAGS, c.c_uint(flags))
        if 'x' in tags:
            self.option(self.TTL, c.c_uint64(int(tags['x'])))
        if 'h' in tags:
            names = tags['h'].lower().split(b':')
            header = message.split(b'\r\n\r\n', 1)[0]
            there = [x.lower() for x in re.findall(
                rb'(?m)^([!-9;-~]+)[ \t]*:', header)]
            self.names(self.SIGNHDRS, list(dict.fromkeys(names)))
            self.names(self.OVERSIGNHDRS, [
                x for x in dict.fromkeys(names)
                if names.count(x) > there.count(x)])

    def sign(self, message, key, tags):
        self.open()
        try:
            self.set_tags(message, tags)
            return self.sign_one(message, key, tags)
        finally:
            self.close()

    def sign_one(self, message, key, tags):
        lib, status = self.lib, c.c_int()
        hc, bc = (self.CANON[x] for x in tags['c'].split(b'/'))
        d = c.c_void_p(lib.dkim_sign(
            self.handle, b'x', None, key, tags['s'], DOMAIN, hc, bc,
            2 if is_ed25519(key) else 1, c.c_ssize_t(-1), c.byref(status)))
        try:
            if not d:
                raise RuntimeError('status %d' % status.value)
            if 'i' in tags:
                lib.dkim_set_signer(d, tags['i'])
            s = self.feed(d, message) or lib.dkim_eom(d, None)
            if s != 0:
                raise RuntimeError('status %d' % s)
            text, n = c.c_char_p(), c.c_size_t()
            s = lib.dkim_getsighdr_d(d, c.c_size_t(16), c.byref(text),
                                     c.byref(n))
            if s != 0:
                raise RuntimeError('no field: %d' % s)
            return b'DKIM-Signature: ' + text.value + b'\r\n'
        finally:
            lib.dkim_free(d)


PEERS = {'dkimpy': Dkimpy, 'opendkim': Opendkim}


def verify(name, keys, files):
    peer = PEERS[name](keys)
    for f in files or sys.stdin.read().splitlines():
        verdicts = peer.verify(wire(read(f)))
        print(f, *('pass' if v else 'fail' for v in verdicts))


def sign(name, keydir, rows):
    peer = PEERS[name]()
    for line in read(rows).decode().splitlines():
        infile, out, *words = line.split()
        tags = {x[0]: x[2:].encode() for x in words}
        key = read('%s/%s.private' % (keydir, tags['s'].decode()))
        message = read(infile)
        try:
            field = peer.sign(wire(message), key, tags)
        except Exception as e:
            print('%s: %s cannot sign it: %s' % (infile, name, e))
            continue
        if b'\r\n' not in message:
            field = field.replace(b'\r\n', b'\n')
        write(out, field + message)


def canon(files):
    """What a file stands for is in its name: body-... or header-..."""
    from dkim.canonicalization import ALGORITHMS
    for f in files:
        stem, kind = f.rsplit('.', 1)
        text, algorithm = wire(read(stem + '.in')), ALGORITHMS[kind.encode()]
        if '/body-' in f:
            got = algorithm.canonicalize_body(text)
        else:
            fields = re.split(rb'\r\n(?![ \t])', re.sub(rb'\r\n\Z', b'', text))
            pairs = [x.split(b':', 1) for x in fields]
            got = b''.join(b':'.join(x) for x in
                           algorithm.canonicalize_headers(
                               [(x, y + b'\r\n') for x, y in pairs]))
        if got != read(f):
            print(f)


def main():
    verb, *args = sys.argv[1:]
    if verb == 'verify':
        verify(args[0], args[1], args[2:])
    elif verb == 'sign':
        sign(*args)
    else:
        canon(args)


main()
