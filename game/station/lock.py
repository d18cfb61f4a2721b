"""One program at a time in a folder: a lock that a killed program lets go by itself.

It stands on nothing that a reader could hold: neither a backup that reads the folder nor SQLite's own locks stop
the game.
"""

import os
import sys
from pathlib import Path


class Taken(Exception):
    """Another program holds the lock."""


class Lock:
    """The lock of a file, held until `close`. Raises Taken, or OSError when the file cannot be used."""

    def __init__(self, path: Path) -> None:
        # Made for this account alone: who cannot open it cannot hold it either.
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _take(self._file)
        except OSError as error:
            os.close(self._file)
            raise Taken(str(path)) from error

    def close(self) -> None:
        os.close(self._file)


if sys.platform == "win32":
    import msvcrt

    def _take(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
