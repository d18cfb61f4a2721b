"""Parts of the store drawn as what they are, about a point: pieces, their flaws, the outline that the foam has of them."""

import math
from collections.abc import Callable, Mapping

from game.screen import kit
from game.screen.nodes import Box, Circle, Line, Poly, Rect, Shape

BRACKET = ((-26, -30), (-26, 30), (-8, 30), (-8, 6), (10, -12), (28, -12), (28, -30))
CAP = 24.0


def _bracket(size: int) -> list[Shape]:
    return [
        Poly(BRACKET, "alu_mid", ramp=("alu_light", "alu_mid", "alu_dark")), Line((*BRACKET, BRACKET[0]), "ink", 2),
        Circle(-17, -18, 5, "ink"), Circle(-17, 18, 5, "ink"), Line(((2, -30), (2, -22)), "alu_light", 2),
    ]  # fmt: skip


def _bracket_back(size: int) -> list[Shape]:
    return [_mirrored(s) for s in _bracket(size)]


def _mirrored(shape: Shape) -> Shape:
    if isinstance(shape, Poly):
        return Poly(tuple((-x, y) for x, y in shape.points), shape.fill, shape.alpha, shape.ramp)
    if isinstance(shape, Line):
        return Line(tuple((-x, y) for x, y in shape.points), shape.colour, shape.width, shape.dashed)
    if isinstance(shape, Circle):
        return Circle(-shape.x, shape.y, shape.r, shape.fill, shape.stroke, shape.stroke_width, shape.alpha)
    return shape


