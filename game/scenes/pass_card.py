"""What is drawn on the pass: the axis with its named levels, a habileté on it, what a row or a trade opens to."""

import math
from collections.abc import Sequence

from game.scenes.shown import COLOURS, Destination, Row
from game.screen import kit
from game.screen.nodes import Box, Circle, Line, Node, Poly, Rect, Shape, Text
from game.screen.scene import Look
from scoring.types import LEVEL_CUTS

BANDS = {"A": "green", "B": "sky", "C": "amber", "D": "mist", "to_complete": "mist"}
SHARES = (0.25, 0.5, 0.75)
"""Where the levels begin on the axis: four segments of one width, the first has no name."""
PER_PAGE = 6
"""Rows of one page."""
LABEL, AXIS, SAID = (140.0, 556.0), (722.0, 344.0), (1108.0, 192.0)
"""Left edge and width of what a row is made of: its name and fact, its place on the axis, its statement."""


def share(value: float) -> float:
    """Where a value of the scale stands on the axis, 0..1: the axis ends one segment beyond the first and last level."""
    low = LEVEL_CUTS[0] - (LEVEL_CUTS[1] - LEVEL_CUTS[0])
    high = LEVEL_CUTS[-1] + (LEVEL_CUTS[-1] - LEVEL_CUTS[-2])
    return min(1.0, max(0.0, (value - low) / (high - low)))


def names(look: Look, x: float, y: float, w: float, size: float, high: float) -> list[Shape]:
    """The names of the three levels over their segments, standing on the line `y`, of one size, within a height."""
    shapes: list[Shape] = []
    words, room = [look.t(f"boarding.level.{n}") for n in (1, 2, 3)], w / 4 - 6
    fit = min(kit.fitted(look, name, size, (room, high), True) for name in words)
    for left, name in zip(SHARES, words, strict=True):
        top = y - look.line_height(fit) * len(look.wrap(name, fit, room, True))
        shapes += kit.paragraph(look, x + w * left + 3, top, room, name, fit, bold=True, anchor="centre")[0]
    return shapes


def rules(x: float, w: float, top: float, low: float) -> list[Shape]:
    """Where each level begins, as a thin line through all the rows."""
    return [Line(((x + w * at, top), (x + w * at, low)), "mist", 2) for at in SHARES]


def on_axis(
    x: float, y: float, w: float, span: tuple[float, float, float], statement: str, level: int = 0
) -> list[Shape]:
    """A track in four segments; the margin as a line with two ends, larger than the mark of the estimate on it.

    What is said to be shown is filled from its `level` on, wherever the line begins: word and colour say the same.
    Mark: a full disc is shown, a ring to confirm, a diamond not yet shown; a bare track says that nothing is known.
    """
    step, gap = w / 4, 4.0
    shapes: list[Shape] = [Box(Rect(x + n * step + gap / 2, y - 8, step - gap, 16), "mist", 8, alpha=150) for n in range(4)]
    if statement not in ("shown", "to_confirm", "not_yet"):
        return shapes
    low, mean, high = (x + w * share(v) for v in span)
    first = max(low, x + w * begins(level))
    shapes += [Box(Rect(first, y - 8, max(8.0, high - first), 16), COLOURS[statement], 6, alpha=120)]
    shapes += [Line(((low, y), (high, y)), "ink", 4), *(Line(((end, y - 14), (end, y + 14)), "ink", 4) for end in (low, high))]
    return [*shapes, *mark(mean, y, statement)]


def begins(level: int) -> float:
    """Where a level begins on the axis, 0..1; 0 for none."""
    return SHARES[level - 1] if level else 0.0


def mark(x: float, y: float, statement: str) -> tuple[Shape, ...]:
    """The sign of a statement: shape and colour together."""
    if statement == "not_yet":
        edge = ((x, y - 15), (x + 15, y), (x, y + 15), (x - 15, y), (x, y - 15))
        return Poly(edge[:4], "amber"), Line(edge, "ink", 4)
    return (Circle(x, y, 12, "green" if statement == "shown" else "white", "ink", 4),)


def legend(look: Look, x: float, y: float, size: float, *, shown: bool = False) -> list[Shape]:
    """How the black line and, where something is `shown`, the band are read, drawn as on the axis; from `x`, at `y`."""
    shapes: list[Shape] = []
    for words, long in (("boarding.margin_short", 44.0), ("boarding.margin_long", 130.0)):
        text = look.t(words)
        shapes += [Line(((x, y), (x + long, y)), "ink", 4), *(Line(((end, y - 9), (end, y + 9)), "ink", 4) for end in (x, x + long))]
        shapes += [Circle(x + long / 2, y, 8, "white", "ink", 4)]
        shapes.append(Text(x + long + 14, y - size * 0.64, text, size, "ink", True))
        x += long + look.width(text, size / look.px(1), True) + 60
    if shown:
        shapes += [Box(Rect(x, y - 8, 60, 16), COLOURS["shown"], 6, alpha=120)]
        shapes.append(Text(x + 74, y - size * 0.64, look.t("boarding.band"), size, "ink", True))
    return shapes


