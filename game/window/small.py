"""Other screens seen small: each picture is made once at the size it has, in a thread, and the last ones are kept."""

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import pygame

from game.screen.nodes import Shape, Still

SmallKey = tuple[int, tuple[int, int]]


class SmallScreens:
    """Pictures of stills by their shapes and their size, within a bound of bytes; the newest always stays."""

    BYTES = 5_000_000

    def __init__(self, draw: Callable[[Still, tuple[int, int]], pygame.Surface], studio: ThreadPoolExecutor) -> None:
        """`draw` makes one, in a thread that draws nothing else meanwhile."""
        self._draw, self._studio = draw, studio
        # A name is the address of the shapes, which are held with it so that no others come to have it.
        self._stills: OrderedDict[SmallKey, tuple[tuple[Shape, ...], Future[pygame.Surface]]] = OrderedDict()

    def begun(self, still: Still, size: tuple[int, int]) -> bool:
        """Whether it is there; else it is under way from here on."""
        return self._work(still, size).done()

    def picture(self, still: Still, size: tuple[int, int]) -> pygame.Surface:
        """It; waits for what is under way."""
        drawn = self._work(still, size).result()
        while self.held > self.BYTES and len(self._stills) > 1:
            self._stills.popitem(last=False)
        return drawn

    def clear(self) -> None:
        """Let go of all: who still shows one holds it."""
        self._stills.clear()

    @property
    def held(self) -> int:
        """Bytes of all that are kept."""
        return sum(4 * w * h for _, (w, h) in self._stills)

    def _work(self, still: Still, size: tuple[int, int]) -> "Future[pygame.Surface]":
        key = (id(still.shapes), size)
        if key not in self._stills:
            self._stills[key] = (still.shapes, self._studio.submit(self._draw, still, size))
        self._stills.move_to_end(key)
        return self._stills[key][1]
