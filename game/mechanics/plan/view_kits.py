"""Kits of the team before, each seen near: a foam tray with its lid; an empty slot, a stranger, a ripped bag, a lid open."""

from collections.abc import Mapping

from game.mechanics.plan.view_part import MARKS, outline, part
from game.screen import kit as pieces
from game.screen.nodes import Box, Circle, Line, Poly, Rect, Shape

HELD = (("screw", 1, -66, -26), ("washer", 1, 0, -26), ("bracket", 2, 66, -24), ("nut", 1, -66, 40), ("seal", 2, 0, 40), ("clamp", 1, 66, 36))
"""What every kit of the rack holds: shape, size, place."""


def kit(feature: str, x: float, y: float) -> list[Shape]:
    """A kit about a point, 232 wide and 204 high, with what is to be seen in it ("": nothing)."""
    shapes: list[Shape] = [Box(Rect(x - 104, y - 84, 208, 172), "blue_dark", 14, "ink", 3), Box(Rect(x - 94, y - 74, 188, 152), "tarmac", 8)]
    for n, (shape, size, dx, dy) in enumerate(HELD):
        shapes += outline(shape, x + dx, y + dy, 0.72)
        if feature == "gap" and n == 4:
            continue
        if feature == "stranger" and n == 3:
            shapes += part("washer", 1, x + dx, y + dy, 0.72)
            continue
        shapes += part(shape, size, x + dx, y + dy, 0.72)
    return [*shapes, *(pieces.moved(s, x, y) for s in SEEN.get(feature, ()))]


SEEN: Mapping[str, list[Shape]] = {
    "ripped": [pieces.scaled(s, 0.8, 66, -20) for s in MARKS["torn"]],
    "open": [Poly(((-104, -84), (104, -84), (120, -104), (-88, -104)), "sky", 150), Line(((-104, -84), (-88, -104), (120, -104), (104, -84)), "ink", 3)],
    "dust": [Circle(-20 + 9 * k, 4 + 5 * (k % 3), 2.4, "mist") for k in range(6)],
    "sticker": [Box(Rect(52, 56, 42, 22), "white", 4, "steel", 2), Line(((58, 67), (86, 67)), "steel", 3)],
    "glint": [Line(((-88, -60), (-60, -72)), "white", 4)],
}  # fmt: skip
"""What is seen over a kit, by feature."""
