"""The end of a job: what can be seen is counted, tools go back, the sheet is filled, the pen signs. Any workshop's."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from game.screen import kit
from game.screen.nodes import Box, Circle, Line, Node, Picture, Poly, Rect, Shape, Text
from game.workshop.view import Parts
from game.workshop.words import WorkshopWords

Draw = Callable[[float, float], list[Shape]]
"""How a small thing looks around a point, about 40 units wide."""

Thrown = Callable[[float, float, int], list[Shape]]
"""How the n-th thing thrown into the red box lies there."""

DRAWN: Mapping[str, Draw] = {
    "tags": lambda x, y: [Picture("tag", Rect(x - 30, y - 24, 60, 46))],
    "red_box": lambda x, y: [Poly(((x - 24, y - 12), (x + 24, y - 12), (x + 18, y + 20), (x - 18, y + 20)), "red"), Box(Rect(x - 28, y - 18, 56, 9), "red", 4)],
    "tools": lambda x, y: [Box(Rect(x - 22, y - 20, 44, 40), "slate", 8), Box(Rect(x - 12, y - 8, 24, 8), "alu_light", 4), Box(Rect(x - 12, y + 4, 14, 8), "signal", 4)],
}  # fmt: skip
"""How small what every workshop counts is drawn on its line."""

SHEET = Rect(34, 112, 560, 934)
TRAYS = Rect(622, 112, 664, 276)
BOX = Rect(622, 412, 436, 316)
TAGS = Rect(1082, 412, 204, 316)
BOARD = Rect(1314, 112, 572, 616)
STRIP = Rect(622, 750, 1264, 146)
STRIP_2 = Rect(622, 744, 1264, 196)
MENTOR = Rect(622, 916, 656, 130)
MENTOR_2 = Rect(622, 956, 656, 92)
NOTE = Rect(1302, 916, 584, 130)
NOTE_2 = Rect(1302, 956, 584, 92)
"""The second of each where the numbers take two rows."""
FORM = Rect(622, 750, 1264, 296)
MOST = 16
"""The largest number on one row. The strip is always whole, up to the fullest bin: it gives nothing away."""
ROWS = 5
"""Above a dozen, pieces stand in tidy rows of five; below, they lie as they fell, never on one another."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One line of the sheet: a thing to count, and the number noted ("" while none is)."""

    id: str
    name: str
    noted: str
    draw: Draw


@dataclass(frozen=True, slots=True)
class Tray:
    """A bin seen from above with its true stock; `item` is the line of the sheet that counts it, `line` its name there."""

    item: str
    line: str
    name: str
    lot: str
    stock: int
    draw: Draw


@dataclass(frozen=True, slots=True)
class Peg:
    """A place on the board: the tool hangs there ("board"), is still on the bench ("hand"), or is nowhere ("gone")."""

    id: str
    name: str
    state: str
    draw: Callable[[float, float, bool], list[Shape]]


@dataclass(frozen=True, slots=True)
class Entry:
    """A field of the sheet with its answers."""

    id: str
    name: str
    options: tuple[str, ...]
    value: str


@dataclass(frozen=True, slots=True)
class Closing:
    """Everything this screen shows. `open` is "" (counting), "form" (fields) or the id of an empty peg being asked about."""

    number: str  # of the work order
    counted: tuple[Counted, ...]
    trays: tuple[Tray, ...]
    box: str  # the line that counts the red box
    rejected: int
    tags: str  # the line that counts the tags
    tags_left: int
    tags_total: int
    tools: str  # the line that counts the tools
    pegs: tuple[Peg, ...]
    entries: tuple[Entry, ...]
    places: tuple[tuple[str, str, bool], ...]  # (id, name, already searched)
    says: str
    mentor: str  # name of the mentor's drawing
    chosen: str
    pending: str
    open: str
    thrown: Thrown  # how the n-th thing in the red box lies there
    most: int = MOST  # the largest number that may have to be noted


def closing(look: WorkshopWords, now: Closing) -> Parts:
    """The sheet at the left; in the middle what is counted; the board at the right; below, the number or the answers."""
    shapes: list[Shape] = []
    nodes: list[Node] = []
    _sheet(look, now, shapes, nodes)
    for n, tray in enumerate(now.trays):
        _tray(look, now, tray, _cell(TRAYS, n, len(now.trays)), shapes, nodes)
    _box(look, now, shapes, nodes)
    _tags(look, now, shapes, nodes)
    _board(look, now, shapes, nodes)
    if now.open == "form":
        _form(look, now, shapes, nodes)
    else:
        _places(look, now, shapes, nodes) if now.open else _strip(look, now, shapes, nodes)
        _foot(look, now, shapes, nodes)
    return tuple(shapes), tuple(nodes)


