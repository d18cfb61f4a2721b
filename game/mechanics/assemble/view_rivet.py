"""Rivets and heads: in the hand, in their bins, under a gauge, and seen near to be judged."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from game.mechanics.assemble import metal
from game.mechanics.assemble.params import Params
from game.mechanics.assemble.seen import AssembleSeen, BinSeen, RivetSeen
from game.mechanics.assemble.view_panel import CARD, rivet
from game.screen import kit
from game.screen.nodes import Box, Circle, Line, Node, Picture, Poly, Rect, Shape, Text
from game.workshop.view import Parts
from game.workshop.view_bench import LENS_R, drawn_in, few, ground, lens, slot, slots
from game.workshop.view_closing import scattered
from game.workshop.view_tray import ICONS, Icon, key_of
from game.workshop.words import WorkshopWords

INSIDE = LENS_R - 8
"""How far from the middle of the glass what is held reaches at the most."""
GAUGES = ("pige", "calibre", "calibre_new")
CARRIED = ("press", "carry")
TIPS = {"pige": (26.0, -22.0), "calibre": (0.0, -18.0)}
"""How far the drawing of a gauge stands from the pointer that carries it: the tip is at the hole, the mouth on the head."""
AT_HAND = (*GAUGES, "redo", "isolate", "store")
"""What lies beside the bins, each in a place of its own from the first day on: what comes later moves nothing."""
FILL = {"grey": "alu_light", "minus": "sky", "plus": "gold"}
ZONE_FILL = {"grey": "cloud", "minus": "blue_light", "plus": "gold_light"}
GAUGE_CARD, GAUGE_LARGE = (470.0, 184.0), (640.0, 330.0)
"""How large the card of the pige is, and with large words; where it is learnt, `ZONE_HIGH` more."""
ZONE_HIGH = 58.0
RULER_UM, LIMIT_UM = 6000, 50
"""How far the ruler goes; how far inside the shorter stem's stretch its limit is drawn."""


def bench_tray(look: WorkshopWords, seen: AssembleSeen, mode: str, arrives: Mapping[str, int]) -> Parts:
    """The bins with their true stock, the tools, and what arrives with its movement."""
    rects = slots(len(seen.bins), len(AT_HAND))
    nodes = [_bin(look, bin, rect) for bin, rect in zip(seen.bins, rects, strict=False)]
    for name, rect in zip(AT_HAND, rects[len(seen.bins) :], strict=True):
        if name == "calibre_new" and not seen.folders:
            continue
        if name in GAUGES or seen.kind == "practice" or seen.movement >= arrives.get(name, 1):
            nodes.append(_at_hand(look, name, rect, seen, on=mode == name))
    return ground(), tuple(nodes)


def lesson_tray(look: WorkshopWords, seen: AssembleSeen, mode: str, offers: tuple[str, ...]) -> Parts:
    """What one gesture of practice takes from the tray, large, beside the mentor who asks for it; nothing for none."""
    bins = seen.bins if "bin:" in offers else ()
    names = [name for name in AT_HAND if f"mode:{name}" in offers]
    rects = few(len(bins) + len(names))
    nodes = [_bin(look, bin, rect) for bin, rect in zip(bins, rects, strict=False)]
    nodes += [_at_hand(look, name, rect, seen, on=mode == name) for name, rect in zip(names, rects[len(bins) :], strict=True)]
    return ground(rects) if rects else (), tuple(nodes)


def _at_hand(look: WorkshopWords, name: str, rect: Rect, seen: AssembleSeen, *, on: bool) -> Node:
    """A gauge or a mark of the tray in its place."""
    if name in GAUGES:
        return _tool(look, name, rect, seen, on=on)
    drawn = drawn_in(rect, ICONS[name](0, 0), 1.1)
    return slot(look, f"mode:{name}", (look.t(f"mode.{name}"), ""), rect, drawn, key_of(look, name), on=on)


