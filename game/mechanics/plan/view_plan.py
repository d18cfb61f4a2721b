"""Planning: kits as bars as long as their blocks, a pile and a strip, flags where they are due. No word, no sum."""

import itertools
from collections.abc import Sequence

from game.mechanics.plan import view_hall, view_people, view_right
from game.mechanics.plan.seen import BarSeen, PlanSeen
from game.mechanics.plan.view import GROUND
from game.mechanics.plan.view_foam import flag
from game.screen import kit
from game.screen.kept import Kept
from game.screen.nodes import Box, Circle, Line, Node, Picture, Poly, Rect, Screen, Shape, Text
from game.workshop.view import Parts
from game.workshop.words import WorkshopWords

PILE = Rect(474, 104, 1006, 372)
"""The pile with all its rows; with fewer the day below it begins higher."""
LOW = 1033.0
BAR_H, ROOM = 92.0, 24.0
TRACK_Y = 778.0
"""The top of the bars that are laid."""
ROWS_OF_PILE = 3
"""Rows of the pile; below the last one that bars need it says what is drawn on a bar."""
MOST_TALL, LEAST_TALL, APART = 1.4, 0.8, 82.0
"""How large who waits at a flag is drawn at the most and at the least, and how much room each needs at 1."""
PLATE = Rect(8.0, 46.0, 58.0, 42.0)
"""Of a bar of the pile, where its flag stands: below the name of its station, never beside it as one more number."""
ROWS, PITCH, THREAD = 5, 44, 22
"""Rows of flags above the strip and of threads below it, and how far apart they are; few threads stand farther."""
BLOCK = 56.0
"""The widest that a block ever is."""


def planning(
    look: WorkshopWords, seen: PlanSeen, around: tuple[Parts, Parts, Parts], kept: Kept, mode: str, says: str, *,
    finished: bool, speaks: bool, page: int = 0, stations: tuple[str, ...] = (),
) -> Screen:  # fmt: skip
    """A step of planning: the pile of bars, the strip with its flags. `page`: of what the mentor says in large words.

    `stations`: the kits of the day in the order of their stations, by which each has its own people.
    """
    bar, doc, _ = around
    table = kept.get("plan", (look, seen.bars, seen.strip), lambda: _table(look, seen, stations))
    card = kept.get("mentor", (look, says, speaks, seen.visitor, seen.bars, page), lambda: view_right.says_card(look, seen, says, speaks=speaks, page=page, more=_said_of_it(look, seen)))
    ways = kept.get("ways", (look, mode, finished, seen.changeable, seen.kind), lambda: view_right.ways(look, seen, mode, finished=finished, marks=seen.kind != "practice", roomy=True))
    count = kept.get("count", (look, seen.bars), lambda: _count(look, seen))
    nodes = (*bar[1], *doc[1], *table[1], *card[1], *ways)
    decor = (*doc[0], *table[0], *card[0], *count, *bar[0])
    first = next((n.id for n in table[1] if n.actions), "")
    return Screen("planning", look.t("title"), nodes, GROUND, decor, say=look.t(f"message.{seen.phase}"), focus_first=first)


def _block(seen: PlanSeen) -> float:
    """Units a block: the strip is as long as all its bars."""
    return min(BLOCK, (PILE.w - 2 * ROOM) / max(1, seen.strip))


def _table(look: WorkshopWords, seen: PlanSeen, stations: tuple[str, ...]) -> Parts:
    """The pile above, the strip below, and each bar where it is now."""
    apart = min(PITCH, THREAD * (ROWS - 1) / max(1, min(ROWS, len(seen.bars)) - 1))
    step = _block(seen)
    shapes: list[Shape] = [*_pile(look, seen), *_lane(look, seen, step, stations)]
    nodes = [_node(look, bar, rect, step, _name(look, seen, bar, step), laid=False) for bar, rect in _piled(seen, step)]
    x = PILE.x + ROOM
    ends: list[Shape] = []
    at = 0
    for bar in sorted((b for b in seen.bars if b.place >= 0), key=lambda b: b.place):
        rect = Rect(x + at * step, TRACK_Y, bar.blocks * step, BAR_H)
        at += bar.blocks
        nodes.append(_node(look, bar, rect, step, _name(look, seen, bar, step), laid=True, end=at))
        ends += _thread(look, bar, at, x, step, apart)
    ends.sort(key=lambda shape: isinstance(shape, Box | Text))
    return (*shapes, *ends), tuple(nodes)


