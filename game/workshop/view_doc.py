"""The sheet at the left: the order folded in lines, one open at a time; plan, cut or changes page after page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from game.screen import kit
from game.screen.nodes import Box, Circle, Line, Node, Rect, Shape, Text
from game.workshop.seen import WorkshopSeen
from game.workshop.words import WorkshopWords
from scenarios.words import lines_of

DOC = Rect(34, 118, 420, 928)
MANY = 4
"""More tabs than these side by side do not share the row evenly: a long word would fill its own."""
FINGER, AIR = 64.0, 18.0
"""The least that a tab is wide and high, and what its word leaves free of it where there are many."""
PLAN_HIGH = 234.0
"""How high the drawing of a plan is with what stands below it, where a mechanic does not say otherwise."""
LINE_HIGH, GAP = 68.0, 8.0
NOTE, NOTE_X = 17.0, 14.0
"""The note that values are invented: its size; where it begins with large words."""
MOST_WORDS = 40
"""The most words of document that are shown at a time, so that nobody faces a wall of them."""
DrawPlan = Callable[[float], list[Shape]]
"""The drawing of the plan, its top at a height; as wide as the sheet, and 12 less high than `Sheet.plan_high`."""
Art = Callable[[int], list[Shape]]
"""The picture of a line of the order, about (0, 0), 340 wide and 120 high; [] for a line without one."""
CUT_HIGH = 172.0
"""How high the drawing above the words of the cut may be; with large words the words have its room."""
ART_HIGH, ART_LEAST = (124.0, 84.0, 0.0), 20.0
"""How high the picture of the line in force may be, the first that leaves its words so large."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is open of the documents: the line of the order in force or chosen (0: none), the page, and the drawings."""

    number: str
    line: int
    page: int
    plan: DrawPlan
    art: Art
    cut: DrawPlan = lambda top: []  # above the words of the cut, as wide as the sheet; [] for none
    plan_high: float = PLAN_HIGH
    cut_high: float = CUT_HIGH


def document(look: WorkshopWords, seen: WorkshopSeen, sheet: Sheet) -> tuple[Node, ...]:
    """A sheet of paper with its tabs; the order is folded, one line open at a time, at most forty words shown."""
    title = look.t("order.title", number=sheet.number, index=seen.index)
    # Large words: the heading keeps its two figures, and the note stands below a sheet that is a little shorter.
    large = kit.large(look)
    page = Rect(DOC.x, DOC.y, DOC.w, DOC.h - 14) if large else DOC
    head = look.t("order.short", number=sheet.number, index=seen.index) if large else title
    shapes: list[Shape] = list(kit.document(page, look, head))
    tabs, y = _tabs(look, seen)
    text = look.t(text_of(look, seen))
    nodes = [*tabs]
    foot = DOC.y + DOC.h - 34
    if large:
        # Below the sheet and wider than it: a text of its own.
        note, size = look.t("invented"), look.px(NOTE)
        below = Rect(NOTE_X, DOC.y + DOC.h - 8, look.width(note, NOTE), look.line_height(NOTE))
        # On a ground of its own: some benches are dark.
        ground = Box(below.inset(-4), "paper", 8)
        nodes.append(Node("invented", "text", note, below, (ground, Text(below.x, below.y, note, size, "ink"))))
        foot = page.y + page.h
    else:
        shapes.append(Text(DOC.centre[0], foot, look.t("invented"), look.px(kit.READ), "steel", False, "centre"))
    if seen.doc == "order":
        nodes += _order(look, text, sheet, (y, foot - 8))
        return (Node("document", "text", title, DOC, tuple(shapes), spoken=title), *nodes)
    if seen.doc == "plan":
        shapes += sheet.plan(y)
        y += sheet.plan_high
    drawn = sheet.cut(y) if seen.doc == "cut" and not large else []
    if drawn:
        shapes += drawn
        y += sheet.cut_high
    pages = _pages(look, text, y, foot - 8)
    at = sheet.page % len(pages)
    shapes += pages[at]
    if len(pages) > 1:
        # On the last page the press leads back to the first: it says so.
        label = look.t("page" if at + 1 < len(pages) else "page_last", n=at + 1, all=len(pages))
        rect = Rect(DOC.x + 24, foot - 76, DOC.w - 48, 64)
        nodes.append(kit.button(look, "page:", label, rect, style="dark", size=20))
    return (Node("document", "text", title, DOC, tuple(shapes), spoken=text.replace("\n", " ")), *nodes)


