"""What moves in the store: the lid that closes, the trolley that rolls off, the bays that slide, the edge that lights."""

import math

from game.mechanics.plan import view_foam
from game.screen import kit
from game.screen.motion import NOTHING, Edit, Play, eased
from game.screen.nodes import Box, Circle, Line, Node, Picture, Rect, Shape

CLOSES_MS, ROLLS_MS, SLIDES_MS, LIT_MS = 110, 370, 240, 300
LEAVES_MS = CLOSES_MS + ROLLS_MS
AWAY, ABOVE, BAY = 1500.0, 54.0, 64.0
"""How far the trolley rolls, from how high its lid comes, and how far the bays slide (design units)."""
STEPS = 6
"""Strengths of a light that fades: few, so that few pictures are ever made."""


def _moved(shapes: tuple[Shape, ...], dx: float, dy: float) -> tuple[Shape, ...]:
    return tuple(kit.moved(shape, dx, dy) for shape in shapes)


def leaving(play: Play, ms: float) -> Edit:
    """The lid comes down on what was on the bench; then the trolley rolls off to the right, faster and faster."""
    slots = [n for n in play.was.nodes if n.id.startswith("slot:")]
    if not slots:
        return NOTHING
    tray = view_foam.TRAY
    low, right = tray.y + tray.h, tray.x + tray.w
    wheels = tuple(Circle(x, low + 4, 20, "ink", "alu_mid", 5) for x in (tray.x + 90, right - 90))
    handle = Line(((right - 6, tray.y + 60), (right + 34, tray.y + 60), (right + 34, tray.y + 160), (right - 6, tray.y + 160)), "alu_dark", 12)
    body = (handle, *wheels, *view_foam.frame(), *(s for n in slots for s in n.shapes))
    was_shut = all(shape in play.was.overlay for shape in view_foam.shut())
    drop = 0 if was_shut else -round(ABOVE * (1 - eased(ms / CLOSES_MS)))
    share = max(0.0, ms - CLOSES_MS) / ROLLS_MS
    rolling = _moved((*body, *_moved(view_foam.shut(), 0, drop)), round(AWAY * share * share), 0)
    return Edit({}, (*_all_gone(play, share), *rolling))


def _all_gone(play: Play, share: float) -> tuple[Shape, ...]:
    """The edge of the table lights up as the last kit of the step rolls off; () for any other kit."""
    jobs = [n for n in play.now.nodes if n.id.startswith("job:")]
    if not jobs or any(n.actions or "current" in n.state for n in jobs):
        return ()
    strength = round((1 - abs(2 * share - 1)) * STEPS) / STEPS
    return (Box(view_foam.TRAY, "", 20, "amber", 11, alpha=round(255 * strength)),) if strength else ()


def walking(play: Play, ms: float) -> Edit:
    """The bays of the aisle that one has gone to slide in, from the side where they were."""
    node = play.on(play.now, "at")
    before = play.on(play.was, "at")
    if node is None or before is None:
        return NOTHING
    way = 1 if before.rect.centre[0] > node.rect.centre[0] else -1
    away = round(way * BAY * (1 - eased(ms / SLIDES_MS)))
    return Edit({n.id: _moved(n.shapes, away, 0) for n in _bins(play)})


def set_out(play: Play, ms: float) -> Edit:
    """The bench that the mentor has set for the next gesture: where one stands elsewhere, its bays slide in too."""
    stood, stands = (next((n for n in s.nodes if n.id.startswith("aisle:") and "current" in n.state), None) for s in (play.was, play.now))
    if stood is None or stands is None or stood.id == stands.id:
        return NOTHING
    before = next((n for n in play.was.nodes if n.id == stands.id), stood)
    way = 1 if before.rect.centre[0] > stands.rect.centre[0] else -1
    away = round(way * BAY * (1 - eased(ms / SLIDES_MS)))
    return Edit({n.id: _moved(n.shapes, away, 0) for n in _bins(play)})


def _bins(play: Play) -> list[Node]:
    return [n for n in play.now.nodes if n.id.startswith("bin:")]


GOES_MS, WOBBLES_MS = 130, 200
ROCKS_MS = 2 * GOES_MS + WOBBLES_MS


def rocking(play: Play, ms: float) -> Edit:
    """What is in the hand goes to the cut-out, stands on its edge and rocks, and comes back: it does not go in."""
    slot, hand = play.on(play.now, "at"), play.on(play.now, "start")
    if slot is None or hand is None:
        return NOTHING
    held = tuple(s for s in hand.shapes if isinstance(s, Picture) and s.art != "kit_glove")
    share = min(1.0, ms / GOES_MS, max(0.0, (ROCKS_MS - ms) / GOES_MS))
    dx, dy = ((a - b) * eased(share) for a, b in zip(slot.rect.centre, hand.rect.centre, strict=True))
    over = ms - GOES_MS
    sway = 9 * math.sin(5 * math.pi * over / WOBBLES_MS) * (1 - over / WOBBLES_MS) if 0 <= over < WOBBLES_MS else 0
    return Edit({hand.id: tuple(s for s in hand.shapes if s not in held)}, _moved(held, round(dx + sway), round(dy - 14 * share)))


def lit(play: Play, ms: float) -> tuple[Shape, ...]:
    """The edge of the tray lights up once its last slot is filled, and fades; () for any other slot."""
    if not play.cue.data.get("whole") or not 0 <= ms < LIT_MS:
        return ()
    strength = round((1 - ms / LIT_MS) * STEPS) / STEPS
    r = view_foam.TRAY
    return (Box(Rect(r.x - 3, r.y - 3, r.w + 6, r.h + 6), "", 22, "primer", 9, alpha=round(255 * strength)),)
