"""Objects to judge, and points of the plan to show."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from game.screen import kit
from game.screen.nodes import Box, Circle, Node, Rect, Shape, Text
from game.workshop import view_bench
from game.workshop.seen import HeadSeen, WorkshopSeen
from game.workshop.view import MIDDLE, Parts
from game.workshop.words import WorkshopWords

APART = 16.0
"""What lies between one row of objects and the next."""
POINT = 24.0
"""The size of a point's name on the piece."""
NAMED = 44.0
"""How far a place's own name goes at its right."""
DrawThing = Callable[[str, float, float], list[Shape]]
"""An object to judge, with what is to be seen on it, drawn around a point."""
Bed = Callable[[int], list[Shape]]
"""What so many rows of objects lie on."""


def heads(
    look: WorkshopWords, seen: WorkshopSeen, drawn: DrawThing, *, bed: Bed | None = None, top: float = MIDDLE.y,
    high: float = 204.0,
) -> Parts:  # fmt: skip
    """The objects of a block, seen near, four a row: left as they are, or marked to review; `bed` is what they lie on.

    `high`: how high the place of each is.
    """
    rows = -(-len(seen.heads) // 4)
    shapes = (bed or primed)(rows)
    return tuple(shapes), tuple(_head_node(look, head, drawn, top, high) for head in seen.heads)


def primed(rows: int) -> list[Shape]:
    """A panel in primer with a rail a row."""
    panel = Rect(MIDDLE.x, MIDDLE.y, MIDDLE.w, MIDDLE.h - 220 * (4 - rows))
    shapes: list[Shape] = [Box(Rect(panel.x + 5, panel.y + 9, panel.w, panel.h), "shadow", 28, alpha=50)]
    shapes += [Box(panel, "primer_high", 26, to="primer")]
    for row in range(rows):
        y = MIDDLE.y + 16 + row * 220
        shapes += [Box(Rect(MIDDLE.x + 16, y + 26, MIDDLE.w - 32, 166), "shadow", 10, alpha=26)]
        shapes += [Box(Rect(MIDDLE.x + 16, y + 20, MIDDLE.w - 32, 166), "primer_dark", 10, alpha=150), Box(Rect(MIDDLE.x + 16, y + 20, MIDDLE.w - 32, 5), "primer_light", 2)]
    return shapes


def _head_node(look: WorkshopWords, head: HeadSeen, drawn: DrawThing, top: float, high: float) -> Node:
    rect = Rect(MIDDLE.x + 24 + head.index % 4 * 240, top + 18 + head.index // 4 * (high + APART), 232, high)
    shapes = drawn(head.feature, rect.centre[0], rect.y + high / 2 - 2)
    word = look.t(f"verdict.{head.verdict}") if head.verdict else ""
    if word:
        tone = "red" if head.verdict == "review" else "green"
        size = min(28.0, look.px(21))
        w = look.width(word, size / look.px(1), True) + 30
        shapes += [Box(rect, "", 18, "ink", 9), Box(rect, "", 18, "white", 5)]
        shapes += [Box(Rect(rect.centre[0] - w / 2, rect.y + rect.h - 44, w, 38), tone, 19, "white", 2)]
        shapes.append(Text(rect.centre[0], rect.y + rect.h - 44 + (38 - size * 1.28) / 2, word, size, "white", True, "centre"))
    name = look.t("head", n=head.index + 1)
    feature = look.t(f"feature.{head.feature or 'plain'}")
    said = f"{name} {feature}" + (f". {word}." if word else "")
    return Node(f"head:{head.index}", "choice", name, rect, tuple(shapes), ("press",), value=head.verdict, spoken=said)


def points(look: WorkshopWords, seen: WorkshopSeen, chosen: str, live: Sequence[Node]) -> Parts:
    """Points of the plan to show on the piece: choose a point, then its place among `live`."""
    nodes: list[Node] = []
    tray = view_bench.TRAY
    room = tray.w - 48
    # Large words are the mentor's to say, page after page: the points have the tray.
    large = kit.large(look)
    says = "" if large else look.t("points.help")
    size = kit.fitted(look, says, 24, (room, 90))
    words, _ = kit.paragraph(look, tray.x + 24, tray.y + 12, room, says, size, colour="white") if says else ((), 0.0)
    top, high = (24.0, 186.0) if large else (108.0, 112.0)
    for n, point in enumerate(seen.points):
        w = (room + 12) / max(3, len(seen.points))
        rect = Rect(tray.x + 24 + n * w, tray.y + top, w - 12, high)
        label = f"{point.id} : {point.value or '...'}"
        style = "primary" if point.id == chosen else "plain"
        state = ("checked",) if point.id == chosen else ()
        nodes.append(kit.button(look, f"point:{point.id}", label, rect, style=style, state=state, size=34, shortcut=str(n + 1)))
    said = {point.value: point.id for point in seen.points if point.value}
    return (Box(tray, "ink", 26), *words), (*(_pointed(look, node, said, live) for node in live), *nodes)


def _pointed(look: WorkshopWords, node: Node, said: Mapping[str, str], live: Sequence[Node]) -> Node:
    """A place of the piece with the point that was shown there: a ring and its name, neither right nor wrong."""
    point = said.get(node.id.partition(":")[2], "")
    if not point:
        return node
    x, y = node.rect.centre
    high = look.line_height(POINT)
    w = look.width(point, POINT, True) + 20
    places = (
        Rect(x + dx * (28 + w / 2) - w / 2, y + dy * (28 + high / 2) - high / 2, w, high)
        for dx, dy in ((0, -1), (0, 1), (-1, 0), (1, 0), (-1, -1), (1, -1), (-1, 1), (1, 1))
    )
    # Where it hides least of its neighbours, and of the names that stand beside them.
    others = [Rect(n.rect.x, n.rect.y, n.rect.w + NAMED, n.rect.h) for n in live if n is not node]
    plate = min(places, key=lambda place: sum(place.shared(other) for other in others))
    ring = (Circle(x, y, 24, "", "ink", 8), Circle(x, y, 24, "", "white", 4))
    name = (Box(plate, "ink", 12, "white", 2), Text(plate.centre[0], plate.y + 1, point, look.px(POINT), "white", True, "centre"))
    return replace(node, shapes=(*node.shapes, *ring, *name), spoken=f"{node.spoken}, {point}")
