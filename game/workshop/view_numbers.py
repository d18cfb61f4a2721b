"""The numbers of the end of a job: all there are, and one less or more than the one that stands there."""

from game.screen import kit
from game.screen.nodes import Box, Line, Node, Rect, Shape, Text
from game.workshop.view_count import MOST, Closing
from game.workshop.words import WorkshopWords

STEPPER, NOTE = Rect(0, 0, 300, 68), Rect(0, 0, 276, 68)
"""How wide and high one less, the number and one more are, and « Noter » beside them; with large words the numbers alone
stand there."""


def one_line(look: WorkshopWords, text: str, size: float, width: float, bold: bool = False) -> float:
    """A text size (before the person's scale) at which a line fits a width."""
    while size > 12 and look.width(text, size, bold) > width:
        size -= 1
    return size


def strip(look: WorkshopWords, now: Closing, strip: Rect, shapes: list[Shape], nodes: list[Node]) -> None:
    """All the numbers there are, and one less or more: a press chooses; it is noted as one goes on, or by its button."""
    large = kit.large(look)
    shapes.append(Box(strip, "ink", 24))
    line = next((c for c in now.counted if c.id == now.chosen), None)
    asks = look.t("closing.how_many", what=line.name) if line else look.t("closing.choose")
    steps = 0.0 if large or line is None else STEPPER.w + NOTE.w + 16
    size = one_line(look, asks, 25, strip.w - 64 - steps, True)
    shapes.append(Text(strip.x + 26, strip.y + (12 if large else 20), asks, look.px(size) if large else min(look.px(size), 40), "white", True))
    rows = 1 if now.most <= MOST and not large else 2
    across = -(-(max(now.most, MOST) + 1) // rows)
    w, h = (strip.w - 44) / across, (79 if large else 72 if rows == 1 else 64)
    top, gap = (72, 8) if large else (76, 6)
    for n in range(max(now.most, MOST) + 1):
        rect = Rect(strip.x + 22 + n % across * w, strip.y + top + n // across * (h + gap), w - 6, h)
        on = now.pending == str(n)
        big = min(look.px(30), w * 0.75) if large else min(40.0, look.px(30))
        drawn = (
            Box(rect, "white" if on else "slate", 14, "rim", 2),
            Text(rect.centre[0], rect.centre[1] - big * 0.62, str(n), big, "ink" if on else "white", True, "centre"),
            *((Box(Rect(rect.centre[0] - 18, rect.y + rect.h - 12, 36, 6), "signal", 3),) if on else ()),
        )
        nodes.append(Node(f"number:{n}", "choice", str(n), rect, drawn, ("press",), state=("checked",) if on else (), spoken=str(n)))
    if steps and line is not None:
        right = Rect(noted_at(strip).x - 16 - STEPPER.w, strip.y + 6, STEPPER.w, STEPPER.h)
        _stepper(look, now.pending or line.noted, right, shapes, nodes)


def noted_at(strip: Rect) -> Rect:
    """Where « Noter » stands: at the number itself, in one place whichever it is."""
    return Rect(strip.x + strip.w - 22 - NOTE.w, strip.y + 6, NOTE.w, NOTE.h)


def _stepper(look: WorkshopWords, number: str, at: Rect, shapes: list[Shape], nodes: list[Node]) -> None:
    """One less, the number that stands there, one more."""
    side = (at.w - 112) / 2
    big = min(44.0, look.px(34))
    shapes.append(Box(Rect(at.x + side + 6, at.y, 100, at.h), "white", 14, "rim", 2))
    shapes.append(Text(at.centre[0], at.centre[1] - big * 0.62, number or "–", big, "ink", True, "centre"))
    for by, x in ((-1, at.x), (1, at.x + at.w - side)):
        rect = Rect(x, at.y, side, at.h)
        cx, cy = rect.centre
        signs: list[Shape] = [Line(((cx - 16, cy), (cx + 16, cy)), "white", 7)]
        signs += [Line(((cx, cy - 16), (cx, cy + 16)), "white", 7)] if by > 0 else []
        name = look.t("closing.one_more" if by > 0 else "closing.one_less")
        nodes.append(Node(f"step:{by}", "button", name, rect, (Box(rect, "slate", 16, "rim", 3), *signs), ("press",), spoken=name))
