"""Moments of a stored run as pictures: the run is played again on a fresh task, with the same acts, and drawn."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from game.library import task_of
from game.mechanics import MECHANICS
from game.screen.motion import Cue, Motion, Play
from game.screen.nodes import Screen
from game.screen.scene import Comfort, Look
from game.simulation.session import Session, play_on
from game.simulation.trace import Trace
from game.window.window import StaticLook, picture
from scenarios.model import Scenario
from scenarios.vocabulary import Event

SIZE = (960, 540)
AFTER_TICKS = 5
"""A tenth of a second after an act, what it did can be seen."""


def draw_moments(trace: Trace, scenario: Scenario, ticks: Sequence[int], language: str, folder: Path) -> list[Path]:
    """One PNG (960x540) a tick, of the bench with the ordinary display, in the order given, named `N.png` from 0.

    An act after which what it names is no longer shown is drawn on the screen where it was done, as the game moves it:
    the rivet that is put in at its hole, not at the lever that comes after. The trace must be of this very version of
    the scenario; ticks after the end show the end. Raises OSError.
    """
    mechanic = MECHANICS[scenario.head.mechanic]
    look, motions = StaticLook(Comfort(language)).within(scenario.head.id), mechanic.motions
    session = Session(task_of(scenario, trace.header), stamped=False)
    scene = mechanic.scene(session, scenario, name="exercise")
    drawn: dict[int, Path] = {}
    for n, tick in sorted(enumerate(ticks), key=lambda one: one[1]):
        # Of two moments that are nearer than that, the second finds its act done: what it shows is what came of it.
        play_on(session, trace.actions, tick)
        was = scene.screen(look)
        play_on(session, trace.actions, tick + AFTER_TICKS)
        seen = shown_at(was, scene.screen(look), [one for one in trace.events if one.tick == tick], motions)
        drawn[n] = folder / f"{n}.png"
        picture(partial(_same, seen), Comfort(language), SIZE, drawn[n])
    return [drawn[n] for n in range(len(ticks))]


def _same(screen: Screen, _: Look) -> Screen:
    return screen


def shown_at(was: Screen, now: Screen, events: Sequence[Event], motions: Mapping[str, Motion]) -> Screen:
    """Of the screens before and after some events of one tick, the one on which they are seen."""
    plays = [Play(Cue(motions[one.kind], one.data), was, now) for one in events if one.kind in motions]
    gone = any(play.on(was, "at") and not play.on(now, "at") for play in plays)
    return was if gone or any(play.held for play in plays) else now
