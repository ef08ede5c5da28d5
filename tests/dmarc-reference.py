#!/usr/bin/python3
"""RFC 9989 once more, from its text alone, and slowly: tree walk, policy
discovery, Organizational Domain, alignment.  dmarc-lookup is asked the same
about random trees of a seeded generator.

usage: dmarc-reference.py [-n TREES] DIR

Prints TAP.  DIR is for the zone file and the messages.
"""

import getopt
import json
import os
import random
import subprocess
import sys

OWN = "mx.example.org"
POLICIES = ("none", "quarantine", "reject")


def labels(name):
    return name.split(".")


def last(name, n):
    return ".".join(labels(name)[-n:])


class Record:
    """Sections 4.7 and 4.8."""

    def __init__(self, text):
        self.tags = {}
        for piece in text.split(";")[1:]:
            if "=" in piece:
                name, value = piece.split("=", 1)
                self.tags[name.strip(" \t")] = value.strip(" \t")

    def get(self, name, allowed, default):
        value = self.tags.get(name, "").lower()
        return value if value in allowed else default

    @property
    def psd(self):
        return self.get("psd", ("y", "n", "u"), "u")

    @property
    def testing(self):
        return self.get("t", ("y", "n"), "n") == "y"

    def strict(self, method):
        tag = "adkim" if method == "dkim" else "aspf"
        return self.get(tag, ("r", "s"), "r") == "s"

    def usable(self):
        """Section 4.10.1: a valid p, no sp or np that is not valid."""
        if self.get("p", POLICIES, None) is None:
            return False
        return all(self.get(tag, POLICIES, None) is not None
                   for tag in ("sp", "np") if tag in self.tags)

    def has_rua(self):
        return any(uri.strip().startswith("mailto:") and "@" in uri
                   for uri in self.tags.get("rua", "").split(","))


class World:
    def __init__(self):
        self.texts = {}         # what stands at _dmarc.NAME
        self.hosts = set()      # names with an address
        self.there = set()      # names that exist: these, and all above

    def add_name(self, name):
        if not name.startswith("_dmarc."):
            self.hosts.add(name)
        while name:
            self.there.add(name)
            name = name.partition(".")[2]

    def add_record(self, name, text):
        self.texts.setdefault(name, []).append(text)
        self.add_name("_dmarc." + name)

    def query(self, name):
        """Steps 1 and 2, 5 and 6: a record, or None."""
        found = [t for t in self.texts.get(name, ())
                 if "".join(t.split(";")[0].split()) == "v=DMARC1"]
        return Record(found[0]) if len(found) == 1 else None

    def walk(self, start):
        """Section 4.10: the records found, the longest name first."""
        found, target = [], start
        record = self.query(target)
        if record is not None:
            found.append((target, record))
            if record.psd != "u":
                return found
        x = len(labels(start))
        keep = x - 1 if x < 8 else 7
        while keep > 0:
            target = last(start, keep)
            record = self.query(target)
            if record is not None:
                found.append((target, record))
                if record.psd != "u":
                    break
            keep -= 1
        return found

    @staticmethod
    def select(found, start, below):
        """Section 4.10.2: the Organizational Domain.  The name one label
        below a PSD is that of the domain in question."""
        for name, record in found:
            if record.psd == "n":
                return name
            if record.psd == "y" and name != start:
                return last(below, len(labels(name)) + 1)
        if found:
            return min((name for name, _ in found),
                       key=lambda name: len(labels(name)))
        return None

    def org(self, name):
        return self.select(self.walk(name), name, name) or name

    def discover(self, author):
        """Section 4.10.1: the name and the record that apply, or None."""
        record = self.query(author)
        if record is not None:
            return author, record
        x = len(labels(author))
        if x == 1:
            return None
        start = last(author, x - 1) if x <= 8 else last(author, 7)
        found = self.walk(start)
        if not found:
            return None
        at = dict(found)
        org = self.select(found, start, author)
        if org in at:
            return org, at[org]
        for name, record in found:
            if record.psd == "y":
                return name, record
        return None

    def policy(self, author):
        """The place, the record, the tag, what it asks for after t; or
        None: the mechanism does not apply."""
        place = self.discover(author)
        if place is None:
            return None
        name, record = place
        if not record.usable():
            return (name, record, "p", "none") if record.has_rua() else None
        tag = "p"
        if name != author:
            if author not in self.there and "np" in record.tags:
                tag = "np"
            elif "sp" in record.tags:
                tag = "sp"
        policy = record.tags[tag].lower()
        if record.testing and policy != "none":
            policy = POLICIES[POLICIES.index(policy) - 1]
        return name, record, tag, policy

    def aligned(self, author, identifier, strict):
        if identifier == author:
            return True
        return not strict and self.org(author) == self.org(identifier)


