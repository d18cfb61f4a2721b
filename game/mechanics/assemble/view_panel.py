"""The panel in primer: its holes, what lies on it, and the part to pose before the rivets of a zone."""

from collections.abc import Iterable, Mapping

from game.mechanics.assemble.seen import AssembleSeen, HoleSeen
from game.screen import kit
from game.screen.kept import Kept
from game.screen.nodes import Box, Circle, Line, Node, Picture, Poly, Rect, Shape, Text
from game.screen.scene import Look

LEFT, TOP, SCALE = 500.0, 148.0, 1000 / 720
RIVET = {"grey": "rivet_grey", "minus": "rivet_minus", "plus": "rivet_plus"}
RIVETING = ("practice", "A", "B", "D")


def at(x_mm: float, y_mm: float) -> tuple[float, float]:
    """Millimetres on the panel to design units."""
    return LEFT + x_mm * SCALE, TOP + y_mm * SCALE


def left_to_set(seen: AssembleSeen) -> int:
    """Holes of the zone in hand that are still empty and carry no tag."""
    return sum(1 for h in seen.holes if h.open and h.state == "empty" and not h.tagged)


def lit_hole(seen: AssembleSeen, practice: Iterable[str]) -> str:
    """The hole that practice lights: the next one still empty, once a rivet is in hand. The exercise lights none."""
    if seen.phase != "practice" or seen.hand is None:
        return ""
    empty = {h.id for h in seen.holes if h.state == "empty"}
    return next((name for name in practice if name in empty), "")


def panel(look: Look) -> tuple[Shape, ...]:
    """Skin, stringers, frames and window, with what the morning team has riveted."""
    shapes: list[Shape] = [Picture("panel", Rect(LEFT, TOP, 1014, 569))]
    for frame, number in ((190, "31"), (460, "32")):
        x, _ = at(frame, 0)
        name = look.t("assemble.frame", n=number)
        size = kit.fitted(look, name, 22, (320, 44), True)
        shapes.append(Text(x, TOP - 12 - look.line_height(size), name, look.px(size), "steel", True, "centre"))
    for k in range(8):
        shapes += rivet(*at(190, 30 + 48 * k), 17, "grey")
    for y in (95, 200, 305):
        for k in range(3):
            shapes += rivet(*at(45 + 38 * k, y), 15, "grey")
    if look.comfort.text_scale <= 1.25:
        shapes.append(Text(LEFT + 452, TOP + 516, look.t("assemble.panel"), look.px(19), "primer_ink", anchor="centre"))
    return tuple(shapes)


def rivet(x: float, y: float, r: float, look: str) -> list[Shape]:
    """A head seen from above: colour and mark together."""
    d = r * 64 / 54
    return [Picture(RIVET[look], Rect(x - d, y - d, 2 * d, 2 * d))]


def hole_name(look: Look, hole: HoleSeen) -> str:
    """Features of a hole for a voice, never a verdict."""
    words = [look.t("assemble.hole", id=hole.id), look.t(f"assemble.state.{hole.state}")]
    if hole.oval:
        words.append(look.t("assemble.oval"))
    if hole.rivet:
        words.append(look.t(f"assemble.rivet.{hole.rivet}"))
    if hole.tagged:
        words.append(look.t("assemble.tagged"))
    if hole.redo:
        words.append(look.t("assemble.to_redo"))
    return ", ".join(words)


def holes(look: Look, seen: AssembleSeen, kept: Kept, *, all_live: bool = False, lit: str = "") -> tuple[Node, ...]:
    """Every hole of the panel; those of the zone in hand come first in reach."""
    nodes = []
    for hole in sorted(seen.holes, key=lambda h: (not h.open, h.y_mm, h.x_mm)):
        live = all_live or hole.open or hole.rivet != ""
        gauged, shone = hole.id == seen.gauge_hole, hole.id == lit
        nodes.append(
            kept.get(
                f"hole:{hole.id}",
                (look, hole, live, gauged, shone),
                lambda hole=hole, live=live, marks=(gauged, shone): _hole(look, hole, live, *marks),  # type: ignore[misc]
            )
        )
    return tuple(nodes)


