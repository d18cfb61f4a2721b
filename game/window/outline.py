"""Large outlines and straight lines, drawn by the pixel instead of by SDL's SVG reader.

The reader's work grows with the whole box of a drawing: the arm of the squeezer, which leans and moves with each frame,
took 3 ms of it. An outline without a dent is laid here as a plain polygon within smooth edges, in a fifth of that, and
nearer to the geometry: a tall edge of the reader's, which adds up rounded steps, ends as much as a pixel beside it.
A thin line, as the rim and the grain of a rivet that is pressed, is laid as so many smooth lines.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import pygame

Point = tuple[float, float]
Rgb = tuple[int, int, int]
EDGE = 3
"""Pixels of a smooth edge, across the nearer axis: its outer side is the outline's, its inner one is painted over."""
FEW = 8
"""Corners; where there are more, two smooth edges that meet left a pixel open before the polygon within."""
LINE = 16
"""Pixels of a line of the processor's cache: a fill that ends within one stops there, row after row."""
DENT = 0.26
"""Sine of the angle by which an outline may turn back at a corner: two smooth edges that meet there still close."""
FINE, THIN = 0.1, 4.5
"""Pixels of a width that are not worth a line of their own; the widest line that is laid without round ends."""
ROUND = 0.25
"""Of its width, by how much a line goes on at a round end."""
STRAIGHT = 1e-4
"""Sine of the angle, about, below which two sides that follow one another are one."""
TURNS = 0.87
"""Cosine of the angle from which on two parts of a line are each made longer where they meet, as round ends would."""
TONES = 256
"""Of a ramp, from its left to its right."""


@dataclass(frozen=True, slots=True)
class Edged:
    """An outline without a dent: the middle of its smooth edge, and the plain polygon within."""

    edge: tuple[Point, ...]
    within: tuple[Point, ...]

    def put(self, to: pygame.Surface, ink: tuple[int, ...], at: tuple[int, int] = (0, 0)) -> None:
        """Draw it in one colour, its corner at a place, within the surface's clip."""
        dx, dy = at
        pygame.draw.polygon(to, ink, [(round(x) + dx, round(y) + dy) for x, y in self.within])
        edge = [(x + dx, y + dy) for x, y in self.edge]
        for start, end in zip(edge, (*edge[1:], edge[0]), strict=True):
            pygame.draw.aaline(to, ink, start, end, EDGE)


StrokePart = tuple[float, float, float, float, int]
"""From where to where a smooth line goes, x and y of each, and how many pixels wide it is."""


@dataclass(frozen=True, slots=True)
class Stroked:
    """A thin line through points: smooth lines between two points each, whole pixels wide across the nearer axis."""

    parts: tuple[StrokePart, ...]

    def put(self, to: pygame.Surface, ink: tuple[int, ...], at: tuple[int, int] = (0, 0)) -> None:
        """Draw it in one colour, its corner at a place, within the surface's clip."""
        dx, dy = at
        for x, y, to_x, to_y, width in self.parts:
            pygame.draw.aaline(to, ink, (x + dx, y + dy), (to_x + dx, to_y + dy), width)


