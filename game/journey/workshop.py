"""In the workshop: the trade, the intention, practice, the exercise, the debrief and its moments watched again."""

import time
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime

from game import __version__
from game.journey.measured import observed
from game.journey.practising import keep, practised_in, taken_up
from game.journey.proposing import NextWorkshop, can_show, next_of
from game.journey.result import elsewhere, moments, progress, read_try, what_was_shown
from game.journey.runs import FirstTry
from game.journey.stills import Stills, Winding
from game.journey.visit import Tried, Visit
from game.journey.way import Go, Move, Over, Way, With
from game.library import catalogue_of
from game.mechanics.table import MECHANICS, task_of
from game.scenes.debrief import Debrief, Replay
from game.scenes.intention import Intention
from game.scenes.shown import FinishedPart, Moment
from game.scenes.story import StorySheet
from game.screen.scene import Comfort, Scene
from game.screen.steps import Answer, Step
from game.simulation.bots import mine
from game.simulation.session import Session, Sink, play_on
from game.simulation.task import Run
from game.station.checkup import quality
from game.workshop.mechanic import WorkshopScene
from game.workshop.params import WorkshopParams
from scenarios.model import Scenario
from scenarios.vocabulary import Action

BEFORE_TICKS, AFTER_TICKS = 250, 200
"""A moment is shown again from five seconds before it to four seconds after."""
HEARD_TICKS = 200
"""How often what is said is heard on the way there: half of the time that a sentence stands."""


def show_briefing(way: Way, given: With) -> Scene:
    return StorySheet(Step.BRIEFING, way.scenario.head.mentor, way.mechanic.art(way.scenario.params), way.mechanic.day)


def show_intention(way: Way, given: With) -> Scene:
    return Intention(way.mechanic.day[1])


def keep_intention(way: Way, answer: Answer) -> Move:
    way.visit.intention = answer.choice
    return Go(Step.PRACTICE)


def show_ready(way: Way, given: With) -> Scene:
    keep(way, replace(practised_in(way), where="ready"))
    art = way.mechanic.art(way.scenario.params)
    return StorySheet(Step.READY, way.scenario.head.mentor, art, way.mechanic.day, _most(way))


def _most(way: Way) -> tuple[int, bool]:
    """How long the exercise may last at the most, in seconds, and whether its closing has no ceiling; 0 without one."""
    if not way.comfort.clock:
        return 0, False
    params = mine(way.scenario.params, WorkshopParams)
    return sum(params.ceilings_s), len(params.ceilings_s) < params.phases[-1].movement


def show_exercise(way: Way, given: With) -> Scene:
    """The first try, or the run taken up again, or the second try once the first is finished."""
    first = way.visit.of(way.scenario.head.id) is None
    session = given.session or _session(way, "first" if first else "second")
    if given.session is not None:
        taken_up(way, given.session)
    way.workshop = way.mechanic.scene(session, way.scenario, name="exercise")
    if way.scenario.head.id in way.visit.practised:
        way.workshop.knows(practised_in(way).learnt)
    return way.workshop


def _session(way: Way, form: str) -> Session:
    """A fresh exercise; the first try of a person who agreed is told to their journal."""
    seed = way.draw_seed()
    head = way.scenario.head
    task = way.mechanic.make(way.scenario.params, Run(seed, form, "exercise", way.comfort.clock, way.visit.device))
    if form != "first":
        return Session(task)
    way.visit.settings = {"seed": seed, "form": form, "device": way.visit.device, "clock": way.comfort.clock,
                          "ease": way.visit.ease}
    sink: Sink | None = None
    if way.person:
        sink = way.person.record({
            "scenario": head.id, "hash": way.scenario.hash, "bench": way.scenario.bench, "mechanic": head.mechanic,
            "engine": __version__, "comfort": asdict(way.comfort), **way.visit.settings,
        })  # fmt: skip
    return Session(task, sink)


def exercise_done(way: Way, answer: Answer) -> Move:
    """The first finished try is the one that counts; the second is shown as progress."""
    assert way.workshop is not None
    session, workshop = way.workshop.session, way.scenario.head.id
    if way.visit.of(workshop) is not None:
        way.visit.again(workshop, session)
        return Go(Step.DEBRIEF)
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    header = dict(way.person.header if way.person else way.visit.settings)
    if seat := way.visit.seat.report():
        header["seat"] = seat | (quality(way.home.folder, int(time.time())) if way.home else {})
    if way.person:
        rows = len(session.actions) + len(session.events) + len(session.digests)
        way.person.finish(workshop, rows, made_at)
    count(way, way.visit, FirstTry(way.scenario, session, header, made_at))
    return Go(Step.DEBRIEF)


def count(way: Way, visit: Visit, run: FirstTry) -> None:
    """The finished first try of a workshop counts in a visit from here on; what it showed is read beside the window."""
    read = way.soon(lambda: read_try(run.scenario, run.session, run.header, run.made_at))
    visit.finish(Tried(run.scenario, run.session, run.header, read))
    reads, scenarios, room = [tried.read for tried in visit.tried], way.scenarios, visit.room
    closed, device, ease, language = visit.closed, visit.device, visit.ease, way.comfort.language

    def proposed() -> NextWorkshop | None:
        # The reads were begun before, by the same thread: they are over when this begins.
        profile = what_was_shown([read.get() for read in reads], ease).told_profile()
        return next_of(profile, scenarios, closed, can_show(device, ease), room, language)

    visit.next = way.soon(proposed)


