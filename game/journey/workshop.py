"""In the workshop: the trade, the intention, practice, the exercise, the debrief and its moments watched again."""

from collections.abc import Sequence
from dataclasses import asdict

from game import __version__
from game.journey.result import moments, progress, what_was_shown
from game.journey.way import Go, Move, Over, Way, With
from game.library import task_of
from game.scenes.debrief import Debrief, Replay
from game.scenes.intention import Intention
from game.scenes.shown import Moment
from game.scenes.story import StorySheet
from game.screen.scene import Scene
from game.screen.steps import Answer, Step
from game.simulation.session import Session, Sink, play_again
from game.simulation.task import Run

BEFORE_TICKS, AFTER_TICKS = 250, 200
"""A moment is shown again from five seconds before it to four seconds after."""


def show_briefing(way: Way, given: With) -> Scene:
    return StorySheet(Step.BRIEFING, way.scenario.head.mentor, way.mechanic.art(way.scenario.params))


def show_intention(way: Way, given: With) -> Scene:
    return Intention()


def keep_intention(way: Way, answer: Answer) -> Move:
    way.visit.intention = answer.choice
    return Go(Step.PRACTICE)


def show_practice(way: Way, given: With) -> Scene:
    return _open(way, _session(way, "practice", "first"), "practice")


def show_ready(way: Way, given: With) -> Scene:
    return StorySheet(Step.READY, way.scenario.head.mentor, way.mechanic.art(way.scenario.params))


def show_exercise(way: Way, given: With) -> Scene:
    """The first try, or the run taken up again, or the second try once the first is finished."""
    session = given.session or _session(way, "exercise", "first" if way.visit.first is None else "second")
    return _open(way, session, "exercise")


def _open(way: Way, session: Session, phase: str) -> Scene:
    way.workshop = way.mechanic.scene(session, way.scenario, name=phase)
    return way.workshop


def _session(way: Way, phase: str, form: str) -> Session:
    """A fresh exercise; the first try of a person who agreed is told to their journal."""
    seed = way.draw_seed()
    head = way.scenario.head
    task = way.mechanic.make(way.scenario.params, Run(seed, form, phase, way.comfort.clock, way.visit.device))
    if phase != "exercise" or form != "first":
        return Session(task)
    way.visit.settings = {"seed": seed, "form": form, "device": way.visit.device, "clock": way.comfort.clock}
    sink: Sink | None = None
    if way.person:
        sink = way.person.record({
            "scenario": head.id, "hash": way.scenario.hash, "mechanic": head.mechanic, "ease": way.visit.ease,
            "engine": __version__, "comfort": asdict(way.comfort), **way.visit.settings,
        })  # fmt: skip
    return Session(task, sink)


def exercise_done(way: Way, answer: Answer) -> Move:
    """The first finished try is the one that counts; the second is shown as progress."""
    assert way.workshop is not None
    if way.visit.first is None:
        way.visit.first = way.workshop.session
        if way.person:
            way.person.close()
    else:
        way.visit.second = way.workshop.session
    return Go(Step.DEBRIEF)


def show_debrief(way: Way, given: With) -> Scene:
    """The moments of the first try; while the person reads, what is likely to be asked next is made ready."""
    visit = way.visit
    assert visit.first is not None
    shown = _moments(way, visit.first)
    if visit.read is None:
        _read_ahead(way, visit.first, shown)
    if visit.second is not None:
        shown = progress(shown, _moments(way, visit.second))
    return Debrief(shown, may_retry=visit.second is None, intention=visit.intention)


def _moments(way: Way, session: Session) -> tuple[Moment, ...]:
    return moments(way.scenario, session, way.visit.device, way.visit.ease, way.comfort)


def _read_ahead(way: Way, first: Session, shown: Sequence[Moment]) -> None:
    """Each moment brought to where it can be watched again, then what the try showed."""
    for moment in shown:
        if moment.tick >= 0:
            _replay_ahead(way, first, moment.tick)
    scenario, device, ease = way.scenario, way.visit.device, way.visit.ease
    way.visit.read = way.soon(lambda: what_was_shown(scenario, first, device, ease, {}))


def watch(way: Way, answer: Answer) -> Move:
    return Over(Step.REPLAY, With(tick=answer.tick))


def _replay_ahead(way: Way, first: Session, tick: int) -> None:
    """Bring a fresh task to a little before a moment of the first try."""
    scenario, settings = way.scenario, dict(way.visit.settings)
    actions, until = list(first.actions), max(0, tick - BEFORE_TICKS)
    way.visit.replays[tick] = way.soon(lambda: play_again(task_of(scenario, settings), actions, until))


def show_replay(way: Way, given: With) -> Scene:
    """The first try again, on a fresh task with the same acts, from a little before the moment."""
    assert way.visit.first is not None
    if given.tick not in way.visit.replays:
        _replay_ahead(way, way.visit.first, given.tick)
    # To watch it once more another fresh task will be needed.
    again = way.visit.replays.pop(given.tick).get()
    _replay_ahead(way, way.visit.first, given.tick)
    actions = list(way.visit.first.actions)
    at = len(again.actions)

    def forward(ticks: int) -> bool:
        nonlocal at
        for _ in range(ticks):
            now = again.task.tick
            while at < len(actions) and actions[at].tick == now:
                again.act(actions[at].verb, actions[at].args)
                at += 1
            again.advance()
        return not again.task.done and again.task.tick < given.tick + AFTER_TICKS

    return Replay(way.mechanic.scene(again, way.scenario, name="exercise"), forward)
