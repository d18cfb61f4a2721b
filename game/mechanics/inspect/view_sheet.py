"""What is drawn on the sheet of inspection: the record of the rotor with its readings, and each defect."""

import math

from game.mechanics.inspect import view, view_rack, view_words
from game.mechanics.inspect.params import InspectParams
from game.mechanics.inspect.seen import BladeSeen, InspectSeen
from game.screen import kit
from game.screen.nodes import Box, Circle, Line, Rect, Shape, Text
from game.workshop.view_doc import DOC
from game.workshop.words import WorkshopWords

CHART_HIGH, CHART_SMALL = 408.0, 0.7
"""How high the record is on its sheet; how much smaller with large words, which need room below it."""
WHEEL_R, DISCS_R, NUMBERS_R = 114.0, 152.0, 186.0
"""The rotor of the record, the discs around it, and the numbers of blades around those."""
FIGURE, FURTHER = 18.0, 12.0
"""How large those numbers are; how much further out large ones stand."""


def chart_high(scale: float) -> float:
    """How high the record is, for words so large."""
    return CHART_HIGH if scale <= 1.25 else CHART_HIGH * CHART_SMALL + 4 * FURTHER


LISTED, LIST_HIGH, LIST_MOST = 4, 30.0, 1.25
"""How many readings stand side by side below the rotor of the record, how high a row is, and how much larger at most."""
MANY = 12
"""With large words, more readings than this have the room of the rotor: each stands in figures all the same."""


def listed(seen: InspectSeen, params: InspectParams) -> list[tuple[int, int]]:
    """The person's own last reading of each blade that the record is of: its number, um."""
    return sorted((n, um) for zone, n, um in seen.readings if zone in params.concluding())


def record(look: WorkshopWords, seen: InspectSeen, params: InspectParams, top: float) -> list[Shape]:
    """The rotor with its discs, and below it each reading in figures."""
    scale, mine = look.comfort.text_scale, listed(seen, params)
    drawn = [] if _crowded(scale, mine) else chart(seen, params, top, scale)
    k, w = min(scale, LIST_MOST), (DOC.w - 32) / LISTED
    under = top + (0.0 if _crowded(scale, mine) else chart_high(scale))
    for place, (n, um) in enumerate(mine):
        x, y = DOC.x + 16 + w * (place % LISTED), under + place // LISTED * LIST_HIGH * k
        value = kit.decimal(look, um / 1000)
        drawn.append(Box(Rect(x + 1, y, w - 4, LIST_HIGH * k - 4), "white", 8, "mist", 1))
        drawn.append(Text(x + 8, y + 1, str(n), 15 * k, "steel", False))
        drawn.append(Text(x + w - 9, y + 1, value if kit.large(look) else look.t("scale_of", um=value), 16 * k, "ink", True, "right"))
    return drawn


