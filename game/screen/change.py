"""A change of screen: 160 ms in which what two screens share moves from its old place to its new one.

Pure functions. The picture of the screen before goes in a fade above it (`veil`), so nothing
is ever cut; with less motion only the fade is left, in 80 ms.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from game.screen import kit
from game.screen.motion import eased
from game.screen.nodes import Box, Circle, Node, Picture, Rect, Screen, Shape, Shift, Slides, Still, Text

MOVES_MS, FADES_MS = 160, 80
LIFTS, SLIDES = 55, 50
"""ms at which the part has lifted off, and from which papers and trays slide in: at 110 they are half way."""
LEFT, RIGHT, BELOW = 480.0, 1520.0, 730.0
"""Strips of the screen whose things come from the nearest side."""
STILL = (0.0, 0.0)
AWAY = {"left": (-500.0, 0.0), "right": (420.0, 0.0), "below": (0.0, 370.0)}
TRAY = 600.0
"""A box lower than BELOW and wider than this is a tray: what lies low lies in it."""
PAGE = 1200.0
"""A box wider than this makes a screen one page: its parts do not slide one by one."""


@dataclass(frozen=True, slots=True)
class ScreenChange:
    """From one screen to another, with what was pressed: it may grow into the gesture it opens.

    `shared` is the decor of the screen before: what is there on both stays where it is.
    """

    was: Screen
    now: Screen
    pressed: Rect | None = None
    still: bool = False
    shared: frozenset[Shape] = frozenset()

    @property
    def lasts(self) -> int:
        """ms until all is there."""
        return FADES_MS if self.still else MOVES_MS


def veil(change: ScreenChange, ms: float) -> float:
    """How opaque the picture of the screen before still is, 1 to 0."""
    return max(0.0, 1 - ms / change.lasts) if change.still else 1 - eased(ms / change.lasts)


@dataclass(frozen=True, slots=True)
class DecorPlace:
    """Where a shape of a decor lies: its strip, "" for the bar, the middle, and what stays where it was.

    `page`: it is so wide a box that it makes one page of its screen; `tray`: a box in which what lies low lies.
    """

    strip: str
    page: bool = False
    tray: bool = False


class DecorPlaces:
    """Where each shape of a decor lies, worked out once for as long as the shape stays the same.

    Worked out anew in each frame, it was a third of what a frame of a change took.
    """

    def __init__(self) -> None:
        self._decor: tuple[Shape, ...] = ()
        self._stays = frozenset[Shape]()
        self._places: list[DecorPlace] = []

    def of(self, decor: tuple[Shape, ...], stays: frozenset[Shape]) -> list[DecorPlace]:
        """The place of each; `stays`: what does, as it was on the screen before."""
        if self._stays is not stays or len(decor) != len(self._decor):
            self._places = [_decor_place(shape, stays) for shape in decor]
        elif decor is not self._decor:
            self._places = [
                place if shape is was or shape == was else _decor_place(shape, stays)
                for shape, was, place in zip(decor, self._decor, self._places, strict=True)
            ]
        self._decor, self._stays = decor, stays
        return self._places


def _decor_place(shape: Shape, stays: frozenset[Shape]) -> DecorPlace:
    bounds = _bounds(shape)
    strip = "" if shape in stays else _strip(bounds)
    box = isinstance(shape, Box)
    return DecorPlace(strip, box and _page(bounds), box and bounds.y >= BELOW and bounds.w > TRAY)


def on_the_way(change: ScreenChange, ms: float, known: DecorPlaces | None = None) -> Screen:
    """The new screen at a time of the change; the very same one once all is there. `known`: from frame to frame."""
    if change.still or ms >= change.lasts:
        return change.now
    now = change.now
    before = {n.id: n for n in change.was.nodes}
    places = (known or DecorPlaces()).of(now.decor, change.shared)
    away = _strips(now, places, ms)
    k = 1 - eased(ms / MOVES_MS)
    shifts = {node.id: _shift(node, before.get(node.id), k, away) for node in now.nodes}
    decor: tuple[Shift, ...] = ()
    if any(shift != STILL for shift in away.values()):
        decor = tuple(away.get(place.strip, STILL) for place in places)
    slides = Slides({name: shift for name, shift in shifts.items() if shift != STILL}, decor)
    nodes = tuple(map(_without_part(change), now.nodes))
    return replace(now, nodes=nodes, overlay=(*now.overlay, *_grows(change, ms)), slides=slides)


def _without_part(change: ScreenChange) -> Callable[[Node], Node]:
    """What a node shows while the part is still on its way to it."""
    part = change.now.part if part_of(change.was) is not None else None
    if part is None:
        return lambda node: node

    def without(node: Node) -> Node:
        left = tuple(s for s in node.shapes if not (isinstance(s, Picture) and s.rect == part))
        return node if len(left) == len(node.shapes) else replace(node, shapes=left)

    return without


def _page(rect: Rect) -> bool:
    """Whether something so large makes a screen one page."""
    return rect.w > PAGE and rect.y >= kit.BAR


def _strips(screen: Screen, decor: Sequence[DecorPlace], ms: float) -> Mapping[str, tuple[float, float]]:
    """How far the things of each strip of a screen still are from their places.

    No strip of one wide page slides, nor of a question over what lies below. What lies low slides in only when there
    is a tray for it.
    """
    if screen.id == "dialog" or any(p.page for p in decor) or any(_page(node.rect) for node in screen.nodes):
        return {}
    k = 1 - eased((ms - SLIDES) / (MOVES_MS - SLIDES))
    strips = ("left", "right", "below") if any(p.tray for p in decor) else ("left", "right")
    return {s: (float(round(AWAY[s][0] * k)), float(round(AWAY[s][1] * k))) for s in strips}


def _shift(node: Node, old: Node | None, k: float, away: Mapping[str, Shift]) -> Shift:
    """Shared nodes go from their old place to the new one, `k` of the way before them; new ones of a strip slide in."""
    if old is None:
        return away.get(_strip(node.rect), STILL)
    if old.rect == node.rect:
        return STILL
    (x, y), (x0, y0) = node.rect.centre, old.rect.centre
    return float(round((x0 - x) * k)), float(round((y0 - y) * k))


def _strip(rect: Rect) -> str:
    """The strip of the screen that something lies in, "" for the bar and the middle."""
    if rect.y + rect.h <= kit.BAR:
        return ""
    if rect.x + rect.w <= LEFT:
        return "left"
    return "right" if rect.x >= RIGHT else "below" if rect.y >= BELOW else ""


def _bounds(shape: Shape) -> Rect:
    """Where a shape lies; of a line of words only where it is held."""
    if isinstance(shape, Box | Picture | Still):
        return shape.rect
    if isinstance(shape, Text):
        return Rect(shape.x, shape.y, 0, shape.size)
    if isinstance(shape, Circle):
        return Rect(shape.x - shape.r, shape.y - shape.r, 2 * shape.r, 2 * shape.r)
    xs, ys = [x for x, _ in shape.points], [y for _, y in shape.points]
    return Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def part_of(screen: Screen) -> Rect | None:
    """Where the part that is worked on stands: said by the screen, else its one large picture that is not the place."""
    if screen.part is not None:
        return screen.part
    rects = [s.rect for s in screen.backdrop if isinstance(s, Picture) and 300 < s.rect.w < PAGE]
    return rects[0] if len(rects) == 1 and not screen.steers else None


def between(a: Rect, b: Rect, share: float) -> Rect:
    """The rectangle so far on the way from one to the other, in whole units."""
    at = [x + (y - x) * share for x, y in ((a.x, b.x), (a.y, b.y), (a.w, b.w), (a.h, b.h))]
    return Rect(*(float(round(v)) for v in at))


def _grows(change: ScreenChange, ms: float) -> tuple[Shape, ...]:
    """The part that lifts off and grows to its place, or the pressed place that grows into the gesture it opens."""
    if change.now.steers and change.pressed is not None:
        target = Rect(190, 260, 926, 640)
        rect = between(change.pressed, target, eased(ms / MOVES_MS))
        return (Box(rect, "", min(rect.w / 2, 40.0), "warm_light", 5),)
    old, new = part_of(change.was), part_of(change.now)
    if old is None or new is None or old == new:
        return ()
    lift = eased(ms / LIFTS) * 0.12 if ms < LIFTS else 0.12 + 0.88 * eased((ms - LIFTS) / (MOVES_MS - LIFTS))
    return plate(between(old, new, lift))


def plate(rect: Rect) -> tuple[Shape, ...]:
    """A part in primer, as few plain shapes as tell what it is: its skin, three stringers, two frames."""
    skin = Box(rect, "primer_high", 8, "ink", 3)
    band = rect.h * 0.09
    rows = (Rect(rect.x + 2, rect.y + rect.h * at, rect.w - 4, band) for at in (0.2, 0.5, 0.8))
    posts = (Rect(rect.x + rect.w * at, rect.y + 2, rect.w * 0.06, rect.h - 4) for at in (0.22, 0.7))
    return (skin, *(Box(r, "primer_dark") for r in rows), *(Box(r, "alu_mid") for r in posts))
