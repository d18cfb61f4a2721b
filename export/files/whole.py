"""Files in and out: read within a bound, written whole or not at all, never over what must stay."""

import contextlib
import errno
import os
import secrets
import stat
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from export.files.private import private_folder
from scenarios.plain import is_plain
from scenarios.refusal import Refusal

SEEN_BYTES, TWIN_BYTES = 16, 64
"""Bytes at the start of a file, and of a sheet's twin, that tell what it is."""
SHEET = b'"schema": "envol-sheet-'
"""What the JSON twin of a sheet begins with."""
OURS = (b"SQLite format 3\0", b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83", b"ENVOLPK")
"""How files begin that no output may replace: a database, its log, a packet."""
KEPT = (".key", ".envol", ".journal", ".journal-count", ".visit", ".visit-seen", ".erased", ".audit-head")
"""How names of files end that no output may replace."""
ASIDE = 40
"""Signs of a file's name that the one written aside bears."""
WAITS_S = (0.02, 0.1, 0.3) if sys.platform == "win32" else ()
"""Seconds between the tries to take the place of a file that another program reads."""
MARGIN = 100
"""Bytes of spaces and ends of line that a file of hexadecimal signs may have around them."""
MOST_LINES = 1 << 28
"""Bytes of a list beside a base: some four million erased people."""
STATION = "in-use"
"""What lies in every station's folder."""
BASE = "matching.db"
"""How the base of a station is called, and how begins what stands beside it."""
STATION_FOLDERS = ("runs", "outbox", "papers", "visits", "claims")
"""The folders of a station: nothing in them is replaced by an output."""
STATION_FILES = frozenset((
    STATION, "settings.json", "settings.damaged.json", "organisation.card", "tower-address", "hails", "hails.json",
    "seat-check.json", "kiosk-counts.json", "kiosk-alone", "kiosk-next",
))  # fmt: skip
"""What a station, or the tower of its folder, keeps beside them; keys, packets and bases are known anywhere."""
BESIDE = ("-wal", "-shm", "-journal", ".erased", ".audit-head", ".filling")
"""What stands beside a database, and would be read with it."""


class OutputError(Refusal):
    """An output that would destroy something, or is no file."""

    def __init__(self, key: str, path: Path) -> None:
        super().__init__(key, path=path)


def refuse_output(path: Path, inputs: Iterable[Path] = ()) -> None:
    """Raise OutputError where writing at `path` would destroy: an input or what an input folder holds, a database,
    a key, a packet; where there is no plain file: a folder, a link, a pipe, a device; where no folder is there to write
    in (none is made of a mistyped path); where nobody would find it, under a name of blanks, of hidden signs or of an
    ending alone; or where its name makes it one of ours."""
    ending_alone = path.name.startswith(".") and path.name.count(".") == 1
    if ending_alone or not path.name.removesuffix(path.suffix).strip(" .\u00a0\u3000") or not is_plain(path.name):
        raise OutputError("output.unnamed", path)
    if path.name.casefold().endswith(KEPT) or path.name.casefold() == STATION:
        raise OutputError("output.ours", path)
    for source in inputs:
        if same_file(path, source) or (source.is_dir() and path.exists() and same_file(path.parent, source)):
            raise OutputError("output.input", path)
    if any(path.name.casefold().endswith(end) and path.with_name(path.name[: -len(end)]).exists() for end in BESIDE):
        raise OutputError("output.ours", path)
    try:
        kind = path.lstat().st_mode
    except FileNotFoundError:
        if not path.parent.exists():
            raise OutputError("output.no_folder", path.parent) from None
        return
    except OSError:
        return
    if stat.S_ISLNK(kind):
        raise OutputError("output.link", path)
    if stat.S_ISDIR(kind):
        raise OutputError("output.folder", path)
    if not stat.S_ISREG(kind):
        raise OutputError("output.not_a_file", path)
    if _of_station(path) or _begins(path).startswith(OURS):
        raise OutputError("output.ours", path)


def sheet_pair(path: Path) -> tuple[Path, Path]:
    """The sheet and its JSON twin that are written where either is named."""
    sheet = path.with_suffix(".csv") if path.suffix.lower() == ".json" else path
    return sheet, sheet.with_suffix(".json")


def refuse_sheet(path: Path, inputs: Iterable[Path] = ()) -> tuple[Path, Path]:
    """The sheet and its twin, both known to destroy nothing. Raises OutputError.

    The one of them that nobody named takes the place of an earlier sheet's alone: `--csv list.csv` beside somebody's
    own list.json would else write over what was never spoken of.
    """
    sheet, twin = pair = sheet_pair(path)
    inputs = list(inputs)
    for output in pair:
        refuse_output(output, inputs)
    unnamed = sheet if sheet != path else twin
    if unnamed.exists() and SHEET not in _begins(twin, TWIN_BYTES):
        raise OutputError("output.twin", unnamed)
    return pair


def _of_station(path: Path) -> bool:
    """Whether a file is a station's own; what a person had written beside it is theirs, and may be written again."""
    folder = path.absolute().parent
    if (folder / STATION).exists():
        return path.name.casefold() in STATION_FILES
    return folder.name.casefold() in STATION_FOLDERS and (folder.parent / STATION).exists()


def of_a_station(name: str) -> bool:
    """Whether a file right in a station's folder is its own, by its name: what it keeps, a key, the base and beside."""
    return name.casefold() in STATION_FILES or name.endswith(KEPT) or name.startswith(BASE)


def same_file(path: Path, other: Path) -> bool:
    """Whether two paths lead to one file, also where neither is there yet; a link to itself leads nowhere."""
    try:
        return path.samefile(other)
    except OSError:
        return os.path.realpath(path) == os.path.realpath(other)


def _begins(path: Path, most: int = SEEN_BYTES) -> bytes:
    try:
        handle = os.open(path, os.O_RDONLY | NO_WAIT)
    except OSError:
        return b""
    with os.fdopen(handle, "rb") as source:
        return source.read(most)


NO_WAIT: int = os.O_NONBLOCK if os.name != "nt" else os.O_BINARY  # type: ignore[attr-defined,unused-ignore]
"""Opening a pipe that nobody writes into must not wait for ever."""


def write_whole(path: Path, data: bytes, *, private: bool = True, flush: bool = True) -> None:
    """Write aside, flush to the disk, rename. Raises OSError; nothing is left behind.

    `flush` False: the disk is not waited for; a kill loses nothing, a power cut may.

    What is private is read by its owner only, in a folder made for it. What a person asked for by name (`private`
    False) is readable as any file of theirs, in a folder that must be there (a mistyped path makes no folder), and
    never takes the place of a database, a key, a packet, a link or a device: raises OutputError.
    """
    if private:
        private_folder(path.parent)
    else:
        refuse_output(path)
    # A name may be as long as the disk allows: the one aside is shorter.
    aside = path.with_name(f".{path.name[:ASIDE]}.{secrets.token_hex(4)}.part")
    try:
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if private else 0o666), "wb") as out:
            out.write(data)
            out.flush()
            if flush:
                os.fsync(out.fileno())
        _take_place(aside, path)
    except OSError as error:
        _forget(aside)
        # A disk that is full names no file, and the one aside is nobody's.
        error.filename, error.filename2 = str(path), None
        raise
    if flush:
        keep_folder(path.parent)