def part_of(tried: Tried) -> FinishedPart:
    """The part as the person left it in a workshop's first try."""
    return MECHANICS[tried.scenario.head.mechanic].part(tried.scenario.params, tried.first.task)


def leave_debrief(way: Way, answer: Answer) -> Move:
    """Back to the hangar: what was made ready to be watched again is let go."""
    way.visit.leave_workshop()
    return Go(Step.HANGAR)


def leave_workshop(way: Way, answer: Answer) -> Move:
    """Back to the hangar in the middle of a try, which was not finished: nothing of it is kept, what was done stays."""
    if way.person:
        way.person.close()
        way.person.drop()
    if way.scenario.head.id in way.visit.practised:
        keep(way, replace(practised_in(way), where="hangar"))
    way.visit.leave_workshop()
    return Go(Step.HANGAR)


def show_debrief(way: Way, given: With) -> Scene:
    """The moments of the first try; while the person reads, what is likely to be asked next is made ready."""
    visit, tried = way.visit, tried_in_hand(way)
    read = observed(way.scenario, tried.first, visit.device, visit.ease)
    shown = moments(way.scenario, tried.first, visit.device, visit.ease, way.comfort, read)
    read_ahead(way, shown)
    ticks = frozenset(moment.picture for moment in shown if moment.picture >= 0)
    if tried.second is not None:
        shown = progress(shown, moments(way.scenario, tried.second, visit.device, visit.ease, way.comfort))
    said = made_of(tried, way.comfort)
    other = elsewhere(way.scenario, read, way.comfort)
    return Debrief(
        shown, may_retry=tried.second is None, intention=visit.intention, work_said=said, elsewhere=other,
        pictures=Stills(
            ticks, _winds(tried), list(tried.first.actions), tried.first.events, way.mechanic.motions, way.soon
        ),
    )  # fmt: skip


def made_of(tried: Tried, comfort: Comfort) -> str:
    """How much of the work of a first try was done, of how much that could rightly be, as a sentence."""
    part = part_of(tried)
    n, of = part.done_of
    key = f"{tried.scenario.head.mechanic.partition('@')[0]}.made"
    values = {"n": n, "of": of, "complete": part.complete}
    return catalogue_of(tried.scenario).t(key, comfort.language, comfort.easy, tried.workshop, **values)


def tried_in_hand(way: Way) -> Tried:
    """The finished first try of the workshop in hand."""
    tried = way.visit.of(way.scenario.head.id)
    assert tried is not None
    return tried


def read_ahead(way: Way, shown: Sequence[Moment]) -> None:
    """Each moment of the workshop in hand is brought to where it can be watched again."""
    for moment in shown:
        if moment.watched and moment.tick not in way.visit.replays:
            _replay_ahead(way, tried_in_hand(way), moment.tick)


def read_together(way: Way) -> None:
    """What all workshops of the visit showed is worked out beside the window."""
    reads, ease = [tried.read for tried in way.visit.tried], way.visit.ease
    # The reads were begun before, by the same thread: they are over when this begins.
    way.visit.read = way.soon(lambda: what_was_shown([read.get() for read in reads], ease))


def watch(way: Way, answer: Answer) -> Move:
    return Over(Step.REPLAY, With(tick=answer.tick))


def _winds(tried: Tried) -> Winding:
    """What brings a task of the first try to a tick. It is only looked at: no digest of it is made."""
    scenario, settings, actions = tried.scenario, tried.header, list(tried.first.actions)

    def wind(until: int, scene: WorkshopScene | None) -> WorkshopScene:
        if scene is not None and scene.session.task.tick <= until:
            return wound_on(scene, actions, until)
        return wound(scenario, Session(task_of(scenario, settings), stamped=False), actions, until)

    return wind


def _replay_ahead(way: Way, tried: Tried, tick: int) -> None:
    """Bring one to a little before a moment."""
    wind = _winds(tried)
    way.visit.replays[tick] = way.soon(lambda: wind(max(0, tick - BEFORE_TICKS), None))


def wound(scenario: Scenario, session: Session, actions: Sequence[Action], until: int) -> WorkshopScene:
    """The scene of a fresh task brought to a tick by the acts of a run."""
    scene = MECHANICS[scenario.head.mechanic].scene(session, scenario, name="exercise")
    return wound_on(scene, actions, until)


def wound_on(scene: WorkshopScene, actions: Sequence[Action], until: int) -> WorkshopScene:
    """A scene brought on to a tick by the acts of its run: its mentor says what was said there last."""
    start = scene.session.task.tick // HEARD_TICKS * HEARD_TICKS + HEARD_TICKS
    for stop in range(start, until + HEARD_TICKS, HEARD_TICKS):
        play_on(scene.session, actions, min(stop, until))
        scene.overhears()
    return scene


def show_replay(way: Way, given: With) -> Scene:
    """The first try again, on a fresh task with the same acts, from a little before the moment."""
    tried = tried_in_hand(way)
    if given.tick not in way.visit.replays:
        _replay_ahead(way, tried, given.tick)
    # To watch it once more another fresh task will be needed.
    scene = way.visit.replays.pop(given.tick).get()
    again = scene.session
    _replay_ahead(way, tried, given.tick)
    actions = list(tried.first.actions)
    at = len(again.actions)

    def forward(ticks: int) -> bool:
        nonlocal at
        for _ in range(ticks):
            now = again.task.tick
            while at < len(actions) and actions[at].tick == now:
                again.act_again(actions[at])
                at += 1
            again.advance()
        scene.overhears()
        return not again.task.done and again.task.tick < given.tick + AFTER_TICKS

    return Replay(scene, forward)
