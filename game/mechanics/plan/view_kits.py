"""Closed kits of yesterday seen near: a tray of foam under a clear lid, with what is to be seen in it."""

from collections.abc import Callable, Mapping

from game.mechanics.plan import view_part
from game.screen.kit import scaled
from game.screen.nodes import Box, Circle, Line, Picture, Poly, Rect, Shape
from game.workshop import view_bench, view_close
from game.workshop.view import MIDDLE

W, H = 204.0, 208.0
"""The tray of a kit; its place is 232 x `PLACE`, with room below for what one says of it."""
PLACE = 262.0
"""How high the place of a kit is, of which three stand one above the other."""
CONTENTS = (
    (("bracket", 2, 1), ("screw", 2, 3), ("seal", 2, 1), ("nut", 3, 3)),
    (("plate", 2, 1), ("clamp", 3, 2), ("film", 2, 1), ("washer", 3, 4)),
    (("clip", 2, 1), ("screw", 3, 4), ("tube", 2, 1), ("nut", 3, 4)),
)
"""Shape, size and number in each of the four places: in practice, at the first check, at the next one."""
GAP_AT, STRANGER_AT, RIPPED_AT = 1, 3, 2
"""The place that is empty, that holds a stranger, and whose bag is ripped."""
STRANGERS = (("washer", 3), ("nut", 3), ("washer", 3))
"""What lies there in place of the last one."""
CARRIED = 5
"""How many shut kits lie on the shelf below, where two rows leave it room."""


