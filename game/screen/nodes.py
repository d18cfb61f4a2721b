"""One declarative tree: what is on a screen, in reading order. Painter, navigator, voice and tests read the same.

All coordinates are design units on a 1920 x 1080 reference; the painter alone knows real pixels.
Colours are theme tokens ("ink", "paper", "signal"...), never numbers.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from game.screen.swift import swift


@swift
@dataclass(frozen=True, slots=True)
class Rect:
    x: float
    y: float
    w: float
    h: float

    @property
    def centre(self) -> tuple[float, float]:
        return self.x + self.w / 2, self.y + self.h / 2

    def holds(self, x: float, y: float) -> bool:
        return self.x <= x < self.x + self.w and self.y <= y < self.y + self.h

    def meets(self, other: "Rect") -> bool:
        """Whether some of another rectangle lies within this one."""
        across = self.x < other.x + other.w and other.x < self.x + self.w
        return across and self.y < other.y + other.h and other.y < self.y + self.h

    def shared(self, other: "Rect") -> float:
        """How much of two places is the same, in square units."""
        w = min(self.x + self.w, other.x + other.w) - max(self.x, other.x)
        h = min(self.y + self.h, other.y + other.h) - max(self.y, other.y)
        return max(0.0, w) * max(0.0, h)

    def inset(self, d: float) -> "Rect":
        return Rect(self.x + d, self.y + d, self.w - 2 * d, self.h - 2 * d)


@swift
@dataclass(frozen=True, slots=True)
class Box:
    """A filled rounded rectangle; `fill` or `stroke` may be "" (none). `alpha` 0..255.

    `to` is the token that `fill` turns into towards the bottom ("": one colour). `shade` lays a long soft shadow
    below and to the right.
    """

    rect: Rect
    fill: str
    radius: float = 0
    stroke: str = ""
    stroke_width: float = 0
    alpha: int = 255
    to: str = ""
    shade: bool = False


@swift
@dataclass(frozen=True, slots=True)
class Text:
    """One line, already wrapped. `anchor` is "left" | "centre" | "right" of x; y is the top of the line."""

    x: float
    y: float
    text: str
    size: float
    colour: str = "ink"
    bold: bool = False
    anchor: str = "left"


@swift
@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing of `assets/art` (name without .svg), fitted in rect keeping its ratio; angle in whole degrees."""

    art: str
    rect: Rect
    angle: int = 0
    alpha: int = 255


@swift
@dataclass(frozen=True, slots=True)
class Circle:
    x: float
    y: float
    r: float
    fill: str = ""
    stroke: str = ""
    stroke_width: float = 0
    alpha: int = 255


@swift
@dataclass(frozen=True, slots=True)
class Line:
    points: tuple[tuple[float, float], ...]
    colour: str
    width: float = 2
    dashed: bool = False


@swift
@dataclass(frozen=True, slots=True)
class Poly:
    """A filled outline. `ramp` holds two or more tokens laid from its left edge to its right one in place of `fill`."""

    points: tuple[tuple[float, float], ...]
    fill: str
    alpha: int = 255
    ramp: tuple[str, ...] = ()


@swift
@dataclass(frozen=True, slots=True)
class Still:
    """A part of another screen seen small, cut at the edges of its place. Its smallest words are left out."""

    rect: Rect
    shapes: "tuple[Shape, ...]"
    part: Rect


Shape = Box | Text | Picture | Circle | Line | Poly | Still


def reach(shape: Shape) -> tuple[float, float, float, float]:
    """How far a shape reaches: left, top, right, foot. Of words only where they are held, as high as their size."""
    if isinstance(shape, Box | Picture | Still):
        r = shape.rect
        return r.x, r.y, r.x + r.w, r.y + r.h
    if isinstance(shape, Circle):
        return shape.x - shape.r, shape.y - shape.r, shape.x + shape.r, shape.y + shape.r
    if isinstance(shape, Text):
        return shape.x, shape.y, shape.x, shape.y + shape.size
    xs, ys = [x for x, _ in shape.points], [y for _, y in shape.points]
    return min(xs), min(ys), max(xs), max(ys)


@swift
@dataclass(frozen=True, slots=True)
class Node:
    """Something a person can reach or hear. `actions` () means it is only read.

    role: "button" | "toggle" | "choice" | "spot" | "tool" | "handle" | "text" | "image" | "status" | "dialog"
    state: words such as "checked", "disabled", "current", "calm" (its words change by themselves: no voice stops for
    it). actions: "press"; "point" beside it says that a press wants
    to know where it fell (and that a tool called by its key acts on it); "drag" that it is held and moved; "carry"
    that what a press takes may be let go on another place, which a second press does as well: that one then hears
    "drop@" and the id it was taken at, with "@x,y" where it wants to know where it fell; "hold" that a pointer pulls
    it as long as its button is down, and that a click on it is a press. What has "hold" alone is for a pointer only:
    what it does, other nodes do by a press, and no key stops there; so has "carry" alone;
    "again" that its key, held down, presses on.
    `shapes` is how it looks; the painter adds the focus ring by itself. `spoken` is the sentence for a voice.
    """

    id: str
    role: str
    name: str
    rect: Rect
    shapes: tuple[Shape, ...] = ()
    actions: tuple[str, ...] = ()
    value: str = ""
    state: tuple[str, ...] = ()
    spoken: str = ""
    shortcut: str = ""  # a key name such as "1", "x", "return"
    here: str = ""  # a key that presses it only while it has the focus


Shift = tuple[float, float]
"""How far something is drawn from its place: to the right and down."""


@dataclass(frozen=True, slots=True)
class Slides:
    """Of a screen on its way: the shift of each node that has one, by id, and of each shape of the decor."""

    nodes: Mapping[str, Shift]
    decor: tuple[Shift, ...]


@swift
@dataclass(frozen=True, slots=True)
class Screen:
    """Decor first, then nodes in reading order. `modal` nodes, when present, are the only reachable ones.

    `backdrop` holds what changes rarely (one opaque cached layer); `decor` may change every frame.
    """

    id: str
    title: str
    nodes: tuple[Node, ...]
    backdrop: tuple[Shape, ...] = ()
    decor: tuple[Shape, ...] = ()
    overlay: tuple[Shape, ...] = ()
    say: str = ""
    focus_first: str = ""
    steers: str = ""  # the node that the arrows move here, instead of the focus
    enters: str = ""  # the node that Enter presses here, wherever the focus is
    aloud: bool = False  # read aloud also to who has not been asked yet whether they wish to listen
    leads: str = ""  # where a hand on the keys goes on once it has taken something
    calls: str = ""  # what practice points at: a hand on the keys is taken there each time it is another thing
    lingers_ms: int = 0  # left by itself: for how long a press where one pressed here is none for what comes
    quiet_ms: int = 0  # ended by itself: for how long no press at all is heard by what comes
    shows: str = ""  # what is to be looked at now, whatever the screen is called: a page, an outcome, a fold, a step
    part: Rect | None = None  # where the part that is worked on stands, for a screen whose backdrop does not show it
    slides: Slides | None = None  # what is drawn beside its place while the screen comes
    carried: tuple[Shape, ...] = ()  # about (0, 0): what is in the hand, under a pointer that carries it to a place
    closes: str = ""  # the node that Escape presses here before it pauses: it shuts what lies open (`kit.escapes`)
