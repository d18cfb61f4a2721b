"""The journal: each act and event is forced to disk by a thread of its own. Acknowledged means the commit returned."""

import hashlib
import json
import queue
import sqlite3
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from game.simulation.trace import Trace
from scenarios.vocabulary import Action, Event

Connect = Callable[[str], sqlite3.Connection]
BATCH = 256


def chained(before: str, kind: str, tick: int, body: str) -> str:
    """Checksum of a row that also covers every row before it."""
    return hashlib.sha256(f"{before}|{kind}|{tick}|{body}".encode()).hexdigest()[:24]


def _first(header: str) -> str:
    """Checksum of the header, on which the first row's stands."""
    return chained("", "header", 0, header)


def _connect(path: str) -> sqlite3.Connection:
    return sqlite3.connect(path, check_same_thread=False)


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
            base = self._connect(str(self.path))
            with base:
                base.execute("pragma journal_mode = wal")
                base.execute("pragma synchronous = full")
            with base:
                base.execute("begin immediate")
                base.execute("create table header(json text not null, sum text not null) strict")
                base.execute(
                    "create table rows(n integer primary key, kind text, tick integer, body text, sum text) strict"
                )
                base.execute("insert into header values (?, ?)", (self._header, _first(self._header)))
            self._drain(base)
            base.close()
        except (sqlite3.Error, OSError) as error:
            words = str(error)
            self.problem = (
                "journal.full" if "full" in words else "journal.read_only" if "readonly" in words else "journal.broken"
            )

    def _drain(self, base: sqlite3.Connection) -> None:
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
            self.acknowledged += len(full)
            if None in rows:
                return


@dataclass(frozen=True, slots=True)
class Contents:
    """What a journal holds: the trace up to the first damaged row, and whether there was one."""

    trace: Trace
    rows: int
    damaged: bool


def read(path: Path) -> Contents:
    """Read a journal, also one whose run was killed. Raises sqlite3.DatabaseError when it is no journal at all."""
    base = sqlite3.connect(f"file:{quote(str(path))}?mode=rw", uri=True)
    try:
        header, total = base.execute("select json, sum from header").fetchone() or ("", "")
        if total != _first(header):
            raise sqlite3.DatabaseError("the header is damaged")
        return _sound_rows(base, json.loads(header), total)
    finally:
        base.close()


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
