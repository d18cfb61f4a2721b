"""Blades of the team before, on a dark rack under one lamp that slides above them all: those to review are marked."""

from collections.abc import Mapping
from dataclasses import replace

from game.mechanics.inspect import view_blade
from game.mechanics.inspect.light import shine
from game.mechanics.inspect.seen import InspectSeen, MarkSeen
from game.mechanics.inspect.view import lamp_said
from game.mechanics.inspect.view_tray import GOES_ON
from game.screen import kit
from game.screen.nodes import Box, Circle, Line, Node, Picture, Poly, Rect, Shape
from game.workshop import view_close
from game.workshop.state import PRACTICE
from game.workshop.view import MIDDLE, Parts
from game.workshop.words import WorkshopWords

TOP = 316.0
HIGH = 204.0
"""How high the place of each blade is, four rows of them at the most."""
WAY = 164.0
"""How wide the buttons of the lamp are, at both ends of its rail."""
REACH = 92.0
"""How far to either side the lamp is drawn about its place, tilted: at its ends it covers no word of a button."""
RAIL = Rect(MIDDLE.x + WAY + REACH, 128, MIDDLE.w - 2 * (WAY + REACH), 160)
GROUND: tuple[Shape, ...] = (Box(Rect(0, 0, 1920, 1300), "ink", to="black"),)
FEATURES: Mapping[str, tuple[str, int, int, int]] = {
    "crack_left": ("crack", -36, 9000, 62), "crack_middle": ("crack", 4, 8000, -48), "crack_right": ("crack", 38, 9500, 35),
    "impact": ("impact", 0, 4200, 0), "reflection": ("reflection", 10, 9000, -30), "smear": ("smear", 0, 9000, 12),
    "scratch": ("scratch", -12, 9000, 24),
}  # fmt: skip
"""What each feature of the rack is: its kind, best angle (degrees), length (um) and turn (degrees)."""
APART = view_close.APART
UNITS_MM = 11.0
NEAR = 1.22
"""How much larger the blades lie where two rows of them have the whole rack; in practice the mentor stands before it."""
LIGHT = ((240, 190, 300, 130), (520, 220, 620, 110), (900, 250, 900, 90))
"""Width, top, height and strength of the lights under the lamp."""


def deg_of(x: float, most: int) -> int:
    """The angle of the lamp for a hand at a place of its rail."""
    return max(-most, min(most, 2 * round((x - RAIL.centre[0]) / (RAIL.w / 2) * most / 2)))


def x_of(deg: int, most: int) -> float:
    """Where on its rail the lamp stands for an angle."""
    return RAIL.centre[0] + deg / most * RAIL.w / 2


BODY = (
    (-82, -84), (-40, -88), (10, -88), (60, -84), (90, -77), (94, -70), (92, -34), (88, 8), (83, 50), (80, 78), (74, 84),
    (30, 87), (-20, 88), (-66, 87), (-73, 82), (-76, 46), (-82, 4), (-87, -38), (-89, -74), (-87, -81),
)  # fmt: skip
"""A piece of blade about (0, 0): hollow on one side, round on the other, worn at its corners."""
EDGE_LINE = ((-83, -72), (-81, -38), (-76, 4), (-70, 46), (-67, 76))
SPAN_LINE = ((34, -80), (34, -30), (30, 24), (28, 78))


PLACES = ((0.0, 0.0), (-15.0, 14.0), (14.0, -18.0), (-14.0, -20.0), (12.0, 14.0))
"""Where on a piece of blade its mark lies (design units from its middle): no two racks look alike."""


def place_of(rack: str, x: float, y: float) -> tuple[float, float]:
    """Where the mark lies on the piece that stands at a place of a rack."""
    return PLACES[(sum(map(ord, rack)) + round(x / 40) + 2 * round(y / 40)) % len(PLACES)]


