"""Where a database may lie, and what SQLite's refusals mean."""

import os
import shutil
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

from export.store.errors import StoreError

NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ncpfs", "davfs", "fuse.sshfs", "fuse.rclone", "ceph"}
DAMAGE = ("malformed", "not a database", "corrupt", "Could not decode")
REMOTE_DRIVE = 4
"""What GetDriveTypeW of Windows says of a letter that stands for a share."""
LEAST_ROOM = 1_000_000
"""Bytes free on a disk under which SQLite's errors of reading and writing are those of a full disk."""


def refuse_place(path: Path, mounts: Path) -> None:
    """Raise StoreError for a folder, a device, a network share, or where nothing can be written."""
    if path.is_dir():
        raise StoreError("store.directory", path=path)
    if path.exists() and not path.is_file():
        raise StoreError("store.not_a_file", path=path)
    if on_network(path, mounts):
        raise StoreError("store.network", path=path)
    folder = next(p for p in (path.absolute().parent, *path.absolute().parents) if p.exists())
    if not folder.is_dir():
        raise StoreError("store.unreadable", path=path)
    if not os.access(folder, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
        raise StoreError("store.read_only", path=path)


def on_network(path: Path, mounts: Path) -> bool:
    """Whether a path lies on a share, where two machines would write over each other; `mounts`: Linux's list."""
    if sys.platform == "win32":
        return is_share(path.resolve().anchor, _kind_of_drive)
    if not mounts.exists():
        return False
    # Not `Path.resolve`, which raises for a link that leads to itself.
    where = f"{os.path.realpath(path)}/"
    held, kind = "", ""
    for line in mounts.read_text("utf-8", "replace").splitlines():
        words = line.split()
        if len(words) < 3:
            continue
        point = words[1].replace("\\040", " ")
        if where.startswith(f"{point.rstrip('/')}/") and len(point) >= len(held):
            held, kind = point, words[2]
    return kind in NETWORK


def is_share(anchor: str, kind_of: Callable[[str], int]) -> bool:
    """Whether a path of Windows that begins so is on a share: by its name (\\\\server\\share), or by a letter.

    `kind_of`: Windows' number for a drive, of which 4 is remote.
    """
    local = anchor.startswith(("\\\\?\\", "\\\\.\\"))
    return (anchor.startswith("\\\\") and not local) or kind_of(anchor) == REMOTE_DRIVE


if sys.platform == "win32":
    import ctypes

    def _kind_of_drive(anchor: str) -> int:
        return int(ctypes.windll.kernel32.GetDriveTypeW(anchor))


def _no_room(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.absolute().parent).free < LEAST_ROOM
    except OSError:
        return False


def reason_of(error: sqlite3.DatabaseError | UnicodeDecodeError, path: Path | None) -> str:
    """The sentence for what SQLite says. A disk error on a disk without room is a full disk, not a damaged file."""
    if isinstance(error, UnicodeDecodeError):
        # What SQLite says of a damaged schema quotes it, and may be no text.
        return "store.damaged"
    text, code = str(error), error.sqlite_errorcode if hasattr(error, "sqlite_errorcode") else 0
    if code == sqlite3.SQLITE_IOERR_SHORT_READ:
        return "store.damaged"
    if code & 0xFF in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN) and path is not None and _no_room(path):
        return "store.disk_full"
    if code & 0xFF == sqlite3.SQLITE_IOERR:
        return "store.disk_error"
    for words, key in (("locked", "store.locked"), ("full", "store.disk_full"), ("readonly", "store.read_only")):
        if words in text:
            return key
    if "unable to open" in text:
        return "store.unreadable"
    return "store.damaged" if any(word in text for word in DAMAGE) else "store.unexpected"
