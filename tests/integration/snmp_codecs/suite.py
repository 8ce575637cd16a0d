# SPDX-License-Identifier: Apache-2.0
"""The black-box suite: each check through each codec, with what came out."""

import time
from collections import Counter

import codec
from net_snmp_codec import NetSnmpTools
from node_codec import NpmNetSnmp
from pysnmp_codec import Pysnmp

CODECS = (NetSnmpTools, Pysnmp, NpmNetSnmp)


def same(one: codec.Varbind, other: codec.Varbind) -> bool:
    return (one.name, one.type) == (other.name, other.type) and (one.value == other.value or other.value is None)


def place(check, through: codec.Codec) -> int:
    """Where the wrong varbind is; for a codec that has only its name, the first of that name."""
    names, index = [each.name for each in check.arguments[0]] if check.do == "set" else [], check.wanted.index
    return index if through.tells_places or not index else names.index(names[index - 1]) + 1


def fault(seen, check, through: codec.Codec) -> str | None:
    """What is wrong with it first, short enough to read; None when nothing is."""
    wanted = check.wanted
    if isinstance(wanted, codec.Answer):
        at = place(check, through)
        if (seen.error, seen.index) != (wanted.error, at):
            return f"{seen.error} at {seen.index}, not {wanted.error} at {at}"
        seen, wanted = seen.varbinds, wanted.varbinds
    for at, (one, other) in enumerate(zip(seen, wanted), 1):
        if not same(one, other):
            return f"varbind {at} is {one}, not {other}"
    least = len(wanted) if check.least is None else check.least
    return None if least <= len(seen) <= len(wanted) else f"{len(seen)} varbinds, not {least} to {len(wanted)}"


class Outcome:
    """Of one codec: how many checks of each kind, and those that failed."""

    def __init__(self, name: str):
        self.name, self.kinds, self.wrong, self.seconds = name, Counter(), [], 0.0

    @property
    def checks(self) -> int:
        return self.kinds.total()

    def run(self, checks: list, through: codec.Codec) -> "Outcome":
        began = time.monotonic()
        for check in checks:
            try:
                wrong = fault(getattr(through, check.do)(*check.arguments), check, through)
            except (AssertionError, codec.NoAnswer) as failure:
                wrong = str(failure)
            self.kinds[check.do] += 1
            if wrong:
                self.wrong.append(f"{self.name}, {check.name}: {wrong}")
        self.seconds += time.monotonic() - began
        return self
