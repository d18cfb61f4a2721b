"""A person who agreed: their code, their journal, what is kept and what is erased. Discovery has no such thing."""

import datetime
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from game.library import task_of
from game.simulation.session import Session, Sink, play_again
from game.simulation.trace import Trace
from game.station.code import DIGITS, LETTERS, free_codes
from game.station.home import Home, HomeError, erase_file, station_of
from game.station.journal import Contents, Journal, read
from scenarios.model import Scenario

Clock = Callable[[], float]
WAIT_S = 5.0


def next_code(home: Home, today: str) -> str:
    """A code not yet given in this sitting, written down before it is shown. A sitting is a day; a clock set back
    goes on with the sitting it finds, so that no code is given twice."""
    station = station_of(home.settings) or secrets.choice(LETTERS) + secrets.choice(DIGITS)
    used = list(home.settings.get("used", []))
    day = str(home.settings.get("day", ""))
    if today > day:
        day, used = today, []
    free = free_codes(station, used) or free_codes(station, ())
    code = secrets.choice(free)
    home.save(station=station, day=day, used=[*used, code])
    return code


def sitting_of(home: Home) -> str:
    """The 128-bit id of today's sitting, made with the station's first code of the day."""
    known = str(home.settings.get("sitting", ""))
    if not known or home.settings.get("sitting_day") != home.settings.get("day"):
        known = secrets.token_hex(16)
        home.save(sitting=known, sitting_day=home.settings.get("day", ""))
    return known


class Person:
    """One run under way. `problem` is the journal's, "" while all is well."""

    def __init__(self, home: Home, code: str, candidate: str) -> None:
        self.home = home
        self.code = code
        self.kind = "person"
        self.sitting = sitting_of(home)
        self.candidate = candidate
        self.journal: Journal | None = None
        self.header: dict[str, Any] = {}
        self._files: list[Path] = []

    @staticmethod
    def begin(home: Home, today: str | None = None) -> "Person":
        """Give a code and a 128-bit id. Raises HomeError when the folder cannot be written."""
        return Person(home, next_code(home, today or datetime.date.today().isoformat()), secrets.token_hex(16))

    @property
    def problem(self) -> str:
        return self.journal.problem if self.journal else ""

    @property
    def paper(self) -> Path:
        """Where the person's paper is written when it is printed."""
        return self.home.folder / "papers" / f"{self.code}.pdf"

    def record(self, header: Mapping[str, Any]) -> Sink:
        """Open the journal of the exercise; what it gives is told of each act, event and digest."""
        self.header = {**header, "kind": self.kind, "code": self.code, "candidate": self.candidate}
        path = self.home.folder / "runs" / f"{self.candidate}-{len(self._files) + 1}-{secrets.token_hex(3)}.journal"
        self._files.append(path)
        self.journal = Journal(path, self.header)
        return self.journal.record

    def take_back(self, path: Path, contents: Contents, scenario: Scenario) -> Session:
        """Go on from a journal left by a kill: play its acts again, into a new journal, then let the old one go."""
        trace = contents.trace
        self._files.append(path)
        until = max([0, *(d[0] for d in trace.digests), *(a.tick + 1 for a in trace.actions)])
        session = play_again(task_of(scenario, trace.header), list(trace.actions), until)
        sink = self.record({k: v for k, v in trace.header.items() if k not in ("kind", "code", "candidate")})
        for action in session.actions:
            sink("action", action)
        for event in session.events:
            sink("event", event)
        for digest in session.digests:
            sink("digest", digest)
        rows = len(session.actions) + len(session.events) + len(session.digests)
        assert self.journal is not None
        limit = time.monotonic() + WAIT_S
        while self.journal.acknowledged < rows and not self.journal.problem and time.monotonic() < limit:
            time.sleep(0.005)
        if self.journal.acknowledged >= rows:
            # Also what a kill in the middle of such a return left behind; what stays goes with the person.
            for old in self.home.runs():
                if old.name.startswith(self.candidate) and old != self.journal.path:
                    self._files.append(old)
                    with suppress(OSError):
                        erase_file(old)
        session.told_to(sink)
        return session

    def close(self) -> None:
        """Wait until the journal is on disk."""
        if self.journal is not None:
            self.journal.close()
            self.journal = None

    def erase(self, *, paper: bool) -> None:
        """Erase the journals and, if asked, the paper too. Raises HomeError that names what stays, all else gone."""
        self.close()
        stays: dict[str, OSError] = {}
        for path in (*dict.fromkeys(self._files), *((self.paper,) if paper else ())):
            try:
                erase_file(path)
            except OSError as error:
                stays[path.name] = error
        if stays:
            reason, names = next(iter(stays.values())), ", ".join(stays)
            raise HomeError("home.cannot_erase", folder=str(self.home.folder), names=names, reason=reason)

    def trace(self, session: Session, score: Mapping[str, Any], seat: Mapping[str, int] | None = None) -> Trace:
        """The run in its canonical form, with its score and how the seat kept time; nothing in it says the code."""
        header = {k: v for k, v in self.header.items() if k not in ("code", "candidate")} | {"score": dict(score)}
        if seat:
            header["seat"] = dict(seat)
        return Trace(header, tuple(session.actions), tuple(session.events), tuple(session.digests))


def forget_old(home: Home, within_s: Mapping[str, int], now: Clock = time.time) -> tuple[Path, ...]:
    """Erase runs nobody came back to in time; gives those still open. A clock set back starts their time anew.

    `within_s`: the time of each workshop by its id; a run of none of them has the longest.
    """
    workshop = {path: str(contents.trace.header.get("scenario")) for path, contents in _readable(home)}
    open_: list[Path] = []
    for path in home.runs():
        age = now() - path.stat().st_mtime
        if age > within_s.get(workshop.get(path, ""), max(within_s.values())):
            # One that refuses to go is tried again at the next welcome.
            with suppress(OSError):
                erase_file(path)
        else:
            open_.append(path)
    return tuple(open_)


def find_run(home: Home, code: str) -> tuple[Path, Contents] | None:
    """The run of a code, None when no journal here holds it; of two, the one that goes further."""
    found = [(path, contents) for path, contents in _readable(home) if contents.trace.header.get("code") == code]
    return max(found, key=lambda one: one[1].rows, default=None)


def any_unreadable(home: Home) -> bool:
    """Whether a journal here is damaged beyond reading. It is left alone: its ten minutes erase it."""
    return len(list(_readable(home))) < len(home.runs())


def _readable(home: Home) -> Iterator[tuple[Path, Contents]]:
    for path in home.runs():
        with suppress(sqlite3.DatabaseError, TypeError, ValueError):
            yield path, read(path)
