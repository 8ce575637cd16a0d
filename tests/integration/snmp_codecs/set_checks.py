# SPDX-License-Identifier: Apache-2.0
"""What every codec writes to a real Master, with the error and its place that it has to get, and what stands in the table afterwards: a list."""

import codec
from codec import GAUGE, INTEGER, OCTETS, Answer, Varbind
from read_checks import OBJECTS, Check

SCHEDULE, REQUEST = f"{OBJECTS}.6.1", f"{OBJECTS}.7.13.1"
DEVICES = f"{OBJECTS}.5.1"
NEXT_INDEX, LOCK = f"{OBJECTS}.1.20.0", f"{OBJECTS}.1.19.0"
NAME, DEVICE, FEATURES, START, FREQUENCY, WEEKDAYS, ADMIN, LAST_RUN, STATUS = 2, 3, 4, 5, 6, 7, 8, 9, 14
ACTIVE, NOT_IN_SERVICE, NOT_READY, GO, WAIT, DESTROY = range(1, 7)
TYPES = {NAME: OCTETS, DEVICE: GAUGE, FEATURES: OCTETS, START: OCTETS, FREQUENCY: INTEGER, WEEKDAYS: OCTETS, ADMIN: INTEGER, STATUS: INTEGER}


def clock(year: int, month: int, day: int, hour: int, minute: int) -> bytes:
    return bytes([year >> 8, year & 255, month, day, hour, minute, 0, 0])


def cell(column: int, index: int, value, kind: str | None = None) -> Varbind:
    return Varbind(f"{SCHEDULE}.{column}.{index}", kind or TYPES[column], value)


def row(index: int, **other) -> list[Varbind]:
    """Whole but for its status; `other` replaces values or, by None, leaves columns out."""
    values = {"NAME": b"night", "DEVICE": 1, "FEATURES": b"UCM", "START": clock(2090, 11, 24, 3, 0), "FREQUENCY": 2} | other
    return [cell(globals()[column], index, value) for column, value in values.items() if value is not None]


def write(name: str, varbinds: list, error: str = "noError", index: int = 0) -> Check:
    """Without an error the answer repeats what was asked for."""
    return Check(f"SET: {name}", "set", (varbinds,), Answer(() if error != "noError" else tuple(varbinds), error, index))


def read(name: str, varbinds: list) -> Check:
    return Check(f"GET: {name}", "get", ([each.name for each in varbinds],), Answer(tuple(varbinds)))


def only_default(after: str) -> Check:
    """The table has one row, that of the default schedule, whose index is 1."""
    beyond = Varbind(f"{OBJECTS}.7.1.0", GAUGE)
    return Check(f"GETNEXT: one schedule after {after}", "get_next", ([f"{SCHEDULE}.{NAME}", f"{SCHEDULE}.{STATUS}", f"{SCHEDULE}.{STATUS}.1"],),
                 Answer((cell(NAME, 1, b"default"), cell(STATUS, 1, ACTIVE), beyond)))


def values(i: int) -> list[Check]:
    """RESERVE1: what can be said of a value alone. The wrong one stands at each place in turn."""
    wrong = [("a number as name", cell(NAME, i, 7, INTEGER), "wrongType"), ("octets as device", cell(DEVICE, i, b"1", OCTETS), "wrongType"),
             ("INTEGER as device", cell(DEVICE, i, 1, INTEGER), "wrongType"), ("Gauge32 as frequency", cell(FREQUENCY, i, 2, GAUGE), "wrongType"),
             ("an OID as name", cell(NAME, i, "1.3.6", codec.OID), "wrongType"), ("TimeTicks as start", cell(START, i, 5, codec.TICKS), "wrongType"),
             ("an empty name", cell(NAME, i, b""), "wrongLength"), ("a name of 256", cell(NAME, i, b"n" * 256), "wrongLength"),
             ("features of 1025", cell(FEATURES, i, b"f" * 1025), "wrongLength"), ("a start of 7", cell(START, i, b"\x07" * 7), "wrongLength"),
             ("a start of 11", cell(START, i, b"\x07" * 11), "wrongLength"), ("weekdays of 2", cell(WEEKDAYS, i, b"\x40\x00"), "wrongLength"),
             ("device 0", cell(DEVICE, i, 0), "wrongValue"), ("frequency 0", cell(FREQUENCY, i, 0), "wrongValue"), ("frequency 5", cell(FREQUENCY, i, 5), "wrongValue"),
             ("frequency -1", cell(FREQUENCY, i, -1), "wrongValue"), ("state 3", cell(ADMIN, i, 3), "wrongValue"), ("status 0", cell(STATUS, i, 0), "wrongValue"),
             ("status 7", cell(STATUS, i, 7), "wrongValue"),
             ("a read-only column", cell(LAST_RUN, i, b"", OCTETS), "notWritable"), ("an index", Varbind(f"{SCHEDULE}.1.{i}", GAUGE, i), "notWritable"),
             ("no column", Varbind(f"{SCHEDULE}.15.{i}", INTEGER, 1), "notWritable"), ("no object", Varbind(f"{OBJECTS}.99.0", INTEGER, 1), "notWritable"),
             ("a scalar that is read-only", Varbind(NEXT_INDEX, GAUGE, 5), "notWritable"), ("index 0", cell(NAME, 0, b"x"), "noCreation"),
             ("an index of two numbers", Varbind(f"{SCHEDULE}.{NAME}.{i}.1", OCTETS, b"x"), "noCreation")]
    checks = []
    for place, (what, varbind, error) in enumerate(wrong):
        good = [each for each in [*row(i), cell(STATUS, i, GO)] if each.name != varbind.name]
        at = place % (len(good) + 1)
        checks.append(write(f"{what} at {at + 1}", [*good[:at], varbind, *good[at:]], error, at + 1))
    return [*checks, write("an object twice", [*row(i), cell(NAME, i, b"other"), cell(STATUS, i, GO)], "inconsistentValue", 6)]


