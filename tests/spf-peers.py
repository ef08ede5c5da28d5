#!/usr/bin/python3
"""spf-check and another implementation on records from a seeded generator.

usage: spf-peers.py [-c pyspf|spfquery] [-s SEED] [-n CASES] [-v] DIR

Writes DIR/zone and DIR/faults (for dnsfault.py), asks both about each case and
prints TAP: what differs must be in the table of known differences, and each of
these must still be seen.  pyspf is called in-process, its DNS function answers
from the same data; spfquery asks the server of resolv.conf, which must serve
DIR/faults (-p: write them and stop).
"""

import getopt
import ipaddress
import json
import os
import random
import re
import subprocess
import sys

CLIENTS = ["192.0.2.1", "192.0.2.77", "198.51.100.3", "203.0.113.200",
           "2001:db8::1", "2001:db8:1::77"]
NETS4 = ["192.0.2.0", "192.0.2.1", "198.51.100.0", "203.0.113.200"]
NETS6 = ["2001:db8::", "2001:db8::1", "2001:db8:1::"]
BITS4 = ["", "", "/32", "/24", "/25", "/31", "/8", "/0"]
BITS6 = ["", "", "/128", "/64", "/48", "/32", "/0"]
LOCALS = ["user", "a-b", "x+y.z", "strong-bad"]
WRONG = ["ip4:192.0.2", "ip4:192.0.2.0/33", "ip4:192.0.2.0/", "ip4:1.2.3.4.5",
         "ip6:2001:db8::/129", "ip6:192.0.2.1", "ip4:2001:db8::1", "a:",
         "a:%{x}.example.org", "a:%{d", "a:%d.example.org", "mx/33", "mx//129",
         "a/24/64", "all:example.org", "include", "include:", "ptr:", "ptr/24",
         "exists", "exists:a.example.org/24", "nonsense", "nonsense:a",
         "redirect", "ip4", "ip6:", "redirect=", "exp=", "-x=y", "1x=y",
         "a:example.org/024", "a:%{d0}", "a:%{d2-r}.example.org", "=y",
         "a:%{i}.example}", "include=:", "a:foo..example.org", "a:-.example.-",
         "ip4:192.0.2.01", "ip6:::1::", "A:EXAMPLE", "a:example.123",
         "a:%%.example.org%%_", "a,mx", "mx:a.example.org:b", "?", "--all"]
MACROS = ["%{d}", "%{o}", "%{l}.%{d}", "%{i}.x.%{d}", "%{ir}.%{v}.%{d2}",
          "%{l1r-}.%{d}", "%{d2}", "%{dr}.%{d2}", "%{o1}.example.org",
          "%{s}.%{d}", "%{L}.%{D}", "%{h}", "%{p}.%{d}", "%{lr.-+}.%{o}",
          "%{d1r}.example.org", "a%%b.%{d}", "x%_y.%{d}", "x%-y.%{d}",
          "%{l9999}.%{d}", "%{v}.%{d}"]


class Zone:
    def __init__(self):
        self.records = {}

    def add(self, name, rrtype, data):
        self.records.setdefault(name.lower(), []).append((rrtype, data))

    def write(self, zone, faults):
        with open(zone, "w", encoding="ascii") as z, \
                open(faults, "w", encoding="ascii") as f:
            for name, records in self.records.items():
                for rrtype, data in records:
                    label = "".join(c if c.isalnum() or c in "-_." else
                                    "\\%03d" % ord(c) for c in name)
                    plain = "".join(c if c.isalnum() or c in "-_." else
                                    "\\x%02x" % ord(c) for c in name)
                    text = data
                    if rrtype == "TXT":
                        text = '"%s"' % data.replace("\\", "\\\\").replace(
                            '"', '\\"')
                    elif rrtype in ("MX", "PTR"):
                        text = data + "."
                    z.write("%s. %s %s\n" % (label, rrtype, text))
                    f.write("%s %s - %s\n" % (plain, rrtype, data))


