"""A journal's pages, read without SQLite's help and without touching a file.

SQLite forgets everything behind the first bad frame of its write-ahead log, and empties the log when it closes. Here
the log is read frame by frame: a frame that is bad is left out, those behind it are not. Whether the rows are right is
not decided here: each carries a checksum of all before it.

The format: https://sqlite.org/fileformat2.html#walformat
"""

import struct
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

PAGE = 4096
HEADER, FRAME = 32, 24
MOST_TURNS = 100_000
"""Turns of a log: one is some thousand pages."""
LITTLE, BIG = 0x377F0682, 0x377F0683


@dataclass(frozen=True, slots=True)
class LoggedPage:
    """One page in the log: where it lies in the log, its number (from 1), whether a transaction ends with it."""

    at: int
    page: int
    ends: bool


def frames(wal: bytes, pages: int) -> list[LoggedPage]:
    """The frames of the log's present turn, in order; `pages` are those of the file itself.

    Frames of an earlier turn bear other salts. The salts are those that most of the header and the first two frames
    say, so that one of the three may be damaged.
    """
    size = FRAME + PAGE
    places = range(HEADER, len(wal) - size + 1, size)
    said = [wal[16:24], *(wal[at + 8 : at + 16] for at in places[:2])]
    salts = Counter(said).most_common(1)[0][0]
    logged = []
    for at in places:
        page, ends = struct.unpack(">II", wal[at : at + 8])
        if wal[at + 8 : at + 16] == salts and 0 < page <= pages + len(places):
            logged.append(LoggedPage(at, page, ends > 0))
    return logged


def ends_well(wal: bytes, pages: int) -> bool:
    """Whether a log is whole frames, and behind those of its present turn stand none but of turns before it.

    Each turn's first salt is one more than the last's. A log that a kill cut in the middle of a frame does not.
    """
    size = FRAME + PAGE
    known = frames(wal, pages)
    if not known or (len(wal) - HEADER) % size:
        return not wal
    salt = struct.unpack(">I", wal[known[-1].at + 8 : known[-1].at + 12])[0]
    there = {page.at for page in known}
    behind = (struct.unpack(">I", wal[at + 8 : at + 12])[0] for at in range(HEADER, len(wal), size) if at not in there)
    return all(0 < (salt - earlier) % 2**32 < MOST_TURNS for earlier in behind)


def images(base: bytes, wal: bytes, first: bytes) -> Iterator[bytes]:
    """Whole databases that the file and its log may make, the likeliest first.

    `first` is the first page of a fresh database of the same tables: it never changes, so that of the file is not
    needed. A log that is whole is taken up to its last transaction; the others serve when rows are missing.
    """
    known = frames(wal, len(base) // PAGE + 1)
    tried = set[tuple[LoggedPage, ...]]()
    for chosen in _choices(wal, known):
        # The same pages make the same database: it is not read twice.
        if chosen not in tried:
            tried.add(chosen)
            yield _image(base, wal, chosen, first)


def _choices(wal: bytes, known: Sequence[LoggedPage]) -> Iterator[tuple[LoggedPage, ...]]:
    """Which pages of the log may count, the likeliest first."""
    ended = [n + 1 for n, page in enumerate(known) if page.ends]
    last = ended[-1] if ended else 0
    yield tuple(known[:last])
    yield tuple(known)
    if len(ended) > 1:
        yield tuple(known[: ended[-2]])
    bad = _first_bad(wal, known)
    yield (*known[:bad], *known[bad + 1 :])
    yield tuple(known[:bad])


def _image(base: bytes, wal: bytes, chosen: Sequence[LoggedPage], first: bytes) -> bytes:
    pages = max([-(-len(base) // PAGE), 3, *(page.page for page in chosen)])
    image = bytearray(base.ljust(pages * PAGE, b"\0"))
    for page in chosen:
        image[(page.page - 1) * PAGE : page.page * PAGE] = wal[page.at + FRAME : page.at + FRAME + PAGE]
    image[:PAGE] = first
    # The header's number of pages, good as long as the two counters of changes agree.
    image[28:32] = struct.pack(">I", pages)
    image[92:96] = image[24:28]
    return bytes(image)


def _first_bad(wal: bytes, known: Sequence[LoggedPage]) -> int:
    """The first frame whose checksum does not follow from those before; their number when all do."""
    order = "<" if struct.unpack(">I", wal[:4].ljust(4, b"\0")) != (BIG,) else ">"
    start = struct.unpack(">II", wal[24:HEADER]) if len(wal) >= HEADER else (0, 0)
    for n, page in enumerate(known):
        body = wal[page.at : page.at + 8] + wal[page.at + FRAME : page.at + FRAME + PAGE]
        start = _checksum(body, order, start)
        if struct.pack(">II", *start) != wal[page.at + 16 : page.at + FRAME]:
            return n
    return len(known)


def _checksum(data: bytes, order: str, start: tuple[int, int]) -> tuple[int, int]:
    """SQLite's running checksum over pairs of 32-bit words."""
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    a, b = start
    for n in range(0, len(words), 2):
        a = (a + words[n] + b) & 0xFFFFFFFF
        b = (b + words[n + 1] + a) & 0xFFFFFFFF
    return a, b
