"""What practice shows of each gesture of inspection: the same mark under three lamps, so that it is seen and not read."""

from collections.abc import Callable, Mapping

from game.mechanics.inspect import view, view_blade, view_lens, view_rack, view_rule, view_tray, view_words
from game.mechanics.inspect.params import (
    ACROSS,
    DOWN,
    FAULTS,
    HARMLESS,
    SHOWN_AT,
    TOUR,
    WORDS,
    InspectParams,
    field_at,
)
from game.mechanics.inspect.seen import BladeSeen, InspectSeen, MarkSeen, RuleSeen
from game.screen import kit
from game.screen.nodes import Box, Circle, Line, Picture, Poly, Rect, Shape, Text
from game.workshop import teach
from game.workshop import view_shared_lessons as shared
from game.workshop.gesture_words import Taught
from game.workshop.glossary import Term
from game.workshop.view_count import DrawCounted
from game.workshop.view_lesson import STAGE, folded
from game.workshop.view_tray import ICONS
from game.workshop.words import WorkshopWords
from game.workshop.written import Gesture

FIELDS = range(ACROSS * DOWN)
LAMPS = (-38, 0, 38)


def _night() -> list[Shape]:
    return [Box(STAGE, "ink", 22), Box(STAGE.inset(10), "tarmac", 16)]


def _under(look: WorkshopWords, x: float, key: str, room: float, y: float = STAGE.y + STAGE.h - 74, **values: object) -> list[Shape]:
    words = look.t(key, **values)
    size = kit.fitted(look, words, 26, (room, 66), True)
    return list(kit.paragraph(look, x - room / 2, y, room, words, size, colour="white", bold=True, anchor="centre")[0])


def _lamp(x: float, y: float, deg: int) -> list[Shape]:
    """A small lamp over a piece of blade, with its light."""
    lean = deg * 2.4
    wide = 112.0
    cone = ((x + lean - 18, y + 26), (x + lean + 18, y + 26), (x + wide, y + 336), (x - wide, y + 336))
    return [Poly(cone, "warm_light", 44), Picture("lamp_head", Rect(round(x + lean) - 52, y - 52, 104, 104), angle=view_blade.STEP * round(deg / view_blade.STEP))]


def _case(x: float, y: float, feature: str, deg: int, k: float = 1.0) -> list[Shape]:
    return [*(kit.scaled(s, k, x, y) for s in view_rack.blade(feature, 0, 0, deg))]


def lighting(look: WorkshopWords, params: InspectParams) -> list[Shape]:
    """The same line under three lamps: it is there under one of them only."""
    shapes = _night()
    # Large words take two lines, all in one size: the blades make room.
    at, k, high = (266, 1.1, 136) if kit.large(look) else (300, 1.35, 66)
    said = [look.t(f"lesson.light.{n}") for n in range(len(LAMPS))]
    size = min(kit.fitted(look, words, 26, (380, high), True) for words in said)
    for n, (deg, words) in enumerate(zip(LAMPS, said, strict=True)):
        x = STAGE.x + STAGE.w * (0.2 + 0.3 * n)
        shapes += [*_case(x, STAGE.y + at, "crack_right", deg, k), *_lamp(x, STAGE.y + 70, deg)]
        top = STAGE.y + STAGE.h - high - 8
        shapes += kit.paragraph(look, x - 190, top, 380, words, size, colour="white", bold=True, anchor="centre")[0]
    return shapes


TOLD_APART: Mapping[str, tuple[int, int]] = {
    "reflection": (-8, 28), "crack_right": (-26, 38), "impact": (-36, 36), "scratch": (-30, 14), "smear": (-30, 30),
}  # fmt: skip
"""Under which two angles of the lamp each mark shows what it does."""


def telling(look: WorkshopWords, params: InspectParams) -> list[Shape]:
    """Under two lamps: what slides and what stays; below them, a little smaller, what turns over and what never changes."""
    shapes = _night()
    for n, feature in enumerate(("reflection", "crack_right")):
        x = STAGE.x + STAGE.w * (0.25 + 0.5 * n)
        shapes += [*_pair(x, STAGE.y + 108, feature, 0.96), *_under(look, x, _told_of(feature), STAGE.w * 0.46, STAGE.y + 204)]
    for n, feature in enumerate(("impact", "scratch", "smear")):
        x = STAGE.x + STAGE.w * (n + 0.5) / 3
        shapes += [*_pair(x, STAGE.y + 342, feature, 0.86), *_under(look, x, _told_of(feature), STAGE.w / 3 - 20, STAGE.y + 430)]
    return shapes


