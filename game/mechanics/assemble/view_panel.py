"""The panel in primer: its holes, what was riveted before, and its plan seen from inside."""

from collections.abc import Mapping, Sequence

from game.mechanics.assemble.params import WIDE_MM, Piece
from game.mechanics.assemble.seen import AssembleSeen, HoleSeen
from game.screen.kept import Kept
from game.screen.nodes import Box, Circle, Node, Picture, Poly, Rect, Shape, Text
from game.workshop.view_doc import DOC
from game.workshop.words import WorkshopWords

LEFT, TOP, SCALE, WIDE = 486.0, 118.0, 1.6, 1168.0
FRAME_NAME = 21.2
RIVET = {"grey": "rivet_grey", "minus": "rivet_minus", "plus": "rivet_plus"}
SIDES = ((-1, 0), (1, 0), (0, -1), (0, 1))
"""The sides of a hole as steps from its middle: left, right, above, below."""


def at(x_mm: float, y_mm: float) -> tuple[float, float]:
    """Millimetres on the panel to design units."""
    return LEFT + x_mm * SCALE, TOP + y_mm * SCALE


def left_to_set(seen: AssembleSeen) -> int:
    """Holes of the zone in hand that are still empty and carry no tag."""
    return sum(1 for h in seen.holes if h.open and h.state == "empty" and not h.tagged)


def done(holes: Sequence[HoleSeen]) -> int:
    """How many holes have a rivet or a tag: nothing more is to be put in them."""
    return sum(h.state != "empty" or h.tagged for h in holes)


QUARTERS = 4
"""In how many shares a day of holes is told: no step of either piece ends where one of them does."""


def quarters(seen: AssembleSeen) -> int:
    """How many quarters of all holes are done, 0 to 4."""
    return QUARTERS * done(seen.holes) // max(1, seen.total)


SUN = (0.06, 0.24, 0.42, 0.60)
"""Where the beam of light of each quarter falls on the panel: its left edge, in shares of its width."""


def daylight(look: WorkshopWords, quarter: int) -> tuple[Shape, ...]:
    """The light of the hour on the piece: a beam that goes on with the work. In strong contrast nothing lies there."""
    if look.comfort.contrast:
        return ()
    left, wide = 1168 * SUN[min(quarter, len(SUN) - 1)], 280.0
    x, top, foot, lean = LEFT + left, TOP + 10, TOP + 646, 130.0
    outer = ((x, top), (x + wide, top), (x + wide + lean, foot), (x + lean, foot))
    inner = ((x + 50, top), (x + wide - 50, top), (x + wide - 50 + lean, foot), (x + 50 + lean, foot))
    return Poly(outer, "warm_light", 34), Poly(inner, "warm_light", 30)


LAMP = 52.0
"""How far about the holes of the block in hand the lamp over it reaches."""


def lamp(look: WorkshopWords, holes: Sequence[tuple[float, float]]) -> tuple[Shape, ...]:
    """The lamp over the block in hand, whose holes stand there: all of them alike, none is pointed at."""
    if look.comfort.contrast or not holes:
        return ()
    left, top = (min(spot[n] for spot in holes) - LAMP for n in (0, 1))
    right, foot = (max(spot[n] for spot in holes) + LAMP for n in (0, 1))
    left, top, right, foot = max(left, LEFT + 8), max(top, TOP + 8), min(right, LEFT + 1150), min(foot, TOP + 612)
    whole = Rect(left, top, right - left, foot - top)
    return Box(whole, "warm_light", 44, alpha=64), Box(whole.inset(16), "warm_light", 34, alpha=48)


def panel(look: WorkshopWords, piece: Piece) -> tuple[Shape, ...]:
    """The piece with its frames named, and what the morning team has riveted."""
    shapes: list[Shape] = [Picture(piece.art, Rect(LEFT, TOP, 1168, 656))]
    for frame in piece.frames:
        plate, name = frame_plate(look, frame.x_mm, frame.name)
        shapes += [Box(plate, "paper", 9), Text(plate.centre[0], plate.y + 2, name, look.px(FRAME_NAME), "ink", True, "centre")]
    for row in piece.riveted:
        for k in range(row.n):
            shapes += rivet(*at(row.x_mm + row.dx_mm * k, row.y_mm + row.dy_mm * k), 20 if row.large else 17, "grey")
    if look.comfort.text_scale <= 1.25:
        shapes.append(Text(LEFT + 36, TOP + 14, look.t("piece"), look.px(FRAME_NAME), "primer_ink"))
    return tuple(shapes)


def frame_plate(look: WorkshopWords, x_mm: int, name: str) -> tuple[Rect, str]:
    """The plate at the foot of a frame, and the words on it."""
    words = look.t("frame", n=name)
    high = look.line_height(FRAME_NAME) + 6
    return Rect(at(x_mm, 0)[0] + 34, TOP + 614 - high, look.width(words, FRAME_NAME, True) + 22, high), words


def rivet(x: float, y: float, r: float, look: str) -> list[Shape]:
    """A head seen from above: colour and mark together."""
    d = r * 64 / 54
    return [Picture(RIVET[look], Rect(x - d, y - d, 2 * d, 2 * d))]


