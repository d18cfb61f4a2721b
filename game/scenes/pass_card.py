"""What is drawn on the pass: a habileté in one line, and what a row, a trade or the rest of the pass opens to."""

import math
from collections.abc import Collection, Sequence
from dataclasses import replace

from game.scenes.pass_axis import goes_beyond, names, on_axis, sign
from game.scenes.shown import Destination, Row
from game.screen import kit
from game.screen.nodes import Box, Circle, Line, Node, Rect, Shape
from game.screen.scene import Look

BANDS = {"A": "green", "B": "sky", "C": "amber", "D": "mist", "to_complete": "mist"}
PER_PAGE = 6
"""Rows of one page."""
LABEL, AXIS, SAID = (140.0, 456.0), (606.0, 502.0), (1156.0, 158.0)
"""Left edge and width of what a row is made of: its name and fact, its place on the axis, its statement."""
SIGN = 1138.0
"""The middle of the sign that stands before the statement."""


NAME_SIZE, WORDS = 26.0, 23.0
"""Sizes of a row's words, the same in every row: its name, its statement. Its facts are a press away."""
PRESSED = 66.0
"""How high a row is at the least, with the line between two: a finger finds it."""
AROUND = 12.0
"""Above and below what a row says."""


def _high(look: Look, text: str, size: float, wide: float, bold: bool = False) -> float:
    return look.line_height(size) * len(look.wrap(text, size, wide, bold)) if text else 0.0


def row_high(look: Look, fact_row: Row) -> float:
    """How high a row is with all it says at the one size of its column."""
    left = _high(look, fact_row.label, NAME_SIZE, LABEL[1], True)
    return max(PRESSED, AROUND + max(left, _high(look, fact_row.words, WORDS, SAID[1], True)))


def row_pages(look: Look, rows: Sequence[Row], room: float) -> list[tuple[Row, ...]]:
    """Rows on as few pages as they take, in their order, and as many on each as that leaves."""
    few = _filled(look, rows, room, PER_PAGE)
    even = (_filled(look, rows, room, most) for most in range(math.ceil(len(rows) / max(1, len(few))), PER_PAGE + 1))
    return next((pages for pages in even if len(pages) == len(few)), few)


def _filled(look: Look, rows: Sequence[Row], room: float, most: int) -> list[tuple[Row, ...]]:
    """Pages with at most so many rows, each as full as it can be."""
    pages: list[tuple[Row, ...]] = []
    left = 0.0
    for fact_row in rows:
        high = row_high(look, fact_row)
        if not pages or high > left or len(pages[-1]) == most:
            pages, left = [*pages, ()], room
        pages[-1], left = (*pages[-1], fact_row), left - high
    return pages


def row(look: Look, fact_row: Row, y: float, step: float) -> Node:
    """A habileté in one line: its name, its band on the four columns and what is said of it; a press opens every fact."""
    shapes: list[Shape] = [Line(((120, y + step - 2), (1338, y + step - 2)), "mist", 2)]
    middle = y + step / 2 - 1
    top = middle - _high(look, fact_row.label, NAME_SIZE, LABEL[1], True) / 2
    shapes += kit.paragraph(look, LABEL[0], top, LABEL[1], fact_row.label, NAME_SIZE, bold=True)[0]
    shapes += on_axis(AXIS[0], middle, AXIS[1], fact_row.span, fact_row.statement, fact_row.level, "white")
    shapes += sign(SIGN, middle, fact_row.statement)
    high = _high(look, fact_row.words, WORDS, SAID[1], True)
    shapes += kit.paragraph(look, SAID[0], middle - high / 2, SAID[1], fact_row.words, WORDS, bold=True)[0]
    shapes.append(Line(((1320, middle - 11), (1331, middle), (1320, middle + 11)), "ink", 4))
    return Node(f"row:{fact_row.habilete}", "choice", fact_row.label, Rect(120, y, 1222, step - 2), tuple(shapes), ("press",), spoken=spoken(fact_row))


