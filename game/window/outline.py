"""Large outlines and straight lines, drawn by the pixel instead of by SDL's SVG reader.

The reader's work grows with the whole box of a drawing: the arm of the squeezer, which leans and moves with each frame,
took 3 ms of it. An outline without a dent is laid here as a plain polygon within smooth edges, in a fifth of that, and
nearer to the geometry: a tall edge of the reader's, which adds up rounded steps, ends as much as a pixel beside it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import pygame

Point = tuple[float, float]
Rgb = tuple[int, int, int]
EDGE = 3
"""Pixels of a smooth edge, across the nearer axis: its outer side is the outline's, its inner one is painted over."""
FEW = 8
"""Corners; where there are more, two smooth edges that meet left a pixel open before the polygon within."""
LINE = 16
"""Pixels of a line of the processor's cache: a fill that ends within one stops there, row after row."""
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


def edged(points: Sequence[Point]) -> Edged | None:
    """An outline to be drawn; None where it has a dent or is too narrow to be drawn so."""
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
    """The sides of an outline; None where it has a dent."""
    if len(points) < 3:
        return None
    sides: list[OutlineSide] = []
    before_x, before_y = points[0][0] - points[-1][0], points[0][1] - points[-1][1]
    for n, (x, y) in enumerate(points):
        to_x, to_y = points[n + 1 - len(points)]
        dx, dy = to_x - x, to_y - y
        turn = before_x * dy - before_y * dx
        if turn == 0 or (sides and turn * sides[0][4] < 0):
            return None
        sides.append((x, y, dx, dy, turn))
        before_x, before_y = dx, dy
    return sides


def _moved_in(sides: Sequence[OutlineSide], by: float) -> list[Point] | None:
    """Each side moved in by so many pixels, and where they meet then; None where nothing is left of one."""
    by = by if sides[0][4] > 0 else -by
    moved: list[Point] = []
    for x, y, dx, dy, _ in sides:
        far = by * max(abs(dx), abs(dy)) / (dx * dx + dy * dy)
        moved.append((x - dy * far, y + dx * far))
    corners: list[Point] = []
    for n, (_, _, dx, dy, turn) in enumerate(sides):
        (x, y), (other_x, other_y) = moved[n - 1], moved[n]
        _, _, way_x, way_y, _ = sides[n - 1]
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