def record_high(look: WorkshopWords, seen: InspectSeen, params: InspectParams) -> float:
    """How high the record is with its figures."""
    scale, mine = look.comfort.text_scale, listed(seen, params)
    rows = -(-len(mine) // LISTED)
    figures = rows * LIST_HIGH * min(scale, LIST_MOST) + (10 if rows else 0)
    return figures + (0.0 if _crowded(scale, mine) else chart_high(scale))


def _crowded(scale: float, mine: list[tuple[int, int]]) -> bool:
    return scale > LIST_MOST and len(mine) > MANY


def chart(seen: InspectSeen, params: InspectParams, top: float, scale: float) -> list[Shape]:
    """The whole rotor with the person's own readings around it: a disc at each blade measured, as large as its number.

    Its steps are those that the conclusions stand on: what was read on another rotor is not drawn here. The largest disc
    is as wide as a blade's share of the circle, so that none lies on another.
    """
    zones = params.concluding()
    first = params.rotors[zones[0]]
    k, further = (1.0, 0.0) if scale <= 1.25 else (CHART_SMALL, FURTHER)
    x, y = DOC.centre[0], top + chart_high(scale) / 2 - 6
    blades = [BladeSeen(str(n), n, "", False, False, False, False, False, False, False) for n in range(1, first.of + 1)]
    shapes = view.wheel(blades, first.of, x, y, WHEEL_R * k)
    figure = min(FIGURE * scale, 30.0)
    for n in (1, *range(6, first.of, 5)):
        px, py = view.rim(n, first.of, x, y, NUMBERS_R * k + further)
        shapes.append(Text(px, py - 0.62 * figure, str(n), figure, "ink", True, "centre"))
    largest = max((um for zone, _, um in seen.readings if zone in zones), default=0)
    most = DISCS_R * k * math.sin(math.pi / first.of) - 1
    for zone, n, um in seen.readings:
        if zone in zones:
            px, py = view.rim(n, first.of, x, y, DISCS_R * k)
            near = view.rim(n, first.of, x, y, WHEEL_R * k)
            shapes += [Line((near, (px, py)), "steel", 2), Circle(px, py, max(3.0, most * um / max(1, largest)), "signal", "ink", 2)]
    return shapes


def bare_rotor(params: InspectParams) -> list[Shape]:
    """The rotor that the conclusions are of, about (0, 0), with the numbers of its blades; no reading is on it."""
    of = params.rotors[params.concluding()[0]].of
    shapes = view.wheel([BladeSeen(str(n), n, "", False, False, False, False, False, False, False) for n in range(1, of + 1)], of, 0, 0, 66)
    for n in (1, *range(6, of, 5)):
        x, y = view.rim(n, of, 0, 0, 86)
        shapes.append(Text(x, y - 13, str(n), 20, "white", True, "centre"))
    return shapes


def two_racks() -> list[Shape]:
    """Two racks of blades, about (0, 0), one of each marked."""
    shapes: list[Shape] = []
    for row, marked in ((-44, 2), (44, 1)):
        shapes.append(Box(Rect(-96, row - 34, 192, 68), "black", 10, "rim", 2))
        shapes += [kit.scaled(s, 0.24, -66.0 + 44 * k, float(row)) for k in range(4) for s in view_rack.blade("", 0, 0, 0)]
        shapes.append(Circle(-66.0 + 44 * marked, row, 24, "", "amber", 5))
    return shapes


SHOWS_DEG = 46
"""How far the lamp leans in a picture of two angles."""
DEFECTS = ("crack_right", "impact", "scratch", "reflection", "smear")
"""What the lamp shows, in the order of the lines of the sheet."""


DEFECT_ROW, DEFECT_WIDE, DEFECT_HIGH, DEFECT_K = 3, 134.0, 186.0, 0.6
"""How many stand side by side, how far apart they are, and how large."""
DEFECTS_HIGH = 2 * DEFECT_HIGH + 10


def defects(params: InspectParams, top: float) -> list[Shape]:
    """Each defect as it looks; below, the words that the sheet gives for it: short of its limit, then beyond it."""
    shapes: list[Shape] = []
    for n, feature in enumerate(DEFECTS):
        kind, best, _, _ = view_rack.FEATURES[feature]
        # Smaller and larger than any limit there is.
        words = tuple(dict.fromkeys(params.right(kind, um, False) for um in (0, 10**6)))
        row, place = divmod(n, DEFECT_ROW)
        beside = min(DEFECT_ROW, len(DEFECTS) - row * DEFECT_ROW)
        x, y = DOC.centre[0] + DEFECT_WIDE * (place - (beside - 1) / 2), top + DEFECT_HIGH * row
        # A dent is known by its shadow: it is shown from the side, the others as they shine most.
        deg = SHOWS_DEG if feature == "impact" else best
        shapes += [kit.scaled(s, DEFECT_K, x, y + 74) for s in view_rack.blade(feature, 0, 0, deg)]
        for k, word in enumerate(words):
            shapes += view_words.word_sign(word, x + 42 * (k - (len(words) - 1) / 2), y + 154, 17)
    return shapes


def recalled(params: InspectParams, field: str) -> list[Shape]:
    """What a field of the sheet speaks of, where it is the whole rotor or the racks; [] for any other."""
    if field in params.concludes:
        return bare_rotor(params)
    return two_racks() if any(choice.id == field and choice.counts for choice in params.sheet) else []
