"""What practice shows of each gesture of the store: parts, bars and bins as they are, so that it is seen and not read."""

from collections.abc import Callable, Mapping

from game.mechanics.plan import teach as teach_store
from game.mechanics.plan import view_kits, view_line, view_part, view_shelf
from game.mechanics.plan.params import FAULTS, HARMLESS, PlanParams
from game.mechanics.plan.seen import PlanSeen
from game.screen import kit
from game.screen.nodes import Box, Circle, Line, Picture, Rect, Shape, Text
from game.workshop import teach
from game.workshop import view_shared_lessons as shared
from game.workshop.gesture_words import Taught
from game.workshop.glossary import LOT, Term
from game.workshop.view_count import DrawCounted
from game.workshop.view_doc import DOC
from game.workshop.view_lesson import STAGE, folded
from game.workshop.view_tray import ICONS
from game.workshop.words import WorkshopWords
from game.workshop.written import Gesture

Y = STAGE.y + 190


def _ground() -> list[Shape]:
    return [Box(STAGE, "ink", 22), Box(STAGE.inset(10), "tarmac", 16)]


def _x(n: int, of: int) -> float:
    return STAGE.x + STAGE.w * (n + 0.5) / of


def _under(look: WorkshopWords, key: str, n: int, of: int) -> list[Shape]:
    room, words = STAGE.w / of - 30, look.t(key)
    size = kit.fitted(look, words, 26, (room, 96), True)
    return [*kit.paragraph(look, _x(n, of) - room / 2, STAGE.y + STAGE.h - 124, room, words, size, colour="white", bold=True, anchor="centre")[0]]


def _months_after(today: str, n: int) -> str:
    """So many months after a `year-month` of two figures each, written the same way."""
    year, month = (int(part) for part in today.split("-"))
    later = year * 12 + month - 1 + n
    return f"{later // 12:02}-{later % 12 + 1:02}"


def _tray(x: float, y: float, shape: str) -> list[Shape]:
    """One slot of the foam."""
    return [Box(Rect(x - 120, y - 110, 240, 220), "steel", 18, "slot_edge", 2, to="slate"), *view_part.outline(shape, x, y, 2.2)]


def reading(look: WorkshopWords, params: PlanParams) -> list[Shape]:
    """The order folded in lines, one of them open, with its two bands."""

    def bands(rect: Rect) -> list[Shape]:
        return [s for k, tone in enumerate(("amber", "steel")) for s in (Box(Rect(rect.x + 110 + 180 * k, rect.y + 76, 140, 50), "white", 8, "ink", 2), Box(Rect(rect.x + 110 + 180 * k, rect.y + 76, 26, 50), tone, 6))]

    return [*_ground(), *folded(look, 2, bands)]


def planning(look: WorkshopWords, params: PlanParams) -> list[Shape]:
    """Two strips: a bar that passes its flag, and the same bars with none past."""
    shapes = _ground()
    for row, order in enumerate((((7, "sky", 5), (5, "amber", 12)), ((5, "amber", 12), (7, "sky", 5)))):
        x, y, start = STAGE.x + 120, STAGE.y + 70 + 180 * row, 0
        shapes += [Box(Rect(x + 90 * n, y, 84, 70), "slate", 8) for n in range(12)]
        blocks = {"amber": 4, "sky": 7}
        for _, tone, _ in order:
            shapes.append(Box(Rect(x + 90 * start, y + 4, 90 * blocks[tone] - 6, 62), tone, 12, "ink", 3))
            start += blocks[tone]
        for at, tone in ((5, "amber"), (12, "sky")):
            shapes += [Line(((x + 90 * at, y - 26), (x + 90 * at, y + 78)), tone, 7), Box(Rect(x + 90 * at - 60, y - 30, 60, 26), tone, 5)]
        sign = STAGE.x + STAGE.w - 110
        shapes += kit.check_mark(sign, y + 34, 30) if row else [Circle(sign, y + 34, 30, "red"), Box(Rect(sign - 16, y + 29, 32, 10), "white", 4)]
    return [*shapes, *_under(look, "lesson.plan.under", 0, 1)]


