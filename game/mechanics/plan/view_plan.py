"""The day's plan: bars as long as their blocks, a pile of them below, a strip with a flag where each is due."""

from game.mechanics.plan.seen import BarSeen, PlanSeen
from game.mechanics.plan.view import GROUND, label, mentor, panel, ways_on
from game.screen.kept import Kept
from game.screen.nodes import Box, Circle, Line, Node, Poly, Rect, Screen, Shape, Text
from game.workshop.view import Parts
from game.workshop.words import WorkshopWords

STRIP = Rect(476, 170, 1000, 320)
PILE = Rect(476, 520, 1000, 526)
TRACK = 470.0
"""Where bars lie on the strip, as wide as the strip's blocks."""
LEFT, WIDE = STRIP.x + 24, STRIP.w - 48
HUES = ("primer", "sky", "amber", "alu_light", "signal_soft", "mist", "primer_light", "paper")


def planning(
    look: WorkshopWords, seen: PlanSeen, around: tuple[Parts, Parts, Parts], kept: Kept, mode: str, says: str, *,
    finished: bool, speaks: bool,
) -> Screen:  # fmt: skip
    """The strip with its flags, the bars laid on it, and those that lie beside."""
    bar, doc, _ = around
    drawn = kept.get("plan", (look, seen.bars, seen.strip), lambda: _bars(look, seen))
    shows = (look, says, mode, seen.pace, finished, seen.changeable, speaks, seen.visitor, seen.kind)
    side = kept.get("plan side", shows, lambda: mentor(look, seen, says, mode, speaks))
    nodes = (*bar[1], *doc[1], *drawn[1], *side[1], *ways_on(look, seen, finished))
    first = next((n.id for n in drawn[1]), "end")
    return Screen("planning", look.t("title"), nodes, GROUND, (*drawn[0], *doc[0], *side[0], *bar[0]), say=look.t(f"message.{seen.phase}"), focus_first=first)


def _bars(look: WorkshopWords, seen: PlanSeen) -> Parts:
    unit = WIDE / max(1, seen.strip)
    shapes: list[Shape] = [*panel(STRIP), *panel(PILE, "slate")]
    shapes += [Text(STRIP.x + 24, STRIP.y + 12, look.t("plan.strip"), min(look.px(22), 30), "white", True)]
    shapes += [Text(PILE.x + 24, PILE.y + 12, look.t("plan.pile"), min(look.px(22), 30), "white", True)]
    shapes += [Box(Rect(LEFT + n * unit, STRIP.y + 212, unit - 3, 84), "slate", 5) for n in range(seen.strip)]
    laid = sorted((b for b in seen.bars if b.place >= 0), key=lambda b: b.place)
    nodes, start = [], 0
    for b in laid:
        rect = Rect(LEFT + start * unit, STRIP.y + 212, b.blocks * unit - 3, 84)
        start += b.blocks
        nodes.append(_bar(look, seen, b, rect, start))
    row = 0
    for b in seen.bars:
        if b.place < 0:
            rect = Rect(LEFT + 20 + row % 2 * 480, PILE.y + 60 + row // 2 * 108, max(170.0, b.blocks * unit), 92)
            row += 1
            nodes.append(_bar(look, seen, b, rect, 0))
    for n, b in enumerate(b for b in seen.bars if b.flag):
        shapes += _flag(look, b, LEFT + b.flag * unit, n % 2)
    return tuple(shapes), tuple(nodes)


def _flag(look: WorkshopWords, b: BarSeen, x: float, row: int) -> list[Shape]:
    """A pole at the block where a kit is due, with its station."""
    top = STRIP.y + 58 + 66 * row
    plate = Rect(x - 96, top, 94, 50)
    return [Line(((x, top), (x, STRIP.y + 304)), "amber", 4), Box(plate, "amber", 8, "ink", 2), *label(look, plate.inset(4), look.t(f"kit.short.{b.id}"), 24)]


def _bar(look: WorkshopWords, seen: PlanSeen, b: BarSeen, rect: Rect, end: int) -> Node:
    """A bar with its station; where it passes its flag the part beyond is hatched."""
    name = look.t(f"kit.{b.id}")
    hue = HUES[[one.id for one in seen.bars].index(b.id) % len(HUES)]
    shapes: list[Shape] = [Box(Rect(rect.x + 3, rect.y + 6, rect.w, rect.h), "shadow", 10, alpha=80), Box(rect, hue, 10, "ink", 3)]
    unit = WIDE / max(1, seen.strip)
    late = min(b.blocks, end - b.flag) if b.flag and end > b.flag else 0
    if late > 0:
        x = rect.x + rect.w - late * unit
        shapes += [Line(((x + 12 * k, rect.y + 4), (x + 12 * k + 10, rect.y + rect.h - 4)), "red", 4) for k in range(int(late * unit / 12))]
    shapes += label(look, Rect(rect.x + 8, rect.y + 8, rect.w - 16, rect.h - 38), look.t(f"kit.short.{b.id}"), 26)
    shapes += [Circle(rect.x + 16 + 14 * k, rect.y + rect.h - 16, 4, "ink") for k in range(b.blocks)]
    if not b.flag:
        shapes.append(Poly(((rect.x + rect.w - 34, rect.y + 30), (rect.x + rect.w - 20, rect.y + 6), (rect.x + rect.w - 6, rect.y + 30)), "red"))
    due = look.t("bar.due", n=b.flag) if b.flag else look.t("bar.urgent")
    where = look.t("bar.ends", n=end) if end else look.t("bar.beside")
    spoken = look.t("bar.said", kit=name, blocks=b.blocks, due=due, where=where)
    return Node(f"bar:{b.id}", "hole", name, rect, tuple(shapes), ("press",), state=("checked",) if end else (), spoken=spoken)
