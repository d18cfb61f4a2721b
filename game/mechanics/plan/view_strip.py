"""The strip of blocks: time is what one does. One square a block, flags where the kits are due."""

from game.mechanics.plan import view_foam
from game.mechanics.plan.seen import KitSeen, PlanSeen
from game.screen import kit
from game.screen.nodes import Box, Line, Node, Poly, Rect, Shape, Text
from game.workshop.words import WorkshopWords

STRIP, STRIP_LARGE = Rect(474, 886, 1006, 148), Rect(474, 886, 1006, 188)
"""Below it the answer to an act has its place: no flag is hidden by it. With large words that stands over the bar."""
TONES = {"w": "alu_dark", "t": "primer", "d": "sky"}
HIGH = 42.0
HEAD, ROW, ROW_LARGE = 26.0, 28.0, 46.0
"""Where the middle of the title lies, and how far apart two rows of flags are."""
AHEAD = 3
"""Blocks that are shown beyond the last flag."""


def sign(letter: str, x: float, y: float, side: float, high: float) -> list[Shape]:
    """A block that has gone: an arrow for walking, a dot for taking, a tick for a kit that left."""
    shapes: list[Shape] = [Box(Rect(x, y, side, high), TONES[letter], min(8.0, side / 4))]
    cx, cy, r = x + side / 2, y + high / 2, side * 0.22
    if letter == "w":
        return [*shapes, Line(((cx - r * 0.6, cy - r), (cx + r * 0.7, cy), (cx - r * 0.6, cy + r)), "ink", max(2.0, side / 8))]
    if letter == "t":
        return [*shapes, Box(Rect(cx - r * 0.8, cy - r * 0.8, r * 1.6, r * 1.6), "ink", r * 0.8)]
    return [*shapes, Line(((cx - r, cy), (cx - r * 0.2, cy + r * 0.8), (cx + r * 1.1, cy - r * 0.8)), "ink", max(2.0, side / 8))]


def strip(look: WorkshopWords, seen: PlanSeen) -> Node:
    """The whole strip as one status: what was walked, taken and sent off, and the blocks at which kits are due."""
    n = max(seen.block, max((kit_seen.due for kit_seen in seen.kits), default=0)) + AHEAD - seen.starts
    panel = STRIP_LARGE if kit.large(look) else STRIP
    shapes: list[Shape] = [Box(Rect(panel.x + 5, panel.y + 9, panel.w, panel.h), "shadow", 24, alpha=50), Box(panel, "ink", 22, "rim", 2)]
    title = _title(look, seen)
    x, room = STRIP.x + 22, STRIP.w - 44
    legend, taken = _legend(look)
    size = kit.fitted(look, title, 22, (room - taken, 40), True)
    shapes += [Text(x, STRIP.y + HEAD - look.px(size) * 0.62, title, look.px(size), "white", True), *legend]
    step = min(34.0, room / n)
    side, y = step - 3, STRIP.y + 45
    here = next((kit_seen for kit_seen in seen.kits if kit_seen.here), None)
    until = here.due - seen.starts if here is not None else 0
    free = view_foam.won(seen)
    for k in range(n):
        if k < len(seen.spent):
            shapes += sign(seen.spent[k], x + k * step, y, side, HIGH)
        elif k < len(seen.spent) + free:
            # Blocks that were won: the line breathes.
            shapes.append(Box(Rect(x + k * step, y, side, HIGH), "primer_dark", min(8.0, side / 4), "primer_light", 2))
        else:
            # What is left of the kit on the table is seen as blocks, up to its flag.
            tone, edge, wide = ("steel", "amber", 3) if k < until else ("slate", "rim", 1)
            shapes.append(Box(Rect(x + k * step, y, side, HIGH), tone, min(8.0, side / 4), edge, wide))
    now = x + (seen.block - seen.starts) * step
    shapes.append(Box(Rect(now - 3, y - 3, side + 6, HIGH + 6), "", min(10.0, side / 3), "signal", 4))
    shapes += _flags(look, seen, (x - seen.starts * step, y + HIGH, step))
    said = look.t("strip.said", n=seen.block)
    said = f"{said} {_left(look, here, seen.block)}." if here is not None else said
    return Node("strip", "status", title, panel, tuple(shapes), (), value=str(seen.block), spoken=said)


