# SPDX-License-Identifier: Apache-2.0
"""SETs that are refused, each with its exact error and the place of the varbind it is about: a table."""

from dataclasses import dataclass

OBJECTS = ".1.3.6.1.4.1.8072.9999.9999.4040.1"
LOCK, SCHEDULE_NEXT, DEVICE_NEXT, PRODUCT = (f"{OBJECTS}.1.{number}.0" for number in (19, 20, 21, 1))
CANCEL, CANCEL_JOB = f"{OBJECTS}.7.14.0", f"{OBJECTS}.7.15.0"
DEVICES, SCHEDULES, REQUESTS = f"{OBJECTS}.5", f"{OBJECTS}.6", f"{OBJECTS}.7.13"
NAME, KIND, SERVER, PORT, PATH, USER, PASSWORD, KEEP, STATUS = 2, 3, 4, 5, 6, 7, 8, 10, 16
ACTIVE, NOT_IN_SERVICE, NOT_READY, GO, WAIT, DESTROY = range(1, 7)
NETWORK, LOCAL, TAPE = 2, 3, 1


@dataclass(frozen=True)
class Wrong:
    what: str
    varbinds: list
    error: str
    place: int


def device(column: int, index: int, kind: str, value) -> tuple:
    return f"{DEVICES}.1.{column}.{index}", kind, value


def new_device(index: int, *more: tuple, **other) -> list[tuple]:
    """Of kind local and whole but for its status, which `more` may have; `other` replaces values or, by None, leaves columns out."""
    values = {"NAME": ("s", "another"), "KIND": ("i", LOCAL), "PATH": ("s", "/tmp")} | other
    return [device(globals()[column], index, *value) for column, value in values.items() if value is not None] + list(more)


def on_server(**other) -> dict:
    return {"KIND": ("i", NETWORK), "SERVER": ("s", "127.0.0.1"), "USER": ("s", "operator")} | other


def schedule(column: int, index: int, kind: str, value) -> tuple:
    return f"{SCHEDULES}.1.{column}.{index}", kind, value


def new_schedule(index: int, used: int, **other) -> list[tuple]:
    """Whole, its status last; columns by number, `c5=` replaces column 5."""
    values = {"c2": ("s", "another"), "c3": ("u", used), "c4": ("s", "UCM"), "c5": ("x", "082a0b1803000000"), "c6": ("i", 2), "c14": ("i", GO)} | other
    return [schedule(int(column[1:]), index, *value) for column, value in values.items() if value is not None]


def request(column: int, kind: str, value, index: int = 9001) -> tuple:
    return f"{REQUESTS}.1.{column}.{index}", kind, value


def new_request(used: int, feature: str = "UCM", kind: int = 1) -> list[tuple]:
    return [request(3, "i", kind), request(4, "u", used), request(6, "s", feature), request(13, "i", GO)]


