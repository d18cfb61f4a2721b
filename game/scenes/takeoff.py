"""The moment the work has led to: the panel turns from primer to paint, the aircraft rolls, and takes off."""

from game.scenes.frame import Quiet, done
from game.screen import kit
from game.screen.nodes import Box, Node, Picture, Rect, Screen, Shape
from game.screen.scene import STAY, Look, Next
from game.screen.steps import Step

PAINT, ROLL, LIFT, OVER = 50, 60, 118, 200
"""Ticks at which the paint is on, the wheels roll, they leave the ground, and the card is due."""
W, H = 924.0, 317.0


def dawn(height: float) -> tuple[Shape, ...]:
    """The runway at dawn, as tall as the screen."""
    return (Picture("dawn", Rect(0, 0, 1920, 1200)), Box(Rect(0, 1190, 1920, max(1.0, height - 1190)), "tarmac"))


class Takeoff(Quiet):
    """Three seconds that any key may cut short; with less motion, one still picture and the way on."""

    def __init__(self, finished: bool = True) -> None:
        """`finished`: the whole piece was made and signed."""
        self.finished = finished
        self.tick = 0
        self.still = False

    def screen(self, look: Look) -> Screen:
        self.still = look.comfort.reduced_motion
        says = look.t("takeoff.says" if self.finished else "takeoff.part")
        strip = Rect(96, 118, 1728, 110)
        size = kit.fitted(look, says, 40, (1640, 96), True)
        high = len(look.wrap(says, size, 1640, True)) * look.line_height(size)
        words, _ = kit.paragraph(look, 140, strip.y + (strip.h - high) / 2, 1640, says, size, bold=True, anchor="centre")
        read = Node("says", "status", says, strip, (*kit.card(strip), *words), spoken=says)
        go = kit.button(look, "go", look.t("takeoff.go"), Rect(1290, 900, 534, 120), size=34, style="primary")
        bar = kit.top_bar(look, look.t("takeoff.title"), pausable=False)
        return Screen(
            "takeoff", look.t("takeoff.title"), (read, go, *bar[1]), dawn(look.height), (*self._aircraft(), *bar[0]),
            say=says, focus_first="go",
        )  # fmt: skip

    def _aircraft(self) -> tuple[Shape, ...]:
        """Where the aircraft is now, as whole units and degrees, so that few pictures are ever made."""
        if self.still:
            return (Picture("aircraft", Rect(620, 380, W, H), angle=-12),)
        if self.tick < ROLL:
            # The evening team paints what is left: the coat stops half way while one looks.
            most = 255 if self.finished else 136
            coat = min(most, 255 * self.tick // PAINT // 17 * 17)
            rect = Rect(110, 640, W, H)
            return (Picture("aircraft_primer", rect), *((Picture("aircraft_ground", rect, alpha=coat),) if coat else ()))
        run = (self.tick - ROLL) / (LIFT - ROLL)
        x = 110 + round(460 * run * run)
        if self.tick < LIFT:
            return (Picture("aircraft_ground", Rect(x, 640, W, H)),)
        up = (self.tick - LIFT) / (OVER - LIFT)
        x = 570 + round(1300 * up)
        return (Picture("aircraft", Rect(x, 640 - round(640 * up * up), W, H), angle=-min(14, round(28 * up))),)

    def act(self, node: str, action: str = "press") -> Next:
        return done(Step.TAKEOFF, "go") if node == "go" and action == "press" else STAY

    def advance(self, ticks: int) -> Next:
        self.tick += ticks
        return done(Step.TAKEOFF, "go") if self.tick >= OVER and not self.still else STAY