def _told_of(feature: str) -> str:
    return f"lesson.tell.{feature.partition('_')[0]}"


def _pair(x: float, y: float, feature: str, k: float) -> list[Shape]:
    """The same piece of blade under two lamps, side by side; what slides has an arrow that says so."""
    shapes: list[Shape] = []
    for side, deg in zip((-1, 1), TOLD_APART[feature], strict=True):
        cx = x + side * 128 * k
        lean = view_blade.STEP * round(deg / view_blade.STEP)
        shapes += [*_case(cx, y, feature, deg, k), Picture("lamp_head", Rect(cx + (-128 if deg < 0 else 52) * k, y - 104 * k, 76 * k, 76 * k), angle=lean)]
    return shapes


def looking(look: WorkshopWords, params: InspectParams) -> list[Shape]:
    """The rotor is held, then the lens goes where something gleams."""
    shapes = _night()
    a, b = STAGE.x + STAGE.w * 0.3, STAGE.x + STAGE.w * 0.68
    y = STAGE.y + 220
    shapes += [*(kit.scaled(s, 1.7, a, y) for s in view_rack.blade("", 0, 0, 20)), Picture("glint", Rect(a + 14, y - 50, 64, 64))]
    shapes += [Circle(a + 46, y - 18, 58, "", "warm_light", 4), Line(((a + 104, y - 14), (b - 176, y)), "warm_light", 3)]
    shapes += [kit.scaled(s, 0.94, b, y) for s in (*view_lens.handle(0, 0), Picture("lens_glass", view_lens.GLASS), *view_lens.metal((24, 60), 10), *view_lens.light(38, (24, 60)))]
    mark = MarkSeen(0, "crack", 0, 0, 8000, 40, 100, 0, True)
    shapes += view_blade.crack(mark, 20, (b, y - 12))
    return [*shapes, *_under(look, a, "lesson.lens.0", 460), *_under(look, b, "lesson.lens.1", 460)]


def measuring(look: WorkshopWords, params: InspectParams) -> list[Shape]:
    """One line on each end of the mark; the scale's zero goes with the first."""
    return _measured(look, RuleSeen(11600, 5200, 11600, 0, "scratch", 5200, 11600, 100, 0), "lesson.measure.under")


def measured(look: WorkshopWords, rule: RuleSeen | None) -> list[Shape]:
    """The person's own reading as they left it, () while none is laid: an example would show another number."""
    own = rule is not None and rule.second_um >= 0
    if rule is None or not own:
        return []
    return _measured(look, rule, "lesson.measure.own", um=kit.decimal(look, rule.read_um() / 1000))


def _measured(look: WorkshopWords, now: RuleSeen, under: str, um: str = "") -> list[Shape]:
    drawn = (*view_rule.METAL, *view_rule.drawn(look, now))
    k = 0.62
    dx, dy = STAGE.centre[0] - view_rule.NEAR.centre[0] * k, STAGE.y - view_rule.NEAR.y * k + 16
    return [*_night(), *(kit.scaled(s, k, dx, dy) for s in drawn), *_under(look, STAGE.centre[0], under, 1000, um=um)]


def deciding(look: WorkshopWords, params: InspectParams) -> list[Shape]:
    """Three words, each with what it is said of."""
    shapes = _night()
    limits = params.limits[0]
    values = {"scratch": kit.decimal(look, limits.scratch_um / 1000), "impact": kit.decimal(look, limits.impact_um / 1000)}
    for n, (word, feature) in enumerate((("accept", "scratch"), ("rework", "impact"), ("reject", "crack_middle"))):
        x = STAGE.x + STAGE.w * (0.2 + 0.3 * n)
        shapes += [*_case(x, STAGE.y + 160, feature, 8, 1.3), *view_words.word_sign(word, x, STAGE.y + 336, 34)]
        shapes += _under(look, x, f"lesson.decide.{word}", 390, STAGE.y + 388, **values)
    return shapes