def _pile(look: WorkshopWords, seen: PlanSeen) -> list[Shape]:
    """A light table with a rail a row, and what a touch does."""
    card = _pile_card(look, seen)
    left = any(bar.place < 0 for bar in seen.bars)
    words, how = (look.t(f"plan.{key}") for key in (("pile", "how") if left else ("placed", "back")))
    size = kit.fitted(look, words, 24, (250, 44), True)
    shapes: list[Shape] = [*kit.card(card), Text(PILE.x + ROOM, PILE.y + 30 - look.px(size) * 0.62, words, look.px(size), "ink", True)]
    rows = _rows(look, seen)
    if not kit.large(look):  # large words have no room here: the mentor says it
        x = PILE.x + ROOM + look.width(words, size, True) + 24
        room = PILE.x + PILE.w - ROOM - x
        small = kit.fitted(look, how, 22, (room, 46))
        high = look.line_height(small) * len(look.wrap(how, small, room))
        shapes += kit.paragraph(look, x, PILE.y + 30 - high / 2, room, how, small, colour="steel")[0]
        shapes += _legend(look, seen) if rows < ROWS_OF_PILE else []
    for row in range(rows if not kit.large(look) else ROWS_OF_PILE):
        y = PILE.y + 60 + row * 102
        shelf = Rect(PILE.x + 14, y - 4, PILE.w - 28, BAR_H + 8)
        shapes += [Box(shelf, "alu_mid", 12, "alu_dark", 2, to="cloud"), Box(Rect(shelf.x + 2, shelf.y + 2, shelf.w - 4, 9), "alu_dark", 8, alpha=120)]
        shapes += [Box(Rect(shelf.x - 4, y + BAR_H - 6, shelf.w + 8, 14), "alu_light", 4, "alu_dark", 2), Box(Rect(shelf.x - 4, y + BAR_H + 8, shelf.w + 8, 5), "shadow", 2, alpha=60)]
    return shapes


LEGEND = ("plan.legend.flag", "plan.legend.kit")


def _rows(look: WorkshopWords, seen: PlanSeen) -> int:
    """How many rows the bars of the pile need."""
    return 1 + max((row for _, _, row in _places(seen, _block(seen))), default=0)


def _pile_card(look: WorkshopWords, seen: PlanSeen) -> Rect:
    """The pile: the rows that its bars need, and one that says what is drawn on them; with large words all its room."""
    rows = ROWS_OF_PILE if kit.large(look) else min(ROWS_OF_PILE, _rows(look, seen) + 1)
    return Rect(PILE.x, PILE.y, PILE.w, PILE.h - (ROWS_OF_PILE - rows) * 102)


def _lane_card(look: WorkshopWords, seen: PlanSeen) -> Rect:
    """The day: all that the pile leaves."""
    pile = _pile_card(look, seen)
    top = pile.y + pile.h + 20
    return Rect(PILE.x, top, PILE.w, LOW - top)


def _first_asked(seen: PlanSeen) -> BarSeen | None:
    """The kit of which the legend speaks: the first one that has a flag."""
    return next((bar for bar in seen.bars if bar.flag), None)


def _sentence(look: WorkshopWords, seen: PlanSeen, bar: BarSeen, key: str) -> str:
    """What the legend says of a kit, called as it is on its bar."""
    return look.t(key, n=bar.flag, short=_name(look, seen, bar, _block(seen)))


def _said_of_it(look: WorkshopWords, seen: PlanSeen) -> str:
    """The legend and what a touch does, for the mentor to say where large words leave it no room."""
    bar = _first_asked(seen)
    sentences = [_sentence(look, seen, bar, key) for key in LEGEND] if bar is not None else []
    return " ".join((*sentences, look.t("plan.how")))