def high(kits: int) -> float:
    """How high the place of each of so many kits is, four a row."""
    return min(PLACE, (MIDDLE.h - 18) / max(1, -(-kits // 4)) - view_close.APART)


def bed(rows: int, right: float = MIDDLE.x + MIDDLE.w) -> list[Shape]:
    """A pale bench with a blue rail a row, on which the kits stand; its trolley goes no farther than `right`."""
    each = high(4 * rows) + view_close.APART
    panel = Rect(MIDDLE.x, MIDDLE.y, MIDDLE.w, 22 + each * rows)
    shapes: list[Shape] = [Box(Rect(panel.x + 5, panel.y + 9, panel.w, panel.h), "shadow", 28, alpha=50), Box(panel, "cloud", 26, "alu_mid", 2, to="mist")]
    for row in range(rows):
        y = MIDDLE.y + 16 + row * each + each - 50
        shapes += [Box(Rect(MIDDLE.x + 16, y, MIDDLE.w - 32, 26), "blue_dark", 6), Box(Rect(MIDDLE.x + 16, y, MIDDLE.w - 32, 5), "sky", 2)]
    return [*_wheels(panel, right), *shapes] if rows < 3 else shapes


def bed_beside(rows: int) -> list[Shape]:
    """The same in practice, where the mentor speaks at the right of the trolley."""
    return bed(rows, view_bench.MENTOR.x - 24)


def _wheels(panel: Rect, right: float) -> list[Shape]:
    """Below two rows: the trolley on which they came, its shelf with shut kits, its wheels on the floor.

    As wide as the panel, or standing under its middle where somebody speaks at the right.
    """
    side = max(60.0, panel.x + panel.w - right)
    low, floor = panel.y + panel.h, MIDDLE.y + MIDDLE.h - 40
    shelf = Rect(panel.x + side, floor - 96, panel.w - 2 * side, 26)
    shapes: list[Shape] = [Box(Rect(shelf.x - 20, floor - 8, shelf.w + 40, 22), "shadow", 11, alpha=60)]
    shapes += [Box(Rect(x, low - 30, 22, shelf.y - low + 40), "steel", 6, "ink", 2) for x in (shelf.x + 20, shelf.x + shelf.w - 42)]
    carried = CARRIED if side == 60 else CARRIED - 2
    w = (shelf.w - 130) / carried
    shapes += [Picture("kit_box", Rect(shelf.x + 60 + n * w, shelf.y - 74, w - 14, 78)) for n in range(carried)]
    shapes.append(Box(shelf, "blue_dark", 8, "ink", 2, to="tarmac"))
    for x in (shelf.x + 70, shelf.x + shelf.w - 70):
        shapes += [Circle(x, floor - 36, 34, "ink", "alu_mid", 6), Circle(x, floor - 36, 9, "alu_light")]
    return shapes


def _places(x: float, y: float) -> list[Rect]:
    left, top = x - W / 2 + 13, y - H / 2 + 20
    w, h = (W - 34) / 2, (H - 42) / 2
    return [Rect(left + n % 2 * (w + 8), top + n // 2 * (h + 8), w, h) for n in range(4)]


def kit(feature: str, x: float, y: float, turn: int = 0) -> list[Shape]:
    """A closed kit about a point, 232 x 262 with its margins; `feature` is one of `params.FAULTS`, `HARMLESS`, or "".

    `turn`: 0 in practice, then the number of the check: yesterday's trolleys carried other parts.
    """
    open_ = feature == "open"
    shapes: list[Shape] = [
        Box(Rect(x - W / 2 + 4, y - H / 2 + 12, W, H), "shadow", 16, alpha=90), Box(Rect(x - W / 2, y - H / 2, W, H), "slate", 16, "ink", 3, to="tarmac"),
        Box(Rect(x - W / 2 + 7, y - H / 2 + 14, W - 14, H - 24), "steel", 10, "black", 2),
    ]  # fmt: skip
    for n, place in enumerate(_places(x, y)):
        shapes += _slot(feature, n, place, turn % len(CONTENTS))
    shapes += _lid_open(x, y) if open_ else _lid(x, y)
    shapes += MARKS[feature](x, y) if feature in MARKS else []
    return shapes


def judged(feature: str, kits: int, x: float, y: float, turn: int) -> list[Shape]:
    """A closed kit about a point, as large as there is room for among so many kits; `feature`, `turn`: of `kit`."""
    k = high(kits) / PLACE
    if k < 1:
        return [scaled(s, k, x, y) for s in kit(feature, 0, 0, turn)]
    return kit(feature, x, y, turn)


def _slot(feature: str, n: int, place: Rect, turn: int) -> list[Shape]:
    shapes: list[Shape] = [Box(place, "tarmac", 8, "alu_dark", 1)]
    shape, size, count = CONTENTS[turn][n]
    if feature == "gap" and n == GAP_AT:
        return [*shapes, *view_part.outline(shape, *place.centre, 0.7)]
    if feature == "stranger" and n == STRANGER_AT:
        pieces = view_part.pile(shape, size, count, place.inset(3), k=0.9)
        return [*shapes, *pieces[:-1], *_stranger(pieces[-1], STRANGERS[turn])]
    if feature == "ripped" and n == RIPPED_AT:
        return [*shapes, *view_part.bagged(shape, size, *place.centre, 0.72, "torn")]
    if n == RIPPED_AT:
        return [*shapes, *view_part.bagged(shape, size, *place.centre, 0.72)]
    return [*shapes, *view_part.pile(shape, size, count, place.inset(3), k=0.9)]


def _stranger(last: Shape, stranger: tuple[str, int]) -> list[Shape]:
    """The stranger where the last one should be."""
    if not isinstance(last, Picture):
        return []
    return view_part.part(*stranger, *last.rect.centre, last.rect.w / view_part.SIDE)


def _latches(x: float, y: float, low: float) -> list[Shape]:
    return [Box(Rect(x + dx - 15, y + low, 30, 20), "alu_light", 5, "ink", 2) for dx in (-58, 58)]


def _lid(x: float, y: float) -> list[Shape]:
    """Shut: a clear sheet with its sheen, both latches down, the paper in its pocket."""
    rect = Rect(x - W / 2 + 2, y - H / 2 + 2, W - 4, H - 6)
    sheen = ((rect.x + 26, rect.y + 6), (rect.x + 74, rect.y + 6), (rect.x + 30, rect.y + rect.h - 8), (rect.x + 6, rect.y + rect.h - 8), (rect.x + 6, rect.y + 60))
    return [
        Box(rect, "blue_light", 14, alpha=38), Box(rect, "", 14, "blue_light", 3), Poly(sheen, "white", 44),
        *_latches(x, y, H / 2 - 12), Box(Rect(x - 26, y - H / 2 - 1, 52, 14), "white", 3, "steel", 1), Line(((x - 19, y - H / 2 + 6), (x + 12, y - H / 2 + 6)), "steel", 3),
    ]  # fmt: skip


def _lid_open(x: float, y: float) -> list[Shape]:
    """Ajar: it stands off at one side, one latch up, the foam bare at the other."""
    top, low = y - H / 2 - 22, y + H / 2 - 28
    sheet = ((x - W / 2 + 34, top), (x + W / 2 + 10, top + 16), (x + W / 2 + 4, low), (x - W / 2 + 20, low - 26))
    edge = ((x - W / 2 + 20, low - 26), (x + W / 2 + 4, low), (x + W / 2 + 4, low + 9), (x - W / 2 + 20, low - 15))
    return [
        Poly(tuple((px + 5, py + 12) for px, py in sheet), "shadow", 80), Poly(sheet, "blue_light", 88), Line((*sheet, sheet[0]), "blue_light", 3),
        Poly(edge, "sky"), Line((*edge, edge[0]), "ink", 2),
        Box(Rect(x - 73, y + H / 2 - 34, 30, 14), "alu_light", 5, "ink", 2), Box(Rect(x - 73, y + H / 2 - 12, 30, 20), "tarmac", 5, "ink", 2), Box(Rect(x + 43, y + H / 2 - 12, 30, 20), "tarmac", 5, "ink", 2),
    ]  # fmt: skip


def _dust(x: float, y: float) -> list[Shape]:
    soft = ((16, -66), (60, -76), (90, -40), (82, 6), (44, 16), (14, -18))
    shapes: list[Shape] = [Poly(tuple((x + a, y + b) for a, b in soft), "mist", 120)]
    for n in range(18):
        shapes.append(Circle(x + 24 + n * 37 % 58, y - 62 + n * 41 % 67, 1.8 + n % 3 * 0.7, "paper", alpha=220))
    return shapes


def _sticker(x: float, y: float) -> list[Shape]:
    """A round sticker of the store, put on askew: it says nothing of the kit."""
    return [Circle(x + 58, y - 30, 22, "primer", "white", 3), Line(((x + 46, y - 34), (x + 70, y - 38)), "ink", 4), Line(((x + 48, y - 24), (x + 66, y - 27)), "ink", 4)]


def _glint(x: float, y: float) -> list[Shape]:
    star = tuple((x - 50 + a, y - 36 + b) for a, b in ((0, -24), (4, -4), (24, 0), (4, 4), (0, 24), (-4, 4), (-24, 0), (-4, -4)))
    band = ((x + 38, y - 94), (x + 74, y - 94), (x - 12, y + 90), (x - 48, y + 90))
    return [Poly(band, "white", 150), Circle(x - 50, y - 36, 13, "white", alpha=140), Poly(star, "white")]


MARKS: Mapping[str, Callable[[float, float], list[Shape]]] = {"dust": _dust, "sticker": _sticker, "glint": _glint}