def rules(i: int) -> list[Check]:
    """RESERVE2: the rules of the control service."""
    def go(**other) -> list:
        return [*row(i, **other), cell(STATUS, i, GO)]

    return [write("a name with a slash", go(NAME=b"a/b"), "wrongValue", 1), write("the name of another", go(NAME=b"default"), "wrongValue", 1),
            write("no such device", go(DEVICE=99), "inconsistentValue", 2), write("no such feature", go(FEATURES=b"NOSUCH"), "inconsistentValue", 3),
            write("a good feature and a bad one", go(FEATURES=b"UCM,NOSUCH"), "inconsistentValue", 3), write("30 February", go(START=clock(2090, 2, 30, 1, 0)), "wrongValue", 4),
            write("month 13", go(START=clock(2090, 13, 1, 1, 0)), "wrongValue", 4), write("hour 24", go(START=clock(2090, 1, 1, 24, 0)), "wrongValue", 4),
            *(write(f"createAndGo without column {2 + gone}", [each for at, each in enumerate(go()) if at != gone], "inconsistentValue", 5) for gone in range(5)),
            write("columns of no row", row(i), "inconsistentName", 1), write("an index far off", [*row(i + 500), cell(STATUS, i + 500, GO)], "inconsistentName", 6),
            write("an index that was given", [*row(i - 1), cell(STATUS, i - 1, GO)] if i > 2 else [cell(STATUS, 1, WAIT)], *(["inconsistentName", 6] if i > 2 else ["inconsistentValue", 1])),
            write("a new name for default", [cell(NAME, 1, b"other")], "inconsistentValue", 1), write("destroy default", [cell(STATUS, 1, DESTROY)], "inconsistentValue", 1),
            write("create what is there", [cell(STATUS, 1, GO)], "inconsistentValue", 1), write("wait with what is there", [cell(STATUS, 1, WAIT)], "inconsistentValue", 1),
            write("notReady", [cell(STATUS, 1, NOT_READY)], "wrongValue", 1), write("an active row out of service", [cell(STATUS, 1, NOT_IN_SERVICE)], "inconsistentValue", 1),
            write("enable what has no device", [cell(ADMIN, 1, 1)], "inconsistentValue", 1), write("activate no row", [cell(STATUS, i, ACTIVE)], "inconsistentValue", 1),
            write("no row out of service", [cell(STATUS, i, NOT_IN_SERVICE)], "inconsistentValue", 1), write("destroy no row", [cell(STATUS, i, DESTROY)]),
            write("cancel without a job's number", [Varbind(f"{OBJECTS}.7.14.0", INTEGER, 2)], "inconsistentValue", 1),
            write("cancel what does not run", [Varbind(f"{OBJECTS}.7.14.0", INTEGER, 2), Varbind(f"{OBJECTS}.7.15.0", GAUGE, 7)], "inconsistentValue", 2)]


