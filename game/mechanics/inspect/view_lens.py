"""What the lens shows: the metal that is really under it, its grain and edges, the lamp's light on it, and the marks."""

import math
from collections.abc import Callable
from dataclasses import replace

from game.mechanics.inspect.params import HIGH_MM, WIDE_MM
from game.mechanics.inspect.seen import InspectSeen, MarkSeen
from game.mechanics.inspect.state import LENS_UM
from game.mechanics.inspect.view_blade import DRAWN, LENS, LENS_R, BladePoints
from game.screen import kit
from game.screen.kept import Kept
from game.screen.nodes import Box, Circle, Line, Picture, Poly, Rect, Shape, Text
from game.workshop.words import WorkshopWords

K = LENS_R / (LENS_UM / 1000)
"""Design units of the lens for a millimetre of the blade."""
GLASS, HANDLE = Rect(-210, -210, 420, 420), Rect(-280, 92, 190, 190)
"""Where the lens and its handle are drawn, about the middle of the glass."""
BEYOND_MM, ROOT_MM, TIP_MM, BEVEL_MM = 1.6, 117.0, -2.6, 1.5
"""How far the metal reaches beyond the outermost mark, where its root thickens, where its tip ends, its bright edge."""
RIM = tuple(-LENS_R * math.cos(math.pi * n / 36) for n in range(37))
"""At which heights what lies in the glass is cut: smooth, and few points."""
ROWS_MM, STROKES = 2.1, 3
"""How far apart the lines of the grain are, and how many strokes each has across the blade."""
RAMP = ("steel", "steel", "alu_dark", "alu_mid", "alu_dark", "steel", "steel")
AROUND: BladePoints = tuple((math.cos(a), math.sin(a)) for a in (2 * math.pi * n / 40 for n in range(40)))


def _edge(side: int, y_mm: float) -> float:
    """Where the metal ends at a height: -1 its left side, 1 its right one (mm); a blade is a little hollow."""
    bow = BEYOND_MM - 1.5 * math.sin(math.pi * min(1.0, max(0.0, y_mm / HIGH_MM)))
    return WIDE_MM + bow if side > 0 else -bow


Edge = Callable[[float], float]
"""Where a line down the blade stands (mm) at a height (mm)."""


def _beside(side: int, by_mm: float = 0.0) -> Edge:
    return lambda y_mm: _edge(side, y_mm) + by_mm


def _along(at_mm: float) -> Edge:
    return lambda y_mm: at_mm - y_mm * 0.02


def _between(lens: tuple[int, int], left: Edge, right: Edge, top_mm: float, low_mm: float) -> BladePoints:
    """What of a part of the blade lies in the glass, about its middle; () for nothing. `left`, `right`: mm at a height."""
    top, low = max(-LENS_R, (top_mm - lens[1]) * K), min(LENS_R, (low_mm - lens[1]) * K)
    if top >= low:
        return ()
    lefts, rights = [], []
    # Closer together where the rim of the glass runs flat.
    for y in (top, *(y for y in RIM if top < y < low), low):
        reach = math.sqrt(max(0.0, LENS_R * LENS_R - y * y))
        y_mm = lens[1] + y / K
        a, b = max(-reach, (left(y_mm) - lens[0]) * K), min(reach, (right(y_mm) - lens[0]) * K)
        if a < b:
            lefts.append((a, y))
            rights.append((b, y))
    return (*lefts, *reversed(rights)) if len(lefts) > 1 else ()


def _part(lens: tuple[int, int], left: Edge, right: Edge, of: tuple[float, float], fill: str, alpha: int) -> list[Shape]:
    points = _between(lens, left, right, *of)
    return [Poly(points, fill, alpha)] if points else []


def handle(x: float, y: float) -> list[Shape]:
    """The handle of a lens whose glass is about a point: what lies before it on the bench covers it."""
    return [Picture("lens_handle", Rect(x + HANDLE.x, y + HANDLE.y, HANDLE.w, HANDLE.h))]


def metal(lens: tuple[int, int], blade: int, strokes: int = STROKES) -> list[Shape]:
    """The blade where the lens stands (mm), about the middle of the glass: beyond its edges there is only the dark.

    The grain is the blade's own, by its number: it goes with the metal as the lens moves over it.
    """
    whole = TIP_MM, HIGH_MM + 20.0
    across = _beside(-1), _beside(1)
    body = _between(lens, *across, *whole)
    if not body:
        return []
    shapes: list[Shape] = [Poly(body, "alu_mid", ramp=RAMP), *_grain(lens, blade, strokes)]
    for at, fill, alpha in ((16.0, "white", 46), (33.0, "steel", 60)):
        shapes += _part(lens, _along(at), _along(at + 0.25), whole, fill, alpha)
    for side, bright in ((-1, 130), (1, 80)):
        near, far = sorted((0.0, -side * BEVEL_MM))
        shapes += _part(lens, _beside(side, near), _beside(side, far), whole, "white", bright)
    shapes += _part(lens, *across, (TIP_MM, TIP_MM + 1.1), "white", 120)
    shapes += _part(lens, *across, (ROOT_MM, HIGH_MM + 20.0), "slate", 190)
    return [*shapes, *_part(lens, *across, (ROOT_MM - 0.7, ROOT_MM), "white", 110)]


