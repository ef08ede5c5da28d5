#!/usr/bin/python3
"""The SPF test suite (rfc7208-tests.yml) against spf-check, as TAP.

usage: spf-suite.py [-c spf-check|pyspf] [-k DIR] [-o NAME] SUITE

Each case is run twice: from a zone file (-z), and over a socket from
dnsfault.py (-n).  -c pyspf puts python3-spf in the place of spf-check, which
asks through tests/dnsask: so it is the zones that are tested.  -k keeps the
zones in DIR; -o runs the cases of this name only.
"""

import getopt
import json
import os
import re
import subprocess
import sys
import tempfile

import yaml

HERE = os.path.dirname(os.path.abspath(__file__))
TYPES = ("A", "AAAA", "MX", "PTR", "TXT", "CNAME", "SPF")
ANSWERED = ("A", "AAAA", "MX", "PTR", "TXT", "SPF")     # may time out


def octets(text):
    return text if isinstance(text, bytes) else str(text).encode("utf-8")


def strings_of(value):
    """The strings of a TXT record, in octets, none above 255."""
    out = []
    for text in value if isinstance(value, list) else [value]:
        raw = octets(text)
        out += [raw[i:i + 255] for i in range(0, len(raw) or 1, 255)]
    return out or [b""]


def records_of(entries):
    """(TYPE, value) for each record, and the types that time out."""
    records, late, own_txt = [], set(), False
    for entry in entries:
        if entry == "TIMEOUT":
            late.add("*")
            continue
        for rrtype, value in entry.items():
            own_txt = own_txt or rrtype == "TXT"
            if rrtype not in TYPES:
                sys.exit("spf-suite: unknown record: %r" % entry)
            if value == "TIMEOUT":
                late.add(rrtype)
            elif value != "NONE":
                records.append((rrtype, value))
    if not own_txt:
        records += [("TXT", v) for t, v in records if t == "SPF"]
        if "SPF" in late:
            late.add("TXT")
    return records, late


# A zone file: RFC 1035 section 5.1.

def zone_bytes(raw):
    return "".join(chr(c) if re.match(rb"[A-Za-z0-9_-]", bytes([c]))
                   else "\\%03d" % c for c in raw)


def zone_name(name):
    labels = octets(name).rstrip(b".").split(b".")
    return ".".join(map(zone_bytes, labels)) + "."


def zone_record(rrtype, value):
    if rrtype in ("CNAME", "PTR"):
        return "%s %s" % (rrtype, zone_name(value))
    if rrtype == "MX":
        return "MX %d %s" % (value[0], zone_name(value[1]))
    if rrtype == "TXT":
        return "TXT " + " ".join('"%s"' % zone_bytes(s)
                                 for s in strings_of(value))
    if rrtype == "SPF":
        wire = b"".join(bytes([len(s)]) + s for s in strings_of(value))
        return "TYPE99 \\# %d %s" % (len(wire), wire.hex())
    return "%s %s" % (rrtype, value)


def zone_lines(name, entries):
    records, late = records_of(entries)
    for rrtype, value in records:
        yield "%s %s" % (zone_name(name), zone_record(rrtype, value))
    for rrtype in sorted(late):
        yield "%s TIMEOUT%s" % (zone_name(name), "" if rrtype == "*" else
                                " " + rrtype.replace("SPF", "TYPE99"))


# What dnsfault.py reads.

def fault_bytes(raw):
    return "".join(chr(c) if re.match(rb"[A-Za-z0-9_-]", bytes([c]))
                   else "\\x%02x" % c for c in raw)


def fault_name(name):
    labels = octets(name).rstrip(b".").split(b".")
    return ".".join(map(fault_bytes, labels))


def fault_data(rrtype, value):
    if rrtype in ("CNAME", "PTR"):
        return fault_name(value) or "."
    if rrtype == "MX":
        return "%d %s" % (value[0], fault_name(value[1]) or ".")
    if rrtype in ("TXT", "SPF"):
        return "\\+".join(map(fault_bytes, strings_of(value)))
    return str(value)


def fault_lines(name, entries):
    records, late = records_of(entries)
    have = {rrtype for rrtype, _ in records}
    if "*" in late and "CNAME" not in have:
        late |= set(ANSWERED) - have
    for rrtype, value in records:
        yield "%s %s - %s" % (fault_name(name), rrtype,
                              fault_data(rrtype, value))
    for rrtype in sorted(late - {"*"}):
        yield "%s %s servfail" % (fault_name(name), rrtype)


# Checkers: (result, explanation or None) of a case; how: ["-z", FILE] or
# ["-n", SERVER].

def spf_check(case, how):
    command = ["spf-check", "-i", case["host"], "-s", case["mailfrom"],
               "-h", case["helo"], "-j"] + how
    try:
        done = subprocess.run(command, capture_output=True, timeout=60,
                              check=False)
    except subprocess.TimeoutExpired:
        return "no answer in 60 seconds", None
    try:
        answer = json.loads(done.stdout)
        spf = [r for r in answer["results"] if r["method"] == "spf"][0]
        result = spf["result"]
    except (ValueError, KeyError, IndexError):
        return "exit %d: %s" % (done.returncode,
                                done.stderr.decode("latin-1").strip()), None
    if done.returncode != {"pass": 0, "temperror": 75}.get(result, 1):
        return "%s with exit %d" % (result, done.returncode), None
    return result, spf.get("explanation")


