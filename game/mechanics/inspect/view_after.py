"""What is left for an instant of a gleam, as the lamp goes by: a hand that sweeps it has time to see where it was."""

from game.mechanics.inspect.seen import InspectSeen, MarkSeen
from game.mechanics.inspect.view_blade import place
from game.screen.nodes import Picture, Rect, Shape

STEPS, STEP_TICKS, DIMS = 4, 8, 4
"""In how many steps, and of how many ticks each, a gleam goes; and by how much (of 100) one grows dimmer that does."""
Gleams = tuple[tuple[int, int, int], ...]
"""Places of the blade (um) where something gleamed just now, and how much of each is left (of 255)."""


class Afterglow:
    """What gleamed last of each mark of the blade in hand, and at which tick; whatever it is, it goes the same way."""

    def __init__(self) -> None:
        self._marks: dict[int, tuple[MarkSeen, int]] = {}

    def sees(self, before: InspectSeen, now: InspectSeen) -> None:
        """Keep what has just grown dimmer under a lamp that moves; another blade or lamp has nothing of it."""
        if before.here != now.here or before.lamp != now.lamp:
            self._marks = {}
        elif before.lamp_deg != now.lamp_deg:
            still = {mark.n: mark.light for mark in now.glints}
            for mark in before.glints:
                old = self._marks.get(mark.n)
                brighter = old is not None and now.tick - old[1] < STEP_TICKS and old[0].light > mark.light
                if mark.light - still.get(mark.n, 0) >= DIMS and not brighter:
                    self._marks[mark.n] = mark, now.tick

    def at(self, tick: int) -> Gleams:
        """What is left of them at a tick."""
        return tuple(
            (mark.x_um, mark.y_um, 240 * (STEPS - (tick - since) // STEP_TICKS) // STEPS)
            for mark, since in self._marks.values() if tick - since < STEPS * STEP_TICKS
        )  # fmt: skip


def gleams(left: Gleams) -> list[Shape]:
    """As they are seen on the blade."""
    places = [(place(x_um, y_um), alpha) for x_um, y_um, alpha in left]
    return [Picture("glint", Rect(x - 20, y - 20, 40, 40), alpha=alpha) for (x, y), alpha in places]