def _tool(look: WorkshopWords, name: str, rect: Rect, seen: AssembleSeen, *, on: bool) -> Node:
    old, new = seen.calibres
    letter = new if name == "calibre_new" else old
    words = look.t("mode.pige") if name == "pige" else look.t("calibre_of", letter=letter)
    drawn = drawn_in(rect, icon("pige" if name == "pige" else "calibre", letter)(0, 0), 1.25)
    more = look.t("measures" if name == "pige" else "checks")
    return replace(slot(look, f"mode:{name}", (words, more), rect, drawn, key_of(look, name), on=on), actions=CARRIED)


def carried(seen: AssembleSeen, mode: str) -> tuple[Shape, ...]:
    """What goes with a pointer that carries it, about (0, 0): the head of the rivet in the hand, a gauge by its tip,
    a tag by its string, or the ring of the mark « to redo ».

    Of the rivet no more than any bin shows: what is wrong with it is looked at in the glass.
    """
    if mode in GAUGES:
        tip = TIPS["pige" if mode == "pige" else "calibre"]
        drawn = icon("pige" if mode == "pige" else "calibre", "")(0, 0)
        # The panel is light where the tray is dark: what lies on it has an edge.
        edged = (replace(s, stroke="ink", stroke_width=2) if isinstance(s, Box) else s for s in drawn)
        edges = tuple(Line((*s.points, s.points[0]), "ink", 3) for s in drawn if isinstance(s, Poly))
        return tuple(kit.moved(s, *tip) for s in (*edged, *edges))
    if mode == "tag":
        # As it hangs at a hole: its string is where the pointer is.
        return (Picture("tag", Rect(-2, -44, 64, 48)),)
    if mode == "redo":
        return (Circle(0, 0, 22.5, "", "ink", 7), Circle(0, 0, 22.5, "", "amber", 4))
    return tuple(rivet(0, 0, 15, seen.hand.look)) if seen.hand is not None and not mode else ()


def _bin(look: WorkshopWords, bin: BinSeen, rect: Rect) -> Node:
    """A bin drawn piece by piece: it loses each rivet that is taken."""
    inner = Rect(rect.x + 8, rect.y + 38, rect.w - 16, 92)
    shapes: list[Shape] = [Box(inner, "tarmac", 12)]
    for x, y, size in scattered(inner.inset(6), bin.left):
        shapes += rivet(x, y, 17 * size, bin.look)
    if bin.isolated:
        cord = ((rect.x + 6, inner.y + inner.h), (rect.x + rect.w - 6, inner.y + 8))
        shapes += [Line(cord, "white", 12), Line(cord, "red", 8)]
    words = (look.t("tray", stem=bin.stem_mm), look.t("tray_lot", lot=bin.lot))
    node = replace(slot(look, f"bin:{bin.number}", words, rect, shapes, str(bin.number), on=False), actions=CARRIED)
    said = kit.spoken_name(look, f"{look.t('bin', stem=bin.stem_mm, lot=bin.lot)}. {look.t('closing.pieces', n=bin.left)}", str(bin.number))
    return replace(node, spoken=f"{said} {look.t('isolated')}" if bin.isolated else said)


def icon(name: str, calibre: str) -> Icon:
    """The pige and the calibre, with its letter; a mark of any workshop as the kit draws it."""
    own: dict[str, Icon] = {
        "pige": lambda x, y: [Box(Rect(x - 32, y - 7, 68, 14), "alu_light", 4), Box(Rect(x - 32, y - 7, 13, 36), "alu_mid", 3), Box(Rect(x - 4, y - 14, 16, 28), "alu_mid", 3), *[Line(((x - 15 + 8 * k, y - 5), (x - 15 + 8 * k, y + 1)), "ink", 2) for k in range(6)]],
        "calibre": lambda x, y: [Poly(((x - 30, y - 26), (x + 30, y - 26), (x + 30, y + 26), (x + 12, y + 26), (x + 12, y - 4), (x - 12, y - 4), (x - 12, y + 26), (x - 30, y + 26)), "alu_light"), *([Text(x, y - 25, calibre, 19, "ink", True, "centre")] if calibre else [])],
    }  # fmt: skip
    return own.get(name) or ICONS[name]