def dnsask(how, name, rrtype):
    """What our door answers: the status and the data of the records."""
    number = {"A": 1, "PTR": 12, "MX": 15, "TXT": 16, "AAAA": 28, "SPF": 99}
    done = subprocess.run([os.path.join(HERE, "dnsask")] + how +
                          ["-t", str(number[rrtype]), name],
                          capture_output=True, check=False)
    if done.returncode != 0:
        sys.exit("spf-suite: dnsask: " + done.stderr.decode("latin-1"))
    head, *lines = done.stdout.split(b"\n")[:-1]
    return head.split()[0].decode("ascii"), [
        re.sub(rb"\\x(..)", lambda m: bytes([int(m.group(1), 16)]), line[1:-1])
        for line in lines]


def pyspf(case, how):
    import ipaddress
    import spf

    def value(rrtype, raw):
        if rrtype in ("A", "AAAA"):
            return str(ipaddress.ip_address(raw))
        if rrtype == "MX":
            return int.from_bytes(raw[:2], "big"), raw[2:].decode("latin-1")
        return [raw] if rrtype == "TXT" else raw.decode("latin-1")

    def lookup(name, rrtype, *_):
        try:
            name.encode("ascii")
        except UnicodeError:
            return []
        status, records = dnsask(how, name, rrtype)
        if status == "TEMPFAIL":
            raise spf.TempError("DNS")
        return [((name, rrtype), value(rrtype, raw)) for raw in records]

    spf.DNSLookup = lookup
    query = spf.query(i=case["host"], s=case["mailfrom"], h=case["helo"],
                      receiver="unknown", strict=True)
    query.set_default_explanation("DEFAULT")
    result, _, explanation = query.check()
    return result, None if explanation == "DEFAULT" else explanation


CHECKERS = {"spf-check": spf_check, "pyspf": pyspf}


def judge(case, result, explanation):
    """What is wrong with the answer, or None."""
    if result not in case["result"]:
        return "result %s, wanted %s" % (result, " or ".join(case["result"]))
    if case["explanation"] is None or result != "fail":
        return None
    want = case["explanation"]
    if (explanation is None) != (want == "DEFAULT") or \
            explanation not in (None, want):
        return "explanation %r, wanted %r" % (explanation, want)
    return None


def cases_of(scenario):
    for name, test in scenario["tests"].items():
        result = test["result"]
        yield {
            "name": name,
            "host": str(test["host"]),
            "helo": str(test.get("helo") or ""),
            "mailfrom": str(test.get("mailfrom") or ""),
            "result": result if isinstance(result, list) else [result],
            "explanation": test.get("explanation"),
            "spec": str(test.get("spec", "")),
            "description": str(test.get("description") or ""),
        }


class Tap:
    def __init__(self):
        self.n = self.failed = 0

    def report(self, case, mode, wrong):
        self.n += 1
        self.failed += wrong is not None
        print("%s %d - %s %s" % ("ok" if wrong is None else "not ok", self.n,
                                 case["name"], mode))
        if wrong is not None:
            text = "%s\nRFC 7208 section %s: %s\n-i %s -s %s -h %s" % (
                wrong, case["spec"], case["description"], case["host"],
                case["mailfrom"], case["helo"])
            for line in text.splitlines():
                print(ascii("# " + line)[1:-1])
        sys.stdout.flush()


def write_zone(path, scenario, lines):
    with open(path, "w", encoding="ascii") as f:
        f.write("".join(line + "\n" for name, entries in
                        scenario["zonedata"].items()
                        for line in lines(name, entries)))
    return path


def run_scenario(scenario, stem, check, only, tap):
    cases = [c for c in cases_of(scenario) if only in (None, c["name"])]
    if not cases:
        return
    zone = write_zone(stem + ".zone", scenario, zone_lines)
    faults = write_zone(stem + ".faults", scenario, fault_lines)
    with subprocess.Popen([os.path.join(HERE, "dnsfault.py"), faults],
                          stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE) as server:
        port = int(server.stdout.readline().split()[1])
        for how in ["-z", zone], ["-n", "127.0.0.1:%d" % port]:
            for case in cases:
                tap.report(case, how[0], judge(case, *check(case, how)))
        server.stdin.close()


def usage():
    sys.exit("usage: spf-suite.py [-c spf-check|pyspf] [-k DIR] [-o NAME] "
             "SUITE")


def main():
    try:
        options, files = getopt.getopt(sys.argv[1:], "c:k:o:", ["checker="])
    except getopt.GetoptError:
        usage()
    options = dict(options)
    checker = options.get("-c", options.get("--checker", "spf-check"))
    if len(files) != 1 or checker not in CHECKERS:
        usage()
    tap = Tap()
    with tempfile.TemporaryDirectory() as scratch, \
            open(files[0], encoding="utf-8") as f:
        for i, scenario in enumerate(yaml.safe_load_all(f)):
            stem = os.path.join(options.get("-k", scratch), "spf%02d" % i)
            run_scenario(scenario, stem, CHECKERS[checker],
                         options.get("-o"), tap)
    print("1..%d" % tap.n)
    sys.exit(1 if tap.failed else 0)


main()
