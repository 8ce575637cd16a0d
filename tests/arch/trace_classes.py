# SPDX-License-Identifier: Apache-2.0
"""Every class that traces is in the table of areas (trace/areas.cpp), so that its level can be set."""

import re

TRACED = re.compile(r'\.(?:error|warn|info|debug|write)\(\s*(?:[\w:(). ]+,\s*)?"([A-Z][A-Za-z]+)\.[a-z_]+"')
MEMBER = re.compile(r'^    \{"([A-Z][A-Za-z]+)", Area::')


def check(tree):
    table = tree.sources.get("trace/areas.cpp")
    if table is None:
        return
    known = {found[1] for line in table.text.splitlines() if (found := MEMBER.match(line))}
    for source in tree.sources.values():
        if source.part is None or source.is_test:
            continue
        for number, line in enumerate(source.text.splitlines(), 1):
            for name in TRACED.findall(line):
                if name not in known:
                    tree.report(source.path, number, f"{name} traces but has no area in trace/areas.cpp")