def _legend(look: WorkshopWords, seen: PlanSeen) -> list[Shape]:
    """In the last row of the pile: what a flag and a number of it say, in sentences, each beside the thing itself.

    They speak of the first kit that has a flag.
    """
    bar = _first_asked(seen)
    if bar is None:
        return []
    y = PILE.y + 60 + _rows(look, seen) * 102
    w = (PILE.w - 2 * ROOM - 24) / 2
    shapes: list[Shape] = []
    for n, key in enumerate(LEGEND):
        x, wide = PILE.x + ROOM + n * (w + 24), 58.0
        if n:
            name = _name(look, seen, bar, _block(seen))
            wide = max(58.0, look.width(name, kit.READ, True) + 24)
            shapes += [Box(Rect(x, y + 22, wide, 48), "sky", 10, "ink", 3, to="blue_dark"), Box(Rect(x + 6, y + 29, wide - 12, 34), "ink", 8, alpha=150)]
            shapes.append(Text(x + wide / 2, y + 46 - look.px(kit.READ) * 0.62, name, look.px(kit.READ), "white", True, "centre"))
        else:
            shapes += [Box(Rect(x, y + 17, wide, 58), "paper", 8, "mist", 2), *flag(x + 6, y + 70, str(bar.flag), 28)]
        words, room = _sentence(look, seen, bar, key), w - wide - 18
        size = kit.fitted(look, words, 22, (room, 92))
        high = look.line_height(size) * len(look.wrap(words, size, room))
        shapes += kit.paragraph(look, x + wide + 14, y + 46 - high / 2, room, words, size)[0]
    return shapes


def _places(seen: PlanSeen, step: float) -> list[tuple[BarSeen, float, int]]:
    """Each bar of the plan, where its place in the pile begins, and in which row."""
    places: list[tuple[BarSeen, float, int]] = []
    x, row = PILE.x + ROOM, 0
    for bar in seen.bars:
        w = bar.blocks * step
        if x + w > PILE.x + PILE.w - ROOM:
            x, row = PILE.x + ROOM, row + 1
        places.append((bar, x, row))
        x += w + 26
    return places


def _piled(seen: PlanSeen, step: float) -> list[tuple[BarSeen, Rect]]:
    """Where each bar lies in the pile: its own place, which stays empty while it is on the strip."""
    return [
        (bar, Rect(x, PILE.y + 60 + row * 102, bar.blocks * step, BAR_H))
        for bar, x, row in _places(seen, step) if bar.place < 0
    ]  # fmt: skip


def _lane(look: WorkshopWords, seen: PlanSeen, step: float, stations: tuple[str, ...]) -> list[Shape]:
    """The dark strip: a square a block, numbered every five, and a flag a kit at the block where it is due."""
    words = look.t("plan.strip")
    size = kit.fitted(look, words, 24, (PILE.w - 60, 40), True)
    lane = _lane_card(look, seen)
    shapes: list[Shape] = [Box(Rect(lane.x + 5, lane.y + 9, lane.w, lane.h), "shadow", 24, alpha=50), Box(lane, "ink", 22, "rim", 2)]
    shapes += _hall(look, seen, lane, step, stations)
    shapes.append(Text(lane.x + ROOM, lane.y + 28 - look.px(size) * 0.62, words, look.px(size), "white", True))
    x, y = PILE.x + ROOM, TRACK_Y
    shapes += [Box(Rect(x - 8, y - 8, seen.strip * step + 16, BAR_H + 16), "tarmac", 16, "rim", 2), Box(Rect(x - 4, y + BAR_H + 2, seen.strip * step + 8, 4), "alu_dark", 2)]
    for n in range(seen.strip):
        # A hollow: dark under its upper edge, lit at its lower one.
        slot = Rect(x + n * step + 1.5, y + 2, step - 3, BAR_H - 4)
        shapes += [Box(slot, "ink", 6, to="slate"), Box(Rect(slot.x + 3, slot.y + slot.h - 4, slot.w - 6, 3), "steel", 1)]
    for n in range(0, seen.strip + 1, 5):
        shapes += [Line(((x + n * step, y + BAR_H + 8), (x + n * step, y + BAR_H + 20)), "mist", 3), Text(x + n * step, y + BAR_H + 24, str(n), min(look.px(kit.READ), 30.0), "mist", True, "centre")]
    return [*shapes, *_flags(look, seen, step)]


def _tall(look: WorkshopWords, seen: PlanSeen, step: float) -> float:
    """How large who waits at each flag is drawn; 0 where there is no room: flags too near, a high pile, large words."""
    flags = sorted(bar.flag for bar in seen.bars if bar.flag)
    near = min((b - a for a, b in zip((0, *flags), flags, strict=False)), default=0) * step
    room = TRACK_Y - _lane_card(look, seen).y - 60 - 2 * PITCH - 30
    k = min(MOST_TALL, near / APART, room / view_people.TALL)
    return 0.0 if kit.large(look) or k < LEAST_TALL else round(k, 2)


