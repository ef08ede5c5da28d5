#!/usr/bin/python3
"""A DNS server with faults, for tests.

usage: dnsfault.py [-6v] [-p PORT] FILE

Answers over UDP and TCP on 127.0.0.1 (-6: ::1).  The first line on standard
output is "PORT n"; -v logs each question on standard error.  Ends when
standard input closes, or by SIGTERM.

Each line of FILE: NAME TYPE MODE TEXT, or "NAME TYPE - TEXT" for an honest
answer; # begins a comment line.  TYPE is TXT, A, AAAA, CNAME, MX, NS, PTR or
SPF; ANYTYPE stands for all of them, and for the names below (for faults).
TEXT is the rest of the line; of MX it is the preference and the name.  \\xNN
is a byte of it, or of a label.  TXT and SPF are cut into strings of 255
octets, and where there is a \\+.  Several lines of a name and type are several
records.  A name not in the file does not exist.

MODE is a list, joined by commas, of:
  delay=MS       answer so much later
  timeout        never answer
  servfail refused notimp formerr nxdomain nodata
                 that answer, without records
  noedns         FORMERR to a question with EDNS
  truncated      TC over UDP, the whole answer over TCP
  truncated-always
                 TC over TCP as well
  tcp-hang       TC over UDP, silence over TCP
  tcp-cut        TC over UDP, half an answer over TCP
  badlength      RDLENGTH goes beyond the packet
  badstring      a string goes beyond its RDATA
  cut            the packet ends in the middle of the record
  short          the packet is eleven octets
  badid qr0      wrong ID; a question in place of an answer
  wrong-question wrong-owner
                 another name in the question; in the record
  tcp-question   TC over UDP, another name in the question over TCP
  garbage        random octets behind the ID
  pointer-loop   a name of the answer points to itself
  rdata-loop     the name in the data points to itself
  norecords      ANCOUNT says more records than there are
  alone          a CNAME without the records of its target
  referral       NS records in the authority section only
  ad             the AD bit is set
  ttl=N          for the record (default 300)
"""

import getopt
import os
import re
import signal
import socket
import struct
import sys
import threading
import time

TYPES = {"A": 1, "NS": 2, "CNAME": 5, "PTR": 12, "MX": 15, "TXT": 16,
         "AAAA": 28, "SPF": 99}
RCODES = {"formerr": 1, "servfail": 2, "nxdomain": 3, "notimp": 4,
          "refused": 5, "nodata": 0}
OPT = 41


def unescape(text):
    raw = text.encode("latin-1")
    return re.sub(rb"\\x([0-9a-fA-F]{2})",
                  lambda m: bytes([int(m.group(1), 16)]), raw)


def escape(label):
    """The one form of a label that names have here."""
    return re.sub(rb"[^A-Za-z0-9_*-]", lambda m: b"\\x%02x" % m.group()[0],
                  label).decode("ascii")


def plain_name(name):
    return ".".join(escape(unescape(label))
                    for label in name.rstrip(".").split("."))


def pack_name(name):
    out = b""
    for label in name.rstrip(".").split("."):
        if label:
            out += bytes([len(unescape(label))]) + unescape(label)
    return out + b"\0"


def pack_data(rrtype, text):
    if rrtype == "A":
        return socket.inet_aton(text)
    if rrtype == "AAAA":
        return socket.inet_pton(socket.AF_INET6, text)
    if rrtype in ("CNAME", "NS", "PTR"):
        return pack_name(text)
    if rrtype == "MX":
        preference, name = text.split()
        return struct.pack(">H", int(preference)) + pack_name(name)
    if text.startswith("@"):        # @N: so many octets
        text = "x" * int(text[1:])
    out = b""
    for raw in map(unescape, text.split("\\+")):
        for i in range(0, len(raw) or 1, 255):
            out += bytes([len(raw[i:i + 255])]) + raw[i:i + 255]
    return out


