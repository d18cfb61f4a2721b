"""The fan answers: it turns by a blade with its weight, a light comes on for each decision, a line that lights blooms."""

import math
from dataclasses import replace

from game.mechanics.inspect.seen import InspectSeen
from game.mechanics.inspect.view_blade import HUB, LENS, LENS_R
from game.screen import kit
from game.screen.faces import ATTENTIVE, drawn
from game.screen.motion import NOTHING, Edit, Play, centred, eased, swung
from game.screen.nodes import Circle, Line, Node, Picture, Rect, Screen, Shape, Text
from game.workshop import view as shared_view
from game.workshop.words import WorkshopWords

TURN_MS, GLEAM_MS, DARK_MS, LIGHT_MS = 350, 480, 480, 480
PITCH_DEG = 15
"""The angle from a blade to the next."""
CASING_R, SPREAD_DEG = 1162.0, 20.5
"""The ring of the casing about the hub, and how far to either side its lights reach."""
FREED_TICKS = 40
"""How long the hold is seen open as the rotor goes on by a blade: it has come to rest before it closes again."""
AWAY = 196.0
"""How far apart the numbers on the hub stand."""


def swept(seen: InspectSeen, sweeps: bool) -> bool | None:
    """Whether the lamp goes from side to side by itself; None in practice, where that is learnt by hand."""
    return sweeps if seen.kind == "work" else None


def lights(done: int, of: int) -> list[Shape]:
    """On the casing a light for each blade of the step, from left to right: so many burn as are decided or set apart.

    How many, never which ones: what was passed over is not told by them.
    """
    # Once all of them burn, they are a crown: a step that is whole looks whole.
    shapes: list[Shape] = [*_crown()] if 0 < of <= done else []
    for n, (x, y) in enumerate(places(of)):
        if n < done:
            r = 46 if done >= of else 34
            shapes += [Picture("glow", Rect(x - r, y - r, 2 * r, 2 * r)), Circle(x, y, LIGHT_R, "warm_light", "gold", 2)]
        else:
            shapes.append(Circle(x, y, LIGHT_R - 1, "ink", "alu_dark", 2))
    return shapes


def places(of: int, r: float = CASING_R) -> list[tuple[int, int]]:
    """Where on the casing the lights of so many blades are, so far from the hub."""
    return [_on_casing(SPREAD_DEG * (2 * n / max(1, of - 1) - 1), r) for n in range(of)]


def _on_casing(deg: float, r: float = CASING_R) -> tuple[int, int]:
    turn = math.radians(deg)
    return round(HUB[0] + r * math.sin(turn)), round(HUB[1] - r * math.cos(turn))


def _crown() -> list[Shape]:
    """The casing from the first light to the last, aglow."""
    arc = tuple(_on_casing(SPREAD_DEG * k / 20) for k in range(-20, 21))
    return [Line(arc, "gold", 13), Line(arc, "warm_light", 5)]


LIGHT_R = 8.0
"""How large a light of the casing is that burns; one that does not is a little smaller."""


def _burning_of(shapes: tuple[Shape, ...]) -> list[Circle]:
    return [s for s in shapes if isinstance(s, Circle) and s.r == LIGHT_R and s.stroke == "gold"]


def lighting(play: Play, ms: float) -> Edit:
    """The light of a decision comes on; with the last one of a step all of them swell, one after the other.

    The same whatever was decided: it says that it was.
    """
    before, now = _burning_of(play.was.decor), _burning_of(play.now.decor)
    new = [c for c in now if c not in before]
    if not new:
        return NOTHING
    share = ms / LIGHT_MS
    whole = len(now) > 1 and not any(isinstance(s, Circle) and s.r == LIGHT_R - 1 and s.stroke == "alu_dark" for s in play.now.decor)
    over: list[Shape] = []
    for n, light in enumerate(now if whole else new):
        at = share * 2 - n / len(now) if whole else share
        if 0 < at < 1:
            r = round(20 + 70 * eased(at))
            over.append(Picture("glow", Rect(light.x - r, light.y - r, 2 * r, 2 * r), alpha=round(250 * (1 - at) / 10) * 10))
    return Edit({}, tuple(over))


def _rotor(play: Play) -> tuple[Node | None, Node | None]:
    rotors = [next((n for n in screen.nodes if n.id == "rotor"), None) for screen in (play.was, play.now)]
    return rotors[0], rotors[1]


def turning(play: Play, ms: float) -> Edit:
    """By one blade, slow, fast and slow again, as what is heavy: one goes into the dark, the next comes into the light.

    They slide along the circle and do not tilt: a drawing that keeps its angle is made once, and each frame is cheap.
    """
    was, now = _rotor(play)
    if was is None or now is None or play.was.id != play.now.id or PULLED in (was.value, now.value):
        return NOTHING
    share, way = swung(ms / TURN_MS), int(play.cue.data["way"])
    shapes = [_aside(s, way * PITCH_DEG * (1 - share), share) for s in now.shapes]
    shapes = [*(_aside(s, -way * PITCH_DEG * share, 1 - share) for s in was.shapes if _is_blade(s)), *shapes]
    aside = round(way * AWAY * (1 - share))
    plates = {n.id: tuple(kit.moved(s, aside, 0) for s in n.shapes) for n in play.now.nodes if n.id.startswith("blade:")}
    return Edit({**plates, now.id: tuple(shapes)})


PULLED = "pulled"
"""The value of a rotor that a hand has pulled beside its rest, or that goes on a little: no turn moves it then."""


