"""Objects to judge, points of the plan to show, and the end of the job: count, search, sheet, signature."""

from collections.abc import Callable, Mapping, Sequence

from game.screen import kit
from game.screen.nodes import Box, Node, Picture, Poly, Rect, Shape, Text
from game.workshop.seen import FieldSeen, HeadSeen, WorkshopSeen
from game.workshop.view import MIDDLE, Parts
from game.workshop.view_board import tool_drawing
from game.workshop.words import WorkshopWords

Drawn = Callable[[str, float, float], list[Shape]]
"""An object to judge, with what is to be seen on it, drawn around a point."""
Counted = Mapping[str, tuple[str, Callable[[float, float], list[Shape]]]]
"""What a mechanic counts: item -> its name in words, and its drawing around a point."""


def heads(look: WorkshopWords, seen: WorkshopSeen, drawn: Drawn) -> Parts:
    """The objects of a block, seen near along four rows: left as they are, or marked to review."""
    shapes: list[Shape] = [Box(Rect(MIDDLE.x + 5, MIDDLE.y + 9, MIDDLE.w, MIDDLE.h), "shadow", 28, alpha=50)]
    shapes += [Box(MIDDLE, "primer_high", 26, to="primer")]
    for row in range(4):
        y = MIDDLE.y + 16 + row * 220
        shapes += [Box(Rect(MIDDLE.x + 16, y + 26, MIDDLE.w - 32, 166), "shadow", 10, alpha=26)]
        shapes += [Box(Rect(MIDDLE.x + 16, y + 20, MIDDLE.w - 32, 166), "primer_dark", 10, alpha=150), Box(Rect(MIDDLE.x + 16, y + 20, MIDDLE.w - 32, 5), "primer_light", 2)]
    return tuple(shapes), tuple(_head_node(look, head, drawn) for head in seen.heads)


