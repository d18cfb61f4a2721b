"""Three things that are never to be taken for one another: where the keys are, what to press next, what is in hand.

The focus is an orange frame between two lines of ink. What practice asks to press is a blue ring with an arrow that
points at it. What was taken or chosen has a green frame with a tick on its corner. Colour and shape, each its own.
"""

from collections.abc import Sequence

from game.screen.nodes import Box, Circle, Line, Poly, Rect, Shape

ARROW = 46.0
"""How long the arrow is that points at what to press."""
TOP = 84.0
"""The foot of the bar at the top."""


SMALL = 60.0
"""A place no wider is framed close, for its name begins beside it."""


def focus(rect: Rect) -> tuple[Shape, ...]:
    """Where the keys are: orange between two lines of ink, visible on any ground."""
    r = rect.inset(2 if max(rect.w, rect.h) <= SMALL else -7)
    radius = min(26.0, r.h / 2)
    return Box(r, "", radius, "ink", 9), Box(r, "", radius, "signal", 5)


SIDES = ((0, -1), (0, 1), (-1, 0), (1, 0))
"""Above, below, left, right: from where the arrow may point, the first that hides nothing."""


def ring(rect: Rect, words: Sequence[Rect] = ()) -> tuple[Shape, ...]:
    """Around what practice asks to press, outside of the focus, which may stand on the same thing.

    Where `words` of what lies beside it would be covered, on its own edge.
    """
    small = max(rect.w, rect.h) <= SMALL
    r = _about(rect)
    covers = any(r.inset(-5).meets(word) for word in words)
    r = rect if covers else r
    radius = min(18.0 if covers else 30.0, r.h / 2)
    return Box(r, "", radius, "ink", 8 if small else 10), Box(r, "", radius, "sky", 5 if small else 6)


def _about(rect: Rect) -> Rect:
    """The middle of the line of a ring."""
    return rect.inset(-1 if max(rect.w, rect.h) <= SMALL else -16)


def arrow(rect: Rect, said: Sequence[Rect] = (), words: Sequence[Rect] = ()) -> tuple[Shape, ...]:
    """From above, where the bar or words leave room for it.

    `said`: what is not to be hidden; `words`: what of it is least of all, where no side is free.
    """
    r = _about(rect)
    clear = [side for taken in (said, words) for side in SIDES if _free(_tail(r, side), taken)]
    dx, dy = clear[0] if clear else SIDES[r.y <= TOP + ARROW]
    x, y = r.centre[0] + dx * (r.w / 2 + 6), r.centre[1] + dy * (r.h / 2 + 6)
    outline = ((0, 0), (-24, 26), (-10, 26), (-10, ARROW), (10, ARROW), (10, 26), (24, 26))
    edge = tuple((x + dx * long + dy * wide, y + dy * long + dx * wide) for wide, long in outline)
    return Poly(edge, "sky"), Line((*edge, edge[0]), "ink", 4)


def _tail(r: Rect, side: tuple[int, int]) -> Rect:
    """The room that the arrow takes on one side of a ring."""
    dx, dy = side
    w, h = (48.0, ARROW + 6) if dy else (ARROW + 6, 48.0)
    x = r.centre[0] - w / 2 if dy else r.x - w if dx < 0 else r.x + r.w
    y = r.centre[1] - h / 2 if dx else r.y - h if dy < 0 else r.y + r.h
    return Rect(x, y, w, h)


def _free(room: Rect, said: Sequence[Rect]) -> bool:
    """Whether a place is within the screen, below its bar, and holds no word."""
    within = room.y > TOP and room.y + room.h < 1080 and room.x > 0 and room.x + room.w < 1920
    return within and not any(room.meets(rect) for rect in said)


def taken(rect: Rect, radius: float = 16, *, low: bool = True) -> tuple[Shape, ...]:
    """What is in hand or chosen: a green frame, and a tick on its lower right corner, or its upper one."""
    x, y = rect.x + rect.w - 12, rect.y + (rect.h - 12 if low else 12)
    return (
        Box(rect, "", radius, "ink", 9), Box(rect, "", radius, "primer", 5), Circle(x, y, 18, "primer", "ink", 3),
        Line(((x - 8, y), (x - 2, y + 7), (x + 9, y - 7)), "ink", 4),
    )  # fmt: skip
