"""A seat of the room: a real journey in a real window on SDL's dummy screen, and the hands and devices of a person."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from game.journey.journey import Journey
from game.journey.way import PostPort
from game.screen.navigate import reachable
from game.screen.nodes import Node, Text
from game.simulation.rng import Stream
from game.station.home import Home
from game.window.hand import PointerHand, key, nothing_waits
from game.window.plugged import Hands, Plugged
from game.window.window import TICK_S, Window
from scenarios.model import Scenario

TICKS_S = round(1 / TICK_S)
SIZE = (640, 360)
BESIDE = (46.0, 58.0)
"""Where a touch screen that is set badly puts a press, from where the finger is (design units)."""
PersonActs = Iterator[int]
"""What somebody does, as a generator: each yield is so many ticks until they do the next thing."""


class QuickWindow(Window):
    """The window without its painter, its sounds and its clock: time is what its ticks say."""

    _ticks = 0

    def frame(self, ticks: int) -> float:
        """Listen, let so many ticks go by, and lay the screen out."""
        self._ticks += ticks
        return super().frame(ticks)

    def _now_ms(self) -> float:
        return self._ticks * TICK_S * 1000

    def _show(self) -> None:
        self._settle()

    def _sound(self) -> None:
        """Nobody listens."""


class PlayedSeat:
    """A journey in a window, with a hand on it. Raises RuntimeError where SDL has no screen at all."""

    def __init__(
        self, workshops: list[Scenario], post: PostPort, seed: int, home: Home | None = None,
        window: type[Window] = QuickWindow,
    ) -> None:  # fmt: skip
        os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
        os.environ.setdefault("SDL_AUDIODRIVER", "dummy")
        self.app = Journey(workshops[0], "fr", seed, home, more=workshops[1:], post=post)
        self.mouse_there = True
        self.window = window(self.app, SIZE, plugged=Plugged(lambda: Hands(self.mouse_there, False)))
        nothing_waits()
        self.chance = Stream(seed, "person")
        self._hand = PointerHand(self.window.surface.get_width())
        self.window.frame(0)

    def close(self) -> None:
        """The window goes, and what the person had begun with it."""
        if self.app.person is not None:
            self.app.person.close()
        self.window.close()

    # What the person sees.

    def node(self, *beginnings: str) -> Node | None:
        """The first thing that can be pressed now whose id is one of those, or begins so."""
        live = reachable(self.window.screen)
        for name in beginnings:
            for node in live:
                if node.id == name or (name.endswith(":") and node.id.startswith(name)):
                    return node
        return None

    def words(self) -> int:
        """How many words stand on the screen."""
        screen = self.window.screen
        shapes = (*screen.decor, *(shape for node in screen.nodes for shape in node.shapes))
        return sum(len(shape.text.split()) for shape in shapes if isinstance(shape, Text))

    # What the person does.

    def press(self, node: Node) -> None:
        """A click on the middle of a thing."""
        self._hand.click(node)

    def press_at(self, x: float, y: float) -> None:
        """A click at a point, in design units."""
        self._hand.click_at(x, y)

    def press_beside(self, node: Node) -> None:
        """A finger on a thing, on a screen that takes it elsewhere."""
        x, y = node.rect.centre
        self.press_at(x + node.rect.w / 2 + BESIDE[0], y + node.rect.h / 2 + BESIDE[1])

    def moves(self) -> None:
        """The pointer goes somewhere."""
        self._hand.move(200 + self.chance.below(1500), 200 + self.chance.below(700))

    def key(self, name: str, *, up: bool = True) -> None:
        """A key goes down, and comes up again or stays."""
        key(name, up=up)


def lived(seat: PlayedSeat, person: PersonActs, ticks: int, each: Callable[[int], None] = lambda tick: None) -> int:
    """Let a person go on for so many ticks of injected time, or until there is nothing more they do; the ticks that
    went by. `each` is told the ticks so far, once a second."""
    gone, said = 0, 0
    for rest in person:
        seat.window.frame(1)
        gone, left = gone + 1, min(max(1, rest), ticks - gone) - 1
        while left > 0 and seat.app.running:
            step = min(TICKS_S, left)
            seat.window.frame(step)
            gone, left = gone + step, left - step
            while gone - said >= TICKS_S:
                said += TICKS_S
                each(said)
        if gone >= ticks or not seat.app.running:
            break
    return gone


def station(folder: Path) -> Home:
    """The folder of a post. Raises HomeError."""
    folder.mkdir(parents=True, exist_ok=True)
    return Home.open(folder)
