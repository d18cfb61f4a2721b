"""The right: the mentor looks to the aisle in use; what he or she says, the scanner with its screen, the ways on."""

from dataclasses import replace

from game.mechanics.plan import view_foam
from game.mechanics.plan.seen import LotSeen, PlanSeen
from game.mechanics.plan.view_arrivals import LineSeen
from game.mechanics.plan.view_shelf import date_of, read_said
from game.mechanics.plan.written import SENDS
from game.screen import kit, marks
from game.screen.faces import drawn, face
from game.screen.nodes import Box, Line, Node, Picture, Poly, Rect, Shape, Text
from game.screen.turned import turned
from game.workshop import view_bench
from game.workshop.view import Parts, visitor
from game.workshop.view_tray import key_of
from game.workshop.words import WorkshopWords

X, W = 1496.0, 390.0
FIGURE = Rect(X + 150, 94, 200, 274)
STANDING = Rect(FIGURE.centre[0] - 110, FIGURE.y + 44, 220, 220)
"""Where a mentor stands who was drawn without a chair."""
SAYS = Rect(X, 362, W, 166)
SCAN = Rect(X, 542, W, 112)
MARKS_Y, WAYS_Y, LOW = 666.0, 750.0, 72.0
ROOMY = (542.0, 666.0, 112.0, 156.0)
"""Where no scanner stands, large words have its place: marks and ways begin there, and are so high."""
DEPART = Rect(X, 836, W, 210)
PASSING = Rect(X - 2, 184, 128, 128)
"""Where a colleague stands who takes a trolley along."""
LARGE = 1.25
"""Above this size of text the figure makes room for words."""
HEADS = 3
"""Drawings of a seated mentor's head, turned more and more to the left."""


def figure(look: WorkshopWords, seen: PlanSeen, *, speaks: bool) -> list[Shape]:
    """The mentor, in a chair where one was drawn, the head turned to the aisle in use: the first one is the farthest."""
    mentor = look.head.mentor
    chair, heads = f"{mentor}_chair", [f"{mentor}_head_{n}" for n in range(HEADS)]
    if not all(map(drawn, (chair, *heads))):
        return [Picture(face(mentor, speaks=speaks), STANDING)]
    names = [name for name, _ in seen.ways]
    at = names.index(seen.aisle) if seen.aisle in names else 0
    away = round(at * (HEADS - 1) / max(1, len(names) - 1))
    k = FIGURE.h / 452
    x = FIGURE.centre[0] - 330 * k / 2
    # Where the neck stands in the drawing of the chair.
    head = Rect(x + (1658 - 1536) * k, FIGURE.y + (104.8 - 96) * k, 160 * k, 160 * k)
    return [Picture(chair, Rect(x, FIGURE.y, 330 * k, 452 * k)), Picture(heads[away], head)]


def says_card(
    look: WorkshopWords, seen: PlanSeen, says: str, *, speaks: bool, page: int = 0, more: str = ""
) -> Parts:
    """What the mentor, or who has come, says; with large words the card takes the room of the figure and turns pages.

    `more`: what has no room elsewhere beside large words, said after it.
    """
    large = look.comfort.text_scale > LARGE
    rect = Rect(SAYS.x, 104, SAYS.w, SAYS.y + SAYS.h - 104) if large else SAYS
    shapes: list[Shape] = [*([] if large else figure(look, seen, speaks=speaks)), *kit.card(rect)]
    x, y = rect.x + 22, rect.y + 14
    name = look.t("visitor.who") if seen.visitor else look.mentor
    if not large:
        shapes.append(Poly(((X + 236, rect.y + 2), (X + 252, rect.y - 18), (X + 268, rect.y + 2)), "white"))
    if large:
        shapes += [] if seen.visitor else [Picture(face(look.head.mentor, speaks=speaks), Rect(x, y, 72, 72))]
        shapes.append(Text(x + 86, y + 36 - min(look.px(kit.READ), 34.0) * 0.62, name, min(look.px(kit.READ), 34.0), "steel", True))
        y += 84
    else:
        who = name if seen.visitor else look.t(f"mentor.{look.head.mentor}")
        size = kit.fitted(look, who, kit.READ, (rect.w - 44, 28), True)
        shapes.append(Text(x, y, who, look.px(size), "steel", True))
        y += look.line_height(size) + 4
    says = f"{says} {more}".strip() if large else says
    words, pages = turned(look, says, 25 if large else 29, (rect.w - 44, rect.y + rect.h - y - 8), page)
    shapes += [kit.moved(s, x, y) for s in words]
    shapes += kit.next_mark(rect.x + rect.w - 40, rect.y + 50) if pages > 1 else ()
    nodes = [Node("mentor", "status", says, rect, (), ("press",) if pages > 1 else (), spoken=says)]
    if seen.visitor:
        at = Rect(x, rect.y + 14, 72, 72) if large else replace(PASSING, y=PASSING.y + 34)
        nodes.append(visitor(look, at, seen.visitor))
    return tuple(shapes), tuple(nodes)


