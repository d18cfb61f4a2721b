"""Screens drawn one after the other without a window, as plain pixels: for pictures and films of the game."""

import pygame

from game.screen import navigate
from game.screen.nodes import Screen
from game.screen.scene import Comfort
from game.window.offscreen import offscreen
from game.window.paint import Painter


class Film:
    """One painter on a surface of its own; what it draws is what a window of that size shows."""

    def __init__(self, comfort: Comfort, size: tuple[int, int]) -> None:
        self.painter = Painter(offscreen(size), comfort)

    @property
    def height(self) -> float:
        """Height of the design area, for the look that lays the screens out."""
        return self.painter.height

    def shot(self, screen: Screen) -> bytes:
        """The screen as rows of red, green, blue."""
        self.painter.draw(screen, navigate.first(screen))
        return pygame.image.tobytes(self.painter.surface, "RGB")
