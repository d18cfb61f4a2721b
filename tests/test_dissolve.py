"""A change of screen fades: what comes is drawn beside the window, and laid over it."""

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pygame

from game.window.dissolve import Dissolve


def test_what_comes_has_its_place_before_it_is_drawn() -> None:
    """It is as large as the window: made while the next screen is made ready, not in the frame that draws all of it."""
    window = pygame.display.set_mode((640, 360))
    window.fill((10, 20, 30))
    dissolve = Dissolve(window)
    dissolve.over(1.0)
    assert dissolve.new is None
    assert dissolve.put(1.0, []) == []
    dissolve.over(1.0, room=False)
    assert dissolve.new is None
    dissolve.over(1.0)
    there = dissolve.new
    assert there is not None
    assert there.get_at((5, 5))[:3] == (10, 20, 30)
    assert dissolve.canvas() is there
    there.fill((200, 100, 50))
    dissolve.put(1.0, [there.get_rect()])
    assert not dissolve.waiting
    dissolve.over(0.5)
    dissolve.put(0.5, [])
    assert 90 < window.get_at((5, 5))[0] < 120
    dissolve.over(0.0)
    dissolve.put(0.0, [])
    assert window.get_at((5, 5))[:3] == (200, 100, 50)
    assert dissolve.new is None


def test_a_screen_that_is_ready_at_once_fades_as_well() -> None:
    window = pygame.display.set_mode((640, 360))
    dissolve = Dissolve(window)
    dissolve.over(1.0)
    assert dissolve.canvas() is not window
    dissolve.put(1.0, [window.get_rect()])
    assert not dissolve.waiting