def _head_node(look: WorkshopWords, head: HeadSeen, drawn: Drawn) -> Node:
    rect = Rect(MIDDLE.x + 24 + head.index % 4 * 240, MIDDLE.y + 18 + head.index // 4 * 220, 232, 204)
    shapes = drawn(head.feature, rect.centre[0], rect.y + 100)
    if head.verdict:
        tone = "red" if head.verdict == "review" else "green"
        word = look.t(f"verdict.{head.verdict}")
        size = min(28.0, look.px(21))
        w = look.width(word, size / look.px(1), True) + 30
        shapes += [Box(rect, "", 18, "ink", 9), Box(rect, "", 18, "white", 5)]
        shapes += [Box(Rect(rect.centre[0] - w / 2, rect.y + rect.h - 44, w, 38), tone, 19, "white", 2)]
        shapes.append(Text(rect.centre[0], rect.y + rect.h - 44 + (38 - size * 1.28) / 2, word, size, "white", True, "centre"))
    name = look.t("head", n=head.index + 1)
    feature = look.t(f"feature.{head.feature or 'plain'}")
    return Node(f"head:{head.index}", "choice", name, rect, tuple(shapes), ("press",), value=head.verdict, spoken=f"{name} {feature}")


def points(look: WorkshopWords, seen: WorkshopSeen, chosen: str, live: Sequence[Node]) -> Parts:
    """Points of the plan to show on the piece: choose a point, then its place among `live`."""
    nodes: list[Node] = []
    tray = Rect(500, 742, 1000, 278)
    says = look.t("points.help")
    size = kit.fitted(look, says, 22, (940, 64))
    words, _ = kit.paragraph(look, tray.x + 30, tray.y + 18, 940, says, size, colour="white")
    for n, point in enumerate(seen.points):
        w = 966 / max(3, len(seen.points))
        rect = Rect(tray.x + 24 + n * w, tray.y + 98, w - 16, 150)
        label = f"{point.id} : {point.value or '...'}"
        style = "primary" if point.id == chosen else "plain"
        state = ("checked",) if point.id == chosen else ()
        nodes.append(kit.button(look, f"point:{point.id}", label, rect, style=style, state=state, size=34, shortcut=str(n + 1)))
    return (Box(tray, "ink", 26), *words), (*live, *nodes)


LEFT = Rect(500, 118, 452, 902)
RIGHT = Rect(976, 118, 524, 470)
SHEET = Rect(976, 612, 524, 408)


def close(look: WorkshopWords, seen: WorkshopSeen, counted: Counted) -> Parts:
    """What is left is counted, tools go back, the missing one is looked for, the sheet is filled and signed."""
    shapes: list[Shape] = [*kit.card(LEFT), *kit.card(RIGHT)]
    nodes: list[Node] = []
    shapes.append(_heading(look, LEFT, "close.count"))
    for n, item in enumerate(seen.counts):
        high = 816 / max(6, len(seen.counts))
        shapes += _counter(look, item, (LEFT.y + 72 + n * high, high - 12), counted, nodes)
    shapes.append(_heading(look, RIGHT, "close.board"))
    _board(look, seen, shapes, nodes)
    _search(look, seen, shapes, nodes)
    _sheet(look, seen, shapes, nodes)
    return tuple(shapes), tuple(nodes)


def _heading(look: WorkshopWords, box: Rect, key: str, dy: float = 16) -> Text:
    text = look.t(key)
    size = min(34.0, look.px(24))
    while size > 16 and look.width(text, size / look.px(1), True) > box.w - 44:
        size -= 1
    return Text(box.x + 24, box.y + dy, text, size, "ink", True)


def _counter(look: WorkshopWords, item: FieldSeen, at: tuple[float, float], counted: Counted, nodes: list[Node]) -> list[Shape]:
    """One thing to count: what it looks like, less, how many, more; `at` is its top and how high it may be."""
    y, high = at
    name = counted[item.id][0] if item.id in counted else look.t(f"count.{item.id}")
    x = LEFT.x + 20
    shapes: list[Shape] = [Box(Rect(x, y, LEFT.w - 40, high), "cloud", 16)]
    if item.id in counted:
        shapes += counted[item.id][1](x + 34, y + 38)
    elif item.id == "tags":
        shapes.append(Picture("tag", Rect(x + 8, y + 16, 58, 44)))
    elif item.id == "red_box":
        shapes += [Poly(((x + 12, y + 28), (x + 56, y + 28), (x + 50, y + 58), (x + 18, y + 58)), "red"), Box(Rect(x + 9, y + 22, 50, 8), "red", 4)]
    else:
        shapes += [Box(Rect(x + 14, y + 18, 40, 40), "slate", 8), Box(Rect(x + 22, y + 34, 24, 8), "alu_light", 4)]
    size = kit.fitted(look, name, 21, (132, high - 16), True)
    words, _ = kit.paragraph(look, x + 72, y + 14, 132, name, size, bold=True)
    shapes += [*words, Text(x + 307, y + 36, item.value, 40, "ink", True, "centre")]
    for sign, dx in (("-", 208), ("+", 338)):
        label = f"{name} {item.value} : {look.t('less' if sign == '-' else 'more')}"
        rect = Rect(x + dx, y + 26, 68, 72)
        drawn: list[Shape] = [Box(rect, "white", 16, "alu_dark", 2), Box(Rect(rect.x + 20, rect.y + 32, 28, 7), "ink", 3)]
        if sign == "+":
            drawn.append(Box(Rect(rect.x + 30.5, rect.y + 21.5, 7, 28), "ink", 3))
        nodes.append(Node(f"count{sign}:{item.id}", "button", label, rect, tuple(drawn), ("press",), spoken=label))
    return shapes


def _board(look: WorkshopWords, seen: WorkshopSeen, shapes: list[Shape], nodes: list[Node]) -> None:
    taken = [t for t in seen.tools if t.taken and t.kind != "ppe"]
    for n, tool in enumerate(taken[:8]):
        rect = Rect(RIGHT.x + 20 + n % 4 * 122, RIGHT.y + 62 + n // 4 * 112, 116, 104)
        name = look.named("tool", tool.id, tool.draw)
        small = [kit.scaled(s, 0.5, rect.centre[0], rect.y + 36) for s in tool_drawing(tool.draw, 0, 0, faded=False)]
        size = kit.fitted(look, name, 17, (110, 44), True)
        words, _ = kit.paragraph(look, rect.x + 3, rect.y + 60, 110, name, size, colour="white", bold=True, anchor="centre")
        nodes.append(Node(f"back:{tool.id}", "button", name, rect, (Box(rect, "slate", 14), *small, *words), ("press",), spoken=name))
    if not taken:
        text = look.t("close.all_back")
        shapes += kit.paragraph(look, RIGHT.x + 24, RIGHT.y + 90, RIGHT.w - 48, text, kit.fitted(look, text, 22, (476, 150)), colour="steel")[0]


def _search(look: WorkshopWords, seen: WorkshopSeen, shapes: list[Shape], nodes: list[Node]) -> None:
    shapes.append(_heading(look, RIGHT, "close.search", 292))
    for n, place in enumerate(seen.places):
        rect = Rect(RIGHT.x + 20 + n % 2 * 246, RIGHT.y + 332 + n // 2 * 68, 238, 64)
        done = place in seen.searched
        nodes.append(
            kit.button(
                look, f"search:{place}", look.t(f"place.{place}"), rect, style="dark" if done else "plain", size=20,
                state=("checked", "disabled") if done else (),
            )
        )


def _sheet(look: WorkshopWords, seen: WorkshopSeen, shapes: list[Shape], nodes: list[Node]) -> None:
    """A paper to fill in: a press writes the next value in a field."""
    shapes += kit.document(SHEET, look, look.t("close.sheet"))
    for n, entry in enumerate(seen.sheet):
        rect = Rect(SHEET.x + 20 + n % 2 * 246, SHEET.y + 86 + n // 2 * 76, 238, 68)
        name = look.t(f"sheet.{entry.id}")
        label = f"{name} : {entry.value or '...'}"
        drawn = kit.button(look, f"field:{entry.id}", label, rect, style="secondary", size=20)
        nodes.append(drawn)
    rect = Rect(SHEET.x + 20, SHEET.y + SHEET.h - 88, SHEET.w - 40, 72)
    nodes.append(kit.button(look, "sign", look.t("sign"), rect, style="dark", size=26, shortcut="s"))
