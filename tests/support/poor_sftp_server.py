#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""An SFTP server with a mood, as the sftp subsystem of a real sshd: what no good server does, but some do.

full       every WRITE fails without a reason, and statvfs@openssh.com shows no space
quota      every WRITE fails with status 15 of the later versions
failing    every WRITE fails with words of its own, and there is space
confused   answers WRITEs under a wrong id
silent     never answers a WRITE
forgetful  never answers the third WRITE, and all others at once
stumbling  fails the third WRITE, and no other
late       fails the WRITE that ends at byte 3,000,000, and no other
unsynced   offers fsync@openssh.com and fails it
unclosed   fails every CLOSE
unreadable READs give the pattern up to byte 500,000 and fail from there on
generous   READs give one byte more than they were asked for
empty      READs give no byte, and do not say that the file ends
shuffling  READs give at most 10,000 bytes of a pattern of 1,000,000 and are answered in pairs, the second one first
"""

import struct
import sys

OPEN, CLOSE, READ, WRITE, STAT, REMOVE, EXTENDED = 3, 4, 5, 6, 17, 13, 200
VERSION, STATUS, HANDLE, DATA, ATTRS, REPLY = 2, 101, 102, 103, 105, 201
OK, EOF, NO_SUCH_FILE, FAILURE, QUOTA = 0, 1, 2, 4, 15
HANDLE_BYTES = 256
MOOD = sys.argv[1]


def text(value: bytes) -> bytes:
    return struct.pack(">I", len(value)) + value


def send(kind: int, body: bytes) -> None:
    sys.stdout.buffer.write(struct.pack(">IB", 1 + len(body), kind) + body)
    sys.stdout.buffer.flush()


def status(number: int, code: int, words: bytes = b"") -> None:
    # Without words the message is left out altogether, as some servers do.
    send(STATUS, struct.pack(">II", number, code) + (text(words) + text(b"") if words else b""))


def receive() -> tuple[int, int, bytes]:
    head = sys.stdin.buffer.read(9)
    if len(head) < 9:
        sys.exit(0)
    length, kind, number = struct.unpack(">IBI", head)
    return kind, number, sys.stdin.buffer.read(length - 5)


def pattern(count: int) -> bytes:
    state, made = 1, bytearray(count)
    for i in range(count):
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
        made[i] = state >> 24
    return bytes(made)


def free_space(number: int) -> None:
    blocks = 0 if MOOD == "full" else 1 << 30
    send(REPLY, struct.pack(">I11Q", number, 4096, 4096, 1 << 30, blocks, blocks, 1, 1, 1, 0, 0, 255))


def ends_at(body: bytes) -> int:
    offset, count = struct.unpack_from(">QI", body, 4 + HANDLE_BYTES)
    return offset + count


def write(number: int, count: int, body: bytes) -> None:
    if MOOD == "quota":
        status(number, QUOTA, b"quota exceeded")
    elif MOOD == "failing" or (MOOD == "stumbling" and count == 3) or (MOOD == "late" and ends_at(body) == 3_000_000):
        status(number, FAILURE, b"the disk has a headache")
    elif MOOD == "confused":
        status(number + 1000, OK)
    elif MOOD == "full":
        status(number, FAILURE)
    elif MOOD != "silent" and not (MOOD == "forgetful" and count == 3):
        status(number, OK)


def answer_read(number: int, body: bytes) -> None:
    offset, wanted = struct.unpack(">QI", body[-12:])
    if MOOD == "unreadable" and offset + wanted > 500_000:
        return status(number, FAILURE, b"the disk has a headache")
    data = BYTES[offset:offset + SHARE[MOOD](wanted)]
    if data or MOOD == "empty":
        send(DATA, struct.pack(">I", number) + text(data))
    else:
        status(number, EOF)


SHARE = {"shuffling": lambda wanted: min(wanted, 10_000), "unreadable": lambda wanted: wanted, "generous": lambda wanted: wanted + 1,
         "empty": lambda wanted: 0}
receive()
send(VERSION, struct.pack(">I", 3) + text(b"statvfs@openssh.com") + text(b"2") + (text(b"fsync@openssh.com") + text(b"1") if MOOD == "unsynced" else b""))
BYTES = pattern(1_000_000) if MOOD in SHARE else b""
waiting = []
writes = 0
while True:
    kind, number, body = receive()
    if kind == READ and MOOD != "shuffling":
        answer_read(number, body)
    elif kind == READ:
        waiting.append((number, body))
        if len(waiting) == 2:
            answer_read(*waiting.pop())
            answer_read(*waiting.pop())
    elif kind == OPEN:
        send(HANDLE, struct.pack(">I", number) + text(b"h" * HANDLE_BYTES))
    elif kind == WRITE:
        writes += 1
        write(number, writes, body)
    elif kind == EXTENDED and b"fsync" in body or kind == CLOSE and MOOD == "unclosed":
        status(number, FAILURE, b"the disk has a headache")
    elif kind == EXTENDED:
        free_space(number)
    elif kind == STAT:
        status(number, NO_SUCH_FILE)
    else:
        status(number, OK)