def porter(look: WorkshopWords, line: LineSeen) -> tuple[Node, ...]:
    """The colleague who takes the trolley to the line, beside the mentor; large words leave no room for a figure."""
    event, art = line.porter
    if not art or look.comfort.text_scale > LARGE or not look.has(f"asker.{event}"):
        return ()
    words = look.t("porter", name=look.t(f"asker.{event}"))
    plate = Rect(X, 318, PASSING.w + 20, 38)
    size = kit.fitted(look, words, kit.READ, (plate.w - 12, plate.h - 4), True)
    text = Text(plate.centre[0], plate.centre[1] - look.px(size) * 0.62, words, look.px(size), "white", True, "centre")
    return (Node("porter", "status", words, PASSING, (Picture(art, PASSING), Box(plate, "ink", 12), text), (), spoken=words),)


def ways(
    look: WorkshopWords, seen: PlanSeen, mode: str, *, finished: bool, marks: bool, roomy: bool = False
) -> tuple[Node, ...]:  # fmt: skip
    """Bell and tag, or changing an answer; the board, and the end of the step, each in its one place whatever is left
    to do: orange once nothing is. `roomy`: no scanner stands above them."""
    nodes: list[Node] = []
    wide = roomy and kit.large(look)
    marks_y, ways_y, low, high = ROOMY if wide else (MARKS_Y, WAYS_Y, LOW, LOW)
    if seen.changeable:
        nodes.append(kit.button(look, "change:", look.t("change"), Rect(X, marks_y, W, low), style="secondary", size=21))
    elif marks:
        for n, name in enumerate(("call", "tag")):
            nodes.append(view_bench.mark(look, name, Rect(X + n * (W + 10) / 2, marks_y, (W - 10) / 2, low), on=mode == name, light=True))
    practice = seen.kind == "practice"
    half = (W - 10) / 2
    board, end = Rect(X, ways_y, half, high), Rect(X + half + 10, ways_y, half, high)
    nodes.append(kit.button(look, "board:", look.t("board"), board, style="dark", size=21, shortcut=key_of(look, "board")))
    nodes.append(kit.button(look, "end", look.t("end_practice" if practice else "end"), end, style="primary" if finished else "secondary", size=21))
    return tuple(nodes)


# The scanner.


def scanner(look: WorkshopWords, seen: PlanSeen, mode: str) -> Node:
    """The scanner with its screen: name, lot, date of the label read last, and its paper, signed or not."""
    on, rect = mode == "scan", SCAN
    read = next((b for b in seen.bins if b.read), None)
    words, letter = look.t("mode.scan"), key_of(look, "scan")
    shapes: list[Shape] = [Box(rect, "cloud", 18, "rim", 2), *(marks.taken(rect, 18) if on else ())]
    shapes.append(Picture("kit_scanner", Rect(rect.x + 10, rect.y + 8, 66, 66)))
    size = kit.fitted(look, words, kit.READ, (122, 32), True)
    shapes.append(Text(rect.x + 68, rect.y + 92 - look.px(size) * 0.62, words, look.px(size), "ink", True, "centre"))
    shapes += kit.cap_at(look, Rect(rect.x + 92, rect.y + 10, 30, 28), letter, 19)
    glass = Rect(rect.x + 134, rect.y + 10, rect.w - 144, rect.h - 20)
    shapes += [Box(glass, "ink", 12, "steel", 4), *_screen(look, read, glass)]
    said = f"{words}. {look.t(f'ref.{read.ref}')}, {read_said(look, read)}" if read is not None else words
    return Node("mode:scan", "tool", words, rect, tuple(shapes), ("press", "carry"), state=("checked",) if on else (), spoken=kit.spoken_name(look, said, letter), shortcut=letter)


