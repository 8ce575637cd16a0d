# SPDX-License-Identifier: Apache-2.0
"""What every codec asks of a model agent, and what the model says that it has to get: a list, made of the model's cells."""

from bisect import bisect_right
from dataclasses import dataclass

import codec
from codec import Varbind, key

ROOT = "1.3.6.1.4.1.8072.9999.9999.4040"
OBJECTS = f"{ROOT}.1"
BEHIND = f"{ROOT}.2"
MOST_REPETITIONS = 100
MOST_REPEATED = 100  # varbinds behind the non-repeaters: maxGetbulkResponses of snmpd.conf(5)
SYNTAXES = [codec.INTEGER, codec.GAUGE, codec.COUNTER, codec.COUNTER64, codec.OCTETS]  # numbered as mib::Syntax


@dataclass(frozen=True)
class Check:
    """The codec's `do` with `arguments` has to give `wanted`, in which a value of None stands for any."""

    name: str
    do: str  # get, get_next, get_bulk, set or walk
    arguments: tuple
    wanted: codec.Answer | tuple
    least: int | None = None  # so many of the varbinds will do


def model_of(cells: list, live: set) -> list:
    """The model's cells as varbinds, ascending; those that change as they are read have no value."""
    found = []
    for cell in cells:
        name, syntax, *rest = cell.split()
        kind = SYNTAXES[int(syntax)]
        value = bytes.fromhex("".join(rest)) if kind == codec.OCTETS else int(rest[0])
        found.append(Varbind(name, kind, None if "." + name in live else value))
    return found


