"""Rivets and heads: in the hand, in their bins, under a gauge, and seen near to be judged."""

from game.mechanics.assemble.seen import AssembleSeen, BinSeen, RivetSeen
from game.mechanics.assemble.view_panel import RIVET, rivet
from game.screen import kit
from game.screen.nodes import Box, Circle, Line, Node, Picture, Poly, Rect, Shape, Text
from game.workshop.view import Parts
from game.workshop.view_side import HAND, hand_drawn, hand_words
from game.workshop.view_tray import ICONS, KEYS, MARKS, Icon, bin_node, bin_rect, tool_node, tool_rect, tray
from game.workshop.words import Words

FILL = {"grey": "alu_light", "minus": "sky", "plus": "sky"}
TOOLS = {"pige": "g", "calibre": "c"}
"""Tools of the tray, before the marks of any workshop, and their keys."""


def bench_tray(look: Words, seen: AssembleSeen, mode: str) -> Parts:
    """The bins, then eight things that act on what is touched next; the red box takes the rivet in hand."""
    bins = [_bin(look, bin, bin_rect(n, len(seen.bins))) for n, bin in enumerate(seen.bins)]
    tools = [
        tool_node(look, name, tool_rect(n), (TOOLS | KEYS)[name], icon(name, seen.calibre), on=mode == name, off=name == "reject" and seen.hand is None)
        for n, name in enumerate((*TOOLS, *MARKS))
    ]
    return tray([*bins, *tools])


