"""The end of a job: what can be seen is counted, tools go back, the sheet is filled, the pen signs. Any workshop's."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from game.screen import kit, marks
from game.screen.nodes import Box, Circle, Line, Node, Picture, Poly, Rect, Shape, Text
from game.screen.turned import turned
from game.workshop import view_asked, view_numbers
from game.workshop.view import Parts
from game.workshop.view_clipboard import clipboard, print_of, where
from game.workshop.view_count import MOST, Closing, Counted, Tray
from game.workshop.view_fold import folded
from game.workshop.view_numbers import one_line
from game.workshop.view_pegs import peg_node
from game.workshop.view_tray import ICONS
from game.workshop.words import WorkshopWords


@dataclass(frozen=True, slots=True)
class Laid:
    """Where each piece of this screen stands."""

    trays: Rect
    box: Rect
    tags: Rect
    board: Rect
    strip: Rect
    mentor: Rect
    note: Rect
    form: Rect
    across: int = 4  # tools of the board side by side


SHEET = Rect(34, 112, 560, 934)
ONE_ROW = Laid(
    Rect(622, 112, 664, 276), Rect(622, 412, 436, 294), Rect(1082, 412, 204, 294), Rect(1314, 112, 572, 594),
    Rect(622, 728, 1264, 168), Rect(622, 916, 900, 130), Rect(1546, 916, 340, 130), Rect(622, 750, 1264, 296),
)  # fmt: skip
TWO_ROWS = replace(
    ONE_ROW, strip=Rect(622, 722, 1264, 218), mentor=Rect(622, 956, 900, 92), note=Rect(1546, 956, 340, 92)
)
"""Where the numbers take two rows."""
LARGE = Laid(
    Rect(622, 106, 664, 250), Rect(622, 368, 402, 240), Rect(1036, 368, 250, 240), Rect(1314, 106, 572, 502),
    Rect(622, 620, 1264, 244), Rect(622, 876, 800, 170), Rect(1438, 876, 448, 170), Rect(622, 620, 1264, 426), 3,
)  # fmt: skip
"""With large words pictures are smaller, and numbers always take two rows."""
NAME, NAME_LARGE, LINES_HIGH = 25.0, 340.0, 560.0
"""The name of a line of the sheet: its size, its room with large words; the height of all the lines."""
ROWS = 5
"""Above a dozen, pieces stand in tidy rows of five; below, they lie as they fell, never on one another."""
SHADE = 120
"""How much the light of the bench lies over what is not counted now, of 255."""
TAUGHT = Rect(1042, 112, 424, 0)
"""Where the tags hang when they are all there is to count, down to the strip."""
BESIDE = 742.0
"""Their left edge where the board with an empty place is there too."""


def closing(look: WorkshopWords, now: Closing) -> Parts:
    """The sheet at the left; in the middle what is counted; the board at the right; below, the number or the answers."""
    shapes: list[Shape] = []
    nodes: list[Node] = []
    at = LARGE if kit.large(look) else ONE_ROW if now.most <= MOST else TWO_ROWS
    _sheet(look, now, shapes, nodes)
    if now.taught:
        left = TAUGHT.x if not now.pegs else BESIDE
        at = replace(at, tags=Rect(left, TAUGHT.y, TAUGHT.w, at.strip.y - TAUGHT.y - 22))
        if now.pegs:
            _board(look, now, at, shapes, nodes)
    else:
        for n, tray in enumerate(now.trays):
            nodes.append(_tray(look, now, tray, _cell(at.trays, n, len(now.trays))))
        _box(look, now, at, shapes, nodes)
        _board(look, now, at, shapes, nodes)
    _tags(look, now, at, shapes, nodes)
    if now.chosen and not (now.open or now.taught or look.comfort.contrast):
        nodes = [_calm(look, node, now) for node in nodes]
    if now.open == "form":
        _form(look, now, at, shapes, nodes)
    else:
        _places(look, now, at, shapes, nodes) if now.open else view_numbers.strip(look, now, at.strip, shapes, nodes)
        _foot(look, now, at, shapes, nodes)
    return tuple(shapes), tuple(nodes)


def _calm(look: WorkshopWords, node: Node, now: Closing) -> Node:
    """What is counted now stands in the light; what lies elsewhere waits in the shade, its name does not. It is pressed as well."""
    if not node.id.startswith("see:") or node.id == f"see:{now.chosen}":
        return node
    r, named = node.rect, 120.0 if kit.large(look) else 92.0 if node.id == f"see:{now.tags}" else 78.0
    return replace(node, shapes=(*node.shapes, Box(Rect(r.x + 12, r.y + 12, r.w - 24, r.h - named - 10), "cloud", 16, alpha=SHADE)))


def _cell(row: Rect, at: int, of: int, gap: float = 24) -> Rect:
    w = (row.w - gap * (of - 1)) / of
    return Rect(row.x + at * (w + gap), row.y, w, row.h)


def _chosen(rect: Rect) -> list[Shape]:
    """What is being counted."""
    return [*marks.taken(rect.inset(-6), 26)]


def _sheet(look: WorkshopWords, now: Closing, shapes: list[Shape], nodes: list[Node]) -> None:
    title = look.t("closing.sheet_short" if kit.large(look) else "closing.sheet")
    shapes += clipboard(look, SHEET, f"{title} · {now.number}")
    y = SHEET.y + 84
    for line, high in zip(now.counted, _heights(look, now.counted), strict=True):
        rect = Rect(SHEET.x + 16, y, SHEET.w - 32, high - 8)
        current = line.id == now.chosen and not now.open
        nodes.append(_line(look, line, rect, current, now.pending if current else ""))
        y += high
    y += 6
    if not now.taught:
        # Down to the pen: what is folded there is a thing to press, which says what of it is still empty.
        fold = Rect(SHEET.x + 16, y, SHEET.w - 32, max(72.0, min(104.0, SHEET.y + SHEET.h - 176 - y)))
        nodes.append(folded(look, now, fold))
    foot = SHEET.y + SHEET.h
    under = foot - (12 if kit.large(look) else 44)
    shapes += [Line(((SHEET.x + 300, under), (SHEET.x + SHEET.w - 28, under)), "steel", 3, True)]
    pen = Rect(SHEET.x + 284, foot - 168, 260, 152)
    shapes += [*_signature(SHEET.x + 318, under - 4), *print_of(*where(pen))] if now.signed else []
    end = Rect(SHEET.x + 16, foot - 100, 250, 84)
    nodes.append(kit.button(look, "end", look.t("end_practice" if now.taught else "end"), end, style="plain", size=kit.READ))
    sign, key = look.t("sign"), look.t("shortcut.sign")
    nodes.append(Node("sign", "button", sign, pen, tuple(_pen(look, pen, "" if now.signed else sign)), ("press",), spoken=kit.spoken_name(look, sign, key), shortcut=key))


def _signature(x: float, y: float) -> list[Shape]:
    """A name written by hand, on the line."""
    hand = ((0, -4), (12, -34), (22, -40), (20, -12), (34, -26), (44, -8), (56, -24), (66, -8), (84, -30), (92, -6), (120, -20), (150, -14))
    return [Line(tuple((x + dx, y + dy) for dx, dy in hand), "blue_dark", 5)]


def _heights(look: WorkshopWords, counted: tuple[Counted, ...]) -> list[float]:
    """How high each line of the sheet is: all the same; with large words, as its name needs, where the sheet has it."""
    same = min(92.0, LINES_HIGH / max(1, len(counted)))
    if not kit.large(look):
        return [same] * len(counted)
    needs = [8 + look.line_height(NAME) * len(look.wrap(c.name, NAME, NAME_LARGE, True)) for c in counted]
    needs = [max(80.0, high) for high in needs]
    return needs if sum(needs) <= LINES_HIGH + 34 else [same] * len(counted)


def _line(look: WorkshopWords, line: Counted, rect: Rect, current: bool, pending: str) -> Node:
    large = kit.large(look)
    left, room = (78.0, NAME_LARGE) if large else (86.0, rect.w - 220)
    field = Rect(rect.x + rect.w - 108, rect.y + 4, 100, rect.h - 8) if large else Rect(rect.x + rect.w - 118, rect.y + 9, 100, rect.h - 18)
    size = kit.fitted(look, line.name, NAME, (room, rect.h if large else rect.h - 8), current)
    lines = look.wrap(line.name, size, room, current)
    top = rect.centre[1] - look.line_height(size) * len(lines) / 2
    words, _ = kit.paragraph(look, rect.x + left, top, room, line.name, size, bold=current)
    shapes: list[Shape] = [Box(rect, "white" if current else "", 18, "signal" if current else "", 5 if current else 0)]
    shapes += [*line.draw(rect.x + 44, rect.centre[1]), *words]
    shapes.append(Box(field, "signal_soft" if current else "white", 14, "signal" if current else "steel", 3))
    if not current:
        shapes.append(Line(((rect.x + 10, rect.y + rect.h + 4), (rect.x + rect.w - 10, rect.y + rect.h + 4)), "mist", 2))
    # Noted with the pen that signs: not printed as the sheet is. What is chosen and not written yet is pale.
    big = look.px(38) if large else min(48.0, look.px(38))
    shapes.append(Text(field.centre[0], field.centre[1] - big * 0.62, pending or line.noted, big, "steel" if pending else "blue_dark", True, "centre"))
    said = f"{line.name}. {look.t('closing.noted', n=line.noted) if line.noted else look.t('closing.empty')}"
    state = ("current",) if current else ()
    return Node(f"count:{line.id}", "choice", line.name, rect, tuple(shapes), ("press",), value=line.noted, state=state, spoken=said)


def _pen(look: WorkshopWords, rect: Rect, label: str) -> list[Shape]:
    """The pen lies on the sheet, over the line to sign."""
    x, y = rect.x + 24, rect.y + rect.h - 34
    body = ((x + 20, y - 22), (x + 176, y - 122), (x + 194, y - 96), (x + 38, y + 4))
    pen: list[Shape] = [
        Poly(tuple((px + 8, py + 12) for px, py in body), "shadow", 60),
        Poly(body, "blue_dark"), Poly(((x + 20, y - 22), (x + 38, y + 4), (x - 6, y + 14)), "alu_mid"),
        Line(((x + 30, y - 22), (x + 176, y - 116)), "sky", 5), Line(((x + 20, y - 22), (x + 38, y + 4)), "ink", 4),
    ]  # fmt: skip
    if kit.large(look):
        size = kit.fitted(look, label, 20, (rect.w - 4, 106), True)
        top = rect.y + rect.h - look.line_height(size) * len(look.wrap(label, size, rect.w - 4, True))
        words = kit.paragraph(look, rect.x + 2, top, rect.w - 4, label, size, bold=True, anchor="centre")[0]
        return [*(kit.scaled(s, 0.4, rect.centre[0] - 0.4 * (x + 94), top - 8 - 0.4 * (y + 14)) for s in pen), *words]
    size = one_line(look, label, kit.READ, rect.w - 12, True)
    big = min(look.px(size), 24)
    # The pen lies above the words: its tip crosses none of them, nor the name that is written with it.
    lies = [kit.scaled(s, 0.78, rect.x + rect.w * 0.5 - 0.78 * (x + 94), rect.y + 4 - 0.78 * (y - 122)) for s in pen]
    return [*lies, Text(rect.centre[0], rect.y + rect.h - 1.28 * big - 2, label, big, "ink", True, "centre")]


ASKED, SAID = 54.0, 34.0
"""How high what a short question speaks of is drawn, above its name; and the line of the mentor's below the boxes."""
PIECE, THROWN = (50.0, 50.0), (62.0, 74.0)
"""The room of a piece of a bin, and of a thing thrown away, seen from its side: what is counted covers nothing."""