def blade(feature: str, x: float, y: float, lamp_deg: int, aside: tuple[float, float] = (0.0, 0.0)) -> list[Shape]:
    """A piece of blade about a point with what the lamp shows of it at this angle; its mark lies so far `aside`."""
    body, edge, span = (tuple((x + px, y + py) for px, py in points) for points in (BODY, EDGE_LINE, SPAN_LINE))
    way = max(-1.0, min(1.0, lamp_deg / 50))
    lit = ("steel", "alu_mid", "steel") if abs(way) < 0.3 else ("alu_mid", "steel", "slate") if way < 0 else ("slate", "steel", "alu_mid")
    shapes: list[Shape] = [Poly(tuple((px + 6, py + 9) for px, py in body), "black", 130), Poly(body, "steel", ramp=lit), Line((*body, body[0]), "black", 3)]
    shapes += [*view_blade.stroke(edge, 4, "white", 120 if way < 0.3 else 50), *view_blade.stroke(span, 2, "white" if way > -0.3 else "ink", 46)]
    if feature in FEATURES:
        kind, best, size, turn = FEATURES[feature]
        now = shine(kind, best, lamp_deg)
        if now.light:
            mark = MarkSeen(0, kind, 0, 0, size, turn, now.light, now.side, True)
            slid = max(-50.0 - aside[1], min(50.0 - aside[1], now.slid_um / 1000 * 3.4))
            shapes += view_blade.DRAWN[kind](mark, UNITS_MM, (x + aside[0], y + aside[1] + slid))
    return shapes


def rack(look: WorkshopWords, seen: InspectSeen, most: int) -> tuple[Parts, tuple[Shape, ...]]:
    """The rack with its lamp, and what lies below."""
    k = NEAR if len(seen.heads) <= 8 and seen.phase != PRACTICE else 1.0

    def drawn(feature: str, x: float, y: float) -> list[Shape]:
        return [kit.scaled(shape, k, x, y) for shape in blade(feature, 0, 0, seen.lamp_deg, place_of(seen.phase, x, y))]

    shapes, nodes = view_close.heads(look, seen, drawn, bed=lambda rows: bed(rows, HIGH * k), top=TOP, high=HIGH * k)
    x = x_of(seen.lamp_deg, most)
    # A drawing that keeps its size is made once; only its place changes with the lamp.
    light: list[Shape] = [Picture("light_pool", Rect(round(x) - wide / 2, top, wide, high), alpha=alpha) for wide, top, high, alpha in LIGHT]
    rail: list[Shape] = [Box(Rect(RAIL.x - 70, 142, RAIL.w + 140, 14), "steel", 7, "black", 3), Line(((x, 150), (x, 186)), "steel", 14)]
    head = Picture("lamp_head", Rect(round(x) - 70, 144, 140, 140), angle=-view_blade.STEP * round(seen.lamp_deg * 0.5 / view_blade.STEP))
    lamp = Node("lamp", "handle", look.t("lamp"), Rect(x - 74, 136, 148, 152), (head, Circle(x, 178, 10, "amber", "black", 3)), ("drag",), value=str(seen.lamp_deg), spoken=lamp_said(look, seen.lamp_deg))
    turns = []
    for n, (id, key) in enumerate((("less", "1"), ("more", "2"))):
        rect = Rect(MIDDLE.x + n * (MIDDLE.w - WAY), 156, WAY, 112)
        turns.append(replace(kit.button(look, f"{id}:", look.t(f"tray.{id}"), rect, style="dark", size=kit.READ, shortcut=key), actions=GOES_ON))
    return ((*shapes, *rail, *light), (*nodes, turns[0], lamp, turns[1])), GROUND


def bed(rows: int, high: float) -> list[Shape]:
    """Dark felt, a rail a row, each so high."""
    pitch = high + APART
    panel = Rect(MIDDLE.x, TOP - 18, MIDDLE.w, pitch * rows + 36)
    shapes: list[Shape] = [Box(panel, "tarmac", 26, "rim", 2)]
    for row in range(rows):
        y = TOP + row * pitch
        shapes += [Box(Rect(MIDDLE.x + 16, y + 26, MIDDLE.w - 32, high - 36), "black", 12, alpha=90)]
    return shapes
