"""The heads to control, the points of the plan, and the end of the job: count, search, sheet, signature."""

from game.mechanics.assemble import view_panel
from game.mechanics.assemble.seen import AssembleSeen, FieldSeen, HeadSeen
from game.mechanics.assemble.view import MIDDLE, Drawing
from game.mechanics.assemble.view_board import tool_drawing
from game.screen import kit
from game.screen.nodes import Box, Circle, Line, Node, Picture, Poly, Rect, Shape, Text
from game.screen.scene import Look

Parts = tuple[tuple[Shape, ...], tuple[Node, ...]]


def heads(look: Look, seen: AssembleSeen) -> Parts:
    """Sixteen heads of the morning team, seen near along four rows: left as they are, or marked to review."""
    shapes: list[Shape] = [Box(Rect(MIDDLE.x + 5, MIDDLE.y + 9, MIDDLE.w, MIDDLE.h), "shadow", 28, alpha=50)]
    shapes += [Box(MIDDLE, "primer_high", 26, to="primer")]
    for row in range(4):
        y = MIDDLE.y + 16 + row * 220
        shapes += [Box(Rect(MIDDLE.x + 16, y + 26, MIDDLE.w - 32, 166), "shadow", 10, alpha=26)]
        shapes += [Box(Rect(MIDDLE.x + 16, y + 20, MIDDLE.w - 32, 166), "primer_dark", 10, alpha=150), Box(Rect(MIDDLE.x + 16, y + 20, MIDDLE.w - 32, 5), "primer_light", 2)]
    return tuple(shapes), tuple(_head_node(look, head) for head in seen.heads)