def _grain(lens: tuple[int, int], blade: int, strokes: int) -> list[Shape]:
    """Fine strokes along which the blade was polished: each where it is on the metal, cut by the rim of the glass."""
    shapes: list[Shape] = []
    reach_mm = LENS_UM / 1000
    for row in range(math.floor((lens[1] - reach_mm) / ROWS_MM), math.ceil((lens[1] + reach_mm) / ROWS_MM)):
        for n in range(strokes):
            chance = (row * 7919 + n * 104_729 + blade * 1_299_709) % 9973 / 9973
            y_mm = (row + 0.8 * (chance * 7 % 1)) * ROWS_MM
            y = (y_mm - lens[1]) * K
            if abs(y) >= LENS_R - 3 or not TIP_MM + 1 < y_mm < ROOT_MM - 1:
                continue
            half = math.sqrt(LENS_R * LENS_R - y * y) - 3
            start = (n + chance) * WIDE_MM / STROKES
            a = max(-half, (max(start, _edge(-1, y_mm) + BEVEL_MM) - lens[0]) * K)
            b = min(half, (min(start + 5 + 9 * (chance * 13 % 1), _edge(1, y_mm) - BEVEL_MM) - lens[0]) * K)
            if b - a > 8:
                shapes.append(Box(Rect(a, y, b - a, 1.7), "white" if chance > 0.55 else "steel", alpha=44 if chance > 0.55 else 64))
    return shapes


def light(deg: int, lens: tuple[int, int]) -> list[Shape]:
    """The lamp's light on the metal, about the middle of the glass: it wanders over it as the lamp tilts.

    Where the glass lies half beyond the blade, it stays on the metal.
    """
    left, right, low = (-lens[0] * K, (WIDE_MM - lens[0]) * K, (ROOT_MM - lens[1]) * K)
    x = round(min(max(-74, right - 98), max(min(74, left + 98), 74 * math.sin(math.radians(deg * 1.3)))))
    high = min(328.0, 164 + low)
    return [Picture("light_pool", Rect(x - 98, -164, 196, high), alpha=235)] if high > 90 else []


def rimmed(shapes: list[Shape], x: float, y: float) -> list[Shape]:
    """Shapes as far as the rim of a glass about (x, y): what lies beyond is cut off."""
    cut_shapes: list[Shape] = []
    for shape in shapes:
        if isinstance(shape, Poly) and any(math.hypot(px - x, py - y) > LENS_R for px, py in shape.points):
            points = _clipped(shape.points, x, y)
            cut_shapes += [replace(shape, points=points)] if len(points) > 2 else []
        else:
            cut_shapes.append(shape)
    return cut_shapes


def _clipped(points: BladePoints, x: float, y: float) -> BladePoints:
    """An outline within the glass, by its sides one after another (Sutherland and Hodgman, 1974)."""
    kept = list(points)
    for dx, dy in AROUND:
        inside = [(px - x) * dx + (py - y) * dy - LENS_R for px, py in kept]
        cut: list[tuple[float, float]] = []
        for n, (now, before) in enumerate(zip(inside, (inside[-1:] + inside[:-1]), strict=True)):
            (px, py), (qx, qy) = kept[n], kept[n - 1]
            if (now > 0) != (before > 0):
                share = before / (before - now)
                cut.append((qx + (px - qx) * share, qy + (py - qy) * share))
            if now <= 0:
                cut.append((px, py))
        kept = cut
        if not kept:
            return ()
    return tuple(kept)


def in_lens(look: WorkshopWords, seen: InspectSeen, kept: Kept, *, sharp: bool = True) -> list[Shape]:
    """What the lens shows, with its engraved scale; a dark glass while it stands nowhere.

    Not `sharp`: a hand slides it. What gleams gleams, and what it is shows once the lens rests: it is laid then.
    """
    x, y = LENS
    shapes: list[Shape] = [Picture("lens_glass", Rect(x + GLASS.x, y + GLASS.y, GLASS.w, GLASS.h))]
    if seen.lens is None:
        return shapes
    now = seen.in_hand()
    lens, blade = seen.lens, now.n if now else 0
    # Under a lens that slides every frame is another picture: it has less of the grain.
    shapes += kept.get("metal", (look, lens, blade, sharp), lambda: [kit.moved(s, x, y) for s in metal(lens, blade, STROKES if sharp else 1)])
    shapes += [kit.moved(s, x, y) for s in light(seen.lamp_deg, lens)]
    for mark in seen.glints:
        if mark.in_lens:
            at = (x + (mark.x_um / 1000 - lens[0]) * K, y + (mark.y_um / 1000 - lens[1]) * K)
            shapes += rimmed(DRAWN[mark.kind](mark, K, at), x, y) if sharp else _gleams(mark, at)
    shapes += scale(x - 5 * K, y + 128, K, 10, look)
    return [*shapes, Circle(x, y, LENS_R + 5, "", "ink", 8), Circle(x, y, LENS_R + 11, "", "alu_mid", 6)]


def _gleams(mark: MarkSeen, at: tuple[float, float]) -> list[Shape]:
    """Something under a lens that slides, the same whatever it is."""
    r = 40 + mark.light * 0.3
    return [Picture("glint", Rect(at[0] - r, at[1] - r, 2 * r, 2 * r), alpha=min(255, 30 + (mark.light + 9) // 10 * 20))]


def scale(x: float, y: float, k: float, mm: int, look: WorkshopWords) -> list[Shape]:
    """An engraved scale: a stroke a millimetre, longer every five."""
    shapes: list[Shape] = [Box(Rect(x - 12, y - 20, mm * k + 24, 50), "mist", 12, alpha=150), Line(((x, y), (x + mm * k, y)), "ink", 2)]
    for n in range(mm + 1):
        shapes.append(Line(((x + n * k, y), (x + n * k, y - (13 if n % 5 == 0 else 7))), "ink", 2))
    shapes.append(Text(x + mm * k / 2, y + 3, look.t("scale", n=mm), min(look.px(kit.READ), 24), "ink", True, "centre"))
    return shapes