def _screen(look: WorkshopWords, read: LotSeen | None, glass: Rect) -> list[Shape]:
    if read is None:
        # Nothing was read: the mark it aims with, and no word.
        x, y = glass.centre
        corners = [Line(((x + way * 60, y - 24), (x + way * 76, y - 24), (x + way * 76, y + 24), (x + way * 60, y + 24)), "primer", 4) for way in (-1, 1)]
        return [*corners, *(Box(Rect(x - 44 + 11 * n, y - 18, 3 + n * 5 % 4, 36), "primer_light", 1) for n in range(9)), Box(Rect(x - 56, y - 2, 112, 4), "red", 2)]
    room = glass.w - 78
    lines = [(look.t(f"ref.{read.ref}"), True), (read.lot, False)]
    lines += [(date_of(read.until), True)] if read.until else []
    shapes: list[Shape] = []
    high = (glass.h - 12) / len(lines)
    for n, (words, bold) in enumerate(lines):
        size = kit.fitted(look, words, 21, (room, high + 4), bold)
        shapes.append(Text(glass.x + 14, glass.y + 6 + high * (n + 0.5) - look.px(size) * 0.62, words, look.px(size), "primer_light", bold))
    return [*shapes, *sheet(glass.x + glass.w - 36, glass.centre[1], 1.0, signed=bool(read.paper))]


def sheet(x: float, y: float, k: float, *, signed: bool) -> list[Shape]:
    """A certificate about a point, 44 k wide: with a signature and a stamp, or with its line left empty."""
    shapes: list[Shape] = [Box(Rect(x - 22 * k, y - 30 * k, 44 * k, 60 * k), "white", 4 * k, "alu_mid", 2)]
    shapes += [Box(Rect(x - 15 * k, y + (-22 + 9 * n) * k, (30 if n else 18) * k, 4 * k), "alu_dark", 2 * k) for n in range(3)]
    if not signed:
        # The place for it is there, and empty.
        shapes.append(Box(Rect(x - 18 * k, y + 6 * k, 36 * k, 20 * k), "warm_light", 3 * k, "red", 3))
    shapes.append(Line(((x - 16 * k, y + 22 * k), (x + 16 * k, y + 22 * k)), "steel", 2 * k, dashed=not signed))
    if signed:
        hand = ((-15, 17), (-10, 8), (-8, 18), (-3, 9), (0, 18), (5, 13), (13, 15))
        shapes += [Line(tuple((x + a * k, y + b * k) for a, b in hand), "blue_dark", 3 * k), *kit.check_mark(x + 15 * k, y + 22 * k, 10 * k)]
    return shapes


# The trolley.


def depart(look: WorkshopWords, seen: PlanSeen, arts: tuple[str, str]) -> Node:
    """« Faire partir le chariot »: always there, even too soon; its lid closes once the last slot is filled.

    `arts`: its drawing, and the one with its lid on.
    """
    kit_seen = view_foam.open_kit(seen)
    rect = DEPART
    shapes: list[Shape] = [Box(rect, "white", 24, "ink", 4, shade=True)]
    shut = kit_seen is not None and view_foam.closed(kit_seen)
    art = arts[shut]
    words, blocks = look.t("depart"), look.t("depart.blocks", n=SENDS)
    size = kit.fitted(look, words, 29, (rect.w - 40, 80), True)
    high = look.line_height(size) * len(look.wrap(words, size, rect.w - 40, True))
    small = kit.fitted(look, blocks, kit.READ, (92, 34))
    # What it costs, on the act itself: the strip's own sign, a tick, would say here that it is done.
    plate = Rect(rect.x + 12, rect.y + 12, look.width(blocks, small) + 24, 36)
    shapes += [Box(plate, "slate", 10), Text(plate.centre[0], plate.centre[1] - look.px(small) * 0.6, blocks, look.px(small), "white", False, "centre")]
    shapes.append(Picture(art, Rect(rect.centre[0] - 98, rect.y + 10, 196, 110), alpha=255 if kit_seen is not None else 120))
    shapes += kit.paragraph(look, rect.x + 20, rect.y + 164 - high / 2, rect.w - 40, words, size, bold=True, anchor="centre")[0]
    name = look.t(f"kit.{kit_seen.id}") if kit_seen is not None else ""
    key = key_of(look, "depart")
    shapes += kit.cap_at(look, Rect(rect.x + rect.w - 44, rect.y + 12, 32, 30), key, 19)
    said = ". ".join((words, *((name, look.t(f"lid.{'shut' if shut else 'open'}")) if name else ()), blocks))
    return Node("depart:", "button", words, rect, tuple(shapes), ("press",), spoken=kit.spoken_name(look, said, key), shortcut=key)
