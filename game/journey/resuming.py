"""Taking a visit up again by its code: found and played again beside the window, then given back to the person."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from game.journey import practised as practised_
from game.journey.comfort import as_it_was
from game.journey.person import Person, forget_old
from game.journey.practised import Practised
from game.journey.runs import FirstTry, RunsLeft, WhyNot, rebuild, runs_left
from game.journey.settle import database, practice_path
from game.journey.visit import Visit
from game.journey.waiting import wait_for
from game.journey.way import SAME_PERSON, Go, Move, Way, With
from game.journey.workshop import count
from game.screen.scene import Comfort
from game.screen.steps import Answer, Step
from game.simulation.session import Session
from game.station.code import CodeError, read_code
from game.station.consent import VisitConsent
from game.station.home import Home, HomeError
from game.station.journal import Contents
from scenarios.model import Scenario

LOST = {
    "damaged": "journal.lost", "not_here": "journal.lost_not_here", "other_version": "journal.lost_other_version",
    "several": "journal.lost_several",
}  # fmt: skip
"""What is said, by why a workshop that was done does not count."""


@dataclass(frozen=True, slots=True)
class TakenUp:
    """A visit as a kill or a stop left it, its comfort, the run under way, the last practice, what is said."""

    visit: Visit
    comfort: Comfort
    under_way: tuple[Scenario, Session] | None
    practised: Practised | None
    notice: str


def find_by_code(way: Way, answer: Answer) -> Move:
    """Look for the code that was typed, beside the window: what was done is played again, and the base may be asked."""
    home = way.home
    if home is None:
        return Go(Step.WELCOME, SAME_PERSON)
    try:
        code = read_code(answer.typed)
    except CodeError as error:
        return Go(Step.ENTRY, With(error.key))
    return wait_for(way, "waiting.search", lambda: _looked_up(way, home, code))


def _looked_up(way: Way, home: Home, code: str) -> Move | Callable[[], Move]:
    """Where the code leads, or what it takes up; nothing of the way is changed yet."""
    open_ = forget_old(home, way.resume_within_s)
    visit = next((consent for consent in open_ if consent.code == code), None)
    if visit is None:
        # Of a recording that cannot be read the code is not known either.
        unknown = "entry.unknown" if all(consent.code for consent in open_) else "entry.damaged"
        return _asked_of_base(home, code, unknown) if database(home).exists() else Go(Step.ENTRY, With(unknown))
    if visit.state == "asked":
        return Go(Step.ENTRY, With("entry.busy"))
    left = runs_left(home, visit.candidate)
    practised = _practised(way, home, visit)
    if not left.finished and left.under_way is None and not left.unreadable:
        return _begun_again(way, home, visit, practised)
    again = [rebuild(finished_run, way.scenarios) for finished_run in left.finished]
    done = [first_try for first_try in again if isinstance(first_try, FirstTry)]
    if not done and left.under_way is None:
        return Go(Step.ENTRY, With(f"entry.{_said_of(left, again)}"))
    played = None
    if left.under_way is not None:
        header = left.under_way.trace.header
        played = next((scenario for scenario in way.scenarios if scenario.head.id == header.get("scenario")), None)
        if played is None:
            return Go(Step.ENTRY, With("entry.not_here"))
        if header.get("hash") != played.hash:
            return Go(Step.ENTRY, With("entry.other_version"))
    try:
        resumed = _taken_up(way, Person.back(home, visit), left, again, (played, practised))
    except HomeError as error:
        return Go(Step.TROUBLE, With(error.key, error.values))
    return lambda: _goes_on(way, resumed)


def _asked_of_base(home: Home, code: str, unknown: str) -> Move:
    """Whether somebody shared a result under this code another day; the base may take its time."""
    # Opening the way to the database loads it: not before somebody asks for it.
    from game.journey.returning import earlier_of

    earlier = earlier_of(home, code)
    return Go(Step.COMES_BACK, With(earlier=earlier)) if earlier else Go(Step.ENTRY, With(unknown))


def _practised(way: Way, home: Home, visit: VisitConsent) -> Practised | None:
    """How far the last practice of the visit is, where its workshop is here as it was."""
    practised = practised_.kept(practice_path(home, visit.candidate))
    here = practised is not None and any(
        (s.head.id, s.hash) == (practised.workshop, practised.version) for s in way.scenarios
    )
    return practised if here else None


def _begun_again(
    way: Way, home: Home, visit: VisitConsent, practised: Practised | None
) -> Move | Callable[[], Move]:
    """Of this visit nothing was recorded yet: the person keeps their code and starts at the beginning, or where they
    were in practice."""
    visit_begun = way.new_visit()
    try:
        visit_begun.person = Person.back(home, visit)
    except HomeError as error:
        return Go(Step.TROUBLE, With(error.key, error.values))
    comfort = visit_begun.person.comfort_kept(way.comfort)
    if practised is not None:
        visit_begun.practised[practised.workshop] = practised
        visit_begun.device, visit_begun.ease = practised.device, practised.ease

    def begin() -> Move:
        way.comfort, way.visit = comfort, visit_begun
        return _where(way, practised) or Go(Step.EASE)

    return begin


def _where(way: Way, practised: Practised | None, notice: str = "") -> Move | None:
    """Back where the person was in a practice, None when they were in none."""
    if practised is None:
        return None
    if practised.where == "hangar" or practised.workshop in way.visit.closed:
        return Go(Step.HANGAR, notice=notice)
    way.choose(practised.workshop)
    return Go(Step.READY if practised.where == "ready" else Step.PRACTICE, notice=notice)


def _taken_up(
    way: Way, person: Person, left: RunsLeft, again: Sequence[FirstTry | WhyNot],
    begun: tuple[Scenario | None, Practised | None],
) -> TakenUp:  # fmt: skip
    """The visit anew: what was done and counts, what is missing, and the run under way in a journal of its own.

    `again`: the finished runs, played again bit for bit, or why not; those are missing. `begun`: the workshop of the
    run under way, and how far the last practice is.
    """
    played, practised = begun
    visit, comfort = way.new_visit(), way.comfort
    visit.person = person
    # Known before anything is proposed: what is missing is closed, and takes its place in the sitting.
    visit.lost = tuple(
        run.workshop for run, retaken in zip(left.finished, again, strict=True) if isinstance(retaken, str)
    )
    for run in again:
        if isinstance(run, FirstTry):
            comfort = _known(visit, run.header, comfort)
            count(way, visit, run)
    notice = LOST[_said_of(left, again)] if visit.lost or left.unreadable else ""
    under_way = None
    if left.under_way is not None and played is not None:
        comfort = _known(visit, left.under_way.trace.header, comfort)
        under_way = (played, _run_again(visit, person, left.under_way, played))
        notice = notice or _of_journal(left.under_way)
    if practised is not None:
        visit.practised[practised.workshop] = practised
    if visit.next is not None:
        # The hangar shows it at once: it is waited for here, not there.
        visit.next.get()
    return TakenUp(visit, person.comfort_kept(comfort), under_way, practised, notice)


def _run_again(visit: Visit, person: Person, contents: Contents, played: Scenario) -> Session:
    visit.settings = dict(contents.trace.header)
    return person.take_back(contents, played)


def _of_journal(contents: Contents) -> str:
    return "journal.damaged" if contents.damaged or contents.uncounted else "journal.mended" if contents.mended else ""


def _known(visit: Visit, header: Mapping[str, Any], comfort: Comfort) -> Comfort:
    """What a run says of the device and the ease with it, which were looked at once, before the first workshop; gives
    the comfort in which it began."""
    visit.device = str(header["device"])
    visit.ease = str(header.get("ease", "unknown"))
    return as_it_was(header.get("comfort"), comfort)


def _said_of(left: RunsLeft, again: Sequence[FirstTry | WhyNot]) -> str:
    """Which sentence says why something does not count: damage is said of what is damaged, and of nothing else."""
    reasons = {outcome for outcome in again if isinstance(outcome, str)} | ({"damaged"} if left.unreadable else set())
    if len(reasons) > 1:
        return "several"
    (reason,) = reasons
    return str(reason)


def _goes_on(way: Way, resumed: TakenUp) -> Move:
    """Back in the workshop or its practice, else in the hangar; what is missing or was mended is said once."""
    # In this order: what was just read is not written down anew.
    way.comfort, way.visit = resumed.comfort, resumed.visit
    if resumed.under_way is None:
        return _where(way, resumed.practised, resumed.notice) or Go(Step.HANGAR, notice=resumed.notice)
    scenario, session = resumed.under_way
    way.choose(scenario.head.id)
    return Go(Step.EXERCISE, With(session=session), notice=resumed.notice)
