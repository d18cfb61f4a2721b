"""A person who agreed: their code, their journal, what is kept and what is erased. Discovery has no such thing."""

import datetime
import secrets
import sqlite3
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from game.journey import comfort as comfort_
from game.journey import practised as practised_
from game.journey.runs import ends, run_number
from game.journey.settle import comfort_path, erase_error, no_journal, paper_path, practice_path, settle, whose
from game.mechanics.table import task_of
from game.screen.scene import Comfort
from game.simulation.session import Session, Sink, play_again
from game.station import boot
from game.station.boot import BootClock, age_s
from game.station.code import DIGITS, LETTERS, free_codes
from game.station.consent import ConsentState, RecordsRead, VisitConsent
from game.station.erasing import erase_file
from game.station.finished import FinishedMark, finished_mark, mark_finished
from game.station.home import Home, HomeError, code_mark, station_of
from game.station.journal import Contents, Journal, read
from scenarios.model import Scenario


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a person shared another day: their id, the code of that paper, the day (ISO), which workshops."""

    person: str
    code: str
    day: str
    workshops: tuple[str, ...]


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
    free = [code for code in free_codes(station, used) if code_mark(home, code) not in used] or free_codes(station, ())
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
        # One day of the paper, its name and its proof, also of who goes on after midnight.
        self.day = datetime.date.today()
        self.paper = paper_path(home, self.candidate, self.day)
        self.journal: Journal | None = None
        self.header: dict[str, Any] = {}
        self._journals = max((run_number(path) for path in self._mine()), default=0)

    @staticmethod
    def begin(home: Home, today: str | None = None, earlier: Earlier | None = None) -> "Person":
        """Give a code and a 128-bit id to this visit. `earlier`: what the person shared another day, if they say so.

        Raises HomeError when the folder cannot be written.
        """
        code = next_code(home, today or datetime.date.today().isoformat())
        who, before = (earlier.person, earlier.workshops) if earlier else ("", ())
        visit = VisitConsent(secrets.token_hex(16), code, "undecided", boot.now(), person=who, before=before)
        return Person.back(home, visit)

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

    def decide(self, state: ConsentState, *, base: bool | None = None) -> None:
        """Write down what the person decides; `base`: whether the database may hold them now. Raises OSError."""
        self.consent = self.consent.now(state, boot.now(), base=base)
        self.home.records.write(self.consent)

    def here(self) -> None:
        """The person is still there: their ten minutes begin anew."""
        self.home.records.here(self.candidate, boot.now())

    @property
    def erasing(self) -> Literal["erase", "erase_today", "erase_unsure"]:
        """What erasing reaches, as a key of texts: all there is of the person; of who came back, today alone; or also
        what they shared another day, if the database, which does not say, took today's visit in with it."""
        if not self.consent.person:
            return "erase"
        return "erase_unsure" if self.consent.base else "erase_today"

    def keep_comfort(self, comfort: Comfort) -> None:
        """Write down how the person has it now, should the machine stop."""
        comfort_.keep(comfort_path(self.home, self.candidate), comfort)

    def comfort_kept(self, otherwise: Comfort) -> Comfort:
        """How the person had it last, `otherwise` where that is not known."""
        return comfort_.kept(comfort_path(self.home, self.candidate), otherwise)

    def keep_practice(self, now: practised_.Practised) -> None:
        """Write down how far the practice under way is, should the machine stop."""
        practised_.keep(practice_path(self.home, self.candidate), now)

    @property
    def problem(self) -> str:
        return self.journal.problem if self.journal else ""

    def record(self, header: Mapping[str, Any]) -> Sink:
        """Open the journal of the exercise; what it gives is told of each act, event and digest."""
        if self.journal is not None:
            # Closed before the next is open: Windows erases no file that a program holds.
            self.journal.close()
        self.header = {**header, "kind": self.kind, "code": self.code, "candidate": self.candidate}
        self._journals += 1
        path = self.home.folder / "runs" / f"{self.candidate}-{self._journals}-{secrets.token_hex(3)}.journal"
        self.journal = Journal(path, self.header)
        return self.journal.record

    def take_back(self, contents: Contents, scenario: Scenario) -> Session:
        """Go on from a journal left by a kill: play its acts again, into a new journal, then let the old one go."""
        trace = contents.trace
        session = play_again(task_of(scenario, trace.header), list(trace.actions), ends(contents))
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
            self.drop(but=self.journal.path)
        session.told_to(sink)
        return session

    def drop(self, but: Path | None = None) -> None:
        """Erase the journals of runs that are not finished, but for one; those that are stay until the visit ends."""
        for old in self._mine():
            if old != but and finished_mark(old) is None:
                # What refuses to go goes with the person.
                with suppress(OSError):
                    erase_file(old)

    def finish(self, workshop: str, rows: int, made_at: str) -> None:
        """The run is over: its journal is on the disk, and says that it is finished.

        `rows`: how many acts, events and digests it must hold. Should the disk refuse, the run counts all the same
        while the person is here; after a crash it would be taken for one that is not finished.
        """
        path = self.journal.path if self.journal is not None else None
        self.close()
        if path is not None:
            with suppress(OSError):
                mark_finished(path, FinishedMark(workshop, rows, made_at))

    def _mine(self) -> tuple[Path, ...]:
        """The journals of this person."""
        return tuple(run for run in self.home.runs() if run.name.startswith(self.candidate))

    def close(self) -> None:
        """Wait until the journal is on disk."""
        if self.journal is not None:
            self.journal.close()
            self.journal = None
        self.here()

    def leave(self, how: ConsentState) -> None:
        """The visit ends: what may not stay is emptied. Raises HomeError that names what stays, all else gone."""
        self.close()
        self.consent = self.consent.now(how, boot.now())
        if left := settle(self.home, self.consent):
            raise erase_error(self.home, left)


def forget_old(home: Home, within_s: float, now: BootClock = boot.now, but: str = "") -> tuple[VisitConsent, ...]:
    """End the visits nobody came back to in time (or of which that cannot be told); gives those still open.

    `but`: who is there now. A visit that refuses to go is tried again the next time.
    """
    moment = now()
    records = home.records.read()
    open_: list[VisitConsent] = []
    for consent in (*records.sound, *_adopted(home, records, moment)):
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


def _adopted(home: Home, records: RecordsRead, moment: boot.BootMoment) -> list[VisitConsent]:
    """Journals and records of which nothing else is known begin their ten minutes now."""
    known = {consent.candidate for consent in records.sound}
    codes = dict.fromkeys(records.unread, "")
    for path in home.runs():
        candidate = whose(path)
        if candidate not in known:
            codes.setdefault(candidate, "")
            with suppress(sqlite3.DatabaseError, TypeError, ValueError):
                codes[candidate] = str(read(path).trace.header.get("code", ""))
    begun = []
    for candidate, code in codes.items():
        with suppress(OSError):
            unread = candidate in records.unread
            consent = VisitConsent(candidate, code, "undecided", moment, unread)
            home.records.write(consent, there=unread)
            begun.append(consent)
    return begun
