"""What the painter makes, keeps and lets go."""

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import numpy as np
import pygame
import pytest
from numpy.typing import NDArray

from assets.theme import themes
from game.screen.nodes import Box, Circle, Node, Picture, Rect, Screen, Shape, Text
from game.screen.scene import Comfort
from game.window.paint import Painter
from game.window.stamps import LARGE, KeptStamps, Maker, StampPiece, raster, source


def painter(size: tuple[int, int] = (1280, 720)) -> Painter:
    return Painter(pygame.display.set_mode(size), Comfort())


def screen(name: str, *shapes: Shape, backdrop: tuple[Shape, ...] = ()) -> Screen:
    return Screen(name, name, (Node("one", "text", "", Rect(0, 0, 10, 10), shapes),), backdrop)


BOXES = [
    Box(Rect(60, 40, 900, 500), "paper", 28, "ink", 3),
    Box(Rect(60, 40, 900, 500), "paper", 28, shade=True),
    Box(Rect(60, 40, 900, 500), "paper", 28, "ink", 2, to="cloud", shade=True),
    Box(Rect(60, 40, 900, 500), "ink", 40, alpha=150),
    Box(Rect(60, 40, 1500, 9), "signal", 4),
    Box(Rect(60, 40, 7, 700), "signal", 3, "ink", 2),
]


@pytest.mark.parametrize("box", BOXES)
@pytest.mark.parametrize("width", [1024, 1366, 1920])
def test_a_box_in_slices_is_the_box_drawn_whole(box: Box, width: int) -> None:
    """Corners, sides and middle give the very pixels of the whole drawing, but for its own rounding of one level."""
    surface = pygame.display.set_mode((width, width * 9 // 16))
    maker = Maker(width / 1920, themes()["day"], themes()["day"])
    stamp = maker.stamp(box)
    whole = maker._raster(maker._box_svg(box, *stamp.at.size), *stamp.at.size)
    pictures: list[NDArray[np.int16]] = []
    for put in (lambda: stamp.put(surface), lambda: surface.blit(whole, stamp.at)):
        surface.fill((90, 120, 150))
        put()
        pictures.append(np.frombuffer(pygame.image.tobytes(surface, "RGB"), np.uint8).astype(np.int16))
    assert pictures[0].shape == pictures[1].shape
    assert np.abs(pictures[0] - pictures[1]).max() <= 2


def test_a_drawing_is_that_of_the_svg_reader() -> None:
    """Reading the bytes as the window wants them gives the same pixels as converting the drawing."""
    pygame.display.set_mode((640, 360))
    plain = pygame.image.load_sized_svg(f"{os.getcwd()}/assets/art/aircraft.svg", (600, 206)).convert_alpha()
    ours = raster(source("aircraft", {}), (600, 206))
    assert ours.get_masks() == plain.get_masks()
    assert pygame.image.tobytes(ours, "RGBA") == pygame.image.tobytes(plain, "RGBA")


def test_what_is_kept_stays_within_its_bound() -> None:
    """However much is made, what is held stays under the limit; what was used last is still there."""
    kept = KeptStamps(1_000_000)
    for n in range(200):
        drawn = pygame.Surface((100, 100), pygame.SRCALPHA, 32)
        kept.put(n, (StampPiece(drawn, drawn.get_rect()),))
        assert kept.get(0) is not None
        assert kept.held <= kept.limit
    assert kept.get(1) is None
    assert kept.get(199) is not None


def test_an_animation_leaves_nothing_behind() -> None:
    """A thousand screens that never come back hold no more than the painter's bounds and its few grounds."""
    made = painter()
    for n in range(1000):
        made.draw(screen(f"s{n % 7}", Text(10, 10, f"word {n}", 40), Circle(300, 300, 20 + n / 9, "signal")), "")
    assert made.maker.kept.held <= Maker.HELD
    assert len(made._gone) <= Painter.GONE
    assert len(made._backdrops) <= Painter.GROUNDS


def test_a_picture_fades_without_being_drawn_again() -> None:
    """All degrees of opacity share one drawing."""
    made = painter()
    stamps = [made.maker.stamp(Picture("aircraft", Rect(0, 0, 924, 317), alpha=a)) for a in (17, 85, 255)]
    assert len({id(stamp.pieces[0].ink) for stamp in stamps}) == 1


def test_a_next_screen_is_made_ready_in_parts() -> None:
    """Within a budget the screen before stays, whole, until the next can be drawn at once; then it is all there."""
    first = screen("first", Text(20, 20, "before", 60))
    words = tuple(Text(20, 20 + 4 * n, f"after {n}", 20 + n / 4) for n in range(200))
    after = screen("after", *words, backdrop=(Picture("hangar", Rect(0, 0, 1920, 1080)),))
    assert LARGE < 1280 * 720
    made = painter()
    made.draw(first, "")
    before = pygame.image.tobytes(made.surface, "RGB")
    calls = 0
    while not made.draw(after, "", 0.0005):
        assert pygame.image.tobytes(made.surface, "RGB") == before
        pygame.time.wait(5)
        calls += 1
    assert calls > 1
    shown = pygame.image.tobytes(made.surface, "RGB")
    fresh = painter()
    fresh.draw(after, "")
    assert shown == pygame.image.tobytes(fresh.surface, "RGB")
