# SPDX-License-Identifier: Apache-2.0
"""What the files for consoles need of an SMIv2 module: its notifications, and the number of each name."""

import re
from dataclasses import dataclass
from pathlib import Path

ENTERPRISES = ".1.3.6.1.4.1"
_ASSIGNMENT = re.compile(r"^(?P<name>[a-z]\w*)\s+(?:OBJECT IDENTIFIER|MODULE-IDENTITY|OBJECT-TYPE|NOTIFICATION-TYPE)\b.*?::= \{ (?P<parent>\w+) (?P<number>\d+) \}",
                         re.M | re.S)
_NOTIFICATION = re.compile(r"^(?P<name>[a-z]\w*) NOTIFICATION-TYPE\s+(?:OBJECTS \{(?P<objects>[^}]*)\}\s+)?STATUS \w+\s+DESCRIPTION\s+\"(?P<text>[^\"]*)\"", re.M)


@dataclass(frozen=True)
class Notification:
    name: str
    oid: str
    objects: list[str]
    paragraphs: list[str]  # of its description, each in one line


class ModuleText:
    def __init__(self, file: Path):
        text = re.sub(r"^\s*--.*$", "", file.read_text(encoding="utf-8"), flags=re.M)
        self._parents = {found["name"]: (found["parent"], found["number"]) for found in _ASSIGNMENT.finditer(text)}
        self.notifications = [self._notification(found) for found in _NOTIFICATION.finditer(text)]

    def oid(self, name: str) -> str:
        if name == "enterprises":
            return ENTERPRISES
        parent, number = self._parents[name]
        return f"{self.oid(parent)}.{number}"

    def names(self) -> list[str]:
        return list(self._parents)

    def name(self, oid: str) -> str | None:
        """Of the object with that number; nothing when there is none."""
        return next((each for each in self._parents if self.oid(each) == "." + oid.lstrip(".")), None)

    def _notification(self, found: re.Match) -> Notification:
        objects = [each.strip() for each in (found["objects"] or "").split(",") if each.strip()]
        paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n", found["text"])]
        return Notification(found["name"], self.oid(found["name"]), objects, paragraphs)
