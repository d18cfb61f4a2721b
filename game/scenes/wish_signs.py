"""Small pictures beside what one answers of hours and travel: a sun, shifts that turn, a moon, a calendar, a van."""

import math
from collections.abc import Callable, Mapping, Sequence

from game.screen.nodes import Box, Circle, Line, Poly, Rect, Shape

DrawWish = Callable[[float, float], Sequence[Shape]]
"""A picture about (x, y), about 46 wide."""


def sun(x: float, y: float) -> Sequence[Shape]:
    """By day."""
    rays = (n * math.pi / 4 for n in range(8))
    lines = (Line(tuple((x + r * math.cos(a), y + r * math.sin(a)) for r in (16, 22)), "gold", 4) for a in rays)
    return (Circle(x, y, 11, "amber", "gold", 3), *lines)


def moon(x: float, y: float) -> Sequence[Shape]:
    """By night: a crescent on a dark ground, and two stars."""
    return (
        Circle(x, y, 22, "ink"), Circle(x - 2, y, 13, "gold_light"), Circle(x + 4, y - 4, 12, "ink"),
        Circle(x + 9, y + 8, 2, "white"), Circle(x + 12, y - 8, 2, "white"),
    )  # fmt: skip


def turns(parts: int) -> DrawWish:
    """A day cut in shifts that take turns: so many hands of as many tones."""
    tones = ("amber", "sky", "ink")

    def draws(x: float, y: float) -> Sequence[Shape]:
        shapes: list[Shape] = [Circle(x, y, 22, "mist")]
        for n in range(parts):
            start, wide = -math.pi / 2 + n * math.tau / 3, math.tau / 3
            rim = [(x + 20 * math.cos(start + wide * k / 8), y + 20 * math.sin(start + wide * k / 8)) for k in range(9)]
            shapes.append(Poly(((x, y), *rim), tones[n]))
        return (*shapes, Circle(x, y, 21, "", "ink", 3))

    return draws


def weekend(x: float, y: float) -> Sequence[Shape]:
    """A page of a calendar with its last two days filled."""
    days = (Box(Rect(x - 17 + 12 * k, y - 3 + 11 * row, 9, 8), "signal" if row and k else "mist", 2) for row in (0, 1) for k in range(3))
    return Box(Rect(x - 22, y - 20, 44, 42), "white", 6, "ink", 3), Box(Rect(x - 22, y - 20, 44, 12), "ink", 5), *days


def van(x: float, y: float) -> Sequence[Shape]:
    """On the road during the day of work."""
    front = ((x + 4, y - 8), (x + 15, y - 8), (x + 23, y + 2), (x + 23, y + 12), (x + 4, y + 12))
    body = Box(Rect(x - 23, y - 14, 28, 26), "sky", 4, "ink", 3), Poly(front, "ink"), Poly(((x + 8, y - 4), (x + 14, y - 4), (x + 19, y + 2), (x + 8, y + 2)), "blue_light")
    return *body, *(shape for at in (x - 12, x + 12) for shape in (Circle(at, y + 13, 7, "ink"), Circle(at, y + 13, 3, "mist")))


SIGNS: Mapping[str, DrawWish] = {
    "day": sun, "shifts_2x8": turns(2), "shifts_3x8": turns(3), "nights": moon, "weekends": weekend, "travel": van,
}  # fmt: skip
"""Of each answer that has a picture, how it is drawn."""
