"""A place of the board at the end of a job: its tool on the hook, to be hung back, or an empty outline."""

from dataclasses import replace

from game.screen import kit
from game.screen.nodes import Box, Circle, Line, Node, Picture, Poly, Rect, Shape, Still, Text
from game.workshop.view_count import Peg
from game.workshop.words import WorkshopWords


def peg_node(look: WorkshopWords, peg: Peg, rect: Rect, asked: bool) -> Node:
    """A tool on its hook, a tool still to hang back (it lies low, with an arrow up), or an empty silhouette."""
    # Large words stand on two lines, and the tool takes what they leave.
    large = kit.large(look)
    foot = 104.0 if large else rect.h * 0.3
    size = kit.fitted(look, peg.name, 20 if large else kit.READ, (rect.w - 8, foot), True)
    if large:
        foot = 4 + look.line_height(size) * len(look.wrap(peg.name, size, rect.w - 8, True))
    top = rect.y + rect.h - foot
    middle = (rect.y + top) / 2 if large else rect.y + rect.h * 0.42
    k = min(0.72, rect.w / 172, (top - rect.y - 4) / 96) if large else min(0.72, rect.w / 172)
    shapes: list[Shape] = [Box(rect, "slate", 16, "signal" if asked else "rim", 5 if asked else 2), Circle(rect.centre[0], rect.y + 16, 6, "alu_mid", "ink", 2)]
    if peg.state == "hand":
        shapes.append(Box(Rect(rect.x + 4, top - 8 if large else rect.y + rect.h * 0.62, rect.w - 8, 6 if large else 10), "amber", 5))
    tool = peg.draw(0, 0, False)
    if peg.state == "gone":
        tool = [silhouette(s) for s in tool]
    shapes += [kit.scaled(s, k, rect.centre[0], middle) for s in tool]
    if peg.state == "hand":
        x, y = rect.x + rect.w - 24, rect.y + 30
        shapes += [Circle(x, y, 18, "ink"), Line(((x, y + 9), (x, y - 9)), "white", 4), Line(((x - 7, y - 2), (x, y - 9), (x + 7, y - 2)), "white", 4)]
    elif peg.state == "gone":
        # An empty place asks to be pressed as much as a tool that lies there does.
        x, y = rect.x + rect.w - 24, rect.y + 30
        shapes += [Circle(x, y, 18, "amber", "ink", 2), Text(x, y - 18, "?", 28, "ink", True, "centre")]
    shapes += _peg_words(look, peg, rect, top, size)
    id = {"hand": f"back:{peg.id}", "gone": f"gap:{peg.id}"}.get(peg.state, f"hung:{peg.id}")
    said = f"{peg.name}. {look.t(f'closing.peg.{peg.state}')}"
    return Node(id, "tool", peg.name, rect, tuple(shapes), () if peg.state == "board" else ("press",), spoken=said)


def _peg_words(look: WorkshopWords, peg: Peg, rect: Rect, top: float, size: float) -> list[Shape]:
    """The name of a tool from a height on, and below it what the mark above means, where the name leaves room for it."""
    means = {"hand": "closing.peg.out", "gone": "closing.peg.empty"}.get(peg.state, "")
    if kit.large(look) or not means:
        return list(kit.paragraph(look, rect.x + 4, top, rect.w - 8, peg.name, size, colour="white", bold=True, anchor="centre")[0])
    word, high = look.t(means), look.line_height(size) * len(look.wrap(peg.name, size, rect.w - 8, True))
    small = kit.fitted(look, word, kit.READ, (rect.w - 6, look.line_height(kit.READ)))
    low = rect.y + rect.h - look.line_height(small) - 8
    # A long name begins a little higher, never on the bar under its tool.
    top = max(rect.y + rect.h * 0.62 + 12, min(top, low - high))
    words, end = kit.paragraph(look, rect.x + 4, top, rect.w - 8, peg.name, size, colour="white", bold=True, anchor="centre")
    if end > low + 4:
        return list(words)
    return [*words, *kit.paragraph(look, rect.x + 3, low, rect.w - 6, word, small, colour="amber", anchor="centre")[0]]


def silhouette(shape: Shape) -> Shape:
    """The same outline in one flat grey: the place of a thing that is not there."""
    if isinstance(shape, Line | Text):
        return replace(shape, colour="alu_dark")
    if isinstance(shape, Picture):
        return replace(shape, alpha=60)
    if isinstance(shape, Poly):
        return replace(shape, fill="alu_dark", ramp=())
    if isinstance(shape, Still):
        return shape
    return replace(shape, fill="alu_dark" if shape.fill else "", stroke="alu_dark" if shape.stroke else "")
