"""What the tests of a person's way share: a journey at work, the expert that goes on with it, what is left on disk."""

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from conftest import panneau, read_run, run, workshop

from game.journey.journey import Journey
from game.journey.person import Person
from game.journey.result import Shown, what_was_shown
from game.journey.way import With
from game.mechanics.assemble.scene import AssembleScene
from game.mechanics.table import MECHANICS
from game.screen.steps import Step
from game.simulation.bots import Bot
from game.simulation.session import Session
from game.station.home import Home
from game.window.look import StaticLook
from lab.pictures import lay_tools
from lab.robots import act_once
from scenarios.model import Scenario
from scenarios.vocabulary import Action

STAYS = ("in-use", "settings", "station.key")



@dataclass
class TowerDoor:
    """Stands for the tower of this machine."""

    who: Sequence[str] = ("AB",)
    installed: bool = True
    damaged: bool = False
    opens: bool = True
    asked: list[str] = field(default_factory=list)

    def advisers(self) -> tuple[Sequence[str], bool]:
        return self.who, self.damaged

    def start(self) -> bool:
        self.asked.append("start")
        return self.opens


def expert(seed: int = 5) -> Bot[object]:
    """The robot that does all right in the first workshop."""
    return MECHANICS["assemble@1"].cast.make("expert", workshop(), seed)


def to_exercise(home: Home | None, agree: bool = True) -> Journey:
    """A journey at the first tick of its exercise."""
    app = Journey(panneau(), "fr", 5, home)
    app.act("enter", "press")
    if home:
        app.act("agree" if agree else "look", "press")
    if home and agree:
        app.act("go", "press")
    lay_tools(app, lambda: None)
    app.go(Step.EXERCISE)
    return app


def known_acts(session: Session) -> list[Action] | None:
    """What the expert does from here on, where this is its run of seed 5 so far: nobody has to look for it anew."""
    whole = run("expert")
    mine, its = (one.task.state for one in (session, whole))  # type: ignore[attr-defined]
    same = (mine.seed, mine.form, mine.clock, mine.device) == (its.seed, its.form, its.clock, its.device)
    done = len(session.actions)
    return whole.actions[done:] if same and session.actions == whole.actions[:done] else None


def play_on(app: Journey, ticks: int = 60_000) -> None:
    """Let the expert robot go on, up to so many ticks; while it rests nothing is looked at."""
    bench = app.top
    acts = known_acts(bench.session) if isinstance(bench, AssembleScene) else None
    if acts is None or not isinstance(bench, AssembleScene):
        look_on(app, ticks)
        return
    end = bench.session.task.tick + ticks
    for act in acts:
        if act.tick >= end:
            break
        while bench.session.task.tick < act.tick:
            app.advance(act.tick - bench.session.task.tick)
            past_chapters(app)
        bench.session.act(act.verb, act.args)
    while app.top is bench and bench.session.task.tick < end:
        app.advance(1)
        past_chapters(app)


def past_chapters(app: Journey) -> None:
    """What a robot knows is not taught to it before the next step."""
    while app.chapter is not None:
        app.answer(Step.PRACTICE, "done")


def look_on(app: Journey, ticks: int) -> None:
    """The same, each act from what is seen: of another try, or after other acts."""
    player = expert()
    while ticks > 0 and isinstance(app.top, AssembleScene):
        rest = min(ticks, act_once(player, app.top.session))
        app.advance(rest)
        past_chapters(app)
        ticks -= rest


def settled(app: Journey) -> None:
    """Let what is done beside the window come to its end."""
    while app.work is not None:
        if app.work.over():
            app.advance(0)
        else:
            time.sleep(0.002)


def press(app: Journey, *nodes: str) -> None:
    """Press one after the other, each time waiting for what is done beside the window."""
    for node in nodes:
        app.act(node, "press")
        settled(app)


def to_pass(app: Journey) -> None:
    """Through the exercise, done well, to the boarding pass."""
    play_on(app)
    for node in ("go", "end", "skip", "go"):
        app.act(node, "press")


@cache
def shown() -> Shown:
    """What the expert's exercise showed, read once: it is frozen, and each visit takes its own tries beside it."""
    return what_was_shown([read_run(run("expert"))], "easy")


def at_the_pass(home: Home, workshop: Scenario) -> Journey:
    """Somebody who agreed, with a journal, at their boarding pass."""
    app = Journey(workshop, "fr", 5, home)
    app.visit.person = Person.begin(home)
    sink = app.visit.person.record({"scenario": "panneau_fuselage", "hash": workshop.hash})
    session = run("expert")
    for action in session.actions[:20]:
        sink("action", action)
    app.visit.person.close()
    read = read_run(session, workshop, app.visit.person.header)
    app.visit.shown = replace(shown(), tries=(read,))
    app.go(Step.BOARDING, With())
    return app


def left(home: Home) -> list[str]:
    """Every file of the home but what is the machine's own: lock, settings, and the key it signs with."""
    return sorted(
        p.name for p in home.folder.rglob("*") if p.is_file() and not p.name.startswith(STAYS)
    )


def says(app: Journey) -> tuple[str, str]:
    """The screen's id and its sentence."""
    screen = app.screen(StaticLook(app.comfort))
    return screen.id, screen.say


def fill(place: Path) -> None:
    """Take all the room that is left on a disk."""
    file = os.open(place / "filler", os.O_WRONLY | os.O_CREAT)
    try:
        while True:
            os.write(file, b"x" * 512)
    except OSError:
        os.close(file)
