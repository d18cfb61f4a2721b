"""The pictures beside the lines of the order, by what each speaks of."""

from game.mechanics.assemble import metal, view_rivet
from game.mechanics.assemble.params import Params
from game.screen import kit
from game.screen.nodes import Box, Circle, Line, Poly, Rect, Shape, Text


def line_art(topic: str, *, upwards: bool = False) -> list[Shape]:
    """The picture of a line of the order, about (0, 0), by what it speaks of.

    `upwards`: the order sets the crossings from the lowest one up.
    """
    if topic == "work":
        return _crossings(upwards=upwards)
    if topic == "measure":
        return [s for n, (kind, high) in enumerate((("grey", 40), ("minus", 58), ("plus", 76))) for s in stem(-100.0 + 100 * n, kind, high)]
    if topic == "form":
        return [*metal.barrel(0, 44, (1600, 3600), 34, "grey"), Box(Rect(-150, 44, 300, 12), "primer"), *(Line(((-150, y), (150, y)), "ink", 3) for y in (-18.0, -2.0))]
    if topic == "fault":
        return [*(kit.scaled(s, 1.2, -70, 0) for s in view_rivet.icon("reject", "")(0, 0)), *(kit.scaled(s, 1.2, 76, 0) for s in view_rivet.icon("tag", "")(0, 0))]
    return []


def stem(x: float, kind: str, high: float) -> list[Shape]:
    """A rivet of this look from the side, so many units long."""
    ramp = metal.RAMPS[metal.tone(kind)]
    body = ((x - 13, -26.0), (x + 13, -26.0), (x + 13, -26 + high), (x - 13, -26 + high))
    return [Poly(body, "alu_mid", ramp=ramp), Box(Rect(x - 30, -46, 60, 22), view_rivet.FILL[kind], 9, "ink", 2)]


def upwards(params: Params) -> bool:
    """Whether the first zone of a scenario begins with its crossings from the lowest up, as its order says in words."""
    zone = next(iter(params.zones.values()))
    first = [zone.holes[name].y_mm for name in zone.order[: len(params.piece.stringers_mm)]]
    return first[0] > first[-1]


def _crossings(*, upwards: bool) -> list[Shape]:
    """A frame over three stringers: the crossings first, in the order's direction, then downwards."""
    shapes: list[Shape] = [Box(Rect(-120, y - 7, 190, 14), "primer_dark", 4) for y in (-38.0, 0.0, 38.0)]
    shapes.append(Box(Rect(-20, -58, 22, 116), "alu_mid", 3, "steel", 1))
    places = (-38.0, 0.0, 38.0)
    for n, y in enumerate(reversed(places) if upwards else places):
        shapes += [Circle(-9, y, 8, "white", "ink", 2), Circle(-90, y, 15, "ink"), Text(-90, y - 13, str(n + 1), 20, "white", True, "centre"), Line(((-74, y), (-20, y)), "ink", 2)]
    shapes += [Circle(-9, y, 5, "ink") for y in (-54.0, -20.0, 18.0, 54.0)]
    return [*shapes, Line(((110, -48), (110, 46)), "ink", 5), Line(((98, 32), (110, 48), (122, 32)), "ink", 5)]