def random_record(rng):
    kind = rng.random()
    if kind < 0.05:
        return rng.choice(("v=spf1 -all", "v=DMARC2; p=reject; psd=n", "",
                           "p=reject; v=DMARC1", "v=dmarc1; p=none; psd=y"))
    tags = []
    if rng.random() < 0.93:
        tags.append("p=" + rng.choice(POLICIES + ("REJECT", "Quarantine") +
                                      (("refuse",) if kind < 0.12 else ())))
    for tag in ("sp", "np"):
        if rng.random() < 0.35:
            tags.append("%s=%s" % (tag, rng.choice(
                POLICIES + (("x",) if kind < 0.15 else ()))))
    for tag, chance, values in (("psd", 0.3, "ynuYNx"), ("t", 0.25, "ynY1"),
                                ("adkim", 0.25, "rsSx"),
                                ("aspf", 0.25, "rsRx"), ("zz", 0.1, "1")):
        if rng.random() < chance:
            tags.append("%s=%s" % (tag, rng.choice(values)))
    if rng.random() < 0.4:
        tags.append("rua=" + rng.choice(
            ("mailto:a@example.com", "mailto:a@example.com!10m", "nobody",
             "bad,mailto:a@example.com")))
    rng.shuffle(tags)
    glue = rng.choice(("; ", ";", " ; "))
    return glue.join([rng.choice(("v=DMARC1", "v = DMARC1"))] + tags) + \
        rng.choice(("", ";", "; "))


def random_name(rng, root, path):
    """A name at, above, below or beside the path."""
    name = path[rng.randrange(len(path)):]
    for _ in range(rng.choice((0, 0, 0, 1, 1, 2, 4))):
        name = [rng.choice("ab")] + name
    return ".".join(name[-12:] + [root])


def make_tree(rng, i, world):
    """One tree below a TLD of its own, and names to ask about."""
    root = "t%d" % i
    depth = rng.choice((1, 2, 3, 4, 5, 6, 7, 8, 9, 11))
    path = [rng.choice("ab") for _ in range(depth)]
    for _ in range(rng.randrange(6)):
        name = random_name(rng, root, path)
        if rng.random() < 0.15:
            name = root
        for _ in range(2 if rng.random() < 0.1 else 1):
            text = random_record(rng)
            if text not in world.texts.get(name, ()):
                world.add_record(name, text)
    for _ in range(rng.randrange(3)):
        world.add_name(random_name(rng, root, path))
    names = {random_name(rng, root, path) for _ in range(3)}
    names.add(".".join(path + [root]))
    return sorted(names)


def write_zone(file, world):
    with open(file, "w", encoding="ascii") as f:
        for name, texts in world.texts.items():
            for text in texts:
                f.write('_dmarc.%s. TXT "%s"\n' % (name, text))
        for name in sorted(world.hosts):
            f.write("%s. A 192.0.2.1\n" % name)


def batches(items, n):
    for i in range(0, len(items), n):
        yield items[i:i + n]


def run(directory, zone, operands):
    out = []
    for some in batches(operands, 500):
        got = subprocess.run(["dmarc-lookup", "-j", "-a", OWN, "-z", zone] +
                             some, cwd=directory, stdout=subprocess.PIPE,
                             check=False)
        out += [json.loads(line) for line in got.stdout.splitlines()]
    if len(out) != len(operands):
        sys.exit("%d answers for %d questions" % (len(out), len(operands)))
    return out


