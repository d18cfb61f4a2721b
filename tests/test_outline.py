"""Outlines and lines drawn by the pixel cover what they should."""

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import math
import random
from collections.abc import Callable

import numpy as np
import pygame
import pytest
from numpy.typing import NDArray

from assets.theme import themes
from game.mechanics.assemble.metal import barrel
from game.screen.nodes import Line, Poly
from game.window.outline import band, filled, inside
from game.window.pieces import Stamp
from game.window.stamps import NUDGE, WIDE, Maker
from game.window.svg import raster

Points = tuple[tuple[float, float], ...]
Share = NDArray[np.float64]
FINE = 8
"""Points a pixel is looked at along each side."""
LIGHT = 220


def maker() -> Maker:
    pygame.display.set_mode((1920, 1080))
    return Maker(1.0, themes()["day"], themes()["day"])


def arms(n: int) -> list[Points]:
    """Four sides that lean this way and that, as the arm of the squeezer between its pivot and the grip."""
    rng = random.Random(n)
    found: list[Points] = []
    for _ in range(n):
        left, right = rng.uniform(300, 480), rng.uniform(180, 800)
        found.append(((1204.3, left), (1612.1, right), (1612.6, right + 60), (1204.0, left + 76.4)))
    return found


Covered = Callable[[Share, Share], NDArray[np.bool_]]
"""Which points are covered, of those so far across, (1, n), and so far down, (n, 1)."""


def share(covered: Covered, at: pygame.Rect) -> Share:
    """How much of each pixel of a box is covered, 0 to 1: looked at row by row, as all its points are some millions."""
    across = (at.x + (np.arange(at.w * FINE) + 0.5) / FINE)[None, :]
    found: Share = np.empty((at.h, at.w))
    for row in range(at.h):
        down = (at.y + row + (np.arange(FINE) + 0.5) / FINE)[:, None]
        found[row] = covered(across, down).reshape(FINE, at.w, FINE).sum(axis=2, dtype=np.uint8).sum(axis=0)
    return found / FINE**2


def within(points: Points) -> Covered:
    """The points on the inner side of every edge of an outline that goes round as the hands of a clock."""

    def covered(x: Share, y: Share) -> NDArray[np.bool_]:
        edges = zip(points, (*points[1:], points[0]), strict=True)
        sides = [(bx - ax) * (y - ay) >= (by - ay) * (x - ax) for (ax, ay), (bx, by) in edges]
        return np.logical_and.reduce(sides)

    return covered


def seen(stamp: Stamp) -> Share:
    """How much of each pixel the stamp covers, told by how dark it makes a light ground."""
    ground = pygame.Surface(stamp.at.size, 0, 32)
    ground.fill((LIGHT,) * 3)
    Stamp(stamp.pieces, stamp.at.move(-stamp.at.x, -stamp.at.y)).put(ground)
    red = np.frombuffer(pygame.image.tobytes(ground, "RGB"), np.uint8).reshape(*stamp.at.size[::-1], 3)[..., 0]
    found: Share = (LIGHT - red.astype(np.float64)) / LIGHT
    return found


def test_an_outline_covers_its_inside_and_no_more() -> None:
    """Whatever its slope: a pixel is off by a quarter only where two edges meet, and all of 800 of an edge by few."""
    made = maker()
    for arm in arms(30):
        stamp = made.stamp(Poly(arm, "black"))
        off = np.abs(seen(stamp) - share(within(arm), stamp.at))
        assert (off > 0.25).sum() <= 16
        assert off.sum() <= 80


def test_a_shadow_is_the_same_outline_seen_less() -> None:
    made = maker()
    for arm in arms(10):
        stamp = made.stamp(Poly(arm, "black", 80))
        off = np.abs(seen(stamp) * 255 / 80 - share(within(arm), stamp.at))
        assert (off > 0.25).sum() <= 16
        assert off.sum() <= 160


def colours_of(stamp: Stamp) -> NDArray[np.int16]:
    """Red, green and blue of each pixel, over a dark ground."""
    ground = pygame.Surface(stamp.at.size, 0, 32)
    Stamp(stamp.pieces, stamp.at.move(-stamp.at.x, -stamp.at.y)).put(ground)
    return np.frombuffer(pygame.image.tobytes(ground, "RGB"), np.uint8).astype(np.int16)


@pytest.mark.parametrize("height", [900, 2300, 3500])
def test_a_ramp_has_the_colours_of_the_reader_of_drawings(monkeypatch: pytest.MonkeyPatch, height: int) -> None:
    """From the left of the outline to its right, as a rivet that is pressed has them."""
    rivet = barrel(740.3, 636, (height, 5200), 62, "plus")[0]
    ours = maker().stamp(rivet)
    assert not isinstance(ours.pieces[0].ink, tuple)
    monkeypatch.setattr("game.window.stamps.WIDE", 10**9)
    made = maker()
    theirs = made.stamp(rivet)
    assert made.moving.held
    off = np.abs(colours_of(ours) - colours_of(theirs))
    assert (off > 12).mean() < 0.01
    assert off.mean() < 1.5


