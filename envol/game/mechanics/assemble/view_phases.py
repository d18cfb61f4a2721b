"""The other faces of the workshop: the lever, the board of tools, the heads, the control points, the end of the job."""

from envol.game import kit
from envol.game.mechanics.assemble.seen import AssembleSeen
from envol.game.mechanics.assemble.view import (
    PANEL,
    SIDE,
    Bar,
    Drawing,
    backdrop,
    document,
    first_of,
    hand,
    holes,
    rivet,
    side,
)
from envol.game.nodes import Box, Circle, Line, Node, Poly, Rect, Screen, Shape, Text
from envol.game.scene import Look

MIDDLE = Rect(500, 118, 1000, 902)
TRACK = Rect(1240, 230, 120, 640)


def frame(look: Look, seen: AssembleSeen, bar: Bar, drawing: Drawing, centre: tuple[list[Shape], list[Node]]) -> Screen:
    """Document at the left, mentor at the right, the work of the phase in the centre."""
    doc, doc_nodes = document(look, seen, drawing)
    right, right_nodes = side(look, seen)
    ground: tuple[Shape, ...] = (Box(Rect(0, 0, 1920, 1300), "cloud"),)
    decor = (*doc, *right, *centre[0], *bar[0])
    nodes = (*bar[1], *doc_nodes, *centre[1], *right_nodes)
    return Screen(
        seen.phase,
        look.t("assemble.title"),
        nodes,
        ground,
        decor,
        say=look.t(f"assemble.message.{seen.phase}"),
        focus_first=first_of(list(nodes)),
    )


