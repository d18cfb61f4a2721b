"""How the store answers: what is taken comes into the hand, what is laid goes into the foam, the trolley leaves."""

from collections.abc import Mapping

from game.screen import kit
from game.screen.motion import NOTHING, STILL, Edit, Motion, Play, eased
from game.screen.nodes import Box, Node, Rect, Shape
from game.workshop.motions import SEEN

FLIES_MS, SLIDES_MS, DROPS_MS, ROLLS_MS = 160, 240, 160, 420
AWAY, DROP, SHELF, LIFTS = 1300.0, 70.0, 260.0, 60.0
"""How far the trolley rolls, a bar falls, the bays slide, and how high a piece is carried (design units)."""


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
    came, share = _fresh(play, to), eased(ms / FLIES_MS)
    left = 1 - share
    dx, dy = ((a - b) * left for a, b in zip(source.rect.centre, to.rect.centre, strict=True))
    stays = tuple(shape for shape in to.shapes if shape not in came)
    x, y = to.rect.centre[0] + dx, to.rect.centre[1] + dy
    shadow = Box(Rect(x - 40, y + 30 + 40 * left, 80, 18), "shadow", 9, alpha=round(40 + 50 * share))
    return Edit({to.id: stays}, (shadow, *_moved(came, dx, dy - LIFTS * 4 * share * left)))


def _rolls(play: Play, ms: float) -> Edit:
    """The lid closes over the foam that was on the bench, and it rolls off to the right."""
    slots = [n for n in play.was.nodes if n.id.startswith("slot:")]
    if not slots:
        return NOTHING
    share = ms / ROLLS_MS
    x, y = slots[0].rect.x - 26, slots[0].rect.y - 26
    w, h = slots[-1].rect.x + slots[-1].rect.w + 26 - x, slots[0].rect.h + 52
    lid = Rect(x, y, w, h * min(1.0, share * 3))
    body = (Box(Rect(x, y, w, h), "ink", 22, "rim", 2), *(s for n in slots for s in n.shapes))
    closed = (*body, Box(lid, "blue_dark", 22, "ink", 3), Box(Rect(x + w / 2 - 60, y + 8, 120, 10), "sky", 5))
    return Edit({}, _moved(closed, round(AWAY * max(0.0, share * 1.5 - 0.5) ** 2), 0))


def _slides(play: Play, ms: float) -> Edit:
    """The bays of the aisle that one has gone to slide in."""
    away = round(SHELF * (1 - eased(ms / SLIDES_MS)))
    return Edit({n.id: _moved(n.shapes, away, 0) for n in play.now.nodes if n.id.startswith("bin:")})


def _drops(play: Play, ms: float) -> Edit:
    """A bar comes down on the strip, or back onto the pile."""
    node = play.on(play.now, "at")
    high = -round(DROP * (1 - eased(ms / DROPS_MS)))
    return NOTHING if node is None else Edit({node.id: _moved(node.shapes, 0, high)})


MOTIONS: Mapping[str, Motion] = {
    **SEEN,
    "lay": Motion("own", at="bar:{bar}", ms=DROPS_MS, draws=_drops),
    "lift": Motion("own", at="bar:{bar}", ms=DROPS_MS, draws=_drops),
    "walk": Motion("own", at="aisle:{aisle}", ms=SLIDES_MS, draws=_slides),
    "scan": Motion("nod", at="bin:{bin}"),
    "take": Motion("own", at="hand", start="bin:{bin}", ms=FLIES_MS, draws=_carried),
    "more": Motion("nod", at="hand"),
    "put_back": Motion("throw", at="bin:{bin}", start="hand"),
    "isolate": Motion("throw", at="reject", start="hand"),
    "open_kit": Motion("nod", at="job:{kit}"),
    "fill": Motion("own", at="slot:{slot}", start="hand", ms=FLIES_MS, draws=_carried),
    "unfill": Motion("own", at="hand", start="slot:{slot}", ms=FLIES_MS, draws=_carried),
    "rock": Motion("tremble", at="hand"),
    "depart": Motion("own", at="depart:", ms=ROLLS_MS, draws=_rolls),
    "tag": Motion("swing", at="bin:{object}|mode:tag"),
    "redo": STILL,
    "head_verdict": Motion("nod", at="head:{index}"),
    "head_shown": STILL,
    "dealt": STILL,
}
"""Matter answers by what it does: nothing here says whether a choice was right."""