class Generator:
    def __init__(self, seed, mild):
        self.mild = mild        # mostly without what the peer has not got
        self.wild = True
        self.random = random.Random(seed)
        self.zone = Zone()
        self.hosts = []
        for i in range(12):
            host = "h%d.example.org" % i
            self.hosts.append(host)
            for _ in range(self.random.choice([0, 1, 1, 3])):
                self.zone.add(host, "A", self.address(NETS4))
            for _ in range(self.random.choice([0, 1])):
                self.zone.add(host, "AAAA", self.address(NETS6))
            for _ in range(self.random.choice([0, 0, 1, 3])):
                self.zone.add(host, "MX", "10 h%d.example.org" %
                              self.random.randrange(12))
            self.zone.add(host, "TXT", "a host")
        for ip in CLIENTS:
            name = ipaddress.ip_address(ip).reverse_pointer
            for _ in range(self.random.choice([0, 1, 2])):
                self.zone.add(name, "PTR", self.random.choice(self.hosts))
        self.zone.add("1.2.0.192.in-addr.arpa", "PTR", "h1.example.org")
        self.zone.add("h1.example.org", "A", "192.0.2.1")
        self.zone.add("h1.example.org", "A", "192.0.2.77")

    def address(self, nets):
        net = ipaddress.ip_address(self.random.choice(nets))
        return str(net + self.random.choice([0, 1, 2, 77]))

    def domain(self, case):
        r = self.random.random()
        if r < .5:
            return self.random.choice(self.hosts)
        if r < .8:
            name = self.random.choice(MACROS)
            return name if self.wild else name.replace("9999", "99")
        if r < .9:
            return "c%d.example.org" % case
        return "nothing%d.example.org" % self.random.randrange(3)

    def term(self, case, depth):
        pick, r = self.random.choice, self.random.random()
        bits4, bits6 = BITS4, BITS6
        if not self.wild:
            bits4, bits6 = BITS4[:-1], BITS6[:-1]
        q = pick(["", "", "", "+", "-", "?", "~"])
        if r < .14:
            return q + "ip4:" + pick(NETS4) + pick(bits4)
        if r < .24:
            return q + "ip6:" + pick(NETS6) + pick(bits6)
        if r < .48:
            name = pick(["a", "mx", "A", "Mx"])
            name += pick(["", ":" + self.domain(case)])
            v4, v6 = pick(bits4), pick(bits6)
            return q + name + v4 + (("/" + v6) if v6 else "")
        if r < .58:
            return q + "exists:" + self.domain(case)
        if r < .64:
            return q + "ptr" + pick(["", ":example.org", ":" + self.domain(case)])
        if r < .84:
            return q + "include:" + self.below(case, depth)
        if r < .88:
            return pick(["x=", "x=%{d}", "X=%{l}%{i}"] +
                        ["mod_1.a-b=y"] * self.wild)
        if r < .92:
            return q + pick(WRONG)
        return q + "all"

    def below(self, case, depth):
        if depth > 3 or self.random.random() < .15:
            return self.domain(case)
        name = "i%d.c%d.example.org" % (self.counter, case)
        self.counter += 1
        self.zone.add(name, "TXT", self.record(case, depth + 1))
        if self.random.random() < .05:
            self.zone.add(name, "TXT", "v=spf1 -all")
        return name

    def record(self, case, depth=0):
        pick = self.random.choice
        terms = [self.term(case, depth)
                 for _ in range(self.random.randrange(1, 6))]
        if self.random.random() < .6:
            terms.append(pick(["-all", "~all", "?all", "+all"]))
        elif self.random.random() < .5:
            terms.insert(self.random.randrange(len(terms) + 1)
                         if self.wild else len(terms), pick(["redirect=", "REDIRECT="]) +
                         self.below(case, depth))
        if self.random.random() < .1:
            terms.append("exp=why.example.org")
        return pick(["v=spf1 ", "v=spf1 ", "v=spf1  ", "V=SPF1 "]) + \
            pick([" ", " ", "  "]).join(terms)

    def cases(self, n):
        for i in range(n):
            self.counter = 0
            domain = "c%d.example.org" % i
            self.wild = not self.mild or self.random.random() < .15
            record = self.record(i)
            self.zone.add(domain, "TXT", record)
            if self.random.random() < .7:
                self.zone.add(domain, "A", self.address(NETS4))
            if self.random.random() < .3:
                self.zone.add(domain, "MX", "10 " +
                              self.random.choice(self.hosts))
            for name in "user", "strong", "x+y.z":
                if self.random.random() < .3:
                    self.zone.add(name + "." + domain, "A", "127.0.0.2")
            yield {"id": i, "ip": self.random.choice(CLIENTS),
                   "sender": self.random.choice(LOCALS) + "@" + domain,
                   "helo": self.random.choice(self.hosts), "record": record}


WORDS = ("pass", "fail", "softfail", "neutral", "none", "permerror",
         "temperror", "(invalid)")


def ours(case, directory):
    done = subprocess.run(
        ["spf-check", "-a", "mx.example.org", "-j", "-t", "1", "-z",
         os.path.join(directory, "zone"), "-i", case["ip"], "-s",
         case["sender"], "-h", case["helo"]], stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, check=False)
    try:
        r = json.loads(done.stdout)["results"][0]
    except ValueError:
        return "exit %d" % done.returncode, done.stdout.decode("latin-1"), {}
    return r["result"], r.get("reason", ""), r


def pyspf(case, zone):
    import spf

    def lookup(name, rrtype, *_):
        found = zone.records.get(name.rstrip(".").lower(), [])
        return [((name, t), [d.encode()] if t == "TXT" else
                 (10, d.split()[1]) if t == "MX" else d)
                for t, d in found if t == rrtype]

    spf.DNSLookup = lookup
    try:
        q = spf.query(i=case["ip"], s=case["sender"], h=case["helo"],
                      receiver="mx.example.org", strict=True, querytime=0)
        result, _, why = q.check()
        return result, why
    except Exception as e:      # it has bugs of its own
        return "exception", type(e).__name__


