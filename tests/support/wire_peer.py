# SPDX-License-Identifier: Apache-2.0
"""A client of the Master's port with a node's own certificate that says what no Local Agent would (docs/wire.md)."""

import socket
import ssl
import struct

from appliance import Appliance

HELLO, WELCOME, REGISTRATION = 1, 2, 4
PROTOCOL = 2
FILES = 1  # model::ComponentKind


def text(value: str | bytes) -> bytes:
    raw = value if isinstance(value, bytes) else value.encode()
    return struct.pack(">I", len(raw)) + raw


def hello(node: str) -> bytes:
    return struct.pack(">I", PROTOCOL) + text(node) + text("Lab appliance") + text("15.0.1.12900-234") + text("") + text("") + text("0")


def registration(*components: tuple[str, str]) -> bytes:
    rows = [text(feature) + text(name) + bytes([FILES, 0]) + text("") for feature, name in components]
    return struct.pack(">I", len(rows)) + b"".join(rows) + struct.pack(">I", 0)


class WirePeer:
    def __init__(self, site: Appliance):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.load_verify_locations(site.keys / "ca.crt")
        context.load_cert_chain(site.keys / "node.crt", site.keys / "node.key")
        plain = socket.create_connection(("127.0.0.1", site.settings["master.port"]), timeout=30)
        self._stream = context.wrap_socket(plain)

    def __enter__(self) -> "WirePeer":
        return self

    def __exit__(self, *_) -> None:
        self._stream.close()

    def send(self, kind: int, body: bytes) -> None:
        self.send_raw(struct.pack(">IB", len(body), kind) + body)

    def send_raw(self, data: bytes) -> None:
        self._stream.sendall(data)

    def receive(self) -> tuple[int, bytes]:
        length, kind = struct.unpack(">IB", self._exactly(5))
        return kind, self._exactly(length)

    def is_welcome(self, node: str) -> None:
        self.send(HELLO, hello(node))
        kind, body = self.receive()
        assert kind == WELCOME, f"the Master answers message {kind}: {body!r}"

    def _exactly(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            piece = self._stream.recv(count - len(data))
            if not piece:
                raise EOFError("the Master has closed the connection")
            data += piece
        return data