def _order(look: WorkshopWords, text: str, sheet: Sheet, room: tuple[float, float]) -> list[Node]:
    """The lines one below the other; the open one takes the height that is left.

    With large words the others are their numbers, side by side: the open one has the sheet.
    """
    lines = lines_of(text)
    if kit.large(look):
        return _numbered(look, lines, sheet, room)
    y, foot = room
    nodes = []
    numbers = [n for n, _, _ in lines]
    opened = sheet.line if sheet.line in numbers else 0
    high = min(LINE_HIGH, (foot - y - 250) / len(lines) - GAP)
    for n, title, says in lines:
        rect = Rect(DOC.x + 12, y, DOC.w - 24, high)
        if n == opened:
            rect = Rect(rect.x, y, rect.w, min(360.0, foot - y - (high + GAP) * (len(lines) - 1 - numbers.index(n))))
            nodes.append(_open(look, (n, title, says), rect, sheet.art(n)))
        else:
            nodes.append(_folded(look, n, title, rect))
        y += rect.h + GAP
    return nodes


def _numbered(look: WorkshopWords, lines: list[tuple[int, str, str]], sheet: Sheet, room: tuple[float, float]) -> list[Node]:
    """A row of numbers to press, then the line that is open."""
    y, foot = room
    numbers = [n for n, _, _ in lines]
    opened = sheet.line if sheet.line in numbers else numbers[0]
    w = (DOC.w - 24) / len(lines)
    k = min(look.comfort.text_scale, (w - 4) / 31)
    nodes = []
    for place, (n, title, _) in enumerate(lines):
        if n == opened:
            continue
        rect = Rect(DOC.x + 12 + place * w, y, w - 4, 64)
        shapes = (Box(rect, "white", 14, "mist", 2), *_disc(*rect.centre, n, "mist", "ink", k=k))
        nodes.append(Node(f"line:{n}", "button", title, rect, shapes, ("press",), spoken=f"{n}. {title}"))
    at = numbers.index(opened)
    mark = Rect(DOC.x + 12 + at * w, y, w - 4, 64)
    line = _open(look, lines[at], Rect(DOC.x + 12, y + 74, DOC.w - 24, foot - y - 74), sheet.art(opened))
    # Where one is in the row: the line below says its number itself.
    lit = Node("line_mark", "text", str(opened), mark, (Box(mark, "signal", 14), *_disc(*mark.centre, opened, "signal", "ink", k=k)))
    return [*nodes, lit, line]


def _disc(x: float, y: float, n: int, fill: str, ink: str, *, k: float = 1.0) -> list[Shape]:
    """The number of a line, `k` times as large."""
    r, big = min(30.0, 21 * k), 26 * k
    return [Circle(x, y, r, fill), Text(x, y - big * 0.65, str(n), big, ink, True, "centre")]


def _folded(look: WorkshopWords, n: int, title: str, rect: Rect) -> Node:
    """One line to press, with an arrow down."""
    size = kit.fitted(look, title, 23, (rect.w - 126, rect.h - 6))
    lines = look.wrap(title, size, rect.w - 126)
    top = rect.centre[1] - look.line_height(size) * len(lines) / 2
    x = rect.x + rect.w - 32
    y = rect.centre[1]
    shapes = (
        Box(rect, "white", 14, "mist", 2), *_disc(rect.x + 36, y, n, "mist", "ink"),
        *kit.paragraph(look, rect.x + 70, top, rect.w - 126, title, size)[0],
        Line(((x - 9, y - 5), (x, y + 5), (x + 9, y - 5)), "steel", 4),
    )  # fmt: skip
    return Node(f"line:{n}", "button", title, rect, shapes, ("press",), spoken=f"{n}. {title}")


def _open(look: WorkshopWords, line: tuple[int, str, str], rect: Rect, art: list[Shape]) -> Node:
    """The line in force: its title, its words, its picture where there is room."""
    n, title, says = line
    inner, large = rect.w - 40, kit.large(look)
    # With large words the number of the line stands above it, lit, in the row of all the numbers.
    aside = 0.0 if large else 54.0
    big = kit.fitted(look, title, 26, (inner - aside, 210 if large else 72), True)
    head, y = kit.paragraph(look, rect.x + 18 + aside, rect.y + 14, inner - aside, title, big, bold=True)
    y = y + 2 if large else max(y, rect.y + 58) + 4
    left = rect.y + rect.h - 12 - y
    drawn = ART_HIGH if art and left > 240 and look.comfort.text_scale <= 1.25 else (0.0,)
    sizes = [kit.fitted(look, says, 23, (inner, left - high)) for high in drawn]
    # A picture is smaller, or is not there, before the words of its line are.
    size = next((s for s in sizes if s >= ART_LEAST), sizes[-1])
    body, end = kit.paragraph(look, rect.x + 20, y, inner, says, size)
    shapes: list[Shape] = [Box(rect, "white", 16, "ink", 8), Box(rect, "white", 16, "signal", 5)]
    shapes += [*([] if large else _disc(rect.x + 40, rect.y + 36, n, "signal", "ink")), *head, *body]
    spare = rect.y + rect.h - 10 - end
    if art and spare >= ART_HIGH[1] - 4:
        k = min(1.0, (spare - 8) / 128)
        shapes.append(Box(Rect(rect.x + 14, end + 6, rect.w - 28, spare - 8), "primer_light", 10, alpha=110))
        shapes += [kit.scaled(s, k, rect.centre[0], end + 2 + spare / 2) for s in art]
    return Node(f"line:{n}", "button", title, rect, tuple(shapes), ("press",), state=("current",), spoken=f"{n}. {title}. {says}")


