"""How the bench of fastening looks, and what can be reached on it: a pure function of what may be seen."""

from collections.abc import Mapping
from dataclasses import dataclass

from envol.game import kit
from envol.game.mechanics.assemble.seen import AssembleSeen, HoleSeen
from envol.game.nodes import Box, Circle, Line, Node, Picture, Poly, Rect, Screen, Shape, Text
from envol.game.scene import Look


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the documents show of the params: order numbers on the plan, control points, seats of the parts."""

    numbers: Mapping[str, int]
    points: Mapping[str, str]
    seats: Mapping[str, tuple[int, int]]


LEFT, TOP, SCALE = 500.0, 130.0, 1000 / 720
PANEL = Rect(LEFT, TOP, 1000, 400 * SCALE)
DOC = Rect(34, 118, 420, 902)
SIDE = Rect(1540, 118, 346, 902)
TRAY = Rect(500, 730, 1000, 290)
MODES = ("pige", "calibre", "tag", "call", "redo")
MODE_KEYS = {"pige": "g", "calibre": "c", "tag": "t", "call": "k", "redo": "d"}
LOOKS = {"grey": ("alu_light", ""), "minus": ("sky", "-"), "plus": ("sky", "+")}
Bar = tuple[tuple[Shape, ...], tuple[Node, ...]]
Parts = tuple[list[Shape], list[Node]]


def at(x_mm: float, y_mm: float) -> tuple[float, float]:
    """Millimetres on the panel to design units."""
    return LEFT + x_mm * SCALE, TOP + y_mm * SCALE


def backdrop() -> tuple[Shape, ...]:
    """Floor of the shop, bench and panel in primer: what does not change."""
    shapes: list[Shape] = [Box(Rect(0, 0, 1920, 1300), "cloud")]
    shapes += [Line(((x, 86), (x, 1300)), "white", 2) for x in range(112, 1920, 112)]
    shapes += [Line(((0.0, y), (1920, y)), "white", 2) for y in range(198, 1300, 112)]
    shapes += [Box(Rect(PANEL.x + 14, PANEL.y + 14, PANEL.w, PANEL.h), "primer_dark", 26), Box(PANEL, "primer", 26)]
    shapes.append(Box(Rect(PANEL.x + 12, PANEL.y + 8, PANEL.w - 24, 10), "primer_light", 5, alpha=150))
    for y in (95, 200, 305):
        _, cy = at(0, y)
        shapes += [Box(Rect(LEFT + 20, cy - 30, 960, 60), "primer_dark", 8, alpha=130)]
        shapes += [Box(Rect(LEFT + 20, cy - 4, 960, 8), "primer_dark", 0, alpha=200)]
    left, top = at(255, 130)
    shapes += [Box(Rect(left, top, 170, 190), "alu_dark", 74), Box(Rect(left + 12, top + 12, 146, 166), "cloud", 64)]
    for frame in (190, 460):
        cx, _ = at(frame, 0)
        shapes += [
            Box(Rect(cx - 28, TOP + 14, 56, PANEL.h - 28), "alu_mid", 8),
            Box(Rect(cx - 3, TOP + 14, 6, PANEL.h - 28), "alu_dark"),
        ]
    for k in range(8):
        shapes += rivet(*at(190, 30 + 48 * k), 15, "grey")
    for y in (95, 200, 305):
        for k in range(3):
            shapes += rivet(*at(45 + 38 * k, y), 13, "grey")
    return tuple(shapes)


def rivet(x: float, y: float, r: float, look: str) -> list[Shape]:
    """A head seen from above: colour and mark together."""
    fill, mark = LOOKS[look]
    shapes: list[Shape] = [
        Circle(x + 2, y + 3, r, "shadow", alpha=70), Circle(x, y, r, fill, "white", 2), Circle(x - r / 3, y - r / 3, r / 4, "white", alpha=190),
    ]  # fmt: skip
    if mark:
        shapes.append(Line(((x - r / 2, y), (x + r / 2, y)), "ink", r / 4))
    if mark == "+":
        shapes.append(Line(((x, y - r / 2), (x, y + r / 2)), "ink", r / 4))
    return shapes


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


def holes(look: Look, seen: AssembleSeen) -> list[Node]:
    """Every hole of the panel; those of the zone in hand come first in reach."""
    nodes = []
    for hole in sorted(seen.holes, key=lambda h: (not h.open, h.y_mm, h.x_mm)):
        x, y = at(hole.x_mm, hole.y_mm)
        r = 15.0
        shapes: list[Shape] = []
        if hole.state == "empty":
            shapes = [Circle(x, y, r, "tarmac", "primer_dark", 3)]
            if hole.oval:
                shapes = [
                    Box(Rect(x - 21, y - 14, 42, 28), "tarmac", 14, "primer_dark", 3),
                    Line(((x + 18, y - 12), (x + 30, y - 18)), "alu_dark", 3),
                ]
        else:
            shapes = rivet(x, y, r + (3 if hole.state == "formed" else -2), hole.rivet)
        if hole.tagged:
            shapes += [
                Poly(((x + 6, y - 34), (x + 34, y - 34), (x + 46, y - 22), (x + 34, y - 10), (x + 6, y - 10)), "red"),
                Circle(x + 34, y - 22, 4, "white"),
            ]
        if hole.redo:
            shapes += [Circle(x, y, r + 10, "", "amber", 5), Text(x + 20, y + 4, "R", 22, "ink", True)]
        if hole.id == seen.gauge_hole:
            shapes.append(Circle(x, y, r + 9, "", "sky", 5))
        active = (hole.open and seen.phase in ("practice", "A", "B", "D")) or hole.rivet != ""
        name = hole_name(look, hole)
        nodes.append(
            Node(
                f"hole:{hole.id}",
                "hole",
                name,
                Rect(x - 23, y - 23, 46, 46),
                tuple(shapes),
                ("press",) if active or hole.open else (),
                spoken=name,
            )
        )
    return nodes


def tray(look: Look, seen: AssembleSeen, mode: str) -> list[Node]:
    """Materials, marks and tools, always in the same order."""
    nodes = []
    w = (TRAY.w - 40 - 7 * 14) / 8
    x = TRAY.x + 20
    y = TRAY.y + 20

    def slot(id: str, label: str, key: str, pictures: list[Shape], *, on: bool = False, off: bool = False) -> None:
        nonlocal x
        rect = Rect(x, y, w, TRAY.h - 40)
        shapes: list[Shape] = [Box(rect, "slate", 16, "signal" if on else "", 5 if on else 0), *pictures]
        shapes += [
            Box(Rect(x + 8, y + 8, 30, 30), "ink", 8),
            Text(x + 23, y + 11, key.upper(), 20, "white", True, "centre"),
        ]
        size = 20.0
        lines = look.wrap(label, size, w - 8, True)[:3]
        for n, line in enumerate(lines):
            shapes.append(
                Text(
                    x + w / 2,
                    y + 160 + n * look.line_height(size),
                    line,
                    min(look.px(size), 26),
                    "white",
                    True,
                    "centre",
                )
            )
        nodes.append(
            Node(
                id,
                "tool",
                label,
                rect,
                tuple(shapes),
                () if off else ("press",),
                state=("checked",) if on else (),
                spoken=label,
                shortcut=key,
            )
        )
        x += w + 14

    for bin in seen.bins:
        cx = x + w / 2
        heap: list[Shape] = []
        for k in range(6):
            heap += rivet(cx - 30 + 30 * (k % 3), y + 72 + 34 * (k // 3), 13, bin.look)
        if bin.isolated:
            heap.append(Line(((x + 8, y + 130), (x + w - 8, y + 50)), "red", 8))
        slot(f"bin:{bin.number}", look.t("assemble.bin", stem=bin.stem_mm, lot=bin.lot), str(bin.number), heap)
    for name in MODES:
        slot(
            f"mode:{name}",
            look.t(f"assemble.mode.{name}"),
            MODE_KEYS[name],
            icon(name, x + w / 2, y + 92, seen),
            on=mode == name,
        )
    return nodes


def icon(name: str, x: float, y: float, seen: AssembleSeen) -> list[Shape]:
    """Tools and marks of the tray, drawn as what they are."""
    if name == "pige":
        return [
            Box(Rect(x - 38, y - 8, 76, 16), "alu_light", 4),
            Box(Rect(x - 38, y - 8, 14, 42), "alu_mid", 4),
            Box(Rect(x - 6, y - 16, 18, 32), "alu_mid", 4),
            *[Line(((x - 18 + 9 * k, y - 6), (x - 18 + 9 * k, y + 1)), "ink", 2) for k in range(6)],
        ]
    if name == "calibre":
        return [
            Poly(
                (
                    (x - 36, y - 30),
                    (x + 36, y - 30),
                    (x + 36, y + 30),
                    (x + 14, y + 30),
                    (x + 14, y - 4),
                    (x - 14, y - 4),
                    (x - 14, y + 30),
                    (x - 36, y + 30),
                ),
                "alu_light",
            ),
            Text(x, y - 28, seen.calibre, 22, "ink", True, "centre"),
        ]
    if name == "tag":
        return [
            Poly(((x - 34, y - 24), (x + 16, y - 24), (x + 36, y), (x + 16, y + 24), (x - 34, y + 24)), "red"),
            Circle(x + 16, y, 6, "white"),
        ]
    if name == "call":
        return [
            Circle(x, y + 2, 28, "amber"),
            Box(Rect(x - 36, y + 18, 72, 12), "amber", 6),
            Circle(x, y + 36, 7, "amber"),
        ]
    return [Circle(x, y, 28, "", "amber", 7), Text(x, y - 17, "R", 32, "amber", True, "centre")]


def document(look: Look, seen: AssembleSeen, drawing: Drawing) -> Parts:
    """The sheet at the left: order, plan or changes, as the person opened it."""
    shapes: list[Shape] = list(kit.document(DOC, look, look.t("assemble.order.title", index=seen.index)))
    nodes: list[Node] = []
    x = DOC.x + 16
    tabs = ["order", "plan", "cut"] + (["changes"] if seen.index == "B" else []) + (["rack"] if seen.folders else [])
    w = (DOC.w - 32 - 8 * (len(tabs) - 1)) / len(tabs)
    for name in tabs:
        rect = Rect(x, DOC.y + 82, w, 64)
        label = look.t(f"assemble.tab.{name}")
        style = "dark" if seen.doc == name else "plain"
        nodes.append(kit.button(look, f"doc:{name}", label, rect, style=style, size=20))
        x += w + 8
    y = DOC.y + 164
    if seen.doc == "plan" and seen.phase in ("B", "points", "D", "A"):
        more, y = plan(seen, drawing, y)
        shapes += more
    key = (
        f"assemble.order.{seen.doc}.{seen.index}" if seen.doc in ("order", "cut", "changes") else "assemble.order.plan"
    )
    for n, line in enumerate(look.t(key).split("\n")):
        text, bottom = kit.paragraph(look, DOC.x + 26, y, DOC.w - 48, line, 22, bold=n == 0)
        if bottom > DOC.y + DOC.h - 10:
            break
        shapes += text
        y = bottom + 8
    nodes.insert(
        0,
        Node(
            "document",
            "text",
            look.t("assemble.order.title", index=seen.index),
            DOC,
            (),
            spoken=look.t(key).replace("\n", " "),
        ),
    )
    return shapes, nodes


def plan(seen: AssembleSeen, drawing: Drawing, top: float) -> tuple[list[Shape], float]:
    """The drawing from inside the aircraft: left and right are swapped, numbers give the order of zone B."""
    box = Rect(DOC.x + 24, top, DOC.w - 48, 220)
    shapes: list[Shape] = [Box(box, "white", 10, "mist", 2)]
    k = box.w / 720
    for hole in seen.holes:
        x, y = box.x + box.w - hole.x_mm * k, box.y + 8 + hole.y_mm * k
        shapes.append(Circle(x, y, 4, "steel"))
        if hole.id in drawing.numbers and seen.phase != "points":
            shapes.append(Text(x, y - 24, str(drawing.numbers[hole.id]), 19, "ink", True, "centre"))
        if hole.id in drawing.points and seen.phase == "points":
            shapes += [
                Circle(x, y, 11, "", "signal", 4),
                Text(x, y - 32, drawing.points[hole.id], 19, "ink", True, "centre"),
            ]
    return shapes, top + 234


def side(look: Look, seen: AssembleSeen) -> Parts:
    """The mentor, what is set, the pace, and the way on."""
    top = Rect(SIDE.x, SIDE.y, SIDE.w, 360)
    says = look.t(seen.message) if seen.message else look.t(f"assemble.message.{seen.phase}")
    shapes: list[Shape] = list(kit.card(top))
    shapes.append(Picture("mentor_karim", Rect(top.x + 16, top.y + 14, 92, 92)))
    name, _ = kit.paragraph(look, top.x + 122, top.y + 38, 200, look.t("assemble.karim"), 20, colour="steel", bold=True)
    words, _ = kit.paragraph(look, top.x + 22, top.y + 118, top.w - 44, says, 23)
    shapes += [*name, *words]
    nodes = [Node("mentor", "status", says, top, (), spoken=says)]
    card = Rect(SIDE.x, SIDE.y + 384, SIDE.w, 200)
    shapes += kit.card(card)
    shapes.append(Text(card.x + 22, card.y + 16, look.t("assemble.placed"), look.px(22), "steel", True))
    shapes.append(
        Text(
            card.x + 22,
            card.y + 44,
            look.t("assemble.placed_of", n=seen.placed, total=seen.total),
            look.px(36),
            "ink",
            True,
        )
    )
    share = max(0, seen.pace) / 1000
    if seen.pace >= 0:
        shapes.append(Text(card.x + 22, card.y + 112, look.t("assemble.pace"), look.px(20), "steel", True))
        shapes += [
            Box(Rect(card.x + 22, card.y + 150, card.w - 44, 16), "mist", 8),
            Box(Rect(card.x + 22, card.y + 150, max(16, (card.w - 44) * share), 16), "sky", 8),
        ]
    end = Rect(SIDE.x, SIDE.y + SIDE.h - 84, SIDE.w, 84)
    nodes.append(kit.button(look, "end", look.t("assemble.end"), end, style="primary", size=24))
    return shapes, nodes


def bench(look: Look, seen: AssembleSeen, mode: str, bar: Bar, drawing: Drawing) -> Screen:
    """The panel with its tray: the zones of rivets, and practice."""
    doc, doc_nodes = document(look, seen, drawing)
    right, right_nodes = side(look, seen)
    decor: list[Shape] = [*doc, *right, Box(TRAY, "ink", 26)]
    extra = hand(look, seen)
    decor += extra[0]
    nodes = [
        *bar[1],
        *doc_nodes,
        *holes(look, seen),
        *parts(look, seen, drawing),
        *fallen(look, seen),
        *tray(look, seen, mode),
        *extra[1],
        *right_nodes,
    ]
    return Screen(
        "bench",
        look.t("assemble.title"),
        tuple(nodes),
        backdrop(),
        (*decor, *bar[0]),
        say=look.t(f"assemble.message.{seen.phase}"),
    )


def first_of(nodes: list[Node]) -> str:
    """Where the focus begins: the part to fit, else the first hole of the zone, else the first tool."""
    for kind in ("turn:", "hole:", "tool:", "head:", "point:", "count"):
        for node in nodes:
            if node.id.startswith(kind) and node.actions:
                return node.id
    return ""


def fallen(look: Look, seen: AssembleSeen) -> list[Node]:
    """Things lying on the panel, own and foreign alike."""
    nodes = []
    for item in seen.fod:
        x, y = at(item.x_mm, item.y_mm)
        tone = {"copeau": "alu_light", "foret": "alu_dark", "chiffon": "paper", "film": "sky", "pencil": "amber"}.get(
            item.kind, "steel"
        )
        shape: tuple[Shape, ...] = (
            Circle(x + 2, y + 4, 14, "shadow", alpha=60),
            Box(Rect(x - 20, y - 8, 40, 16), tone, 6, "ink", 2),
            Line(((x - 12, y - 3), (x + 8, y - 3)), "white", 2),
        )
        name = look.t(f"assemble.thing.{item.kind}")
        nodes.append(Node(f"fod:{item.id}", "tool", name, Rect(x - 26, y - 26, 52, 52), shape, ("press",), spoken=name))
    return nodes


def parts(look: Look, seen: AssembleSeen, drawing: Drawing) -> list[Node]:
    """The part to pose before the rivets of its zone: turned, flipped, put."""
    name = {"A": "E12", "D": "D40"}.get(seen.phase, "")
    part = next((p for p in seen.parts if p.id == name and not p.fixed), None)
    if part is None:
        return []
    box = Rect(TRAY.x + 120, TOP + 90, 760, 380)
    shapes = (
        *kit.card(box),
        *_part_drawing(box.x + 170, box.y + 190, part.angle, part.face),
        *_seat(box.x + 400, box.y + 190, drawing.seats[name]),
    )
    words = look.t("assemble.part.refused" if part.refused else f"assemble.part.{name}")
    text, _ = kit.paragraph(look, box.x + 500, box.y + 24, 240, words, 22)
    nodes = [Node("part", "dialog", words, box, (*shapes, *text), (), spoken=words)]
    for n, (act, style) in enumerate((("turn", "plain"), ("flip", "plain"), ("fit", "dark"))):
        rect = Rect(box.x + 500, box.y + 170 + n * 70, 236, 64)
        nodes.append(
            kit.button(
                look,
                f"{act}:{name}",
                look.t(f"assemble.part.{act}"),
                rect,
                style=style,
                size=22,
                shortcut={"turn": "r", "flip": "f", "fit": "space"}[act],
            )
        )
    return nodes


def _part_drawing(x: float, y: float, angle: int, face: int) -> list[Shape]:
    """An L with one notch: eight poses that look different."""
    outline = [(-70, -70), (70, -70), (70, -20), (-20, -20), (-20, 70), (-46, 70), (-46, 44), (-70, 44)]
    if face:
        outline = [(-a, b) for a, b in outline]
    for _ in range(angle):
        outline = [(-b, a) for a, b in outline]
    points = tuple((x + a, y + b) for a, b in outline)
    return [
        Poly(tuple((a + 5, b + 8) for a, b in points), "shadow", 60),
        Poly(points, "alu_mid"),
        Line((*points, points[0]), "alu_dark", 4),
    ]


def _seat(x: float, y: float, pose: tuple[int, int]) -> list[Shape]:
    """The place on the panel, drawn as its outline."""
    line = _part_drawing(x, y, *pose)[-1]
    assert isinstance(line, Line)
    return [Box(Rect(x - 96, y - 96, 192, 192), "primer", 18), Line(line.points, "ink", 4, dashed=True)]


def hand(look: Look, seen: AssembleSeen) -> Parts:
    """The rivet in hand, and what the gauges show, in a card under the mentor."""
    box = Rect(SIDE.x, SIDE.y + 604, SIDE.w, 200)
    shapes: list[Shape] = [*kit.card(box)]
    nodes: list[Node] = []
    if seen.hand is not None:
        h = seen.hand
        x, y = box.x + 70, box.y + 30
        tilt = 14 if h.bend_mdeg else 0
        fill = LOOKS[h.look][0]
        length = h.length_mm * 11
        shapes += [
            Box(Rect(x - 30, y, 60, 22), fill, 8, "alu_dark", 2),
            Poly(
                (
                    (x - 14, y + 22),
                    (x + 14, y + 22),
                    (x + 14 + tilt, y + 22 + length),
                    (x - 14 + tilt, y + 22 + length),
                ),
                "alu_mid",
            ),
        ]
        if h.nick:
            shapes.append(Poly(((x + 12, y - 2), (x + 30, y - 2), (x + 22, y + 12)), "ink"))
        words = look.t("assemble.in_hand", rivet=look.t(f"assemble.rivet.{h.look}"), lot=h.lot)
        text, _ = kit.paragraph(look, box.x + 130, box.y + 20, box.w - 145, words, 21, bold=True)
        shapes += text
        spoken = (
            words
            + (" " + look.t("assemble.bent") if h.bend_mdeg else "")
            + (" " + look.t("assemble.nicked") if h.nick else "")
        )
        nodes.append(Node("hand", "status", words, box, (), spoken=spoken))
        nodes.append(
            kit.button(
                look,
                "reject",
                look.t("assemble.reject"),
                Rect(box.x + 126, box.y + 122, box.w - 142, 64),
                style="plain",
                size=20,
                shortcut="x",
            )
        )
    elif seen.gauge_hole:
        words = look.t("assemble.gauge", hole=seen.gauge_hole)
        shapes.append(Text(box.x + 20, box.y + 16, words, look.px(21), "ink", True))
        shapes += scale(box.x + 24, box.y + 90, box.w - 48, seen.gauge_um)
        low = seen.gauge_um // 200 * 200 / 1000
        said = look.t("assemble.gauge_said", low=kit.decimal(look, low), high=kit.decimal(look, low + 0.2))
        nodes.append(Node("gauge", "status", words, box, (), spoken=said))
    elif seen.check_hole:
        words = look.t(f"assemble.check.{seen.check_reading}", hole=seen.check_hole, calibre=seen.calibre)
        text, _ = kit.paragraph(look, box.x + 20, box.y + 20, box.w - 40, words, 22, bold=True)
        shapes += text
        nodes.append(Node("check", "status", words, box, (), spoken=words))
    else:
        text, _ = kit.paragraph(
            look, box.x + 20, box.y + 20, box.w - 40, look.t("assemble.empty_hand"), 21, colour="steel"
        )
        shapes += text
    return shapes, nodes


def scale(x: float, y: float, w: float, value_um: int) -> list[Shape]:
    """A ruler from 0 to 6 mm with a tick every 0.2 mm: the person reads it."""
    shapes: list[Shape] = [Box(Rect(x - 8, y - 10, w + 16, 74), "alu_light", 8)]
    for k in range(31):
        long = k % 5 == 0
        px = x + w * k / 30
        shapes.append(Line(((px, y), (px, y + (30 if long else 18))), "ink", 2))
        if long:
            shapes.append(Text(px, y + 34, str(k // 5), 20, "ink", True, "centre"))
    if value_um:
        px = x + w * value_um / 6000
        shapes += [
            Line(((px, y - 22), (px, y + 12)), "signal", 5),
            Poly(((px - 10, y - 26), (px + 10, y - 26), (px, y - 8)), "signal"),
        ]
    return shapes