def _head_node(look: Look, head: HeadSeen) -> Node:
    rect = Rect(MIDDLE.x + 24 + head.index % 4 * 240, MIDDLE.y + 18 + head.index // 4 * 220, 232, 204)
    shapes = _head(head.feature, rect.centre[0], rect.y + 100)
    if head.verdict:
        tone = "red" if head.verdict == "review" else "green"
        word = look.t(f"assemble.verdict.{head.verdict}")
        size = min(28.0, look.px(21))
        w = look.width(word, size / look.px(1), True) + 30
        shapes += [Box(rect, "", 18, "ink", 9), Box(rect, "", 18, "white", 5)]
        shapes += [Box(Rect(rect.centre[0] - w / 2, rect.y + rect.h - 44, w, 38), tone, 19, "white", 2)]
        shapes.append(Text(rect.centre[0], rect.y + rect.h - 44 + (38 - size * 1.28) / 2, word, size, "white", True, "centre"))
    name = look.t("assemble.head", n=head.index + 1)
    feature = look.t(f"assemble.feature.{head.feature or 'plain'}")
    return Node(f"head:{head.index}", "choice", name, rect, tuple(shapes), ("press",), value=head.verdict, spoken=f"{name} {feature}")


def _head(feature: str, x: float, y: float) -> list[Shape]:
    """A driven head from above and what is to be seen on it."""
    art = f"head_{feature}" if feature in ("cocked", "crushed", "gap") else "head"
    shapes: list[Shape] = [Picture(art, Rect(x - 66, y - 66, 132, 132))]
    if feature == "mark":
        shapes += [Line(((x - 88, y + 34), (x - 50, y + 66)), "primer_ink", 6), Line(((x - 84, y + 30), (x - 46, y + 62)), "alu_light", 3)]
    if feature == "reflection":
        shapes.append(Poly(((x - 34, y + 12), (x + 30, y - 18), (x + 36, y - 4), (x - 28, y + 26)), "white", 190))
    if feature == "drip":
        shapes += [Poly(((x + 62, y + 34), (x + 84, y + 34), (x + 73, y - 8)), "primer_dark"), Circle(x + 73, y + 38, 13, "primer_dark")]
        shapes += [Poly(((x + 65, y + 32), (x + 81, y + 32), (x + 73, y - 2)), "primer_light"), Circle(x + 73, y + 37, 10, "primer_light")]
    if feature == "pencil":
        shapes.append(Line(((x - 92, y - 46), (x - 72, y - 64), (x - 64, y - 44)), "ink", 3))
    return shapes


def points(look: Look, seen: AssembleSeen, chosen: str, drawing: Drawing) -> Parts:
    """Three points of the inside view to show on the panel: choose a point, then its hole."""
    nodes: list[Node] = []
    tray = Rect(500, 742, 1000, 278)
    says = look.t("assemble.points.help")
    size = kit.fitted(look, says, 22, (940, 64))
    words, _ = kit.paragraph(look, tray.x + 30, tray.y + 18, 940, says, size, colour="white")
    for n, point in enumerate(seen.points):
        rect = Rect(tray.x + 24 + n * 322, tray.y + 98, 306, 150)
        label = f"{point.id} : {point.value or '...'}"
        style = "primary" if point.id == chosen else "plain"
        state = ("checked",) if point.id == chosen else ()
        nodes.append(kit.button(look, f"point:{point.id}", label, rect, style=style, state=state, size=34, shortcut=str(n + 1)))
    live = view_panel.holes(look, seen, drawing.kept, all_live=True)
    return (Box(tray, "ink", 26), *words), (*live, *nodes)


COUNTED = {"bin1": "grey", "bin2": "minus", "bin3": "plus"}
LEFT = Rect(500, 118, 452, 902)
RIGHT = Rect(976, 118, 524, 470)
SHEET = Rect(976, 612, 524, 408)


def close(look: Look, seen: AssembleSeen) -> Parts:
    """What is left is counted, tools go back, the missing one is looked for, the sheet is filled and signed."""
    shapes: list[Shape] = [*kit.card(LEFT), *kit.card(RIGHT)]
    nodes: list[Node] = []
    shapes.append(_heading(look, LEFT, "assemble.close.count"))
    for n, item in enumerate(seen.counts):
        shapes += _counter(look, item, LEFT.y + 72 + n * 136, nodes)
    shapes.append(_heading(look, RIGHT, "assemble.close.board"))
    _board(look, seen, shapes, nodes)
    _search(look, seen, shapes, nodes)
    _sheet(look, seen, shapes, nodes)
    return tuple(shapes), tuple(nodes)


def _heading(look: Look, box: Rect, key: str, dy: float = 16) -> Text:
    text = look.t(key)
    size = min(34.0, look.px(24))
    while size > 16 and look.width(text, size / look.px(1), True) > box.w - 44:
        size -= 1
    return Text(box.x + 24, box.y + dy, text, size, "ink", True)


def _counter(look: Look, item: FieldSeen, y: float, nodes: list[Node]) -> list[Shape]:
    """One thing to count: what it looks like, less, how many, more."""
    name = look.t(f"assemble.count.{item.id}")
    x = LEFT.x + 20
    shapes: list[Shape] = [Box(Rect(x, y, LEFT.w - 40, 124), "cloud", 16)]
    if item.id in COUNTED:
        shapes += view_panel.rivet(x + 34, y + 38, 18, COUNTED[item.id])
    elif item.id == "tags":
        shapes.append(Picture("tag", Rect(x + 8, y + 16, 58, 44)))
    elif item.id == "red_box":
        shapes += [Poly(((x + 12, y + 28), (x + 56, y + 28), (x + 50, y + 58), (x + 18, y + 58)), "red"), Box(Rect(x + 9, y + 22, 50, 8), "red", 4)]
    else:
        shapes += [Box(Rect(x + 14, y + 18, 40, 40), "slate", 8), Box(Rect(x + 22, y + 34, 24, 8), "alu_light", 4)]
    size = kit.fitted(look, name, 21, (132, 108), True)
    words, _ = kit.paragraph(look, x + 72, y + 14, 132, name, size, bold=True)
    shapes += [*words, Text(x + 307, y + 36, item.value, 40, "ink", True, "centre")]
    for sign, dx in (("-", 208), ("+", 338)):
        label = f"{name} {item.value} : {look.t('assemble.less' if sign == '-' else 'assemble.more')}"
        rect = Rect(x + dx, y + 26, 68, 72)
        drawn: list[Shape] = [Box(rect, "white", 16, "alu_dark", 2), Box(Rect(rect.x + 20, rect.y + 32, 28, 7), "ink", 3)]
        if sign == "+":
            drawn.append(Box(Rect(rect.x + 30.5, rect.y + 21.5, 7, 28), "ink", 3))
        nodes.append(Node(f"count{sign}:{item.id}", "button", label, rect, tuple(drawn), ("press",), spoken=label))
    return shapes


def _board(look: Look, seen: AssembleSeen, shapes: list[Shape], nodes: list[Node]) -> None:
    taken = [t for t in seen.tools if t.taken and t.kind != "ppe"]
    for n, tool in enumerate(taken[:8]):
        rect = Rect(RIGHT.x + 20 + n % 4 * 122, RIGHT.y + 62 + n // 4 * 112, 116, 104)
        name = look.t(f"assemble.tool.{tool.id}")
        small = [kit.scaled(s, 0.5, rect.centre[0], rect.y + 36) for s in tool_drawing(tool.id, 0, 0, faded=False)]
        size = kit.fitted(look, name, 17, (110, 44), True)
        words, _ = kit.paragraph(look, rect.x + 3, rect.y + 60, 110, name, size, colour="white", bold=True, anchor="centre")
        nodes.append(Node(f"back:{tool.id}", "button", name, rect, (Box(rect, "slate", 14), *small, *words), ("press",), spoken=name))
    if not taken:
        text = look.t("assemble.close.all_back")
        shapes += kit.paragraph(look, RIGHT.x + 24, RIGHT.y + 90, RIGHT.w - 48, text, kit.fitted(look, text, 22, (476, 150)), colour="steel")[0]


def _search(look: Look, seen: AssembleSeen, shapes: list[Shape], nodes: list[Node]) -> None:
    shapes.append(_heading(look, RIGHT, "assemble.close.search", 292))
    for n, place in enumerate(seen.places):
        rect = Rect(RIGHT.x + 20 + n % 2 * 246, RIGHT.y + 332 + n // 2 * 68, 238, 64)
        done = place in seen.searched
        nodes.append(
            kit.button(
                look, f"search:{place}", look.t(f"assemble.place.{place}"), rect, style="dark" if done else "plain", size=20,
                state=("checked", "disabled") if done else (),
            )
        )


def _sheet(look: Look, seen: AssembleSeen, shapes: list[Shape], nodes: list[Node]) -> None:
    """A paper to fill in: a press writes the next value in a field."""
    shapes += kit.document(SHEET, look, look.t("assemble.close.sheet"))
    for n, entry in enumerate(seen.sheet):
        rect = Rect(SHEET.x + 20 + n % 2 * 246, SHEET.y + 86 + n // 2 * 76, 238, 68)
        name = look.t(f"assemble.sheet.{entry.id}")
        label = f"{name} : {entry.value or '...'}"
        drawn = kit.button(look, f"field:{entry.id}", label, rect, style="secondary", size=20)
        nodes.append(drawn)
    rect = Rect(SHEET.x + 20, SHEET.y + SHEET.h - 88, SHEET.w - 40, 72)
    nodes.append(kit.button(look, "sign", look.t("assemble.sign"), rect, style="dark", size=26, shortcut="s"))