def values(i: int) -> list[Wrong]:
    """What can be said of a value alone; the wrong varbind stands at each place in turn, among good ones."""
    wrong = [("a number as name", device(NAME, i, "i", 7), "wrongType"), ("an OID as name", device(NAME, i, "o", ".1.3.6"), "wrongType"),
             ("an address as server", device(SERVER, i, "a", "127.0.0.1"), "wrongType"), ("octets as kind", device(KIND, i, "s", "2"), "wrongType"),
             ("Unsigned32 as kind", device(KIND, i, "u", 2), "wrongType"), ("INTEGER as port", device(PORT, i, "i", 22), "wrongType"),
             ("octets as port", device(PORT, i, "s", "22"), "wrongType"), ("a number as path", device(PATH, i, "u", 1), "wrongType"),
             ("a number as user", device(USER, i, "i", 0), "wrongType"), ("a number as password", device(PASSWORD, i, "i", 1234), "wrongType"),
             ("INTEGER as sets to keep", device(KEEP, i, "i", 2), "wrongType"), ("TimeTicks as sets to keep", device(KEEP, i, "t", 2), "wrongType"),
             ("Unsigned32 as status", device(STATUS, i, "u", GO), "wrongType"),
             ("an empty name", device(NAME, i, "s", ""), "wrongLength"), ("a name of 256", device(NAME, i, "s", "n" * 256), "wrongLength"),
             ("a server of 256", device(SERVER, i, "s", "s" * 256), "wrongLength"), ("an empty path", device(PATH, i, "s", ""), "wrongLength"),
             ("a path of 1025", device(PATH, i, "s", "/" * 1025), "wrongLength"), ("a user of 256", device(USER, i, "s", "u" * 256), "wrongLength"),
             ("a password of 256", device(PASSWORD, i, "s", "p" * 256), "wrongLength"),
             ("kind 0", device(KIND, i, "i", 0), "wrongValue"), ("kind 4", device(KIND, i, "i", 4), "wrongValue"), ("kind -1", device(KIND, i, "i", " -1"), "wrongValue"),
             ("port 65536", device(PORT, i, "u", 65536), "wrongValue"), ("no sets to keep", device(KEEP, i, "u", 0), "wrongValue"),
             ("366 sets to keep", device(KEEP, i, "u", 366), "wrongValue"), ("status 0", device(STATUS, i, "i", 0), "wrongValue"),
             ("status 7", device(STATUS, i, "i", 7), "wrongValue"),
             ("the host key", device(9, i, "s", "SHA256:x"), "notWritable"), ("the state", device(11, i, "i", 3), "notWritable"),
             ("the state's text", device(12, i, "s", "all is well"), "notWritable"), ("the room", device(13, i, "u", 1), "notWritable"),
             ("who uses it", device(14, i, "s", "nobody"), "notWritable"), ("the storage type", device(15, i, "i", 2), "notWritable"),
             ("the index", device(1, i, "u", i), "notWritable"), ("no column", device(17, i, "i", 1), "notWritable"),
             ("the next index", (DEVICE_NEXT, "u", i), "notWritable"), ("the product's name", (PRODUCT, "s", "mine"), "notWritable"),
             ("no object", (f"{OBJECTS}.99.0", "i", 1), "notWritable"), ("a device of index 0", device(NAME, 0, "s", "x"), "noCreation"),
             ("an index of two numbers", (f"{DEVICES}.1.{NAME}.{i}.1", "s", "x"), "noCreation"), ("a second lock", (f"{OBJECTS}.1.19.1", "i", 1), "noCreation"),
             ("Unsigned32 as lock", (LOCK, "u", 1), "wrongType"), ("lock -1", (LOCK, "i", " -1"), "wrongValue")]
    table = []
    for number, (what, varbind, error) in enumerate(wrong):
        good = [each for each in new_device(i, device(STATUS, i, "i", GO)) if each[0] != varbind[0]]
        at = number % (len(good) + 1)
        table.append(Wrong(what, [*good[:at], varbind, *good[at:]], error, at + 1))
    return table + [Wrong("a name twice", [*new_device(i), device(NAME, i, "s", "third"), device(STATUS, i, "i", GO)], "inconsistentValue", 4)]


