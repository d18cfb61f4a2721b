"""The boxes of the sheet while they are folded: a thing to press that says what of it is still empty."""

from game.screen import kit
from game.screen.nodes import Box, Line, Node, Rect, Shape
from game.workshop.view_count import Closing
from game.workshop.words import WorkshopWords

LEAST = 21
"""Below this size the empty boxes are counted, not named."""


def folded(look: WorkshopWords, now: Closing, rect: Rect) -> Node:
    """The boxes of the sheet, folded: what they are about, which are empty, and a sign that a press opens or shuts them."""
    names, form, on = [entry.name for entry in now.entries if not entry.value], look.t("closing.form"), now.open == "form"
    said = look.t("closing.form_rest", n=len(names), names=", ".join(names)) if names else look.t("closing.form_done")
    few = look.t("closing.form_few", n=len(names)) if names else said
    fill, ink, stroke = kit.FILLS["dark" if on else "secondary"]
    room = rect.w - 120
    size = kit.fitted(look, form, 24, (room, (rect.h - 12) / 2), True)
    high = look.line_height(size) * len(look.wrap(form, size, room, True))
    left = rect.h - 10 - high
    # Where there is no room to name them, they are counted.
    hint = said if kit.fitted(look, said, kit.READ, (room, left)) >= LEAST else few
    small = kit.fitted(look, hint, kit.READ, (room, left))
    high += look.line_height(small) * len(look.wrap(hint, small, room))
    shapes: list[Shape] = [Box(rect, fill, 20, stroke, 3, shade=True)]
    words, y = kit.paragraph(look, rect.x + 24, rect.centre[1] - high / 2, room, form, size, colour=ink, bold=True)
    shapes += [*words, *kit.paragraph(look, rect.x + 24, y, room, hint, small, colour=ink)[0]]
    x, y = rect.x + rect.w - 36, rect.centre[1]
    tip = ((x - 14, y + 7), (x, y - 7), (x + 14, y + 7)) if on else ((x - 14, y - 7), (x, y + 7), (x + 14, y - 7))
    shapes.append(Line(tip, ink, 6))
    state = ("checked",) if on else ()
    return Node("form:", "button", form, rect, tuple(shapes), ("press",), value=few, state=state, spoken=f"{form}. {said}")
