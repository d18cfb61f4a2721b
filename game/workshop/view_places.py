"""Where a tool that is missing may be looked for, drawn small: no place looks likelier than another."""

from collections.abc import Mapping

from game.screen.nodes import Box, Circle, Line, Poly, Rect, Shape


def place(draw: str) -> tuple[Shape, ...]:
    """A place about (0, 0), 84 wide and 72 high at the most; () for one that has no drawing."""
    return PLACES.get(draw, ())


def _shelves(*heights: float) -> list[Shape]:
    return [Box(Rect(-38, y, 76, 8), "alu_mid", 2, "ink", 2) for y in heights]


PLACES: Mapping[str, tuple[Shape, ...]] = {
    "bench": (
        Box(Rect(-42, -10, 84, 14), "amber", 4, "ink", 2), Box(Rect(-34, 4, 12, 32), "steel", 2), Box(Rect(22, 4, 12, 32), "steel", 2),
        Box(Rect(8, -28, 26, 18), "alu_mid", 4, "ink", 2),
    ),
    "trolley": (
        *_shelves(-12, 12), Line(((-38, -12), (-38, 22)), "steel", 5), Line(((38, 22), (38, -30), (26, -34)), "steel", 5),
        Circle(-26, 30, 7, "ink"), Circle(26, 30, 7, "ink"),
    ),
    "drawer": (
        Box(Rect(-36, -32, 72, 66), "slate", 6, "ink", 2), Box(Rect(-30, -26, 60, 15), "steel", 3), Box(Rect(-42, -6, 84, 20), "alu_light", 4, "ink", 2),
        Box(Rect(-10, 2, 20, 5), "ink", 2), Box(Rect(-30, 18, 60, 12), "steel", 3),
    ),
    "shelves": (
        *_shelves(-6, 26), Line(((-36, -34), (-36, 34)), "steel", 5), Line(((36, -34), (36, 34)), "steel", 5),
        Box(Rect(-26, -26, 24, 20), "amber", 3, "ink", 2), Box(Rect(4, 6, 22, 20), "sky", 3, "ink", 2),
    ),
    "behind": (
        Box(Rect(-40, -32, 80, 66), "primer", 6, "ink", 2), Box(Rect(-16, -32, 30, 66), "alu_mid", 3, "ink", 2), Line(((-1, -30), (-1, 32)), "alu_dark", 3),
        Line(((34, -14), (34, 10), (18, 10)), "ink", 4), Line(((26, 2), (18, 10), (26, 18)), "ink", 4),
    ),
    "under": (
        Box(Rect(-42, -26, 84, 18), "primer", 5, "ink", 2), Box(Rect(-34, 14, 68, 12), "steel", 3),
        Line(((-30, 2), (14, 2)), "ink", 4), Line(((4, -6), (14, 2), (4, 10)), "ink", 4),
    ),
    "cone": (
        Poly(((-34, -34), (-34, 34), (40, 4), (40, -4)), "alu_mid", ramp=("alu_dark", "alu_light", "alu_mid")), Line(((-34, -34), (-34, 34)), "ink", 6),
    ),
    "foam": (
        Box(Rect(-42, 8, 84, 22), "slate", 5, "ink", 2), Poly(((-42, -4), (42, -26), (42, -8), (-42, 10)), "sky"), Circle(-6, -4, 6, "ink"), Circle(20, -12, 6, "ink"),
    ),
}  # fmt: skip
"""By the word that a scenario gives a place; the kit's `PLACES_DRAWN` names them."""
