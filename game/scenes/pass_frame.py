"""What stands around the rows of the pass: what is said over it, its paper, how its drawing is read, what its code is."""

from game.screen import kit
from game.screen.nodes import Box, Circle, Node, Rect, Shape, Text
from game.screen.scene import Look


def top_of(look: Look) -> float:
    """Where the pass begins: with large words what is said over it takes two lines."""
    return 192.0 if kit.large(look) else 150.0


def greeting(look: Look, hello: str, under: str) -> list[Shape]:
    """What is said over the pass, in one line; with large words the second sentence alone, over two."""
    if kit.large(look):
        size = kit.fitted(look, under, 24, (1728, 104))
        high = look.line_height(size) * len(look.wrap(under, size, 1728))
        return [*kit.paragraph(look, 96, 138 - high / 2, 1728, under, size, colour="white")[0]]
    if not hello:
        # What was just done, and where it lies: up to two lines, large enough to be read.
        size = kit.fitted(look, under, 24, (1400, 60))
        high = look.line_height(size) * len(look.wrap(under, size, 1400))
        return [*kit.paragraph(look, 96, 118 - high / 2, 1400, under, size, colour="white")[0]]
    scale = look.comfort.text_scale
    big = min(32.0, kit.fitted(look, hello, 30, (700, 50), True) * scale) if hello else 0.0
    x = 96 + (look.width(hello, big / scale, True) + 28 if hello else 0)
    small = min(28.0, kit.fitted(look, under, 24, (1500 - x, 44)) * scale)
    shapes: list[Shape] = [Text(96, 117 - big * 0.62, hello, big, "white", True)] if hello else []
    return [*shapes, Text(x, 117 - small * 0.62, under, small, "white")]


def touch(look: Look, top: float) -> Node:
    """That a line opens, in the heading."""
    text = look.t("boarding.rows")
    size = kit.fitted(look, text, 22, (760, 56))
    words, _ = kit.paragraph(look, 560, top + 33 - look.line_height(size) / 2, 760, text, size, colour="white", anchor="right")
    return Node("rows_hint", "text", text, Rect(560, top + 4, 780, 58), words, spoken=text)


def levels(look: Look, low: float) -> Node:
    """What the names of the levels and the length of a band say, beside the names, once."""
    text = f"{look.t('boarding.levels')}\n{look.t('boarding.sure')}"
    size = kit.fitted(look, text, 20, (560, 56))
    words, _ = kit.paragraph(look, 140, low + 3, 560, text, size, colour="steel")
    return Node("levels", "text", text, Rect(120, low, 590, 58), words, spoken=text.replace("\n", " "))


def hint(look: Look, rect: Rect) -> Node:
    """That a line opens, below a row in large words."""
    text = look.t("boarding.rows")
    size = kit.fitted(look, text, 21, (rect.w - 40, rect.h))
    words, _ = kit.paragraph(look, rect.x + 20, rect.y + 9, rect.w - 40, text, size, colour="steel")
    return Node("rows_hint", "text", text, rect, words, spoken=text)


def of_code(look: Look) -> tuple[str, ...]:
    """What the code is for, and what happens where it is lost."""
    return tuple(look.t(f"boarding.code.{part}") for part in ("name", "find", "again", "paper", "lost"))


def card_of(top: float) -> list[Shape]:
    """The pass: an ink heading, a stub torn along a dotted line, with its two notches."""
    whole = Rect(96, top, 1728, 906 - top)
    shapes: list[Shape] = [Box(whole, "paper", 30, shade=True)]
    shapes += [Box(Rect(96, top, 1262, 66), "ink", 30), Box(Rect(96, top + 34, 1262, 32), "ink"), Box(Rect(1300, top, 58, 40), "ink")]
    shapes += [Circle(1358, top, 20, "notch_high"), Circle(1358, 906, 20, "notch_low")]
    return shapes