def scattered(
    area: Rect, n: int, piece: tuple[float, float] = PIECE
) -> list[tuple[float, float, float]]:
    """Where n pieces lie and how large they are drawn: tidy rows, with a small fixed disorder while they are few.

    `piece`: how wide and high one is at its full size.
    """
    across = ROWS if n > 12 else max(3, min(ROWS, int(area.w // 62)))
    rows = max(1, -(-n // across))
    dx, dy = area.w / across, min(piece[1] + 8, area.h / rows)
    size = min(1.0, dx / piece[0], dy / piece[1])
    places = []
    for k in range(n):
        wobble = 0.0 if n > 12 else ((k * 37) % 11 - 5) * 0.9
        places.append((area.x + dx * (k % across + 0.5) + wobble, area.y + dy * (k // across + 0.5) + wobble * 0.6, size))
    return places


def _tray(look: WorkshopWords, now: Closing, tray: Tray, rect: Rect) -> Node:
    """A bin seen from above; its name and its lot below."""
    large = one_line(look, tray.name, 24, rect.w - (8 if kit.large(look) else 20), True)
    small = one_line(look, tray.lot, 20 if kit.large(look) else kit.READ, rect.w - 20)
    names = (look.px(large), look.px(small)) if kit.large(look) else (min(look.px(large), 34), min(look.px(small), 26))
    foot = 116.0 if kit.large(look) else 72.0
    inner = Rect(rect.x + 14, rect.y + 14, rect.w - 28, rect.h - foot - 18)
    drawn: list[Shape] = [Box(rect, "slate", 22, "rim", 2, shade=True), Box(inner, "tarmac", 14)]
    for x, y, size in scattered(inner.inset(6), tray.stock):
        drawn += [kit.scaled(piece, size, x, y) for piece in tray.draw(0, 0)]
    drawn.append(Text(rect.centre[0], rect.y + rect.h - foot, tray.name, names[0], "white", True, "centre"))
    drawn.append(Text(rect.centre[0], rect.y + rect.h - foot / 2, tray.lot, names[1], "mist", False, "centre"))
    if tray.item == now.chosen and not now.open:
        drawn += _chosen(rect)
    said = f"{tray.name}, {tray.lot}. {look.t('closing.pieces', n=tray.stock)}"
    return Node(f"see:{tray.item}", "image", tray.name, rect, tuple(drawn), ("press",), spoken=said)


def _box(look: WorkshopWords, now: Closing, at: Laid, shapes: list[Shape], nodes: list[Node]) -> None:
    name = next(c.name for c in now.counted if c.id == now.box)
    inner = Rect(at.box.x + 16, at.box.y + 20, at.box.w - 32, at.box.h - (100 if kit.large(look) else 92))
    drawn: list[Shape] = [Box(at.box, "red", 24, shade=True), Box(Rect(at.box.x, at.box.y, at.box.w, 14), "white", 7, alpha=60), Box(inner, "black", 14, alpha=150)]
    for n, (x, y, size) in enumerate(scattered(inner.inset(10), now.rejected, THROWN)):
        drawn += [kit.scaled(piece, size, x, y) for piece in now.thrown(0, 0, n)]
    large = one_line(look, name, 26, at.box.w - 40, True)
    big, foot = (look.px(large), 72) if kit.large(look) else (min(look.px(large), 38), 54)
    drawn.append(Text(at.box.x + 24, at.box.y + at.box.h - foot, name, big, "white", True))
    if now.chosen == now.box and not now.open:
        drawn += _chosen(at.box)
    said = f"{name}. {look.t('closing.pieces', n=now.rejected)}"
    nodes.append(Node(f"see:{now.box}", "image", name, at.box, tuple(drawn), ("press",), spoken=said))


def _tags(look: WorkshopWords, now: Closing, at: Laid, shapes: list[Shape], nodes: list[Node]) -> None:
    name = next(c.name for c in now.counted if c.id == now.tags)
    r, k = at.tags, 0.56 if kit.large(look) else 1.0
    k = k * r.w / 250 if now.taught else k
    hung: list[Shape] = [Box(Rect(16, 26, r.w / k - 32, 18), "alu_mid", 9, "steel", 2)]
    step = (r.w / k - 44) / max(1, now.tags_total)
    for n in range(now.tags_total):
        x = 22 + step * (n + 0.5)
        hung.append(Line(((x, 44), (x, 62), (x - 8, 66)), "steel", 4))
        if n < now.tags_left:
            hung += _tag(x, 60, min(30.0 / k, step - 4))
    drawn: list[Shape] = [Box(r, "white", 22, "card_edge", 2, shade=True), *(kit.scaled(s, k, r.x, r.y) for s in hung)]
    edge, high = (4.0, 116.0) if kit.large(look) else (10.0, 84.0)
    size = kit.fitted(look, name, 22, (r.w - 2 * edge, high), True)
    drawn += kit.paragraph(look, r.x + edge, r.y + r.h - high - (4 if kit.large(look) else 8), r.w - 2 * edge, name, size, bold=True, anchor="centre")[0]
    if now.chosen == now.tags and not now.open:
        drawn += _chosen(at.tags)
    said = f"{name}. {look.t('closing.pieces', n=now.tags_left)}"
    nodes.append(Node(f"see:{now.tags}", "image", name, at.tags, tuple(drawn), ("press",), spoken=said))


def _tag(x: float, y: float, w: float) -> list[Shape]:
    left, right = x - w / 2, x + w / 2
    outline = ((x - w / 4, y + 10), (x + w / 4, y + 10), (right, y + 32), (right, y + 118), (left, y + 118), (left, y + 32))
    bars = [Box(Rect(x - w * 0.26, y + 58 + 18 * k, w * 0.52, 7), "white", 3) for k in range(3)]
    return [Poly(outline, "red"), Circle(x, y + 28, 5, "white"), *bars, Line(((x, y), (x, y + 26)), "ink", 2)]


def _board(look: WorkshopWords, now: Closing, at: Laid, shapes: list[Shape], nodes: list[Node]) -> None:
    shapes += [Box(at.board, "alu_light", 24, "alu_mid", 4, shade=True), Box(at.board.inset(14), "mist", 16)]
    across = at.across
    rows = max(1, -(-len(now.pegs) // across))
    w, h = (at.board.w - 46) / across, (at.board.h - 46) / rows
    for n, peg in enumerate(now.pegs):
        rect = Rect(at.board.x + 23 + n % across * w + 5, at.board.y + 23 + n // across * h + 5, w - 10, h - 10)
        nodes.append(peg_node(look, peg, rect, peg.id == now.open))
    if now.chosen == now.tools and not now.open:
        shapes += _chosen(at.board)


def _foot(look: WorkshopWords, now: Closing, at: Laid, shapes: list[Shape], nodes: list[Node]) -> None:
    card, note = at.mentor, at.note
    large = kit.large(look)
    face = card.h - (70 if large else 20)
    shapes += [*kit.card(card), Picture(now.mentor, Rect(card.x + 14, card.y + 10, face, face))]
    left, room = card.x + face + 32, card.w - face - 50
    size = 24.0 if large else kit.fitted(look, now.says, 24, (room, card.h - 12))
    words, pages = turned(look, now.says, size, (room, card.h - 12), now.page)
    high = look.line_height(size) * len(words)
    shapes += [kit.moved(s, left, card.centre[1] - high / 2) for s in words]
    shapes += kit.next_mark(card.x + 14 + face / 2, card.y + card.h - 30) if pages > 1 else ()
    nodes.append(Node("mentor", "status", now.says, card, (), ("press",) if pages > 1 else (), spoken=now.says))
    if now.pending and now.chosen and not now.open:
        label = look.t("closing.note", n=now.pending)
        near = note if large else view_numbers.noted_at(at.strip)
        hint = look.t("press_here") if large else ""
        nodes.append(kit.button(look, "note:", label, near, style="primary", size=38 if large else 32, hint=hint, enter=True))


def _places(look: WorkshopWords, now: Closing, at: Laid, shapes: list[Shape], nodes: list[Node]) -> None:
    """Where an empty place may lead: look somewhere, or call the mentor."""
    shapes.append(Box(at.strip, "ink", 24))
    peg = next(p for p in now.pegs if p.id == now.open)
    asks = look.t("closing.gone", tool=peg.name)
    size = one_line(look, asks, 25, at.strip.w - 48, True)
    large = kit.large(look)
    shapes.append(Text(at.strip.x + 26, at.strip.y + 12, asks, look.px(size) if large else min(look.px(size), 40), "white", True))
    choices = [(f"search:{id}", name, done) for id, name, done in now.places]
    choices += [] if now.taught else [(f"report:{peg.id}", look.t("closing.call", mentor=look.mentor), False)]
    top = 84 if large else 58
    row = Rect(at.strip.x + 22, at.strip.y + top, at.strip.w - 44, 140 if large else at.strip.h - top - 12)
    for n, (id, name, done) in enumerate(choices):
        # In practice nobody is called: the place of that button stays empty, so that the others stand where they will.
        rect = _cell(row, n, len(now.places) + 1, 12)
        drawn = ICONS["call"](0, 0) if id.startswith("report:") else now.place_draw.get(id.partition(":")[2], ())
        nodes.append(_pictured(look, (id, name), rect, () if large else drawn, done=done))


def _pictured(look: WorkshopWords, what: tuple[str, str], rect: Rect, drawn: Sequence[Shape], *, done: bool) -> Node:
    """A place to look in, its drawing beside its name; one that was looked in is told by its ground."""
    id, name = what
    style, state = ("dark", ("checked", "disabled")) if done else ("secondary", ())
    whole = kit.button(look, id, name, rect, style=style, size=22, state=state)
    if not drawn:
        return whole
    side = min(96.0, rect.w * 0.42)
    words = kit.button(look, id, name, Rect(rect.x + side - 8, rect.y, rect.w - side + 4, rect.h), style=style, size=22)
    ground = tuple(s for s in whole.shapes if not isinstance(s, Text))
    sign = tuple(kit.scaled(s, side / 110, rect.x + side / 2 + 4, rect.centre[1]) for s in drawn)
    return replace(whole, shapes=(*ground, *sign, *(s for s in words.shapes if isinstance(s, Text))))


def _form(look: WorkshopWords, now: Closing, at: Laid, shapes: list[Shape], nodes: list[Node]) -> None:
    """Short questions, each with its answers, all seen at once: a press writes one. Whole ones are asked one by one."""
    shapes.append(Box(at.form, "ink", 24))
    asked = next((entry for entry in now.entries if entry.id == now.asked and entry.asks), None)
    if asked is not None:
        view_asked.question(look, now, asked, at.form, shapes, nodes)
        return
    large = kit.large(look)
    size = one_line(look, now.says, 22, at.form.w - 52)
    foot = 0.0 if large or size < 18 else SAID
    if foot:
        # The boxes lie where the mentor's card was: what is said of them, where it is one line, stands below them.
        room = Rect(at.form.x + 26, at.form.y + at.form.h - foot - 4, at.form.w - 52, foot)
        shapes.append(Text(room.centre[0], room.y + 2, now.says, min(look.px(size), 30), "mist", False, "centre"))
        nodes.append(Node("mentor", "status", now.says, room, (), spoken=now.says))
    for n, entry in enumerate(now.entries):
        column = _cell(Rect(at.form.x + 18, at.form.y + 10, at.form.w - 36, at.form.h - 20 - foot), n, len(now.entries), 16)
        # Large words go over two lines; with others what is asked is drawn above its name.
        head = 126.0 if large else 40.0 + ASKED
        size = kit.fitted(look, entry.name, 23, (column.w, head - 4), True) if large else one_line(look, entry.name, 23, column.w, True)
        if large:
            shapes += kit.paragraph(look, column.x, column.y, column.w, entry.name, size, colour="white", bold=True, anchor="centre")[0]
        else:
            shapes.append(Box(Rect(column.centre[0] - 48, column.y, 96, ASKED - 4), "tarmac", 12))
            shapes += [kit.scaled(s, ASKED / view_asked.PICTURE, column.centre[0], column.y + ASKED / 2 - 2) for s in entry.recall]
            shapes.append(Text(column.centre[0], column.y + ASKED, entry.name, min(look.px(size), 34), "white", True, "centre"))
        rows = -(-len(entry.options) // 2)
        for k, option in enumerate(entry.options):
            h = (column.h - head) / rows - 10
            rect = Rect(column.x + k % 2 * (column.w / 2 + 3), column.y + head + k // 2 * (h + 10), column.w / 2 - 3, h)
            on = option == entry.value
            style, state = ("secondary", ("checked",)) if on else ("dark", ())
            word = view_asked.answer(look, entry.id, option)
            said = f"{entry.name} : {word}"
            nodes.append(kit.button(look, f"answer:{entry.id}={option}", word, rect, style=style, size=30, state=state, spoken=said))
