"""A change of screen fades: what comes is drawn beside the window, and laid over it."""

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pygame

from game.window.dissolve import Dissolve


def test_what_comes_is_laid_over_what_goes() -> None:
    window = pygame.display.set_mode((640, 360))
    window.fill((10, 20, 30))
    dissolve = Dissolve(window)
    dissolve.over(1.0)
    there = dissolve.canvas()
    assert there is not window
    assert there.get_at((5, 5))[:3] == (10, 20, 30)
    there.fill((200, 100, 50))
    dissolve.put(1.0, [there.get_rect()])
    assert not dissolve.waiting
    dissolve.over(0.5)
    assert dissolve.canvas() is there
    dissolve.put(0.5, [])
    assert 90 < window.get_at((5, 5))[0] < 120
    dissolve.over(0.0)
    dissolve.put(0.0, [])
    assert window.get_at((5, 5))[:3] == (200, 100, 50)
    assert dissolve.new is None


def test_nothing_is_put_until_something_of_what_comes_is_drawn() -> None:
    """However far its time has gone: each frame of the waiting put all of the window anew, as it stood."""
    window = pygame.display.set_mode((640, 360))
    dissolve = Dissolve(window)
    for veil in (1.0, 0.9, 0.7):
        dissolve.over(veil)
        assert dissolve.put(veil, []) == []
        assert dissolve.waiting
    dissolve.over(0.9)
    dissolve.canvas().fill((200, 100, 50))
    assert dissolve.put(0.9, [window.get_rect()]) == [window.get_rect()]
    assert 10 < window.get_at((5, 5))[0] < 30


def test_what_a_fade_is_drawn_on_serves_for_the_next() -> None:
    """Made before the first, in a frame in which nothing happens; where all will be drawn it shows anything before."""
    window = pygame.display.set_mode((640, 360))
    dissolve = Dissolve(window)
    assert dissolve.put(0.0, [window.get_rect()]) == [window.get_rect()]
    assert dissolve._paper is None
    assert dissolve.put(0.0, []) == []
    paper = dissolve._paper
    assert paper is not None
    for colour in ((200, 100, 50), (20, 40, 60)):
        dissolve.over(1.0)
        assert dissolve.canvas(True) is paper
        paper.fill(colour)
        dissolve.put(1.0, [window.get_rect()])
        dissolve.over(0.0)
        dissolve.put(0.0, [])
        assert window.get_at((5, 5))[:3] == colour


def test_a_screen_that_is_ready_at_once_fades_as_well() -> None:
    window = pygame.display.set_mode((640, 360))
    dissolve = Dissolve(window)
    dissolve.over(1.0)
    assert dissolve.canvas() is not window
    dissolve.put(1.0, [window.get_rect()])
    assert not dissolve.waiting
