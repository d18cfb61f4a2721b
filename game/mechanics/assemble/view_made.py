"""The head that was just made, seen from its side between its two lines for a moment: what it is, without a word."""

from collections.abc import Sequence

from game.mechanics.assemble import metal, view_settled
from game.mechanics.assemble.view_settled import RIGHT
from game.screen.nodes import Box, Circle, Line, Poly, Rect, Shape
from scenarios.vocabulary import Event

STAYS_TICKS = 75
"""1.5 s: how long it stays for who does nothing else."""
R, MM = 80.0, 20.0
"""The round it stands in; design units a millimetre."""
CLEAR_UM = 160
"""So far from a line a head is drawn at the least, on the side where it is: two pixels of a small screen."""
SHEETS = (17.0, 17.0)
ENDS = ("pick", "place", "check", "pige_read", "regrip", "phase")
"""Kinds of events after which one looks at something else."""


class HeadMade:
    """Which head was made last, while it is to be looked at. `heard`: events that are behind already."""

    def __init__(self, heard: int) -> None:
        self._heard = heard
        self._head: Event | None = None

    def listen(self, events: Sequence[Event]) -> None:
        """Hear what came since the last call."""
        for event in events[self._heard :]:
            if event.kind == "head" and event.data["formed"]:
                self._head = event
            elif event.kind in ENDS:
                self._head = None
        self._heard = len(events)

    def head(self, tick: int) -> Event | None:
        """The head to be looked at now, None for none."""
        there = self._head is not None and tick - self._head.tick < STAYS_TICKS
        return self._head if there else None


def head_shapes(event: Event, look: str, tolerance_um: int, place: tuple[float, float]) -> tuple[Shape, ...]:
    """A head as it was left, under the two lines that were shown, in a round at a place; `look` is its rivet's.

    It takes the light or stays matt as it did when the tool left it.
    """
    x, y = place
    target = int(event.data.get("shown_um", event.data["target_um"]))
    h_um = metal.standing(int(event.data["h_um"]), target, tolerance_um, past_um=CLEAR_UM, inside_um=CLEAR_UM)
    base = y + 30
    shapes: list[Shape] = [Circle(x, y, R, "white", "ink", 5)]
    shapes += metal.plates((x - 58, x + 58), base, SHEETS)
    shapes += metal.barrel(x, base, (h_um, int(event.data["start_um"])), MM, look)
    top, low = (base - (target + way * tolerance_um) / 1000 * MM for way in (1, -1))
    way = view_settled.height(h_um - target, tolerance_um) or ("marked" if int(event.data["traces"]) else RIGHT)
    if way != RIGHT:
        shapes.append(Poly(metal.outline(x, base, (h_um, int(event.data["start_um"])), MM), "slate", view_settled.VEIL))
    shapes.append(Box(Rect(x - 68, top, 136, low - top), "primer", alpha=130))
    shapes += [Line(((x - 68, at), (x + 68, at)), "ink", 2.5) for at in (top, low)]
    shapes += metal.middle(x, (top + low) / 2, 56, 4)
    return (*shapes, *(metal.glint(x + 26, base - h_um / 1000 * MM, 22) if way == RIGHT else ()))
