"""Each turn of the day at first sight: the light of its hour, the metal of its rotor, and the picture that opens it."""

import math
from dataclasses import dataclass
from functools import lru_cache

from game.mechanics.inspect import view
from game.mechanics.inspect.params import InspectParams
from game.mechanics.inspect.view_round import ALL, LINE_AT, share, stage
from game.screen import kit
from game.screen.faces import face
from game.screen.motion import eased
from game.screen.nodes import Box, Circle, Line, Picture, Poly, Rect, Screen, Shape
from game.workshop.view import Parts
from game.workshop.words import WorkshopWords

OPENS_MS, COMES_MS = 2600, 700
"""How long the picture of a turn stands, and how long its light takes to come."""
NEXT = "_next"
"""The end of the names of the drawings of another rotor's metal: as bright, of another colour."""
SOFT = 18
"""How many beams lie over one another, so that none has an edge."""
HOURS = (7.0, 11.5)
"""The hour of the first turn of a day and of its last one."""
SWEEPS_H = 1.5
"""How far the hands of the clock come up."""
CLOCK = (1500.0, 330.0, 128.0)
Beam = tuple[tuple[float, float], ...]
BEAMS: tuple[tuple[tuple[Beam, ...], str], ...] = (
    ((((-40, 100), (-40, 400), (1960, 860), (1960, 500)), ((-40, 640), (-40, 880), (1960, 1340), (1960, 1140))), "sky"),
    ((((430, 86), (780, 86), (1180, 1080), (620, 1080)), ((900, 86), (1010, 86), (1460, 1080), (1280, 1080))), "gold_light"),
    ((((1150, 86), (1500, 86), (1180, 1080), (560, 1080)), ((820, 86), (980, 86), (560, 1080), (300, 1080))), "amber"),
)
"""Light of the windows of the hall, from the low one of the morning to the high one of noon."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn of the day: which one of how many, the end of the names of the drawings of its metal, and where it is.

    `places`: its blades on the rotor of `whole`; `behind`: those of the same rotor that a turn before had.
    """

    n: int
    of: int
    metal: str
    places: tuple[int, ...] = ()
    whole: int = 0
    behind: tuple[int, ...] = ()

    @property
    def hour(self) -> float:
        """What a clock on the wall says, in hours."""
        first, last = HOURS
        return first if self.of < 2 else first + (last - first) * self.n / (self.of - 1)

    @property
    def light(self) -> int:
        """Which of the lights of the hall."""
        return 0 if self.of < 2 else round(self.n * (len(BEAMS) - 1) / (self.of - 1))


def turn_of(params: InspectParams, zone: str) -> Turn:
    """The turn of a rotor's step; blades whose numbers were met before in the day are those of another rotor."""
    zones = [p.zone for p in params.phases if p.zone in params.rotors]
    met, behind, numbers = set[int](), set[int](), set[int]()
    metal, whole = "", 0
    for name in zones[: zones.index(zone) + 1] if zone in zones else ():
        rotor = params.rotors[name]
        numbers, whole = set(range(rotor.first, rotor.first + len(rotor.blades))), rotor.of
        metal = NEXT if numbers & met else ""
        behind = set() if metal else set(met)
        met |= numbers
    return Turn(zones.index(zone) if zone in zones else 0, len(zones), metal, tuple(sorted(numbers)), whole, tuple(sorted(behind)))


WANDERS = 130.0
"""How far a beam goes on with each third of a turn (design units), and by how much it grows."""
GROWS = 0.3


