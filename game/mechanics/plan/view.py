"""The store and its bench: orders above, the aisle one stands in, the foam, the strip of blocks; Hugo at the right."""

from collections.abc import Sequence

from game.mechanics.plan import view_part
from game.mechanics.plan.seen import KitSeen, LotSeen, PlanSeen, SlotSeen
from game.screen import kit
from game.screen.faces import face
from game.screen.kept import Kept
from game.screen.nodes import Box, Circle, Line, Node, Picture, Poly, Rect, Screen, Shape, Text
from game.workshop import view_bench, view_parts
from game.workshop.view import SHOP, Parts, visitor
from game.workshop.view_tray import key_of
from game.workshop.words import WorkshopWords

GROUND: tuple[Shape, ...] = SHOP
ORDERS = Rect(476, 104, 1000, 104)
SHELVES = Rect(476, 222, 1000, 340)
LEDGE = Rect(476, 570, 1000, 34)
"""Between the shelves and the foam: what lies about lies there."""
FOAM = Rect(476, 610, 1000, 288)
STRIP = Rect(476, 914, 1000, 132)
HAND = Rect(1496, 404, 390, 190)
NARROW = 214.0
TOOLS = Rect(1496, 610, 390, 172)
SEND = Rect(1496, 798, 390, 116)
BOARD, END = Rect(1496, 930, 188, 116), Rect(1698, 930, 188, 116)
MENTOR = Rect(1496, 104, 390, 286)
LETTERS = {"w": "alu_dark", "t": "primer", "d": "sky"}
"""The colour of a block that was walked, taken in, sent off in; its sign says the same."""


def at(x_mm: float, y_mm: float) -> tuple[float, float]:
    """Millimetres on the bench to design units."""
    return 490 + x_mm * 1.36, 572 + y_mm


def bench(
    look: WorkshopWords, seen: PlanSeen, around: tuple[Parts, Parts, Parts], kept: Kept, mode: str, says: str, *,
    finished: bool, speaks: bool, offers: tuple[str, ...] = (),
) -> Screen:  # fmt: skip
    """The shelves, the kit and all around them: a step of kits, or practice, which shows what its gesture `offers`."""
    bar, doc, _ = around
    practice = seen.kind == "practice"
    orders = kept.get("orders", (look, seen.kits), lambda: _orders(look, seen))
    shelves = kept.get("shelves", (look, seen.bins, seen.aisle, mode), lambda: _shelves(look, seen))
    foam = kept.get("foam", (look, seen.kits, seen.kit), lambda: _foam(look, seen))
    strip = kept.get("strip", (look, seen.spent, seen.kits), lambda: _strip(look, seen))
    hand = kept.get("hand", (look, seen.hand), lambda: _hand(look, seen))
    shows = (look, says, mode, seen.pace, finished, practice, seen.changeable, speaks, seen.visitor, seen.hand is not None, seen.bins)
    side = kept.get("side", shows, lambda: _side(look, seen, says, mode, finished, speaks))
    fallen = kept.get("fod", (look, seen.fod), lambda: view_parts.fallen(look, seen, at))
    decor = (Box(LEDGE, "alu_light", 10, "alu_mid", 2), *shelves[0], *foam[0], *orders[0], *strip[0], *hand[0], *doc[0], *side[0], *bar[0])
    nodes = (*bar[1], *doc[1], *orders[1], *shelves[1], *foam[1], *hand[1], *strip[1], *(() if practice else fallen), *side[1])
    first = next((n.id for n in nodes if n.id.startswith(("job:", "slot:"))), "end")
    return Screen("bench", look.t("title"), nodes, GROUND, decor, say=look.t(f"message.{seen.phase}"), focus_first=first)


def panel(rect: Rect, fill: str = "ink") -> list[Shape]:
    """A dark board of the store."""
    return [Box(Rect(rect.x + 5, rect.y + 8, rect.w, rect.h), "shadow", 22, alpha=60), Box(rect, fill, 22, "rim", 2)]


def label(look: WorkshopWords, rect: Rect, words: str, size: float, colour: str = "ink", bold: bool = True) -> list[Shape]:
    """Words in the middle of a place, as large as they may be."""
    size = kit.fitted(look, words, size, (rect.w, rect.h), bold)
    high = look.line_height(size) * len(look.wrap(words, size, rect.w, bold))
    return [*kit.paragraph(look, rect.x, rect.centre[1] - high / 2, rect.w, words, size, colour=colour, bold=bold, anchor="centre")[0]]