def _waiting(bars: Sequence[BarSeen], stations: tuple[str, ...]) -> dict[str, int]:
    """Who waits at each flag: the person of its station; of a kit that another team makes, somebody who is not here."""
    who = {bar.id: stations.index(bar.id) % view_people.PEOPLE for bar in bars if bar.id in stations}
    free = (n for n in range(len(bars) + view_people.PEOPLE) if n not in who.values())
    return who | {bar.id: next(free) for bar in bars if bar.id not in stations}


def _hall(look: WorkshopWords, seen: PlanSeen, lane: Rect, step: float, stations: tuple[str, ...]) -> list[Shape]:
    """The line over the day: who waits at each flag, on one floor, and beside whom the trolley is that comes in time."""
    k = _tall(look, seen, step)
    if not k:
        return []
    low = TRACK_Y - 12
    wall = Rect(lane.x + 3, lane.y + 50, lane.w - 6, low - lane.y - 50)
    shapes: list[Shape] = [Box(wall, "tarmac", 4, to="slate"), *(() if look.comfort.contrast else view_hall.day(wall, low, (PILE.x + ROOM, step, seen.strip))), Box(Rect(wall.x, low - 6, wall.w, 10), "steel", 3)]
    asked = [bar for bar in seen.bars if bar.flag]
    ends = _ends(seen)
    who = _waiting(asked, stations)
    for bar in asked:
        x = PILE.x + ROOM + bar.flag * step - 44 * k
        glow = ((x - 26, wall.y), (x + 26, wall.y), (x + 48, low), (x - 48, low))
        shade = Box(Rect(x - 34 * k, low - 13, 68 * k, 12), "black", 6, alpha=80)
        shapes += [Poly(glow, "primer_light", 46 if bar.place >= 0 else 18), shade, *view_people.person(who[bar.id], x, low - 4, k, view_people.LATE if ends.get(bar.id, 0) > bar.flag else view_people.STILL)]
    # Where its bar ended, a trolley stood at the feet of somebody who waits for another one.
    for bar in asked:
        if ends.get(bar.id, bar.flag + 1) <= bar.flag:
            shapes.append(Picture("kit_cart_done", Rect(PILE.x + ROOM + bar.flag * step - 74, low - 42, 70, 42)))
    return shapes


def _ends(seen: PlanSeen) -> dict[str, int]:
    """At which block each bar of the strip ends, in their order on it."""
    laid = sorted((b for b in seen.bars if b.place >= 0), key=lambda b: b.place)
    return {bar.id: end for bar, end in zip(laid, itertools.accumulate(bar.blocks for bar in laid), strict=True)}


def _flags(look: WorkshopWords, seen: PlanSeen, step: float) -> list[Shape]:
    """Flags stand on the strip, each with the name of its kit; of two that meet the earlier stands higher.

    So no pole crosses another one's cloth; where words are so large that one would, it passes behind.
    """
    poles: list[Shape] = []
    shapes: list[Shape] = []
    left, y = PILE.x + ROOM, TRACK_Y - 8
    people = _tall(look, seen, step)
    taken: list[tuple[int, float, float, float]] = []  # row, start and end of the cloth, pole
    for bar in sorted((b for b in seen.bars if b.flag), key=lambda b: -b.flag):
        words = look.t(f"kit.{bar.id}")
        size = kit.fitted(look, words, 22, (190, 40), True)
        w = max(72.0, look.width(words, size, True) + 36)
        x = left + bar.flag * step
        turned = people > 0 or x + w > PILE.x + PILE.w - 8
        start = x - w if turned else x
        met = [row for row, begins, ends, pole in taken if start <= pole + 6 <= start + w + 12 or (start < ends + 8 and begins < start + w + 8)]
        row = min(ROWS - 1, max(met, default=-1) + 1)
        taken.append((row, start, start + w, x))
        # Over the head of who waits there, where somebody does.
        top = y - 52 - row * PITCH - people * view_people.TALL
        laid = bar.place >= 0
        tone, ink = ("amber", "ink") if not laid else ("warm_light", "ink")
        cloth = ((x, top), (x + (-w if turned else w), top), (x + (-w + 12 if turned else w - 12), top + 20), (x + (-w if turned else w), top + 40), (x, top + 40))
        poles += [Line(((x, TRACK_Y + BAR_H + 6), (x, top)), "amber", 4), Circle(x, TRACK_Y + BAR_H + 6, 5, "amber")]
        shapes += [Poly(cloth, tone), Line((*cloth, cloth[0]), "amber" if laid else "ink", 2)]
        shapes.append(Text(start + w / 2 + (5 if turned else -5), top + 20 - look.px(size) * 0.62, words, look.px(size), ink, True, "centre"))
    return [*poles, *shapes]


