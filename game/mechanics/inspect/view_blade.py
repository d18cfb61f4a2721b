"""The blade under the lamp: where things stand on it, how a mark shines on the blade and in the lens."""

import math
from collections.abc import Callable, Mapping
from functools import cache

from game.mechanics.inspect.params import ACROSS, DOWN, HIGH_MM, WIDE_MM
from game.mechanics.inspect.seen import InspectSeen, MarkSeen
from game.mechanics.inspect.state import LENS_UM
from game.screen.nodes import Box, Circle, Line, Node, Picture, Poly, Rect, Shape
from game.workshop.words import WorkshopWords

X, TOP, LOW = 918.0, 172.0, 770.0
"""The middle of the blade in hand; the heights of its tip and of its root."""
HUB = (918.0, 1250.0)
BLADE = Rect(784, 130, 286, 690)
LENS, LENS_R = (664.0, 628.0), 178.0
TIP = TOP - 14.0
"""From here down the blade is aimed at, also where the lamp hangs over it."""
RIM = 14.0
"""How far around the blade its outer fields reach: its drawing is a little larger than where marks lie."""
LAMP_R = (392.0, 358.0)
LAMP_AT = (918.0, 486.0)
LAMP_W = 132.0
"""How large its head is drawn: upright it hangs over the blade's tip, and leaves most of it free."""
STEP = 6
"""Degrees between two drawings of the lamp's head: few, so that few pictures are ever made."""
BladePoints = tuple[tuple[float, float], ...]


@cache
def _edges() -> tuple[tuple[float, float, float], ...]:
    """(height, left, right) of the blade from tip to root, along the curves of its drawing."""
    left = ((-54, -440), (-66, -630), (-150, -800), (-128, -1094))
    right = ((54, -440), (66, -660), (152, -830), (146, -1058))

    def at(curve: tuple[tuple[int, int], ...], t: float) -> tuple[float, float]:
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        x = sum(w * p[0] for w, p in zip(weights, curve, strict=True))
        return HUB[0] + x, HUB[1] + sum(w * p[1] for w, p in zip(weights, curve, strict=True))

    edges = []
    for k in range(24):
        (xl, y), (xr, _) = at(left, 1 - k / 23), at(right, 1 - k / 23)
        edges.append((y, xl, xr))
    return tuple(edges)


def place(x_um: float, y_um: float) -> tuple[float, float]:
    """A place of the blade's face (um) in design units."""
    y = TOP + (LOW - TOP) * y_um / (HIGH_MM * 1000)
    table = _edges()
    after = next((n for n, row in enumerate(table) if row[0] >= y), len(table) - 1)
    (ya, la, ra), (yb, lb, rb) = table[max(0, after - 1)], table[after]
    share = 0.0 if yb == ya else min(1.0, max(0.0, (y - ya) / (yb - ya)))
    left, right = la + (lb - la) * share + 10, ra + (rb - ra) * share - 10
    return left + (right - left) * x_um / (WIDE_MM * 1000), y


def under(x: float, y: float) -> tuple[int, int]:
    """The place of the face (mm) under a point of the screen, kept on the blade."""
    y_mm = min(HIGH_MM, max(0, round((y - TOP) / (LOW - TOP) * HIGH_MM)))
    left, right = place(0, y_mm * 1000)[0], place(WIDE_MM * 1000, y_mm * 1000)[0]
    return min(WIDE_MM, max(0, round((x - left) / (right - left) * WIDE_MM))), y_mm


# The lamp.


def lamp_at(deg: float) -> tuple[float, float]:
    """Where the head of the lamp stands for an angle."""
    turn = math.radians(deg)
    return LAMP_AT[0] + LAMP_R[0] * math.sin(turn), LAMP_AT[1] - LAMP_R[1] * math.cos(turn)


def lamp_deg(x: float, y: float, most: int) -> int:
    """The angle at which a hand at a point of the screen holds the lamp, in whole even degrees."""
    turn = math.degrees(math.atan2((x - LAMP_AT[0]) / LAMP_R[0], max(0.05, (LAMP_AT[1] - y) / LAMP_R[1])))
    return max(-most, min(most, 2 * round(turn / 2)))


BEAM = ((0.2, 150, 150), (0.36, 210, 220), (0.54, 280, 300), (0.76, 340, 400))
"""Soft lights between the lamp and its pool: how far on the way, how wide and high. Drawings that keep their size are
made once, a wedge at another angle is made anew at every frame."""


