"""What acts on the thing touched next, whatever the workshop: tag, red box, cord, store, call, to redo."""

from collections.abc import Callable, Mapping

from game.screen.nodes import Box, Circle, Line, Picture, Poly, Rect, Shape
from game.workshop.words import WorkshopWords

Icon = Callable[[float, float], list[Shape]]


def key_of(look: WorkshopWords, name: str) -> str:
    """The key that does the same as a thing of the tray, in the person's language: a letter of its word."""
    return look.t(f"shortcut.{name}")


def letter_r(x: float, y: float, colour: str) -> list[Shape]:
    """The R of « à reprendre », drawn: part of a sign, as large as the sign."""
    bowl = ((x - 6, y + 10), (x - 6, y - 9), (x + 2, y - 9), (x + 6, y - 6), (x + 6, y - 2), (x + 2, y + 1), (x - 6, y + 1))
    return [Line(bowl, colour, 4), Line(((x, y + 1), (x + 7, y + 10)), colour, 4)]


ICONS: Mapping[str, Icon] = {
    "tag": lambda x, y: [Picture("tag", Rect(x - 40, y - 30, 80, 60))],
    "reject": lambda x, y: [Poly(((x - 32, y - 14), (x + 32, y - 14), (x + 24, y + 28), (x - 24, y + 28)), "red"), Box(Rect(x - 36, y - 20, 72, 10), "red", 5), Line(((x - 10, y - 2), (x + 10, y + 18)), "white", 5), Line(((x + 10, y - 2), (x - 10, y + 18)), "white", 5)],
    "isolate": lambda x, y: [Box(Rect(x - 30, y - 22, 8, 48), "alu_mid", 3), Box(Rect(x + 22, y - 22, 8, 48), "alu_mid", 3), Line(((x - 26, y - 10), (x, y + 2), (x + 26, y - 10)), "red", 7)],
    "store": lambda x, y: [Box(Rect(x - 34, y - 22, 68, 48), "tarmac", 6, "alu_light", 4), Box(Rect(x - 40, y - 28, 80, 12), "signal", 5), Box(Rect(x - 12, y + 2, 24, 14), "amber", 4)],
    "call": lambda x, y: [Picture("bell", Rect(x - 32, y - 32, 64, 64))],
    "scan": lambda x, y: [Poly(((x - 30, y - 22), (x + 14, y - 22), (x + 26, y - 10), (x + 26, y), (x - 2, y + 2), (x - 8, y + 28), (x - 26, y + 28), (x - 22, y + 2), (x - 30, y)), "alu_light"), Box(Rect(x + 20, y - 18, 12, 16), "red", 4), Line(((x + 36, y - 24), (x + 36, y + 4)), "red", 3)],
    "redo": lambda x, y: [Circle(x, y, 23, "", "amber", 6), *letter_r(x, y, "amber")],
}  # fmt: skip
"""Marks of the tray, drawn as what they are."""