def devices(i: int, lock: int) -> list[Wrong]:
    """The rules for devices. Device 1 is `nightly`, saved, of kind network, and a schedule uses it; `i` is the next index; 2 has been given to one that is gone."""
    def go(index: int = i, **other) -> list[tuple]:
        return new_device(index, device(STATUS, index, "i", GO), **other)

    def status(index: int, value: int) -> list[tuple]:
        return [device(STATUS, index, "i", value)]

    return [Wrong("a name with a slash", go(NAME=("s", "a/b")), "wrongValue", 1), Wrong("a name of 65", go(NAME=("s", "n" * 65)), "wrongValue", 1),
            Wrong("a name that is taken", go(NAME=("s", "nightly")), "wrongValue", 1), Wrong("a tape drive", go(KIND=("i", TAPE)), "wrongValue", 2),
            Wrong("a relative path of this machine", go(PATH=("s", "sets")), "wrongValue", 3), Wrong("a path with a line break", go(PATH=("x", "2f610a62")), "wrongValue", 3),
            Wrong("a path that is not UTF-8", go(PATH=("x", "2fff")), "wrongValue", 3), Wrong("a local device on a server", go(SERVER=("s", "127.0.0.1")), "wrongValue", 4),
            Wrong("a local device with a user", go(USER=("s", "operator")), "wrongValue", 4), Wrong("a local device with a password", go(PASSWORD=("s", "x")), "wrongValue", 4),
            Wrong("a server without a name", go(**on_server(SERVER=("s", ""))), "wrongValue", 4), Wrong("a server without a user", go(**on_server(USER=("s", ""))), "wrongValue", 5),
            Wrong("port 0 of a server", go(**on_server(PORT=("u", 0))), "wrongValue", 6), Wrong("a password with a NUL", go(**on_server(PASSWORD=("x", "6100"))), "wrongValue", 6),
            Wrong("createAndGo without a name", go(NAME=None), "inconsistentValue", 3), Wrong("createAndGo without a kind", go(KIND=None), "inconsistentValue", 3),
            Wrong("createAndGo without a path", go(PATH=None), "inconsistentValue", 3), Wrong("a network device without a server", go(**on_server(SERVER=None)), "inconsistentValue", 5),
            Wrong("a network device without a user", go(**on_server(USER=None)), "inconsistentValue", 5),
            Wrong("columns of no row", new_device(i), "inconsistentName", 1), Wrong("an index far off", go(i + 500), "inconsistentName", 4),
            Wrong("an index that was given", go(2), "inconsistentName", 4), Wrong("createAndGo of what is there", status(1, GO), "inconsistentValue", 1),
            Wrong("createAndWait of what is there", status(1, WAIT), "inconsistentValue", 1), Wrong("notReady", status(1, NOT_READY), "wrongValue", 1),
            Wrong("an active row out of service", status(1, NOT_IN_SERVICE), "inconsistentValue", 1), Wrong("active for no row", status(i, ACTIVE), "inconsistentValue", 1),
            Wrong("notInService for no row", status(i, NOT_IN_SERVICE), "inconsistentValue", 1), Wrong("another name", [device(NAME, 1, "s", "other")], "inconsistentValue", 1),
            Wrong("another kind", [device(PATH, 1, "s", "/tmp"), device(KIND, 1, "i", LOCAL)], "inconsistentValue", 2),
            Wrong("an empty server", [device(SERVER, 1, "s", "")], "wrongValue", 1), Wrong("an empty user, and more sets", [device(KEEP, 1, "u", 5), device(USER, 1, "s", "")], "wrongValue", 2),
            Wrong("destroy what a schedule uses", status(1, DESTROY), "inconsistentValue", 1), Wrong("two rows of one name", [*go(), *go(i + 1)], "wrongValue", 1),
            Wrong("two rows, the second one wrong", [*go(), *go(i + 1, NAME=("s", "x/y"))], "wrongValue", 5),
            Wrong("a row and another's destruction", [*status(1, DESTROY), *go()], "inconsistentValue", 1),
            Wrong("the lock of another state, first", [(LOCK, "i", lock ^ 1), *go()], "inconsistentValue", 1),
            Wrong("the lock of another state, last", [*go(), (LOCK, "i", lock ^ 1)], "inconsistentValue", 5),
            Wrong("the right lock, and a wrong row", [(LOCK, "i", lock), *go(NAME=("s", "x/y"))], "wrongValue", 2),
            Wrong("the lock twice", [(LOCK, "i", lock), *go(), (LOCK, "i", lock)], "inconsistentValue", 6)]


