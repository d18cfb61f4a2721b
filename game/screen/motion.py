"""How the bench answers an act by movement: pure functions of what was shown, what is shown, and the time since.

Nothing here knows a clock, a pixel or a mechanic. A mechanic says which of its events are seen as which motion, and
between which nodes of the screen; where those stand is read from the screen itself, so any mechanic gets it.
Times are in ms since the act, lengths in design units.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from game.screen import kit
from game.screen.nodes import Box, Circle, Line, Node, Picture, Rect, Screen, Shape
from scenarios.vocabulary import Value

FLIGHT, HIT, REBOUND = 160, 177, 193
"""ms at which what travels touches, springs back, and rests."""
WIDE, TALL = "_wide", "_tall"
"""Beside the drawing of a thing that seats with a squash: 120 x 78 % as it touches, 94 x 107 % as it springs back."""
ARC, GROWS = 70.0, 0.8
"""How high a thing flies, and how much larger it is half way."""
SWING_DEG, SWING_MS = 6, 240
FALLS_FROM = 150.0
STEPS = 12
"""Sizes between two whole ones: few, so that few pictures are ever made."""


@dataclass(frozen=True, slots=True)
class Motion:
    """How an event is seen.

    `how` is a name of `HOWS`, or "own" with `draws`, or "still". `at` and `start` are ids of nodes, {name} replaced by
    what the event tells; of several between bars the first that is on the screen. `squash`: the drawing of what
    travels has a wide and a tall one beside it.
    """

    how: str
    at: str = ""
    start: str = ""
    squash: bool = False
    top: bool = False  # what swings hangs by its top, not about the middle of its place
    into: Rect | None = None  # where it ends when no node stands there
    ms: int = 0
    draws: "Callable[[Play, float], Edit] | None" = None
    about: str = ""  # the node that the act was done to, where that is not the one that moves
    aimed: "Aimed | None" = None  # how far from the middle of its place the act was done, and who reads it


@dataclass(frozen=True, slots=True)
class Aimed:
    """The two arguments (um) of the act of the same name that say where it was done, and the reader of evidence."""

    dx: str
    dy: str
    reads: str


STILL = Motion("still")


@dataclass(frozen=True, slots=True)
class Cue:
    """An event to be shown: its motion, what it tells, and how it feels ("" or a word of the mechanic's own)."""

    motion: Motion
    data: Mapping[str, Value]
    feel: str = ""


@dataclass(frozen=True, slots=True)
class Play:
    """A cue between two screens: what was shown before the act and what is shown since."""

    cue: Cue
    was: Screen
    now: Screen

    @property
    def lasts(self) -> int:
        """ms until all is at rest."""
        motion = self.cue.motion
        return motion.ms if motion.how == "own" else HOWS[motion.how][0] if motion.how in HOWS else 0

    @property
    def held(self) -> bool:
        """Whether it ends on the screen before: the act opened another one, which waits until the movement is over."""
        return self.was.id != self.now.id and self.on(self.now, "at") is None and self._there()

    def _there(self) -> bool:
        return self.cue.motion.how == "own" or self.on(self.was, "at") is not None

    def on(self, screen: Screen, end: str) -> Node | None:
        """The node of an end ("at" or "start", or "about") on a screen, None when it is not there."""
        motion = self.cue.motion
        wanted = {"at": motion.at, "start": motion.start, "about": motion.about}[end]
        for pattern in wanted.split("|"):
            name = pattern.format_map(DataTold(self.cue.data))
            node = next((n for n in screen.nodes if n.id == name), None) if name else None
            if node is not None:
                return node
        return None


class DataTold(dict[str, Value]):
    """What an event tells; what it does not tell matches no node."""

    def __init__(self, data: Mapping[str, Value]) -> None:
        super().__init__(data)

    def __missing__(self, key: str) -> str:
        return "?"


@dataclass(frozen=True, slots=True)
class Edit:
    """What a movement changes of a screen: how some nodes look, what flies above all, what lies above not yet."""

    nodes: Mapping[str, tuple[Shape, ...]] = field(default_factory=dict)
    over: tuple[Shape, ...] = ()
    hides: tuple[Shape, ...] = ()


NOTHING = Edit()


def drawn(screen: Screen, edits: tuple[Edit, ...]) -> Screen:
    """A screen in the middle of its movements; the very same one when there is none."""
    nodes = {name: shapes for edit in edits for name, shapes in edit.nodes.items()}
    over = tuple(shape for edit in edits for shape in edit.over)
    hides = tuple(shape for edit in edits for shape in edit.hides)
    if not nodes and not over and not hides:
        return screen
    looks = tuple(replace(n, shapes=nodes[n.id]) if n.id in nodes else n for n in screen.nodes)
    return replace(screen, nodes=looks, overlay=(*(s for s in screen.overlay if s not in hides), *over))


def edit(play: Play, ms: float) -> Edit:
    """What a movement changes at a time; nothing once it is over."""
    motion = play.cue.motion
    if ms >= play.lasts:
        return NOTHING
    if motion.draws is not None:
        return motion.draws(play, ms)
    return HOWS[motion.how][1](play, ms)


def eased(share: float) -> float:
    """Quick, then slower: 0..1 for 0..1."""
    share = min(1.0, max(0.0, share))
    return 1 - (1 - share) ** 3


def swung(share: float) -> float:
    """Slowly out of its rest and slowly into the next: 0..1 for 0..1."""
    share = min(1.0, max(0.0, share))
    return share * share * (3 - 2 * share)


def _stage(play: Play) -> Screen:
    return play.was if play.held else play.now


def _thing(screen: Screen, node: Node | None) -> Picture | None:
    """What lies in a place: the last picture drawn in it, its own, the decor's or what lies above."""
    if node is None:
        return None
    own = [s for s in node.shapes if isinstance(s, Picture)]
    below = [s for s in (*screen.decor, *screen.overlay) if isinstance(s, Picture) and node.rect.holds(*s.rect.centre)]
    pictures = own or below
    return pictures[-1] if pictures else None


def _new(play: Play, node: Node) -> tuple[Shape, ...]:
    """The shapes of a node that were not there before the act."""
    old = next((n.shapes for n in play.was.nodes if n.id == node.id), ())
    return tuple(s for s in node.shapes if s not in old)


def centred(picture: Picture, x: float, y: float, k: float = 1.0) -> Picture:
    """The same picture about a point, k times as large."""
    w, h = picture.rect.w * k, picture.rect.h * k
    return replace(picture, rect=Rect(x - w / 2, y - h / 2, w, h))


def shade(x: float, y: float, r: float, height: float) -> Circle:
    """The shadow of a thing that is so high above the bench (0 lies on it, 1 half way of a flight)."""
    r = float(round(r * (1 + 0.2 * round(height * 4) / 4)))
    return Circle(x + 3 + 22 * height, y + 5 + 34 * height, r, "shadow", alpha=round(96 - 12 * round(height * 4)))


def flight(thing: Picture, start: tuple[float, float], end: tuple[float, float], share: float) -> tuple[Shape, ...]:
    """A thing between two places, `share` 0..1 of the way: larger half way, its shadow further off."""
    share = min(1.0, max(0.0, share))
    along = swung(share)
    height = math.sin(math.pi * share)
    k = 1 + GROWS * round(height * STEPS) / STEPS
    x, y = (a + (b - a) * along for a, b in zip(start, end, strict=True))
    r = thing.rect.w * 0.42
    return shade(x, y, r, height), centred(thing, round(x), round(y - ARC * height), k)


def _travels(play: Play, ms: float) -> Edit:
    """From one place to another: it flies, touches, springs back, rests."""
    stage = _stage(play)
    to, source = play.on(stage, "at"), play.on(play.was, "start") or play.on(play.now, "start")
    if to is None or source is None:
        return NOTHING
    came = [s for s in _new(play, to) if isinstance(s, Picture)] if not play.held else []
    thing = came[-1] if came else _thing(play.was, source)
    if thing is None:
        return NOTHING
    hidden = {to.id: tuple(s for s in to.shapes if s not in came)} if came else {}
    end = came[-1].rect.centre if came else to.rect.centre
    size = thing.rect.w if came else _seat(to)
    lying = _thing(play.was, source)
    start = lying.rect.centre if lying is not None else source.rect.centre
    thing = centred(thing, *end, size / thing.rect.w)
    if ms < FLIGHT:
        return Edit(hidden, flight(thing, start, end, ms / FLIGHT))
    if ms >= REBOUND:
        return Edit({}, () if came else (thing,))
    return Edit(hidden, (shade(*end, size * 0.42, 0), _seated(thing, ms, play.cue.motion.squash), *_rays(*end, size)))


def _seat(node: Node) -> float:
    """How wide what goes to a place will be there: as wide as what is drawn of the place."""
    return max((s.rect.w for s in node.shapes if isinstance(s, Picture)), default=node.rect.w * 0.72)


def _seated(thing: Picture, ms: float, squash: bool) -> Picture:
    """The two frames in which a thing gives way and springs back."""
    if not squash:
        return thing
    # The wide and tall drawings have room around them: their rect is the square that the thing flies in.
    return replace(thing, art=thing.art + (WIDE if ms < HIT else TALL))


def _rays(x: float, y: float, size: float) -> tuple[Shape, ...]:
    """Short lines of light around a thing that touches."""
    turns = (math.pi * k / 4 + math.pi / 8 for k in range(8))
    ways = ((math.cos(a), math.sin(a)) for a in turns)
    return tuple(
        Line(tuple((x + size * far * dx, y + size * far * dy) for far in (0.72, 0.98)), "white", 4) for dx, dy in ways
    )


def _thrown(play: Play, ms: float) -> Edit:
    """Into a box, which gives under it."""
    to, source, into = play.on(_stage(play), "at"), play.on(play.was, "start"), play.cue.motion.into
    end = to.rect if to is not None else into
    if end is None:
        return NOTHING
    thing = _thing(play.was, source)
    if source is not None and ms < FLIGHT:
        if thing is not None:
            return Edit({}, flight(thing, thing.rect.centre, end.centre, ms / FLIGHT))
        if source.shapes:
            return Edit({}, _carried(source, end.centre, ms / FLIGHT))
    landed = ms - FLIGHT if source is not None and (thing is not None or source.shapes) else ms
    return NOTHING if to is None else Edit({to.id: _moved(to.shapes, 0, _dip(landed, 5))})


def _carried(node: Node, end: tuple[float, float], share: float) -> tuple[Shape, ...]:
    """What is drawn of plain shapes goes as it is, with its arc."""
    along = swung(share)
    (x, y), height = node.rect.centre, math.sin(math.pi * share)
    return _moved(node.shapes, round((end[0] - x) * along), round((end[1] - y) * along - ARC * height))


def _lifted(play: Play, ms: float) -> Edit:
    """Out of its bin: the bin gives, the thing rises, larger and larger."""
    node = play.on(play.now, "at")
    thing = _thing(play.now, node)
    if node is None:
        return NOTHING
    nodes = {node.id: _moved(node.shapes, 0, _dip(ms, 4))}
    if thing is None:
        return Edit(nodes)
    share = eased(ms / FLIGHT)
    x, y = thing.rect.centre
    k = 1 + 0.35 * round(share * STEPS) / STEPS
    return Edit(nodes, (shade(x, y, thing.rect.w * 0.42, share * 0.6), centred(thing, x, round(y - 44 * share), k)))


def _falls(play: Play, ms: float) -> Edit:
    """From above, faster and faster; the shadow closes under it."""
    node = play.on(play.now, "at")
    if node is None:
        return NOTHING
    high = 1 - (ms / FALL_MS) ** 2
    x, y = node.rect.centre
    ground = Box(Rect(x - 30 - 16 * high, y + 4, 60 + 32 * high, 16), "shadow", 8, alpha=round(70 - 45 * high))
    return Edit({node.id: (ground, *_moved(node.shapes, 0, -round(FALLS_FROM * high)))})


def swing(ms: float) -> int:
    """Whole degrees at which a thing hangs that swings twice."""
    return round(SWING_DEG * math.sin(2 * math.pi * ms / SWING_MS))


def _swings(play: Play, ms: float) -> Edit:
    """Twice about where it hangs. What is no picture sways instead of turning."""
    stage = _stage(play)
    node = play.on(stage, "at")
    if node is None:
        return NOTHING
    came = [s for s in _new(play, node) if isinstance(s, Picture)]
    turning = came or [s for s in node.shapes if isinstance(s, Picture)]
    angle = swing(ms)
    if not turning:
        return Edit({node.id: _moved(node.shapes, angle, 0)})
    top, middle = play.cue.motion.top, node.rect.centre
    swung = (turned(s, angle, _hook(s) if top else middle) if s in turning else s for s in node.shapes)
    return Edit({node.id: tuple(swung)})


def _hook(picture: Picture) -> tuple[float, float]:
    return picture.rect.centre[0], picture.rect.y


def _comes(play: Play, ms: float) -> Edit:
    """The bell rings, and who has come (`start`) walks in from the right, with two small steps."""
    bell, who = _swings(play, ms), play.on(play.now, "start")
    if who is None or ms >= COMES_MS:
        return bell
    away = round((1920 - who.rect.x) * (1 - eased(ms / COMES_MS)))
    bob = -round(6 * abs(math.sin(2 * math.pi * ms / COMES_MS)))
    return Edit({**bell.nodes, who.id: _moved(who.shapes, away, bob)}, bell.over)


def turned(picture: Picture, angle: int, about: tuple[float, float]) -> Picture:
    """A picture turned clockwise by whole degrees about a point."""
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    dx, dy = picture.rect.centre[0] - about[0], picture.rect.centre[1] - about[1]
    moved = centred(picture, about[0] + dx * cos - dy * sin, about[1] + dx * sin + dy * cos)
    return replace(moved, angle=picture.angle + angle)


def _nods(play: Play, ms: float) -> Edit:
    """It gives under the hand and comes back; what the act takes away gives before it goes."""
    node = play.on(_stage(play), "at")
    return NOTHING if node is None else Edit({node.id: _moved(node.shapes, 0, _dip(ms, 3))})


def _trembles(play: Play, ms: float) -> Edit:
    """Twice to the sides: it does not fit."""
    node = play.on(play.now, "at")
    return NOTHING if node is None else Edit({node.id: _moved(node.shapes, tremble(ms), 0)})


def tremble(ms: float) -> int:
    """How far to the side a thing is that trembles twice in 120 ms."""
    return round(3 * math.sin(4 * math.pi * ms / 120)) if ms < 120 else 0


def _slides(play: Play, ms: float) -> Edit:
    """A paper comes in from the left of its place, with all that stands on it."""
    node = play.on(play.now, "at")
    if node is None:
        return NOTHING
    away = -round((1 - eased(ms / SLIDE_MS)) * 120)
    on_it = (n for n in play.now.nodes if n is node or node.rect.holds(*n.rect.centre))
    return Edit({n.id: _moved(n.shapes, away, 0) for n in on_it})


def _pops(play: Play, ms: float) -> Edit:
    """It comes up from small, a little too large, and rests; short lines of light spread around it."""
    node = play.on(play.now, "at")
    if node is None:
        return NOTHING
    share = ms / POP_MS
    k = round((eased(share / 0.6) * 1.18 if share < 0.6 else 1.18 - 0.18 * eased((share - 0.6) / 0.4)) * STEPS) / STEPS
    x, y = node.rect.centre
    grown = tuple(kit.scaled(s, max(k, 0.1), x * (1 - max(k, 0.1)), y * (1 - max(k, 0.1))) for s in node.shapes)
    near, far = (0.56 + reach * eased(share) for reach in (0.1, 0.34))
    turns = (math.pi * n / 5 for n in range(10))
    # About a wide place they stand as far from its foot as from its sides, in shares of it.
    w, h = node.rect.w, node.rect.h
    rays = (
        Line(tuple((x + w * d * math.cos(a), y + h * d * math.sin(a)) for d in (near, far)), "amber", 5) for a in turns
    )
    return Edit({node.id: grown}, tuple(rays))


def _dip(ms: float, depth: float) -> int:
    return round(depth * math.sin(math.pi * ms / DIP_MS)) if ms < DIP_MS else 0


def _moved(shapes: tuple[Shape, ...], dx: float, dy: float) -> tuple[Shape, ...]:
    return tuple(kit.moved(s, dx, dy) for s in shapes) if dx or dy else shapes


FALL_MS, SLIDE_MS, DIP_MS, COMES_MS, POP_MS = 180, 160, 120, 320, 240
HOWS: Mapping[str, tuple[int, Callable[[Play, float], Edit]]] = {
    "travel": (REBOUND, _travels), "throw": (FLIGHT + DIP_MS, _thrown), "lift": (FLIGHT, _lifted),
    "fall": (FALL_MS, _falls), "swing": (2 * SWING_MS, _swings), "comes": (2 * SWING_MS, _comes),
    "nod": (DIP_MS, _nods), "tremble": (120, _trembles), "slide": (SLIDE_MS, _slides),
    "pop": (POP_MS, _pops),
}  # fmt: skip
"""Each way to move: how long it lasts in ms, and what it draws at a time."""