def stroked(points: Sequence[Point], width: float) -> Stroked | None:
    """A line so many pixels wide, to be drawn; None where it is too wide to be drawn so, or goes no way."""
    if width > THIN or len(set(points)) < 2:
        return None
    ways = [(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(points)]
    # Where it turns, and at its ends, it goes on about as a round end would.
    closes = points[0] == points[-1] and not _turns(ways[-1], ways[0])
    more = [0.0 if closes else width * ROUND]
    more += [width * ROUND if _turns(way, after) else 0.0 for way, after in pairwise(ways)]
    more.append(more[0])
    parts = (_part(*ends, width, more[n : n + 2]) for n, ends in enumerate(pairwise(points)))
    return Stroked(tuple(line for some in parts for line in some))


def _part(start: Point, end: Point, width: float, more: Sequence[float]) -> list[StrokePart]:
    """The smooth lines of one part of a line, which goes on for so many pixels at its start and at its end.

    Each begins and ends in the middle of a row, or of a column where it is flat: no two parts share one.
    """
    dx, dy = end[0] - start[0], end[1] - start[1]
    steep, far = abs(dy) > abs(dx), max(abs(dx), abs(dy))
    # Here the middle of a pixel is a whole number; in a drawing it is half of one.
    at, to, aside, slope = (start[1], end[1], start[0], dx) if steep else (start[0], end[0], start[1], dy)
    before, after = more if to >= at else reversed(more)
    first, last = math.ceil(min(at, to) - before - 0.5), math.ceil(max(at, to) + after - 0.5) - 1
    if not far or last < first:
        return []
    slope /= to - at
    across = width * math.hypot(dx, dy) / far
    whole = max(1, int(across + FINE))
    rest = max(0.0, across - whole) / 2
    # Of a line as wide as an even number of pixels SDL takes the one right of its middle, or below it, as the middle.
    aside += slope * (first + 0.5 - at) - (0.5 if whole % 2 else 1.0)
    on = aside + slope * (last - first)
    ways = (-rest, rest) if rest > FINE / 2 else (0.0,)
    if steep:
        return [(aside + way, first, on + way, last, whole) for way in ways]
    return [(first, aside + way, last, on + way, whole) for way in ways]


def _turns(way: Point, other: Point) -> bool:
    """Whether a line turns between two of its ways so far that they would leave a corner open."""
    if (abs(way[1]) > abs(way[0])) != (abs(other[1]) > abs(other[0])):
        return True
    return way[0] * other[0] + way[1] * other[1] < TURNS * math.hypot(*way) * math.hypot(*other)


def edged(points: Sequence[Point]) -> Edged | None:
    """An outline to be drawn; None where it has a dent of more than a little or is too narrow."""
    # Here the middle of a pixel is a whole number; in a drawing it is half of one.
    middles = [(x - 0.5, y - 0.5) for x, y in points]
    further = 0.5 if len(points) <= FEW else 0.2
    sides = _sides(middles)
    if sides is None:
        return None
    edge, within = _moved_in(sides, EDGE / 2), _moved_in(sides, EDGE / 2 + further)
    return None if edge is None or within is None else Edged(tuple(edge), tuple(within))


def filled(points: Sequence[Point], colour: Rgb, alpha: int, size: tuple[int, int]) -> pygame.Surface | None:
    """Pixels of this size with the outline on them; None where it cannot be drawn so."""
    outline = edged(points)
    if outline is None:
        return None
    w, high = size
    drawn = pygame.Surface((-(-w // LINE) * LINE, high), pygame.SRCALPHA, 32)
    if any(colour):
        # An edge is mixed with what is there: with its own colour, unseen, so that it fades into nothing else.
        drawn.fill((*colour, 0))
    outline.put(drawn, (*colour, alpha))
    return drawn.subsurface((0, 0, w, high))


def graded(
    points: Sequence[Point], stops: tuple[Rgb, ...], alpha: int, size: tuple[int, int]
) -> pygame.Surface | None:
    """As `filled`, in colours that go over into one another from the left of the outline to its right."""
    drawn = filled(points, (255, 255, 255), alpha, size)
    if drawn is None:
        return None
    w, high = size
    left, right = (round(side(x for x, _ in points)) for side in (min, max))
    tones = pygame.transform.scale(_tones(stops), (max(1, right - left), high))
    # White times a colour is that colour, and how much of a pixel is covered stays.
    drawn.blit(tones, (left, 0), special_flags=pygame.BLEND_RGBA_MULT)
    drawn.fill(stops[0], (0, 0, left, high), pygame.BLEND_RGBA_MULT)
    drawn.fill(stops[-1], (right, 0, w - right, high), pygame.BLEND_RGBA_MULT)
    return drawn


@lru_cache(32)
def _tones(stops: tuple[Rgb, ...]) -> pygame.Surface:
    """One line of pixels that goes evenly through these colours."""
    line = pygame.Surface((TONES, 1), pygame.SRCALPHA, 32)
    for n in range(TONES):
        whole, part = divmod(n * (len(stops) - 1), TONES - 1)
        at, to = stops[whole], stops[min(whole + 1, len(stops) - 1)]
        line.set_at((n, 0), [round(a + (b - a) * part / (TONES - 1)) for a, b in zip(at, to, strict=True)])
    return line


def band(at: Point, there: Point, width: float) -> tuple[Point, ...]:
    """The outline of a straight line with square ends."""
    dx, dy = there[0] - at[0], there[1] - at[1]
    far = width / 2 / math.hypot(dx, dy)
    (x, y), (to_x, to_y), across, down = at, there, -dy * far, dx * far
    return (x + across, y + down), (x - across, y - down), (to_x - across, to_y - down), (to_x + across, to_y + down)


OutlineSide = tuple[float, float, float, float, float]
"""Where a side of an outline begins, the way it goes, and how far a corner of it turns from the one before."""


def _sides(points: Sequence[Point]) -> list[OutlineSide] | None:
    """The sides of an outline; None where it has a dent of more than a little, or nothing within."""
    if len(points) < 3:
        return None
    twice = sum(x * points[n - 1][1] - y * points[n - 1][0] for n, (x, y) in enumerate(points))
    if not twice:
        return None
    way = -1 if twice > 0 else 1
    sides: list[OutlineSide] = []
    before_x, before_y = points[0][0] - points[-1][0], points[0][1] - points[-1][1]
    for n, (x, y) in enumerate(points):
        to_x, to_y = points[n + 1 - len(points)]
        dx, dy = to_x - x, to_y - y
        turn = way * (before_x * dy - before_y * dx)
        if turn <= 0 and (len(points) <= FEW or turn < -DENT * math.hypot(dx, dy) * math.hypot(before_x, before_y)):
            return None
        if not (dx or dy):
            return None
        sides.append((x, y, dx, dy, way * turn))
        before_x, before_y = dx, dy
    return sides


def _moved_in(sides: Sequence[OutlineSide], by: float) -> list[Point] | None:
    """Each side moved in by so many pixels, and where they meet then; None where nothing is left of one."""
    by = by if sum(side[4] for side in sides) > 0 else -by
    moved: list[Point] = []
    for x, y, dx, dy, _ in sides:
        far = by * max(abs(dx), abs(dy)) / (dx * dx + dy * dy)
        moved.append((x - dy * far, y + dx * far))
    corners: list[Point] = []
    for n, (_, _, dx, dy, turn) in enumerate(sides):
        (x, y), (other_x, other_y) = moved[n - 1], moved[n]
        _, _, way_x, way_y, _ = sides[n - 1]
        if abs(turn) < STRAIGHT * (abs(dx) + abs(dy)) * (abs(way_x) + abs(way_y)):
            corners.append((other_x, other_y))
            continue
        part = ((other_x - x) * dy - (other_y - y) * dx) / turn
        corners.append((x + way_x * part, y + way_y * part))
    for n, (_, _, dx, dy, _) in enumerate(sides):
        (x, y), (to_x, to_y) = corners[n], corners[n + 1 - len(corners)]
        if (to_x - x) * dx + (to_y - y) * dy <= 0:
            return None
    return corners


def inside(points: Sequence[Point], by: float) -> list[Point] | None:
    """The outline with each side moved in by so many pixels, counted along the axis it does not follow.

    None where it has a dent, or where nothing is left of a side.
    """
    sides = _sides(points)
    return None if sides is None else _moved_in(sides, by)
