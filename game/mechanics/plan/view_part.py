"""One part as it is seen: its drawing, its two sizes, what is wrong with it and what only looks so; its cut-out."""

import math
from collections.abc import Mapping

from game.screen.nodes import Picture, Rect, Shape

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

    `shape`, `size`, `flaw` and `trace` are those of `params.py`. What has something to be seen on it is in its bag.
    Raises KeyError for a size that its shape is not drawn in.
    """
    if flaw or trace:
        return bagged(shape, size, x, y, k, flaw, trace)
    return [picture(shape, size, x, y, k, flaw)]


def bagged(shape: str, size: int, x: float, y: float, k: float = 1.0, flaw: str = "", trace: str = "") -> list[Shape]:
    """One piece in its bag, the piece last: that is what flies when it is taken."""
    cover = bag(x, y, k * 1.06, flaw == "torn")
    marks = [Picture(f"trace_{trace}", cover.rect)] if trace else []
    return [cover, *marks, picture(shape, size, x, y + 5 * k, k, flaw)]


def outline(shape: str, x: float, y: float, k: float = 1.0) -> list[Shape]:
    """The cut-out of the foam for a part: the same for both lengths or sizes of it."""
    half = SIDE * k / 2
    return [Picture(f"cut_{shape}", Rect(x - half, y - half, 2 * half, 2 * half))]


def pile(shape: str, size: int, n: int, room: Rect, flaw: str = "", trace: str = "", k: float = 1.6) -> list[Shape]:
    """So many pieces laid out in a room, row by row, none larger than `k`; the first one bears what is to be seen."""
    if not n:
        return []
    thin = THIN.get(shape, 0.98)
    largest, across = max((min(k, room.w / wide / (TALL * thin), room.h / -(-n // wide) / TALL * 0.98), wide) for wide in range(1, n + 1))
    down = -(-n // across)
    # As many in each row as may be: five lie as three and two.
    across = -(-n // down)
    # Few sizes, so that few drawings are ever made.
    k = max(0.3, math.floor(largest * 10) / 10)
    step_x, step_y = min(room.w / across, TALL * k * thin * 1.16), min(room.h / down, TALL * k * 1.1)
    shapes: list[Shape] = []
    for i in range(n):
        row, column = divmod(i, across)
        here = across if row < down - 1 else n - across * (down - 1)
        x = room.centre[0] + (column - (here - 1) / 2) * step_x
        y = room.centre[1] + (row - (down - 1) / 2) * step_y
        bare = i > 0 or (flaw != "torn" and not trace)
        looks = "" if i else flaw
        # Out of its bag but for what is seen on the bag itself.
        shapes += [picture(shape, size, round(x), round(y), k, looks)] if bare else bagged(shape, size, round(x), round(y), k, looks, trace)
    return shapes
