"""What the window notices of a hand that does not get through: presses on nothing, keys that stay down, a lost mouse.

Pure; time is counted in the window's ticks of 20 ms, and no clock is read.
"""

import math
from dataclasses import dataclass

from game.screen.navigate import reachable
from game.screen.nodes import Rect, Screen

JAM_TICKS, BUTTON_TICKS = 750, 1500
"""15 s on a key, 30 s on the button of a mouse: longer than anybody pulls, holds or drags here."""
NEAR = 120.0
"""A press no further than that (design units, a sixteenth of the width) from something may have been meant for it."""
BUTTON = -1
"""The button of the mouse, among the keys that are down."""


@dataclass(frozen=True, slots=True)
class Miss:
    """A press on nothing. `dx`, `dy`: which way the thing lies that it may have been meant for, as a length of 1; 0, 0
    where none is near."""

    dx: float = 0.0
    dy: float = 0.0


def miss(screen: Screen, x: float, y: float) -> Miss:
    """A press at a point (design units) where nothing can be pressed: which way the nearest thing lies."""
    ways = [_way(node.rect, x, y) for node in reachable(screen)]
    near, (dx, dy) = min(((math.hypot(*way), way) for way in ways), default=(0.0, (0.0, 0.0)))
    return Miss(dx / near, dy / near) if 0 < near <= NEAR else Miss()


def _way(rect: Rect, x: float, y: float) -> tuple[float, float]:
    """From a point to the nearest one of a rectangle."""
    return _to(rect.x, rect.w, x), _to(rect.y, rect.h, y)


def _to(start: float, length: float, at: float) -> float:
    return min(max(at, start), start + length) - at


@dataclass(frozen=True, slots=True)
class DeviceTrouble:
    """What holds at the device now: a key or button is down and stays down; what pointed here is gone."""

    jammed: bool = False
    unplugged: bool = False


FREE = DeviceTrouble()


class Fingers:
    """The keys and the button that are down, and for how many ticks each."""

    def __init__(self) -> None:
        self._down: dict[int, int] = {}
        self._resting: set[int] = set()

    def __contains__(self, key: int) -> bool:
        return key in self._down

    def press(self, key: int, *, rests: bool = False) -> None:
        """A key goes down, or says again that it is; `rests`: one that does nothing alone, where a hand may rest."""
        self._down.setdefault(key, 0)
        if rests:
            self._resting.add(key)

    def lift(self, key: int) -> None:
        """A key comes up."""
        self._down.pop(key, None)

    def forget(self) -> None:
        """Another window has the keys: what comes up there is not seen here."""
        self._down.clear()

    def pass_by(self, ticks: int) -> None:
        """So much time goes by."""
        self._down = {key: held + ticks for key, held in self._down.items()}

    def stuck(self, key: int) -> bool:
        """Whether a key has been down for longer than anybody holds it."""
        held = self._down.get(key, 0)
        return key not in self._resting and held >= (BUTTON_TICKS if key == BUTTON else JAM_TICKS)

    @property
    def jammed(self) -> bool:
        """Whether one of them has."""
        return any(self.stuck(key) for key in self._down)