def _thread(look: WorkshopWords, bar: BarSeen, end: int, left: float, step: float, apart: float) -> list[Shape]:
    """From the end of a laid bar to its flag, below the numbers: slack while the flag is ahead, taut when it was passed.

    How many blocks that is stands beside it, while words have room there.
    """
    if not bar.flag or end == bar.flag:
        return []
    y = TRACK_Y + BAR_H + 56 + apart * (bar.place % ROWS)
    a, b = left + end * step, left + bar.flag * step
    late = end > bar.flag
    tone = "amber" if late else "primer_light"
    way = 1 if late else -1
    shapes: list[Shape] = [Line(((a - 3, TRACK_Y + BAR_H), (a - 3, y)), tone, 2, dashed=not late), Circle(a - 3, y, 6, tone)]
    shapes += [Line(((a - 3, y), (b, y)), tone, 5), Poly(((b - 4 * way, y), (b + 14 * way, y - 9), (b + 14 * way, y + 9)), tone)]
    words = look.t("plan.late" if late else "plan.slack", n=abs(end - bar.flag))
    size = look.px(kit.READ)
    w = look.width(words, kit.READ, True)
    if kit.large(look):
        return shapes
    x = max(a, b) + 12
    x = x if x + w < PILE.x + PILE.w - 12 else min(a, b) - 18 - w
    # On a ground of their own: no pole of another thread crosses them.
    return [*shapes, Box(Rect(x - 4, y - size * 0.56, w + 8, size * 1.06), "ink"), Text(x, y - size * 0.62, words, size, tone, True)]


def _name(look: WorkshopWords, seen: PlanSeen, bar: BarSeen, step: float) -> str:
    """What a bar is called on itself: its station in short where the name of one of them finds no room.

    All alike, so that none seems to be another sort of thing.
    """
    fits = all(look.width(look.t(f"kit.{b.id}"), 20, True) < b.blocks * step - 16 for b in seen.bars)
    return look.t(f"kit.{bar.id}" if fits else f"kit.short.{bar.id}")


def _node(look: WorkshopWords, bar: BarSeen, rect: Rect, step: float, words: str, *, laid: bool, end: int = 0) -> Node:
    """A bar: a notch a block, the name of its kit, its flag; on the strip, what passes the flag is hatched."""
    shapes: list[Shape] = [Box(Rect(rect.x + 7, rect.y + 12, rect.w - 6, rect.h), "shadow", 12, alpha=60), Box(Rect(rect.x + 3, rect.y + 7, rect.w - 4, rect.h), "ink", 12)]
    shapes.append(Box(Rect(rect.x + 1, rect.y, rect.w - 2, rect.h), "sky", 12, "ink", 3, to="blue_dark"))
    shapes.append(Box(Rect(rect.x + 8, rect.y + 5, rect.w - 16, 5), "blue_light", 2, alpha=170))
    first = 0.0 if laid else PLATE.x + PLATE.w
    shapes += [
        Line(((rect.x + n * step, rect.y + rect.h - 15), (rect.x + n * step, rect.y + rect.h - 5)), "ink", 2)
        for n in range(1, bar.blocks) if n * step > first
    ]  # fmt: skip
    late = max(0, end - bar.flag) if laid and bar.flag else 0
    if late:
        long = min(late, bar.blocks) * step
        shapes += _hatched(Rect(rect.x + rect.w - long, rect.y, long - 2, rect.h))
    name = look.t(f"kit.{bar.id}")
    shapes += () if laid else _asked_for(bar, rect)
    beyond = min(late, bar.blocks) * step
    # The name stands on the part that does not pass its flag, while there is room for it.
    room = rect.w - 16 - (beyond if rect.w - beyond > 96 else 0)
    top, high = (17.0, 54.0) if laid else (12.0, 32.0)
    size = kit.fitted(look, words, 26, (room - 4, high + 2), True)
    lines = look.wrap(words, size, room, True)
    at = rect.y + top + high / 2 - look.line_height(size) * len(lines) / 2
    shapes.append(Box(Rect(rect.x + 6, rect.y + top, room + 2, high), "ink", 8, alpha=255 if late else 150))
    shapes += kit.paragraph(look, rect.x + 8, at, room, words, size, colour="white", bold=True, anchor="centre")[0]
    due = look.t("bar.due", n=bar.flag) if bar.flag else look.t("bar.urgent")
    where = look.t("bar.ends", n=end) if laid else look.t("bar.beside")
    said = look.t("bar.said", kit=name, blocks=bar.blocks, due=due, where=where)
    return Node(f"bar:{bar.id}", "spot", name, rect, tuple(shapes), ("press",), state=("checked",) if laid else (), spoken=said)