@lru_cache(8)
def night(turn: Turn | None, strength: float = 1.0, third: int = 0) -> tuple[Shape, ...]:
    """The dark bench in the light of its hour: what surrounds the blade in hand, never what lies on it.

    `third`: how many thirds of the turn are behind; the light goes on with the work, as the sun does.
    """
    if turn is None or turn.of < 2:
        return view.NIGHT
    drawn = tuple(Picture(f"fan_night{turn.metal}", s.rect) if isinstance(s, Picture) else s for s in view.NIGHT)
    beams, tint = BEAMS[turn.light]
    goes, strength = WANDERS * third, strength + GROWS * third
    beams = tuple(tuple((x + goes, y) for x, y in beam) for beam in beams)
    light = tuple(s for beam in beams for s in _soft(beam, tint, round(4 * strength)))
    return (*drawn, Box(Rect(0, 0, 1920, 1300), tint, alpha=round(16 * strength)), *light)


def _soft(beam: Beam, tint: str, alpha: int) -> list[Shape]:
    """A beam whose edges melt into the dark: narrower and narrower ones over one another."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = beam
    shapes: list[Shape] = []
    for k in range(SOFT):
        t = k / (2 * SOFT)
        near = (ax + (bx - ax) * t, ay + (by - ay) * t), (bx + (ax - bx) * t, by + (ay - by) * t)
        far = (cx + (dx - cx) * t, cy + (dy - cy) * t), (dx + (cx - dx) * t, dy + (cy - dy) * t)
        shapes.append(Poly((*near, *far), tint, alpha))
    return shapes


def opening(look: WorkshopWords, bar: Parts, turn: Turn, ms: float, *, still: bool) -> Screen:
    """What opens a turn: the hall in its light, the clock on its wall, and its mentor as she begins."""
    come = 1.0 if still else share(ms, 0, COMES_MS)
    tint = BEAMS[turn.light][1]
    x, y, r = CLOCK
    shapes: list[Shape] = [Picture("glow", Rect(x - 230, y - 230, 460, 460), alpha=90), *_clock(x, y, r, turn.hour - (1 - eased(come)) * SWEEPS_H)]
    w = LINE_AT.w
    mentor = Rect(LINE_AT.x, LINE_AT.y, w, w)
    shapes += [Circle(*mentor.centre, w / 2 + 9, "ink", tint, 5), Picture(face(look.head.mentor, speaks=turn.n > 0), mentor)]
    shapes += _on_the_rotor(turn, tint, eased(come))
    shapes += _carries(turn, mentor.x - 4, mentor.y + w - 40)
    spoken = look.t("round.opens", n=turn.n + 1, of=turn.of)
    shapes += [Picture(f"blade_mid{turn.metal}", Rect(784, 130, 286, 690), alpha=round(come * 6) * 25)]
    for n in range(turn.of):
        cx = ALL.w / 2 - 42 + (n - (turn.of - 1) / 2) * 54
        # What is behind is full; the turn that begins is a ring: nothing of it is done yet.
        ring = Circle(cx, 980, 15, "ink", "warm_light", 5) if n == turn.n else Circle(cx, 980, 13, "ink", "alu_dark", 3)
        shapes += [Circle(cx, 980, 15, "warm_light", "gold", 3) if n < turn.n else ring]
    shapes += _ahead(look, turn)
    return stage(look, bar, "opens", spoken, shapes, night(turn, 1.7))


ROTOR_AT, ROTOR_R = (392.0, 470.0), 216.0
AHEAD = Rect(ROTOR_AT[0] - 200, ROTOR_AT[1] + ROTOR_R + 54, 400, 70)


def _ahead(look: WorkshopWords, turn: Turn) -> list[Shape]:
    """Below the rotor, how many blades this turn has: they are to be looked at, none of them is done."""
    words = look.t("hour.ahead", n=len(turn.places))
    size = kit.fitted(look, words, 30, (AHEAD.w - 40, AHEAD.h - 8), True)
    high = look.line_height(size) * len(look.wrap(words, size, AHEAD.w - 40, True))
    lines = kit.paragraph(look, AHEAD.x + 20, AHEAD.centre[1] - high / 2, AHEAD.w - 40, words, size, colour="white", bold=True, anchor="centre")[0]
    return [Box(AHEAD, "tarmac", 22, "rim", 2), *lines]


def _on_the_rotor(turn: Turn, tint: str, come: float) -> list[Shape]:
    """The whole rotor from the front: an edge of light goes about the blades of this turn, one after the other.

    They are empty: a full light is what a blade gets that is done. Those behind stand there in metal.
    """
    x, y = ROTOR_AT
    shapes: list[Shape] = [Circle(x + 8, y + 12, ROTOR_R + 26, "black", alpha=120), Circle(x, y, ROTOR_R + 22, "ink", "steel", 8)]
    lit = round(come * len(turn.places))
    for n in range(1, turn.whole + 1):
        at = turn.places.index(n) if n in turn.places else len(turn.places)
        fill = "alu_mid" if n in turn.behind else "slate"
        mid, half = 2 * math.pi * (n - 1) / turn.whole, math.pi / turn.whole * 0.74
        sweep = 0.16
        quad = tuple((x + d * math.sin(mid + w), y - d * math.cos(mid + w)) for d, w in ((66.0, -half * 0.8), (ROTOR_R, sweep - half), (ROTOR_R, sweep + half), (66.0, half * 0.8)))
        shapes.append(Poly(quad, fill))
        shapes += [Line((*quad, quad[0]), "warm_light", 4)] if at < lit else []
    return [*shapes, Circle(x, y, 58, "steel", "ink", 6), Circle(x, y, 22, tint, "ink", 3)]


def _clock(x: float, y: float, r: float, hour: float) -> list[Shape]:
    """A plain clock that says an hour; the same hour whenever that turn begins."""
    shapes: list[Shape] = [Circle(x + 6, y + 9, r + 8, "black", alpha=120), Circle(x, y, r + 6, "alu_dark", "ink", 4), Circle(x, y, r - 6, "paper")]
    for k in range(12):
        a = math.pi * k / 6
        near = r - (26 if k % 3 == 0 else 19)
        shapes.append(Line(((x + near * math.sin(a), y - near * math.cos(a)), (x + (r - 11) * math.sin(a), y - (r - 11) * math.cos(a))), "ink", 6 if k % 3 == 0 else 3))
    for turns, long, wide in ((hour / 12, 0.5, 11), (hour % 1, 0.76, 7)):
        a = 2 * math.pi * turns
        shapes.append(Line(((x, y), (x + r * long * math.sin(a), y - r * long * math.cos(a))), "ink", wide))
    return [*shapes, Circle(x, y, 9, "signal", "ink", 2)]


def _carries(turn: Turn, x: float, y: float) -> list[Shape]:
    """What the mentor has in hand: her cup, then her lens, then the folder that presses."""
    if turn.light == 0:
        cup: list[Shape] = [Box(Rect(x, y - 34, 58, 62), "white", 12, "ink", 4), Circle(x + 64, y - 4, 17, "", "ink", 5), Box(Rect(x, y - 10, 58, 12), "signal")]
        steam = [Line(tuple((x + 14 + 15 * n + 6 * math.sin(k), y - 46 - 9 * k) for k in range(5)), "mist", 3) for n in range(3)]
        return [*cup, *steam]
    if turn.light == 1:
        return [Line(((x + 40, y + 26), (x + 74, y + 60)), "ink", 18), Circle(x + 8, y - 8, 46, "sky", "ink", 12), Circle(x + 8, y - 8, 46, "", "alu_mid", 6), Line(((x - 16, y - 22), (x - 4, y - 36)), "white", 6)]
    page: list[Shape] = [Box(Rect(x - 16, y - 50, 84, 104), "signal", 8, "ink", 4), Box(Rect(x - 6, y - 36, 64, 80), "paper", 4)]
    return [*page, *(Line(((x + 4, y - 18 + 18 * k), (x + 46, y - 18 + 18 * k)), "steel", 4) for k in range(3))]
