"""The sheet of the end of a job as an object: paper under the clip of a board, ruled by hand, stamped once it is signed."""

from game.screen import kit
from game.screen.motion import NOTHING, Edit, Play, eased
from game.screen.nodes import Box, Circle, Line, Poly, Rect, Shape, Text
from game.workshop.words import WorkshopWords

EDGE = 12.0
"""How far the board goes beyond its paper."""
HEAD = 75.0
"""Where the line under the title of the sheet is, from the top of the paper."""
STAMP_MS, TOUCHES, LIFTS = 480, 160, 260
"""ms until the stamp is gone; it touches the paper, and goes up again."""
PRINT = 46.0
"""How large what it leaves is."""
STEPS = 6
"""Sizes between far and near: few, so that few drawings are made."""


def clipboard(look: WorkshopWords, sheet: Rect, title: str) -> list[Shape]:
    """The board, its paper with the title over a ruled line, and the clip that holds it."""
    middle, top = sheet.centre[0], sheet.y - EDGE
    board = Rect(sheet.x - EDGE, top, sheet.w + 2 * EDGE, sheet.h + 2 * EDGE)
    big = look.px(26)
    while big > 16 and look.width(title, big / look.px(1), True) > sheet.w - 52:
        big -= 1
    low = sheet.y + HEAD
    return [
        Box(board, "gold_dark", 22, shade=True), Box(sheet, "paper", 8),
        Line(((sheet.x + 26, low), (sheet.x + sheet.w - 26, low)), "ink", 4),
        Text(sheet.x + 26, sheet.y + 40 - big * 0.62, title, big, "ink", True),
        Box(Rect(middle - 104, top - 8, 208, 34), "alu_light", 12, "alu_dark", 2, to="alu_mid"),
        Box(Rect(middle - 74, top - 2, 148, 7), "alu_dark", 3), Circle(middle, top + 16, 5, "steel"),
    ]  # fmt: skip


def print_of(x: float, y: float) -> list[Shape]:
    """What the stamp leaves about (x, y): two rings and a plane, in ink; it says signed, and nothing of right or wrong."""
    plane = ((-26, 8), (-18, -2), (-4, -4), (4, -20), (12, -20), (8, -5), (24, -7), (28, -1), (22, 4), (2, 9), (-18, 12))
    return [
        Circle(x, y, PRINT, "", "blue_dark", 6), Circle(x, y, PRINT - 9, "", "blue_dark", 2),
        Poly(tuple((x + px, y + py) for px, py in plane), "blue_dark"),
    ]  # fmt: skip


def stamped(play: Play, ms: float) -> Edit:
    """The stamp falls beside the signature, leaves its print and goes."""
    screen = play.was if play.held else play.now
    node = next((n for n in screen.nodes if n.id == "sign"), None)
    if node is None:
        return NOTHING
    x, y = where(node.rect)
    over: list[Shape] = print_of(x, y) if ms >= TOUCHES else []
    far = 1 - (ms / TOUCHES) ** 2 if ms < TOUCHES else eased((ms - LIFTS) / (STAMP_MS - LIFTS)) if ms > LIFTS else 0.0
    if ms < LIFTS or far < 0.98:
        k = 1 + round(max(0.0, far) * STEPS) / STEPS * 0.7
        over += [kit.scaled(s, k, x, y - (k - 1) * 260) for s in _stamp()]
    return Edit({}, tuple(over))


def where(pen: Rect) -> tuple[float, float]:
    """The middle of the print, beside the pen that signs."""
    return pen.x - 40, pen.y + 20


def _stamp() -> list[Shape]:
    """A rubber stamp from its side, its foot about (0, 0)."""
    return [
        Box(Rect(-58, -4, 116, 20), "shadow", 10, alpha=80), Box(Rect(-54, -26, 108, 30), "slate", 8, "ink", 3),
        Box(Rect(-14, -92, 28, 72), "gold", 10, "ink", 3), Circle(0, -104, 30, "gold", "ink", 3),
    ]  # fmt: skip
