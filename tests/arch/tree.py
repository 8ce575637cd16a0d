# SPDX-License-Identifier: Apache-2.0
"""The sources below a root, with their includes; rules ask it and report `file:line: sentence`."""

import pathlib
import re
from dataclasses import dataclass, field

from table import FOLDERS

PRODUCT = ("agent", "alarms", "mib", "storage", "trace")
KINDS = {".cpp", ".hpp", ".py", ".sh"}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
# Literals before comments: a `//` in a string begins no comment, and `"` in a comment no string.
NOISE = re.compile(r'R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|//[^\n]*|/\*.*?\*/', re.DOTALL)


@dataclass
class Include:
    line: int
    name: str
    angled: bool
    target: str | None = None  # path below the root, when it is a file of ours


@dataclass
class Source:
    path: str
    text: str
    includes: list = field(default_factory=list)

    @property
    def lines(self):
        return self.text.splitlines()

    @property
    def suffix(self):
        return pathlib.PurePath(self.path).suffix

    @property
    def part(self):
        return part_of(self.path)

    @property
    def is_test(self):
        return self.path.startswith("tests/")

    def bare_lines(self):
        """The lines of a C++ source without comments and the contents of strings."""
        return NOISE.sub(lambda found: "\n" * found.group().count("\n"), self.text).splitlines()


def part_of(path):
    for part, folder in FOLDERS.items():
        if path.startswith(folder + "/"):
            return part
    return None


class Tree:
    def __init__(self, root):
        self.root = pathlib.Path(root)
        self.sources = {}
        for top in (*PRODUCT, "tests"):
            for path in sorted((self.root / top).rglob("*")):
                if path.is_file() and path.suffix in KINDS and "__pycache__" not in path.parts:
                    self._add(path)
        for source in self.sources.values():
            for include in source.includes:
                include.target = self._resolve(source, include)
        self.findings = []

    def report(self, path, line, sentence):
        self.findings.append(f"{path}:{line}: {sentence}")

    def cmake_lists(self):
        for folder in FOLDERS.values():
            path = self.root / folder / "CMakeLists.txt"
            if path.exists():
                yield f"{folder}/CMakeLists.txt", path.read_text(encoding="utf-8")

    def _add(self, path):
        name = path.relative_to(self.root).as_posix()
        source = Source(name, path.read_text(encoding="utf-8"))
        if source.suffix in {".cpp", ".hpp"}:
            for number, line in enumerate(source.lines, 1):
                if found := INCLUDE.match(line):
                    source.includes.append(Include(number, found.group(2), found.group(1) == "<"))
        self.sources[name] = source

    def _resolve(self, source, include):
        """As the compiler does: beside the file, then below the root, then below agent/."""
        if include.angled:
            return None
        beside = (self.root / source.path).parent / include.name
        for candidate in (beside, self.root / include.name, self.root / "agent" / include.name):
            if candidate.is_file():
                return candidate.resolve().relative_to(self.root.resolve()).as_posix()
        return None
