# SPDX-License-Identifier: Apache-2.0
"""A Unix stream socket in front of another, whose bytes can be held back."""

import selectors
import socket
import threading
from pathlib import Path


class SlowSocket:
    """Listens at `path`, hands what comes to `target` and the answers back; each piece waits `delay` seconds, and there is one queue for all connections."""

    def __init__(self, path: Path, target: Path):
        self._target, self.delay = str(target), 0.0
        self._front = socket.socket(socket.AF_UNIX)
        self._front.bind(str(path))
        self._front.listen(4)
        self._ended = threading.Event()
        self._over, self._over_there = socket.socketpair()
        self._ways = selectors.DefaultSelector()
        for each in (self._front, self._over_there):
            self._ways.register(each, selectors.EVENT_READ)
        self._thread = threading.Thread(target=self._run, name="slow socket")
        self._thread.start()

    def __enter__(self) -> "SlowSocket":
        return self

    def __exit__(self, *_) -> None:
        self._ended.set()
        self._over.send(b"x")
        self._thread.join()
        for each in [key.fileobj for key in list(self._ways.get_map().values())] + [self._over]:
            each.close()

    def _run(self) -> None:
        while True:
            for key, _ in self._ways.select():
                if key.fileobj is self._over_there:
                    return
                if key.fileobj is self._front:
                    self._connect(self._front.accept()[0])
                elif key.fileobj.fileno() >= 0:  # else its other end has closed both in this round
                    self._forward(key.fileobj, key.data)

    def _connect(self, client: socket.socket) -> None:
        server = socket.socket(socket.AF_UNIX)
        try:
            server.connect(self._target)
        except OSError:  # nobody is behind it: the client sees its connection end
            client.close()
            server.close()
            return
        self._ways.register(client, selectors.EVENT_READ, server)
        self._ways.register(server, selectors.EVENT_READ, client)

    def _forward(self, way: socket.socket, other: socket.socket) -> None:
        try:
            piece = way.recv(1 << 16)
            if piece:
                self._ended.wait(self.delay)
                other.sendall(piece)
                return
        except OSError:
            pass  # either end has gone: so does the other
        for each in (way, other):
            self._ways.unregister(each)
            each.close()
