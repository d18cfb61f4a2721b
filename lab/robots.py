"""Robots that live the same session, evidence, estimate and read-out as a person."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assets.voice import Say
from export.files.whole import write_whole
from game.journey.measured import measure, score
from game.mechanics.table import MECHANICS
from game.simulation.bots import Bot
from game.simulation.rng import Stream
from game.simulation.session import Session, Sink
from game.simulation.task import Run, Task
from game.simulation.trace import Trace
from scenarios.model import Scenario
from scenarios.reference import habiletes
from scoring.types import Measured

LIMIT_TICKS = 60_000
HELD = ("lever", "release", "lamp", "line", "set")
"""Acts of a hand that holds on: many a second."""
BORED_ACTS = 400
"""More than anybody needs in one step."""
STEP_WORDS = {1: "demo.level1", 2: "demo.level2", 3: "demo.shown"}


def live(scenario: Scenario, robot: str, seed: int, sink: Sink | None = None) -> Session:
    """A robot's whole exercise; `sink`, when given, is told of each act and event."""
    cast = MECHANICS[scenario.head.mechanic].cast
    return run(scenario, cast.make(robot, scenario.params, seed), seed, device=cast.device(robot), sink=sink)


def run(
    scenario: Scenario,
    bot: Bot[object],
    seed: int,
    *,
    device: str = "mouse",
    sink: Sink | None = None,
    clock: bool = False,
    bored: bool = False,
    stamped: bool = True,
) -> Session:
    """The whole exercise of any robot: it looks, acts, and looks again when it has something to do.

    `clock`: the session has set the scenario's ceilings. `bored`: a robot that shows nothing ends a step after as many
    acts as nobody needs, since without ceilings nobody else would. `stamped`: False for a run that is only read.
    """
    task = MECHANICS[scenario.head.mechanic].make(scenario.params, Run(seed, clock=clock, device=device))
    return play_out(task, bot, sink=sink, bored=bored, stamped=stamped)


def play_out(
    task: Task[object], bot: Bot[Any], *, sink: Sink | None = None, bored: bool = False, limit: int = LIMIT_TICKS,
    stamped: bool = True,
) -> Session:  # fmt: skip
    """A task from its beginning to its end (or so many ticks), by a robot; see `run`."""
    session = Session(task, sink, stamped=stamped)
    deeds, read = 0, 0
    while not task.done and task.tick < limit:
        seen = task.see()
        # At most looks nothing has happened since the one before.
        if len(session.events) != read:
            if any(event.kind == "phase" for event in session.events[read:]):
                deeds = 0
            read = len(session.events)
        for verb, args in bot.act(seen):
            session.act(verb, args)
            deeds += verb not in HELD
        if bored and deeds > BORED_ACTS:
            session.act("end")
        session.advance(bot.rest(seen))
    return session


STOPPING = ("first_movement_only", "stops_anywhere")
"""People of any workshop who do everything right and leave: after the first movement, or at any moment."""


def stopped(scenario: Scenario, robot: str, seed: int, *, clock: bool = False, limit: int = LIMIT_TICKS) -> Session:
    """The run of somebody who leaves before the end: what the fluent robot does, up to the moment of `robot`."""
    mechanic = MECHANICS[scenario.head.mechanic]
    fluent = next(iter(mechanic.cast.able))

    def until(ticks: int) -> Session:
        task = mechanic.make(scenario.params, Run(seed, clock=clock))
        return play_out(task, mechanic.cast.make(fluent, scenario.params, seed), limit=ticks, stamped=False)

    events = until(limit).events
    ends = [event.tick for event in events if event.kind == "movement_end"]
    return until(ends[0] + 1 if robot == STOPPING[0] else 1 + Stream(seed, robot).below(events[-1].tick))


def act_once(bot: Bot[Any], session: Session) -> int:
    """One look of a robot at a bench that others move on, and what it does then; gives the ticks it rests after it."""
    seen = session.task.see()
    for verb, args in bot.act(seen):
        session.act(verb, args)
    return bot.rest(seen)


def trace_of(scenario: Scenario, session: Session, robot: str, seed: int) -> Trace:
    """The trace of a robot's run, with its score, marked as a demonstration."""
    device = MECHANICS[scenario.head.mechanic].cast.device(robot)
    header = {
        "kind": "demo", "scenario": scenario.head.id, "hash": scenario.hash, "bench": scenario.bench,
        "mechanic": scenario.head.mechanic,
        "seed": seed, "form": "first", "device": device, "clock": False,
        "score": score(measure(scenario, session, device)),
    }  # fmt: skip
    return Trace(header, tuple(session.actions), tuple(session.events), tuple(session.digests))


def words(measured: Measured, say: Say) -> str:
    """The statement about one habileté, in words."""
    if measured.statement == "shown":
        return say(STEP_WORDS[measured.level])
    return say("demo.none" if measured.statement == "not_yet" else "demo.confirm")


def robots_report(
    scenario: Scenario, n: int, seed: int, *, say: Say, language: str, traces: Path | None = None
) -> Iterator[str]:
    """One line a robot: how long it took and what was measured, in words."""
    short = {h.id: h.short(language) for h in habiletes()}
    cast = MECHANICS[scenario.head.mechanic].cast
    for at in range(n):
        robot = cast.show[at % len(cast.show)]
        session = live(scenario, robot, seed + at)
        profile = measure(scenario, session, cast.device(robot))
        said = [f"{short[m.habilete]} : {words(m, say)}" for m in profile.measured if m.n_observed]
        if traces is not None:
            traces.mkdir(parents=True, exist_ok=True)
            packed = trace_of(scenario, session, robot, seed + at).to_bytes()
            write_whole(traces / f"{at + 1:03d}-{robot}.trace", packed, private=False)
        minutes = f"{session.task.tick / 3000:.1f}".replace(".", say("common.decimal"))
        yield say("demo.row", robot=robot, minutes=minutes, summary=" · ".join(said))
