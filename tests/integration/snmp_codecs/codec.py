# SPDX-License-Identifier: Apache-2.0
"""What a codec of SNMP has to be able to do, in words that none of them shares with another."""

from dataclasses import dataclass

# Types of values: int for the numbers, bytes for octets, a dotted string for an object identifier, None for the exceptions of RFC 3416.
INTEGER, GAUGE, COUNTER, COUNTER64, OCTETS, OID, TICKS, ADDRESS = (
    "INTEGER", "Gauge32", "Counter32", "Counter64", "OCTET STRING", "OBJECT IDENTIFIER", "TimeTicks", "IpAddress")
NO_OBJECT, NO_INSTANCE, END = "noSuchObject", "noSuchInstance", "endOfMibView"
ERRORS = ["noError", "tooBig", "noSuchName", "badValue", "readOnly", "genErr", "noAccess", "wrongType", "wrongLength", "wrongEncoding", "wrongValue",
          "noCreation", "inconsistentValue", "resourceUnavailable", "commitFailed", "undoFailed", "authorizationError", "notWritable", "inconsistentName"]


@dataclass(frozen=True)
class Varbind:
    name: str
    type: str
    value: int | bytes | str | None = None


@dataclass(frozen=True)
class Answer:
    """`error` by its name and `index` from 1, as RFC 3416 has them; or what was asked for."""

    varbinds: tuple = ()
    error: str = "noError"
    index: int = 0


class NoAnswer(Exception):
    """Nothing came within the time that the codec waits."""


def key(name: str) -> tuple:
    return tuple(map(int, name.split(".")))


class Codec:
    """One community at one port of loopback; SETs by SNMPv3 with a `user`, where there is one. Names are dotted numbers without a dot in front."""

    name = ""
    tells_places = True  # of the varbind that is wrong; else only its name

    def __init__(self, port: int, community: str, patience: float = 5.0, retries: int = 2, user: str = ""):
        self.port, self.community, self.patience, self.retries, self.user = port, community, patience, retries, user

    def get(self, names: list) -> Answer:
        raise NotImplementedError(f"{type(self).__name__} has no get")

    def get_next(self, names: list) -> Answer:
        raise NotImplementedError(f"{type(self).__name__} has no get_next")

    def get_bulk(self, names: list, non_repeaters: int, max_repetitions: int) -> Answer:
        raise NotImplementedError(f"{type(self).__name__} has no get_bulk")

    def set(self, varbinds: list) -> Answer:
        raise NotImplementedError(f"{type(self).__name__} has no set")

    def walk(self, root: str, max_repetitions: int = 0) -> list:
        """Below `root`, by GETBULK; by GETNEXT when `max_repetitions` is 0."""
        found, at = [], root
        while True:
            answer = self.get_bulk([at], 0, max_repetitions) if max_repetitions else self.get_next([at])
            if answer.error != "noError" or not answer.varbinds:
                raise AssertionError(f"{self.name}: the walk stops behind {at} with {answer.error}")
            for varbind in answer.varbinds:
                if varbind.type == END or not varbind.name.startswith(root + "."):
                    return found
                if key(varbind.name) <= key(at):
                    raise AssertionError(f"{self.name}: {varbind.name} comes behind {at}")
                found.append(varbind)
                at = varbind.name

    def close(self) -> None:
        """Ends what belongs to it."""
