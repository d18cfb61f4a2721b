"""The rows of holes of a zone, and how the panel answers as they fill: light on its metal, never how good a head is."""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

from game.mechanics.assemble.params import Hole, Piece
from game.mechanics.assemble.seen import HoleSeen
from game.mechanics.assemble.view_panel import at
from game.screen.motion import Edit, Motion, Play, eased
from game.screen.nodes import Box, Circle, Line, Rect, Shape

RowSpot = tuple[float, float]
"""A place on the screen, in design units."""
SPARK_MS, LANDS_MS = 460, 300
"""How long the light goes from a hole that is done to its place in the strip below, and when it is there."""
RUNS_FROM, STEP_MS, RING_MS = 260, 90, 260
"""When light begins to run along a row that is full, how long from hole to hole, how long each ring of it is seen."""
HOME_MS, RAILS_GO_MS = 200, 320
"""When the two rails of a row that is full come home, and in how long they fade at the end."""
RAIL, RAIL_FROM, RAIL_AT, RAIL_OVER = 12.0, 84.0, 36.0, 40.0
"""How wide a rail is; how far from the middle of its row it begins and rests; how far it goes on beyond the row."""
SEAM, NEAR_MM = 9.0, 70
"""How wide the light between two neighbours that are done is; how far apart they are at the most."""


def rows(holes: Mapping[str, Hole], piece: Piece) -> tuple[tuple[str, ...], ...]:
    """The holes of a zone by rows: those side by side, then of the others those on a stringer, and those that are left.

    A row has two holes or more; a hole that has no neighbour in its row is in none.
    """
    by_y: dict[int, list[str]] = {}
    for name, hole in sorted(holes.items(), key=lambda named: (named[1].y_mm, named[1].x_mm)):
        by_y.setdefault(hole.y_mm, []).append(name)
    level = [tuple(row) for row in by_y.values() if len(row) > 1]
    alone = [row[0] for row in by_y.values() if len(row) == 1]
    crossing = tuple(name for name in alone if holes[name].y_mm in piece.stringers_mm)
    others = tuple(name for name in alone if name not in crossing)
    return tuple(row for row in (*level, crossing, others) if len(row) > 1)


def seams(holes: Sequence[HoleSeen]) -> list[Shape]:
    """Between each two neighbours that are done, a seam of light on the metal: row by row the block is seen to join."""
    shapes: list[Shape] = []
    for across in (True, False):
        lines: dict[int, list[HoleSeen]] = {}
        for hole in holes:
            lines.setdefault(hole.y_mm if across else hole.x_mm, []).append(hole)
        for line in lines.values():
            ordered = sorted(line, key=lambda h: h.x_mm if across else h.y_mm)
            shapes += [_seam(a, b) for a, b in pairwise(ordered) if a.done and b.done and _beside(a, b)]
    return shapes


def _beside(a: HoleSeen, b: HoleSeen) -> bool:
    """Whether nothing lies between two holes of a line: they are of one block, and near."""
    return a.zone == b.zone and math.dist((a.x_mm, a.y_mm), (b.x_mm, b.y_mm)) <= NEAR_MM


def _seam(a: HoleSeen, b: HoleSeen) -> Shape:
    (x, y), (u, v) = at(a.x_mm, a.y_mm), at(b.x_mm, b.y_mm)
    return Box(Rect(x - SEAM / 2, y - SEAM / 2, u - x + SEAM, v - y + SEAM), "warm_light", SEAM / 2, alpha=120)


def spark(hole: RowSpot, place: RowSpot | None) -> Motion:
    """From a hole that is done a ring spreads, and a light goes to its place in the strip, where there is one."""

    def draws(play: Play, ms: float) -> Edit:
        shapes = ring(hole, ms / RING_MS)
        if place is not None and ms < LANDS_MS:
            share = eased(ms / LANDS_MS)
            x, y = (a + (b - a) * share for a, b in zip(hole, place, strict=True))
            y -= 46 * math.sin(math.pi * share)
            shapes += [Circle(x, y, 15, "amber", alpha=90), Circle(x, y, 9, "warm_light", "ink", 2)]
        elif place is not None:
            share = (ms - LANDS_MS) / (SPARK_MS - LANDS_MS)
            shapes.append(Circle(*place, 9 + 12 * eased(share), "", "amber", 4 * (1 - share) + 1))
        return Edit({}, tuple(shapes))

    return Motion("own", at="end", ms=SPARK_MS, draws=draws)