def load(path):
    records = {}
    with open(path, encoding="latin-1", newline="\n") as f:
        for line in f:
            line = line.rstrip("\r\n")
            if not line or line.startswith("#"):
                continue
            name, rrtype, mode, text = (line.split(" ", 3) + [""])[:4]
            modes = {} if mode == "-" else dict(
                (m.split("=") + [""])[:2] for m in mode.split(","))
            key = plain_name(name).lower()
            records.setdefault(key, []).append((rrtype, modes, text))
    return records


class Server:
    def __init__(self, records, verbose):
        self.records = records
        self.verbose = verbose

    def log(self, how, name, qtype):
        if self.verbose:
            sys.stderr.write("%.3f %s %s %d\n" % (time.time(), how, name,
                                                  qtype))
            sys.stderr.flush()

    def question(self, query):
        """The name, type and end of the question; EDNS or not."""
        labels, at = [], 12
        while query[at]:
            labels.append(escape(query[at + 1:at + 1 + query[at]]))
            at += 1 + query[at]
        name = ".".join(labels)
        qtype = struct.unpack(">H", query[at + 1:at + 3])[0]
        edns = struct.unpack(">H", query[10:12])[0] > 0
        return name, qtype, at + 5, edns

    def above(self, name):
        """The faults of a name above."""
        while "." in name:
            name = name.split(".", 1)[1]
            mine = self.records.get(name)
            if mine is not None:
                return mine if mine[0][0] == "ANYTYPE" else None
        return None

    def find(self, name, qtype):
        """The records that answer, CNAMEs first; the modes; the rcode."""
        answer, modes, rcode = [], {}, 3
        for _ in range(20):
            mine = self.records.get(name.lower()) or self.above(name.lower())
            if mine is None:
                below = "." + name.lower()
                if any(n.endswith(below) for n in self.records):
                    rcode = 0
                break
            rcode, target = 0, None
            for rrtype, m, text in mine:
                if not answer or answer[0][0].lower() == name.lower():
                    if rrtype == "ANYTYPE" or TYPES[rrtype] == qtype or \
                            rrtype == "CNAME":
                        modes.update(m)
                if rrtype == "ANYTYPE":
                    continue
                if TYPES[rrtype] == qtype and "servfail" in m:
                    modes.update(m)     # where a CNAME leads, too
                elif TYPES[rrtype] == qtype:
                    answer.append((name, rrtype, text))
                elif rrtype == "CNAME":
                    answer.append((name, rrtype, text))
                    target = plain_name(text)
            if target is None or "alone" in modes:
                rcode = 0
                break
            name = target
        return answer, modes, rcode

    def pack_record(self, name, rrtype, text, modes):
        data = pack_data(rrtype, text)
        owner = pack_name("x.example.net" if "wrong-owner" in modes else name)
        if "pointer-loop" in modes:
            owner = None
        if "badstring" in modes:
            data = bytes([len(data) + 5]) + data[1:]
        length = len(data)
        if "badlength" in modes:
            length += 100
        if "rdata-loop" in modes:
            data, length = None, 2
        ttl = int(modes.get("ttl", 300))
        fixed = struct.pack(">HHIH", TYPES[rrtype], 1, ttl, length)
        return owner, fixed, data

    def build(self, query, tcp):
        """The answer as bytes, or None for silence."""
        name, qtype, end, edns = self.question(query)
        self.log("tcp" if tcp else "udp", name, qtype)
        answer, modes, rcode = self.find(name, qtype)
        if "delay" in modes:
            time.sleep(int(modes["delay"]) / 1000)
        if "timeout" in modes or (tcp and "tcp-hang" in modes):
            return None
        if "noedns" in modes and edns:
            rcode, answer = 1, []
        authority = b""
        for word, code in RCODES.items():
            if word in modes:
                rcode, answer = code, []
        flags = 0x8180 | rcode
        if "referral" in modes:
            flags, answer = 0x8000, []
            authority = b"\xc0\x0c" + struct.pack(">HHIH", 2, 1, 300, 2) + \
                b"\xc0\x0c"
        if "ad" in modes:
            flags |= 0x20
        if "qr0" in modes:
            flags &= 0x7fff
        ident = query[:2]
        if "badid" in modes:
            ident = bytes([query[0] ^ 0x55, query[1]])
        question = query[12:end]
        if "wrong-question" in modes or (tcp and "tcp-question" in modes):
            question = pack_name("other.example.net") + query[end - 4:end]

        body = b""
        for rr in answer:
            owner, fixed, data = self.pack_record(*rr, modes)
            here = 12 + len(question) + len(body)
            if owner is None:
                owner = struct.pack(">H", 0xc000 | here)
            here += len(owner) + len(fixed)
            if data is None:
                data = struct.pack(">H", 0xc000 | here)
            body += owner + fixed + data
        count = len(answer) + (3 if "norecords" in modes else 0)
        packet = ident + struct.pack(">HHHHH", flags, 1, count,
                                     1 if authority else 0, 0)
        packet += question + body + authority
        return self.spoil(packet, question, modes, tcp)

    def spoil(self, packet, question, modes, tcp):
        truncating = ("truncated", "tcp-hang", "tcp-cut", "tcp-question",
                      "tcp-refused")
        head = 12 + len(question)
        big = not tcp and len(packet) > 1232
        if "truncated-always" in modes or big or \
                (not tcp and any(m in modes for m in truncating)):
            flags = struct.unpack(">H", packet[2:4])[0] | 0x0200
            packet = packet[:2] + struct.pack(">HHHHH", flags, 1, 0, 0, 0) + \
                packet[12:head]
        if "cut" in modes or (tcp and "tcp-cut" in modes):
            packet = packet[:head + (len(packet) - head) // 2]
        if "short" in modes:
            packet = packet[:11]
        if "garbage" in modes:
            packet = packet[:2] + os.urandom(200)
        return packet

    def udp(self, sock):
        while True:
            try:
                query, peer = sock.recvfrom(65535)
            except ConnectionError:
                continue
            threading.Thread(target=self.udp_one, args=(sock, query, peer),
                             daemon=True).start()

    def udp_one(self, sock, query, peer):
        reply = self.build(query, False)
        if reply is not None:
            sock.sendto(reply, peer)

    def tcp(self, sock):
        while True:
            conn, _ = sock.accept()
            threading.Thread(target=self.tcp_one, args=(conn,),
                             daemon=True).start()

    def tcp_one(self, conn):
        with conn, conn.makefile("rb") as f:
            while True:
                head = f.read(2)
                if len(head) < 2:
                    return
                query = f.read(struct.unpack(">H", head)[0])
                reply = self.build(query, True)
                if reply is None:
                    time.sleep(3600)
                    return
                try:
                    conn.sendall(struct.pack(">H", len(reply)) + reply)
                except OSError:
                    return


def listen(family, host, port):
    """A UDP and a TCP socket on the same port."""
    for _ in range(100):
        udp = socket.socket(family, socket.SOCK_DGRAM)
        tcp = socket.socket(family, socket.SOCK_STREAM)
        tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            udp.bind((host, port))
            tcp.bind((host, udp.getsockname()[1]))
            tcp.listen(64)
            return udp, tcp
        except OSError:
            udp.close()
            tcp.close()
            if port:
                raise
    raise OSError("no free port")


def main():
    verbose, family, host, port = False, socket.AF_INET, "127.0.0.1", 0
    try:
        options, files = getopt.getopt(sys.argv[1:], "6p:v")
    except getopt.GetoptError:
        files = []
    if len(files) != 1:
        sys.exit("usage: dnsfault.py [-6v] [-p PORT] FILE")
    for letter, value in options:
        if letter == "-6":
            family, host = socket.AF_INET6, "::1"
        elif letter == "-p":
            port = int(value)
        else:
            verbose = True

    server = Server(load(files[0]), verbose)
    udp, tcp = listen(family, host, port)
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    threading.Thread(target=server.udp, args=(udp,), daemon=True).start()
    threading.Thread(target=server.tcp, args=(tcp,), daemon=True).start()
    print("PORT %d" % udp.getsockname()[1], flush=True)
    while sys.stdin.buffer.read(4096):
        pass
    os._exit(0)


main()
