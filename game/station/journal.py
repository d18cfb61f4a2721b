"""The journal: each act and event is forced to disk by a thread of its own.

Acknowledged means that the commit has returned and that the number of rows stands in a second file, beside the first.
"""

import errno
import hashlib
import json
import os
import queue
import sqlite3
import threading
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from export.files.whole import read_whole
from game.simulation.trace import Trace
from game.station.frames import PAGE, ends_well, frames, images
from game.station.slots import Slots, kept
from scenarios.vocabulary import Action, Event

Connect = Callable[[str], sqlite3.Connection]
BATCH = 256
COUNT = 48
"""Bytes of one slot of the count."""
MOST_JOURNAL = 1 << 28
"""Bytes of a journal: hours of a workshop make a few millions."""
HEADER_TABLE = "create table header(json text not null, sum text not null) strict"
ROWS_TABLE = "create table rows(n integer primary key, kind text, tick integer, body text, sum text) strict"


class Unborn(sqlite3.DatabaseError):
    """A journal that was killed while it was being made: nothing was ever written in it, so nothing is damaged."""


def chained(before: str, kind: str, tick: int, body: str) -> str:
    """Checksum of a row that also covers every row before it."""
    return hashlib.sha256(f"{before}|{kind}|{tick}|{body}".encode()).hexdigest()[:24]


def _first(header: str) -> str:
    """Checksum of the header, on which the first row's stands."""
    return chained("", "header", 0, header)


def _connect(path: str) -> sqlite3.Connection:
    return sqlite3.connect(path, check_same_thread=False)


def count_beside(path: Path) -> Path:
    """Where the number of rows acknowledged is kept: what can contradict a journal that forgets."""
    return path.with_name(path.name + "-count")


def counts_of(path: Path) -> tuple[int, ...]:
    """The sound ones of a journal's two counts, () when there is none that can be read."""
    try:
        return tuple(int(text) for text in kept(count_beside(path), COUNT) if text.isdigit())
    except OSError:
        return ()


def counted(path: Path) -> int:
    """The highest sound count of a journal, 0 when there is none."""
    return max(counts_of(path), default=0)


