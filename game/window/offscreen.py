"""A surface to draw on where there is no window: for pictures and films of the game."""

import os

import pygame


def offscreen(size: tuple[int, int]) -> pygame.Surface:
    """The surface of a display of this size, started without a screen unless one is open already."""
    if not pygame.display.get_init():
        os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
        pygame.display.init()
    return pygame.display.set_mode(size)
