"""One short text that changes often, in two slots that take turns: a kill or a flipped bit leaves the one before."""

import hashlib
import os
from pathlib import Path

from export.files.whole import read_start


class Slots:
    """A small file of two slots, open for writing. Raises OSError when the disk refuses."""

    def __init__(self, path: Path, size: int, first: str) -> None:
        self._size = size
        self._file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "r+b", buffering=0)
        self._turn = 0
        # Both slots are there from the start: what is written later needs no more room on the disk.
        self._file.write(_slot(first, size) * 2)
        os.fsync(self._file)

    def keep(self, text: str, *, flush: bool = True) -> None:
        """Write the text down; on the disk when it returns, but for `flush` False. Raises OSError."""
        self._turn = 1 - self._turn
        self._file.seek(self._turn * self._size)
        self._file.write(_slot(text, self._size))
        if flush:
            os.fsync(self._file)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def kept(path: Path, size: int) -> tuple[str, ...]:
    """The texts of the slots that are sound, () when there is no file. Raises OSError when it cannot be read."""
    try:
        data = read_start(path, 2 * size) or b""
    except FileNotFoundError:
        return ()
    texts = (data[at : at + size - 17].decode("ascii", "replace").rstrip() for at in (0, size))
    return tuple(text for at, text in zip((0, size), texts, strict=True) if data[at : at + size] == _slot(text, size))


def _slot(text: str, size: int) -> bytes:
    """The text, its checksum in the last sixteen signs, a line's end."""
    return f"{text.ljust(size - 17)}{check(text)}\n".encode()


def check(words: str) -> str:
    """Sixteen signs that tell a text from any other: what stands beside one that a flipped bit or a cut may spoil."""
    return hashlib.sha256(words.encode()).hexdigest()[:16]
