"""The runs a kill or a stop left of a person: those that were finished, and the one that was under way."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from game.mechanics.table import task_of
from game.simulation.session import Session, play_again
from game.station.finished import FinishedMark, finished_mark
from game.station.home import Home
from game.station.journal import Contents, Unborn, read
from scenarios.model import Scenario

WhyNot = Literal["damaged", "not_here", "other_version"]
"""Why a finished run cannot be played again here."""


@dataclass(frozen=True, slots=True)
class FinishedRun:
    """A journal whose run was finished: its mark, and what can be read of it, None when nothing can."""

    mark: FinishedMark
    contents: Contents | None

    @property
    def workshop(self) -> str:
        """The id of its workshop as the mark or the journal says it, "" where neither can be read."""
        return self.mark.workshop or (str(self.contents.trace.header.get("scenario", "")) if self.contents else "")


@dataclass(frozen=True, slots=True)
class RunsLeft:
    """What lies here of a person: finished runs in order, the run under way, whether one cannot be read at all."""

    finished: tuple[FinishedRun, ...]
    under_way: Contents | None
    unreadable: bool


@dataclass(frozen=True, slots=True)
class FirstTry:
    """A finished first try: what its journal's header says of it, and when it ended (ISO text with its zone)."""

    scenario: Scenario
    session: Session
    header: Mapping[str, Any]
    made_at: str


def runs_left(home: Home, candidate: str) -> RunsLeft:
    """The runs of a person; of two journals of one run under way, the one that goes further."""
    finished: list[FinishedRun] = []
    under_way: Contents | None = None
    unreadable = False
    for path, contents in sorted(_read(home), key=lambda run: run_number(run[0])):
        if not path.name.startswith(candidate):
            continue
        mark = finished_mark(path)
        if mark is not None:
            finished.append(FinishedRun(mark, contents))
        elif contents is None:
            unreadable = True
        elif under_way is None or contents.rows > under_way.rows:
            under_way = contents
    return RunsLeft(tuple(finished), under_way, unreadable)


def run_number(journal: Path) -> int:
    """How many runs of the person a journal's name counts, 0 where it does not say."""
    words = journal.name.split("-")
    return int(words[1]) if len(words) > 2 and words[1].isdigit() else 0


def rebuild(run: FinishedRun, scenarios: Sequence[Scenario]) -> FirstTry | WhyNot:
    """Play a finished run again, bit for bit; or why not: its recording is damaged, its workshop is not here, or it was
    made with another version of the workshop or of the game, and does not give the same."""
    contents = run.contents
    # Of a finished run the mark says how many rows there were, whatever became of its count.
    if contents is None or contents.damaged or contents.rows != run.mark.rows:
        return "damaged"
    trace = contents.trace
    if run.mark.workshop != trace.header.get("scenario"):
        return "damaged"
    scenario = next((scenario for scenario in scenarios if scenario.head.id == run.mark.workshop), None)
    if scenario is None:
        return "not_here"
    if trace.header.get("hash") != scenario.hash:
        return "other_version"
    session = play_again(task_of(scenario, trace.header), list(trace.actions), ends(contents))
    same = tuple(session.events) == trace.events and tuple(session.digests) == trace.digests
    done = FirstTry(scenario, session, trace.header, run.mark.made_at)
    return done if same and session.task.done else "other_version"


def ends(contents: Contents) -> int:
    """The tick up to which a journal tells what happened."""
    trace = contents.trace
    return max([0, *(d[0] for d in trace.digests), *(a.tick + 1 for a in trace.actions)])


def _read(home: Home) -> Iterator[tuple[Path, Contents | None]]:
    """Every journal with what it holds, None when it is damaged; those that were never born hold nothing to lose."""
    for path in home.runs():
        try:
            yield path, read(path)
        except Unborn:
            continue
        except (sqlite3.DatabaseError, TypeError, ValueError):
            yield path, None
