"""The moment the work has led to: the panel turns from primer to paint, the aircraft rolls, takes off, stays in sight."""

from collections.abc import Mapping

from game.scenes.frame import Quiet, done
from game.scenes.shown import FinishedPart, PlacedPart
from game.screen import kit
from game.screen.change import between
from game.screen.motion import eased
from game.screen.nodes import Box, Node, Picture, Poly, Rect, Screen, Shape, Text
from game.screen.scene import STAY, Look, Next
from game.screen.steps import Step
from scenarios.model import AircraftPlace
from scenarios.vocabulary import TICK_MS

WIPE_MS = 600
"""The white follows an edge of light over the part, in so many ms."""
KEPT, ROLL, LIFT, OVER = 44, 60, 118, 200
"""Ticks at which the part goes to the aircraft, the wheels roll, they leave the ground, and the aircraft is level."""
W, H = 924.0, 317.0
STANDS, WHEELS = 520.0, 837.0
"""Where the aircraft stands: its top, and the line of the runway it rolls along."""
FLIES = Rect(900, 372, W, H)
"""Where it stays in sight once it is level: beside it stands what the person did for it."""
MOST_ANGLE = 12
FIN, SEEN = (124.0, 62.0), Rect(96, 268, 760, 600)
"""The middle of its fin, from its left and its top; and where the parts are seen near while it flies."""
PART = Rect(453, 244, 1014, 569)
SEATS: Mapping[AircraftPlace, Rect] = {
    "rear": Rect(590, STANDS + 138, 107, 60), "front": Rect(820, STANDS + 138, 107, 60),
    "engine": Rect(668, STANDS + 222, 30, 54), "platform": Rect(536, STANDS + 124, 50, 88),
}  # fmt: skip
"""Where a part is seen near, and the places on the aircraft."""
GAP = 40.0
SLANT = 46.0


def beside(n: int) -> tuple[Rect, ...]:
    """Where n parts are seen near, side by side: one alone as large as it may be."""
    if n == 1:
        return (PART,)
    w = (1728 - GAP * (n - 1)) / max(1, n)
    w, h = min(w, PART.w), min(w, PART.w) * PART.h / PART.w
    left = 960 - (n * w + (n - 1) * GAP) / 2
    return tuple(Rect(left + k * (w + GAP), PART.y + (PART.h - h) / 2, w, h) for k in range(n))


def dawn(height: float) -> tuple[Shape, ...]:
    """The sky over the runway that leads away, as tall as the screen."""
    return (Picture("dawn", Rect(0, 0, 1920, 1200)), Box(Rect(0, 1190, 1920, max(1.0, height - 1190)), "tarmac"))


def runway(height: float) -> tuple[Shape, ...]:
    """The runway from the side, as tall as the screen."""
    return (Picture("runway", Rect(0, 0, 1920, 1200)), Box(Rect(0, 1190, 1920, max(1.0, height - 1190)), "tarmac"))


def painted(part: FinishedPart, ms: float, at: Rect = PART) -> tuple[Shape, ...]:
    """The part at a place, at a time of the wipe: white behind a slanted edge of light, where it is finished.

    The edge stops at the end of the last span that is finished; what the person set stays above the paint.
    """
    edge = min(1.0, max(0.0, ms / WIPE_MS))
    shapes: list[Shape] = [Picture(part.art, at)]
    if part.after:
        # It is not painted over: its finished drawing comes up on it.
        comes = (Picture(part.after, at, alpha=round(edge * 15) * 17),) if part.whole else ()
        return (*shapes, *comes, *_spots(part, at, edge))
    k, v = at.w / PART.w, at.h / PART.h
    inner = Rect(at.x + 14 * k, at.y + 12 * v, at.w - 38 * k, at.h - 36 * v)
    for start, end in part.spans:
        done = min(end, edge)
        if done > start:
            left, right = (round(inner.x + inner.w * share) for share in (start, done))
            coat = Rect(left, inner.y, right - left, inner.h)
            shapes += [Box(coat, "white", alpha=238), Box(Rect(coat.x, inner.y + inner.h - 44 * v, coat.w, 22 * v), "signal")]
    last = max((end for _, end in part.spans), default=0.0)
    if 0 < edge < last:
        shapes += _edge(round(inner.x + inner.w * edge), inner)
    if part.opening is not None:
        x, y, w, h = part.opening
        hole = Rect(at.x + x * at.w, at.y + y * at.h, w * at.w, h * at.h)
        shapes.append(Box(hole, "steel", 56 * k, "alu_mid", max(2.0, 10 * k), to="cloud"))
    return (*shapes, *_spots(part, at, edge))


