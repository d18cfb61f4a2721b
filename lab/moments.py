"""Moments of a stored run as pictures: the run is played again on a fresh task, with the same acts, and drawn."""

from collections.abc import Sequence
from pathlib import Path

from game.library import task_of
from game.mechanics import MECHANICS
from game.screen.scene import Comfort
from game.simulation.session import Session, play_on
from game.simulation.trace import Trace
from game.window.window import picture
from scenarios.model import Scenario

SIZE = (960, 540)
AFTER_TICKS = 5
"""A tenth of a second after an act, what it did can be seen."""


def draw_moments(trace: Trace, scenario: Scenario, ticks: Sequence[int], language: str, folder: Path) -> list[Path]:
    """One PNG (960x540) a tick, of the bench with the ordinary display, in the order given, named `N.png` from 0.

    The trace must be of this very version of the scenario; ticks after the end show the end. Raises OSError.
    """
    session = Session(task_of(scenario, trace.header), stamped=False)
    scene = MECHANICS[scenario.head.mechanic].scene(session, scenario, name="exercise")
    drawn: dict[int, Path] = {}
    for n, tick in sorted(enumerate(ticks), key=lambda one: one[1]):
        play_on(session, trace.actions, tick + AFTER_TICKS)
        drawn[n] = folder / f"{n}.png"
        picture(lambda look: scene.screen(look.within(scenario.head.id)), Comfort(language), SIZE, drawn[n])
    return [drawn[n] for n in range(len(ticks))]
