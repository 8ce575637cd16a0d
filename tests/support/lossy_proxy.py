# SPDX-License-Identifier: Apache-2.0
"""A UDP path that loses datagrams, and that can be cut for a while."""

import random
import selectors
import socket
import threading


class LossyProxy:
    """Takes datagrams at `port` on loopback, hands them to `target` and the answers back. `loss`: the part that it drops, each way for itself."""

    def __init__(self, target: int, loss: float, seed: int):
        self._target, self._loss, self._random = ("127.0.0.1", target), loss, random.Random(seed)
        self._front = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._front.bind(("127.0.0.1", 0))
        self.port = self._front.getsockname()[1]
        self._backs: dict[tuple, socket.socket] = {}
        self._ways = selectors.DefaultSelector()
        self._ways.register(self._front, selectors.EVENT_READ)
        self._over, self._over_there = socket.socketpair()
        self._ways.register(self._over_there, selectors.EVENT_READ)
        self.cut = False
        self.passed = self.dropped = 0
        self._thread = threading.Thread(target=self._run, name="proxy")
        self._thread.start()

    def __enter__(self) -> "LossyProxy":
        return self

    def __exit__(self, *_) -> None:
        self._over.send(b"x")
        self._thread.join()
        for each in (self._front, self._over, self._over_there, *self._backs.values()):
            each.close()

    def _run(self) -> None:
        while True:
            for key, _ in self._ways.select():
                if key.fileobj is self._over_there:
                    return
                self._forward(key.fileobj, key.data)

    def _forward(self, way: socket.socket, client: tuple | None) -> None:
        try:
            datagram, sender = way.recvfrom(65535)
        except ConnectionRefusedError:  # nobody listens there now
            return
        if self.cut or self._random.random() < self._loss:
            self.dropped += 1
            return
        self.passed += 1
        try:
            if client is None:
                self._back(sender).send(datagram)
            else:
                self._front.sendto(datagram, client)
        except ConnectionRefusedError:
            pass

    def _back(self, client: tuple) -> socket.socket:
        """One socket a client, so that answers find their way."""
        if client not in self._backs:
            back = self._backs[client] = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            back.connect(self._target)
            self._ways.register(back, selectors.EVENT_READ, client)
        return self._backs[client]
