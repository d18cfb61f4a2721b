"""What a seat is fit for, as far as the window goes: screen, frames, hands and sound."""

import os
import re
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pygame

from game.station.checkup import figures
from game.window.audio import Speaker
from game.window.display import choose_driver, has_display
from game.window.window import Window, WindowApp


@dataclass(frozen=True, slots=True)
class Hands:
    """What can point here: None where the system does not tell."""

    pointer: bool | None
    touch: bool | None


@dataclass(frozen=True, slots=True)
class Frames:
    """Work of so many frames in ms, without the wait between two: the median, and the share (0..1) over 1/60 s."""

    n: int
    p50_ms: float
    late: float


def desktop() -> tuple[str, tuple[int, int]] | None:
    """The driver and the size in pixels of the first screen; None when nothing answers."""
    if not has_display():
        return None
    choose_driver()
    try:
        pygame.display.init()
    except pygame.error:
        return None
    driver, size = pygame.display.get_driver(), pygame.display.get_desktop_sizes()[0]
    pygame.display.quit()
    void = driver in ("offscreen", "dummy") and "SDL_VIDEODRIVER" not in os.environ
    return None if void else (driver, size)


def frames(app: WindowApp, seconds: float) -> Frames:
    """Open the window on an app for so many seconds. Raises RuntimeError (pygame's) when no screen answers."""
    window = Window(app)
    with _hushed():  # the sound card opens here too
        window.run_on(30)  # the first frames load drawings: nobody plays yet
    window.frames.clear()
    until = time.perf_counter() + seconds
    while app.running and time.perf_counter() < until:
        window.run_on(6)
    pygame.display.quit()
    return frame_figures(list(window.frames))


def frame_figures(spent: Sequence[float]) -> Frames:
    """The figures of frames given in seconds."""
    return Frames(*figures(spent))


def sound() -> bool:
    """Whether a sound card opens. Nothing is played."""
    with _hushed():
        speaker = Speaker()
        speaker.close()
    return speaker.card_opened


@contextmanager
def _hushed() -> Iterator[None]:
    """Without what the system's sound library itself writes on the error output where it finds no card."""
    try:
        kept = os.dup(2)
    except OSError:  # started without an error output
        yield
        return
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def hands(devices: Path = Path("/proc/bus/input/devices")) -> Hands:
    """Pointer and touch screen, asked of the system: SDL knows touch only once touched."""
    if sys.platform == "win32":
        return _windows_hands()
    try:
        return hands_in(devices.read_text("utf-8", "replace"))
    except OSError:
        return Hands(None, None)


def hands_in(text: str) -> Hands:
    """From Linux's list of input devices: a touch screen has absolute places and the property « direct » (bit 1)."""
    blocks = [block for block in text.split("\n\n") if block.strip()]
    touch = [b for b in blocks if (match := re.search(r"B: PROP=([0-9a-f]+)", b)) and int(match[1], 16) & 2]
    pointer = [b for b in blocks if b not in touch and re.search(r"H: Handlers=.*\bmouse\d", b)]
    return Hands(bool(pointer), bool(touch))


def _windows_hands() -> Hands:
    """SM_MOUSEPRESENT (19) and SM_MAXIMUMTOUCHES (95) of the Windows user interface."""
    import ctypes

    user32 = ctypes.WinDLL("user32")  # type: ignore[attr-defined,unused-ignore]
    return Hands(bool(user32.GetSystemMetrics(19)), user32.GetSystemMetrics(95) > 0)