def _screw(size: int) -> list[Shape]:
    long = 22.0 + 10 * size
    threads = [Line(((-7, -16 + 7 * k), (7, -13 + 7 * k)), "alu_dark", 2) for k in range(int(long // 7))]
    return [
        Box(Rect(-7, -18, 14, long), "alu_mid", 3, "ink", 2), *threads, Box(Rect(-15, -30, 30, 13), "alu_light", 6, "ink", 2),
        Line(((-6, -24), (6, -24)), "ink", 3),
    ]  # fmt: skip


def _washer(size: int) -> list[Shape]:
    r = 15.0 + 4 * size
    return [Circle(0, 0, r, "alu_light", "ink", 2), Circle(0, 0, r * 0.46, "tarmac", "ink", 2)]


def _nut(size: int) -> list[Shape]:
    r = 15.0 + 4 * size
    six = tuple((r * math.cos(math.pi * k / 3), r * math.sin(math.pi * k / 3)) for k in range(6))
    return [Poly(six, "alu_mid"), Line((*six, six[0]), "ink", 2), Circle(0, 0, r * 0.48, "tarmac", "alu_light", 3)]


def _clamp(size: int) -> list[Shape]:
    r = 12.0 + 4 * size
    return [
        Circle(0, -6, r, "", "alu_dark", 9), Circle(0, -6, r, "", "steel", 4),
        Poly(((-12, r - 10), (12, r - 10), (9, r + 14), (-9, r + 14)), "steel"), Circle(0, r + 4, 4, "ink"),
    ]  # fmt: skip


def _seal(size: int) -> list[Shape]:
    return [Circle(0, 0, 25, "", "red", 9), Circle(0, 0, 28, "", "black", 1.5), Line(((-14, -18), (-4, -23)), "white", 2)]


def _tube(size: int) -> list[Shape]:
    return [
        Poly(((-4, -32), (4, -32), (9, -16), (-9, -16)), "alu_light"), Box(Rect(-14, -16, 28, 46), "white", 6, "ink", 2),
        Box(Rect(-14, -2, 28, 20), "primer", 2),
    ]  # fmt: skip


def _film(size: int) -> list[Shape]:
    return [
        Box(Rect(-28, -15, 56, 30), "blue_dark", 8, "ink", 2), Circle(-28, 0, 15, "sky", "ink", 2), Circle(-28, 0, 6, "white"),
        Line(((-10, -15), (-10, 15)), "sky", 3),
    ]  # fmt: skip


def _plate(size: int) -> list[Shape]:
    return [
        Box(Rect(-28, -22, 56, 44), "alu_light", 4, "ink", 2), *(Circle(x, y, 4, "ink") for x in (-18, 18) for y in (-13, 13)),
        Box(Rect(-8, -22, 16, 12), "tarmac", 2),
    ]  # fmt: skip


def _clip(size: int) -> list[Shape]:
    return [
        Line(((-20, 20), (-20, -10), (-8, -24), (8, -24), (20, -10), (20, 20)), "ink", 11),
        Line(((-20, 20), (-20, -10), (-8, -24), (8, -24), (20, -10), (20, 20)), "amber", 7),
    ]  # fmt: skip


PARTS: Mapping[str, Callable[[int], list[Shape]]] = {
    "bracket": _bracket, "bracket_back": _bracket_back, "screw": _screw, "washer": _washer, "nut": _nut, "clamp": _clamp,
    "seal": _seal, "tube": _tube, "film": _film, "plate": _plate, "clip": _clip,
}  # fmt: skip
MARKS: Mapping[str, list[Shape]] = {
    "torn": [Poly(((-34, -38), (34, -38), (34, -6), (22, -12), (14, 2), (2, -8), (-8, 4), (-20, -8), (-34, -2)), "sky", 120), Line(((34, -6), (22, -12), (14, 2), (2, -8), (-8, 4), (-20, -8), (-34, -2)), "ink", 3)],
    "bent": [Line(((-30, 34), (-8, 22), (4, 30), (30, 8)), "ink", 7), Line(((-30, 34), (-8, 22), (4, 30), (30, 8)), "alu_light", 4)],
    "rust": [Circle(-9, 6, 8, "signal"), Circle(1, 12, 6, "signal"), Circle(-15, 14, 4, "signal"), Circle(7, 2, 3, "signal")],
    "dust": [*(Circle(-14 + 7 * k, -12 + 9 * (k % 3), 2.4, "mist", alpha=220) for k in range(5))],
    "chalk": [Line(((-12, -12), (10, 10)), "white", 4)],
    "glint": [Line(((8, -20), (8, -4)), "white", 3), Line(((0, -12), (16, -12)), "white", 3)],
}  # fmt: skip
"""What is wrong with a piece, and what only looks so: it is seen, never named."""


def part(shape: str, size: int, x: float, y: float, k: float = 1.0, flaw: str = "", trace: str = "") -> list[Shape]:
    """One piece about a point, with what is to be seen on it. Raises KeyError for a shape that is not drawn."""
    drawn = [*PARTS[shape](size), *MARKS.get(flaw, ()), *MARKS.get(trace, ())]
    return [kit.scaled(s, k, x, y) for s in drawn]


def outline(shape: str, x: float, y: float, k: float = 1.0) -> list[Shape]:
    """The cut-out of the foam for a shape: the same for every size of it."""
    return [kit.scaled(_flat(s), k * 1.08, x, y) for s in PARTS[shape](2)[:2]]


def _flat(shape: Shape) -> Shape:
    """The same outline, dark and plain."""
    if isinstance(shape, Poly):
        return Poly(shape.points, "black", 170)
    if isinstance(shape, Box):
        return Box(shape.rect, "black", shape.radius, "steel", 2, 170)
    if isinstance(shape, Circle):
        return Circle(shape.x, shape.y, shape.r, "black" if shape.fill else "", "black", max(2, shape.stroke_width), 170)
    return Line(shape.points, "steel", max(2, shape.width), True) if isinstance(shape, Line) else shape


def pile(shape: str, size: int, n: int, area: Rect, flaw: str = "", trace: str = "") -> list[Shape]:
    """So many pieces side by side in a place, on two rows from five on; the first one bears what is to be seen."""
    rows = 1 if n < 5 else 2
    across = -(-n // rows)
    k = min(1.0, area.w / (across * 62), area.h / (rows * 72))
    shapes: list[Shape] = []
    for at in range(n):
        x = area.x + area.w * (at % across + 0.5) / across
        y = area.y + area.h * (at // across + 0.5) / rows
        shapes += part(shape, size, x, y, k, "" if at else flaw, "" if at else trace)
    return shapes
