"""A person who agreed: their code, their journal, what is kept and what is erased. Discovery has no such thing."""

import datetime
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from game.journey.settle import no_journal, paper_path, settle, told
from game.library import task_of
from game.simulation.session import Session, Sink, play_again
from game.simulation.trace import Trace
from game.station import boot
from game.station.boot import age_s
from game.station.code import DIGITS, LETTERS, free_codes
from game.station.consent import State, VisitConsent
from game.station.home import Home, HomeError, code_mark, erase_file, station_of
from game.station.journal import Contents, Journal, Unborn, read
from scenarios.model import Scenario

Clock = Callable[[], boot.BootMoment]
WAIT_S = 5.0
RESUME_S = 600
"""How long a run waits for its code, where no workshop says otherwise."""


def next_code(home: Home, today: str) -> str:
    """A code not yet given in this sitting, written down before it is shown. A sitting is a day; a clock set back
    goes on with the sitting it finds, so that no code is given twice."""
    station = station_of(home.settings) or secrets.choice(LETTERS) + secrets.choice(DIGITS)
    used = list(home.settings.get("used", []))
    day = str(home.settings.get("day", ""))
    if today > day:
        day, used = today, []
    free = [one for one in free_codes(station, used) if code_mark(home, one) not in used] or free_codes(station, ())
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
    """One run under way. `problem` is the journal's, "" while all is well; `consent` what may be kept of it where."""

    def __init__(self, home: Home, consent: VisitConsent) -> None:
        self.home = home
        self.consent = consent
        self.code = consent.code
        self.candidate = consent.candidate
        self.kind = "person"
        self.sitting = sitting_of(home)
        self.paper = paper_path(home, self.candidate, datetime.date.today())
        self.journal: Journal | None = None
        self.header: dict[str, Any] = {}
        self._journals = 0

    @staticmethod
    def begin(home: Home, today: str | None = None) -> "Person":
        """Give a code and a 128-bit id. Raises HomeError when the folder cannot be written."""
        code = next_code(home, today or datetime.date.today().isoformat())
        return Person.back(home, VisitConsent(secrets.token_hex(16), code, "undecided", boot.now()))

    @staticmethod
    def back(home: Home, consent: VisitConsent) -> "Person":
        """Somebody who is here (again): written down before anything else. Raises HomeError when it cannot be."""
        person = Person(home, consent)
        try:
            person.decide("undecided")
        except OSError as error:
            raise HomeError("home.cannot_write", folder=str(home.folder), reason=error) from error
        person.here()
        return person

    def decide(self, state: State, *, base: bool | None = None) -> None:
        """Write down what the person decides; `base`: whether the database may hold them now. Raises OSError."""
        self.consent = self.consent.now(state, boot.now(), base=base)
        self.home.records.write(self.consent)

    def here(self) -> None:
        """The person is still there: their ten minutes begin anew."""
        self.home.records.here(self.candidate, boot.now())

    @property
    def problem(self) -> str:
        return self.journal.problem if self.journal else ""

    def record(self, header: Mapping[str, Any]) -> Sink:
        """Open the journal of the exercise; what it gives is told of each act, event and digest."""
        self.header = {**header, "kind": self.kind, "code": self.code, "candidate": self.candidate}
        self._journals += 1
        path = self.home.folder / "runs" / f"{self.candidate}-{self._journals}-{secrets.token_hex(3)}.journal"
        self.journal = Journal(path, self.header)
        return self.journal.record

    def take_back(self, contents: Contents, scenario: Scenario) -> Session:
        """Go on from a journal left by a kill: play its acts again, into a new journal, then let the old one go."""
        trace = contents.trace
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
                    with suppress(OSError):
                        erase_file(old)
        session.told_to(sink)
        return session

    def close(self) -> None:
        """Wait until the journal is on disk."""
        if self.journal is not None:
            self.journal.close()
            self.journal = None
        self.here()

    def leave(self, how: State) -> None:
        """The visit ends: what may not stay is emptied. Raises HomeError that names what stays, all else gone."""
        self.close()
        self.consent = self.consent.now(how, boot.now())
        if left := settle(self.home, self.consent):
            raise told(self.home, left)

    def trace(self, session: Session, score: Mapping[str, Any], seat: Mapping[str, int] | None = None) -> Trace:
        """The run in its canonical form, with its score and how the seat kept time; nothing in it says the code."""
        header = {k: v for k, v in self.header.items() if k not in ("code", "candidate")} | {"score": dict(score)}
        if seat:
            header["seat"] = dict(seat)
        return Trace(header, tuple(session.actions), tuple(session.events), tuple(session.digests))


def forget_old(home: Home, within_s: float, now: Clock = boot.now, but: str = "") -> tuple[VisitConsent, ...]:
    """End the visits nobody came back to in time (or of which that cannot be told); gives those still open.

    `but`: who is there now. A visit that refuses to go is tried again the next time.
    """
    moment = now()
    _adopt(home, moment)
    open_: list[VisitConsent] = []
    for consent in home.records.all():
        if consent.candidate == but or consent.state not in ("undecided", "asked"):
            continue
        age = age_s(consent.seen, moment)
        if age is not None and age <= within_s:
            open_.append(consent)
        elif consent.state == "undecided":
            settle(home, consent.now("erased", moment), wait=False)
        else:
            # Whether it was taken in is asked of the database in the background; the journal has had its time.
            no_journal(home, consent)
    return tuple(open_)


def _adopt(home: Home, moment: boot.BootMoment) -> None:
    """Journals and records of which nothing else is known begin their ten minutes now."""
    records = home.records.all()
    known, unread = {one.candidate for one in records}, home.records.unread()
    codes = dict.fromkeys(unread, "")
    for path in home.runs():
        candidate = path.name.partition("-")[0].partition(".")[0]
        if candidate not in known:
            codes.setdefault(candidate, "")
            with suppress(sqlite3.DatabaseError, TypeError, ValueError):
                codes[candidate] = str(read(path).trace.header.get("code", ""))
    for candidate, code in codes.items():
        with suppress(OSError):
            home.records.write(VisitConsent(candidate, code, "undecided", moment, candidate in unread))


def find_run(home: Home, code: str) -> tuple[Path, Contents] | None:
    """The run of a code, None when no journal here holds it; of two, the one that goes further."""
    found = [(path, contents) for path, contents in _readable(home) if contents.trace.header.get("code") == code]
    return max(found, key=lambda one: one[1].rows, default=None)


def any_unreadable(home: Home, candidate: str = "") -> bool:
    """Whether a journal here (of a person) is damaged beyond reading. It is left alone: its ten minutes erase it."""
    return any(contents is None for path, contents in _read(home) if path.name.startswith(candidate))


def _readable(home: Home) -> Iterator[tuple[Path, Contents]]:
    return ((path, contents) for path, contents in _read(home) if contents is not None)


def _read(home: Home) -> Iterator[tuple[Path, Contents | None]]:
    """Every journal with what it holds, None when it is damaged; those that were never born hold nothing to lose."""
    for path in home.runs():
        try:
            yield path, read(path)
        except Unborn:
            continue
        except (sqlite3.DatabaseError, TypeError, ValueError):
            yield path, None
