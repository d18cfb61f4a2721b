"""A surface to draw on where there is no window, and a screen drawn on it as a picture."""

import os
from collections.abc import Callable
from pathlib import Path

import pygame

from game.screen import navigate
from game.screen.heed import ASKS
from game.screen.nodes import Screen
from game.screen.scene import Comfort, Look
from game.window.look import StaticLook
from game.window.paint import Painter


def offscreen(size: tuple[int, int]) -> pygame.Surface:
    """The surface of a display of this size, started without a screen unless one is open already."""
    if not pygame.display.get_init():
        os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
        pygame.display.init()
    return pygame.display.set_mode(size)


def picture(
    make: Callable[[Look], Screen], comfort: Comfort, size: tuple[int, int], path: Path, focus: str = "", *,
    keys: bool = True,
) -> None:  # fmt: skip
    """Draw a screen without a window and write it as a PNG. `keys`: as somebody sees it who used one."""
    surface = offscreen(size)
    painter = Painter(surface, comfort)
    screen = make(StaticLook(comfort, painter.height, keys=keys))
    painter.draw(screen, "" if screen.id in ASKS and not focus else navigate.first(screen, focus))
    path.parent.mkdir(parents=True, exist_ok=True)
    pygame.image.save(surface, str(path))
