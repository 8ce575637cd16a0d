# SPDX-License-Identifier: Apache-2.0
"""Includes: arrows between the parts, and third-party headers in their homes."""

from table import ARROWS, ASIO, ASIO_FOLDERS, ASIO_IN_HEADERS, FOLDERS, HOMES


def check(tree):
    _arrows(tree)
    for source in tree.sources.values():
        for include in source.includes:
            if include.angled:
                _third_party(tree, source, include)
    _exposed(tree)


def home_of(name):
    return next((part for beginning, part in HOMES.items() if name.startswith(beginning)), None)


def _target_part(include):
    from tree import part_of
    if include.target:
        return part_of(include.target)
    return part_of(include.name) or part_of("agent/" + include.name)


def _arrows(tree):
    for source in tree.sources.values():
        if source.part is None:
            continue
        for include in source.includes:
            if include.angled:
                continue
            if include.target and include.target.startswith("tests/"):
                tree.report(source.path, include.line, f"the product includes {include.name} of the tests")
            other = _target_part(include)
            if other and other != source.part and other not in ARROWS[source.part]:
                tree.report(source.path, include.line, f"{source.part} may not include {other} ({include.name})")


def _third_party(tree, source, include):
    """Tests may use any library: they stand at the other end of it."""
    name = include.name
    if source.is_test:
        return
    home = home_of(name)
    if name.startswith(("gtest/", "gmock/")):
        tree.report(source.path, include.line, f"<{name}> belongs into the tests")
    elif name.startswith("fmt/") and source.part == "model":
        tree.report(source.path, include.line, f"<{name}> is not for model, which stands on the standard library alone")
    elif name.startswith(ASIO):
        _asio(tree, source, include)
    elif home and home != source.part:
        tree.report(source.path, include.line, f"<{name}> is at home in {FOLDERS[home]}")
    elif name.startswith("boost/") and not home:
        tree.report(source.path, include.line, f"<{name}> has no home in tests/arch/table.py")


def _asio(tree, source, include):
    if source.part == "model" or not source.path.startswith(ASIO_FOLDERS):
        tree.report(source.path, include.line, f"<{include.name}> is not for {source.part}")
    elif source.suffix == ".hpp" and source.part != "runtime" and include.name not in ASIO_IN_HEADERS:
        tree.report(source.path, include.line, f"<{include.name}> in a header; only awaitable and any_io_executor may be there")


def _exposed(tree):
    """A header that shows a third-party header, itself or through another of ours, stays within its part."""
    shows = {}
    for source in tree.sources.values():
        if source.suffix == ".hpp" and not source.is_test:
            for include in source.includes:
                if include.angled and home_of(include.name):
                    shows.setdefault(source.path, include.name)
    grown = True
    while grown:
        grown = False
        for source in tree.sources.values():
            for include in source.includes:
                if source.suffix == ".hpp" and source.path not in shows and include.target in shows:
                    shows[source.path] = shows[include.target]
                    grown = True
    for source in tree.sources.values():
        for include in source.includes:
            if source.part and include.target in shows and tree.sources[include.target].part != source.part:
                tree.report(source.path, include.line, f"{include.name} brings <{shows[include.target]}> out of its folder")