class Model:
    def __init__(self, cells: list):
        self.cells = cells
        self._keys = [key(cell.name) for cell in cells]
        self._by_name = {cell.name: cell for cell in cells}
        self.columns = sorted({cell.name.rpartition(".")[0] for cell in cells}, key=key)

    def get(self, name: str) -> Varbind:
        return self._by_name[name]

    def next(self, name: str) -> Varbind:
        """RFC 3416 section 4.2.2: behind the last one the name stays as it was asked for."""
        at = bisect_right(self._keys, key(name))
        return self.cells[at] if at < len(self.cells) else Varbind(name, codec.END)

    def bulk(self, names: list, non_repeaters: int, max_repetitions: int) -> tuple[tuple, int]:
        """RFC 3416 section 4.2.3: the varbinds, and how many of them have to be there at least. Net-SNMP ends at 100 of them behind the non-repeaters, and sometimes with the first
        of several columns that ends; an answer may be shorter than it could be."""
        found = [self.next(name) for name in names[:non_repeaters]]
        at, least = list(names[non_repeaters:]), None
        for _ in range(min(max_repetitions, MOST_REPEATED // len(at)) if at else 0):
            row = [self.next(name) for name in at]
            found += row
            at = [varbind.name for varbind in row]
            ended = [varbind.type == codec.END for varbind in row]
            if any(ended) and least is None:
                least = len(found)
            if all(ended):
                break
        return tuple(found), len(found) if least is None else least


def gets(model: Model) -> list:
    checks = [Check(f"GET of {cell.name}", "get", ([cell.name],), codec.Answer((cell,))) for cell in model.cells]
    for size in (2, 7, 20):
        for start in range(0, len(model.cells), 4 * size):
            some = model.cells[start:start + size]
            checks.append(Check(f"GET of {len(some)} from {some[0].name}", "get", ([cell.name for cell in some],), codec.Answer(tuple(some))))
    return checks


def without(name: str, exception: str) -> Check:
    return Check(f"GET of {name}, which is not there", "get", ([name],), codec.Answer((Varbind(name, exception),)))


def missing(model: Model, objects: list) -> list:
    """An object of the module without this instance, and what is no object of it (RFC 3416 section 4.2.1)."""
    checks = [without(f"{name}.4000000000", codec.NO_INSTANCE) for name in objects]
    checks += [without(name, codec.NO_INSTANCE) for name in objects]
    checks += [without(f"{name}.0.1", codec.NO_INSTANCE) for name in objects]
    nothing = [f"{OBJECTS}.99.0", f"{OBJECTS}.1.99.0", f"{OBJECTS}.5.1.1.1", f"{OBJECTS}.2.1.1.1", f"{OBJECTS}.2.2.2.1", f"{OBJECTS}.2.1.2147483648.1",
               OBJECTS, f"{OBJECTS}.2", f"{OBJECTS}.2.1", f"{OBJECTS}.4294967295", f"{ROOT}.0.1", f"{ROOT}.1.11.7.1.0", ROOT, BEHIND, f"{BEHIND}.1.1"]
    checks += [without(name, codec.NO_OBJECT) for name in nothing]
    there = model.cells[0]
    both = [there.name, nothing[0], f"{objects[0]}.9"]
    checks.append(Check("GET of one that is there beside two that are not", "get", (both,),
                        codec.Answer((there, Varbind(both[1], codec.NO_OBJECT), Varbind(both[2], codec.NO_INSTANCE)))))
    return checks


def nexts(model: Model, objects: list) -> list:
    last = model.cells[-1].name
    names = [ROOT, OBJECTS, f"{ROOT}.0", *objects, *(cell.name for cell in model.cells), f"{last}.1", f"{OBJECTS}.4294967295", BEHIND, f"{BEHIND}.2.1"]
    checks = [Check(f"GETNEXT behind {name}", "get_next", ([name],), codec.Answer((model.next(name),))) for name in names]
    over = [objects[0], last, BEHIND, ROOT]
    checks.append(Check("GETNEXT of four, two of them over the end", "get_next", (over,), codec.Answer(tuple(map(model.next, over)))))
    return checks


def bulk(model: Model, names: list, non_repeaters: int, repetitions: int) -> Check:
    varbinds, least = model.bulk(names, non_repeaters, repetitions)
    return Check(f"GETBULK {non_repeaters}/{repetitions} of {len(names)} from {names[0]}", "get_bulk", (names, non_repeaters, repetitions), codec.Answer(varbinds), least)


def bulks(model: Model, whole: bool) -> list:
    """Each number of non-repeaters with each number of repetitions (one with each, unless `whole`), of the whole tree, of columns of tables, and over
    the end. A column that is at its end from the beginning stands nowhere beside non-repeaters: Net-SNMP's endOfMibView then has the name of another one,
    also for its own objects."""
    first, near, last = model.cells[0].name, model.cells[-5].name, model.cells[-1].name
    device, history, node = f"{OBJECTS}.5.1.2", f"{OBJECTS}.8.1.3", f"{OBJECTS}.2.1.2"
    checks = []
    for repetitions in range(1, MOST_REPETITIONS + 1):
        for non_repeaters in range(4) if whole else [repetitions // 3 % 4]:
            names = [[first, device, history, ROOT], [first, node, history, OBJECTS, device], [node, device, first, near, history]][repetitions % 3]
            checks.append(bulk(model, names, non_repeaters, repetitions))
    checks += [bulk(model, [OBJECTS], 0, repetitions) for repetitions in (0, 1, 2, 99, 100)]
    return checks + [bulk(model, [last], 0, 10), bulk(model, [OBJECTS, near, last], 0, 5), bulk(model, [OBJECTS, device], 1, 0)]


def writes(model: Model) -> list:
    """Of a model agent, which lets nobody write, nothing is writable."""
    by_column = {cell.name.rpartition(".")[0]: cell for cell in model.cells}
    samples = [cell for column, cell in by_column.items() if cell.value is not None and cell.type in (codec.INTEGER, codec.GAUGE, codec.OCTETS)]
    return [Check(f"SET of {cell.name}", "set", ([cell],), codec.Answer((), "notWritable", 1)) for cell in samples]


def walks(model: Model) -> list:
    ways = ["GETNEXT"] + [f"GETBULK of {count}" for count in range(1, MOST_REPETITIONS + 1)]
    return [Check(f"walk by {way}", "walk", (ROOT, repetitions), tuple(model.cells)) for repetitions, way in enumerate(ways)]


def all_checks(model: Model, objects: list, whole: bool = True) -> list:
    """`objects`: the readable ones of the module. Without `whole` a fifth of what the walks show too."""
    single = gets(model) + missing(model, objects) + nexts(model, objects) + writes(model)
    return single[::1 if whole else 5] + bulks(model, whole) + walks(model)
