#!/usr/bin/env python3
"""examples.py FILE [SECTION]: run the examples of a man page or of the README
in the current folder, and compare what they print with what is shown.

An example is a line that begins with "$ ", and what follows it, up to the
next one, is its output.  In that "..." stands for any text of a line.  What
a man page has in .Dl is not run."""
import re
import subprocess
import sys


def page_blocks(text, section):
    if section:
        text = text.split(".Sh " + section + "\n")[1].split("\n.Sh ")[0]
    for block in re.findall(r"^\.Bd.*?\n(.*?)^\.Ed", text, re.S | re.M):
        yield block.replace(r"\(aq", "'").replace(r"\e", "\\")


def readme_blocks(text, section):
    if section:
        text = re.split("^" + section + "\n-+\n", text, flags=re.M)[1]
        text = re.split("^.*\n-+\n", text, flags=re.M)[0]
    for block in re.findall(r"(?:^    .*\n|^\n(?=    ))+", text, re.M):
        yield re.sub("^    ", "", block, flags=re.M).lstrip("\n")


def examples(block):
    example = r"^\$ ((?:.*\\\n)*.*\n)((?:(?!\$ ).*\n)*)"
    return re.findall(example, block, re.M)


def pattern(want):
    return "".join(".*" if part == "..." else re.escape(part)
                   for part in re.split(r"(\.\.\.)", want))


def main():
    text = open(sys.argv[1], encoding="utf-8").read()
    section = sys.argv[2] if len(sys.argv) > 2 else None
    blocks = page_blocks if re.search(r"^\.Sh ", text, re.M) else readme_blocks
    run = 0
    for block in blocks(text, section):
        for command, want in examples(block):
            got = subprocess.run(["sh", "-c", command], text=True,
                                 stdin=subprocess.DEVNULL,
                                 stdout=subprocess.PIPE,
                                 stderr=subprocess.STDOUT).stdout
            run += 1
            if not re.fullmatch(pattern(want), got):
                print("$ ", command, got, "wanted:\n", want, sep="")
    print(run, "examples")


main()