def run(spots: Sequence[RowSpot], step_ms: int = STEP_MS, *, snaps: bool = False) -> Motion:
    """Light runs along holes that are all done, one after the other. `snaps`: two rails close on them before."""
    lasts = RUNS_FROM + step_ms * (len(spots) - 1) + RING_MS + (RAILS_GO_MS if snaps else 0)

    def draws(play: Play, ms: float) -> Edit:
        shapes: list[Shape] = [*rails(spots, ms, lasts)] if snaps else []
        for n, spot in enumerate(spots):
            share = (ms - RUNS_FROM - step_ms * n) / RING_MS
            if 0 <= share < 1:
                shapes += [*ring(spot, share), *_rays(spot, share)]
        along = (ms - RUNS_FROM) / step_ms
        if 0 <= along < len(spots) - 1:
            n = int(along)
            (x, y), (u, v) = spots[n], spots[n + 1]
            head = (x + (u - x) * (along - n), y + (v - y) * (along - n))
            shapes.append(Line(((x, y), head), "warm_light", 7))
        return Edit({}, tuple(shapes))

    return Motion("own", at="end", ms=lasts, draws=draws)


def rails(spots: Sequence[RowSpot], ms: float, lasts: float) -> list[Shape]:
    """What holds a row comes home: a rail on each side of it, faster and faster, gives in two frames, rests and fades.

    Only beside holes that stand in one line, across or down; a row of others has no rails.
    """
    (x, y), (u, v) = (tuple(ends(spot[n] for spot in spots) for n in (0, 1)) for ends in (min, max))
    if min(u - x, v - y) > 1:
        return []
    away = RAIL_FROM - (RAIL_FROM - RAIL_AT) * min(1.0, ms / HOME_MS) ** 2
    away -= 4 if HOME_MS <= ms < HOME_MS + 34 else -2 if HOME_MS + 34 <= ms < HOME_MS + 68 else 0
    seen = round(255 * min(1.0, (lasts - ms) / RAILS_GO_MS))
    shapes: list[Shape] = []
    for way in (-1, 1):
        dx, dy = (0.0, way * away) if u - x > v - y else (way * away, 0.0)
        along = (RAIL_OVER, RAIL / 2) if dy else (RAIL / 2, RAIL_OVER)
        rect = Rect(x + dx - along[0], y + dy - along[1], u - x + 2 * along[0], v - y + 2 * along[1])
        shade = Rect(rect.x + 4, rect.y + 6, rect.w, rect.h)
        shapes.append(Box(shade, "shadow", RAIL / 2, alpha=seen * 80 // 255))
        shapes.append(Box(rect, "alu_light", RAIL / 2, "ink", 2, alpha=seen))
        shapes += ring(rect.centre, (ms - HOME_MS) / RING_MS)
    return shapes


def ring(spot: RowSpot, share: float) -> list[Shape]:
    """A ring of light that spreads about a hole; `share` 0..1 of its way."""
    if not 0 <= share < 1:
        return []
    return [Circle(*spot, 22 + 22 * eased(share), "", "warm_light", 6 * (1 - share) + 1)]


def _rays(spot: RowSpot, share: float) -> list[Shape]:
    near, far = 26 + 10 * eased(share), 34 + 18 * eased(share)
    ways = ((math.cos(a), math.sin(a)) for a in (math.pi * k / 4 + math.pi / 8 for k in range(8)))
    return [Line(tuple((spot[0] + r * dx, spot[1] + r * dy) for r in (near, far)), "white", 4) for dx, dy in ways]

