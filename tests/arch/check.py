#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Checks the architecture of the tree below ROOT: `check.py ROOT`. Prints one line a violation; exit code 1 when there is one."""

import sys

sys.dont_write_bytecode = True  # the source tree stays as it is

import cmake_rules
import file_rules
import include_rules
import trace_classes
from tree import Tree


def findings_of(root):
    tree = Tree(root)
    for rules in (include_rules, file_rules, cmake_rules, trace_classes):
        rules.check(tree)
    return sorted(tree.findings), len(tree.sources)


def main():
    if len(sys.argv) != 2:
        print("usage: check.py ROOT", file=sys.stderr)
        return 2
    findings, files = findings_of(sys.argv[1])
    for finding in findings:
        print(finding)
    print(f"{files} files, {len(findings)} violations")
    # A check that saw nothing has checked nothing.
    return 1 if findings or files == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
