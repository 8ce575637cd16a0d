# SPDX-License-Identifier: Apache-2.0
"""Texts made to break a line of syslog, and what an agent shows of a text."""

import random

PIECES = [b"\n", b"\r\n", b"\0", b"\x1b[2J", b"\x7f", b"\t", b"%[", b"]: ", b"][NodeID=x]", b"][AppID=root][ClusterID=x]", b"]: done; seq='1', epoch='1', state='event'",
          b"%UC_DRF-3-CiscoDRFBackupCompleted: %[Reason=x]", b"\\", b"\\\\", b"\\]", b"\\[", b"\\;", b"\\x0a", b"'", b'"', b"''", b"; ", b"; job='666'", b", device='forged'",
          b"seq='0'", b"=", b"='", b"', ", b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf0\x9f\x92", b"\xe2\x82", b"\xc2\x85", b"\xc2\x9b", "\U0001f4be".encode(), "\U0010ffff".encode(),
          "ä€".encode(), "\u202e".encode(), "\u200b\u200d".encode(), "\u2028\u2029".encode(), "\ufeff".encode(), b"$(command)", b"`command`", b"${HOST}", b"$MSG", b"@ESTRING:x:]@",
          b"%s%n%d", b"%msg%", b"$!drs!name", b"\\u005d", b"\\x01", b'","name":"forged', b"}", b"{", b"<187>Nov 23 00:00:00 drfMA[1]: ", b"***FIELD NOT FOUND***", b"#012", b"@cee: {",
          b"the server refused the login", b"a ", b" "]


def reasons(count: int, seed: int) -> list[bytes]:
    """Each piece at the beginning, alone and at the end, then mixtures; some of them far longer than a line has room for."""
    chance = random.Random(seed)
    texts = [text for piece in PIECES for text in (piece, piece + b"x", b"x" + piece)]
    texts += [piece * 400 for piece in PIECES]
    while len(texts) < count:
        pieces = chance.choices(PIECES, k=chance.choice([2, 3, 5, 8, 30, 200]))
        pieces += [bytes(chance.randrange(256) for _ in range(chance.randrange(12)))]
        chance.shuffle(pieces)
        texts.append(b"".join(pieces))
    return texts[:count]


def shown(text: bytes) -> str:
    """Control characters as \\xNN, octets that are no UTF-8 as U+FFFD: what a reader gets of a text that needs no cutting."""
    letters = []
    for letter in text.decode(errors="surrogateescape"):
        code = ord(letter)
        if 0xdc80 <= code <= 0xdcff:
            letters.append("\ufffd")
        elif code < 0x20 or 0x7f <= code < 0xa0:
            letters += [f"\\x{octet:02x}" for octet in letter.encode()]
        else:
            letters.append(letter)
    return "".join(letters)


def is_shown(seen: str, text: bytes, room: int) -> bool:
    """Whether `seen` is what an agent shows of `text`: the whole, or as much as there is room for and a star."""
    whole = shown(text)
    return seen == whole or (seen.endswith("*") and whole.startswith(seen[:-1]) and len(whole.encode()) > room / 3)
