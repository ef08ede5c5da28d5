#!/usr/bin/python3
"""Other implementations of DKIM: dkimpy, and OpenDKIM's library.

    peers.py verify dkimpy|opendkim KEYS FILE...
    peers.py sign dkimpy|opendkim DIRECTORY LIST

verify prints for each file its name and pass or fail for each signature, in
the order of the message.  sign reads lines of LIST, "IN OUT KEY CANON
SELECTOR HEADERS LENGTH" (a minus sign for none), and writes OUT.  Messages go
to them with CRLF line ends, as on the wire.
"""
import base64
import ctypes as c
import os
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
        self.keys = keys

    def lookup(self, name, timeout=0):
        return self.keys.get(name.rstrip(b'.').lower())

    def verify(self, message):
        return [self.verify_one(message, i) for i in range(count(message))]

    def verify_one(self, message, i):
        try:
            d = self.dkim.DKIM(message)
            return bool(d.verify(i, dnsfunc=self.lookup))
        except Exception:
            return False

    def sign(self, message, key, canon, selector, headers, length):
        algorithm = b'rsa-sha256'
        if is_ed25519(key):
            algorithm = b'ed25519-sha256'
            der = base64.b64decode(b''.join(key.splitlines()[1:-1]))
            key = base64.b64encode(der[-32:])
        d = self.dkim.DKIM(message, signature_algorithm=algorithm)
        field = d.sign(selector, DOMAIN, key,
                       canonicalize=tuple(canon.split(b'/')),
                       include_headers=headers and headers.split(b':'),
                       length=length is not None)
        return field + message


class Opendkim:
    """libopendkim; the numbers are those of its dkim.h."""
    SET, FLAGS, QUERYMETHOD, QUERYINFO = 1, 0, 6, 7
    SIGNHDRS, FILE = 4, 1
    PASSED, PROCESSED, BH_MATCH = 0x04, 0x02, 0
    CANON = {b'simple': 0, b'relaxed': 1}

    def __init__(self, keys=None):
        lib = self.lib = c.CDLL('libopendkim.so.11')
        lib.dkim_init.restype = c.c_void_p
        lib.dkim_verify.restype = lib.dkim_sign.restype = c.c_void_p
        self.handle = c.c_void_p(lib.dkim_init(None, None))
        if keys is not None:
            self.option(self.QUERYMETHOD, c.byref(c.c_int(self.FILE)), 4)
            self.path = c.create_string_buffer(keys.encode())
            self.option(self.QUERYINFO, self.path, len(keys))

    def option(self, which, value, size):
        if self.lib.dkim_options(self.handle, self.SET, which, value,
                                 c.c_size_t(size)) != 0:
            raise RuntimeError('dkim_options')

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
        self.lib.dkim_sig_getflags.restype = c.c_uint
        return (self.lib.dkim_sig_getflags(sig) & self.PASSED != 0 and
                self.lib.dkim_sig_getbh(sig) == self.BH_MATCH)

    def sign(self, message, key, canon, selector, headers, length):
        lib, status = self.lib, c.c_int()
        algorithm = 2 if is_ed25519(key) else 1
        hc, bc = (self.CANON[x] for x in canon.split(b'/'))
        names = (headers or b'').split(b':')
        array = (c.c_char_p * (len(names) + 1))(*names, None)
        self.option(self.SIGNHDRS, array if headers else None,
                    c.sizeof(c.c_void_p))
        d = c.c_void_p(lib.dkim_sign(
            self.handle, b'x', None, key, selector, DOMAIN, hc, bc, algorithm,
            c.c_ssize_t(-1 if length is None else int(length)),
            c.byref(status)))
        try:
            if not d or self.feed(d, message) != 0 or lib.dkim_eom(d, None):
                raise RuntimeError('status %d' % status.value)
            text, n = c.c_char_p(), c.c_size_t()
            s = lib.dkim_getsighdr_d(d, c.c_size_t(16), c.byref(text),
                                     c.byref(n))
            if s != 0:
                raise RuntimeError('no field: %d' % s)
            return b'DKIM-Signature: ' + text.value + b'\r\n' + message
        finally:
            lib.dkim_free(d)


PEERS = {'dkimpy': Dkimpy, 'opendkim': Opendkim}


def verify(name, keys, files):
    if name == 'dkimpy':
        keys = read_keys(keys)
    peer = PEERS[name](keys)
    for f in files:
        verdicts = peer.verify(wire(read(f)))
        print(f, ' '.join('pass' if v else 'fail' for v in verdicts))


def sign(name, directory, rows):
    peer = PEERS[name]()
    with open(rows) as f:
        lines = f.read().splitlines()
    for line in lines:
        infile, out, key, *rest = line.split()
        canon, selector, headers, length = (
            None if x == '-' else x.encode() for x in rest)
        out = os.path.join(directory, out)
        infile = os.path.join(directory, infile)
        try:
            write(out, peer.sign(wire(read(infile)), read(key), canon,
                                 selector, headers, length))
        except Exception as e:
            print('%s: %s cannot sign it: %s' % (infile, name, e))


def main():
    if sys.argv[1] == 'verify':
        files = sys.argv[4:] or sys.stdin.read().splitlines()
        verify(sys.argv[2], sys.argv[3], files)
    else:
        sign(*sys.argv[2:])


main()