def zeroing(look: WorkshopWords, params: InspectParams) -> list[Shape]:
    """The zero beside its stop, with the « ! » of the bench; and under it. The same drawing as where it is tried."""
    shapes = _night()
    for n, off in enumerate((40.0, 0.0)):
        x, y = STAGE.x + STAGE.w * (0.28 + 0.44 * n), STAGE.y + 190
        shapes += [kit.scaled(s, 1.5, x - 120, y) for s in view_tray.zero_drawn(0, 0, off, 300, due=bool(off))]
        shapes += view_tray.zero_due(x + 60, y - 70, 30) if off else kit.check_mark(x + 60, y - 70, 28)
        shapes += _under(look, x, f"lesson.zero.{n}", 520)
    return shapes


def marking(look: WorkshopWords, params: InspectParams) -> list[Shape]:
    """The white mark on the first blade: back on it, the turn is done."""
    shapes = _night()
    for n in range(2):
        x = STAGE.x + STAGE.w * (0.3 + 0.4 * n)
        blades = [BladeSeen(str(k), k, "", k == 1, k == 1, False, False, False, False, n == 1) for k in range(1, 25)]
        shapes += [*view.wheel(blades, 24, x, STAGE.y + 220, 160), *_under(look, x, f"lesson.mark.{n}", 500)]
    return shapes


def touring(look: WorkshopWords, params: InspectParams) -> list[Shape]:
    """The blade with the order of its parts, and the four of them under the lens, one after the other."""
    shapes = _night()
    x, y = STAGE.x + STAGE.w * 0.2, STAGE.y + STAGE.h * 0.5
    shapes += [kit.scaled(s, 2.9, x, y) for s in _order()]
    step = STAGE.w * 0.15
    for n, part in enumerate(TOUR):
        cx, cy = STAGE.x + STAGE.w * 0.44 + step * n, STAGE.y + 210
        # What of the blade lies in the lens: its foot, a side, its middle, its end.
        cut = {"root": ((-60, -90), (60, -90), (44, 40), (-44, 40)), "edge": ((-10, -90), (90, -90), (90, 90), (-24, 90)), "face": ((-90, -90), (90, -90), (90, 90), (-90, 90)), "tip": ((-66, -34), (66, -34), (54, 90), (-54, 90))}[part]
        shapes += [Circle(cx, cy, 84, "tarmac", "warm_light", 5), Poly(tuple((cx + px * 0.62, cy + py * 0.62) for px, py in cut), "alu_mid", ramp=("steel", "alu_mid", "steel"))]
        shapes += [Circle(cx - 62, cy - 62, 26, "ink", "white", 2), Text(cx - 62, cy - 84, str(n + 1), 34, "white", True, "centre")]
        shapes += _under(look, cx, f"part.{part}", step - 10, cy + 108)
    return shapes


def doubting(look: WorkshopWords, params: InspectParams) -> list[Shape]:
    """A root with its wedge, a root without; the tag and the bell go with the second."""
    shapes = _night()
    for n, odd in enumerate((False, True)):
        x, y = STAGE.x + STAGE.w * (0.18 + 0.3 * n), STAGE.y + 220
        drawn = [kit.moved(s, -view_blade.HUB[0], -782) for s in view_blade.root_pin(odd)]
        shapes += [Poly(((x - 120, y - 160), (x + 120, y - 160), (x + 74, y + 20), (x - 74, y + 20)), "alu_mid", ramp=("slate", "alu_mid", "steel")), Box(Rect(x - 150, y + 10, 300, 90), "slate", 16, "black", 3)]
        shapes += [*(kit.scaled(s, 2.2, x, y + 34) for s in drawn), *_under(look, x, f"lesson.tag.{n}", 390)]
    x = STAGE.x + STAGE.w * 0.8
    shapes += [Picture("tag", Rect(x - 190, STAGE.y + 120, 170, 130)), *(kit.scaled(s, 2.1, x + 84, STAGE.y + 196) for s in ICONS["call"](0, 0))]
    return [*shapes, *_under(look, x, "lesson.tag.2", 390)]


