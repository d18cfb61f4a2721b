"""A step that has ended, seen once more: its mentor turns the rotor, or her lamp goes along the rack, one after another.

No word of it stands on the screen. Who is right lights warm, who is not stays dark under the lens. Of a rotor whose
marks the sheet asks for later, the lens shows only that something gleams there, and where: neither what it is nor how long.
"""

import math
from collections.abc import Sequence
from itertools import pairwise

from game.mechanics.inspect import view_blade, view_fan, view_lens, view_rack
from game.mechanics.inspect.light import shine
from game.mechanics.inspect.params import HIGH_MM, WIDE_MM, Mark
from game.mechanics.inspect.seen import MarkSeen
from game.mechanics.inspect.state import LENS_UM
from game.mechanics.inspect.view_rounds import CROWN_MS, LastTurn, Passed
from game.screen import kit
from game.screen.faces import face
from game.screen.motion import eased, swung, tremble
from game.screen.nodes import Box, Circle, Line, Node, Picture, Poly, Rect, Screen, Shape, Text
from game.workshop.view import MIDDLE, Parts
from game.workshop.words import WorkshopWords

FADE_MS, WARMS_MS = 80, 180
"""How long one comes where less is to move; how long a light takes to be whole."""
DIM, STEPS = 76, 8
"""How much of a blade is seen without a light (of 255), and in how many steps a light comes: few pictures are made."""
PLAIN = 232
"""How much of a blade is seen that is set apart: as on the bench."""
TAG, TAG_SMALL = Rect(view_blade.X - 95, 560, 190, 145), (36.0, 27.0)
"""Where its tag hangs as it passes, and how large it is among the lights."""
ALL = Rect(0, 86, 1920, 994)
ON = Rect(1606, 872, 280, 72)
"""Where nothing of a bench is pressed: between the mentor's words and what lies below them."""
LINE_AT = Rect(1560, 560, 300, 300)
LEGEND = Rect(1440, 954, 446, 112)
"""What a light means, below the way on."""
MARK_R = 11.0
CROWN_R = 1140.0
"""How far from the hub the crown stands: below the bar, all of it."""
NOWHERE = (WIDE_MM // 2, HIGH_MM // 2)
"""Where the lens rests on a blade that bears nothing."""
LINGERS_MS, QUIET_MS = 800, 700
"""How long what comes hears no press where one pressed here; and none at all, where this ended by itself."""
LIGHT_SPOT = 118.0
LAMP_DEG = 42
"""Where the lamp hangs out of the way of what passes."""
GLOWS_MS = 420
"""How long the crown takes to come to its full glow."""


def share(ms: float, start: float, lasts: float) -> float:
    return min(1.0, max(0.0, (ms - start) / lasts))


def _stepped(part: float) -> float:
    return round(part * STEPS) / STEPS


def stage(
    look: WorkshopWords, bar: Parts, id: str, spoken: str, shapes: Sequence[Shape], ground: tuple[Shape, ...]
) -> Screen:  # fmt: skip
    """Everything goes on at a press, wherever it falls; what is seen is told to a voice."""
    label = look.t("round.on")
    size = kit.fitted(look, label, 26, (ON.w - 70, look.line_height(26)), True)
    plate: list[Shape] = [Box(ON, "tarmac", 22, "rim", 2), Text(ON.x + 26, ON.centre[1] - look.line_height(size) / 2, label, look.px(size), "white", True)]
    x, y = ON.x + ON.w - 34, ON.centre[1]
    plate.append(Line(((x - 8, y - 14), (x + 8, y), (x - 8, y + 14)), "warm_light", 5))
    tells = Node("round", "status", spoken, ALL, (), spoken=spoken)
    goes = Node("goes:", "button", label, ALL, tuple(plate), ("press",), spoken=label)
    return Screen(id, look.t("title"), (*bar[1], tells, goes), ground, (*shapes, *bar[0]), say=spoken, focus_first="goes:", lingers_ms=LINGERS_MS, quiet_ms=QUIET_MS)


def _legend(look: WorkshopWords, unlit: str) -> list[Shape]:
    """What a light means, and what its dark does: no number, no name and no word of any blade.

    In the rack each blade has a verdict: what was not pressed is left as sound, so nothing is left unsaid there.
    """
    x, rows = LEGEND.x + 34, (look.t("round.lit"), look.t(unlit))
    room = (LEGEND.w - 84, LEGEND.h / 2 - 6)
    size = min(kit.fitted(look, words, 25, room) for words in rows)
    shapes: list[Shape] = [Box(LEGEND, "tarmac", 18, "rim", 2, alpha=230)]
    for n, words in enumerate(rows):
        y = LEGEND.y + LEGEND.h * (2 * n + 1) / 4
        shapes += [Picture("glow", Rect(x - 26, y - 26, 52, 52)), Circle(x, y, MARK_R, "warm_light", "gold", 3)] if not n else [Circle(x, y, MARK_R - 3, "ink", "alu_mid", 2)]
        high = look.line_height(size) * len(look.wrap(words, size, room[0]))
        shapes += kit.paragraph(look, x + 34, y - high / 2, room[0], words, size, colour="mist")[0]
    return shapes


def spoken_of(look: WorkshopWords, passed: Sequence[Passed], kind: str) -> str:
    """For a voice, the same as is seen: how many light up, and which ones stay dark."""
    lit = sum(blade.right is True for blade in passed)
    dark = [str(blade.n) for blade in passed if blade.right is False]
    apart = [str(blade.n) for blade in passed if blade.tagged and blade.right is None]
    said = [look.t(f"round.{kind}", n=lit), *([look.t("round.dark", which=", ".join(dark))] if dark else [])]
    said += [look.t("round.apart", which=", ".join(apart))] if apart else []
    return " ".join(said if len(said) > 1 else [*said, look.t("round.whole")])


def _glows(ms_left: float) -> float:
    """How much the crown glows, so long before the end."""
    return _stepped(1 - share(ms_left, CROWN_MS - GLOWS_MS, GLOWS_MS)) if ms_left <= CROWN_MS else 0.0


def _aglow(now: LastTurn, ms: float) -> list[Shape]:
    """The fan in the light of its crown: as much as burns of it."""
    judged = sum(blade.right is not None for blade in now.passed)
    burns = sum(now.burning(ms)) / max(1, judged)
    alpha = round(_glows(now.lasts - ms) * burns * STEPS) * 200 // STEPS
    x, y = view_blade.X, 430.0
    return [Picture("glow", Rect(x - 700, y - 380, 1400, 760), alpha=alpha), Picture("light_pool", Rect(x - 560, y - 330, 1120, 700), alpha=alpha)] if alpha else []


def _crown(burns: Sequence[bool], apart: Sequence[bool], ms_left: float) -> list[Shape]:
    """A light of the casing for each, and between two that burn the casing aglow once all have passed.

    One that is set apart has its tag there, lit and plain: it is no light that failed.
    """
    glows, places = _glows(ms_left), view_fan.places(len(burns), CROWN_R)
    tags: list[Shape] = []
    for (x, y), hangs in zip(places, apart, strict=True):
        w, h = TAG_SMALL
        tags += [Circle(x, y, 27, "white", "gold", 4), Picture("tag", Rect(x - w / 2, y - h / 2, w, h))] if hangs else []
    return [*_lights(places, burns, glows, round(38 + 22 * glows)), *tags]


def _lights(places: Sequence[tuple[float, float]], burns: Sequence[bool], glows: float, r: int) -> list[Shape]:
    """A light at each place, those that burn in a glow of that radius; between two that burn a link, as it glows."""
    shapes: list[Shape] = []
    for n, (a, b) in enumerate(pairwise(places)):
        if glows and burns[n] and burns[n + 1]:
            shapes += [Line((a, b), "gold", 4 + 10 * glows), Line((a, b), "warm_light", 1 + 5 * glows)]
    for (x, y), on in zip(places, burns, strict=True):
        shapes += [Picture("glow", Rect(round(x) - r, y - r, 2 * r, 2 * r)), Circle(x, y, MARK_R, "warm_light", "gold", 3)] if on else [Circle(x, y, MARK_R - 3, "ink", "alu_dark", 2)]
    return shapes


def rotor(look: WorkshopWords, bar: Parts, now: LastTurn, ms: float, *, still: bool, only_gleams: bool, ground: tuple[Shape, ...], metal: str) -> Screen:
    """The rotor as it passes, blade after blade. `still`: nothing slides, each comes by a fade."""
    at = sum(ms >= goes for goes in now.goes)
    shapes: list[Shape] = [*view_blade.head(LAMP_DEG), *_aglow(now, ms)]
    if at >= len(now.passed):
        shapes += _blade(now.passed[-1], ms - now.comes[-1], 0.0, 1.0, metal)
    else:
        left = now.goes[at - 1] if at else 0
        there = share(ms, left, now.comes[at] - left)
        come = share(ms, now.comes[at] - FADE_MS, FADE_MS) if still else swung(there)
        deg = 0.0 if still else view_fan.PITCH_DEG
        if at and come < 1:
            shapes += _blade(now.passed[at - 1], ms - now.comes[at - 1], -deg * come, 1 - come, metal)
        shapes += _blade(now.passed[at], ms - now.comes[at], deg * (1 - come), come, metal)
        if come == 1 and now.passed[at].right is False:
            shapes += _looked_at(look, now.passed[at], only_gleams=only_gleams)
    n = now.passed[min(at, len(now.passed) - 1)].n
    shapes += [*_crown(now.burning(ms), now.apart(ms), now.lasts - ms), *_number(look, n), *_mentor(look), *_legend(look, "round.unlit")]
    return stage(look, bar, "round", spoken_of(look, now.passed, "blades"), shapes, ground)


def _blade(blade: Passed, since: float, deg: float, there: float, metal: str) -> list[Shape]:
    """A blade so far beside the middle, so much of it there: warm from the moment it has come, if it is right."""
    warm = _stepped(eased(share(since, 0, WARMS_MS))) * there if blade.right else 0.0
    apart = blade.tagged and blade.right is None
    alpha = round((PLAIN if apart else DIM + (255 - DIM) * warm) * _stepped(there))
    body = Picture(f"blade_mid{metal}", view_blade.BLADE, alpha=alpha)
    knock = tremble(since) if blade.right is False and since >= 0 else 0
    shapes: list[Shape] = [kit.moved(view_fan.aside(body, deg), knock, 0)]
    if warm:
        x, lit = view_blade.X, round(warm * STEPS) * 255 // STEPS
        shapes += [Picture("light_pool", Rect(x - 200, 224, 400, 540), alpha=lit), Picture("glow", Rect(x - 190, 300, 380, 380), alpha=lit * 3 // 5)]
    if apart:
        shapes.append(Picture("light_pool", Rect(view_blade.X - 200, 224, 400, 540), alpha=round(_stepped(there) * 150)))
    if blade.tagged and _stepped(there):
        shapes.append(view_fan.aside(Picture("tag", TAG, alpha=round(255 * _stepped(there))), deg))
    return shapes


def _number(look: WorkshopWords, n: int) -> list[Shape]:
    x, y = view_blade.HUB[0], 828.0
    big = min(look.px(30), 38.0)
    return [Box(Rect(x - 44, y - 26, 88, 52), "tarmac", 14, "rim", 3), Text(x, y - big * 0.62, str(n), big, "mist", True, "centre")]


def _mentor(look: WorkshopWords) -> list[Shape]:
    return [Circle(*LINE_AT.centre, LINE_AT.w / 2 + 7, "ink", "rim", 3), Picture(face(look.head.mentor, speaks=True), LINE_AT)]


def _looked_at(look: WorkshopWords, blade: Passed, *, only_gleams: bool) -> list[Shape]:
    """The lens on a blade that stays dark, and in it what lies there, in its best light; or only that it gleams."""
    mark = blade.marks[0] if blade.marks else None
    lens = (mark.x_mm, mark.y_mm) if mark is not None else NOWHERE
    bx, by = view_blade.place(lens[0] * 1000, lens[1] * 1000)
    r = LENS_UM / 1000 * (view_blade.LOW - view_blade.TOP) / HIGH_MM
    x, y = view_blade.LENS
    far = math.hypot(x - bx, y - by) or 1.0
    ux, uy = (x - bx) / far, (y - by) / far
    shapes: list[Shape] = [Circle(bx, by, r, "", "warm_light", 3), Line(((bx + ux * r, by + uy * r), (x - ux * view_blade.LENS_R, y - uy * view_blade.LENS_R)), "warm_light", 2)]
    shapes += [*view_lens.handle(x, y), Picture("lens_glass", Rect(x + view_lens.GLASS.x, y + view_lens.GLASS.y, view_lens.GLASS.w, view_lens.GLASS.h))]
    shapes += [kit.moved(s, x, y) for s in (*view_lens.metal(lens, blade.n), *view_lens.light(mark.angle_deg if mark is not None else 0, lens))]
    if mark is not None and only_gleams:
        shapes += [Picture("glint", Rect(p - size, q - size, 2 * size, 2 * size)) for p, q, size in ((bx, by, 26), (x, y, 62))]
    elif mark is not None:
        shapes += view_lens.rimmed(_best(mark, view_lens.K, (x, y)), x, y)
    return [*shapes, Circle(x, y, view_blade.LENS_R + 5, "", "ink", 8), Circle(x, y, view_blade.LENS_R + 11, "", "alu_mid", 6)]


def _best(mark: Mark, k: float, at: tuple[float, float]) -> list[Shape]:
    """A mark in the light that shows it best."""
    now = shine(mark.kind, mark.angle_deg, mark.angle_deg)
    seen = MarkSeen(0, mark.kind, 0, 0, mark.size_um, mark.turn_deg, now.light, now.side, True)
    return view_blade.DRAWN[mark.kind](seen, k, at)


# The rack.


def rack(look: WorkshopWords, bar: Parts, now: LastTurn, ms: float, phase: str, *, still: bool) -> Screen:
    """The lamp goes along the pieces; each that is right lights up, the lens rests on each that is not."""
    k = view_rack.NEAR if len(now.passed) <= 8 else 1.0
    high = view_rack.HIGH * k
    shapes: list[Shape] = [*view_rack.bed(-(-len(now.passed) // 4), high)]
    places = [_place(n, high) for n in range(len(now.passed))]
    at = sum(ms >= goes for goes in now.goes)
    for n, blade in enumerate(now.passed):
        x, y = places[n]
        dark = n == at and blade.right is False and ms >= now.comes[n]
        shapes += _piece(blade, (x, y), view_rack.place_of(phase, x, y), share(ms, now.comes[n], WARMS_MS), k, dark=dark)
    if at < len(places):
        left = now.goes[at - 1] if at else 0
        there = share(ms, left, now.comes[at] - left)
        come = 1.0 if still else swung(there)
        (xa, ya), (xb, yb) = places[at - 1] if at else (MIDDLE.x, places[0][1]), places[at]
        x, y = round(xa + (xb - xa) * come), round(ya + (yb - ya) * come)
        shapes.append(Circle(x, y, LIGHT_SPOT, "", "warm_light", 4))
    burns = now.burning(ms)
    rail = _rail(burns, now.lasts - ms)
    return stage(look, bar, "round", spoken_of(look, now.passed, "pieces"), (*shapes, *rail, *_mentor(look), *_legend(look, "round.unlit_rack")), view_rack.GROUND)


def _place(n: int, high: float) -> tuple[float, float]:
    return MIDDLE.x + 24 + n % 4 * 240 + 116, view_rack.TOP + 18 + n // 4 * (high + view_rack.APART) + high / 2 - 2


def _piece(blade: Passed, at: tuple[float, float], aside: tuple[float, float], come: float, k: float, *, dark: bool) -> list[Shape]:
    x, y = at
    feature, deg = (blade.feature, view_rack.FEATURES[blade.feature][1]) if dark and blade.feature else ("", 0)
    body = [kit.scaled(s, k, x, y) for s in view_rack.blade(feature, 0, 0, deg, aside)]
    warm = _stepped(eased(come)) if blade.right else 0.0
    alpha = round(warm * STEPS) * 255 // STEPS
    glow: list[Shape] = [Picture("glow", Rect(x - 128, y - 128, 256, 256), alpha=alpha)] if alpha else []
    veil: list[Shape] = [] if warm or dark else [Poly(tuple((x + px * k, y + py * k) for px, py in view_rack.BODY), "black", 120)]
    return [*glow, *body, *glow, *veil]


def _rail(burns: Sequence[bool], ms_left: float) -> list[Shape]:
    """Over the rack, a light for each piece; the rail between two that burn glows in the end."""
    n, y = len(burns), 190.0
    left, wide = MIDDLE.x + 90, MIDDLE.w - 180
    places = [(left + wide * i / max(1, n - 1), y) for i in range(n)]
    return [Box(Rect(left - 40, y - 7, wide + 80, 14), "steel", 7, "black", 3), *_lights(places, burns, _glows(ms_left), 44)]