def pulled(shapes: tuple[Shape, ...], off: int) -> tuple[Shape, ...]:
    """The rotor so far (design units) beside its rest, under the hand that pulls it: another blade comes into the light."""
    if not off:
        return shapes
    share = min(1.0, abs(off) / AWAY)
    deg = PITCH_DEG * off / AWAY
    comes = (_aside(s, deg - math.copysign(PITCH_DEG, off), share) for s in shapes if _is_blade(s))
    return (*comes, *(_aside(s, deg, 1 - share) for s in shapes if _stays_lit(s)))


def _stays_lit(shape: Shape) -> bool:
    """The metal and the light of the lamp; what gleams, and what is written, is of a blade at its rest."""
    return isinstance(shape, Picture) and (_is_blade(shape) or shape.art == "light_pool")


def pulled_plates(plates: tuple[Node, ...], off: int) -> tuple[Node, ...]:
    """The numbers on the hub as far beside their places."""
    return tuple(replace(n, shapes=tuple(kit.moved(s, off, 0) for s in n.shapes)) for n in plates) if off else plates


def nearing() -> tuple[Shape, ...]:
    """The blade that comes next, half lit already: the one in hand has its word."""
    pool = Picture("light_pool", Rect(HUB[0] - 150, 210, 300, 480), alpha=150)
    return (aside(pool, PITCH_DEG),)


def _is_blade(shape: Shape) -> bool:
    return isinstance(shape, Picture) and shape.art.startswith("blade_")


def _aside(shape: Shape, deg: float, share: float) -> Shape:
    """A blade so far round the hub, and as much in the light; what else there is stays: the light does not turn."""
    if not isinstance(shape, Picture) or not _is_blade(shape):
        return shape
    moved = aside(shape, deg)
    return replace(moved, alpha=round(shape.alpha * share))


def aside(blade: Picture, deg: float) -> Picture:
    """A blade so far round the hub; it keeps its angle, so that its drawing is made once."""
    turn = math.radians(deg)
    x, y = blade.rect.centre
    far = HUB[1] - y
    return centred(blade, round(x + far * math.sin(turn)), round(y + far * (1 - math.cos(turn))))


def gleaming(play: Play, ms: float) -> Edit:
    """Something came to light under the lens, whatever it is: a spark goes from the blade to the glass, and it blooms.

    Its mentor looks up for as long: the same for a mark that matters and for one that does not.
    """
    if not any(n.id == "loupe" for n in play.now.nodes):
        return NOTHING
    share = ms / GLEAM_MS
    over = [*_spark(_rotor(play)[1], share / FLIES), *_bloom(max(0.0, share - FLIES / 2) / (1 - FLIES / 2)), *looks_up(play, share)]
    return Edit({}, tuple(over))


FLIES = 0.34
"""Which part of the time a spark takes from the blade to the glass."""


def _spark(rotor: Node | None, share: float) -> list[Shape]:
    """From the place of the lens on the blade: a ring that widens there, and a point of light along the thread."""
    ring = next((s for s in rotor.shapes if isinstance(s, Circle) and s.stroke == "warm_light"), None) if rotor is not None else None
    if ring is None or share >= 2:
        return []
    wide = min(1.0, share / 2)
    shapes: list[Shape] = [Circle(ring.x, ring.y, round(ring.r + 46 * eased(wide)), "", "warm_light", max(1, round(8 * (1 - wide))))]
    if share < 1:
        x, y = (round(a + (b - a) * eased(share)) for a, b in zip((ring.x, ring.y), LENS, strict=True))
        shapes += [Picture("glow", Rect(x - 44, y - 44, 88, 88)), Circle(x, y, 6, "white")]
    return shapes


def _bloom(share: float) -> list[Shape]:
    """A breath of light in the glass: a wave, and points that fly."""
    if share <= 0:
        return []
    x, y = LENS
    r = 30 + (LENS_R - 34) * eased(share)
    pool = round(230 * (1 - share) / 10) * 10
    waves = [Circle(x, y, round(max(1.0, r - lag)), "", "warm_light", max(1, round(wide * (1 - share)))) for lag, wide in ((0, 9), (26, 4)) if r > lag]
    rays = [
        Circle(round(x + far * r * math.cos(a)), round(y + far * r * math.sin(a)), max(1, round(size * (1 - share))), "white")
        for n in range(16) for a, far, size in ((math.pi * n / 8 + 0.2, 1.0 if n % 2 else 0.72, 5 if n % 2 else 3),)
    ]
    return [Picture("glow", Rect(x - 160, y - 160, 320, 320), alpha=pool), *waves, *rays]


def looks_up(play: Play, share: float) -> list[Shape]:
    """Who stands beside looks up from their work for a moment, at anything that comes to light and at any word."""
    there = next((s for s in play.now.decor if isinstance(s, Picture) and s.art.startswith("mentor_")), None)
    if there is None or share >= 1:
        return []
    art = there.art.removesuffix(ATTENTIVE) + ATTENTIVE
    there = replace(there, art=art) if drawn(art) else there
    r, (x, y) = there.rect, there.rect.centre
    nods = round(5 * math.sin(math.pi * min(1.0, share * 2)))
    return [Circle(x, y, r.w / 2, "slate"), replace(there, rect=Rect(r.x, r.y + nods, r.w, r.h)), Circle(x, y, r.w / 2 + 3, "", "warm_light", max(1, round(4 * (1 - share))))]


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


def unlit(shapes: tuple[Shape, ...]) -> tuple[Shape, ...]:
    """Pictures that a lamp lit, once it has failed; what was drawn on them is not seen."""
    return tuple(_burning(s, 0.125) for s in shapes if isinstance(s, Picture))


def failed(look: WorkshopWords, screen: Screen, says: str, who: str, no: int) -> Screen:
    """The dark bench under the card of who brings another lamp, `no`: it waits until that one is switched on."""
    return shared_view.asked(look, screen, says, (("lit:", look.t("lamp_on", n=no)),), who)
