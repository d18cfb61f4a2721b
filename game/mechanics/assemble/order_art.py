"""The pictures beside the lines of the order, by what each speaks of."""

from dataclasses import dataclass
from itertools import pairwise

from game.mechanics.assemble import metal, view_rivet
from game.mechanics.assemble.params import Params
from game.screen import kit
from game.screen.nodes import Box, Circle, Line, Poly, Rect, Shape, Text


@dataclass(frozen=True, slots=True)
class SetOrder:
    """How the first zone's holes stand and are set. Heights go from 0 at the highest hole to 1 at the lowest.

    `first`: the heights of those set before the others, in their order; `then`: of the others, from top to bottom;
    `stringers`: of the stringers that cross there.
    """

    first: tuple[float, ...]
    then: tuple[float, ...]
    stringers: tuple[float, ...]


def line_art(topic: str, order: SetOrder | None = None) -> list[Shape]:
    """The picture of a line of the order, about (0, 0), by what it speaks of; [] for what is not drawn.

    `order`: the one that the line of the work says in words, None where it cannot be drawn.
    """
    if topic == "work":
        return _set(order) if order else []
    if topic == "measure":
        return [s for n, (kind, high) in enumerate((("grey", 40), ("minus", 58), ("plus", 76))) for s in stem(-100.0 + 100 * n, kind, high)]
    if topic == "form":
        return [*metal.barrel(0, 44, (1600, 3600), 34, "grey"), Box(Rect(-150, 44, 300, 12), "primer"), *(Line(((-150, y), (150, y)), "ink", 3) for y in (-18.0, -2.0)), *metal.middle(0, -10, 96, 6)]
    if topic == "fault":
        return [*(kit.scaled(s, 1.2, -70, 0) for s in view_rivet.icon("reject", "")(0, 0)), *(kit.scaled(s, 1.2, 76, 0) for s in view_rivet.icon("tag", "")(0, 0))]
    return []


def stem(x: float, kind: str, high: float) -> list[Shape]:
    """A rivet of this look from the side, so many units long."""
    ramp = metal.RAMPS[metal.tone(kind)]
    body = ((x - 13, -26.0), (x + 13, -26.0), (x + 13, -26 + high), (x - 13, -26 + high))
    return [Poly(body, "alu_mid", ramp=ramp), Box(Rect(x - 30, -46, 60, 22), view_rivet.FILL[kind], 9, "ink", 2)]


def set_order(params: Params) -> SetOrder | None:
    """The order of the first zone as it can be drawn; None where its holes do not stand one under the other."""
    zone = next(iter(params.zones.values()))
    heights = [zone.holes[name].y_mm for name in zone.order]
    if len(set(heights)) < len(heights):
        return None
    ahead = max(2, next(n for n in range(len(heights)) if heights[n:] == sorted(heights[n:])))
    top, bottom = min(heights), max(heights)
    drawn = [(y - top) / (bottom - top) for y in heights]
    there = [y for y in params.piece.stringers_mm if top <= y <= bottom]
    return SetOrder(tuple(drawn[:ahead]), tuple(drawn[ahead:]), tuple((y - top) / (bottom - top) for y in there))


def _set(order: SetOrder) -> list[Shape]:
    """A frame over its stringers: a number beside each hole that is set first, an arrow down for the others."""
    shapes: list[Shape] = [Box(Rect(-120, _y(at) - 7, 190, 14), "primer_dark", 4) for at in order.stringers]
    shapes.append(Box(Rect(-20, -58, 22, 116), "alu_mid", 3, "steel", 1))
    ys = sorted(_y(at) for at in order.first)
    r = min(15.0, *((below - above) / 2 for above, below in pairwise(ys)))
    for n, y in enumerate(_y(at) for at in order.first):
        number = Text(-90, y - r * 0.87, str(n + 1), r * 4 / 3, "white", True, "centre")
        shapes += [Circle(-9, y, min(8, r), "white", "ink", 2), Circle(-90, y, r, "ink"), number, Line(((r - 89, y), (-20, y)), "ink", 2)]
    shapes += [Circle(-9, _y(at), 5, "ink") for at in order.then]
    if len(order.then) > 1:
        shapes += [Line(((110, -48), (110, 46)), "ink", 5), Line(((98, 32), (110, 48), (122, 32)), "ink", 5)]
    return shapes


def _y(height: float) -> float:
    """Where a height stands on the frame that is drawn."""
    return -43 + 86 * height