# Orders.


def _orders(look: WorkshopWords, seen: PlanSeen) -> Parts:
    """One card a kit: the block by which it is due, its station, where it stands."""
    nodes = []
    w = (ORDERS.w - 12 * (len(seen.kits) - 1)) / max(1, len(seen.kits))
    for n, one in enumerate(seen.kits):
        rect = Rect(ORDERS.x + n * (w + 12), ORDERS.y, w, ORDERS.h)
        name = look.t(f"kit.{one.id}")
        filled = sum(s.held is not None or s.waits for s in one.slots)
        shapes: list[Shape] = [Box(rect, "paper", 16, "signal" if one.here else "card_edge", 6 if one.here else 2)]
        shapes += [Poly(((rect.x + 18, rect.y + 16), (rect.x + 58, rect.y + 16), (rect.x + 46, rect.y + 30), (rect.x + 58, rect.y + 44), (rect.x + 18, rect.y + 44)), "amber"), Line(((rect.x + 18, rect.y + 14), (rect.x + 18, rect.y + 58)), "ink", 4)]
        shapes += label(look, Rect(rect.x + 64, rect.y + 8, 52, 46), str(one.due), 28)
        shapes += label(look, Rect(rect.x + 10, rect.y + 58, rect.w - 20, 42), name, 23)
        x, y = rect.x + rect.w - 34, rect.y + 32
        if one.left >= 0:
            shapes += kit.check_mark(x, y, 18)
        else:
            shapes += [Circle(x - 18 * (len(one.slots) - 1 - k), y, 7, "primer" if k < filled else "", "steel", 2) for k in range(len(one.slots))]
        state = "left" if one.left >= 0 else "here" if one.here else "waits"
        spoken = look.t("kit.said", kit=name, due=one.due, n=filled, of=len(one.slots), state=look.t(f"kit.state.{state}"))
        live = ("press",) if one.left < 0 and not one.here else ()
        nodes.append(Node(f"job:{one.id}", "hole", name, rect, tuple(shapes), live, state=("current",) if one.here else (), spoken=spoken))
    return (), tuple(nodes)


# Shelves.


def _shelves(look: WorkshopWords, seen: PlanSeen) -> Parts:
    """The aisle one stands in, large; the others near and dull with what it costs to go there."""
    nodes: list[Node] = []
    shapes: list[Shape] = []
    wide = SHELVES.w - (NARROW + 12) * (len(seen.ways) - 1)
    x = SHELVES.x
    for aisle, blocks in seen.ways:
        here = aisle == seen.aisle
        w = wide if here else NARROW
        rect = Rect(x, SHELVES.y, w, SHELVES.h)
        x += w + 12
        bins = [b for b in seen.bins if b.aisle == aisle]
        if here:
            shapes += [Box(rect, "slate", 16, "ink", 3), Box(Rect(rect.x + 8, rect.y + 42, rect.w - 16, rect.h - 50), "tarmac", 10)]
            shapes += label(look, Rect(rect.x + 16, rect.y + 2, rect.w - 32, 40), look.t("aisle.here", aisle=aisle), 24, "white")
            nodes += [_bin(look, b, _place(rect, n)) for n, b in enumerate(bins)]
        else:
            nodes.append(_far(look, aisle, blocks, bins, rect))
    return tuple(shapes), tuple(nodes)