def racked(look: WorkshopWords, params: InspectParams) -> list[Shape]:
    """Each fault under its own lamp, and each mark that matters to nobody."""
    shapes = _night()
    names = ("crack_left", "impact", *HARMLESS)
    for n, feature in enumerate(names):
        x = STAGE.x + STAGE.w * (n + 0.5) / len(names)
        best = view_rack.FEATURES[feature][1]
        shapes += _case(x, STAGE.y + 240, feature, best, 1.16)
        shapes += _to_review(x, STAGE.y + 78) if feature in FAULTS else view_words.word_sign("accept", x, STAGE.y + 78, 30)
        shapes += _under(look, x, f"lesson.rack.{feature.partition('_')[0]}", STAGE.w / len(names) - 20, STAGE.y + STAGE.h - 102)
    return shapes


def _to_review(x: float, y: float) -> list[Shape]:
    """To be looked at again: an eye. On a rack nothing is refused."""
    eye = ((-34.0, 0.0), (-18.0, -15.0), (0.0, -21.0), (18.0, -15.0), (34.0, 0.0), (18.0, 15.0), (0.0, 21.0), (-18.0, 15.0))
    return [Circle(x, y, 44, "amber", "ink", 3), Poly(tuple((x + px, y + py) for px, py in eye), "white"), Circle(x, y, 12, "ink")]


def reading(look: WorkshopWords, params: InspectParams) -> list[Shape]:
    """The sheet folded in lines, one of them open, with its three words."""

    def limits(rect: Rect) -> list[Shape]:
        return [s for k, word in enumerate(WORDS) for s in view_words.word_sign(word, rect.x + 130 + 130 * k, rect.y + 98, 24)]

    return [*_night(), *folded(look, 2, limits)]


STAGES: Mapping[str, Callable[[WorkshopWords, InspectParams], list[Shape]]] = {
    "read": reading, "mark": marking, "tour": touring, "light": lighting, "lens": looking, "tell": telling, "measure": measuring,
    "decide": deciding, "zero": zeroing, "tag": doubting, "rack": racked,
}  # fmt: skip
LAMP = ("lamp", "less:", "more:")
OFFERS: Mapping[str, tuple[str, ...]] = {
    **teach.OFFERS,
    "read": ("doc:", "document", "page:", "line:"),
    "mark": ("start:", "on:", "blade"),
    "tour": ("field:", "loupe", "parts"),
    "light": (*LAMP, "loupe"),
    "lens": (*LAMP, "lock:", "field:", "loupe"),
    "tell": (*LAMP, "field:", "word:", "loupe"),
    "measure": (*LAMP, "rule:", "field:", "loupe"),
    "decide": (*LAMP, "rule:", "field:", "word:", "loupe", "doc:", "document", "page:", "line:"),
    "zero": ("zero:",),
    "tag": ("mode:tag", "mode:call", "blade:", "field:"),
    "rack": (*LAMP, "head:"),
}


UNSEEN = "unseen"
"""How a reflection was accepted that never came to light: right, and nobody is told what they saw."""


def taught(params: InspectParams, manner: str = "") -> Taught:
    """What practice shows and offers of each gesture of inspection; `manner` is how the try in hand was done."""
    return Taught(OFFERS, SIGNS, shared.stages(STAGES, params), values=lambda look, gesture: {"every": params.check_every}, again=params.again, good=lambda x, y: [kit.scaled(s, 0.5, x * 0.5, y * 0.5) for s in SIGNS["measure"](x, y)], manner=manner)


def _small(feature: str, deg: int) -> DrawCounted:
    return lambda x, y: [kit.scaled(s, 0.4, x, y) for s in view_rack.blade(feature, 0, 0, deg)]