def walking(look: WorkshopWords, params: PlanParams) -> list[Shape]:
    """Three aisles; so many blocks of time on the way from each to the next one."""
    shapes = _ground()
    for n, aisle in enumerate(params.aisles[:3]):
        x = _x(n, 3)
        shapes += [Box(Rect(x - 150, Y - 130, 300, 200), "slate" if n else "steel", 16, "signal" if n == 1 else "rim", 5 if n == 1 else 2), Text(x, Y - 118, look.t("aisle", aisle=aisle), 34, "white", True, "centre")]
        shapes += [Box(Rect(x - 120 + 84 * k, Y - 50 + 54 * j, 72, 44), "blue_dark", 8, "ink", 2) for k in range(3) for j in range(2)]
        if n:
            between = params.walk(params.aisles[n - 1], aisle)
            left = (x + _x(n - 1, 3)) / 2 + 2 - 27 * between
            shapes += [s for k in range(between) for s in (Box(Rect(left + 54 * k, Y - 44, 48, 48), "alu_dark", 8), Line(((left + 18 + 54 * k, Y - 32), (left + 32 + 54 * k, Y - 20), (left + 18 + 54 * k, Y - 8)), "white", 5))]
    return [*shapes, *_under(look, "lesson.walk.under", 0, 1)]


def scanning(look: WorkshopWords, params: PlanParams) -> list[Shape]:
    """A yellow band is read, a grey one is not; the scanner shows a signed paper and one that is not."""
    shapes = _ground()
    shapes += [*view_shelf.shown(_x(0, 4), Y, "tube", 2, yellow=True), *view_shelf.shown(_x(1, 4), Y, "screw", 2, yellow=False)]
    for n, signed in enumerate((True, False)):
        x = _x(2 + n, 4)
        shapes += [Box(Rect(x - 110, Y - 110, 220, 200), "ink", 16, "primer", 4), Box(Rect(x - 56, Y - 84, 112, 148), "white", 6), *(Line(((x - 40, Y - 60 + 24 * k), (x + 40, Y - 60 + 24 * k)), "steel", 4) for k in range(3))]
        if signed:
            shapes.append(Line(((x - 38, Y + 44), (x - 18, Y + 26), (x, Y + 48), (x + 38, Y + 24)), "blue_dark", 7))
    return [*shapes, *(s for n in range(4) for s in _under(look, f"lesson.scan.{n}", n, 4))]


def counting(look: WorkshopWords, params: PlanParams) -> list[Shape]:
    """One press, one piece: a bin, some pieces in the hand, as many in the foam."""
    shapes = [*_ground(), *view_shelf.shown(_x(0, 3), Y, "screw", 1, yellow=False, k=1.4)]
    shapes += [Box(Rect(_x(1, 3) - 150, Y - 110, 300, 200), "mist", 22), *view_part.pile("screw", 1, 4, Rect(_x(1, 3) - 130, Y - 90, 260, 160))]
    shapes += [Box(Rect(_x(2, 3) - 120, Y - 110, 240, 220), "steel", 18, "slot_edge", 2, to="slate"), *view_part.pile("screw", 1, 4, Rect(_x(2, 3) - 104, Y - 96, 208, 190))]
    return [*shapes, *(s for n in range(3) for s in _under(look, f"lesson.count.{n}", n, 3))]


def filling(look: WorkshopWords, params: PlanParams) -> list[Shape]:
    """A bracket over its own outline, and over the one of its mirror."""
    shapes = _ground()
    for n, shape in enumerate(("bracket", "bracket_back")):
        x = _x(n, 2)
        shapes += [*_tray(x, Y, shape), *view_part.part("bracket", 2, x + 190, Y - 20, 2.0)]
    return [*shapes, *(s for n in range(2) for s in _under(look, f"lesson.fill.{n}", n, 2))]


def dating(look: WorkshopWords, params: PlanParams) -> list[Shape]:
    """Four lots of one part: one out of date, an empty bin, the one that ends first of the others, one that can wait."""
    shapes = _ground()
    for n, words in enumerate(view_shelf.date_of(_months_after(params.today, n)) for n in (-1, 1, 4, 7)):
        shapes += view_shelf.shown(_x(n, 4), Y, "tube", 2, yellow=True, words=words, bare=n == 1)
    shapes += [Line(((_x(0, 4) - 80, Y - 90), (_x(0, 4) + 80, Y + 80)), "red", 9), *kit.check_mark(_x(2, 4) + 96, Y - 70, 28)]
    return [*shapes, *(s for n, key in enumerate(("0", "bare", "1", "2")) for s in _under(look, f"lesson.date.{key}", n, 4))]


