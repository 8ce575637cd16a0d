# SPDX-License-Identifier: Apache-2.0
"""Commands that a running, healthy appliance must refuse."""

import socket
import threading

from case import Case
from lab import free_port

JOB_FAILED, USAGE, BAD_VALUE, NOT_FOUND, BUSY, DEVICE, UNREACHABLE, MISMATCH, LIMIT = 1, 2, 3, 4, 5, 6, 7, 9, 12


class Babbler:
    """A server that speaks no SSH."""

    def __init__(self):
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection:
                connection.sendall(b"220 mail.example.com ESMTP\r\n" * 40)


def local(name: str, path, *more) -> list:
    return ["device", "add", "local", name, path, *more]


def network(world, path, address, *more, user=None, key="--public-key") -> list:
    return ["device", "add", "network", "bad", path, address, user or world.server.user, *more, *([key] if isinstance(key, str) else key)]


def grammar() -> list[Case]:
    return [
        Case("unknown command", ["defragment"], USAGE, "defragment"),
        Case("backup without arguments", ["backup"], USAGE, "backup"),
        Case("backup to an unknown kind of device", ["backup", "floppy", "UCM", "nightly"], USAGE, "floppy"),
        Case("history of an unknown kind", ["history", "yesterday"], USAGE, "yesterday"),
        Case("status of an unknown kind", ["status", "weather"], USAGE, "weather"),
        Case("unknown option", ["backup", "network", "UCM", "nightly", "--fast"], USAGE, "--fast"),
        Case("password from a descriptor that is not open",
             ["device", "add", "network", "bad", "/srv", "127.0.0.1:22", "root", "--password-fd", "99"], (USAGE, BAD_VALUE), "99"),
    ]


def names(world) -> list[Case]:
    store = world.site.lab.folder("spare-store")
    return [
        Case("device name with a slash", local("a/b", store), BAD_VALUE, ("device name", "/")),
        Case("device name with a blank in front", local(" early", store), BAD_VALUE, ("device name", "blank")),
        Case("device name with an umlaut", local("nächtlich", store), BAD_VALUE, "name"),
        Case("device name of 65 letters", local("n" * 65, store), BAD_VALUE, "64"),
        Case("empty device name", local("", store), (USAGE, BAD_VALUE), "name"),
        Case("device name twice", local("nightly", store), (BAD_VALUE, 11), "nightly"),
        Case("relative path", local("bad", "srv/sets"), BAD_VALUE, "srv/sets"),
        Case("no set to keep", local("bad", store, "0"), (USAGE, BAD_VALUE), "0"),
        Case("many sets to keep", local("bad", store, "many"), (USAGE, BAD_VALUE), "many"),
        Case("port beyond 65535", network(world, "/srv", "127.0.0.1:70000"), (USAGE, BAD_VALUE), "70000"),
        Case("port zero", network(world, "/srv", "127.0.0.1:0"), (USAGE, BAD_VALUE), "0"),
        Case("unknown feature", ["backup", "network", "UCMX", "nightly"], NOT_FOUND, "UCMX"),
        Case("feature in small letters", ["backup", "network", "ucm", "nightly"], (BAD_VALUE, NOT_FOUND), "ucm"),
        Case("gap in the list of features", ["backup", "network", "UCM,,CDR_CAR", "nightly"], BAD_VALUE, "feature"),
        Case("no feature at all", ["backup", "network", "", "nightly"], (USAGE, BAD_VALUE, NOT_FOUND), "feature"),
        Case("unknown device", ["backup", "network", "UCM", "weekly"], NOT_FOUND, "weekly"),
        Case("sets of an unknown device", ["show_backupfiles", "weekly"], NOT_FOUND, "weekly"),
        Case("delete an unknown device", ["device", "delete", "weekly"], NOT_FOUND, "weekly"),
        Case("registration of an unknown node", ["show_registration", "node9"], NOT_FOUND, "node9"),
        Case("cancel while nothing runs", ["cancel_backup", "confirm"], NOT_FOUND, "running"),
    ]


