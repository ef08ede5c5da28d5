#!/usr/bin/python3
"""dmarc-lookup --rfc7489 and another implementation on cases from a seeded
generator: records, author domain, identifiers.

usage: dmarc-peers.py [-c maildmarc|opendmarc] [-n CASES] [-v] DIR

Prints TAP: what differs must be in the table of known differences, and each
of these must still be the only cause of some.  Mail::DMARC runs in dmarc-peers.pl; libopendmarc
is called in this process, and asks dnsfault.py.
"""

import ctypes
import getopt
import json
import os
import random
import re
import subprocess
import sys

OWN = "mx.example.org"
SUFFIXES = ["com", "com", "com", "co.uk", "uk", "b.ck", "example", "www.ck"]
RULES = ["com", "uk", "co.uk", "*.ck", "!www.ck"]
GOOD = ("none", "quarantine", "reject")
ODD = ["v=DMARC1; p=REJECT", "v=DMARC1; p=refuse",
       "v=DMARC1; p=refuse; rua=mailto:a@example.com",
       "v=DMARC1; rua=mailto:a@example.com", "v=DMARC1", "v=DMARC1;",
       "v=DMARC1; sp=reject", "v=DMARC1; p=reject; sp=refuse",
       "v=DMARC1; p=reject; sp=refuse; rua=mailto:a@example.com",
       "v = DMARC1 ; p = quarantine ; sp = reject", "v=dmarc1; p=reject",
       "v=DMARC2; p=reject", "v=DMARC10; p=reject", "p=reject; v=DMARC1",
       "v=DMARC1; rua=mailto:a@example.com; p=reject; aspf=s",
       "v=DMARC1; p=reject; aspf=strict", "v=DMARC1; p=reject; adkim=x",
       "v=DMARC1; p=reject; adkim=S; aspf=S", "v=DMARC1; x=y; p=reject",
       "v=DMARC1; p=reject; nonsense; sp=none", "v=DMARC1; p=reject; sp=",
       "v=DMARC1;p=reject;;sp=none", "v=DMARC1; p=reject; pct=100; rf=afrf",
       "v=DMARC1; P=reject", "v=DMARC1; p=none; p=reject",
       "v=DMARC1; p=reject; ri=many", "v=DMARC1; p=reject; fo=x",
       "v=DMARC1; p=reject; np=none; t=y; psd=n",
       "v=DMARC1; p=reject; rua=nobody", "v=spf1 -all"]


def random_record(rng):
    if rng.random() < 0.35:
        return rng.choice(ODD)
    tags = ["v=DMARC1", "p=" + rng.choice(GOOD)]
    if rng.random() < 0.5:
        tags.append("sp=" + rng.choice(GOOD))
    for tag in ("adkim", "aspf"):
        if rng.random() < 0.4:
            tags.append("%s=%s" % (tag, rng.choice("rs")))
    return rng.choice(("; ", ";")).join(tags) + rng.choice(("", ";", "; "))


def make_case(rng, i, texts):
    """Names below an organization of the case's own."""
    suffix = rng.choice(SUFFIXES)
    org = "o%d.%s" % (i, suffix)
    names = [org, "a." + org, "b." + org, "c.a." + org, suffix,
             "p%d.%s" % (i, suffix), "example.net"]
    case = {"from": rng.choice(names[:4]), "ids": []}
    for name in (org, "a." + org, "c.a." + org):
        if rng.random() < 0.45:
            texts["_dmarc." + name] = [random_record(rng)]
            if rng.random() < 0.1:
                texts["_dmarc." + name].append(random_record(rng))
    for method in ("spf", "dkim"):
        for _ in range(rng.choice((0, 1, 1, 2) if method == "dkim" else
                                  (1, 1, 1))):
            case["ids"].append(
                (method, rng.choice(("pass", "pass", "fail")),
                 rng.choice([case["from"]] + names)))
    return case


def write(directory, cases, texts):
    with open(os.path.join(directory, "psl"), "w", encoding="ascii") as f:
        f.write("\n".join(RULES) + "\n")
    with open(os.path.join(directory, "texts"), "w", encoding="ascii") as f:
        json.dump(texts, f)
    with open(os.path.join(directory, "zone"), "w", encoding="ascii") as z, \
            open(os.path.join(directory, "faults"), "w",
                 encoding="ascii") as f:
        for name, list_ in texts.items():
            for text in list_:
                z.write('%s. TXT "%s"\n' % (name, text))
                f.write("%s TXT - %s\n" % (name, text))
    for i, case in enumerate(cases):
        field = "Authentication-Results: %s" % OWN
        for method, result, domain in case["ids"]:
            field += ";\n\t%s=%s %s=%s" % (
                method, result, "smtp.mailfrom" if method == "spf" else
                "header.d", domain)
        with open(os.path.join(directory, "m%d" % i), "w",
                  encoding="ascii") as f:
            f.write("%s\nFrom: a@%s\n\nbody\n" % (field, case["from"]))