def sorting(look: WorkshopWords, params: PlanParams) -> list[Shape]:
    """What goes under key, and what is only dusty or marked with chalk."""
    shapes = _ground()
    looks = (("torn", ""), ("bent", ""), ("rust", ""), ("", "dust"), ("", "chalk"))
    for n, (flaw, trace) in enumerate(looks):
        shapes += [Box(Rect(_x(n, 5) - 100, Y - 120, 200, 220), "mist", 18), *view_part.part("washer", 2, _x(n, 5), Y - 10, 2.0, flaw, trace)]
        shapes += [Box(Rect(_x(n, 5) + 52, Y - 112, 40, 40), "red", 8)] if flaw else kit.check_mark(_x(n, 5) + 72, Y - 92, 20)
    return [*shapes, *(s for n in range(5) for s in _under(look, f"lesson.aside.{n}", n, 5))]


def leaving(look: WorkshopWords, params: PlanParams) -> list[Shape]:
    """The last slot fills, the lid closes, the trolley leaves for its station, which starts."""
    shapes = _ground()
    for n in range(2):
        x = _x(n, 3)
        shapes.append(Box(Rect(x - 170, Y - 90, 340, 160), "ink", 18, "primer" if n else "rim", 6 if n else 3))
        for k, shape in enumerate(("bracket", "washer", "tube")):
            at = x - 104 + 104 * k
            shapes += [*view_part.outline(shape, at, Y - 12, 1.2), *(view_part.part(shape, 2, at, Y - 12, 1.2) if n or k < 2 else [])]
        shapes += [Circle(x + dx, Y + 84, 18, "black", "steel", 4) for dx in (-110, 110)]
    x = _x(2, 3) - 28
    shapes += [Picture(params.art_done, Rect(x - 224, Y - 56, 178, 100)), Line(((x - 44, Y - 8), (x - 8, Y - 8), (x - 22, Y - 22), (x - 8, Y - 8), (x - 22, Y + 6)), "white", 7)]
    shapes += [Box(Rect(x + 2, Y - 92, 226, 160), "mist", 18), *(kit.scaled(s, 1.05, x + 10, Y + 58) for s in view_line.bay(0, 0, runs=True, wave=1))]
    return [*shapes, *(s for n in range(3) for s in _under(look, f"lesson.depart.{n}", n, 3))]


def doubting(look: WorkshopWords, params: PlanParams) -> list[Shape]:
    """A box that is crushed; the tag and the bell go with it."""
    x = _x(0, 3)
    shapes = [*_ground(), *view_shelf.shown(x, Y, "clip", 2, yellow=False, odd=True)]
    shapes += [Picture("tag", Rect(_x(1, 3) - 120, Y - 90, 240, 180)), *(kit.scaled(s, 2.6, _x(2, 3), Y) for s in ICONS["call"](0, 0))]
    return [*shapes, *(s for n in range(3) for s in _under(look, f"lesson.tag.{n}", n, 3))]


def waiting(look: WorkshopWords, params: PlanParams) -> list[Shape]:
    """A red card in a slot, the lid shut over it, the trolley that leaves so."""
    shapes = _ground()
    for n in range(3):
        x = _x(n, 3)
        if n == 2:
            shapes += [Picture(params.art_done, Rect(x - 216, Y - 124, 370, 208)), Line(((x + 160, Y - 8), (x + 206, Y - 8), (x + 188, Y - 26), (x + 206, Y - 8), (x + 188, Y + 10)), "white", 8)]
            continue
        shapes += [Box(Rect(x - 170, Y - 90, 340, 160), "ink", 18, "primer" if n else "rim", 6 if n else 3)]
        for k, shape in enumerate(("bracket", "washer", "clip")):
            at = x - 104 + 104 * k
            shapes += view_part.outline(shape, at, Y - 12, 1.2)
            shapes += view_part.part(shape, 2, at, Y - 12, 1.2) if k < 2 else [Picture("tag", Rect(at - 46, Y - 46, 92, 68))]
        shapes += [Circle(x + dx, Y + 84, 18, "black", "steel", 4) for dx in (-110, 110)]
    return [*shapes, *(s for n in range(3) for s in _under(look, f"lesson.wait.{n}", n, 3))]


def checking(look: WorkshopWords, params: PlanParams) -> list[Shape]:
    """Each fault, and each mark that matters to nobody."""
    shapes, names = _ground(), (*FAULTS, *HARMLESS[:2])
    for n, feature in enumerate(names):
        x = _x(n, 6)
        shapes += [*(kit.scaled(s, 0.94, x, Y) for s in view_kits.kit(feature, 0, 0))]
        shapes += [Box(Rect(x - 24, Y - 150, 48, 34), "red", 8)] if feature in FAULTS else kit.check_mark(x, Y - 132, 20)
        shapes += _under(look, f"lesson.check.{feature}", n, 6)
    return shapes