def lengths(look: WorkshopWords, params: Params) -> tuple[str, ...]:
    """Which thickness asks for which stem, as the scenario's limits say it: one sentence a bin."""
    stems = [bin.stem_mm for bin in params.bins]
    limits = [kit.decimal(look, limit / 1000) for limit in params.stem_limits_um]
    up_to = tuple(look.t("stem.up_to", mm=mm, stem=stem) for mm, stem in zip(limits, stems, strict=False))
    return (*up_to, look.t("stem.above", mm=limits[-1], stem=stems[-1]))


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the ruler that asks for one stem: where it ends (um), the look of its rivet, its words."""

    to_um: int
    look: str
    stem: str
    says: str


def zones(look: WorkshopWords, params: Params) -> tuple[Stretch, ...]:
    """The ruler cut where the scenario's limits cut it: a limit belongs to the shorter stem, and is drawn inside it."""
    ends = (*(limit + LIMIT_UM for limit in params.stem_limits_um), RULER_UM)
    limits = [look.t("stem.zone_to", mm=kit.decimal(look, limit / 1000)) for limit in params.stem_limits_um]
    says = (*limits, look.t("stem.zone_above"))
    return tuple(
        Stretch(end, bin.look, look.t("stem.zone", stem=bin.stem_mm), words)
        for end, bin, words in zip(ends, params.bins, says, strict=False)
    )


def in_hand(
    look: WorkshopWords, seen: AssembleSeen, mode: str, at: tuple[float, float], last: str,
    table: tuple[str, ...] = (), cut: tuple[Stretch, ...] = (),
) -> Parts:  # fmt: skip
    """What a gauge shows, the rivet in hand seen near, or what the thing chosen will do; nothing for an empty hand.

    A reading stands as long as its gauge is in hand or its place is the `last` one touched: it hides nothing later.
    `table`: which stem goes with what the ruler shows, where practice teaches to read it; `cut`: the same, drawn.
    """
    if seen.gauge_hole and mode == "pige":
        return _gauge(look, seen, at, table, cut)
    checked = seen.check_hole if last == f"hole:{seen.check_hole}" else ""
    if checked and mode in ("calibre", "calibre_new"):
        return _checked(look, seen, at)
    if mode:
        drawn = [kit.scaled(s, 1.3, *at) for s in icon("calibre" if mode == "calibre_new" else mode, seen.calibre)(0, 0)]
        use = "calibre" if mode == "calibre_new" else mode
        marked = _marked(seen, last) if mode == "redo" else ""
        # In practice one head is to be marked: no other is asked for.
        done = "use.marked" if seen.kind == "practice" else "use.redone"
        words = look.t(done, hole=marked) if marked else look.t(f"use.{use}", mentor=look.mentor)
        # What to do with a gauge the mentor says beside; what a mark is for is said at work alone, where he does not ask.
        return lens(look, "hand", at, words, drawn, plate=bool(marked) or not (mode in GAUGES or seen.kind == "practice"))
    if seen.hand is not None:
        return _rivet(look, seen.hand, seen.bins, at)
    if seen.gauge_hole:
        return _gauge(look, seen, at, table, cut)
    return _checked(look, seen, at) if checked else ((), ())


def covers(look: WorkshopWords, seen: AssembleSeen, mode: str) -> Rect:
    """How much of the bench what is in hand covers, from the middle of its glass."""
    if seen.gauge_hole and (mode == "pige" or (seen.hand is None and not mode)):
        wide, high = GAUGE_LARGE if kit.large(look) else GAUGE_CARD
        more = 0.0 if seen.kind != "practice" else 170.0 if kit.large(look) else ZONE_HIGH
        return Rect(CARD.x, CARD.y, wide, high + more)
    if kit.large(look):
        return CARD
    if seen.hand is not None and not mode:
        return Rect(CARD.x, CARD.y, 2 * LENS_R + 248, CARD.h)
    alone = mode in GAUGES and not seen.check_hole
    return Rect(CARD.x, CARD.y, 2 * LENS_R + (0 if alone else 300), 2 * LENS_R)


