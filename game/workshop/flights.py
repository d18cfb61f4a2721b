"""How a thing that is carried flies from one place into another, and how one that is laid comes down."""

from game.screen import kit
from game.screen.motion import NOTHING, Edit, Play, eased
from game.screen.nodes import Box, Node, Picture, Rect, Shape

FLIES_MS, DROPS_MS = 160, 160
DROP, LIFTS = 70.0, 60.0
"""From how high a thing comes down, and how high one is carried (design units)."""


def moved(shapes: tuple[Shape, ...], dx: float, dy: float) -> tuple[Shape, ...]:
    """The same shapes elsewhere."""
    return tuple(kit.moved(shape, dx, dy) for shape in shapes)


def _fresh(play: Play, node: Node) -> tuple[Shape, ...]:
    """What a node shows that it did not show before."""
    old = next((n.shapes for n in play.was.nodes if n.id == node.id), ())
    return tuple(shape for shape in node.shapes if shape not in old)


def carried(play: Play, ms: float) -> Edit:
    """From one place into another, its shadow closing: what is new there comes along a low arc."""
    to, source = play.on(play.now, "at"), play.on(play.was, "start")
    if to is None or source is None:
        return NOTHING
    came = tuple(shape for shape in _fresh(play, to) if isinstance(shape, Picture))
    share = eased(ms / FLIES_MS)
    left = 1 - share
    dx, dy = ((a - b) * left for a, b in zip(source.rect.centre, to.rect.centre, strict=True))
    stays = tuple(shape for shape in to.shapes if shape not in came)
    x, y = to.rect.centre[0] + dx, to.rect.centre[1] + dy
    shadow = Box(Rect(x - 40, y + 30 + 40 * left, 80, 18), "shadow", 9, alpha=round(40 + 50 * share))
    return Edit({to.id: stays}, (shadow, *moved(came, dx, dy - LIFTS * 4 * share * left)))


def dropped(play: Play, ms: float) -> Edit:
    """It comes down where it is laid, or back onto the pile."""
    node = play.on(play.now, "at")
    high = -round(DROP * (1 - eased(ms / DROPS_MS)))
    return NOTHING if node is None else Edit({node.id: moved(node.shapes, 0, high)})
