"""Erasing a file: overwritten, then removed."""

import os
from contextlib import suppress
from pathlib import Path

SIDES = ("", "-wal", "-shm", "-journal", "-count", "-seen", "-done")
"""What may stand beside a file under its name, and goes with it."""


def erase_file(path: Path) -> None:
    """Overwrite with zeros, then remove, with what SQLite keeps beside. What is not there is already erased.

    Raises OSError when a file stays; one that cannot be overwritten is removed all the same.
    """
    stays: OSError | None = None
    for side in SIDES:
        part = path.with_name(path.name + side)
        # Overwriting is a courtesy of old disks; removing is what was promised.
        with suppress(OSError):
            _zero(part)
        try:
            part.unlink(missing_ok=True)
        except OSError as error:
            stays = error
    if stays is not None:
        raise stays


def _zero(path: Path) -> None:
    with open(path, "r+b") as file:
        file.write(bytes(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
