"""Small signs drawn around (0, 0), about 160 units wide: what one reads, asks, does, keeps, shares."""

from collections.abc import Mapping

from game.screen.nodes import Box, Circle, Line, Picture, Poly, Rect, Shape

SIGNS: Mapping[str, tuple[Shape, ...]] = {
    # A work order: what one reads first.
    "look": (Box(Rect(-54, -72, 116, 156), "shadow", 12, alpha=50), Box(Rect(-58, -78, 116, 156), "white", 12, "ink", 5), Box(Rect(-58, -78, 116, 30), "signal", 10, "ink", 5), *(Box(Rect(-36, -30 + 26 * k, 72 - 18 * (k % 2), 9), "steel", 4) for k in range(4))),
    # Two bubbles: the team.
    "ask": (Box(Rect(-88, -70, 120, 84), "sky", 30, "ink", 5), Circle(-58, -28, 8, "white"), Circle(-28, -28, 8, "white"), Circle(2, -28, 8, "white"), Box(Rect(-24, -2, 116, 78), "white", 30, "ink", 5), Box(Rect(0, 24, 66, 9), "steel", 4), Box(Rect(0, 44, 44, 9), "steel", 4)),
    # A hand that takes hold, whatever the work is.
    "do": (Picture("kit_glove", Rect(-100, -60, 200, 120)),),
    # A go / no-go gauge on a head.
    "check": (Box(Rect(-80, 40, 160, 22), "primer_high", 4, "ink", 4), Box(Rect(-30, 4, 60, 38), "alu_light", 18, "ink", 4), Poly(((-70, -70), (70, -70), (70, 36), (38, 36), (38, -20), (-38, -20), (-38, 36), (-70, 36)), "signal"), Line(((-70, -70), (70, -70), (70, 36), (38, 36), (38, -20), (-38, -20), (-38, 36), (-70, 36), (-70, -70)), "ink", 5)),
    # A lamp on a blade.
    "lit": (Picture("blade_mid", Rect(-34, -84, 72, 172)), Picture("lamp_head", Rect(-92, -92, 104, 104))),
    # Three words on what was looked at: passes, goes back, stops.
    "judged": (Circle(-58, 0, 34, "green", "ink", 5), Line(((-74, 0), (-62, 14), (-42, -14)), "white", 9), Poly(((6, -38), (44, 0), (6, 38), (-32, 0)), "amber"), Line(((6, -38), (44, 0), (6, 38), (-32, 0), (6, -38)), "ink", 5), Circle(70, 0, 34, "red", "ink", 5), Line(((54, 0), (86, 0)), "white", 9)),
    # Pieces in the cut-outs of a foam.
    "filled": (Box(Rect(-92, -62, 184, 124), "slate", 16, "ink", 5), Picture("part_bracket", Rect(-84, -50, 80, 100)), Picture("cut_nut", Rect(10, -50, 70, 70)), Picture("part_washer", Rect(20, -2, 56, 56))),
    # A trolley under its lid.
    "sent": (Picture("kit_cart_done", Rect(-96, -54, 192, 108)),),
    # What is kept: a sheet of gestures.
    "what": (Box(Rect(-60, -66, 120, 132), "white", 14, "ink", 5), Circle(-24, -26, 16, "alu_mid", "ink", 4), Circle(24, -26, 16, "sky", "ink", 4), Circle(-24, 26, 16, "sky", "ink", 4), Line(((10, 26), (22, 38), (42, 12)), "green", 9)),
    # What for: a way that leads on.
    "for": (Circle(0, 0, 66, "white", "ink", 5), Poly(((0, -48), (20, 8), (0, -4), (-20, 8)), "signal"), Poly(((0, 48), (20, 8), (0, -4), (-20, 8)), "alu_mid"), Circle(0, 0, 8, "ink")),
    # Who: one person, then another if they wish.
    "who": (Circle(28, -20, 22, "mist", "ink", 5), Box(Rect(-4, 10, 66, 56), "mist", 28, "ink", 5), Circle(-22, -30, 26, "amber", "ink", 5), Box(Rect(-62, 4, 80, 66), "signal", 34, "ink", 5)),
    # How long: a clock that stops.
    "long": (Circle(0, 0, 66, "white", "ink", 6), Line(((0, -40), (0, 0), (28, 18)), "ink", 8), *(Circle(54 * x, 54 * y, 5, "signal") for x, y in ((0, -1), (1, 0), (0, 1), (-1, 0)))),
    # What a mechanic is known by, on the cards of the hangar.
    "rivet": (Box(Rect(-26, -22, 52, 14), "white", 2), Box(Rect(-8, -22, 16, 46), "white", 2)),
    "inspection": (Poly(((-34, 0), (-18, -15), (0, -21), (18, -15), (34, 0), (18, 15), (0, 21), (-18, 15)), "ink"), Circle(0, 0, 14, "white"), Circle(0, 0, 7, "ink")),
    "kitting": (Box(Rect(-32, -20, 52, 30), "white", 6), Box(Rect(-26, -14, 18, 18), "ink", 3), Box(Rect(-4, -14, 18, 18), "ink", 3), Line(((24, -26), (24, 10)), "white", 5), Circle(-18, 18, 7, "white"), Circle(10, 18, 7, "white")),
    # What a workshop needs, on its card: an eye, an arrow that points, an open book.
    "need_sight": (Poly(((-60, 0), (-32, -28), (0, -38), (32, -28), (60, 0), (32, 28), (0, 38), (-32, 28)), "white"), Line(((-60, 0), (-32, -28), (0, -38), (32, -28), (60, 0), (32, 28), (0, 38), (-32, 28), (-60, 0)), "ink", 6), Circle(0, 0, 20, "ink"), Circle(6, -6, 6, "white")),
    "need_pointer": (Poly(((-26, -52), (38, 12), (10, 14), (26, 46), (6, 54), (-8, 24), (-26, 42)), "white"), Line(((-26, -52), (38, 12), (10, 14), (26, 46), (6, 54), (-8, 24), (-26, 42), (-26, -52)), "ink", 6)),
    "need_reading": (Poly(((-58, -34), (0, -22), (58, -34), (58, 30), (0, 44), (-58, 30)), "white"), Line(((-58, -34), (0, -22), (58, -34), (58, 30), (0, 44), (-58, 30), (-58, -34)), "ink", 6), Line(((0, -22), (0, 44)), "ink", 6)),
}  # fmt: skip
"""What each sign is drawn with."""
NEEDS: Mapping[str, str] = {"sight": "need_sight", "pointer": "need_pointer", "reading": "need_reading"}
"""What a workshop may need, each with its sign."""
