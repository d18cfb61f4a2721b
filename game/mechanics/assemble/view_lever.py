"""The signature moment: the rivet from the side between two lines, and the lever that forms its head."""

from game.mechanics.assemble.seen import AssembleSeen, LeverSeen
from game.screen import kit
from game.screen.nodes import Box, Circle, Line, Poly, Rect, Screen, Shape, Text
from game.workshop import view_lever
from game.workshop.view import Parts
from game.workshop.view_lever import SIGHT
from game.workshop.words import WorkshopWords

MM = 74.0
"""Design units a millimetre in the inset."""
STEP_UM = 20
"""The metal is drawn in steps of a pixel and a half, so that a shape once drawn serves again."""


def lever(look: WorkshopWords, seen: AssembleSeen, around: tuple[Parts, Parts, Parts], ground: tuple[Shape, ...]) -> Screen:
    """The squeezer on the rivet of a hole."""
    v = seen.lever
    title = look.t("lever.title", hole=v.hole)
    state = look.t("lever.above", mm=kit.decimal(look, max(0, v.h_um - v.target_um) / 1000))
    moving = bool(v.x or v.f)
    return view_lever.lever(look, around, (title, state), v.x, _inset(v), turn="jaw", moving=moving, ground=ground)


def _inset(v: LeverSeen) -> list[Shape]:
    """Skin and frame cut open, the rivet through them, the two jaws; the good height is the light band."""
    x, base = SIGHT.x + 330, SIGHT.y + 424
    low, high = (base - (v.target_um + d * v.tolerance_um) / 1000 * MM for d in (-1, 1))
    shapes: list[Shape] = [Box(SIGHT, "bench_low", 26, to="cloud")]
    shapes.append(Box(Rect(SIGHT.x, high, SIGHT.w, low - high), "primer_light", alpha=210))
    shapes += _plates(x, base)
    shapes += _shank(v, x, base)
    for y in (low, high):
        shapes += [Line(((SIGHT.x + 14, y), (SIGHT.x + SIGHT.w - 14, y)), "ink", 7), Line(((SIGHT.x + 14, y), (SIGHT.x + SIGHT.w - 14, y)), "signal", 4)]
    shapes += _jaws(v, x, base)
    shapes.append(Box(SIGHT, "", 26, "slate", 6))
    return shapes


def _plates(x: float, base: float) -> list[Shape]:
    left, w = SIGHT.x, SIGHT.w
    hatch = [Line(((left + 26 + 46 * k, base + 84), (left + 52 + 46 * k, base + 54)), "alu_dark", 3) for k in range(14)]
    return [
        Box(Rect(left, base, w, 46), "primer_high", to="primer_dark"), Box(Rect(left, base, w, 5), "primer_light"),
        Box(Rect(left, base + 46, w, 46), "alu_light", to="alu_mid"), Box(Rect(left, base + 44, w, 4), "ink", alpha=160), *hatch,
        Box(Rect(x - 29, base - 1, 58, 94), "ink"),
    ]  # fmt: skip


def _shank(v: LeverSeen, x: float, base: float) -> list[Shape]:
    """The metal keeps its volume: what is pressed down goes sideways, as a barrel and then as a head."""
    seen = v.h_um // STEP_UM * STEP_UM
    h = max(8.0, seen / 1000 * MM)
    spread = min(2.5, 1 + max(0, v.start_um // STEP_UM * STEP_UM - seen) / 2100)
    points: list[tuple[float, float]] = []
    for k in range(13):
        t = k / 12
        belly = 4 * t * (1 - t)
        w = 27 * (1 + (spread - 1) * (0.45 + 0.55 * belly))
        points.append((w, base - h * t))
    right = [(x + w, y) for w, y in points]
    left = [(x - w, y) for w, y in reversed(points)]
    outline = (*right, *left)
    shine = tuple((x - w * 0.62, y) for w, y in points[1:-1]) + tuple((x - w * 0.3, y) for w, y in reversed(points[1:-1]))
    shade = tuple((x + w * 0.94, y) for w, y in points[1:-1]) + tuple((x + w * 0.55, y) for w, y in reversed(points[1:-1]))
    return [
        Box(Rect(x - 26, base - 2, 52, 94), "alu_mid"), Box(Rect(x - 18, base - 2, 12, 94), "alu_light"),
        Poly(((x - 58, base + 92), (x + 58, base + 92), (x + 40, base + 124), (x - 40, base + 124)), "alu_mid"),
        Poly(outline, "alu_mid"), Poly(shade, "alu_dark", 150), Poly(shine, "white", 200),
        Line((*outline, outline[0]), "steel", 3),
    ]  # fmt: skip


def _jaws(v: LeverSeen, x: float, base: float) -> list[Shape]:
    """The squeezer's two jaws; its body comes in from the side of the approach."""
    top = base - v.h_um / 1000 * MM - max(0, 200 - v.f) * 0.16
    body = {0: -1, 1: 1, 2: -1, 3: 1}[v.jaw]
    edge = SIGHT.x + 3 if body < 0 else SIGHT.x + SIGHT.w - 3
    near, deep = x + body * 92, v.jaw in (2, 3)
    tone, dark = ("steel", "slate") if deep else ("slate", "ink")
    arm_top = max(SIGHT.y + 4, top - 66)
    shapes: list[Shape] = [
        Box(Rect(min(near, edge), arm_top, abs(edge - near), 46), tone), Box(Rect(min(near, edge), base + 150, abs(edge - near), 34), tone),
        Box(Rect(x - 92, arm_top, 184, 46), tone, 10), Box(Rect(x - 92, arm_top + 4, 184, 7), "alu_mid", 3, alpha=150),
    ]  # fmt: skip
    shapes += [Poly(((x - 70, arm_top + 44), (x + 70, arm_top + 44), (x + 56, top), (x - 56, top)), "alu_dark"), Box(Rect(x - 56, top - 7, 112, 8), "alu_light")]
    shapes += [Poly(((x - 44, base + 124), (x + 44, base + 124), (x + 62, base + 154), (x - 62, base + 154)), "alu_dark"), Box(Rect(x - 44, base + 121, 88, 7), "alu_light")]
    shapes += [Circle(x + body * 74, arm_top + 23, 9, dark, "alu_mid", 3), Circle(edge + -body * 34, SIGHT.y + 46, 26, "white", "ink", 3)]
    shapes.append(Text(edge - body * 34, SIGHT.y + 28, str(v.jaw + 1), 28, "ink", True, "centre"))
    return shapes