def may_write(folder: Path) -> bool:
    """Whether a file can be made in a folder, by making one: what rights say is not what every system or stick does."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _forget(aside: Path) -> None:
    """Remove a file aside; what refused to make it may refuse this too."""
    with contextlib.suppress(OSError):
        aside.unlink(missing_ok=True)


def _take_place(aside: Path, path: Path) -> None:
    """Rename a file over another. On Windows who reads that one at this moment, as a virus guard does, forbids it."""
    for wait in WAITS_S:
        try:
            os.replace(aside, path)
        except PermissionError:
            time.sleep(wait)
        else:
            return
    os.replace(aside, path)


def read_whole(path: Path, limit: int) -> bytes | None:
    """The bytes of a file, None when there are more than `limit`. Raises OSError, also for a folder, a pipe or a disk.

    Never more than the limit is read, nothing of a device, and a pipe that nobody writes into is not waited for.
    """
    data = read_start(path, limit + 1)
    return data if data is not None and len(data) <= limit else None


def read_start(path: Path, most: int) -> bytes | None:
    """At most so many bytes of the beginning of a file; None for a device that answers. Raises OSError."""
    handle = os.open(path, os.O_RDONLY | NO_WAIT)
    if stat.S_ISDIR(os.fstat(handle).st_mode):
        # Asked before `fdopen`, which names the handle, not the folder.
        os.close(handle)
        raise OSError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    with os.fdopen(handle, "rb") as source:
        kind = os.fstat(source.fileno()).st_mode
        if stat.S_ISFIFO(kind) or stat.S_ISSOCK(kind) or stat.S_ISBLK(kind):
            raise OSError(errno.ENXIO, os.strerror(errno.ENXIO), str(path))
        if stat.S_ISCHR(kind):
            # A device that answers has no end.
            return None if source.read(1) else b""
        return source.read(most)


def read_lines(path: Path, limit: int = MOST_LINES) -> list[list[str]]:
    """The words of each line of a list that was added to line by line; none where there is no file. Raises OSError."""
    try:
        data = read_whole(path, limit)
    except FileNotFoundError:
        return []
    if data is None:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
    return [line.split() for line in data.decode("ascii", "replace").splitlines()]


def read_hex(path: Path, length: int) -> bytes:
    """What a file of hexadecimal signs stands for. Raises OSError, and ValueError unless it is so many bytes."""
    secret = bytes.fromhex((read_whole(path, 2 * length + MARGIN) or b"").decode("ascii").strip())
    if len(secret) != length:
        raise ValueError(length)
    return secret


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