def all_or_nothing(i: int) -> list[Check]:
    """A request for two rows of which one is wrong, with the wrong varbind in front, in the middle and at the end."""
    checks = []
    for at in (0, 5, 11):
        both = [*row(i), cell(STATUS, i, GO), *row(i + 1, NAME=b"noon", DEVICE=None), cell(STATUS, i + 1, GO)]
        both.insert(at, cell(DEVICE, i + 1, 99))
        checks += [write(f"two rows, one for no device, at {at + 1}", both, "inconsistentValue", at + 1), only_default("it")]
    both = [*row(i), *row(i + 1), cell(STATUS, i, GO), cell(STATUS, i + 1, GO)]
    checks += [write("two rows of one name", both, "wrongValue", 1), only_default("it")]
    checks += [write("one row made, default destroyed", [*row(i), cell(STATUS, i, GO), cell(STATUS, 1, DESTROY)], "inconsistentValue", 7), only_default("it")]
    return checks


def life(i: int) -> list[Check]:
    """Rows that are made, in one piece and in several, changed, exchanged and destroyed; at the end there is none."""
    night, noon = row(i), row(i + 1, NAME=b"noon", FREQUENCY=3)
    made = [cell(STATUS, i + 1, GO), *night, *noon, cell(STATUS, i, GO)]
    whole = [*night, cell(ADMIN, i, 2), cell(WEEKDAYS, i, b"\x00"), *noon, cell(WEEKDAYS, i + 1, b"\x04"), cell(STATUS, i, ACTIVE), cell(STATUS, i + 1, ACTIVE)]
    change = [cell(FREQUENCY, i, 3), cell(WEEKDAYS, i, b"\x44"), cell(ADMIN, i, 1), cell(NAME, i + 1, b"late")]
    swapped = [cell(NAME, i, b"late"), cell(NAME, i + 1, b"night")]
    pieces = row(i + 2, NAME=b"piecemeal")
    return [write("two rows in one request", made), read("both", whole), write("a change of both", change), read("the change", change),
            write("two names exchanged", swapped), read("the names", swapped),
            write("one destroyed, and its name taken", [cell(NAME, i, b"night"), cell(STATUS, i + 1, DESTROY)]), read("the name", [cell(NAME, i, b"night")]),
            write("createAndWait", [cell(STATUS, i + 2, WAIT)]), read("it is notReady", [cell(STATUS, i + 2, NOT_READY)]),
            write("activate a part", [cell(STATUS, i + 2, ACTIVE)], "inconsistentValue", 1), *(write(f"piece {piece.name}", [piece]) for piece in pieces),
            read("it is notInService", [cell(STATUS, i + 2, NOT_IN_SERVICE), *pieces]), write("activate all", [cell(STATUS, i + 2, ACTIVE)]),
            read("it is active", [cell(STATUS, i + 2, ACTIVE), *pieces]),
            write("both destroyed", [cell(STATUS, i, DESTROY), cell(STATUS, i + 2, DESTROY)]), only_default("both have gone")]


def requests(i: int) -> list[Check]:
    """drsJobRequestTable: nothing of this may begin a job."""
    def ask(column: int, value, kind: str = INTEGER, index: int = 5000 + i) -> Varbind:
        return Varbind(f"{REQUEST}.{column}.{index}", kind, value)

    whole = [ask(2, b"console", OCTETS), ask(3, 1), ask(4, 1, GAUGE), ask(6, b"UCM", OCTETS)]
    return [write("a request for no device", [*whole[:2], ask(4, 99, GAUGE), whole[3], ask(13, GO)], "inconsistentValue", 3),
            write("a request without a feature", [*whole[:3], ask(13, GO)], "inconsistentValue", 4),
            write("a request for no feature", [*whole[:3], ask(6, b"NOSUCH", OCTETS), ask(13, GO)], "inconsistentValue", 4),
            write("a request of kind 5", [ask(3, 5), ask(13, GO)], "wrongValue", 1), write("a request without a kind", [whole[2], whole[3], ask(13, GO)], "inconsistentValue", 3),
            write("a result that is written", [ask(10, 3)], "notWritable", 1), write("a request waits", [ask(13, WAIT)]), *(write(f"piece {each.name}", [each]) for each in whole),
            read("the pieces", [*whole, ask(13, NOT_IN_SERVICE), ask(9, 0, GAUGE)]), write("the request goes", [ask(13, DESTROY)]),
            Check("GET: it has gone", "get", ([ask(13, 0).name],), Answer((Varbind(ask(13, 0).name, codec.NO_INSTANCE),)))]


