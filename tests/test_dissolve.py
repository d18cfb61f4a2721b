"""A change of screen fades: what comes is drawn beside the window, and laid over it."""

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pygame
import pytest

from game.window.dissolve import Dissolve, Paper


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


def test_only_what_differs_is_laid_over() -> None:
    """A question over the bench changes its middle: the rest of the window is neither mixed nor put."""
    window = pygame.display.set_mode((640, 360))
    window.fill((10, 20, 30))
    dissolve = Dissolve(window)
    dissolve.over(1.0)
    first, second = pygame.Rect(100, 50, 200, 100), pygame.Rect(350, 60, 20, 20)
    dissolve.canvas().fill((200, 100, 50), first)
    assert dissolve.put(0.8, [first]) == [first]
    dissolve.over(0.5)
    dissolve.canvas().fill((200, 100, 50), second)
    both = first.union(second)
    assert dissolve.put(0.5, [second]) == [both]
    assert 80 < window.get_at((150, 100))[0] < 120
    assert window.get_at((320, 100))[:3] == (10, 20, 30)
    dissolve.over(0.0)
    assert dissolve.put(0.0, []) == [both]
    assert window.get_at((360, 70))[:3] == (200, 100, 50)


@pytest.mark.parametrize("share", [1, 40, 128, 200, 254, 255])
def test_what_is_laid_by_the_pixel_is_laid_as_by_its_share(share: int) -> None:
    """Within two levels of 255, whatever the last byte of a pixel held."""
    window = pygame.display.set_mode((640, 360))
    paper = Paper(window)
    assert paper._veil is not None
    paper._veil.fill((200, 100, 50, 77))
    window.fill((10, 20, 30))
    paper.lay(window, pygame.Rect(0, 0, 320, 360), share)
    mixed = [round(a + (b - a) * share / 255) for a, b in zip((10, 20, 30), (200, 100, 50), strict=True)]
    assert max(abs(a - b) for a, b in zip(window.get_at((5, 5))[:3], mixed, strict=True)) <= 2
    assert window.get_at((400, 5))[:3] == (10, 20, 30)
    paper._veil = None
    plain = pygame.Rect(320, 0, 320, 360)
    paper.lay(window, plain, share)
    assert max(abs(a - b) for a, b in zip(window.get_at((400, 5))[:3], mixed, strict=True)) <= 2


def test_what_a_fade_is_drawn_on_serves_for_the_next() -> None:
    """Made before the first, in a frame in which nothing happens; where all will be drawn it shows anything before."""
    window = pygame.display.set_mode((640, 360))
    dissolve = Dissolve(window)
    assert dissolve.put(0.0, [window.get_rect()]) == [window.get_rect()]
    assert dissolve._paper is None
    assert dissolve.put(0.0, []) == []
    assert dissolve._paper is not None
    paper = dissolve._paper.pixels
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


def test_a_veil_that_nobody_sees_is_none() -> None:
    """A hundredth of what was there is less than three levels of 255: for it all of the window was laid once more."""
    window = pygame.display.set_mode((640, 360))
    window.fill((0, 0, 0))
    dissolve = Dissolve(window)
    dissolve.over(0.9)
    dissolve.canvas(True).fill((200, 100, 50))
    dissolve.put(0.9, [window.get_rect()])
    dissolve.over(0.01)
    assert dissolve.canvas() is window
    dissolve.put(0.01, [])
    assert not dissolve.fading
    assert window.get_at((5, 5))[:3] == (200, 100, 50)
    dissolve.over(0.005)
    assert not dissolve.fading