def ours(directory, cases):
    got = subprocess.run(
        ["dmarc-lookup", "-j", "-a", OWN, "-z", "zone", "--rfc7489=psl"] +
        ["./m%d" % i for i in range(len(cases))], cwd=directory,
        stdout=subprocess.PIPE, check=False)
    for line in got.stdout.splitlines():
        result, = json.loads(line)["results"]
        word = result["result"].replace("permerror", "none")
        if word == "fail":
            word += " " + result["policy.dmarc"]
        yield word, result.get("reason", "")


def maildmarc(directory, cases):
    lines = "".join(json.dumps(case) + "\n" for case in cases)
    got = subprocess.run(["perl", "./dmarc-peers.pl", directory],
                         input=lines, stdout=subprocess.PIPE, text=True,
                         check=True)
    return got.stdout.splitlines()


class Library(ctypes.Structure):
    """OPENDMARC_LIB_T; an address is a struct sockaddr_in."""
    _fields_ = [("tld_type", ctypes.c_int),
                ("tld_source_file", ctypes.c_char * 4096),
                ("nscount", ctypes.c_int),
                ("nsaddr_list", ctypes.c_char * 16 * 3)]


def opendmarc(directory, cases):
    lib = ctypes.CDLL("libopendmarc.so.2")
    lib.opendmarc_policy_connect_init.restype = ctypes.c_void_p
    lib.opendmarc_policy_connect_init.argtypes = [ctypes.c_char_p,
                                                  ctypes.c_int]
    pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
    for name, types in (("store_from_domain", [pointer, text]),
                        ("store_dkim", [pointer, text, text, number, text]),
                        ("store_spf", [pointer, text, number, number, text]),
                        ("query_dmarc", [pointer, text]),
                        ("connect_shutdown", [pointer])):
        getattr(lib, "opendmarc_policy_" + name).argtypes = types
    lib.opendmarc_policy_connect_shutdown.restype = ctypes.c_void_p
    lib.opendmarc_get_policy_to_enforce.argtypes = [pointer]
    server = subprocess.Popen(["./dnsfault.py",
                               os.path.join(directory, "faults")],
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    port = int(server.stdout.readline().split()[1])
    init = Library(1, os.path.join(directory, "psl").encode(), 1)
    init.nsaddr_list[0].raw = (2).to_bytes(2, "little") + \
        port.to_bytes(2, "big") + bytes([127, 0, 0, 1]) + bytes(8)
    if lib.opendmarc_policy_library_init(ctypes.byref(init)) != 0:
        sys.exit("opendmarc_policy_library_init")
    for case in cases:
        c = lib.opendmarc_policy_connect_init(b"192.0.2.1", 4)
        lib.opendmarc_policy_store_from_domain(c, case["from"].encode())
        for method, result, domain in case["ids"]:
            outcome = 1 if result == "pass" else 2
            if method == "spf":
                lib.opendmarc_policy_store_spf(c, domain.encode(), outcome,
                                               1, None)
            else:
                lib.opendmarc_policy_store_dkim(c, domain.encode(), b"s",
                                                outcome, None)
        status = lib.opendmarc_policy_query_dmarc(c, case["from"].encode())
        policy = lib.opendmarc_get_policy_to_enforce(c)
        lib.opendmarc_policy_connect_shutdown(c)
        words = {15: "pass", 16: "fail reject", 17: "fail quarantine",
                 18: "fail none"}
        yield words.get(policy, "none") if status == 0 else "none"
    server.stdin.close()
    server.wait()


# Each: what is so and which section decides; what the records, the names or
# the results must have for it (a regular expression over the JSON of the
# case); our result, and theirs.
BROKEN = r"; (p|sp)=refuse; rua"
KNOWN = {
    "maildmarc": [
        ("exceptions of the list are rules that match nothing: section 3.2 "
         "leaves it to the list, and publicsuffix.org has them",
         r"\.www\.ck\"", "", ""),
        ("a name without a rule is an organization of all its labels, or of "
         "one: publicsuffix.org, the rule is \"*\" then",
         r"\.example\"", "", ""),
        ("no blank may stand around =: section 6.4, dmarc-version",
         "v = DMARC1", "(?!none)", "none"),
        ("v=dmarc1 is taken: section 6.4, dmarc-version is octets",
         "v=dmarc1", "", ""),
        ("v=DMARC10 is taken: section 6.4", "v=DMARC10", "", ""),
        ("P is taken for p: section 6.3 and RFC 6376 section 3.2, names of "
         "tags have case", r"; P=", "none", ""),
        ("of a tag that stands there twice the last counts: RFC 6376 "
         "section 3.2", "p=none; p=reject", "none", ""),
        ("a tag without a value is none: section 6.6.3 step 6, an sp that is "
         "not valid", r"sp=\"", "none", ""),
        ("no processing for a broken p or sp although there is a rua: section "
         "6.6.3 step 6.1", BROKEN, "(?!none)", "none"),
    ],
    "opendmarc": [
        ("of two records the first counts: section 6.6.3 step 5",
         r"\"v[^\"]*\", \"", "", ""),
        ("wildcards of the list match one label more or less: "
         "publicsuffix.org", r"\.b\.ck\"", "", ""),
        ("a name without a rule has no organization: publicsuffix.org, the "
         "rule is \"*\" then", r"\.example\"", "", ""),
        ("no blank may stand around the = of v: section 6.4, dmarc-version",
         "v = DMARC1", "(?!none)", "none"),
        ("v need not be the first: section 6.3", "p=reject; v=DMARC1",
         "none", ""),
        ("a record of another version ends the search: section 6.6.3 step 2",
         "v=DMARC(2|10)", "", ""),
        ("a tag without a value is none: section 6.6.3 step 6, an sp that is "
         "not valid", r"sp=\"", "none", ""),
        ("P is taken for p: section 6.3 and RFC 6376 section 3.2, names of "
         "tags have case", r"; P=", "none", ""),
        ("of a tag that stands there twice the last counts: RFC 6376 "
         "section 3.2", "p=none; p=reject", "none", ""),
        ("no processing for a broken p or sp although there is a rua: section "
         "6.6.3 step 6.1", BROKEN, "(?!none)", "none"),
        ("a broken value voids the record: section 6.3, a tag that is not "
         "known to be good has its default", "ri=many|fo=x|aspf=strict|"
         "adkim=x", "(?!none)", "none"),
        ("a public suffix is aligned with all below it: section 3.1.1, the "
         "organizational domains differ", r"\"pass\", \"(com|uk|co\.uk)\"",
         "fail", "pass"),
        ("strict alignment is given to some other names of the organization: "
         "section 3.1", "a(dkim|spf)=s", "fail", "pass"),
    ],
}


def explanations(name, said, our, their):
    return [title for title, have, we, they in KNOWN[name]
            if re.search(have, said) and re.match(we, our) and
            re.match(they, their)]


def main():
    options, args = getopt.getopt(sys.argv[1:], "c:n:v")
    options = dict(options)
    name, directory = options.get("-c", "maildmarc"), args[0]
    rng, texts = random.Random(7489), {}
    cases = [make_case(rng, i, texts)
             for i in range(int(options.get("-n", 600)))]
    write(directory, cases, texts)
    peer = {"maildmarc": maildmarc, "opendmarc": opendmarc}[name]
    theirs = list(peer(directory, cases))
    seen, odd, same, results = set(), 0, 0, {}
    for case, (our, why), their in zip(cases, ours(directory, cases), theirs):
        results[our] = results.get(our, 0) + 1
        if our == their:
            same += 1
            continue
        at = case["from"]
        said = json.dumps([case["from"], case["ids"]] + [
            [n, texts["_dmarc." + n]] for n in
            (at, at.split(".", 1)[1], at.split(".", 2)[-1])
            if "_dmarc." + n in texts])
        titles = explanations(name, said, our, their)
        if len(titles) == 1:
            seen.add(titles[0])
        elif not titles:
            odd += 1
        if not titles or "-v" in options:
            print("# %s: ours %s (%s), theirs %s %s" % (said, our, why, their,
                                                        titles))
    n = 1
    print("%sok 1 - %s: %d of %d cases are the same, %d differ without a "
          "known cause" % ("not " if odd or len(theirs) != len(cases) else "",
                           name, same, len(cases), odd))
    for title, *_ in KNOWN[name]:
        n += 1
        print("%sok %d - %s: still so: %s" % (
            "" if title in seen else "not ", n, name, title))
    n += 1
    words = ("none", "pass", "fail none", "fail quarantine", "fail reject")
    print("%sok %d - %s: each result is met twenty times" % (
        "" if all(results.get(word, 0) >= 20 for word in words) else "not ",
        n, name))
    print("1..%d" % n)


main()
