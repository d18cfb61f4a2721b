"""One part as it is seen: its drawing, its two sizes, what is wrong with it and what only looks so; its cut-out."""

import math
from collections.abc import Mapping

from game.screen.nodes import Circle, Line, Picture, Poly, Rect, Shape

SIDE, BAG_SIDE, TALL = 80.0, 96.0, 60.0
"""How wide the drawing of a part and that of its bag are at k = 1, and how high a part stands in its own."""
DRAWN_LONG = ("screw",)
"""Shapes whose sizes are drawings of their own: longer, not larger."""
LARGER: Mapping[str, Mapping[int, float]] = {shape: {1: 0.74, 2: 0.87, 3: 1.0} for shape in ("washer", "nut", "clamp")}
"""Shapes whose sizes are one drawing, smaller or larger."""
THIN: Mapping[str, float] = {"screw": 0.56, "clip": 0.8, "tube": 0.54, "clamp": 0.8}
"""How wide some shapes are beside their height."""
CHANGED = ("bent", "rust")
"""Flaws that are a drawing of the part itself; a torn one is seen on its bag."""


def scale_of(shape: str, size: int) -> float:
    """How large a part of this size is beside the largest of its shape."""
    return LARGER[shape][size] if shape in LARGER else 1.0


def picture(shape: str, size: int, x: float, y: float, k: float, flaw: str = "") -> Picture:
    """The part alone, in one drawing about a point."""
    art = f"part_{shape}" + (f"_{size}" if shape in DRAWN_LONG else "") + (f"_{flaw}" if flaw in CHANGED else "")
    half = SIDE * k * scale_of(shape, size) / 2
    return Picture(art, Rect(x - half, y - half, 2 * half, 2 * half))


def bag(x: float, y: float, k: float, torn: bool) -> Picture:
    """The clear bag in which a part comes."""
    half = BAG_SIDE * k / 2
    return Picture("part_bag_torn" if torn else "part_bag", Rect(x - half, y - half, 2 * half, 2 * half))


def part(shape: str, size: int, x: float, y: float, k: float = 1.0, flaw: str = "", trace: str = "") -> list[Shape]:
    """One piece about a point, about 60 units high at k = 1, with what is to be seen on it.

    `shape`, `size`, `flaw` and `trace` are those of `params.py`. A torn part, and one that bears a trace, is in its bag.
    Raises KeyError for a size that its shape is not drawn in.
    """
    if flaw == "torn" or trace:
        return bagged(shape, size, x, y, k, flaw, trace)
    return [picture(shape, size, x, y, k, flaw)]


def bagged(shape: str, size: int, x: float, y: float, k: float = 1.0, flaw: str = "", trace: str = "") -> list[Shape]:
    """One piece in its bag, the piece last: that is what flies when it is taken."""
    marks = TRACES_DRAWN[trace](x, y, k) if trace else []
    return [bag(x, y, k * 1.06, flaw == "torn"), *marks, picture(shape, size, x, y + 5 * k, k, flaw)]


def outline(shape: str, x: float, y: float, k: float = 1.0) -> list[Shape]:
    """The cut-out of the foam for a part: the same for both lengths or sizes of it."""
    half = SIDE * k / 2
    return [Picture(f"cut_{shape}", Rect(x - half, y - half, 2 * half, 2 * half))]


# What matters to nobody.


def _dust(x: float, y: float, k: float) -> list[Shape]:
    """Grey specks, thick at one side: they lie on the bag."""
    soft = ((-27, 34), (-30, 12), (-18, 4), (-6, 16), (8, 20), (20, 30), (18, 39), (-20, 40))
    shapes: list[Shape] = [Poly(tuple((x + a * k, y + b * k) for a, b in soft), "steel", 70)]
    for n in range(26):
        turn, far = n * 2.4, math.sqrt((n + 0.5) / 26)
        px, py = x + (-8 + 24 * far * math.cos(turn)) * k, y + (24 + 15 * far * math.sin(turn)) * k
        shapes.append(Circle(px, py, (1.1 + 0.9 * (n % 3)) * k, "steel", alpha=170))
    return shapes


def _chalk(x: float, y: float, k: float) -> list[Shape]:
    """Somebody counted with a blue chalk: strokes across the bag."""
    strokes = (((-24, 30), (-18, 12)), ((-14, 31), (-8, 13)), ((-4, 32), (2, 14)), ((-27, 26), (6, 18)))
    shapes: list[Shape] = []
    for line in strokes:
        points = tuple((x + a * k, y + b * k) for a, b in line)
        shapes += [Line(points, "sky", 5 * k), Line(points, "blue_light", 2 * k)]
    return shapes


def _glint(x: float, y: float, k: float) -> list[Shape]:
    """Light of the windows on the clear film."""
    cx, cy = x + 17 * k, y - 17 * k
    star = []
    for n in range(8):
        r, turn = (15 if n % 2 == 0 else 3.6) * k, math.pi * n / 4
        star.append((cx + r * math.sin(turn), cy - r * math.cos(turn)))
    sheen = ((-20, 38), (-6, 38), (22, -26), (12, -26))
    return [Poly(tuple((x + a * k, y + b * k) for a, b in sheen), "white", 120), Circle(cx, cy, 9 * k, "white", alpha=110), Poly(tuple(star), "white")]


TRACES_DRAWN = {"dust": _dust, "chalk": _chalk, "glint": _glint}


def pile(shape: str, size: int, n: int, room: Rect, flaw: str = "", trace: str = "", k: float = 1.6) -> list[Shape]:
    """So many pieces laid out in a room, row by row, none larger than `k`; the first one bears what is to be seen."""
    if not n:
        return []
    thin = THIN.get(shape, 0.98)
    largest, across = max((min(k, room.w / wide / (TALL * thin), room.h / -(-n // wide) / TALL * 0.98), wide) for wide in range(1, n + 1))
    down = -(-n // across)
    # Few sizes, so that few drawings are ever made.
    k = max(0.3, math.floor(largest * 10) / 10)
    step_x, step_y = min(room.w / across, TALL * k * thin * 1.16), min(room.h / down, TALL * k * 1.1)
    shapes: list[Shape] = []
    for i in range(n):
        row, column = divmod(i, across)
        here = across if row < down - 1 else n - across * (down - 1)
        x = room.centre[0] + (column - (here - 1) / 2) * step_x
        y = room.centre[1] + (row - (down - 1) / 2) * step_y
        shapes += part(shape, size, round(x), round(y), k, "" if i else flaw, "" if i else trace)
    return shapes