def restores(world) -> list[Case]:
    def restore(node="node1", chosen=None, features="UCM", device="nightly") -> list:
        return ["restore", "network", node, f"{chosen or world.set}.tar", device, "--features", features, "--wait"]

    return [
        Case("restore an absent set", restore(chosen="2001-01-01-00-00-00"), NOT_FOUND, "2001-01-01-00-00-00"),
        Case("restore a name that is no set's", restore(chosen="../../etc/passwd"), (BAD_VALUE, NOT_FOUND), "passwd"),
        Case("restore an impossible date", restore(chosen="2026-13-41-00-00-00"), (BAD_VALUE, NOT_FOUND), "2026-13-41"),
        Case("restore to an unknown node", restore(node="node9"), NOT_FOUND, "node9"),
        Case("restore an unknown feature", restore(features="CUC"), NOT_FOUND, "CUC"),
        Case("restore from an unknown device", restore(device="weekly"), NOT_FOUND, "weekly"),
        Case("restore a set of another product version", restore(), MISMATCH, ("15.0.1.12900-234", "15.0.1.12900-235"),
             world.other_version, world.own_version),
    ]


def devices(world) -> list[Case]:
    server, lab = world.server, world.site.lab
    file = lab.path("plain-file")
    file.write_text("no directory")
    nobody = f"127.0.0.1:{free_port()}"
    not_a_key = lab.path("not-a-key")
    not_a_key.write_text("this is no key\n")
    not_a_key.chmod(0o600)
    store = server.store
    return [
        Case("local directory that is not there", local("bad", "/no/such/place"), DEVICE, "/no/such/place"),
        Case("local path that is a file", local("bad", file), DEVICE, str(file)),
        Case("local directory that cannot be written", local("bad", "/proc"), DEVICE, "/proc"),
        Case("server where nobody listens", network(world, store, nobody), DEVICE, nobody),
        Case("server without a name in the world", network(world, store, "no-such-host.invalid"), DEVICE, "no-such-host.invalid"),
        Case("server that speaks no SSH", network(world, store, world.babbler.address), DEVICE, world.babbler.address),
        Case("server that refuses our key", network(world, store, world.stranger.address), DEVICE, world.stranger.address),
        Case("server that refuses the password", lambda: world.site.utils(*network(world, store, server.address, key=["--password-fd", "FD"]),
                                                                       secret="wrong-pass-word"), DEVICE, server.address),
        Case("key file that is not there", network(world, store, server.address, key=["--key-file", "/no/such/key"]),
             (BAD_VALUE, DEVICE), "/no/such/key"),
        Case("key file that holds no key", network(world, store, server.address, key=["--key-file", not_a_key]),
             (BAD_VALUE, DEVICE), str(not_a_key)),
        Case("directory that is not on the server", network(world, "/no/such/place", server.address), DEVICE, "/no/such/place"),
        Case("path on the server that is a file", network(world, file, server.address), DEVICE, str(file)),
        Case("server that lets nobody write", network(world, store, world.reader.address), DEVICE, world.reader.address),
        Case("changed host key", ["backup", "network", "UCM", "nightly", "--wait"], JOB_FAILED, world.two_fingerprints, world.change_host_key,
             world.own_host_key, recorded=True),
        Case("sets of a server with a changed host key", ["show_backupfiles", "nightly"], DEVICE, world.two_fingerprints,
             world.change_host_key, world.own_host_key),
        Case("tape drive", ["backup", "tape", "UCM", "/dev/nst0"], (USAGE, BAD_VALUE, NOT_FOUND, DEVICE), "tape"),
    ]


def states(world) -> list[Case]:
    def without_master():
        return world.site.drs("--root", world.site.lab.folder("empty-root"), "utils", "disaster_recovery", "status", "backup")

    return [
        Case("no Master below that root", without_master, UNREACHABLE, "drs-master"),
        Case("backup while one runs", ["backup", "network", "UCM", "nightly"], BUSY, "wait for it or cancel it", world.begin_held_backup,
             world.end_held_backup),
        Case("restore while a backup runs", ["restore", "network", "node1", f"{world.set}.tar", "nightly"], BUSY, "wait for it or cancel it",
             world.begin_held_backup, world.end_held_backup),
        Case("eleventh device", local("eleventh", world.site.lab.folder("spare-store")), LIMIT, "10", world.ten_devices, world.one_device),
    ]


def cases(world) -> list[Case]:
    return grammar() + names(world) + devices(world) + restores(world) + states(world)
