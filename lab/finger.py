"""A finger on the window: what is looked for among what can be pressed, tapped where it lies, slid and carried."""

from collections.abc import Callable
from typing import Any

from game.journey.journey import Journey
from game.kiosk.kiosk import KioskJourney
from game.screen import navigate
from game.screen.nodes import Node
from game.window.hand import TouchHand
from game.window.window import TICK_S, Window
from game.workshop.scene import Bench

LOOKS, TRIES = 200, 12
"""Frames that something is looked for, and how often it is pressed before the robot gives up."""
BETWEEN = 8
"""Frames between two taps of a quick hand (160 ms)."""
AGAIN = 30
"""Frames after which a tap that did nothing is made again."""
GO_ON = ("passed:", "lit:")
"""What stands over the bench and goes by one press: the hand that passes over heads, the lamp that was changed."""
SLIDES = 6
"""Frames that a thing is carried."""


class Slowed:
    """The time of a window whose every tick is a tick, however fast it is drawn."""

    def __init__(self, window: Window) -> None:
        self.window, self.ticks = window, 0
        window._now_ms = lambda: self.ticks * TICK_S * 1000  # type: ignore[method-assign]

    def frame(self) -> None:
        """One frame and its tick."""
        self.ticks += 1
        self.window.frame(1)


class FingerError(Exception):
    """Something cannot be done by finger: what, and on which screen."""


class FingerHand:
    """One finger on the bench of a window. `taps` counts how often it came down. Raises FingerError throughout."""

    def __init__(self, app: Journey | KioskJourney, window: Window, *, echoes: bool = True) -> None:
        self.app, self.window = app, window
        self.time = Slowed(window)
        self.hand = TouchHand(window.surface.get_width(), echoes=echoes)
        self.taps = 0
        self._lies_on = ""  # where the finger that carries came down
        self._carried = 0

    @property
    def bench(self) -> Bench[Any, Any]:
        """The bench at work. Raises FingerError where there is none."""
        bench = self.app.at_work
        if not isinstance(bench, Bench):
            raise FingerError(f"no bench on {self.window.screen.id}")
        return bench

    def still(self, frames: int = 1) -> None:
        """So many frames go by."""
        for _ in range(frames):
            if not self.app.running:
                return
            self.time.frame()

    # A tap.

    def node(self, name: str) -> Node | None:
        """What bears this name and can be pressed now."""
        live = navigate.reachable(self.window.screen)
        whole = next((n for n in live if n.id == name), None)
        return whole or (next((n for n in live if n.id.startswith(name)), None) if name.endswith(":") else None)

    def tap(self, name: str, at: tuple[float, float] | None = None) -> None:
        """Press what bears this name, in its middle or at a point, once it is there and heard. Raises FingerError."""
        node = self.reaches(name, at)
        self.taps += 1
        self.hand.tap_at(*(at or node.rect.centre))
        self.still(BETWEEN)

    def reaches(self, name: str, at: tuple[float, float] | None = None) -> Node:
        """The thing of this name, once it is there and a press on it is heard. Raises FingerError."""
        for _ in range(LOOKS):
            node = self.node(name)
            if node is not None and self._heeds(*(at or node.rect.centre)):
                return node
            on = self._over_it() if node is None else None
            if on is not None and self._heeds(*on.rect.centre):
                self.taps += 1
                self.hand.tap(on)
            self.still()
        there = [n.id for n in self.window.screen.nodes if n.actions]
        raise FingerError(f"{name} is not on {self.window.screen.id}: {there}")

    def _over_it(self) -> Node | None:
        """What lies over the work and is pressed first: a question of the day is answered as a firm robot does."""
        replies = self.bench.seen.replies if self.app.at_work is not None else ()
        names = (*GO_ON, *(f"reply:{reply}" for reply in replies[-1:]))
        return next((node for node in map(self.node, names) if node is not None), None)

    def _heeds(self, x: float, y: float) -> bool:
        return not self.window.heed.waits(self.window._now_ms(), (x, y))

    def until(self, done: Callable[[], bool], tap: Callable[[], None], what: str) -> None:
        """Tap until something is so: once, and again only where the tap before it did nothing."""
        for _ in range(TRIES):
            tap()
            if done():
                return
            for _ in range(AGAIN):
                self.still()
                if done():
                    return
        raise FingerError(f"{what} came to nothing on {self.window.screen.id}")

    def _acted(self, verb: str) -> Callable[[], bool]:
        """Whether an act of that kind has come since now; the end of the bench answers too."""
        bench = self.bench
        acts = bench.session.actions
        before = len(acts)
        return lambda: self.app.at_work is not bench or any(a.verb == verb for a in acts[before:])

    def _press(self, verb: str, name: str, at: tuple[float, float] | None = None) -> None:
        self.until(self._acted(verb), lambda: self.tap(name, at), f"{verb} by {name}")

    # What is carried: the finger stays down from where a thing is taken to where it is let go.

    def _turns(self) -> bool:
        """Every second thing is carried, the others are taken by one tap and set by another."""
        self._carried += 1
        return self._carried % 2 == 0

    def _takes_up(self, verb: str, name: str) -> None:
        """Come down on a thing, and stay there once it was taken."""
        done, node = self._acted(verb), self.reaches(name)
        self.taps += 1
        self.hand.down(node)
        self._lies_on = name
        self.still(BETWEEN)
        if not done():
            self._lifts()
            self._press(verb, name)

    def _lets_go(self, x: float, y: float) -> None:
        """Slide to a point and lift the finger there."""
        x0, y0 = self.reaches(self._lies_on).rect.centre
        for n in range(1, SLIDES + 1):
            self.hand.move(x0 + (x - x0) * n / SLIDES, y0 + (y - y0) * n / SLIDES)
            self.still()
        self._lifts()

    def _lifts(self) -> None:
        self.hand.up()
        self._lies_on = ""
        self.still(BETWEEN)