def _marked(seen: AssembleSeen, last: str) -> str:
    """The hole touched last, where it bears the mark « to redo »; "" where it bears none."""
    return next((h.id for h in seen.holes if h.redo and f"hole:{h.id}" == last), "")


def _checked(look: WorkshopWords, seen: AssembleSeen, at: tuple[float, float]) -> Parts:
    """What the calibre says of the head under it, in words and drawn: it stands off, it touches, or there is play."""
    reading = seen.check_reading
    words = look.t(f"check.{reading}", hole=seen.check_hole, calibre=seen.calibre)
    (x, y), lifted = at, {"high": 14.0, "shape": 26.0}.get(reading, 0.0)
    high, half = {"high": 52.0, "low": 20.0, "shape": 26.0}.get(reading, 38.0), 27.0 if reading == "shape" else 14.0
    rivet = next((h.rivet for h in seen.holes if h.id == seen.check_hole), "grey")
    shapes: list[Shape] = [
        Box(Rect(x - 58, y + 35, 116, 13), "primer", 3, "ink", 2),
        Box(Rect(x - half, y + 35 - high, 2 * half, high), FILL.get(rivet, "alu_light"), 8, "ink", 2),
    ]
    # The gauge is darker here than in the tray: it stands before a white glass.
    gauge = (replace(s, fill="steel") if isinstance(s, Poly) else s for s in icon("calibre", seen.calibre)(0, 0))
    shapes += [kit.scaled(replace(s, colour="white") if isinstance(s, Text) else s, 1.3, x, y - lifted) for s in gauge]
    return lens(look, "check", at, words, shapes)


def _gauge(
    look: WorkshopWords, seen: AssembleSeen, at: tuple[float, float], table: tuple[str, ...], cut: tuple[Stretch, ...]
) -> Parts:
    """A ruler on a card: the person reads it, and where they learn to, which stem goes with what it shows.

    Large words have no room on the ruler: the table stands below it instead.
    """
    x, y = at[0] - LENS_R, at[1] - LENS_R
    large = kit.large(look)
    card = Rect(x, y, *(GAUGE_LARGE if large else GAUGE_CARD))
    below: tuple[Shape, ...] = ()
    if table and large:
        rows = (" · ".join(table),) if look.width(" · ".join(table), 21, True) <= card.w - 40 else table
        step = look.line_height(21)
        lines = ((card.y + card.h + n * step, row) for n, row in enumerate(rows))
        below = tuple(Text(card.centre[0], top, row, look.px(21), "ink", True, "centre") for top, row in lines)
        card = Rect(card.x, card.y, card.w, card.h + step * len(rows) + 14)
    elif cut:
        below = _cut(look, cut, card.x + 30, card.y + card.h - 4, card.w - 60)
        card = Rect(card.x, card.y, card.w, card.h + ZONE_HIGH)
    words = look.t("gauge", hole=seen.gauge_hole)
    size = kit.fitted(look, words, 22, (card.w - 40, 120 if large else 30), True)
    text, _ = kit.paragraph(look, card.x + 20, card.y + 8, card.w - 40, words, size, bold=True)
    low = seen.gauge_um // 200 * 200 / 1000
    said = look.t("gauge_said", low=kit.decimal(look, low), high=kit.decimal(look, low + 0.2))
    said = f"{said} {'. '.join(table)}." if table else said
    ruler = scale(card.x + 30, card.y + (200 if large else 92), card.w - 60, seen.gauge_um, look.px(24))
    return (*kit.card(card), *text, *ruler, *below), (Node("gauge", "status", words, card, (), spoken=said),)