STAGES: Mapping[str, Callable[[WorkshopWords, PlanParams], list[Shape]]] = {
    "read": reading, "plan": planning, "walk": walking, "scan": scanning, "count": counting, "fill": filling,
    "date": dating, "aside": sorting, "depart": leaving, "tag": doubting, "wait": waiting,
    "check": checking,
}  # fmt: skip
OFFERS: Mapping[str, tuple[str, ...]] = {
    **teach.OFFERS,
    "read": ("doc:", "document", "page:", "line:"),
    "plan": ("bar:",),
    "walk": ("aisle:",),
    "scan": ("mode:scan", "bin:"),
    "count": ("bin:", "less:", "more:", "slot:", "hand"),
    "fill": ("slot:", "hand"),
    "date": ("mode:scan", "bin:"),
    "aside": ("bin:", "reject", "slot:", "hand", "less:", "more:"),
    "depart": ("slot:", "depart:", "hand"),
    "tag": ("mode:tag", "mode:call", "bin:"),
    "wait": ("depart:",),
    "check": ("head:",),
}


def offered(params: PlanParams, seen: PlanSeen) -> tuple[str, ...]:
    """What the gesture in hand needs of the bench; () at work."""
    gesture = params.gesture(seen.lesson)
    return OFFERS[gesture.does] if gesture else ()


def taught(params: PlanParams) -> Taught:
    """What practice shows and offers of each gesture of the store."""
    return Taught(OFFERS, SIGNS, shared.stages(STAGES, params), values=lambda look, gesture: _values(look, params, gesture), again=params.again)


def _values(look: WorkshopWords, params: PlanParams, gesture: Gesture) -> Mapping[str, object]:
    """What the author calls the place, the part and the day of a gesture; how many the list asks for, how far one walks."""
    today = {"today": view_shelf.date_of(params.today)}
    if not gesture.spot:
        return today
    bin = params.store[gesture.spot]
    kit = params.kits[teach_store.asking(params, gesture)]
    asked = next((slot.n for slot in kit.slots if slot.ref == bin.ref), 1)
    start = teach_store.away(params, bin.aisle)
    names = {"aisle": bin.aisle, "ref": look.t(f"ref.{bin.ref}"), "bin": gesture.spot}
    return {**today, **names, "n": asked, "blocks": params.walk(start, bin.aisle)}


def _small(shape: str, flaw: str = "") -> DrawCounted:
    return lambda x, y: view_part.part(shape, 2, x, y, 0.8, flaw)


SIGNS: Mapping[str, DrawCounted] = {
    **shared.SIGNS,
    "read": lambda x, y: [Box(Rect(x - 22, y - 28, 44, 56), "paper", 6), *[Box(Rect(x - 13, y - 16 + 12 * k, 26, 5), "steel", 2) for k in range(3)]],
    "plan": lambda x, y: [Box(Rect(x - 32, y - 14, 28, 18), "amber", 4), Box(Rect(x - 2, y - 14, 34, 18), "sky", 4), Line(((x + 32, y - 24), (x + 32, y + 20)), "red", 4)],
    "walk": lambda x, y: [Box(Rect(x - 32, y - 24, 18, 48), "steel", 3), Box(Rect(x + 14, y - 24, 18, 48), "steel", 3), Line(((x - 6, y - 10), (x + 6, y), (x - 6, y + 10)), "signal", 5)],
    "scan": lambda x, y: [Box(Rect(x - 26, y - 20, 52, 26), "white", 4, "ink", 2), Box(Rect(x - 26, y - 20, 52, 8), "amber", 3), Line(((x - 30, y + 18), (x + 30, y + 18)), "red", 4)],
    "count": lambda x, y: view_part.pile("screw", 1, 3, Rect(x - 34, y - 28, 68, 56)),
    "fill": _small("bracket"),
    "date": _small("tube"),
    "aside": _small("washer", "rust"),
    "depart": lambda x, y: [Box(Rect(x - 32, y - 18, 56, 28), "blue_dark", 6, "ink", 2), Circle(x - 18, y + 18, 7, "ink"), Circle(x + 12, y + 18, 7, "ink"), Line(((x + 28, y - 22), (x + 28, y + 8)), "ink", 4)],
    "tag": lambda x, y: [Picture("tag", Rect(x - 32, y - 24, 64, 48))],
    "wait": lambda x, y: [Box(Rect(x - 32, y - 18, 56, 28), "blue_dark", 6, "ink", 2), Circle(x - 18, y + 18, 7, "ink"), Circle(x + 12, y + 18, 7, "ink"), Picture("tag", Rect(x - 20, y - 24, 48, 36))],
    "check": lambda x, y: [kit.scaled(s, 0.3, x, y) for s in view_kits.kit("gap", 0, 0)],
}  # fmt: skip


