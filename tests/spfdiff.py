#!/usr/bin/python3
"""Do the ranges of spf-check --diff agree with what evaluation says?

usage: spfdiff.py DIR RECORDS SEED

Makes that many records over a few prefixes, compares each with the next, and
asks spf-check -i for addresses at the borders of what changed and of what the
records name.
"""

import ipaddress
import json
import os
import random
import subprocess
import sys

NETS4 = ["192.0.2.0/24", "192.0.2.0/25", "192.0.2.64/26", "192.0.2.1",
         "192.0.2.77", "198.51.100.0/24", "0.0.0.0/0", "128.0.0.0/1"]
NETS6 = ["2001:db8::/32", "2001:db8::1", "2001:db8:8000::/33", "::/0"]
HOSTS = {"h1": ["192.0.2.1", "2001:db8::1"], "h2": ["192.0.2.77"],
         "h3": ["2001:db8:8000::9"], "h4": ["198.51.100.7", "192.0.2.200"]}
BITS = ["", "/32", "/24", "/30//64", "//33", "/0", "//128"]
ORIGIN = "example.org"


def term(rnd, i):
    """A mechanism; it includes records of higher numbers, or loops."""
    q = rnd.choice(["", "", "", "+", "-", "~", "?"])
    kind = rnd.choice(["ip4", "ip4", "ip4", "ip6", "ip6", "a", "mx",
                       "include", "include", "void", "exists"])
    if kind == "ip4":
        return q + "ip4:" + rnd.choice(NETS4[:6] * 4 + NETS4)
    if kind == "ip6":
        return q + "ip6:" + rnd.choice(NETS6[:3] * 4 + NETS6)
    if kind == "a":
        return q + "a:%s.%%{o}%s" % (rnd.choice(sorted(HOSTS)),
                                     rnd.choice(BITS))
    if kind == "mx":
        return q + "mx" + rnd.choice(BITS)
    if kind == "void":
        return q + "a:void.%s" % ORIGIN
    if kind == "exists":
        return q + "exists:%s.%%{v}.%s" % (rnd.choice("xy"), ORIGIN)
    target = rnd.randint(i + 1, i + 6) if rnd.random() < 0.95 else i
    return q + "include:r%d.%s" % (target, ORIGIN)


def record(rnd, i):
    terms = [term(rnd, i) for _ in range(rnd.randint(1, 6))]
    end = rnd.random()
    if end < 0.6:
        terms.append(rnd.choice(["-all", "~all", "?all", "all"]))
    elif end < 0.85:
        terms.append("redirect=r%d.%s" % (rnd.randint(i + 1, i + 4), ORIGIN))
    return " ".join(["v=spf1"] + terms)


def zone(records):
    out = []
    for host, addresses in HOSTS.items():
        for a in addresses:
            out.append("%s.%s. IN %s %s" % (host, ORIGIN,
                                            "AAAA" if ":" in a else "A", a))
    out.append("x.in-addr.%s. IN A 127.0.0.2" % ORIGIN)
    out.append("y.ip6.%s. IN A 127.0.0.2" % ORIGIN)
    out.append("%s. IN MX 1 h1.%s." % (ORIGIN, ORIGIN))
    for i, text in enumerate(records):
        out.append('r%d.%s. IN TXT "%s"' % (i, ORIGIN, text))
        if i % 2 == 0:
            out.append("r%d.%s. IN MX 1 h4.%s." % (i, ORIGIN, ORIGIN))
    return "\n".join(out) + "\n"


def run(*args):
    done = subprocess.run(["spf-check", "-j"] + list(args),
                          stdout=subprocess.PIPE, check=False)
    return done.returncode, json.loads(done.stdout)


def borders(rnd, changed, n):
    """Addresses at and next to the borders, n of them."""
    found = set()
    nets = NETS4 + NETS6 + [c["range"] for c in changed]
    for text in nets:
        net = ipaddress.ip_network(text)
        for a in (int(net[0]) - 1, int(net[0]), int(net[-1]),
                  int(net[-1]) + 1):
            if 0 <= a < 1 << net.max_prefixlen:
                found.add((net.version, a))
    for addresses in HOSTS.values():
        for text in addresses:
            ip = ipaddress.ip_address(text)
            found.add((ip.version, int(ip)))
    return [ipaddress.IPv4Address(a) if v == 4 else ipaddress.IPv6Address(a)
            for v, a in rnd.sample(sorted(found), min(n, len(found)))]


def main():
    directory, count, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    rnd = random.Random(seed)
    records = [record(rnd, i) for i in range(count)]
    os.makedirs(directory)
    path = os.path.join(directory, "zone")
    with open(path, "w", encoding="ascii") as f:
        f.write(zone(records))
    bad, seen = 0, {}
    for i in range(count - 1):
        old, new = records[i], records[i + 1]
        status, out = run("-z", path, "-s", ORIGIN, "--diff", old, new)
        changed = [(ipaddress.ip_network(c["range"]), c["old"], c["new"])
                   for c in out["changed"]]
        if status != (1 if changed else 0):
            bad += 1
            print("status %d: %s -> %s" % (status, old, new))
        for a in borders(rnd, out["changed"], 12):
            got = [run("-z", path, "-i", str(a), "-s", "x@" + ORIGIN, "-R",
                       text)[1]["results"][0]["result"]
                   for text in (old, new)]
            said = [(o, n) for net, o, n in changed
                    if net.version == a.version and a in net]
            seen[got[0]] = seen.get(got[0], 0) + 1
            if [tuple(got)] != said and (said or got[0] != got[1]):
                bad += 1
                print("%s: %s, ranges say %s\n  %s\n  %s" % (a, got, said,
                                                         old, new))
    if min(seen.get(w, 0) for w in ("pass", "fail", "softfail", "neutral",
                                    "permerror")) == 0:
        bad += 1
        print("not all results were seen: %s" % seen)
    print(seen, file=sys.stderr)
    if bad == 0:
        print("agree")


main()
