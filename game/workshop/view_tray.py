"""The tray at the bottom: materials, then what one does with them; tag, red box, cord, store and call are always there."""

from collections.abc import Callable, Mapping, Sequence

from game.screen.nodes import Box, Circle, Line, Node, Picture, Poly, Rect, Shape, Text
from game.workshop.view import Parts
from game.workshop.words import WorkshopWords

TRAY = Rect(500, 742, 1000, 278)
MARKS = ("tag", "reject", "isolate", "store", "call", "redo")
KEYS = {"tag": "t", "reject": "x", "isolate": "i", "store": "w", "call": "k", "redo": "d"}
"""What every tray holds after its materials and tools, and the keys that do the same."""
Icon = Callable[[float, float], list[Shape]]


def tray(nodes: Sequence[Node]) -> Parts:
    """The ground of the tray, and what lies in it."""
    shadow = Box(Rect(TRAY.x + 5, TRAY.y + 9, TRAY.w, TRAY.h), "shadow", 28, alpha=50)
    return (shadow, Box(TRAY, "ink", 26)), tuple(nodes)


def bin_rect(n: int, of: int) -> Rect:
    """Place n of the materials, of so many."""
    w = 138 if of <= 3 else 102
    return Rect(TRAY.x + 20 + n * (w + 12), TRAY.y + 20, w, TRAY.h - 40)


def tool_rect(n: int) -> Rect:
    """Place n of the eight things to do, on two rows."""
    return Rect(TRAY.x + 474 + n % 4 * 128, TRAY.y + 20 + n // 4 * 124, 116, 114)


def cap(rect: Rect, key: str) -> list[Shape]:
    """The key that does the same, in its corner."""
    return [Box(Rect(rect.x + 7, rect.y + 7, 28, 28), "ink", 8), Text(rect.x + 21, rect.y + 9, key.upper(), 19, "white", True, "centre")]


def label(look: WorkshopWords, text: str, rect: Rect, room: float) -> list[Shape]:
    """Up to two lines at the foot of a slot, as large as they can be."""
    size = 20.0
    while size * look.comfort.text_scale > 15 and (
        len(look.wrap(text, size, rect.w - 8, True)) * look.line_height(size) > room
        or any(look.width(word, size, True) > rect.w - 8 for word in text.split())
    ):
        size -= 0.5
    lines = look.wrap(text, size, rect.w - 8, True)
    step = look.line_height(size)
    y = rect.y + rect.h - 8 - step * len(lines)
    return [Text(rect.centre[0], y + k * step, line, look.px(size), "white", True, "centre") for k, line in enumerate(lines)]


def bin_node(look: WorkshopWords, number: int, words: str, rect: Rect, drawn: Sequence[Shape], *, isolated: bool) -> Node:
    """A bin with what is drawn in it; a red cord lies across one that was set apart."""
    shapes: list[Shape] = [Box(rect, "slate", 16), Box(Rect(rect.x + 10, rect.y + 38, rect.w - 20, 96), "tarmac", 12), *drawn]
    if isolated:
        shapes += [Line(((rect.x + 6, rect.y + 128), (rect.x + rect.w - 6, rect.y + 46)), "white", 12)]
        shapes += [Line(((rect.x + 6, rect.y + 128), (rect.x + rect.w - 6, rect.y + 46)), "red", 8)]
    shapes += [*cap(rect, str(number)), *label(look, words.replace(" · ", "\n"), rect, 92)]
    said = f"{words}. {look.t('isolated')}" if isolated else words
    return Node(f"bin:{number}", "tool", words, rect, tuple(shapes), ("press",), spoken=said, shortcut=str(number))


def tool_node(look: WorkshopWords, name: str, rect: Rect, key: str, icon: Icon, *, on: bool, off: bool = False) -> Node:
    """A thing of the tray that acts on what is touched next; the red box takes at once what is in the hand."""
    words = look.t(f"mode.{name}")
    shapes: list[Shape] = [Box(rect, "slate", 14, "signal" if on else "", 5 if on else 0, alpha=120 if off else 255)]
    large = look.comfort.text_scale > 1.25
    if not large:
        shapes += icon(rect.centre[0] + 8, rect.y + 46)
    shapes += [*cap(rect, key), *label(look, words, rect, 72 if large else 28)]
    id = name if name == "reject" else f"mode:{name}"
    state = ("checked",) if on else ("disabled",) if off else ()
    return Node(id, "tool", words, rect, tuple(shapes), ("press",), state=state, spoken=words, shortcut=key)


ICONS: Mapping[str, Icon] = {
    "tag": lambda x, y: [Picture("tag", Rect(x - 40, y - 30, 80, 60))],
    "reject": lambda x, y: [Poly(((x - 32, y - 14), (x + 32, y - 14), (x + 24, y + 28), (x - 24, y + 28)), "red"), Box(Rect(x - 36, y - 20, 72, 10), "red", 5), Line(((x - 10, y - 2), (x + 10, y + 18)), "white", 5), Line(((x + 10, y - 2), (x - 10, y + 18)), "white", 5)],
    "isolate": lambda x, y: [Box(Rect(x - 30, y - 22, 8, 48), "alu_mid", 3), Box(Rect(x + 22, y - 22, 8, 48), "alu_mid", 3), Line(((x - 26, y - 10), (x, y + 2), (x + 26, y - 10)), "red", 7)],
    "store": lambda x, y: [Box(Rect(x - 34, y - 22, 68, 48), "tarmac", 6, "alu_light", 4), Box(Rect(x - 40, y - 28, 80, 12), "signal", 5), Box(Rect(x - 12, y + 2, 24, 14), "amber", 4)],
    "call": lambda x, y: [Circle(x, y - 2, 22, "amber"), Box(Rect(x - 28, y + 12, 56, 10), "amber", 5), Circle(x, y + 26, 5, "amber"), Box(Rect(x - 4, y - 30, 8, 10), "amber", 4)],
    "redo": lambda x, y: [Circle(x, y, 23, "", "amber", 6), Text(x, y - 14, "R", 26, "amber", True, "centre")],
}  # fmt: skip
"""Marks of the tray, drawn as what they are."""