def _title(look: WorkshopWords, seen: PlanSeen) -> str:
    """The block of the day, and how many are left for the kit on the table.

    A gesture of practice begins where it is laid out: its block and its aisle are not where the last one ended.
    """
    if seen.kind == "practice" and seen.spent and not seen.outcome:
        return look.t("strip.laid", n=seen.block)
    if free := view_foam.won(seen):
        return look.t("strip.ahead", n=seen.block, ahead=free)
    here = next((kit_seen for kit_seen in seen.kits if kit_seen.here), None)
    return look.t("strip.title", n=seen.block) if here is None else look.t("strip.here", n=seen.block, left=_left(look, here, seen.block))


def _left(look: WorkshopWords, here: KitSeen, block: int) -> str:
    """How many blocks a kit has before its flag, or how many it is late."""
    n = here.due - block
    return look.t("strip.left" if n >= 0 else "strip.late", kit=look.t(f"kit.{here.id}"), n=abs(n))


def _legend(look: WorkshopWords) -> tuple[list[Shape], float]:
    """The three signs with their words at the right, and how much room they take; none when words are too large."""
    words = [(letter, look.t(f"strip.{letter}")) for letter in ("w", "t", "d")]
    size = kit.READ
    wide = sum(look.width(word, size) + 58 for _, word in words)
    if wide > STRIP.w * 0.56:
        return [], 0.0
    shapes: list[Shape] = []
    x = STRIP.x + STRIP.w - 22 - wide + 22
    for letter, word in words:
        shapes += [*sign(letter, x, STRIP.y + HEAD - 14, 27, 27), Text(x + 34, STRIP.y + HEAD - look.px(size) * 0.62, word, look.px(size), "mist")]
        x += look.width(word, size) + 58
    return shapes, wide


def _flags(look: WorkshopWords, seen: PlanSeen, at: tuple[float, float, float]) -> list[Shape]:
    """A pole at each due block, its number and its kit beside it; pale once the kit has left.

    Of two that meet the earlier hangs lower: so no pole crosses another one's words.
    """
    left, y, step = at
    shapes: list[Shape] = []
    begins = STRIP.x + STRIP.w
    for kit_seen in sorted(seen.kits, key=lambda kit_seen: -kit_seen.due):
        x = left + kit_seen.due * step - 1.5
        gone = kit_seen.left >= 0
        words = look.t(f"kit.{kit_seen.id}")
        size = kit.fitted(look, words, 22, (200, 46) if kit.large(look) else (150, 30))
        number, tone = str(kit_seen.due), "mist" if gone else "signal" if kit_seen.here else "amber"
        after = look.width(number, size + 3, True) + 8
        wide = 24 + after + look.width(words, size)
        turned = x + wide > STRIP.x + STRIP.w - 12
        first = x - wide if turned else x
        row = 0 if first + wide + 20 <= begins else 1
        base = y + 7 + (ROW_LARGE if kit.large(look) else ROW) * row
        begins = first if not row else min(begins, x - 6)
        shapes += [Line(((x, y - HIGH - 5), (x, base + 22)), tone, 4), Poly(_cloth(x, base, turned), tone)]
        start, middle = first if turned else x + 24, base + (18 if kit.large(look) else 10)
        shapes += [Text(start, middle - look.px(size + 3) * 0.62, number, look.px(size + 3), "white", True)]
        shapes += [Text(start + after, middle - look.px(size) * 0.6, words, look.px(size), "white" if kit_seen.here else "mist")]
    return shapes


def _cloth(x: float, y: float, turned: bool) -> tuple[tuple[float, float], ...]:
    way = -1 if turned else 1
    return ((x, y), (x + way * 18, y + 9), (x, y + 18))