SIGNS: Mapping[str, DrawCounted] = {
    **shared.SIGNS,
    "read": lambda x, y: [Box(Rect(x - 22, y - 28, 44, 56), "paper", 6), *[Box(Rect(x - 13, y - 16 + 12 * k, 26, 5), "steel", 2) for k in range(3)]],
    "mark": lambda x, y: [Circle(x, y, 26, "steel"), Circle(x, y, 9, "slate"), Box(Rect(x - 12, y - 34, 24, 10), "white", 4)],
    "tour": lambda x, y: [kit.scaled(s, 0.44, x, y) for s in _order()],
    "light": lambda x, y: [Picture("lamp_head", Rect(x - 34, y - 36, 68, 68), angle=30)],
    "lens": lambda x, y: [Circle(x - 4, y - 4, 22, "mist", "alu_light", 5), Line(((x + 13, y + 13), (x + 28, y + 28)), "alu_mid", 9)],
    "tell": _small("impact", 40),
    "measure": lambda x, y: [Box(Rect(x - 32, y - 12, 64, 24), "alu_light", 3, "ink", 2), *[Line(((x - 26 + 9 * k, y - 11), (x - 26 + 9 * k, y + (4 if k % 2 == 0 else -3))), "ink", 2) for k in range(7)]],
    "decide": lambda x, y: [*view_words.word_sign("accept", x - 18, y - 10, 14), *view_words.word_sign("rework", x + 18, y - 10, 14), *view_words.word_sign("reject", x, y + 18, 14)],
    "zero": lambda x, y: [kit.scaled(s, 0.5, x - 10, y - 2) for s in view_tray.zero_drawn(0, 0, 0, 108, due=False)],
    "tag": lambda x, y: [Picture("tag", Rect(x - 32, y - 24, 64, 48))],
    "rack": lambda x, y: [Box(Rect(x - 30 + 21 * (k % 3), y - 24 + 26 * (k // 3), 17, 22), "alu_mid", 3, "ink", 2) for k in range(6)],
}  # fmt: skip


TERMS = (
    Term("blade", _small("", 0)), Term("rotor"), Term("crack"), Term("impact", SIGNS["tell"]), Term("reflection"),
    Term("lens", SIGNS["lens"]), Term("rule", SIGNS["measure"]), Term("mark", SIGNS["mark"]), Term("stop", SIGNS["zero"]), Term("rework"),
)  # fmt: skip
"""Words of inspection that its sheet, its tray and its mentor use."""


def aim(seen: InspectSeen, gesture: Gesture, mode: str, params: InspectParams) -> str:
    """The next thing to press in a try; nothing is lit where one has to look."""
    does = gesture.does
    if does == "mark":
        return "on:" if any(b.start for b in seen.blades) else "start:"
    if does == "tour":
        rest = [part for part in TOUR if part not in seen.toured]
        return f"field:{SHOWN_AT[rest[0]]}" if rest else ""
    if does == "lens":
        mark = params.blades()[gesture.spot].marks[0]
        return f"field:{field_at(mark.x_mm, mark.y_mm)}" if seen.locked else "lock:"
    if does == "tag":
        wanted = "call" if any(b.here and b.tagged for b in seen.blades) else "tag"
        return f"blade:{gesture.spot}" if mode == wanted else f"mode:{wanted}"
    if does == "light":
        return "more:"
    return {"read": "doc:cut", "zero": "zero:", "measure": "rule:"}.get(does, "") or shared.aim(seen, gesture, mode)


def line_art(topic: str) -> list[Shape]:
    """The picture of a line of the sheet, about (0, 0), by what it speaks of; beside the limits, the zero and its call."""
    if topic == "turn":
        return [s for n, feature in enumerate(("crack_right", "impact", "reflection")) for s in (kit.scaled(p, 0.5, -110 + 110 * n, 0) for p in view_rack.blade(feature, 0, 0, 38))]
    if topic == "look":
        return _order()
    if topic == "measure":
        drawn = view_tray.zero_drawn(0, 0, 26, 220, due=True)
        return [*(kit.scaled(s, 0.9, -96, 0) for s in drawn), *view_tray.zero_due(112, -30, 26)]
    if topic == "doubt":
        return [Picture("tag", Rect(-110, -40, 96, 76)), *(kit.scaled(s, 1.1, 66, 0) for s in ICONS["call"](0, 0))]
    return []


def _order() -> list[Shape]:
    """A blade with the order of its parts: root, edges, face, tip."""
    body = ((-62, -58), (62, -58), (34, 58), (-34, 58))
    shapes: list[Shape] = [Poly(body, "alu_light"), Line((*body, body[0]), "steel", 3)]
    for text, x, y in (("4", 0, -40), ("2", -40, 2), ("3", 0, 2), ("2", 40, 2), ("1", 0, 44)):
        shapes += [Circle(x, y, 15, "ink"), Text(x, y - 13, text, 20, "white", True, "centre")]
    return shapes