def lever(look: Look, seen: AssembleSeen, bar: Bar) -> Screen:
    """The rivet from the side between two lines, and the lever that forms its head."""
    v = seen.lever
    box = Rect(560, 150, 880, 830)
    decor: list[Shape] = [
        *kit.card(box),
        Text(box.x + 40, box.y + 26, look.t("assemble.lever.title", hole=v.hole), look.px(30), "ink", True),
    ]
    decor += _side_of_rivet(box.x + 330, box.y + 470, seen)
    decor += [
        Box(TRACK, "mist", 40),
        Line(((TRACK.x + 60, TRACK.y + 40), (TRACK.x + 60, TRACK.y + TRACK.h - 40)), "alu_dark", 8),
    ]
    y = TRACK.y + 50 + v.x * (TRACK.h - 100) / 1000
    handle = Rect(TRACK.x - 20, y - 46, 160, 92)
    grip: tuple[Shape, ...] = (
        Box(Rect(handle.x + 4, handle.y + 8, handle.w, handle.h), "shadow", 24, alpha=60),
        Box(handle, "amber", 24, "ink", 3),
        *[
            Line(((handle.x + 30, handle.y + 28 + 18 * k), (handle.x + 130, handle.y + 28 + 18 * k)), "ink", 4)
            for k in range(3)
        ],
    )
    live = ("modal",)
    words = look.t("assemble.lever.handle")
    state = look.t("assemble.lever.above", mm=kit.decimal(look, max(0, v.h_um - v.target_um) / 1000))
    nodes = [
        Node(n.id, n.role, n.name, n.rect, n.shapes, n.actions, state=live, spoken=n.spoken, shortcut=n.shortcut)
        for n in bar[1]
    ]
    nodes.append(
        Node("handle", "handle", words, handle, grip, ("drag",), state=live, value=str(v.x), spoken=f"{words} {state}")
    )
    for n, (id, style) in enumerate((("less", "plain"), ("more", "plain"), ("jaw", "plain"), ("release", "primary"))):
        rect = Rect(box.x + 40 + n % 2 * 280, box.y + box.h - 180 + n // 2 * 84, 264, 68)
        nodes.append(
            kit.button(
                look,
                id,
                look.t(f"assemble.lever.{id}"),
                rect,
                style=style,
                size=22,
                state=live,
                shortcut={"jaw": "r"}.get(id, ""),
            )
        )
    help_text, _ = kit.paragraph(look, box.x + 40, box.y + 84, 560, look.t("assemble.lever.help"), 22, colour="steel")
    right, right_nodes = side(look, seen)
    decor += help_text
    nodes += [n for n in right_nodes if n.id != "end"]
    return Screen(
        "lever",
        look.t("assemble.title"),
        tuple(nodes),
        backdrop(),
        (*right, *decor, *bar[0]),
        say=look.t("assemble.lever.help"),
        focus_first="release",
    )


def _side_of_rivet(x: float, base: float, seen: AssembleSeen) -> list[Shape]:
    """Plates, shank and head between the two lines of a good height. 1 mm is 60 units."""
    v, k = seen.lever, 60.0
    shapes: list[Shape] = [
        Box(Rect(x - 240, base, 480, 46), "primer", 4),
        Box(Rect(x - 240, base + 46, 480, 40), "alu_mid", 4),
    ]
    h = v.h_um / 1000 * k
    spread = 1 + max(0, v.start_um - v.h_um) / 2600
    w = 44 * min(2.1, spread)
    shapes.append(Box(Rect(x - 22, base - 2, 44, 90), "alu_dark"))
    shapes.append(
        Box(
            Rect(x - w, base - h, 2 * w, max(6, h)),
            "alu_light",
            min(w, h) * (0.5 if spread > 1.2 else 0.1),
            "alu_dark",
            3,
        )
    )
    shapes.append(Box(Rect(x - w * 0.6, base - h + 6, w * 0.5, max(4, h * 0.25)), "white", 6, alpha=170))
    for limit in (v.target_um - v.tolerance_um, v.target_um + v.tolerance_um):
        y = base - limit / 1000 * k
        shapes.append(Line(((x - 200, y), (x + 200, y)), "signal", 4))
    jaw = base - h - 30 - max(0, 200 - v.f) * 0.4
    shapes += [Box(Rect(x - 90, jaw - 60, 180, 76), "steel", 10), Box(Rect(x - 60, base + 92, 120, 60), "steel", 10)]
    arrows = ((0, -1), (1, 0), (0, 1), (-1, 0))
    dx, dy = arrows[v.jaw]
    shapes.append(Line(((x + dx * 150, base + 120 + dy * 20), (x + dx * 70, base + 120 + dy * 6)), "ink", 10))
    return shapes


def prepare(look: Look, seen: AssembleSeen) -> tuple[list[Shape], list[Node]]:
    """The shadow board: every tool, listed or not, and the protections."""
    shapes: list[Shape] = [Box(MIDDLE, "tarmac", 26)]
    nodes: list[Node] = []
    for n, tool in enumerate(seen.tools):
        rect = Rect(MIDDLE.x + 24 + n % 4 * 242, MIDDLE.y + 24 + n // 4 * 216, 226, 200)
        name = look.t(f"assemble.tool.{tool.id}")
        spoken = (
            name
            + (" " + look.t("assemble.label", date=tool.label) if tool.label else "")
            + (" " + look.t("assemble.taken") if tool.taken else "")
        )
        look_of: list[Shape] = [Box(rect, "slate", 18, "primer" if tool.taken else "", 5 if tool.taken else 0)]
        look_of += tool_drawing(tool.id, rect.x + 113, rect.y + 74, faded=tool.taken)
        if tool.label:
            look_of += [
                Box(Rect(rect.x + 60, rect.y + 112, 106, 32), "white", 6),
                Text(rect.x + 113, rect.y + 116, tool.label, 22, "red", True, "centre"),
            ]
        for k, line in enumerate(look.wrap(name, 20, 214, True)[:2]):
            look_of.append(
                Text(rect.x + 113, rect.y + 146 + 25 * k, line, min(24, look.px(20)), "white", True, "centre")
            )
        if tool.taken:
            look_of += kit.check_mark(rect.x + 200, rect.y + 26, 18)
        nodes.append(
            Node(
                f"tool:{tool.id}",
                "toggle",
                name,
                rect,
                tuple(look_of),
                ("press",),
                state=("checked",) if tool.taken else (),
                spoken=spoken,
            )
        )
        if tool.label:
            swap = Rect(MIDDLE.x + 508, MIDDLE.y + MIDDLE.h - 92, 468, 70)
            nodes.append(
                kit.button(
                    look,
                    f"exchange:{tool.id}",
                    look.t("assemble.exchange", tool=name),
                    swap,
                    style="plain",
                    size=22,
                    shortcut="w",
                )
            )
    return shapes, nodes


def tool_drawing(id: str, x: float, y: float, *, faded: bool) -> list[Shape]:
    """A simple true outline of each tool."""
    m, d = ("alu_dark", "steel") if faded else ("alu_light", "alu_mid")
    bar: Shape = Box(Rect(x - 70, y - 9, 140, 18), m, 8)
    drawings: dict[str, list[Shape]] = {
        "squeezer": [Poly(((x - 74, y - 10), (x + 20, y - 10), (x + 60, y - 34), (x + 74, y - 34), (x + 74, y + 30), (x + 56, y + 30), (x + 20, y + 10), (x - 74, y + 10)), m), Poly(((x - 6, y + 10), (x + 22, y + 10), (x + 10, y + 52), (x - 14, y + 52)), "signal")],
        "pige": [bar, Box(Rect(x - 70, y - 9, 22, 44), d, 4), Box(Rect(x - 12, y - 22, 30, 44), d, 4)],
        "calibre": [Poly(((x - 50, y - 40), (x + 50, y - 40), (x + 50, y + 40), (x + 20, y + 40), (x + 20, y), (x - 20, y), (x - 20, y + 40), (x - 50, y + 40)), m)],
        "mallet": [Box(Rect(x - 8, y - 30, 16, 84), "amber", 6), Box(Rect(x - 46, y - 46, 92, 38), "paper", 10)],
        "mirror": [Line(((x + 10, y + 10), (x + 60, y + 52)), m, 10), Circle(x - 14, y - 14, 36, "sky", m, 8)],
        "lamp": [Box(Rect(x - 60, y - 14, 80, 28), "ink", 8, m, 3), Poly(((x + 20, y - 24), (x + 60, y - 36), (x + 60, y + 36), (x + 20, y + 24)), "amber")],
        "brush": [Box(Rect(x - 66, y - 8, 70, 16), "amber", 6), Box(Rect(x + 2, y - 26, 20, 52), d, 2), *[Line(((x + 22, y - 22 + 11 * k), (x + 60, y - 26 + 13 * k)), m, 4) for k in range(5)]],
        "wrench": [bar, Circle(x - 64, y, 26, d), Circle(x - 70, y, 12, "slate"), Circle(x + 64, y, 24, d), Circle(x + 64, y, 12, "slate")],
        "screwdriver": [Box(Rect(x - 66, y - 16, 62, 32), "red", 14), Box(Rect(x - 6, y - 5, 74, 10), m, 2)],
        "cutters": [Line(((x - 60, y + 40), (x + 20, y - 14)), "sky", 16), Line(((x - 60, y - 40), (x + 20, y + 14)), "sky", 16), Poly(((x + 10, y), (x + 60, y - 24), (x + 66, y), (x + 60, y + 24)), m)],
        "sealant_gun": [Box(Rect(x - 40, y - 26, 96, 34), "paper", 8), Poly(((x + 56, y - 20), (x + 80, y - 9), (x + 56, y + 2)), m), Poly(((x - 36, y + 8), (x - 8, y + 8), (x - 22, y + 52), (x - 48, y + 52)), d)],
        "paint_gloves": [Box(Rect(x - 44, y - 20, 56, 70), "sky", 18), *[Box(Rect(x - 44 + 15 * k, y - 50, 12, 44), "sky", 6) for k in range(4)], Box(Rect(x + 10, y - 4, 34, 16), "sky", 8)],
        "glasses": [Circle(x - 34, y, 28, "sky", m, 7), Circle(x + 34, y, 28, "sky", m, 7), Line(((x - 8, y), (x + 8, y)), m, 7)],
        "earplugs": [Line(((x - 40, y - 6), (x - 20, y + 36), (x + 20, y + 36), (x + 40, y - 6)), m, 4), Box(Rect(x - 54, y - 36, 28, 40), "signal", 13), Box(Rect(x + 26, y - 36, 28, 40), "signal", 13)],
    }  # fmt: skip
    return drawings.get(id, [bar])


def heads(look: Look, seen: AssembleSeen) -> tuple[list[Shape], list[Node]]:
    """Sixteen heads of the morning team, seen near: conforming, or to review."""
    shapes: list[Shape] = [Box(MIDDLE, "primer_dark", 26)]
    nodes: list[Node] = []
    for head in seen.heads:
        rect = Rect(MIDDLE.x + 20 + head.index % 4 * 242, MIDDLE.y + 18 + head.index // 4 * 218, 230, 206)
        x, y = rect.x + 115, rect.y + 84
        drawn: list[Shape] = [Box(rect, "primer", 14), *_head(head.feature, x, y)]
        if head.verdict:
            word = look.t(f"assemble.verdict.{head.verdict}")
            tone = "green" if head.verdict == "ok" else "amber"
            drawn += [
                Box(Rect(rect.x + 20, rect.y + 158, 190, 38), tone, 19),
                Text(
                    x, rect.y + 164, word, min(24, look.px(20)), "white" if tone == "green" else "ink", True, "centre"
                ),
            ]
        name = look.t("assemble.head", n=head.index + 1)
        feature = look.t(f"assemble.feature.{head.feature or 'plain'}")
        nodes.append(
            Node(
                f"head:{head.index}",
                "choice",
                name,
                rect,
                tuple(drawn),
                ("press",),
                value=head.verdict,
                spoken=f"{name} {feature}",
            )
        )
    return shapes, nodes


def _head(feature: str, x: float, y: float) -> list[Shape]:
    """A driven head from above and what is to be seen on it."""
    r = 46.0
    shift = 12 if feature == "cocked" else 0
    size = r * (1.3 if feature == "crushed" else 1)
    shapes: list[Shape] = [Circle(x + 4, y + 7, size, "shadow", alpha=70)]
    if feature == "gap":
        shapes.append(Circle(x, y, size + 9, "tarmac"))
    shapes += [Circle(x, y, size, "alu_mid", "alu_dark", 3), Circle(x + shift, y - shift / 2, size * 0.66, "alu_light")]
    shapes.append(Circle(x - 14 + shift, y - 16, 8, "white", alpha=200))
    if feature == "mark":
        shapes += [
            Line(((x - 66, y + 44), (x - 34, y + 62)), "steel", 6),
            Line(((x - 60, y + 36), (x - 28, y + 54)), "steel", 4),
        ]
    if feature == "reflection":
        shapes.append(Poly(((x - 30, y + 6), (x + 28, y - 20), (x + 32, y - 8), (x - 26, y + 18)), "white", 170))
    if feature == "drip":
        shapes += [
            Circle(x + 58, y + 34, 11, "primer_light"),
            Poly(((x + 50, y + 30), (x + 66, y + 30), (x + 58, y + 6)), "primer_light"),
        ]
    if feature == "pencil":
        shapes.append(Line(((x - 72, y - 40), (x - 52, y - 58), (x - 46, y - 38)), "ink", 3))
    if feature == "crushed":
        shapes.append(Circle(x, y, size * 0.84, "", "alu_dark", 3))
    return shapes


def points(look: Look, seen: AssembleSeen, chosen: str) -> tuple[list[Shape], list[Node]]:
    """Three points of the inside view to show on the panel: choose a point, then its hole."""
    nodes: list[Node] = []
    shapes: list[Shape] = list(backdrop()[1:])
    for n, point in enumerate(seen.points):
        rect = Rect(MIDDLE.x + 20 + n * 322, 740, 306, 84)
        label = f"{point.id} : {point.value or '...'}"
        state = ("checked",) if point.id == chosen else ()
        nodes.append(
            kit.button(look, f"point:{point.id}", label, rect, style="dark" if state else "plain", state=state, size=26)
        )
    live = [Node(n.id, n.role, n.name, n.rect, n.shapes, ("press",), spoken=n.spoken) for n in holes(look, seen)]
    return shapes, [*live, *nodes]


def close(look: Look, seen: AssembleSeen) -> tuple[list[Shape], list[Node]]:
    """Count, search, sheet, signature."""
    shapes: list[Shape] = [*kit.card(MIDDLE)]
    nodes: list[Node] = []
    y = MIDDLE.y + 18
    shapes.append(Text(MIDDLE.x + 24, y, look.t("assemble.close.count"), look.px(24), "ink", True))
    for n, item in enumerate(seen.counts):
        x, top = MIDDLE.x + 24 + n % 3 * 322, y + 44 + n // 3 * 84
        name = look.t(f"assemble.count.{item.id}")
        shapes += [
            Box(Rect(x, top, 306, 72), "cloud", 14),
            Text(x + 212, top + 20, item.value, 30, "ink", True, "centre"),
        ]
        for k, line in enumerate(look.wrap(name, 20 / look.comfort.text_scale, 108, True)[:3]):
            shapes.append(Text(x + 12, top + 8 + 22 * k, line, 20, "ink", True))
        for sign, dx in (("-", 122), ("+", 238)):
            label = f"{name} {item.value} : {look.t('assemble.less' if sign == '-' else 'assemble.more')}"
            rect = Rect(x + dx, top + 4, 64, 64)
            drawn = (
                Box(Rect(rect.x + 4, rect.y + 20, 52, 40), "white", 10, "mist", 2),
                Text(rect.x + 30, rect.y + 20, sign, 32, "ink", True, "centre"),
            )
            nodes.append(Node(f"count{sign}:{item.id}", "button", label, rect, drawn, ("press",), spoken=label))
    y += 226
    shapes.append(Text(MIDDLE.x + 24, y, look.t("assemble.close.board"), look.px(24), "ink", True))
    taken = [t for t in seen.tools if t.taken and t.kind != "ppe"]
    for n, tool in enumerate(taken[:8]):
        rect = Rect(MIDDLE.x + 24 + n % 4 * 240, y + 40 + n // 4 * 72, 228, 64)
        nodes.append(
            kit.button(look, f"back:{tool.id}", look.t(f"assemble.tool.{tool.id}"), rect, style="plain", size=20)
        )
    if not taken:
        shapes.append(Text(MIDDLE.x + 24, y + 50, look.t("assemble.close.all_back"), look.px(22), "steel"))
    y += 196
    shapes.append(Text(MIDDLE.x + 24, y, look.t("assemble.close.search"), look.px(24), "ink", True))
    for n, place in enumerate(seen.places):
        rect = Rect(MIDDLE.x + 24 + n * 240, y + 40, 228, 64)
        done = ("checked", "disabled") if place in seen.searched else ()
        nodes.append(
            kit.button(
                look,
                f"search:{place}",
                look.t(f"assemble.place.{place}"),
                rect,
                style="dark" if done else "plain",
                size=20,
                state=done,
            )
        )
    y += 124
    shapes.append(Text(MIDDLE.x + 24, y, look.t("assemble.close.sheet"), look.px(24), "ink", True))
    for n, entry in enumerate(seen.sheet):
        rect = Rect(MIDDLE.x + 24 + n % 3 * 322, y + 40 + n // 3 * 80, 306, 70)
        label = f"{look.t(f'assemble.sheet.{entry.id}')} : {entry.value or '...'}"
        nodes.append(kit.button(look, f"field:{entry.id}", label, rect, style="plain", size=20))
    rect = Rect(MIDDLE.x + 24 + 2 * 322, y + 120, 306, 70)
    nodes.append(kit.button(look, "sign", look.t("assemble.sign"), rect, style="dark", size=24, shortcut="s"))
    return shapes, nodes


def dialog(look: Look, title: str, options: tuple[tuple[str, str], ...]) -> tuple[tuple[Shape, ...], tuple[Node, ...]]:
    """A question over the bench: only its answers can be reached."""
    box = Rect(560, 260, 800, 130 + 86 * len(options))
    shapes: list[Shape] = [Box(Rect(0, 0, 1920, 1300), "ink", alpha=150), *kit.card(box)]
    text, _ = kit.paragraph(look, box.x + 40, box.y + 30, box.w - 80, title, 26, bold=True)
    nodes = [Node("dialog", "dialog", title, box, (*shapes, *text), (), spoken=title)]
    for n, (id, label) in enumerate(options):
        rect = Rect(box.x + 40, box.y + 110 + 86 * n, box.w - 80, 72)
        nodes.append(kit.button(look, id, label, rect, style="plain", size=24, state=("modal",)))
    return (), tuple(nodes)


__all__ = ["PANEL", "SIDE", "close", "dialog", "frame", "hand", "heads", "lever", "points", "prepare", "rivet"]
