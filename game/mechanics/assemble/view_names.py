"""The name of each hole beside it, where it hides no hole, no wall and no other name."""

import math
from collections.abc import Sequence
from functools import lru_cache

from game.mechanics.assemble import view_panel
from game.mechanics.assemble.params import Params
from game.mechanics.assemble.seen import walls
from game.screen.nodes import Box, Rect, Shape, Text
from game.workshop.words import WorkshopWords

SIZE = 21.2
HOLE_R, WALL_R = 23.0, 36.0
"""How far from its middle a hole reaches, and one with walls."""
LETTERS = (0.24, 0.74)
"""Of the size of a name: how far below the top of its line its letters begin, and how high they are."""
RIM, WORST, ROUNDS = 10.0, 4.0, 3
"""How far the rim of the window goes about it; how much worse it is to hide a hole or a name than another thing; how often
names are placed."""
BESIDE = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1))
"""Where a name may stand, as steps from the middle of its hole, the first ones liked best."""
NamedSpot = tuple[str, float, float, bool]
"""A hole: its name, where it is, whether walls stand beside it."""


def names(look: WorkshopWords, params: Params, zone: str = "") -> list[Shape]:
    """The names of all holes, in design units on the panel, each on a ground of its own: no line runs through it.

    Those of the `zone` in hand stand out, the others are there to be found; of no zone, all alike.
    """
    spots = tuple((name, *view_panel.at(hole.x_mm, hole.y_mm), bool(walls(hole.jaw))) for name, hole in params.holes().items())
    plates = tuple(view_panel.frame_plate(look, frame.x_mm, frame.name)[0] for frame in params.piece.frames)
    wide = tuple(look.width(name, SIZE, True) for name, *_ in spots)
    high, size = look.line_height(SIZE), look.px(SIZE)
    shapes: list[Shape] = []
    for spot, w, rect in zip(spots, wide, beside(spots, wide, high, (*plates, *_window(params), *_parts(params))), strict=True):
        x = rect.centre[0]
        ground = Rect(x - w / 2 - 5, rect.y + size * LETTERS[0] - 3, w + 10, size * LETTERS[1] + 6)
        here = not zone or spot[0] in params.zones[zone].holes
        tone, strong = ("ink", True) if here or look.comfort.contrast else ("primer_ink", False)
        shapes += [Box(ground, "primer_high", 7, alpha=225), Text(x, rect.y, spot[0], size, tone, strong, "centre")]
    return shapes


def _window(params: Params) -> tuple[Rect, ...]:
    """The window with its rim, on which a name would be lost; () where there is none."""
    window, k = params.piece.window, view_panel.SCALE
    if window is None:
        return ()
    x, y = view_panel.at(window.x_mm, window.y_mm)
    return (Rect(x - RIM, y - RIM, window.w_mm * k + 2 * RIM, window.h_mm * k + 2 * RIM),)


def _parts(params: Params) -> tuple[Rect, ...]:
    """Where the parts to pose lie once they are posed: a name on one would be lost."""
    spots = [(*view_panel.at(part.x_mm, part.y_mm), part.size_mm * view_panel.SCALE) for part in params.parts if part.size_mm]
    return tuple(Rect(x - wide / 2, y - wide / 2, wide, wide) for x, y, wide in spots)


@lru_cache(maxsize=16)
def beside(spots: tuple[NamedSpot, ...], wide: tuple[float, ...], high: float, free: tuple[Rect, ...]) -> tuple[Rect, ...]:
    """The place of each name: the first one that hides no hole, wall, other name or `free` place, else what hides least."""
    holes = [_around(spot) for spot in spots]
    places = [[_at(spot, way, (w, high)) for way in BESIDE] for spot, w in zip(spots, wide, strict=True)]
    # What none of the places of a name can touch is not measured against each of them.
    reaches = [_around_all(choices) for choices in places]
    hidden = [[hole for hole in holes if reach.meets(hole)] for reach in reaches]
    others = [[place for place in free if reach.meets(place)] for reach in reaches]
    rects: dict[int, Rect] = {}
    letters: dict[int, Rect] = {}
    for _ in range(ROUNDS):
        # What was placed before the others are known may stand better once they are.
        before = dict(rects)
        for n, reach in enumerate(reaches):
            names_near = [name for k, name in letters.items() if k != n and reach.meets(name)]
            rects[n] = _best(places[n], [*hidden[n], *names_near], others[n])
            letters[n] = _letters(rects[n])
        if rects == before:
            break
    return tuple(rects.values())


def _best(choices: Sequence[Rect], worst: Sequence[Rect], others: Sequence[Rect]) -> Rect:
    """Of some places the first that hides nothing, else the first of those that hide least."""
    least, best = math.inf, choices[0]
    for choice in choices:
        bad = _hides(_letters(choice), worst, others)
        if bad == 0:
            return choice
        if bad < least:
            least, best = bad, choice
    return best


def _around_all(rects: Sequence[Rect]) -> Rect:
    """The least upright rectangle about some."""
    x, y = min(r.x for r in rects), min(r.y for r in rects)
    return Rect(x, y, max(r.x + r.w for r in rects) - x, max(r.y + r.h for r in rects) - y)


def _letters(line: Rect) -> Rect:
    """Of the line of a name, the height that its letters and their ground take."""
    return Rect(line.x, line.y + line.h * 0.14, line.w, line.h * 0.68)


def _hides(name: Rect, worst: Sequence[Rect], others: Sequence[Rect]) -> float:
    """How bad a place is: what it hides of holes and of other names is worst."""
    return WORST * sum(name.shared(rect) for rect in worst) + sum(name.shared(other) for other in others)


def _around(spot: NamedSpot) -> Rect:
    r = WALL_R if spot[3] else HOLE_R
    return Rect(spot[1] - r, spot[2] - r, 2 * r, 2 * r)


def _at(spot: NamedSpot, way: tuple[int, int], size: tuple[float, float]) -> Rect:
    """A name beside its hole, just free of it."""
    _, x, y, shut = spot
    (w, h), r = size, (WALL_R if shut else HOLE_R) + 4
    # The letters fill about two thirds of the height of their line: above and below, the rest is room already.
    reach_x, reach_y = r + w / 2, r + h * 0.36
    dx, dy = way[0] * reach_x * (0.86 if way[1] else 1), way[1] * reach_y * (0.86 if way[0] else 1)
    return Rect(x + dx - w / 2, y + dy - h / 2, w, h)