def _spots(part: FinishedPart, at: Rect, edge: float) -> tuple[Shape, ...]:
    """What the person left on the part, which stands in `at`; where the paint of a finished one has come, mended."""
    r = 19.0 * max(at.w / PART.w, 0.3)
    places = ((s.mended if s.mended and part.whole and s.x <= edge else s.art, at.x + s.x * at.w, at.y + s.y * at.h) for s in part.spots)
    return tuple(Picture(art, Rect(x - r, y - r, 2 * r, 2 * r)) for art, x, y in places)


def _edge(x: float, inner: Rect) -> tuple[Shape, ...]:
    """The slanted light in front of the paint."""
    top, low = inner.y - 8, inner.y + inner.h + 8
    wedge = Poly(((x, inner.y), (x + SLANT, inner.y), (x, inner.y + inner.h)), "white", 238)
    return wedge, Poly(((x + SLANT, top), (x + SLANT + 30, top), (x + 22, low), (x - 8, low)), "warm_light", 235)


class Takeoff(Quiet):
    """Four seconds, which a press may cut short; then the aircraft in the sky with what was done for it on board.

    With less motion it is that picture from the start. `code`: the person's, on its fin; "" for none.
    `go`: the key of what is seen next.
    """

    def __init__(self, *parts: PlacedPart, code: str = "", go: str = "takeoff.go") -> None:
        self.parts = parts
        self.code = code
        self.go = go
        self.tick = 0
        self.still = False

    def screen(self, look: Look) -> Screen:
        self.still = look.comfort.reduced_motion
        says = look.t(self._finished_key())
        strip = Rect(24, 112, 1872, 122) if kit.large(look) else Rect(96, 118, 1728, 110)
        room = strip.w - (40 if kit.large(look) else 88)
        size = kit.fitted(look, says, 40, (room, strip.h - 14), True)
        high = len(look.wrap(says, size, room, True)) * look.line_height(size)
        words, _ = kit.paragraph(look, strip.centre[0] - room / 2, strip.y + (strip.h - high) / 2, room, says, size, bold=True, anchor="centre")
        read = Node("says", "status", says, strip, (*kit.card(strip), *words), spoken=says)
        go = kit.button(look, "go", look.t(self.go), Rect(1290, 900, 534, 120), size=34, style="primary")
        bar = kit.top_bar(look, look.t("takeoff.title"), pausable=False)
        return Screen(
            "takeoff", look.t("takeoff.title"), (read, go, *bar[1]), runway(look.height), (*self._aircraft(look), *self._panel(), *self._done(look), *bar[0]),
            say=says, focus_first="go",
        )  # fmt: skip

    def _finished_key(self) -> str:
        """What is said to be finished is what was finished; of several workshops, in words that fit each of them."""
        several = "_several" if len(self.parts) > 1 else ""
        return f"takeoff.says{several}" if all(part.part.whole for part in self.parts) else f"takeoff.says_part{several}"

    def _panel(self) -> tuple[Shape, ...]:
        """The parts near, while they are painted; then each goes to its place on the aircraft."""
        if self.still or self.tick >= KEPT + 8:
            return ()
        places = beside(len(self.parts))
        if self.tick < KEPT:
            seen = zip(self.parts, places, strict=True)
            return tuple(s for placed, at in seen for s in painted(placed.part, self.tick * TICK_MS, at))
        gone = eased((self.tick - KEPT) / 8)
        rects = [between(at, SEATS[part.place], gone) for part, at in zip(self.parts, places, strict=True)]
        return tuple(s for rect in rects for s in (
            Box(rect, "white", 6, "ink", 3), Box(Rect(rect.x + 2, rect.y + rect.h * 0.84, rect.w - 4, rect.h * 0.05), "signal"),
        ))  # fmt: skip

    def _done(self, look: Look) -> tuple[Shape, ...]:
        """Once it flies, each part near with the name of its workshop, beside the aircraft that carries it."""
        if not (self.still or self.tick >= OVER):
            return ()
        n = len(self.parts)
        across = 1 if n == 1 else 2
        w, h = (SEEN.w - GAP * (across - 1)) / across, (SEEN.h - GAP) / 2
        shapes: list[Shape] = []
        for k, part in enumerate(self.parts):
            row, column = divmod(k, across)
            top = SEEN.y + row * (h + GAP) if n > 2 else SEEN.y + (SEEN.h - h) / 2
            place = Rect(SEEN.x + column * (w + GAP), top, w, h)
            shapes += _shown(look, part, place)
        return tuple(shapes)

    def _on_board(self, x: float, y: float) -> tuple[Shape, ...]:
        """What the person did at its place on the aircraft, whose left and top are given, in a ring; and their code."""
        shapes: list[Shape] = []
        for part in self.parts:
            seat = SEATS[part.place]
            rect = Rect(seat.x - 110 + x, seat.y - STANDS + y, seat.w, seat.h)
            shapes += [*painted(part.part, WIPE_MS, rect), Box(rect.inset(-4), "", 8, "ink", 6), Box(rect.inset(-4), "", 8, "signal", 3)]
        if self.code:
            shapes.append(Text(x + FIN[0], y + FIN[1] - 12, self.code, 19, "ink", True, "centre"))
        return tuple(shapes)

    def _aircraft(self, look: Look) -> tuple[Shape, ...]:
        """Where the aircraft is now, as whole units and degrees, so that few pictures are ever made."""
        if self.still or self.tick >= OVER:
            return (Picture("aircraft", FLIES), *self._on_board(FLIES.x, FLIES.y))
        if self.tick < ROLL:
            coat = min(255, max(0, 255 * (self.tick - KEPT) // (ROLL - KEPT) // 17 * 17))
            rect = Rect(110, STANDS, W, H)
            return (
                _shadow(110, 0), Picture("aircraft_primer", rect),
                *((Picture("aircraft_ground", rect, alpha=coat),) if coat else ()),
            )  # fmt: skip
        run = (self.tick - ROLL) / (LIFT - ROLL)
        x = 110 + round(560 * run * run)
        if self.tick < LIFT:
            return _shadow(x, 0), Picture("aircraft_ground", Rect(x, STANDS, W, H)), *self._on_board(x, STANDS)
        up = (self.tick - LIFT) / (OVER - LIFT)
        # It leaves the ground nose first; one flies along with it, so that it slows down in sight until it is level.
        x = 670 + round((FLIES.x - 670) * (1 - (1 - up) ** 2))
        high = round((STANDS - FLIES.y) * up * up * (3 - 2 * up))
        angle = -min(MOST_ANGLE, round(40 * up), round(40 * (1 - up)))
        return _shadow(x, high), Picture("aircraft" if up > 0.3 else "aircraft_ground", Rect(x, STANDS - high, W, H), angle=angle)

    def act(self, node: str, action: str = "press") -> Next:
        return done(Step.TAKEOFF, "go") if node == "go" and action == "press" else STAY

    def advance(self, ticks: int) -> Next:
        self.tick += ticks
        # It never leads on by itself: another button would come under a hand that is on its way.
        return STAY


def _shown(look: Look, placed: PlacedPart, place: Rect) -> list[Shape]:
    """A part near on a card, ringed as its place on the aircraft is, with the name of its workshop below."""
    foot = 76.0 if placed.title else 0.0
    room = place.inset(18)
    k = min(room.w / PART.w, (room.h - foot) / PART.h)
    w, h = round(PART.w * k), round(PART.h * k)
    rect = Rect(round(place.centre[0] - w / 2), round(room.y + (room.h - foot - h) / 2), w, h)
    shapes: list[Shape] = [*kit.card(place), Box(place, "", 28, "signal", 4), *painted(placed.part, WIPE_MS, rect)]
    if placed.title:
        size = kit.fitted(look, placed.title, 26, (room.w, foot), True)
        high = look.line_height(size) * len(look.wrap(placed.title, size, room.w, True))
        top = room.y + room.h - foot / 2 - high / 2
        shapes += kit.paragraph(look, room.x, top, room.w, placed.title, size, bold=True, anchor="centre")[0]
    return shapes


def _shadow(x: float, high: float) -> Shape:
    """Of the aircraft on the runway; it fades as it rises."""
    return Box(Rect(x + 60, WHEELS - 10, W - 120, 22), "black", 11, alpha=max(0, 80 - round(high) // 4))