def cone(deg: float) -> list[Shape]:
    """What the lamp throws on the blade: a beam that widens, and a pool."""
    x, y = lamp_at(deg)
    tx, ty = round(X + 40 * math.sin(math.radians(deg))), 500.0
    shapes: list[Shape] = []
    for share, wide, high in BEAM:
        mx, my = round(x + (tx - x) * share), round(y + (ty - y) * share)
        shapes.append(Picture("light_pool", Rect(mx - wide / 2, my - high / 2, wide, high), alpha=150))
    return [*shapes, Picture("light_pool", Rect(tx - 200, 224, 400, 540), alpha=230)]


def head(deg: int) -> list[Shape]:
    """The arm and the head of the lamp."""
    x, y = lamp_at(deg)
    way = 1 if deg >= 0 else -1
    elbow = (x + way * 92, y - 22)
    base = (x + way * 150, 90.0)
    turn = STEP * round(deg / STEP)
    return [
        Line(((x, y - 8), elbow, base), "black", 22), Line(((x, y - 8), elbow, base), "steel", 15),
        Line(((x, y - 12), (elbow[0], elbow[1] - 4)), "alu_dark", 3), Circle(*elbow, 15, "slate", "black", 4), Circle(*elbow, 5, "alu_dark"),
        Picture("lamp_head", Rect(round(x) - LAMP_W / 2, round(y) - LAMP_W / 2, LAMP_W, LAMP_W), angle=turn), Circle(x, y - 2, 10, "slate", "black", 3), Circle(x, y - 2, 4, "amber"),
    ]  # fmt: skip