def row_large(look: Look, fact_row: Row, rect: Rect) -> Node:
    """One habileté with large words: its name, its place on the axis under the names of the levels, what is said."""
    x, w = rect.x + 20, rect.w - 60
    size = kit.fitted(look, fact_row.label, 26, (w, 150), True)
    label, below = kit.paragraph(look, x, rect.y + 2, w, fact_row.label, size, bold=True)
    axis, below = _axis_named(look, (x, below + 24, w), fact_row, 20)
    words, below = kit.paragraph(look, x, below + 6, w, fact_row.words, 24, bold=True)
    shapes: list[Shape] = [*label, *axis, *words]
    fact = fact_row.front
    size = kit.fitted(look, fact, 21, (w - 40, rect.y + rect.h - below))
    shapes += kit.paragraph(look, x, below, w - 40, fact, size, colour="steel")[0]
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
        axis, y = _axis_named(look, (x, y + 26, w), fact_row, 22)
        shapes += [*axis, *sign(x + 16, y + 28, fact_row.statement)]
        words, y = kit.paragraph(look, x + (44 if sign(0, 0, fact_row.statement) else 0), y + 8, w - 44, fact_row.words, 28, bold=True)
        shapes += words
        y += 8
    # No colour is explained that the band cannot have: neither green nor pale where nothing is shown, no white in the
    # highest level.
    margin = look.t("boarding.margin" + (".bare" if fact_row.statement != "shown" else "" if goes_beyond(fact_row.span, fact_row.level) else ".top"))
    official = (look.t("boarding.official", name=fact_row.official),) if fact_row.official not in ("", fact_row.label) else ()
    grouped = [part for state, facts in fact_row.grouped for part in (*_head_of(look, state), *facts)]
    parts = [*official, *grouped, *((fact_row.settle,) if fact_row.settle else ())]
    heads = {head for state, _ in fact_row.grouped for head in _head_of(look, state)}
    size, gap, room = 21.0 if large else 22.0, 0.0 if large else 8.0, rect.y + rect.h - y - 4
    pages = pages_of(look, parts, size, (w, room), gap, heads)
    if not large and len(pages_of(look, [*pages[-1], margin], size, (w, room), gap)) == 1:
        # How the band is read stands here where there is room: no page is turned for it.
        pages[-1].append(margin)
    for part in pages[at % len(pages)]:
        # A sentence that is longer than a page is written smaller, never cut.
        small = kit.fitted(look, part, size, (w, room))
        stands_out = part in heads or part == fact_row.settle
        lines, y = kit.paragraph(look, x, y, w, part, small, colour="ink" if stands_out else "steel", bold=part in heads)
        shapes += lines
        y += gap
    said = " ".join(f"{part.rstrip('.')}." for part in (fact_row.label, fact_row.words, *grouped, fact_row.settle) if part)
    return Node(f"open:{fact_row.habilete}", "text", fact_row.label, rect, tuple(shapes), spoken=said), len(pages)


def _head_of(look: Look, state: str) -> tuple[str, ...]:
    """What is said over the facts that stand so; nothing where that is not known."""
    return (look.t(f"boarding.facts.{state}"),) if state else ()


def _axis_named(look: Look, at: tuple[float, float, float], fact_row: Row, size: float) -> tuple[list[Shape], float]:
    """A row's axis at (left, middle, width) with the names of the levels under it; and the y below."""
    x, y, w = at
    named, below = names(look, x, y + 16, w, size, 400)
    return [*on_axis(x, y, w, fact_row.span, fact_row.statement, fact_row.level), *named], below


def pages_of(
    look: Look, parts: Sequence[str], size: float, box: tuple[float, float], gap: float,
    heads: Collection[str] = (),
) -> list[list[str]]:  # fmt: skip
    """Sentences on pages of a width and height, in their order; at least one stands on each page.

    One of `heads` stands with the sentence after it: no page ends with what it announces.
    """
    pages: list[list[str]] = [[]]
    left = box[1]
    highs = [look.line_height(size) * len(look.wrap(part, size, box[0])) + gap for part in parts]
    for n, (part, high) in enumerate(zip(parts, highs, strict=True)):
        needed = sum(highs[n : n + 2]) if part in heads else high
        if pages[-1] and needed - gap > left:
            pages.append([])
            left = box[1]
        pages[-1].append(part)
        left -= high
    return pages


def spoken(fact_row: Row) -> str:
    """A row as a voice says it: its facts that say most, with what stands beside the first."""
    return " ".join(f"{part.rstrip('.')}." for part in (fact_row.label, fact_row.words, *fact_row.facts, fact_row.settle) if part)