FACT = 20.0
"""The words of the fact that is read before a row is opened."""


def row(look: Look, fact_row: Row, y: float, step: float) -> Node:
    """A habileté in one line: its name and the fact that says most; a press opens all of it."""
    shapes: list[Shape] = [Line(((120, y + step - 2), (1338, y + step - 2)), "mist", 2)]
    fact, room = fact_row.front, LABEL[1] - 12
    size = kit.fitted(look, fact_row.label, 24, (LABEL[1], step * 0.5), True)
    high = look.line_height(size) * len(look.wrap(fact_row.label, size, LABEL[1], True))
    small = kit.fitted(look, fact, FACT, (room, step - high - 3))
    if small < FACT:
        # Its first sentence, large enough to be read; all of it stands behind the press.
        fact = f"{fact_row.actions[0].partition('. ')[0].rstrip('.')}. {fact_row.less}".strip()
        small = kit.fitted(look, fact, FACT, (room, step - high - 3))
    high += look.line_height(small) * len(look.wrap(fact, small, room)) if fact else 0
    label, below = kit.paragraph(look, LABEL[0], y + (step - high) / 2 - 2, LABEL[1], fact_row.label, size, bold=True)
    shapes += [*label, *kit.paragraph(look, LABEL[0], below - 1, room, fact, small, colour="steel")[0]]
    middle = y + step / 2
    shapes += on_axis(AXIS[0], middle, AXIS[1], fact_row.span, fact_row.statement, fact_row.level)
    size = kit.fitted(look, fact_row.words, 24, (SAID[1], step - 10), True)
    high = look.line_height(size) * len(look.wrap(fact_row.words, size, SAID[1], True))
    shapes += kit.paragraph(look, SAID[0], middle - high / 2, SAID[1], fact_row.words, size, bold=True)[0]
    shapes.append(Line(((1316, middle - 11), (1327, middle), (1316, middle + 11)), "ink", 4))
    return Node(f"row:{fact_row.habilete}", "choice", fact_row.label, Rect(120, y, 1222, step - 4), tuple(shapes), ("press",), spoken=spoken(fact_row))


def row_large(look: Look, fact_row: Row, rect: Rect) -> Node:
    """One habileté with large words: its name, its place on the axis under the names of the levels, what is said."""
    x, w = rect.x + 20, rect.w - 60
    size = kit.fitted(look, fact_row.label, 26, (w, 150), True)
    label, below = kit.paragraph(look, x, rect.y + 2, w, fact_row.label, size, bold=True)
    levels = [look.wrap(look.t(f"boarding.level.{n}"), 20, w / 4 - 8, True) for n in (1, 2, 3)]
    line = below + look.line_height(20) * max(map(len, levels)) + 4
    shapes: list[Shape] = [*label, *names(look, x, line, w, 20, 400), *on_axis(x, line + 22, w, fact_row.span, fact_row.statement, fact_row.level)]
    words, below = kit.paragraph(look, x, line + 46, w, fact_row.words, 24, bold=True)
    fact = fact_row.front
    size = kit.fitted(look, fact, 21, (w - 40, rect.y + rect.h - below))
    shapes += [*words, *kit.paragraph(look, x, below, w - 40, fact, size, colour="steel")[0]]
    middle = rect.y + rect.h - 26
    shapes.append(Line(((rect.x + w + 12, middle - 16), (rect.x + w + 28, middle), (rect.x + w + 12, middle + 16)), "ink", 6))
    return Node(f"row:{fact_row.habilete}", "choice", fact_row.label, rect, tuple(shapes), ("press",), spoken=spoken(fact_row))


def opened(look: Look, fact_row: Row, rect: Rect, at: int = 0) -> tuple[Node, int]:
    """All that was seen of a habileté: where it stands, every fact, then what would say more and how it is read.

    Page `at` of it, and how many pages there are; a voice says all of them.
    """
    x, w, large = rect.x + 20, rect.w - 40, kit.large(look)
    size = kit.fitted(look, fact_row.label, 26 if large else 34, (w, 150), True)
    shapes, y = [*kit.paragraph(look, x, rect.y + 6, w, fact_row.label, size, bold=True)[0]], rect.y + 6.0
    y += look.line_height(size) * len(look.wrap(fact_row.label, size, w, True))
    if not large:
        shapes += [*names(look, x, y + 46, w, 22, 46), *on_axis(x, y + 74, w, fact_row.span, fact_row.statement, fact_row.level)]
        shapes += kit.paragraph(look, x, y + 100, w, fact_row.words, 28, bold=True)[0]
        y += 100 + look.line_height(28) + 10
    parts = [*fact_row.actions, *fact_row.others, *((fact_row.settle,) if fact_row.settle else ()), *(() if large else (look.t("boarding.margin"),))]
    size, gap, room = 21.0, 0.0 if large else 8.0, rect.y + rect.h - y - 4
    pages = _pages_of(look, parts, size, (w, room), gap)
    for part in pages[at % len(pages)]:
        # A sentence that is longer than a page is written smaller, never cut.
        small = kit.fitted(look, part, size, (w, room))
        lines, y = kit.paragraph(look, x, y, w, part, small, colour="ink" if part == fact_row.settle else "steel")
        shapes += lines
        y += gap
    return Node(f"open:{fact_row.habilete}", "text", fact_row.label, rect, tuple(shapes), spoken=spoken(fact_row, fact_row.others)), len(pages)