def schedules(i: int) -> list[Wrong]:
    """Schedule 1 is the default one; `i` is the next index."""
    return [Wrong("a schedule with a slash", new_schedule(i, 1, c2=("s", "a/b")), "wrongValue", 1), Wrong("a second default", new_schedule(i, 1, c2=("s", "default")), "wrongValue", 1),
            Wrong("a schedule for no device", new_schedule(i, 99), "inconsistentValue", 2), Wrong("a schedule for no feature", new_schedule(i, 1, c4=("s", "NOSUCH")), "inconsistentValue", 3),
            Wrong("30 February", new_schedule(i, 1, c5=("x", "082a021e03000000")), "wrongValue", 4), Wrong("a start of 7 octets", new_schedule(i, 1, c5=("x", "082a0b18030000")), "wrongLength", 4),
            Wrong("frequency 5", new_schedule(i, 1, c6=("i", 5)), "wrongValue", 5), Wrong("a schedule far off", new_schedule(i + 500, 1), "inconsistentName", 6),
            Wrong("a schedule without a start", new_schedule(i, 1, c5=None), "inconsistentValue", 5), Wrong("another name for default", [schedule(2, 1, "s", "x")], "inconsistentValue", 1),
            Wrong("destroy default", [schedule(14, 1, "i", DESTROY)], "inconsistentValue", 1), Wrong("enable what has no device", [schedule(8, 1, "i", 1)], "inconsistentValue", 1),
            Wrong("a schedule's last run", [schedule(9, 1, "x", "00")], "notWritable", 1)]


def requests() -> list[Wrong]:
    whole = new_request(1)
    return [Wrong("a request for no device", new_request(99), "inconsistentValue", 2), Wrong("a request for no feature", new_request(1, "NOSUCH"), "inconsistentValue", 3),
            Wrong("a request of kind 5", new_request(1, kind=5), "wrongValue", 1), Wrong("a drill", new_request(1, kind=4), "wrongValue", 1),
            Wrong("a request without a kind", whole[1:], "inconsistentValue", 3), Wrong("a request without a device", [whole[0], *whole[2:]], "inconsistentValue", 3),
            Wrong("a backup of a set", [*whole, request(5, "s", "2026-01-01-00-00-00")], "wrongValue", 5), Wrong("a restore of no set", new_request(1, kind=2), "inconsistentValue", 4),
            Wrong("a request's result", [request(10, "i", 3)], "notWritable", 1), Wrong("cancel alone", [(CANCEL, "i", 2)], "inconsistentValue", 1),
            Wrong("cancel what does not run", [(CANCEL, "i", 2), (CANCEL_JOB, "u", 99)], "inconsistentValue", 2), Wrong("cancel in mode 3", [(CANCEL, "i", 3), (CANCEL_JOB, "u", 1)], "wrongValue", 1)]


def in_trial(index: int, following: int) -> list[Wrong]:
    """While device `index`, called `another`, is being validated."""
    return [Wrong("its path", [device(PATH, index, "s", "/srv")], "inconsistentValue", 1), Wrong("its password", [device(PASSWORD, index, "s", "x")], "inconsistentValue", 1),
            Wrong("active once more", [device(STATUS, index, "i", ACTIVE)], "inconsistentValue", 1), Wrong("a second createAndGo", new_device(index, device(STATUS, index, "i", GO)), "inconsistentValue", 4),
            Wrong("createAndWait", [device(STATUS, index, "i", WAIT)], "inconsistentValue", 1), Wrong("its name for another", new_device(following, device(STATUS, following, "i", GO)), "wrongValue", 1),
            Wrong("a schedule for it", new_schedule(50, index), "inconsistentValue", 2), Wrong("a job on it", new_request(index), "inconsistentValue", 2)]


def while_a_job_runs(job: int) -> list[Wrong]:
    """On device 1, which no schedule uses."""
    return [Wrong("a second backup", new_request(1), "inconsistentValue", 4), Wrong("destroy its device", [device(STATUS, 1, "i", DESTROY)], "inconsistentValue", 1),
            Wrong("cancel another job", [(CANCEL, "i", 2), (CANCEL_JOB, "u", job + 1)], "inconsistentValue", 2)]