@pytest.mark.parametrize("height", range(900, 4700, 380))
def test_a_pressed_rivet_has_no_hole_and_no_thorn(monkeypatch: pytest.MonkeyPatch, height: int) -> None:
    """Where its many short sides meet, and beside its rim: with the rim it is as the reader of drawings has it."""
    metal, *_, rim = (s for s in barrel(150.3, 380, (height, 4800), 62, "plus") if len(getattr(s, "points", ())) > 25)
    shown: list[NDArray[np.int16]] = []
    for wide in (WIDE, 10**9):
        monkeypatch.setattr("game.window.stamps.WIDE", wide)
        made, ground = maker(), pygame.Surface((300, 400), 0, 32)
        ground.fill((90, 90, 110))
        for stamp in (made.stamp(metal), made.stamp(rim)):
            stamp.put(ground)
        shown.append(np.frombuffer(pygame.image.tobytes(ground, "RGB"), np.uint8).astype(np.int16))
    off = np.abs(shown[0] - shown[1]).reshape(-1, 3).max(axis=1)
    assert (off > 45).sum() <= 8
    assert off.max() <= 100


def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the reader is asked for from here on."""
    read: list[str] = []

    def noted(svg: str, size: tuple[int, int]) -> pygame.Surface:
        read.append(svg)
        return raster(svg, size)

    monkeypatch.setattr("game.window.stamps.raster", noted)
    return read


def test_a_rivet_that_is_pressed_asks_nothing_of_the_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another shape in each frame: it took 2 ms of it. What shines on one that is crushed is small, and is read."""
    read = reads(monkeypatch)
    made = maker()
    for height in range(5200, 1300, -60):
        for shape in barrel(740.3, 636, (height, 5200), 62, "minus"):
            made.stamp(shape)
        made.stamp(Line(((651.2, 630), (651.2, 646 - height * 0.062)), "warm_light", 4))
    assert read == []


def test_what_slides_is_read_once_for_each_part_of_a_pixel(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mark beside the grip moves with it: of two hundred places it was drawn anew for each."""
    read = reads(monkeypatch)
    made = maker()
    for n in range(200):
        y = 186 + n * 2.83
        made.stamp(Poly(((1758, y - 15), (1784, y), (1758, y + 15)), "amber"))
        made.stamp(Line(((1758, y - 15), (1784, y), (1758, y + 15)), "ink", 3))
    assert len(read) <= 3 * NUDGE


@pytest.mark.parametrize("width", [1.5, 3, 4])
def test_a_thin_line_is_as_wide_as_it_should_be_whatever_way_it_goes(width: float) -> None:
    made = maker()
    for arm in arms(20):
        line = (arm[0], arm[1])
        stamp = made.stamp(Line(line, "black", width))
        found = seen(stamp).sum()
        assert abs(found / (math.dist(*line) * width) - 1) < 0.08


def of_a_line(line: Points, width: int) -> Covered:
    """The points of a line with round ends."""
    outline = band(line[0], line[1], width)
    ways = within(outline), within(outline[::-1])

    def covered(x: Share, y: Share) -> NDArray[np.bool_]:
        ends = [(x - cx) ** 2 + (y - cy) ** 2 <= width**2 / 4 for cx, cy in line]
        return np.logical_or.reduce([*(way(x, y) for way in ways), *ends])

    return covered


@pytest.mark.parametrize("width", [5, 12])
def test_a_line_covers_its_length_and_its_round_ends(width: int) -> None:
    made = maker()
    for arm in arms(20):
        line = (arm[0], arm[1])
        stamp = made.stamp(Line(line, "black", width))
        off = np.abs(seen(stamp) - share(of_a_line(line, width), stamp.at))
        assert (off > 0.25).sum() <= 16
        assert off.sum() <= 80


def test_a_line_without_a_length_is_left_to_the_reader() -> None:
    """However wide it is: it goes no way, and its width was divided by its length. The reader draws nothing of it."""
    stamp = maker().stamp(Line(((500.0, 500.0), (500.0, 500.0)), "black", 260))
    assert seen(stamp).sum() == 0


def test_what_is_drawn_by_the_pixel_is_not_kept() -> None:
    """Each of these leans otherwise: none pushes out what comes again."""
    made = maker()
    for arm in arms(20):
        made.stamp(Poly(arm, "black"))
    assert made.moving.held == 0


def test_an_outline_stays_within_what_is_drawn_anew() -> None:
    """Drawn onto the window itself, with nothing made for it, it leaves alone what lies beside a region."""
    made = maker()
    arm = arms(1)[0]
    window = pygame.Surface((1920, 1080), 0, 32)
    window.fill((LIGHT,) * 3)
    window.set_clip((1300, 300, 100, 700))
    for stamp in (made.stamp(Poly(arm, "black")), made.stamp(Line(arm[:2], "black", 9))):
        assert not any(isinstance(piece.ink, pygame.Surface) and piece.at.w > 20 for piece in stamp.pieces)
        stamp.put(window)
    dark = pygame.mask.from_threshold(window, (0, 0, 0), (LIGHT - 1,) * 3 + (255,))
    assert dark.count() > 2000
    assert all(rect.left >= 1300 and rect.right <= 1400 for rect in dark.get_bounding_rects())


def test_what_has_a_dent_or_is_narrow_is_left_to_the_reader() -> None:
    dented = ((0.0, 0.0), (300.0, 0.0), (150.0, 40.0), (300.0, 300.0))
    narrow = ((0.0, 0.0), (300.0, 100.0), (300.0, 102.0), (0.0, 2.0))
    flat = ((0.0, 0.0), (100.0, 0.0), (200.0, 0.0))
    for points in (dented, narrow, flat):
        assert filled(points, (0, 0, 0), 255, (301, 301)) is None


def test_both_ways_round_are_the_same_outline() -> None:
    arm = arms(1)[0]
    found = inside(arm, 1.5), inside(arm[::-1], 1.5)
    assert found[0] is not None
    assert found[1] is not None
    assert np.allclose(sorted(found[0]), sorted(found[1]))