def _cut(look: WorkshopWords, cut: tuple[Stretch, ...], x: float, y: float, w: float) -> tuple[Shape, ...]:
    """Under the ruler, each stretch in the colour of its rivet: the stem that goes with it, and how far it reaches."""
    shapes: list[Shape] = []
    left = x
    for zone in cut:
        right = x + w * zone.to_um / RULER_UM
        rect = Rect(left + 1, y, right - left - 2, ZONE_HIGH - 10)
        middle = rect.centre[0]
        shapes += [Box(rect, ZONE_FILL[zone.look], 8, "ink", 2)]
        for words, most, top, bold in ((zone.stem, 20.0, 0.0, True), (zone.says, 19.0, 21.0, False)):
            big = kit.fitted(look, words, most, (rect.w - 6, look.line_height(most)), bold)
            shapes.append(Text(middle, rect.y + top, words, look.px(big), "ink", bold, "centre"))
        left = right
    return tuple(shapes)


def _rivet(look: WorkshopWords, hand: RivetSeen, bins: Sequence[BinSeen], at: tuple[float, float]) -> Parts:
    """From the side, as long as it is: a bent shank leans, a nicked head has lost a corner, the lot is told.

    It is called by the bin it came from, as the order and the tray call it: how long it is, one sees.
    """
    # All at one scale, about the middle of the glass: the longest there is stands wholly inside, and a longer one is seen to be.
    longest = max((hand.length_mm, *(b.stem_mm for b in bins)))
    half = longest * 5 + 17
    k = min(1.0, INSIDE / math.hypot(42, half))
    stem = next((b.stem_mm for b in bins if b.number == hand.bin), 0)
    drawn_there = [*stood(hand, 0, 10 - half), *_dimension(look, stem, 10 - half)]
    shapes = [kit.scaled(s, k, at[0], at[1]) for s in drawn_there]
    words = look.t("held", stem=stem, lot=hand.lot)
    marks = [look.t("bent")] * bool(hand.bend_mdeg) + [look.t("nicked")] * hand.nick
    said = look.t("in_hand", stem=stem, rivet=look.t(f"rivet.{hand.look}"), lot=hand.lot)
    drawn, (glass,) = lens(look, "hand", at, words, shapes, said=" ".join((said, *marks)))
    # What is shown as in the hand is drawn along by it: into a hole, its bin or the red box, as by a press there.
    # Its plate with large words reaches under the way on: there its bin and the red box are pressed.
    nodes = (glass if kit.large(look) else replace(glass, actions=("carry",)),)
    if hand.homeless:
        return drawn, nodes
    large = kit.large(look)
    back = Rect(at[0] - LENS_R, at[1] + LENS_R + (40 if large else 12), 2 * LENS_R + (420 if large else 240), 72 if large else 66)
    undo = kit.button(look, "undo:", look.t("put_back"), back, style="dark", size=22, shortcut=look.t("shortcut.put_back"))
    return drawn, (*nodes, undo)


def _dimension(look: WorkshopWords, stem: int, y: float) -> list[Shape]:
    """The length that the bin gives, as a drawing dimensions it, beside the rivet itself: it is for the eye to compare.

    Nothing is said of what is in the hand: the same lines stand beside each rivet of that bin.
    """
    top, foot, x = y + 26, y + 24 + stem * 10, -44.0
    # The line at the foot goes right through: what ends there ends at it, what does not is seen to pass it.
    lines: list[Shape] = [Line(((x - 10, top), (-20, top)), "ink", 2), Line(((x - 10, foot), (58, foot)), "white", 6), Line(((x - 10, foot), (58, foot)), "signal", 3)]
    # Large figures have no room in the glass: the words beside it say them.
    figure = () if kit.large(look) else (Text(x - 18, (top + foot) / 2 - 14, str(stem), 24, "ink", True, "centre"),)
    tips = (Poly(((x - 6, at + way * 11), (x + 6, at + way * 11), (x, at)), "ink") for at, way in ((top, 1), (foot, -1)))
    return [*lines, Line(((x, top), (x, foot)), "ink", 3), *tips, *figure]


