"""The panel in primer: its holes, what was riveted before, and its plan seen from inside."""

from collections.abc import Mapping

from game.mechanics.assemble.params import Piece
from game.mechanics.assemble.seen import AssembleSeen, HoleSeen
from game.screen import kit
from game.screen.kept import Kept
from game.screen.nodes import Box, Circle, Node, Picture, Rect, Shape, Text
from game.workshop.view_doc import DOC
from game.workshop.words import Words

LEFT, TOP, SCALE = 500.0, 148.0, 1000 / 720
RIVET = {"grey": "rivet_grey", "minus": "rivet_minus", "plus": "rivet_plus"}
RIVETING = ("practice", "work")


def at(x_mm: float, y_mm: float) -> tuple[float, float]:
    """Millimetres on the panel to design units."""
    return LEFT + x_mm * SCALE, TOP + y_mm * SCALE


def left_to_set(seen: AssembleSeen) -> int:
    """Holes of the zone in hand that are still empty and carry no tag."""
    return sum(1 for h in seen.holes if h.open and h.state == "empty" and not h.tagged)


def panel(look: Words, piece: Piece) -> tuple[Shape, ...]:
    """The piece with its frames named, and what the morning team has riveted."""
    shapes: list[Shape] = [Picture(piece.art, Rect(LEFT, TOP, 1014, 569))]
    for frame in piece.frames:
        x, _ = at(frame.x_mm, 0)
        name = look.t("frame", n=frame.name)
        size = kit.fitted(look, name, 22, (320, 44), True)
        shapes.append(Text(x, TOP - 12 - look.line_height(size), name, look.px(size), "steel", True, "centre"))
    for row in piece.riveted:
        for k in range(row.n):
            shapes += rivet(*at(row.x_mm + row.dx_mm * k, row.y_mm + row.dy_mm * k), 17 if row.large else 15, "grey")
    if look.comfort.text_scale <= 1.25:
        shapes.append(Text(LEFT + 452, TOP + 516, look.t("piece"), look.px(19), "primer_ink", anchor="centre"))
    return tuple(shapes)


def rivet(x: float, y: float, r: float, look: str) -> list[Shape]:
    """A head seen from above: colour and mark together."""
    d = r * 64 / 54
    return [Picture(RIVET[look], Rect(x - d, y - d, 2 * d, 2 * d))]


def hole_name(look: Words, hole: HoleSeen) -> str:
    """Features of a hole for a voice, never a verdict."""
    words = [look.t("hole", id=hole.id), look.t(f"state.{hole.state}")]
    if hole.oval:
        words.append(look.t("oval"))
    if hole.rivet:
        words.append(look.t(f"rivet.{hole.rivet}"))
    if hole.tagged:
        words.append(look.t("tagged"))
    if hole.redo:
        words.append(look.t("to_redo"))
    return ", ".join(words)


def holes(look: Words, seen: AssembleSeen, kept: Kept, *, all_live: bool = False) -> tuple[Node, ...]:
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


def _hole(look: Words, hole: HoleSeen, live: bool, gauged: bool) -> Node:
    x, y = at(hole.x_mm, hole.y_mm)
    shapes: list[Shape] = []
    if hole.state == "empty":
        d = 24.0 if hole.oval else 18.0
        shapes.append(Picture("hole_oval" if hole.oval else "hole", Rect(x - d, y - d, 2 * d, 2 * d)))
    else:
        shapes += rivet(x, y, 18 if hole.state == "formed" else 13, hole.rivet)
    if hole.tagged:
        shapes.append(Picture("tag", Rect(x - 2, y - 44, 64, 48)))
    if hole.redo:
        shapes += [Circle(x, y, 26, "", "ink", 8), Circle(x, y, 26, "", "amber", 5)]
        shapes += [Circle(x + 26, y + 18, 13, "amber", "ink", 2), Text(x + 26, y + 6, "R", 19, "ink", True, "centre")]
    if gauged:
        shapes += [Circle(x, y, 25, "", "ink", 7), Circle(x, y, 25, "", "sky", 4)]
    name = hole_name(look, hole)
    rect = Rect(x - 23, y - 23, 46, 46)
    return Node(f"hole:{hole.id}", "hole", name, rect, tuple(shapes), ("press", "point") if live else (), spoken=name)


Marks = tuple[Mapping[str, int], Mapping[str, str]]
"""Hole -> its number in the order that is read on the plan; hole -> the control point that it is."""


def plan(seen: AssembleSeen, piece: Piece, marks: Marks, top: float) -> list[Shape]:
    """The drawing from inside the aircraft: left and right are swapped, numbers give the order of a zone."""
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
        if hole.id in numbers and seen.kind != "points":
            shapes += [Circle(x, y, 12, "ink"), Text(x, y - 11, str(numbers[hole.id]), 18, "white", True, "centre")]
        if hole.id in points and seen.kind == "points":
            shapes += [Circle(x, y, 11, "", "signal", 4), Text(x, y - 34, points[hole.id], 19, "ink", True, "centre")]
    return shapes
