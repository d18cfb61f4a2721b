"""What moves in the store: the lid that closes, the trolley that rolls off, the bays that slide, the edge that lights."""

import math
from dataclasses import replace

from game.mechanics.plan import view_foam
from game.mechanics.plan.seen import PlanSeen
from game.mechanics.plan.view_arrivals import LADDER
from game.screen import kit
from game.screen.faces import drawn
from game.screen.motion import NOTHING, Edit, Play, eased
from game.screen.nodes import Box, Circle, Line, Node, Picture, Poly, Rect, Shape
from game.workshop.flights import FLIES_MS, carried

CLOSES_MS, ROLLS_MS, SLIDES_MS, LIT_MS = 130, 800, 240, 440
STANDS_MS, LEANS_MS = 220, 190
"""How long who takes the trolley along needs to come up behind it, and to lean on it before it gives."""
STARTS_MS = STANDS_MS + LEANS_MS
LEAVES_MS = STARTS_MS + ROLLS_MS
SNAPS_MS = (CLOSES_MS, CLOSES_MS + 90)
SHUTS_MS = SNAPS_MS[1] + 90
"""When each latch snaps once the lid has begun to come down, and when both are down."""
SETTLES_MS = 200
AWAY, ABOVE, BAY = 1500.0, 54.0, 64.0
"""How far the trolley rolls, from how high its lid comes, and how far the bays slide (design units)."""
WHEEL, TURN = 26.0, 160.0
"""How large its wheels are about their axle, and how far it rolls while they turn once."""
WHO = Rect(view_foam.TRAY.x + 30, view_foam.TRAY.y - 172, 230, 230)
"""Where who takes it along stands behind it, head and shoulders above its edge."""
WAVES_BY, WAVES_MS = (0, 12, 0, -12), 90
"""By how many degrees a hand that waves leans, one after the other, and how long it stays so."""
STEPS = 6
"""Strengths of a light that fades: few, so that few pictures are ever made."""


def _moved(shapes: tuple[Shape, ...], dx: float, dy: float) -> tuple[Shape, ...]:
    return tuple(kit.moved(shape, dx, dy) for shape in shapes)


def leaving(play: Play, ms: float) -> Edit:
    """The lid comes down on what was on the bench; whoever takes it along leans on it, and it rolls off to the right.

    It is heavy: it gives back a little first, then goes slowly, faster and faster, with a nod at each turn of a wheel.
    """
    slots = [n for n in play.was.nodes if n.id.startswith("slot:")]
    if not slots:
        return NOTHING
    was_shut = all(shape in play.was.overlay for shape in view_foam.shut())
    share = max(0.0, ms - STARTS_MS) / ROLLS_MS
    away = AWAY * share**2.4
    back = -round(12 * math.sin(math.pi * min(1.0, max(0.0, ms - STANDS_MS) / LEANS_MS)))
    nod = round(3 * abs(math.sin(math.pi * away / TURN))) if share else 0
    lid = view_foam.shut() if was_shut else _shutting(ms)
    body = (*_rolling(away / TURN), *view_foam.frame(), *(s for n in slots for s in n.shapes), *lid)
    who, hands = _taken_along(play, ms, away)
    # Beside the mentor they are seen once they have gone: nobody is in two places.
    return Edit({"porter": ()} if who else {}, (*_all_gone(play, share), *_moved((*who, *body, *hands), round(away) + back, -nod)))


def _rolling(turns: float) -> tuple[Shape, ...]:
    """The shadow below the trolley, its bar and its wheels after so many turns."""
    r = view_foam.TRAY
    low = r.y + r.h
    shapes: list[Shape] = [Box(Rect(r.x + 20, low + 18, r.w - 40, 22), "shadow", 11, alpha=90)]
    handle = ((r.x + r.w - 6, r.y + 60), (r.x + r.w + 34, r.y + 60), (r.x + r.w + 34, r.y + 160), (r.x + r.w - 6, r.y + 160))
    shapes.append(Line(handle, "alu_dark", 12))
    # An eighth of a turn is as near as an eye sees: few pictures are made of a wheel.
    angle = round(turns * 8) % 8 * math.pi / 4
    for x in (r.x + 96, r.x + r.w - 96):
        dx, dy = round(17 * math.cos(angle)), round(17 * math.sin(angle))
        spokes = (Line(((x - a, low + 8 - b), (x + a, low + 8 + b)), "alu_light", 5) for a, b in ((dx, dy), (-dy, dx)))
        shapes += [Circle(x, low + 8, WHEEL, "ink", "alu_mid", 6), *spokes, Circle(x, low + 8, 6, "alu_light")]
    return tuple(shapes)


def _taken_along(play: Play, ms: float, away: float) -> tuple[tuple[Shape, ...], tuple[Shape, ...]]:
    """Who takes the trolley along, where the screen shows who that is: up behind it, then with it, step by step; and
    the hands, which lie on its edge."""
    who = next((s.art for n in play.now.nodes if n.id == "porter" for s in n.shapes if isinstance(s, Picture)), "")
    if not who or not drawn(f"{who}_pushes"):
        return (), ()
    up = round(130 * (1 - eased(ms / STANDS_MS)))
    step = round(5 * abs(math.sin(math.pi * away / 210)))
    edge = view_foam.TRAY.y
    # Once it rolls one hand lets go of the edge and waves.
    waves = away > 0 and drawn(f"{who}_waves")
    hands = tuple(Box(Rect(WHO.x + dx, edge - 11, 40, 24), "gold_light", 11, "gold", 2) for dx in ((2,) if waves else (2, WHO.w - 42)) if ms > STANDS_MS * 0.6)
    sway = WAVES_BY[int(ms / WAVES_MS) % len(WAVES_BY)]
    arm = (Picture(f"{who}_waves", Rect(WHO.x + WHO.w - 58, WHO.y + 34 - step, 74, 164), sway),) if waves else ()
    return (*arm, Picture(f"{who}_pushes", Rect(WHO.x, WHO.y + up - step, WHO.w, WHO.h))), hands