def walls(x: float, y: float, sides: tuple[int, ...], away: float) -> list[Shape]:
    """The walls that stand beside a hole, so far from its middle: their foot on the skin, their lit edge."""
    shapes: list[Shape] = []
    for side in sides:
        dx, dy = SIDES[side]
        w, h = (away * 0.3, away * 2.2) if dx else (away * 2.2, away * 0.3)
        rect = Rect(x + dx * away - w / 2, y + dy * away - h / 2, w, h)
        shapes += [Box(Rect(rect.x + 4, rect.y + 5, w, h), "black", 3, alpha=70), Box(rect, "alu_mid", 3, "ink", 2)]
        shapes.append(Box(Rect(rect.x + 2, rect.y + 2, w - 4 if dy else 3, 3 if dy else h - 4), "white", 1, alpha=190))
    return shapes


CARD = Rect(-80.0, -80.0, 470.0, 242.0)
"""What a lens, what is under it and the card of the pige cover at the most, from the middle of the glass."""
BELOW = (LEFT + 92.0, 930.0)
"""Where the lens stands below the panel, at the left of the tray's place."""
AROUND = 20.0
"""How far about its middle a hole is to be seen."""
STRIP_TOP = 774.0
"""Below the panel: what is in hand lies on nothing that stands there."""
NAMED = 72.0
"""How far beside it its name goes, at the most."""


def beside(seen: AssembleSeen, covers: Rect = CARD, *, free: bool = False) -> tuple[float, float]:
    """Where the lens stands: where it hides the fewest holes of the zone in hand, then of their names, then of the other
    holes and of what lies there; then the farthest from the holes in hand. `free`: off the panel, where nothing is at hand
    below it.

    `covers`: what is hidden there, from the middle of the glass.
    """
    if free:
        return BELOW
    here = [at(h.x_mm, h.y_mm) for h in seen.holes if h.open] or [(LEFT, TOP)]
    there = [at(h.x_mm, h.y_mm) for h in seen.holes if not h.open]
    learns = seen.kind == "practice"
    lies = [] if learns else [at(f.x_mm, f.y_mm) for f in seen.fod]
    places = [(LEFT + dx, TOP + dy) for dx in (96.0, 780.0) for dy in (56.0, 350.0, 330.0, 510.0, 110.0)]

    def worth(place: tuple[float, float]) -> tuple[bool, int, int, int, float]:
        card = Rect(place[0] + covers.x, place[1] + covers.y, covers.w, covers.h)
        hidden = [sum(card.meets(Rect(x, y, 0, 0).inset(-AROUND)) for x, y in spots) for spots in (here, [*there, *lies])]
        near = [] if learns else [Rect(x - NAMED, y - AROUND, 2 * NAMED, 2 * AROUND) for x, y in here]
        named = sum(card.meets(name) for name in near)
        over = card.y + card.h > STRIP_TOP
        middle = place[0] + 120, place[1]
        room = min((x - middle[0]) ** 2 * 0.25 + (y - middle[1]) ** 2 for x, y in here)
        return not over, -hidden[0], -named, -hidden[1], room

    return max(places, key=worth)


def hole_name(look: WorkshopWords, hole: HoleSeen) -> str:
    """Features of a hole for a voice, never a verdict."""
    words = [look.t("hole", id=hole.id), look.t(f"state.{hole.state}")]
    if hole.walls and hole.state != "formed":
        words.append(look.t("walls", sides=", ".join(look.t(f"side.{side}") for side in hole.walls)))
    if hole.oval:
        words.append(look.t("oval"))
    if hole.rivet:
        words.append(look.t(f"rivet.{hole.rivet}"))
    if hole.tagged:
        words.append(look.t("tagged"))
    if hole.redo:
        words.append(look.t("to_redo"))
    return ", ".join(words)


def holes(look: WorkshopWords, seen: AssembleSeen, kept: Kept, *, all_live: bool = False) -> tuple[Node, ...]:
    """Every hole of the panel; those of the zone in hand come first in reach."""
    nodes = []
    for hole in sorted(seen.holes, key=lambda h: (not h.open, h.y_mm, h.x_mm)):
        live = all_live or hole.open or hole.rivet != ""
        gauged = hole.id == seen.gauge_hole
        nodes.append(
            kept.get(
                f"hole:{hole.id}",
                (look, hole, live, gauged),
                lambda hole=hole, live=live, gauged=gauged: _hole(look, hole, live, gauged),  # type: ignore[misc]
            )
        )
    return tuple(nodes)