def _place(rect: Rect, n: int) -> Rect:
    w, h = (rect.w - 40) / 3, (rect.h - 68) / 3
    return Rect(rect.x + 14 + n % 3 * (w + 6), rect.y + 48 + n // 3 * (h + 6), w, h)


def _far(look: WorkshopWords, aisle: str, blocks: int, bins: Sequence[LotSeen], rect: Rect) -> Node:
    name = look.t("aisle", aisle=aisle)
    cost = look.t("aisle.blocks", n=blocks)
    shapes: list[Shape] = [Box(rect, "steel", 16, "ink", 2)]
    for n, b in enumerate(bins):
        cell = Rect(rect.x + 12 + n % 3 * 66, rect.y + 92 + n // 3 * 82, 58, 76)
        shapes += [Box(cell, "alu_dark", 8, "ink", 1), *view_part.part(b.shape, b.size, cell.centre[0], cell.y + 30, 0.5), Box(Rect(cell.x + 4, cell.y + 54, 50, 20), "alu_mid", 4)]
    shapes += label(look, Rect(rect.x + 8, rect.y + 6, rect.w - 16, 44), name, 26, "white")
    shapes += label(look, Rect(rect.x + 8, rect.y + 50, rect.w - 16, 38), cost, 22, "white")
    return Node(f"aisle:{aisle}", "hole", name, rect, tuple(shapes), ("press",), spoken=f"{name}. {cost}")


def date(look: WorkshopWords, until: str) -> str:
    """A year and a month as they stand on a label."""
    return f"{until[3:]}/{until[:2]}" if until else ""


def _bin(look: WorkshopWords, b: LotSeen, rect: Rect) -> Node:
    """Pieces above the lip; on it the name, the date and the band; what is wrong is drawn."""
    name = look.t(f"ref.{b.ref}")
    words = f"{name}  {date(look, b.until)}".strip()
    lip = Rect(rect.x + 3, rect.y + rect.h * 0.46, rect.w - 6, rect.h * 0.52)
    shapes: list[Shape] = [Box(rect, "black", 8, alpha=120)]
    k = min(0.62, rect.h * 0.0064)
    n = min(4, b.left)
    shapes += [s for at in range(n) for s in view_part.part(b.shape, b.size, rect.x + rect.w * (at + 1) / (n + 1), rect.y + rect.h * 0.28, k)]
    body = ((lip.x, lip.y), (lip.x + lip.w, lip.y), (lip.x + lip.w - 8, lip.y + lip.h), (lip.x + 8, lip.y + lip.h))
    shapes += [Poly(body, "blue_dark"), Line((*body, body[0]), "ink", 2)]
    if b.odd:
        shapes += [Poly(((lip.x + 30, lip.y), (lip.x + 60, lip.y + 30), (lip.x + 84, lip.y + 2)), "black", 200), Line(((lip.x + 20, lip.y - 3), (lip.x + 52, lip.y + 34), (lip.x + 92, lip.y + 1)), "paper", 4), Line(((lip.x + 100, lip.y + 8), (lip.x + 128, lip.y + 40)), "paper", 3)]
    card = Rect(lip.x + 10, lip.y + lip.h * 0.2, lip.w - 20, lip.h * 0.66)
    shapes += [Box(card, "white", 6, "ink", 1), Box(Rect(card.x, card.y, card.w, 8), "amber" if b.yellow else "steel", 3)]
    shapes += label(look, Rect(card.x + 4, card.y + 8, card.w - 8, card.h - 8), words, 20)
    if b.tagged:
        shapes.append(Picture("tag", Rect(rect.x + rect.w - 62, rect.y + 2, 58, 46)))
    if b.read:
        shapes.append(Box(rect.inset(1), "", 8, "red", 3))
    facts = [words, look.t("band.yellow" if b.yellow else "band.grey"), look.t("bin.left", n=b.left)]
    facts += [look.t("bin.odd")] if b.odd else []
    facts += [look.t("tagged")] if b.tagged else []
    facts += [_read(look, b)] if b.read else []
    return Node(f"bin:{b.id}", "hole", name, rect, tuple(shapes), ("press",), state=("checked",) if b.tagged else (), spoken=", ".join(facts))


def _read(look: WorkshopWords, b: LotSeen) -> str:
    """What the scanner shows of a label."""
    return look.t("scan.said", lot=b.lot, date=date(look, b.until) or "-", paper=look.t("paper.signed" if b.paper else "paper.bare"))


# The foam.


def _foam(look: WorkshopWords, seen: PlanSeen) -> Parts:
    now = next((one for one in seen.kits if one.here), None)
    shapes: list[Shape] = panel(FOAM)
    if now is None:
        return (*shapes, *label(look, FOAM.inset(60), look.t("foam.none"), 28, "mist", False)), ()
    shapes += [Box(FOAM.inset(16), "tarmac", 14, "primer" if now.whole else "black", 5 if now.whole else 2)]
    w = (FOAM.w - 52) / len(now.slots)
    nodes = [_slot(look, n, slot, Rect(FOAM.x + 26 + n * w, FOAM.y + 26, w - 8, FOAM.h - 52)) for n, slot in enumerate(now.slots)]
    return tuple(shapes), tuple(nodes)


def asked(look: WorkshopWords, slot: SlotSeen) -> str:
    """A line of the list: how many, of what."""
    return look.t("slot.asked", n=slot.n, ref=look.t(f"ref.{slot.ref}"))


def _slot(look: WorkshopWords, n: int, slot: SlotSeen, rect: Rect) -> Node:
    hole = Rect(rect.x + 6, rect.y, rect.w - 12, rect.h - 66)
    shapes: list[Shape] = [Box(hole, "black", 14, alpha=130), *view_part.outline(slot.shape, hole.centre[0], hole.centre[1], 1.35)]
    if slot.held is not None:
        shapes += view_part.pile(slot.held.shape, slot.held.size, slot.held.n, hole.inset(10), slot.held.flaw, slot.held.trace)
    elif slot.waits:
        card = Rect(hole.centre[0] - 60, hole.centre[1] - 36, 120, 72)
        shapes += [Box(card, "red", 10, "white", 3), *label(look, card.inset(8), look.t("slot.waits"), 22, "white")]
    words = asked(look, slot)
    shapes += label(look, Rect(rect.x, rect.y + rect.h - 62, rect.w, 60), words, 23, "white")
    holds = look.t("slot.empty") if slot.held is None else look.t("slot.holds", n=slot.held.n, ref=look.t(f"ref.{slot.held.ref}"))
    told = look.t("slot.waits") if slot.waits and slot.held is None else holds
    return Node(f"slot:{n}", "hole", words, rect, tuple(shapes), ("press",), state=("checked",) if slot.held else (), spoken=f"{words}. {told}")


# The strip.


def _strip(look: WorkshopWords, seen: PlanSeen) -> Parts:
    """A square a block, with its sign; an amber flag where a kit is due."""
    shapes: list[Shape] = panel(STRIP)
    title = look.t("strip.title")
    shapes += [Text(STRIP.x + 22, STRIP.y + 8, title, min(look.px(20), 26), "white", True)]
    most = max(len(seen.spent) + 1, *(one.due for one in seen.kits), 1)
    w = (STRIP.w - 44) / most
    y = STRIP.y + 48
    for n in range(most):
        letter = seen.spent[n] if n < len(seen.spent) else ""
        cell = Rect(STRIP.x + 22 + n * w, y, w - 3, 34)
        shapes.append(Box(cell, LETTERS.get(letter, "slate"), 5, "signal" if n == len(seen.spent) else "", 3))
        shapes += _sign(letter, *cell.centre)
    for one in seen.kits:
        x = STRIP.x + 22 + one.due * w
        shapes += [Line(((x, y - 8), (x, y + 46)), "amber", 4), Poly(((x, y + 40), (x - 16, y + 49), (x, y + 58)), "amber")]
        shapes += [Text(x - 20, y + 40, look.t(f"kit.short.{one.id}"), min(look.px(18), 24), "white", True, "right")]
    spoken = look.t("strip.said", n=len(seen.spent))
    return tuple(shapes), (Node("strip", "status", title, STRIP, (), spoken=spoken),)


def _sign(letter: str, x: float, y: float) -> list[Shape]:
    if letter == "w":
        return [Line(((x - 4, y - 7), (x + 4, y), (x - 4, y + 7)), "white", 3)]
    if letter == "t":
        return [Circle(x, y, 5, "ink")]
    return [Line(((x - 6, y), (x - 1, y + 6), (x + 7, y - 6)), "ink", 3)] if letter == "d" else []


# The hand, Hugo, what is sent off.


def _hand(look: WorkshopWords, seen: PlanSeen) -> Parts:
    shapes: list[Shape] = [*kit.card(HAND, fill="mist")]
    held = seen.hand
    if held is None:
        words = look.t("hand.empty")
        return (*shapes, *label(look, HAND.inset(30), words, 24, "steel", False)), (Node("hand", "status", words, HAND, (), spoken=words),)
    name = look.t(f"ref.{held.ref}")
    words = look.t("hand.holds", n=held.n, ref=name)
    pieces = view_part.pile(held.shape, held.size, held.n, Rect(HAND.x + 12, HAND.y + 10, 246, 130), held.flaw, held.trace)
    shapes += label(look, Rect(HAND.x + 12, HAND.y + 144, 250, 40), words, 24)
    seen_on = [look.t(f"look.{m}") for m in (held.flaw, held.trace) if m]
    less = kit.button(look, "less:", look.t("hand.less"), Rect(HAND.x + 272, HAND.y + 14, 106, 162), style="dark", size=22, shortcut="1")
    return tuple(shapes), (Node("hand", "status", words, HAND, tuple(pieces), spoken=". ".join((words, *seen_on))), less)


def _side(look: WorkshopWords, seen: PlanSeen, says: str, mode: str, finished: bool, speaks: bool) -> Parts:
    """Hugo, what acts on the thing touched next, the trolley that leaves, the way on."""
    shapes, nodes = mentor(look, seen, says, mode, speaks)
    cell = (TOOLS.w - 10) / 2
    nodes.append(view_bench.mark(look, "scan", Rect(TOOLS.x, TOOLS.y, TOOLS.w, 82), on=mode == "scan"))
    key = Rect(TOOLS.x, TOOLS.y + 90, cell * 2 + 10, 82)
    holds = seen.hand is not None
    reject = view_bench.mark(look, "reject", key, on=False)
    nodes.append(Node("reject", "tool", reject.name, key, reject.shapes, ("press",), state=() if holds else ("disabled",), spoken=reject.spoken, shortcut=reject.shortcut))
    read = next((b for b in seen.bins if b.read), None)
    if read is not None:
        shapes += _screen(look, read)
    nodes.append(kit.button(look, "depart:", look.t("depart"), SEND, style="plain", size=30, shortcut="2"))
    return tuple(shapes), (*nodes, *ways_on(look, seen, finished))


def _screen(look: WorkshopWords, b: LotSeen) -> list[Shape]:
    """What the scanner shows: name, lot, date, a sheet with or without its signature."""
    rect = Rect(MENTOR.x + 8, MENTOR.y + 168, MENTOR.w - 16, 56)
    words = f"{look.t(f'ref.{b.ref}')} · {b.lot} · {date(look, b.until) or '-'}"
    sheet = Rect(rect.x + rect.w - 50, rect.y + 6, 36, 44)
    shapes: list[Shape] = [Box(rect, "ink", 10, "primer", 3), *label(look, Rect(rect.x + 8, rect.y + 4, rect.w - 70, 48), words, 22, "white")]
    shapes += [Box(sheet, "white", 3), *(Line(((sheet.x + 6, sheet.y + 10 + 8 * k), (sheet.x + 30, sheet.y + 10 + 8 * k)), "steel", 2) for k in range(2))]
    if b.paper:
        shapes.append(Line(((sheet.x + 6, sheet.y + 34), (sheet.x + 14, sheet.y + 28), (sheet.x + 20, sheet.y + 36), (sheet.x + 30, sheet.y + 28)), "blue_dark", 4))
    return shapes


def mentor(look: WorkshopWords, seen: PlanSeen, says: str, mode: str, speaks: bool) -> tuple[list[Shape], list[Node]]:
    """Hugo's card with the bell and the tag."""
    card = MENTOR
    shapes: list[Shape] = [*kit.card(card)]
    if seen.pace >= 0:
        shapes += [Box(Rect(0, 86, 1920, 8), "slate"), Box(Rect(0, 86, 1920 * seen.pace / 1000, 8), "sky")]
    portrait = Rect(card.x + 12, card.y + 14, 104, 104)
    shapes += [] if seen.visitor else [Picture(face(look.head.mentor, speaks=speaks), portrait)]
    room = card.w - 144
    size = kit.fitted(look, says, 25, (room, 150))
    shapes += kit.paragraph(look, card.x + 130, card.y + 14, room, says, size)[0]
    nodes = [Node("mentor", "status", look.t(f"mentor.{look.head.mentor}"), card, (), spoken=says)]
    nodes += [visitor(look, portrait, seen.visitor)] if seen.visitor else []
    if seen.changeable:
        nodes.append(kit.button(look, "change:", look.t("change"), Rect(card.x + 8, card.y + 228, card.w - 16, 52), style="secondary", size=20))
    else:
        for n, name in enumerate(("call", "tag")):
            nodes.append(view_bench.mark(look, name, Rect(card.x + 8 + n * 190, card.y + 228, 184, 52), on=mode == name, light=True))
    return shapes, nodes


def ways_on(look: WorkshopWords, seen: PlanSeen, finished: bool) -> tuple[Node, ...]:
    """The tool board, and the end of the step."""
    practice = seen.kind == "practice"
    board = kit.button(look, "board:", look.t("board"), BOARD, style="dark", size=21, shortcut=key_of(look, "board"))
    end = kit.button(look, "end", look.t("end_practice" if practice else "end"), END, style="primary" if finished else "secondary", size=21)
    return board, end


def on_bench(seen: PlanSeen) -> KitSeen | None:
    """The kit on the bench."""
    return next((one for one in seen.kits if one.here), None)
