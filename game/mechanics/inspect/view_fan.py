"""The fan answers: it turns by a blade with its weight, a light comes on for each decision, a line that lights blooms."""

import math
from dataclasses import replace

from game.mechanics.inspect.view_blade import HUB, LENS, LENS_R
from game.screen import kit
from game.screen.motion import NOTHING, Edit, Play, eased, turned
from game.screen.nodes import Circle, Node, Picture, Rect, Shape, Text

TURN_MS, GLEAM_MS, DARK_MS = 350, 480, 480
PITCH_DEG, STEP_DEG = 15, 3
"""The angle from a blade to the next, and between two drawings of one that turns: few, so that few are ever made."""
CASING_R, SPREAD_DEG = 1162.0, 20.5
"""The ring of the casing about the hub, and how far to either side its lights reach."""
AWAY = 196.0
"""How far apart the numbers on the hub stand."""


def lights(done: int, of: int) -> list[Shape]:
    """On the casing a light for each blade of the step, from left to right: so many burn as are decided or set apart.

    How many, never which ones: what was passed over is not told by them.
    """
    shapes: list[Shape] = []
    for n in range(of):
        turn = math.radians(SPREAD_DEG * (2 * n / max(1, of - 1) - 1))
        x, y = round(HUB[0] + CASING_R * math.sin(turn)), round(HUB[1] - CASING_R * math.cos(turn))
        if n < done:
            shapes += [Picture("glow", Rect(x - 34, y - 34, 68, 68)), Circle(x, y, 8, "warm_light", "gold", 2)]
        else:
            shapes.append(Circle(x, y, 7, "ink", "alu_dark", 2))
    return shapes


def _rotor(play: Play) -> tuple[Node | None, Node | None]:
    found = [next((n for n in screen.nodes if n.id == "rotor"), None) for screen in (play.was, play.now)]
    return found[0], found[1]


def turning(play: Play, ms: float) -> Edit:
    """By one blade, fast and then slower: the one that goes darkens on its way, the next comes into the light."""
    was, now = _rotor(play)
    if was is None or now is None or play.was.id != play.now.id:
        return NOTHING
    share, way = eased(ms / TURN_MS), int(play.cue.data["way"])
    comes = STEP_DEG * round(way * PITCH_DEG * (1 - share) / STEP_DEG)
    goes = comes - way * PITCH_DEG
    shapes = [_aside(s, comes, 1.0) for s in now.shapes]
    if share < 0.8:
        shapes = [*(_aside(s, goes, 1 - share) for s in was.shapes if _is_blade(s)), *shapes]
    aside = round(way * AWAY * (1 - share))
    plates = {n.id: tuple(kit.moved(s, aside, 0) for s in n.shapes) for n in play.now.nodes if n.id.startswith("blade:")}
    return Edit({**plates, now.id: tuple(shapes)})


def _is_blade(shape: Shape) -> bool:
    return isinstance(shape, Picture) and shape.art.startswith("blade_")


def _aside(shape: Shape, deg: int, share: float) -> Shape:
    """A blade turned about the hub, and darker; what else there is stays: the light does not turn."""
    if not isinstance(shape, Picture) or not _is_blade(shape):
        return shape
    return replace(turned(shape, deg, HUB), alpha=round(shape.alpha * share))


def gleaming(play: Play, ms: float) -> Edit:
    """Something came to light under the lens: a breath of light in the glass and on the blade, whatever it is."""
    if not any(n.id == "loupe" for n in play.now.nodes):
        return NOTHING
    share = ms / GLEAM_MS
    x, y = LENS
    r = 36 + (LENS_R - 40) * eased(share)
    pool = round(210 * (1 - share) / 10) * 10
    wave = Circle(x, y, round(r), "", "warm_light", max(1, round(7 * (1 - share))))
    rays = [
        Circle(round(x + r * math.cos(a)), round(y + r * math.sin(a)), max(1, round(4 * (1 - share))), "white")
        for a in (math.pi * n / 6 + 0.26 for n in range(12))
    ]
    return Edit({}, (Picture("glow", Rect(x - 150, y - 150, 300, 300), alpha=pool), wave, *rays))


def _number(node: Node | None) -> str:
    return next((s.text for s in node.shapes if isinstance(s, Text)), "") if node is not None else ""


def lamp_changed(play: Play, ms: float) -> Edit:
    """Another lamp was brought: the light fails, the blade lies in the dark, the new lamp comes on and is pointed at.

    Any other bell is heard, and nothing goes dark.
    """
    before, lamp = (next((n for n in screen.nodes if n.id == "lamp"), None) for screen in (play.was, play.now))
    _, rotor = _rotor(play)
    if rotor is None or lamp is None or before is None or _number(before) == _number(lamp):
        return NOTHING
    share = ms / DARK_MS
    # Two steps down, one long dark, and a light that swells: nothing flashes.
    burns = 0.45 if share < 0.08 else 0.06 if share < 0.55 else min(1.0, 0.06 + (share - 0.55) / 0.3)
    dim = tuple(_burning(s, burns) for s in rotor.shapes)
    x, y = next(((s.x, s.y) for s in lamp.shapes if isinstance(s, Circle) and s.fill == "white"), lamp.rect.centre)
    ring = [Circle(x, y, round(24 + 60 * k), "", "warm_light", 4) for k in ((share * 3 % 1),) if share > 0.45]
    return Edit({rotor.id: dim}, tuple(ring))


def _burning(shape: Shape, burns: float) -> Shape:
    """A picture of the lit blade or of the light, as far as the lamp burns; in few steps."""
    return replace(shape, alpha=round(shape.alpha * round(burns * 16) / 16)) if isinstance(shape, Picture) else shape
