"""The write-ahead log left by a kill: SQLite forgets all that follows a bad frame, without a word; this notices it.

Format: a header of 32 bytes, then frames of 24 bytes and a page, each with a checksum that goes on from the last.
"""

import struct
from pathlib import Path

from export.files.whole import read_whole

HEADER, FRAME = 32, 24
LITTLE, BIG = 0x377F0682, 0x377F0683
MOST_BYTES = 200_000_000
Sums = tuple[int, int]


def lost_commits(database: Path) -> int:
    """How many transactions that were on the disk stand behind a damaged frame. Raises OSError.

    The last one may just be torn by the kill, before anybody was told that it was kept: it does not count.
    """
    log = database.with_name(database.name + "-wal")
    if not log.exists():
        return 0
    data = read_whole(log, MOST_BYTES)
    if data is None or len(data) < HEADER or log.stat().st_size < HEADER:
        return 0
    page = _page_size(database)
    lost = _behind_damage(data, page) if page else 0
    # Another program may have begun the log anew while it was read.
    again = read_whole(log, MOST_BYTES) if lost else data
    return lost if again is not None and again[:HEADER] == data[:HEADER] else 0


def _page_size(database: Path) -> int:
    """The size of a page as the head of a database says it; 0 for none."""
    with database.open("rb") as source:
        head = source.read(18)
    size = int.from_bytes(head[16:18], "big")
    return 65536 if size == 1 else size if size >= 512 else 0


def _behind_damage(data: bytes, page: int) -> int:
    """Transactions from the first bad frame on, but one. `page`: the size of a page, as the database says it."""
    order = {LITTLE: "<", BIG: ">"}.get(struct.unpack(">I", data[:4])[0], "")
    sums = _sums(data[:24], (0, 0), order) if order else (0, 0)
    broken, commits = not order or sums != struct.unpack(">2I", data[24:32]), 0
    # The salts say of which log a frame is: an older one's are left where this one has not written over them yet.
    salts = data[HEADER + 8 : HEADER + 16] if broken else data[16:24]
    step = FRAME + page
    for at in range(HEADER, len(data) - step + 1, step):
        head = data[at : at + FRAME]
        if head[8:16] != salts:
            broken = True
            continue
        if not broken:
            sums = _sums(data[at + FRAME : at + step], _sums(head[:8], sums, order), order)
            broken = sums != struct.unpack(">2I", head[16:24])
        if broken:
            commits += struct.unpack(">I", head[4:8])[0] != 0
    return max(0, commits - 1)


def _sums(data: bytes, start: Sums, order: str) -> Sums:
    first, second = start
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for even, two in zip(words[::2], words[1::2], strict=True):
        first = (first + even + second) & 0xFFFFFFFF
        second = (second + two + first) & 0xFFFFFFFF
    return first, second