class Journal:
    """One run in one SQLite file. `record` never waits for the disk; `problem` names what went wrong, "" if nothing."""

    def __init__(self, path: Path, header: Mapping[str, Any], connect: Connect = _connect) -> None:
        self.path = path
        self.problem = ""
        self.acknowledged = 0
        self._connect = connect
        self._header = json.dumps(dict(header), sort_keys=True)
        self._waiting: queue.SimpleQueue[tuple[str, int, str] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._write, name="journal", daemon=True)
        self._thread.start()

    def record(self, kind: str, what: Action | Event | tuple[int, str]) -> None:
        """Hand one fact over to the writer; has the shape of `session.Sink`."""
        if isinstance(what, Action):
            self._waiting.put((kind, what.tick, json.dumps([what.verb, dict(what.args)])))
        elif isinstance(what, Event):
            self._waiting.put((kind, what.tick, json.dumps([what.kind, dict(what.data)])))
        else:
            self._waiting.put((kind, what[0], json.dumps(what[1])))

    def close(self) -> None:
        """Wait until everything handed over is on disk, or the problem is known."""
        self._waiting.put(None)
        self._thread.join()

    def _write(self) -> None:
        try:
            # Made before SQLite opens it: what SQLite keeps beside takes the rights of the file.
            os.close(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            # The count is on the disk before the file holds anything: where something is held, it is not missing.
            with (
                closing(Slots(count_beside(self.path), COUNT, "0")) as count,
                closing(self._connect(str(self.path))) as base,
            ):
                self._make(base)
                self._drain(base, count)
        except (sqlite3.Error, OSError) as error:
            words = str(error)
            full = "full" in words or "No space" in words
            self.problem = (
                "journal.full" if full else "journal.read_only" if "readonly" in words else "journal.broken"
            )

    def _make(self, base: sqlite3.Connection) -> None:
        with base:
            base.execute(f"pragma page_size = {PAGE}")
            base.execute("pragma journal_mode = wal")
            base.execute("pragma synchronous = full")
        with base:
            base.execute("begin immediate")
            base.execute(HEADER_TABLE)
            base.execute(ROWS_TABLE)
            base.execute("insert into header values (?, ?)", (self._header, _first(self._header)))

    def _drain(self, base: sqlite3.Connection, count: Slots) -> None:
        last = _first(self._header)
        while True:
            rows = [self._waiting.get()]
            while len(rows) < BATCH and not self._waiting.empty():
                rows.append(self._waiting.get())
            full = [row for row in rows if row is not None]
            with base:
                for kind, tick, body in full:
                    last = chained(last, kind, tick, body)
                    base.execute(
                        "insert into rows(kind, tick, body, sum) values (?, ?, ?, ?)", (kind, tick, body, last)
                    )
            if full:
                count.keep(str(self.acknowledged + len(full)))
            self.acknowledged += len(full)
            if None in rows:
                return


@dataclass(frozen=True, slots=True)
class Contents:
    """What a journal holds: the trace up to the first row that is damaged or missing, and whether there was one.

    `mended`: the files were damaged and every row that was acknowledged was found all the same. `uncounted`: the count,
    which was there before the first row, is gone or spoilt: nobody can tell whether the rows are all that there were.
    """

    trace: Trace
    rows: int
    damaged: bool
    mended: bool = False
    uncounted: bool = False


def read(path: Path) -> Contents:
    """Read a journal, also one whose run was killed; no file is touched.

    Raises Unborn when it was killed before anything was in it, sqlite3.DatabaseError when it cannot be read at all.
    """
    try:
        base, wal = _bytes(path), _bytes(path.with_name(path.name + "-wal"))
    except OSError as error:
        raise sqlite3.DatabaseError(str(error)) from error
    counts = counts_of(path)
    least = max(counts, default=0)
    if _unborn(base, wal, counts):
        raise Unborn("nothing was written yet")
    best, tries = None, 0
    trouble = sqlite3.DatabaseError("no header")
    for image in images(base, wal, _first_page()):
        tries += 1
        try:
            contents = _contents(image)
        except (sqlite3.DatabaseError, ValueError) as error:
            trouble = sqlite3.DatabaseError(str(error))
            continue
        if best is None or (contents.rows, not contents.damaged) > (best.rows, not best.damaged):
            best = contents
        if contents.rows >= least and not contents.damaged:
            break
    if best is None:
        raise trouble
    # What is damaged behind the last row that was acknowledged was promised to nobody; without a count nobody can tell.
    missing = best.rows < least or (best.damaged and not least)
    # With half of the count gone, a log that does not end as a log ends is all that says what it held.
    missing |= len(counts) < 2 and not ends_well(wal, len(base) // PAGE + 1)
    return Contents(best.trace, best.rows, missing, not missing and (best.damaged or tries > 1), not counts)


def _bytes(path: Path) -> bytes:
    data = read_whole(path, MOST_JOURNAL) if path.exists() else b""
    if data is None:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
    return data


def _unborn(base: bytes, wal: bytes, counts: tuple[int, ...]) -> bool:
    """Whether the files are those of a journal whose first transaction never ended: both its counts are nought, or are
    not there yet and nothing else is."""
    begun = counts if base or wal else counts or (0, 0)
    return begun == (0, 0) and len(base) <= PAGE and not any(page.ends for page in frames(wal, 1))


@cache
def _first_page() -> bytes:
    """The first page of every journal: the names of its tables."""
    with closing(sqlite3.connect(":memory:")) as base:
        base.execute(f"pragma page_size = {PAGE}")
        base.execute(HEADER_TABLE)
        base.execute(ROWS_TABLE)
        return base.serialize()[:PAGE]


def _contents(image: bytes) -> Contents:
    with closing(sqlite3.connect(":memory:")) as base:
        base.deserialize(image)
        header, total = base.execute("select json, sum from header").fetchone() or ("", "")
        if total != _first(header):
            raise sqlite3.DatabaseError("the header is damaged")
        return _sound_rows(base, json.loads(header), total)


def _sound_rows(base: sqlite3.Connection, header: Mapping[str, Any], last: str) -> Contents:
    """All rows up to the first that is damaged, whether its checksum or the file itself says so."""
    actions: list[Action] = []
    events: list[Event] = []
    digests: list[tuple[int, str]] = []
    count, damaged = 0, False
    try:
        for kind, tick, body, total in base.execute("select kind, tick, body, sum from rows order by n"):
            last = chained(last, kind, tick, body)
            if last != total:
                damaged = True
                break
            count += 1
            data = json.loads(body)
            if kind == "action":
                actions.append(Action(tick, data[0], data[1]))
            elif kind == "event":
                events.append(Event(tick, data[0], data[1]))
            else:
                digests.append((tick, data))
    except sqlite3.DatabaseError:
        damaged = True
    return Contents(Trace(header, tuple(actions), tuple(events), tuple(digests)), count, damaged)