def _asked_for(bar: BarSeen, rect: Rect) -> list[Shape]:
    """On a bar of the pile, below its name: its flag, or that it is urgent while nobody has said when it is due."""
    plate = Rect(rect.x + PLATE.x, rect.y + PLATE.y, PLATE.w, PLATE.h)
    if bar.flag:
        return [Box(plate, "paper", 8), *flag(plate.x + 6, plate.y + 43, str(bar.flag), 28)]
    x, y = plate.x + 26, plate.centre[1]
    mark = ((x, y - 20), (x + 23, y + 18), (x - 23, y + 18))
    return [Poly(mark, "amber"), Line((*mark, mark[0]), "ink", 3), Line(((x, y - 7), (x, y + 6)), "ink", 5), Circle(x, y + 12, 3, "ink")]


def _hatched(rect: Rect) -> list[Shape]:
    """What stands beyond its flag: stripes of ink on amber."""
    shapes: list[Shape] = [Box(rect, "amber", 10, "ink", 3)]
    n, step = 0, 22.0
    while n * step < rect.w + rect.h:
        a = rect.x + n * step
        low, high = (a - rect.h, rect.y + rect.h - 2), (a, rect.y + 2)
        shapes += _clipped(low, high, rect)
        n += 1
    return shapes


def _clipped(low: tuple[float, float], high: tuple[float, float], rect: Rect) -> list[Shape]:
    """A slanted stripe kept between the sides of a place."""
    (x0, y0), (x1, y1) = low, high
    left, right = rect.x + 3, rect.x + rect.w - 3
    if x1 <= left or x0 >= right:
        return []
    slope = (y1 - y0) / (x1 - x0)
    if x0 < left:
        x0, y0 = left, y0 + (left - x0) * slope
    if x1 > right:
        x1, y1 = right, y1 + (right - x1) * slope
    return [Line(((x0, y0), (x1, y1)), "ink", 6)]


def _count(look: WorkshopWords, seen: PlanSeen) -> tuple[Shape, ...]:
    """Below the ways on: how many bars lie on the strip."""
    rect = Rect(view_right.X, view_right.DEPART.y, view_right.W, view_right.DEPART.h)
    laid, total = sum(b.place >= 0 for b in seen.bars), len(seen.bars)
    shapes: list[Shape] = [*kit.card(rect)]
    big = min(look.px(54), 76.0)
    words = look.t("plan.placed_of", n=laid, total=total)
    size = kit.fitted(look, words, 24, (rect.w - 44, 62))
    shapes.append(Text(rect.centre[0], rect.y + 16, str(laid), big, "ink", True, "centre"))
    shapes += kit.paragraph(look, rect.x + 22, rect.y + 104, rect.w - 44, words, size, colour="steel", anchor="centre")[0]
    return (*shapes, *_dots(Rect(rect.x + 30, rect.y + 174, rect.w - 60, 20), (laid, total)))


def _dots(rect: Rect, of: Sequence[int]) -> list[Shape]:
    done, total = of
    w = (rect.w - 8 * (total - 1)) / max(1, total)
    return [Box(Rect(rect.x + n * (w + 8), rect.y, w, rect.h), "sky" if n < done else "cloud", 8, "rim", 2) for n in range(total)]
