"""The section of the order: what is clamped at each hole, cut open, as thick as it is, with the holes it is at."""

from game.mechanics.assemble import metal
from game.mechanics.assemble.params import Params, Zone
from game.mechanics.assemble.seen import AssembleSeen
from game.mechanics.assemble.view_lever import PLATE_UM
from game.screen import kit
from game.screen.nodes import Line, Rect, Shape, Text
from game.workshop.view_doc import DOC
from game.workshop.words import WorkshopWords

HIGH = 330.0
"""How high the section is, with its figures above and the names of the holes below."""
FIGURES, NAMES = 24.0, 21.0
ROWS = 2
"""In how many lines the holes of one thickness are named at the most."""
MOST_MM = 52.0
"""The most design units that a millimetre takes."""
DRILLED = 0.16
"""Half the width of a hole, as a share of its column."""


def cut(look: WorkshopWords, seen: AssembleSeen, params: Params, top: float) -> list[Shape]:
    """One stack for each thickness of the zone in hand, from `top` on, as wide as the sheet and `HIGH` high.

    [] where documents say no thickness: what is to be measured is read nowhere.
    """
    zone = _zone(seen, params)
    if zone is None:
        return []
    by_thickness: dict[int, list[str]] = {}
    for name, hole in zone.holes.items():
        e_um = hole.e_b_um if seen.revised and hole.e_b_um else hole.e_um
        by_thickness.setdefault(e_um, []).append(name)
    w = (DOC.w - 32) / len(by_thickness)
    base = top + HIGH - ROWS * look.line_height(NAMES) - 14
    k = min(MOST_MM, (base - top - look.line_height(FIGURES) - 10) * 1000 / max(by_thickness))
    shapes: list[Shape] = []
    for n, (e_um, names) in enumerate(sorted(by_thickness.items())):
        shapes += _stack(look, Rect(DOC.x + 16 + n * w, base - e_um / 1000 * k, w, e_um / 1000 * k), e_um)
        words = " ".join(names)
        size = kit.fitted(look, words, NAMES, (w - 6, ROWS * look.line_height(NAMES)), True)
        shapes += kit.paragraph(look, DOC.x + 19 + n * w, base + 8, w - 6, words, size, bold=True, anchor="centre")[0]
    return shapes


def _zone(seen: AssembleSeen, params: Params) -> Zone | None:
    """The zone in hand where documents say its thicknesses; else the first one of which they do, changed if it was."""
    step = next((p for p in params.phases if p.id == seen.phase), None)
    unmeasured_zones = {name: zone for name, zone in params.zones.items() if not zone.measured}
    changed = [zone for zone in unmeasured_zones.values() if seen.revised and any(hole.e_b_um for hole in zone.holes.values())]
    return unmeasured_zones.get(step.zone if step else "") or next(iter((*changed, *unmeasured_zones.values())), None)


def _stack(look: WorkshopWords, rect: Rect, e_um: int) -> list[Shape]:
    """Plates on both sides of a hole, what they are together measured in it, the figure above."""
    number = max(2, round(e_um / PLATE_UM))
    x, half, edge = rect.centre[0], rect.w * DRILLED, 7.0
    layers = (rect.h / number,) * number
    shapes: list[Shape] = [
        *metal.plates((rect.x + edge, x - half), rect.y, layers), *metal.plates((x + half, rect.x + rect.w - edge), rect.y, layers),
    ]  # fmt: skip
    low, tip = rect.y + rect.h, half * 0.6
    shapes += [Line(((x, rect.y + 1), (x, low - 1)), "ink", 3), *(Line(((x - half, y), (x + half, y)), "ink", 2) for y in (rect.y, low))]
    shapes += [Line(((x - tip, y + way * tip), (x, y), (x + tip, y + way * tip)), "ink", 3) for y, way in ((rect.y + 2, 1), (low - 2, -1))]
    figure = look.t("cut.mm", mm=kit.decimal(look, e_um / 1000))
    size = kit.fitted(look, figure, FIGURES, (rect.w - 4, look.line_height(FIGURES)), True)
    shapes.append(Text(x, rect.y - look.line_height(size) - 6, figure, look.px(size), "ink", True, "centre"))
    return shapes
