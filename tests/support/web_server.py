#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A web server as a program: web_server.py PORT POSTS TOKEN CERTIFICATE KEY. Each POST with the token becomes a file in POSTS; while the file POSTS/refuse
is there, its number is the answer instead."""

import itertools
import ssl
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PORT, POSTS, TOKEN, CERTIFICATE, KEY = sys.argv[1:]


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(self.answer(body))
        self.end_headers()

    def answer(self, body: bytes) -> int:
        posts = Path(POSTS)
        if self.headers["Authorization"] != f"Bearer {TOKEN}":
            return 401
        if (posts / "refuse").exists():
            return int((posts / "refuse").read_text())
        number = next(n for n in itertools.count(1) if not (posts / f"{n:04}").exists())
        (posts / "scratch").write_bytes(body)
        (posts / "scratch").rename(posts / f"{number:04}")
        return 204


server = ThreadingHTTPServer(("127.0.0.1", int(PORT)), Handler)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(CERTIFICATE, KEY)
server.socket = context.wrap_socket(server.socket, server_side=True)
print("ready", flush=True)
server.serve_forever()
