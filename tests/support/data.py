# SPDX-License-Identifier: Apache-2.0
"""Data to back up, the same from run to run: small text files, a database, recordings that do not compress."""

import hashlib
import os
import random
import sqlite3
from pathlib import Path

WORDS = ("alert call route trunk node device partition gateway region media register transfer pickup hunt line voice mail "
         "queue agent session monitor time zone digit pattern location backup restore certificate").split()
RECORDING = 4 << 20  # bytes of one recording


def recordings(directory: Path, total: int, seed: int = 1) -> None:
    """Incompressible files of 4 MiB."""
    directory.mkdir(parents=True, exist_ok=True)
    generator = random.Random(seed)
    for number in range(max(1, total // RECORDING)):
        size = min(RECORDING, total - number * RECORDING) if total > RECORDING else total
        (directory / f"recording{number:05}.wav").write_bytes(generator.randbytes(size))


def texts(directory: Path, total: int, seed: int = 2) -> None:
    """Small text files of 1 to 30 KiB, 200 a directory."""
    generator = random.Random(seed)
    pool = " ".join(generator.choice(WORDS) + str(generator.randrange(1000)) for _ in range(40_000)).encode()
    written = number = 0
    while written < total:
        folder = directory / f"{number // 200:04}"
        folder.mkdir(parents=True, exist_ok=True)
        size = min(generator.randrange(1 << 10, 30 << 10), total - written)
        start = generator.randrange(len(pool) - size)
        (folder / f"config{number:06}.txt").write_bytes(pool[start:start + size])
        written, number = written + size, number + 1


def database(path: Path, total: int, seed: int = 3) -> None:
    """A SQLite database of about `total` bytes with rows such as a call server keeps."""
    path.parent.mkdir(parents=True, exist_ok=True)
    generator = random.Random(seed)
    rows = total // 250
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("CREATE TABLE device (id INTEGER PRIMARY KEY, name TEXT, address TEXT, description TEXT, mark BLOB)")
        connection.executemany("INSERT INTO device VALUES (?, ?, ?, ?, ?)", (_row(generator, row) for row in range(rows)))
        connection.execute("CREATE INDEX device_name ON device (name)")
    connection.close()


def _row(generator: random.Random, row: int) -> tuple:
    description = " ".join(generator.choices(WORDS, k=16))
    address = ".".join(str(generator.randrange(256)) for _ in range(4))
    return row, f"SEP{generator.randrange(1 << 48):012X}", address, description, generator.randbytes(48)


def mixed(directory: Path, total: int) -> list[Path]:
    """A quarter small text files, a quarter database, half recordings; the three paths."""
    texts(directory / "texts", total // 4)
    database(directory / "database/ccm.db", total // 4)
    recordings(directory / "recordings", total // 2)
    return [directory / "texts", directory / "database", directory / "recordings"]


def tree_bytes(*paths: Path) -> int:
    return sum(file.lstat().st_size for path in paths for file in _walk(path) if file.is_file() and not file.is_symlink())


def tree_digest(*paths: Path, times: bool = True) -> str:
    """SHA-256 over names, kinds, modes, owners, contents and (with `times`) modification times of all below the paths."""
    digest = hashlib.sha256()
    for path in paths:
        for entry in [path, *_walk(path)]:
            _digest_entry(digest, path, entry, times)
    return digest.hexdigest()


def _walk(path: Path) -> list[Path]:
    return sorted(path.rglob("*"))


def _digest_entry(digest, top: Path, entry: Path, times: bool) -> None:
    try:
        state = entry.lstat()
    except FileNotFoundError:
        digest.update(f"absent {entry}\0".encode())
        return
    moment = state.st_mtime_ns if times and not entry.is_dir() else 0  # a directory's time moves with probe files that came and went
    line = f"{entry.relative_to(top)} {state.st_mode:o} {state.st_uid}:{state.st_gid} {moment}\0"
    digest.update(line.encode("utf-8", "surrogateescape"))
    if entry.is_symlink():
        digest.update(os.fsencode(os.readlink(entry)))
    elif entry.is_file():
        digest.update(hashlib.sha256(entry.read_bytes()).digest())
