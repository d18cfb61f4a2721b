"""Three things that are never to be taken for one another: where the keys are, what to press next, what is in hand.

The focus is an orange frame between two lines of ink. What practice asks to press is a blue ring with an arrow that
points at it. What was taken or chosen has a green frame with a tick on its corner. Colour and shape, each its own.
"""

from game.screen.nodes import Box, Circle, Line, Poly, Rect, Shape

ARROW = 46.0
"""How long the arrow is that points at what to press."""
Points = tuple[tuple[float, float], ...]


def focus(rect: Rect) -> tuple[Shape, ...]:
    """Where the keys are: orange between two lines of ink, visible on any ground."""
    r = rect.inset(-7)
    radius = min(26.0, r.h / 2)
    return Box(r, "", radius, "ink", 9), Box(r, "", radius, "signal", 5)


def pointed(rect: Rect, *, beside: bool = False) -> tuple[Shape, ...]:
    """What practice asks to press: a blue ring, and an arrow from above; from below where the bar would hide it.

    `beside`: something stands above that the arrow would hide: it comes from the right.
    """
    # Outside of the focus, which may stand on the same thing.
    r = rect.inset(-16)
    radius = min(30.0, r.h / 2)
    x, way = r.centre[0], 1 if r.y > 90 + ARROW else -1
    tip = r.y - 6 if way > 0 else r.y + r.h + 6
    head = ((x, tip), (x - 24, tip - way * 26), (x - 10, tip - way * 26), (x - 10, tip - way * ARROW))
    arrow: Points = (*head, (x + 10, tip - way * ARROW), (x + 10, tip - way * 26), (x + 24, tip - way * 26))
    if beside:
        # The same arrow a quarter turn round: as far from the ring, its tip towards it.
        arrow = tuple((r.x + r.w + 6 + way * (tip - py), r.centre[1] + px - x) for px, py in arrow)
    circle = Box(r, "", radius, "ink", 10), Box(r, "", radius, "sky", 6)
    return *circle, Poly(arrow, "sky"), Line((*arrow, arrow[0]), "ink", 4)


def taken(rect: Rect, radius: float = 16, *, low: bool = True) -> tuple[Shape, ...]:
    """What is in hand or chosen: a green frame, and a tick on its lower right corner, or its upper one."""
    x, y = rect.x + rect.w - 12, rect.y + (rect.h - 12 if low else 12)
    return (
        Box(rect, "", radius, "ink", 9), Box(rect, "", radius, "primer", 5), Circle(x, y, 18, "primer", "ink", 3),
        Line(((x - 8, y), (x - 2, y + 7), (x + 9, y - 7)), "ink", 4),
    )  # fmt: skip