def _cell(row: Rect, at: int, of: int, gap: float = 24) -> Rect:
    w = (row.w - gap * (of - 1)) / of
    return Rect(row.x + at * (w + gap), row.y, w, row.h)


def _chosen(rect: Rect) -> list[Shape]:
    """The line in force: orange between two lines of ink."""
    r = rect.inset(-6)
    return [Box(r, "", 26, "ink", 8), Box(r, "", 26, "signal", 4)]


def _one_line(look: WorkshopWords, text: str, size: float, width: float, bold: bool = False) -> float:
    """A text size (before the person's scale) at which a line fits a width."""
    while size > 12 and look.width(text, size, bold) > width:
        size -= 1
    return size


def _sheet(look: WorkshopWords, now: Closing, shapes: list[Shape], nodes: list[Node]) -> None:
    shapes += kit.document(SHEET, look, f"{look.t('closing.sheet')} · {now.number}")
    step = min(92.0, 560 / max(1, len(now.counted)))
    for n, line in enumerate(now.counted):
        rect = Rect(SHEET.x + 16, SHEET.y + 84 + n * step, SHEET.w - 32, step - 8)
        nodes.append(_line(look, line, rect, line.id == now.chosen and not now.open))
    y = SHEET.y + 84 + len(now.counted) * step + 6
    fold = Rect(SHEET.x + 16, y, SHEET.w - 32, 72)
    label = look.t("closing.form")
    style = "dark" if now.open == "form" else "plain"
    nodes.append(kit.button(look, "form:", label, fold, style=style, size=24, state=("checked",) if now.open == "form" else ()))
    foot = SHEET.y + SHEET.h
    shapes += [Line(((SHEET.x + 300, foot - 44), (SHEET.x + SHEET.w - 28, foot - 44)), "steel", 3, True)]
    end = Rect(SHEET.x + 16, foot - 100, 250, 84)
    nodes.append(kit.button(look, "end", look.t("end"), end, style="plain", size=21))
    pen = Rect(SHEET.x + 284, foot - 168, 260, 152)
    sign, key = look.t("sign"), look.t("shortcut.sign")
    nodes.append(Node("sign", "button", sign, pen, tuple(_pen(look, pen, sign)), ("press",), spoken=kit.told(look, sign, key), shortcut=key))


def _line(look: WorkshopWords, line: Counted, rect: Rect, current: bool) -> Node:
    field = Rect(rect.x + rect.w - 118, rect.y + 9, 100, rect.h - 18)
    size = kit.fitted(look, line.name, 25, (rect.w - 220, rect.h - 8), current)
    lines = look.wrap(line.name, size, rect.w - 220, current)
    top = rect.centre[1] - look.line_height(size) * len(lines) / 2
    words, _ = kit.paragraph(look, rect.x + 86, top, rect.w - 220, line.name, size, bold=current)
    shapes: list[Shape] = [Box(rect, "white" if current else "", 18, "signal" if current else "", 5 if current else 0)]
    shapes += [*line.draw(rect.x + 44, rect.centre[1]), *words]
    shapes.append(Box(field, "signal_soft" if current else "white", 14, "signal" if current else "steel", 3))
    big = min(44.0, look.px(36))
    shapes.append(Text(field.centre[0], field.centre[1] - big * 0.62, line.noted, big, "ink", True, "centre"))
    said = f"{line.name}. {look.t('closing.noted', n=line.noted) if line.noted else look.t('closing.empty')}"
    state = ("current",) if current else ()
    return Node(f"count:{line.id}", "choice", line.name, rect, tuple(shapes), ("press",), value=line.noted, state=state, spoken=said)


def _pen(look: WorkshopWords, rect: Rect, label: str) -> list[Shape]:
    """The pen lies on the sheet, over the line to sign."""
    x, y = rect.x + 24, rect.y + rect.h - 34
    body = ((x + 20, y - 22), (x + 176, y - 122), (x + 194, y - 96), (x + 38, y + 4))
    size = _one_line(look, label, 20, rect.w - 12, True)
    return [
        Poly(tuple((px + 8, py + 12) for px, py in body), "shadow", 60),
        Poly(body, "blue_dark"), Poly(((x + 20, y - 22), (x + 38, y + 4), (x - 6, y + 14)), "alu_mid"),
        Line(((x + 30, y - 22), (x + 176, y - 116)), "sky", 5), Line(((x + 20, y - 22), (x + 38, y + 4)), "ink", 4),
        Text(rect.centre[0], rect.y + rect.h - 1.28 * min(look.px(size), 24) - 2, label, min(look.px(size), 24), "ink", True, "centre"),
    ]  # fmt: skip