def stood(rivet: RivetSeen, x: float, y: float) -> list[Shape]:
    """A rivet from the side, the top of its head at y: 10 units a millimetre, with what is wrong with it."""
    lean, length = 18 if rivet.bend_mdeg else 0, rivet.length_mm * 10
    body = ((x - 17, y + 24), (x + 17, y + 24), (x + 17 + lean, y + 24 + length), (x - 17 + lean, y + 24 + length))
    tone = metal.tone(rivet.look)
    shapes: list[Shape] = [
        Poly(body, "alu_mid", ramp=metal.RAMPS[tone]), Line((*body, body[0]), metal.EDGE[tone], 3),
        Box(Rect(x - 40, y - 10, 80, 36), FILL[rivet.look], 14, "ink", 2), Box(Rect(x - 28, y - 5, 34, 8), "white", 4, alpha=170),
    ]  # fmt: skip
    if rivet.nick:
        shapes.append(Poly(((x + 14, y - 13), (x + 43, y - 13), (x + 43, y + 12), (x + 31, y + 2)), "white"))
        shapes.append(Line(((x + 14, y - 11), (x + 31, y + 2), (x + 40, y + 12)), "ink", 3))
    return shapes


def thrown(rivet: RivetSeen, x: float, y: float) -> list[Shape]:
    """A rivet of the red box as it is: bent, nicked, or whole."""
    return [kit.scaled(s, 0.5, x, y) for s in stood(rivet, 0, -rivet.length_mm * 5 - 8)]


def scale(x: float, y: float, w: float, value_um: int, figures: float) -> list[Shape]:
    """A ruler from 0 to 6 mm with a tick every 0.2 mm, its figures so large: the person reads it."""
    shapes: list[Shape] = [Box(Rect(x - 10, y - 8, w + 20, 54 + figures * 1.25), "alu_light", 10, "alu_dark", 2)]
    for k in range(31):
        long = k % 5 == 0
        px = x + w * k / 30
        shapes.append(Box(Rect(px - 1, y - 4, 2, 30 if long else 18), "ink"))
        if long:
            shapes.append(Text(px, y + 32, str(k // 5), figures, "ink", True, "centre"))
    if value_um:
        px = x + w * value_um / RULER_UM
        shapes += [Line(((px, y - 28), (px, y + 14)), "signal", 4), Poly(((px - 12, y - 40), (px + 12, y - 40), (px, y - 18)), "signal")]
        shapes.append(Circle(px, y - 40, 12, "signal", "ink", 2))
    return shapes


def reviewed() -> list[Shape]:
    """A head in the frame that marks it to review, about (0, 0): no fault is shown of it."""
    return [*head("", 0, -16), Box(Rect(-70, -84, 140, 164), "", 18, "white", 6), Box(Rect(-54, 46, 108, 34), "red", 17, "white", 3)]


def head(feature: str, x: float, y: float) -> list[Shape]:
    """A driven head from above and what is to be seen on it."""
    art = f"head_{feature}" if feature in ("cocked", "crushed", "gap") else "head"
    shapes: list[Shape] = [Picture(art, Rect(x - 66, y - 66, 132, 132))]
    # What is beside a head touches its rim: it is nobody else's.
    if feature == "mark":
        shapes += [Line(((x - 62, y + 12), (x - 24, y + 54)), "primer_ink", 7), Line(((x - 59, y + 8), (x - 21, y + 50)), "alu_light", 4)]
    if feature == "reflection":
        shapes.append(Poly(((x - 34, y + 12), (x + 30, y - 18), (x + 36, y - 4), (x - 28, y + 26)), "white", 190))
    if feature == "drip":
        shapes += [Poly(((x + 27, y + 38), (x + 49, y + 38), (x + 38, y - 4)), "primer_dark"), Circle(x + 38, y + 42, 13, "primer_dark")]
        shapes += [Poly(((x + 30, y + 36), (x + 46, y + 36), (x + 38, y + 2)), "primer_light"), Circle(x + 38, y + 41, 10, "primer_light")]
    if feature == "pencil":
        # A loose grey wave on the paint, from the rim outward: an angle of ink looked like a crack.
        wave = ((-32 - 2.4 * k, -34 - k + 9 * math.sin(k * 0.75)) for k in range(25))
        shapes.append(Line(tuple((x + dx, y + dy) for dx, dy in wave), "steel", 3))
    return shapes