def order_lines(look: WorkshopWords, seen: WorkshopSeen) -> Sequence[int]:
    """The numbers of the lines of the order, in the issue in force."""
    return [n for n, _, _ in lines_of(look.t(_issue("order", seen)))]


def text_of(look: WorkshopWords, seen: WorkshopSeen) -> str:
    """The key of the text of the open document, in the issue in force; a plan that did not change has one text."""
    if seen.doc == "changes":
        return "changes" if seen.revised else "changes_none"
    if seen.doc == "plan":
        return "plan.revised" if seen.revised and look.has("plan.revised") else "plan"
    return _issue(seen.doc, seen)


def _issue(doc: str, seen: WorkshopSeen) -> str:
    return f"{doc}.{'revised' if seen.revised else 'first'}"


def _tabs(look: WorkshopWords, seen: WorkshopSeen) -> tuple[list[Node], float]:
    """One tab a document, as wide as its word asks where there are many; two rows when the words are large."""
    names = ["order", "plan", "cut"] + (["changes"] if seen.revised else []) + (["rack"] if seen.folders else [])
    across = len(names) if look.comfort.text_scale <= 1 else 2
    many = across > MANY
    gap = 4 if many else 8
    room = DOC.w - 32 - gap * (across - 1)
    wide = [room / across] * len(names)
    if many:
        # A finger's breadth each; what is left goes to the words that ask for more.
        more = [max(0.0, look.width(look.t(f"tab.{name}"), 18, True) + AIR - FINGER) for name in names]
        wide = [FINGER + (room - FINGER * across) * (width / sum(more) if sum(more) else 1 / across) for width in more]
    nodes = []
    x = DOC.x + 16
    for n, name in enumerate(names):
        x = x if n % across else DOC.x + 16
        rect = Rect(x, DOC.y + 82 + n // across * 72, wide[n], FINGER)
        x += rect.w + gap
        style = "dark" if seen.doc == name else "plain"
        state = ("checked",) if seen.doc == name else ()
        nodes.append(_tab(look, name, rect, style, state))
    rows = (len(names) + across - 1) // across
    return nodes, DOC.y + 92 + rows * 72


def _tab(look: WorkshopWords, name: str, rect: Rect, style: str, state: tuple[str, ...]) -> Node:
    """A tab whose word stands on one line, a little smaller where its place is narrow."""
    words = look.t(f"tab.{name}")
    node = kit.button(look, f"doc:{name}", words, rect, style=style, size=kit.READ, state=state)
    lines = [shape for shape in node.shapes if isinstance(shape, Text)]
    if len(lines) < 2:
        return node
    size = kit.fitted(look, words, kit.READ, (rect.w - 6, look.line_height(kit.READ)), True)
    line = replace(lines[0], y=rect.centre[1] - look.px(size) * 0.62, text=words, size=look.px(size))
    return replace(node, shapes=(*(s for s in node.shapes if not isinstance(s, Text)), line))


def _pages(look: WorkshopWords, text: str, top: float, bottom: float) -> list[list[Shape]]:
    """The paragraphs, in as many pages as they need; the foot is kept free as soon as there are two."""
    whole = _fill(look, text.split("\n"), top, bottom)
    return whole if len(whole) == 1 else _fill(look, text.split("\n"), top, bottom - 76)


def _fill(look: WorkshopWords, paragraphs: list[str], top: float, bottom: float) -> list[list[Shape]]:
    """Paragraph after paragraph, at most forty words a page; only one longer than a page goes on over it."""
    pages: list[list[Shape]] = [[]]
    y, words = top, 0
    for n, paragraph in enumerate(paragraphs):
        lines = _lines(look, paragraph, first=n == 0)
        count = len(paragraph.split())
        if pages[-1] and (words + count > MOST_WORDS or y + sum(high for _, high in lines) > bottom):
            pages.append([])
            y, words = top, 0
        for shapes, high in lines:
            if y + high > bottom and pages[-1]:
                pages.append([])
                y, words = top, 0
            pages[-1] += [kit.moved(s, 0, y) for s in shapes]
            y += high
        y += 11
        words += count
    return pages


def _lines(look: WorkshopWords, paragraph: str, *, first: bool) -> list[tuple[list[Shape], float]]:
    """A paragraph as lines around y = 0 with their heights: the first one is a heading."""
    left, size = DOC.x + 26, 22.0
    colour = "steel" if first else "ink"
    return [
        ([Text(left, 2, text, look.px(size), colour, first)], look.line_height(size))
        for text in look.wrap(paragraph, size, DOC.w - 50, first)
    ]
