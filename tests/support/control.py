# SPDX-License-Identifier: Apache-2.0
"""The control socket of a Master without the command line: one JSON object there, one back (docs/control-socket.md)."""

import json
import socket
from pathlib import Path


def ask(root: Path, request: str, **argument) -> dict:
    """The answer as it comes: {"answer": WORD, "result": ...}. Raises OSError when no Master listens."""
    message = {"request": request} | ({"argument": argument} if argument else {})
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(120)
        connection.connect(str(root / "run/drs/control.sock"))
        connection.sendall(json.dumps(message).encode() + b"\n")
        received = b""
        while not received.endswith(b"\n"):
            if not (piece := connection.recv(1 << 16)):
                raise OSError(f"the Master closed the connection in its answer to {request}")
            received += piece
    return json.loads(received)


def status(root: Path) -> dict:
    return ask(root, "status")["result"]