def scattered(area: Rect, n: int) -> list[tuple[float, float, float]]:
    """Where n pieces lie and how large they are drawn: tidy rows, with a small fixed disorder while they are few."""
    across = ROWS if n > 12 else max(3, min(ROWS, int(area.w // 62)))
    rows = max(1, -(-n // across))
    dx, dy = area.w / across, min(58.0, area.h / rows)
    size = min(1.0, dx / 50, dy / 50)
    places = []
    for k in range(n):
        wobble = 0.0 if n > 12 else ((k * 37) % 11 - 5) * 0.9
        places.append((area.x + dx * (k % across + 0.5) + wobble, area.y + dy * (k // across + 0.5) + wobble * 0.6, size))
    return places


def _tray(look: WorkshopWords, now: Closing, tray: Tray, rect: Rect, shapes: list[Shape], nodes: list[Node]) -> None:
    inner = Rect(rect.x + 14, rect.y + 14, rect.w - 28, rect.h - 90)
    drawn: list[Shape] = [Box(rect, "slate", 22, "rim", 2, shade=True), Box(inner, "tarmac", 14)]
    for x, y, size in scattered(inner.inset(6), tray.stock):
        drawn += [kit.scaled(piece, size, x, y) for piece in tray.draw(0, 0)]
    large = _one_line(look, tray.name, 24, rect.w - 20, True)
    drawn.append(Text(rect.centre[0], rect.y + rect.h - 72, tray.name, min(look.px(large), 34), "white", True, "centre"))
    small = _one_line(look, tray.lot, 20, rect.w - 20)
    drawn.append(Text(rect.centre[0], rect.y + rect.h - 36, tray.lot, min(look.px(small), 26), "mist", False, "centre"))
    if tray.item == now.chosen and not now.open:
        drawn += _chosen(rect)
    said = f"{tray.name}, {tray.lot}. {look.t('closing.pieces', n=tray.stock)}"
    nodes.append(Node(f"see:{tray.item}", "image", tray.name, rect, tuple(drawn), ("press",), spoken=said))


def _box(look: WorkshopWords, now: Closing, shapes: list[Shape], nodes: list[Node]) -> None:
    name = next(c.name for c in now.counted if c.id == now.box)
    inner = Rect(BOX.x + 16, BOX.y + 20, BOX.w - 32, BOX.h - 92)
    drawn: list[Shape] = [Box(BOX, "red", 24, shade=True), Box(Rect(BOX.x, BOX.y, BOX.w, 14), "white", 7, alpha=60), Box(inner, "black", 14, alpha=150)]
    for n, (x, y, size) in enumerate(scattered(inner.inset(10), now.rejected)):
        drawn += [kit.scaled(piece, size, x, y) for piece in now.thrown(0, 0, n)]
    large = _one_line(look, name, 26, BOX.w - 40, True)
    drawn.append(Text(BOX.x + 24, BOX.y + BOX.h - 54, name, min(look.px(large), 38), "white", True))
    if now.chosen == now.box and not now.open:
        drawn += _chosen(BOX)
    said = f"{name}. {look.t('closing.pieces', n=now.rejected)}"
    nodes.append(Node(f"see:{now.box}", "image", name, BOX, tuple(drawn), ("press",), spoken=said))


def _tags(look: WorkshopWords, now: Closing, shapes: list[Shape], nodes: list[Node]) -> None:
    name = next(c.name for c in now.counted if c.id == now.tags)
    drawn: list[Shape] = [Box(TAGS, "white", 22, "card_edge", 2, shade=True), Box(Rect(TAGS.x + 16, TAGS.y + 26, TAGS.w - 32, 18), "alu_mid", 9, "steel", 2)]
    step = (TAGS.w - 44) / max(1, now.tags_total)
    for n in range(now.tags_total):
        x = TAGS.x + 22 + step * (n + 0.5)
        drawn.append(Line(((x, TAGS.y + 44), (x, TAGS.y + 62), (x - 8, TAGS.y + 66)), "steel", 4))
        if n < now.tags_left:
            drawn += _tag(x, TAGS.y + 60, min(30.0, step - 4))
    size = kit.fitted(look, name, 22, (TAGS.w - 20, 84), True)
    drawn += kit.paragraph(look, TAGS.x + 10, TAGS.y + TAGS.h - 92, TAGS.w - 20, name, size, bold=True, anchor="centre")[0]
    if now.chosen == now.tags and not now.open:
        drawn += _chosen(TAGS)
    said = f"{name}. {look.t('closing.pieces', n=now.tags_left)}"
    nodes.append(Node(f"see:{now.tags}", "image", name, TAGS, tuple(drawn), ("press",), spoken=said))


def _tag(x: float, y: float, w: float) -> list[Shape]:
    left, right = x - w / 2, x + w / 2
    outline = ((x - w / 4, y + 10), (x + w / 4, y + 10), (right, y + 32), (right, y + 118), (left, y + 118), (left, y + 32))
    bars = [Box(Rect(x - w * 0.26, y + 58 + 18 * k, w * 0.52, 7), "white", 3) for k in range(3)]
    return [Poly(outline, "red"), Circle(x, y + 28, 5, "white"), *bars, Line(((x, y), (x, y + 26)), "ink", 2)]


def _board(look: WorkshopWords, now: Closing, shapes: list[Shape], nodes: list[Node]) -> None:
    shapes += [Box(BOARD, "alu_light", 24, "alu_mid", 4, shade=True), Box(BOARD.inset(14), "mist", 16)]
    across = 4
    rows = max(1, -(-len(now.pegs) // across))
    w, h = (BOARD.w - 46) / across, (BOARD.h - 46) / rows
    for n, peg in enumerate(now.pegs):
        rect = Rect(BOARD.x + 23 + n % across * w + 5, BOARD.y + 23 + n // across * h + 5, w - 10, h - 10)
        nodes.append(_peg(look, peg, rect, peg.id == now.open))
    if now.chosen == now.tools and not now.open:
        shapes += _chosen(BOARD)


def _peg(look: WorkshopWords, peg: Peg, rect: Rect, asked: bool) -> Node:
    """A tool on its hook, a tool still to hang back (it lies low, with an arrow up), or an empty silhouette."""
    middle = rect.y + rect.h * 0.42
    shapes: list[Shape] = [Box(rect, "slate", 16, "signal" if asked else "rim", 5 if asked else 2), Circle(rect.centre[0], rect.y + 16, 6, "alu_mid", "ink", 2)]
    if peg.state == "hand":
        shapes.append(Box(Rect(rect.x + 4, rect.y + rect.h * 0.62, rect.w - 8, 10), "amber", 5))
    tool = peg.draw(0, 0, False)
    if peg.state == "gone":
        tool = [_silhouette(s) for s in tool]
    shapes += [kit.scaled(s, min(0.72, rect.w / 172), rect.centre[0], middle) for s in tool]
    if peg.state == "hand":
        x, y = rect.x + rect.w - 24, rect.y + 30
        shapes += [Circle(x, y, 18, "ink"), Line(((x, y + 9), (x, y - 9)), "white", 4), Line(((x - 7, y - 2), (x, y - 9), (x + 7, y - 2)), "white", 4)]
    size = kit.fitted(look, peg.name, 20, (rect.w - 8, rect.h * 0.3), True)
    shapes += kit.paragraph(look, rect.x + 4, rect.y + rect.h * 0.7, rect.w - 8, peg.name, size, colour="white", bold=True, anchor="centre")[0]
    id = {"hand": f"back:{peg.id}", "gone": f"gap:{peg.id}"}.get(peg.state, f"hung:{peg.id}")
    said = f"{peg.name}. {look.t(f'closing.peg.{peg.state}')}"
    return Node(id, "tool", peg.name, rect, tuple(shapes), () if peg.state == "board" else ("press",), spoken=said)


def _silhouette(shape: Shape) -> Shape:
    """The same outline in one flat grey: the place of a thing that is not there."""
    if isinstance(shape, Line | Text):
        return replace(shape, colour="alu_dark")
    if isinstance(shape, Picture):
        return replace(shape, alpha=60)
    if isinstance(shape, Poly):
        return replace(shape, fill="alu_dark", ramp=())
    return replace(shape, fill="alu_dark" if shape.fill else "", stroke="alu_dark" if shape.stroke else "")


def _strip(look: WorkshopWords, now: Closing, shapes: list[Shape], nodes: list[Node]) -> None:
    """All the numbers there are: one press chooses, the orange button notes it."""
    strip = STRIP if now.most <= MOST else STRIP_2
    shapes.append(Box(strip, "ink", 24))
    line = next((c for c in now.counted if c.id == now.chosen), None)
    asks = look.t("closing.how_many", what=line.name) if line else look.t("closing.choose")
    size = _one_line(look, asks, 25, STRIP.w - 48, True)
    shapes.append(Text(STRIP.x + 26, STRIP.y + 12, asks, min(look.px(size), 40), "white", True))
    rows = 1 if now.most <= MOST else 2
    across = -(-(max(now.most, MOST) + 1) // rows)
    w, h = (strip.w - 44) / across, (72 if rows == 1 else 66)
    for n in range(max(now.most, MOST) + 1):
        rect = Rect(strip.x + 22 + n % across * w, strip.y + 58 + n // across * (h + 2), w - 6, h)
        on = now.pending == str(n)
        big = min(40.0, look.px(30))
        drawn = (
            Box(rect, "white" if on else "slate", 14, "rim", 2),
            Text(rect.centre[0], rect.centre[1] - big * 0.62, str(n), big, "ink" if on else "white", True, "centre"),
            *((Box(Rect(rect.centre[0] - 18, rect.y + rect.h - 12, 36, 6), "signal", 3),) if on else ()),
        )
        nodes.append(Node(f"number:{n}", "choice", str(n), rect, drawn, ("press",), state=("checked",) if on else (), spoken=str(n)))


def _foot(look: WorkshopWords, now: Closing, shapes: list[Shape], nodes: list[Node]) -> None:
    one = now.most <= MOST
    card, note = (MENTOR, NOTE) if one else (MENTOR_2, NOTE_2)
    face = card.h - 20
    shapes += [*kit.card(card), Picture(now.mentor, Rect(card.x + 14, card.y + 10, face, face))]
    left, room = card.x + face + 32, card.w - face - 50
    size = kit.fitted(look, now.says, 24, (room, card.h - 12))
    lines = look.wrap(now.says, size, room)
    top = card.centre[1] - look.line_height(size) * len(lines) / 2
    shapes += kit.paragraph(look, left, top, room, now.says, size)[0]
    nodes.append(Node("mentor", "status", now.says, card, (), spoken=now.says))
    if now.pending and now.chosen and not now.open:
        label = look.t("closing.note", n=now.pending)
        nodes.append(kit.button(look, "note:", label, note, style="primary", size=38, hint=look.t("press_here")))


def _places(look: WorkshopWords, now: Closing, shapes: list[Shape], nodes: list[Node]) -> None:
    """Where an empty place may lead: look somewhere, or call the mentor."""
    shapes.append(Box(STRIP, "ink", 24))
    peg = next(p for p in now.pegs if p.id == now.open)
    asks = look.t("closing.gone", tool=peg.name)
    size = _one_line(look, asks, 25, STRIP.w - 48, True)
    shapes.append(Text(STRIP.x + 26, STRIP.y + 12, asks, min(look.px(size), 40), "white", True))
    choices = [(f"search:{id}", name, done) for id, name, done in now.places]
    choices += [(f"report:{peg.id}", look.t("closing.call"), False)]
    row = Rect(STRIP.x + 22, STRIP.y + 62, STRIP.w - 44, 72)
    for n, (id, name, done) in enumerate(choices):
        rect = _cell(row, n, len(choices), 12)
        state = ("checked", "disabled") if done else ()
        nodes.append(kit.button(look, id, name, rect, style="dark" if done else "secondary", size=22, state=state))


def _form(look: WorkshopWords, now: Closing, shapes: list[Shape], nodes: list[Node]) -> None:
    """Five short questions, each with its answers, all seen at once: a press writes one."""
    shapes.append(Box(FORM, "ink", 24))
    for n, entry in enumerate(now.entries):
        column = _cell(Rect(FORM.x + 18, FORM.y + 14, FORM.w - 36, FORM.h - 28), n, len(now.entries), 16)
        size = _one_line(look, entry.name, 23, column.w, True)
        shapes.append(Text(column.centre[0], column.y, entry.name, min(look.px(size), 34), "white", True, "centre"))
        rows = -(-len(entry.options) // 2)
        for k, option in enumerate(entry.options):
            h = (column.h - 48) / rows - 10
            rect = Rect(column.x + k % 2 * (column.w / 2 + 3), column.y + 48 + k // 2 * (h + 10), column.w / 2 - 3, h)
            on = option == entry.value
            style, state = ("secondary", ("checked",)) if on else ("dark", ())
            word = look.t(f"answer.{entry.id}.{option}") if look.has(f"answer.{entry.id}.{option}") else option
            said = f"{entry.name} : {word}"
            nodes.append(kit.button(look, f"answer:{entry.id}={option}", word, rect, style=style, size=30, state=state, spoken=said))