def _pages_of(look: Look, parts: Sequence[str], size: float, box: tuple[float, float], gap: float) -> list[list[str]]:
    """Sentences on pages of a width and height, in their order; at least one stands on each page."""
    pages: list[list[str]] = [[]]
    left = box[1]
    for part in parts:
        high = look.line_height(size) * len(look.wrap(part, size, box[0])) + gap
        if pages[-1] and high - gap > left:
            pages.append([])
            left = box[1]
        pages[-1].append(part)
        left -= high
    return pages


def spoken(fact_row: Row, others: Sequence[str] = ()) -> str:
    """A row as a voice says it: its facts that say most, and `others` where it is open."""
    return " ".join(f"{part.rstrip('.')}." for part in (fact_row.label, fact_row.words, *fact_row.actions, *others, fact_row.settle) if part)


def others(look: Look, names: Sequence[str], rect: Rect) -> Node:
    """The habiletés of which nothing was seen, by their names, in two columns; large words have one."""
    title, says = look.t("boarding.others", n=len(names)), look.t("boarding.others_says")
    x, w, large = rect.x + 20, rect.w - 40, kit.large(look)
    size = kit.fitted(look, title, 26 if large else 34, (w, 90), True)
    shapes, y = kit.paragraph(look, x, rect.y + 6, w, title, size, bold=True)
    more, y = kit.paragraph(look, x, y + 4, w, says, 21 if large else 25, colour="steel")
    across = 1 if large else 2
    rows = math.ceil(len(names) / across)
    step = (rect.y + rect.h - y - 12) / max(1, rows)
    room = w / across - 20
    fit = min((kit.fitted(look, name, 25, (room, step)) for name in names), default=25)
    listed: list[Shape] = []
    for n, name in enumerate(names):
        left, top = x + n // rows * w / across, y + 8 + n % rows * step
        listed += [Circle(left + 8, top + look.line_height(fit) / 2, 5, "steel"), *kit.paragraph(look, left + 26, top, room - 26, name, fit)[0]]
    return Node("open:others", "text", title, rect, (*shapes, *more, *listed), spoken=f"{title} {says} {', '.join(names)}.")


def destination(look: Look, d: Destination, n: int, rect: Rect) -> Node:
    """A trade on the stub: its name, its place, and why in a few words; a press opens the whole sentence."""
    shapes: list[Shape] = [Box(rect, "white", 16, "mist", 2), Box(Rect(rect.x, rect.y, 12, rect.h), "mist" if d.outside else BANDS[d.band], 6)]
    x, w, why = rect.x + 28, rect.w - 44, d.short or d.why
    large = kit.large(look)
    size = kit.fitted(look, d.title, 23, (w, rect.h * 0.5), True)
    head, y = kit.paragraph(look, x, rect.y + 8, w, d.title, size, bold=True)
    size = kit.fitted(look, f"{d.place}\n{why}", 20, (w, rect.y + rect.h - y - 6))
    for text, colour, bold in ((d.place, "steel", False), (why, "ink", not large)):
        lines, y = kit.paragraph(look, x, y, w, text, size, colour=colour, bold=bold)
        head = (*head, *lines)
    return Node(f"to:{n}", "choice", d.title, rect, (*shapes, *head), ("press",), spoken=destination_words(d))


def destination_words(d: Destination) -> str:
    """A trade as a voice says it."""
    return f"{d.title}. {d.place}. {d.why}"


def opened_trade(look: Look, d: Destination, n: int, rect: Rect, more: Sequence[str]) -> Node:
    """All that is said of a trade: its place, why, and what holds for all of them."""
    x, w, large = rect.x + 20, rect.w - 40, kit.large(look)
    size = kit.fitted(look, d.title, 23 if large else 34, (w, 160), True)
    head, y = kit.paragraph(look, x, rect.y + 6, w, d.title, size, bold=True)
    shapes: list[Shape] = [*head]
    whole = "\n".join((d.place, d.why, *more))
    size = kit.fitted(look, whole, 20 if large else 27, (w, rect.y + rect.h - y - 12))
    for part in (d.place, d.why, *more):
        lines, y = kit.paragraph(look, x, y + (0 if large else 10), w, part, size)
        shapes += lines
    said = " ".join((destination_words(d), *more))
    return Node(f"open:to:{n}", "text", d.title, rect, tuple(shapes), spoken=said)
