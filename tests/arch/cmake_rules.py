# SPDX-License-Identifier: Apache-2.0
"""The link graph repeats the arrows: what is linked is allowed, and what is included is linked."""

import re

from table import ARROWS, FOLDERS, LINK_HOMES
from tree import part_of

CALL = re.compile(r"\b(drs_library|drs_executable|target_link_libraries)\s*\(([^)]*)\)")


def check(tree):
    for path, text in tree.cmake_lists():
        _links(tree, path, re.sub(r"#[^\n]*", "", text))


def _links(tree, path, text):
    part = part_of(path)
    linked = set()
    for call in CALL.finditer(text):
        line = text.count("\n", 0, call.start()) + 1
        scope = None
        for word in call.group(2).split():
            if word in {"PUBLIC", "PRIVATE", "INTERFACE", "SOURCES", "LINK"}:
                scope = word
            elif word.startswith("drs::"):
                linked.add(_own_link(tree, path, line, part, word.removeprefix("drs::")))
            elif home := LINK_HOMES.get(word):
                _foreign_link(tree, path, line, part, word, home, scope)
    if "drs_library" in text:
        _unlinked(tree, path, part, linked)


def _own_link(tree, path, line, part, other):
    if other != part and other not in ARROWS[part]:
        tree.report(path, line, f"{part} may not link drs::{other}")
    return other


def _foreign_link(tree, path, line, part, library, home, scope):
    if home != part:
        tree.report(path, line, f"{library} is at home in {FOLDERS[home]}")
    elif scope != "PRIVATE":
        tree.report(path, line, f"{library} is linked {scope}; link it PRIVATE, so that nobody else gets it")


def _unlinked(tree, path, part, linked):
    used = {}
    for source in tree.sources.values():
        if source.part == part:
            for include in source.includes:
                other = part_of(include.target) if include.target else None
                if other and other != part:
                    used.setdefault(other, f"{source.path}:{include.line}")
    for other, place in sorted(used.items()):
        if other in ARROWS[part] and other not in linked:
            tree.report(path, 1, f"{part} includes {other} ({place}) but does not link drs::{other}")