class Count:
    """How often something agreed; the first few that did not."""

    def __init__(self):
        self.n = self.wrong = self.tests = 0

    def check(self, what, got, want):
        self.n += 1
        if got != want:
            self.wrong += 1
            if self.wrong <= 10:
                print("# %s: %s, wanted %s" % (what, got, want))

    def end(self, name, least):
        self.tests += 1
        good = self.wrong == 0 and self.n >= least
        print("%sok %d - %s: %d compared, %d differ" % (
            "" if good else "not ", self.tests, name, self.n, self.wrong))
        self.n = self.wrong = 0


def check_domains(count, world, directory, names):
    seen = {}
    for name, got in zip(names, run(directory, "zone", names)):
        policy = world.policy(name)
        count.check("organization of " + name, got["organizational-domain"],
                    world.org(name))
        have = None
        if got["result"] == "found":
            have = (got["location"][len("_dmarc."):], got["tag"],
                    got["policy"])
        want = policy and (policy[0], policy[2], policy[3])
        count.check("policy of " + name, have, want)
        key = want and (want[1], want[2], want[0] == name)
        seen[key] = seen.get(key, 0) + 1
    count.end("domains", 2 * len(names))
    return seen


def make_message(rng, author, tree):
    ids = []
    for _ in range(rng.randrange(1, 4)):
        method = rng.choice(("spf", "dkim"))
        verdict = rng.choice(("pass", "pass", "pass", "fail"))
        name = author if rng.random() < 0.2 else rng.choice(tree)
        cut = rng.randrange(len(labels(name)))
        ids.append((method, verdict, ".".join(labels(name)[cut:])
                    if rng.random() < 0.4 else name))
    text = "Authentication-Results: %s" % OWN
    for method, verdict, name in ids:
        text += ";\n\t%s=%s %s=%s" % (
            method, verdict,
            "smtp.mailfrom" if method == "spf" else "header.d", name)
    return ids, text + "\nFrom: a@%s\n\nbody\n" % author


def check_messages(count, world, directory, messages):
    files = []
    for i, (_, _, text) in enumerate(messages):
        files.append("./m%d" % i)
        with open(os.path.join(directory, files[-1]), "w",
                  encoding="ascii") as f:
            f.write(text)
    seen = {}
    for (author, ids, _), got in zip(messages, run(directory, "zone", files)):
        result, = got["results"]
        have = (result["result"].replace("permerror", "none"),
                result.get("policy.dmarc"),
                [one.get("alignment") == "aligned"
                 for one in result["identifiers"]])
        policy = world.policy(author)
        if policy is None:
            want = ("none", None, [False] * len(ids))
        else:
            each = [verdict == "pass" and
                    world.aligned(author, name, policy[1].strict(method))
                    for method, verdict, name in ids]
            want = ("pass" if any(each) else "fail", policy[3], each)
        count.check("%s with %s" % (author, ids), have, want)
        seen[want[0]] = seen.get(want[0], 0) + 1
    count.end("messages", len(messages))
    return seen


def main():
    options, args = getopt.getopt(sys.argv[1:], "n:")
    trees = int(dict(options).get("-n", 2500))
    directory, = args
    rng = random.Random(9989)
    world, names, messages = World(), [], []
    for i in range(trees):
        tree = make_tree(rng, i, world)
        names += tree
        for author in tree[:2]:
            ids, text = make_message(rng, author, tree)
            messages.append((author, ids, text))
    write_zone(os.path.join(directory, "zone"), world)
    count = Count()
    seen = check_domains(count, world, directory, names)
    count.tests += 1
    # The generator is to reach each tag and policy, at the author domain
    # and above, and none.
    wanted = {None} | {("p", p, here) for p in POLICIES
                       for here in (True, False)} | \
        {(tag, p, False) for tag in ("sp", "np") for p in POLICIES}
    print("%sok %d - each tag and policy is met ten times" % (
        "" if all(seen.get(key, 0) >= 10 for key in wanted) else "not ",
        count.tests))
    seen = check_messages(count, world, directory, messages)
    count.tests += 1
    print("%sok %d - each result is met a hundred times" % (
        "" if min(seen.get(key, 0) for key in ("pass", "fail", "none")) >= 100
        else "not ", count.tests))
    print("1..%d" % count.tests)


main()