TERMS = (
    Term("kit", SIGNS["depart"]), Term("station"), Term("aisle", SIGNS["walk"]), LOT, Term("scanner", ICONS["scan"]), Term("paper"), Term("foam"),
    Term("block"), Term("flag", SIGNS["plan"]), Term("key", SIGNS["aside"]),
)  # fmt: skip
"""Words of the store that its order, its shelves and its mentor use."""


def aim(seen: PlanSeen, gesture: Gesture, mode: str, params: PlanParams) -> str:
    """The next thing to press in a try; nothing is lit where one has to look."""
    does, spot = gesture.does, gesture.spot
    slots = next((kit_seen.slots for kit_seen in seen.kits if kit_seen.here), ())
    ref = params.store[spot].ref if spot else ""
    hole = next((f"slot:{n}" for n, slot in enumerate(slots) if slot.ref == ref), "")
    if does == "scan":
        return f"bin:{spot}" if mode == "scan" else "mode:scan"
    if does == "date":
        # The scanner until some label of it was read; then one looks oneself.
        read = any(b.read and b.ref == ref for b in seen.bins)
        return "" if read or mode == "scan" else "mode:scan"
    if does == "count":
        asked = next((slot.n for slot in slots if slot.ref == ref), 0)
        return hole if seen.hand is not None and seen.hand.n >= asked else f"bin:{spot}"
    if does == "depart":
        return hole if seen.hand is not None else "depart:"
    if does == "aside":
        return "" if seen.hand is not None else f"bin:{spot}"
    if does == "tag":
        wanted = "call" if any(b.id == spot and b.tagged for b in seen.bins) else "tag"
        return f"bin:{spot}" if mode == wanted else f"mode:{wanted}"
    if does == "walk":
        return f"aisle:{params.store[spot].aisle}"
    return {"read": "doc:plan", "fill": hole, "wait": "depart:"}.get(does, "") or shared.aim(seen, gesture, mode)


def store(params: PlanParams, top: float, scale: float) -> list[Shape]:
    """The store from above: its aisles, each with the shapes it holds; `scale`: how large words are."""
    shapes: list[Shape] = []
    w = (DOC.w - 60) / len(params.aisles)
    for n, aisle in enumerate(params.aisles):
        rect = Rect(DOC.x + 24 + n * (w + 6), top + 6, w, 206)
        shapes += [Box(rect, "cloud", 10, "steel", 2), Text(rect.centre[0], rect.y + 4, aisle, 26 * scale, "ink", True, "centre")]
        kinds = list(dict.fromkeys(params.refs[b.ref].shape for b in params.store.values() if b.aisle == aisle))
        for k, shape in enumerate(kinds[:6]):
            shapes += view_part.part(shape, 2, rect.x + w * (0.3 + 0.42 * (k % 2)), rect.y + 42 + 26 * scale + 56 * (k // 2), 0.8)
    return shapes


def line_art(topic: str) -> list[Shape]:
    """The picture of a line of the order, about (0, 0), by what it speaks of."""
    if topic == "plan":
        return [Box(Rect(-130, -18, 90, 36), "amber", 8, "ink", 2), Box(Rect(-36, -18, 130, 36), "sky", 8, "ink", 2), Line(((96, -40), (96, 40)), "red", 5)]
    if topic == "take":
        return [s for k, tone in enumerate(("amber", "steel")) for s in (Box(Rect(-120 + 130 * k, -26, 100, 52), "white", 8, "ink", 2), Box(Rect(-120 + 130 * k, -26, 22, 52), tone, 6))]
    if topic == "fill":
        return [*view_part.outline("bracket", -60, 0, 1.2), *view_part.part("bracket", 2, 60, 0, 1.2)]
    if topic == "doubt":
        return [Picture("tag", Rect(-110, -40, 96, 76)), *(kit.scaled(s, 1.1, 66, 0) for s in ICONS["call"](0, 0))]
    return []


def bare(seen: PlanSeen, params: PlanParams) -> bool:
    """Whether the bin whose label was read in the gesture of dates is empty, and the try not told yet."""
    gesture = params.gesture(seen.lesson)
    return gesture is not None and gesture.does == "date" and not seen.outcome and any(bin.read and not bin.left for bin in seen.bins)
