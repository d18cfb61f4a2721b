"""The way out of practice: on a bench where a gesture is tried it stands apart from where the way on comes next."""

from dataclasses import replace

from game.screen import kit
from game.screen.nodes import Box, Picture, Rect, Screen
from game.workshop.words import WorkshopWords

PLACES = (
    Rect(34, 974, 290, 72), Rect(1664, 118, 222, 72), Rect(1540, 822, 346, 60), Rect(1664, 560, 222, 72),
)  # fmt: skip
"""Below the reminder, above what hangs at the right, over the foot of a board or of a bench: « next » stands in none."""
LARGE_PLACES = (Rect(34, 950, 396, 96), Rect(1540, 106, 346, 120))
"""The same for large words, looked at first: they have room for them."""
FIGURE = 700.0
"""A picture of the decor that is as wide is the ground, and no figure."""
NOTE = Rect(1546, 948, 340, 98)
"""At the end of a job, where numbers are noted: there the way on stands, for the way out is at the foot of the sheet."""


def apart(look: WorkshopWords, screen: Screen, *, ready: bool) -> Screen:
    """The bench with its way out in the first of the places that hides nothing; as it is where none does.

    `ready`: every gesture was learnt, so that the way out is the way on.
    """
    if not any(n.id == "end" for n in screen.nodes):
        return screen
    there = [n.rect for n in screen.nodes if n.shapes and n.id != "end"]
    # Nor does it stand over somebody's head: who sits or stands there is a picture.
    there += [s.rect for s in screen.decor if isinstance(s, Box) or (isinstance(s, Picture) and s.rect.w < FIGURE)]
    places = (*LARGE_PLACES, *PLACES) if kit.large(look) else PLACES
    place = next((place for place in places if not any(place.meets(rect) for rect in there)), None)
    if place is None:
        return screen
    out = kit.button(look, "end", look.t("end_practice"), place, style="primary" if ready else "plain", size=24 if kit.large(look) else 22)
    return replace(screen, nodes=tuple(out if n.id == "end" else n for n in screen.nodes))