def rest(look: Look, said: Sequence[str], names: Sequence[str], rect: Rect) -> Node:
    """The rest of the pass: a sentence a paragraph, then the habiletés of which nothing was seen, by their names in two
    columns; large words have one."""
    title = look.t("boarding.rest")
    x, w, large = rect.x + 20, rect.w - 40, kit.large(look)
    size = kit.fitted(look, title, 26 if large else 34, (w, 90), True)
    shapes, y = kit.paragraph(look, x, rect.y + 6, w, title, size, bold=True)
    across = 1 if large else 2
    rows = math.ceil(len(names) / across)
    listed_high = (look.line_height(22) + 1) * rows
    room, parts = rect.y + rect.h - y - listed_high - 12, [part for part in said if part]
    gap = 6.0
    small = min((kit.fitted(look, "\n".join(parts), 22, (w, room - gap * len(parts))) for _ in parts[:1]), default=22)
    drawn: list[Shape] = [*shapes]
    for part in parts:
        lines, y = kit.paragraph(look, x, y + gap, w, part, small)
        drawn += lines
    step = (rect.y + rect.h - y - 12) / max(1, rows)
    wide = w / across - 20
    fit = min((kit.fitted(look, name, 22, (wide, step)) for name in names), default=22)
    step = min(step, look.line_height(fit) + 4)
    for n, name in enumerate(names):
        left, top = x + n // rows * w / across, y + 8 + n % rows * step
        drawn += [Circle(left + 8, top + look.line_height(fit) / 2, 5, "steel"), *kit.paragraph(look, left + 26, top, wide - 26, name, fit)[0]]
    spoken = f"{title}. {' '.join(parts)} {', '.join(names)}."
    return Node("open:others", "text", title, rect, tuple(drawn), spoken=spoken)


def opened_text(
    look: Look, id: str, title: str, parts: Sequence[str], rect: Rect, at: int = 0
) -> tuple[Node, int]:
    """A title and its sentences, one a paragraph: page `at` of them, and how many pages large words take."""
    x, w, large = rect.x + 20, rect.w - 40, kit.large(look)
    size = kit.fitted(look, title, 23 if large else 34, (w, 160), True)
    head, y = kit.paragraph(look, x, rect.y + 6, w, title, size, bold=True)
    shapes, gap = [*head], 0.0 if large else 12.0
    size, room = 20.0 if large else 27.0, rect.y + rect.h - y - 12
    pages = pages_of(look, parts, size, (w, room), gap)
    for part in pages[at % len(pages)]:
        small = kit.fitted(look, part, size, (w, room))
        lines, y = kit.paragraph(look, x, y + gap, w, part, small)
        shapes += lines
    return Node(id, "text", title, rect, tuple(shapes), spoken=" ".join((title, *parts))), len(pages)


def destination(look: Look, d: Destination, n: int, rect: Rect) -> Node:
    """A trade on the stub: its name and its place; a press opens why. Large words, one trade at a time, say it at once."""
    shapes: list[Shape] = [Box(rect, "white", 16, "mist", 2), Box(Rect(rect.x, rect.y, 12, rect.h), "mist" if d.outside else BANDS[d.band], 6)]
    large = kit.large(look)
    x, w, why = rect.x + 28, rect.w - 44, (d.short or d.why) if large else ""
    size = kit.fitted(look, d.title, 23, (w, rect.h * 0.5), True)
    head, y = kit.paragraph(look, x, rect.y + 8, w, d.title, size, bold=True)
    said = [(d.place, "steel"), *([(why, "ink")] if why else [])]
    size = _fitted_both(look, [text for text, _ in said], 22, (w, rect.y + rect.h - y - 6))
    for text, colour in said:
        lines, y = kit.paragraph(look, x, y, w, text, size, colour=colour)
        head = (*head, *lines)
    return Node(f"to:{n}", "choice", d.title, rect, (*shapes, *head), ("press",), spoken=destination_words(d))


def _fitted_both(look: Look, said: Sequence[str], size: float, box: tuple[float, float]) -> float:
    """The largest size, from `size` down to 8, at which texts fit below each other."""
    size = min(kit.fitted(look, text, size, box) for text in said)
    while size > 8 and sum(_high(look, text, size, box[0]) for text in said) > box[1]:
        size -= 1
    return size


def destination_words(d: Destination) -> str:
    """A trade as a voice says it."""
    return f"{d.title}. {d.place}. {d.why}"


def opened_trade(
    look: Look, d: Destination, n: int, rect: Rect, more: Sequence[str], at: int = 0
) -> tuple[Node, int]:
    """All that is said of a trade: its place and hours, why, what it asks beside what was shown, and what `more` says."""
    parts = (d.place, *((d.terms,) if d.terms else ()), d.why, *d.asks, *more)
    node, pages = opened_text(look, f"open:to:{n}", d.title, parts, rect, at)
    return replace(node, spoken=" ".join((f"{d.title}.", f"{d.place}.", *parts[1:]))), pages
