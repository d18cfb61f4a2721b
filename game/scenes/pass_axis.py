"""The one drawing of the pass: four named places in a row, and on them a band, which is where a level may be."""

from collections.abc import Sequence

from game.scenes.shown import COLOURS
from game.screen import kit
from game.screen.nodes import Box, Circle, Line, Poly, Rect, Shape
from game.screen.scene import Look
from scoring.types import SHARES, cut_band, share

STARTS = (0.0, *SHARES)
PALE = 90
"""How opaque the part of a band is that lies below the level that is shown."""
NAME = kit.READ
"""The words of the names of the levels."""
HEADING = 62.0
"""How high the names of the levels are, over the rows."""
TINTS = (60, 100, 140, 190)
"""How dark the column of each place is: the higher the level, the darker."""


def names(look: Look, x: float, top: float, w: float, size: float, high: float) -> tuple[list[Shape], float]:
    """The names of the four places under them, from `top` down, of one size, within a height; and the y below."""
    shapes: list[Shape] = []
    words, room, low = [look.t(f"boarding.level.{n}") for n in range(4)], w / 4 - 6, top
    fit = min(kit.fitted(look, name, size, (room, high), True) for name in words)
    for left, name in zip(STARTS, words, strict=True):
        drawn, below = kit.paragraph(look, x + w * left + 3, top, room, name, fit, bold=True, anchor="centre")
        shapes += drawn
        low = max(low, below)
    return shapes, low


def columns(look: Look, x: float, w: float, top: float, low: float) -> list[Shape]:
    """The four places as columns through all the rows, darker the higher the level, each under its name."""
    step = w / 4
    edges = [x - 8, *(x + n * step + 2 for n in (1, 2, 3)), x + w + 12]
    shapes: list[Shape] = [
        Box(Rect(left, top, right - left - 4, low - top), "mist", 12, alpha=tint)
        for left, right, tint in zip(edges[:-1], edges[1:], TINTS, strict=True)
    ]
    words = [look.t(f"boarding.level.{n}") for n in range(4)]
    fit = min(kit.fitted(look, name, NAME, (step - 8, HEADING - 4), True) for name in words)
    for n, name in enumerate(words):
        high = look.line_height(fit) * len(look.wrap(name, fit, step - 8, True))
        at = x + n * step + 4, top + (HEADING - high) / 2
        shapes += kit.paragraph(look, *at, step - 8, name, fit, bold=True, anchor="centre")[0]
    return shapes


def goes_beyond(span: tuple[float, float, float], level: int) -> bool:
    """Whether a margin goes above the level that is shown."""
    return cut_band(share(span[0]), share(span[2]), level, 0).beyond is not None


def on_axis(
    x: float, y: float, w: float, span: tuple[float, float, float], statement: str, level: int = 0,
    groove: str = "mist",
) -> list[Shape]:  # fmt: skip
    """A track of four places; on it the band of where the level may be: a bare track says that nothing is known.

    `groove`: the colour of the track, white where it lies on its columns.

    What is said to be shown is full at its `level`, pale where the margin goes below it, and empty inside its edge where
    it goes above: word and drawing say the same. What is to confirm is empty too, what is not yet shown is full of
    another colour.
    """
    step, gap = w / 4, 4.0
    shapes: list[Shape] = [
        Box(Rect(x + n * step + gap / 2 + 3, y - 7, step - gap - 6, 14), groove, 7, alpha=150) for n in range(4)
    ]
    if statement not in ("shown", "to_confirm", "not_yet"):
        return shapes
    band = cut_band(share(span[0]), share(span[2]), level, 16 / w)
    if band.pale and w * (band.pale[1] - band.pale[0]) > 2:
        left, right = (x + w * at for at in band.pale)
        shapes.append(Box(Rect(left, y - 8, right - left + 8, 16), COLOURS[statement], 8, alpha=PALE))
    fill = "white" if statement == "to_confirm" else COLOURS[statement]
    for part, colour in ((band.beyond, "white"), (band.full, fill)):
        if part:
            shapes.append(Box(Rect(x + w * part[0], y - 15, w * (part[1] - part[0]), 30), colour, 10, "ink", 3))
    return shapes


def sign(x: float, y: float, statement: str) -> Sequence[Shape]:
    """The sign of a statement, beside its words: shape and colour together; none for what was not seen enough."""
    if statement == "shown":
        tick = Line(((x - 6, y), (x - 1, y + 6), (x + 8, y - 6)), "white", 4)
        return Circle(x, y, 15, "green"), tick
    if statement == "to_confirm":
        return (Circle(x, y, 12, "white", "ink", 4),)
    if statement == "not_yet":
        edge = ((x, y - 15), (x + 15, y), (x, y + 15), (x - 15, y), (x, y - 15))
        return Poly(edge[:4], "amber"), Line(edge, "ink", 4)
    return ()
