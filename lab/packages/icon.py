"""The program's icon for Windows: the game's own sign in several sizes, as an ICO, which is a list and then PNGs."""

import struct
from collections.abc import Sequence
from pathlib import Path

from game.window.display import sign

SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
"""Pixels of a side that Windows asks for, from the corner of a window at 100 % to a large icon at 200 %."""


def ico(pictures: Sequence[tuple[int, bytes]]) -> bytes:
    """An ICO of (pixels of a side up to 256, PNG), in the order given.

    Layout: Microsoft's ICONDIR (reserved 0, type 1, count), an ICONDIRENTRY of 16 bytes each, then the pictures. A side
    of 256 is written 0: it has one byte.
    """
    head = struct.pack("<HHH", 0, 1, len(pictures))
    at = len(head) + 16 * len(pictures)
    entries = b""
    for size, data in pictures:
        entries += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(data), at)
        at += len(data)
    return head + entries + b"".join(data for _, data in pictures)


def write_icon(path: Path, sizes: Sequence[int] = SIZES) -> Path:
    """Write the icon: the same art gives the same bytes. Raises OSError."""
    path.write_bytes(ico([(size, sign(size)) for size in sizes]))
    return path
