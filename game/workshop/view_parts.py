"""What lies on the piece, and the part to pose before the work of its zone: turned, flipped, put."""

from collections.abc import Callable, Mapping

from game.screen import kit
from game.screen.nodes import Box, Circle, Line, Node, Poly, Rect, Shape, reach
from game.workshop.params import WorkshopParams
from game.workshop.seen import WorkshopSeen
from game.workshop.words import WorkshopWords

PlaceOnScreen = Callable[[float, float], tuple[float, float]]
"""Millimetres on the piece to design units."""
POSE = Rect(560.0, 230.0, 980, 400)
BUTTON, BUTTONS = 70.0, 224.0
"""How far the buttons of the card stand from one another, and how much of its foot they take."""
FLAT = 0.65
"""How high a thing is drawn at the most, of the side that it may fill: it covers nothing above or below it."""
POSE_MIDDLE = 440.0
"""Below this y of its place, a part's card lies above it."""

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


def _high(shapes: tuple[Shape, ...]) -> float:
    """How high a small drawing is."""
    sides = [reach(shape) for shape in shapes]
    return max(low for *_, low in sides) - min(top for _, top, *_ in sides)


def _wide(shapes: tuple[Shape, ...]) -> float:
    """How wide a small drawing is."""
    sides = [reach(shape) for shape in shapes]
    return max(right for _, _, right, _ in sides) - min(left for left, *_ in sides)


def fallen(look: WorkshopWords, seen: WorkshopSeen, at: PlaceOnScreen, side: float = 0.0) -> tuple[Node, ...]:
    """Things lying on the panel, own and foreign alike: as they are drawn, or each so wide that it fills `side`."""
    nodes = []
    for item in seen.fod:
        x, y = at(item.x_mm, item.y_mm)
        lies = FALLEN[item.draw]
        k = min(side / _wide(lies), FLAT * side / _high(lies)) if side else 1.0
        drawn = (kit.scaled(s, k, x, y) for s in lies)
        shapes = (Box(Rect(x - 24 * k, y + 8 * k, 50 * k, 11 * k), "shadow", 6, alpha=40), *drawn)
        name = look.named("thing", item.id, item.draw)
        w, h = (side, side) if side else (56.0, 52.0)
        nodes.append(Node(f"fod:{item.id}", "tool", name, Rect(x - w / 2, y - h / 2, w, h), shapes, ("press",), spoken=name, here="o"))
    return tuple(nodes)


def part_to_fit(look: WorkshopWords, seen: WorkshopSeen, params: WorkshopParams, place: PlaceOnScreen) -> tuple[Node, ...]:
    """The part to pose before the work of its zone: turned, flipped, put; its place on the piece stays in sight."""
    part = next((p for p in seen.parts if p.here and not p.fixed), None)
    if part is None:
        return ()
    name = part.id
    spec = next(p for p in params.parts if p.id == name)
    goes = place(spec.x_mm, spec.y_mm)
    box = pose_card(look, goes[1] if spec.size_mm else 0.0)
    words = look.t("part.refused" if part.refused else f"part.{name}")
    column = box.x + 640
    room = box.x + box.w - 26 - column
    top = box.y + 24
    if kit.large(look):
        # Large words run over the whole card; what they speak of lies below them.
        size = kit.fitted(look, words, 24, (box.w - 48, 128))
        text, top = kit.paragraph(look, box.x + 24, box.y + 12, box.w - 48, words, size)
    else:
        size = kit.fitted(look, words, 24, (room, box.h - BUTTONS - 30))
        text, _ = kit.paragraph(look, column, top, room, words, size)
    high = box.y + box.h - 24 - top
    bench, goes_on = Rect(box.x + 24, top, 288, high), Rect(box.x + 328, top, 288, high)
    shapes = (
        *kit.card(box),
        Box(bench, "cloud", 18),
        *outline(bench.centre, part.angle, part.face),
        Box(goes_on, "primer_high", 18, to="primer"),
        *seat(goes_on.centre, (spec.angle, spec.face)),
        *text,
    )
    nodes = [Node("part", "dialog", words, box, shapes, (), spoken=words)]
    for n, (act, style) in enumerate((("turn", "plain"), ("flip", "plain"), ("fit", "primary"))):
        rect = Rect(column, box.y + box.h - BUTTONS + n * BUTTON, room, BUTTON - 6)
        nodes.append(
            kit.button(
                look, f"{act}:{name}", look.t(f"part.{act}"), rect, style=style, size=24, state=("modal",),
                shortcut="space" if act == "fit" else look.t(f"shortcut.{act}"),
            )
        )
    return tuple(nodes)