def spfquery(case, _):
    done = subprocess.run(["spfquery", "-ip", case["ip"], "-sender",
                           case["sender"], "-helo", case["helo"]],
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          check=False)
    if done.returncode < 0:
        return "signal %d" % -done.returncode, ""
    out = done.stdout.decode("latin-1").split("\n")
    words = [w for w in (line.split(" ")[0] for line in out) if w in WORDS]
    return ("permerror" if "(invalid)" in words else words[0]
            if words else "nothing"), " ".join(out)


# What differs and why we are right: the section; what the records of the case
# have (a pattern, or None); what the peer says of it (a pattern, or None).
KNOWN = {
    "pyspf": [
        ("REDIRECT= in capitals is no redirect for it: RFC 7208 section 12, "
         "RFC 5234 section 2.3", "REDIRECT=", None),
        ("%{d0} is accepted: section 7.3, the number is not zero",
         r"%\{d0\}", None),
        ("digits, then delimiters, then r is accepted: section 7.1",
         r"%\{d2-r\}", None, "closing brace"),
        ("exists without a domain is accepted: section 5.7",
         r"exists( |$)", None, "exists: the domain is missing"),
        ("unknown modifiers may not stand twice: section 6 says so of "
         "redirect and exp only", None, "= MUST appear at most once"),
        ("addresses of MX and PTR names count as void lookups: section "
         "4.6.4 counts terms", None, "Void lookup limit"),
        ("an include of the own domain is an error before it is reached: "
         "sections 4.6.2 and 5.2", None, "include has trivial recursion"),
    ],
    "spfquery": [
        ("redirect= in front of mechanisms counts before them, or although "
         "all is there: section 6.1", r"(?i)redirect=\S+ +\S", None),
        ("/0 is an error: section 5.6, 0 to 32 and 0 to 128", "/0", None),
        ("a prefix of leading zeros is accepted: section 12", "/024", None,
         "a prefix of"),
        ("a percent sign without a macro is accepted: section 7.1", "%d", None,
         "% without a macro"),
        ("the eleventh term that needs DNS is evaluated: section 4.6.4, ten "
         "of include, a, mx, ptr, exists and redirect", None, None,
         "more than 10 terms"),
        ("an empty domain is accepted: section 12", None, None,
         "the domain is missing"),
        ("names of modifiers without dots and hyphens: section 12",
         r"mod_1\.", "Invalid character"),
        ("digits above 127 are an error: section 7.3 has no such limit",
         r"%\{l9999\}", "truncation depth"),
        ("no limit of void lookups: section 4.6.4",
         None, None, "void lookups"),
        ("what no DNS name can end in is accepted: section 7.1, toplabel",
         r"example\.-|b\b|/24|\}|example\.123|EXAMPLE|%%_|foo\.\.", None,
         "not a domain name"),
    ],
}


def known(name, case, our, why, their, said, zone):
    mine = ".c%d.example.org" % case["id"]
    texts = "\n".join(d for n, records in zone.records.items()
                      if ("." + n).endswith(mine)
                      for t, d in records if t == "TXT")
    out = []
    for title, have, say, *own in KNOWN[name]:
        if (have is None or re.search(have, texts)) and \
                (say is None or re.search(say, said)) and \
                (not own or re.search(own[0], why)):
            out.append(title)
    return out


def main():
    try:
        options, args = getopt.getopt(sys.argv[1:], "c:s:n:pv")
    except getopt.GetoptError:
        args = []
    if len(args) != 1:
        sys.exit(__doc__.split("\n")[2])
    options = dict(options)
    name = options.get("-c", "pyspf")
    g = Generator(int(options.get("-s", "1")), name == "spfquery")
    cases = list(g.cases(int(options.get("-n", "400"))))
    g.zone.write(os.path.join(args[0], "zone"),
                 os.path.join(args[0], "faults"))
    if "-p" in options:
        return
    peer = {"pyspf": pyspf, "spfquery": spfquery}[name]
    seen, odd, same, results = set(), [], 0, {}
    for case in cases:
        our, why, data = ours(case, args[0])
        their, their_why = peer(case, g.zone)
        results[our] = results.get(our, 0) + 1
        if our == their:
            same += 1
            continue
        which = known(name, case, our, why, their, their_why, g.zone)
        if not which:
            odd.append("-i %s -s %s -h %s: %s (%s), %s: %s (%s): %s" % (
                case["ip"], case["sender"], case["helo"], our, why, name,
                their, their_why, case["record"]))
        else:
            seen.update(which)
    n = 1
    print("%s 1 - %s: %d cases, %d the same, %d differ as known" % (
        "not ok" if odd else "ok", name, len(cases), same,
        len(cases) - same - len(odd)))
    for line in odd:
        print(ascii("# " + line)[1:-1])
    print("# " + ", ".join("%s %d" % kv for kv in sorted(results.items())))
    for rule in KNOWN[name]:
        n += 1
        print("%s %d - %s: still so: %s" % ("ok" if rule[0] in seen else
                                           "not ok", n, name, rule[0]))
    print("1..%d" % n)


main()
