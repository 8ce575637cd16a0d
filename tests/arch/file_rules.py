# SPDX-License-Identifier: Apache-2.0
"""Each file by itself: licence line, purpose, length, name, and no sleeping."""

import pathlib
import re

from table import EMPTY_NAMES, LONGEST_FILE

SPDX = "SPDX-License-Identifier: Apache-2.0"
SLEEP = re.compile(r"\b(?:sleep_for|sleep_until|sleep|usleep|nanosleep)\s*\(")


def check(tree):
    for source in tree.sources.values():
        _licence(tree, source)
        _purpose(tree, source)
        _length(tree, source)
        _name(tree, source)
        _sleep(tree, source)


def _licence(tree, source):
    comment = "//" if source.suffix in {".cpp", ".hpp"} else "#"
    place = 1 if source.text.startswith("#!") else 0
    if source.lines[place:place + 1] != [f"{comment} {SPDX}"]:
        tree.report(source.path, place + 1, f"the line `{comment} {SPDX}` is missing")


def _purpose(tree, source):
    if source.suffix == ".hpp" and not "".join(source.lines[1:2]).startswith("// "):
        tree.report(source.path, 2, "a header opens with one sentence on what it is for")


def _length(tree, source):
    if len(source.lines) > LONGEST_FILE:
        tree.report(source.path, LONGEST_FILE + 1, f"{len(source.lines)} lines; a file has at most {LONGEST_FILE}")


def _name(tree, source):
    words = re.split(r"[_\-.]", pathlib.PurePath(source.path).name)
    for word in EMPTY_NAMES.intersection(words):
        tree.report(source.path, 1, f"`{word}` in a file name says nothing; name what is in it")


def _sleep(tree, source):
    if source.path.startswith("tests/arch/"):
        return  # the rule and its proof name what they forbid
    lines = source.bare_lines() if source.suffix in {".cpp", ".hpp"} else source.lines
    for number, line in enumerate(lines, 1):
        if found := SLEEP.search(line):
            tree.report(source.path, number, f"`{found.group()}`: wait for what shall happen, with a deadline")