def lit_blade(deg: int, metal: str = "") -> list[Shape]:
    """The blade in hand as the lamp lights it: from the middle, more and more from one side."""
    share = min(4, abs(deg) // 12)
    shapes: list[Shape] = [Picture(f"blade_mid{metal}", BLADE)]
    if share:
        shapes.append(Picture(f"blade_{'right' if deg > 0 else 'left'}{metal}", BLADE, alpha=share * 51))
    return shapes


# Marks.


def turned(points: BladePoints, deg: float, k: float, at: tuple[float, float]) -> BladePoints:
    """Points about (0, 0) turned, made k times as large, and moved."""
    c, s = math.cos(math.radians(deg)) * k, math.sin(math.radians(deg)) * k
    return tuple((at[0] + x * c - y * s, at[1] + x * s + y * c) for x, y in points)


def stroke(points: BladePoints, width: float, fill: str, alpha: int) -> list[Shape]:
    """A line that can be half there: its outline, filled."""
    if alpha <= 0 or len(points) < 2:
        return []
    left, right = [], []
    for n, (x, y) in enumerate(points):
        (xa, ya), (xb, yb) = points[max(0, n - 1)], points[min(len(points) - 1, n + 1)]
        long = math.hypot(xb - xa, yb - ya) or 1.0
        nx, ny = (ya - yb) / long * width / 2, (xb - xa) / long * width / 2
        left.append((x + nx, y + ny))
        right.append((x - nx, y - ny))
    return [Poly((*left, *reversed(right)), fill, min(255, alpha))]


CRACK: BladePoints = (
    (-0.5, 0.0), (-0.455, -0.012), (-0.415, -0.046), (-0.34, -0.034), (-0.305, -0.078), (-0.215, -0.058), (-0.17, -0.012), (-0.09, -0.026),
    (-0.055, 0.008), (-0.025, 0.04), (0.06, 0.024), (0.095, -0.03), (0.15, -0.036), (0.205, -0.012), (0.245, -0.056), (0.325, -0.07),
    (0.365, -0.022), (0.43, -0.03), (0.465, -0.008), (0.5, 0.0),
)  # fmt: skip
"""A hair-line, as long as 1: it breaks along the grains of the metal, never in a smooth wave."""
HALO = ((34, "amber", 16), (20, "amber", 34), (11, "gold_light", 74))
"""The light around it, wide and faint to narrow and bright: width, colour, strength (%)."""


def crack(mark: MarkSeen, k: float, at: tuple[float, float]) -> list[Shape]:
    """A line that shines: amber halo, white lips, a dark hair between them that is thin at both ends.

    A short one is thin: its breaks stay seen.
    """
    long = mark.size_um / 1000 * k
    line, f = turned(CRACK, mark.turn_deg, long, at), min(1.1, max(0.55, long / 150))
    a = mark.light
    halo = [s for wide, fill, share in HALO for s in stroke(line, wide * f, fill, a * share * 255 // 10_000)]
    dark = tuple((x + 2.2 * f, y + 2.4 * f) for x, y in line)
    return [
        *halo, *stroke(dark, 4 * f, "ink", a * 150 // 100), *stroke(line, 6 * f, "white", a * 255 // 100),
        *stroke(line[1:-1], 2.4 * f, "gold_dark", a * 235 // 100),
    ]  # fmt: skip


def scratch(mark: MarkSeen, k: float, at: tuple[float, float]) -> list[Shape]:
    """Straight and shallow: a pale groove with a dark lip, from one end to the other, and a gleam on its middle.

    Its ends are as plain as the rest, on bright metal by the lip and on dark metal by the groove: its length is measured.
    """
    long = mark.size_um / 1000 * k
    line = turned(((-0.5, 0), (0.5, 0)), mark.turn_deg, long, at)
    run = max(-0.36, min(0.36, mark.side / 100))
    gleam = turned(((run - 0.14, 0), (run + 0.14, 0)), mark.turn_deg, long, at)
    lip = tuple((x, y + 2.6) for x, y in line)
    a = mark.light
    return [*stroke(lip, 3.6, "ink", 50 + a * 170 // 100), *stroke(line, 3, "white", 50 + a * 190 // 100), *stroke(gleam, 4, "white", a * 255 // 100)]


def _dent(r: float, wide: float, way: int) -> BladePoints:
    """One side of the rim of a dent, from top to bottom; `wide` narrows it towards its middle."""
    points = []
    for n in range(21):
        t = math.pi * (n / 20 - 0.5)
        rough = (1 + 0.06 * math.sin(3 * t + 1) + 0.04 * math.sin(7 * t)) / 1.05
        points.append((way * r * wide * math.cos(t) * rough, r * math.sin(t) * (0.94 + 0.04 * math.cos(2 * t))))
    return tuple(points)


def impact(mark: MarkSeen, k: float, at: tuple[float, float]) -> list[Shape]:
    """A dent: one wall in its own shadow, the other in the light; they change sides with the lamp."""
    r = mark.size_um / 2000 * k
    share, way = min(1.0, abs(mark.side) / 100), 1 if mark.side >= 0 else -1

    def half(outer: float, inner: float, to: int) -> BladePoints:
        both = (*_dent(r, outer, to), *reversed(_dent(r, inner, to)))
        return tuple((at[0] + x, at[1] + y) for x, y in both)

    whole = tuple((at[0] + x, at[1] + y) for x, y in (*_dent(r, 1, 1), *reversed(_dent(r, 1, -1))))
    return [
        Poly(tuple((x, y + 2) for x, y in whole), "white", 70), Poly(whole, "steel"), Poly(half(0.62, -0.62, 1), "slate", 90),
        Poly(half(1, 0.86 - 0.8 * share, way), "ink", 130 + round(100 * share)), Poly(half(0.86, 0.62 - 0.4 * share, way), "black", round(90 * share)),
        Poly(half(0.97, 0.82 - 0.34 * share, -way), "white", 60 + round(160 * share)),
    ]  # fmt: skip


def reflection(mark: MarkSeen, k: float, at: tuple[float, float]) -> list[Shape]:
    """Light of the lamp itself: soft, and never where it was."""
    r = mark.size_um / 1000 * k
    soft = [(0.5 * math.cos(t * math.pi / 8), 0.15 * math.sin(t * math.pi / 8)) for t in range(16)]
    return [
        Poly(turned(tuple(soft), mark.turn_deg, r * size, at), "white", mark.light * alpha // 100)
        for size, alpha in ((1.5, 46), (1.15, 62), (0.8, 90), (0.42, 150))
    ]


def smear(mark: MarkSeen, k: float, at: tuple[float, float]) -> list[Shape]:
    """A finger was here: dull, flat, the same whatever the lamp does."""
    r = mark.size_um / 1000 * k
    flat = ((-0.5, 0.05), (-0.34, -0.16), (0.02, -0.2), (0.4, -0.12), (0.5, 0.04), (0.3, 0.18), (-0.1, 0.2), (-0.4, 0.16))
    return [
        Poly(turned(flat, mark.turn_deg, r, at), "ink", 50), Poly(turned(flat, mark.turn_deg, r * 0.74, at), "ink", 38),
        *(s for dy in (-0.08, 0.0, 0.08) for s in stroke(turned(((-0.3, dy), (0.28, dy + 0.02)), mark.turn_deg, r, at), 2.2, "mist", 70)),
    ]  # fmt: skip


DRAWN: Mapping[str, Callable[[MarkSeen, float, tuple[float, float]], list[Shape]]] = {
    "crack": crack, "scratch": scratch, "impact": impact, "reflection": reflection, "smear": smear,
}  # fmt: skip


def glint(mark: MarkSeen) -> list[Shape]:
    """Something catches the light on the blade: what it is, the lens tells."""
    x, y = place(mark.x_um, mark.y_um)
    level = (mark.light + 9) // 10 * 10
    r = 12 + level * 0.16
    return [Picture("glint", Rect(x - r, y - r, 2 * r, 2 * r), alpha=min(255, 30 + level * 2))]


def ring(seen: InspectSeen) -> list[Shape]:
    """The field of the lens on the blade, wherever the person put it, and a thread to the lens."""
    if seen.lens is None:
        return []
    x, y = place(seen.lens[0] * 1000, seen.lens[1] * 1000)
    r = LENS_UM / 1000 * (LOW - TOP) / HIGH_MM
    far = math.hypot(LENS[0] - x, LENS[1] - y) or 1.0
    ux, uy = (LENS[0] - x) / far, (LENS[1] - y) / far
    thread = Line(((x + ux * r, y + uy * r), (LENS[0] - ux * LENS_R, LENS[1] - uy * LENS_R)), "warm_light", 2)
    return [Circle(x, y, r, "", "warm_light", 3), thread]


def fields(look: WorkshopWords, live: bool) -> tuple[Node, ...]:
    """The blade in hand as fields for the lens: a pointer aims anywhere in them, keys go from one to the next.

    They leave nothing between them, and the outer ones hold the whole curve of the blade: each point of it can be aimed at.
    """
    nodes = []
    for n, rect in enumerate(_field_places()):
        row, column = divmod(n, ACROSS)
        name = look.t(f"field.{('left', 'middle', 'right')[column]}.{row}")
        nodes.append(Node(f"field:{n}", "spot", name, rect, (), ("press", "point", "hold") if live else (), spoken=name))
    return tuple(nodes)


@cache
def _field_places() -> tuple[Rect, ...]:
    places = []
    for n in range(ACROSS * DOWN):
        row, column = divmod(n, ACROSS)
        y_a, y_b = row * HIGH_MM * 1000 / DOWN, (row + 1) * HIGH_MM * 1000 / DOWN
        top = place(0, y_a)[1] - (RIM if row == 0 else 0)
        low = place(0, y_b)[1] + (RIM if row == DOWN - 1 else 0)
        left, right = (_side(c, y_a, y_b) for c in (column, column + 1))
        places.append(Rect(left, top, right - left, low - top))
    return tuple(places)


def field_under(x: float, y: float) -> str:
    """The node of the field under a point of the screen, "" beside the blade."""
    return next((f"field:{n}" for n, rect in enumerate(_field_places()) if rect.holds(x, y)), "")


def _side(column: int, y_a: float, y_b: float) -> float:
    """Where a column of fields begins in a row (um from the tip): the outer sides hold the curve of the blade."""
    at = WIDE_MM * 1000 * column / ACROSS
    if column == 0:
        return min(place(at, y)[0] for y in (y_a, y_b)) - RIM
    if column == ACROSS:
        return max(place(at, y)[0] for y in (y_a, y_b)) + RIM
    return place(at, (y_a + y_b) / 2)[0]


def root_pin(odd: bool) -> list[Shape]:
    """The wedge that holds the root of the blade in hand; where it lacks, the slot gapes."""
    x, y = HUB[0], 782.0
    if odd:
        return [Box(Rect(x - 34, y - 11, 68, 22), "black", 6, "amber", 2), Line(((x - 26, y + 5), (x + 26, y + 5)), "rim", 2)]
    return [Box(Rect(x - 34, y - 11, 68, 22), "alu_mid", 6, "ink", 2), Box(Rect(x - 28, y - 7, 56, 5), "white", 2, alpha=150), Circle(x, y + 3, 4, "ink")]