def _hole(look: WorkshopWords, hole: HoleSeen, live: bool, gauged: bool) -> Node:
    x, y = at(hole.x_mm, hole.y_mm)
    shapes = walls(x, y, hole.walls, 29.0)
    if hole.state == "empty":
        d = 26.0 if hole.oval else 20.0
        shapes.append(Picture("hole_oval" if hole.oval else "hole", Rect(x - d, y - d, 2 * d, 2 * d)))
    else:
        shapes += rivet(x, y, 20 if hole.state == "formed" else 15, hole.rivet)
    if hole.tagged:
        shapes.append(Picture("tag", Rect(x - 2, y - 44, 64, 48)))
    if hole.redo:
        # Close about the head, its letter at the upper left: names stand at the right first, walls below and above.
        r = look.px(17)
        off = 9 + 0.6 * r
        shapes += [Circle(x, y, 22.5, "", "ink", 7), Circle(x, y, 22.5, "", "amber", 4)]
        shapes += [Circle(x - off, y - off, 0.68 * r, "amber", "ink", 2), Text(x - off, y - off - 0.62 * r, "R", r, "ink", True, "centre")]
    if gauged:
        shapes += [Circle(x, y, 22.5, "", "ink", 7), Circle(x, y, 22.5, "", "sky", 4)]
    name = hole_name(look, hole)
    rect = Rect(x - 27, y - 27, 54, 54)
    return Node(f"hole:{hole.id}", "spot", name, rect, tuple(shapes), ("press", "point") if live else (), spoken=name)


PanelMarks = tuple[Mapping[str, int | str], Mapping[str, str]]
"""Hole -> its number in the order that is read on the plan, or `SOUGHT`; hole -> the control point that it is."""
SOUGHT = "?"
"""The mark of the one place that practice looks for: no number, which would give the order of a zone."""


def plan(seen: AssembleSeen, piece: Piece, marks: PanelMarks, top: float, scale: float) -> list[Shape]:
    """The drawing from inside the aircraft: left and right are swapped, numbers give the order of a zone.

    `scale`: how large words are. Large numbers stand by turns above and below their hole, so that each can be read.
    """
    numbers, points = marks
    box = Rect(DOC.x + 20, top, DOC.w - 40, 222)
    k = box.w / 720
    shapes: list[Shape] = [Box(box, "white", 10, "steel", 2)]
    shapes += [Box(Rect(box.x + 6, box.y + 6 + y * k - 8, box.w - 12, 16), "cloud", 3) for y in piece.stringers_mm]
    shapes += [Box(Rect(box.x + box.w - f.x_mm * k - 9, box.y + 6, 18, box.h - 12), "mist", 3) for f in piece.frames]
    if (w := piece.window) is not None:
        left = box.x + box.w - (w.x_mm + w.w_mm) * k
        shapes.append(Box(Rect(left, box.y + 6 + w.y_mm * k, w.w_mm * k, w.h_mm * k), "white", 26, "mist", 3))
    for hole in seen.holes:
        x, y = box.x + box.w - hole.x_mm * k, box.y + 6 + hole.y_mm * k
        shapes.append(Circle(x, y, 4, "steel"))
        if hole.id in numbers and seen.kind != "points" and scale > 1.25:
            over = sum(h.y_mm == hole.y_mm and h.x_mm < hole.x_mm and h.id in numbers for h in seen.holes) % 2 == 0
            away = -18 * scale * 1.3 if over else 2.0
            shapes += [Circle(x, y, 8, _tone(numbers[hole.id])), Text(x, y + away, str(numbers[hole.id]), 18 * scale, "ink", True, "centre")]
        elif hole.id in numbers and seen.kind != "points":
            sought = numbers[hole.id] == SOUGHT
            shapes += [Circle(x, y, 15 if sought else 12, _tone(numbers[hole.id]), "ink", 2)]
            shapes.append(Text(x, y - 11, str(numbers[hole.id]), 18, "ink" if sought else "white", True, "centre"))
    return [*shapes, *(_pointed(seen, points, (box.x + box.w, box.y + 6, k), scale) if seen.kind == "points" else ())]


def _tone(mark: int | str) -> str:
    return "amber" if mark == SOUGHT else "ink"


def _pointed(
    seen: AssembleSeen, points: Mapping[str, str], sheet: tuple[float, float, float], scale: float
) -> list[Shape]:
    """The control points of the plan, each name where it hides no hole and no other name.

    `sheet`: its right edge, the top and the units a millimetre: left and right are swapped.
    """
    right, top, k = sheet
    where = {h.id: (right - h.x_mm * k, top + h.y_mm * k) for h in seen.holes}
    size = 23 * scale
    w, h = 1.3 * size, 0.8 * size
    taken = [Rect(x - 6, y - 6, 12, 12) for x, y in where.values()]
    taken += [Rect(where[hole][0] - 13, where[hole][1] - 13, 26, 26) for hole in points]
    shapes: list[Shape] = []
    for hole, name in points.items():
        x, y = where[hole]
        ways = ((0, -1), (1, 0), (-1, 0), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1))
        places = [Rect(x + dx * (15 + w / 2) - w / 2, y + dy * (14 + h / 2) - h / 2, w, h) for dx, dy in ways]
        inside = [r for r in places if right - WIDE_MM * k <= r.x and r.x + r.w <= right]
        spot = min(inside or places, key=lambda r: sum(r.shared(rect) for rect in taken))
        taken.append(spot)
        shapes += [Circle(x, y, 11, "", "signal", 4), Box(spot.inset(-2), "white", 6, alpha=215)]
        shapes.append(Text(spot.centre[0], spot.centre[1] - 0.62 * size, name, size, "ink", True, "centre"))
    return shapes