def console(_: int) -> list[Check]:
    """What is asked for by objects that belong to no row that managers make; the device is number 1."""
    def refresh(value, kind: str = INTEGER, device: int = 1) -> Varbind:
        return Varbind(f"{OBJECTS}.9.2.1.6.{device}", kind, value)

    def alarm(column: int, value, kind: str) -> Varbind:
        return Varbind(f"{OBJECTS}.10.{column}.0", kind, value)

    read_back = [refresh(1), alarm(6, 1, INTEGER), alarm(7, 0, GAUGE)]
    return [write("a refresh of the wrong type", [refresh(2, GAUGE)], "wrongType", 1), write("no refresh", [refresh(1)], "wrongValue", 1),
            write("a refresh of 3", [refresh(3)], "wrongValue", 1), write("a refresh for no device", [refresh(2), refresh(2, device=99)], "noCreation", 2),
            write("the state of a list", [Varbind(f"{OBJECTS}.9.2.1.1.1", INTEGER, 3)], "notWritable", 1), write("a set", [Varbind(f"{OBJECTS}.9.1.1.2.1.1", OCTETS, b"x")], "notWritable", 1),
            write("a row of the log", [Varbind(f"{OBJECTS}.10.2.1.3.1", OCTETS, b"x")], "notWritable", 1),
            write("no resync", [alarm(6, 1, INTEGER)], "wrongValue", 1), write("a resync of the wrong type", [alarm(6, 2, GAUGE)], "wrongType", 1),
            write("a test of no alarm", [refresh(2), alarm(7, 60, GAUGE)], "wrongValue", 2), write("a test beyond all numbers", [alarm(7, 65536, GAUGE)], "wrongValue", 1),
            write("all three at once", [alarm(7, 17, GAUGE), refresh(2), alarm(6, 2, INTEGER)]), read("that nothing is asked for", read_back)]


def devices(_: int) -> list[Check]:
    """drsDeviceTable, whose first row is there and whose next index is 2: nothing of this may begin a trial."""
    def at(column: int, value, kind: str = OCTETS, index: int = 2) -> Varbind:
        return Varbind(f"{DEVICES}.{column}.{index}", kind, value)

    whole = [at(2, b"weekly"), at(3, 3, INTEGER), at(6, b"/srv/sets")]
    go = at(16, GO, INTEGER)
    wrong = [("a number as password", at(8, 7, INTEGER), "wrongType"), ("a password of 256", at(8, b"p" * 256), "wrongLength"), ("INTEGER as port", at(5, 22, INTEGER), "wrongType"),
             ("port 65536", at(5, 65536, GAUGE), "wrongValue"), ("366 sets", at(10, 366, GAUGE), "wrongValue"), ("kind 4", at(3, 4, INTEGER), "wrongValue"),
             ("a state", at(11, 3, INTEGER), "notWritable"), ("a host key", at(9, b"x"), "notWritable"), ("a lock of Gauge32", Varbind(LOCK, GAUGE, 1), "wrongType"),
             ("a second lock", Varbind(LOCK[:-1] + "1", INTEGER, 1), "noCreation")]
    checks = [write(f"a device with {what}", [*(each for each in whole if each.name != bad.name), bad, go], error, 4 - sum(each.name == bad.name for each in whole)) for what, bad, error in wrong]
    pieces = [*whole, at(8, b"a password")]
    return [*checks, write("a tape drive", [whole[0], at(3, 1, INTEGER), whole[2], go], "wrongValue", 2), write("a relative path", [*whole[:2], at(6, b"sets"), go], "wrongValue", 3),
            write("a device without a path", [*whole[:2], go], "inconsistentValue", 3), write("a device far off", [at(2, b"x", index=900), at(3, 3, INTEGER, 900), at(6, b"/x", index=900), at(16, GO, INTEGER, 900)], "inconsistentName", 4),
            write("another name for a device", [at(2, b"x", index=1)], "inconsistentValue", 1), write("a saved device out of service", [at(16, NOT_IN_SERVICE, INTEGER, 1)], "inconsistentValue", 1),
            write("a device waits", [at(16, WAIT, INTEGER)]), *(write(f"piece {each.name}", [each]) for each in pieces),
            read("the pieces, the password empty", [*whole, at(8, b""), at(11, 1, INTEGER), at(15, 2, INTEGER), at(16, NOT_IN_SERVICE, INTEGER)]), write("the device goes", [at(16, DESTROY, INTEGER)]),
            Check("GET: the device has gone", "get", ([go.name],), Answer((Varbind(go.name, codec.NO_INSTANCE),)))]


def all_checks(next_index: int) -> list[Check]:
    checks = [only_default("nothing")]
    for part in (values, rules, all_or_nothing, life, requests, console, devices):
        checks += [*part(next_index), only_default(part.__name__)]
    return checks
