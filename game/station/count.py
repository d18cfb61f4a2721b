"""How many rows were acknowledged, in a small file of its own: what can contradict a journal that forgets."""

import hashlib
import os
from pathlib import Path

SLOT = 48
"""Bytes of one slot; two of them take turns, so that a kill while one is written leaves the other."""
SIDE = "-count"


def beside(journal: Path) -> Path:
    """Where the count of a journal is kept."""
    return journal.with_name(journal.name + SIDE)


class Count:
    """The count of one journal, open for writing. Raises OSError when the disk refuses."""

    def __init__(self, journal: Path) -> None:
        self._file = os.open(beside(journal), os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        self._turn = 0
        # Both slots are there from the start: what is written later needs no more room on the disk.
        os.write(self._file, _slot(0) * 2)
        os.fsync(self._file)

    def keep(self, rows: int) -> None:
        """Write the number down; on the disk when it returns."""
        self._turn = 1 - self._turn
        os.lseek(self._file, self._turn * SLOT, os.SEEK_SET)
        os.write(self._file, _slot(rows))
        os.fsync(self._file)

    def close(self) -> None:
        os.close(self._file)


def counted(journal: Path) -> int:
    """The highest sound count, 0 when there is none. Raises OSError when the file is there and cannot be read."""
    try:
        data = beside(journal).read_bytes()[: 2 * SLOT]
    except FileNotFoundError:
        return 0
    return max(_rows(data[:SLOT]), _rows(data[SLOT:]))


def _slot(rows: int) -> bytes:
    words = f"{rows:015d}"
    return f"{words} {_check(words)}\n".encode()


def _rows(slot: bytes) -> int:
    words = slot[:15].decode("ascii", "replace")
    return int(words) if words.isdigit() and slot == _slot(int(words)) else 0


def _check(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:31]