def _hole(look: Look, hole: HoleSeen, live: bool, gauged: bool, lit: bool) -> Node:
    x, y = at(hole.x_mm, hole.y_mm)
    shapes: list[Shape] = [Circle(x, y, 46, "white", alpha=110), Circle(x, y, 34, "amber", "ink", 3)] if lit else []
    if hole.state == "empty":
        d = 24.0 if hole.oval else 18.0
        shapes.append(Picture("hole_oval" if hole.oval else "hole", Rect(x - d, y - d, 2 * d, 2 * d)))
    else:
        shapes += rivet(x, y, 18 if hole.state == "formed" else 13, hole.rivet)
    if hole.tagged:
        shapes.append(Picture("tag", Rect(x - 2, y - 44, 64, 48)))
    if hole.redo:
        shapes += [Circle(x, y, 26, "", "ink", 8), Circle(x, y, 26, "", "amber", 5)]
        shapes += [Circle(x + 26, y + 18, 13, "amber", "ink", 2), Text(x + 26, y + 6, "R", 19, "ink", True, "centre")]
    if gauged:
        shapes += [Circle(x, y, 25, "", "ink", 7), Circle(x, y, 25, "", "sky", 4)]
    name = hole_name(look, hole)
    rect = Rect(x - 23, y - 23, 46, 46)
    return Node(f"hole:{hole.id}", "hole", name, rect, tuple(shapes), ("press",) if live else (), spoken=name)


FALLEN: Mapping[str, tuple[Shape, ...]] = {
    "copeau": (Line(((-18, 6), (-8, -8), (0, 4), (8, -8), (18, 2)), "alu_dark", 5), Line(((-18, 4), (-8, -10), (0, 2), (8, -10), (18, 0)), "alu_light", 2)),
    "foret": (Poly(((-22, -5), (10, -5), (20, 0), (10, 5), (-22, 5)), "alu_dark"), Line(((-16, 5), (-8, -5)), "alu_light", 2), Line(((-6, 5), (2, -5)), "alu_light", 2), Line(((-22, -6), (-16, 0), (-22, 6)), "ink", 2)),
    "chiffon": (Poly(((-20, -8), (-6, -14), (8, -8), (20, -12), (18, 8), (4, 14), (-10, 8), (-22, 10)), "paper"), Line(((-12, -6), (0, 4), (12, -4)), "mist", 3), Line(((-20, -8), (-6, -14), (8, -8), (20, -12), (18, 8), (4, 14), (-10, 8), (-22, 10), (-20, -8)), "steel", 2)),
    "film": (Poly(((-22, -8), (20, -14), (24, 4), (-16, 12)), "sky", 200), Line(((-22, -8), (20, -14), (24, 4), (-16, 12), (-22, -8)), "white", 2), Line(((-10, 4), (14, -6)), "white", 2)),
    "pige_rest": (Box(Rect(-24, -6, 48, 11), "alu_light", 3, "steel", 2), Box(Rect(-24, -6, 10, 24), "alu_mid", 2, "steel", 2), Box(Rect(-2, -11, 12, 21), "alu_mid", 2, "steel", 2)),
    "pencil": (Poly(((-24, -5), (14, -5), (26, 0), (14, 5), (-24, 5)), "amber"), Poly(((14, -5), (26, 0), (14, 5)), "paper"), Box(Rect(-28, -5, 8, 10), "red", 2)),
    "lamp_rest": (Box(Rect(-26, -8, 34, 16), "ink", 5), Poly(((8, -10), (24, -16), (24, 16), (8, 10)), "amber"), Circle(-14, 0, 3, "white")),
    "order_copy": (Box(Rect(-20, -16, 38, 32), "paper", 2, "steel", 2), Box(Rect(-20, -16, 38, 8), "ink", 2), Line(((-14, 0), (12, 0)), "steel", 2), Line(((-14, 7), (6, 7)), "steel", 2)),
    "brush_rest": (Box(Rect(-28, -5, 30, 10), "amber", 4), Box(Rect(2, -10, 8, 20), "alu_mid", 2), *(Line(((10, -8 + 5 * k), (26, -10 + 6 * k)), "ink", 2) for k in range(4))),
    "cup_rest": (Box(Rect(-20, -14, 40, 28), "white", 6, "steel", 2), Circle(-7, 0, 6, "signal"), Circle(8, 0, 6, "signal")),
}  # fmt: skip


