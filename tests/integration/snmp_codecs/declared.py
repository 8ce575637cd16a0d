# SPDX-License-Identifier: Apache-2.0
"""DRS-MIB as smidump reads it: what each object is declared to be, and the notifications."""

import subprocess
import xml.etree.ElementTree as xml
from dataclasses import dataclass
from pathlib import Path

import codec

TYPES = {"Enumeration": codec.INTEGER, "Integer32": codec.INTEGER, "Unsigned32": codec.GAUGE, "Gauge32": codec.GAUGE, "Counter32": codec.COUNTER,
         "Unsigned64": codec.COUNTER64, "Counter64": codec.COUNTER64, "OctetString": codec.OCTETS, "Bits": codec.OCTETS}
# Of other modules; smidump leaves these to them.
IMPORTED = {"SnmpAdminString": (codec.OCTETS, ((0, 255),)), "TruthValue": (codec.INTEGER, ((1, 1), (2, 2))), "RowStatus": (codec.INTEGER, tuple((n, n) for n in range(1, 7))),
            "StorageType": (codec.INTEGER, tuple((n, n) for n in range(1, 6))), "Counter32": (codec.COUNTER, ()), "Gauge32": (codec.GAUGE, ()),
            "Unsigned32": (codec.GAUGE, ()), "Integer32": (codec.INTEGER, ()), "Counter64": (codec.COUNTER64, ()), "TimeStamp": (codec.TICKS, ()),
            "TestAndIncr": (codec.INTEGER, ((0, 2147483647),))}


@dataclass(frozen=True)
class Object:
    """`ranges`: of the number, or of how many octets there are; empty when the type alone says it."""

    name: str
    oid: str
    type: str
    ranges: tuple
    access: str
    scalar: bool

    def fault(self, varbind: codec.Varbind) -> str | None:
        """What an instance has that it must not have."""
        if varbind.type != self.type:
            return f"{self.name} is {varbind.type}, not {self.type}"
        size = len(varbind.value) if self.type == codec.OCTETS else varbind.value
        if self.ranges and not any(least <= size <= most for least, most in self.ranges):
            return f"{self.name} is {varbind.value}, not within {self.ranges}"
        return None


class Module:
    def __init__(self, mibs: Path):
        text = subprocess.run(["smidump", "-k", "-f", "xml", "DRS-MIB"], capture_output=True, text=True, check=True, env={"SMIPATH": str(mibs), "PATH": "/usr/bin"}).stdout
        tree = xml.fromstring(text)
        self._types = {each.get("name"): self._basic(each) for each in tree.iterfind("typedefs/typedef")}
        nodes = [*((node, True) for node in tree.iter("scalar")), *((node, False) for node in tree.iter("column"))]
        self.objects = [self._object(node, scalar) for node, scalar in nodes]
        self.notifications = [node.get("name") for node in tree.iter("notification")]
        self.carried = [[each.get("name") for each in node.iterfind("objects/object")] for node in tree.iter("notification")]

    @property
    def readable(self) -> list[Object]:
        return [each for each in self.objects if each.access in ("readonly", "readwrite")]

    @staticmethod
    def _basic(node) -> tuple:
        kind = TYPES[node.get("basetype")]
        if node.get("basetype") == "Bits":
            return kind, ()
        numbers = [int(each.get("number")) for each in node.iterfind("namednumber")]
        return kind, tuple((n, n) for n in numbers) or tuple((int(each.get("min")), int(each.get("max"))) for each in node.iterfind("range"))

    def _object(self, node, scalar: bool) -> Object:
        syntax, given = node.find("syntax/typedef"), node.find("syntax/type")
        if syntax is not None:
            kind, ranges = self._basic(syntax) if syntax.get("basetype") else self._types[syntax.get("name")]
            parent = syntax.find("parent")
            if parent is not None and not ranges:
                kind, ranges = self._known(parent.get("name"))
        else:
            kind, ranges = self._known(given.get("name"))
        return Object(node.get("name"), node.get("oid"), kind, ranges, node.findtext("access"), scalar)

    def _known(self, name: str) -> tuple:
        return self._types[name] if name in self._types else IMPORTED[name]
