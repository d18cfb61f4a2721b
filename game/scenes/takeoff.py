"""The moment the work has led to: the panel turns from primer to paint, the aircraft rolls, and takes off."""

from game.scenes.frame import Quiet, done
from game.scenes.shown import FinishedPart
from game.screen import kit
from game.screen.change import between
from game.screen.motion import eased
from game.screen.nodes import Box, Node, Picture, Poly, Rect, Screen, Shape
from game.screen.scene import STAY, Look, Next
from game.screen.steps import Step
from scenarios.vocabulary import TICK_MS

WIPE_MS = 600
"""The white follows an edge of light over the part, in so many ms."""
KEPT, ROLL, LIFT, OVER = 44, 60, 118, 200
"""Ticks at which the part goes to the aircraft, the wheels roll, they leave the ground, and the card is due."""
W, H = 924.0, 317.0
STANDS, WHEELS = 520.0, 837.0
"""Where the aircraft stands: its top, and the line of the runway it rolls along."""
PART = Rect(453, 244, 1014, 569)
SEAT = Rect(610, STANDS + 124, 66, 88)
"""Where the part is seen near, and its place on the aircraft."""
SLANT = 46.0


def dawn(height: float) -> tuple[Shape, ...]:
    """The sky over the runway that leads away, as tall as the screen."""
    return (Picture("dawn", Rect(0, 0, 1920, 1200)), Box(Rect(0, 1190, 1920, max(1.0, height - 1190)), "tarmac"))


def runway(height: float) -> tuple[Shape, ...]:
    """The runway from the side, as tall as the screen."""
    return (Picture("runway", Rect(0, 0, 1920, 1200)), Box(Rect(0, 1190, 1920, max(1.0, height - 1190)), "tarmac"))


def painted(part: FinishedPart, ms: float) -> tuple[Shape, ...]:
    """The part seen near, at a time of the wipe: white behind a slanted edge of light, where it is finished.

    The edge stops at the end of the last span that is finished; what the person set stays above the paint.
    """
    edge = min(1.0, max(0.0, ms / WIPE_MS))
    shapes: list[Shape] = [Picture(part.art, PART)]
    if part.after:
        # It is not painted over: its finished drawing comes up on it.
        return (*shapes, *((Picture(part.after, PART, alpha=round(edge * 15) * 17),) if part.whole else ()), *_spots(part))
    inner = Rect(PART.x + 14, PART.y + 12, PART.w - 38, PART.h - 36)
    for start, end in part.spans:
        done = min(end, edge)
        if done > start:
            left, right = (round(inner.x + inner.w * v) for v in (start, done))
            coat = Rect(left, inner.y, right - left, inner.h)
            shapes += [Box(coat, "white", alpha=238), Box(Rect(coat.x, inner.y + inner.h - 44, coat.w, 22), "signal")]
    last = max((end for _, end in part.spans), default=0.0)
    if 0 < edge < last:
        shapes += _edge(round(inner.x + inner.w * edge), inner)
    if part.opening is not None:
        x, y, w, h = part.opening
        hole = Rect(PART.x + x * PART.w, PART.y + y * PART.h, w * PART.w, h * PART.h)
        shapes.append(Box(hole, "steel", 56, "alu_mid", 10, to="cloud"))
    return (*shapes, *_spots(part))


def _spots(part: FinishedPart) -> tuple[Shape, ...]:
    """What the person left on the part."""
    r = 19.0
    places = ((s.art, PART.x + s.x * PART.w, PART.y + s.y * PART.h) for s in part.spots)
    return tuple(Picture(art, Rect(x - r, y - r, 2 * r, 2 * r)) for art, x, y in places)


def _edge(x: float, inner: Rect) -> tuple[Shape, ...]:
    """The slanted light in front of the paint."""
    top, low = inner.y - 8, inner.y + inner.h + 8
    wedge = Poly(((x, inner.y), (x + SLANT, inner.y), (x, inner.y + inner.h)), "white", 238)
    return wedge, Poly(((x + SLANT, top), (x + SLANT + 30, top), (x + 22, low), (x - 8, low)), "warm_light", 235)


class Takeoff(Quiet):
    """Four seconds that any key may cut short; with less motion, one still picture and the way on."""

    def __init__(self, part: FinishedPart | None = None) -> None:
        self.part = part
        self.tick = 0
        self.still = False

    def screen(self, look: Look) -> Screen:
        self.still = look.comfort.reduced_motion
        says = look.t("takeoff.says" if self.part is None or self.part.whole else "takeoff.says_part")
        strip = Rect(96, 118, 1728, 110)
        size = kit.fitted(look, says, 40, (1640, 96), True)
        high = len(look.wrap(says, size, 1640, True)) * look.line_height(size)
        words, _ = kit.paragraph(look, 140, strip.y + (strip.h - high) / 2, 1640, says, size, bold=True, anchor="centre")
        read = Node("says", "status", says, strip, (*kit.card(strip), *words), spoken=says)
        go = kit.button(look, "go", look.t("takeoff.go"), Rect(1290, 900, 534, 120), size=34, style="primary")
        bar = kit.top_bar(look, look.t("takeoff.title"), pausable=False)
        return Screen(
            "takeoff", look.t("takeoff.title"), (read, go, *bar[1]), runway(look.height), (*self._aircraft(), *self._panel(), *bar[0]),
            say=says, focus_first="go",
        )  # fmt: skip

    def _panel(self) -> tuple[Shape, ...]:
        """The part near, while it is painted; then it goes to its place on the aircraft."""
        if self.part is None or self.still or self.tick >= KEPT + 8:
            return ()
        if self.tick < KEPT:
            return painted(self.part, self.tick * TICK_MS)
        rect = between(PART, SEAT, eased((self.tick - KEPT) / 8))
        return Box(rect, "white", 6, "ink", 3), Box(Rect(rect.x + 2, rect.y + rect.h * 0.84, rect.w - 4, rect.h * 0.05), "signal")

    def _aircraft(self) -> tuple[Shape, ...]:
        """Where the aircraft is now, as whole units and degrees, so that few pictures are ever made."""
        if self.still:
            return (Picture("aircraft", Rect(620, 380, W, H), angle=-12),)
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
            return _shadow(x, 0), Picture("aircraft_ground", Rect(x, STANDS, W, H))
        up = (self.tick - LIFT) / (OVER - LIFT)
        # It leaves the ground as fast as it rolled, nose first.
        x = 670 + round(1370 * up)
        high = round(560 * up * up)
        angle = -min(12, round(40 * up))
        return _shadow(x, high), Picture("aircraft" if up > 0.3 else "aircraft_ground", Rect(x, STANDS - high, W, H), angle=angle)

    def act(self, node: str, action: str = "press") -> Next:
        return done(Step.TAKEOFF, "go") if node == "go" and action == "press" else STAY

    def advance(self, ticks: int) -> Next:
        self.tick += ticks
        return done(Step.TAKEOFF, "go") if self.tick >= OVER and not self.still else STAY


def _shadow(x: float, high: float) -> Shape:
    """Of the aircraft on the runway; it fades as it rises."""
    return Box(Rect(x + 60, WHEELS - 10, W - 120, 22), "black", 11, alpha=max(0, 80 - round(high) // 4))
