"""The shadow board: every tool, listed or not, and the protections; each drawn as what it is."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from game.screen import kit
from game.screen.nodes import Box, Circle, Line, Node, Poly, Rect, Shape, Text
from game.workshop.seen import ToolSeen, WorkshopSeen
from game.workshop.words import WorkshopWords

BOARD = Rect(500, 118, 1000, 902)


def prepare(look: WorkshopWords, seen: WorkshopSeen) -> tuple[tuple[Shape, ...], tuple[Node, ...]]:
    """Touch a tool to take it or hang it back; with the store chosen, to exchange it."""
    shapes: list[Shape] = [Box(Rect(BOARD.x + 5, BOARD.y + 9, BOARD.w, BOARD.h), "shadow", 28, alpha=50), Box(BOARD, "tarmac", 26)]
    shapes += [Circle(BOARD.x + 16 + 242 * k, BOARD.y + 16 + 216 * n, 4, "slate") for k in range(5) for n in range(5)]
    nodes: list[Node] = []
    for n, tool in enumerate(seen.tools):
        rect = Rect(BOARD.x + 24 + n % 4 * 242, BOARD.y + 24 + n // 4 * 216, 226, 200)
        nodes.append(_hook(look, tool, rect))
    return tuple(shapes), tuple(nodes)


def dated(tool: ToolSeen) -> str:
    """The date that is read on a tool: of its own label, or of the one that the store gave instead; "" for none."""
    return tool.renewed or tool.label


def _hook(look: WorkshopWords, tool: ToolSeen, rect: Rect) -> Node:
    """A tool on its shadow; once taken, the shadow alone is left, and a word says so: no tick, for any tool can be taken."""
    name = look.named("tool", tool.id, tool.draw)
    label = " " + look.t("label", date=dated(tool)) if dated(tool) else ""
    worn = "taken.worn" if tool.kind == "ppe" else "taken.short"
    taken = f" {look.t(worn)}." if tool.taken else ""
    shapes: list[Shape] = [Box(rect, "slate", 18, "mist" if tool.taken else "rim", 4 if tool.taken else 2)]
    shapes += _hung_large(look, tool, rect, name) if kit.large(look) else _hung(look, tool, rect, name)
    if tool.taken:
        shapes += _taken_mark(look, rect, look.t(worn))
    state = ("checked",) if tool.taken else ()
    return Node(f"tool:{tool.id}", "toggle", name, rect, tuple(shapes), ("press",), state=state, spoken=name + label + taken)


def _taken_mark(look: WorkshopWords, rect: Rect, words: str) -> list[Shape]:
    """« Pris », or « Sur vous », in a corner: where the thing is now; nothing is said to be right."""
    size = kit.fitted(look, words, kit.READ, (104, 34), True)
    wide = look.width(words, size, True) + 22
    plate = Rect(rect.x + 10 if kit.large(look) else rect.x + rect.w - wide - 10, rect.y + 10, wide, look.line_height(size) + 4)
    return [Box(plate, "mist", 10), Text(plate.centre[0], plate.centre[1] - look.px(size) * 0.62, words, look.px(size), "ink", True, "centre")]


def _hung(look: WorkshopWords, tool: ToolSeen, rect: Rect, name: str) -> list[Shape]:
    """The tool, the date on its label, and what it is called below."""
    shapes = tool_drawing(tool.draw, rect.x + 113, rect.y + 74, faded=tool.taken)
    if date := dated(tool):
        figures = look.px(23)
        wide = look.width(date, 23, True) + 22
        plate = Rect(rect.x + 113 - wide / 2, rect.y + 145 - figures * 1.3 - 6, wide, figures * 1.3 + 6)
        shapes += [Box(plate, "white", 6, "steel", 3)]
        shapes.append(Text(rect.x + 113, plate.y + 4, date, figures, "ink", True, "centre"))
    size = kit.fitted(look, name, kit.READ, (214, 56), True)
    words, _ = kit.paragraph(look, rect.x + 6, rect.y + 145, 214, name, size, colour="white", bold=True, anchor="centre")
    return [*shapes, *words]


def _hung_large(look: WorkshopWords, tool: ToolSeen, rect: Rect, name: str) -> list[Shape]:
    """The same with large words: the name takes up to two lines, the label one, the tool what they leave."""
    size = kit.fitted(look, name, 20, (rect.w - 4, 110), True)
    lines = look.wrap(name, size, rect.w - 4, True)
    top = rect.y + rect.h - 6 - look.line_height(size) * len(lines)
    date = dated(tool)
    figures = look.px(23) if date else 0.0
    plate = Rect(rect.centre[0] - 104, top - figures * 1.22, 208, figures * 1.22)
    high = plate.y - rect.y - 8
    shapes = [kit.scaled(s, min(0.9, high / 100), rect.centre[0], rect.y + 4 + high / 2) for s in tool_drawing(tool.draw, 0, 0, faded=tool.taken)]
    if date:
        shapes += [Box(plate, "white", 6, "steel", 3), Text(plate.centre[0], plate.y - 1, date, figures, "ink", True, "centre")]
    return [*shapes, *kit.paragraph(look, rect.x + 2, top, rect.w - 4, name, size, colour="white", bold=True, anchor="centre")[0]]


def tool_drawing(draw: str, x: float, y: float, *, faded: bool) -> list[Shape]:
    """A simple true outline of a tool; `faded`: its shadow alone. Raises KeyError for what is not in `TOOLS_DRAWN`."""
    return [_shadow(shape) for shape in _outlines(x, y)[draw]] if faded else [*_outlines(x, y)[draw]]


GONE = "alu_dark"
"""What the place of a tool is drawn in that is not there: it is seen on the dark of a board, and is no metal."""


def _shadow(shape: Shape) -> Shape:
    """A part of an outline without its colours: where a tool hung, an empty place is seen."""
    if isinstance(shape, Line):
        return replace(shape, colour=GONE)
    if isinstance(shape, (Box, Circle)):
        return replace(shape, fill=GONE, stroke=GONE if shape.stroke else "")
    return replace(shape, fill=GONE) if isinstance(shape, Poly) else shape


@lru_cache(maxsize=128)
def _outlines(x: float, y: float) -> Mapping[str, list[Shape]]:
    """Every tool at a place."""
    m, d = "alu_light", "alu_mid"
    bar: Shape = Box(Rect(x - 70, y - 9, 140, 18), m, 8)
    return {
        "squeezer": [Poly(((x - 74, y - 10), (x + 20, y - 10), (x + 60, y - 34), (x + 74, y - 34), (x + 74, y + 30), (x + 56, y + 30), (x + 20, y + 10), (x - 74, y + 10)), m), Poly(((x - 6, y + 10), (x + 22, y + 10), (x + 10, y + 52), (x - 14, y + 52)), "signal")],
        "pige": [bar, Box(Rect(x - 70, y - 9, 22, 44), d, 4), Box(Rect(x - 12, y - 22, 30, 44), d, 4)],
        "calibre": [Poly(((x - 50, y - 40), (x + 50, y - 40), (x + 50, y + 40), (x + 20, y + 40), (x + 20, y), (x - 20, y), (x - 20, y + 40), (x - 50, y + 40)), m)],
        "mallet": [Box(Rect(x - 8, y - 30, 16, 84), "amber", 6), Box(Rect(x - 46, y - 46, 92, 38), "paper", 10)],
        "mirror": [
            Line(((x - 40, y + 44), (x - 4, y + 24), (x + 6, y + 4)), m, 9), Line(((x - 58, y + 54), (x - 36, y + 42)), "sky", 15),
            Box(Rect(x - 20, y - 46, 80, 52), "sky", 12, m, 6), Line(((x, y - 10), (x + 22, y - 34)), "white", 7),
            Line(((x + 22, y - 8), (x + 38, y - 26)), "white", 5),
        ],
        "desk_lamp": [Box(Rect(x - 66, y + 38, 76, 14), d, 6), Line(((x - 28, y + 40), (x - 44, y - 6), (x + 4, y - 36)), m, 9), Circle(x - 44, y - 6, 8, d), Poly(((x - 6, y - 46), (x + 16, y - 44), (x + 58, y - 6), (x + 6, y + 12)), "signal"), Poly(((x + 58, y - 6), (x + 6, y + 12), (x + 36, y + 16)), "warm_light")],
        "lamp": [Box(Rect(x - 60, y - 14, 80, 28), "ink", 8, m, 3), Poly(((x + 20, y - 24), (x + 60, y - 36), (x + 60, y + 36), (x + 20, y + 24)), "amber")],
        "brush": [Box(Rect(x - 66, y - 8, 70, 16), "amber", 6), Box(Rect(x + 2, y - 26, 20, 52), d, 2), *[Line(((x + 22, y - 22 + 11 * k), (x + 60, y - 26 + 13 * k)), m, 4) for k in range(5)]],
        "wrench": [bar, Circle(x - 64, y, 26, d), Circle(x - 70, y, 12, "slate"), Circle(x + 64, y, 24, d), Circle(x + 64, y, 12, "slate")],
        "screwdriver": [Box(Rect(x - 66, y - 16, 62, 32), "red", 14), Box(Rect(x - 6, y - 5, 74, 10), m, 2)],
        "cutters": [Line(((x - 60, y + 40), (x + 20, y - 14)), "sky", 16), Line(((x - 60, y - 40), (x + 20, y + 14)), "sky", 16), Poly(((x + 10, y), (x + 60, y - 24), (x + 66, y), (x + 60, y + 24)), m)],
        "sealant_gun": [Box(Rect(x - 40, y - 26, 96, 34), "paper", 8), Poly(((x + 56, y - 20), (x + 80, y - 9), (x + 56, y + 2)), m), Poly(((x - 36, y + 8), (x - 8, y + 8), (x - 22, y + 52), (x - 48, y + 52)), d)],
        "paint_gloves": [Box(Rect(x - 44, y - 20, 56, 70), "sky", 18), *[Box(Rect(x - 44 + 15 * k, y - 50, 12, 44), "sky", 6) for k in range(4)], Box(Rect(x + 10, y - 4, 34, 16), "sky", 8)],
        "glasses": [Circle(x - 34, y, 28, "sky", m, 7), Circle(x + 34, y, 28, "sky", m, 7), Line(((x - 8, y), (x + 8, y)), m, 7)],
        "lens": [Line(((x + 12, y + 12), (x + 58, y + 50)), d, 14), Circle(x - 16, y - 12, 38, "sky", m, 8), Line(((x - 34, y - 22), (x - 20, y - 34)), "white", 5)],
        "rule": [Box(Rect(x - 76, y - 17, 152, 36), m, 4), *[Line(((x - 66 + 12 * k, y - 16), (x - 66 + 12 * k, y + (4 if k % 4 == 0 else -6))), "ink", 2) for k in range(12)], Circle(x + 66, y + 9, 5, "slate")],
        "marker": [Poly(((x - 60, y + 30), (x + 36, y - 32), (x + 52, y - 8), (x - 44, y + 54)), "white"), Poly(((x - 60, y + 30), (x - 44, y + 54), (x - 76, y + 58)), d), Line(((x + 18, y - 20), (x + 34, y + 4)), "ink", 5)],
        "scanner": [Poly(((x - 46, y - 40), (x + 26, y - 40), (x + 44, y - 20), (x + 44, y - 2), (x - 6, y), (x - 18, y + 52), (x - 48, y + 52), (x - 40, y), (x - 46, y - 2)), m), Box(Rect(x + 34, y - 34, 22, 26), "red", 5), Box(Rect(x - 34, y - 30, 42, 18), "ink", 4)],
        "scale": [Box(Rect(x - 62, y + 4, 124, 40), m, 8), Box(Rect(x - 46, y - 18, 92, 14), d, 4), Line(((x, y - 6), (x, y + 6)), d, 12), Box(Rect(x - 28, y + 12, 56, 22), "ink", 4)],
        "cutter": [Poly(((x - 66, y + 12), (x + 34, y - 28), (x + 46, y - 2), (x - 54, y + 38)), "amber"), Poly(((x + 34, y - 28), (x + 74, y - 36), (x + 46, y - 2)), m), Line(((x - 30, y + 10), (x + 8, y - 5)), "ink", 5)],
        "shoes": [*[Poly(((x - 60 + 24 * k, y - 34 + 14 * k), (x - 26 + 24 * k, y - 34 + 14 * k), (x - 18 + 24 * k, y - 2 + 14 * k), (x + 34 + 24 * k, y + 8 + 14 * k), (x + 36 + 24 * k, y + 26 + 14 * k), (x - 60 + 24 * k, y + 26 + 14 * k)), m if k else d) for k in range(2)], Box(Rect(x + 22, y + 22, 38, 18), "amber", 6)],
        "earplugs": [Line(((x - 40, y - 6), (x - 20, y + 36), (x + 20, y + 36), (x + 40, y - 6)), m, 4), Box(Rect(x - 54, y - 36, 28, 40), "signal", 13), Box(Rect(x + 26, y - 36, 28, 40), "signal", 13)],
    }  # fmt: skip
