"""Writing a file so that a kill or a full disk leaves the old one or the new one, never half of one."""

import os
import secrets
from pathlib import Path

from export.files.private import private_folder


def write_whole(path: Path, data: bytes, *, private: bool = True) -> None:
    """Write aside, flush to the disk, rename. Raises OSError; nothing is left behind.

    What is private is read by its owner only, in a folder made for it. What a person asked for by name (`private`
    False) is readable as any file of theirs, in a folder that must be there: a mistyped path makes no folder.
    """
    if private:
        private_folder(path.parent)
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if private else 0o666), "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        os.replace(aside, path)
    except OSError:
        aside.unlink(missing_ok=True)
        raise
    keep_folder(path.parent)


def read_whole(path: Path, limit: int) -> bytes | None:
    """The bytes of a file, None when there are more than `limit`. Raises OSError.

    Never more than the limit is read, whatever the size a device or a pipe claims to have.
    """
    with path.open("rb") as source:
        data = source.read(limit + 1)
    return data if len(data) <= limit else None


def keep_folder(folder: Path) -> None:
    """Flush a folder, so that a rename outlives a power cut; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def append_line(path: Path, line: str) -> None:
    """Add one line and flush it to the disk before returning."""
    private_folder(path.parent)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as out:
        out.write(line.encode() + b"\n")
        out.flush()
        os.fsync(out.fileno())
