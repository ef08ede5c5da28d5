#!/usr/bin/python3
"""Check that a field is Received-SPF as RFC 7208 section 9.1 has it.

    receivedspf-parse.py <MESSAGE

Reads the topmost Received-SPF field and prints its result, then a line for
each key and value.  Written from the grammar (with erratum 5436), not from
the code that writes such fields.
"""

import re
import sys

RESULTS = ("pass", "fail", "softfail", "neutral", "none", "temperror",
           "permerror")
KEYS = ("client-ip", "envelope-from", "helo", "problem", "receiver",
        "identity", "mechanism")
ATEXT = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\x80-\U0010ffff-]+"
DOT_ATOM = ATEXT + r"(?:\." + ATEXT + r")*"
QUOTED = r'"(?:[ \t!#-\[\]-~\x80-\U0010ffff]|\\[\t -~])*"'


class Wrong(Exception):
    pass


def comment(text, at):
    """The index behind the comment that begins at at."""
    depth = 0
    while True:
        c = text[at:at + 1]
        if c == "":
            raise Wrong("open comment")
        if c == "\\":
            at += 1
        depth += (c == "(") - (c == ")")
        at += 1
        if depth == 0:
            return at


def parse(text):
    m = re.match(r"([a-z]+)(?=[ (]|$)", text)
    if not m or m.group(1) not in RESULTS:
        raise Wrong("result: %r" % text[:40])
    out, rest = [m.group(1)], text[m.end():].lstrip(" ")
    if rest.startswith("("):
        rest = rest[comment(rest, 0):]
        if rest and rest[0] != " ":
            raise Wrong("no white space behind the comment")
        rest = rest.lstrip(" ")
    seen = set()
    while rest:
        m = re.match(r"([A-Za-z][A-Za-z0-9_.-]*) *= *(%s|%s) *(;|$) *" %
                     (QUOTED, DOT_ATOM), rest)
        if not m:
            raise Wrong("key and value: %r" % rest[:40])
        key, value = m.group(1), m.group(2)
        if key not in KEYS or key in seen:
            raise Wrong("key %r unknown or twice" % key)
        seen.add(key)
        if value.startswith('"'):
            value = re.sub(r"\\(.)", r"\1", value[1:-1])
        out.append("%s=%s" % (key, value))
        rest = rest[m.end():]
    return out


def main():
    try:
        text = sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError as e:
        sys.exit("not UTF-8: %s" % e)
    m = re.search(r"^Received-SPF:((?:.|\r?\n[ \t])*?)\r?\n(?![ \t])", text,
                  re.M)
    if not m:
        sys.exit("no Received-SPF field")
    for line in re.split(r"\r?\n", m.group(0)):
        if len(line.encode("utf-8")) > 998:
            sys.exit("a line of %d octets" % len(line.encode("utf-8")))
        if re.search(r"[\x00-\x08\x0a-\x1f\x7f]", line):
            sys.exit("a control character: %r" % line)
    value = re.sub(r"[ \t]+", " ", re.sub(r"\r?\n", "", m.group(1))).strip()
    try:
        print("\n".join(parse(value)))
    except Wrong as e:
        sys.exit("%s" % e)


main()
