"""The display a window opens on: whether there is one, how SDL reaches it, the mark of the game, what is drawn on."""

import os
import sys
from importlib.resources import files
from io import BytesIO

import pygame

LARGE = 512
"""Pixels of a side at which the margin of the mark is measured."""
FLAT = 1.8
"""A window wider than this for its height has the game in its middle, so that nothing is cut at its foot."""


def has_display() -> bool:
    """Whether a window can be opened here."""
    if sys.platform.startswith("linux"):
        return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return True


def choose_driver() -> None:
    """X11 without a GPU is quickest through shared memory; the same wish would stop Wayland from starting."""
    if os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        os.environ.setdefault("SDL_FRAMEBUFFER_ACCELERATION", "0")
    os.environ.setdefault("SDL_WINDOWS_DPI_AWARENESS", "permonitorv2")


def icon() -> pygame.Surface:
    """The mark of the game, for the frame of its window and the bar of the desktop."""
    return pygame.image.load_sized_svg(BytesIO((files("assets") / "art" / "logo.svg").read_bytes()), (64, 64))


def sign(size: int) -> bytes:
    """The mark of the game as large as a square of `size` pixels lets it be, on nothing, as PNG."""
    drawing = (files("assets") / "art" / "logo.svg").read_bytes()
    # The drawing has a margin, which at 16 pixels costs a third of the mark: it is drawn larger and the margin cut.
    whole = pygame.image.load_sized_svg(BytesIO(drawing), (LARGE, LARGE)).get_bounding_rect()
    side = round(size * LARGE / max(whole.size))
    drawn = pygame.image.load_sized_svg(BytesIO(drawing), (side, side))
    ink = drawn.get_bounding_rect()
    square = pygame.Surface((size, size), pygame.SRCALPHA)
    square.blit(drawn, ((size - ink.w) // 2, (size - ink.h) // 2), ink)
    out = BytesIO()
    pygame.image.save(square, out, "sign.png")
    return out.getvalue()


def canvas(whole: pygame.Surface) -> tuple[pygame.Surface, int]:
    """The part of a window that is drawn on, and how far from its left edge: all of it, but the sides of a flat one."""
    w, h = whole.get_size()
    if w <= h * FLAT:
        return whole, 0
    wide = round(h * 16 / 9)
    left = (w - wide) // 2
    whole.fill((12, 23, 38))
    return whole.subsurface((left, 0, wide, h)), left