def pose_card(look: WorkshopWords, goes_y: float) -> Rect:
    """Where the card of a part lies: above or below its place on the piece (0.0: the piece does not show it)."""
    high = 348.0
    return Rect(POSE.x, 108.0 if goes_y > POSE_MIDDLE else 768.0 - high, POSE.w, high) if goes_y else POSE


def awaited(seen: WorkshopSeen, params: WorkshopParams, at: PlaceOnScreen, scale: float) -> tuple[Shape, ...]:
    """Where the part in hand goes on the piece: its outline, ringed."""
    shapes: list[Shape] = []
    for spec in params.parts:
        part = next(p for p in seen.parts if p.id == spec.id)
        if part.here and not part.fixed and spec.size_mm:
            x, y = at(spec.x_mm, spec.y_mm)
            k = spec.size_mm * scale / 168
            shapes += [kit.scaled(s, k, x, y) for s in seat((0, 0), (spec.angle, spec.face))]
            r = spec.size_mm * scale * 0.72
            shapes += [Circle(x, y, r, "", "ink", 8), Circle(x, y, r, "", "amber", 4)]
    return tuple(shapes)


def _corners(centre: tuple[float, float], angle: int, face: int) -> tuple[tuple[float, float], ...]:
    """An L with one notch: eight poses that look different."""
    whole = ((-84, -84), (84, -84), (84, -24), (-24, -24), (-24, 84), (-55, 84), (-55, 53), (-84, 53))
    outline = [_posed(point, angle, face) for point in whole]
    return tuple((centre[0] + a, centre[1] + b) for a, b in outline)


def _posed(point: tuple[float, float], angle: int, face: int) -> tuple[float, float]:
    """Turned first, then flipped: a flip is then the same mirror on the screen, whatever the turn."""
    a, b = point
    for _ in range(angle):
        a, b = -b, a
    return (-a if face else a), b


def posed(seen: WorkshopSeen, params: WorkshopParams, at: PlaceOnScreen, scale: float) -> tuple[Shape, ...]:
    """The parts already in their place, drawn where they go on the piece; `scale` is design units a millimetre."""
    shapes: list[Shape] = []
    gesture = params.gesture(seen.lesson)
    if seen.kind == "practice" and (gesture is None or gesture.does != "pose"):
        return ()
    # Practice poses the first part alone.
    for spec in params.parts[:1] if seen.kind == "practice" else params.parts:
        part = next(p for p in seen.parts if p.id == spec.id)
        if part.fixed and spec.size_mm:
            x, y = at(spec.x_mm, spec.y_mm)
            k = spec.size_mm * scale / 168
            shapes += [kit.scaled(s, k, x, y) for s in outline((0, 0), part.angle, part.face, lies=True)]
    return tuple(shapes)


def outline(centre: tuple[float, float], angle: int, face: int, *, lies: bool = False) -> list[Shape]:
    """A part as it lies: quarter turns, and which face is up.

    `lies`: on the piece, where it is small and of the same metal as what is under it: lighter, with a darker rim.
    """
    points = _corners(centre, angle, face)
    drilled: list[Shape] = []
    for a, b in ((-54.0, -54.0), (52.0, -54.0), (-54.0, 22.0)):
        a, b = _posed((a, b), angle, face)
        drilled.append(Circle(centre[0] + a, centre[1] + b, 8, "ink", "alu_mid" if lies else "alu_light", 3))
    return [
        Poly(tuple((a + 6, b + 9) for a, b in points), "shadow", 110 if lies else 60),
        Poly(points, "alu_light" if lies else "alu_mid"),
        Line((*points, points[0]), "steel" if lies else "alu_dark", 6 if lies else 4),
        *drilled,
    ]


def seat(centre: tuple[float, float], pose: tuple[int, int]) -> list[Shape]:
    """The place on the panel, drawn as its outline."""
    points = _corners(centre, *pose)
    return [Poly(points, "primer_dark", 90), Line((*points, points[0]), "ink", 4, dashed=True)]
