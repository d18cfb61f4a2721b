"""How the store answers: what is taken comes into the hand, what is laid goes into the foam, the trolley leaves."""

from collections.abc import Mapping

from game.mechanics.plan import view_moves
from game.screen import kit
from game.screen.motion import NOTHING, STILL, Edit, Motion, Play, eased
from game.screen.nodes import Box, Node, Picture, Rect, Shape
from game.workshop.motions import SEEN

FLIES_MS, DROPS_MS = 160, 160
DROP, LIFTS = 70.0, 60.0
"""From how high a bar falls, and how high a piece is carried (design units)."""


def _moved(shapes: tuple[Shape, ...], dx: float, dy: float) -> tuple[Shape, ...]:
    return tuple(kit.moved(shape, dx, dy) for shape in shapes)


def _fresh(play: Play, node: Node) -> tuple[Shape, ...]:
    """What a node shows that it did not show before."""
    old = next((n.shapes for n in play.was.nodes if n.id == node.id), ())
    return tuple(shape for shape in node.shapes if shape not in old)


def _carried(play: Play, ms: float) -> Edit:
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
    return Edit({to.id: stays}, (shadow, *_moved(came, dx, dy - LIFTS * 4 * share * left)))


def _laid(play: Play, ms: float) -> Edit:
    """Into its slot; the last one of a kit lights the edge of the tray."""
    flown = _carried(play, ms) if ms < FLIES_MS else NOTHING
    return Edit(flown.nodes, (*flown.over, *view_moves.lit(play, ms - FLIES_MS)))


def _drops(play: Play, ms: float) -> Edit:
    """A bar comes down on the strip, or back onto the pile."""
    node = play.on(play.now, "at")
    high = -round(DROP * (1 - eased(ms / DROPS_MS)))
    return NOTHING if node is None else Edit({node.id: _moved(node.shapes, 0, high)})


MOTIONS: Mapping[str, Motion] = {
    **SEEN,
    "lay": Motion("own", at="bar:{bar}", ms=DROPS_MS, draws=_drops),
    "lift": Motion("own", at="bar:{bar}", ms=DROPS_MS, draws=_drops),
    "walk": Motion("own", at="aisle:{aisle}", ms=view_moves.SLIDES_MS, draws=view_moves.walking),
    "scan": Motion("nod", at="bin:{bin}"),
    "take": Motion("own", at="hand", start="bin:{bin}", ms=FLIES_MS, draws=_carried),
    "more": Motion("nod", at="hand"),
    "put_back": Motion("throw", at="bin:{bin}", start="hand"),
    "isolate": Motion("throw", at="reject", start="hand"),
    "open_kit": Motion("nod", at="job:{kit}"),
    "fill": Motion("own", at="slot:{slot}", start="hand", ms=FLIES_MS + view_moves.LIT_MS, draws=_laid),
    "unfill": Motion("own", at="hand", start="slot:{slot}", ms=FLIES_MS, draws=_carried),
    "rock": Motion("tremble", at="hand"),
    "depart": Motion("own", at="depart:", ms=view_moves.LEAVES_MS, draws=view_moves.leaving),
    "tag": Motion("swing", at="bin:{object}|mode:tag"),
    "redo": STILL,
    "head_verdict": Motion("nod", at="head:{index}"),
    "head_shown": STILL,
    "dealt": STILL,
}
"""Matter answers by what it does: nothing here says whether a choice was right."""
