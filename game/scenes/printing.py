"""The boarding pass comes out of its printer by notches, falls a little and settles. Pure: a screen and a time in."""

import math
from dataclasses import replace

from game.screen import kit
from game.screen.nodes import Box, Node, Rect, Screen, Shape

FED_MS, RESTS_MS = 700, 860
"""The paper is out, and has settled, so many ms after it began."""
NOTCH = 20.0
FOOT, HIGH = 906.0, 756.0
"""The pass: its foot, and its height where it is highest."""
BAR = 86.0
"""Where the top bar ends: the printer hangs below it."""
DROP = 26.0
"""How far it hangs above its place until it falls."""


def above(ms: float) -> float:
    """How far above its place the pass is, in design units: whole notches while it is fed, then it falls and rests."""
    if ms >= RESTS_MS:
        return 0.0
    if ms < FED_MS:
        return HIGH + DROP - math.floor(HIGH * ms / FED_MS / NOTCH) * NOTCH
    share = (ms - FED_MS) / (RESTS_MS - FED_MS)
    # Down as things fall, then one small bounce.
    return float(round(DROP * (1 - (share / 0.6) ** 2) if share < 0.6 else 7 * math.sin(math.pi * (share - 0.6) / 0.4)))


def printed(screen: Screen, ms: float, kept: int, top: float) -> Screen:
    """The screen of the pass at a time of its printing; the very same one once the pass has settled.

    `kept` says how many shapes of the decor, the last ones, are not on the paper (those of the top bar); `top`: where
    the pass begins.
    """
    up = above(ms)
    if ms >= RESTS_MS:
        return screen
    paper, bar = screen.decor[: len(screen.decor) - kept], screen.decor[len(screen.decor) - kept :]
    lip = Rect(72, BAR, 1776, top - 10 - BAR)
    front = lip.y + lip.h - 10 if ms < FED_MS else -math.inf
    nodes = tuple(_fed(n, up, front) if top <= n.rect.y < FOOT else n for n in screen.nodes)
    fed = (kit.moved(s, 0, -up) for s in paper if _below(s, top))
    decor = (*(s for s in paper if not _below(s, top)), *(s for s in fed if _out(s, front)), *bar)
    printer = _lip(lip) if ms < FED_MS else ()
    return replace(screen, nodes=nodes, decor=decor, overlay=(*screen.overlay, *printer))


def _below(shape: Shape, top: float) -> bool:
    """Whether a shape is on the paper: what is above the pass stays where it is."""
    return kit.top_of(shape) >= top - 24


def _fed(node: Node, up: float, front: float) -> Node:
    """What stands on the paper: while it is fed, only what has left the printer whole is seen."""
    shapes = tuple(kit.moved(s, 0, -up) for s in node.shapes)
    return replace(node, shapes=tuple(s for s in shapes if kit.top_of(s) >= front))


def _out(shape: Shape, front: float) -> bool:
    """Whether a shape has left the printer; of the sheet itself a part is enough, the printer covers the rest."""
    if isinstance(shape, Box):
        return shape.rect.y + shape.rect.h > front
    return kit.top_of(shape) >= front


def _lip(lip: Rect) -> tuple[Shape, ...]:
    """The printer that the paper comes out of."""
    edge = Rect(lip.x, lip.y + lip.h - 16, lip.w, 16)
    return Box(Rect(0, lip.y, 1920, lip.h - 6), "tarmac"), Box(lip, "slate", 22), Box(edge, "steel", 8)