def fallen(look: Look, seen: AssembleSeen) -> tuple[Node, ...]:
    """Things lying on the panel, own and foreign alike."""
    nodes = []
    for item in seen.fod:
        x, y = at(item.x_mm, item.y_mm)
        shapes = (Box(Rect(x - 24, y + 8, 50, 11), "shadow", 6, alpha=40), *(kit.moved(s, x, y) for s in FALLEN[item.kind]))
        name = look.t(f"assemble.thing.{item.kind}")
        nodes.append(Node(f"fod:{item.id}", "tool", name, Rect(x - 28, y - 26, 56, 52), shapes, ("press",), spoken=name))
    return tuple(nodes)


def part_to_fit(look: Look, seen: AssembleSeen, seats: Mapping[str, tuple[int, int]]) -> tuple[Node, ...]:
    """The part to pose before the rivets of its zone: turned, flipped, put."""
    name = {"A": "E12", "D": "D40"}.get(seen.phase, "")
    part = next((p for p in seen.parts if p.id == name and not p.fixed), None)
    if part is None:
        return ()
    box = Rect(LEFT + 60, TOP + 60, 880, 440)
    words = look.t("assemble.part.refused" if part.refused else f"assemble.part.{name}")
    size = kit.fitted(look, words, 24, (264, 132))
    text, _ = kit.paragraph(look, box.x + 590, box.y + 26, 264, words, size)
    bench, seat = Rect(box.x + 28, box.y + 28, 256, 384), Rect(box.x + 304, box.y + 28, 256, 384)
    shapes = (
        *kit.card(box),
        Box(bench, "cloud", 18),
        *_outline(bench.centre, part.angle, part.face),
        Box(seat, "primer_high", 18, to="primer"),
        *_seat(seat.centre, seats[name]),
        *text,
    )
    nodes = [Node("part", "dialog", words, box, shapes, (), spoken=words)]
    for n, (act, style) in enumerate((("turn", "plain"), ("flip", "plain"), ("fit", "primary"))):
        rect = Rect(box.x + 590, box.y + 170 + n * 84, 262, 72)
        nodes.append(
            kit.button(
                look, f"{act}:{name}", look.t(f"assemble.part.{act}"), rect, style=style, size=24, state=("modal",),
                shortcut={"turn": "r", "flip": "f", "fit": "space"}[act],
            )
        )
    return tuple(nodes)


def _corners(centre: tuple[float, float], angle: int, face: int) -> tuple[tuple[float, float], ...]:
    """An L with one notch: eight poses that look different."""
    outline = [(-84, -84), (84, -84), (84, -24), (-24, -24), (-24, 84), (-55, 84), (-55, 53), (-84, 53)]
    if face:
        outline = [(-a, b) for a, b in outline]
    for _ in range(angle):
        outline = [(-b, a) for a, b in outline]
    return tuple((centre[0] + a, centre[1] + b) for a, b in outline)


def _outline(centre: tuple[float, float], angle: int, face: int) -> list[Shape]:
    points = _corners(centre, angle, face)
    drilled: list[Shape] = []
    for a, b in ((-54, -54), (52, -54), (-54, 22)):
        a = -a if face else a
        for _ in range(angle):
            a, b = -b, a
        drilled.append(Circle(centre[0] + a, centre[1] + b, 8, "ink", "alu_light", 3))
    return [
        Poly(tuple((a + 6, b + 9) for a, b in points), "shadow", 60),
        Poly(points, "alu_mid"),
        Line((*points, points[0]), "alu_dark", 4),
        *drilled,
    ]


def _seat(centre: tuple[float, float], pose: tuple[int, int]) -> list[Shape]:
    """The place on the panel, drawn as its outline."""
    points = _corners(centre, *pose)
    return [Poly(points, "primer_dark", 90), Line((*points, points[0]), "ink", 4, dashed=True)]