def _bin(look: Words, bin: BinSeen, rect: Rect) -> Node:
    cx, y, step = rect.centre[0], rect.y + 58, 36 if rect.w > 120 else 27
    shapes: list[Shape] = []
    for k in range(6):
        shapes += rivet(cx - step + step * (k % 3), y + 8 + 38 * (k // 3), 15 if rect.w > 120 else 12, bin.look)
    words = look.t("bin", stem=bin.stem_mm, lot=bin.lot)
    return bin_node(look, bin.number, words, rect, shapes, isolated=bin.isolated)


def icon(name: str, calibre: str) -> Icon:
    """The pige and the calibre, with its letter; a mark of any workshop as the kit draws it."""
    own: dict[str, Icon] = {
        "pige": lambda x, y: [Box(Rect(x - 32, y - 7, 68, 14), "alu_light", 4), Box(Rect(x - 32, y - 7, 13, 36), "alu_mid", 3), Box(Rect(x - 4, y - 14, 16, 28), "alu_mid", 3), *[Line(((x - 15 + 8 * k, y - 5), (x - 15 + 8 * k, y + 1)), "ink", 2) for k in range(6)]],
        "calibre": lambda x, y: [Poly(((x - 30, y - 26), (x + 30, y - 26), (x + 30, y + 26), (x + 12, y + 26), (x + 12, y - 4), (x - 12, y - 4), (x - 12, y + 26), (x - 30, y + 26)), "alu_light"), Text(x, y - 25, calibre, 19, "ink", True, "centre")],
    }  # fmt: skip
    return own.get(name) or ICONS[name]


def in_hand(look: Words, seen: AssembleSeen, mode: str) -> Parts:
    """The rivet in hand seen near, what a gauge shows, or what the thing chosen in the tray will do."""
    if mode:
        return hand_words(look, "hand", look.t(f"use.{mode}", mentor=look.mentor))
    if seen.hand is not None:
        return _rivet(look, seen.hand)
    if seen.gauge_hole:
        return _gauge(look, seen)
    if seen.check_hole:
        words = look.t(f"check.{seen.check_reading}", hole=seen.check_hole, calibre=seen.calibre)
        return hand_words(look, "check", words)
    return hand_words(look, "hand", look.t("empty_hand"), colour="steel", bold=False)


def _gauge(look: Words, seen: AssembleSeen) -> Parts:
    words = look.t("gauge", hole=seen.gauge_hole)
    size = kit.fitted(look, words, 22, (HAND.w - 40, 66), True)
    text, _ = kit.paragraph(look, HAND.x + 20, HAND.y + 16, HAND.w - 40, words, size, bold=True)
    low = seen.gauge_um // 200 * 200 / 1000
    said = look.t("gauge_said", low=kit.decimal(look, low), high=kit.decimal(look, low + 0.2))
    ruler = scale(HAND.x + 26, HAND.y + 134, HAND.w - 52, seen.gauge_um)
    return (*kit.card(HAND), *text, *ruler), (Node("gauge", "status", words, HAND, (), spoken=said),)


def _rivet(look: Words, hand: RivetSeen) -> Parts:
    """From the side, as long as it is: a bent shank leans, a nicked head has lost a corner, the lot is on the bag."""
    x, y = HAND.x + 82, HAND.y + 52
    lean, length = 20 if hand.bend_mdeg else 0, hand.length_mm * 12
    shapes: list[Shape] = [
        Box(Rect(HAND.x + 14, HAND.y + 14, 136, HAND.h - 28), "cloud", 16),
        Poly(((x - 15, y + 24), (x + 15, y + 24), (x + 15 + lean, y + 24 + length), (x - 15 + lean, y + 24 + length)), "alu_mid"),
        Poly(((x - 9, y + 24), (x - 2, y + 24), (x - 2 + lean, y + 24 + length), (x - 9 + lean, y + 24 + length)), "white", 170),
        Line(((x - 15, y + 24), (x - 15 + lean, y + 24 + length), (x + 15 + lean, y + 24 + length), (x + 15, y + 24)), "alu_dark", 3),
        Box(Rect(x - 38, y - 10, 76, 36), FILL[hand.look], 14, "ink", 2),
        Box(Rect(x - 28, y - 5, 34, 8), "white", 4, alpha=170),
    ]  # fmt: skip
    if hand.nick:
        shapes.append(Poly(((x + 14, y - 12), (x + 40, y - 12), (x + 40, y + 12), (x + 30, y + 2)), "cloud"))
        shapes.append(Line(((x + 14, y - 11), (x + 30, y + 2), (x + 38, y + 12)), "ink", 3))
    shapes.append(Picture(RIVET[hand.look], Rect(HAND.x + 24, HAND.y + HAND.h - 62, 40, 40)))
    words = look.t("in_hand", rivet=look.t(f"rivet.{hand.look}"), lot=hand.lot)
    marks = [look.t("bent")] * bool(hand.bend_mdeg) + [look.t("nicked")] * hand.nick
    return hand_drawn(look, words, " ".join((words, *marks)), shapes, 166)


def scale(x: float, y: float, w: float, value_um: int) -> list[Shape]:
    """A ruler from 0 to 6 mm with a tick every 0.2 mm: the person reads it."""
    shapes: list[Shape] = [Box(Rect(x - 10, y - 8, w + 20, 84), "alu_light", 10, "alu_dark", 2)]
    for k in range(31):
        long = k % 5 == 0
        px = x + w * k / 30
        shapes.append(Box(Rect(px - 1, y - 4, 2, 30 if long else 18), "ink"))
        if long:
            shapes.append(Text(px, y + 32, str(k // 5), 24, "ink", True, "centre"))
    if value_um:
        px = x + w * value_um / 6000
        shapes += [Line(((px, y - 28), (px, y + 14)), "signal", 4), Poly(((px - 12, y - 40), (px + 12, y - 40), (px, y - 18)), "signal")]
        shapes.append(Circle(px, y - 40, 12, "signal", "ink", 2))
    return shapes


def head(feature: str, x: float, y: float) -> list[Shape]:
    """A driven head from above and what is to be seen on it."""
    art = f"head_{feature}" if feature in ("cocked", "crushed", "gap") else "head"
    shapes: list[Shape] = [Picture(art, Rect(x - 66, y - 66, 132, 132))]
    if feature == "mark":
        shapes += [Line(((x - 88, y + 34), (x - 50, y + 66)), "primer_ink", 6), Line(((x - 84, y + 30), (x - 46, y + 62)), "alu_light", 3)]
    if feature == "reflection":
        shapes.append(Poly(((x - 34, y + 12), (x + 30, y - 18), (x + 36, y - 4), (x - 28, y + 26)), "white", 190))
    if feature == "drip":
        shapes += [Poly(((x + 62, y + 34), (x + 84, y + 34), (x + 73, y - 8)), "primer_dark"), Circle(x + 73, y + 38, 13, "primer_dark")]
        shapes += [Poly(((x + 65, y + 32), (x + 81, y + 32), (x + 73, y - 2)), "primer_light"), Circle(x + 73, y + 37, 10, "primer_light")]
    if feature == "pencil":
        shapes.append(Line(((x - 92, y - 46), (x - 72, y - 64), (x - 64, y - 44)), "ink", 3))
    return shapes
