"""The name of each hole beside it, where it hides no hole, no wall and no other name."""

from functools import lru_cache

from game.mechanics.assemble import view_panel
from game.mechanics.assemble.params import Params
from game.mechanics.assemble.seen import walls
from game.screen.nodes import Rect, Shape, Text
from game.workshop.words import WorkshopWords

SIZE = 21.0
HOLE_R, WALL_R = 23.0, 36.0
"""How far from its middle a hole reaches, and one with walls."""
BESIDE = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1))
"""Where a name may stand, as steps from the middle of its hole, the first ones liked best."""
Spot = tuple[str, float, float, bool]
"""A hole: its name, where it is, whether walls stand beside it."""


def names(look: WorkshopWords, params: Params) -> list[Shape]:
    """The names of all holes, in design units on the panel."""
    spots = tuple((name, *view_panel.at(hole.x_mm, hole.y_mm), bool(walls(hole.jaw))) for name, hole in params.holes().items())
    plates = tuple(view_panel.frame_plate(look, frame.x_mm, frame.name)[0] for frame in params.piece.frames)
    wide = tuple(look.width(name, SIZE, True) for name, *_ in spots)
    high = look.line_height(SIZE)
    return [
        Text(rect.centre[0], rect.y, spot[0], look.px(SIZE), "ink", True, "centre")
        for spot, rect in zip(spots, beside(spots, wide, high, plates), strict=True)
    ]


@lru_cache(maxsize=16)
def beside(spots: tuple[Spot, ...], wide: tuple[float, ...], high: float, free: tuple[Rect, ...]) -> tuple[Rect, ...]:
    """The place of each name: the first one that hides no hole, wall, other name or `free` place, else what hides least."""
    kept = [*free, *(_around(spot) for spot in spots)]
    found: list[Rect] = []
    for spot, w in zip(spots, wide, strict=True):
        choices = [_at(spot, way, (w, high)) for way in BESIDE]
        found.append(min(choices, key=lambda rect: sum(_shared(rect, other) for other in (*kept, *found))))
    return tuple(found)


def _around(spot: Spot) -> Rect:
    r = WALL_R if spot[3] else HOLE_R
    return Rect(spot[1] - r, spot[2] - r, 2 * r, 2 * r)


def _at(spot: Spot, way: tuple[int, int], size: tuple[float, float]) -> Rect:
    """A name beside its hole, just free of it."""
    _, x, y, shut = spot
    (w, h), r = size, (WALL_R if shut else HOLE_R) + 4
    # The letters fill about two thirds of the height of their line: above and below, the rest is room already.
    reach_x, reach_y = r + w / 2, r + h * 0.36
    dx, dy = way[0] * reach_x * (0.86 if way[1] else 1), way[1] * reach_y * (0.86 if way[0] else 1)
    return Rect(x + dx - w / 2, y + dy - h / 2, w, h)


def _shared(a: Rect, b: Rect) -> float:
    """How much of two places is the same, in square units."""
    w = min(a.x + a.w, b.x + b.w) - max(a.x, b.x)
    h = min(a.y + a.h, b.y + b.h) - max(a.y, b.y)
    return max(0.0, w) * max(0.0, h)
