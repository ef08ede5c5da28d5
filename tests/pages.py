#!/usr/bin/env python3
"""pages.py WHAT FILE...: what mandoc does not see in the pages of mailseal(7).

width      output lines on stdin that are wider than a terminal
blanks     where a Japanese page reads badly: a blank inside of a run of
           Japanese, or a run too long to be filled without one
skeleton   the macros that make the structure, and what is to be the same in
           each language: cross references, commands and their output"""
import re
import sys
import unicodedata

WIDEST = 80
LONGEST = 48
MARKS = "、。「」"
SAME = (".Bl", ".El", ".Ed", ".Xr", ".Fl", ".Dl", ".Pa", ".Pp", ".Ql")


def columns(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1
               for c in text)


def japanese(c):
    return ord(c) > 0x2fff


def displays(text):
    """Lines, each with the display that it stands in, or None."""
    shown = None
    for line in text.splitlines():
        if line.startswith(".Ed"):
            shown = None
        yield line, shown
        if line.startswith(".Bd"):
            shown = []


def width(text):
    text = re.sub("\x1b\\[[0-9;]*m|.\b", "", text).expandtabs()
    for line in text.splitlines():
        if columns(line) > WIDEST:
            yield line


def blanks(text):
    before = ""
    for line, shown in displays(text):
        joined, before = before + line, ""
        if shown is not None or line.startswith("."):
            continue
        before = line[-1] + " "
        for a, b, c in zip(joined, joined[1:], joined[2:]):
            if b == " " and japanese(a) and japanese(c) and a not in MARKS:
                yield "a blank: " + line
        for run in line.split():
            if columns(run) > LONGEST:
                yield "a long run: " + run
        if columns(line) > WIDEST:
            yield "a long line: " + line


def skeleton(text):
    """Flags and file names may stand in another order within an item."""
    words = []
    for line, shown in displays(text):
        macro = line.split(" ")[0]
        if shown is not None:
            shown.append(line)
            continue
        if macro in (".Sh", ".Ss", ".It", ".Bd", ".Ed"):
            yield from sorted(words)
            words = []
            yield macro
        elif macro in SAME:
            words.append(re.sub(r" (Ns )?[,.:;)、。].*", "", line))
    yield from sorted(words)
    for block in re.findall(r"^\.Bd.*?\n(.*?)^\.Ed", text, re.S | re.M):
        yield block if block.startswith("$ ") else str(block.count("\n"))


def main():
    what = {"width": width, "blanks": blanks, "skeleton": skeleton}
    for name in sys.argv[2:] or ["/dev/stdin"]:
        with open(name, encoding="utf-8") as f:
            for line in what[sys.argv[1]](f.read()):
                print(line)


main()
