"""What stands around the rows of the pass: what is said over it, its paper, how its drawing is read, what its code is."""

from assets.spoken import confirm_said
from game.scenes.pass_axis import HEADING, NAME
from game.screen import kit
from game.screen.nodes import Box, Circle, Line, Node, Rect, Shape, Text
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
    # Whose the pass is, and who may see it: the sky around says that the aircraft has left, and a voice does.
    scale = look.comfort.text_scale
    big = min(34.0, kit.fitted(look, under, 30, (1400, 50), True) * scale)
    return [Text(96, 117 - big * 0.62, under, big, "white", True)]


def touch(look: Look, top: float) -> Node:
    """That a line opens, in the heading."""
    text = look.t("boarding.rows")
    size = kit.fitted(look, text, 22, (760, 56))
    words, _ = kit.paragraph(look, 560, top + 33 - look.line_height(size) / 2, 760, text, size, colour="white", anchor="right")
    return Node("rows_hint", "text", text, Rect(560, top + 4, 780, 58), words, spoken=text)


def sure(look: Look) -> str:
    """What « à confirmer » means, as a sentence: the words of the tower's pages."""
    return look.t("boarding.sure", says=confirm_said(look.t))


def levels(look: Look, top: float) -> Node:
    """How a band is read, drawn once beside the names of the levels: a short one, a long one. A voice says it all."""
    said = f"{look.t('boarding.levels')} {sure(look)}"
    shapes: list[Shape] = []
    for left, wide, key in ((140.0, 20.0, "short"), (338.0, 66.0, "long")):
        text, room = look.t(f"boarding.band.{key}"), 190.0 if key == "short" else 604 - left - wide - 12
        size = kit.fitted(look, text, NAME, (room, 52))
        high = look.line_height(size) * len(look.wrap(text, size, room))
        shapes.append(Box(Rect(left, top + HEADING / 2 - 12, wide, 24), "white", 8, "ink", 3))
        shapes += kit.paragraph(look, left + wide + 12, top + (HEADING - high) / 2, room, text, size, colour="steel")[0]
    return Node("levels", "text", said, Rect(120, top, 486, HEADING), tuple(shapes), spoken=said)


def onward(look: Look, said: tuple[str, str], rect: Rect) -> Node:
    """What to do next, in a sentence behind an arrow; what of is behind the ways that open more, and a voice says it."""
    head, says = said
    spoken, x, w = f"{head} {says}".strip(), rect.x + 92, rect.w - 108
    size = kit.fitted(look, head, 25, (w, rect.h - 16), True)
    high = look.line_height(size) * len(look.wrap(head, size, w, True))
    words, _ = kit.paragraph(look, x, rect.centre[1] - high / 2, w, head, size, bold=True)
    left, y = rect.x + 46, rect.centre[1]
    arrow = Line(((left - 14, y), (left + 13, y)), "white", 5), Line(((left + 3, y - 11), (left + 14, y), (left + 3, y + 11)), "white", 5)
    shapes = (Box(rect, "cloud", 18, "mist", 2), Circle(left, y, 28, "ink"), *arrow, *words)
    return Node("next", "text", spoken, rect, shapes, spoken=spoken)


def hint(look: Look, rect: Rect) -> Node:
    """That a line opens, below a row in large words."""
    text = look.t("boarding.rows")
    size = kit.fitted(look, text, 22, (rect.w - 40, rect.h))
    words, _ = kit.paragraph(look, rect.x + 20, rect.y + 9, rect.w - 40, text, size, colour="steel")
    return Node("rows_hint", "text", text, rect, words, spoken=text)


def of_code(look: Look) -> tuple[str, ...]:
    """What the code is for, and what happens where it is lost."""
    return tuple(look.t(f"boarding.code.{part}") for part in ("name", "find", "again", "paper", "lost"))


def card_of(top: float) -> list[Shape]:
    """The pass: an ink heading over all of it, a stub to be torn off along its holes, between two notches."""
    whole = Rect(96, top, 1728, 906 - top)
    shapes: list[Shape] = [Box(whole, "paper", 30, shade=True)]
    shapes += [Box(Rect(96, top, 1728, 66), "ink", 30), Box(Rect(96, top + 34, 1728, 32), "ink")]
    shapes += [Circle(1358, top, 20, "notch_high"), Circle(1358, 906, 20, "notch_low")]
    shapes += [Circle(1358, y, 3.5, "steel" if y < top + 66 else "alu_mid") for y in range(round(top) + 34, 882, 16)]
    return shapes