def _shutting(ms: float) -> tuple[Shape, ...]:
    """The lid on its way down, then one latch after the other."""
    lid = view_foam.shut()
    sheet, latches = lid[:-2], lid[-2:]
    high = -round(ABOVE * (1 - eased(ms / CLOSES_MS)))
    if ms < CLOSES_MS:
        return _moved(lid, 0, high)
    return (*sheet, *(s for latch, at in zip(latches, SNAPS_MS, strict=True) for s in _moved((latch,), 0, -14 if ms < at else 3 if ms < at + 50 else 0)))


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


SETS_MS, COMES_FROM = 170, 46.0
"""How long a place of a foam needs to come, and from how high."""
UNPACKS_MS = 470


def unpacking(play: Play, ms: float) -> Edit:
    """The foam of a kit that is laid on the table: its places come down one after the other, from left to right."""
    slots = [n for n in play.now.nodes if n.id.startswith("slot:")]
    step = (UNPACKS_MS - SETS_MS) / max(1, len(slots) - 1)
    nodes: dict[str, tuple[Shape, ...]] = {}
    for n, slot in enumerate(slots):
        since = ms - n * step
        nodes[slot.id] = () if since < 0 else _moved(slot.shapes, 0, -round(COMES_FROM * (1 - eased(since / SETS_MS))))
    return Edit(nodes, (), view_foam.shut())


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


LAID_MS = FLIES_MS + SHUTS_MS + LIT_MS


def laid(play: Play, ms: float) -> Edit:
    """Into its slot, whose edge is lit for a moment, whatever lies there.

    With the last one of a kit the lid, which is not there before, comes down, its latches snap, a light goes over it.
    """
    whole, lid, since = bool(play.cue.data.get("whole")), view_foam.shut(), ms - FLIES_MS
    if since < 0:
        return replace(carried(play, ms), hides=lid if whole else ())
    slot = play.on(play.now, "at")
    well = slot.shapes[0] if slot is not None and slot.shapes else None
    over: tuple[Shape, ...] = ()
    if isinstance(well, Box) and since < SETTLES_MS:
        over = (Box(well.rect, "", well.radius, "white", 5, alpha=_strength(1 - since / SETTLES_MS)),)
    if not whole or not all(shape in play.now.overlay for shape in lid):
        return Edit({}, over)
    return Edit({}, (*over, *_shutting(since)), lid) if since < SHUTS_MS else Edit({}, (*over, *lit(since - SHUTS_MS)))


def _strength(share: float) -> int:
    return round(255 * round(share * STEPS) / STEPS)


def lit(ms: float) -> tuple[Shape, ...]:
    """Once both latches are down: the edge of the tray shines, and a light goes over the lid from left to right."""
    if not 0 <= ms < LIT_MS:
        return ()
    r = view_foam.TRAY
    share = ms / LIT_MS
    inner = r.inset(12)
    x, wide, slant = inner.x - 120 + (inner.w + 200) * share, 84.0, 96.0
    across = ((x, inner.y), (x + wide, inner.y), (x + wide - slant, inner.y + inner.h), (x - slant, inner.y + inner.h))
    light = tuple((min(max(px, inner.x), inner.x + inner.w), py) for px, py in across)
    edge = Box(Rect(r.x - 3, r.y - 3, r.w + 6, r.h + 6), "", 22, "primer", 9, alpha=_strength(1 - share * share))
    return Poly(light, "white", 90), edge


READS_MS, BEAM = 320, 5.0
"""How long the scanner's line goes over a label, and how thick it is."""


def reading(play: Play, ms: float) -> Edit:
    """The red line of the scanner goes down over the label and up again, and its own screen lights up."""
    bin, scanner = play.on(play.now, "at"), play.on(play.now, "start")
    if bin is None:
        return NOTHING
    r = bin.rect
    label = Rect(r.x + 14, r.y + r.h - 66, r.w - 28, 60)
    share = ms / READS_MS
    y = label.y + 4 + (label.h - 8) * (1 - abs(2 * share - 1))
    over: list[Shape] = [Box(Rect(label.x, round(y) - 9, label.w, 18 + BEAM), "red", 8, alpha=70), Box(Rect(label.x - 8, round(y), label.w + 16, BEAM), "red", 2)]
    if scanner is not None:
        over.append(Box(scanner.rect.inset(3), "", 18, "primer", 6, alpha=_strength(1 - share)))
    return Edit({}, tuple(over))


def laid_sound(seen: PlanSeen) -> str:
    """What is heard as something is laid: a step higher for each place that holds something; the lid, where it shuts."""
    here = view_foam.open_kit(seen)
    if here is None or view_foam.closed(here):
        return "lid"
    return f"set_{max(1, LADDER * sum(slot.held is not None for slot in here.slots) // len(here.slots))}"
